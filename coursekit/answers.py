"""The kinds of answer that exercises ask for: how to read what a learner gave, and when two answers are the same.

A teacher would accept 3, 3.0, numpy's 3 or a column that holds only a 3; so does `Number`. Each kind turns what was
given into one plain form, or raises WrongKind with a sentence that says what was given and which step leads on.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from numbers import Number as AnyNumber
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

import numpy as np
import pandas as pd

# Nobody's answer is longer; a longer one is not read, so that check() answers at once.
LONGEST = 10_000


class WrongKind(Exception):
    """The answer is not the kind of thing that was asked; the message is for the learner."""


class NotYet(Exception):
    """The answer still has three dots in it; the message is for the learner."""


# Looked up by identity: a learner's class may have code of its own that runs on == or hash().
_NAMES = [
    (str, "text (something in quotation marks)"), (bool, "True or False"), (np.bool_, "True or False"),
    (int, "a number"), (float, "a number"), (np.int64, "a number"), (np.float64, "a number"),
    (list, "a list"), (tuple, "a list in round brackets"), (dict, "a dictionary"), (set, "a set"),
    (type(None), "None, nothing"), (pd.Series, "a column (Series)"), (pd.DataFrame, "a whole table (DataFrame)"),
    (pd.Timestamp, "a date"), (pd.Timedelta, "a span of time"), (date, "a date"), (datetime, "a date"),
    (np.ndarray, "an array"), (FunctionType, "a function"), (MethodType, "a step without its brackets ()"),
    (BuiltinFunctionType, "a function"), (type, "a type, not a value"), (type(...), "three dots"),
]  # fmt: skip


def name_of(answer: Any) -> str:
    """Return in plain words what kind of thing an answer is. Never calls the answer's own code."""
    kind = type(answer)
    for known, words in _NAMES:
        if kind is known:
            return words
    name = type.__getattribute__(kind, "__name__")
    if name.endswith("Array"):
        return "a row of values"
    if name.endswith("GroupBy"):
        return "groups, without a step yet that makes one number of each"
    return f"something of the type {name}"


def values_of(answer: Any) -> list:
    """Return the values of a list, column or array as a list.

    Raises
    ------
    WrongKind
        If the answer is not one of these, or is longer than LONGEST.
    """
    if isinstance(answer, pd.DataFrame):
        if answer.shape[1] != 1:
            raise WrongKind(
                f"You gave a whole table with {answer.shape[1]} columns; one column is asked. "
                'Which column? table["name of the column"] takes one out.'
            )
        answer = answer.iloc[:, 0]
    if not isinstance(
        answer, (list, tuple, set, frozenset, pd.Series, pd.Index, np.ndarray, pd.api.extensions.ExtensionArray)
    ):
        raise WrongKind(f"You gave {name_of(answer)}; a list or a column is asked.")
    if len(answer) > LONGEST:
        raise WrongKind(f"You gave {len(answer)} values, far more than the question asks for.")
    if isinstance(answer, np.ndarray):
        answer = answer.ravel()
    return list(answer)


def _is_missing(value: Any) -> bool:
    return (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, (float, np.floating)) and math.isnan(value))
    )


def _only_value(answer: Any) -> Any:
    """Return the value of a list, column, array or table that holds just one."""
    if isinstance(answer, pd.DataFrame):
        return answer.iat[0, 0]
    return answer.ravel()[0] if isinstance(answer, np.ndarray) else next(iter(answer))


