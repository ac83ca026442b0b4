"""The course in a real JupyterLab and a real browser: what a learner does, with a mouse, with keys alone, and enlarged.

One JupyterLab and one page serve all tests; each lesson is opened and run once. See tests/browser.py.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import (
    EXTENSIONS,
    IN_A_BROWSER,
    LEARNERS_EXTENSIONS,
    WINDOW,
    ZOOMED,
    Lab,
    accessible_names,
    barriers,
    chromium,
    jupyterlab,
    keep_picture,
    too_wide,
)

from notebooks import COPIES, LESSONS, ROOT

pytestmark = IN_A_BROWSER
# Errors that JupyterLab itself writes to the console, each with its reason.
JUPYTERLABS_OWN = {
    "Could not restore the debugger state": "its debugger still asks the kernel of a notebook that was just closed",
}
OURS = [".jp-Notebook .jp-OutputArea", ".jp-Notebook .jp-RenderedMarkdown"]
TEXT_AND_PICTURES = ", ".join(
    f".jp-Notebook {part}"
    for part in (
        ".jp-RenderedMarkdown > *:not(table)", ".jp-RenderedImage img", ".jp-RenderedText pre",
        ".jupyter-widgets p", ".jupyter-widgets select", ".jupyter-widgets input",
        ".jupyter-widgets label", ".jupyter-widgets button",
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course, as a new user starts it, in a browser."""
    with jupyterlab(tmp_path_factory.mktemp("home")) as address, chromium() as browser:
        yield Lab(browser.new_page(viewport=WINDOW), f"{address}/lab?reset", JUPYTERLABS_OWN)


@pytest.fixture(scope="module", params=[path.stem for path in LESSONS])
def lesson(lab, request) -> str:
    """A lesson that was opened and run from the first cell to the last."""
    lab.open(f"notebooks/{request.param}.ipynb")
    keep_picture(lab.page, f"{request.param}-opened")
    lab.run_all()
    return request.param


@pytest.fixture(scope="module", params=[path.stem for path in COPIES])
def exercises(lab, request) -> str:
    """A learner's copy of exercises that was opened."""
    lab.open(f"exercises/{request.param}.ipynb")
    return request.param


def test_a_developers_jupyterlab_looks_like_a_learners():
    """What the tests and tools bring to JupyterLab is switched off, and asks nothing of the network."""
    brought = {str(found.parent.relative_to(EXTENSIONS)) for found in EXTENSIONS.rglob("package.json")}
    brought = {path for path in brought if len(Path(path).parts) == 1 + path.startswith("@")}
    settings = json.loads((ROOT / "coursekit" / "jupyterlab" / "page_config.json").read_text(encoding="utf-8"))
    assert brought - set(LEARNERS_EXTENSIONS) <= set(settings["disabledExtensions"])


# ---- How a reader moves a control


def choose(option: str) -> Callable[[Lab, Any, Any], None]:
    """Choose from a list with the mouse."""
    return lambda lab, cell, control: control.select_option(option)


def click(lab: Lab, cell: Any, control: Any) -> None:
    """Click with the mouse."""
    control.click()


def click_arrow_up(lab: Lab, cell: Any, control: Any) -> None:
    """Click the small arrow that points up, at the right end of a field for a number."""
    control.hover()
    box = control.bounding_box()
    control.click(position={"x": box["width"] - 12, "y": box["height"] / 4})


def pick_day(day: str) -> Callable[[Lab, Any, Any], None]:
    """Choose a day as the calendar does that opens at a click (a browser without a screen draws none)."""
    return lambda lab, cell, control: control.fill(day)


def keys(*presses: str) -> Callable[[Lab, Any, Any], None]:
    """Go to the control with Tab and press keys, or type text."""

    def press(lab: Lab, cell: Any, control: Any) -> None:
        lab.tab_to(cell, control)
        for one in presses:
            lab.page.keyboard.press(one) if not one.isdecimal() else lab.page.keyboard.type(one)

    return press


