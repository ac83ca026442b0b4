"""Seconds to the first page and to the first verdict, in a real browser that has never seen the course."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from authoring.keeping.bench import BenchProblem, Row, medians
from authoring.notebooks import ROOT
from authoring.publishing.lite import SITE

NOTEBOOK = "window.jupyterapp?.shell?.currentWidget"
IDLE = f"{NOTEBOOK}?.sessionContext?.session?.kernel?.status === 'idle'"
VERDICT = f"JSON.stringify({NOTEBOOK}.content.model.toJSON().cells.find(c => c.id === 'ex-0-1-check').outputs).includes('0.1 ')"


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(module: str, options: list[str], address: str, status: str, **places) -> Iterator[str]:
    """Start a server, wait until `address` + `status` answers, give the address, and stop the server in the end."""
    command = [sys.executable, "-m", module, *options]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **places)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address + status, timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise BenchProblem(f"{module} did not answer within half a minute. Is another copy of it at work?")
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def lab_served() -> Iterator[str]:
    """JupyterLab on a copy of the course, started by somebody who never used it; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        home, port = Path(folder), free_port()
        for name in ("notebooks", "data"):
            shutil.copytree(ROOT / name, home / "course" / name, ignore=shutil.ignore_patterns(".*"))
        options = ["--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--IdentityProvider.token=",
                   "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
        own = {name: str(home) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        places = {"cwd": home / "course", "env": {**os.environ, **own}}
        with served("jupyterlab", options, f"http://127.0.0.1:{port}", "/api/status", **places) as address:
            yield address


@contextlib.contextmanager
def site_served() -> Iterator[str]:
    """The browser edition, handed out by a plain web server; gives its address."""
    port = free_port()
    options = [str(port), "--bind", "127.0.0.1", "--directory", str(SITE)]
    with served("http.server", options, f"http://127.0.0.1:{port}", "/index.html") as address:
        yield address


def first_verdict(browser, start: Callable, path: str) -> tuple[float, float]:
    """Return the seconds from the server's start until lesson 00 is seen, and until its exercise has a verdict."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)
    begin = time.perf_counter()
    try:
        with start() as address:
            page = context.new_page()
            page.goto(address + path)
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            seen = time.perf_counter() - begin
            page.wait_for_function(IDLE)
            page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
            page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
            page.wait_for_function(VERDICT)
            judged = time.perf_counter() - begin
    finally:
        context.close()
    return seen, judged


def first_page(edition: str, start: Callable, path: str, runs: int) -> list[Row]:
    """Seconds to the first page and to the first verdict of one edition."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise BenchProblem("there is no Chromium on this machine: install it (apt install chromium) and measure again.")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        seen, judged = medians(runs, edition, lambda: first_verdict(browser, start, path))
        browser.close()
    return [
        {"from the server's start": "to the first page", "seconds": f"{seen:.1f}"},
        {"from the server's start": "to the first verdict, all cells run", "seconds": f"{judged:.1f}"},
    ]


def lab(runs: int) -> list[Row]:
    """The first page in JupyterLab."""
    return first_page("lab", lab_served, "/lab/tree/notebooks/00_start_here.ipynb?reset", runs)


def lite(runs: int) -> list[Row]:
    """The first page in the browser edition."""
    if not (SITE / "lab" / "index.html").is_file():
        raise BenchProblem("the browser edition is not built: run make lite, and measure again.")
    return first_page("lite", site_served, "/lab/index.html?path=notebooks/00_start_here.ipynb", runs)