@dataclass(frozen=True)
class Number:
    """One number: the very same; where `decimals` is given, within half a unit of the last decimal; or `within` a span.

    `hint` says, as a question, which step turns a column or a table into the number asked for.
    """

    decimals: int | None = None
    within: float = 0
    hint: str = "Which step turns these values into one number?"

    def read(self, answer: Any) -> float:
        """Return the number as a float, or raise WrongKind."""
        if isinstance(answer, (list, tuple, set, pd.Series, pd.DataFrame, pd.Index, np.ndarray)):
            count = answer.size if hasattr(answer, "size") else len(answer)
            if isinstance(answer, tuple) and count == 2 and all(type(part) is int for part in answer):
                raise WrongKind(
                    f"Python reads {answer[0]},{answer[1]} as two numbers. It writes a decimal with a point: {answer[0]}.{answer[1]}"
                )
            if count != 1:
                raise WrongKind(f"You gave {name_of(answer)} with {count} values; one number is asked. {self.hint}")
            answer = _only_value(answer)
        if isinstance(answer, (str, bytes)):
            raise WrongKind(
                "This is text (it stands in quotation marks), and a number is asked: write it without them."
            )
        if isinstance(answer, (pd.Timedelta, np.timedelta64)):
            raise WrongKind(
                "This is a span of time; a plain number is asked. .days turns a span into a number of days."
            )
        if _is_missing(answer):
            raise WrongKind(
                "This is an empty value, not a number. An empty value somewhere in the column may be the reason."
            )
        if isinstance(answer, (bool, np.bool_)) or not isinstance(answer, AnyNumber) or isinstance(answer, complex):
            raise WrongKind(f"You gave {name_of(answer)}; one number is asked. {self.hint}")
        value = float(answer)
        if not math.isfinite(value):
            raise WrongKind("This number is infinite: was something divided by zero?")
        return value

    def same(self, given: float, wanted: Any) -> bool:
        """Say whether two numbers agree as closely as the exercise asks."""
        allowed = self.within if self.decimals is None else 0.5 * 10**-self.decimals
        return abs(given - float(wanted)) <= allowed + 1e-9


