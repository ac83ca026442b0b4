"""The learner's environment, made anew, and the browser edition, on the disk."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from authoring.keeping.bench import BenchProblem, Row, medians
from authoring.notebooks import ROOT
from authoring.publishing.lite import SITE, STICK


def megabytes(place: Path) -> float:
    """Return the size of a file, or of all files in a folder, in millions of bytes; links count nothing."""
    files = [place] if place.is_file() else (p for p in place.rglob("*") if p.is_file() and not p.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6


def environment() -> tuple[float, float]:
    """Make the learner's environment in an empty folder; return the seconds and the size in millions of bytes."""
    uv = [sys.executable, "-m", "uv", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        for command in (
            ["venv", folder, "--clear", "--python", sys.executable],
            ["pip", "install", "--python", folder, "--link-mode", "copy", "-r", "requirements.txt"],
        ):
            if subprocess.run([*uv, *command], cwd=ROOT).returncode:
                raise BenchProblem("the learner's environment could not be made; what was said above tells why.")
        return time.perf_counter() - start, megabytes(Path(folder))


def sizes(runs: int) -> list[Row]:
    """The sizes, and the time that the environment takes."""
    seconds, size = medians(runs, "environment", environment)
    rows = [
        {"what": "learner's environment, packages already downloaded", "MB": f"{size:.0f}", "seconds": f"{seconds:.1f}"}
    ]
    for place, what in ((SITE, "browser edition"), (STICK, "browser edition as a ZIP file for a stick")):
        if place.exists():
            rows.append({"what": what, "MB": f"{megabytes(place):.0f}", "seconds": ""})
    return rows
