"""The tables of a marked class: marks, verdicts, and what a learning platform imports.

Exercises are called "ex 2.1" in them: many spreadsheets take a bare 2.1 for the second of January.
"""

from collections.abc import Callable
from pathlib import Path

from authoring.marking.judge import NOT_MARKED, RIGHT, Verdict
from authoring.marking.keys import lesson_name, numbers_of
from authoring.marking.places import CHECK_CHANGED
from authoring.marking.records import Record, exercises_of, labelled, lessons_of
from authoring.marking.spreadsheet import write

Row = list[str | int]


def exercise_name(number: str) -> str:
    """Return the name of an exercise that no spreadsheet reads as a date or a number."""
    return f"ex {number}"


def mark(verdict: Verdict | None) -> str | int:
    """Return one point for a right answer, none for any other, and an empty cell where nothing was marked."""
    return "" if verdict is None or verdict.kind == NOT_MARKED else int(verdict.kind == RIGHT)


def marks(records: list[Record]) -> list[Row]:
    """Return a row a learner: who, a mark for each exercise, the total if all is marked, and what was odd."""
    numbers = exercises_of(records)
    rows: list[Row] = [["id", "name", *map(exercise_name, numbers), "total", "of", "remarks"]]
    for _, one in labelled(records):
        verdicts, again = one.verdicts, one.to_run_again
        remarks = ["handed in nothing"] if one.absent else [*map(str, one.problems), *(text for _, text in one.noticed)]
        changed = [exercise_name(number) for number, verdict in verdicts.items() if CHECK_CHANGED in verdict.remarks]
        if changed:
            remarks.append(f"{', '.join(changed)}: a check cell was changed; the course's own check was used.")
        if again:
            remarks.insert(0, f"{', '.join(map(exercise_name, again))}: not marked, run the same command again.")
        total = [sum(v.kind == RIGHT for v in verdicts.values()), len(verdicts)] if verdicts and not again else ["", ""]
        who = [one.learner.id, one.name]
        rows.append([*who, *(mark(verdicts.get(number)) for number in numbers), *total, " ".join(remarks)])
    return rows


def verdicts(records: list[Record]) -> list[Row]:
    """Return a row for each learner and exercise: the verdict, the probable misconception, what the learner was told."""
    rows: list[Row] = [["id", "learner", "exercise", "verdict", "misconception", "message", "remarks", "file"]]
    for _, one in labelled(records):
        for number, v in one.verdicts.items():
            what = [exercise_name(number), v.kind.rstrip("."), v.because, v.message, " ".join(v.remarks)]
            rows.append([one.learner.id, one.name, *what, one.files.get(f"0{number[0]}", "")])
    return rows


def _title(lesson: str) -> str:
    return f"Exercises {lesson_name(lesson).replace('_', ' ')}"


def moodle(records: list[Record], lesson: str) -> list[Row]:
    """Return what Moodle's grade import reads: an identifier and a column that becomes, or goes into, a grade item.

    Its importer keeps the learner of the row above where the identifier is empty: such a row must not be in the file.
    """
    head = ["Email address", "Full name", f"{_title(lesson)} (of {len(numbers_of(lesson))})"]
    return [head, *([one.learner.email, one.name, one.marked[lesson].total] for one in records if one.learner.email)]


def canvas(records: list[Record], lesson: str) -> list[Row]:
    """Return what Canvas's gradebook import reads: five columns of who, one assignment, and the row of points possible.

    Canvas finds a learner by its own ID, then by the login, then by the name.
    """
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", _title(lesson)]
    possible = ["Points Possible", "", "", "", "", len(numbers_of(lesson))]
    ids = [one.learner.id if one.learner.id.isdecimal() else "" for one in records]
    who = [[one.name, id, "", one.learner.email, ""] for one, id in zip(records, ids, strict=True)]
    return [head, possible, *([*row, one.marked[lesson].total] for row, one in zip(who, records, strict=True))]


PLATFORMS: dict[str, Callable[[list[Record], str], list[Row]]] = {"moodle": moodle, "canvas": canvas}


def write_all(folder: Path, records: list[Record], semicolons: bool, platform: str) -> list[str]:
    """Write marks.csv and verdicts.csv, and for a platform one file a lesson. Return what to know about these, in words.

    A gradebook file of an earlier run is written again too, or taken away where its lesson has no marks any more: what
    is corrected must not stay wrong in it.
    """
    write(folder / "marks.csv", marks(records), semicolons)
    write(folder / "verdicts.csv", verdicts(records), semicolons)
    lessons = lessons_of(records)
    said = []
    for name in PLATFORMS:
        there = {path.stem.removeprefix(f"{name}_") for path in folder.glob(f"{name}_0[1-6].csv")}
        for lesson in sorted(there - set(lessons)):
            (folder / f"{name}_{lesson}.csv").unlink()
            said.append(f"{name}_{lesson}.csv was taken away: nobody has marks for lesson {lesson} now.")
        for lesson in lessons if name == platform else sorted(there & set(lessons)):
            said += _gradebook(folder / f"{name}_{lesson}.csv", records, name, lesson)
    return said


def _gradebook(path: Path, records: list[Record], platform: str, lesson: str) -> list[str]:
    """Write the gradebook file of one lesson. Return who is left out of it, in words.

    An empty grade would delete one that stands in the gradebook. So a learner with an exercise not marked is left out.
    """
    handed_in = [(label, one) for label, one in labelled(records) if lesson in one.marked]
    whole = [one for _, one in handed_in if one.is_whole(lesson)]
    write(path, PLATFORMS[platform](whole, lesson))
    left_out = []
    for label, one in handed_in:
        if not one.is_whole(lesson):
            left_out.append(f"{label} is not in {path.name}: not every exercise is marked yet.")
        elif platform == "moodle" and not one.learner.email:
            left_out.append(f"{label} is not in {path.name}: no e-mail address is known. Give a roster that has it.")
    return left_out
