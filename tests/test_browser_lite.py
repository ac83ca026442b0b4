"""The browser edition in a real browser: the start page, and a lesson that runs, is answered, kept, and taken along.

The site is built first if it is not up to date: see conftest.py.
"""

import json
import re
import threading
from urllib.parse import urlsplit

import pytest
from browser import IDLE, IN_A_BROWSER, PATIENCE, WINDOW, ZOOMED, Lab, barriers, chromium, keep_picture
from servers import running

from authoring.publishing.site import start_course
from notebooks import COPIES, LESSONS

pytestmark = IN_A_BROWSER
FIRST, TAUGHT = "notebooks/00_start_here.ipynb", "notebooks/02_observer_status.ipynb"
ITS_EXERCISES = "exercises/02_observer_status_exercises.ipynb"
PHONE = {"width": 390, "height": 844}
SMALLEST_LETTER = 10 / 72 * 140  # pixels of a letter of 10 points in a chart of 140 dots an inch
# The judgement in which only one claim cannot be settled, as a learner writes it.
VERDICTS = """verdicts = {"vote": "wrong", "same_day": "correct", "first": "wrong", "refused": "wrong",
"fastest": "not proved", "item_151": "not proved"}"""
# Errors that JupyterLite itself writes to the console, each with its reason.
JUPYTERLITES_OWN: dict[str, str] = {}


@pytest.fixture(scope="module")
def address(site):
    with running(site) as where:
        yield where


@pytest.fixture(scope="module")
def browser():
    with chromium() as window:
        yield window


@pytest.fixture(params=["index.html", "saved_work.html"])
def page(browser, address, request):
    """A page around the lessons."""
    opened = browser.new_page(viewport=WINDOW)
    opened.goto(f"{address}/{request.param}")
    yield opened
    opened.close()


def test_page_has_no_barriers(page):
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert not barriers(page)


