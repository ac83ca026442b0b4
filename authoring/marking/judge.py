"""Mark one notebook: from the learner's file to a verdict on each exercise."""

import hashlib
import re
from dataclasses import asdict, dataclass, field
from functools import cache

from authoring.answer_bank import answers_to
from authoring.keeping.exercises import SOLUTIONS, is_stub
from authoring.marking import box
from authoring.marking.frame import Framed, framed
from authoring.marking.places import numbers_of, open_work, sort_cells
from authoring.marking.shapes import Cell
from authoring.notebooks import ROOT
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

ERROR, STOPPED, NOT_MARKED = "Ended in an error.", "Stopped.", "Not marked, run again."
KINDS = (RIGHT, NEARLY, WRONG_KIND, NOT_YET, ERROR, STOPPED, NOT_MARKED)
VERDICTS = (RIGHT, NEARLY, WRONG_KIND, NOT_YET)  # those that check gives


@dataclass
class Verdict:
    """What came of one exercise: the kind of verdict, what `check` said, and what the teacher should know beside."""

    number: str
    kind: str
    message: str
    remarks: list[str] = field(default_factory=list)
    answer: str = ""
    because: str = ""

    @property
    def mark(self) -> int:
        """One point for a right answer, none for any other."""
        return int(self.kind == RIGHT)


@dataclass
class Marked:
    """A notebook, marked: its lesson, a verdict on each exercise, and remarks on the file as a whole.

    `to_read` holds what only a reader can judge, by the exercise it belongs to: "text" and "picture" (a PNG in base64),
    each empty if there is none.
    """

    lesson: str
    verdicts: list[Verdict]
    remarks: list[str] = field(default_factory=list)
    to_read: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Return how many exercises are right."""
        return sum(verdict.mark for verdict in self.verdicts)

    def as_json(self) -> dict:
        """Return the same in plain lists and dictionaries."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Marked":
        """Return what `as_json` gave."""
        return cls(
            stored["lesson"], [Verdict(**one) for one in stored["verdicts"]], stored["remarks"], stored["to_read"]
        )


@cache
def course_fingerprint() -> str:
    """Return what a mark depends on beside the learner's file: keys, checks, tables, and the way of marking."""
    parts = hashlib.sha256()
    for pattern in ("solutions/*.ipynb", "coursekit/**/*.py", "data/*.csv", "requirements-dev.txt"):
        for path in sorted(ROOT.glob(pattern)):
            parts.update(path.name.encode() + path.read_bytes())
    return parts.hexdigest()


def mark(cells: list[Cell], lesson: str) -> Marked:
    """Run a learner's cells in the frame of the key and return the verdicts."""
    frame = framed(cells, lesson)
    ran = box.run(frame)
    if _is_silent(frame, ran):
        ran = box.run(frame)
    marked = Marked(lesson, [], frame.remarks.get("", []))
    texts = open_work(sort_cells(cells, lesson)[0], lesson)
    marked.to_read = {number: {"text": text, "picture": ""} for number, text in texts.items()}
    mine = _answers(cells, lesson)
    for number in numbers_of(lesson):
        results = [(role, one) for (role, n), one in zip(frame.roles, ran, strict=False) if n == number]
        verdict = _verdict(number, results)
        noted = frame.remarks.get(number, []) if verdict.kind not in (STOPPED, ERROR) else []  # the cause is known
        verdict.remarks = [*noted, *verdict.remarks]
        verdict.answer = mine.get(number, "")
        verdict.because = misconception(verdict)
        marked.verdicts.append(verdict)
    return marked


def _answers(cells: list[Cell], lesson: str) -> dict[str, str]:
    """Return what the learner wrote for each exercise."""
    answers: dict[str, list[str]] = {}
    for cell, place in sort_cells(cells, lesson)[0]:
        if place.slot and place.slot.number and not place.after_check and not is_stub(cell.source):
            answers.setdefault(place.slot.number, []).append(cell.source.strip())
    return {number: "\n\n".join(parts)[:4000] for number, parts in answers.items()}


def _is_silent(frame: Framed, ran: list[box.Ran]) -> bool:
    """Say whether a check neither printed nor failed though nothing was stopped: the machine was too busy to answer."""
    checks = [one for (role, _), one in zip(frame.roles, ran, strict=False) if role == "check"]
    stopped = any(one.late or one.dead for one in ran)
    return not stopped and any(not one.printed and not one.error for one in checks)


def _verdict(number: str, results: list[tuple[str, box.Ran]]) -> Verdict:
    """Return the verdict on one exercise from what came of its cells."""
    remarks, error = [], ""
    for role, one in results:
        if role != "learner":
            continue
        if one.dead:
            message = "This cell ended Python itself, or took more memory than a notebook may have, and was stopped."
            return Verdict(number, STOPPED, message)
        if one.late:
            message = f"This cell ran longer than {box.CELL_SECONDS} seconds and was stopped. Does a loop never end?"
            return Verdict(number, STOPPED, message)
        if one.error:
            error = _plain_error(one.error)
            remarks.append(f"A cell of this answer ended with an error. {error}")
    checks = [one for role, one in results if role == "check"]
    if not checks:
        return Verdict(
            number, STOPPED, "Marking was stopped before this exercise: the notebook took too long as a whole."
        )
    said = " ".join(checks[0].printed.split())
    if error and said.startswith(f"{number} {NOT_YET}"):
        return Verdict(number, ERROR, error)  # three dots that the learner did replace, and Python did not reach it
    for kind in VERDICTS:
        if said.startswith(f"{number} {kind}") and (kind != RIGHT or checks[0].passed):
            return Verdict(number, kind, said.removeprefix(f"{number} {kind}").strip(), remarks)
    why = _plain_error(checks[0].error) if checks[0].error else "its output is not the key's"
    return Verdict(number, NOT_YET, f"The check could not be made: {why}", remarks)


_ADVICE = {
    "NameError": " A word needs quotation marks; a name needs a value first, and the same spelling in both places.",
    "SyntaxError": " Python cannot read this line. Is each bracket closed, and each quotation mark?",
    "KeyError": " There is no column, row or key of this name. Look at the spelling.",
    "IndentationError": " A line begins too far to the right or to the left.",
}


def _plain_error(error: str) -> str:
    """Return an error in one line, and in the learner's words where Python's say little."""
    name, _, message = error.partition(": ")
    line = re.sub(r" \(\S+, line (\d+)\)$", r" (line \1)", " ".join(message.split())[:300])
    if name == "StdinNotImplementedError":
        return "It asks for something to be typed (input()); write the value into the cell instead."
    if name == "SystemExit":
        return "It ends the program (exit); a notebook needs no such line."
    return f"{name}: {line}.{_ADVICE.get(name, '')}".replace("..", ".")


def misconception(verdict: Verdict) -> str:
    """Return what the learner probably did, in the words of the answer bank; empty if no answer there gets this verdict."""
    alike = [
        answer for answer in answers_to(verdict.number)
        if answer.kind == verdict.kind and answer.because and answer.says and answer.says in verdict.message
    ]  # fmt: skip
    if verdict.kind not in (NEARLY, WRONG_KIND) or not alike or verdict.message == expected(verdict.number).otherwise:
        return ""  # what is said to every other answer tells nothing about why it was given
    longest = max(len(answer.says) for answer in alike)
    reasons = dict.fromkeys(answer.because for answer in alike if len(answer.says) == longest)
    return ", or ".join(list(reasons)[:3])


def lesson_name(lesson: str) -> str:
    """Return the name of a lesson's files, such as "02_observer_status"."""
    return next(SOLUTIONS.glob(f"{lesson}_*.ipynb")).stem
