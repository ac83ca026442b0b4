"""Build the site of the browser edition: its parts, the course's own files, the pages around them."""

import hashlib
import html
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from string import Template

from babel import Locale, UnknownLocaleError

from authoring.keeping.editions.stamp import STAMP, proved
from authoring.notebooks import ROOT, copy_of, key_behind, read
from authoring.publishing.lite import BUILD, EDITION, SITE, SOURCES, LiteProblem
from authoring.publishing.lite.compiled import compile_packages
from authoring.publishing.lite.parts import (
    CACHE,
    JUPYTERLAB,
    KERNEL_EXTENSION,
    called,
    check_jupyterlite,
    known_sums,
    place_extensions,
    place_pyodide,
    sum_of,
)
from authoring.publishing.pages import title_of
from authoring.publishing.reading import live, place_reading

try:
    import fcntl
except ImportError:  # Windows has no such locks; there, do not build twice at once
    fcntl = None

WORK = BUILD / "lite-work"
CONTENTS = {"notebooks": ("*.ipynb", "*.md"), "exercises": ("*.ipynb",), "solutions": ("*.ipynb",),
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
NOT_OURS = {"__pycache__", "node_modules"}  # beside the code that the site is made by
TITLE = "The SCO and the United Nations"
STORAGE = "SCO and UN course, edition "  # begins the name under which a browser keeps a reader's saved work
# Measured in Chromium 156: what JupyterLab itself sends when a lesson is opened, in MB, and the memory of its tab in GB.
FRONT_END, MEMORY, MEMORY_MORE = 8, "0.7", "0.35"
# What becomes of JupyterLite's two pages: the course's title, its language for screen readers, an icon, and lab.js.
APPS = ("lab", "notebooks")
DRESS = {
    r"<html\b[^>]*>": '<html lang="en">',
    r"<title>[^\0]*?(?=\s*<meta charset)": f"<title>{TITLE}</title>\n"
    '    <link rel="icon" href="favicon.ico" />\n    <script src="../lab.js"></script>',
    r'(?<=indicator-text">)[^<]*': "The course is loading ...",
}


# ---- The course's own files


def course_files() -> list[Path]:
    """Return the notebooks and tables that a reader gets, sorted."""
    return sorted(p for folder, kinds in CONTENTS.items() for kind in kinds for p in (ROOT / folder).glob(kind))


def check_copies() -> None:
    """Stop if somebody's answers stand in exercises/: they would be published."""
    from authoring.keeping.exercises import holds_answers  # it takes seconds, and only a new build needs it

    for path in sorted((ROOT / "exercises").glob("*.ipynb")):
        if holds_answers(read(path), read(key_behind(path))):
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

    JupyterLab's are those of every edition, and what only this one needs. A copy that a reader saved hides ours of the same name. Each edition therefore keeps its copies under a name of its
    own; saved_work.html finds those of all editions.
    """
    shutil.copy(SOURCES / "jupyter_lite_config.json", target)
    of_all, of_lite = (json.loads((place / "overrides.json").read_text("utf-8")) for place in (JUPYTERLAB, SOURCES))
    overrides = {name: of_all.get(name, {}) | of_lite.get(name, {}) for name in {**of_all, **of_lite}}
    (target / "overrides.json").write_text(json.dumps(overrides, indent=2), encoding="utf-8")
    settings = json.loads((SOURCES / "jupyter-lite.json").read_text(encoding="utf-8"))
    (target / "jupyter-lite.json").write_text(json.dumps(set_up(settings, edition), indent=2), encoding="utf-8")


def set_up(settings: dict, edition: str, coursekit: str = "coursekit") -> dict:
    """Return JupyterLite's settings with the course's name, the place of its saved work, and its coursekit."""
    ours = settings["jupyter-config-data"]
    ours |= {"appName": TITLE, "contentsStorageName": STORAGE + edition}
    packages = ours["litePluginSettings"][f"{KERNEL_EXTENSION}:kernel"]["loadPyodideOptions"]["packages"]
    packages[packages.index("coursekit")] = coursekit
    return settings


# ---- The pages


def link(path: Path, words: str) -> str:
    """Return a link that opens a notebook in the site's JupyterLab."""
    return f'<a href="{html.escape(live(path))}">{html.escape(words)}</a>'


def lesson_lines() -> str:
    """Return the list of lessons, with links to each lesson and its exercises."""
    lines = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        links = [link(path, f"Lesson {path.name[:2]}")]
        exercise = copy_of(path)
        if exercise.is_file():
            links.append(link(exercise, f"Exercises {path.name[:2]}"))
        links.append(f'<a href="read/{path.stem}.html">Read {path.name[:2]}</a>')
        question = html.escape(title_of(read(path), path)[0])
        lines.append(f'<li><span class="question">{question}</span> <span class="links">{" ".join(links)}</span></li>')
    return "\n".join(lines)


def key_lines() -> str:
    """Return the list of keys for teachers."""
    paths = sorted((ROOT / "solutions").glob("*.ipynb"))
    return "\n".join(f"<li>{link(path, f'Key to exercises {path.name[:2]}')}</li>" for path in paths)


def megabytes(folder: Path) -> int:
    """Return the size of all files in a folder in MB (millions of bytes), rounded."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6)


def links_to_languages(language: str, names: dict[str, str], top: str) -> str:
    """Return links to the start pages in the other languages of a site; the first language stands at its top."""
    places = {code: top if place == 0 else f"{top}{code}/" for place, code in enumerate(names)}
    return " ".join(
        f'<a href="{places[code]}index.html" lang="{code}" hreflang="{code}">{html.escape(name)}</a>'
        for code, name in names.items()
        if code != language
    )


def place_pages(target: Path, edition: str, language: str, names: dict[str, str], site: Path) -> None:
    """Write the start page, the page of saved work, what they and JupyterLab's page load, and the licences.

    They go into a site, or into a folder of it that is called as a language; `names` holds the languages of the site.
    """
    top = "" if target == site else "../"
    words = {
        "lessons": lesson_lines(), "keys": key_lines(), "edition": edition, "storage": STORAGE,
        "size": megabytes(site), "first": megabytes(site / "static" / "pyodide") + FRONT_END, "memory": MEMORY,
        "memory_more": MEMORY_MORE, "languages": links_to_languages(language, names, top), "top": top,
    }  # fmt: skip
    for source, name in (("start.html", "index.html"), ("saved_work.html", "saved_work.html")):
        page = Template((SOURCES / source).read_text(encoding="utf-8")).substitute(words)
        (target / name).write_text(page, encoding="utf-8")
    for name in ("course.css", "lab.js", "THIRD_PARTY.txt"):
        shutil.copy(SOURCES / name, target / name)
    shutil.copy(ROOT / "LICENSE", target / "LICENSE.txt")


def dress(page: Path) -> None:
    """Change in a page of JupyterLite what DRESS says."""
    text = page.read_text(encoding="utf-8")
    for old, new in DRESS.items():
        text, found = re.subn(old, new, text)
        if not found:
            raise LiteProblem(f"{page.name}: JupyterLite has changed its page: {old!r} is not in it. Mend DRESS.")
    page.write_text(text, encoding="utf-8")


# ---- The site


def own_name(language: str) -> str:
    """Return what a language calls itself, or its code if it is one that nobody speaks."""
    try:
        name = Locale.parse(language).get_display_name()
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def add_languages(site: Path, edition: str, others: dict[str, Path]) -> None:
    """Write the start page of a site, and beside it the editions in other languages, by their folders.

    Only an edition's own code knows its words, so it writes its own part: see `beside`.
    """
    names = {language: own_name(language) for language in ("en", *others)}
    for language, folder in others.items():
        words = [str(site), language, json.dumps(names)]
        called(["authoring.publishing.lite.beside", *words], folder, f"Adding the edition {language}")
    place_pages(site, edition, "en", names, site)


def note_of_edition(files: list[Path], others: dict[str, Path]) -> str:
    """Return the site's note on itself: its edition, and what decides whether it is up to date."""
    folders = (ROOT / "coursekit", Path(__file__).parents[1])
    ours = [p for folder in folders for p in sorted(folder.rglob("*")) if p.is_file() and not NOT_OURS & set(p.parts)]
    made_from = [
        *files,
        *ours,
        ROOT / "LICENSE",
        ROOT / "pyproject.toml",
        *(folder / STAMP for folder in others.values()),
    ]
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
        files, others = course_files(), proved()
        note = note_of_edition(files, others)
        stamp = SITE / EDITION
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == note:
            print(f"The browser edition in {SITE.relative_to(ROOT)} is up to date.", flush=True)
            return SITE
        print("Building the browser edition (about half a minute; the first time it downloads 80 MB) ...", flush=True)
        build_anew(files, edition_of(files), note, others)
    print(f"The browser edition is in {SITE.relative_to(ROOT)} ({megabytes(SITE)} MB).", flush=True)
    return SITE


def build_anew(files: list[Path], edition: str, note: str, others: dict[str, Path]) -> None:
    """Build the site from nothing, with the note on itself and other languages; put it in the place of the old one."""
    check_copies()
    sums = known_sums()
    check_jupyterlite(sums)
    shutil.rmtree(WORK, ignore_errors=True)
    CACHE.mkdir(parents=True, exist_ok=True)
    place_pyodide(WORK / "static" / "pyodide", sums)
    place_extensions(WORK / "labextensions", sums)
    place_contents(WORK / "contents", files)
    place_settings(WORK, edition)
    called(["jupyterlite_core", "build"], WORK, "Building the site with JupyterLite")
    site = WORK / "site"
    compile_packages(site)
    for app in APPS:
        dress(site / app / "index.html")
    place_reading(site / "read")
    add_languages(site, edition, others)
    (site / EDITION).write_text(note, encoding="utf-8")
    for path in site.rglob("*"):
        os.utime(path)  # archives give some files the date of 1985, and a browser would never ask for a newer one
    shutil.rmtree(SITE, ignore_errors=True)
    site.rename(SITE)
    shutil.rmtree(WORK)
