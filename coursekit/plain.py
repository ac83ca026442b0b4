"""plain(): whatever a learner's name stands for, as plain data in a small closed form.

check() and marking judge this form and nothing else. It is bounded in size and depth, holds no object of the learner,
and goes through JSON and back without loss. To read an object, its own code is not called: a list, text or number is
read as what it is, even where its class says otherwise. Only values that come one at a time have to be asked for.
"""

import math
import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from types import BuiltinFunctionType, EllipsisType, FunctionType, MethodType
from typing import Any

import numpy as np
import pandas as pd

LONGEST = 10_000  # values in one answer, and letters in one text: nobody's answer is longer; more is not read
MOST_LETTERS = 200_000  # in all the texts of one answer together
DEEPEST = 8  # lists in lists
LARGEST = 1000  # bits of a whole number: about 300 digits, and a float can still hold it

NUMBER, TEXT, TRUTH, DATE, SPAN = "number", "text", "truth", "date", "span of time"
LIST, TABLE, DICTIONARY = "list", "table", "dictionary"
NOTHING, DOTS, EMPTY, OTHER, UNREADABLE = "nothing", "dots", "empty value", "something else", "unreadable"
# What some lists were, because a message depends on it: a tuple, a set, and a generator or the like.
TUPLE, SET, LAZY = "a list in round brackets", "a set", "values that come one at a time"

_USUAL = {
    NUMBER: "a number", TEXT: "text (something in quotation marks)", TRUTH: "True or False", DATE: "a date",
    SPAN: "a span of time", LIST: "a list", TABLE: "a whole table (DataFrame)", DICTIONARY: "a dictionary",
    NOTHING: "None, nothing", DOTS: "three dots", EMPTY: "an empty value", OTHER: "something else", UNREADABLE: "",
}  # fmt: skip


@dataclass(frozen=True)
class Plain:
    """An answer as plain data.

    `kind` is one of the names above, and `what` says in plain words what it was. `value` is the number, text or truth;
    of a date or a span of time it is text ("2004-12-02", "3 days 00:00:00"). `parts` are the values of a list or a
    dictionary, or the columns of a table, each a list. `keys` are the names in a dictionary, the index of a column or
    the heads of a table. `size` is the number of values or of rows: where it is larger than what is held, the answer
    was too large to read. `index` is that of a table, and `label` the name of a column or an index.
    """

    kind: str
    what: str = ""
    value: int | float | str | bool | None = None
    keys: tuple["Plain", ...] = ()
    parts: tuple["Plain", ...] = ()
    size: int = 0
    index: "Plain | None" = None
    label: str = ""

    def __post_init__(self) -> None:
        if not self.what:
            object.__setattr__(self, "what", _USUAL[self.kind])

    @property
    def unread(self) -> bool:
        """Say whether it was too large to read."""
        return self.kind in (LIST, DICTIONARY) and self.size > len(self.parts)

    def to_json(self) -> dict[str, Any]:
        """Return the same in dictionaries, lists, texts and numbers that any reader of JSON knows."""
        stored = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        stored["kind"] = self.kind
        if self.what == _USUAL[self.kind]:
            del stored["what"]
        if isinstance(self.value, float) and math.isinf(self.value):
            stored["value"] = str(self.value)
        for name in ("keys", "parts"):
            if name in stored:
                stored[name] = [part.to_json() for part in stored[name]]
        if self.index:
            stored["index"] = self.index.to_json()
        return stored

    @classmethod
    def from_json(cls, stored: Any) -> "Plain":
        """Return what `to_json` gave.

        Raises
        ------
        ValueError
            If `stored` is nothing that `to_json` gives.
        """
        try:
            given = {f.name: stored[f.name] for f in fields(cls) if f.name in stored}
            if given["kind"] == NUMBER and given["value"] in ("inf", "-inf"):
                given["value"] = float(given["value"])
            for name in ("keys", "parts"):
                given[name] = tuple(cls.from_json(part) for part in given.get(name, ()))
            if "index" in given:
                given["index"] = cls.from_json(given["index"])
            form = cls(**given)
            held = TEXT if form.kind in (DATE, SPAN) else form.kind if form.kind in (NUMBER, TEXT, TRUTH) else NOTHING
            if plain(form.value).kind != held or [type(form.what), type(form.size), type(form.label)] != [
                str,
                int,
                str,
            ]:
                raise ValueError
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
            raise ValueError("This is no answer in plain form.") from None
        return form


def plain(answer: Any) -> Plain:
    """Return an answer of any kind in its plain form. Never raises; what is plain already stays as it is."""
    try:
        return _Reading().read(answer, 0)
    except BaseException:  # also KeyboardInterrupt and SystemExit: values that come one at a time can raise anything
        return Plain(UNREADABLE, _name(type(answer)))


