"""Put the learner's cells into the frame of the key.

The frame is the key's notebook: its set-up, its helper cells, its check cells with their stored outputs. Where the key
has a solution, the learner's cells stand instead, whatever happened to them: they are found by the id of the cell, or
by the name that the answer must have, or by the number of the exercise.
"""

import ast
import re
from dataclasses import dataclass, field
from functools import cache

import nbformat

from coursekit.author.exercises import SOLUTIONS, is_stub, solution_of, stub
from coursekit.author.marking.submissions import Cell
from coursekit.author.run import read

IGNORE = {"tags": ["nbval-ignore-output", "raises-exception"]}
CHECK = re.compile(r"""check\(\s*["']?(\d\.\d)\b""")
GUARD = "coursekit.author.marking.guard"


@dataclass
class Slot:
    """One answer cell of the key: its id, the exercise it belongs to (None: not marked), the name it must give."""

    id: str
    number: str | None
    stub: str
    name: str


@dataclass
class Framed:
    """The notebook to run, what each of its code cells is, and what is to be said about the learner's file.

    `roles` has a pair for each code cell, in order: what it is ("guard", "frame", "stub", "learner", "check"), and the
    number of its exercise, if any.
    """

    notebook: nbformat.NotebookNode
    roles: list[tuple[str, str | None]]
    remarks: dict[str, list[str]] = field(default_factory=dict)


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


@dataclass
class _Place:
    """Where a cell of the learner goes: before the check of a slot, after it, or to the set-up (slot None)."""

    slot: Slot | None
    after_check: bool = False


def _section(cell: Cell, numbers: list[str]) -> str | None:
    """Return the exercise whose text or check a cell is, or None."""
    by_id = re.match(r"ex-(\d)-(\d)", cell.id)
    if by_id:
        number = ".".join(by_id.groups())
        return number if number in numbers else None
    found = re.search(r"^#+\s*Exercise\s+(\d\.\d)\b", cell.source, re.MULTILINE) if cell.kind == "markdown" else None
    number = found.group(1) if found else checked(cell.source) if cell.kind == "code" else None
    return number if number in numbers else None


def sort_cells(cells: list[Cell], lesson: str) -> tuple[list[tuple[Cell, _Place]], dict[str, list[str]]]:
    """Say for each cell that is the learner's own where in the frame it goes; and what is odd about the file.

    Order of evidence: the id of the cell; the name it gives, if that is an answer's; the number of an exercise in it;
    the exercise under whose heading it stands.
    """
    key = {cell.id: cell for cell in key_of(lesson).cells}
    numbers = numbers_of(lesson)
    slots = slots_of(lesson)
    by_id = {slot.id: slot for slot in slots}
    last_slot = {slot.number: slot for slot in slots if slot.number}
    # An answer's name that two slots share, such as `verdicts` in two lessons, is never shared within one.
    by_name = {slot.name: slot for slot in slots}
    placed: list[tuple[Cell, _Place]] = []
    remarks: dict[str, list[str]] = {}

    def remark(number: str | None, text: str) -> None:
        if text not in remarks.setdefault(number or "", []):
            remarks[number or ""].append(text)

    section, passed_check = None, False
    for cell in cells:
        own = _section(cell, numbers)
        if own and own != section:
            section, passed_check = own, False
        known = key.get(cell.id)
        if cell.kind != "code":
            if cell.id in by_id and cell.source.strip():
                remark(
                    by_id[cell.id].number,
                    "The answer cell is a text cell, so it was not run. Make it a code cell (Esc, then Y).",
                )
            elif known is not None and cell.id == f"ex-{(section or '').replace('.', '-')}" and _differs(cell, known):
                remark(section, "The text of this exercise differs from the course's: perhaps an older copy.")
            continue
        if cell.id in by_id:
            slot = by_id[cell.id]
            placed.append((cell, _Place(slot)))
            continue
        number = checked(cell.source)
        if known is not None and not checked(known.source):
            continue  # a helper cell of the frame: the key's own is run
        if known is not None or (number and not _is_own_work(cell, by_name)):
            if number == section:
                passed_check = True
            if _differs(cell, known) if known is not None else False:
                remark(
                    number or section,
                    "The check cell was changed; the course's own was used. An answer belongs into the cell above it.",
                )
            continue
        if not cell.source.strip():
            continue
        named = next((by_name[n] for n in by_name if n in names_given(cell.source)), None)
        written = re.search(r"^\s*#.*?\b(\d\.\d)\b", cell.source, re.MULTILINE)
        mentioned = number or (written.group(1) if written and written.group(1) in numbers else None)
        if named is not None:
            placed.append((cell, _Place(named)))
        elif mentioned or section:
            where = mentioned or section
            placed.append((cell, _Place(last_slot[where], after_check=passed_check and where == section)))
        else:
            placed.append((cell, _Place(None)))
    return placed, remarks


