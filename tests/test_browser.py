"""The course in a real JupyterLab and a real browser: what a learner does in the first hour.

Skipped where there is no Chromium; `.ci/run` installs one. COURSE_SCREENSHOTS=folder keeps pictures of each step.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from notebooks import ROOT

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("default"),  # the driver's own warnings are not ours
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PICTURES = os.environ.get("COURSE_SCREENSHOTS")


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """A JupyterLab on a copy of the course, as a new user starts it; gives its address."""
    home = tmp_path_factory.mktemp("home")
    for folder in ("notebooks", "exercises", "data"):
        shutil.copytree(ROOT / folder, home / "course" / folder, ignore=shutil.ignore_patterns("kept", ".*"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
               "--IdentityProvider.token=", "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
    surroundings = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "share"),
    }
    surroundings.pop("PYTHONWARNINGS", None)
    server = subprocess.Popen(
        command, cwd=home / "course", env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api/status", timeout=1)
            break
        except OSError:
            time.sleep(0.25)
    else:
        server.kill()
        pytest.fail("JupyterLab did not start within half a minute")
    yield address
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        window = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield window
        window.close()


class Page:
    """One notebook open in JupyterLab."""

    def __init__(self, browser, address: str, notebook: str):
        self.address, self.errors, self.abroad = address, [], []
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on(
            "request",
            lambda r: (
                None if r.url.startswith((address, "ws://127.0.0.1", "data:", "blob:")) else self.abroad.append(r.url)
            ),
        )
        self.page.goto(f"{address}/lab/tree/{notebook}?reset")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(
            "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'",
            timeout=60_000,
        )

    def run_all(self) -> None:
        """Run all cells and wait until the last one has run."""
        assert self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')") in (True, None)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_function(
            "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'idle'"
            " && ![...document.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))", timeout=60_000)  # fmt: skip

    def cell(self, source_part: str):
        """Return the cell whose code holds these words, scrolled into view (JupyterLab draws only what is near)."""
        index = self.page.evaluate(
            "part => window.jupyterapp.shell.currentWidget.content.widgets.findIndex(c => c.model.type === 'code'"
            " && c.model.sharedModel.getSource().includes(part))", source_part)  # fmt: skip
        assert index >= 0, f"no cell with {source_part!r}"
        self.page.evaluate(
            "i => { const n = window.jupyterapp.shell.currentWidget.content; n.activeCellIndex = i; return n.scrollToItem(i, 'start'); }", index)  # fmt: skip
        found = self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')
        found.wait_for(timeout=30_000)
        return found

    def answer(self, name: str, code: str, number: str) -> str:
        """Type an answer over the one in its cell, run it and the check, and return the verdict."""
        cell = self.cell(f"{name} = ")
        editor = cell.locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.settle()
        check = self.cell(f'check("{number}"')
        check.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.settle()
        return self.cell(f'check("{number}"').locator(".jp-OutputArea-output").inner_text()

    def picture(self, name: str) -> None:
        """Keep a screenshot where somebody asked for it."""
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=f"{PICTURES}/{name}.png")

    def outputs(self) -> list[dict]:
        """Return the outputs of all cells."""
        return json.loads(self.page.evaluate(
            "JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON().cells.flatMap(c => c.outputs || []))"))  # fmt: skip

    def close(self) -> None:
        """Close the page; nothing went wrong behind the learner's back, and nothing left the machine."""
        errors = [e for e in self.errors if "favicon" not in e]
        self.page.close()
        assert not errors, errors
        assert not self.abroad, self.abroad


@pytest.fixture
def open_notebook(browser, lab):
    pages = []

    def opener(notebook: str) -> Page:
        pages.append(Page(browser, lab, notebook))
        return pages[-1]

    yield opener
    for page in pages:
        page.close()


