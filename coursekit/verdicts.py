"""The verdict on an answer: one short paragraph. coursekit.checking has check(), which prints it.

There are four kinds of verdict. "Not answered yet"; "Right" and what it means; "Nearly" and which misconception this
looks like; "Wrong kind of thing": what was given and what is asked. What each exercise expects stands in
coursekit/exercises, computed from the tables, one module a lesson.
"""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from coursekit import exercises
from coursekit.kinds import Kind, NotYet, WrongKind
from coursekit.numbers_asked import MAY_BE_TOO
from coursekit.plain import Form, Plain, plain

NOT_YET, RIGHT, NEARLY, WRONG_KIND = "Not answered yet.", "Right.", "Nearly.", "Wrong kind of thing."
DOTS = (
    "Replace the three dots in the cell above, run it, and run this cell again. "
    "If the cell above shows a red message, mend that first: the name still stands for the dots."
)
MOST_WORDS = 60  # of what is said to a wrong answer


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
    answer of the right kind that is neither right nor one of the mistakes. It is a sentence, or a function of the answer
    that returns one. So is `right`. Of the mistakes all that lead to this very value are told, since nobody can see
    which one it was; or else the first whose function says so. A small whole number can come from none of them: then `otherwise` is said
    too. `hint` is added by check() after three wrong answers.
    `unit` is that of the number or numbers, as a teacher reads them: "per cent"; empty where there is none.
    """

    kind: Kind
    wanted: Any
    right: str | Callable[[Any], str]
    mistakes: Sequence[Mistake]
    otherwise: str | Callable[[Any], str] = ""
    hint: str = ""
    unit: str = ""


_makers: dict[str, Callable[[], Exercise]] = {}
_names: dict[str, tuple[str, ...]] = {}


def exercise(number: str, *names: str) -> Callable[[Callable[[], Exercise]], Callable[[], Exercise]]:
    """Register a function that makes the exercise of this number; it is called once, when first needed.

    `names` are those under which a notebook has the answer, part by part. Without them it has the function's name.
    """

    def register(maker: Callable[[], Exercise]) -> Callable[[], Exercise]:
        if number in _makers:
            raise ValueError(f"There are two exercises {number}")
        _makers[number], _names[number] = cache(maker), names or (maker.__name__,)
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


def names_of(number: str) -> tuple[str, ...]:
    """Return the names that the answer to an exercise has in a notebook, part by part; the last is the one it asks for.

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
    return _names[number]


def _said(words: str | Callable[[Any], str], given: Any) -> str:
    return words(given) if callable(words) else words


def _causes(asked: Exercise, given: Any) -> dict[str, str]:
    """Return what is said to a wrong answer, and the misconception, for each mistake that it shows.

    A value that is just what mistakes lead to is told of all of them, and of rounding or an empty choice if it can be
    that too. Then comes what is known by a function, what every exercise knows, and what a rounded mistake looks like.
    """
    alike = [m for m in asked.mistakes if not callable(m.value) and asked.kind.like(given, m.value)]
    exact = [m for m in alike if asked.kind.same(given, m.value)]
    by_looks = (m for m in asked.mistakes if callable(m.value) and m.value(given))
    found = exact or list(islice(by_looks, 1))
    causes = {_said(mistake.says, given): mistake.because for mistake in found}
    slip = asked.kind.slip(given, asked.wanted)
    if slip and (
        not found or (exact and slip[1].startswith(MAY_BE_TOO) and not any("This is 0" in says for says in causes))
    ):
        causes[slip[1]] = slip[0]
    return causes or {_said(mistake.says, given): mistake.because for mistake in alike}


def _judge(asked: Exercise, form: Plain) -> Verdict:
    """Return the verdict on an answer in plain form."""
    if form.kind == Form.DOTS:
        return Verdict(NOT_YET, DOTS)
    if form.kind == Form.NOTHING:
        return Verdict(
            WRONG_KIND,
            "This is None, nothing. A step that only prints or changes a table in place gives nothing back.",
            "assigns what a step gives back that gives nothing back",
        )
    try:
        given = asked.kind.read(form)
        if asked.wanted(given) if callable(asked.wanted) else asked.kind.same(given, asked.wanted):
            return Verdict(RIGHT, _said(asked.right, given))
        causes = _causes(asked, given)
    except NotYet as what:
        return Verdict(NOT_YET, str(what), what.because)
    except WrongKind as what:
        return Verdict(WRONG_KIND, str(what), what.because)
    if not causes:
        return Verdict(NEARLY, _said(asked.otherwise, given))
    by_value = any(_said(one.says, given) in causes for one in asked.mistakes if not callable(one.value))
    short = asked.kind.may_be_many_things(given) if by_value else ""
    ways = f"More than one way leads to {short or 'this answer'}. " if len(causes) > 1 else ""
    says, because = ways + " Or: ".join(causes), "; or ".join(dict.fromkeys(causes.values()))
    if short:  # it can be the number of something else, too
        otherwise = (_said(asked.otherwise, given), "Show each step in a cell of its own.")
        ends = (f"{says} If you came to {short} in another way: {advice}" for advice in otherwise)
        says = next((end for end in ends if len(end.split()) <= MOST_WORDS), says)
    return Verdict(NEARLY, says, because)


def judged(number: str, form: Plain) -> Verdict:
    """Return the verdict on an answer in plain form, the parts of an answer of several parts in a list.

    Raises
    ------
    KeyError
        As `names_of` does.
    """
    names_of(number)
    asked = expected(number)
    if form.kind != Form.UNREADABLE:
        with suppress(Exception):  # data that does not fit together: from a file, or a fault of ours
            return _judge(asked, form)
    return Verdict(WRONG_KIND, f"This answer, {form.what}, cannot be read. Look at it in a cell of its own first.")


def verdict(number: str, answer: Any) -> Verdict:
    """Return the verdict on an answer of any kind. Raises KeyError as `judged` does, and nothing else."""
    named = plain(number)
    return judged(str(named.value) if named.kind in (Form.TEXT, Form.NUMBER) else named.what, plain(answer))
