"""Say for each cell of a learner where in the key's notebook it belongs.

Whatever happened to a cell, it is found by its id, or by the name that the answer must have, or by the number of the
exercise.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache

import nbformat

from authoring.keeping.exercises import SOLUTIONS, solution_of, stub
from authoring.marking.shapes import Cell
from authoring.notebooks import read

CHECK = re.compile(r"""check\(\s*["']?(\d\.\d)\b""")


@dataclass
class Slot:
    """One answer cell of the key: its id, the exercise it belongs to (None: not marked), the name it must give."""

    id: str
    number: str | None
    stub: str
    name: str


@cache
def key_of(lesson: str) -> nbformat.NotebookNode:
    """Return the key of a lesson, such as "02"."""
    return read(next(SOLUTIONS.glob(f"{lesson}_*.ipynb")))


def checked(source: str) -> str | None:
    """Return the number that a cell checks, or None."""
    found = CHECK.search(source)
    return found and found.group(1)


@cache
def slots_of(lesson: str) -> tuple[Slot, ...]:
    """Return the answer cells of a key, in order."""
    slots, waiting = [], []
    for cell in key_of(lesson).cells:
        if cell.cell_type != "code":
            continue
        solution = solution_of(cell.source)
        if solution:
            line = stub(solution)
            waiting.append(Slot(cell.id, None, line, line.split(" =")[0]))
            slots.append(waiting[-1])
        elif checked(cell.source):
            for slot in waiting:
                slot.number = checked(cell.source)
            waiting = []
    return tuple(slots)


def numbers_of(lesson: str) -> list[str]:
    """Return the numbers of the exercises of a lesson, in order."""
    return list(dict.fromkeys(slot.number for slot in slots_of(lesson) if slot.number))


def names_given(source: str) -> set[str]:
    """Return the names that a cell gives a value to, even where the cell has a mistake in its grammar."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set(re.findall(r"^(\w+)\s*=(?!=)", source, re.MULTILINE))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


@dataclass(frozen=True)
class Place:
    """Where a cell of the learner goes: before the check of a slot, after it, or to the set-up (slot None)."""

    slot: Slot | None
    after_check: bool = False
    named: bool = False  # the cell gives the answer's name a value


def _section(cell: Cell, numbers: list[str]) -> str | None:
    """Return the exercise whose text or check a cell is, or None."""
    by_id = re.match(r"ex-(\d)-(\d)", cell.id)
    if by_id:
        number = ".".join(by_id.groups())
        return number if number in numbers else None
    found = re.search(r"^#+\s*Exercise\s+(\d\.\d)\b", cell.source, re.MULTILINE) if cell.kind == "markdown" else None
    number = found.group(1) if found else checked(cell.source) if cell.kind == "code" else None
    return number if number in numbers else None


def sort_cells(cells: list[Cell], lesson: str) -> tuple[list[tuple[Cell, Place]], dict[str, list[str]]]:
    """Say for each cell that is the learner's own where in the frame it goes; and what is odd about the file.

    Order of evidence: the id of the cell; the name it gives, if that is an answer's; the number of an exercise in it;
    the exercise under whose heading it stands. Remarks are by exercise, under "" for the file as a whole.
    """
    key = {cell.id: cell for cell in key_of(lesson).cells}
    numbers = numbers_of(lesson)
    answer_cells = {slot.id: slot for slot in slots_of(lesson)}
    placed: list[tuple[Cell, Place]] = []
    remarks: dict[str, list[str]] = {}
    section, passed_check = None, False
    for cell in cells:
        own = _section(cell, numbers)
        if own and own != section:
            section, passed_check = own, False
        known = key.get(cell.id)
        if cell.kind != "code":
            if cell.id in answer_cells and cell.source.strip():
                _add(remarks, answer_cells[cell.id].number, TEXT_CELL)
            elif own and cell.id == f"ex-{own.replace('.', '-')}" and _differs(cell, known):
                _add(remarks, own, OLD_TEXT)
        elif cell.id in answer_cells:
            placed.append((cell, Place(answer_cells[cell.id])))
        elif _is_check(cell, known):
            passed_check = passed_check or checked(cell.source) == section
            if known is not None and _differs(cell, known):
                _add(remarks, checked(known.source), CHECK_CHANGED)
        elif cell.source.strip() and (known is None or _differs(cell, known)):
            place = _place_of(cell, lesson, section, passed_check)
            if known is None or place.named:  # a helper cell of the frame that gives no answer: the key's own is run
                placed.append((cell, place))
    return placed, remarks


TEXT_CELL = "The answer cell is a text cell, so it was not run. Make it a code cell (Esc, then Y)."
OLD_TEXT = "The text of this exercise differs from the course's: perhaps an older copy."
CHECK_CHANGED = "The check cell was changed; the course's own was used. An answer belongs into the cell above it."


def _add(remarks: dict[str, list[str]], number: str | None, text: str) -> None:
    """Add a remark on an exercise, once."""
    said = remarks.setdefault(number or "", [])
    if text not in said:
        said.append(text)


def _is_check(cell: Cell, known: nbformat.NotebookNode | None) -> bool:
    """Say whether a cell is one of the course's checks, or only checks: it gives no name a value."""
    if known is not None:
        return checked(known.source) is not None
    return checked(cell.source) is not None and not names_given(cell.source)


def _place_of(cell: Cell, lesson: str, section: str | None, passed_check: bool) -> Place:
    """Return where a cell goes that the course does not know."""
    last_slot = {slot.number: slot for slot in slots_of(lesson) if slot.number}
    given = names_given(cell.source)
    for slot in slots_of(lesson):
        if slot.name in given:
            return Place(slot, named=True)
    written = re.search(r"^\s*#.*?\b(\d\.\d)\b", cell.source, re.MULTILINE)
    for number in (checked(cell.source), written and written.group(1), section):
        if number in last_slot:
            return Place(last_slot[number], after_check=passed_check and number == section)
    return Place(None)


def _differs(cell: Cell, known: nbformat.NotebookNode) -> bool:
    """Say whether a cell is no longer what the course has there, apart from spaces."""
    return cell.source.split() != known.source.split()
