"""Mark one notebook, or a whole class. `course.py mark my.ipynb`, `course.py mark folder_or_archive`.

Learners' code is run on this machine. It is run in a closed box (see box.py), but mark only what your own learners
handed in.
"""

import argparse
import hashlib
import json
import os
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from authoring.keeping.exercises import EXERCISES
from authoring.marking import box
from authoring.marking.judge import Marked, course_fingerprint, lesson_name, mark
from authoring.marking.records import Record
from authoring.marking.report import write
from authoring.marking.shapes import cells_of, lesson_of
from authoring.marking.submissions import Submission, find, latest
from authoring.marking.tables import PLATFORMS
from authoring.notebooks import ROOT, NotebookProblem
from coursekit.verdicts import COLUMNS

NOT_OURS = "there is no exercise of this course in it. Hand in the notebook from the folder exercises/."


def read(submission: Submission, wanted: str | None) -> tuple[list, str]:
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
    if not (EXERCISES / f"{lesson_name_or_none(lesson)}.ipynb").exists():
        raise NotebookProblem(f"this is lesson {lesson}, which has no exercises to hand in.")
    if wanted and lesson != wanted:
        raise NotebookProblem(f"this is lesson {lesson}, and lesson {wanted} was asked for.")
    return cells, lesson


def lesson_name_or_none(lesson: str) -> str | None:
    """Return the name of a lesson's files, or None if there is no such lesson."""
    try:
        return lesson_name(lesson)
    except StopIteration:
        return None


