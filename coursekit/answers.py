"""The kinds of answer that exercises ask for: how to read what a learner gave, and when two answers are the same.

A teacher would accept 3, 3.0, numpy's 3 or a column that holds only a 3; so does `Number`. Each kind reads an answer
in its plain form (coursekit.plain), or raises WrongKind with a sentence that says what was given and which step leads
on, or NotYet where three dots are left in it.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coursekit.plain import COLUMN, LAZY, TUPLE, Form, Plain, how_many_words, plain

NOTHING_LEFT = "This is 0. Perhaps no row is left: show the rows that you count or add up. Which condition leaves none?"
ROUNDED = "This differs from what is asked only by rounding or cutting. Give it as exact as Python computes it."
MAY_BE_TOO = (NOTHING_LEFT, ROUNDED)  # what an answer may be beside what a mistake leads to
PERHAPS_NO_ROWS = "Perhaps no row is left: which condition leaves none? A word in it must be spelled as in the table."
NO_ROWS = "It has no rows left: which condition leaves none? A word in it must be spelled as in the table."


class Refused(Exception):
    """The answer is not compared: `says` is for the learner, `because` names the misconception for the teacher."""

    def __init__(self, says: str, because: str = "") -> None:
        super().__init__(says)
        self.because = because


class WrongKind(Refused):
    """The answer is not the kind of thing that was asked."""


class NotYet(Refused):
    """The answer still has three dots in it."""


class Kind:
    """What an answer may look like: `read` takes it out of its plain form, and `same` compares it with what is wanted."""

    def read(self, answer: Plain) -> Any:
        """Return the answer as it is compared, or raise WrongKind or NotYet."""
        raise NotImplementedError

    def same(self, given: Any, wanted: Any) -> bool:
        """Say whether an answer, as read, is the one wanted."""
        raise NotImplementedError

    def like(self, given: Any, value: Any) -> bool:
        """Say whether an answer, as read, is what a mistake leads to. Here an answer may be less exact than a right one."""
        return self.same(given, value)

    def slip(self, given: Any, wanted: Any) -> tuple[str, str] | None:
        """Return a misconception and what is said to it, for what every exercise of this kind knows; None for nothing."""
        return None


def _instead(form: Plain, asked: str, step: str, given: str = "") -> WrongKind:
    """Return what is said when something else was given than what is asked."""
    given = given or form.what
    return WrongKind(f"You gave {given}; {asked} is asked{step}", f"gives {given} where {asked} is asked")


def _see_that_values_are_there(form: Plain) -> None:
    """Raise WrongKind if there are too many values to be read, or none in a table, or in what was read before."""
    if form.unread and form.kind != Form.TABLE:
        raise WrongKind("You gave far more values than the question asks for.", "gives far more values than are asked")
    if form.kind == Form.TABLE and not form.size:
        raise WrongKind(f"You gave a table. {NO_ROWS}", "sets a condition that no row meets")
    if form.what.startswith(LAZY) and not form.size:
        raise WrongKind(
            "There is nothing in it, or it was read before: such values can be read only once. Put list() around them, "
            "and run both cells again.",
            "reads values twice that can be read once",
        )


def _only_value(form: Plain) -> Plain:
    """Return the value of a list, column, dictionary or table that holds just one; any other answer as it is."""
    while form.kind in (Form.LIST, Form.TABLE, Form.DICTIONARY) and form.size == len(form.parts) == 1:
        form = form.parts[0]
    if form.kind == Form.DOTS:
        raise NotYet("The three dots are still there.")
    return form


def _pairs(form: Plain) -> list[tuple[Plain, Plain]] | None:
    """Return names and values of a dictionary, a column, pairs in a list, or a table that has just these; or None."""
    if form.kind == Form.DICTIONARY or form.what == COLUMN:
        return list(zip(form.keys, form.parts, strict=True))
    pairs = [part.parts for part in form.parts if part.kind == Form.LIST and len(part.parts) == 2]
    if form.kind == Form.LIST and pairs and len(pairs) == len(form.parts):
        return pairs
    heads = {part.keys for part in form.parts if part.kind == Form.DICTIONARY}
    if form.kind == Form.LIST and len(heads) == 1 and len(form.parts) > 1 and len(min(heads)) == 2:
        return [part.parts for part in form.parts]  # a dictionary for each row of two columns
    if form.kind != Form.TABLE or not form.parts:
        return None
    columns = [column.parts for column in form.parts]
    kinds = [{value.kind for value in column} for column in columns]
    if sorted(map(sorted, kinds)) == [[Form.NUMBER], [Form.TEXT]]:  # names and numbers, whichever comes first
        return list(zip(*sorted(columns, key=lambda column: column[0].kind != Form.TEXT), strict=True))
    only_numbered = not form.index.label and all(type(row.value) is int for row in form.index.parts)
    if len(columns) == 2 and form.size > 1 and only_numbered:
        return list(zip(*columns, strict=True))
    if len(columns) == 1:
        return list(zip(form.index.parts, columns[0], strict=True))
    return [(head, column[0]) for head, column in zip(form.keys, columns, strict=True)] if form.size == 1 else None


@dataclass(frozen=True)
class Number(Kind):
    """One number: the very same; where `decimals` is given, within half a unit of the last decimal; or `within` a span.

    `hint` says, as a question, which step turns a column or a table into the number asked for.
    """

    decimals: int | None = None
    within: float = 0
    hint: str = "Which step turns these values into one number?"

    def read(self, answer: Plain) -> float:
        """Return the number as a float, or raise WrongKind or NotYet."""
        form = _only_value(answer)
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
            _see_that_values_are_there(form)
            count = form.size * len(form.keys) if form.kind == Form.TABLE else form.size
            values = f" with {count} values" if form.kind in (Form.LIST, Form.TABLE) else ""
            hint = NO_ROWS if form.what == COLUMN and not form.size else self.hint
            raise _instead(form, "one number", f". {hint}", f"{form.what}{values}")
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
        """Say whether a number is a value, to two digits at least; only 0 is like 0."""
        value = float(value)
        if not value:
            return not given
        off = abs(given - value)
        rounded = off <= abs(value) / 50 and shortened(given, value, 2)
        return rounded or off <= min(self._allowed, abs(value) / 500) + 1e-9

    def slip(self, given: float, wanted: Any) -> tuple[str, str] | None:
        """Know a zero, another sign, rounding and cutting, and what was multiplied by 100 once too often."""
        wanted = float(wanted)
        if not given and wanted:
            return "is left with nothing", NOTHING_LEFT
        if self.like(given, -wanted):
            return "turns the sign round", "The size is right and the sign is not. What is subtracted from what?"
        if shortened(given, wanted, 1):
            return "rounds too early, or cuts", ROUNDED
        if self.decimals is not None and self.like(given / 100, wanted):
            return "multiplies by 100 once too often", "This is 100 times the number asked. Where does 100 come in?"
        return None


def _number_as_text(text: str) -> WrongKind:
    """Return what is said to a text where a number is asked."""
    number = re.search(r"[-+\u2212]?\d[\d.,]*", text)
    beside = number and text.replace(number[0], "", 1).strip()
    if beside and not any(letter.isdigit() for letter in beside):
        return WrongKind(
            "This is text (it stands in quotation marks), and a number is asked: "
            f'leave out both the marks and what stands beside the number ("{beside[:30]}").',
            "writes the unit, and quotation marks",
        )
    how = "write it without them." if number else "write it in digits, without the marks."
    return WrongKind(
        f"This is text (it stands in quotation marks), and a number is asked: {how}",
        "writes a number in quotation marks" if number else "writes words for a number",
    )


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


def spelled(text: str) -> str:
    """Return a text without differences that mean nothing: case, outer spaces, doubled spaces, dashes."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


