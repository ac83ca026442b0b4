"""check() answers everything in plain form that a learner's answer can become; tests/test_plain.py has the way there."""

import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursekit.answers import Choice, Choices, Names, Parts, Text
from coursekit.checking import check
from coursekit.exercises.shared import grouped
from coursekit.kinds import NotYet, Refused, WrongKind
from coursekit.numbers_asked import Number, Numbers
from coursekit.plain import LONGEST, Form, Plain, how_many_words, plain
from coursekit.verdicts import (
    NEARLY,
    NOT_YET,
    RIGHT,
    WRONG_KIND,
    Exercise,
    Mistake,
    _judge,
    exercise_numbers,
    expected,
    judged,
    verdict,
)

KINDS = {
    "number": Number(decimals=1),
    "choice": Choice(("not proved", "no")),
    "choices": Choices(("a", "b"), ("not proved", "no")),
    "names": Names("states"),
    "text": Text(),
    "parts": Parts({"a": Choice(("not proved", "no")), "b": Choice(("no",))}, by="a"),
    "numbers": Numbers(decimals=0),
}
NO = {"a": "no", "b": "no"}
AB = pd.Series({"a": 9, "b": 8})


def read_once(values):
    """Return an iterator that was read before."""
    one = iter(values)
    list(one)
    return one


# Each form that an answer can have, and what the kinds make of it that accept it; all others must refuse it.
FORMS = [
    (9, {"number": 9.0}), (9.04, {"number": 9.04}), (-0.0, {"number": -0.0}), ([9], {"number": 9.0}), ({9}, {"number": 9.0}),
    ([[9]], {"number": 9.0}), (np.array([[9]]), {"number": 9.0}), (np.array(9), {"number": 9.0}), (Fraction(9), {"number": 9.0}),
    (pd.Series([9]), {"number": 9.0, "numbers": {"0": 9.0}}), ({"a": 9}, {"number": 9.0, "numbers": {"a": 9.0}, "names": ["a"]}),
    (pd.DataFrame([[9]]), {"number": 9.0, "numbers": {"0": 9.0}}), (pd.array([9]), {"number": 9.0}), ((n for n in [9]), {"number": 9.0}),
    (10**400, {}), (math.inf, {}), (math.nan, {}), (pd.NaT, {}), (True, {}), (9j, {}), (b"no", {}), (print, {}), (int, {}),
    (pd.Timestamp("2004"), {}), (pd.Timedelta(days=9), {}), ([9, 9], {}), ((0, 62), {}), ([None, "a"], {}), (range(10**9), {}),
    ([], {"names": []}), ({}, {"names": [], "numbers": {}}), (pd.Series([], dtype=object), {"names": [], "numbers": {}}), (np.array([]), {"names": []}),
    (pd.DataFrame(), {}), (pd.DataFrame({"a": []}), {}), (read_once("ab"), {}), (["a"] * (LONGEST + 1), {}),
    (pd.DataFrame({"a": [1]}).groupby("a"), {}), (None, {}), (..., {}), ([...], {}), (["a", ...], {}), ({"a": ..., "b": ...}, {"names": ["a", "b"]}),
    ("Not-Proved ", {"choice": "not proved", "text": "Not-Proved"}), (["no"], {"choice": "no", "text": "no", "names": ["no"]}),
    (np.array(["no"]), {"choice": "no", "text": "no", "names": ["no"]}), ("unproven", {"text": "unproven"}), ("", {}), (" ...", {}),
    (["a", "b"], {"names": ["a", "b"]}), (("b", "a"), {"names": ["b", "a"]}), ({"b", "a"}, {"names": ["a", "b"]}), (["a", "a"], {"names": ["a", "a"]}),
    (pd.Series(["b", "a"]), {"names": ["b", "a"]}), (pd.Index(["a", "b"]), {"names": ["a", "b"]}), (pd.array(["a", "b"]), {"names": ["a", "b"]}),
    (pd.Categorical(["a", "b"]), {"names": ["a", "b"]}), ((name for name in "ab"), {"names": ["a", "b"]}), (AB.to_dict().keys(), {"names": ["a", "b"]}),
    ([["a", "b"]], {"names": ["a", "b"]}), (pd.DataFrame({"state": ["a", "b"]}), {"names": ["a", "b"]}), (pd.DataFrame([["a", "b", "c"]]), {"names": ["a", "b", "c"]}),
    (["a, b"], {"choice": None, "text": "a, b"}), (pd.DataFrame({"x": ["a"], "y": ["b"], "z": ["c"]}), {}),
    (NO, {"choices": NO, "parts": NO, "names": ["a", "b"]}), (pd.Series(NO), {"choices": NO, "parts": NO, "names": ["no", "no"]}),
    (list(NO.items()), {"choices": NO, "parts": NO}), (pd.DataFrame([NO]), {"choices": NO, "parts": NO}), ([{"a": "no"}, {"b": "no"}], {"choices": NO, "parts": NO}), ([NO, NO], {"choices": NO, "parts": NO}),
    (NO | {"c": 1, 2: 3}, {"choices": NO, "parts": NO}), (NO | {"b": "maybe"}, {"names": ["a", "b"]}), ({"a": "no"}, {"choice": "no", "text": "no", "names": ["a"]}),
    (AB, {"numbers": {"a": 9.0, "b": 8.0}}), (AB.to_dict(), {"numbers": {"a": 9.0, "b": 8.0}, "names": ["a", "b"]}), (zip("ab", [9, 8], strict=True), {"numbers": {"a": 9.0, "b": 8.0}}),
    (AB.to_dict().items(), {"numbers": {"a": 9.0, "b": 8.0}}), (AB.to_frame(), {"numbers": {"a": 9.0, "b": 8.0}, "names": ["a", "b"]}), (AB.to_frame().T.assign(c=7), {"numbers": {"a": 9.0, "b": 8.0, "c": 7.0}}),
    (AB.reset_index().sort_values(0), {"numbers": {"b": 8.0, "a": 9.0}}), (pd.Series({1990: 1, 2000.0: 2, "2010s": 3}), {"numbers": {"1990": 1.0, "2000": 2.0, "2010": 3.0}}),
    (pd.DataFrame({"n": [1, 2], "m": [3, 4]}, index=pd.Index([1990, 2000], name="decade")), {}), (pd.DataFrame({"n": [1, 2], "m": [3, 4]}, index=["a", "b"]), {}),
    (pd.Series(["no", "no", "yes"]), {"names": ["no", "no", "yes"]}), (pd.Series([True, False]), {}), ({1990.5: 2, None: 3}, {}), ({"a": 9, "b": math.nan}, {"names": ["a", "b"]}),
    (pd.DataFrame(np.zeros((5000, 3))), {}), (pd.DataFrame([[1, 2], [3, 4], [5, 6]]), {"numbers": {"1": 2.0, "3": 4.0, "5": 6.0}}),
]  # fmt: skip
FORMS = [(plain(answer), {kind: read for kind, read in reads.items() if read is not None}) for answer, reads in FORMS]


