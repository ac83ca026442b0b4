"""coder(): the second coder's tool, its measure of agreement, and the file it keeps."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ipywidgets import Button, Dropdown
from ipywidgets.widgets.widget import _instances

from coursekit import coder, coding, controls, data
from coursekit.coding import Coding, agreement
from coursekit.coding_controls import NOT_CODED
from coursekit.controls import WIDGET_VIEW

MEETING, CODES, BOOK = (pd.read_csv(data(f"{name}.csv")) for name in ("meeting_2019", "meeting_codes", "codebook"))
GIVEN = dict(zip(CODES["statement_id"], CODES["code"], strict=True))


def coders(table):
    """Return two codings from a table of counts: how often the first gave this code and the second that."""
    pairs = [pair for pair, count in table.items() for _ in range(count)]
    return tuple({f"S{number}": pair[side] for number, pair in enumerate(pairs)} for side in (0, 1))


# The measure


def test_kappa_of_a_table_of_two_by_two_worked_out_by_hand():
    """25 statements. Observed 20/25. Expected 0.6 * 0.4 + 0.4 * 0.6 = 0.48. Kappa 0.32 / 0.52."""
    counts = {("security", "security"): 10, ("security", "other"): 5, ("other", "other"): 10}
    found = agreement(*coders(counts))
    assert (found.coded, found.same) == (25, 20)
    assert found.observed == pytest.approx(0.8)
    assert found.expected == pytest.approx(0.48)
    assert found.kappa == pytest.approx(0.32 / 0.52)


def test_kappa_of_the_textbook_case():
    """Fifty applications, two readers: 20 yes and 15 no by both, 5 and 10 mixed; kappa is 0.4."""
    counts = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    found = agreement(*coders(counts))
    assert found.observed == pytest.approx(0.7)
    assert found.expected == pytest.approx(0.5)
    assert found.kappa == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({}, {}, None),
        ({"N01": "form"}, {}, None),
        ({"N01": "form"}, {"N02": "form"}, None),
        ({"N01": "form"}, {"N01": "form"}, 1),
        ({"N01": "form", "N02": "form"}, {"N01": "form", "N02": "form"}, 1),
    ],
)
def test_kappa_has_no_value(first, second, expected):
    found = agreement(first, second)
    assert found.kappa is None
    assert found.expected == expected


def test_kappa_is_zero_if_only_one_coder_used_one_code():
    assert agreement({"a": "x", "b": "x"}, {"a": "x", "b": "y"}).kappa == 0


def test_kappa_is_minus_one_at_the_worst():
    assert agreement({"a": "x", "b": "y"}, {"a": "y", "b": "x"}).kappa == -1


CODING = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["x", "y", "z"]))


@given(CODING, CODING)
def test_kappa_lies_between_minus_one_and_one_or_has_no_value(first, second):
    found = agreement(first, second)
    assert found == agreement(second, first)
    if found.kappa is None:
        assert found.coded == 0 or found.expected == 1
    else:
        assert -1 <= found.kappa <= 1
        assert math.isclose(found.kappa, (found.observed - found.expected) / (1 - found.expected), abs_tol=1e-9)
        assert (found.kappa == 1) == (found.same == found.coded)


# The tables


def test_every_statement_has_a_code_and_every_code_is_used():
    assert list(CODES["statement_id"]) == list(MEETING["statement_id"])
    assert set(CODES["code"]) == set(BOOK["code"])


def test_a_doubtful_code_names_another_code():
    doubtful = CODES[CODES["confidence"] == "medium"]
    assert len(doubtful)
    for row in doubtful.itertuples(index=False):
        other = row.note.split("Also possible: ")[1].split(".")[0]
        assert other in set(BOOK["code"]) - {row.code}


# The coding and its file


@pytest.fixture(autouse=True)
def fresh(monkeypatch, tmp_path):
    """Give each test a folder and a kernel of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(coding, "_chosen", {})
    return tmp_path


@pytest.fixture
def mine():
    return Coding(list(BOOK["code"]), GIVEN)


def test_coding_counts_and_says_what_is_open(mine):
    mine.set("N02", "form")
    mine.set("N01", "security")
    assert list(mine.codes().items()) == [("N01", "security"), ("N02", "form")]
    assert "Not coded yet" not in mine.in_words(), "a long list says no more than the number"
    mine.set("N01", None)
    assert mine.code_of("N01") is None
    assert repr(mine) == mine.in_words()


