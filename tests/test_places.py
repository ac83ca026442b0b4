"""Cells of a learner find their place, whatever happened to ids, order and borders of cells."""

import copy
import random
from collections.abc import Callable

import class_of_learners as made_up
import pytest
from class_of_learners import all_right, answer_cell, answered, as_file, cell

from authoring.marking.keys import key_of, slots_of
from authoring.marking.places import CHECK_CHANGED, FRAME_CHANGED, IN_CHECK, TEXT_CELL, open_work, sort_cells
from authoring.marking.shapes import cells_of
from authoring.marking.statements import names_given

CHART = 'fig, ax = plt.subplots()\nax.set(title="MY OWN TITLE")\nshow(fig, description="mine")'
OPEN = {"02": "ex-2-6-chart", "01": "ex-1-6-sentence", "06": "briefing-text"}


def placed(notebook: dict, lesson: str = "02") -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    """Return the cells of each slot (by name, "" for the set-up), the remarks, and what a person reads."""
    found, remarks = sort_cells(cells_of(as_file(notebook)), lesson)
    by_name: dict[str, list[str]] = {}
    for one, place in found:
        by_name.setdefault(place.slot.name or place.slot.id if place.slot else "", []).append(one.source)
    return by_name, {number: said for number, said in remarks.items() if said}, open_work(found, lesson)


def right(*changes: Callable[[dict], None], **codes: str) -> dict:
    """Return a notebook of lesson 02 that is all right, with its chart drawn, and then changed."""
    notebook = answered("02", all_right("02") | {number.replace("_", "."): code for number, code in codes.items()})
    cell(notebook, "ex-2-6-chart")["source"] = CHART
    for change in changes:
        change(notebook)
    return notebook


def no_ids(notebook: dict) -> None:
    made_up.without_ids(notebook, random.Random(0))


def new_ids(notebook: dict) -> None:
    made_up.with_new_ids(notebook, random.Random(0))


def merged(notebook: dict) -> None:
    """Answer and check of 2.1 and answer of 2.2 become one cell, as "merge cells" does."""
    answer_cell(notebook, "2.1")["source"] = 'coe_years = 40\ncheck("2.1", coe_years)\neurope_median = 20'
    gone = ("ex-2-1-check", "ex-2-2", "ex-2-2-hints", "ex-2-2-answer")
    notebook["cells"] = [one for one in notebook["cells"] if one["id"] not in gone]


def in_check_cell(notebook: dict) -> None:
    answer_cell(notebook, "2.1")["source"] = "coe_years = ..."
    cell(notebook, "ex-2-1-check")["source"] = 'coe_years = 40\ncheck("2.1", coe_years)'


def set_up_changed(notebook: dict) -> None:
    first = cell(notebook, "setup")
    source = "".join(first["source"]).replace("observers.csv", "other.csv")
    first["source"] = "import numpy as np\n" + source + "\nmine = np.arange(3)"


def one_cell_for_all(notebook: dict) -> None:
    """All answers typed into the last cell, the others left as they were."""
    codes = all_right("02")
    for number in codes:
        answer_cell(notebook, number)["source"] = answer_cell(made_up.fresh_copy("02"), number)["source"]
    cell(notebook, "ex-2-6-chart")["source"] = "\n".join([*codes.values(), CHART])


def shuffled(notebook: dict) -> None:
    random.Random(4).shuffle(notebook["cells"])


def in_one_new_cell(notebook: dict) -> None:
    """Only one cell is left, and its id says nothing."""
    codes = all_right("02")
    one = copy.deepcopy(answer_cell(notebook, "2.1")) | {"id": "b0b0", "source": "\n".join([*codes.values(), CHART])}
    notebook["cells"] = [one]