def _without_marks(text: str) -> str:
    """Return a text as it is compared where only words count: a comma or a full stop more or less means nothing."""
    return spelled(re.sub(r"[.,;:!'\"]", " ", text))


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words, in any case."""

    options: tuple[str, ...]

    def read(self, answer: Plain) -> str:
        """Return the option chosen, or raise WrongKind naming the options, or NotYet."""
        form = _only_value(answer)
        options = ", in quotation marks: " + ", ".join(f'"{option}"' for option in self.options) + "."
        if form.kind != Form.TEXT:
            raise _instead(form, "one of these words", options)
        for option in self.options:
            if _without_marks(option) == _without_marks(form.value):
                return option
        raise WrongKind(
            f'"{form.value[:40]}" is not among the choices; one of these words is asked{options}', "uses other words"
        )

    def same(self, given: str, wanted: Any) -> bool:
        """Say whether two choices are the same."""
        return given == wanted


def joined(answer: Plain) -> dict[Any, Plain]:
    """Return the lines of one dictionary or of several in a list; or raise WrongKind or NotYet."""
    several = answer.kind == Form.LIST and any(part.kind in (Form.DICTIONARY, Form.DOTS) for part in answer.parts)
    whole: dict[Any, Plain] = {}
    for part in answer.parts if several else (answer,):
        if part.kind == Form.DOTS:
            raise NotYet("Keep the braces and the names, and replace only the dots.")
        pairs = _pairs(part)
        if pairs is None:
            raise WrongKind(
                f"You gave {part.what}; keep the braces and the names, and change only the dots.",
                f"gives {part.what} where a dictionary is asked",
            )
        whole |= {key.value: value for key, value in pairs}
    return whole


def _each_line(answer: Plain, kinds: Mapping[str, Any]) -> dict[str, Any]:
    """Return each line of a dictionary as its kind reads it, or raise WrongKind or NotYet."""
    lines = joined(answer)
    missing = [name for name in kinds if name not in lines]
    if missing:
        raise WrongKind(
            f"These names are missing: {', '.join(missing)}. Keep every line, and change only the dots.",
            "leaves out lines, or changes their names",
        )
    dots = [name for name in kinds if lines[name].kind == Form.DOTS]
    if dots:
        raise NotYet(f"{len(dots)} of {len(kinds)} lines still have three dots: {', '.join(dots)}.")
    read = {}
    for name, kind in kinds.items():
        try:
            read[name] = kind.read(lines[name])
        except Refused as problem:
            raise type(problem)(f"In the line {name}: {problem}", problem.because) from None
    return read


@dataclass(frozen=True)
class Choices(Kind):
    """A dictionary that gives each of some keys one of a few words."""

    keys: tuple[str, ...]
    options: tuple[str, ...]

    def read(self, answer: Plain) -> dict[str, str]:
        """Return the choice for each key, or raise WrongKind or NotYet."""
        return _each_line(answer, dict.fromkeys(self.keys, Choice(self.options)))

    def same(self, given: dict[str, str], wanted: Any) -> bool:
        """Say whether all choices are the same."""
        return given == dict(wanted)


def how_many_agree(wanted: Mapping[str, str], question: str) -> Callable[[Mapping[str, str]], str]:
    """Return what is said to wrong `Choices`: how many agree, not which, and a question to ask of the record."""

    def say(given: Mapping[str, str]) -> str:
        agree = sum(given[key] == wanted[key] for key in wanted)
        return f"{agree} of {len(wanted)} agree with the record. {question}"

    return say


@dataclass(frozen=True)
class Order(Kind):
    """Some steps, named by letters, in an order that works: "BDAC", "B, D, A, C" or a list of letters.

    `after` names for each step the steps that must come before it, such as {"A": "B", "B": "", "C": "AB"}. So two
    steps of which neither needs the other may stand either way.
    """

    after: Mapping[str, str]

    def read(self, answer: Plain) -> str:
        """Return the letters in a row, or raise WrongKind or NotYet."""
        form = _only_value(answer)
        parts = form.parts if form.kind == Form.LIST else (form,)
        if any(part.kind == Form.DOTS for part in parts):
            raise NotYet("Some of the three dots are still there.")
        steps = ", ".join(sorted(self.after))
        asked = f"the letters {steps} in an order"
        if any(part.kind != Form.TEXT for part in parts):
            raise _instead(form, asked, ", in quotation marks.")
        given = re.sub(r"[^\w]|_", "", "".join(part.value for part in parts)).upper()
        if not given.strip("."):
            raise NotYet("There are no letters in it.")
        if sorted(given) != sorted(self.after):
            raise WrongKind(
                f"Each of the letters {steps} is asked once, and nothing else.", "leaves out or repeats a step"
            )
        return given

    def too_early(self, given: str) -> str:
        """Return the first step before which another one is needed that comes later, or "" if the order works."""
        return next((step for place, step in enumerate(given) if set(self.after[step]) - set(given[:place])), "")

    def same(self, given: str, wanted: Any) -> bool:
        """Say whether two orders are the same."""
        return given == wanted


@dataclass(frozen=True)
class Names(Kind):
    """Some names in any order, as a list, a column or the keys of a dictionary."""

    what: str = "names"

    def read(self, answer: Plain) -> list[str]:
        """Return the names, or raise WrongKind or NotYet."""
        names = self._names(answer)
        if any(name.kind == Form.DOTS for name in names):
            raise NotYet("Some of the three dots are still there.")
        odd = next((name for name in names if name.kind != Form.TEXT), None)
        if odd:
            raise WrongKind(
                f"There is {odd.what} in it; {self.what} (text) are asked. Which column holds the {self.what}?",
                f"gives {odd.what} among the {self.what}",
            )
        if len(names) == 1 and re.search("[,;]", names[0].value):
            raise WrongKind(
                f"All {self.what} stand in one pair of quotation marks; each needs its own.", "quotes the whole list"
            )
        return [name.value for name in names]

    def _names(self, form: Plain) -> tuple[Plain, ...]:
        """Return the values that should be names, or raise WrongKind."""
        asked = f"a list or a column of {self.what}"
        while form.kind in (Form.LIST, Form.DICTIONARY) and len(form.parts) == 1 and form.parts[0].kind == Form.LIST:
            form = form.parts[0]
        _see_that_values_are_there(form)
        if form.kind == Form.LIST and all(part.kind == Form.LIST and len(part.parts) == 1 for part in form.parts):
            return tuple(part.parts[0] for part in form.parts)
        if form.kind == Form.TABLE:
            if len(form.parts) == 1:
                in_index = all(name.kind == Form.TEXT for name in form.index.parts)
                numbers = any(value.kind == Form.NUMBER for value in form.parts[0].parts)
                return form.index.parts if in_index and numbers else form.parts[0].parts
            if form.size == 1 and form.parts and all(type(head.value) is int for head in form.keys):
                return tuple(column.parts[0] for column in form.parts)  # a row whose heads say nothing
            raise WrongKind(
                f"You gave a whole table with {len(form.keys)} columns; one column is asked. "
                'Which column? table["name of the column"] takes one out.',
                "forgets to take a column",
            )
        if form.kind not in (Form.LIST, Form.DICTIONARY):
            raise _instead(form, asked, ".", "one text" if form.kind == Form.TEXT else "")
        return form.keys if form.kind == Form.DICTIONARY else form.parts

    def same(self, given: list[str], wanted: Any) -> bool:
        """Say whether the names agree; repeated names do not."""
        return sorted(map(spelled, wanted)) == sorted(map(spelled, given))

    def slip(self, given: list[str], wanted: Any) -> tuple[str, str] | None:
        """Know an empty list."""
        return None if given else ("sets a condition that no row meets", f"No name is in it. {PERHAPS_NO_ROWS}")

    def difference(self, given: list[str], wanted: Any) -> str:
        """Say how many names are missing and how many do not belong, and give none of them away."""
        ours, theirs = set(map(spelled, wanted)), set(map(spelled, given))
        extra = len(theirs - ours)
        missing = len(ours - theirs)
        parts = [f"{missing} of the {len(ours)} {self.what} missing" if missing else "none missing"]
        if extra:
            parts.append(f"{extra} too many")
        if not missing and not extra:
            parts.append("one or more of them twice")
        return "; ".join(parts) + "."


@dataclass(frozen=True)
class Text(Kind):
    """A text in the learner's own words, at least `words` words long. Nobody but a reader can judge what it says."""

    words: int = 1

    def read(self, answer: Plain) -> str:
        """Return the text, or raise WrongKind or NotYet."""
        form = _only_value(answer)
        if form.kind != Form.TEXT:
            raise _instead(form, "a text", ", in quotation marks.")
        text = " ".join(form.value.split())
        if not text.strip(". …"):
            raise NotYet("There are only dots in it, or nothing.")
        if how_many_words(text) < self.words:
            raise WrongKind(
                f"This text has too few words: {how_many_words(text)}. At least {self.words} are asked.",
                "writes too few words",
            )
        return text

    def same(self, given: str, wanted: Any) -> bool:
        """Say whether two texts are the same, apart from case and spaces."""
        return spelled(given) == spelled(wanted)


