"""What the tests in a real browser share: Chromium, JupyterLab as a learner has it, a watch over each page, and axe.

COURSE_SCREENSHOTS=folder keeps pictures of each step.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from needs import need
from playwright import sync_api as driver
from servers import free_port

from authoring.publishing.briefing import CHROMIUMS
from authoring.publishing.pages import web_package
from notebooks import ROOT

CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
IN_A_BROWSER = [
    pytest.mark.needs("chromium"),
    pytest.mark.filterwarnings("default"),  # the driver's own warnings are not ours
]
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
PICTURES = os.environ.get("COURSE_SCREENSHOTS")
PATIENCE = 60_000  # milliseconds that a page may take for one step on a busy machine
WINDOW = {"width": 1280, "height": 900}
ZOOMED = {"width": 640, "height": 360}  # what is left of a window of 1280 by 720 at 200 per cent
EXTENSIONS = Path(sysconfig.get_path("data")) / "share" / "jupyter" / "labextensions"
# What a learner's lock brings to JupyterLab; a developer's environment has more, which a learner never meets.
LEARNERS_EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "jupyterlab_pygments", "sco-un-course")
SETTINGS = {
    # A notebook that is opened again is the one of the course, however long the tests before took.
    "docmanager-extension/plugin": {"autosave": False},
}
IDLE = "w.sessionContext.session?.kernel?.status === 'idle'"
ALL_RUN = "![...w.node.querySelectorAll('.jp-InputPrompt')].some(p => p.textContent.includes('*'))"


def keep_picture(page: Any, name: str) -> None:
    """Keep a screenshot where somebody asked for it."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{PICTURES}/{name}.png")


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Give a running Chromium."""
    with driver.sync_playwright() as tool:
        window = tool.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield window
        window.close()


class Watch:
    """What a page does behind the reader's back: errors in its console, and requests that leave the machine."""

    def __init__(self, page: Any, passed_over: dict[str, str]):
        """Watch a page. An error that holds one of the texts `passed_over` is not ours; each text has its reason."""
        self.passed_over, self.errors, self.abroad = passed_over, [], []
        page.on("console", lambda message: self.note(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.note(str(error)))
        page.context.on("request", lambda request: self.look(request.url))  # those of workers, too
        page.on("websocket", lambda socket: self.look(socket.url))

    def note(self, error: str) -> None:
        """Keep an error unless it is one that is passed over."""
        if not any(text in error for text in self.passed_over):
            self.errors.append(error)

    def look(self, url: str) -> None:
        """Keep an address that is not on this machine."""
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.abroad.append(url)

    def nothing_happened(self) -> None:
        """Stop with AssertionError if there was an error, or if anything left the machine; forget what was seen."""
        errors, abroad = self.errors, self.abroad
        self.errors, self.abroad = [], []
        assert not errors, errors
        assert not abroad, abroad


# ---- Servers


@contextlib.contextmanager
def jupyterlab(
    home: Path, extensions: tuple[str, ...] = LEARNERS_EXTENSIONS, settings: dict[str, dict] = SETTINGS
) -> Iterator[str]:
    """Start JupyterLab on a copy of the course, with a new user's home and only these extensions; give its address."""
    for folder in ("notebooks", "exercises", "data"):
        shutil.copytree(ROOT / folder, home / "course" / folder, ignore=shutil.ignore_patterns("kept", ".*"))
    for name in extensions:
        link = home / "extensions" / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(EXTENSIONS / name)
    for name, values in settings.items():
        file = home / "config" / "lab" / "user-settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    # What page_config.json switches off for developers is on here if a test asked for it.
    switched_on = home / "switched_on" / "labconfig" / "page_config.json"
    switched_on.parent.mkdir(parents=True)
    switched_on.write_text(json.dumps({"disabledExtensions": dict.fromkeys(extensions, False)}), encoding="utf-8")
    port = free_port()
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
               "--IdentityProvider.token=", "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True",
               f"--LabApp.labextensions_path={home / 'extensions'}"]  # fmt: skip
    surroundings = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_CONFIG_PATH": str(home / "switched_on"),
        "JUPYTER_DATA_DIR": str(home / "share"),
    }
    surroundings.pop("PYTHONWARNINGS", None)
    server = subprocess.Popen(
        command, cwd=home / "course", env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api/status", server)
        yield address
    finally:
        server.terminate()
        server.wait(60)  # a busy machine needs a while


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Return when a server answers; stop with AssertionError if it ends, or does not answer within a minute."""
    for _ in range(240):
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except OSError:
            assert server.poll() is None, "the server ended at once"
            time.sleep(0.25)
    raise AssertionError(f"{address} did not answer within a minute")


# ---- JupyterLab and the notebook that is open in it


class Lab:
    """JupyterLab in a browser, or the browser edition, with one notebook open at a time."""

    def __init__(self, page: Any, address: str, passed_over: dict[str, str]):
        self.page = page
        self.page.set_default_timeout(PATIENCE)
        self.watch = Watch(self.page, passed_over)
        self.page.goto(address)
        self.wait_for_lab()

    def wait_for_lab(self) -> None:
        """Wait until JupyterLab is there."""
        self.page.wait_for_function("window.jupyterapp?.restored.then(() => true)")

    def ask(self, expression: str, given: Any = None) -> Any:
        """Return what JavaScript says about the open notebook, `w`, and a value given to it."""
        return self.page.evaluate(
            f"given => {{ const w = window.jupyterapp.shell.currentWidget; return {expression}; }}", given
        )

    def wait_until(self, condition: str, given: Any = None) -> None:
        """Wait until JavaScript says yes about the open notebook, `w`, and a value given to it."""
        self.page.wait_for_function(
            f"given => {{ const w = window.jupyterapp.shell.currentWidget; return w?.context && {condition}; }}",
            arg=given,
        )

    def wait_until_done(self, code: str) -> None:
        """Run JavaScript and wait for its end, as long as for anything else; `evaluate` would wait for ever."""
        self.page.wait_for_function(f"async () => {{ {code}; return true; }}")

    def close(self) -> None:
        """Close what is open, with its kernel, when that has come to rest."""
        if self.ask("Boolean(w?.sessionContext)"):
            self.wait_until(f"!w.sessionContext.kernelPreference.shouldStart || {IDLE}")
        self.wait_until_done(
            "for (const w of [...window.jupyterapp.shell.widgets('main')])"
            " { await w.sessionContext?.shutdown(); w.dispose(); }"
        )

    def open(self, notebook: str, kernel: bool = True) -> None:
        """Close what is open and open a notebook, without a kernel if it is only looked at: that is much faster."""
        self.close()
        self.page.evaluate(
            "([path, value]) => { const factory = window.jupyterapp.docRegistry.getWidgetFactory('Notebook');"
            " Object.defineProperty(factory, 'preferKernel', {value, configurable: true});"
            " window.jupyterapp.commands.execute('docmanager:open', {path}); }",
            [notebook, kernel],
        )
        self.wait_for_notebook(notebook)

    def wait_for_notebook(self, notebook: str) -> None:
        """Wait until a notebook is open and drawn."""
        self.wait_until("w.context.path === given && w.context.isReady && w.content.widgets.length > 0", notebook)
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()

    def run_all(self) -> None:
        """Run all cells and wait until the last one has run."""
        self.wait_until(IDLE)
        self.page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing runs and nothing waits to be run."""
        self.wait_until(f"{IDLE} && {ALL_RUN}")

    def holds(self, source_part: str) -> bool:
        """Say whether the code of any cell holds these words."""
        return self.ask(
            "w.content.widgets.some(c => c.model.type === 'code' && c.model.sharedModel.getSource().includes(given))",
            source_part,
        )

    def cell(self, source_part: str) -> Any:
        """Return the cell whose code holds these words, scrolled into view and active, in command mode."""
        index = self.ask(
            "w.content.widgets.findIndex(c => c.model.type === 'code' && c.model.sharedModel.getSource().includes(given))",
            source_part,
        )
        assert index >= 0, f"no cell with {source_part!r}"
        self.ask(
            "(w.content.activeCellIndex = given, w.content.mode = 'command', w.content.scrollToItem(given, 'start'))",
            index,
        )
        found = self.page.locator(f'.jp-Notebook .jp-Cell[data-windowed-list-index="{index}"]')
        found.wait_for()
        return found

    def answer(self, name: str, code: str, number: str) -> str:
        """Type an answer over the one in its cell, run it and the check, and return the verdict."""
        self.cell(f"{name} = ").locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.settle()
        check = self.cell(f'check("{number}"')
        check.locator(".cm-content").click()
        self.page.keyboard.press("Shift+Enter")
        self.settle()
        return check.locator(".jp-OutputArea-output").inner_text()

    def outputs(self) -> list[dict]:
        """Return the outputs of all cells."""
        return json.loads(self.ask("JSON.stringify(w.content.model.toJSON().cells.flatMap(c => c.outputs || []))"))

    def cells_missing(self) -> int:
        """Return how many cells of the notebook are not on the page."""
        return self.ask("w.content.widgets.filter(c => !c.node.isConnected || !c.node.firstChild).length")

    def tab_to(self, start: Any, goal: Any, most: int = 40) -> None:
        """Go from a cell to something in it with the Tab key alone; stop with AssertionError if it is not reached."""
        start.evaluate("cell => cell.focus()")
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if goal.evaluate("goal => goal === document.activeElement"):
                return
        raise AssertionError(f"{most} times the Tab key do not lead there")


# ---- What a page is like for somebody who cannot see it, or needs it large


@cache
def axe_source() -> str:
    """Return axe-core, from the npm packages of authoring/publishing/."""
    need("node packages")
    return (web_package("axe-core") / "axe.min.js").read_text(encoding="utf-8")


def barriers(page: Any, inside: list[str] | None = None) -> list[tuple[str, str]]:
    """Return what axe-core finds on a page, or in these parts of it: pairs of rule and the element's HTML."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe_source())
    parts = {"include": [[part] for part in inside]} if inside else {}
    found = page.evaluate(
        "parts => axe.run(parts.include ? parts : document, {resultTypes: ['violations'], preload: false})", parts
    )
    return [(rule["id"], node["html"][:300]) for rule in found["violations"] for node in rule["nodes"]]


def accessible_names(page: Any, selector: str) -> list[tuple[str, str]]:
    """Return role and name of each element, as Chromium tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    found = []
    for node in session.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})["nodeIds"]:
        told = session.send("Accessibility.getPartialAXTree", {"nodeId": node, "fetchRelatives": False})["nodes"][0]
        found.append((told["role"]["value"], told.get("name", {}).get("value", "")))
    session.detach()
    return found


