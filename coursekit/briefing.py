"""The learner's own briefing of lesson 06: one bar chart from a few numbers, and the page that is printed.

Nothing here judges what a learner wrote. What is missing is named, and nothing raises, so that a notebook runs from
top to bottom at any time. authoring/publishing/briefing.py makes a page to print from what `briefing_page` shows.
"""

import re
import textwrap
from collections.abc import Mapping
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from coursekit.answers import joined
from coursekit.charts import show, words
from coursekit.kinds import NotYet, WrongKind
from coursekit.plain import Form, Plain, is_blank, plain
from coursekit.tables import data

FEWEST, MOST = 120, 180  # words of a briefing of about 150 words
MOST_BARS = 12  # more would be too small on a printed page
MARK = "coursekit_briefing"  # the key in an output's metadata under which the author's tool finds the page
_CHART_WORDS = ("title", "axis", "description", "source", "as_of")
_PAGE_WORDS = ("claim", "verdict", "sources", "headline", "text", "description", "source", "as_of")


def _lines(*dictionaries: Any) -> dict[Any, Any]:
    """Return what stands in one or several dictionaries: texts, numbers, lists of these, and dots where they are left.

    Raises
    ------
    WrongKind, NotYet
        If one of them is no dictionary, or still three dots.
    """

    def value(form: Plain) -> Any:
        if form.kind == Form.LIST:
            return [value(part) for part in form.parts]
        return ... if form.kind == Form.DOTS else form.what if form.value is None else form.value

    return {name: value(form) for name, form in joined(plain(dictionaries)).items()}


def _open_lines(parts: Mapping, names: tuple[str, ...]) -> list[str]:
    """Return the names that are missing in a dictionary, or still have three dots, be they in quotation marks or not."""
    return [name for name in names if is_blank(parts.get(name, ...))]


def bar_chart(numbers: Any, chart_words: Mapping) -> Figure | None:
    """Draw a bar for each number, show it with its words, and return the figure; or say what it waits for.

    Parameters
    ----------
    numbers
        A few numbers with names: a dictionary such as {"2023": 80, "2025": 120}, or a column with an index.
    chart_words
        A dictionary with title, axis (what is counted, with its unit), description, source and as_of.
    """
    try:
        chart_words = _lines(chart_words)
    except (WrongKind, NotYet) as problem:
        print(f"Your chart waits for its words: {problem}")
        return None
    missing = (["the numbers"] if numbers is ... else []) + _open_lines(chart_words, _CHART_WORDS)
    if missing:
        print("Your chart waits for:", ", ".join(missing))
        return None
    try:
        if isinstance(numbers, (list, tuple, set)):
            raise TypeError("numbers without names")
        bars = pd.Series(numbers).astype(float)
    except (TypeError, ValueError):
        print('Your chart needs numbers with names, as in {"2023": 80, "2025": 120}.')
        return None
    if not 1 <= len(bars) <= MOST_BARS:
        print(f"These are {len(bars)} bars. The page has room for 1 to {MOST_BARS}: which numbers does the claim need?")
        return None
    try:
        with plt.style.context("coursekit.lesson"):
            fig = _drawn(bars, str(chart_words["title"]), str(chart_words["axis"]))
            show(fig, **{name: chart_words[name] for name in ("description", "source", "as_of")})
    except (ValueError, TypeError, AttributeError) as problem:
        print(problem)
        return None
    return fig


def _drawn(bars: pd.Series, title: str, axis: str) -> Figure:
    """Return a figure with a horizontal bar and its number for each value."""
    fig, ax = plt.subplots(figsize=(8, 1.6 + 0.36 * len(bars)))
    names = [textwrap.fill(str(name), 26) for name in bars.index]
    drawn = ax.barh(names, bars, height=0.6)
    if all(re.fullmatch(r"[\d.,-]+", name) for name in names):  # bars named by numbers: the axis says which
        years = all(re.fullmatch(r"(19|20)\d\d(-\d+)?", name) for name in names)
        ax.set_ylabel("Year" if years else "Number that names the bar")
    ax.bar_label(drawn, [f"{value:,.1f}".removesuffix(".0") for value in bars], padding=4)
    ax.invert_yaxis()
    ax.margins(x=0.16, y=0.03)
    ax.grid(visible=False)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=bool((bars % 1 == 0).all())))
    fig.suptitle(textwrap.fill(title, 62), x=0.01, ha="left", fontsize=14)
    ax.set_xlabel(textwrap.fill(axis, 60))
    return fig


