"""Run one learner's cells in IPython's own shell, and send out what came of them.

What is sent, each a list as a line of JSON: ["begin", step], ["error", step, name, message], ["answer", number, form],
["shown", picture, text], ["over", step, why], ["end"]. The learner's code could send such lines too. They are
data: whoever reads them believes nothing but that this learner gave this answer.
"""

import base64
import builtins
import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure

from coursekit.plain import plain

try:
    import resource
except ImportError:  # Windows
    resource = None

MOST_OUTPUT = 200_000  # characters that one cell may print
MOST_SHOWN = 4_000  # characters of it that a reader gets
LARGEST_PICTURE = 1_500_000  # bytes
LONGEST_ERROR = 2_000  # characters
OWN_MAGICS = {"time", "timeit", "capture"}  # they run the lines they stand before


class TooMuchOutput(Exception):
    """A cell shows more than a reader could read."""


class Output(io.TextIOBase):
    """What a cell prints: the beginning is kept, and a cell that prints without end is stopped."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.size, self.kept = 0, ""

    def write(self, text: str) -> int:
        """Take a text. Raises TooMuchOutput, once, when it is more than MOST_OUTPUT characters together."""
        if len(self.kept) < MOST_SHOWN:
            self.kept += text[:MOST_SHOWN]
        stopped, self.size = self.size > MOST_OUTPUT, self.size + len(text)
        if self.size > MOST_OUTPUT and not stopped:
            raise TooMuchOutput(f"This cell shows more than {MOST_OUTPUT:,} characters, so it was stopped.")
        return len(text)

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True


class Pictures(DisplayPublisher):
    """Where display() and show() put things: the last picture is kept."""

    last = b""

    def publish(self, data: Any, *_: Any, **__: Any) -> None:
        """Keep the picture, if there is one that is not too large."""
        png = data.get("image/png") if isinstance(data, dict) else None
        if isinstance(png, str):
            png = base64.b64decode(png)
        if isinstance(png, bytes) and len(png) <= LARGEST_PICTURE:
            Pictures.last = png


class Result(DisplayHook):
    """What is done with the value of a cell's last line: kept as _, and shown to nobody, so it is not put into words."""

    def compute_format_data(self, result: Any) -> tuple[dict, dict]:
        """Return that there is nothing to show; a figure is drawn, as a notebook would."""
        if isinstance(result, Figure):
            _keep(result)
        return {}, {}

    def _nothing(self, *_: Any) -> None:
        """Print nothing."""

    start_displayhook = write_output_prompt = write_format_data = finish_displayhook = _nothing


class Shell(InteractiveShell):
    """IPython's shell without history, colours and tracebacks, and without shell lines and magics that reach outside."""

    display_pub_class = Pictures
    displayhook_class = Result

    def ask_exit(self) -> None:
        """Pass quit() over."""

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a magic that only runs the learner's own lines; pass the others over."""
        return super().run_line_magic(magic_name, line, _stack_depth + 1) if magic_name in OWN_MAGICS else None

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Do the same for a magic that takes a whole cell."""
        return super().run_cell_magic(magic_name, line, cell) if magic_name in OWN_MAGICS else None

    def system(self, cmd: str) -> None:
        """Pass a line for the system's shell over."""

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> list[str]:
        """Pass a line for the system's shell over: it printed nothing."""
        return []

    def showtraceback(self, *_: Any, **__: Any) -> None:
        """Show nothing: the error is taken from the result of the cell."""

    showsyntaxerror = showindentationerror = showtraceback


def shell() -> Shell:
    """Return the one shell of this process, fresh until something is run in it."""
    made = Shell.instance()
    made.history_manager.enabled = False
    made.ast_node_interactivity = "last_expr"
    return made


def _keep(figure: Figure) -> None:
    """Keep a figure as the last picture."""
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=100)
    if stream.tell() <= LARGEST_PICTURE:
        Pictures.last = stream.getvalue()


def _no_input(*_: Any) -> None:
    raise StdinNotImplementedError("input() has nobody to ask")


def _memory() -> int:
    """Return the most memory that this process has held, in bytes; nothing where the system does not say."""
    if resource is None:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def _in_words(problem: BaseException) -> tuple[str, str]:
    """Return name and message of an error. Whatever it has of its own, code or names, gives two plain texts."""
    name = type.__getattribute__(type(problem), "__name__")
    try:
        message = str(problem)
    except BaseException:
        message = ""
    return str.__str__(name)[:LONGEST_ERROR], str.__str__(message)[:LONGEST_ERROR]


