"""Say for each cell of a learner where in the key's notebook it belongs.

The key has a slot for each answer, and for what a person reads: the sentence, the chart, the briefing. A cell is put
into a slot by its id; if that tells nothing, by its text, by the names it gives a value, by a number in it, or by the
exercise in which it stands. So it is found when ids are lost and when cells are moved, merged, split or pasted.
"""

import re
from dataclasses import dataclass, field

from authoring.keeping.exercises import is_stub
from authoring.marking.keys import OPEN_CELLS, Slot, checks_of, frame_of, key_of, numbers_of, slots_of, texts_of
from authoring.marking.shapes import Cell
from authoring.marking.statements import checked, meanings, names_given, statements
from coursekit.verdicts import names_of

SHOWN = re.compile(r"^[^#\n]*\bshow(?:_draft)?\(", re.MULTILINE)
TEXT_CELL = "The answer cell is a text cell, so it was not run. Make it a code cell (Esc, then Y)."
OLD_TEXT = "The text of this exercise differs from the course's: perhaps an older copy."
CHECK_CHANGED = "The check cell was changed; the course's own was used. An answer belongs into the cell above it."
IN_CHECK = "The answer stands in the check cell, and was taken from there."
FRAME_CHANGED = "Lines of the course were changed in the first cell or in a helper cell; the course's own were used."


@dataclass(frozen=True)
class Place:
    """Where a cell goes: before the check of a slot, after it, or (slot None) behind the set-up."""

    slot: Slot | None
    after_check: bool = False


def _known(cell: Cell, lesson: str) -> str | None:
    """Return the id of the course's cell that this one is or was; None if it is the learner's own."""
    if any(cell.id == one.id for one in key_of(lesson).cells):
        return cell.id
    same = texts_of(lesson).get(tuple(cell.source.split()))
    if same or cell.kind != "code":
        return same
    for id, source in frame_of(lesson).items():
        lines = meanings(source)
        if len(lines & meanings(cell.source)) >= max(2, len(lines) / 2):
            return id
    return None


def _differs(cell: Cell, id: str, lesson: str) -> bool:
    """Say whether a cell is no longer what the course has there, apart from spaces."""
    return texts_of(lesson).get(tuple(cell.source.split())) != id


def _asks_for_the_name(source: str) -> bool:
    """Say whether a check cell is check("2.1") and no more, or check("2.1", coe_years), which asks for the same."""
    number = checked(source)
    bare = re.sub(r"#.*|[\s\"']", "", source)
    return number is not None and bare in (f"check({number})", f"check({number},{','.join(names_of(number))})")


def _section(cell: Cell, known: str | None, numbers: list[str]) -> str | None:
    """Return the exercise whose text, answer or check a cell is, or None."""
    by_id = re.match(r"ex-(\d)-(\d)", known or "")
    if by_id:
        number = ".".join(by_id.groups())
    elif cell.kind == "code":
        number = checked(cell.source)
    else:
        found = re.search(r"^#+\s*[^\W\d_]+\s+(\d\.\d)\b", cell.source, re.MULTILINE)
        number = found and found.group(1)
    return number if number in numbers else None


def _added(source: str, lesson: str) -> tuple[str, bool]:
    """Return what a learner added to a cell of the frame, and whether a line of the course was changed there.

    Imports and new names are the learner's; what gives a name of the course another value is not run.
    """
    frame = "\n".join(text for id, text in frame_of(lesson).items() if id not in OPEN_CELLS)
    new = [text for text, meaning in statements(source) if meaning not in meanings(frame)]
    kept = [text for text in new if not names_given(text) & names_given(frame) or re.match(r"\s*(from|import)\b", text)]
    return "\n".join(kept), len(kept) < len(new)


# Where it goes.