# A bare arrow key on a closed list moves JupyterLab's cells; Space opens the list, and an open list gets the key.
NEXT_IN_LIST = keys("Space", "ArrowDown", "Enter")
# What is moved in each lesson, how, and what the description says then.
MOVES = {
    "00_start_here": [
        ("State", choose("Sri Lanka"), "Sri Lanka is one of"),
        ("State", NEXT_IN_LIST, "Sudan is one of"),
    ],
    "01_two_organisations": [
        ("Day", pick_day("2025-09-01"), "On 2025-09-01 27 states"),
        ("Day", keys("ArrowDown"), "On 2025-08-01|On 2025-09-30"),  # a month or a day less, as the browser writes days
    ],
    "02_observer_status": [
        ("First year", click_arrow_up, "from 2001 to 2009"),
        ("First year", keys("Control+a", "1950", "Enter"), "from 1950 to 2009"),
        ("development bank", click, "IsDB"),
        ("development bank", keys("Space"), "^(?!.*IsDB)"),
        ("Last year", click_arrow_up, "from 1950 to 2010"),
        ("Last year", keys("Control+a", "1970", "Enter"), "from 1950 to 1970"),
    ],
    "03_tashkent_declaration": [
        ("Topic or UN body", choose("topic drugs"), "for topic drugs"),
        ("Topic or UN body", NEXT_IN_LIST, "for topic (?!drugs)"),
        ("Told by", choose("SCO"), "told by the SCO: [1-9]"),
        ("Told by", NEXT_IN_LIST, "told by the SCO: 0"),
    ],
    "05_consensus_to_vote": [
        ("Show", choose("2023"), "2023: Africa: yes 23"),
        ("Show", NEXT_IN_LIST, "2025: Africa: yes 49"),
        ("Regional group", choose("Eastern Europe"), "23 tiles with names, .*no: Bulgaria"),
        ("Regional group", keys("Space", "ArrowUp", "Enter"), "tiles with names, the states of the group (?!Eastern Europe)"),
    ],
}  # fmt: skip


def move(lab: Lab, label: str, how: Callable[[Lab, Any, Any], None], says: str) -> None:
    """Move a control, and wait until picture and description have changed."""
    cell = lab.cell("explore(")
    image, text = cell.locator(".jp-RenderedImage img"), cell.locator(".jp-OutputArea [aria-live] p").first
    words, picture = text.inner_text(), image.get_attribute("src")
    how(lab, cell, cell.get_by_label(re.compile(f"^{label}")))
    lab.page.wait_for_function(
        "([text, before]) => !text.isConnected || text.innerText !== before", arg=[text.element_handle(), words]
    )
    assert re.search(says, text.inner_text()), text.inner_text()
    assert image.get_attribute("src") != picture
    assert image.get_attribute("alt").startswith("Chart: ")


@contextlib.contextmanager
def sized(lab: Lab, window: dict[str, int] = WINDOW) -> Iterator[None]:
    """Show the page in a window of this size."""
    lab.page.set_viewport_size(window)
    yield
    lab.page.set_viewport_size(WINDOW)


# ---- What else a lesson lets a reader do


def answer_the_first_exercise(lab: Lab) -> None:
    """An answer is nearly right, of the wrong kind, and right: each is told at once."""
    assert "0.1 Nearly." in lab.answer("more_yes", "more_yes = 120", "0.1")
    assert "0.1 Wrong kind of thing." in lab.answer("more_yes", 'more_yes = "40"', "0.1")
    assert "0.1 Right." in lab.answer("more_yes", "more_yes = 40", "0.1")
    assert lab.page.locator(".course-verdict[aria-live=polite]", has_text="0.1 Right.").count() == 1
    keep_picture(lab.page, "00-exercise-right")


def ask_for_what_there_is_not(lab: Lab) -> None:
    """A choice that leaves nothing to draw is answered by a sentence; the next one draws again."""
    cell = lab.cell("explore(")
    first = cell.get_by_label(re.compile("^First year"))
    first.fill("2020")
    first.press("Enter")
    cell.get_by_text("1 to 40 are left").wait_for()
    assert cell.locator("img").count() == 0
    first.fill("1950")
    first.press("Enter")
    cell.locator(".jp-OutputArea [aria-live=polite]").get_by_text("from 1950 to ").first.wait_for()


def type_a_day(lab: Lab) -> None:
    """A day is typed digit by digit, as the browser writes days here; what is no day of the record is answered in words."""
    cell = lab.cell("explore(")
    keys("09282019")(lab, cell, cell.get_by_label("Day", exact=True))
    cell.locator(".jp-OutputArea [aria-live=polite]").get_by_text("On 2019-09-28").first.wait_for()
    keys("09281999")(lab, cell, cell.get_by_label("Day", exact=True))
    cell.get_by_text("Day: give a whole day from 15 June 2001").wait_for()
    assert cell.locator(".jp-OutputArea [aria-live=polite]").count() == 1


