"""plain(): any object becomes plain data, bounded, without its own code, and the same after JSON."""

import itertools
import json
import math
import re
import sys
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit import plain as module
from coursekit.plain import DEEPEST, LONGEST, MOST_LETTERS, Form, Plain, plain


def held(form: Plain):
    """Return what a form holds in Python's own lists and dictionaries: values, lists, pairs, or the kind."""
    if form.kind == Form.TABLE:
        return [held(head) for head in form.keys], [held(column) for column in form.parts], held(form.index)
    if form.kind == Form.DICTIONARY or form.keys:
        return [(held(key), held(part)) for key, part in zip(form.keys, form.parts, strict=True)]
    if form.kind == Form.LIST:
        return [held(part) for part in form.parts]
    return form.kind if form.value is None else form.value


def through_json(form: Plain) -> Plain:
    return Plain.from_json(json.loads(json.dumps(form.to_json(), allow_nan=False)))


@pytest.mark.parametrize(
    ("value", "kind", "holds"),
    [
        (9, Form.NUMBER, 9), (np.int8(9), Form.NUMBER, 9), (-(2**999), Form.NUMBER, -(2**999)),
        (IntEnum("E", {"x": 9}).x, Form.NUMBER, 9), (2**1000, Form.OTHER, Form.OTHER),
        (1.5, Form.NUMBER, 1.5), (np.float32(1.5), Form.NUMBER, 1.5), (np.longdouble(1.5), Form.NUMBER, 1.5),
        (-math.inf, Form.NUMBER, -math.inf), (Decimal("1.5"), Form.NUMBER, 1.5), (Fraction(3, 2), Form.NUMBER, 1.5),
        (math.nan, Form.EMPTY, Form.EMPTY), (np.float32("nan"), Form.EMPTY, Form.EMPTY), (pd.NA, Form.EMPTY, Form.EMPTY),
        (pd.NaT, Form.EMPTY, Form.EMPTY), (np.datetime64("NaT", "D"), Form.EMPTY, Form.EMPTY),
        (Decimal("sNaN"), Form.EMPTY, Form.EMPTY), (None, Form.NOTHING, Form.NOTHING), (..., Form.DOTS, Form.DOTS),
        (True, Form.TRUTH, True), (np.False_, Form.TRUTH, False), ("SCO", Form.TEXT, "SCO"), (np.str_("SCO"), Form.TEXT, "SCO"),
        ("half \ud83d", Form.TEXT, "half \ufffd"), (b"SCO", Form.OTHER, Form.OTHER), (1j, Form.OTHER, Form.OTHER),
        (date(2004, 12, 2), Form.DATE, "2004-12-02"), (datetime(2004, 12, 2, 9), Form.DATE, "2004-12-02T09:00:00"),
        (pd.Timestamp("2004-12-02 09:00", tz="Asia/Tashkent"), Form.DATE, "2004-12-02T09:00:00+05:00"),
        (datetime(2004, 12, 2, tzinfo=UTC), Form.DATE, "2004-12-02T00:00:00+00:00"),
        (np.datetime64("2004-12-02"), Form.DATE, "2004-12-02"), (timedelta(3), Form.SPAN, "3 days, 0:00:00"),
        (pd.Timedelta(days=3), Form.SPAN, "3 days 00:00:00"), (np.timedelta64(3, "D"), Form.SPAN, "3 days"),
        ([1, [2.0, "x"]], Form.LIST, [1, [2.0, "x"]]), ((1, 2), Form.LIST, [1, 2]), (deque([1]), Form.LIST, [1]),
        ({2, 1, 3}, Form.LIST, [1, 2, 3]), (frozenset("a"), Form.LIST, ["a"]), (namedtuple("P", "x")(1), Form.LIST, [1]),
        (range(3), Form.LIST, [0, 1, 2]), ((x for x in "ab"), Form.LIST, ["a", "b"]), (zip("a", [1], strict=True), Form.LIST, [["a", 1]]),
        (map(str, [1]), Form.LIST, ["1"]), ({"a": 1}.keys(), Form.LIST, ["a"]), ({"a": 1}.values(), Form.LIST, [1]),
        ({"a": 1}.items(), Form.LIST, [["a", 1]]), (np.array(9), Form.LIST, [9]), (np.eye(2, dtype=int), Form.LIST, [[1, 0], [0, 1]]),
        (pd.array([1, None]), Form.LIST, [1, Form.EMPTY]), (pd.Categorical(["a"]), Form.LIST, ["a"]),
        (pd.Index(["a"]), Form.LIST, ["a"]), (pd.MultiIndex.from_tuples([("a", 1)]), Form.LIST, [["a", 1]]),
        (pd.Series([5, 6], [1990, 2000]), Form.LIST, [(1990, 5), (2000, 6)]),
        (pd.Series(["x", None], dtype=object), Form.LIST, [(0, "x"), (1, Form.NOTHING)]),
        (pd.Series(pd.to_datetime(["2004-12-02"])), Form.LIST, [(0, "2004-12-02T00:00:00")]),
        (pd.DataFrame({"a": [1, 2], 7: ["x", "y"]}), Form.TABLE, (["a", 7], [[1, 2], ["x", "y"]], [0, 1])),
        (pd.DataFrame([[1, 2]], columns=["x", "x"]), Form.TABLE, (["x", "x"], [[1], [2]], [0])),
        (pd.DataFrame(), Form.TABLE, ([], [], [])), ({}, Form.DICTIONARY, []),
        ({"a": ..., 1: [2], None: 3}, Form.DICTIONARY, [("a", Form.DOTS), (1, [2]), (Form.NOTHING, 3)]),
        (defaultdict(int, a=1), Form.DICTIONARY, [("a", 1)]), (Counter("aa"), Form.DICTIONARY, [("a", 2)]),
        (OrderedDict(a=1), Form.DICTIONARY, [("a", 1)]), (plain([1]), Form.LIST, [1]), ([plain({"a": 1})], Form.LIST, [[("a", 1)]]),
    ],
    ids=lambda value: re.sub(r" at 0x\w+", "", repr(value))[:60],
)  # fmt: skip
def test_what_becomes_of_each_kind_of_object(value, kind, holds):
    form = plain(value)
    assert form.kind == kind
    assert repr(held(form)) == repr(holds), "also 1 and 1.0 and True are told apart"
    assert repr(through_json(form)) == repr(form)


