"""Measure what the course asks of a machine; print the table and write it into teaching/bench.md.

    python -m authoring.keeping.bench             every part                                 (make bench)
    python -m authoring.keeping.bench lessons     one part, the rows of the others stay      (make bench PART=lessons)

Each figure is the median of several runs. Lessons are compared with a floor: a notebook that only imports what every
lesson imports and draws one chart. Run it on a quiet machine. Memory is read from /proc, so it needs Linux.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from authoring import environment
from authoring.notebooks import ROOT, read
from coursekit.charts import in_english

PAGE = ROOT / "teaching" / "bench.md"
SITE, STICK = ROOT / "build" / "lite", ROOT / "build" / "sco-un-stick.zip"
TIME_AIM, MEMORY_AIM, WIDGET_AIM = 1.5, 1.3, 100  # times the floor, times the floor, milliseconds
TESTS_AIM = 240  # seconds
CLASSES = (1, 10, 30, 100)
HEAD = ("part", "what", "result", "ratio", "aim", "over its aim", "measured on")
FLOOR = (
    "import ipywidgets\nimport matplotlib.pyplot as plt\nimport pandas as pd",
    "fig, ax = plt.subplots()\nax.plot([1, 2, 3])\nplt.show()",
)
STATUS = "print(open('/proc/self/status').read())"
# Put before and after a lesson. They are text because importing this module would change the kernel that is measured.
WATCH = """
import coursekit
watched = []
def explore_watched(function, *, plain_explore=coursekit.explore, **options):
    watched.extend(o for o in options.values() if isinstance(o, coursekit.controls.Control))
    plain_explore(function, **options)
coursekit.explore = explore_watched
"""
MOVE = """
import datetime, json, time

def positions(part):
    if hasattr(part, "options"):
        return list(part.options)
    if isinstance(part.value, bool):
        return [not part.value]
    if isinstance(part.value, datetime.date):
        return [part.min + datetime.timedelta(days) for days in range(0, (part.max - part.min).days + 1, 30)]
    return list(range(part.min, part.max + 1))

def moved(runs):
    times = {}
    for _ in range(runs):
        for number, part in enumerate(part for control in watched for part in control.parts):
            for position in [*positions(part), part.value]:
                if position != part.value:
                    start = time.perf_counter()
                    part.value = position
                    times.setdefault(f"{number} {position}", []).append(time.perf_counter() - start)
    return list(times.values())

print(json.dumps(moved(RUNS)))
"""


class BenchProblem(Exception):
    """A part cannot be measured here; the message says why and what to do."""


@dataclass(frozen=True)
class Row:
    """One line of the table: texts as they are printed."""

    part: str
    what: str
    result: str
    ratio: str = ""
    aim: str = ""
    over: str = ""


def say(text: str) -> None:
    """Print how far the measuring is, beside the table."""
    print(text, file=sys.stderr, flush=True)


# ---- Lessons and their controls, in nbclient


def ran(cells: list, folder: Path) -> nbformat.NotebookNode:
    """Run cells in a fresh kernel started in `folder`; return the notebook with its outputs."""
    notebook = new_notebook(cells=[nbformat.from_dict(cell) for cell in cells])
    options = {"timeout": None, "kernel_name": "python3", "shutdown_kernel": "immediate"}
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, **options).execute()
    return notebook


def printed(cell: nbformat.NotebookNode) -> str:
    """Return what a cell printed."""
    return "".join(output.get("text", "") for output in cell.outputs)


def time_and_memory(cells: list, folder: Path) -> tuple[float, float]:
    """Return the seconds from the start of a kernel to the last output, and the kernel's highest memory in MB."""
    start = time.perf_counter()
    notebook = ran([*cells, new_code_cell(STATUS)], folder)
    seconds = time.perf_counter() - start
    return seconds, int(re.search(r"VmHWM:\s+(\d+) kB", printed(notebook.cells[-1]))[1]) / 1024


