"""plain(): whatever a learner's name stands for, as plain data in a small closed form.

check() and marking judge this form and nothing else. It is bounded in size and depth, holds no object of the learner,
and goes through JSON and back without loss. To read an object, its own code is not called: a list, text or number is
read as what it is, even where its class says otherwise. Only values that come one at a time have to be asked for.
"""

import math
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
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


class Form(StrEnum):
    """The kinds of plain data that an answer can become."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth"
    DATE = "date"
    SPAN = "span of time"
    LIST = "list"
    TABLE = "table"
    DICTIONARY = "dictionary"
    NOTHING = "nothing"
    DOTS = "dots"
    EMPTY = "empty value"
    OTHER = "something else"
    UNREADABLE = "unreadable"


# What some lists were, because it matters for what is said: a tuple, a column, and a generator or the like.
TUPLE, COLUMN, LAZY = "a list in round brackets", "a column (Series)", "values that come one at a time"
ARRAY = "an array"
_USUAL = {
    Form.NUMBER: "a number", Form.TEXT: "text (something in quotation marks)", Form.TRUTH: "True or False",
    Form.DATE: "a date", Form.SPAN: "a span of time", Form.LIST: "a list", Form.TABLE: "a whole table (DataFrame)",
    Form.DICTIONARY: "a dictionary", Form.NOTHING: "None, nothing", Form.DOTS: "three dots", Form.EMPTY: "an empty value",
}  # fmt: skip
_HELD = {Form.NUMBER: Form.NUMBER, Form.TRUTH: Form.TRUTH} | dict.fromkeys((Form.TEXT, Form.DATE, Form.SPAN), Form.TEXT)


@dataclass(frozen=True)
class Plain:
    """An answer as plain data.

    `what` says in plain words what it was. `value` is the number, text or truth; of a date or a span of time it is
    text ("2004-12-02", "3 days 00:00:00"). `parts` are the values of a list or a dictionary, or the columns of a
    table, each a list. `keys` are the names in a dictionary, the index of a column or the heads of a table. `size` is
    the number of values or of rows: where it is larger than what is held, the answer was too large to read. `index` is
    that of a table, and `label` the name of a column or an index.
    """

    kind: Form
    what: str = ""
    value: int | float | str | bool | None = None
    keys: tuple["Plain", ...] = ()
    parts: tuple["Plain", ...] = ()
    size: int = 0
    index: "Plain | None" = None
    label: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "what", self.what or _USUAL.get(self.kind, ""))

    @property
    def unread(self) -> bool:
        """Say whether it was too large to read."""
        return self.size > (0 if self.kind == Form.TABLE and self.parts else len(self.parts))

    def to_json(self) -> dict[str, Any]:
        """Return the same in dictionaries, lists, texts and numbers, without what is as usual."""
        stored = {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}
        if self.what == _USUAL.get(self.kind):
            del stored["what"]
        if self.kind == Form.NUMBER and math.isinf(self.value):
            stored["value"] = str(self.value)
        for name in ("keys", "parts"):
            if name in stored:
                stored[name] = [part.to_json() for part in stored[name]]
        return stored | ({"index": self.index.to_json()} if self.index else {})

    @classmethod
    def from_json(cls, stored: Any) -> "Plain":
        """Return what `to_json` gave.

        Raises
        ------
        ValueError
            If `stored` is nothing that `to_json` gives.
        """
        try:
            kind, value, index = Form(stored["kind"]), stored.get("value"), stored.get("index")
            if kind == Form.NUMBER and value in ("inf", "-inf"):
                value = float(value)
            held, size = plain(value), stored.get("size", 0)
            if held.kind != _HELD.get(kind, Form.NOTHING) or type(size) is not int:
                raise ValueError
            keys, parts = (tuple(map(cls.from_json, stored.get(name, ()))) for name in ("keys", "parts"))
            what, label = (_clean(stored.get(name, ""), LONGEST) for name in ("what", "label"))
            return cls(kind, what, held.value, keys, parts, size, index and cls.from_json(index), label)
        except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
            raise ValueError("This is no answer in plain form.") from None


def plain(answer: Any) -> Plain:
    """Return an answer of any kind in its plain form. Never raises; what is plain already stays as it is."""
    try:
        return _Reading().read(answer)
    except BaseException:  # also KeyboardInterrupt and SystemExit: values that come one at a time can raise anything
        return Plain(Form.UNREADABLE, _name(type(answer)))


# As Python keeps them for every class: a class of classes may have code of its own that runs on a plain look-up.
_slots = {name: type.__dict__[name].__get__ for name in ("__name__", "__mro__", "__dict__")}
_KEYS, _VALUES, _PAIRS = type({}.keys()), type({}.values()), type({}.items())
_Array = pd.api.extensions.ExtensionArray
_NAMES = (
    (pd.Series, COLUMN), (pd.DataFrame, _USUAL[Form.TABLE]), (pd.Index, "an index"),
    (np.ndarray, ARRAY), (_Array, "a row of values"), (tuple, TUPLE), (list, "a list"), (deque, "a list"),
    (set, "a set"), (frozenset, "a set"), (range, "a range of numbers"), (dict, _USUAL[Form.DICTIONARY]),
    (_KEYS, "the keys of a dictionary"), (_VALUES, "the values of a dictionary"), (_PAIRS, "the pairs of a dictionary"),
    (str, _USUAL[Form.TEXT]), (bytes, "text with a b before it"), (type, "a type, not a value"),
    (FunctionType, "a function"), (BuiltinFunctionType, "a function"), (MethodType, "a step without its brackets ()"),
)  # fmt: skip


def _name(kind: type) -> str:
    """Return in plain words what a value of this type is."""
    for known, words in _NAMES:  # issubclass asks the known type, not the learner's
        if issubclass(kind, known):
            return words
    name = _clean(_slots["__name__"](kind), 60)
    grouped = name.endswith("GroupBy")
    return "groups, without a step yet that makes one number of each" if grouped else f"something of the type {name}"


def _clean(text: str, longest: int = LONGEST) -> str:
    """Return a text, cut, without half characters, which can be neither printed nor written to a file."""
    return re.sub("[\ud800-\udfff]", "\ufffd", str.__getitem__(text, slice(0, longest)))


def _number(value: float) -> Plain:
    """Return a number in plain form, from an int or a float with no code of its own."""
    if type(value) is int and value.bit_length() > LARGEST:
        return Plain(Form.OTHER, "a number of more than 300 digits")
    return Plain(Form.EMPTY) if value != value else Plain(Form.NUMBER, value=value)


def _time_of_numpy(value: np.datetime64 | np.timedelta64) -> Plain:
    kind = Form.DATE if issubclass(type(value), np.datetime64) else Form.SPAN
    return Plain(Form.EMPTY) if np.isnat(value) else Plain(kind, value=str(value))


# The first that fits is taken: True is also an int, and for numpy a span of time is also an integer.
_SINGLE: tuple[tuple[type, Callable[[Any], Plain]], ...] = (
    (type(None), lambda _: Plain(Form.NOTHING)),
    (EllipsisType, lambda _: Plain(Form.DOTS)),
    (type(pd.NA), lambda _: Plain(Form.EMPTY)),
    (type(pd.NaT), lambda _: Plain(Form.EMPTY)),
    (bool, lambda value: Plain(Form.TRUTH, value=value)),
    (np.bool_, lambda value: Plain(Form.TRUTH, value=bool(value))),
    (np.datetime64, _time_of_numpy),
    (np.timedelta64, _time_of_numpy),
    (int, lambda value: _number(int.__int__(value))),
    (np.integer, lambda value: _number(int(value))),
    (float, lambda value: _number(float.__float__(value))),
    (np.floating, lambda value: _number(float(value))),
    (Decimal, lambda value: _number(math.nan if Decimal.is_nan(value) else Decimal.__float__(value))),
    (pd.Timestamp, lambda value: Plain(Form.DATE, value=pd.Timestamp.isoformat(value))),
    (datetime, lambda value: Plain(Form.DATE, value=datetime.isoformat(value))),
    (date, lambda value: Plain(Form.DATE, value=date.isoformat(value))),
    (pd.Timedelta, lambda value: Plain(Form.SPAN, value=pd.Timedelta.__str__(value))),
    (timedelta, lambda value: Plain(Form.SPAN, value=timedelta.__str__(value))),
    (pd.Interval, lambda value: Plain(Form.TEXT, "an interval", str(pd.Interval.__str__(value)))),
)


def how_many_words(text: str) -> int:
    """Return the number of words, each with a letter or digit; without spaces between words each letter counts as one."""
    unspaced = re.findall("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]", text)
    words = sum(any(sign.isalnum() for sign in piece) for piece in text.split())
    return words + max(0, len(unspaced) - 1)


def is_blank(value: Any) -> bool:
    """Say whether a value is three dots, or a text in which nothing but dots and spaces stands."""
    return value is ... or (isinstance(value, str) and not re.search(r"[^\s.…]", value))


class _Reading:
    """One reading of one answer: it counts what was read, so that the whole is bounded."""

    def __init__(self) -> None:
        self.values, self.letters, self.depth = LONGEST, MOST_LETTERS, 0

    def read(self, value: Any) -> Plain:
        """Return a value in its plain form."""
        kind = type(value)
        if kind is Plain:
            return value
        if kind is Fraction:  # issubclass would ask the learner's type
            return _number(value.numerator / value.denominator)
        for known, single in _SINGLE:
            if issubclass(kind, known):
                return single(value)
        for known, several in self._SEVERAL:
            if issubclass(kind, known):
                return several(self, value, known)
        if any("__next__" in _slots["__dict__"](base) for base in _slots["__mro__"](kind)):
            return self._one_at_a_time(value)
        return Plain(Form.OTHER, _name(kind))

    def _text(self, value: str, _: type) -> Plain:
        text = _clean(value, min(LONGEST, self.letters))
        self.letters -= len(text)
        return Plain(Form.TEXT, value=text)

    def _each(self, size: int, *several: Iterable) -> list[tuple[Plain, ...]] | None:
        """Return the values of one or several rows of values of this size; None if that is too much or too deep."""
        if size > self.values or self.depth > DEEPEST:
            return None
        self.values, self.depth = self.values - size, self.depth + 1
        read = [tuple(self.read(value) for value in islice(values, size)) for values in several]
        self.depth -= 1
        return read

    def _list(self, what: str, size: int, values: Iterable, keys: Iterable = (), label: Any = None) -> Plain:
        parts, names = self._each(size, values, keys) or ((), ())
        name = self.read(label) if type(label) in (str, int) else Plain(Form.NOTHING)
        return Plain(Form.LIST, what, None, names, parts, size, None, "" if name.value is None else str(name.value))

    def _sequence(self, value: Any, known: type) -> Plain:
        return self._list(_name(known), known.__len__(value), known.__iter__(value))

    def _set(self, value: Any, known: type) -> Plain:
        """Read a set in an order that is the same each time."""
        form = self._sequence(value, known)
        return replace(form, parts=tuple(sorted(form.parts, key=repr)))

    def _range(self, value: range, known: type) -> Plain:
        return self._sequence(value[: self.values + 1], known)  # the whole may be too long even for len()

    def _one_at_a_time(self, value: Any) -> Plain:
        """Read values that have to be asked for; there may be no end of them."""
        some = list(islice(value, self.values + 1))
        return self._list(f"{LAZY} ({_clean(_slots['__name__'](type(value)), 60)})", len(some), some)

    def _array(self, value: np.ndarray, known: type) -> Plain:
        bare = np.ndarray.view(value, np.ndarray)
        rows = bare if bare.ndim > 1 and bare.size <= self.values else bare.flat
        return self._list(_name(known), len(rows), rows)

    def _row(self, value: Any, known: type) -> Plain:
        """Read an index, or the array behind a column."""
        return self._list(_name(known), len(value), iter(value), label=getattr(value, "name", None))

    def _column(self, value: pd.Series, known: type) -> Plain:
        column = value if type(value) is known else pd.Series(value)  # a bare one has no code of the learner's
        return self._list(_name(known), len(column), column.array, column.index, column.name)

    def _table(self, value: pd.DataFrame, known: type) -> Plain:
        table = value if type(value) is known else pd.DataFrame(value)
        rows, columns = table.shape
        heads = self._each(columns, table.columns)
        if heads is None:
            return Plain(Form.OTHER, "a table with more columns than can be read")
        if rows * (columns + 1) > self.values:
            return Plain(Form.TABLE, keys=heads[0], size=rows)
        parts = tuple(self._list("a column", rows, table.iloc[:, place].array) for place in range(columns))
        return Plain(Form.TABLE, "", None, heads[0], parts, rows, self._row(table.index, pd.Index))

    def _dictionary(self, value: dict, _: type) -> Plain:
        size = dict.__len__(value)
        keys, parts = self._each(size, list(dict.keys(value)), list(dict.values(value))) or ((), ())
        return Plain(Form.DICTIONARY, "", None, keys, parts, size)

    _SEVERAL = (
        (str, _text), (list, _sequence), (tuple, _sequence), (deque, _sequence), (_KEYS, _sequence),
        (_VALUES, _sequence), (_PAIRS, _sequence), (set, _set), (frozenset, _set), (range, _range), (dict, _dictionary),
        (np.ndarray, _array), (pd.Series, _column), (pd.DataFrame, _table), (pd.Index, _row), (_Array, _row),
    )  # fmt: skip
