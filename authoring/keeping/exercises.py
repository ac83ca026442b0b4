"""Make the learner's copies in exercises/ from the one source of every exercise, the notebooks in solutions/.

In a solution, an answer cell holds the lines between nbgrader's markers ### BEGIN SOLUTION and ### END SOLUTION. In
the copy these lines become a stub that keeps the name of the answer: `median_wait = ...`; a place for prose keeps its
three quotation marks. The copy is then run, so that its stored output is what an unsolved copy prints.
"""

import ast
import re
import shutil
import sys
from datetime import datetime
from pathlib import Path

import nbformat

from authoring.notebooks import ROOT, NotebookProblem, copy_of, execute, read, store
from coursekit.plain import is_blank
from coursekit.verdicts import names_of

SOLUTIONS, EXERCISES = ROOT / "solutions", ROOT / "exercises"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
PROSE = '"""\n...\n"""'  # the dots stand on a line of their own: quotation marks and line breaks do no harm there


def solution_of(source: str) -> str:
    """Return the lines between the markers of an answer cell, or an empty text if it has none."""
    if BEGIN not in source or END not in source:
        return ""
    return source.split(BEGIN, 1)[1].split(END, 1)[0].strip("\n")


def stub(solution: str) -> str:
    """Return what stands in the learner's copy instead of a solution.

    The last assignment gives the name of the answer. A dictionary of values written out keeps its keys, so that the
    learner replaces only the dots. A text of it that begins on a line of its own leaves a place for prose.
    """
    assignments = [node for node in ast.parse(solution).body if isinstance(node, ast.Assign)]
    if not assignments or not isinstance(assignments[-1].targets[0], ast.Name):
        raise NotebookProblem(
            f"A solution must end by giving its answer a name, as in: answer = 3. This one does not:\n{solution}"
        )
    name, value = assignments[-1].targets[0].id, assignments[-1].value
    if isinstance(value, ast.Dict) and all(isinstance(key, ast.Constant) for key in value.keys):
        begins = [str(getattr(one, "value", ""))[:1] for one in value.values]
        dots = [PROSE if first == "\n" else "..." for first in begins]
        lines = [f'    "{key.value}": {place},' for key, place in zip(value.keys, dots, strict=True)]
        return "\n".join([f"{name} = {{", *lines, "}"])
    return f"{name} = ..."


def see_the_name(cell: nbformat.NotebookNode) -> None:
    """Raise NotebookProblem if an answer cell gives another name than check() looks for."""
    number = re.fullmatch(r"ex-(\d)-(\d)-answer", cell.id)
    if number and (asked := names_of(".".join(number.groups()))[-1]) != stub(solution_of(cell.source)).split()[0]:
        raise NotebookProblem(
            f"The cell {cell.id} must end by giving a value to {asked}, the name of its exercise in coursekit."
        )


def unsolved(solved: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a solution notebook with three dots for each solution, not run yet."""
    from nbgrader.preprocessors import ClearOutput, ClearSolutions  # maintainers have it, learners and teachers do not

    copy, _ = ClearOutput().preprocess(nbformat.from_dict(solved), {})
    for index, cell in enumerate(copy.cells):
        solution = solution_of(cell.source)
        if solution:
            see_the_name(cell)
            clear = ClearSolutions(enforce_metadata=False, code_stub={"python": stub(solution)})
            clear.preprocess_cell(cell, {"language": "python"}, index)
    return copy


def is_stub(source: str) -> bool:
    """Say whether a cell only gives names three dots, or a dictionary of three dots, be they in quotation marks or not."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return False
    values = [node.value for node in body if isinstance(node, ast.Assign)]
    dots = [v for value in values for v in (value.values if isinstance(value, ast.Dict) else [value])]
    return len(values) == len(body) and all(isinstance(v, ast.Constant) and is_blank(v.value) for v in dots)


def holds_answers(copy: nbformat.NotebookNode, solved: nbformat.NotebookNode) -> bool:
    """Say whether somebody worked in this copy: an answer cell is no stub any more, or a code cell was added."""
    answer_cells = {cell.id for cell in solved.cells if solution_of(cell.source)}
    known = {cell.id for cell in solved.cells}
    for cell in copy.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        if cell.id not in known or (cell.id in answer_cells and not is_stub(cell.source)):
            return True
    return False


def keep_if_answered(path: Path, solved: nbformat.NotebookNode) -> Path | None:
    """Move a copy that holds answers (or cannot be read) to exercises/kept/ and return its new place."""
    if not path.exists():
        return None
    try:
        answered = holds_answers(read(path), solved)
    except NotebookProblem:
        answered = True
    if not answered:
        return None
    kept = path.parent / "kept" / f"{path.stem}.{datetime.now():%Y-%m-%d-%H%M%S}.ipynb"
    kept.parent.mkdir(exist_ok=True)
    shutil.copy2(path, kept)
    return kept


def build(source: Path, folder: Path = EXERCISES) -> Path:
    """Make the learner's copy of one solution notebook in `folder` and return its path.

    A copy that holds answers is never lost: it is kept beside, and the command says where.
    """
    solved = read(source)
    target = folder / copy_of(source).name
    copy = execute(unsolved(read(source)), source.parent)
    kept = keep_if_answered(target, solved)
    if kept:
        print(f"{target.name} held answers: they are kept in {kept.relative_to(folder.parent)}")
    store(copy, target)
    return target


def main(names: list[str]) -> int:
    """Make the learner's copies of the keys named, or of all."""
    try:
        for source in [Path(name).resolve() for name in names] or sorted(SOLUTIONS.glob("*.ipynb")):
            print(f"{build(source).name}: made from {source.parent.name}/")
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