@pytest.mark.parametrize(("form", "reads"), FORMS, ids=range(len(FORMS)))
def test_each_kind_reads_the_forms_that_a_teacher_would_accept_and_no_other(form, reads):
    for name, kind in KINDS.items():
        if name in reads:
            assert kind.read(form) == reads[name], name
        else:
            with pytest.raises(Refused) as refused:
                kind.read(form)
            assert 20 < len(str(refused.value)) < 300
            assert refused.value.because or isinstance(refused.value, NotYet)


@pytest.mark.parametrize(
    ("kind", "answer", "error", "says"),
    [
        ("number", (0, 62), WrongKind, "write it with a point: 0.62"),
        ("number", ("a", "b"), WrongKind, "round brackets with 2 values; one number is asked"),
        ("number", "9", WrongKind, "write it without them"),
        ("number", "19 of 25", WrongKind, "only the one number asked"),
        ("number", "A/RES/59/48", WrongKind, "only the one number asked"),
        ("number", pd.Series([1, 2]), WrongKind, r"a column \(Series\) with 2 values; one number is asked. Which step"),
        ("number", pd.DataFrame([[1, 2], [3, 4]]), WrongKind, "with 4 values"),
        ("number", pd.DataFrame(np.zeros((5000, 3))), WrongKind, "with 15000 values"),
        ("number", {}, WrongKind, "a dictionary; one number"),
        ("number", [0] * 10**5, WrongKind, "far more values"),
        ("number", pd.Timedelta(days=9), WrongKind, "span of time"),
        ("number", math.nan, WrongKind, "empty value"),
        ("number", math.inf, WrongKind, "divided by zero"),
        ("number", 10**400, WrongKind, "a number of more than 300 digits"),
        ("number", [...], NotYet, "dots are still there"),
        ("choice", "unproven", WrongKind, '"unproven" is not among the choices; .* "not proved", "no"'),
        ("choices", {"b": "no"}, WrongKind, "missing: a"),
        ("choices", {"a": ..., "b": "no"}, NotYet, "1 of 2 lines .* a"),
        ("choices", {"a": "maybe", "b": "no"}, WrongKind, 'In the line a: "maybe" is not'),
        ("choices", ["no", "no"], WrongKind, "a list; keep the braces"),
        ("names", "a", WrongKind, "You gave one text; a list or a column of states"),
        ("names", "a, b", WrongKind, "All states stand in one pair of quotation marks; each needs its own"),
        ("names", ["a, b"], WrongKind, "one pair of quotation marks"),
        ("names", ["a", 5], WrongKind, "There is a number in it"),
        ("names", ["a", ...], NotYet, "Some of the three dots"),
        ("names", pd.DataFrame({"a": [1], "b": [2]}), WrongKind, "a whole table with 2 columns; one column"),
        ("number", pd.Series([], dtype=float), WrongKind, "with 0 values; one number is asked. It has no rows left"),
        ("names", pd.DataFrame({"state": []}), WrongKind, "a table. It has no rows left"),
        ("names", read_once("ab"), WrongKind, r"read only once. Put list\(\)"),
        ("names", iter(range(10**6)), WrongKind, "far more values"),
        ("parts", [{"a": "no"}, ...], NotYet, "Keep the braces"),
        ("parts", (1, 2), WrongKind, "round brackets; keep the braces"),
        ("numbers", 9, WrongKind, "a number; one number for each of the groups is asked. Which step makes groups"),
        ("numbers", pd.DataFrame({"a": [1, 2], "b": [1, 2], "c": [1, 2]}), WrongKind, "a whole table with 3 columns"),
        ("numbers", pd.Series(["a", "b"]), WrongKind, "which step counts"),
        ("numbers", [3, 4, 5], WrongKind, "no name stands beside the numbers"),
        ("numbers", pd.Series({("a", "b"): 2}), WrongKind, "More than one name"),
        ("numbers", pd.Series({True: 2}), WrongKind, "not with the numbers"),
        ("numbers", {"a": ...}, NotYet, "Some of the three dots"),
    ],
)
def test_what_is_refused_is_told_with_the_step_that_leads_on(kind, answer, error, says):
    with pytest.raises(Refused, match=says) as refused:
        KINDS[kind].read(plain(answer))
    assert type(refused.value) is error


