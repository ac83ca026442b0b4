"""Time and memory of the lessons, and how fast their controls answer, in nbclient. Memory is read from /proc.

Lessons are compared with a floor: a notebook that only imports what every lesson imports and draws one chart.
"""

import json
import re
import statistics
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from authoring.keeping.bench import Row, held, medians
from authoring.notebooks import ROOT, read

TIME_AIM, MEMORY_AIM, WIDGET_AIM = 1.5, 1.3, 100  # times the floor, times the floor, milliseconds
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

def positions(part, span):
    if hasattr(part, "options"):
        return list(part.options)
    if isinstance(part.value, bool):
        return [not part.value]
    if isinstance(part.value, datetime.date):
        return [span[0] + datetime.timedelta(days) for days in range(0, (span[1] - span[0]).days + 1, 30)]
    return list(range(span[0], span[1] + 1))

def moved(runs):
    times = {}
    for _ in range(runs):
        parts = [(part, control.span) for control in watched for part in control.parts]
        for number, (part, span) in enumerate(parts):
            for position in [*positions(part, span), part.value]:
                if position != part.value:
                    start = time.perf_counter()
                    part.value = position
                    times.setdefault(f"{number} {position}", []).append(time.perf_counter() - start)
    return list(times.values())

print(json.dumps(moved(RUNS)))
"""


def printed(cells: list, folder: Path) -> str:
    """Run cells in a fresh kernel started in `folder`; return what the last one printed."""
    notebook = new_notebook(cells=[nbformat.from_dict(cell) for cell in cells])
    options = {"timeout": None, "kernel_name": "python3", "shutdown_kernel": "immediate"}
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}, **options).execute()
    return "".join(output.get("text", "") for output in notebook.cells[-1].outputs)


def time_and_memory(cells: list, folder: Path) -> tuple[float, float]:
    """Return the seconds from the start of a kernel to the last output, and the kernel's highest memory in MB."""
    start = time.perf_counter()
    status = printed([*cells, new_code_cell(STATUS)], folder)
    return time.perf_counter() - start, int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def lessons(runs: int) -> list[Row]:
    """Time and memory of each lesson against the floor."""
    floor = medians(runs, "floor", lambda: time_and_memory([new_code_cell(text) for text in FLOOR], ROOT))
    rows = [row_of("floor: imports and one chart", floor, floor)]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        own = medians(runs, path.stem, lambda path=path: time_and_memory(read(path).cells, path.parent))
        rows.append(row_of(path.stem, own, floor))
    return rows


def row_of(name: str, own: list[float], floor: list[float]) -> Row:
    """Return the line of a lesson from its seconds and MB, and the floor's."""
    return {
        "lesson": name,
        "seconds": f"{own[0]:.2f}",
        f"times the floor (aim {TIME_AIM:g})": held(own[0] / floor[0], TIME_AIM, ".2f"),
        "memory, MB": f"{own[1]:.0f}",
        f"times its memory (aim {MEMORY_AIM:g})": held(own[1] / floor[1], MEMORY_AIM, ".2f"),
    }


def responses(cells: list, folder: Path, runs: int) -> list[float]:
    """Return the milliseconds that each position of each control takes, each a median; empty if there is none.

    A number field is moved through its whole range, a day in steps of 30 days, each list and box through all it offers;
    the other controls stay where they start.
    """
    move = new_code_cell(MOVE.replace("RUNS", str(runs)))
    told = printed([new_code_cell(WATCH), *cells, move], folder)
    return [1000 * statistics.median(times) for times in json.loads(told)]


def widgets(runs: int) -> list[Row]:
    """Response of the controls of each lesson, in the kernel: function, picture and words."""
    rows = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        times = responses(read(path).cells, path.parent, runs)
        if times:
            middle, worst = (held(one, WIDGET_AIM, ".0f") for one in (statistics.median(times), max(times)))
            rows.append(
                {
                    "lesson": path.stem,
                    f"median, ms (aim {WIDGET_AIM})": middle,
                    "worst, ms": worst,
                    "positions": str(len(times)),
                }
            )
    return rows
