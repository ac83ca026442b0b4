"""The Python with the packages of the course: found, or made in .venv, and made again when it is damaged.

Standard library only, since nothing is installed yet. Each problem that somebody can meet ends in one sentence that
says what is wrong and what to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
LOCKS = {"learner": "requirements.txt", "developer": "requirements-dev.txt"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")  # those that all tests are run on
# Warnings in a lesson are errors for its author. The exception is what the kernel itself says at its start.
WARNINGS = "error,ignore:There is no current event loop:DeprecationWarning"


class SetupProblem(Exception):
    """Something on this machine stops the course; the message says what to do."""


def python_for(who: str) -> Path:
    """Return a Python with what a "learner" or a "developer" needs, installed first if need be.

    Raises
    ------
    SetupProblem
        If that cannot be done; the message says what to do.
    """
    if inside(VENV) or not is_of_this_course():
        prepare(VENV, who)
        return program(VENV, "python")
    lacking = missing(who)
    if lacking:
        raise SetupProblem(
            f"The environment {sys.prefix} is used, and it lacks {', '.join(lacking)}. Type this, and then the command "
            f"again: {said(Path(sys.executable))} -m pip install -r {said(ROOT / LOCKS[who])}"
        )
    return Path(sys.executable)


def said(path: Path) -> str:
    """Return a path as it can be typed."""
    return f'"{path}"' if " " in str(path) else str(path)


# ---- An environment that somebody else has made: conda, Binder, a hub


def inside(venv: Path) -> bool:
    """Say whether this Python is the one of a virtual environment."""
    return Path(sys.prefix).resolve() == venv.resolve()


def is_of_this_course() -> bool:
    """Say whether this Python has JupyterLab, and coursekit installed from this very folder."""
    try:
        distribution("jupyterlab")
        origin = json.loads(distribution("coursekit").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return False
    address = urlsplit(origin.get("url", ""))
    return address.scheme == "file" and Path(url2pathname(address.path)).resolve() == ROOT


def missing(who: str) -> list[str]:
    """Return the packages of pyproject.toml that this Python has not, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *(project["dependency-groups"]["dev"] if who == "developer" else [])]
    return [name for name in (re.split(r"[^\w.-]", line)[0] for line in wanted) if not is_installed(name)]


def is_installed(name: str) -> bool:
    """Say whether this Python has a package."""
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


# ---- The environment that the course makes


def program(venv: Path, name: str) -> Path:
    """Return the path of a program inside a virtual environment, on Windows too."""
    return venv / ("Scripts" if os.name == "nt" else "bin") / name


