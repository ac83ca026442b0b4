"""nbval's decision on the answers of a whole class, in one run.

A notebook is made with a check cell for each exercise and answer (equal answers stand there once). Its stored output is
the beginning of the key's: "2.1 Right.", since what a right answer is told further may depend on the answer. nbval runs
this notebook strictly, and an answer is right when its cell passes.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import nbformat

from authoring.marking.keys import key_of
from authoring.marking.statements import checked
from authoring.marking.trusted import ANSWERS, VERDICTS
from authoring.notebooks import METADATA, ROOT, printed
from coursekit.verdicts import RIGHT

SECONDS = "600"  # by the clock, for a cell and for the kernel's start: only a machine that hangs takes longer
NOTEBOOK = "class.ipynb"
TRIES = 2  # a machine that is very busy may make nbval miss an output


class Ruled(NamedTuple):
    """What `check` says of an answer, in full. Its kind agrees with nbval's decision."""

    kind: str
    message: str
    because: str


@cache
def _reference(number: str) -> str:
    """Return the beginning of the key's stored output for an exercise, such as "2.1 Right."."""
    cell = next(cell for cell in key_of(f"0{number[0]}").cells if checked(cell.source) == number)
    return re.match(rf"\d\.\d {re.escape(RIGHT)}", printed(cell)).group()


class Court:
    """Takes the answers of a class, as JSON texts, and has them judged at once. Use it in a `with` statement."""

    def __init__(self) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="judging-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name)
        self._answers = (self.folder / ANSWERS).open("wb")
        self._places: dict[bytes, int] = {}  # by the sum of an answer: the answers themselves wait on the disk
        self._open: dict[tuple[str, int], None] = {}

    def __enter__(self) -> "Court":
        return self

    def __exit__(self, *_: object) -> None:
        self._answers.close()
        self._temporary.cleanup()

    def take(self, number: str, answer: str) -> tuple[str, int]:
        """Take an answer to an exercise; return the name under which `rule` will give its verdict."""
        text = answer.encode()
        place = self._places.setdefault(sha256(text).digest(), self._answers.tell())
        if place == self._answers.tell():
            self._answers.write(text + b"\n")
        self._open[number, place] = None
        return number, place

    def rule(self) -> dict[tuple[str, int], Ruled]:
        """Return the verdict on each answer. One on which nbval and the kernel do not agree, or that is missing, is left out."""
        self._answers.flush()
        ruled: dict[tuple[str, int], Ruled] = {}
        for _ in range(TRIES):
            left = [one for one in self._open if one not in ruled]
            if left:
                ruled |= self._run(left)
        return ruled

    def _run(self, names: list[tuple[str, int]]) -> dict[tuple[str, int], Ruled]:
        """Make the notebook for some answers, let nbval run it, and return what it and the kernel agree on."""
        cells = [_cell("from authoring.marking.trusted import judge", [])]
        cells += [_cell(f'judge("{number}", {place})', [_reference(number)]) for number, place in names]
        nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=METADATA), self.folder / NOTEBOOK)
        verdicts = self.folder / VERDICTS
        verdicts.write_text("", encoding="utf-8")
        passed = self._nbval()
        said = {}
        for line in verdicts.read_text(encoding="utf-8").splitlines():
            number, place, *verdict = json.loads(line)
            said[number, place] = Ruled(*verdict)
        return {
            name: said[name] for count, name in enumerate(names, 1)
            if name in said and passed.get(count) == (said[name].kind == RIGHT)
        }  # fmt: skip

    def _nbval(self) -> dict[int, bool]:
        """Run nbval on the notebook and return for each cell that was run, by its number, whether it passed."""
        result = self.folder / "nbval.xml"
        result.unlink(missing_ok=True)
        command = [
            sys.executable, "-m", "pytest", "-q", "--tb=no", "-p", "no:cacheprovider", "-p", "authoring.marking", "-p", "nbval.plugin", "-c", os.devnull,
            "--rootdir", str(self.folder), "--nbval", "--nbval-current-env", f"--nbval-cell-timeout={SECONDS}",
            f"--nbval-kernel-startup-timeout={SECONDS}", f"--junitxml={result}", NOTEBOOK,
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        environment.pop("PYTEST_ADDOPTS", None)
        subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, start_new_session=True)
        cases = ElementTree.parse(result).iter("testcase") if result.exists() else ()
        return {int(case.get("name").split()[-1]): len(case) == 0 for case in cases}


def _cell(source: str, printed: list[str]) -> nbformat.NotebookNode:
    """Return a code cell that was run, with what it printed."""
    outputs = [nbformat.v4.new_output("stream", name="stdout", text=f"{text}\n") for text in printed]
    return nbformat.v4.new_code_cell(source, execution_count=1, outputs=outputs)