def lessons(runs: int) -> list[Row]:
    """Time and memory of each lesson against the floor. All are run in turn, so that a busy minute hits all of them."""
    floor = "floor: imports and one chart"
    notebooks = {floor: ([new_code_cell(text) for text in FLOOR], ROOT)}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebooks[path.stem] = (read(path).cells, path.parent)
    measured: dict[str, list[tuple[float, float]]] = {name: [] for name in notebooks}
    for run in range(runs):
        say(f"lessons: run {run + 1} of {runs}")
        for name, (cells, folder) in notebooks.items():
            measured[name].append(time_and_memory(cells, folder))
    medians = {name: [statistics.median(one) for one in zip(*pairs, strict=True)] for name, pairs in measured.items()}
    return [lesson_row(name, medians[name], medians[floor]) for name in notebooks]


def lesson_row(name: str, own: list[float], floor: list[float]) -> Row:
    """Return the line of a lesson from its seconds and MB, and the floor's."""
    slower, larger = own[0] / floor[0], own[1] / floor[1]
    over = [word for word, much in (("time", slower > TIME_AIM), ("memory", larger > MEMORY_AIM)) if much]
    aim = f"{TIME_AIM:g}x, {MEMORY_AIM:g}x"
    return Row(
        "lessons", name, f"{own[0]:.2f} s, {own[1]:.0f} MB", f"{slower:.2f}x, {larger:.2f}x", aim, ", ".join(over)
    )


def responses(cells: list, folder: Path, runs: int) -> list[float]:
    """Return the milliseconds that each position of each control takes, each a median; empty if there is none.

    A number field is moved through its whole range, a day in steps of 30 days, each list and box through all it offers;
    the other controls stay where they start.
    """
    move = new_code_cell(MOVE.replace("RUNS", str(runs)))
    notebook = ran([new_code_cell(WATCH), *cells, move], folder)
    return [1000 * statistics.median(times) for times in json.loads(printed(notebook.cells[-1]))]


def widgets(runs: int) -> list[Row]:
    """Response of the controls of each lesson, in the kernel: function, picture and words."""
    rows = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        say(f"widgets: {path.stem}")
        times = responses(read(path).cells, path.parent, runs)
        if times:
            middle, worst = statistics.median(times), max(times)
            over = [word for word, time_ in (("median", middle), ("worst", worst)) if time_ > WIDGET_AIM]
            result = f"median {middle:.0f} ms, worst {worst:.0f} ms, {len(times)} positions"
            rows.append(Row("widgets", path.stem, result, aim=f"{WIDGET_AIM} ms", over=", ".join(over)))
    return rows