# As Python keeps them for every class: a class of classes may have code of its own that runs on a plain look-up.
_slots = {name: type.__dict__[name].__get__ for name in ("__name__", "__mro__", "__dict__")}
_KEYS, _VALUES, _PAIRS = type({}.keys()), type({}.values()), type({}.items())
_SEQUENCES = (list, tuple, deque, set, frozenset, _KEYS, _VALUES, _PAIRS)
_NAMES = (
    (pd.Series, "a column (Series)"), (pd.DataFrame, _USUAL[TABLE]), (pd.Index, "an index"), (np.ndarray, "an array"),
    (pd.api.extensions.ExtensionArray, "a row of values"), (tuple, TUPLE), (list, "a list"), (set, SET),
    (frozenset, SET), (deque, "a list"), (range, "a range of numbers"), (dict, _USUAL[DICTIONARY]),
    (_KEYS, "the keys of a dictionary"), (_VALUES, "the values of a dictionary"), (_PAIRS, "the pairs of a dictionary"),
    (bytes, "text with a b before it"), (str, _USUAL[TEXT]), (FunctionType, "a function"),
    (BuiltinFunctionType, "a function"), (MethodType, "a step without its brackets ()"), (type, "a type, not a value"),
)  # fmt: skip


def _name(kind: type) -> str:
    """Return in plain words what a value of this type is."""
    for known, words in _NAMES:  # issubclass asks the known type, not the learner's
        if issubclass(kind, known):
            return words
    name = _clean(_slots["__name__"](kind), 60)
    if name.endswith("GroupBy"):
        return "groups, without a step yet that makes one number of each"
    return f"something of the type {name}"


def _clean(text: str, longest: int) -> str:
    """Return a text, cut, without half characters, which can be neither printed nor written to a file."""
    return re.sub("[\ud800-\udfff]", "\ufffd", str.__getitem__(text, slice(0, longest)))


