"""Answers in words: one of a few, several, names, a text, steps in an order, and dictionaries of such parts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coursekit.kinds import (
    PERHAPS_NO_ROWS,
    Kind,
    NotYet,
    Refused,
    WrongKind,
    instead,
    only_value,
    pairs,
    see_that_values_are_there,
    spelled,
)
from coursekit.lookalikes import alike, shape
from coursekit.plain import Form, Plain, how_many_words, is_blank

LETTERS = "uses letters of another alphabet"


def _without_marks(text: str) -> str:
    """Return a text as it is compared where only words count: a comma, a full stop or a "the" more or less means nothing."""
    return spelled(re.sub(r"[.,;:!'\"]|\bthe\b", " ", text, flags=re.IGNORECASE))


@dataclass(frozen=True)
class Choice(Kind):
    """One of a few words, in any case."""

    options: tuple[str, ...]

    def read(self, answer: Plain) -> str:
        """Return the option chosen, or raise WrongKind naming the options, or NotYet."""
        form = only_value(answer)
        options = ", in quotation marks: " + ", ".join(f'"{option}"' for option in self.options) + "."
        if form.kind != Form.TEXT:
            raise instead(form, "one of these words", options)
        for option in self.options:
            if _without_marks(option) == _without_marks(form.value):
                return option
        looks = next(filter(None, (alike(form.value.strip(), option) for option in self.options)), "")
        if looks:
            raise WrongKind(f'"{form.value[:40]}" is not among the choices. {looks}', LETTERS)
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
        named = pairs(part)
        if named is None:
            raise WrongKind(
                f"You gave {part.what}; keep the braces and the names, and change only the dots.",
                f"gives {part.what} where a dictionary is asked",
            )
        whole |= {key.value: value for key, value in named}
    return whole


def _is_left(form: Plain) -> bool:
    """Say whether a line has its three dots yet, be they in quotation marks or not."""
    return form.kind == Form.DOTS or (form.kind == Form.TEXT and form.value.strip() in ("...", "…"))


def _each_line(answer: Plain, kinds: Mapping[str, Any]) -> dict[str, Any]:
    """Return each line of a dictionary as its kind reads it, or raise WrongKind or NotYet."""
    lines = joined(answer)
    missing = [name for name in kinds if name not in lines]
    if missing:
        raise WrongKind(
            f"These names are missing: {', '.join(missing)}. Keep every line, and change only the dots.",
            "leaves out lines, or changes their names",
        )
    dots = [name for name in kinds if _is_left(lines[name])]
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


def roughly_agree(wanted: Mapping[str, str], question: str) -> Callable[[Mapping[str, str]], str]:
    """Return what is said to wrong `Choices`: whether most agree, and a question to ask of the record.

    An exact number would lead to the answer without the record: change one line, and see whether the number changes.
    """

    def say(given: Mapping[str, str]) -> str:
        agree = sum(given[key] == wanted[key] for key in wanted)
        part = "More than half" if 2 * agree > len(wanted) else "Half or fewer"
        return f"{part} of your lines agree with the record. {question}"

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
        form = only_value(answer)
        parts = form.parts if form.kind == Form.LIST else (form,)
        if any(part.kind == Form.DOTS for part in parts):
            raise NotYet("Some of the three dots are still there.")
        steps = ", ".join(sorted(self.after))
        asked = f"the letters {steps} in an order"
        if any(part.kind != Form.TEXT for part in parts):
            raise instead(form, asked, ", in quotation marks.")
        given = re.sub(r"[^\w]|_", "", "".join(part.value for part in parts)).upper()
        if not given.strip("."):
            raise NotYet("There are no letters in it.")
        looks = alike(given, shape(given))
        if looks and set(shape(given)) <= set(self.after):
            raise WrongKind(f'The letters {steps} are asked, and "{given}" is not the same. {looks}', LETTERS)
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
    """Some names in any order, each once or more often: a list, a column or the keys of a dictionary."""

    what: str = "names"

    def read(self, answer: Plain) -> list[str]:
        """Return the names, or raise WrongKind or NotYet."""
        names = (answer,) if answer.kind == Form.TEXT and re.search("[,;]", answer.value) else self._names(answer)
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
                f'All {self.what} stand in one pair of quotation marks; each needs its own, as in ["…", "…"].',
                "quotes the whole list",
            )
        return [name.value for name in names]

    def _names(self, form: Plain) -> tuple[Plain, ...]:
        """Return the values that should be names, or raise WrongKind."""
        asked = f"a list or a column of {self.what}"
        while form.kind in (Form.LIST, Form.DICTIONARY) and len(form.parts) == 1 and form.parts[0].kind == Form.LIST:
            form = form.parts[0]
        see_that_values_are_there(form)
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
            raise instead(form, asked, ".", "one text" if form.kind == Form.TEXT else "")
        return form.keys if form.kind == Form.DICTIONARY else form.parts

    def same(self, given: list[str], wanted: Any) -> bool:
        """Say whether the same names are there: one that stands twice changes nothing."""
        return set(map(spelled, wanted)) == set(map(spelled, given))

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
        return "; ".join(parts) + "."


@dataclass(frozen=True)
class Text(Kind):
    """A text in the learner's own words, at least `words` words long. Nobody but a reader can judge what it says."""

    words: int = 1

    def read(self, answer: Plain) -> str:
        """Return the text, or raise WrongKind or NotYet."""
        form = only_value(answer)
        if form.kind != Form.TEXT:
            raise instead(form, "a text", ", in quotation marks.")
        text = " ".join(form.value.split())
        if is_blank(text):
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

    def may_be_many_things(self, given: dict[str, Any]) -> str:
        """Return what is so short in one of the parts."""
        return next(filter(None, (kind.may_be_many_things(given[name]) for name, kind in self.kinds.items())), "")

    def slip(self, given: dict[str, Any], wanted: Any) -> tuple[str, str] | None:
        """Know what the kinds of the parts know."""
        if callable(wanted):
            return None
        found = (self.kinds[name].slip(given[name], part) for name, part in wanted.get(given[self.by], {}).items())
        return next(filter(None, found), None)
