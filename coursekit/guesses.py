"""A guess before the result: asked with a control, kept, and set against the result in one sentence.

Nobody is judged: a guess is there to be surprised by. It is kept until the kernel restarts, also when its cell is run
again. Without a kernel, and on paper, the question stands with its choices and a line to write on.
"""

import html
import re
import textwrap
from collections.abc import Sequence
from numbers import Real

import ipywidgets as widgets
from IPython.display import display

from coursekit.controls import GROUP, SPOKEN

FIRST, MINE = "Guess first:", "My guess:"
_COLUMNS = 84  # as verdicts
HOW = "Run this cell (Shift+Enter) to guess here; on paper, write on the line."
_NUMERALS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NEXT = "<p>Then press Enter, or click into the next cell, and run that cell (Shift+Enter).</p>"
_MISSING = "<p><strong>No guess stands here yet.</strong> The result is under the next cell. With a guess, run that cell again.</p>"
_kept: dict[str, str] = {}  # what was guessed, by the name of the guess
_lines: dict[str, widgets.HTML] = {}  # the line under each control: what to do next, or that the guess is missing


def guess(name: str, question: str, choices: Sequence[str] | None = None) -> None:
    """Put a question on the page with a control for the reader's guess, which `compare_guess` meets again.

    Parameters
    ----------
    name
        What the lesson calls this guess. The result's cell gives the same name to `compare_guess`.
    question
        One question that the text before does not answer.
    choices
        The guesses to choose from. Without them a number, or a few words, are typed.
    """
    before = _kept.get(name)
    if choices:
        options = list(choices)
        control = widgets.RadioButtons(options=options, value=before if before in options else None)
    else:
        control = widgets.Text(value=before or "", placeholder="a number or a few words")
    control.description = "Your guess:"
    control.layout = {"width": "max-content"}
    control.style = {"description_width": "initial"}
    line = _lines[name] = widgets.HTML(_NEXT)
    line.add_class(SPOKEN)

    def keep(change: dict) -> None:
        _kept[name], line.value = change["new"] or "", _NEXT

    control.observe(keep, names="value")
    heading = widgets.HTML(f"<p><strong>Guess first:</strong> {html.escape(question)}</p>")
    box = widgets.VBox([heading, control, line])
    box.add_class(GROUP)
    lines = [f"- {choice}" for choice in choices or ()] + ["", f"{MINE} " + "_" * 40, "", HOW]
    text = "\n".join([f"{FIRST} {question}", "", *lines])
    markdown = re.sub(r"([*_$<`\\])", r"\\\1", text).replace(FIRST, f"**{FIRST}**", 1)
    display({**box._repr_mimebundle_(), "text/markdown": markdown, "text/plain": text}, raw=True)


def compare_guess(name: str, result: object) -> None:
    """Print one sentence that sets the guess of this name against the result, a number or words.

    It stands in the cell that shows the result. If nothing was guessed, nothing is printed, so that the stored result is
    the same for everybody; the line under the control says then that the guess is missing.
    """
    guessed = _kept.get(name, "").strip()
    if not guessed:
        if name in _lines:
            _lines[name].value = _MISSING
        return
    given, wanted = _number(guessed), _number(result)
    as_number = given is not None and wanted is not None
    said = f"{given:.10g}" if as_number else guessed
    so = given == wanted if as_number else guessed.casefold() == str(result).casefold()
    found = f"{wanted:.10g}" if wanted is not None else result
    sentence = f"Your guess: {said}. The result is the same." if so else f"Your guess: {said}. The result: {found}."
    print(textwrap.fill(sentence, _COLUMNS))


def _number(value: object) -> float | None:
    """Return a number, or the only one in a text ("about 1,200 states"); None if there is none, or more than one."""
    if isinstance(value, Real):
        return float(value)
    if str(value).casefold() in _NUMERALS:
        return float(_NUMERALS.index(str(value).casefold()))
    found = re.findall(r"-?\d+(?:[.,]\d+)*", str(value))
    if len(found) != 1:
        return None
    plain = re.sub(r",(?=\d{3}(?!\d))", "", found[0]).replace(",", ".")
    return float(plain) if plain.count(".") < 2 else None