@dataclass
class _Sorted:
    """The learner's own cells, each with the place where the whole cell is run (None: it is run only in parts)."""

    lesson: str
    own: list[tuple[Cell, Place | None]] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    typed_as_text: set[str] = field(default_factory=set)
    section: str | None = None
    passed_check: bool = False

    def remark(self, number: str | None, text: str) -> None:
        """Add a remark on an exercise, or on the file, once."""
        said = self.remarks.setdefault(number or "", [])
        if text not in said:
            said.append(text)

    def named(self, source: str) -> list[Slot]:
        """Return the slots whose names a cell gives a value."""
        return [slot for slot in slots_of(self.lesson) if slot.name in names_given(source)]

    def add(self, cell: Cell) -> None:
        """Take the next cell of the notebook."""
        known = _known(cell, self.lesson)
        section = _section(cell, known, numbers_of(self.lesson))
        if section and section != self.section:
            self.section, self.passed_check = section, False
        slot = next((slot for slot in slots_of(self.lesson) if slot.id == known), None)
        if cell.kind != "code":
            self._text(cell, known)
        elif slot and not (slot.reads and not _differs(cell, slot.id, self.lesson)):
            self.own.append((cell, Place(slot)))
        elif known in checks_of(self.lesson) or (checked(cell.source) and (known or not names_given(cell.source))):
            self._check(cell, known)
        elif known and _differs(cell, known, self.lesson):
            self._frame(cell, known)
        elif not known and cell.source.strip():
            self.own.append((cell, self._place(cell)))

    def _text(self, cell: Cell, known: str | None) -> None:
        """Look at a text cell: is it an answer, or the text of an older copy?"""
        slots = [slot for slot in slots_of(self.lesson) if slot.id == known and cell.source.strip()]
        if not known:
            lines = re.findall(r"^(\w+)\s*=(?!=)", cell.source, re.MULTILINE)
            slots = [slot for slot in slots_of(self.lesson) if slot.name in lines]
        self.typed_as_text |= {slot.id for slot in slots}
        if re.fullmatch(r"ex-\d-\d", known or "") and _differs(cell, known, self.lesson):
            self.remark(self.section, OLD_TEXT)

    def _check(self, cell: Cell, known: str | None) -> None:
        """Look at a check cell: does it hold an answer, or was it changed?"""
        number = checked(cell.source) or checks_of(self.lesson).get(known, "")
        self.passed_check = self.passed_check or number == self.section
        slots = self.named(cell.source)
        if slots:
            self.own.append((cell, Place(slots[0])))
            self.remark(slots[0].number, IN_CHECK)
        elif number in numbers_of(self.lesson) and cell.source.strip() and not _asks_for_the_name(cell.source):
            self.remark(number, CHECK_CHANGED)
            if names_given(cell.source) and not checked(cell.source):  # what is defined here may be used further down
                slot = next(slot for slot in slots_of(self.lesson) if slot.number == number)
                self.own.append((cell, Place(slot, after_check=True)))

    def _frame(self, cell: Cell, known: str) -> None:
        """Take what a learner added to the set-up or to a helper cell."""
        added, changed = _added(cell.source, self.lesson)
        if changed:
            self.remark(None, FRAME_CHANGED)
        if added.strip():
            ids = [one.id for one in key_of(self.lesson).cells]
            later = [slot for slot in slots_of(self.lesson) if ids.index(slot.id) > ids.index(known)]
            self.own.append((Cell(cell.id, cell.kind, added), Place(later[0] if later and known != "setup" else None)))

    def _place(self, cell: Cell) -> Place | None:
        """Return where a cell goes that the course does not know."""
        named = self.named(cell.source)
        here = [slot for slot in named if slot.number == self.section]
        if here or len(named) == 1:
            return Place((here or named)[0])
        if named:
            return None
        last_slot = {slot.number: slot for slot in slots_of(self.lesson) if slot.number}
        to_read = {slot.reads: slot for slot in slots_of(self.lesson) if slot.reads}
        written = re.search(r"^\s*#.*?\b(\d\.\d)\b", cell.source, re.MULTILINE)
        for number in (checked(cell.source), written and written.group(1), self.section):
            if number in last_slot:
                behind = self.passed_check and number == self.section
                return Place(to_read[number]) if behind and number in to_read else Place(last_slot[number], behind)
        return Place(None)