def plain(text: str) -> str:
    """Return a text without differences that mean nothing: case, outer spaces, doubled spaces, dashes."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())


@dataclass(frozen=True)
class Choice:
    """One of a few words, in any case."""

    options: tuple[str, ...]

    def read(self, answer: Any) -> str:
        """Return the option chosen, or raise WrongKind naming the options."""
        asked = "one of these words is asked, in quotation marks: " + ", ".join(
            f'"{option}"' for option in self.options
        )
        if not isinstance(answer, str):
            raise WrongKind(f"You gave {name_of(answer)}; {asked}.")
        for option in self.options:
            if plain(option) == plain(answer[:LONGEST]):
                return option
        raise WrongKind(f'"{answer[:40]}" is not among the choices; {asked}.')

    def same(self, given: str, wanted: Any) -> bool:
        """Say whether two choices are the same."""
        return given == wanted


@dataclass(frozen=True)
class Choices:
    """A dictionary that gives each of some keys one of a few words."""

    keys: tuple[str, ...]
    options: tuple[str, ...]

    def read(self, answer: Any) -> dict[str, str]:
        """Return the choice for each key, or raise WrongKind or NotYet."""
        if isinstance(answer, pd.Series):
            answer = answer.to_dict()
        if not isinstance(answer, Mapping):
            raise WrongKind(f"You gave {name_of(answer)}; keep the braces and the names, and change only the dots.")
        missing = [key for key in self.keys if key not in answer]
        if missing:
            raise WrongKind(
                f"These names are missing: {', '.join(missing)}. Keep every line, and change only the dots."
            )
        open_lines = [key for key in self.keys if answer[key] is ...]
        if open_lines:
            raise NotYet(f"{len(open_lines)} of {len(self.keys)} lines still have three dots: {', '.join(open_lines)}.")
        one = Choice(self.options)
        chosen = {}
        for key in self.keys:
            try:
                chosen[key] = one.read(answer[key])
            except WrongKind as problem:
                raise WrongKind(f"In the line {key}: {problem}") from None
        return chosen

    def same(self, given: dict[str, str], wanted: Any) -> bool:
        """Say whether all choices are the same."""
        return given == dict(wanted)


def look_again(wanted: Mapping[str, str], where: Mapping[str, str]) -> Callable[[Mapping[str, str]], str]:
    """Return what is said to wrong `Choices`: how many agree, and where to look for the first that does not."""

    def say(given: Mapping[str, str]) -> str:
        off = [key for key in wanted if given[key] != wanted[key]]
        return (
            f"{len(wanted) - len(off)} of {len(wanted)} agree with the record. Look again at {off[0]}: {where[off[0]]}"
        )

    return say


@dataclass(frozen=True)
class Names:
    """Some names, as a list or a column. Order counts only where `ordered` is set."""

    what: str = "names"
    ordered: bool = False

    def read(self, answer: Any) -> list[str]:
        """Return the names, or raise WrongKind."""
        if isinstance(answer, str):
            raise WrongKind(f"You gave one text; a list or a column of {self.what} is asked.")
        if isinstance(answer, Mapping):
            answer = list(answer)
        given = values_of(answer)
        if any(value is ... for value in given):
            raise NotYet("Some of the three dots are still there.")
        if given and not all(isinstance(value, str) for value in given):
            odd = next(value for value in given if not isinstance(value, str))
            raise WrongKind(
                f"There is {name_of(odd)} in it; {self.what} (text) are asked. Which column holds the {self.what}?"
            )
        if len(given) == 1 and "," in given[0]:
            raise WrongKind(f"All {self.what} stand in one pair of quotation marks; each needs its own.")
        return given

    def same(self, given: list[str], wanted: Any) -> bool:
        """Say whether the names agree; repeated names do not."""
        ours, theirs = [plain(name) for name in wanted], [plain(name) for name in given]
        return ours == theirs if self.ordered else sorted(ours) == sorted(theirs)

    def difference(self, given: list[str], wanted: Any) -> str:
        """Say how many names are missing and how many do not belong, without giving one of the missing away."""
        ours, theirs = {plain(name) for name in wanted}, {plain(name): name for name in given}
        extra = [name for key, name in theirs.items() if key not in ours]
        missing = len(ours - set(theirs))
        parts = [f"{missing} of the {len(ours)} {self.what} missing" if missing else "none missing"]
        if extra:
            shown = ", ".join(extra[:3]) + (" and others" if len(extra) > 3 else "")
            parts.append(f"{len(extra)} too many ({shown})")
        if not missing and not extra:
            parts.append("one of them twice" if len(given) > len(theirs) else "but the order differs")
        return "; ".join(parts) + "."


@dataclass(frozen=True)
class Text:
    """A text in the learner's own words, at least `words` words long. Nobody but a reader can judge what it says."""

    words: int = 1

    def read(self, answer: Any) -> str:
        """Return the text, or raise WrongKind or NotYet."""
        if not isinstance(answer, str):
            raise WrongKind(f"You gave {name_of(answer)}; a text is asked, in quotation marks.")
        text = " ".join(answer[:LONGEST].split())
        if not text.strip(". …"):
            raise NotYet("There are only dots in it, or nothing.")
        if len(text.split()) < self.words:
            raise WrongKind(f"This text has {len(text.split())} words; at least {self.words} are asked.")
        return text

    def same(self, given: str, wanted: Any) -> bool:
        """Say whether two texts are the same, apart from case and spaces."""
        return plain(given) == plain(wanted)


def joined(parts: Any) -> Mapping:
    """Return one dictionary made of one or, in a tuple, several; or raise WrongKind or NotYet."""
    whole: dict = {}
    for part in parts if isinstance(parts, tuple) and parts else (parts,):
        if part is ...:
            raise NotYet("Keep the braces and the names, and replace only the dots.")
        if isinstance(part, pd.Series):
            part = part.to_dict()
        if not isinstance(part, Mapping):
            raise WrongKind(f"You gave {name_of(part)}; keep the braces and the names, and change only the dots.")
        whole |= part
    return whole


