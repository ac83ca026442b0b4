"""A notebook that was just opened, in a real JupyterLab with the settings that learners get, at the size of a small laptop.

What has not run is marked, a guess comes before its result, and closing asks nothing.
"""

import pytest
from browser import IDLE, IN_A_BROWSER, Lab, chromium, jupyterlab, keep_picture

pytestmark = IN_A_BROWSER
LAPTOP = {"width": 1366, "height": 768}
FIRST, DATES, GUESSES, CODER = (
    f"notebooks/{name}.ipynb"
    for name in ("00_start_here", "01_two_organisations", "02_observer_status", "04_the_meeting")
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course."""
    with jupyterlab(tmp_path_factory.mktemp("home")) as address, chromium() as browser:
        yield Lab(browser.new_page(viewport=LAPTOP), f"{address}/lab?reset", {})


def opened(lab: Lab, notebook: str) -> None:
    """Open a notebook and wait until what has not run is marked."""
    lab.open(notebook)
    lab.page.locator(".course-bar").wait_for()
    lab.wait_until(IDLE)


def marked(lab: Lab) -> int:
    """Return how many cells say that they have not run."""
    return lab.page.locator(".course-mark", has_text="not run yet").count()


def cells(lab: Lab) -> list:
    """Return kind and source of each cell."""
    return lab.ask("w.content.widgets.map(c => [c.model.type, c.model.sharedModel.getSource()])")


def test_marks_go_when_a_cell_has_run_and_come_back_with_a_restart(lab):
    opened(lab, FIRST)
    all_code = sum(kind == "code" for kind, _ in cells(lab))
    assert marked(lab) == all_code
    lab.page.locator(".course-bar", has_text=f"0 of {all_code} code cells have run").wait_for()
    assert not lab.page.locator("#jp-left-stack").is_visible(), "the list of files takes the width of the lesson"
    keep_picture(lab.page, "opened")
    lab.cell("find_spec").locator(".cm-content").click()
    lab.page.keyboard.press("Shift+Enter")
    lab.settle()
    assert marked(lab) == all_code - 1
    keep_picture(lab.page, "opened-first-cell-run")
    place = "[w.content.activeCellIndex, Math.round(w.content.activeCell.node.getBoundingClientRect().top / 8)]"
    before = lab.ask(place)
    lab.run_all()
    assert marked(lab) == 0
    assert lab.ask(place) == before, "the reader stays where they were"
    lab.wait_until_done("await window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    lab.page.get_by_text("since Python was restarted").wait_for()
    assert marked(lab) == all_code
    keep_picture(lab.page, "opened-restarted")
    lab.wait_until_done("await window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    lab.wait_until("!w.sessionContext.session")
    assert "is starting" not in lab.page.locator(".course-bar").inner_text(), "nobody starts it"
    lab.wait_until_done("await window.jupyterapp.shell.currentWidget.sessionContext.startKernel()")
    lab.wait_until(IDLE)  # a notebook is closed only when its Python is ready


def test_a_verdict_of_last_time_is_not_spoken_when_the_notebook_opens(lab):
    opened(lab, FIRST)
    stored = lab.page.locator(".course-verdict")
    stored.first.wait_for(state="attached")
    assert stored.count() >= 2
    assert lab.page.locator(".course-verdict[aria-live]").count() == 0


def test_an_untouched_notebook_closes_without_a_question(lab):
    opened(lab, FIRST)
    lab.wait_until("w.content.model.getMetadata('language_info').version")  # what JupyterLab writes into it
    lab.page.evaluate("void window.jupyterapp.commands.execute('application:close')")
    lab.page.wait_for_function("!document.querySelector('.jp-Notebook') || document.querySelector('.jp-Dialog')")
    assert not lab.page.locator(".jp-Dialog").count()
    assert not lab.page.locator(".jp-Notebook").count()


def test_the_answer_to_a_guess_shows_when_its_cell_has_run(lab):
    opened(lab, GUESSES)
    answers = lab.page.locator(".course-answer .jp-Cell-outputWrapper")
    assert answers.count() >= 1
    assert not [one for one in answers.all() if one.is_visible()]
    texts = lab.page.locator(".jp-MarkdownCell:has-text('This text appears when the cell above it has run')")
    kept_back = texts.locator(".jp-RenderedMarkdown > p")
    assert kept_back.count() >= 1
    assert not [one.inner_text() for one in kept_back.all() if one.is_visible()]
    keep_picture(lab.page, "opened-guess")
    lab.run_all()
    assert [one for one in answers.all() if one.is_visible()]
    assert texts.count() == 0
    assert not lab.page.locator(".course-later").count()


@pytest.mark.parametrize("key", ["Enter", "Shift+Enter"])
def test_enter_in_a_guess_goes_on_to_its_result_and_changes_nothing(lab, key):
    opened(lab, GUESSES)
    lab.run_all()
    before, guess = cells(lab), lab.cell('guess("mean"')
    guess.get_by_label("Your guess").fill("17")
    lab.page.keyboard.press(key)
    lab.wait_until("w.content.activeCell.model.sharedModel.getSource().includes('compare_guess(\"mean\"')")
    assert cells(lab) == before
    lab.page.keyboard.press("Shift+Enter")
    lab.settle()
    assert "Your guess: 17" in lab.cell('compare_guess("mean"').inner_text()
    keep_picture(lab.page, "opened-guess-told")


def test_words_in_a_table_stand_on_the_left_and_numbers_on_the_right(lab):
    opened(lab, CODER)
    table = lab.cell('meeting[["statement_id", "sentence"').locator("table.dataframe")
    sides = "row => [...row.cells].map(cell => getComputedStyle(cell).textAlign)"
    for row in ("thead tr", "tbody tr >> nth=0"):
        assert table.locator(row).evaluate(sides) == ["right", "right", "right", "left", "left"]
    keep_picture(lab.page, "opened-table")


def test_a_date_stays_in_one_line_beside_a_long_note(lab):
    opened(lab, DATES)
    lab.run_all()
    row = lab.cell('compare_guess("iran"').locator("table.dataframe tbody tr")
    lines = "row => [...row.cells].map(cell => { const text = document.createRange(); text.selectNodeContents(cell); return text.getClientRects().length; })"
    assert row.evaluate(lines)[:5] == [1] * 5
    assert row.evaluate(lines)[-1] > 1, "the note is too short for what is tested here"
    keep_picture(lab.page, "opened-dates")


def test_a_missing_guess_is_missed_beside_its_control(lab):
    opened(lab, DATES)
    lab.run_all()
    told = lab.cell('guess("iran"').get_by_text("No guess stands here yet")
    told.wait_for()
    keep_picture(lab.page, "opened-guess-missing")
    lab.cell('guess("iran"').locator("input").fill("6")
    told.wait_for(state="hidden")


def test_a_reopened_control_shows_its_last_picture_and_words(lab):
    opened(lab, GUESSES)
    lab.run_all()
    cell = lab.cell("explore(")
    assert "choose Run, then Run All Cells" not in cell.inner_text(), "the control works"
    year = cell.get_by_label("Last year")
    year.fill("2004")
    lab.page.keyboard.press("Enter")
    cell.get_by_text("got the status from 2000 to 2004").wait_for()
    assert year.evaluate("control => control === document.activeElement"), "the control keeps the keys"
    last = cell.locator("img").get_attribute("src")
    keep_picture(lab.page, "opened-control-works")
    lab.page.keyboard.press("Control+s")
    lab.wait_until("!w.context.model.dirty")
    opened(lab, GUESSES)
    assert cell.locator("img").get_attribute("src") == last
    assert "got the status from 2000 to 2004" in cell.inner_text()
    assert not lab.page.get_by_text("Error displaying widget").count()
    assert "choose Run, then Run All Cells" in cell.inner_text()
    keep_picture(lab.page, "opened-control")


@pytest.mark.parametrize(("link", "title"), [("glossary", "Glossary"), ("signs in the code", "Signs in the code")])
def test_pages_of_text_open_at_the_first_click(lab, link, title):
    opened(lab, FIRST)
    lab.page.locator(".jp-Notebook a", has_text=link).first.click()
    lab.page.locator(".jp-MarkdownViewer h1", has_text=title).wait_for()