class _Reading:
    """One reading of one answer: it counts what was read, so that the whole is bounded."""

    def __init__(self) -> None:
        self.values = LONGEST
        self.letters = MOST_LETTERS

    def read(self, value: Any, depth: int) -> Plain:
        """Return a value in its plain form; `depth` is the number of lists around it."""
        kind = type(value)
        if kind is Plain:
            return value
        for known, reader in self._READERS:
            if issubclass(kind, known):
                return reader(self, value, depth)
        if kind is Fraction:  # issubclass would ask the learner's type
            return Plain(NUMBER, value=float(value))
        if any("__next__" in _slots["__dict__"](base) for base in _slots["__mro__"](kind)):
            return self._one_at_a_time(value, depth)
        return Plain(OTHER, _name(kind))

    def _nothing(self, _: None, __: int) -> Plain:
        return Plain(NOTHING)

    def _dots(self, _: EllipsisType, __: int) -> Plain:
        return Plain(DOTS)

    def _empty(self, _: Any, __: int) -> Plain:
        return Plain(EMPTY)

    def _truth(self, value: bool | np.bool_, _: int) -> Plain:
        return Plain(TRUTH, value=bool(value))

    def _whole(self, value: int | np.integer, _: int) -> Plain:
        value = int.__int__(value) if issubclass(type(value), int) else int(value)
        if value.bit_length() > LARGEST:
            return Plain(OTHER, "a number of more than 300 digits")
        return Plain(NUMBER, value=value)

    def _float(self, value: float | np.floating, _: int) -> Plain:
        value = float.__float__(value) if issubclass(type(value), float) else float(value)
        return Plain(EMPTY) if math.isnan(value) else Plain(NUMBER, value=value)

    def _decimal(self, value: Decimal, depth: int) -> Plain:
        return Plain(EMPTY) if Decimal.is_nan(value) else self._float(float(Decimal.__str__(value)), depth)

    def _text(self, value: str, _: int) -> Plain:
        text = _clean(value, min(LONGEST, self.letters))
        self.letters -= len(text)
        return Plain(TEXT, value=text)

    def _date(self, value: date, _: int) -> Plain:
        base = next(base for base in (pd.Timestamp, datetime, date) if issubclass(type(value), base))
        return Plain(DATE, value=base.isoformat(value))

    def _span(self, value: timedelta, _: int) -> Plain:
        base = pd.Timedelta if issubclass(type(value), pd.Timedelta) else timedelta
        return Plain(SPAN, value=base.__str__(value))

    def _numpy_time(self, value: np.datetime64 | np.timedelta64, _: int) -> Plain:
        if np.isnat(value):
            return Plain(EMPTY)
        return Plain(DATE if issubclass(type(value), np.datetime64) else SPAN, value=str(value))

    def _fits(self, size: int, depth: int) -> bool:
        """Say whether so many values more may be read, and count them."""
        fits = size <= self.values and depth <= DEEPEST
        self.values -= size if fits else 0
        return fits

    def _each(self, values: Iterable, size: int, depth: int) -> tuple[Plain, ...]:
        return tuple(self.read(value, depth + 1) for value in islice(values, size))

    def _list(self, what: str, values: Iterable, size: int, depth: int, label: Any = None) -> Plain:
        """Read a list of this size, or only its size where it is too large or lies too deep."""
        if not self._fits(size, depth):
            return Plain(LIST, what, size=size)
        return Plain(LIST, what, parts=self._each(values, size, depth), size=size, label=self._label(label))

    def _label(self, name: Any) -> str:
        """Return the name of a column or an index; empty if it has none that can be read."""
        form = self.read(name, DEEPEST)
        return str(form.value) if form.kind in (NUMBER, TEXT) else ""

    def _sequence(self, value: Any, depth: int) -> Plain:
        base = next(base for base in _SEQUENCES if issubclass(type(value), base))
        return self._list(_name(base), base.__iter__(value), base.__len__(value), depth)

    def _set(self, value: Any, depth: int) -> Plain:
        """Read a set in an order that is the same each time."""
        form = self._sequence(value, depth)
        return replace(form, parts=tuple(sorted(form.parts, key=repr)))

    def _range(self, value: range, depth: int) -> Plain:
        some = value[: self.values + 1]  # its length may be too large even for len()
        return self._list(_name(range), some, len(some), depth)

    def _one_at_a_time(self, value: Any, depth: int) -> Plain:
        """Read values that have to be asked for; there may be no end of them."""
        some = list(islice(value, self.values + 1))
        return self._list(f"{LAZY} ({_clean(_slots['__name__'](type(value)), 60)})", some, len(some), depth)

    def _array(self, value: np.ndarray, depth: int) -> Plain:
        bare = np.ndarray.view(value, np.ndarray)
        return self._list(_name(np.ndarray), bare.flat, bare.size, depth)

    def _pandas_values(self, value: Any, depth: int) -> Plain:
        """Read an index, or the array behind a column."""
        return self._list(_name(type(value)), iter(value), len(value), depth, getattr(value, "name", None))

    def _column(self, value: pd.Series, depth: int) -> Plain:
        column = value if type(value) is pd.Series else pd.Series(value)  # a bare one has no code of the learner's
        form = self._list(_name(pd.Series), iter(column.array), len(column), depth, column.name)
        return form if form.unread else replace(form, keys=self._each(column.index, len(column), depth))

    def _table(self, value: pd.DataFrame, depth: int) -> Plain:
        table = value if type(value) is pd.DataFrame else pd.DataFrame(value)
        rows, columns = table.shape
        if not self._fits(columns, depth):
            return Plain(OTHER, "a table with more columns than can be read")
        heads = self._each(table.columns, columns, depth)
        if rows * columns > self.values:
            return Plain(TABLE, keys=heads, size=rows)
        parts = tuple(self._list("a column", table.iloc[:, n].array, rows, depth) for n in range(columns))
        index = Plain(
            LIST, "an index", parts=self._each(table.index, rows, depth), size=rows, label=self._label(table.index.name)
        )
        return Plain(TABLE, keys=heads, parts=parts, size=rows, index=index)

    def _dictionary(self, value: dict, depth: int) -> Plain:
        size = dict.__len__(value)
        if not self._fits(size, depth):
            return Plain(DICTIONARY, size=size)
        names, values = list(dict.keys(value)), list(dict.values(value))
        return Plain(DICTIONARY, keys=self._each(names, size, depth), parts=self._each(values, size, depth), size=size)

    # The first that fits is taken: True is also an int, and for numpy a span of time is also an integer.
    _READERS = (
        (type(None), _nothing), (EllipsisType, _dots), (type(pd.NA), _empty), (type(pd.NaT), _empty), (bool, _truth),
        (np.bool_, _truth), (np.datetime64, _numpy_time), (np.timedelta64, _numpy_time), (int, _whole),
        (np.integer, _whole), (float, _float), (np.floating, _float), (Decimal, _decimal), (str, _text), (date, _date),
        (timedelta, _span), (set, _set), (frozenset, _set), (list, _sequence), (tuple, _sequence), (deque, _sequence),
        (_KEYS, _sequence), (_VALUES, _sequence), (_PAIRS, _sequence), (range, _range), (np.ndarray, _array),
        (pd.Series, _column), (pd.Index, _pandas_values), (pd.api.extensions.ExtensionArray, _pandas_values),
        (pd.DataFrame, _table), (dict, _dictionary),
    )  # fmt: skip
