"""Values of tables that people read: which they are, and the tables written again with other words."""

import csv
import io
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from authoring.keeping.editions.language import (
    ANSWERS,
    COLUMNS_OF_A_QUESTION,
    COLUMNS_OF_LISTS,
    COLUMNS_THAT_STAY,
    WORD,
    Message,
    Say,
)

SHARED = "tables"  # the catalogue of values that stand in more than one table


@cache
def package(root: Path) -> dict:
    """Return the description of the tables."""
    return json.loads((root / "data" / "datapackage.json").read_text(encoding="utf-8"))


def columns(root: Path) -> set[str]:
    """Return the names of all columns."""
    return {field["name"] for table in package(root)["resources"] for field in table["schema"]["fields"]}


def columns_for_people(table: dict) -> list[str]:
    """Return the columns of a table whose values are translated."""
    return [
        field["name"]
        for field in table["schema"]["fields"]
        if field["type"] == "string"
        and not {field["name"], f"{table['name']}.{field['name']}"} & COLUMNS_THAT_STAY
    ]  # fmt: skip


def parts(table: str, column: str, cell: str) -> list[str]:
    """Return the values of a cell: one, or several in a column of lists."""
    return cell.split("; ") if f"{table}.{column}" in COLUMNS_OF_LISTS else [cell]


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a table."""
    return list(csv.DictReader(io.StringIO(text)))


def _values(root: Path, table: dict) -> Iterator[tuple[str, int, str]]:
    """Give each value of a table that people read, with the number of its line and its column."""
    chosen = columns_for_people(table)
    for line, row in enumerate(rows((root / "data" / table["path"]).read_text(encoding="utf-8")), 2):
        for column in chosen:
            for value in parts(table["name"], column, row[column]):
                if WORD.search(value):
                    yield value, line, column


@cache
def that_stay(root: Path) -> set[str]:
    """Return the values of columns that stay: code that names one of them leaves it as it is."""
    values: set[str] = set()
    for table in package(root)["resources"]:
        if table["name"] == "terms":  # for translators: the English word of a term is language wherever it stands
            continue
        chosen = columns_for_people(table)
        staying = [field["name"] for field in table["schema"]["fields"] if field["name"] not in chosen]
        for row in rows((root / "data" / table["path"]).read_text(encoding="utf-8")):
            values |= {row[column] for column in staying if WORD.search(row[column])}
    return values


@cache
def where(root: Path) -> dict[str, list[tuple[str, str, int]]]:
    """Return for each value the tables, columns and lines in which it stands first."""
    found: dict[str, dict] = {}
    for table in package(root)["resources"]:
        for value, line, column in _values(root, table):
            found.setdefault(value, {}).setdefault((table["name"], column), line)
    return {value: [(*place, line) for place, line in places.items()] for value, places in found.items()}


def answer(value: str, say: Say) -> str:
    """Return "yes" or "no" as it is said in a column that answers a question; as in a vote where that is not translated."""
    said = say(Message(ANSWERS[value]))
    return said if said != ANSWERS[value] else say(Message(value))


def messages(root: Path) -> Iterator[tuple[str, str, Message]]:
    """Give each value once: its catalogue, its file, and the message."""
    note = f"Value of the columns {', '.join(sorted(COLUMNS_OF_A_QUESTION))}: a short word, such as that for yes or no."
    for text in ANSWERS.values():
        yield SHARED, "data/datapackage.json", Message(text, "", note)
    for value, places in where(root).items():
        tables = {table for table, _, _ in places}
        table, _, line = places[0]
        votes_only = COLUMNS_OF_A_QUESTION if value in ANSWERS else set()
        listed = sorted({column for _, column, _ in places} - votes_only)
        note = f"Value of the column{'s' * (len(listed) > 1)} {', '.join(listed)}."
        yield SHARED if len(tables) > 1 else f"table_{table}", f"data/{table}.csv", Message(value, str(line), note)


def translated(root: Path, table: dict, text: str, say: Say) -> str:
    """Return a table with other words in the columns that people read."""
    chosen = columns_for_people(table)
    read = rows(text)
    for row in read:
        for column in chosen:
            cell = parts(table["name"], column, row[column])
            if column in COLUMNS_OF_A_QUESTION and row[column] in ANSWERS:
                row[column] = answer(row[column], say)
                continue
            row[column] = "; ".join(say(Message(value)) if WORD.search(value) else value for value in cell)
    written = io.StringIO()
    writer = csv.DictWriter(written, [field["name"] for field in table["schema"]["fields"]], lineterminator="\n")
    writer.writeheader()
    writer.writerows(read)
    return written.getvalue()
