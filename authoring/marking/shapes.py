"""Read the cells of a notebook, whatever program saved it."""

import json
import re
from collections import Counter
from dataclasses import dataclass

import nbformat

from authoring.notebooks import NotebookProblem

LARGEST = 50_000_000  # bytes: the lessons are below 1 MB; beyond this somebody stored a runaway output


@dataclass(frozen=True)
class Cell:
    """One cell as the learner left it."""

    id: str
    kind: str
    source: str


def cells_of(content: bytes) -> list[Cell]:
    """Return the cells of a notebook, read as generously as possible: doubled or missing ids are no obstacle.

    Raises
    ------
    NotebookProblem
        If this is no notebook; the message says why, for the teacher and the learner.
    """
    if not content.strip():
        raise NotebookProblem("the file is empty. Was it uploaded before it was saved?")
    if len(content) > LARGEST:
        raise NotebookProblem(
            f"the file has {len(content) // 1_000_000} MB. Some cell stored far too much output: clear it and save again."
        )
    try:
        raw = json.loads(content.decode("utf-8-sig"))
        if isinstance(raw, dict) and raw.get("nbformat", 4) < 4:
            raw = nbformat.convert(nbformat.from_dict(raw), 4)
        cells = raw["cells"]
        return [
            Cell(str(cell.get("id", "")), str(cell.get("cell_type", "")), _text(cell.get("source", "")))
            for cell in cells
        ]
    except (ValueError, RecursionError):
        raise NotebookProblem(
            f"this is not a notebook but {_looks_like(content)}. Hand in the file that ends in .ipynb."
        ) from None
    except (KeyError, TypeError, AttributeError):
        raise NotebookProblem("this file has no cells: it is not a notebook, or it was damaged on the way.") from None


def _text(source: str | list[str]) -> str:
    """Return the text of a cell with one kind of line end."""
    text = source if isinstance(source, str) else "".join(map(str, source))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _looks_like(content: bytes) -> str:
    """Say what a file that is no notebook seems to be."""
    start = content.lstrip()[:200].lower()
    for mark, words in ((b"%pdf", "a PDF"), (b"pk", "an archive or an office document"), (b"<", "a web page")):
        if start.startswith(mark):
            return words
    return "something else, or only a part of one"


_NUMBER = re.compile(r"""check\(\s*["']?(\d\.\d)\b|^\#+\s*Exercise\s+(\d\.\d)\b""", re.MULTILINE)


def lesson_of(cells: list[Cell]) -> str | None:
    """Return the lesson whose exercises are in a notebook, as "02", by the ids of its cells or the numbers in them."""
    votes: Counter[str] = Counter()
    for cell in cells:
        by_id = re.match(r"ex-(\d)-\d", cell.id)
        numbers = [a or b for a, b in _NUMBER.findall(cell.source)]
        votes.update({f"0{by_id.group(1)}": 1} if by_id else {})
        votes.update(f"0{number[0]}" for number in numbers)
    return votes.most_common(1)[0][0] if votes else None