@pytest.mark.parametrize(
    ("value", "what"),
    [
        (3, "a number"), (None, "None, nothing"), ((1,), "a list in round brackets"), ({1}, "a set"), (print, "a function"),
        (lambda: 9, "a function"), (pd.Series([1]).median, "a step without its brackets ()"), (int, "a type, not a value"),
        (pd.DataFrame({"a": [1]}).groupby("a"), "groups, without a step yet that makes one number of each"),
        (object(), "something of the type object"), (zip(strict=True), "values that come one at a time (zip)"),
        (type("x" * 10**6, (), {})(), "something of the type " + "x" * 60), (10**400, "a number of more than 300 digits"),
        (pd.Series([1]), "a column (Series)"), (pd.DataFrame(), "a whole table (DataFrame)"),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_what_it_was_is_told_in_plain_words(value, what):
    assert plain(value).what == what


def test_the_names_of_columns_and_indexes_are_kept():
    table = pd.DataFrame({"n": [1]}, index=pd.Index([1990], name="decade"))
    assert plain(table).index.label == "decade"
    assert plain(table["n"]).label == "n"


OWN_CODE = [
    "__len__", "__iter__", "__getitem__", "__eq__", "__hash__", "__bool__", "__str__", "__repr__", "__int__", "__float__",
    "__index__", "__getattr__", "__getattribute__", "__contains__", "__next__", "__array__", "__class__", "__instancecheck__",
    "__subclasscheck__", "__lt__", "__reduce__", "__length_hint__", "items", "keys", "values", "tolist", "to_numpy",
]  # fmt: skip


def with_own_code(base, *args):
    """Return an object of a class of a learner's, of which nothing may be asked: not even its class or its name."""

    def called(*_):
        raise AssertionError("the object's own code was called")

    def names(keep=()):
        return {name: property(called) if name == "__class__" else called for name in OWN_CODE if name not in keep}

    without = ("__getattribute__", "__class__", "__getattr__") if base in (pd.Series, pd.DataFrame) else ()
    meta = type("Meta", (type,), names(("__class__",)) | {"__name__": property(called), "__mro__": property(called)})
    own = names((*without, "__next__")) | {"__init__": lambda self, *_: None}
    if base in (pd.Series, pd.DataFrame):
        del own["__init__"]
        return type("Own", (base,), own)(*args)
    one = base.__new__(type.__call__(meta, "Own", (base,), own), *args)
    if base in (list, set, dict, deque):
        base.__init__(one, *args)
    return one


@pytest.mark.parametrize(
    ("base", "argument"),
    [
        (list, [1, 2]), (tuple, [1, 2]), (set, [1, 2]), (frozenset, [1, 2]), (deque, [1, 2]), (dict, {"a": 1}), (str, "SCO"),
        (int, 9), (float, 9.5), (Decimal, "9.5"), (pd.Series, [1, 2]), (pd.DataFrame, {"a": [1, 2]}),
    ],
)  # fmt: skip
def test_a_class_of_a_learners_is_read_as_what_it_is_built_on_and_its_code_is_not_called(base, argument):
    expected = plain(base(argument))
    for form in (plain(with_own_code(base, argument)), plain([with_own_code(base, argument)]).parts[0]):
        assert repr(form) == repr(expected)


def test_an_object_that_answers_nothing_is_told_by_its_name():
    assert plain(with_own_code(object)).what == "something of the type Own"
    assert plain([with_own_code(object), 3]).parts[1].value == 3, "and does not spoil what stands beside it"


def test_known_types_are_asked_and_no_type_among_them_asks_the_learners():
    known = [*module._NAMES, *module._SINGLE, *module._Reading._SEVERAL]
    assert {type(kind) for kind, _ in known} == {type}


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, RecursionError, MemoryError, GeneratorExit, KeyError])
def test_whatever_values_raise_when_they_are_asked_for_it_ends_here(error):
    def failing():
        yield 1
        raise error

    assert plain(failing()).kind == Form.UNREADABLE
    assert plain({"a": [failing()]}).kind == Form.UNREADABLE


