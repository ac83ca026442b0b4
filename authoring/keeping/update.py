"""Take the newest fitting packages, run every notebook again, and say which printed facts changed.

    python -m authoring.keeping.update               new locks, new environment, all outputs anew    (make update)
    python -m authoring.keeping.update --no-lock     all outputs anew, with the packages that are installed

Where a notebook fails, the old one stays, and the command names the cell. Pictures are counted, not compared.
"""

import argparse
import difflib
import html
import re
import subprocess
import sys
from itertools import zip_longest
from pathlib import Path

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from authoring.environment import SetupProblem, base_python
from authoring.keeping.exercises import EXERCISES, build
from authoring.notebooks import FOLDERS, ROOT, NotebookProblem, execute, key_behind, read, store

STAMP = ROOT / ".venv" / "course-installed.txt"
FAILURES = (CellExecutionError, CellTimeoutError, DeadKernelError)


# ---- What changed

# nbdime tells more and is read with more effort: cells by their place and not by their id, the source of an HTML table,
# and each picture with its words as a new one whenever matplotlib is new.


def text_of(output: nbformat.NotebookNode) -> str:
    """Return what a reader sees of an output as text: a table a row a line, an error its name and message."""
    if output.output_type == "error":
        return f"\n{output.ename}: {output.evalue}\n"
    data = output.get("data", {})
    if "text/html" in data:  # the plain text of a wide table leaves columns out
        rows = re.sub(r"\s+", " ", re.sub(r"(?s)<style.*?</style>", "", data["text/html"]))
        rows = re.sub(r"</t[dh]> ?", " | ", rows.replace("</tr>", "\n"))
        return "\n" + html.unescape(re.sub(r"<[^>]+>", "", rows)) + "\n"
    return output.get("text") or f"\n{data.get('text/plain', '')}\n"


def lines_of(cell: nbformat.NotebookNode) -> list[str]:
    """Return the lines of all outputs of a cell; what was printed may be stored in several pieces."""
    text = "".join(text_of(output) for output in cell.outputs)
    return [line.strip() for line in text.splitlines() if line.strip()]


def changed_facts(before: nbformat.NotebookNode, after: nbformat.NotebookNode) -> dict[str, list[str]]:
    """Return the lines that differ between the outputs of two versions of a notebook, by the id of their cell.

    A line begins with - if it was there before, and with + if it is new. A chart carries its words twice, as the
    text of the picture and under it; a change in them is told once.
    """
    outputs = [
        {cell.id: lines_of(cell) for cell in version.cells if cell.cell_type == "code"} for version in (before, after)
    ]
    changes = {}
    for cell in dict.fromkeys([*outputs[0], *outputs[1]]):
        old, new = (version.get(cell, []) for version in outputs)
        lines = [line for line in difflib.ndiff(old, new) if line.startswith(("- ", "+ "))]
        if lines:
            changes[cell] = list(dict.fromkeys(lines))
    return changes


def pictures(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the pictures that a notebook holds, in order."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]


def changed_pictures(before: nbformat.NotebookNode, after: nbformat.NotebookNode) -> int:
    """Return how many pictures differ in their bytes; a new version of matplotlib changes all of them."""
    return sum(old != new for old, new in zip_longest(pictures(before), pictures(after)))


def failed_cell(notebook: nbformat.NotebookNode) -> str:
    """Return the id of the cell at which a run stopped: the last one that was begun, and so has a number.

    A kernel that dies within milliseconds may not have told the number any more: then it is the cell before.
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    begun = [cell for cell in code if cell.execution_count is not None]
    return (begun or code)[-1].id


# ---- Running everything again


def in_a_line(problem: Exception) -> str:
    """Return what stopped a run in one line: for an error in a cell its name and message."""
    if isinstance(problem, CellExecutionError):
        return f"{problem.ename}: {problem.evalue}"
    return str(problem).strip().splitlines()[-1]


def rerun(path: Path) -> None:
    """Run a lesson or a key and store its outputs. Raise NotebookProblem with the cell if it fails."""
    notebook = read(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    try:
        execute(notebook, path.parent)
    except FAILURES as problem:
        dead = isinstance(problem, DeadKernelError)  # then a cell after the last one with a result may be the one
        where = "a cell ends Python and so" if dead else f"the cell {failed_cell(notebook)}"
        raise NotebookProblem(f"{path.name}: {where} fails ({in_a_line(problem)}).") from None
    store(notebook, path)


def remake(path: Path) -> None:
    """Make the learner's copy from its key. Raise NotebookProblem if it fails."""
    try:
        build(key_behind(path))
    except FAILURES as problem:
        raise NotebookProblem(f"{path.name}: a cell of the learner's copy fails ({in_a_line(problem)}).") from None


def outputs_anew() -> int:
    """Run lessons, keys and learner's copies again, print what changed, and return the number of failures."""
    work = [(p, rerun) for f in FOLDERS for p in sorted((ROOT / f).glob("*.ipynb"))]
    work += [(path, remake) for path in sorted(EXERCISES.glob("*.ipynb"))]
    changes, differing, failures = {}, 0, 0
    for path, act in work:
        name = path.relative_to(ROOT).as_posix()
        try:
            before = read(path)
            act(path)
        except NotebookProblem as problem:
            failures += 1
            print(f"{path.parent.name}/{problem} The notebook stays as it was.", file=sys.stderr)
            continue
        after = read(path)
        changes |= {f"{name}, cell {cell}": lines for cell, lines in changed_facts(before, after).items()}
        differing += changed_pictures(before, after)
        print(f"{name}: run and stored", flush=True)
    print(report(changes, differing))
    return failures


def report(changes: dict[str, list[str]], differing: int) -> str:
    """Return what is to be read after an update: each changed line, old and new, under its notebook and cell."""
    lines = [f"Pictures that differ: {differing}. Cells with other facts: {len(changes)}."]
    for place, changed in changes.items():
        lines += [place, *(f"  {line}" for line in changed)]
    if changes:
        lines.append("Is each change right? Then mend the sentences that state the old figures: make test names them.")
    return "\n".join(lines)


# ---- New packages


def called(command: list[str]) -> int:
    """Run a command in the project's folder; return its exit status."""
    return subprocess.run(command, cwd=ROOT).returncode


def new_environment() -> None:
    """Choose new versions, and make the environment from nothing. Raise SetupProblem if one of the two fails.

    Both are left to programs of their own: this one runs on the packages that are to be replaced.
    """
    back = "`git checkout requirements.txt requirements-dev.txt` brings the old versions back."
    if called([sys.executable, "course.py", "lock"]):
        raise SetupProblem(f"New versions could not be chosen; what was said above tells why. {back}")
    STAMP.unlink(missing_ok=True)  # without it the environment counts as not made
    if called([base_python(), "course.py", "prepare", "--tests"]):
        raise SetupProblem(f"The new versions could not be installed; what was said above tells why. {back}")


def main(words: list[str]) -> int:
    """Do what was asked; the second half of a whole update runs in the new environment."""
    parser = argparse.ArgumentParser(prog="make update", description=__doc__.splitlines()[0])
    parser.add_argument("--no-lock", action="store_true", help="keep the versions of the packages")
    if parser.parse_args(words).no_lock:
        return min(outputs_anew(), 1)
    try:
        new_environment()
    except SetupProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return called([sys.executable, "-m", "authoring.keeping.update", "--no-lock"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
