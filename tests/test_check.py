"""check() answers everything that a learner can give it, and raises nothing."""

import itertools
import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.answers import Choice, Choices, Names, NotYet, Number, Numbers, WrongKind, name_of
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, check, exercise_numbers, verdict

KINDS = {NOT_YET, RIGHT, NEARLY, WRONG_KIND}
NUMBERS = st.sampled_from(exercise_numbers())


class FailsWhenCompared:
    def __eq__(self, other):
        raise RuntimeError("no comparison")

    __hash__ = None


class FailsWhenShown:
    def __repr__(self):
        raise RuntimeError("no text")

    __str__ = __repr__


class FailsAlways(list):
    def __len__(self):
        raise ValueError("no length")

    def __iter__(self):
        raise KeyError("no values")


class SaysItIsAnything:
    """Answers True to every question about what it is."""

    @property
    def __class__(self):
        return str


class Hostile(type):
    def __eq__(cls, other):
        raise RuntimeError("no comparison of types")

    def __hash__(cls):
        raise RuntimeError("no hash")

    def __getattribute__(cls, key):
        raise RuntimeError("no attributes")


class OfHostileType(metaclass=Hostile):
    pass


def endless():
    yield from itertools.count()


deep: list = []
deep.append(deep)

ODD = [
    None, ..., math.nan, math.inf, -math.inf, 10**400, -0.0, 1j, True, np.True_, np.float32(9), np.int8(9), np.nan,
    pd.NA, pd.NaT, pd.Timestamp("2004-12-02"), pd.Timedelta(days=3), np.datetime64("2004-12-02"), Decimal("9"),
    Fraction(9), Decimal("NaN"), "", "9", b"9", "x" * 10**6, [], {}, set(), (), [[]], [[9]], [None], {"a": ...}, [...],
    deep, range(10**9), list(range(10**6)), dict.fromkeys(range(10**5), 1), endless(), endless, print, int, object(),
    lambda: 9, math, FailsWhenCompared(), FailsWhenShown(), FailsAlways(), SaysItIsAnything(), OfHostileType(),
    [FailsWhenCompared()], {"vote": FailsWhenShown()}, np.array([]), np.array(9), np.zeros((3, 3)), np.array([object()]),
    pd.Series(dtype=object), pd.Series([9]), pd.Series(["a", None]), pd.Series([FailsWhenShown()]), pd.Index([9]),
    pd.DataFrame(), pd.DataFrame([[1, 2], [3, 4]]), pd.DataFrame({("a", "b"): [1]}), pd.DataFrame([[1, 2]], columns=["x", "x"]),
    pd.DataFrame({None: ["a"], 1.5: [2]}), pd.Series([1, 2], index=[("a", 1), ("b", 2)]), pd.Categorical(["SCO"]),
    pd.Series([1, 2], index=pd.to_datetime(["2004", "2005"])), pd.DataFrame({"a": [1]}).groupby("a"), {"a": math.nan},
    Exception("no"), KeyboardInterrupt(), type, Hostile,
]  # fmt: skip


@pytest.mark.parametrize("number", exercise_numbers())
@pytest.mark.parametrize("answer", ODD, ids=lambda answer: type.__getattribute__(type(answer), "__name__"))
def test_odd_answers_get_a_verdict(number, answer, capsys):
    check(number, answer)
    text = capsys.readouterr().out
    assert any(text.startswith(f"{number} {kind}") for kind in KINDS)
    assert len(text) < 1000


plain_values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(), st.complex_numbers(),
    st.sampled_from([..., np.nan, pd.NA, pd.NaT, "SCO", "wrong"]),
    st.builds(FailsWhenCompared), st.builds(FailsWhenShown), st.builds(FailsAlways),
)  # fmt: skip
nested_values = st.recursive(
    plain_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text() | st.integers(), inner, max_size=4)
    | st.lists(inner, max_size=4).map(lambda values: pd.Series(values, dtype=object))
    | st.lists(st.tuples(inner, inner), max_size=3).map(pd.DataFrame),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(number=NUMBERS, answer=nested_values)
def test_any_answer_gets_a_verdict(number, answer):
    kind, message, _ = verdict(number, answer)
    assert kind in KINDS
    assert message.strip()