def _is_own_work(cell: Cell, by_name: dict[str, Slot]) -> bool:
    """Say whether a cell that calls check also gives a value to something: an answer and its check in one cell."""
    return bool(names_given(cell.source))


def _differs(cell: Cell, known: nbformat.NotebookNode) -> bool:
    """Say whether a cell is no longer what the course has there, apart from spaces."""
    return cell.source.split() != _learners(known).split()


def _learners(cell: nbformat.NotebookNode) -> str:
    """Return a cell's source as it is in the learner's copy."""
    return cell.source


def _code(source: str, number: str | None, role: str) -> nbformat.NotebookNode:
    """Return a code cell that is run and not compared."""
    cell = nbformat.v4.new_code_cell(source, metadata={**IGNORE, "marking": {"role": role, "number": number}})
    cell.execution_count = 1  # nbval looks only at cells that were run
    return cell


def framed(cells: list[Cell], lesson: str) -> Framed:
    """Return the notebook that nbval is to run for this learner."""
    placed, remarks = sort_cells(cells, lesson)
    slots = {slot.id: slot for slot in slots_of(lesson)}
    out: list[nbformat.NotebookNode] = [
        _code(f"from {GUARD} import start as _start\n_start({lesson!r})", None, "guard")
    ]
    for cell in key_of(lesson).cells:
        if cell.cell_type != "code":
            continue
        slot, number = slots.get(cell.id), checked(cell.source)
        if slot:
            mine = [c for c, place in placed if place.slot is slot and not place.after_check]
            out.append(_code(slot.stub, slot.number, "stub"))
            out += [_code(c.source, slot.number, "learner") for c in mine if not is_stub(c.source)]
            _look_at(mine, slot, remarks)
        elif number:
            out.append(_check(cell, number))
            out += [
                _code(c.source, number, "after")
                for c, place in placed if place.slot and place.slot.number == number and place.after_check
            ]  # fmt: skip
        else:
            out.append(_code(cell.source, None, "frame"))
        if cell.id == "setup":
            out += [_code(c.source, None, "after") for c, place in placed if place.slot is None]
    notebook = nbformat.v4.new_notebook(cells=out, metadata=dict(key_of(lesson).metadata))
    roles = [(c.metadata.marking.role, c.metadata.marking.number) for c in out]
    return Framed(notebook, roles, remarks)


def _check(cell: nbformat.NotebookNode, number: str) -> nbformat.NotebookNode:
    """Return the key's check cell with the key's outputs: nbval compares it. Before it, what was bent is set right."""
    check = nbformat.from_dict(cell)
    check.source = f"from {GUARD} import check\n{cell.source}"
    check.metadata = {"marking": {"role": "check", "number": number}}
    return check


def _look_at(mine: list[Cell], slot: Slot, remarks: dict[str, list[str]]) -> None:
    """Add what a teacher wants to know about the learner's cells for one answer."""
    said = remarks.setdefault(slot.number or "", [])
    if not slot.number:
        return
    work = [cell for cell in mine if not is_stub(cell.source)]
    answers = [cell for cell in work if slot.name in names_given(cell.source)]
    if not mine:
        said.append(f"There is no answer cell. The answer must be called {slot.name}.")
    elif len(answers) > 1:
        said.append(f"{len(answers)} cells give {slot.name} a value; they were run in order, so the last one counts.")
    elif work and not answers:
        names = sorted(set().union(*(names_given(cell.source) for cell in work)))
        others = f" The cell gives a value to: {', '.join(names[:5])}." if names else ""
        said.append(f"The check looks for the name {slot.name}, and no cell gives it a value.{others}")
