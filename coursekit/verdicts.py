"""check(): the verdict on an answer, at once, in one short paragraph, and never an exception.

There are four kinds of verdict. "Not answered yet"; "Right" and what it means; "Nearly" and which misconception this
looks like; "Wrong kind of thing": what was given and what is asked. What each exercise expects stands in
coursekit/exercises, computed from the tables, one module a lesson.
"""

import importlib
import pkgutil
import textwrap
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, Protocol

from coursekit import exercises
from coursekit.answers import NotYet, WrongKind
from coursekit.plain import Form, Plain, plain

NOT_YET, RIGHT, NEARLY, WRONG_KIND = "Not answered yet.", "Right.", "Nearly.", "Wrong kind of thing."
COLUMNS = 84  # verdicts are folded at this width, so that a large font does not break them in odd places


class Kind(Protocol):
    """What an answer may look like: see coursekit.answers."""

    def read(self, answer: Plain) -> Any:
        """Return the answer as it is compared, or raise WrongKind or NotYet."""

    def same(self, given: Any, wanted: Any) -> bool:
        """Say whether an answer, as read, is the one wanted."""


class Verdict(NamedTuple):
    """The kind of verdict, what is said, and in a few words the misconception behind the answer ("" if not known)."""

    kind: str
    message: str
    because: str = ""


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners give.

    `because` is the misconception in the teacher's words. `value` is what it leads to, or a function that says of an
    answer whether it is this one. `says` is what the learner reads: a sentence, or a function of the answer that
    returns one. `codes` are examples of what a learner types: the value comes last, on a line without the answer's name.
    """

    because: str
    value: Any
    says: str | Callable[[Any], str]
    codes: Sequence[str] = ()


@dataclass(frozen=True)
class Exercise:
    """What an exercise expects, and what is said to each answer.

    `wanted` is the answer, or a function that says of an answer whether it is right. `otherwise` is said to every
    answer of the right kind that is neither right nor one of the mistakes, of which the first that fits is told. It is
    a sentence, or a function of the answer that returns one. So is `right`.
    """

    kind: Kind
    wanted: Any
    right: str | Callable[[Any], str]
    mistakes: Sequence[Mistake]
    otherwise: str | Callable[[Any], str] = ""


_makers: dict[str, Callable[[], Exercise]] = {}


def exercise(number: str) -> Callable[[Callable[[], Exercise]], Callable[[], Exercise]]:
    """Register a function that makes the exercise of this number; it is called once, when first needed."""

    def register(maker: Callable[[], Exercise]) -> Callable[[], Exercise]:
        if number in _makers:
            raise ValueError(f"There are two exercises {number}")
        _makers[number] = cache(maker)
        return maker

    return register


@cache
def exercise_numbers() -> tuple[str, ...]:
    """Return the numbers of all exercises, in order."""
    for module in pkgutil.iter_modules(exercises.__path__):
        importlib.import_module(f"{exercises.__name__}.{module.name}")
    return tuple(sorted(_makers, key=lambda number: [int(part) for part in number.split(".")]))


def expected(number: str) -> Exercise:
    """Return what the exercise of this number expects. Raises KeyError if there is none."""
    exercise_numbers()
    return _makers[number]()


def _fits(kind: Kind, given: Any, value: Any) -> bool:
    """Say whether an answer, as read, is a value, or has what a function looks for."""
    return value(given) if callable(value) else kind.same(given, value)


def _said(words: str | Callable[[Any], str], given: Any) -> str:
    return words(given) if callable(words) else words


def _judge(asked: Exercise, form: Plain) -> Verdict:
    """Return the verdict on an answer in plain form."""
    if form.kind == Form.DOTS:
        return Verdict(
            NOT_YET,
            "Replace the three dots in the cell above, run it, and run this cell again. "
            "If the cell above shows a red message, mend that first: the name still stands for the dots.",
        )
    if form.kind == Form.NOTHING:
        return Verdict(
            WRONG_KIND,
            "This is None, nothing. A step that only prints or changes a table in place gives nothing back.",
            "assigns what a step gives back that gives nothing back",
        )
    try:
        given = asked.kind.read(form)
        if _fits(asked.kind, given, asked.wanted):
            return Verdict(RIGHT, _said(asked.right, given))
        for mistake in asked.mistakes:
            if _fits(asked.kind, given, mistake.value):
                return Verdict(NEARLY, _said(mistake.says, given), mistake.because)
    except NotYet as what:
        return Verdict(NOT_YET, str(what), what.because)
    except WrongKind as what:
        return Verdict(WRONG_KIND, str(what), what.because)
    return Verdict(NEARLY, _said(asked.otherwise, given))


def judged(number: str, form: Plain) -> Verdict:
    """Return the verdict on an answer in plain form, the parts of an answer of several parts in a list.

    Raises
    ------
    KeyError
        If there is no exercise of this number; the message names those of the lesson.
    """
    numbers = exercise_numbers()
    if number not in numbers:
        lesson = number.split(".")[0]
        there = [n for n in numbers if n.split(".")[0] == lesson] or numbers
        raise KeyError(
            f"There is no exercise {number:.20}. Write the number in quotation marks, one of: {', '.join(there)}."
        )
    asked = expected(number)
    if form.kind != Form.UNREADABLE:
        with suppress(Exception):  # data that does not fit together: from a file, or a fault of ours
            return _judge(asked, form)
    return Verdict(WRONG_KIND, f"This answer, {form.what}, cannot be read. Look at it in a cell of its own first.")


def verdict(number: str, answer: Any) -> Verdict:
    """Return the verdict on an answer of any kind. Raises KeyError as `judged` does, and nothing else."""
    named = plain(number)
    return judged(str(named.value) if named.kind in (Form.TEXT, Form.NUMBER) else named.what, plain(answer))


def check(number: str, answer: Any = ..., *further: Any) -> None:
    """Print the verdict on the answer to an exercise.

    Parameters
    ----------
    number
        The number of the exercise, as text: "2.1".
    answer
        The answer, usually the name that the exercise asks for. Three dots mean: not answered yet.
    further
        Further parts of an answer that is made of several dictionaries.
    """
    try:
        kind, message, _ = verdict(number, (answer, *further) if further else answer)
        text = f"{number} {kind} {message}"
    except KeyError as problem:
        text = problem.args[0]
    except OSError as problem:
        text = f"The tables of the course cannot be read ({problem}). Get a fresh copy of the course and keep your notebook."
    print(textwrap.fill(text, COLUMNS, break_long_words=False, break_on_hyphens=False))
