"""Answers that learners give to each exercise, as they type them: for the tests, and for the teacher's pages.

Right answers that look different and answers of the wrong kind stand here, one module a lesson. Those that show a
misconception stand beside the exercise (coursekit/exercises), as the codes of its mistakes. Each answer runs after the
cells before it in its notebook; its last line gives the value, and the name that the notebook checks is put before it.
"""

import contextlib
import importlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import pandas as pd
from nbformat import NotebookNode

from authoring.notebooks import ROOT, read
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, exercise_numbers, expected, names_of

_CHECK = re.compile(r'^check\("([\d.]+)"', re.MULTILINE)
_NOT_NEEDED = re.compile(r"^check\(|show\(|explore\(", re.MULTILINE)


@dataclass(frozen=True)
class Answer:
    """One answer: the code, the kind of verdict it must get, a phrase of the message, and why learners give it.

    For a mistake whose message depends on the answer there is no phrase.
    """

    code: str
    kind: str
    says: str = ""
    because: str = ""


def checked(cell: NotebookNode) -> tuple[str, str]:
    """Return the number of the exercise that a cell checks and the name of its answer, or two empty texts."""
    found = _CHECK.search(cell.source) if cell.cell_type == "code" else None
    return (found[1], names_of(found[1])[-1]) if found else ("", "")


def lesson_of(number: str) -> str:
    """Return the lesson of an exercise in two digits, such as "02"."""
    return f"{int(number.partition('.')[0]):02}"


class Place(NamedTuple):
    """Where an answer stands: the code that a learner has run when it is due, and the name that it gets."""

    code_before: tuple[str, ...]
    name: str


@cache
def place_of(number: str) -> Place:
    """Return where the answer to an exercise stands, with earlier answers missing and nothing checked or drawn."""
    lesson = lesson_of(number)
    folder = "notebooks" if lesson == "00" or number.endswith(".0") else "exercises"  # checkpoints stand in the lesson
    cells = read(next((ROOT / folder).glob(f"{lesson}_*.ipynb"))).cells
    here = next(place for place, cell in enumerate(cells) if checked(cell)[0] == number)
    code = (cell.source for cell in cells[: here - 1] if cell.cell_type == "code")
    return Place(tuple(source for source in code if not _NOT_NEEDED.search(source)), checked(cells[here])[1])


@cache
def _names_before(number: str) -> dict:
    """Run the code before an answer quietly, and return the names that it gives."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), pd.option_context("display.max_colwidth", None):
        for source in place_of(number).code_before:
            exec(source, names)
    return names


def value_of(number: str, code: str) -> object:
    """Run an answer, as typed, with copies of the tables that its notebook has, and return the value that it gives."""
    tables = (pd.DataFrame, pd.Series)
    names = {name: one.copy() if isinstance(one, tables) else one for name, one in _names_before(number).items()}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, names)
    return names[place_of(number).name]


def typed(number: str, code: str) -> str:
    """Return the code of an answer as a learner types it: the name stands before the value, in the last line."""
    *before, value = code.split("\n")
    return "\n".join([*before, f"{place_of(number).name} = {value}"])


def changed(key: Mapping[str, str], **lines: object) -> str:
    """Return the code of an answer in lines that differs from the key in some; three dots stand as learners leave them."""
    return repr({**key, **lines}).replace("Ellipsis", "...")


@cache
def answers_to(number: str) -> tuple[Answer, ...]:
    """Return all answers to an exercise: right ones, mistakes, other wrong ones, and those that are not finished."""
    stored = importlib.import_module(f"{__name__}.lesson_{lesson_of(number)}").BANK[number]
    right = [Answer(typed(number, code), RIGHT) for code in stored[RIGHT]]
    mistakes = [
        Answer(typed(number, code), NEARLY, mistake.says if isinstance(mistake.says, str) else "", mistake.because)
        for mistake in expected(number).mistakes
        for code in mistake.codes
    ]
    others = [
        Answer(typed(number, code), kind, *words)
        for kind, answers in stored.items() if kind != RIGHT
        for code, *words in answers
    ]  # fmt: skip
    return (*right, *mistakes, *others, Answer(typed(number, "..."), NOT_YET, "three dots", "no answer yet"))


def bank(lesson: str) -> dict[str, tuple[Answer, ...]]:
    """Return all answers to the exercises of a lesson, by exercise; a checkpoint inside a lesson (2.0) is not handed in."""
    numbers = [number for number in exercise_numbers() if lesson_of(number) == lesson and not number.endswith(".0")]
    return {number: answers_to(number) for number in numbers}
