"""Put the learner's cells into the frame of the key.

The frame is the key's notebook: its set-up, its helper cells, its check cells with their stored outputs. Where the key
has a solution, the learner's cells stand instead, whatever happened to them: they are found by the id of the cell, or
by the name that the answer must have, or by the number of the exercise.
"""

from dataclasses import dataclass, field

import nbformat

from authoring.keeping.exercises import is_stub
from authoring.marking.places import checked, key_of, slots_of, sort_cells
from authoring.marking.shapes import Cell

IGNORE = {"tags": ["nbval-ignore-output", "raises-exception"]}
GUARD = "authoring.marking.guard"


@dataclass
class Framed:
    """The notebook to run, what each of its code cells is, and what is to be said about the learner's file.

    `roles` has a pair for each code cell, in order: what it is ("guard", "frame", "stub", "learner", "check"), and the
    number of its exercise, if any.
    """

    notebook: nbformat.NotebookNode
    roles: list[tuple[str, str | None]]
    remarks: dict[str, list[str]] = field(default_factory=dict)


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