@settings(max_examples=100, deadline=None)
@given(number=NUMBERS, answer=st.from_type(type).flatmap(st.from_type))
def test_any_object_gets_a_verdict(number, answer):
    assert verdict(number, answer)[0] in KINDS


def test_verdict_is_folded_and_starts_with_the_number(capsys):
    check("2.1", 3)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2.1 Nearly. ")
    assert max(map(len, lines)) <= 84


def test_no_answer_given_is_not_answered_yet(capsys):
    check("2.1")
    assert capsys.readouterr().out.startswith("2.1 Not answered yet.")


def test_missing_tables_are_explained(monkeypatch, capsys, tmp_path):
    """A course folder without its tables gets a sentence, not a traceback."""
    from coursekit import tables, verdicts

    monkeypatch.setattr(tables, "TABLES", tmp_path)
    for maker in verdicts._makers.values():
        maker.cache_clear()
    check("2.1", 40)
    assert "Get a fresh copy of the course" in capsys.readouterr().out.replace("\n", " ")


def test_two_exercises_of_one_number_are_an_error():
    from coursekit.verdicts import exercise

    with pytest.raises(ValueError, match=r"two exercises 2\.1"):
        exercise("2.1")(lambda: None)


@pytest.mark.parametrize(
    "answer",
    [
        9,
        9.0,
        np.int8(9),
        np.float32(9),
        Decimal(9),
        Fraction(9),
        [9],
        pd.Series([9]),
        np.array([[9]]),
        pd.DataFrame([[9]]),
        9.04,
    ],
)
def test_number_reads_what_a_teacher_would_accept(answer):
    kind = Number(decimals=1)
    assert kind.same(kind.read(answer), 9)


@pytest.mark.parametrize(
    "answer", ["9", b"9", True, np.True_, 9j, [9, 9], [[9]], [], pd.Series([9, 9]), {"a": 9}, print, pd.NaT, math.inf]
)
def test_number_refuses_other_kinds(answer):
    with pytest.raises(WrongKind):
        Number().read(answer)


def test_number_is_as_strict_as_its_decimals():
    assert Number(decimals=0).same(8.6, 9)
    assert not Number(decimals=0).same(8.4, 9)
    assert not Number(decimals=1).same(8.9, 9)


def test_choice_forgives_case_and_dashes_but_not_other_words():
    kind = Choice(("not proved", "wrong"))
    assert kind.read("Not-Proved ") == "not proved"
    with pytest.raises(WrongKind, match='"not proved", "wrong"'):
        kind.read("unproven")


def test_choices_say_which_line_is_open_or_odd():
    kind = Choices(("a", "b"), ("yes", "no"))
    assert kind.read({"b": "no", "a": "YES", "c": 1}) == {"a": "yes", "b": "no"}
    with pytest.raises(NotYet, match=r"1 of 2 lines .* b"):
        kind.read({"a": "yes", "b": ...})
    with pytest.raises(WrongKind, match="In the line b"):
        kind.read({"a": "yes", "b": "maybe"})
    with pytest.raises(WrongKind, match="missing: b"):
        kind.read({"a": "yes"})


def test_names_compare_with_and_without_order():
    assert Names().same(Names().read(pd.Series(["B", "a"])), ["A", "b"])
    assert not Names(ordered=True).same(["b", "a"], ["a", "b"])
    assert not Names().same(["a", "a", "b"], ["a", "b"])
    assert Names("states").difference(["x"], ["a", "b"]) == "2 of the 2 states missing; 1 too many (x)."


def test_numbers_compare_groups_whatever_their_order_and_type():
    kind = Numbers()
    wanted = pd.Series({1990: 2, 2000: 3})
    assert kind.same(kind.read({"2000": 3, "1990": 2}), wanted)
    assert kind.same(kind.read(pd.DataFrame({"decade": [2000.0, 1990.0], "n": [3, 2]})), wanted)
    assert not kind.same(kind.read({1990: 2}), wanted)
    with pytest.raises(WrongKind, match="not with the numbers"):
        kind.read({1990.5: 2})


@pytest.mark.parametrize(
    ("answer", "words"),
    [(3, "a number"), ("3", "text"), (int, "a type"), (len, "a function"), (OfHostileType(), "OfHostileType")],
)
def test_name_of_speaks_plainly(answer, words):
    assert words in name_of(answer)
