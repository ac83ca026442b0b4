"""Charts that everybody can read: a picture, and under it the same in words, with source and date."""

import base64
import gc
import io
import re
import textwrap
from collections.abc import Sequence
from datetime import date

import matplotlib.pyplot as plt
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from coursekit.plain import how_many_words
from coursekit.tables import table_names

# A figure that is closed leaves thousands of objects to tidy up, and Python now and then looks through all that it holds
# to find them: with pandas and matplotlib a tenth of a second. What is loaded by now stays, so it is not looked through.
gc.freeze()

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
PIXELS_PER_INCH = 140  # of the picture; it is shown at SHOWN_PER_INCH, so that it is sharp on dense screens
SHOWN_PER_INCH = 100
# What stands under a chart begins so; pages to print and slides find it by these words.
IN_WORDS, SOURCE = "In words:", "Source:"
NO_WORDS = "a chart that is drawn, and that nobody has put into words yet for a reader who cannot see it"
NO_DAY = "2025-12-31"  # the last day of the record, where a draft gives none
# A label states its unit in brackets, or is a count, a year, a date or a share.
UNITS = "number|share|percentage|per cent|year|years|date|day|session"
_UNIT = re.compile(rf"\(.+\)|^({UNITS})\b", re.IGNORECASE)


def names_a_unit(label: str) -> bool:
    """Say whether a label names its unit: in brackets, or as a count, a year, a date or a share."""
    return bool(_UNIT.search(label))


def _axis_problems(fig: Figure) -> list[str]:
    """Return what a reader would miss on the axes of a figure: titles, labels and units."""
    problems = []
    for axes in fig.axes:
        if not axes.get_title() and not axes.get_title(loc="left") and not fig.get_suptitle():
            problems.append('the chart has no title: ax.set(title="...")')
        for letter, axis in (("x", axes.xaxis), ("y", axes.yaxis)):
            if not axis.get_visible():
                continue
            label = axis.get_label_text()
            named = any(re.search("[^0-9.,\u2212%-]", tick.get_text()) for tick in axis.get_ticklabels())
            if not label and not named:
                problems.append(f"the {letter} axis has no label: ax.set_{letter}label(...)")
            elif label and not named and not names_a_unit(label):
                problems.append(
                    f"the label of the {letter} axis, {label!r}, names no unit: add it in brackets, "
                    "or begin with 'Number of', 'Share of', 'Year' or 'Date'"
                )
    return problems


def text_problems(description: str, source: str, as_of: str) -> list[str]:
    """Return what is missing in the words under a chart."""
    problems = []
    if how_many_words(str(description)) < 12:
        problems.append("the description is too short to stand for the picture: say what is shown, with numbers")
    tables = re.findall(r"\b\w+\.csv\b", str(source).casefold())
    if not tables:
        problems.append('the source names no table: source="observers.csv (...)"')
    problems += [
        f"the source names {name}, which is no table of the course" for name in set(tables) - set(table_names())
    ]
    if not _is_day(as_of):
        problems.append('the date the data hold for is missing or unclear: as_of="2025-12-31"')
    return problems


def picture(fig: Figure, pixels_per_inch: int = PIXELS_PER_INCH) -> bytes:
    """Return a figure as PNG and close it, so that the notebook does not draw it a second time.

    The same pixels as `fig.savefig` writes, in less time: that one draws each figure twice and packs it tighter.
    """
    png, cut = _drawn(fig, pixels_per_inch)
    if cut:
        raise ValueError(cut)
    return png