@pytest.mark.parametrize("width", [ZOOMED["width"], 320])
def test_page_enlarged_needs_no_scrolling_to_the_side(page, width):
    page.set_viewport_size({"width": width, "height": 720})
    keep_picture(page, f"lite-{page.url.rsplit('/')[-1]}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_start_page_by_keys_alone(browser, address):
    """Tab reaches first the way past the top, then the search, every lesson, its exercises and its page; Enter opens one."""
    page = browser.new_page(viewport=WINDOW)
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to the lessons"
    keep_picture(page, "lite-start")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "lessons"
    reached = []
    for _ in ["search", *LESSONS, *COPIES, *LESSONS]:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.href.split('path=')[1]"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", f"{reached[-1]}: the reader does not see where the focus is"
    assert reached.count(None) == 1 + len(LESSONS), "the search, and the pages only to read"
    assert sorted(filter(None, reached)) == sorted(f"{path.parent.name}/{path.name}" for path in LESSONS + COPIES)
    page.locator(f"a[href$='{FIRST}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/lab/**{FIRST}")
    page.close()


def test_python_comes_while_the_start_page_is_read(browser, address):
    page = browser.new_context().new_page()
    wanted = {"/static/pyodide/pyodide.asm.wasm", "/static/pyodide/python_stdlib.zip"}
    came = set()
    page.on("response", lambda answer: came.add(urlsplit(answer.url).path) if answer.ok else None)
    with page.expect_response("**/pandas-*.whl"):
        page.goto(f"{address}/index.html")
    page.wait_for_load_state("networkidle")
    assert wanted <= came
    page.context.close()


def test_lesson_runs_is_answered_kept_and_taken_along(browser, address):
    """A learner opens lesson 00, runs it, moves the control, answers, saves, comes back, and takes the file along."""
    page = browser.new_page(viewport=WINDOW)
    lite = Lab(page, f"{address}/lab/index.html?path={FIRST}", JUPYTERLITES_OWN)
    lite.wait_for_notebook(FIRST)
    keep_picture(page, "lite-opened")
    page.locator("#jp-left-stack").wait_for(state="hidden")  # the list of files would take the width of the lesson
    lite.run_all()
    outputs = lite.outputs()
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert sum("image/png" in o.get("data", {}) for o in outputs) >= 2

    cell = lite.cell("explore(")
    before = cell.locator("img").get_attribute("src")
    cell.get_by_label("State", exact=True).select_option("Sri Lanka")
    cell.get_by_text("Sri Lanka is one of").first.wait_for()
    assert cell.locator("img").get_attribute("src") != before

    assert "0.1 Nearly." in lite.answer("more_yes", "more_yes = 120", "0.1")
    assert "0.1 Right." in lite.answer("more_yes", "more_yes = 40", "0.1")
    keep_picture(page, "lite-answered")
    page.keyboard.press("Control+s")
    lite.wait_until("!w.context.model.dirty")

    page.reload()
    lite.wait_for_lab()
    lite.wait_for_notebook(FIRST)
    assert lite.holds("more_yes = 40")
    keep_picture(page, "lite-reloaded")
    lite.watch.nothing_happened()

    page.goto(f"{address}/saved_work.html")
    page.get_by_text(re.compile("Download .*00_start_here")).wait_for()
    assert not barriers(page)
    with page.expect_download() as waiting:
        page.get_by_text(re.compile("Download .*00_start_here")).click()
    taken = json.loads(waiting.value.path().read_text(encoding="utf-8"))
    assert "more_yes = 40" in ["".join(one["source"]) for one in taken["cells"]]
    lite.watch.nothing_happened()
    page.close()


def test_a_lesson_and_its_key_are_open_side_by_side(browser, address):
    """Opened at once, as after a reload, and of one name: each gets a Python of its own, and none breaks (see lab.js)."""
    both = ["notebooks/01_two_organisations.ipynb", "solutions/01_two_organisations.ipynb"]
    page = browser.new_page(viewport=WINDOW)
    lite = Lab(page, f"{address}/lab/index.html?path={both[0]}&path={both[1]}", JUPYTERLITES_OWN)
    kernels = "[...window.jupyterapp.shell.widgets('main')].map(w => w.sessionContext?.session?.kernel)"
    page.wait_for_function(f"{kernels}.every(one => one?.status === 'idle')", timeout=5 * PATIENCE)
    assert page.evaluate(f"new Set({kernels}.map(one => one.id)).size") == 2
    lite.watch.nothing_happened()
    page.close()


def show(lite: Lab, path: str) -> None:
    """Bring a notebook to the front."""
    lite.page.evaluate("path => void window.jupyterapp.commands.execute('docmanager:open', {path})", path)
    lite.wait_until("w.context.path === given", path)


def test_cells_run_too_early_wait_for_python(browser, site):
    """In the first notebook Python is starting, in the second nobody has asked for it yet: neither loses a run."""
    arrives = threading.Event()

    class Held(start_course.Files):
        def do_GET(self):
            if self.path.endswith(".wasm"):
                arrives.wait()
            super().do_GET()

    both = ["notebooks/01_two_organisations.ipynb", "notebooks/02_observer_status.ipynb"]
    page = browser.new_page(viewport=WINDOW)
    with running(site, Held) as address:
        lite = Lab(page, f"{address}/lab/index.html?path={both[0]}&path={both[1]}", JUPYTERLITES_OWN)
        open_ = "[...window.jupyterapp.shell.widgets('main')].map(w => w.sessionContext?.session?.kernel?.status)"
        page.wait_for_function(f"{open_}.sort().join() === 'unknown,'")  # undefined is sorted to the end
        for path in both:
            show(lite, path)
            page.locator(".course-bar:visible", has_text="Python is starting").wait_for()
            page.locator(".jp-CodeCell .cm-content:visible").first.click()
            for _ in range(2):  # the second cell holds text: it does not wait
                page.keyboard.press("Shift+Enter")
            page.locator(".course-mark:visible", has_text="waits for Python").wait_for()
            keep_picture(page, f"lite-waits-{path[10:12]}")
        assert not page.locator(".jp-Dialog").count()
        arrives.set()
        for path in both:
            show(lite, path)
            lite.wait_until("w.content.widgets.find(c => c.model.type === 'code').model.executionCount === 1")
            lite.settle()
            first = lite.ask("w.content.widgets.find(c => c.model.type === 'code').model.outputs.toJSON()")
            assert first[0]["output_type"] == "stream", first
            assert not page.locator(".course-mark:visible", has_text="waits").count()
        lite.watch.nothing_happened()
    page.close()


def test_each_way_back_leads_to_the_start_page(browser, address):
    page = browser.new_page(viewport=WINDOW)
    page.goto(f"{address}/index.html")
    for back in (page.go_back, page.get_by_role("link", name="All lessons").click):
        page.get_by_role("link", name="Lesson 03", exact=True).click()
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        keep_picture(page, "lite-way-back")
        back()
        page.get_by_role("heading", name="Lessons and exercises").wait_for()
    page.close()


def test_a_phone_reads_a_lesson_and_solves_exercises_by_touch(browser, address):
    phone = browser.new_context(viewport=PHONE, screen=PHONE, has_touch=True, is_mobile=True)
    lite = Lab(phone.new_page(), f"{address}/lab/index.html?path={TAUGHT}", JUPYTERLITES_OWN)
    page, run = lite.page, lite.page.locator("[data-command='notebook:run-cell-and-select-next']")
    page.wait_for_url("**/notebooks/index.html?path=*")  # the page for one notebook
    lite.wait_for_lab()
    lite.wait_for_notebook(TAUGHT)
    lite.wait_until(IDLE)
    page.get_by_role("menuitem", name="Run", exact=True).tap()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).tap()
    lite.settle()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert min(run.bounding_box()[side] for side in ("width", "height")) >= 40, "a finger needs room"
    charts = page.locator(".jp-RenderedImage img").evaluate_all("all => all.map(one => one.width / one.naturalWidth)")
    assert charts and min(charts) * SMALLEST_LETTER >= 11, "the letters of a chart can be read"
    field = page.get_by_label("Last year")
    field.tap()
    for key in ("End", *["Backspace"] * 4, *"2004", "Enter"):
        page.keyboard.press(key)
    page.locator(".jp-OutputArea [aria-live] p", has_text="from 2000 to 2004").wait_for()
    keep_picture(page, "phone-control")

    page.locator(f".jp-Notebook a[href*='{ITS_EXERCISES}']").first.tap()
    page.wait_for_url(f"**/notebooks/index.html?path={ITS_EXERCISES}")
    lite.wait_for_lab()
    lite.wait_for_notebook(ITS_EXERCISES)
    lite.cell("import pandas").locator(".cm-content").tap()
    run.tap()
    for number, code in (("2.1", "coe_years = 1989 - 1949"), ("2.5", VERDICTS)):
        lite.cell(code.split("=")[0]).locator(".cm-content").tap()
        page.keyboard.press("Control+End")
        for _ in range(len(lite.ask("w.content.activeCell.model.sharedModel.getSource()"))):
            page.keyboard.press("Backspace")
        page.keyboard.insert_text(code)
        run.tap()
        run.tap()
        page.locator(".course-verdict", has_text=f"{number} Right.").wait_for()
    keep_picture(page, "phone-exercise")
    page.locator(".jp-Notebook a", has_text="lesson 02").first.tap()  # a lesson that was saved
    page.wait_for_url(f"**/notebooks/index.html?path={TAUGHT}")
    lite.wait_for_lab()
    page.get_by_role("link", name="Wide page").tap()
    page.get_by_role("link", name="Narrow page").tap()
    page.get_by_role("link", name="All lessons").tap()
    page.wait_for_url("**/index.html")
    phone.close()
