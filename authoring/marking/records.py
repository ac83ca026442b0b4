"""What is known of each learner when a class is marked: the one thing that tables, analysis and pages are made from."""

from collections import Counter
from dataclasses import dataclass, field

from authoring.marking.judge import NOT_MARKED, Marked, Verdict
from authoring.marking.keys import numbers_of
from authoring.marking.submissions import Learner

# What a teacher does about learners who are not in the roster.
TO_CORRECT = "If this is somebody on it, write the name of your list into learners.csv and run the same command again."


@dataclass(frozen=True)
class Problem:
    """A file that could not be marked, and why."""

    file: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text}"


@dataclass
class Record:
    """A learner, what was handed in for each lesson, marked, the files it was in, and what could not be marked.

    `remarks` has, by lesson, what only the teacher is to read about the files. `absent`: the learner stands in the
    roster and handed in nothing; `stranger`: handed in something and does not stand in it.
    """

    learner: Learner
    marked: dict[str, Marked] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    remarks: dict[str, list[str]] = field(default_factory=dict)
    absent: bool = False
    stranger: bool = False

    @property
    def name(self) -> str:
        """Return the learner's name, which another learner may have too."""
        return self.learner.name

    @property
    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdicts on all exercises by number, in order."""
        return {v.number: v for _, marked in sorted(self.marked.items()) for v in marked.verdicts}

    @property
    def noticed(self) -> list[tuple[str, str]]:
        """Return what was odd about the files as a whole: the lesson, and what it was."""
        lessons = sorted(self.marked.items())
        return [(one, text) for one, marked in lessons for text in [*self.remarks.get(one, []), *marked.remarks]]

    @property
    def to_run_again(self) -> list[str]:
        """Return the exercises that are not marked yet, and will be when the same command runs again."""
        return [number for number, verdict in self.verdicts.items() if verdict.kind == NOT_MARKED]

    def is_whole(self, lesson: str) -> bool:
        """Say whether each exercise of a lesson is marked, so that there is a total."""
        kinds = [verdict.kind for verdict in self.marked[lesson].verdicts] if lesson in self.marked else []
        return len(kinds) == len(numbers_of(lesson)) and NOT_MARKED not in kinds


def labelled(records: list[Record]) -> list[tuple[str, Record]]:
    """Return the learners in the order of their names. Who has the same name as another gets the id beside it."""
    names = Counter(one.name.casefold() for one in records)
    labels = [one.name if names[one.name.casefold()] == 1 else f"{one.name} ({one.learner.id})" for one in records]
    return sorted(zip(labels, records, strict=True), key=lambda pair: (pair[0].casefold(), pair[1].learner.id))


def lessons_of(records: list[Record]) -> list[str]:
    """Return the lessons that were handed in, in order."""
    return sorted({lesson for one in records for lesson in one.marked})


def exercises_of(records: list[Record]) -> list[str]:
    """Return the numbers of the exercises of these lessons, in order."""
    return [number for lesson in lessons_of(records) for number in numbers_of(lesson)]