class Run:
    """One run of a learner's steps: a step is (role, number, source), see frame.py outside the box."""

    def __init__(self, job: dict, send: Callable[[list], None], shell: Shell) -> None:
        self.job, self.send, self.shell = job, send, shell
        # what the learner's code may bend by name is held here under another
        self.run_cell, self.plain, self.dots = type(shell).run_cell, plain, {}
        self.clock, self.exit = time.process_time, os._exit

    def all(self) -> None:
        """Run the steps in order, and take the answers that were given late."""
        late = []
        for step, (role, number, source) in enumerate(self.job["steps"]):
            if step in self.job["skip"]:
                continue
            self.send(["begin", step])
            begun = self.clock()
            if role == "take":
                late += [] if self.take(number, source.split()) else [(step, number, source.split())]
            else:
                self.cell(step, role, number, source)
            if self.clock() - begun > self.job["cell_seconds"]:
                self.over(step, "time")
            if _memory() > self.job["memory"]:
                self.over(step, "memory")
        for step, number, names in late:
            self.send(["begin", step])
            self.take(number, names)
        self.send(["end"])

    def over(self, step: int, why: str) -> None:
        """Say that a step was too much, and end: the learner is run again without it."""
        self.send(["over", step, why])
        self.exit(1)

    def cell(self, step: int, role: str, number: str | None, source: str) -> None:
        """Run one cell; send its error, and what a reader should see of it."""
        sys.stdout = sys.stderr = output = Output()
        builtins.input = _no_input
        Pictures.last = b""
        try:
            result = self.run_cell(self.shell, source, silent=role in ("frame", "stub"))
            problem = result.error_before_exec or result.error_in_exec
            if number == self.job["to_read"]:
                self.shown(output)
            elif role != "frame":
                plt.close("all")
        except BaseException as own:
            problem = own
        if isinstance(problem, MemoryError):
            self.over(step, "memory")
        if isinstance(problem, BaseException) and role != "stub":
            self.send(["error", step, *_in_words(problem)])
        if role == "stub":
            name = source.split(" =")[0]
            self.dots[name] = self.shell.user_ns.get(name)

    def shown(self, output: Output) -> None:
        """Send the last picture that a cell drew, and what it printed."""
        for number in plt.get_fignums():
            _keep(plt.figure(number))
        plt.close("all")
        if Pictures.last or output.kept:
            self.send(["shown", base64.b64encode(Pictures.last).decode(), output.kept[:MOST_SHOWN]])

    def take(self, number: str, names: list[str]) -> bool:
        """Send what these names stand for, as plain data. Return whether the learner gave one of them a value."""
        values = [self.shell.user_ns.get(name, ...) for name in names]
        try:
            form = self.plain(values[0] if len(values) == 1 else tuple(values)).to_json()
            self.send(["answer", number, form])
        except BaseException as problem:
            self.send(["error", -1, *_in_words(problem)])
        return any(value is not self.dots.get(name, ...) for name, value in zip(names, values, strict=True))


def sender(pipe: int) -> Callable[[list], None]:
    """Return a function that writes a line into the pipe. Its means are its own: nothing that a learner replaces by name."""
    write, encode = os.write, json.JSONEncoder().encode

    def send(line: list) -> None:
        rest = memoryview((encode(line) + "\n").encode("ascii"))
        while rest:
            rest = rest[write(pipe, rest) :]

    return send


def warm_up() -> Shell:
    """Load what a notebook needs, once, and do what is slow only the first time."""
    import ipywidgets  # noqa: F401
    import pandas as pd

    made = shell()
    with plt.style.context("coursekit.lesson"):
        figure, axes = plt.subplots()
        axes.bar(["a", "b"], [1, 2])
        axes.set(title="A title", xlabel="Year", ylabel="Number")
        figure.savefig(io.BytesIO(), format="png")
    plt.close("all")
    table = pd.read_csv(io.StringIO("day,kind,count\n2001-06-15,a,1\n2002-06-07,b,2"))
    table["day"] = pd.to_datetime(table["day"], format="ISO8601")
    table.groupby("kind")["count"].mean()
    table["kind"].value_counts().sort_index()
    plain(table).to_json()
    gc.freeze()
    return made
