"""Make data/README.md, the dictionary of the tables, from data/datapackage.json and the tables themselves.

Beside it data/SHA256SUMS is written, by which a test and a reader see whether a table is still the one described.

The words of the page are in dictionary.md.j2; here is what is counted and worked out.
"""

import csv
import hashlib
import json
import re
import sys
from pathlib import Path

import jinja2

from authoring.notebooks import ROOT

FOLDER = ROOT / "data"
PACKAGE = "datapackage.json"
# A date of which perhaps only the month or the year is known; such columns are text for a computer.
REDUCED_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
KINDS = {
    "string": "words or codes",
    "integer": "whole number",
    "number": "number with decimals",
    "date": "date (YYYY-MM-DD)",
}
# How descriptions of tables begin, and what stands out in them as a paragraph of its own.
ONE_ROW = "One row is"
LEFT_OUT = " Left out: "
UNCERTAIN = " Uncertain: "


class DictionaryProblem(Exception):
    """The dictionary cannot be made; the message says what is wrong and what to do."""


def read_package(folder: Path) -> dict:
    """Return the description of the data package in `folder`, with the number of rows of each table."""
    path = folder / PACKAGE
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DictionaryProblem(
            f"{path}: there is no such file. The dictionary is made from it. "
            f"Restore it, for example with: git checkout -- data/{PACKAGE}"
        ) from None
    except json.JSONDecodeError as problem:
        raise DictionaryProblem(
            f"{path}, line {problem.lineno}: this is not valid JSON ({problem.msg}). "
            "Look for a missing comma or quotation mark in this line or the one before."
        ) from None
    for table in package["resources"]:
        table["rows"] = count_rows(folder, table)
    return package


def count_rows(folder: Path, table: dict) -> int:
    """Return the number of rows of a table, without the line of column names."""
    path = folder / table["path"]
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            return sum(1 for _ in csv.reader(lines)) - 1
    except FileNotFoundError:
        raise DictionaryProblem(
            f"{path}: there is no such file, but {PACKAGE} describes the table {table['name']!r}. "
            f"Put the file back, or take the table out of {PACKAGE}."
        ) from None


def one_row(table: dict) -> str:
    """Return what one row of a table is: the first sentence of its description, without its first words."""
    first = re.match(rf"(?:{ONE_ROW} )?(.+?)\.(?:\s|$)", table.get("description", ""))
    if first is None:
        raise DictionaryProblem(
            f"{PACKAGE}: the description of the table {table['name']!r} must begin with a sentence that says what one row is."
        )
    return first[1]


def kind(column: dict) -> str:
    """Return the type of a column in plain words."""
    if column.get("constraints", {}).get("pattern") == REDUCED_DATE:
        return "date, as exact as it is known"
    if column["type"] not in KINDS:
        raise DictionaryProblem(
            f"{PACKAGE}: the column {column['name']!r} has the type {column['type']!r}. "
            f"The dictionary has words for these types only: {', '.join(KINDS)}."
        )
    return KINDS[column["type"]]


def in_paragraphs(description: str) -> str:
    """Return the description of a table; what is left out and what is uncertain stand out as paragraphs."""
    for words in (LEFT_OUT, UNCERTAIN):
        description = description.replace(words, f"\n\n**{words.strip()}** ")
    return description


def meaning(column: dict, table: dict) -> str:
    """Return what a column holds."""
    text = column.get("description", "").strip()
    if not text:
        raise DictionaryProblem(
            f"{PACKAGE}: the column {column['name']!r} of the table {table['name']!r} has no description. "
            "Say in one sentence what it holds, with the unit."
        )
    return text


def allowed(column: dict) -> str:
    """Return in plain words which values a column may hold."""
    rules = column.get("constraints", {})
    words = []
    if "enum" in rules:
        words.append(", ".join(f"`{value}`" for value in rules["enum"]))
    if "minimum" in rules:
        words.append(
            f"{rules['minimum']} to {rules['maximum']}" if "maximum" in rules else f"{rules['minimum']} or more"
        )
    if "example" in column:
        words.append(f"like `{column['example']}`")
    if rules.get("unique"):
        words.append("each value once")
    if not rules.get("required"):
        words.append("may be empty")
    return "; ".join(words)


def cell(text: str) -> str:
    """Return a text that does not break the table it stands in."""
    return text.replace("|", r"\|")


def dictionary(folder: Path = FOLDER) -> str:
    """Return the text of the dictionary of all tables in `folder`, in Markdown.

    Raises
    ------
    DictionaryProblem
        If datapackage.json or a table is missing, or a description is; the message says what to do.
    """
    page = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), trim_blocks=True, keep_trailing_newline=True
    )
    page.filters |= {one.__name__: one for one in (one_row, in_paragraphs, kind, meaning, allowed, cell)}
    return page.get_template("dictionary.md.j2").render(read_package(folder))


def sums(folder: Path = FOLDER) -> str:
    """Return a line for each table in `folder`, its SHA-256 sum and its name, as `sha256sum -c` reads them."""
    tables = [folder / table["path"] for table in read_package(folder)["resources"]]
    return "".join(f"{hashlib.sha256(table.read_bytes()).hexdigest()}  {table.name}\n" for table in tables)


def main() -> int:
    """Write data/README.md and data/SHA256SUMS."""
    try:
        text, lines = dictionary(), sums()
    except DictionaryProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    (FOLDER / "README.md").write_text(text, encoding="utf-8", newline="\n")
    (FOLDER / "SHA256SUMS").write_text(lines, encoding="utf-8", newline="\n")
    print("data/README.md, data/SHA256SUMS: made from data/datapackage.json and the tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
