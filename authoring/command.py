"""Set up the course in .venv, then open it or test it. Called by the Makefile.

It runs with the machine's own Python before anything is installed, so it uses the standard library only. Each
problem that a learner can meet ends in one sentence that says what is wrong and what to do.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIRST_PAGE = "notebooks/00_start_here.ipynb"
LOCKS = {"learner": "requirements.txt", "developer": "requirements-dev.txt"}
PYTHONS = ("3.11", "3.12", "3.13")
# Warnings in a lesson are errors for its author. The exception is what the kernel itself says at its start.
WARNINGS = "error,ignore:There is no current event loop:DeprecationWarning"


class SetupProblem(Exception):
    """Something on this machine stops the course; the message says what to do."""


def program(venv: Path, name: str) -> Path:
    """Return the path of a program inside a virtual environment, on Windows too."""
    return venv / ("Scripts" if os.name == "nt" else "bin") / name


def fingerprint(lock: Path) -> str:
    """Return what decides whether an environment is up to date: the lock, our pyproject.toml and the Python."""
    parts = [lock.read_bytes(), (ROOT / "pyproject.toml").read_bytes(), str(ROOT).encode(), sys.version.encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv(venv: Path) -> None:
    """Create an empty virtual environment, or say which part of Python is missing."""
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as problem:
        raise SetupProblem(
            "This Python cannot make virtual environments: install its venv module (on Debian or Ubuntu: "
            f"sudo apt install python3-venv) and run the command again.\n{problem.stderr.strip()[-300:]}"
        ) from None


def install(venv: Path, lock: Path) -> None:
    """Install the lock and coursekit with uv, which needs seconds where pip needs half a minute."""
    python = program(venv, "python")
    quiet = ["--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20"]
    steps = [
        [str(python), "-m", "pip", "install", *quiet, "uv"],
        [str(python), "-m", "uv", "pip", "install", "--quiet", "--python", str(python), "-r", str(lock), "-e", "."],
    ]
    for step in steps:
        done = subprocess.run(step, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise SetupProblem(
                "The packages could not be installed: check that this computer reaches the internet (or your "
                "organisation's package index) and has 1 GB of free disk, then run the command again.\n"
                f"The installer's last words: {(done.stderr or done.stdout).strip()[-600:]}"
            )


def prepare(venv: Path, who: str) -> None:
    """Bring the environment up to date; do nothing if it is.

    The developer's lock holds the learner's whole lock, so an environment made for tests also opens the course.
    """
    wanted = {name: fingerprint(ROOT / lock) for name, lock in LOCKS.items()}
    stamp = venv / "course-installed.txt"
    enough = {wanted["developer"]} | ({wanted["learner"]} if who == "learner" else set())
    if stamp.is_file() and stamp.read_text(encoding="utf-8").strip() in enough:
        return
    print(f"Setting up the course in {venv.name} (once; about a minute on a slow line) ...", flush=True)
    if not program(venv, "python").exists() or not stamp.is_file():
        make_venv(venv)
    stamp.unlink(missing_ok=True)
    install(venv, ROOT / LOCKS[who])
    stamp.write_text(wanted[who] + "\n", encoding="utf-8")


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def chosen_port(text: str) -> int:
    """Return the port as a number, or say how to give one that works."""
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise SetupProblem(
            f"PORT={text} is not a port: give a whole number from 1024 to 65535, as in: make lab PORT=8899"
        )
    port = int(text)
    if not is_free(port):
        other = next((p for p in range(port + 1, min(port + 200, 65536)) if is_free(p)), None)
        raise SetupProblem(
            f"Port {port} is taken by another program, perhaps by a JupyterLab that is still open: "
            f"close that one, or run: make lab PORT={other or 8899}"
        )
    return port


def lab(port: str, browser: str) -> int:
    """Open JupyterLab on the first page; return its exit status."""
    number = chosen_port(port)
    prepare(ROOT / ".venv", "learner")
    options = [
        f"--ServerApp.port={number}",
        "--ServerApp.port_retries=0",
        f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",
        "--LabApp.extension_manager=readonly",  # looking for extensions would go to the internet
        "--Application.log_level=WARN",  # what is left is the address, and what went wrong
    ]
    if browser == "none":
        options.append("--no-browser")
    elif browser:
        options.append(f"--ServerApp.browser={browser}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    print("JupyterLab opens in your browser. To stop it, press Ctrl+C twice in this window.", flush=True)
    try:
        return subprocess.run(
            [str(program(ROOT / ".venv", "python")), "-m", "jupyterlab", *options], cwd=ROOT
        ).returncode
    except KeyboardInterrupt:
        return 0


def test(venv: Path, options: list[str]) -> int:
    """Run every test in this environment; return pytest's exit status."""
    prepare(venv, "developer")
    surroundings = {**os.environ, "PYTHONWARNINGS": WARNINGS}
    return subprocess.run(
        [str(program(venv, "python")), "-m", "pytest", *options], cwd=ROOT, env=surroundings
    ).returncode


def find_python(version: str) -> str | None:
    """Return a Python of this version on the machine: on the PATH or among pyenv's."""
    candidates = [shutil.which(f"python{version}")]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    candidates += [str(p / "bin" / "python") for p in sorted(pyenv.glob(f"{version}.*"), reverse=True)]
    for candidate in filter(None, candidates):
        answer = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"], capture_output=True, text=True
        )
        if answer.returncode == 0 and answer.stdout.strip() == version:
            return candidate
    return None


def test_pythons(options: list[str]) -> int:
    """Run every test on each supported Python that this machine has; return the number of failures."""
    failures = 0
    for version in PYTHONS:
        python = find_python(version)
        if python is None:
            print(f"Python {version}: not on this machine, left out", flush=True)
            continue
        print(f"Python {version}: {python}", flush=True)
        step = [
            python,
            str(Path(__file__)),
            "test",
            "--venv",
            f".venv-{version}",
            *(["--", *options] if options else []),
        ]
        failures += subprocess.run(step, cwd=ROOT).returncode != 0
    return failures


def main() -> int:
    """Read the command line and do what it asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["lab", "test", "test-pythons", "prepare"])
    parser.add_argument("--venv", default=".venv", help="folder of the environment")
    parser.add_argument("--port", default="8888")
    parser.add_argument("--browser", default="", help="a browser's name, or none")
    parser.epilog = "What stands after -- is passed on to pytest."
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    asked, options = parser.parse_args(words[:cut]), words[cut + 1 :]
    try:
        if asked.what == "lab":
            return lab(asked.port, asked.browser)
        if asked.what == "test":
            return test(ROOT / asked.venv, options)
        if asked.what == "prepare":
            prepare(ROOT / asked.venv, "developer")
            return 0
        return test_pythons(options)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
