"""Answers that learners give: right ones that look different, and wrong ones with what they get to read.

Each answer is code as a learner would type it into the answer cell; it runs after the cells before it in the
exercise notebook. The wrong answers name the misconception behind them: this is also the teacher's list.
"""

from dataclasses import dataclass

from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND


@dataclass(frozen=True)
class Answer:
    """One answer: the code, the kind of verdict it must get, a phrase of the message, and why learners give it."""

    code: str
    kind: str
    says: str = ""
    because: str = ""


def right(code: str) -> Answer:
    """Return an answer that must be accepted."""
    return Answer(code, RIGHT)


def nearly(code: str, says: str, because: str) -> Answer:
    """Return a wrong answer of the right kind."""
    return Answer(code, NEARLY, says, because)


def wrong_kind(code: str, says: str, because: str) -> Answer:
    """Return an answer that is not the kind of thing asked for."""
    return Answer(code, WRONG_KIND, says, because)


def not_yet(code: str, says: str, because: str) -> Answer:
    """Return an answer with dots left in it."""
    return Answer(code, NOT_YET, says, because)