@dataclass(frozen=True)
class Told:
    """What a screen reader is told of one part of a page: role, name, level of a heading, how it is spoken, all its text."""

    role: str
    name: str
    level: int
    live: str
    text: str


def told(page: Any, inside: str = "feed") -> list[Told]:
    """Return what Chromium tells a screen reader, in reading order, of all that is in the part of the page of this role."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()

    def value(node: dict, key: str) -> Any:
        return node.get(key, {}).get("value", "")

    def under(node: dict) -> list[dict]:
        return [one for child in node.get("childIds", []) for one in (nodes[child], *under(nodes[child]))]

    found = []
    for node in [one for root in nodes.values() if value(root, "role") == inside for one in under(root)]:
        if node["ignored"]:
            continue
        more = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        text = "".join(value(one, "name") for one in under(node) if value(one, "role") == "StaticText")
        found.append(Told(value(node, "role"), value(node, "name"), more.get("level", 0), more.get("live", ""), text))
    return found


def too_wide(page: Any, selector: str) -> list[str]:
    """Return the elements that are wider than what they stand in, or whose text runs out of them to the side."""
    return page.evaluate(
        """selector => [...document.querySelectorAll(selector)].filter(one => one.offsetParent).flatMap(one => {
            const room = one.parentElement.getBoundingClientRect(), box = one.getBoundingClientRect();
            const out = box.right > room.right + 1 || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0;
            return out ? [`${one.tagName} ${Math.round(box.width)} of ${Math.round(room.width)}: ${one.outerHTML.slice(0, 160)}`] : [];
        })""",
        selector,
    )
