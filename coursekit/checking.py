"""check(): find the answer to an exercise among the learner's names, and print the verdict; never an exception."""

import html
import re
import sys
import textwrap
from collections.abc import Mapping
from difflib import get_close_matches
from types import FunctionType, ModuleType
from typing import Any

from IPython import get_ipython
from IPython.display import display

from coursekit import runs
from coursekit.lookalikes import alike
from coursekit.plain import Plain, plain
from coursekit.verdicts import (
    NEARLY,
    NOT_YET,
    RIGHT,
    WRONG_KIND,
    Verdict,
    exercise_numbers,
    expected,
    names_of,
    verdict,
)

COLUMNS = 84  # verdicts are folded at this width, so that a large font does not break them in odd places
VERDICT = "course-verdict"  # the course's extension of JupyterLab keeps stored ones silent when a notebook is opened
AGAIN = "run it, and run this cell again."


def _nearest(name: str, names: Mapping[str, Any]) -> str:
    """Return the name that a learner has given which is most like the one an answer must have, or an empty text."""
    ours = {one for number in exercise_numbers() for one in names_of(number)}
    ours |= set(runs.following.tables) if runs.following else set()
    others = (ModuleType, FunctionType, type)
    theirs = [
        one for one, value in names.items()
        if one not in ours and not one.startswith("_") and not issubclass(type(value), others)
    ]  # fmt: skip
    return next(iter(get_close_matches(name, theirs, 1, 0.75)), "")


def _only_looks_like(name: str, names: Mapping[str, Any]) -> str:
    """Return what is said where a newer name of the learner's only looks like the one that an answer must have."""
    other = next((one for one in names if alike(one, name)), "")
    if not other or (name in names and (runs.following is None or runs.following.is_older(other, name))):
        return ""
    return f"The name {name} is asked, and you have {other}. {alike(other, name)} Write {name} = in its cell, {AGAIN}"


def _unknown(name: str, names: Mapping[str, Any]) -> str:
    """Return what is said of a name that has no value yet, or an old one; an empty text if it has one to be judged."""
    following = runs.following
    is_old = following is not None and following.is_old(name)
    if looks := _only_looks_like(name, names):
        return looks
    if not is_old and names.get(name, ...) is not ...:
        return ""
    if following is not None and following.is_only_named(name):
        return f"One = gives a name its value: {name} = and your answer after it. Your cell has another sign there. Mend it, {AGAIN}"
    near = _nearest(name, names)
    if near and not (is_old and following.is_older(near, name)):
        so_far = "has no new value" if name in names else "does not exist yet"
        return f"The name {name} {so_far}, and you have {near}. If that is your answer, call it {name} in its cell, {AGAIN}"
    if is_old and following.ran_since(name):
        return (
            f"The last cell with {name} = ended with a red message, and no cell that ran after it gives {name} a value. "
            f"Write {name} = before your answer, {AGAIN}"
        )
    if is_old:
        return f"The cell with {name} = ended with a red message, so there is no new value to judge. Mend that cell, {AGAIN}"
    if name not in names:
        return f"The name {name} does not exist yet. Run the cell with {name} = first, then this cell again."
    return ""


def _judged(number: str, answer: Any, names: Mapping[str, Any]) -> Verdict:
    """Return the verdict on an answer, with what stands in the way if a table of the course is not what it was."""
    form = plain(answer)
    found = verdict(number, form)
    overwritten = runs.overwritten(names) if found.kind in (NEARLY, WRONG_KIND) else ""
    if overwritten and found.kind == NEARLY:
        return found._replace(message=overwritten)  # the reason for the answer may be this one
    further = f" {overwritten}" if overwritten else _hint(number, form) if found.kind == NEARLY else ""
    return found._replace(message=found.message + further)


def _of_names(number: str, names: Mapping[str, Any]) -> Verdict:
    """Return the verdict on the answer that stands among these names."""
    asked = names_of(number)
    is_same = runs.following is not None and runs.following.is_same_as_checked(number, asked)
    unknown = next(filter(None, (_unknown(name, names) for name in asked)), "")
    if unknown:
        return Verdict(NOT_YET, unknown)
    parts = [names[name] for name in asked]
    found = _judged(number, parts[0] if len(parts) == 1 else tuple(parts), names)
    reminder = f" No cell has given {asked[-1]} a value since the last check. Does your answer begin with {asked[-1]} = ? Run its cell first."
    return found._replace(message=found.message + reminder) if is_same and found.kind != RIGHT else found


_wrong: dict[str, set[Plain]] = {}  # the different wrong answers that check() has seen, by exercise


def _hint(number: str, form: Plain) -> str:
    """Return a space and the hint of an exercise where this is its third different wrong answer, or a later one."""
    before = _wrong.setdefault(number, set())
    before.add(form)
    hint = expected(number).hint
    return f" {hint}" if hint and len(before) > 2 else ""


def _number(written: Any) -> str:
    """Return the number of an exercise as it is kept, however a learner writes it: 2.1, " 2.1 ", "Exercise 2,1"."""
    text = written if isinstance(written, str) else str(written)[:100] if isinstance(written, (int, float)) else "?"
    inside = re.fullmatch(r"\D*(\d+)[.,](\d+)\W*", text)
    return ".".join(inside.groups()) if inside else text


def check(number: str = "", *answer: Any, **named: Any) -> None:
    """Print the verdict on the answer to an exercise.

    Parameters
    ----------
    number
        The number of the exercise, as text: "2.1".
    answer
        The answer, if it is not to be found by the name that the exercise gives it; several parts one after the other.
    """
    names = sys._getframe(1).f_globals
    answer = (*answer, *named.values())
    asked = _number(number)
    try:
        if not asked.strip():
            text = 'Say which exercise is to be checked, with its number in quotation marks: check("2.1").'
        else:
            given = answer[0] if len(answer) == 1 else answer
            kind, message, _ = _judged(asked, given, names) if answer else _of_names(asked, names)
            text = f"{asked} {kind} {message}"
    except KeyError as problem:
        text = problem.args[0]
    except OSError as problem:
        text = f"The tables of the course cannot be read ({problem}). Get a fresh copy of the course and keep your notebook."
    _say(text)


def _say(text: str) -> None:
    """Put a verdict on the page: a screen reader speaks it as it appears, and on a narrow page it breaks between words.

    Beside it stands the plain text, which is all that there is outside a notebook. Its first words are bold by <b>: in
    <strong> a screen reader takes them for a part of its own and speaks them twice.
    """
    folded = textwrap.fill(text, COLUMNS, break_long_words=False, break_on_hyphens=False)
    if not hasattr(get_ipython(), "kernel"):
        print(folded)
        return
    begins = re.match(r"(\d\.\d [^.]+\.)?", text).end()
    said = f"<b>{html.escape(text[:begins])}</b>{html.escape(text[begins:])}"
    page = f'<p class="{VERDICT}" aria-live="polite" style="max-width:52em;margin:4px 0">{said}</p>'
    display({"text/html": page, "text/plain": folded}, raw=True)