def test_a_wrong_kind_names_the_misconception_for_the_teacher():
    assert (
        verdict("2.1", pd.Series([1, 2])).because == "gives a column (Series) with 2 values where one number is asked"
    )
    assert verdict("2.1", "40").because == "writes a number in quotation marks"
    assert verdict("2.1", None).because
    assert verdict("2.1", 43).because == verdict("2.1", ...).because == ""


def test_a_mistake_gives_its_verdict_what_is_said_and_the_misconception():
    mistakes = [Mistake("forgets one", 3, "Which?"), Mistake("is far off", lambda n: n > 10, "{:.0f}?".format)]
    asked = Exercise(Number(), 4, "Four.", mistakes, "Count again.")
    assert _judge(asked, plain(3)) == (
        NEARLY,
        "Which? If you came to 3 in another way: Count again.",
        "forgets one",
    )
    assert _judge(asked, plain([11])) == (NEARLY, "11?", "is far off")
    assert _judge(asked, plain(5)) == (NEARLY, "Count again.", "")


@pytest.mark.parametrize(
    ("given", "value", "is_like"),
    [
        (20.005, 20, False),  # the median of the years of grants, as hundred times the one asked
        (73.17073170731707, 73.23943661971831, False),
        (73.23943661971831, 73.23943661971831, True),
        (73.2, 73.23943661971831, True),
        (73.24, 73.23943661971831, True),
        (42.9, 42.95, True),
        (42.97, 42.95, False),
        (8, 8.2, False),
    ],
)
def test_a_long_number_is_like_no_other_and_a_short_one_within_what_it_shows(given, value, is_like):
    assert Number(decimals=1).like(given, value) == is_like


