"""Mark one notebook, or what a whole class handed in (a folder or an archive).

Learners' code is run on this machine. It is run in a closed box (see box.py), but mark only what your own learners
handed in.
"""

import argparse
import signal
import sys
import textwrap
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from authoring.marking import box
from authoring.marking.collector import Collected, boxes_for, collect
from authoring.marking.frame import Plan, plan
from authoring.marking.judge import NOT_MARKED, Marked, judge, lesson_name
from authoring.marking.kept import Kept, claim, folder_for
from authoring.marking.places import numbers_of
from authoring.marking.records import TO_CORRECT, Problem, Record, labelled
from authoring.marking.report import told, write
from authoring.marking.shapes import Cell, cells_of, lesson_of
from authoring.marking.submissions import Submission, find, latest
from authoring.marking.tables import PLATFORMS
from authoring.notebooks import ROOT, NotebookProblem
from coursekit.checking import COLUMNS
from coursekit.verdicts import NOT_YET

NOTHING_TO_MARK = (
    "Say what to mark: one notebook, or the folder or archive with what a class handed in. For example:\n"
    "course.py mark class2b.zip --lesson 02"
)
NOT_OURS = "there is no exercise of this course in it. Hand in the notebook from the folder exercises/."


class OtherLesson(NotebookProblem):
    """A notebook is of another lesson than the one to be marked."""


def is_lesson(lesson: str) -> bool:
    """Say whether there is a lesson of this number with exercises to hand in."""
    try:
        lesson_name(lesson)
    except StopIteration:
        return False
    return bool(numbers_of(lesson))


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