def be_the_second_coder(lab: Lab) -> None:
    """Codes are chosen by mouse and by keys alone, agreement follows, and a file keeps them."""
    cell = lab.cell("coder(")
    cell.get_by_text("Coded: 0 of 24.").wait_for()
    code = cell.get_by_label("Your code", exact=True)
    code.select_option("form")
    cell.get_by_text("Coded: 1 of 24.").wait_for()
    keys("Space")(lab, cell, cell.get_by_role("button", name="Previous statement"))
    cell.get_by_text("N01 is the first statement.").wait_for()
    for button, statement in (("Next statement", "N02"), ("Previous statement", "N01"), ("Next statement", "N02")):
        keys("Space")(lab, cell, cell.get_by_role("button", name=button))
        cell.locator("p b", has_text=statement).wait_for()
    keys("Space", "ArrowDown", "ArrowDown", "Enter")(lab, cell, code)
    cell.get_by_text("Coded: 2 of 24. How far you agree").wait_for()
    NEXT_IN_LIST(lab, cell, cell.get_by_label("Statement", exact=True))
    cell.locator("p b", has_text="N03").wait_for()
    cell.get_by_role("button", name="Save my coding").click()
    cell.get_by_text("Saved: the codes of 2 statements").wait_for()
    keys("Enter")(lab, cell, cell.get_by_role("button", name="Load my coding"))
    cell.get_by_text("Read: the codes of 2 statements").wait_for()
    for coded in range(3, 11):
        code.select_option("form")
        cell.get_by_text(f"Coded: {coded} of 24.").wait_for()
        cell.get_by_role("button", name="Next statement").click()
        cell.locator("p b", has_text=f"N{coded + 1:02}").wait_for()
    cell.get_by_text("Same code as the given coding: ").wait_for()
    keep_picture(lab.page, "04-coder")


ALSO = {
    "00_start_here": answer_the_first_exercise,
    "01_two_organisations": type_a_day,
    "02_observer_status": ask_for_what_there_is_not,
    "04_the_meeting": be_the_second_coder,
}


# ---- The lessons


def test_lesson_runs_from_first_cell_to_last(lab, lesson):
    outputs = lab.outputs()
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert sum("image/png" in o.get("data", {}) for o in outputs) >= 2
    assert lab.cells_missing() == 0
    keep_picture(lab.page, f"{lesson}-run")


def test_controls_answer_mouse_and_keys(lab, lesson):
    assert lab.holds("explore(") == (lesson in MOVES)
    for label, how, says in MOVES.get(lesson, []):
        move(lab, label, how, says)
        keep_picture(lab.page, f"{lesson}-{label.split()[0]}")


def test_what_else_a_lesson_answers(lab, lesson):
    ALSO.get(lesson, lambda lab: None)(lab)


def test_every_control_has_a_name(lab, lesson):
    names = accessible_names(lab.page, ".jupyter-widgets :is(input, select, textarea, button, [tabindex])")
    assert bool(names) == (lesson in MOVES or lesson.startswith("04"))
    assert all(name.strip() for _, name in names), names
    assert len({name for _, name in names}) == len(names), f"two controls with one name: {names}"


def test_lesson_has_no_barriers(lab, lesson):
    assert not barriers(lab.page, OURS)


def test_lesson_at_200_per_cent(lab, lesson):
    with sized(lab, ZOOMED):
        for words in ("explore(", "coder("):
            if lab.holds(words):
                lab.cell(words).locator(".jp-OutputArea").scroll_into_view_if_needed()
        keep_picture(lab.page, f"{lesson}-zoomed")
        wide = too_wide(lab.page, TEXT_AND_PICTURES)
    assert not wide, "\n".join(wide)


def test_every_table_fits(lab, lesson):
    with sized(lab):
        wide = lab.page.evaluate(
            "[...document.querySelectorAll('.jp-Notebook .jp-RenderedHTML')].filter(t => t.scrollWidth > t.clientWidth + 1)"
            ".map(t => t.innerText.slice(0, 80))"
        )
    assert not wide


def test_lesson_does_nothing_behind_the_readers_back(lab, lesson):
    lab.watch.nothing_happened()


# ---- The exercises


def test_exercises_have_no_barriers_and_can_be_enlarged(lab, exercises):
    assert lab.cells_missing() == 0
    assert not barriers(lab.page, OURS)
    with sized(lab, ZOOMED):
        keep_picture(lab.page, f"{exercises}-exercises-zoomed")
        wide = too_wide(lab.page, TEXT_AND_PICTURES)
    assert not wide, "\n".join(wide)
    lab.watch.nothing_happened()


def test_exercise_wrong_kind_nearly_right(lab):
    lab.open("exercises/02_observer_status_exercises.ipynb")
    lab.run_all()
    assert "2.1 Not answered yet." in lab.cell('check("2.1"').locator(".jp-OutputArea-output").inner_text()
    assert "2.1 Wrong kind of thing." in lab.answer("coe_years", 'coe_years = "40"', "2.1")
    keep_picture(lab.page, "02-exercise-wrong")
    assert "2.1 Nearly." in lab.answer("coe_years", "coe_years = 1949 - 1989", "2.1")
    keep_picture(lab.page, "02-exercise-nearly")
    assert "2.1 Right." in lab.answer("coe_years", "coe_years = 1989 - 1949", "2.1")
    keep_picture(lab.page, "02-exercise-right")
    lab.watch.nothing_happened()