def _drawn(fig: Figure, pixels_per_inch: int = PIXELS_PER_INCH) -> tuple[bytes, str]:
    """Return a figure as PNG, closed, and what is wrong with it once it is drawn ("" if nothing is).

    A title that is too long for one line gets a second one.
    """
    stream = io.BytesIO()
    fig.set_dpi(pixels_per_inch)
    _draw(fig, stream)
    if cut := _cut_titles(fig):
        for text in cut:
            text.set_text("\n".join(textwrap.wrap(text.get_text(), 1 + len(text.get_text()) // 2)))
        stream = io.BytesIO()
        _draw(fig, stream)
        cut = _cut_titles(fig)
    plt.close(fig)
    fig.set_dpi(pixels_per_inch)  # closing sets it back; places of texts are measured in pixels of the picture
    problem = f"The title {cut[0].get_text()!r} is cut at the edge of the picture: shorten it" if cut else ""
    return stream.getvalue(), problem


def _draw(fig: Figure, stream: io.BytesIO) -> None:
    FigureCanvasAgg(fig).print_png(stream, metadata={"Software": None}, pil_kwargs={"compress_level": 3})


def _cut_titles(fig: Figure) -> list[Text]:
    """Return the titles of a figure, drawn, that do not lie within it."""
    return [text for axes in fig.axes for text in (axes.title, axes._left_title) if not _inside(text, fig)]


def _inside(text: Text, fig: Figure) -> bool:
    """Say whether a text, drawn, lies within the width of its figure."""
    if not text.get_text():
        return True
    box = text.get_window_extent()
    return box.x0 >= 0 and box.x1 <= fig.bbox.x1


def in_english(day: date) -> str:
    """Return a day as 2 December 2004, whatever the language of the computer."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def words(description: str, source: str, as_of: str) -> tuple[str, str]:
    """Return the two paragraphs under a chart: the description, and the source with the date."""
    tidy = " ".join(textwrap.dedent(description).split())
    return f"{IN_WORDS} {tidy}", f"{SOURCE} {source}. Data as of {in_english(date.fromisoformat(as_of))}."


def alternative(fig: Figure) -> str:
    """Return the alternative text of a chart: its title, since its description stands under it for everybody."""
    titles = [fig.get_suptitle(), *(axes.get_title() or axes.get_title(loc="left") for axes in fig.axes)]
    title = next((" ".join(one.split()) for one in titles if one), "a chart without a title")
    return f"Chart: {title}. Described in the words below."


def check_figure(fig: Figure, description: str, source: str, as_of: str) -> None:
    """Raise ValueError if the chart or its words lack something that a reader needs."""
    if not isinstance(fig, Figure):
        raise TypeError(
            f"show() and explore() draw a matplotlib figure, and this is a {type(fig).__name__}: "
            "begin with fig, ax = plt.subplots() and give fig"
        )
    problems = text_problems(description, source, as_of) + _axis_problems(fig)
    if problems:
        plt.close(fig)
        raise ValueError("This chart is not ready for readers: " + "; ".join(problems))


def show(fig: Figure, *, description: str, source: str, as_of: str) -> None:
    """Put a chart on the page, and under it in plain sight its description, its source and its date.

    The picture is a PNG, because JupyterLab hides HTML pictures in a notebook that it does not trust yet.

    Parameters
    ----------
    fig
        The figure. It needs a title, and a label with a unit on each axis of numbers.
    description
        What the chart says, in words, with the numbers taken from the data: it stands for the picture where the
        picture cannot be seen, and it is what the tests compare.
    source
        The table or tables the chart is drawn from, such as "observers.csv (UN documents and press items)".
    as_of
        The day the data hold for, as an ISO date such as "2025-12-31".

    Raises
    ------
    TypeError, ValueError
        If `fig` is no figure, or if something that a reader needs is missing; the message says what.
    """
    check_figure(fig, description, source, as_of)
    in_words, origin = words(description, source, as_of)
    _put(fig, picture(fig), (in_words, origin))


def show_draft(fig: Figure, *, description: str, source: str, as_of: str) -> None:
    """Put a learner's own chart on the page in any case, and say under it what a reader still misses.

    The arguments are those of `show`. Three dots are words that are not written yet.
    """
    written = "" if description is ... else str(description).strip()
    for text in (text for axes in fig.axes for text in (axes.title, axes._left_title)):
        text.set_text(text.get_text() if text.get_text().strip(".") else "")
    missing = text_problems(written.strip("."), source, as_of) + _axis_problems(fig)
    if written.strip(".") and not re.search(r"\d", written):
        missing.append("the description names no number")
    png, cut = _drawn(fig)
    missing += [cut] if cut else []
    paragraphs = list(words(written if written.strip(".") else NO_WORDS, source, as_of if _is_day(as_of) else NO_DAY))
    if missing:
        paragraphs.append(f"A reader of your chart still misses something: {'; '.join(missing)}.")
    _put(fig, png, paragraphs)


def _is_day(as_of: str) -> bool:
    """Say whether a text is a day, as in 2025-12-31."""
    try:
        return bool(date.fromisoformat(as_of))
    except (TypeError, ValueError):
        return False


def _put(fig: Figure, png: bytes, paragraphs: Sequence[str]) -> None:
    """Put a picture on the page, and under it some paragraphs, of which the first says what it shows."""
    width, height = (round(inches * SHOWN_PER_INCH) for inches in fig.get_size_inches())
    bundle = {"image/png": base64.b64encode(png).decode(), "text/plain": paragraphs[0]}
    display(bundle, metadata={"image/png": {"width": width, "height": height, "alt": alternative(fig)}}, raw=True)
    markdown = "\n\n".join(re.sub(r"([*_$<`\\])", r"\\\1", paragraph) for paragraph in paragraphs)
    display({"text/markdown": markdown, "text/plain": "\n\n".join(paragraphs)}, raw=True)