def _named_sources(ids: Any) -> list[tuple[str, str]]:
    """Return text and address of each source; an id that does not resolve is said to be unknown."""
    table = pd.read_csv(data("sources.csv")).set_index("id").fillna("")
    named = []
    for source in [ids] if isinstance(ids, str) else list(ids):
        if source in table.index:
            row = table.loc[source]
            published = f", {row['published']}" if row["published"] else ""
            named.append((f"{row['publisher']}: {row['title']}{published}", row["url"]))
        else:
            named.append((f"{source}: unknown, no such id in sources.csv", ""))
    return named


def page_parts(parts: Mapping) -> dict[str, Any]:
    """Return what stands on the page, as plain texts: claim, verdict, headline, text, chart words and sources."""
    claims = pd.read_csv(data("briefing_claims.csv")).set_index("claim_id")
    claim = re.sub(r"\W+", "_", str(parts["claim"]).strip().casefold())  # as check() takes it
    text = re.split(r"\n\s*\n", str(parts["text"]).strip())
    in_words, origin = words(str(parts["description"]), str(parts["source"]), str(parts["as_of"]))
    return {
        "headline": " ".join(str(parts["headline"]).split()),
        "claim": claims.loc[claim, "claim"] if claim in claims.index else str(parts["claim"]),
        "verdict": str(parts["verdict"]),
        "text": [" ".join(paragraph.split()) for paragraph in text],
        "in_words": in_words,
        "origin": origin,
        "sources": _named_sources(parts["sources"]),
    }


def _plain(text: str) -> str:
    """Return a text in which no sign has a meaning in Markdown."""
    return re.sub(r"([*_$<`\\\[\]#])", r"\\\1", text)


def briefing_page(fig: Figure | None, *dictionaries: Mapping) -> None:
    """Show the briefing as a reader gets it, or say what the page waits for.

    Parameters
    ----------
    fig
        The chart.
    dictionaries
        One or more, which together hold claim (an id of briefing_claims.csv, or a sentence), verdict, sources (ids of
        sources.csv), headline, text, and the words of the chart: description, source, as_of.
    """
    try:
        parts = _lines(*dictionaries)
    except (WrongKind, NotYet) as problem:
        print(f"The page cannot be put together: {problem}")
        return
    missing = ([] if isinstance(fig, Figure) else ["the chart"]) + _open_lines(parts, _PAGE_WORDS)
    if missing:
        print("Your page waits for:", ", ".join(missing))
        return
    try:
        page = page_parts(parts)
    except (TypeError, ValueError, AttributeError) as problem:
        print(f"The page cannot be put together: {problem}")
        return
    count = sum(len(paragraph.split()) for paragraph in page["text"])
    advice = "" if FEWEST <= count <= MOST else f" About 150 are asked: from {FEWEST} to {MOST}."
    print(f"Your text has {count} words.{advice}")
    links = "\n".join(f"- [{_plain(text)}](<{url}>)" if url else f"- {_plain(text)}" for text, url in page["sources"])
    head = f"### {_plain(page['headline'])}\n\n**Claim:** {_plain(page['claim'])}\n\n**Verdict:** {_plain(page['verdict'])}"
    body = "\n\n".join(map(_plain, page["text"]))
    metadata = {MARK: page}
    _show_text(f"{head}\n\n{body}", metadata)
    show(fig, **{name: parts[name] for name in ("description", "source", "as_of")})
    _show_text(f"**Sources**\n\n{links}", {})


def _show_text(markdown: str, metadata: dict) -> None:
    display({"text/markdown": markdown, "text/plain": markdown}, metadata=metadata, raw=True)
