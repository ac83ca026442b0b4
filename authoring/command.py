"""The verbs of the one command, `course.py`: what each is for, what can be added to it, and who does it.

Standard library only. A verb makes sure that the packages are there, and hands over to a module of a room.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from authoring.environment import (
    PYTHONS,
    ROOT,
    WARNINGS,
    SetupProblem,
    find_python,
    handed_over,
    prepare,
    program,
    python_for,
    said,
)
from authoring.lab import lab

# The workers of the tests; loadscope keeps the cells of one notebook in one of them.
TEST_OPTIONS = ("--numprocesses=auto", "--dist=loadscope", "--no-loadscope-reorder", "--max-worker-restart=0")
# Tables, checks, the lint of the lessons, and one lesson run and compared.
QUICK = ("tests/test_data.py", "tests/test_check.py", "tests/test_lessons.py", "tests/test_tables.py",
         "notebooks/02_observer_status.ipynb")  # fmt: skip
CODE = ("course.py", "coursekit", "authoring", "tests")


@dataclass(frozen=True)
class Verb:
    """One thing that the command does."""

    says: str  # what it is for, in a few words
    does: Callable[[list[str]], int]  # gets the words after the verb, returns the exit status
    more: str = ""  # what can be added: a line each


def room(module: str, *first: str, who: str = "learner") -> Callable[[list[str]], int]:
    """Return what hands the words of a verb over to a module, untouched, in the folder where they were typed."""

    def run(words: list[str]) -> int:
        # -P: a file of a learner that is called pandas.py must not be taken for pandas.
        return handed_over([str(python_for(who)), "-P", "-m", module, *first, *words])

    return run


def tested(python: str, words: list[str]) -> int:
    """Run pytest with a Python on the whole course; return its exit status."""
    return handed_over([python, "-m", "pytest", *TEST_OPTIONS, *words], ROOT, PYTHONWARNINGS=WARNINGS)


def test(words: list[str]) -> int:
    """Run every test, or those that the words name."""
    return tested(str(python_for("developer")), words)


def test_quick(words: list[str]) -> int:
    """Run what is soon done and finds most of what a mended sentence or table can break."""
    return test([*QUICK, *words])


def test_pythons(words: list[str]) -> int:
    """Run every test on each Python that is named and here; return the number of those on which one failed."""
    failures = 0
    for version in PYTHONS:
        python = find_python(version)
        print(f"Python {version}: {python or 'not on this machine, left out'}", flush=True)
        if python:
            venv = ROOT / f".venv-{version}"
            prepare(venv, "developer", python)
            failures += tested(str(program(venv, "python")), words) != 0
    return failures


def set_up(words: list[str]) -> int:
    """Make the environment and do nothing else."""
    python = python_for("developer" if words == ["--tests"] else "learner")
    print(f"The course is set up: {said(python)}")
    return 0


def lock(words: list[str]) -> int:
    """Choose the newest fitting versions for the learner's lock, and from these the developer's."""
    uv = [str(python_for("developer")), "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal",
          "--python-version", PYTHONS[0], "--no-emit-index-url", "--no-annotate", "pyproject.toml"]  # fmt: skip
    learner = ["-o", "requirements.txt"]
    developer = ["--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"]
    header = {"UV_CUSTOM_COMPILE_COMMAND": "course.py lock"}
    return handed_over([*uv, *learner], ROOT, **header) or handed_over([*uv, *developer], ROOT, **header)


def tidy(words: list[str]) -> int:
    """Mend what the linter can mend, and lay the code out."""
    ruff = [str(python_for("developer")), "-m", "ruff"]
    where = words or CODE
    return handed_over([*ruff, "check", "--fix", *where], ROOT) or handed_over([*ruff, "format", *where], ROOT)


GROUPS = {
    "To learn with the course": {
        "lab": Verb("open the course in JupyterLab; the first time, set it up", lab, """\
--port 8899             another port than 8888
--browser none          print the address instead of opening a browser; or a browser's name
--check                 only see that the server starts and answers, and stop it"""),
        "mark": Verb("mark your own notebook, or what a class handed in", room("authoring.marking"), """\
exercises/02_observer_status_exercises.ipynb  one notebook: a line for each exercise
class2b.zip --lesson 02                       a class: a folder, or the archive of a learning platform
--out FOLDER                                  where the marks of a class go; else marking/class2b
--roster learners.csv                         the list of learners that your platform exports
--solutions                                   pages of feedback with the solutions
--for moodle                                  its gradebook file too, or --for canvas
--semicolons                                  tables for spreadsheets whose decimal sign is a comma"""),
        "briefing": Verb("print the briefing of lesson 06 as one page", room("authoring.publishing.briefing"), """\