# ---- The first page, in a real browser


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(command: list[str], address: str, status: str, **options) -> Iterator[str]:
    """Start a server, wait until `address` + `status` answers, give the address, and stop the server in the end."""
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(address + status, timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise BenchProblem(f"{command[2]} did not answer within half a minute. Is another copy of it at work?")
        yield address
    finally:
        server.terminate()
        server.wait(20)


@contextlib.contextmanager
def lab_served() -> Iterator[str]:
    """JupyterLab on a copy of the course, started by somebody who never used it; gives its address."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("notebooks", "data"):
            shutil.copytree(ROOT / name, home / "course" / name, ignore=shutil.ignore_patterns(".*"))
        port = free_port()
        options = ["--no-browser", "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--IdentityProvider.token=",
                   "--ServerApp.allow_root=True", "--LabApp.expose_app_in_browser=True"]  # fmt: skip
        places = {name: str(home) for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
        command = [sys.executable, "-m", "jupyterlab", *options]
        surroundings = {**os.environ, **places}
        with served(
            command, f"http://127.0.0.1:{port}", "/api/status", cwd=home / "course", env=surroundings
        ) as address:
            yield address


@contextlib.contextmanager
def site_served() -> Iterator[str]:
    """The browser edition, handed out by a plain web server; gives its address."""
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(SITE)]
    with served(command, f"http://127.0.0.1:{port}", "/index.html") as address:
        yield address


def first_verdict(browser, start: Callable, path: str) -> tuple[float, float]:
    """Return the seconds from the server's start until lesson 00 is seen, and until its exercise has a verdict.

    The browser is open already and has never seen the course.
    """
    notebook = "window.jupyterapp.shell.currentWidget"
    idle = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
    verdict = (
        f"JSON.stringify({notebook}.content.model.toJSON().cells.find(c => c.id === 'ex-0-1-check').outputs)"
        ".includes('0.1 ')"
    )
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(120_000)
    begin = time.perf_counter()
    try:
        with start() as address:
            page = context.new_page()
            page.goto(address + path)
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            seen = time.perf_counter() - begin
            page.wait_for_function(idle)
            page.evaluate("window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
            page.evaluate("void window.jupyterapp.commands.execute('notebook:run-all-cells')")
            page.wait_for_function(verdict)
            judged = time.perf_counter() - begin
    finally:
        context.close()
    return seen, judged


def first_page(part: str, start: Callable, path: str, runs: int) -> list[Row]:
    """Seconds to the first page and to the first verdict of one edition."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise BenchProblem("there is no Chromium on this machine: install it (apt install chromium) and measure again.")
    measured = []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for run in range(runs):
            say(f"{part}: run {run + 1} of {runs}")
            measured.append(first_verdict(browser, start, path))
        browser.close()
    seen, judged = (statistics.median(one) for one in zip(*measured, strict=True))
    return [
        Row(part, "server start to the first page", f"{seen:.1f} s"),
        Row(part, "server start to the first verdict, all cells run", f"{judged:.1f} s"),
    ]


def lab(runs: int) -> list[Row]:
    """The first page in JupyterLab."""
    return first_page("lab", lab_served, "/lab/tree/notebooks/00_start_here.ipynb?reset", runs)


def lite(runs: int) -> list[Row]:
    """The first page in the browser edition."""
    if not (SITE / "lab" / "index.html").is_file():
        raise BenchProblem("the browser edition is not built: run make lite, and measure again.")
    return first_page("lite", site_served, "/lab/index.html?path=notebooks/00_start_here.ipynb", runs)


# ---- Sizes, and marking


def megabytes(place: Path) -> float:
    """Return the size of a file, or of all files in a folder, in millions of bytes; links count nothing."""
    files = [place] if place.is_file() else (p for p in place.rglob("*") if p.is_file() and not p.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6


def sizes(runs: int) -> list[Row]:
    """The learner's environment, made anew, and the browser edition on a disk."""
    measured = []
    for run in range(runs):
        say(f"sizes: environment {run + 1} of {runs}")
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            environment.make_venv(Path(folder), environment.base_python())
            environment.install(Path(folder), ROOT / "requirements.txt")
            measured.append((time.perf_counter() - start, megabytes(Path(folder))))
    seconds, size = (statistics.median(one) for one in zip(*measured, strict=True))
    rows = [Row("sizes", "learner's environment, packages already downloaded", f"{size:.0f} MB in {seconds:.1f} s")]
    for place, what in ((SITE, "browser edition"), (STICK, "browser edition as a ZIP file for a stick")):
        if place.exists():
            rows.append(Row("sizes", what, f"{megabytes(place):.0f} MB"))
    return rows


def memory_of_tree(process: psutil.Process) -> float:
    """Return the memory of a process and all that it started, in MB; what two of them share counts twice."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            total += one.memory_info().rss
    return total / 1024**2


def marked(submissions: Path, reports: Path) -> tuple[float, float]:
    """Mark a class; return the seconds, and the highest memory of all processes together in MB."""
    command = [
        sys.executable,
        "-m",
        "authoring.marking",
        str(submissions),
        "--out",
        str(reports),
    ]
    start, highest = time.perf_counter(), 0.0
    with psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as marking:
        while marking.poll() is None:
            with contextlib.suppress(psutil.NoSuchProcess):
                highest = max(highest, memory_of_tree(marking))
            time.sleep(0.05)
    if marking.returncode:
        raise BenchProblem(
            f"marking ended with status {marking.returncode}: run make mark on {submissions} to see why."
        )
    return time.perf_counter() - start, highest


def marking(runs: int) -> list[Row]:
    """Marking of classes of several sizes."""
    sys.path.insert(0, str(ROOT / "tests"))  # where the made-up classes are
    from class_of_learners import class_of, write_class

    rows, one = [], 0.0
    for size in CLASSES:
        measured = []
        for run in range(runs):
            say(f"marking: {size} submissions, run {run + 1} of {runs}")
            with tempfile.TemporaryDirectory() as folder:
                write_class(class_of(size, "02", seed=1), Path(folder) / "class")
                measured.append(marked(Path(folder) / "class", Path(folder) / "reports"))
        seconds, memory = (statistics.median(one) for one in zip(*measured, strict=True))
        one = one or seconds / size
        result = f"{seconds:.1f} s ({seconds / size:.2f} s each), {memory:.0f} MB"
        rows.append(
            Row("marking", f"{size} submission{'s' * (size > 1)}", result, f"{seconds / one:.1f}x one submission")
        )
    return rows


def tests(seconds: float) -> list[Row]:
    """The whole test command, which somebody timed."""
    over = "time" if seconds > TESTS_AIM else ""
    return [Row("tests", "make test", f"{seconds:.0f} s", aim=f"{TESTS_AIM} s", over=over)]


# ---- The page


def machine() -> str:
    """Name the machine and what runs on it, in one line."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*: (.+)", file.read())
    packages = ", ".join(f"{name} {version(name)}" for name in ("jupyterlab", "pandas", "matplotlib", "ipywidgets"))
    memory = psutil.virtual_memory().total / 1e9
    return (
        f"Machine: {model[1] if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, "
        f"{platform.system()}. Python {platform.python_version()}, {packages}."
    )


def table(lines: list[tuple[str, ...]]) -> str:
    """Return the table in Markdown; each line holds one text for each column of HEAD."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [HEAD, ("---",) * len(HEAD), *lines])


def lines_of(page: str, machine_line: str) -> list[tuple[str, ...]]:
    """Return the lines of a page's table, or none if they were measured on another machine or with other packages."""
    if machine_line not in page:
        return []
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in re.findall(r"^\|.+\|$", page, re.M)]
    return rows[2:]


