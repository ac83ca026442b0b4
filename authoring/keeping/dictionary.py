"""Make data/README.md, the dictionary of the tables, from data/datapackage.json and the tables themselves."""

import csv
import json
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data"
PACKAGE = "datapackage.json"
# A date of which perhaps only the month or the year is known; such columns are text for a computer.
REDUCED_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number with decimals",
    "date": "date (YYYY-MM-DD)",
}
HOW_TO_READ = """\
## How to read the tables

- **Where a row comes from.** The column `source` names the main source, and `also` names further ones. \
Both hold ids: look them up in [sources.csv](sources.csv), which gives publisher, title, date and address.
- **How sure we are.** `confidence` is `high` (clear words in a good source), `medium` (one source only, \
a copy, or worked out from two facts) or `low` (uncertain: the column `note` says why).
- **Empty cells.** An empty cell means that nothing was found, or that there is nothing to say. \
It does not mean that something did not happen.
- **Dates.** Dates are written year, month, day: `2004-12-02`. Where less is known, the date is shorter: \
`2005-07` is a month, `2010` is a year. \
Next to such a date, a column whose name ends in `precision` says how exactly it is known.
- **Several values in one cell** are joined by a semicolon.
- **Symbols.** The UN files its documents under short codes. \
`A/RES/59/48` is resolution 48 of session 59 of the General Assembly.

## Licence and citation

The tables are free to use under {licence}, if you name the source. A table for which more is to be said has \
a line on its licence in its section. Cite the tables as:

> {authors} ({year}). *{title}* (version {version}).

## How to correct a fact

1. Edit the CSV table, and name the source of the correction in `source` or `also`. \
A new source needs a row in `sources.csv`.
2. Run `make dictionary`. It makes this page again.
3. Run `make run` and `make exercises`. They run the lessons, the keys and the exercises with the new table.
4. Run `make test`. A number in a text that is no longer true makes a test fail, and the message says where.

To change the description of a table or of a column, edit `datapackage.json` and run `make dictionary`. \
This page is made from it, so do not edit the page itself.
"""


class DictionaryProblem(Exception):
    """The dictionary cannot be made; the message says what is wrong and what to do."""


def read_package(folder: Path) -> dict:
    """Return the description of the data package in `folder`."""
    path = folder / PACKAGE
    try:
        return json.loads(path.read_text(encoding="utf-8"))
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


def one_row_is(table: dict) -> str:
    """Return what one row of a table is: the first sentence of its description, without "One row is"."""
    first = re.match(r"One row is (.+?)\.(?:\s|$)", table.get("description", ""))
    if first is None:
        raise DictionaryProblem(
            f'{PACKAGE}: the description of the table {table["name"]!r} must begin with "One row is", '
            "so that a reader knows what is counted."
        )
    return first[1]


def paragraphs(description: str) -> str:
    """Return a description in which what is left out and what is uncertain stand out as paragraphs."""
    return re.sub(r" (Left out|Uncertain): ", r"\n\n**\1:** ", description)


def kind_of(column: dict) -> str:
    """Return the type of a column in plain words."""
    if column.get("constraints", {}).get("pattern") == REDUCED_DATE:
        return "date, as exact as it is known"
    if column["type"] not in KINDS:
        raise DictionaryProblem(
            f"{PACKAGE}: the column {column['name']!r} has the type {column['type']!r}. "
            f"The dictionary has words for these types only: {', '.join(KINDS)}."
        )
    return KINDS[column["type"]]


def allowed(column: dict) -> str:
    """Return in plain words which values a column may hold."""
    rules = column.get("constraints", {})
    words = []
    if "enum" in rules:
        words.append(", ".join(f"`{value}`" for value in rules["enum"]))
    if "minimum" in rules and "maximum" in rules:
        words.append(f"{rules['minimum']} to {rules['maximum']}")
    elif "minimum" in rules:
        words.append(f"{rules['minimum']} or more")
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


def row_of(table: dict, column: dict) -> str:
    """Return the line of the dictionary on one column."""
    meaning = column.get("description", "").strip()
    if not meaning:
        raise DictionaryProblem(
            f"{PACKAGE}: the column {column['name']!r} of the table {table['name']!r} has no description. "
            "Say in one sentence what it holds, with the unit."
        )
    texts = f"`{column['name']}`", kind_of(column), meaning, allowed(column)
    return "| " + " | ".join(cell(text) for text in texts) + " |"


def key_of(schema: dict) -> str:
    """Return the sentence on the key of a table and on its links to other tables."""
    keys = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    sentences = ["Key (each row has its own): " + ", ".join(f"`{key}`" for key in keys) + "."]
    for link in schema.get("foreignKeys", []):
        other = link["reference"]
        sentences.append(f"`{link['fields']}` leads to `{other['fields']}` in {other['resource']}.csv.")
    return " ".join(sentences)


def section(folder: Path, table: dict) -> str:
    """Return the part of the dictionary on one table."""
    schema = table["schema"]
    about = [f"[{table['path']}]({table['path']}), {count_rows(folder, table):,} rows. {key_of(schema)}"]
    about += [f"Licence: [{licence['title']}]({licence['path']})" for licence in table.get("licenses", [])]
    columns = ["| column | type | meaning | allowed values |", "| --- | --- | --- | --- |"]
    columns += [row_of(table, column) for column in schema["fields"]]
    # The heading is the bare name: code hosts and JupyterLab make the same address out of it.
    heading = f"### {table['name']}"
    texts = [heading, f"**{table['title']}**", paragraphs(table["description"]), *about, "\n".join(columns)]
    return "\n\n".join(texts)


def contents(folder: Path, tables: list[dict]) -> str:
    """Return the table of contents: one line a table, with a link to its section."""
    lines = [
        f"| [{table['path']}](#{table['name']}) | {count_rows(folder, table):,} | {cell(one_row_is(table))} |"
        for table in tables
    ]
    return "\n".join(["| table | rows | one row is |", "| --- | ---: | --- |", *lines])


def dictionary(folder: Path = FOLDER) -> str:
    """Return the text of the dictionary of all tables in `folder`, in Markdown.

    Raises
    ------
    DictionaryProblem
        If datapackage.json or a table is missing, or a description is; the message says what to do.
    """
    package = read_package(folder)
    tables = package["resources"]
    licence = package["licenses"][0]
    how_to_read = HOW_TO_READ.format(
        licence=f"[{licence['title']}]({licence['path']})",
        authors=package["contributors"][0]["title"],
        title=package["title"],
        version=package["version"],
        year=package["created"][:4],
    )
    parts = [f"# {package['title']}", package["description"], "## The tables", contents(folder, tables)]
    sections = [section(folder, table) for table in tables]
    return "\n\n".join([*parts, how_to_read.strip(), "## Table by table", *sections]) + "\n"


def main() -> int:
    """Write data/README.md."""
    try:
        text = dictionary()
    except DictionaryProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    (FOLDER / "README.md").write_text(text, encoding="utf-8", newline="\n")
    print("data/README.md: made from data/datapackage.json and the tables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