def test_endless_values_are_asked_for_no_longer_than_an_answer_can_be():
    pulled = 0

    class Endless:
        def __iter__(self):
            return self

        def __next__(self):
            nonlocal pulled
            pulled += 1
            return pulled

    form = plain(Endless())
    assert form.unread
    assert not form.parts
    assert pulled == LONGEST + 1
    assert plain([itertools.count(), itertools.repeat([1])]).parts[0].unread


@pytest.mark.parametrize(
    "value",
    [range(10**30), [0] * (LONGEST + 1), np.zeros((101, 100)), pd.Series(range(10**5)), dict.fromkeys(range(10**5))],
    ids=lambda value: type(value).__name__,
)
def test_what_is_too_long_is_not_read_and_said_to_be(value):
    form = plain(value)
    assert form.unread
    assert not form.parts
    assert not plain([0] * LONGEST).unread


def test_of_a_table_that_is_too_large_the_heads_are_kept():
    form = plain(pd.DataFrame(np.zeros((5000, 3)), columns=list("abc")))
    assert (form.unread, form.size, held_heads(form)) == (True, 5000, ["a", "b", "c"])
    assert plain(pd.DataFrame(np.zeros((1, LONGEST + 1)))).kind == Form.OTHER


def held_heads(form):
    return [head.value for head in form.keys]


def self_holding():
    values: list = []
    values += [values, {"a": values}]
    return values


def wide_and_deep():
    values: list = [1] * 90
    for _ in range(20):
        values = [values] * 90
    return values


@pytest.mark.parametrize(
    "value",
    [
        self_holding(), wide_and_deep(), ["\U0001f600" * LONGEST] * LONGEST, "x" * 10**7, [{"\udcff" * 100: 1}] * LONGEST,
        pd.DataFrame([["y" * 500] * 70] * 100), [range(1000)] * 1000, {i: {i: i} for i in range(6000)},
        pd.Series(range(LONGEST), index=["z" * 1000] * LONGEST), [10**300] * LONGEST,
    ],
    ids=range(10),
)  # fmt: skip
def test_the_whole_is_bounded(value):
    stored = json.dumps(plain(value).to_json())
    assert len(stored) < 400 * LONGEST + 12 * MOST_LETTERS
    assert stored.count('"kind"') <= 2 * LONGEST + 2


