"""Make the folder of an edition: the course with its words said anew, run and stored."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from authoring.keeping.editions import FOLDERS, anchors, tables
from authoring.keeping.editions.language import ANSWERS, Message, Say
from authoring.keeping.editions.sources import SAME_WORDS, TYPED, Source, sources, words_of_values, written
from authoring.notebooks import ROOT, NotebookProblem

FILES = (
    ".gitattributes", ".github/lesson.png", ".gitignore", "CHANGELOG.md", "CITATION.cff", "LICENSE", "Makefile", "README.md",
    "course.py", "environment.yml", "pyproject.toml", "requirements-dev.txt", "requirements.txt",
)  # fmt: skip
LEFT_BEHIND = shutil.ignore_patterns("node_modules", "__pycache__", ".ipynb_checkpoints", "kept", "*.egg-info")
SayIn = Callable[[str], Say]  # gives for the name of a catalogue what says its messages


def write(target: Path, say_in: SayIn, language: str, root: Path = ROOT) -> None:
    """Write the course into a folder with its words said anew; the notebooks are not run yet."""
    if target.exists():
        shutil.rmtree(target)
    for folder in FOLDERS:
        shutil.copytree(root / folder, target / folder, ignore=LEFT_BEHIND)
    for name in FILES:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, target / name)
    homes = {
        value: f"table_{places[0][0]}" if len({p[0] for p in places}) == 1 else tables.SHARED
        for value, places in tables.where(root).items()
    }

    homes |= dict.fromkeys(ANSWERS.values(), tables.SHARED)

    def say_value(message: Message) -> str:
        return say_in(homes.get(message.text, TYPED))(message)

    values = words_of_values(root, say_value)
    for table in tables.package(root)["resources"]:
        path = target / "data" / table["path"]
        path.write_text(tables.translated(root, table, path.read_text(encoding="utf-8"), say_value), encoding="utf-8")
    for source in sources(root):
        (target / source.path).write_text(written(root, source, saying(source, say_in), values), encoding="utf-8")
    name_the_language(target / "authoring", language)
    lead_to_its_branch(target / "README.md", language)
    anchors.follow(root, target)


def name_the_language(folder: Path, language: str) -> None:
    """Say in every page which language it is in: screen readers, breaks of words and the form of dates go by it."""
    code = language.replace("_", "-")
    for path in (path for kind in ("html", "j2", "py") for path in folder.rglob(f"*.{kind}")):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'\blang="en"', f'lang="{code}"', text).replace('"en-GB"', f'"{code}"')
        path.write_text(text, encoding="utf-8")


def lead_to_its_branch(page: Path, language: str) -> None:
    """Let the links that open the course on Binder and on a hub open the branch on which an edition is published."""
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"(mybinder\.org/v2/gh/[^/\s]+/[^/\s]+/)HEAD|(&branch=)main", rf"\1\2edition-{language}", text)
    page.write_text(text, encoding="utf-8")


def saying(source: Source, say_in: SayIn) -> Say:
    """Return what says the messages of a file: those of coursekit first, where both must agree word for word."""
    own = say_in(source.catalogue)
    if source.catalogue not in SAME_WORDS:
        return own
    shared = say_in("coursekit")

    def say(message: Message) -> str:
        said = shared(message)
        return said if said != message.text else own(message)

    return say


def run_in(target: Path, module: str, *words: str) -> str:
    """Run a module of the edition with this Python and return what it prints; raise NotebookProblem if it fails."""
    surroundings = {**os.environ, "PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", module, *words], cwd=target, env=surroundings, capture_output=True, text=True
    )
    if done.returncode:
        raise NotebookProblem(f"{module} {' '.join(words)}: it failed in {target}.\n{done.stdout}{done.stderr}")
    return done.stdout


def verdicts_that_differ(target: Path) -> list[str]:
    """Return the answers of the banks that get another kind of verdict in the edition than they should, a line each."""
    try:
        run_in(target, "authoring.keeping.editions.verdicts")
    except NotebookProblem as problem:
        return str(problem).splitlines()
    return []


def finish(target: Path) -> None:
    """Make the dictionary of an edition, run its lessons and keys, and make the learner's copies."""
    run_in(target, "authoring.keeping.dictionary")
    paths = [path for folder in ("notebooks", "solutions") for path in sorted((target / folder).glob("*.ipynb"))]
    names = [path.relative_to(target).as_posix() for path in paths]
    at_once = os.cpu_count() or 1  # one process for each of so many shares: starting one costs as much as a lesson
    failed = []

    def run(share: list[str]) -> None:
        try:
            run_in(target, "authoring.keeping.run", *share)
        except NotebookProblem as problem:
            failed.append(str(problem))

    with ThreadPoolExecutor(at_once) as workers:
        list(workers.map(run, filter(None, (names[first::at_once] for first in range(at_once)))))
    if failed:
        raise NotebookProblem("\n\n".join(failed))
    run_in(target, "authoring.keeping.exercises")