def one(path: Path) -> int:
    """Mark one notebook and print a line for each exercise."""
    submission = find(path).submissions[0]
    try:
        cells, lesson = read(submission, None)
    except NotebookProblem as problem:
        raise NotebookProblem(f"{path}: {problem}") from None
    marked = mark(cells, lesson)
    print(f"{path.name}, lesson {lesson}: {marked.total} of {len(marked.verdicts)} right")
    for verdict in marked.verdicts:
        for line in [f"{verdict.number} {verdict.kind} {verdict.message}", *verdict.remarks]:
            print(
                textwrap.fill(line, COLUMNS, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
            )
    for line in marked.remarks:
        print(line)
    return 0


class Store:
    """Marks kept from earlier runs, one file each: a notebook that did not change is not marked again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, submission: Submission, lesson: str) -> Path:
        parts = hashlib.sha256(submission.content + lesson.encode() + course_fingerprint().encode())
        return self.folder / f"{parts.hexdigest()[:32]}.json"

    def get(self, submission: Submission, lesson: str) -> Marked | None:
        """Return the marks kept for this very file, or None."""
        try:
            return Marked.from_json(json.loads(self._path(submission, lesson).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, submission: Submission, lesson: str, marked: Marked) -> None:
        """Keep the marks of a file, whole or not at all."""
        path = self._path(submission, lesson)
        half = path.with_suffix(".half")
        half.write_text(json.dumps(marked.as_json(), ensure_ascii=False), encoding="utf-8")
        half.replace(path)


def safely(submission: Submission, lesson: str, cells: list) -> Marked:
    """Mark one of many: whatever goes wrong with one is said and stops nobody else's marking."""
    try:
        return mark(cells, lesson)
    except Exception as problem:
        last = (str(problem).strip().splitlines() or [type(problem).__name__])[-1][:200]
        raise NotebookProblem(f"marking failed for this file ({last}). Look at it by hand.") from None


def many(
    place: Path,
    target: Path,
    wanted: str | None,
    with_solutions: bool,
    semicolons: bool = False,
    platform: str = "",
) -> int:
    """Mark all that a class handed in and write the reports into `target`; return the exit status."""
    handed = find(place, corrections=target / "learners.csv")
    found = handed.submissions
    store = Store(target / "kept")
    learners: dict[str, Record] = {}
    for one in [*found, *handed.lines]:
        if one.learner:
            learners.setdefault(one.learner.id, Record(one.learner))
    readable, cells = [], {}
    for submission in found:
        try:
            cells[submission.file], lesson = read(submission, wanted)
            readable.append((submission, lesson))
        except NotebookProblem as problem:
            learners[submission.learner.id].problems.append(f"{submission.file}: {problem}")
    with_notebook = {submission.learner.id for submission in found}
    asides = [
        f"{line.file}: {line.text}" for line in handed.lines if not line.learner or line.learner.id in with_notebook
    ]
    for line in handed.lines:
        if line.learner and line.learner.id not in with_notebook:
            learners[line.learner.id].problems.append(f"{line.file}: {line.text}")
    target.mkdir(parents=True, exist_ok=True)
    handed.write_learners(target / "learners.csv")
    to_do = []
    readable = latest(readable)
    for submission, lesson in readable:
        kept = store.get(submission, lesson)
        if kept is None:
            to_do.append((submission, lesson))
        else:
            _enter(learners, submission, kept)
    unchanged = len(readable) - len(to_do)
    if unchanged:
        print(f"{unchanged} notebooks did not change since they were marked.", flush=True)

    def done(submission: Submission, lesson: str, marked: Marked | NotebookProblem) -> None:
        if isinstance(marked, NotebookProblem):
            learners[submission.learner.id].problems.append(f"{submission.file}: {marked}")
            return
        store.put(submission, lesson, marked)
        _enter(learners, submission, marked)

    if to_do:
        closed = (
            "in a box without network (bubblewrap)"
            if box.sandbox()
            else "behind a fence inside Python, since bubblewrap is not here"
        )
        print(f"Learners' code runs {closed}.", flush=True)
    finished = mark_all(to_do, cells, done)
    open_ones = [learner for learner in learners.values() if not learner.marked and not learner.problems]
    write(
        target,
        [learner for learner in learners.values() if learner not in open_ones],
        asides,
        with_solutions,
        semicolons,
        platform,
    )
    for learner in sorted(learners.values(), key=lambda one: one.name.casefold()):
        for problem in learner.problems:
            print(f"{learner.name}: not marked. {problem}")
    pages = "feedback_with_solutions" if with_solutions else "feedback"
    print(f"{target}: marks.csv, verdicts.csv, summary.html, to_read.html, and a page for each learner in {pages}/")
    print(f"Open {target / 'summary.html'} first.")
    if not finished:
        print("Stopped. What was finished is kept; run the same command again to mark the rest.", file=sys.stderr)
        return 130
    return 0


def _enter(learners: dict[str, Record], submission: Submission, marked: Marked) -> None:
    """Write a learner's marks into the list, with what was noticed about the files handed in."""
    learner = learners[submission.learner.id]
    marked.remarks = [*submission.remarks, *(text for text in marked.remarks if text not in submission.remarks)]
    learner.marked[marked.lesson] = marked
    learner.files[marked.lesson] = submission.file


def mark_all(to_do: list[tuple[Submission, str]], cells: dict[str, list], done: Callable) -> bool:
    """Mark the notebooks on all cores, with a bar; call `done` for each. Return False if it was stopped by Ctrl+C."""
    console = Console(stderr=True)
    columns = [
        TextColumn("marking"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    ]
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("", total=len(to_do))
        futures = {pool.submit(safely, sub, lesson, cells[sub.file]): (sub, lesson) for sub, lesson in to_do}
        try:
            for future in as_completed(futures):
                submission, lesson = futures[future]
                try:
                    result = future.result()
                except NotebookProblem as problem:
                    result = problem
                done(submission, lesson, result)
                progress.update(bar, advance=1, description=submission.learner.name)
                if not console.is_terminal:
                    print(f"{submission.learner.name}: lesson {lesson} marked", flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            box.close_all()
            pool.shutdown(wait=True)
            return False
    pool.shutdown()
    return True


def main(words: list[str]) -> int:
    """Read the command line and mark."""
    parser = argparse.ArgumentParser(prog="course.py mark", description=__doc__.splitlines()[0])
    parser.add_argument("place", type=Path, help="one notebook, or a folder or an archive of a class")
    parser.add_argument("--lesson")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--solutions", action="store_true")
    parser.add_argument("--semicolons", action="store_true", help="tables for spreadsheets with a comma in decimals")
    parser.add_argument("--for", dest="platform", choices=sorted(PLATFORMS), default="", help="its gradebook file too")
    asked = parser.parse_args(words)
    lesson = f"{int(asked.lesson):02}" if asked.lesson and asked.lesson.isdecimal() else asked.lesson
    try:
        if lesson and lesson_name_or_none(lesson) is None:
            raise NotebookProblem(f"{asked.lesson}: there is no such lesson. Give a number from 01 to 06.")
        if asked.place.suffix == ".ipynb" and not asked.place.is_dir():
            return one(asked.place)
        target = asked.out or ROOT / "marking" / asked.place.resolve().stem
        return many(asked.place, target, lesson, asked.solutions, asked.semicolons, asked.platform)
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
