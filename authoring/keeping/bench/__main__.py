"""Measure what the course asks of a machine; print the tables and write them into teaching/bench.md.

    python -m authoring.keeping.bench             every part
    python -m authoring.keeping.bench lessons     one part; what was measured of the others stays

Each figure is the median of several runs. Run it on a quiet machine. Memory is read from /proc, so it needs Linux.
"""

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import psutil

from authoring.keeping.bench import BenchProblem, Row, held
from authoring.keeping.bench.first_page import lab, lite
from authoring.keeping.bench.lessons import lessons, widgets
from authoring.keeping.bench.marking import marking
from authoring.keeping.bench.sizes import sizes
from authoring.notebooks import ROOT
from coursekit.charts import in_english

PAGE = ROOT / "teaching" / "bench.md"
TESTS_AIM = 240  # seconds
TOP = "# What the course asks of a machine\n\nWritten by `make bench`. Figures over their aim are in bold. Another machine has other figures; the ratios differ less.\n"


@dataclass(frozen=True)
class Part:
    """A section of the page: its heading, what its figures mean, and the function that measures them."""

    heading: str
    about: str
    measure: Callable[[int], list[Row]]


PARTS = {
    "lessons": Part("Lessons", "All cells of the lesson in a fresh kernel, and the kernel's highest memory. The floor is a notebook that only imports what every lesson imports and draws one chart.", lessons),
    "widgets": Part("Controls", "The time from a moved control to the new picture and its words, in the kernel. Each control goes through all it offers, a day in steps of 30 days.", widgets),
    "lab": Part("The first page in JupyterLab", "The browser is open and has never seen the course.", lab),
    "lite": Part("The first page in the browser edition", "On the same machine. The browser is open and has never seen the course.", lite),
    "sizes": Part("Sizes", "On the disk, in millions of bytes.", sizes),
    "marking": Part("Marking", "Made-up classes of lesson 02 with right, missing and wrong answers. Processor time is that of the whole machine, which does nothing else; memory is that of all processes together, and what they share counts once. nbgrader marks the same thirty notebooks.", marking),
}  # fmt: skip


def machine() -> str:
    """Name the machine and what runs on it, in one line."""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = re.search(r"model name\s*: (.+)", file.read())
    packages = ", ".join(f"{name} {version(name)}" for name in ("jupyterlab", "pandas", "matplotlib", "ipywidgets"))
    memory = psutil.virtual_memory().total / 1e9
    return (
        f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, "
        f"{platform.system()}, Python {platform.python_version()}, {packages}"
    )


def section(part: Part, rows: list[Row], where: str) -> str:
    """Return a section of the page: heading, meaning, table, and where and when it was measured."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *(list(row.values()) for row in rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return f"## {part.heading}\n\n{part.about}\n\n{table}\n\n{where}\n"


def joined(old: str, new: list[str]) -> str:
    """Return the page with the new sections in the place of the old ones of the same heading, in the order of the parts."""
    sections = {text.split("\n", 1)[0]: text for text in [*re.findall(r"(?ms)^## .+?(?=^## |\Z)", old), *new]}
    order = [f"## {part.heading}" for part in PARTS.values()]
    known = sorted((heading for heading in sections if heading in order), key=order.index)
    return "\n".join([TOP, *(sections[heading].strip("\n") + "\n" for heading in [*known, *(sections.keys() - known)])])


def tests(seconds: float) -> list[Row]:
    """The whole test command, which somebody timed."""
    return [{"what": "make test", f"seconds (aim {TESTS_AIM})": held(seconds, TESTS_AIM, ".0f")}]


def main(words: list[str]) -> int:
    """Measure what was asked for, print the sections and write the page."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__.splitlines()[0])
    parser.add_argument("part", nargs="?", choices=[*PARTS, "tests"], help="measure this part only")
    parser.add_argument("--runs", type=int, default=5, help="how often each figure is taken (five)")
    parser.add_argument("--test-seconds", type=float, help="how long make test took")
    asked = parser.parse_args(words)
    if not os.path.exists("/proc/self/status"):
        print("Memory is read from /proc, which this system does not have: measure on Linux.", file=sys.stderr)
        return 1
    if os.getloadavg()[0] > 1:
        print(f"This machine is busy (load {os.getloadavg()[0]:.1f}): the times will be too long.", file=sys.stderr)
    where = f"{in_english(date.today())}, median of {asked.runs}: {machine()}."
    parts = {name: part for name, part in PARTS.items() if asked.part in (None, name)}
    if asked.test_seconds:
        about = "The whole test command, with every lesson, exercise and browser test."
        parts["tests"] = Part("Tests", about, lambda runs: tests(asked.test_seconds))
    new = []
    for name, part in parts.items():
        try:
            new.append(section(part, part.measure(max(asked.runs, 1)), where))
        except BenchProblem as problem:
            print(f"{name}: left out, because {problem}", file=sys.stderr)
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    PAGE.write_text(joined(old, new), encoding="utf-8")
    print("\n".join(new))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
