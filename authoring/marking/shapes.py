"""Read the cells of a notebook, whatever program saved it and whatever happened to the file on its way."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.notebooks import NotebookProblem

LARGEST = 50_000_000  # bytes: the lessons are below 1 MB; beyond this somebody stored a runaway output
BLANK = "\ufeff\0 \t\r\n\f\v"
UNREADABLE = (ValueError, RecursionError, OverflowError, MemoryError)
NO_CELLS = "this file has no cells: it is not a notebook, or it was damaged on the way."
A_PART = "only a part of one, or one that was damaged on the way"
# How files begin that are handed in instead of a notebook; the first line that fits counts.
KINDS = (
    (rb"%pdf", "a PDF"),
    (rb"pk\x03\x04.{26,60}(word|xl|ppt)/|pk\x03\x04.{26,60}\[content_types", "an office document"),
    (rb"pk", "an archive or an office document"),
    (rb"7z\xbc\xaf|rar!|\x1f\x8b|bzh|\xfd7zxz", "an archive"),
    (rb"\xd0\xcf\x11\xe0", "an office document"),
    (rb"\x89png|\xff\xd8\xff|gif8|riff", "a picture"),
    (rb"\{\\rtf", "a text document"),
    (rb"<|.{0,60}<!doctype html", "a web page"),
    (
        rb"\[internetshortcut|url=|\{\"url\"|l\0\0\0\x01\x14\x02|bplist00|https?://",
        "a link to a file, without the file",
    ),
    (rb".*^(<<<<<<<|>>>>>>>) ", "two versions of a notebook that git put into one another"),
    (rb"\s*[\{\[].*\"(cells|nbformat|cell_type|worksheets)\"", A_PART),
    (rb".*^(import|from|print|def|\w+ *=) *", "a program or a text"),
)


@dataclass(frozen=True)
class Cell:
    """One cell as the learner left it."""

    id: str
    kind: str
    source: str


def cells_of(content: bytes) -> list[Cell]:
    """Return the cells of a notebook, read as generously as possible.

    Read too: UTF-16, what is left of an older file behind the JSON, a notebook in a string or in the answer of a
    Jupyter server, notebooks of the formats 1 to 3, cells without ids.

    Raises
    ------
    NotebookProblem
        If this is no notebook; the message says why, for the teacher and the learner.
    """
    if len(content) > LARGEST:
        raise NotebookProblem(
            f"the file has {len(content) // 1_000_000} MB. Some cell stored far too much output: clear it and save again."
        )
    if not content.strip(BLANK.encode()):
        raise NotebookProblem("the file is empty. Was it uploaded before it was saved?")
    try:
        raw = _json(_decoded(content))
        cells = [_cell(one) for one in _raw_cells(raw)]
    except UNREADABLE:
        what = looks_like(content)
        do = (
            "Open the notebook, save it, and hand it in again."
            if what == A_PART
            else "Hand in the file that ends in .ipynb."
        )
        raise NotebookProblem(f"this is not a notebook but {what}. {do}") from None
    if not cells and not (isinstance(raw, dict) and raw.get("cells") == []):
        raise NotebookProblem(NO_CELLS)
    return cells


def looks_like(content: bytes) -> str:
    """Say what a file that is no notebook seems to be, by its first bytes."""
    start = content[:100_000].lstrip(BLANK.encode()).lower()
    for pattern, words in KINDS:
        if re.match(pattern, start, re.DOTALL | re.MULTILINE):
            return words
    return "something else"


def _decoded(content: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 or UTF-32, with or without a mark at the start."""
    return content.decode(json.detect_encoding(content), errors="replace").strip(BLANK)


def _json(text: str) -> object:
    """Return what a JSON text holds; what follows behind it, the rest of a longer file, is left out."""
    read = json.JSONDecoder(strict=False, parse_int=float)  # float: Python reads no number of 5,000 digits
    raw, _ = read.raw_decode(text)
    for _ in range(3):  # JSON in a string of JSON
        if isinstance(raw, str) and raw.strip(BLANK):
            raw, _ = read.raw_decode(raw.strip(BLANK))
    return raw


def _raw_cells(raw: object) -> Iterator[dict]:
    """Return the cells where a program put them: in the notebook, in its worksheets, or in a server's answer."""
    if isinstance(raw, dict) and "cells" not in raw and isinstance(raw.get("content"), dict):
        raw = raw["content"]
    sheets = [raw]
    if isinstance(raw, dict):
        sheets += raw["worksheets"] if isinstance(raw.get("worksheets"), list) else []
    for sheet in sheets:
        cells = sheet.get("cells") if isinstance(sheet, dict) else sheet
        cells = cells.values() if isinstance(cells, dict) else cells
        for cell in cells if not isinstance(cells, str) and hasattr(cells, "__iter__") else ():
            if isinstance(cell, dict) and ("cell_type" in cell or "source" in cell):
                yield cell


def _cell(raw: dict) -> Cell:
    """Return one cell in the words of today's format."""
    metadata = raw["metadata"] if isinstance(raw.get("metadata"), dict) else {}
    id = next((one for one in (raw.get("id"), metadata.get("id"), metadata.get("cell_id")) if isinstance(one, str)), "")
    kind = str(raw.get("cell_type", "code" if "outputs" in raw else "markdown")).lower()
    source = _text(next((raw[key] for key in ("source", "input", "code", "text") if key in raw), ""))
    if kind == "heading":
        kind, source = "markdown", f"## {source}"
    marked = re.match(r"%{1,2}(md|markdown)\b[^\n]*\n?", source) if kind == "code" else None
    if marked:  # Databricks keeps texts as code with a magic word
        kind, source = "markdown", source[marked.end() :]
    return Cell(_whole(id), _whole(kind), source)


def _text(source: object) -> str:
    """Return the text of a cell with one kind of line end."""
    lines = list(_strings(source))
    between = "\n" if len(lines) > 1 and not any("\n" in line or "\r" in line for line in lines) else ""
    return _whole(between.join(lines)).replace("\r\n", "\n").replace("\r", "\n")


def _strings(source: object) -> Iterator[str]:
    """Return the strings in lists of lists."""
    if isinstance(source, str):
        yield source
    elif isinstance(source, list):
        for part in source:
            yield from _strings(part)


def _whole(text: str) -> str:
    """Return a text in which every letter can be written to a file: of half an emoji a sign is left that one is missing."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


# A checkpoint inside a lesson, such as 2.0, is no exercise to hand in.
_NUMBER = re.compile(r"""check\(\s*["']?(\d\.[1-9])\b|^\#+\s*Exercise\s+(\d\.[1-9])\b""", re.MULTILINE)


def lesson_of(cells: list[Cell]) -> str | None:
    """Return the lesson whose exercises are in a notebook, as "02", by the ids of its cells or the numbers in them."""
    votes: Counter[str] = Counter()
    for cell in cells:
        by_id = re.match(r"ex-([0-9])-[1-9]", cell.id)
        numbers = [a or b for a, b in _NUMBER.findall(cell.source)]
        votes.update({f"0{by_id.group(1)}": 1} if by_id else {})
        votes.update(f"0{number[0]}" for number in numbers)
    return votes.most_common(1)[0][0] if votes else None
