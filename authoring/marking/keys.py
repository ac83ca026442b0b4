"""What the key of a lesson asks of a learner: the cells that are the learner's to fill, and the frame they stand in."""

import re
from dataclasses import dataclass
from functools import cache

import nbformat

from authoring.keeping.exercises import SOLUTIONS, solution_of, stub
from authoring.marking.statements import checked
from authoring.notebooks import read

OPEN_CELLS = {"ex-1-6-sentence": "1.6", "briefing-text": "6.4"} | {f"ex-{n}-6-chart": f"{n}.6" for n in range(2, 6)}


@dataclass(frozen=True)
class Slot:
    """A cell of the key that is the learner's to fill.

    `number` is the exercise that checks it (None: no check does), `reads` the exercise whose sentence, chart or text it
    is (None: no person reads it), `stub` what stands in a fresh copy, `name` what it must give a value (empty: nothing).
    """

    id: str
    number: str | None
    stub: str
    name: str
    reads: str | None = None


def lesson_name(lesson: str) -> str:
    """Return the name of a lesson's files, such as "02_observer_status"."""
    return next(SOLUTIONS.glob(f"{lesson}_*.ipynb")).stem


@cache
def key_of(lesson: str) -> nbformat.NotebookNode:
    """Return the key of a lesson, such as "02"."""
    return read(SOLUTIONS / f"{lesson_name(lesson)}.ipynb")


@cache
def slots_of(lesson: str) -> tuple[Slot, ...]:
    """Return what a learner fills in a lesson, in order."""
    code = [cell for cell in key_of(lesson).cells if cell.cell_type == "code"]
    slots = []
    for index, cell in enumerate(code):
        solution, reads = solution_of(cell.source), OPEN_CELLS.get(cell.id)
        if solution or reads:
            number = next((checked(later.source) for later in code[index:] if checked(later.source)), None)
            line = stub(solution) if solution else cell.source
            name = re.match(r"(\w*)", line).group(1)
            slots.append(Slot(cell.id, number, line, name, reads))
    return tuple(slots)


def numbers_of(lesson: str) -> list[str]:
    """Return the numbers of the exercises of a lesson, in order."""
    return list(dict.fromkeys(slot.number for slot in slots_of(lesson) if slot.number))


def is_lesson(lesson: str) -> bool:
    """Say whether there is a lesson of this number with exercises to hand in."""
    return any(SOLUTIONS.glob(f"{lesson}_*.ipynb")) and bool(numbers_of(lesson))


@cache
def texts_of(lesson: str) -> dict[tuple[str, ...], str]:
    """Return the id of each cell of a learner's copy by its words."""
    stubs = {slot.id: slot.stub for slot in slots_of(lesson)}
    return {tuple(stubs.get(cell.id, cell.source).split()): cell.id for cell in key_of(lesson).cells}


@cache
def frame_of(lesson: str) -> dict[str, str]:
    """Return the code of the key that is nobody's answer and no check, by id: set-up, helpers, charts without words."""
    code = {cell.id: cell.source for cell in key_of(lesson).cells if cell.cell_type == "code"}
    return {
        id: re.sub(r"^# ?", "", source, flags=re.MULTILINE) if id in OPEN_CELLS else source
        for id, source in code.items() if not solution_of(source) and not checked(source)
    }  # fmt: skip


@cache
def checks_of(lesson: str) -> dict[str, str]:
    """Return the exercise of each check cell of the key, by id."""
    return {cell.id: number for cell in key_of(lesson).cells if (number := checked(cell.source))}
