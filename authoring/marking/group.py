"""A class while it is marked: what each notebook is, what was marked before, what is to be run, and what came of it."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from authoring.marking.collector import Collected, boxes_for, collect
from authoring.marking.frame import Plan, plan
from authoring.marking.judge import Marked, judge
from authoring.marking.kept import Kept, claim
from authoring.marking.keys import is_lesson
from authoring.marking.records import Problem, Record
from authoring.marking.shapes import Cell, cells_of, lesson_of
from authoring.marking.submissions import Submission, find, latest
from authoring.notebooks import NotebookProblem

LINE_ANEW = "\r\033[K"  # what a terminal takes as: write this line anew
NOT_OURS = "there is no exercise of this course in it. Hand in the notebook from the folder exercises/."


class OtherLesson(NotebookProblem):
    """A notebook is of another lesson than the one to be marked."""


def read(submission: Submission, wanted: str | None) -> tuple[list[Cell], str]:
    """Return the cells of a submission and its lesson.

    Raises
    ------
    NotebookProblem
        If it cannot be marked; the message says why.
    """
    cells = cells_of(submission.content)
    lesson = lesson_of(cells)
    if lesson is None:
        raise NotebookProblem(NOT_OURS)
    if not is_lesson(lesson):
        raise NotebookProblem(f"this is lesson {lesson}, which has no exercises to hand in.")
    if wanted and lesson != wanted:
        raise OtherLesson(f"this is lesson {lesson}, and lesson {wanted} was asked for.")
    return cells, lesson


@contextmanager
def stoppable() -> Iterator[threading.Event]:
    """Give an event that Ctrl+C sets: what is finished by then is judged and kept. A second Ctrl+C ends all at once."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def handle(*_: object) -> None:
        signal.signal(signal.SIGINT, before)
        stop.set()

    signal.signal(signal.SIGINT, handle)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


class Class:
    """A class while it is marked: a record of each learner, and the notebooks that are to be run."""

    def __init__(
        self, place: Path, target: Path, wanted: str | None, roster: Path | None, semicolons: bool = False
    ) -> None:
        corrections = target / "learners.csv"
        self.handed = find(place, roster, corrections)
        claim(target, place)
        self.handed.write_learners(corrections, semicolons)
        self.records: dict[str, Record] = {}
        for part in [*self.handed.submissions, *self.handed.lines]:
            if part.learner:
                self.records.setdefault(part.learner.id, Record(part.learner))
        for learner in self.handed.absent:
            self.records.setdefault(learner.id, Record(learner, absent=True))
        for learner in self.handed.strangers:
            self.records[learner.id].stranger = True
        self.kept = Kept(target / "kept")
        self.to_do: list[tuple[Submission, str]] = []
        self.unchanged = 0
        self._sort(wanted)

    def _sort(self, wanted: str | None) -> None:
        """Find out what each notebook is, and take the marks of those that did not change."""
        readable, others = [], []
        for submission in self.handed.submissions:
            try:
                readable.append((submission, read(submission, wanted)[1]))
            except OtherLesson as problem:
                others.append((submission, problem))
            except NotebookProblem as problem:
                self.problem(submission, problem)
        known = {submission.learner.id for submission, _ in readable}
        for submission, problem in others:  # no problem beside the one that was asked for
            id = submission.learner.id
            if id not in known and not (submission.in_course and self.records[id].problems):
                self.problem(submission, problem)
        for submission, lesson in latest(readable):
            kept = self.kept.get(submission.content, lesson)
            if kept is None:
                self.to_do.append((submission, lesson))
            else:
                self.unchanged += 1
                self.enter(submission, kept)

    def asides(self) -> list[str]:
        """Return the lines about files that are not among what their learner's own row says; enter the others there."""
        with_notebook = {submission.learner.id for submission in self.handed.submissions}
        lines = []
        for line in self.handed.lines:
            whose = line.learner and line.learner.id not in with_notebook
            if whose:
                self.records[line.learner.id].problems.append(Problem(line.file, line.text))
            else:
                lines.append(f"{line.learner.name + ', ' if line.learner else ''}{line.file}: {line.text}")
        for course in self.handed.courses:
            marked = sorted(self.records[course.learner.id].marked) if course.learner else []
            what = f"{'lessons' if marked[1:] else 'lesson'} {', '.join(marked)}" if marked else "no lesson"
            name = course.learner.name if course.learner else "Somebody"
            said = f"{name} handed in the whole course folder ({course.file}); marked: {what}."
            lines.append(f"{said} {course.text}".strip())
        return lines

    def problem(self, submission: Submission, problem: Exception) -> None:
        """Note why a notebook cannot be marked."""
        self.records[submission.learner.id].problems.append(Problem(submission.file, str(problem)))

    def enter(self, submission: Submission, marked: Marked) -> None:
        """Write a learner's marks into the record, with what was noticed about the files handed in."""
        record = self.records[submission.learner.id]
        record.remarks[marked.lesson] = list(submission.remarks)
        record.marked[marked.lesson] = marked
        record.files[marked.lesson] = submission.file

    def plans(self) -> Iterator[tuple[tuple[Submission, Plan], Plan]]:
        """Return what is to be run, one after the other. Whatever goes wrong with one is said and stops nobody else's."""
        for submission, lesson in self.to_do:
            try:
                planned = plan(cells_of(submission.content), lesson)
            except Exception as problem:
                last = (str(problem).strip().splitlines() or [type(problem).__name__])[-1][:200]
                self.problem(submission, NotebookProblem(f"it cannot be marked ({last})."))
                continue
            yield (submission, planned), planned

    def run(self, stop: threading.Event) -> Iterator[tuple[Submission, Plan, Collected]]:
        """Run what is to be run, and say how far it has come: in one changing line where somebody watches."""
        watched = sys.stderr.isatty()
        for count, ((submission, planned), found) in enumerate(
            collect(self.plans(), boxes_for(len(self.to_do)), stop), 1
        ):
            name = submission.learner.name
            if watched:
                print(f"{LINE_ANEW}ran {count} of {len(self.to_do)}: {name}", end="", file=sys.stderr, flush=True)
            else:
                print(f"{name}: lesson {planned.lesson} was run", flush=True)
            yield submission, planned, found
        if watched:
            print(LINE_ANEW, end="", file=sys.stderr, flush=True)

    def mark(self) -> bool:
        """Mark what is to be marked. Return False if it was stopped before the end."""
        with stoppable() as stop:
            for submission, marked in judge(self.run(stop)):
                self.kept.put(submission.content, marked)
                self.enter(submission, marked)
            return not stop.is_set()