KEPT = [(), (no_ids,), (new_ids,), (merged,), (merged, no_ids), (in_check_cell,), (in_check_cell, no_ids), (shuffled,),
        (shuffled, no_ids), (one_cell_for_all,), (one_cell_for_all, no_ids), (in_one_new_cell,), (set_up_changed,),
        (set_up_changed, new_ids)]  # fmt: skip


@pytest.mark.parametrize("changes", KEPT, ids=lambda changes: "_".join(c.__name__ for c in changes) or "as_it_was")
def test_every_answer_finds_its_place(changes):
    """The last piece that gives the answer's name holds the answer, and each slot has one."""
    slots, remarks, to_read = placed(right(*changes))
    for number, code in all_right("02").items():
        name = next(slot.name for slot in slots_of("02") if slot.number == number)
        last = [text for text in slots[name] if name in names_given(text) and "..." not in text][-1]
        assert code in last or number in ("2.1", "2.2")
    assert "coe_years = 40" in slots["coe_years"][-1]
    assert "MY OWN TITLE" in to_read["2.6"]
    assert not any("no answer cell" in text or "cells give" in text for said in remarks.values() for text in said)


def test_parts_of_a_merged_cell():
    slots, remarks, _ = placed(right(merged))
    assert slots["europe_median"] == ["europe_median = 20"]
    assert remarks == {}


def test_answer_in_the_check_cell_is_said_and_a_changed_check_too():
    assert placed(right(in_check_cell))[1] == {"2.1": [IN_CHECK]}
    for change in ((), (new_ids,)):
        notebook = right()
        cell(notebook, "ex-2-1-check")["source"] = 'check("2.1", 40)'
        for one in change:
            one(notebook)
        assert placed(notebook)[1] == {"2.1": [CHECK_CHANGED]}


@pytest.mark.parametrize("change", [lambda _: None, new_ids])
def test_what_was_added_to_the_first_cell_is_run_and_what_was_changed_is_not(change):
    slots, remarks, _ = placed(right(set_up_changed, change))
    assert slots[""] == ["import numpy as np\nmine = np.arange(3)"]
    assert remarks == {"": [FRAME_CHANGED]}


def test_helper_with_an_import_keeps_the_course_s_own_first_cell():
    notebook = right(no_ids)
    place = next(i for i, one in enumerate(notebook["cells"]) if "pd.read_csv" in "".join(one["source"]))
    notebook["cells"][place]["source"] = "import math\n" + "".join(notebook["cells"][place]["source"])
    assert placed(notebook)[0][""] == ["import math"]


def test_a_cell_with_a_line_of_the_first_one_is_the_learners_own():
    notebook = right()
    source = "import pandas as pd\nimport matplotlib.pyplot as plt\nmine = 3"
    cell(notebook, "ex-2-1-hints").update(id="mine", cell_type="code", source=source)
    slots, remarks, _ = placed(notebook)
    assert source in slots["coe_years"]
    assert remarks == {}


def test_answers_in_another_order_keep_what_they_need():
    notebook = right(**{"2_2": "europe_median = 20\ncoe_years = europe_median * 2", "2_1": "..."})
    answer_cell(notebook, "2.1")["source"] = "coe_years = ..."
    whole = "europe_median = 20\ncoe_years = europe_median * 2"
    assert placed(notebook)[0]["coe_years"] == ["coe_years = ...", whole]


def test_a_name_used_for_something_else_does_not_tear_a_cell_apart():
    """In lesson 06 `result` is an answer of 6.2; a learner may use the name before, on the way to 6.1."""
    notebook = made_up.fresh_copy("06")
    answer_cell(notebook, "6.1")["source"] = 'result = "C"\nplan = {"claim": result + "1"}'
    answer_cell(notebook, "6.2")["source"] = 'result = {"figure": 3, "not_in_table": "none"}'
    slots, remarks, _ = placed(notebook, "06")
    assert slots["plan"] == ['result = "C"\nplan = {"claim": result + "1"}']
    assert slots["result"] == ['result = {"figure": 3, "not_in_table": "none"}']
    assert remarks == {}