@dataclass(frozen=True)
class Parts:
    """A dictionary in which each name has a kind of its own, and the line `by` decides what is wanted.

    What is wanted is a dictionary for each value that the line `by` can have. It need not hold all names: a text in
    the learner's own words is read and not compared. Names that were not asked for are passed over.
    """

    kinds: Mapping[str, Any]
    by: str

    def read(self, answer: Any) -> dict[str, Any]:
        """Return each part in its plain form, or raise WrongKind or NotYet."""
        answer = joined(answer)
        missing = [name for name in self.kinds if name not in answer]
        if missing:
            raise WrongKind(
                f"These names are missing: {', '.join(missing)}. Keep every line, and change only the dots."
            )
        open_lines = [name for name in self.kinds if answer[name] is ...]
        if open_lines:
            raise NotYet(f"These lines still have three dots: {', '.join(open_lines)}.")
        parts = {}
        for name, kind in self.kinds.items():
            try:
                parts[name] = kind.read(answer[name])
            except (WrongKind, NotYet) as problem:
                raise type(problem)(f"In the line {name}: {problem}") from None
        return parts

    def same(self, given: dict[str, Any], wanted: Any) -> bool:
        """Say whether the parts are those that are wanted for the value of the line `by`."""
        expected = wanted.get(given[self.by])
        return expected is not None and all(
            self.kinds[name].same(given[name], value) for name, value in expected.items()
        )


def _group(key: Any, what: str) -> str:
    """Return the name of a group in one form, so that 1990, 1990.0, "1990" and "1990s" are the same."""
    if isinstance(key, str):
        return re.sub(r"^(\d{4})s$", r"\1", plain(key))
    if isinstance(key, AnyNumber) and not isinstance(key, complex) and float(key).is_integer():
        return str(int(key))
    raise WrongKind(f"The names of the {what} are not with the numbers. By which column are the rows grouped?")


@dataclass(frozen=True)
class Numbers:
    """A number for each of some groups: a column whose index names the groups, a dictionary, or a table of two columns."""

    decimals: int | None = None
    what: str = "groups"

    def read(self, answer: Any) -> dict[str, float]:
        """Return the number of each group, or raise WrongKind."""
        if isinstance(answer, pd.DataFrame):
            if answer.shape[1] == 2 and isinstance(answer.index, pd.RangeIndex):
                answer = answer.set_index(answer.columns[0]).iloc[:, 0]
            elif answer.shape[1] == 1:
                answer = answer.iloc[:, 0]
            else:
                raise WrongKind(
                    f"You gave a whole table with {answer.shape[1]} columns; one number for each of the {self.what} is asked."
                )
        if isinstance(answer, (pd.Series, Mapping)):
            if len(answer) > LONGEST:
                raise WrongKind(f"You gave {len(answer)} values, far more than the question asks for.")
            pairs = dict(answer.items())
        else:
            raise WrongKind(
                f"You gave {name_of(answer)}; one number for each of the {self.what} is asked. Which step makes groups?"
            )
        if any(value is ... for value in pairs.values()):
            raise NotYet("Some of the three dots are still there.")
        if isinstance(answer, pd.Series) and any(isinstance(value, (str, bool, np.bool_)) for value in pairs.values()):
            raise WrongKind(
                f"This has a value for each row. A number for each of the {self.what} is asked: "
                "which step counts how often each occurs?"
            )
        number = Number(self.decimals)
        return {_group(key, self.what): number.read(value) for key, value in pairs.items()}

    def same(self, given: dict[str, float], wanted: Any) -> bool:
        """Say whether the groups are the same and each number agrees; the order of the groups means nothing."""
        ours = {_group(key, self.what): float(value) for key, value in dict(wanted).items()}
        # A count of nothing may stand in the answer or be left out of it.
        given = {key: value for key, value in given.items() if value or key in ours}
        number = Number(self.decimals)
        return ours.keys() == given.keys() and all(number.same(given[key], ours[key]) for key in ours)
