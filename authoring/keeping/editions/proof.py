"""Hold an edition against the English course: the same cells, tables, numbers and verdicts, in other words."""

import ast
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import nbformat

from authoring.keeping.editions import tables
from authoring.notebooks import printed

# Cells in which the language itself is counted or shown, so that their numbers may differ; each with its reason.
LANGUAGE_IS_COUNTED = {
    ("06_your_briefing", "text-people"): "the words of a text are counted",
    ("06_your_briefing", "text-votes"): "the words of a text are counted",
    ("06_your_briefing", "page-people"): "the words of a text are counted",
    ("06_your_briefing", "page-votes"): "the words of a text are counted",
    ("06_your_briefing", "briefing-page"): "the words of a text are counted",
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
FOLDERS = ("notebooks", "solutions", "exercises")


def code_without_words(source: str) -> str:
    """Return the tree of a cell's code with every string emptied; f-strings keep what they fill in, in a fixed order."""

    class Emptied(ast.NodeTransformer):
        def visit_Constant(self, node: ast.Constant) -> ast.AST:
            return ast.Constant("") if isinstance(node.value, str) else node

        def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
            filled_in = [self.visit(one) for one in node.values if isinstance(one, ast.FormattedValue)]
            return ast.List(sorted(filled_in, key=ast.dump), ast.Load())

    return ast.dump(Emptied().visit(ast.parse(source)))


def numbers(text: str) -> Counter:
    """Return the numbers that a text holds, however its digits are grouped."""
    return Counter(re.sub(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))", "", found) for found in _NUMBER.findall(text))


def read_by_people(cell: nbformat.NotebookNode) -> str:
    """Return what a cell prints; a table by its HTML, for as text a wide one is broken and its rows are named anew."""
    tables_shown = [
        one["data"]["text/html"] for one in cell.outputs if "<table" in one.get("data", {}).get("text/html", "")
    ]
    others = [one for one in cell.outputs if "<table" not in one.get("data", {}).get("text/html", "")]
    bare = re.sub(r"(?s)<style.*?</style>|<[^>]*>", " ", " ".join(tables_shown))
    return f"{bare} {printed(nbformat.from_dict({'outputs': others}))}"


def differences(english: Path, edition: Path, folders: Iterable[str] = FOLDERS) -> list[str]:
    """Return what differs between the English course and an edition beside the words, a line each."""
    return [
        *_of_tables(english, edition),
        *(line for folder in folders for line in _of_notebooks(english / folder, edition / folder)),
    ]


def _of_tables(english: Path, edition: Path) -> Iterator[str]:
    """Say in which tables columns, rows or values that stay differ, or two values have become one."""
    for table in tables.package(english)["resources"]:
        before, after = (
            list(csv.reader(io.StringIO((root / "data" / table["path"]).read_text(encoding="utf-8"))))
            for root in (english, edition)
        )
        if len(before) != len(after) or before[0] != after[0]:
            yield f"{table['path']}: rows or columns are not those of the English table"
            continue
        for place, column in enumerate(before[0]):
            pairs = {(row[place], other[place]) for row, other in zip(before[1:], after[1:], strict=True)}
            if column in tables.columns_for_people(table):
                if len({said for _, said in pairs}) != len({value for value, _ in pairs}):
                    yield f"{table['path']}, {column}: two values have the same word"
            elif any(value != said for value, said in pairs):
                yield f"{table['path']}, {column}: a value that stays was changed"


def _of_notebooks(english: Path, edition: Path) -> Iterator[str]:
    for path in sorted(english.glob("*.ipynb")):
        if not (edition / path.name).exists():
            yield f"{path.parent.name}/{path.name}: it is missing"
            continue
        before, after = (nbformat.read(place, as_version=4).cells for place in (path, edition / path.name))
        if [(cell.id, cell.cell_type) for cell in before] != [(cell.id, cell.cell_type) for cell in after]:
            yield f"{path.parent.name}/{path.name}: the cells are not the same"
            continue
        for cell, other in zip(before, after, strict=True):
            if cell.cell_type == "code":
                yield from (
                    f"{path.parent.name}/{path.name}, {cell.id}: {fault}" for fault in _of_cells(path.stem, cell, other)
                )


def _of_cells(lesson: str, cell: nbformat.NotebookNode, other: nbformat.NotebookNode) -> Iterator[str]:
    """Say what differs between a code cell and its counterpart: code, kinds of output, or numbers printed."""
    if code_without_words(cell.source) != code_without_words(other.source):
        yield "the code is not the same apart from its words"
    kinds = [[(output.output_type, *sorted(output.get("data", {}))) for output in one.outputs] for one in (cell, other)]
    if kinds[0] != kinds[1]:
        yield "it puts other kinds of things on the page"
    stderr = [output.text for output in other.outputs if output.get("name") == "stderr"]
    if stderr:
        yield f"it warns: {stderr[0][:200]}"
    if (lesson, cell.id) in LANGUAGE_IS_COUNTED:
        return
    before, after = numbers(read_by_people(cell)), numbers(read_by_people(other))
    if before != after:
        yield f"its numbers differ: {sorted(before - after)} became {sorted(after - before)}"
