"""The closed box in which learners' cells run: its walls, what lies in it, and how one gives it a job.

The box holds a copy of the course without expected answers, keys and tests, and an environment without the teacher's
variables. Where bubblewrap works (Linux) it has no network, sees nothing of the machine but Python and the libraries,
and can write to one folder of its own, which is emptied after each learner. What runs in it stands in the folder inside/.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import psutil

from authoring.notebooks import ROOT

CELL_SECONDS = 20  # of processor time
ALL_SECONDS = 240  # the same, for all cells of a learner
CELL_WALL, ALL_WALL = 300, 900  # seconds by the clock: only for cells that wait or sleep
MEMORY = 2_000_000_000  # bytes; a notebook that runs a lesson needs about 200 MB
STARTING = 300  # seconds by the clock that a box may take to start
WAY = "fork" if sys.platform == "linux" else "fresh"
_SYSTEM = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/opt", "/nix", "/gnu", "/etc/alternatives", "/etc/fonts",
    "/etc/ld.so.cache", "/etc/localtime", "/etc/passwd",
)  # fmt: skip


class BoxProblem(Exception):
    """The box, not a learner's notebook, failed; the message says how."""


def _libraries() -> list[str]:
    """Return the folders of Python and of the libraries."""
    return list(dict.fromkeys(os.path.realpath(place) for place in (sys.base_prefix, sys.prefix)))


def _walls(scratch: Path) -> list[str]:
    """Return bubblewrap's options: read what Python needs, write the folder work/, see nothing else and no network."""
    seen = [*_SYSTEM, *_libraries(), sys.prefix, *os.environ.get("LD_LIBRARY_PATH", "").split(os.pathsep)]
    return [
        "--proc", "/proc", "--dev", "/dev", "--tmpfs", tempfile.gettempdir(),
        *(word for place in filter(None, seen) for word in ("--ro-bind-try", place, place)),
        "--ro-bind", str(scratch), str(scratch), "--bind", str(scratch / "work"), str(scratch / "work"),
        "--remount-ro", tempfile.gettempdir(), "--remount-ro", "/dev", "--remount-ro", "/",
        "--unshare-user-try", "--unshare-net", "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL",
        "--die-with-parent", "--new-session",
    ]  # fmt: skip


@cache
def sandbox() -> str | None:
    """Return the path of bubblewrap if it works on this machine, or None."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "work").mkdir()
        trial = [program, *_walls(Path(folder).resolve()), sys.executable, "-c", "pass"]
        return program if subprocess.run(trial, capture_output=True).returncode == 0 else None


@cache
def _font_list() -> Path | None:
    """Return the file with matplotlib's list of fonts, made once: each box gets a copy instead of a search."""
    import matplotlib
    import matplotlib.font_manager

    return next(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"), None)


def _surroundings(scratch: Path) -> dict[str, str]:
    """Return the environment of the box: nothing of the teacher's but what Python and the system need to start."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE"}}
    home, work = str(scratch / "home"), str(scratch / "work")
    return kept | {
        "HOME": home, "USERPROFILE": home, "IPYTHONDIR": home, "TMPDIR": work, "TEMP": work, "TMP": work,
        "MPLCONFIGDIR": str(scratch / "fonts"), "MPLBACKEND": "agg", "PYTHONPATH": str(scratch / "course"),
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8", "PYTHONHASHSEED": "0", "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1",
    }  # fmt: skip


def _furnish(scratch: Path) -> None:
    """Put into the scratch folder what the box holds: the course without what exercises expect, and the collector."""
    for part in ("work", "home", "fonts"):
        (scratch / part).mkdir()
    course = scratch / "course"
    leave_out = shutil.ignore_patterns("__pycache__", "exercises")
    shutil.copytree(ROOT / "coursekit", course / "coursekit", ignore=leave_out)
    (course / "coursekit" / "exercises").mkdir()
    (course / "coursekit" / "exercises" / "__init__.py").touch()
    shutil.copytree(Path(__file__).with_name("inside"), course / "inside", ignore=leave_out)
    shutil.copytree(ROOT / "data", course / "data", ignore=shutil.ignore_patterns("*.md", "*.json"))
    if _font_list():
        shutil.copy2(_font_list(), scratch / "fonts")


def _kill(process: subprocess.Popen) -> None:
    """End a process and all it has started."""
    with suppress(psutil.NoSuchProcess):
        for one in [*psutil.Process(process.pid).children(recursive=True), psutil.Process(process.pid)]:
            with suppress(psutil.NoSuchProcess):
                one.kill()
    if os.name != "nt":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


class Box:
    """One box with everything loaded, which runs one learner after the other. Use it in a `with` statement."""

    def __init__(self) -> None:
        self.is_idle = False
        self.scratch = Path(tempfile.mkdtemp(prefix="marking-")).resolve()
        _furnish(self.scratch)
        wall = sandbox()
        command = [sys.executable, "-m", "inside", WAY]
        self._said = (self.scratch / "stderr.txt").open("wb")
        self.process = subprocess.Popen(
            [wall, *_walls(self.scratch), "--chdir", str(self.scratch / "work"), *command] if wall else command,
            cwd=self.scratch / "work", env=_surroundings(self.scratch), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._said, start_new_session=True,
        )  # fmt: skip
        try:
            if self._line(STARTING) != b"ready\n":
                said = (self.scratch / "stderr.txt").read_text(errors="replace").strip().splitlines()
                raise BoxProblem(f"the box did not start: {said[-1] if said else 'it said nothing'}")
        except BaseException:
            self.close()
            raise
        self.is_idle = True

    def __enter__(self) -> "Box":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _line(self, seconds: float) -> bytes:
        """Return the next line that the box sends; an empty one if it ended, or sent none in this time by the clock."""
        alarm = threading.Timer(seconds, _kill, [self.process])
        alarm.start()
        try:
            return self.process.stdout.readline()
        finally:
            alarm.cancel()

    def run(self, steps: Sequence[Sequence], to_read: str | None) -> dict[str, Any]:
        """Run a learner's steps and return what the box says of them (see inside/__main__.py).

        Raises
        ------
        BoxProblem
            If the box has ended, or could not do it; use another one.
        """
        job = {
            "steps": steps, "to_read": to_read, "cell_seconds": CELL_SECONDS, "all_seconds": ALL_SECONDS,
            "cell_wall": CELL_WALL, "all_wall": ALL_WALL, "memory": MEMORY, "closed": [str(ROOT)],
            "open_inside": [*_libraries(), sys.prefix],
        }  # fmt: skip
        self.is_idle = False
        try:
            self.process.stdin.write(json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
            said = json.loads(self._line(ALL_WALL + CELL_WALL + STARTING) or "{}")
        except (OSError, ValueError):
            said = {}
        if "lines" not in said:
            raise BoxProblem(said.get("failed") or "the box ended")
        self.is_idle = True
        return said

    def close(self) -> None:
        """End the box and all that runs in it, and remove its folder. One that waits for a job ends by itself."""
        with suppress(OSError):
            self.process.stdin.close()
        if self.is_idle:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(STARTING)
        _kill(self.process)
        self.process.stdout.close()
        self._said.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
