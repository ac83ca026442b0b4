"""Prove that the course runs in the environment that Binder and conda make of environment.yml.

    python -m authoring.keeping.binder

It makes that environment in build/binder/ with the Python that environment.yml names and the packages that its pip part
names, and runs every lesson and key there in strict mode. conda itself brings only Python and pip, so uv and a Python of that
version on this machine stand in for it.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import yaml

from authoring.environment import LOCKS, ROOT, WARNINGS, SetupProblem, find_python, program

ENVIRONMENT = ROOT / "environment.yml"
VENV = ROOT / "build" / "binder"
NOTEBOOKS = ("notebooks", "solutions")  # a learner's copy holds no code that its key has not


def described() -> tuple[str, list[str]]:
    """Return the version of Python and the lines of the pip part of environment.yml; SetupProblem if one is missing."""
    environment = yaml.safe_load(ENVIRONMENT.read_text(encoding="utf-8"))
    parts = environment.get("dependencies", [])
    pythons = [re.fullmatch(r"python=(\d+\.\d+)", part) for part in parts if isinstance(part, str)]
    found = [match[1] for match in pythons if match]
    pip = [line for part in parts if isinstance(part, dict) for line in part.get("pip", [])]
    if not found or not pip:
        raise SetupProblem("environment.yml must name one Python, as in python=3.12, and what pip installs.")
    return found[0], pip


def fingerprint() -> str:
    """Return what decides whether the environment is up to date."""
    files = [ENVIRONMENT, ROOT / "pyproject.toml", ROOT / LOCKS["learner"]]
    return hashlib.sha256(b"\0".join([str(ROOT).encode(), *(file.read_bytes() for file in files)])).hexdigest()


def called(arguments: list[str], purpose: str) -> None:
    """Run uv in the project's folder, or raise SetupProblem with its last words."""
    done = subprocess.run([sys.executable, "-m", "uv", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise SetupProblem(f"{purpose}: it failed. The installer's last words: {done.stderr.strip()[-600:]}")


def prepare() -> Path:
    """Make the environment if it is not up to date; return its Python.

    Raises
    ------
    SetupProblem
        If this machine has no such Python, or the packages cannot be installed; the message says what to do.
    """
    version, pip = described()
    stamp, python = VENV / "installed.txt", program(VENV, "python")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint():
        return python
    base = find_python(version)
    if base is None:
        raise SetupProblem(f"environment.yml names Python {version}, which is not on this machine: install it.")
    print(f"Making the environment of environment.yml in {VENV.relative_to(ROOT)} ...", flush=True)
    into = ["pip", "install", "--quiet", "--python", str(python)]
    called(["venv", "--quiet", "--clear", "--python", base, str(VENV)], "Making the environment")
    called([*into, *(word for line in pip for word in line.split())], "Installing what environment.yml names")
    stamp.write_text(fingerprint(), encoding="utf-8")
    return python


def check() -> int:
    """Run and compare every notebook in the environment, with the options of pyproject.toml; return pytest's status."""
    surroundings = {**os.environ, "PYTHONWARNINGS": WARNINGS}
    command = [str(prepare()), "-m", "pytest", "-p", "no:cacheprovider", "--quiet", *NOTEBOOKS]
    return subprocess.run(command, cwd=ROOT, env=surroundings).returncode


def main() -> int:
    """Prove it, or say what stands in the way."""
    try:
        return check()
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
