"""Answers in numbers: one, or one for each of some groups. A teacher would accept 3, 3.0, or a column that holds only a 3."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coursekit.kinds import (
    NO_ROWS,
    PERHAPS_NO_ROWS,
    Kind,
    NotYet,
    WrongKind,
    instead,
    only_value,
    pairs,
    see_that_values_are_there,
    spelled,
)
from coursekit.plain import COLUMN, TUPLE, Form, Plain, plain

NOTHING_LEFT = "This is 0. Show the rows behind it: are there any, and does one of them meet your condition?"
ROUNDED = "This differs from what is asked only by rounding or cutting."
MAY_BE_TOO = (NOTHING_LEFT, ROUNDED)  # how that begins which an answer may be beside what a mistake leads to
SMALL = 100  # up to here a whole number is easily the number of something else, too


@dataclass(frozen=True)
class Number(Kind):
    """One number: the very same; where `decimals` is given, within half a unit of the last decimal; or `within` a span.

    `hint` says, as a question, which step turns a column or a table into the number asked for. `of_rows` says that the
    number comes from rows that are counted or added up: a 0 can then mean that there are none.
    """

    decimals: int | None = None
    within: float = 0
    hint: str = "Which step turns these values into one number?"
    of_rows: bool = True

    def read(self, answer: Plain) -> float:
        """Return the number as a float, or raise WrongKind or NotYet."""
        form = only_value(answer)
        if form.what == TUPLE and len(form.parts) == 2 and all(type(part.value) is int for part in form.parts):
            first, second = (part.value for part in form.parts)
            raise WrongKind(
                f"Python reads {first},{second} as two numbers, and one is asked. If you mean a decimal, write it with a point: {first}.{second}",
                "gives two numbers, or writes a decimal comma",
            )
        if form.kind == Form.TEXT:
            raise _number_as_text(form.value)
        if form.kind == Form.SPAN:
            raise WrongKind(
                "This is a span of time; a plain number is asked. .days turns a span into a number of days.",
                "gives a span of time where one number is asked",
            )
        if form.kind == Form.EMPTY:
            raise WrongKind(
                "This is an empty value, not a number. Perhaps no row is left, or the column has empty values: look at the rows first.",
                "calculates with an empty value",
            )
        if form.kind != Form.NUMBER:
            see_that_values_are_there(form)
            count = form.size * len(form.keys) if form.kind == Form.TABLE else form.size
            values = f" with {count} values" if form.kind in (Form.LIST, Form.TABLE) else ""
            hint = NO_ROWS if form.what == COLUMN and not form.size else self.hint
            raise instead(form, "one number", f". {hint}", f"{form.what}{values}")
        if math.isinf(form.value):
            raise WrongKind("This number is infinite: was something divided by zero?", "divides by zero")
        return float(form.value)

    def same(self, given: float, wanted: Any) -> bool:
        """Say whether two numbers agree as closely as the exercise asks."""
        return abs(given - float(wanted)) <= self._allowed + 1e-9

    @property
    def _allowed(self) -> float:
        return self.within if self.decimals is None else 0.5 * 10**-self.decimals

    def like(self, given: float, value: Any) -> bool:
        """Say whether a number is a value, to two digits at least; only 0 is like 0.

        A number with more decimals than are asked must be the very same: only a short one can stand for another.
        """
        value = float(value)
        if not value:
            return not given
        off = abs(given - value)
        if off <= abs(value) / 50 and shortened(given, value, 2):
            return True
        is_short = abs(given - round(given, self.decimals or 0)) < 1e-9
        return off <= (min(self._allowed, abs(value) / 500) if is_short else abs(value) * 1e-6) + 1e-9

    def may_be_many_things(self, given: float) -> str:
        """Return a number that is small and whole, or an empty text for any other."""
        return f"{given:g}" if 0 < given <= SMALL and given.is_integer() else ""

    def slip(self, given: float, wanted: Any) -> tuple[str, str] | None:
        """Know a zero, another sign, rounding and cutting, and what was multiplied by 100 once too often."""
        wanted = float(wanted)
        if not given and wanted and self.of_rows:
            return "is left with nothing", NOTHING_LEFT
        if self.like(given, -wanted):
            return "turns the sign round", "The size is right and the sign is not. What is subtracted from what?"
        if shortened(given, wanted, 1):
            return rounding(given, self.decimals)
        if self.decimals is not None and self.like(given / 100, wanted):
            return "multiplies by 100 once too often", "This is 100 times the number asked. Where does 100 come in?"
        return None


def _number_as_text(text: str) -> WrongKind:
    """Return what is said to a text where a number is asked."""
    number = re.search(r"[-+\u2212]?\d[\d.,]*", text)
    beside = number and text.replace(number[0], "", 1).strip()
    if not number:
        how, because = "write it in digits, without the marks.", "writes words for a number"
    elif not beside:
        how, because = "write it without them.", "writes a number in quotation marks"
    elif any(letter.isdigit() for letter in beside):
        how, because = "write only the one number asked, in digits, without the marks.", "writes several numbers"
    else:
        how = f'leave out both the marks and what stands beside the number ("{beside[:30]}").'
        because = "writes the unit, and quotation marks"
    return WrongKind(f"This is text (it stands in quotation marks), and a number is asked: {how}", because)


def rounding(given: float, decimals: int | None) -> tuple[str, str]:
    """Return the misconception of a number that differs from the right one by rounding only, and what is said to it."""
    shown = next((places for places in range(10) if abs(given - round(given, places)) < 1e-9), 10)
    how = "Give it as exact as Python computes it."
    if decimals and shown < decimals:
        how = f"The question asks for {decimals} decimal{'s' * (decimals > 1)}; more do no harm."
    elif decimals and shown == decimals:
        how = "Look at the first digit that you left out: from 5 on, the digit before it goes up by one."
    return "rounds too early, or cuts", f"{ROUNDED} {how}"


def shortened(given: float, exact: float, digits: int) -> bool:
    """Say whether a number is another one, rounded or cut to so many digits at least; two, if they are not all shown."""
    if not exact or not math.isfinite(exact):
        return False
    size = math.floor(math.log10(abs(exact)))
    for decimals in range(min(max(0, digits - 1 - size), 1 - size) if size > 0 else digits - 1 - size, 10):
        cut = math.trunc(exact * 10.0**decimals) / 10.0**decimals
        if given and min(abs(given - cut), abs(given - round(exact, decimals))) < 1e-9:
            return True
    return False


def _group(key: Plain, what: str) -> str:
    """Return the name of a group in one form, so that 1990, 1990.0 and "1990" are the same."""
    if key.kind in (Form.TEXT, Form.DATE):
        return spelled(key.value)
    if key.kind == Form.EMPTY:
        return "an empty cell"
    if key.kind == Form.NUMBER:
        return str(int(key.value) if float(key.value).is_integer() else key.value)
    if key.kind == Form.LIST:
        raise WrongKind(
            f"More than one name stands beside each number. Group by the one column that holds the {what}.",
            "groups by more than one column",
        )
    raise WrongKind(
        f"The names of the {what} are not with the numbers. By which column are the rows grouped?",
        f"leaves out the names of the {what}",
    )


def _years(names: list[str]) -> list[str]:
    """Return the first year in each name, as in "1990s", "the 1990s" or "1990-1999"; the names if these are no years."""
    years = [found[0] for name in names if (found := re.search(r"(?<!\d)\d{4}(?!\d)", name))]
    return years if len(set(years)) == len(names) else names


def _holds_several(form: Plain) -> bool:
    """Say whether a form is a dictionary, a table or a column of several values: what holds only it means the same."""
    return len(form.parts) > 1 and (form.kind in (Form.DICTIONARY, Form.TABLE) or form.what == COLUMN)


@dataclass(frozen=True)
class Numbers(Kind):
    """A number for each of some groups: a column whose index names them, a dictionary, pairs, or a table of two columns."""

    decimals: int | None = None
    what: str = "groups"

    def read(self, answer: Plain) -> dict[str, float]:
        """Return the number of each group, or raise WrongKind or NotYet."""
        while (
            answer.kind in (Form.LIST, Form.DICTIONARY) and len(answer.parts) == 1 and _holds_several(answer.parts[0])
        ):
            answer = answer.parts[0]
        see_that_values_are_there(answer)
        named = pairs(answer)
        if named is None:
            table = answer.kind == Form.TABLE
            given = f"a whole table with {len(answer.keys)} columns" if table else ""
            numbers = answer.kind == Form.LIST and all(part.kind == Form.NUMBER for part in answer.parts)
            step = (
                ". Take one column of it: which one holds the numbers?" if table
                else ", and no name stands beside the numbers: which number belongs to which?" if numbers
                else ". Which step makes groups?"
            )  # fmt: skip
            raise instead(answer, f"one number for each of the {self.what}", step, given)
        if any(value.kind == Form.DOTS for _, value in named):
            raise NotYet("Some of the three dots are still there.")
        if answer.kind != Form.DICTIONARY and any(value.kind in (Form.TEXT, Form.TRUTH) for _, value in named):
            raise WrongKind(
                f"This has a value for each row. A number for each of the {self.what} is asked: "
                "which step counts how often each occurs?",
                "forgets to count",
            )
        number = Number(self.decimals)
        names = _years([_group(key, self.what) for key, _ in named])
        return {name: number.read(value) for name, (_, value) in zip(names, named, strict=True)}

    def same(self, given: dict[str, float], wanted: Any) -> bool:
        """Say whether the groups are the same and each number agrees; the order of the groups means nothing."""
        return self._each(given, wanted, Number(self.decimals).same)

    def like(self, given: dict[str, float], value: Any) -> bool:
        """Say whether the groups are the same and each number is like that of a mistake."""
        return self._each(given, value, Number(self.decimals).like)

    def slip(self, given: dict[str, float], wanted: Any) -> tuple[str, str] | None:
        """Know numbers that were all rounded or cut, and no numbers at all."""
        if not given:
            return "sets a condition that no row meets", f"No number is in it. {PERHAPS_NO_ROWS}"
        if self._each(given, wanted, lambda one, exact: one == exact or shortened(one, exact, 1)):
            return rounding(max(given.values(), key=lambda one: len(str(one))), self.decimals)
        return None

    def _each(self, given: dict[str, float], wanted: Any, agree: Callable[[float, float], bool]) -> bool:
        """Say whether the groups are the same and each pair of numbers agrees."""
        ours = {_group(plain(key), self.what): float(value) for key, value in dict(wanted).items()}
        # A count of nothing may stand in the answer or be left out of it.
        given = {key: value for key, value in given.items() if value or key in ours or not ours}
        return ours.keys() == given.keys() and all(agree(given[key], ours[key]) for key in ours)
