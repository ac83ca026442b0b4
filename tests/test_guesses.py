"""guess() and compare_guess(): what is asked, kept and said."""

import itertools

import numpy as np
import pandas as pd
import pytest
from ipywidgets.widgets.widget import _instances

from coursekit import compare_guess, guess, guesses

HALF = ("half", "Do they reach half?", ["the members do", "half is not reached"])


@pytest.fixture
def shown(monkeypatch):
    """Collect what is put on the page, with no guess kept from before."""
    seen = []
    monkeypatch.setattr(guesses, "_kept", {})
    monkeypatch.setattr(guesses, "_lines", {})
    monkeypatch.setattr(guesses, "display", lambda data, raw=False: seen.append(data))
    return seen


def control_of(shown):
    """Return the control last put on the page."""
    view = shown[-1]["application/vnd.jupyter.widget-view+json"]
    return _instances[view["model_id"]].children[1]


def said(capsys, name, result):
    compare_guess(name, result)
    return capsys.readouterr().out.strip()


def test_a_number_may_be_a_word(shown, capsys):
    guess("parts", "How many?")
    control_of(shown).value = "Two"
    assert said(capsys, "parts", 2) == "Your guess: 2. The result is the same."


def test_a_choice_is_made_kept_and_met_again(shown, capsys):
    guess(*HALF)
    assert control_of(shown).value is None, "nothing is chosen for the reader"
    control_of(shown).value = "the members do"
    assert said(capsys, "half", HALF[2][1]) == "Your guess: the members do. The result: half is not reached."
    guess(*HALF)
    assert control_of(shown).value == "the members do", "the guess is lost when its cell is run again"
    control_of(shown).value = "half is not reached"
    assert said(capsys, "half", HALF[2][1]) == "Your guess: half is not reached. The result is the same."


@pytest.mark.parametrize(
    ("typed", "result", "sentence"),
    [
        ("9", 16, "Your guess: 9. The result: 16."),
        ("about 16 of them", np.int64(16), "Your guess: 16. The result is the same."),
        ("24,5", pd.Series([24.0, 25.0]).mean(), "Your guess: 24.5. The result is the same."),
        ("1,200", 193, "Your guess: 1200. The result: 193."),
        ("10 to 20", 16, "Your guess: 10 to 20. The result: 16."),
        ("Security", "security", "Your guess: Security. The result is the same."),
        ("no idea", "security", "Your guess: no idea. The result: security."),
        ("   ", 16, ""),
    ],
)
def test_what_is_typed_is_set_against_the_result(shown, capsys, typed, result, sentence):
    guess("many", "How many?")
    control_of(shown).value = typed
    assert said(capsys, "many", result) == sentence


def test_nothing_is_said_without_a_guess(shown, capsys):
    assert said(capsys, "many", 16) == ""  # the cell with the question was not run
    guess("many", "How many?")
    assert said(capsys, "many", 16) == ""


def test_a_guess_that_is_missing_is_missed_beside_its_control(shown):
    guess(*HALF)
    line = _instances[shown[-1]["application/vnd.jupyter.widget-view+json"]["model_id"]].children[2]
    before = line.value
    compare_guess("half", HALF[2][1])
    assert "No guess stands here yet" in line.value
    control_of(shown).value = "the members do"
    assert line.value == before
    compare_guess("half", HALF[2][1])
    assert line.value == before


def test_a_reader_without_a_kernel_has_the_question_the_choices_and_a_line(shown):
    guess(*HALF)
    for kind in ("text/plain", "text/markdown"):
        lines = shown[0][kind].splitlines()
        assert lines[0].replace("*", "") == "Guess first: Do they reach half?"
        assert [line for line in lines if line.startswith("- ")] == ["- the members do", "- half is not reached"]
        assert any(line.startswith("My guess: ") for line in lines)


def test_the_text_kept_in_the_notebook_is_always_the_same(shown):
    guess(*HALF)
    control_of(shown).value = "the members do"
    guess(*HALF)
    texts = [{kind: text for kind, text in one.items() if kind.startswith("text/")} for one in shown]
    assert all(before == after for before, after in itertools.pairwise(texts))
