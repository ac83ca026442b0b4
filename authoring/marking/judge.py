"""From what came out of the box to a verdict on each exercise."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import TypeVar

from authoring.marking import box
from authoring.marking.collector import Collected
from authoring.marking.frame import Plan, Step
from authoring.marking.keys import numbers_of
from authoring.marking.ruling import Court, Ruled
from authoring.notebooks import ROOT
from coursekit.advice import advice
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND

ERROR, STOPPED, NOT_MARKED = "Ended in an error.", "Stopped.", "Not marked, run again."
KINDS = (RIGHT, NEARLY, WRONG_KIND, NOT_YET, ERROR, STOPPED, NOT_MARKED)
Key = TypeVar("Key")


@dataclass
class Verdict:
    """What came of one exercise: the kind of verdict, what `check` said, and what the teacher should know beside.

    `answer` is what the learner typed, `because` the misconception in a few words ("" if not known).
    """

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

    @property
    def is_final(self) -> bool:
        """Say whether every exercise was marked: only then may the marks be kept."""
        return all(verdict.kind != NOT_MARKED for verdict in self.verdicts)

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
    """Return what a mark depends on beside the learner's file: keys, checks, tables, libraries, and the way of marking."""
    parts = hashlib.sha256()
    for pattern in (
        "solutions/*.ipynb", "coursekit/**/*.py", "data/*.csv", "authoring/*.py", "authoring/marking/**/*.py",
        "authoring/keeping/exercises.py", "requirements*.txt",
    ):  # fmt: skip
        for path in sorted(ROOT.glob(pattern)):
            parts.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return parts.hexdigest()


def judge(collected: Iterable[tuple[Key, Plan, Collected]]) -> Iterator[tuple[Key, Marked]]:
    """Take what was collected of a class, have all answers judged at once, and return the marks of each learner."""
    waiting: list[tuple[Key, Plan, Collected, dict[str, tuple[str, int]]]] = []
    with Court() as court:
        for key, plan, found in collected:
            names = {number: court.take(number, answer) for number, answer in found.answers.items()}
            waiting.append((key, replace(plan), replace(found, answers={}), names))
        ruled = court.rule()
    for key, plan, found, names in waiting:
        yield key, _marked(plan, found, {number: ruled.get(name) for number, name in names.items()})


STOPS = {
    "time": "This cell ran longer than {seconds} seconds and was stopped. Does a loop never end?",
    "memory": "This cell took more memory than a notebook may have, and was stopped.",
    "processes": "This cell started more and more processes, and was stopped.",
    "ended": "This cell ended Python itself, or took more memory than a notebook may have, and was stopped.",
    "sent": "This cell gave far more than an answer, and was stopped.",
    "wall": "This cell waited for so long that it was stopped. Does it sleep, or wait for something?",
}
WHOLE = "Marking was stopped before this exercise: the notebook took too long as a whole."


def _stop(number: str, why: str) -> Verdict:
    """Return the verdict on an exercise whose cell was stopped."""
    message = STOPS[why].format(seconds=box.CELL_SECONDS)
    return Verdict(number, NOT_MARKED if why == "wall" else STOPPED, message)


def _marked(plan: Plan, found: Collected, ruled: dict[str, Ruled | None]) -> Marked:
    """Return a learner's marks."""
    marked = Marked(plan.lesson, [], list(plan.remarks.get("", [])))
    failed = found.failed
    if not failed and any(plan.steps[step] == plan.steps[0] for step in found.culprits):
        failed = "the first cell of the course did not run"
    for number in numbers_of(plan.lesson):
        if failed:
            verdict = Verdict(number, NOT_MARKED, f"Marking failed, not the notebook: {failed}.")
        else:
            verdict = _verdict(number, plan, found, ruled)
        if verdict.kind not in (STOPPED, ERROR):  # otherwise the cause is known
            verdict.remarks = [*plan.remarks.get(number, []), *verdict.remarks]
        verdict.answer = plan.typed.get(number, "")
        marked.verdicts.append(verdict)
    for step, why in found.culprits.items():
        if plan.steps[step].role in ("after", "frame") and not failed:
            marked.remarks.append(f"A cell that is no answer was stopped and left out. {_stop('', why).message}")
    if plan.to_read:
        marked.to_read[plan.to_read] = {"text": _text(plan, found), "picture": found.picture}
    return marked


def _text(plan: Plan, found: Collected) -> str:
    """Return what a reader gets of the open exercise: what was typed, and what it printed, if that is not the same."""
    printed = found.printed.strip()
    if not plan.text or not printed or printed in plan.text:
        return plan.text
    return f"{plan.text}\n\nThis prints:\n{printed}"


def _steps(plan: Plan, number: str, roles: tuple[str, ...]) -> dict[int, Step]:
    return {i: step for i, step in enumerate(plan.steps) if step.number == number and step.role in roles}


def _verdict(number: str, plan: Plan, found: Collected, ruled: dict[str, Ruled | None]) -> Verdict:
    """Return the verdict on one exercise."""
    stops = [found.culprits[step] for step in _steps(plan, number, ("learner", "take")) if step in found.culprits]
    if stops:
        return _stop(number, stops[0])
    if number not in ruled:
        return Verdict(number, NOT_MARKED if "wall" in found.culprits.values() else STOPPED, WHOLE)
    if ruled[number] is None:
        return Verdict(number, NOT_MARKED, "nbval and the check did not agree, or the machine was too busy to answer.")
    kind, message, because = ruled[number]
    errors = [plain_error(*found.errors[step]) for step in _steps(plan, number, ("learner",)) if step in found.errors]
    if errors and kind == NOT_YET:
        return Verdict(
            number, ERROR, errors[-1]
        )  # three dots that the learner did replace, and Python did not reach it
    remarks = [f"A cell of this answer ended with an error. {error}" for error in errors]
    return Verdict(number, kind, " ".join(message.split()), remarks, because=because)


def plain_error(name: str, message: str) -> str:
    """Return an error in one line, and in the learner's words where Python's say little."""
    line = re.sub(r" \([^()]*, line (\d+)\)$", r" (line \1)", " ".join(message.split())[:300])
    words = advice(name, message)
    if name in ("StdinNotImplementedError", "SystemExit"):  # no fault in itself, so its name would say less
        return words
    return f"{' '.join(name.split())[:80]}: {line}. {words}".replace("..", ".").strip()
