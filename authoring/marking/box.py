"""Run nbval on one framed notebook in a closed box, and return what came of each cell.

The box is a scratch folder with a copy of the course, a process group of its own, limits of time, memory, file size
and number of processes, an environment without the teacher's variables; and, where bubblewrap works (Linux), a
sandbox without network in which only the scratch folder can be written and the teacher's own files are not to be seen.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
import psutil

from authoring.marking.frame import Framed
from authoring.notebooks import ROOT

CELL_SECONDS = 20
ALL_SECONDS = 240
MEMORY = 2_000_000_000  # bytes for a kernel; one that runs a lesson needs about 200 MB
FILE_SIZE = 50_000_000  # bytes
PLUGIN = "marking_plugin"  # see plugin.py
# nbval compares the whole printed verdict; what a right answer is told depends on the answer, so only its first word counts.
SANITIZE = "[the verdict]\nregex: (?s)^(\\d\\.\\d Right\\.).*\nreplace: \\1\n"


@dataclass(frozen=True)
class Ran:
    """What came of one code cell. `passed`: nbval found the key's output. `printed`: stdout. `error`: "Name: message"."""

    passed: bool
    printed: str
    error: str
    late: bool
    dead: bool


@cache
def sandbox() -> str | None:
    """Return the path of bubblewrap if it works on this machine, or None."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    trial = [program, *_walls(Path(tempfile.gettempdir())), sys.executable, "-c", "pass"]
    return program if subprocess.run(trial, capture_output=True).returncode == 0 else None


def _walls(scratch: Path) -> list[str]:
    """Return bubblewrap's options: read what Python needs, write the scratch folder, see no home and no network."""
    home = Path.home()
    hidden = [str(home)] if home != Path("/") else []
    shown = dict.fromkeys(str(p) for p in (ROOT, Path(sys.prefix), Path(sys.base_prefix)))
    return [
        "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc",
        *(word for place in [tempfile.gettempdir(), *hidden] for word in ("--tmpfs", place)),
        *(word for place in shown for word in ("--ro-bind", place, place)),
        "--bind", str(scratch), str(scratch),
        "--unshare-net", "--unshare-pid", "--unshare-ipc", "--die-with-parent", "--new-session",
    ]  # fmt: skip


@cache
def _font_list() -> Path | None:
    """Return the folder with matplotlib's list of fonts, made once: each box gets a copy instead of a search."""
    import matplotlib
    import matplotlib.font_manager

    return next(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"), None)


@contextmanager
def _scratch(framed: Framed) -> Iterator[Path]:
    """Make the scratch folder: the notebook in a folder of its own, and a copy of the course."""
    folder = Path(tempfile.mkdtemp(prefix="marking-")).resolve()
    try:
        for part in ("work", "tmp", "home", "fonts"):
            (folder / part).mkdir()
        shutil.copytree(ROOT / "coursekit", folder / "course" / "coursekit")
        shutil.copytree(ROOT / "data", folder / "course" / "data")
        # under a name outside the package: importing coursekit would load pandas and matplotlib into pytest too
        shutil.copy2(Path(__file__).with_name("plugin.py"), folder / "course" / f"{PLUGIN}.py")
        fonts = _font_list()
        if fonts:
            shutil.copy2(fonts, folder / "fonts")
        (folder / "sanitize.cfg").write_text(SANITIZE, encoding="utf-8")
        nbformat.write(framed.notebook, folder / "work" / "framed.ipynb")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _surroundings(scratch: Path) -> dict[str, str]:
    """Return the environment of the box: nothing of the teacher's but what Python and the system need to start."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE"}}
    home = str(scratch / "home")
    return kept | {
        "HOME": home, "USERPROFILE": home, "IPYTHONDIR": home, "JUPYTER_CONFIG_DIR": home, "JUPYTER_RUNTIME_DIR": home,
        "TMPDIR": str(scratch / "tmp"), "TEMP": str(scratch / "tmp"), "MPLCONFIGDIR": str(scratch / "fonts"),
        "PYTHONPATH": str(scratch / "course"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8",
        "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }  # fmt: skip


def _limits() -> None:
    """Set the limits of the process that is about to start (not on Windows)."""
    import resource

    for what, most in ((resource.RLIMIT_FSIZE, FILE_SIZE), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, 6 * MEMORY)):
        resource.setrlimit(what, (most, most))


def _kill(process: subprocess.Popen) -> None:
    """End a process and all it has started."""
    try:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    except psutil.NoSuchProcess:
        return
    if os.name != "nt":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    for one in family:
        with suppress(psutil.NoSuchProcess):
            one.kill()


def _watch_memory(process: subprocess.Popen, done: threading.Event) -> None:
    """Kill a kernel that takes more memory than MEMORY.

    The limit of address space stands far above: a kernel that meets it lives on with its memory full."""
    while not done.wait(0.1):
        try:
            for child in psutil.Process(process.pid).children(recursive=True):
                if child.memory_info().rss > MEMORY:
                    child.kill()
        except psutil.Error:
            continue


_open: set[subprocess.Popen] = set()


def close_all() -> None:
    """End all boxes that are open, and let none open any more: the teacher pressed Ctrl+C."""
    for process in list(_open):
        _kill(process)


def _watched(process: subprocess.Popen) -> list[str]:
    """Return the lines that a box reports until it ends, or until its time is over."""
    _open.add(process)
    done = threading.Event()
    threading.Thread(target=_watch_memory, args=(process, done), daemon=True).start()
    alarm = threading.Timer(ALL_SECONDS, _kill, [process])
    alarm.start()
    try:
        return process.stdout.read().decode("utf-8").splitlines()
    finally:
        alarm.cancel()
        done.set()
        _kill(process)
        _open.discard(process)


def run(framed: Framed) -> list[Ran]:
    """Run a framed notebook and return what came of each code cell, in order; fewer if the box had to be closed.

    Takes ALL_SECONDS at most. Never raises for what the notebook does.
    """
    with _scratch(framed) as scratch:
        wall = sandbox()
        command = [
            sys.executable, "-m", "pytest", "-p", PLUGIN, "-p", "nbval.plugin", "-q",
            "-p", "no:cacheprovider", "-p", "no:warnings", "-c", os.devnull, "--rootdir", str(scratch / "work"),
            "--nbval", "--nbval-current-env", f"--nbval-cell-timeout={CELL_SECONDS}",
            "--nbval-sanitize-with", str(scratch / "sanitize.cfg"), "-s", str(scratch / "work" / "framed.ipynb"),
        ]  # fmt: skip
        errors = scratch / "stderr.txt"
        with errors.open("wb") as stderr, subprocess.Popen(
            [wall, *_walls(scratch), *command] if wall else command, cwd=scratch / "work", env=_surroundings(scratch),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
            start_new_session=True, preexec_fn=_limits if os.name != "nt" else None,
        ) as process:  # fmt: skip
            lines = _watched(process)
        ran = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        if not ran:
            raise RuntimeError(errors.read_text(errors="replace")[-1500:])
    return [Ran(r["passed"], r["printed"], r["error"], r["late"], r["dead"]) for r in ran]