my_briefing.ipynb       another notebook than exercises/06_your_briefing_exercises.ipynb"""),
    },
    "To teach with it": {
        "slides": Verb("make slides from the lessons, in build/slides/", room("authoring.publishing.slides"), """\
02                      this lesson only; a notebook of yours: its place"""),
        "handouts": Verb("make handouts and the sheet of answers to print, in build/handouts/",
                         room("authoring.publishing.handouts"), """\
02                      this lesson and its exercises only; a notebook of yours: its place"""),
        "lite": Verb("make the browser edition, in build/lite/", room("authoring.publishing.lite", "build", who="developer")),
        "lite-serve": Verb("open the browser edition", room("authoring.publishing.lite", "serve", who="developer"), """\
--port 8902             another port than 8901
--browser none          print the address instead of opening a browser
--classroom             let other computers of the room open it"""),
        "lite-stick": Verb("pack the browser edition for a memory stick",
                           room("authoring.publishing.lite", "stick", who="developer")),
        "prepare": Verb("set the course up without opening it, before a class for example", set_up, """\
--tests                 with what the tests and the tools below need"""),
    },
    "To keep it": {
        "test": Verb("run every test", test, """\
tests/test_data.py      only this file; what else is added goes to pytest, as in -k observers"""),
        "test-quick": Verb("run the tests of tables, checks and lessons, in less than a minute", test_quick),
        "test-pythons": Verb(f"run every test on each of Python {', '.join(PYTHONS)} that is here", test_pythons),
        "run": Verb("run the lessons and keys again and store their outputs", room("authoring.keeping.run"), """\
notebooks/02_observer_status.ipynb      this notebook only"""),
        "exercises": Verb("make the learner's copies in exercises/ from solutions/",
                          room("authoring.keeping.exercises", who="developer"), """\
solutions/02_observer_status.ipynb      the copy of this key only"""),
        "dictionary": Verb("make data/README.md from data/datapackage.json", room("authoring.keeping.dictionary")),
        "links": Verb("look whether the addresses in data/sources.csv still answer", room("authoring.keeping.links")),
        "asof": Verb("show every sentence and line that is as of an older day", room("authoring.keeping.asof"), """\
2026-12-31              the day before which it is old; else all are shown"""),
        "edition": Verb("make the course in another language, and prove that it is the same course",
                        room("authoring.keeping.editions", who="developer"), """\
ru                      the language, by its code: from the catalogues in languages/ru/, which are brought in step
                        with the English course first or made, comes the course in build/ru/ (some minutes)
--words                 only bring the catalogues in step, count what is translated, and name words to look at"""),
        "lock": Verb("choose the newest fitting versions of all packages", lock),
        "update": Verb("choose the newest packages, run everything again, show which printed facts changed",
                       room("authoring.keeping.update", who="developer"), """\
--no-lock               keep the packages, only run everything again"""),
        "bench": Verb("measure times and sizes, and write teaching/bench.md",
                      room("authoring.keeping.bench", who="developer"), """\
lessons                 one part
--runs 3                how often each thing is measured
--test-seconds 240      how long the tests took"""),
        "binder": Verb("build the environment that Binder builds, and run every notebook in it",
                       room("authoring.keeping.binder", who="developer")),
        "format": Verb("sort imports, mend what the linter can mend, lay the code out", tidy),
    },
}  # fmt: skip
VERBS = {name: verb for group in GROUPS.values() for name, verb in group.items()}


def overview() -> str:
    """Return what the command can do, for a reader."""
    lines = ["The SCO and the United Nations, from the sources: the one command of the course.", ""]
    for title, verbs in GROUPS.items():
        lines += [title, *(f"  {name:<14}{verb.says}" for name, verb in verbs.items()), ""]
    typed = "py course.py" if os.name == "nt" else "python3 course.py"
    return "\n".join([*lines, f"Type for example: {typed} lab", f"What can be added to a verb: {typed} mark --help"])


def explained(name: str) -> str:
    """Return what a verb does and what can be added to it, for a reader."""
    lines = [f"course.py {name}: {VERBS[name].says}."]
    if VERBS[name].more:
        lines += ["What can be added:", *(f"  {line}" for line in VERBS[name].more.splitlines())]
    return "\n".join(lines)


def main(words: list[str]) -> int:
    """Do what a verb asks; return the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # a window of Windows may not know a letter of a path
    name, rest = (words or ["--help"])[0], words[1:]
    if name in {"-h", "--help", "help"}:
        print(overview())
        return 0
    if name not in VERBS:
        near = difflib.get_close_matches(name, VERBS, n=1)
        meant = f"did you mean {near[0]}?" if near else "--help names all that there are."
        print(f"There is no verb {name!r}: {meant}", file=sys.stderr)
        return 2
    if {"-h", "--help"} & set(rest):
        print(explained(name))
        return 0
    try:
        return VERBS[name].does(rest)
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return 130