def test_only_a_small_whole_number_can_be_many_things():
    mistakes = [Mistake("a", value, "A.") for value in (17, 17.5, 400, -3)]
    said = {
        value: _judge(Exercise(Number(), 14, "", mistakes, "See."), plain(value)).message
        for value in (17, 17.5, 400, -3)
    }
    assert said == {17: "A. If you came to 17 in another way: See.", 17.5: "A.", 400: "A.", -3: "A."}
    for words, end in (
        ("A.", " If you came to 17 in another way: Show each step in a cell of its own."),
        ("A. " * 50, ""),
    ):
        long = Exercise(Number(), 14, "", [Mistake("a", 17, words)], "too long " * 30)
        assert _judge(long, plain(17)).message == words + end


def test_a_number_with_too_few_decimals_is_told_how_many_are_asked():
    assert "asks for 1 decimal; more do no harm" in Number(decimals=1).slip(44, 44.06)[1]
    assert "from 5 on" in Number(decimals=1).slip(44.3, 44.26001 + 0.1)[1]
    assert "as exact as Python" in Number().slip(44.3, 44.36)[1]
    assert Number(of_rows=False).slip(0, 3) is None and "Show the rows" in Number().slip(0, 3)[1]


@pytest.mark.parametrize(
    "label", ["{0}", "{0}s", "the {0}s", "{0}-{1}", "{0} to {1}", "{0}–{1}", "{0} (decade)", "[{0}, {1})"]
)
def test_a_decade_is_known_by_its_first_year(label):
    kind, wanted = Numbers(what="decades"), {1950: 1, 1960: 4}
    assert kind.same(kind.read(plain({label.format(one, one + 9): n for one, n in wanted.items()})), wanted)
    assert not kind.same(kind.read(plain({label.format(one + 10, one): n for one, n in wanted.items()})), wanted)