@pytest.mark.parametrize("notebook", [f"notebooks/{p.name}" for p in sorted((ROOT / "notebooks").glob("*.ipynb"))])
def test_lesson_runs_from_first_cell_to_last(open_notebook, notebook):
    page = open_notebook(notebook)
    page.picture(Path(notebook).stem + "-opened")
    page.run_all()
    outputs = page.outputs()
    assert not [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"]
    assert sum("image/png" in o.get("data", {}) for o in outputs) >= 2


def test_first_page_control_by_mouse_and_keyboard_and_exercise(open_notebook):
    page = open_notebook("notebooks/00_start_here.ipynb")
    page.run_all()
    cell = page.cell("explore(")
    state = cell.get_by_label("State", exact=True)
    image = cell.locator("img[alt^='In words']")
    assert "India is one of" in image.get_attribute("alt")
    page.picture("00-widget-start")
    before = image.get_attribute("src")
    state.select_option("Sri Lanka")
    cell.locator("img[alt*='Sri Lanka is one of']").wait_for()
    assert image.get_attribute("src") != before
    page.picture("00-widget-moved")
    state.focus()
    for key in ("Space", "ArrowDown", "Enter"):  # JupyterLab takes a bare arrow key for itself; an open list gets it
        page.page.keyboard.press(key)
    cell.locator("img[alt*='Sudan is one of']").wait_for()
    assert "0.1 Nearly." in page.answer("more_yes", "more_yes = 120", "0.1")
    assert "0.1 Wrong kind of thing." in page.answer("more_yes", 'more_yes = "40"', "0.1")
    assert "0.1 Right." in page.answer("more_yes", "more_yes = 40", "0.1")
    page.picture("00-exercise-right")


def test_lesson_02_cohort_answers_each_control(open_notebook):
    page = open_notebook("notebooks/02_observer_status.ipynb")
    page.run_all()
    cell = page.cell("explore(")
    image = cell.locator("img[alt^='In words']")
    page.picture("02-widget-start")
    first = cell.get_by_label(re.compile("^First year"))
    first.focus()
    page.page.keyboard.press("Control+a")
    page.page.keyboard.type("1950")
    page.page.keyboard.press("Enter")
    cell.locator("img[alt*='from 1950 to 2009']").wait_for()
    bank = cell.get_by_label("development bank")
    bank.focus()
    page.page.keyboard.press("Space")
    cell.locator("img[alt*='IsDB']").wait_for()
    page.picture("02-widget-moved")
    last = cell.get_by_label(re.compile("^Last year"))
    last.fill("1950")
    last.press("Enter")
    cell.locator("img[alt*='from 1950 to 1950']").wait_for()
    first.fill("2020")
    first.press("Enter")
    cell.get_by_text("1 to 40 are left").wait_for()
    page.picture("02-widget-nothing")
    assert image.count() == 0


def test_lesson_01_takes_a_day_from_the_keyboard(open_notebook):
    page = open_notebook("notebooks/01_two_organisations.ipynb")
    page.run_all()
    cell = page.cell("explore(")
    field = cell.get_by_label("Day", exact=True)
    field.fill("2025-09-01")
    cell.locator("img[alt*='On 2025-09-01 27 states']").wait_for()
    page.picture("01-widget-moved")


def test_lesson_03_answers_each_list(open_notebook):
    page = open_notebook("notebooks/03_tashkent_declaration.ipynb")
    page.run_all()
    cell = page.cell("explore(")
    cell.get_by_label("Topic or UN body", exact=True).select_option("topic drugs")
    cell.locator("img[alt*='topic drugs']").wait_for()
    cell.get_by_label("Told by", exact=True).select_option("other")
    cell.locator("img[alt*='told by the SCO: 0']").wait_for()
    page.picture("03-widget-moved")


def test_lesson_04_second_coder(open_notebook):
    """Codes are chosen by mouse and keyboard, agreement follows, and a file keeps them."""
    page = open_notebook("notebooks/04_the_meeting.ipynb")
    page.run_all()
    cell = page.cell("coder(")
    cell.get_by_text("Coded: 0 of 24.").wait_for()
    cell.get_by_label("Your code", exact=True).select_option("form")
    cell.get_by_text("Coded: 1 of 24.").wait_for()
    forth = cell.get_by_role("button", name="Next statement")
    forth.focus()
    page.page.keyboard.press("Space")
    cell.locator("p b", has_text="N02").wait_for()
    code = cell.get_by_label("Your code", exact=True)
    code.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Enter"):
        page.page.keyboard.press(key)
    cell.get_by_text("Coded: 2 of 24.").wait_for()
    cell.get_by_role("button", name="Save my coding").click()
    cell.get_by_text("Saved: the codes of 2 statements").wait_for()
    page.picture("04-coder")


def test_lesson_05_compares_two_states(open_notebook):
    page = open_notebook("notebooks/05_consensus_to_vote.ipynb")
    page.run_all()
    cell = page.cell("explore(")
    cell.get_by_label("Compare with", exact=True).select_option("Uzbekistan")
    cell.locator("img[alt*='Gaps in the line: session']").wait_for()
    page.picture("05-widget-gaps")


def test_exercise_copy_wrong_nearly_right(open_notebook):
    page = open_notebook("exercises/02_observer_status.ipynb")
    page.run_all()
    assert "2.1 Not answered yet." in page.cell('check("2.1"').locator(".jp-OutputArea-output").inner_text()
    assert "2.1 Wrong kind of thing." in page.answer("coe_years", 'coe_years = "40"', "2.1")
    page.picture("02-exercise-wrong")
    assert "2.1 Nearly." in page.answer("coe_years", "coe_years = 1949 - 1989", "2.1")
    page.picture("02-exercise-nearly")
    assert "2.1 Right." in page.answer("coe_years", "coe_years = 1989 - 1949", "2.1")
    page.picture("02-exercise-right")