def one(path: Path) -> int:
    """Mark one notebook and print a line for each exercise."""
    try:
        cells, lesson = read(find(path).submissions[0], None)
    except NotebookProblem as problem:
        raise NotebookProblem(f"{path}: {problem}") from None
    planned = plan(cells, lesson)
    ((_, marked),) = judge((path, planned, found) for _, found in collect([(path, planned)]))
    print(f"{path.name}, lesson {lesson}: {marked.total} of {len(marked.verdicts)} right")
    alike: dict[tuple[str, ...], list[str]] = {}  # what is not answered is said once, with all numbers
    for verdict in marked.verdicts:
        own = "" if verdict.kind == NOT_YET else verdict.number
        alike.setdefault((own, f"{verdict.kind} {told(verdict)}", *verdict.remarks), []).append(verdict.number)
    for (_, says, *remarks), numbers in alike.items():
        for line in [f"{', '.join(numbers)} {says}", *remarks]:
            print(
                textwrap.fill(line, COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
            )
    for line in marked.remarks:
        print(line)
    return 0


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
            what = f"lesson{'s' if marked[1:] else ''} {', '.join(marked)}" if marked else "nothing"
            name = course.learner.name if course.learner else "Somebody"
            said = f"{name} handed in the whole course folder ({course.file}); {what} {'were' if marked[1:] else 'was'} marked."
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
                print(f"\r\033[Kran {count} of {len(self.to_do)}: {name}", end="", file=sys.stderr, flush=True)
            else:
                print(f"{name}: lesson {planned.lesson} was run", flush=True)
            yield submission, planned, found
        if watched:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def mark(self) -> bool:
        """Mark what is to be marked. Return False if it was stopped before the end."""
        with stoppable() as stop:
            for submission, marked in judge(self.run(stop)):
                self.kept.put(submission.content, marked)
                self.enter(submission, marked)
            return not stop.is_set()


def many(
    place: Path,
    target: Path,
    wanted: str | None = None,
    with_solutions: bool = False,
    roster: Path | None = None,
    semicolons: bool = False,
    platform: str = "",
) -> int:
    """Mark all that a class handed in and write the reports into `target`; return the exit status."""
    group = Class(place, target, wanted, roster, semicolons)
    if group.unchanged:
        them = (
            "1 notebook did not change since it was"
            if group.unchanged == 1
            else (f"{group.unchanged} notebooks did not change since they were")
        )
        print(f"{them} marked.", flush=True)
    if group.to_do:
        closed = (
            "in a box without network (bubblewrap)"
            if box.sandbox()
            else "behind a fence inside Python, since bubblewrap is not here"
        )
        print(f"Learners' code runs {closed}.", flush=True)
    finished = group.mark()
    asides = group.asides()
    records = [one for one in group.records.values() if one.marked or one.problems or one.absent]
    write(target, records, asides, with_solutions, semicolons, platform)
    _say(records, target, with_solutions)
    if not finished:
        print("Stopped. What was finished is kept; run the same command again to mark the rest.", file=sys.stderr)
        return 130
    return 0


def _say(records: list[Record], target: Path, with_solutions: bool) -> None:
    """Print what a teacher should know at once, and where the results are."""
    for record in sorted(records, key=lambda one: one.name.casefold()):
        for problem in record.problems:
            print(f"{record.name}: not marked. {problem}")
        again = [number for number, verdict in record.verdicts.items() if verdict.kind == NOT_MARKED]
        if again:
            print(f"{record.name}: {', '.join(again)} could not be marked this time. Run the same command again.")
    absent = [label for label, record in labelled(records) if record.absent]
    if absent:
        print(f"Handed in nothing: {', '.join(absent)}")
    strangers = [label for label, record in labelled(records) if record.stranger]
    if strangers:
        print(f"Not on your list: {', '.join(strangers)}. {TO_CORRECT}")
    pages = "feedback_with_solutions" if with_solutions else "feedback"
    print(f"{target}: marks.csv, verdicts.csv, summary.html, to_read.html, and a page for each learner in {pages}/")
    print(f"Open {target / 'summary.html'} first.")


class Parser(argparse.ArgumentParser):
    """Reads the command line; what it does not understand is said in plain words."""

    def error(self, message: str) -> NoReturn:
        """Raise a NotebookProblem that says what was not understood."""
        raise NotebookProblem(f"{message}\nAll that can be added: course.py mark --help")


def asked_for(words: list[str]) -> argparse.Namespace:
    """Return what the command line asks for.

    Raises
    ------
    NotebookProblem
        If it cannot be understood; the message says what to type.
    """
    parser = Parser(prog="course.py mark", description=__doc__.splitlines()[0])
    parser.add_argument(
        "place", nargs="?", type=Path, help="one notebook; or a folder or an archive with what a class handed in"
    )
    parser.add_argument("--lesson", help="mark only this one, such as 02")
    parser.add_argument("--out", type=Path, help="where the marks of a class go; else a folder in marking/")
    parser.add_argument("--solutions", action="store_true", help="show solutions on the learners' pages")
    parser.add_argument("--roster", type=Path, help="the list of learners as your platform exports it (CSV)")
    parser.add_argument("--semicolons", action="store_true", help="tables for spreadsheets with a comma in decimals")
    parser.add_argument("--for", dest="platform", default="", help="moodle or canvas: its gradebook file too")
    asked = parser.parse_args(words)
    if asked.place is None:
        parser.error(NOTHING_TO_MARK)
    if asked.platform and asked.platform not in PLATFORMS:
        known = " or ".join(f"--for {name}" for name in PLATFORMS)
        parser.error(f"--for {asked.platform}: no gradebook of this name is known. Give {known}.")
    return asked


def main(words: list[str]) -> int:
    """Read the command line and mark."""
    try:
        asked = asked_for(words)
        lesson = f"{int(asked.lesson):02}" if asked.lesson and asked.lesson.isdecimal() else asked.lesson
        if lesson and not is_lesson(lesson):
            raise NotebookProblem(f"--lesson {asked.lesson}: there is no such lesson. Give a number from 01 to 06.")
        if asked.place.suffix.lower() == ".ipynb" and not asked.place.is_dir():
            return one(asked.place)
        if not asked.place.exists():
            raise NotebookProblem(
                f"{asked.place}: there is no such file or folder. Give a notebook, a folder or an archive."
            )
        target, why = (asked.out, "") if asked.out else folder_for(asked.place, lesson, ROOT / "marking")
        status = many(asked.place, target, lesson, asked.solutions, asked.roster, asked.semicolons, asked.platform)
        if why:
            print(why)
        return status
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing new was kept.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
