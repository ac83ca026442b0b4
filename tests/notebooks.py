"""What the tests need to know about the notebooks of the course."""

import re
from functools import cache
from pathlib import Path

import nbformat

from authoring.notebooks import printed
from coursekit.checking import VERDICT

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
COPIES = sorted((ROOT / "exercises").glob("*.ipynb"))
PAGES = sorted((ROOT / "notebooks").glob("*.md"))  # the glossary, the signs in the code
ALL = LESSONS + SOLUTIONS + COPIES


def name(path: Path) -> str:
    """Return a short name for a notebook, as pytest shows it."""
    return f"{path.parent.name}/{path.stem}"


@cache
def read(path: Path) -> nbformat.NotebookNode:
    """Return a notebook; read once."""
    return nbformat.read(path, as_version=4)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    """Return the code cells that are not empty."""
    return [cell for cell in read(path).cells if cell.cell_type == "code" and cell.source.strip()]


def markdown(path: Path) -> str:
    """Return all text of a notebook's text cells, or of a page of text."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    return "\n\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def headings(path: Path) -> list[tuple[int, str]]:
    """Return level and text of each heading, in order."""
    text = re.sub(r"^```.*?^```", "", markdown(path), flags=re.DOTALL | re.MULTILINE)
    return [(len(level), words) for level, words in re.findall(r"^(#+) (.+)$", text, re.MULTILINE)]


def output_text(cell: nbformat.NotebookNode) -> str:
    """Return all that a cell shows, as text."""
    parts = []
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        parts += [
            output.get("text", ""),
            data.get("text/plain", ""),
            data.get("text/html", ""),
            data.get("text/markdown", ""),
        ]
    return "\n".join(parts)


def stdout(cell: nbformat.NotebookNode) -> str:
    """Return what a cell prints, and the verdict of a check."""
    is_verdict = f'class="{VERDICT}"' in str(cell.get("outputs", []))
    text = "".join(o.text for o in cell.get("outputs", []) if o.output_type == "stream" and o.name == "stdout")
    return printed(cell) if is_verdict else text


def sections(path: Path) -> dict[str, str]:
    """Return the text under each heading of level two, by heading without its minutes."""
    pieces = re.split(r"^## (.+)$", markdown(path), flags=re.MULTILINE)
    return {
        re.sub(r" \(\d+ minutes?.*\)$", "", heading): text
        for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }
