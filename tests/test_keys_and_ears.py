"""The course without a mouse and without a screen to look at, in JupyterLab and in the browser edition.

What a screen reader is told is Chromium's own tree of the page: names of all that has one, in the order of reading.
"""

import re

import pytest
from browser import IDLE, IN_A_BROWSER, WINDOW, Lab, Told, chromium, jupyterlab, keep_picture, told
from servers import running

from notebooks import COPIES, LESSONS, ROOT, code_cells, headings, name

pytestmark = IN_A_BROWSER
JUPYTERLAB, BROWSER_EDITION = "JupyterLab", "browser edition"
FIRST, TAUGHT = "notebooks/00_start_here.ipynb", "notebooks/02_observer_status.ipynb"
CODER = "notebooks/04_the_meeting.ipynb"
EXERCISES = "exercises/02_observer_status_exercises.ipynb"
HIGH_CONTRAST = "JupyterLab Dark High Contrast"
SOURCE = "w.content.activeCell.model.sharedModel.getSource()"
MOST_KEYS = 20  # from opening lesson 00 to the first exercise solved, without the typed answer
CONTROLS = """\
import matplotlib.pyplot as plt
from coursekit import choice, day, explore, number, several

def draw(one, some, many, when):
    fig, ax = plt.subplots()
    ax.set(title="A picture", xlabel="Year", ylabel="Number of states")
    return fig, f"Empty axes. The controls give {one}, {some}, {many} and {when}; there are 0 states and 0 years."

explore(
    draw, one=choice("One", ["alpha", "beta"]), some=several("Some", ["red", "blue"]), many=number("Many", 1, 9, 5),
    when=day("When", "2001-01-01", "2025-12-31", "2010-01-01"), source="resolution_votes.csv", as_of="2025-12-31",
)"""
KEYS = [*"abcdefghijklmnopqrstuvwxyz", *"0123456789", *"ABDLMXZ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight",
        "Enter", "Escape", "Backspace", "Delete", "Shift+Enter", "Control+Enter", "Control+z"]  # fmt: skip
IN_A_CONTROL = ".jp-Notebook .jupyter-widgets :is(select, input, textarea, button)"
ALL_TEXT = (
    "w.content.widgets.every(c => c.model.type !== 'markdown' || c.node.querySelector('.jp-RenderedMarkdown > *'))"
)
CONTROL_ROLES = {"checkbox", "combobox", "radio", "spinbutton"}


@pytest.fixture(scope="module", params=[JUPYTERLAB, BROWSER_EDITION])
def edition(request, tmp_path_factory):
    """Address of JupyterLab in an edition of the course, and the address at which lesson 00 opens."""
    if request.param == JUPYTERLAB:
        with jupyterlab(tmp_path_factory.mktemp("home")) as address:
            yield f"{address}/lab?reset", f"{address}/lab/tree/{FIRST}?reset"
    else:
        with running(request.getfixturevalue("site")) as address:
            yield f"{address}/lab/index.html", f"{address}/lab/index.html?path={FIRST}"


@pytest.fixture(scope="module")
def lab(edition):
    """JupyterLab in a browser."""
    with chromium() as browser:
        yield Lab(browser.new_page(viewport=WINDOW), edition[0], {})


def opened(lab: Lab, notebook: str, kernel: bool = True) -> None:
    """Open a notebook and wait until the course's part of JupyterLab is there, and Python if it is asked for."""
    lab.open(notebook, kernel)
    lab.page.locator(".course-bar").wait_for(state="attached")
    lab.wait_until(ALL_TEXT)
    if kernel:
        lab.wait_until(IDLE)


# ---- By ear


@pytest.mark.parametrize("path", LESSONS + COPIES, ids=name)
def test_all_headings_are_told_in_order(lab, path):
    opened(lab, str(path.relative_to(ROOT)), kernel=False)
    written = [(level, re.sub(r"[*`]", "", words)) for level, words in headings(path)]
    spoken = [(one.level, one.name) for one in told(lab.page) if one.role == "heading"]
    assert [one for one in spoken if one in written] == written  # a briefing that a cell shows has headings of its own


@pytest.fixture(scope="module")
def lesson(lab) -> list[Told]:
    """What is told of a lesson that was run."""
    opened(lab, TAUGHT)
    lab.run_all()
    lab.page.get_by_label("Last year").wait_for()
    lab.page.locator(".jp-OutputArea [aria-live]", has_text="Median").wait_for()
    return told(lab.page)


def test_every_control_is_told_by_kind_and_name(lesson):
    controls = [(one.role, one.name) for one in lesson if one.role in CONTROL_ROLES]
    assert all(name for _, name in controls)
    assert ("radio", "security. Guess first: Of which kind are most of the observers in our table?") in controls
    of_explore = [one for one in controls if one[0] != "radio"]
    assert of_explore[0] == ("checkbox", "development bank. Kinds")
    assert of_explore[-2:] == [
        ("spinbutton", "First year (1950 to 2025)"),
        ("spinbutton", "Last year (1950 to 2025)"),
    ]


def test_every_table_and_column_is_told_by_name(lesson):
    shown = [o for cell in code_cells(ROOT / TAUGHT) for o in cell.outputs if "<table" in str(o)]
    tables = [one.name for one in lesson if one.role == "table"]
    assert len(tables) == len(shown)
    assert tables[:2] == ["Table 1: What does the status allow?", "Table 2: What does the status allow?"]
    heads = [one.name for one in lesson if one.role in ("columnheader", "rowheader")]
    assert all(heads)
    assert {"row number", "kind"} <= set(heads), "the first column has a name"


