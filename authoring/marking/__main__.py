"""Mark one notebook, or what a whole class handed in (a folder or an archive).

Learners' code is run on this machine. It is run in a closed box (see box.py), but mark only what your own learners
handed in.
"""

import argparse
import sys
import textwrap
from pathlib import Path
from typing import NoReturn

from authoring.marking import box
from authoring.marking.collector import collect
from authoring.marking.frame import plan
from authoring.marking.group import Class, read
from authoring.marking.judge import NOT_MARKED, judge
from authoring.marking.kept import folder_for
from authoring.marking.keys import is_lesson
from authoring.marking.records import TO_CORRECT, Record, labelled
from authoring.marking.report import told, write
from authoring.marking.submissions import find
from authoring.marking.tables import PLATFORMS
from authoring.notebooks import ROOT, NotebookProblem
from coursekit.checking import COLUMNS
from coursekit.verdicts import NOT_YET

NOTHING_TO_MARK = (
    "Say what to mark: one notebook, or the folder or archive with what a class handed in. For example:\n"
    "course.py mark class2b.zip --lesson 02"
)


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