@dataclass(frozen=True)
class Parts(Kind):
    """A dictionary in which each name has a kind of its own, and the line `by` decides what is wanted.

    What is wanted is a dictionary for each value that the line `by` can have. It need not hold all names: a text in
    the learner's own words is read and not compared. Names that were not asked for are passed over.
    """

    kinds: Mapping[str, Any]
    by: str

    def read(self, answer: Plain) -> dict[str, Any]:
        """Return each part as its kind reads it, or raise WrongKind or NotYet."""
        return _each_line(answer, self.kinds)

    def same(self, given: dict[str, Any], wanted: Any) -> bool:
        """Say whether the parts are those that are wanted for the value of the line `by`."""
        expected = wanted.get(given[self.by])
        return expected is not None and all(
            self.kinds[name].same(given[name], value) for name, value in expected.items()
        )

    def like(self, given: dict[str, Any], value: Any) -> bool:
        """Say whether the parts are what a mistake leads to, for the value of the line `by`."""
        parts = value.get(given[self.by])
        return parts is not None and all(self.kinds[name].like(given[name], part) for name, part in parts.items())

    def slip(self, given: dict[str, Any], wanted: Any) -> tuple[str, str] | None:
        """Know what the kinds of the parts know."""
        if callable(wanted):
            return None
        found = (self.kinds[name].slip(given[name], part) for name, part in wanted.get(given[self.by], {}).items())
        return next(filter(None, found), None)