def test_agreement_is_told_from_the_tenth_code_on(mine):
    """With fewer codes the numbers would tell after each click whether it was right."""
    for statement in list(GIVEN)[:9]:
        mine.set(statement, "form")
        assert "Same code" not in mine.in_words()
        assert "from 10 codes on" in mine.in_words()
    mine.set(list(GIVEN)[9], "form")
    assert "Coded: 10 of 24. Same code as the given coding: 2 of 10." in mine.in_words()


def test_the_given_coding_agrees_with_itself(mine):
    for statement, code in GIVEN.items():
        mine.set(statement, code)
        if statement == "N22":
            assert mine.in_words().endswith("Not coded yet: N23, N24.")
    assert mine.in_words().endswith("Same code as the given coding: 24 of 24.")
    assert "Not coded yet" not in mine.in_words()


@pytest.mark.parametrize(
    ("statement", "code", "says"),
    [("N25", "form", "no statement 'N25'"), ("N01", "war", "no code 'war'"), (1, "form", "no statement 1")],
)
def test_coding_refuses_what_does_not_exist(mine, statement, code, says):
    with pytest.raises(ValueError, match=says):
        mine.set(statement, code)
    assert len(mine.codes()) == 0


def test_choices_outlive_the_cell_but_not_the_kernel(mine, monkeypatch):
    mine.set("N01", "form")
    assert Coding(list(BOOK["code"]), GIVEN).code_of("N01") == "form"
    monkeypatch.setattr(coding, "_chosen", {})
    assert Coding(list(BOOK["code"]), GIVEN).code_of("N01") is None


def test_save_and_load(mine, monkeypatch, capsys):
    mine.set("N01", "form")
    mine.set("N05", "cooperation")
    mine.save()
    assert (
        capsys.readouterr().out
        == "Saved: the codes of 2 statements, in the file my_coding_2019.csv beside this notebook.\n"
    )
    assert mine.path.read_text() == "statement_id,code\nN01,form\nN05,cooperation\n"
    monkeypatch.setattr(coding, "_chosen", {})
    later = Coding(list(BOOK["code"]), GIVEN)
    later.set("N05", "form")
    later.set("N06", "security")
    later.load()
    assert capsys.readouterr().out.startswith(
        "Read: the codes of 2 statements, from the file my_coding_2019.csv. 1 of your choices was replaced"
    )
    assert dict(later.codes()) == {"N01": "form", "N05": "cooperation", "N06": "security"}
    assert "kept" not in later.saved()


def test_save_keeps_a_file_that_holds_more(mine, fresh):
    old = "statement_id,code\nN01,form\nN09,society\n"
    mine.path.write_text(old)
    mine.set("N01", "form")
    assert "kept as my_coding_2019.kept-1.csv" in mine.saved()
    assert (fresh / "my_coding_2019.kept-1.csv").read_text() == old


@pytest.mark.parametrize("foreign", ["id,name\n1,a\n", "", "a picture \x00", "statement_id,code\nN01,war\n"])
def test_save_keeps_a_foreign_or_broken_file(mine, fresh, foreign):
    mine.path.write_text(foreign)
    (fresh / "my_coding_2019.kept-1.csv").write_text("kept before")
    mine.set("N01", "form")
    assert "kept as my_coding_2019.kept-2.csv: it was not a file of codes" in mine.saved()
    assert (fresh / "my_coding_2019.kept-2.csv").read_text() == foreign
    assert (fresh / "my_coding_2019.kept-1.csv").read_text() == "kept before"
    assert mine.loaded().startswith("Read: the codes of 1 ")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "There is no file my_coding_2019.csv"),
        (b"id,name\n1,a\n", "not a file of codes"),
        (b"", "not a file of codes"),
        (b"\x89PNG\r\n\xff\xfe", "damaged"),
        (b'statement_id,code\n"N01,form\n', "Line 2"),
        (b"statement_id,code\nN01\n", "Line 2"),
        (b"statement_id,code\nN99,form\n", "Line 2 of my_coding_2019.csv begins with no statement"),
        (b"statement_id,code\nN01,form\nN02,frm\n", "Line 3 of my_coding_2019.csv has a code"),
        (b"statement_id,code\nN01,form\nN01,form\n", "Line 3 of my_coding_2019.csv codes N01 a second time"),
        (b"statement_id,code\n" + b"N01,form\n" * 20_000, "far too large"),
    ],
)
def test_load_says_what_is_wrong_and_changes_nothing(mine, content, says):
    mine.set("N06", "security")
    if content is not None:
        mine.path.write_bytes(content)
    said = mine.loaded()
    assert said.startswith("Nothing was read. ")
    assert says in said
    assert dict(mine.codes()) == {"N06": "security"}
    assert content is None or mine.path.read_bytes() == content


