"""Show every sentence, line of code and column description whose as-of date is older than asked: `course.py asof`.

An as-of date says until when something was read or counted. Once a year somebody looks up what came after and moves
these dates; the list of what to look up is in teaching/maintaining.md.
"""

import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from authoring.notebooks import ROOT, read
from coursekit.charts import MONTHS

PLACES = ("notebooks/*.ipynb", "solutions/*.ipynb", "teaching/*.md", "README.md", "data/datapackage.json",
          "coursekit/**/*.py")  # fmt: skip
# "as of 31 December 2025", "As of 2025-12-31", as_of="2025-12-31", "up to ...", "at the end of 2025", "by ..."
_DAY = rf"(?P<day>\d{{1,2}}) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d{{4}})|(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})"
_SAID = re.compile(
    rf"(?:\b(?:as of|up to|on) |\bas_of\"?[=:] ?\")(?:{_DAY})|\bend of (?P<end>\d{{4}})\b", re.IGNORECASE
)
_ON = re.compile(r"on ", re.IGNORECASE)  # "on 31 December 2025" is an as-of date only on the last day of a year


def dates(text: str) -> list[date]:
    """Return the as-of dates in a text."""
    found = []
    for said in _SAID.finditer(text):
        if said["end"]:
            day = date(int(said["end"]), 12, 31)
        elif said["iso"]:
            day = date.fromisoformat(said["iso"])
        else:
            day = date(int(said["year"]), MONTHS.index(said["month"].capitalize()) + 1, int(said["day"]))
        if not _ON.match(said[0]) or (day.month, day.day) == (12, 31):
            found.append(day)
    return found


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give the sentences and lines of a file, each with its place in it."""
    if path.suffix == ".ipynb":
        for cell in read(path).cells:
            parts = (
                re.split(r"(?<=[.!?])\s+|\n\n", cell.source)
                if cell.cell_type == "markdown"
                else cell.source.splitlines()
            )
            yield from ((f"cell {cell.id}", part) for part in parts)
    else:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            yield from ((f"line {number}", part) for part in re.split(r"(?<=[.!?])\s+", line))


def older(than: date, root: Path = ROOT) -> Iterator[str]:
    """Give a line for each place that speaks of the state of things on a day before `than`."""
    for path in sorted(path for pattern in PLACES for path in root.glob(pattern)):
        for place, text in texts(path):
            if any(day < than for day in dates(text)):
                yield f"{path.relative_to(root)}, {place}: {' '.join(text.split())[:160]}"


def main(words: list[str]) -> int:
    """Print what is older than a day; without one, all as-of dates up to this day."""
    try:
        than = date.fromisoformat(words[0]) if words else date.today() + timedelta(days=1)
    except ValueError:
        print(f"{words[0]!r} is no day. Write it as in 2026-12-31.", file=sys.stderr)
        return 2
    lines = list(older(than))
    print("\n".join([*lines, f"{len(lines)} places speak of a day before {than}."]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
