"""The answers for teachers, as one page to print: the key, what learners answer, why, and what they get to read.

Everything comes from its one source: tasks, solutions and the verdict on them from solutions/, the answers of learners
and the misconceptions behind them from tests/answer_bank/, and the verdicts from check() itself.
"""

import contextlib
import importlib
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd
from nbformat import NotebookNode

from authoring.keeping.exercises import solution_of
from authoring.notebooks import read
from authoring.publishing.pages import NOTEBOOKS, ROOT, TEMPLATES, block_html, finished, title_of
from coursekit.verdicts import RIGHT, verdict

SOLUTIONS, EXERCISES, TESTS = ROOT / "solutions", ROOT / "exercises", ROOT / "tests"
_CHECK = re.compile(r'^check\("([\d.]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Mistake:
    """Answers that get one verdict: their code and the misconception behind each, the kind of verdict and its message."""

    answers: list[tuple[str, str]]
    kind: str
    message: str


@dataclass(frozen=True)
class Exercise:
    """One exercise: its number, the answer in one line, its heading, its task as HTML, the key's code, the verdict on it, other right answers, the mistakes."""

    number: str
    value: str
    heading: str
    task: str
    key: str
    verdict: str
    also_right: list[str]
    mistakes: list[Mistake]


@dataclass(frozen=True)
class Lesson:
    """The exercises of one lesson, under its title."""

    title: str
    exercises: list[Exercise]


@cache
def bank_of(number: str) -> list:
    """Return the answers to an exercise from the bank, which stands with the tests."""
    sys.path.insert(0, str(TESTS))
    try:
        return importlib.import_module(f"answer_bank.lesson_{int(number.split('.')[0]):02}").BANK[number]
    finally:
        sys.path.remove(str(TESTS))


def checked(cell: NotebookNode) -> str:
    """Return the number of the exercise that a cell checks, or an empty text."""
    found = _CHECK.search(cell.source) if cell.cell_type == "code" else None
    return found[1] if found else ""


def names_before(cells: list[NotebookNode]) -> dict:
    """Run cells quietly, without those that check, draw or explore, and return the names that they give."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), pd.option_context("display.max_colwidth", None):
        for cell in cells:
            if cell.cell_type == "code" and not re.search(r"^check\(|show\(|explore\(", cell.source, re.MULTILINE):
                exec(cell.source, names)
    return names


def given(code: str, names: dict) -> object:
    """Run an answer with copies of the tables that its notebook has, and return the value that it gives."""
    tables = (pd.DataFrame, pd.Series)
    mine = {name: value.copy() if isinstance(value, tables) else value for name, value in names.items()}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(code, mine)
    return mine[re.findall(r"^(\w+) =", code, re.MULTILINE)[-1]]


def mistakes_of(number: str, names: dict) -> list[Mistake]:
    """Run and judge the wrong answers in the bank; those that get the same verdict stand together."""
    together: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for answer in bank_of(number):
        if answer.kind != RIGHT:
            judged = verdict(number, given(answer.code, names))[:2]
            together.setdefault(judged, []).append((answer.code, answer.because))
    return [Mistake(answers, *judged) for judged, answers in together.items()]


def task_of(cells: list[NotebookNode], number: str) -> tuple[str, str]:
    """Return the heading of an exercise and its task as HTML, without hints and links."""
    source = next(cell.source for cell in cells if cell.cell_type == "markdown" and f"Exercise {number}" in cell.source)
    heading, _, task = source[source.index(f"Exercise {number}") :].partition("\n")
    if "**" in heading:  # inside lesson 00 the heading begins a paragraph
        heading, _, task = heading.replace("**", "").partition(". ")
    return heading, str(finished(block_html(task.strip()), lambda place: None))


def keys_of(solved: list[NotebookNode]) -> dict[str, tuple[str, str]]:
    """Return for each exercise of a key its solution (what follows the last check belongs to it) and the verdict."""
    found: dict[str, tuple[str, str]] = {}
    waiting: list[str] = []
    number = said = ""
    for cell in solved:
        waiting.append(solution_of(cell.source))
        if checked(cell):
            number, said = checked(cell), "".join(output.get("text", "") for output in cell.outputs)
            found[number] = ("\n\n".join(filter(None, waiting)), said)
            waiting = []
    if number:
        found[number] = ("\n\n".join(filter(None, [found[number][0], *waiting])), said)
    return found


def lesson_of(key: Path, unsolved: Path) -> Lesson:
    """Return the exercises of a lesson from its key; the answers of learners run in the unsolved notebook."""
    solved, cells = read(key), read(unsolved).cells
    keys = keys_of(solved.cells)
    exercises = []
    for place, cell in enumerate(cells):
        number = checked(cell)
        if not number:
            continue
        code, said = keys[number]
        names = names_before(cells[: place - 1])
        right = [answer.code for answer in bank_of(number) if answer.kind == RIGHT]
        if not code:  # the exercise inside lesson 00 has no key: the first right answer of the bank is one
            code, *right = right
            said = " ".join((number, *verdict(number, given(code, names))[:2]))
        also = [answer for answer in right if answer.strip() != code.strip()]
        task = task_of(solved.cells, number)
        value = in_one_line(given(code, names))
        exercises.append(Exercise(number, value, *task, code, " ".join(said.split()), also, mistakes_of(number, names)))
    return Lesson(title_of(solved, key)[0], exercises)


def lessons() -> Iterator[Lesson]:
    """Yield all lessons that have exercises, lesson 00 first."""
    first = next(NOTEBOOKS.glob("00_*.ipynb"))
    yield lesson_of(first, first)
    for key in sorted(SOLUTIONS.glob("*.ipynb")):
        yield lesson_of(key, EXERCISES / key.name)


def in_one_line(value: object) -> str:
    """Return the value of an answer as a teacher reads it: 76.6, or names, or a number or word for each name."""
    if isinstance(value, pd.Series):
        has_names = value.index.dtype == object or str(value.index.dtype).startswith("str") or value.index.name
        value = value.to_dict() if has_names and pd.api.types.is_numeric_dtype(value) else list(value)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {in_one_line(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple, set, np.ndarray, pd.Index)):
        return ", ".join(in_one_line(part) for part in value)
    if isinstance(value, (float, np.floating)):
        return f"{value:.10g}" if float(value).is_integer() else f"{value:.4f}".rstrip("0")
    return str(value)


def html_of() -> str:
    """Return the sheet as HTML."""
    loader = jinja2.FileSystemLoader(TEMPLATES / "handouts")
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("answers.html.j2")
    return template.render(lessons=list(lessons()))