def test_numpy_counts_and_left_closed_intervals_are_groups():
    years, kind = pd.Series([1951, 1962, 1969]), Numbers(what="decades")
    for counts in (
        np.unique(years // 10 * 10, return_counts=True),
        np.column_stack(np.unique(years // 10 * 10, return_counts=True)),
        pd.cut(years, [1950, 1960, 1970], right=False).value_counts(),
    ):
        assert kind.same(kind.read(plain(counts)), {1950: 1, 1960: 2})
    assert len(kind.read(plain({"1950 a": 1, "1950 b": 2}))) == 2, "two names with one year stay two"


@pytest.mark.parametrize(
    ("text", "words"), [("- - - - - -", 0), ("It is wrong if …", 4), ("19 of 25 — found", 4), ("一带一路", 4)]
)
def test_signs_are_no_words(text, words):
    assert how_many_words(text) == words


def test_numbers_of_groups_are_told_what_is_as_it_should_be():
    kind = Numbers(what="kinds")
    say = grouped(kind, pd.Series({"a": 1, "b": 2}), "there are 3 rows", "Count.")
    assert (
        say({"a": 2, "b": 1})
        == "Your numbers add up to 3, as they should. The kinds are right, too: which numbers stand beside the wrong one of them?"
    )
    assert say({"a": 1, "c": 2}) == 'Your numbers add up to 3, as they should. Not asked for: "c". Count.'
    assert say({"a": 1}) == "Your numbers add up to 1, and there are 3 rows. 1 of the 2 kinds missing. Count."
    assert (
        say({"a": 0, "b": 3})
        == "Your numbers add up to 3, as they should. The kinds are right, and some numbers are not. Count."
    )


def test_number_is_as_strict_as_its_decimals():
    assert Number(decimals=0).same(8.6, 9)
    assert not Number(decimals=0).same(8.4, 9)
    assert not Number(decimals=1).same(8.9, 9)
    assert not Number().same(9.001, 9)
    assert Number(within=1.5).same(7.5, 9)


def test_names_are_compared_without_order_case_dashes_and_repeats():
    assert Names().same(["B", "a-c "], ["A C", "b"])
    assert Names().same(["a", "B/c", "a"], ["a", "b and c"])
    assert not Names().same(["a", "a"], ["a", "b"])
    assert Names("states").difference(["x"], ["a", "b"]) == "2 of the 2 states missing; 1 too many."


def test_numbers_are_compared_whatever_their_order_and_a_count_of_nothing_may_be_left_out():
    wanted = pd.Series({1990: 2, 2000: 3})
    assert Numbers().same({"2000": 3.0, "1990": 2.0, "1980": 0.0}, wanted)
    assert not Numbers().same({"2000": 3.0, "1990": 2.0, "1980": 1.0}, wanted)
    assert not Numbers().same({"1990": 2.0}, wanted)
    assert not Numbers().same({"1990": 2.0, "2000": 4.0}, wanted)


def forms() -> st.SearchStrategy[Plain]:
    """Make any form, also such as fit together badly, as a forged file may hold them."""
    whole = st.sampled_from([form for form, _ in FORMS])
    words = st.sampled_from(["SCO", "wrong", "bloc", "claim", "vote", "a, b", "...", "2004-12-02", "summits.csv"])
    value = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words | st.text(max_size=5)
    loose = st.builds(Plain, st.sampled_from(Form), st.text(max_size=5), value, size=st.integers(0, 3))
    return st.recursive(
        whole | value.map(plain) | loose,
        lambda inner: (
            st.lists(inner, max_size=4).map(plain)
            | st.dictionaries(words, inner, max_size=6).map(plain)
            | st.builds(
                lambda kind, keys, parts, size: Plain(kind, "", None, tuple(keys), tuple(parts), size),
                st.sampled_from([Form.LIST, Form.TABLE, Form.DICTIONARY]),
                st.lists(inner, max_size=3),
                st.lists(inner, max_size=3),
                st.integers(0, 3),
            )
        ),
        max_leaves=8,
    )


@settings(max_examples=500)
@given(number=st.sampled_from(exercise_numbers()), form=forms())
def test_any_form_gets_a_verdict_from_any_exercise(number, form):
    kind, message, because = judged(number, form)
    assert kind in {NOT_YET, RIGHT, NEARLY, WRONG_KIND}
    assert 5 < len(message) < 1000
    assert isinstance(because, str)


@pytest.mark.parametrize("number", exercise_numbers())
def test_each_exercise_judges_each_form(number):
    for form, _ in FORMS:
        kind, message, _ = judged(number, form)
        assert kind in {NOT_YET, RIGHT, NEARLY, WRONG_KIND}
        assert "cannot be read" not in message, form


def test_what_cannot_be_read_gets_a_verdict_and_nothing_is_raised(capsys):
    def failing():
        yield 1
        raise KeyboardInterrupt

    check("2.4", failing())
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("2.4 Wrong kind of thing. This answer, something of the type generator, cannot be read.")


def test_an_odd_number_of_an_exercise_runs_no_code_of_its_own():
    class Odd:
        def __str__(self):
            raise ValueError

    with pytest.raises(KeyError, match="There is no exercise something of"):
        verdict(Odd(), 40)


def test_an_answer_of_several_parts_is_judged_as_one(capsys):
    check("6.1", {"claim": "bloc", "table": "cohesion"}, {"wrong_if": "It is wrong if they often differ."})
    assert capsys.readouterr().out.startswith("6.1 Right.")
    parts = plain(({"claim": "bloc", "table": "cohesion"}, plain({"wrong_if": "It is wrong if they often differ."})))
    assert judged("6.1", Plain.from_json(parts.to_json())).kind == RIGHT


def test_verdict_is_folded_and_starts_with_the_number(capsys):
    check("2.1", 3)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2.1 Nearly. ")
    assert max(map(len, lines)) <= 84


def test_no_answer_given_is_not_answered_yet(capsys):
    check("2.1")
    assert capsys.readouterr().out.startswith("2.1 Not answered yet.")


@pytest.mark.parametrize("number", [None, [], 9.9, "nonsense", "\ud83d", object(), "x" * 10**6])
def test_no_number_of_an_exercise_is_answered_with_those_there_are(number, capsys):
    check(number, 40)
    assert capsys.readouterr().out.startswith("There is no exercise ")


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


def test_from_the_third_different_wrong_answer_on_a_hint_is_added_and_the_first_verdict_is_always_the_same(capsys):
    from coursekit import checking

    def said(answer):
        check("2.5", answer)
        return " ".join(capsys.readouterr().out.split())

    checking._wrong.clear()
    right, hint = dict(expected("2.5").wanted), expected("2.5").hint
    wrong = [right | {line: "correct" if right[line] != "correct" else "wrong"} for line in right]
    first = said(wrong[0])
    assert hint and hint not in first + said(wrong[0]) + said(wrong[1])
    assert said(wrong[2]).endswith(hint) and said(wrong[0]).endswith(hint)
    assert hint not in said(right)
    checking._wrong.clear()
    assert said(wrong[0]) == first
