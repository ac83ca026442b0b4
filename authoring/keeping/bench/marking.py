"""Marking of classes of several sizes, and nbgrader on the same notebooks in the same run.

The classes are made up: each answer of lesson 02 is the key's, or missing, or of another kind.
"""

import contextlib
import os
import random
import re
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil

from authoring.keeping.bench import BenchProblem, Row, medians
from authoring.keeping.exercises import solution_of
from authoring.notebooks import ROOT, copy_of, read, store

KEY = ROOT / "solutions" / "02_observer_status.ipynb"
CLASSES = (1, 10, 30, 100, 1000)
BESIDE = 30  # the size of the class that nbgrader marks too


def memory_of_tree(process: psutil.Process) -> float:
    """Return the memory of a process and all that it started, in MB; what several of them share counts once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            try:
                total += one.memory_full_info().pss
            except psutil.AccessDenied:
                total += one.memory_info().rss
    return total / 1024**2


def used(command: list[str]) -> tuple[float, float, float]:
    """Run a command in the project's folder; return seconds, processor seconds and highest memory in MB.

    Processor time is that of the whole machine meanwhile, which should do nothing else: no other clock sees the time of
    processes in a sandbox. Memory is that of all processes of the command together.
    """
    before = psutil.cpu_times()
    start, highest = time.perf_counter(), 0.0
    # nbgrader calls another program of the environment by its bare name.
    path = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
    with tempfile.TemporaryFile() as said:
        with psutil.Popen(
            command, cwd=ROOT, env={**os.environ, "PATH": path}, stdout=said, stderr=subprocess.STDOUT
        ) as process:
            while process.poll() is None:
                with contextlib.suppress(psutil.NoSuchProcess):
                    highest = max(highest, memory_of_tree(process))
                time.sleep(0.1)
        seconds = time.perf_counter() - start
        if process.returncode:
            said.seek(0)
            last = said.read().decode(errors="replace").strip()[-300:]
            raise BenchProblem(
                f"`{' '.join(command[1:])}` ended with status {process.returncode}. Its last words: {last}"
            )
    after = psutil.cpu_times()
    processor = after.user + after.system - before.user - before.system
    return seconds, processor, highest


# ---- A class, and the same class as nbgrader wants it


def learners(size: int) -> Iterator[tuple[str, nbformat.NotebookNode]]:
    """Give the name of each learner and the notebook handed in. The same size makes the same class."""
    chance = random.Random(size)
    copy, key = read(copy_of(KEY)), read(KEY)
    solutions = {cell.id: solution_of(cell.source) for cell in key.cells}
    stubs = {cell.id: cell.source for cell in copy.cells}
    for number in range(1, size + 1):
        for cell in copy.cells:
            if solutions.get(cell.id):
                another = stubs[cell.id].split(" = ")[0] + " = 'something else'"
                cell.source = chance.choice([solutions[cell.id], solutions[cell.id], stubs[cell.id], another])
        yield f"learner_{number:04}", copy


def hand_in(size: int, folder: Path) -> None:
    """Write a class as a platform packs it: a folder for each learner."""
    for name, notebook in learners(size):
        (folder / name).mkdir(parents=True)
        store(notebook, folder / name / KEY.name)


def marked(size: int) -> tuple[float, float, float]:
    """Mark a class; return what used() returns."""
    with tempfile.TemporaryDirectory() as folder:
        hand_in(size, Path(folder) / "class")
        place, out = str(Path(folder) / "class"), str(Path(folder) / "marks")
        return used([sys.executable, "-m", "authoring.marking", place, "--out", out])


def for_nbgrader(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a notebook with nbgrader's marks on its cells; a check is a test that fails unless the answer is right."""
    for cell in notebook.cells:
        kind = cell.id.rsplit("-", 1)[-1]
        asked = re.search(r"^check\((.+)\)$", cell.source, re.MULTILINE)
        if kind == "check" and asked:
            cell.source += f"\nfrom coursekit.verdicts import RIGHT, verdict\nassert verdict({asked[1]}).kind == RIGHT"
        if kind == "answer" or asked:
            cell.metadata["nbgrader"] = {
                "schema_version": 3, "grade_id": cell.id, "grade": bool(asked), "solution": not asked, "task": False,
                "locked": bool(asked), "cell_type": "code", **({"points": 1} if asked else {}),
            }  # fmt: skip
    return notebook


def nbgraded(size: int) -> tuple[float, float, float]:
    """Let nbgrader mark a class, from a course folder of its own; return what used() returns."""
    nbgrader = [sys.executable, "-W", "ignore", "-m", "nbgrader"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source" / "02" / KEY.name
        source.parent.mkdir(parents=True)
        nbformat.write(for_nbgrader(read(KEY)), source)
        used([*nbgrader, "generate_assignment", "02", "--course-dir", folder])
        for name, notebook in learners(size):
            place = Path(folder) / "submitted" / name / "02" / KEY.name
            place.parent.mkdir(parents=True)
            nbformat.write(for_nbgrader(nbformat.from_dict(notebook)), place)
        spent = used([*nbgrader, "autograde", "02", "--course-dir", folder])
        if len(list((Path(folder) / "autograded").glob("*/02/*.ipynb"))) != size:
            raise BenchProblem("nbgrader did not mark every notebook: its figures would be too low.")
    return spent


# ---- The rows


def row_of(what: str, size: int, spent: list[float]) -> Row:
    """Return the line of a class."""
    seconds, processor, memory = spent
    return {
        "what": what, "submissions": str(size), "seconds": f"{seconds:.1f}", "processor seconds": f"{processor:.1f}",
        "seconds each": f"{seconds / size:.2f}", "processor seconds each": f"{processor / size:.2f}",
        "memory, MB": f"{memory:.0f}",
    }  # fmt: skip


def marking(runs: int) -> list[Row]:
    """Marking of classes of several sizes; the large one once."""
    rows = []
    for size in CLASSES:
        spent = medians(runs if size <= 100 else 1, f"marking, {size}", lambda size=size: marked(size))
        rows.append(row_of("marking", size, spent))
        if size == BESIDE:
            beside = row_of("nbgrader", size, medians(runs, f"nbgrader, {size}", lambda size=size: nbgraded(size)))
    return [*rows, beside]