def test_a_picture_is_told_in_a_few_words(lesson):
    pictures = [one.name for one in lesson if one.role == "image"]
    assert len(pictures) == sum("image/png" in str(cell.outputs) for cell in code_cells(ROOT / TAUGHT))
    assert "Chart: The SCO (diamond) was among the fastest. Described in the words below." in pictures
    assert max(map(len, pictures)) < 150


def test_cells_are_told_by_how_they_begin(lab, lesson):
    names = lab.ask("w.content.widgets.map(c => c.node.getAttribute('aria-label'))")
    assert names[0] == headings(ROOT / TAUGHT)[0][1]
    assert any(one.startswith("Code: ") for one in names)
    opened(lab, TAUGHT, kernel=False)
    assert lab.page.locator("[aria-label^='Code, not run yet: ']").count() == len(code_cells(ROOT / TAUGHT))


def test_a_verdict_is_spoken_when_it_appears(lab):
    opened(lab, EXERCISES)
    lab.run_all()
    for code, begins in (("1949 - 1989", "2.1 Nearly. "), ("1989 - 1949", "2.1 Right. ")):
        verdict = lab.answer("coe_years", f"coe_years = {code}", "2.1").strip()
        spoken = [one.text.strip() for one in told(lab.page) if one.live == "polite" and one.text.startswith("2.1 ")]
        assert spoken == [verdict]
        assert verdict.startswith(begins)
        parts = [one for one in told(lab.page) if one.role == "strong" and one.text.startswith("2.1 ")]
        assert not parts, "a part of its own is spoken once more"


# ---- By keys alone


def press(lab: Lab, *keys: str) -> None:
    """Press keys one after the other."""
    for key in keys:
        lab.page.keyboard.press(key)


@pytest.fixture(scope="module")
def first(lab, edition):
    """Lesson 00, opened by its address in a page of its own; Python is there, and nobody has clicked."""
    lab.close()
    first = Lab(lab.page.context.browser.new_page(viewport=WINDOW), edition[1], {})
    first.wait_for_notebook(FIRST)
    first.page.locator(".course-bar", has_text="0 of").wait_for()
    first.wait_until("w.node.contains(document.activeElement)")  # a key that is pressed before goes nowhere
    yield first
    first.page.close()


def test_from_opening_to_the_first_exercise_solved_in_a_few_keys(first):
    pressed = 0
    while not first.ask(f"{SOURCE}.startsWith('more_yes = ')"):
        press(first, "Shift+Enter")
        pressed += 1
        assert pressed < MOST_KEYS
    first.settle()
    press(first, "Enter", "Control+a")
    first.page.keyboard.type("more_yes = 40")
    press(first, "Shift+Enter", "Shift+Enter")
    first.page.locator(".course-verdict[aria-live]", has_text="0.1 Right.").wait_for()
    keep_picture(first.page, "keys-alone")
    assert pressed + 4 <= MOST_KEYS


def test_what_lesson_00_says_of_keys(first):
    """Into a cell and out of it, a cell cut and brought back, into a control and out of it, the list of files, the colours."""
    first.run_all()
    first.cell("find_spec").evaluate("cell => cell.focus()")
    before = first.ask(SOURCE)
    press(first, "Enter", "Control+Home", "Tab", "Escape")
    assert first.ask(SOURCE) == " " * 4 + before, "Tab moves the line to the right"
    cells = first.ask("w.content.widgets.length")
    press(first, "x")
    assert first.ask("w.content.widgets.length") == cells - 1
    press(first, "z")
    assert first.ask("w.content.widgets.length") == cells
    control = first.cell("explore(").get_by_label("State", exact=True)
    first.tab_to(first.cell("explore("), control, most=2)
    press(first, "Shift+Tab", "Shift+Tab", "ArrowDown")
    assert first.ask("w.content.activeCell.model.type") == "markdown", "the arrow keys go from cell to cell again"
    first.page.evaluate(
        "theme => void window.jupyterapp.commands.execute('apputils:change-theme', {theme})", HIGH_CONTRAST
    )  # as Settings, Theme does
    first.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=HIGH_CONTRAST)
    keep_picture(first.page, "high-contrast")
    for seen in (True, False):
        press(first, "Control+b")
        assert first.page.locator("#jp-left-stack").is_visible() == seen


@pytest.mark.parametrize(("notebook", "code"), [(FIRST, CONTROLS), (CODER, "")], ids=["explore", "coder"])
def test_no_key_on_a_control_changes_the_notebook(lab, notebook, code):
    opened(lab, notebook)
    if code:
        lab.ask("w.content.widgets.find(c => c.model.type === 'code').model.sharedModel.setSource(given)", code)
    lab.run_all()
    cells = "JSON.stringify(w.content.widgets.map(c => [c.model.type, c.model.sharedModel.getSource()]))"
    before = lab.ask(cells)
    controls = lab.page.locator(IN_A_CONTROL)
    controls.nth(4).wait_for()
    kinds = {one.evaluate("control => control.type") for one in controls.all()}
    assert kinds >= ({"select-one", "checkbox", "number", "date"} if code else {"select-one", "submit"})
    for control in controls.all():
        control.focus()
        assert control.evaluate("control => getComputedStyle(control).outlineStyle") != "none", "where the focus is"
        for key in KEYS:
            control.focus()
            press(lab, key)
    assert lab.ask(cells) == before
    assert not lab.page.locator(".jp-Dialog").count()
    lab.settle()
    assert not lab.page.locator(".course-not-run").count(), "nothing was run again or restarted"
