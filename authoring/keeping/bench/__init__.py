"""Measure what the course asks of a machine.

Written by hand, because pyperf and pytest-benchmark time a function or a command, and what counts here is another thing:
a kernel's memory, a control's answer inside a kernel, a page in a browser, all processes that a command starts.
"""

import statistics
import sys
from collections.abc import Callable

Row = dict[str, str]  # one line of a table: texts as they are printed, by the heading of their column


class BenchProblem(Exception):
    """A part cannot be measured here; the message says why and what to do."""


def medians(runs: int, what: str, measure: Callable[[], tuple[float, ...]]) -> list[float]:
    """Measure something several times, say so on the way, and return the median of each figure."""
    measured = []
    for run in range(runs):
        print(f"{what}: run {run + 1} of {runs}", file=sys.stderr, flush=True)
        measured.append(measure())
    return [statistics.median(one) for one in zip(*measured, strict=True)]


def held(value: float, aim: float, form: str) -> str:
    """Return a figure as text, in bold if it is over its aim."""
    text = format(value, form)
    return f"**{text}**" if value > aim else text