@pytest.mark.parametrize("change", [lambda _: None, no_ids, new_ids])
@pytest.mark.parametrize("lesson", ["01", "02", "03", "04", "05", "06"])
def test_what_a_person_reads_is_found(lesson: str, change):
    slot = next(slot for slot in slots_of(lesson) if slot.reads)
    notebook = made_up.fresh_copy(lesson)
    change(notebook)
    assert placed(notebook, lesson)[2] == {slot.reads: ""}
    begun = made_up.fresh_copy(lesson)
    own = f'{slot.name or "mine"} = "MY WORDS"'
    cell(begun, slot.id)["source"] = own
    change(begun)
    assert placed(begun, lesson)[2] == {slot.reads: own}


@pytest.mark.parametrize(
    ("typed", "is_begun"),
    [
        ('briefing = {"headline": ..., "text": ...}', False),
        ('briefing = {"headline": ..., "text": """\n...\n"""}', False),
        ('briefing = {"headline": "Who?", "text": """\n...\n"""}', True),
        ('briefing = {"headline": "Who?", "text": """\nOne.\n\n"Two".\n"""}', True),
    ],
)
def test_a_briefing_is_begun_when_a_line_of_it_is_written(typed: str, is_begun: bool):
    notebook = made_up.fresh_copy("06")
    cell(notebook, "briefing-text")["source"] = typed
    assert placed(notebook, "06")[2] == {"6.4": typed if is_begun else ""}


@pytest.mark.parametrize("lesson", ["01", "02", "03", "04", "05", "06"])
def test_a_fresh_copy_holds_nothing_but_stubs(lesson: str):
    for change in (lambda _: None, no_ids, new_ids):
        notebook = made_up.fresh_copy(lesson)
        change(notebook)
        slots, remarks, _ = placed(notebook, lesson)
        assert {"".join(texts).split("=")[1].strip()[:1] for texts in slots.values()} <= {".", "{"}
        assert remarks == {}


def test_an_answer_given_by_exec_is_no_missing_name():
    assert placed(right(**{"2_1": 'exec("coe_years = 40")'}))[1] == {}
    assert "looks for the name coe_years" in placed(right(**{"2_1": "coe_years == 40"}))[1]["2.1"][0]


@pytest.mark.parametrize("change", [lambda _: None, no_ids])
def test_an_answer_in_a_text_cell_is_said(change):
    notebook = right()
    answer_cell(notebook, "2.1")["cell_type"] = "markdown"
    change(notebook)
    assert placed(notebook)[1] == {"2.1": [TEXT_CELL]}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = b = 1", {"a", "b"}),
        ("%pip install -q pandas\na = 40\n!ls", {"a"}),
        ("%%time\na = 40", {"a"}),
        ("a = %timeit -o 1", {"a"}),
        ("for a in (1, 2):\n    b = a", {"a", "b"}),
        ("def a():\n    b = 1", {"a"}),
        ("def a():\n    global b\n    b = 1", {"a", "b"}),
        ("import numpy as np, os.path", {"np", "os"}),
        ("[a for a in (1,)]\nc: int = 3", {"c"}),
        ("{a: b for a, b in c}\n{a for a in d}\n[e := f for f in g]", {"e"}),
        ("a = 40 years", {"a"}),
        ("a == 40", set()),
        ("a = 1\x00", {"a"}),
        ('a = "\ud83d"', {"a"}),
        ("(" * 5000, set()),
    ],
)
def test_names_that_a_cell_gives(source: str, names: set[str]):
    assert names_given(source) == names


def test_names_of_answers_are_those_of_the_key():
    for lesson in OPEN:
        ids = {one.id for one in key_of(lesson).cells}
        assert {slot.id for slot in slots_of(lesson)} <= ids
        assert [slot.id for slot in slots_of(lesson) if slot.reads] == [OPEN[lesson]]
