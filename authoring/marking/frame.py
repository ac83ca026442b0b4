"""Put the learner's cells into the frame of the key: the steps that are run, and where each answer is taken.

The frame is the key's notebook: its set-up and its helper cells. Where the key has a solution, the learner's cells
stand instead; where it has a check, the answer is taken out. Nothing of a solution and no check goes into the steps.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from authoring.keeping.exercises import is_stub
from authoring.marking.keys import key_of, slots_of
from authoring.marking.places import open_work, sort_cells
from authoring.marking.shapes import Cell
from authoring.marking.statements import checked
from coursekit.verdicts import names_of

LONGEST = 4_000  # characters of a learner's cells that a reader gets


class Step(NamedTuple):
    """One step of a plan.

    `role` is "frame" (a cell of the course), "stub" (the dots that stand for an answer), "learner" (a cell for an
    answer), "after" (a learner's cell that no answer depends on) or "take": then `source` has the names, with spaces
    between, whose values are the answer to exercise `number`.
    """

    role: str
    number: str | None
    source: str


@dataclass
class Plan:
    """What is to be run for a learner's notebook, and what is already known of it.

    `to_read` is the exercise of which a person reads a sentence, a chart or a text, and `text` what was written for it
    (empty: not begun). `typed` has the learner's cells by exercise, `remarks` what is odd, under "" for the whole file.
    """

    lesson: str
    steps: list[Step]
    to_read: str | None = None
    text: str = ""
    typed: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)


def plan(cells: list[Cell], lesson: str) -> Plan:
    """Return the plan for a learner's cells."""
    placed, remarks = sort_cells(cells, lesson)
    slots = {slot.id: slot for slot in slots_of(lesson)}
    read = open_work(placed, lesson)
    to_read, text = next(iter(read.items()), (None, ""))
    made = Plan(lesson, [], to_read, text[:LONGEST], remarks=remarks)
    left = [cell for cell in key_of(lesson).cells if checked(cell.source)]  # the checks that are still to come
    for cell in key_of(lesson).cells:
        if cell.cell_type != "code":
            continue
        slot, number = slots.get(cell.id), checked(cell.source)
        if slot:
            mine = [c for c, place in placed if place.slot == slot and not place.after_check and not is_stub(c.source)]
            made.steps += [Step("stub", slot.number, slot.stub)] if slot.name else []
            made.steps += [
                Step("learner" if slot.number else "after", slot.number or slot.reads, c.source) for c in mine
            ]
            if slot.number and mine:
                typed = "\n\n".join(filter(None, [made.typed.get(slot.number, ""), *(c.source.strip() for c in mine)]))
                made.typed[slot.number] = typed[:LONGEST]
        elif number:
            left.remove(cell)
            made.steps.append(Step("take", number, " ".join(names_of(number))))
            made.steps += [
                Step("after", number, c.source)
                for c, place in placed if place.slot and place.slot.number == number and place.after_check
            ]  # fmt: skip
        else:
            made.steps.append(Step("frame", None if left else to_read, cell.source))
        if cell.id == "setup":
            made.steps += [Step("after", None, c.source) for c, place in placed if place.slot is None]
    return made