def _group(key: Plain, what: str) -> str:
    """Return the name of a group in one form, so that 1990, 1990.0, "1990" and "1990s" are the same."""
    if key.kind == Form.TEXT:
        return re.sub(r"^(\d{4})s$", r"\1", spelled(key.value))
    if key.kind == Form.NUMBER and float(key.value).is_integer():
        return str(int(key.value))
    raise WrongKind(
        f"The names of the {what} are not with the numbers. By which column are the rows grouped?",
        f"leaves out the names of the {what}",
    )


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
        _see_that_values_are_there(answer)
        pairs = _pairs(answer)
        if pairs is None:
            table = answer.kind == Form.TABLE
            given = f"a whole table with {len(answer.keys)} columns" if table else ""
            step = "." if table else ". Which step makes groups?"
            raise _instead(answer, f"one number for each of the {self.what}", step, given)
        if any(value.kind == Form.DOTS for _, value in pairs):
            raise NotYet("Some of the three dots are still there.")
        if answer.kind != Form.DICTIONARY and any(value.kind in (Form.TEXT, Form.TRUTH) for _, value in pairs):
            raise WrongKind(
                f"This has a value for each row. A number for each of the {self.what} is asked: "
                "which step counts how often each occurs?",
                "forgets to count",
            )
        number = Number(self.decimals)
        return {_group(key, self.what): number.read(value) for key, value in pairs}

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
            return "rounds too early, or cuts", ROUNDED
        return None

    def _each(self, given: dict[str, float], wanted: Any, agree: Callable[[float, float], bool]) -> bool:
        """Say whether the groups are the same and each pair of numbers agrees."""
        ours = {_group(plain(key), self.what): float(value) for key, value in dict(wanted).items()}
        # A count of nothing may stand in the answer or be left out of it.
        given = {key: value for key, value in given.items() if value or key in ours or not ours}
        return ours.keys() == given.keys() and all(agree(given[key], ours[key]) for key in ours)
