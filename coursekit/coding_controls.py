"""The second coder: give each statement a code, and see as you go how far you agree with a coding made before."""

import html
from collections.abc import Callable

import ipywidgets as widgets
import pandas as pd
from IPython.display import display

from coursekit.coding import SAVED, Coding
from coursekit.controls import CONTROLS, SPOKEN

NOT_CODED = "not coded yet"


def _tables_that_fit(statements: pd.DataFrame, given: pd.DataFrame, codebook: pd.DataFrame) -> None:
    """Raise ValueError if a column is missing, a statement has no code, or a code is not in the codebook."""
    asked = {
        "statements": (statements, ["statement_id", "speaker", "paraphrase"]),
        "given": (given, ["statement_id", "code"]),
        "codebook": (codebook, ["code", "counts_as"]),
    }
    for name, (table, columns) in asked.items():
        missing = [column for column in columns if column not in table]
        if missing:
            raise ValueError(f"The table {name} has no column {', '.join(missing)}")
    without = set(statements["statement_id"]) ^ set(given["statement_id"])
    if without or given["statement_id"].duplicated().any():
        raise ValueError(f"Each statement needs one given code: look at {', '.join(sorted(without)) or 'doubled rows'}")
    unknown = set(given["code"]) - set(codebook["code"])
    if unknown:
        raise ValueError(f"The codebook does not explain: {', '.join(sorted(unknown))}")


def _paragraph(text: str, lines: int = 1) -> str:
    """Return a text as HTML with room for some lines."""
    look = f"font-size:14px;line-height:1.5;max-width:52em;min-height:{1.5 * lines}em;margin:4px 0"
    return f'<p style="{look}">{text}</p>'


def _view(coding: Coding, texts: dict[str, str], codebook: dict[str, str]) -> widgets.VBox:
    """Return the controls: one statement at a time, a list of codes, how far the two codings agree, save and load."""
    wide = {"description_width": "initial"}
    order = list(texts)
    first = next((one for one in order if coding.code_of(one) is None), order[0])
    statement = widgets.Dropdown(
        description="Statement", options=order, value=first, style=wide, layout={"width": "max-content"}
    )
    code = widgets.Dropdown(
        description="Your code", options=[NOT_CODED, *codebook], style=wide, layout={"width": "max-content"}
    )
    back, forth, save, load = (
        widgets.Button(description=words, layout={"width": "max-content"})
        for words in ("Previous statement", "Next statement", "Save my coding", "Load my coding")
    )
    text, state, message = widgets.HTML(), widgets.HTML(), widgets.HTML()
    for said in (text, state, message):
        said.add_class(SPOKEN)
    meanings = "".join(f"<li><b>{html.escape(c)}</b>: {html.escape(m)}</li>" for c, m in codebook.items())
    book = widgets.HTML(f'<ul style="font-size:14px;line-height:1.5;margin:4px 0;padding-left:1.4em">{meanings}</ul>')

    def refresh() -> None:
        here = statement.value
        text.value = _paragraph(f"<b>{here}</b> {html.escape(texts[here])}", lines=2)
        code.value = coding.code_of(here) or NOT_CODED
        state.value, message.value = _paragraph(html.escape(coding.in_words()), lines=2), ""

    def choose(change: dict) -> None:
        chosen = None if change["new"] == NOT_CODED else change["new"]
        if chosen != coding.code_of(statement.value):
            coding.set(statement.value, chosen)
            kept = coding.saved()
            if not kept.startswith(SAVED):
                message.value = _paragraph(html.escape(kept))

    def step(by: int) -> Callable:
        def go(_button: widgets.Button) -> None:
            place = order.index(statement.value) + by
            if 0 <= place < len(order):
                statement.value = order[place]
            else:
                message.value = _paragraph(f"{statement.value} is the {'first' if by < 0 else 'last'} statement.")

        return go

    def say(act: Callable[[], str]) -> Callable:
        def on_click(_button: widgets.Button) -> None:
            message.value = _paragraph(html.escape(act()))

        return on_click

    statement.observe(lambda _change: refresh(), names="value")
    code.observe(choose, names="value")
    back.on_click(step(-1))
    forth.on_click(step(1))
    save.on_click(say(coding.saved))
    load.on_click(say(coding.loaded))
    coding.on_change = refresh
    refresh()
    steps, files = (widgets.Box(pair, layout={"flex_flow": "row wrap"}) for pair in ((back, forth), (save, load)))
    return widgets.VBox([statement, text, code, steps, state, book, files, message])


def coder(
    statements: pd.DataFrame, given: pd.DataFrame, codebook: pd.DataFrame, file: str = "my_coding_2019.csv"
) -> Coding:
    """Put a tool on the page with which a reader codes statements, and return the coding.

    Each choice is kept at once in the file, and taken up again after a restart. A reader without a running kernel sees the statements and the codes.

    Parameters
    ----------
    statements
        The columns `statement_id`, `speaker` and `paraphrase`.
    given
        The coding to compare with: `statement_id` and `code`, one row for each statement.
    codebook
        The columns `code` and `counts_as`.
    file
        The name of the file beside the notebook for `save` and `load`.

    Raises
    ------
    ValueError
        If the tables do not fit each other; the message says where.
    """
    _tables_that_fit(statements, given, codebook)
    codes = dict(zip(given["statement_id"], given["code"], strict=True))
    meanings = dict(zip(codebook["code"], codebook["counts_as"], strict=True))
    texts = {
        row.statement_id: f"({row.speaker}): {row.paraphrase}"
        for row in statements[["statement_id", "speaker", "paraphrase"]].itertuples(index=False)
    }
    coding = Coding(list(meanings), {statement: codes[statement] for statement in texts}, file)
    coding.take_up()
    box = _view(coding, texts, meanings)
    lines = [f"- {statement} {text}" for statement, text in texts.items()]
    lines += ["", "The codes:", "", *(f"- {code}: {meaning}" for code, meaning in meanings.items())]
    still = "\n".join(["The statements:", "", *lines])
    folded = f"<details><summary>The statements and the codes</summary>\n\n{still}\n\n</details>"
    display({**box._repr_mimebundle_(), "text/plain": still, "text/markdown": folded}, raw=True)
    note = (
        f"{CONTROLS} Statement, Your code, Previous, Next, Save, Load. If they are not above, or do nothing: choose Run, "
        "then Run All Cells, and use them then."
    )
    display({"text/markdown": note, "text/plain": note}, raw=True)
    return coding