def test_lists_side_by_side_are_read_and_those_too_deep_are_not():
    assert [len(pair.parts) for pair in plain([(n, n) for n in range(20)]).parts] == [2] * 20
    value = 1
    for _ in range(DEEPEST + 5):
        value = [value]
    form, depth = plain(value), 0
    while form.parts:
        (form,), depth = form.parts, depth + 1
    assert (form.unread, depth) == (True, DEEPEST + 1)


def test_a_set_has_one_form_however_it_was_made():
    assert list({8, 0}) != list({0, 8})
    assert plain({8, 0}) == plain({0, 8})


def test_it_can_be_read_with_little_room_left_on_the_stack():
    def deeper(n):
        return plain(self_holding()) if n == 0 else deeper(n - 1)

    assert deeper(sys.getrecursionlimit() - 250).kind in (Form.LIST, Form.UNREADABLE)


class FailsWhenAsked:
    def __eq__(self, other):
        raise RuntimeError("no comparison")

    def __repr__(self):
        raise RuntimeError("no text")

    __hash__ = None


plain_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.complex_numbers(),
    st.datetimes(timezones=st.none() | st.timezones()), st.timedeltas(), st.decimals(), st.fractions(),
    st.text(st.characters(categories=["Cs", "Lu"])), st.sampled_from([..., np.nan, pd.NA, pd.NaT, 2**998, np.int8(3)]),
    st.builds(FailsWhenAsked),
)  # fmt: skip
nested_values = st.recursive(
    plain_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    | st.lists(inner, max_size=4).map(tuple) | st.lists(inner, max_size=4).map(iter)
    | st.lists(inner, max_size=4).map(lambda values: pd.Series(values, dtype=object, name="x"))
    | st.lists(st.tuples(inner, inner), max_size=3).map(lambda rows: pd.DataFrame(rows, dtype=object)),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=200)
@given(nested_values)
def test_any_answer_is_the_same_after_json(value):
    form = plain(value)
    assert form.kind in set(Form) - {Form.UNREADABLE}
    assert repr(through_json(form)) == repr(form)
    json.dumps(form.to_json(), ensure_ascii=False).encode()


@settings(max_examples=100)
@given(st.from_type(type).flatmap(st.from_type))
def test_any_object_has_a_plain_form(value):
    form = plain(value)
    assert form.what
    assert repr(through_json(form)) == repr(form)


anything_in_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(list(Form)),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["kind", "what", "value", "keys", "parts", "size", "index", "label"]), inner, max_size=5)
    | st.fixed_dictionaries({"kind": st.sampled_from(list(Form)), "value": inner, "parts": st.lists(inner, max_size=2)}),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=300)
@given(anything_in_json)
def test_what_is_read_from_json_is_a_plain_form_or_a_value_error(stored):
    try:
        form = Plain.from_json(stored)
    except ValueError:
        return
    assert repr(through_json(form)) == repr(form)


@pytest.mark.parametrize(
    "stored",
    [
        None, [], "number", {}, {"kind": "nonsense"}, {"kind": "number"}, {"kind": "number", "value": "9"},
        {"kind": "number", "value": True}, {"kind": "number", "value": math.nan}, {"kind": "number", "value": 2**1000},
        {"kind": "text", "value": 9}, {"kind": "list", "value": 9}, {"kind": "list", "parts": [9]}, {"kind": "list", "size": "9"},
        {"kind": "list", "parts": 9}, {"kind": "dots", "what": 9}, {"kind": "table", "index": 9},
    ],
    ids=lambda value: re.sub(r" at 0x\w+", "", repr(value))[:60],
)  # fmt: skip
def test_what_is_no_plain_form_is_refused(stored):
    with pytest.raises(ValueError, match="no answer in plain form"):
        Plain.from_json(stored)
