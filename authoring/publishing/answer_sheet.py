"""The answers for teachers, as one page to print: the key, what learners answer, why, and what they get to read.

Everything comes from its one source: tasks, solutions and the verdict on them from solutions/, misconceptions and the
codes that show them from coursekit/exercises/, other answers from authoring/answer_bank/, and the verdicts from check().
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import jinja2
import numpy as np
import pandas as pd
from nbformat import NotebookNode

from authoring.answer_bank import answers_to, checked, value_of
from authoring.keeping.exercises import solution_of
from authoring.notebooks import printed, read
from authoring.publishing.pages import NOTEBOOKS, ROOT, TEMPLATES, block_html, finished, title_of
from coursekit.verdicts import RIGHT, expected, verdict

SOLUTIONS = ROOT / "solutions"
LONGEST = 210  # characters of an answer on the first page: two lines


@dataclass(frozen=True)
class Mistake:
    """Answers that get one verdict: their code and the misconception behind each, the kind of verdict and its message."""

    answers: list[tuple[str, str]]
    kind: str
    message: str


@dataclass(frozen=True)
class Exercise:
    """One exercise: its number, the answer in short, its heading, its task as HTML, the key's code, the verdict on it, other right answers, the mistakes."""

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


def mistakes_of(number: str) -> list[Mistake]:
    """Run and judge the wrong answers to an exercise; those that get the same verdict stand together."""
    together: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for answer in answers_to(number):
        if answer.kind != RIGHT:
            kind, message, _ = verdict(number, value_of(number, answer.code))
            together.setdefault((kind, message), []).append((answer.code, answer.because))
    return [Mistake(answers, *judged) for judged, answers in together.items()]


def task_of(cells: list[NotebookNode], number: str) -> tuple[str, str]:
    """Return the heading of an exercise and its task as HTML, without hints and links."""
    begins = re.compile(rf"(?:^#+ |\*\*)([^\W\d_]+ {re.escape(number)}\b.*)", re.DOTALL | re.MULTILINE)
    texts = (cell.source for cell in cells if cell.cell_type == "markdown")
    heading, _, task = next(found[1] for found in map(begins.search, texts) if found).partition("\n")
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
        if checked(cell)[0]:
            number, said = checked(cell)[0], printed(cell)
            found[number] = ("\n\n".join(filter(None, waiting)), said)
            waiting = []
    if number:
        found[number] = ("\n\n".join(filter(None, [found[number][0], *waiting])), said)
    return found


def lesson_of(key: Path) -> Lesson:
    """Return the exercises of a lesson from its key; the answers of learners run in the unsolved notebook."""
    cells = read(key).cells
    exercises = []
    for number, (code, said) in keys_of(cells).items():
        right = [answer.code for answer in answers_to(number) if answer.kind == RIGHT]
        if not code:  # the exercise inside lesson 00 has no key: the first right answer of the bank is one
            code, *right = right
            said = " ".join((number, *verdict(number, value_of(number, code))[:2]))
        also = [answer for answer in right if answer.strip() != code.strip()]
        value, unit = in_one_line(value_of(number, code)), expected(number).unit
        value += f" ({unit})" if unit and ":" in value else f" {unit}"  # one unit for the numbers of several groups
        value = textwrap.shorten(value, LONGEST, placeholder=" ... (whole: see below)")
        task = task_of(cells, number)
        exercises.append(Exercise(number, value, *task, code, " ".join(said.split()), also, mistakes_of(number)))
    return Lesson(title_of(read(key), key)[0], exercises)


def lessons() -> Iterator[Lesson]:
    """Yield all lessons that have exercises, lesson 00 first."""
    first = next(NOTEBOOKS.glob("00_*.ipynb"))
    yield lesson_of(first)
    for key in sorted(SOLUTIONS.glob("*.ipynb")):
        yield lesson_of(key)


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
