"""Write tables that any spreadsheet opens: each cell is a number or a line of text, never a formula."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

LONGEST = 30_000  # characters. What is beyond 32,767 Excel cuts off and puts into a cell of its own, a row below.
_JOINERS = "\u200c\u200d"  # invisible, but Persian and Hindi names are written with them
# What begins a formula, in all its widths; also after a comma or a semicolon, where the file may be cut in another country.
_FORMULA = re.compile(r"(^|[,;])([\s\u200c\u200d\"']*)(?=[=+\-@＝＋－＠﹦﹢﹣﹫−])")


def cell(value: object) -> str | int:
    """Return what may stand in a table: whole numbers as they are, everything else as one line of text.

    An apostrophe goes before whatever would begin a formula. Doing it twice changes nothing.
    """
    if isinstance(value, int) and value >= 0:
        return int(value)
    text = " ".join("".join(map(_character, str(value))).split()).strip(_JOINERS + " ")
    text = _FORMULA.sub(lambda found: found.group() if found.group(2).endswith("'") else f"{found.group()}'", text)
    return text[:LONGEST].rstrip()


def _character(one: str) -> str:
    """Return a character that shows itself: no control character, no mark that turns the direction of a line."""
    category = unicodedata.category(one)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cs":
        return "\ufffd"  # half of a character: no file can hold it
    return "" if category == "Cf" and one not in _JOINERS else one


def write(path: Path, rows: Iterable[Sequence], semicolons: bool = False) -> None:
    """Write a CSV that spreadsheets open with the right letters; with semicolons where a comma is the decimal sign."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";" if semicolons else ",", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerows([cell(value) for value in row] for row in rows)