def _is_chart(slot: Slot) -> bool:
    return bool(slot.reads) and not slot.name


def _parts(source: str, lesson: str) -> list[tuple[Slot, str]]:
    """Cut a cell that gives several answers: each slot it names, with the lines that belong to it."""
    slots, parts, waiting = slots_of(lesson), [], []
    for text in (text for text, _ in statements(source) if names_given(text) or not checked(text)):
        waiting.append(text)
        given = [slot for slot in slots if slot.name in names_given(text) or (_is_chart(slot) and SHOWN.search(text))]
        parts += [(slot, "\n".join(waiting)) for slot in given]
        waiting = [] if given else waiting
    order = [slots.index(slot) for slot, _ in parts]
    if order == sorted(order):
        return parts
    return [(slot, source) for slot in dict.fromkeys(slot for slot, _ in parts)]  # one may need what stands before it


def sort_cells(cells: list[Cell], lesson: str) -> tuple[list[tuple[Cell, Place]], dict[str, list[str]]]:
    """Say for each cell that is the learner's own where in the frame it goes; and what is odd about the file.

    A cell that gives several answers comes back several times: whole where it stands, and its lines for another answer
    where no other cell gives that one. Remarks are by exercise, under "" for the file as a whole.
    """
    found = _Sorted(lesson)
    for cell in cells:
        found.add(cell)
    at_home = {
        place.slot.id for cell, place in found.own
        if place and place.slot and (_is_chart(place.slot) or place.slot in found.named(cell.source))
        and not is_stub(cell.source)
    }  # fmt: skip
    placed: list[tuple[Cell, Place]] = []
    for cell, place in found.own:
        placed += [(cell, place)] if place else []
        home = place and place.slot
        placed += [
            (Cell(cell.id, cell.kind, text), Place(slot))
            for slot, text in _parts(cell.source, lesson) if slot != home and slot.id not in at_home
        ]  # fmt: skip
    for slot in slots_of(lesson):
        mine = [cell for cell, place in placed if place.slot == slot and not place.after_check]
        for text in _oddities(mine, slot, slot.id in found.typed_as_text):
            found.remark(slot.number, text)
    return placed, found.remarks


def _oddities(mine: list[Cell], slot: Slot, typed_as_text: bool) -> list[str]:
    """Return what a teacher wants to know about the learner's cells for one answer."""
    if not slot.number:
        return []
    work = [cell for cell in mine if not is_stub(cell.source)]
    answers = [cell for cell in work if slot.name in names_given(cell.source)]
    if typed_as_text and not work:
        return [TEXT_CELL]
    if not mine:
        return [f"There is no answer cell. The answer must be called {slot.name}."]
    if len(answers) > 1:
        return [f"{len(answers)} cells give {slot.name} a value; they were run in order, so the last one counts."]
    in_quotes = re.compile(rf"""["'].*\b{slot.name}\b""")  # exec("name = 3") and the like may give it a value
    if not work or answers or any(in_quotes.search(cell.source) for cell in work):
        return []
    names = sorted(set().union(*(names_given(cell.source) for cell in work)))
    others = f" The cell gives a value to: {', '.join(names[:5])}." if names else ""
    return [f"The check looks for the name {slot.name}, and no cell gives it a value.{others}"]


def open_work(placed: list[tuple[Cell, Place]], lesson: str) -> dict[str, str]:
    """Return what the learner wrote where no check looks, by exercise: the sentence, the chart, the text.

    Empty text: not begun.
    """
    return {
        slot.reads: "\n\n".join(
            cell.source.strip() for cell, place in placed
            if place.slot == slot and cell.source.split() != slot.stub.split() and not (slot.name and is_stub(cell.source))
        )
        for slot in slots_of(lesson) if slot.reads
    }  # fmt: skip