def joined(old: list[tuple[str, ...]], new: list[Row], day: str) -> list[tuple[str, ...]]:
    """Return the old lines with those of the parts measured now replaced, in the order of the parts."""
    replaced = {row.part for row in new}
    fresh = [(row.part, row.what, row.result, row.ratio, row.aim, row.over, day) for row in new]
    order = [*PARTS, "tests"]
    return sorted([line for line in old if line[0] not in replaced] + fresh, key=lambda line: order.index(line[0]))


def page(lines: list[tuple[str, ...]], machine_line: str, command: str) -> str:
    """Return the page for teachers and maintainers."""
    return f"""# What the course asks of a machine

Written by `{command}`. Each figure is the median of the runs named in the last column. The figures of another machine differ; the ratios differ less.

{machine_line}

{table(lines)}

- **lessons**: all cells of the lesson in a fresh kernel, and the kernel's highest memory. The ratio compares both with the floor.
- **widgets**: the time from a moved control to the new picture and its words, in the kernel. Each control goes through all it offers, a day in steps of 30 days.
- **lab**, **lite**: JupyterLab, and the browser edition on the same machine. The browser is open and has never seen the course.
- **sizes**: on the disk, in millions of bytes.
- **marking**: made-up classes of lesson 02 with right, wrong and broken answers. The memory is that of all processes together.
- **tests**: the whole test command, with every lesson, exercise and browser test.
"""


PARTS = {"lessons": lessons, "widgets": widgets, "lab": lab, "lite": lite, "sizes": sizes, "marking": marking}


def main(words: list[str]) -> int:
    """Measure what was asked for, print the table and write the page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", choices=[*PARTS, "tests"], help="measure this part only")
    parser.add_argument("--runs", type=int, default=5, help="how often each figure is taken (five)")
    parser.add_argument("--test-seconds", type=float, help="how long make test took")
    asked = parser.parse_args(words)
    asked.runs = max(asked.runs, 1)
    if not Path("/proc/self/status").exists():
        print("Memory is read from /proc, which this system does not have: measure on Linux.", file=sys.stderr)
        return 1
    if os.getloadavg()[0] > 1:
        say(f"This machine is busy (load {os.getloadavg()[0]:.1f}): the times will be too long.")
    found = tests(asked.test_seconds) if asked.test_seconds else []
    parts = {name: measure for name, measure in PARTS.items() if asked.part in (None, name)}
    for part, measure in parts.items():
        try:
            found += measure(asked.runs)
        except BenchProblem as problem:
            say(f"{part}: left out, because {problem}")
    here = machine()
    old = lines_of(PAGE.read_text(encoding="utf-8"), here) if PAGE.exists() else []
    runs = f"{asked.runs} run{'s' * (asked.runs > 1)}"
    lines = joined(old, found, f"{in_english(date.today())}, {runs}")
    PAGE.write_text(page(lines, here, " ".join(["python -m authoring.keeping.bench", *words])), encoding="utf-8")
    print(table(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