def fingerprint(lock: Path) -> str:
    """Return what decides whether an environment is up to date: the lock, our pyproject.toml, the folder, and what
    is copied into the environment, our part of JupyterLab."""
    copied = (path for path in sorted((ROOT / "coursekit" / "jupyterlab").rglob("*")) if path.is_file())
    read = [lock, ROOT / "pyproject.toml", *copied]
    parts = [str(ROOT).encode(), *(path.read_bytes() for path in read)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def prepare(venv: Path, who: str, base: str | None = None) -> None:
    """Bring an environment up to date, with this Python as its base; do nothing if it is.

    The developer's lock holds the learner's whole lock, so an environment made for tests also opens the course.
    """
    wanted = {name: fingerprint(ROOT / lock) for name, lock in LOCKS.items()}
    stamp = venv / "course-installed.txt"
    enough = {wanted["developer"]} | ({wanted["learner"]} if who == "learner" else set())
    whole = is_whole(venv)
    if whole and stamp.is_file() and stamp.read_text(encoding="utf-8").strip() in enough:
        return
    if not may_write(ROOT):
        raise SetupProblem(
            f"Nothing can be written in the folder {ROOT}: copy the whole folder to a place of your own, "
            "and run the command there."
        )
    print(f"Setting up the course in {venv.name} (once; about a minute on a slow line) ...", flush=True)
    if not whole or not stamp.is_file():
        make_venv(venv, base or base_python())
    stamp.unlink(missing_ok=True)  # what is interrupted from here on is done again
    install(venv, ROOT / LOCKS[who])
    stamp.write_text(wanted[who] + "\n", encoding="utf-8")


def is_whole(venv: Path) -> bool:
    """Say whether an environment's Python starts and every file that was installed is there.

    A cloud drive may take files out of a folder, an update of the system the Python under it.
    """
    try:
        code = "import sysconfig; print(sysconfig.get_path('purelib'))"
        asked = subprocess.run([str(program(venv, "python")), "-I", "-X", "utf8", "-c", code], capture_output=True)
    except OSError:
        return False
    packages = Path(asked.stdout.decode("utf-8").strip())
    records = [*packages.glob("*.dist-info/RECORD")] if asked.returncode == 0 else []
    return bool(records) and all(map(has_all_its_files, records))


def has_all_its_files(record: Path) -> bool:
    """Say whether a package has the files that its RECORD names; those beside the packages may have been changed."""
    for line in record.read_text(encoding="utf-8").splitlines():
        name, _, size = line.rsplit(",", 2)
        try:
            there = os.stat(record.parents[1] / name.strip('"')).st_size
        except OSError:
            if size or not name.endswith(".pyc"):
                return False
        else:
            if size and int(size) != there and not name.startswith(".."):
                return False
    return True


def base_python() -> str:
    """Return a Python that the tests are run on: this one, or the newest on the machine; failing that, this one."""
    this = "{}.{}".format(*sys.version_info)
    if this in PYTHONS:
        return getattr(sys, "_base_executable", None) or sys.executable
    other = next(filter(None, map(find_python, reversed(PYTHONS))), None)
    print(f"Python {this} is newer than those that all tests are run on, {PYTHONS[0]} to {PYTHONS[-1]}.", end=" ")
    print(f"So {other} is used." if other else f"If something fails, install Python {PYTHONS[-1]}.", flush=True)
    return other or sys.executable


def find_python(version: str) -> str | None:
    """Return a Python of this version on the machine: on the PATH, from the py launcher, pyenv or uv."""
    candidates = [[found] for found in [shutil.which(f"python{version}")] if found]
    if os.name == "nt" and shutil.which("py"):
        candidates.append(["py", f"-{version}"])
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    uv = Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "uv" / "python"
    for folder, pattern in ((pyenv, f"{version}.*"), (uv, f"cpython-{version}.*")):
        candidates += [[str(python)] for python in sorted(folder.glob(f"{pattern}/bin/python"), reverse=True)]
    code = "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
    for candidate in candidates:
        answer = subprocess.run([*candidate, "-X", "utf8", "-c", code], capture_output=True, encoding="utf-8")
        if answer.returncode == 0 and answer.stdout.startswith(f"{version}\n"):
            return answer.stdout.splitlines()[1]
    return None


def make_venv(venv: Path, base: str) -> None:
    """Create an empty virtual environment, or say what stands in the way."""
    done = subprocess.run([base, "-m", "venv", "--clear", str(venv)], capture_output=True, text=True, errors="replace")
    if done.returncode == 0:
        return
    words = (done.stderr.strip() or done.stdout.strip())[-300:]
    if "ensurepip" in words or "No module named" in words:
        raise SetupProblem(
            "This Python cannot make virtual environments: install its venv module (on Debian or Ubuntu: "
            f"sudo apt install python3-venv) and run the command again.\n{words}"
        )
    raise SetupProblem(
        f"The folder {venv} could not be made: close all programs that use it, delete it if it is there, and run the "
        f"command again.\n{words}"
    )


def install(venv: Path, lock: Path) -> None:
    """Install a lock and coursekit with uv, which needs seconds where pip needs half a minute; with pip if uv fails.

    pip knows the settings of an organisation (a mirror, a proxy) that uv does not read.
    """
    python = str(program(venv, "python"))
    quiet = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"]
    pip = [python, "-m", "pip", "install", *quiet]
    uv = [python, "-m", "uv", "pip", "install", "--quiet", "--python", python]
    if os.name == "nt":
        uv.append("--link-mode=copy")  # a folder that OneDrive looks after takes no hard links
    what = ["-r", str(lock), "-e", str(ROOT)]
    if called([*pip, "uv"]) == "" and called([*uv, *what]) == "":
        return
    words = called([*pip, *what])
    if words:
        raise SetupProblem(
            "The packages could not be installed: check that this computer reaches the internet (or your "
            "organisation's package index) and has 1 GB of free disk, that no JupyterLab of this course is open, and "
            f"run the command again.\nThe installer's last words: {words[-600:]}"
        )


def called(step: list[str]) -> str:
    """Run a step; return nothing if it went well, else its last words."""
    done = subprocess.run(step, cwd=ROOT, env=surroundings(), capture_output=True, text=True, errors="replace")
    return (done.stderr or done.stdout).strip() or "none" if done.returncode else ""


# ---- What the programs of the course are given


def may_write(folder: Path) -> bool:
    """Say whether files can be made in a folder."""
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def surroundings() -> dict[str, str]:
    """Return the environment variables for a program of the course.

    The course is found in whatever letters its folder is written, and text is UTF-8 on Windows too. Where the home
    folder cannot be written, what Jupyter and matplotlib keep there goes into .venv.
    """
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    found = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    if not may_write(Path.home()):
        kept = VENV / "home" if may_write(VENV.parent) else Path(tempfile.gettempdir()) / "sco-un"
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR",
                     "UV_CACHE_DIR", "PIP_CACHE_DIR"):  # fmt: skip
            found.setdefault(name, str(kept / name.lower()))
    return found


def handed_over(command: list[str], folder: Path | None = None, **more: str) -> int:
    """Run a program with more environment variables and return its exit status; Ctrl+C is for the program alone."""
    with subprocess.Popen(command, cwd=folder, env={**surroundings(), **more}) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue
