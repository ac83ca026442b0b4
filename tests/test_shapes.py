"""A notebook is read whatever program saved it; what is none is said in a sentence, and nothing else happens."""

import contextlib
import json
import random

import pytest
from class_of_learners import all_right, answered, as_file, fresh_copy
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.marking.shapes import Cell, cells_of, lesson_of
from authoring.notebooks import NotebookProblem


def sources(content: bytes) -> list[str]:
    """Return the code of a notebook."""
    return [cell.source for cell in cells_of(content) if cell.kind == "code"]


NOTEBOOK = answered("02", all_right("02"))
PLAIN = as_file(NOTEBOOK)
TEXT = PLAIN.decode()


def with_cells(change) -> bytes:
    """Return the notebook with each of its cells changed."""
    return json.dumps(NOTEBOOK | {"cells": [change(dict(cell)) for cell in NOTEBOOK["cells"]]}).encode()


def lines(cell: dict) -> list[str]:
    return "".join(cell["source"]).splitlines(keepends=True)


def of_format_3() -> bytes:
    """The notebook as IPython wrote it in 2013: worksheets, headings, `input` in place of `source`."""

    def old(cell: dict) -> dict:
        if cell["cell_type"] == "code":
            return {"cell_type": "code", "input": lines(cell), "language": "python", "outputs": [], "collapsed": False}
        return {"cell_type": "markdown", "metadata": {}, "source": lines(cell)}

    cells = [{"cell_type": "heading", "level": 1, "source": ["Mine"]}, *map(old, NOTEBOOK["cells"])]
    return json.dumps(
        {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells}]}
    ).encode()


SHAPES = {
    "as it is": PLAIN,
    "UTF-8 with a mark": b"\xef\xbb\xbf" + PLAIN,
    "two marks": b"\xef\xbb\xbf\xef\xbb\xbf" + PLAIN,
    "UTF-16 with a mark": TEXT.encode("utf-16"),
    "UTF-16 without a mark": TEXT.encode("utf-16-le"),
    "UTF-16, big end first": TEXT.encode("utf-16-be"),
    "UTF-32": TEXT.encode("utf-32"),
    "zeros behind": PLAIN + b"\0" * 500,
    "the tail of an older file": PLAIN + PLAIN[-300:],
    "a string of JSON": json.dumps(TEXT).encode(),
    "a string in a string": json.dumps(json.dumps(TEXT)).encode(),
    "answer of a server": json.dumps({"name": "x.ipynb", "type": "notebook", "content": NOTEBOOK}).encode(),
    "format 3": of_format_3(),
    "format as text": json.dumps(NOTEBOOK | {"nbformat": "4"}).encode(),
    "minor 0": json.dumps(NOTEBOOK | {"nbformat_minor": 0}).encode(),
    "no format": json.dumps({"cells": NOTEBOOK["cells"]}).encode(),
    "cells alone": json.dumps(NOTEBOOK["cells"]).encode(),
    "cells by number": json.dumps({"cells": {str(i): cell for i, cell in enumerate(NOTEBOOK["cells"])}}).encode(),
    "ids in the metadata": with_cells(lambda c: c | {"id": 7, "metadata": {"id": c["id"]}}),
    "lists of lines": with_cells(lambda c: c | {"source": lines(c)}),
    "lines without ends": with_cells(lambda c: c | {"source": "".join(c["source"]).split("\n")}),
    "lists in lists": with_cells(lambda c: c | {"source": [[line] for line in lines(c)] + [None]}),
    "Windows line ends": with_cells(lambda c: c | {"source": "\r\n".join("".join(c["source"]).split("\n"))}),
    "metadata that is none": with_cells(lambda c: c | {"metadata": None, "outputs": "x"}),
    "Databricks": json.dumps(NOTEBOOK | {"cells": [c if c["cell_type"] == "code" else c | {"cell_type": "code", "source": "%md\n" + "".join(c["source"])}
                                                   for c in NOTEBOOK["cells"]]}).encode(),
    "a number of 5,000 digits": json.dumps(NOTEBOOK).replace('"nbformat": 4', '"nbformat": ' + "9" * 5000).encode(),
    "odd cells between": json.dumps(NOTEBOOK | {"cells": [None, 3, "x", {}, *NOTEBOOK["cells"], []]}).encode(),
    "a new line in a string": PLAIN.replace(b'"metadata": {', b'"x": "a\nb", "metadata": {', 1),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_holds_the_same_cells(shape: str):
    assert sources(SHAPES[shape]) == sources(PLAIN)
    assert lesson_of(cells_of(SHAPES[shape])) == "02"


def test_ids_and_headings_are_kept():
    assert [c.id for c in cells_of(SHAPES["ids in the metadata"])] == [c["id"] for c in NOTEBOOK["cells"]]
    assert cells_of(SHAPES["format 3"])[0] == Cell("", "markdown", "## Mine")


def test_half_an_emoji_can_be_written_to_a_file():
    (cell,) = cells_of(
        b'{"cells": [{"cell_type": "code", "id": "\\ud83d", "source": "a = \'\\ud83d\\ude00 \\ud83d\'"}]}'
    )
    assert cell.source == "a = '😀 \ufffd'"
    assert cell.id.encode()


def test_letters_of_another_encoding_stop_nobody():
    content = PLAIN.replace(b"coe_years = 40", "coe_years = 40  # Müller".encode("latin-1"))
    assert any("coe_years = 40  # M" in source for source in sources(content))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "the file is empty"),
        (b"\0\0\0", "the file is empty"),
        ("\ufeff \n".encode("utf-8"), "the file is empty"),
        (b"My answers: 40, 20, 61\n", "not a notebook"),
        (b"%PDF-1.7", "a PDF"),
        (b"PK\x03\x04" + bytes(26) + b"word/document.xml", "an office document"),
        (b"Rar!\x1a\x07", "an archive"),
        (b"<!DOCTYPE html><title>Sign in</title>", "a web page"),
        (b'{"url": "https://example.org/d/1", "doc_id": "1"}', "no cells"),
        (b"[InternetShortcut]\nURL=https://example.org", "a link"),
        (b"<<<<<<< HEAD\n" + PLAIN, "not a notebook"),
        (PLAIN[:5000], "only a part of one"),
        (b'{"a": 1}', "no cells"),
        (b'{"cells": 3}', "no cells"),
        (b'{"cells": [1, "x", null]}', "no cells"),
        (b"null", "no cells"),
        (b'"' * 3, "not a notebook"),
        (b"[" * 100_000, "not a notebook"),
        (b"x = 3\nprint(x)\n", "a program or a text"),
        (b" " * 50_000_001, "50 MB"),
    ],
)
def test_what_is_no_notebook_is_said(content: bytes, says: str):
    with pytest.raises(NotebookProblem, match=says):
        cells_of(content)


def test_a_notebook_without_cells_is_a_notebook():
    assert cells_of(b'{"cells": [], "nbformat": 4}') == []


def read(content: bytes) -> None:
    """Read a file: cells whose text can be written, or a sentence. Anything else is a failure."""
    with contextlib.suppress(NotebookProblem):
        found = cells_of(content)
        "".join(cell.id + cell.kind + cell.source for cell in found).encode()
        lesson_of(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["cells", "cell_type", "source", "input", "id", "metadata", "worksheets", "content"]), inner, max_size=5),
    max_leaves=30,
)  # fmt: skip


@given(st.binary(max_size=400) | JSON.map(lambda raw: json.dumps(raw).encode()))
@settings(max_examples=150)
def test_any_bytes_and_any_json_are_read_or_said(content: bytes):
    read(content)


@given(st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_a_damaged_notebook_is_read_or_said(dice: random.Random):
    """Bytes changed, lost and doubled anywhere in a notebook."""
    content = bytearray(as_file(fresh_copy("01")))
    for _ in range(dice.randrange(1, 6)):
        at, size = dice.randrange(len(content)), dice.randrange(1, 200)
        content[at : at + dice.choice([0, 1, size])] = dice.choice(
            [b"", dice.randbytes(3), bytes(content[at : at + size])]
        )
    read(bytes(content))