def test_load_reads_what_spreadsheets_write(mine):
    mine.path.write_bytes(b"\xef\xbb\xbfstatement_id;code\r\nN01;form\r\nN02;\r\n;\r\n")
    assert mine.loaded().startswith("Read: the codes of 1 ")
    assert dict(mine.codes()) == {"N01": "form"}


@given(st.binary(max_size=200))
def test_load_never_fails(content):
    anything = Coding(list(BOOK["code"]), GIVEN, "fuzz.csv")
    anything.path.write_bytes(content)
    assert anything.loaded().startswith(("Nothing was read.", "Read: the codes of 0 "))


def test_a_folder_in_place_of_the_file(mine):
    mine.path.mkdir()
    assert "cannot be opened" in mine.loaded()


def test_a_place_where_nothing_can_be_written(mine):
    mine.path = mine.path / "no" / "folder.csv"
    assert mine.saved().startswith("Not saved: the file folder.csv cannot be written here")


# The tool on the page


@pytest.fixture
def shown(monkeypatch):
    """Collect what is put on the page."""
    seen = []
    monkeypatch.setattr(controls, "display", lambda bundle, metadata, raw: seen.append(bundle))
    return seen


def tool(shown):
    """Return the coding, and the widgets of the tool by their labels."""
    made = coder(MEETING, CODES, BOOK)
    box = _instances[shown[-1][WIDGET_VIEW]["model_id"]]
    parts = [part for child in box.children for part in (child, *getattr(child, "children", ()))]
    return made, {part.description: part for part in parts if isinstance(part, (Button, Dropdown))}, box


def test_tool_follows_the_reader(shown):
    made, controls, box = tool(shown)
    page = lambda: " ".join(getattr(child, "value", "") or "" for child in box.children)  # noqa: E731
    assert controls["Your code"].value == NOT_CODED
    controls["Your code"].value = "form"
    assert dict(made.codes()) == {"N01": "form"}
    assert "Coded: 1 of 24." in page()
    controls["Next statement"].click()
    assert controls["Statement"].value == "N02"
    assert controls["Your code"].value == NOT_CODED
    assert "guests" in page() or "signed" in page()
    controls["Your code"].value = "security"
    controls["Previous statement"].click()
    assert controls["Your code"].value == "form"
    controls["Previous statement"].click()
    assert controls["Statement"].value == "N01"
    assert "N01 is the first statement." in page()
    controls["Statement"].value = "N02"
    controls["Your code"].value = NOT_CODED
    assert dict(made.codes()) == {"N01": "form"}


def test_choices_outlive_a_restart_without_a_click(shown, monkeypatch):
    _, controls, _ = tool(shown)
    controls["Your code"].value = "form"
    controls["Next statement"].click()
    controls["Your code"].value = "security"
    controls["Your code"].value = NOT_CODED
    monkeypatch.setattr(coding, "_chosen", {})  # what a restart of the kernel forgets
    made, _, _ = tool(shown)
    assert dict(made.codes()) == {"N01": "form"}


def test_tool_saves_and_loads_and_keeps_choices_when_the_cell_runs_again(shown, fresh):
    _, controls, box = tool(shown)
    controls["Your code"].value = "form"
    controls["Save my coding"].click()
    assert "Saved: the codes of 1 " in box.children[-1].value
    _, again, box = tool(shown)
    assert again["Statement"].value == "N02", "it goes on where the reader stopped"
    again["Previous statement"].click()
    assert again["Your code"].value == "form"
    (fresh / "my_coding_2019.csv").write_text("statement_id,code\nN01,standing\n")
    again["Load my coding"].click()
    assert "1 of your choices was replaced" in box.children[-1].value
    assert again["Your code"].value == "standing"


def test_tool_says_something_without_a_kernel(shown):
    tool(shown)
    (still,) = shown
    for statement, code in GIVEN.items():
        assert f"- {statement} (" in still["text/plain"]
        assert f"- {code}: " in still["text/markdown"]
    assert "Run All Cells" in still["text/markdown"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda m, c, b: (m.drop(columns="speaker"), c, b), "statements has no column speaker"),
        (lambda m, c, b: (m, c.iloc[1:], b), "look at N01"),
        (lambda m, c, b: (m, pd.concat([c, c.iloc[:1]]), b), "doubled rows"),
        (lambda m, c, b: (m, c, b.iloc[1:]), "does not explain: form"),
    ],
)
def test_tables_that_do_not_fit_are_explained(shown, change, says):
    with pytest.raises(ValueError, match=says):
        coder(*change(MEETING, CODES, BOOK))
    assert not shown
