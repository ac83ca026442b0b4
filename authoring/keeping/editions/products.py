"""Hold the slides, handouts and feedback of an edition against the English ones: every part is there, and each slide fits.

They are made from the words of lessons: a heading with its minutes, *Your turn*, *Source:*. Where a translation breaks
this, a part would be missing without a word. And longer words may run over the edge of a slide, which a browser sees.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import zip_longest
from pathlib import Path

from bs4 import BeautifulSoup

from authoring.keeping.editions.build import run_in
from authoring.marking.exercise_text import hints, questions
from authoring.notebooks import read
from authoring.publishing import handouts, slides
from authoring.publishing.briefing import CHROMIUMS, QUIET
from authoring.publishing.pages import HERE, NOTEBOOKS
from coursekit.verdicts import exercise_numbers

SHAPES = "shapes.json"
KEY = "solutions/02_observer_status.ipynb"
SECONDS = 60  # for a browser to show the slides of a lesson, on a slow computer


def shapes() -> dict[str, list]:
    """Return what the slides, handouts and pages of feedback of this course consist of, without their words."""
    found: dict[str, list] = {}
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        found[f"slides of {path.stem}"] = [
            [slide.kind, [bool(text) for text in slide.body], "prompt turn" in str(slide.body), len(slide.cells), len(slide.notes)]
            for slide in slides.Deck(read(path), path).slides
        ]  # fmt: skip
    for path in sorted([*NOTEBOOKS.glob("*.ipynb"), *handouts.EXERCISES.glob("*.ipynb")]):
        found[f"handout of {path.stem}"] = [
            [cell.cell_type, cell.metadata.get("lines", 0)]
            + [
                [bool(text) for text in output.get("metadata", {}).get("caption", [])]
                for output in cell.get("outputs", [])
            ]
            for cell in handouts.prepared(read(path), handouts.is_exercise(path)).cells
        ]
    numbers = [number for number in exercise_numbers() if number[0] != "0" and not number.endswith(".0")]
    found["feedback"] = [[number, len(hints(number)), len(questions(number))] for number in numbers]
    return found


def cut_slides(deck: Path, chromium: str) -> list[str]:
    """Return the headings of the slides of a lesson on which something runs over the edge."""
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *QUIET, f"--user-data-dir={profile}", "--dump-dom", deck.resolve().as_uri()]
        shown = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True).stdout
    return [slide.h2.get_text() for slide in BeautifulSoup(shown, "html.parser").select("[data-cut]")]


def that_differ(target: Path) -> list[str]:
    """Return what is wrong with the products of an edition, a sentence each."""
    with tempfile.TemporaryDirectory() as place:
        run_in(target, "authoring.keeping.editions.products", place)
        return [*parts_that_differ(Path(place)), *not_marked(target), *_that_do_not_fit(Path(place))]


def parts_that_differ(folder: Path) -> list[str]:
    """Return a sentence for each product whose parts, as written into a folder, are not those of the English one."""
    said = json.loads((folder / SHAPES).read_text(encoding="utf-8"))
    lines = []
    for name, parts in shapes().items():
        pairs = zip_longest(parts, said.get(name, []))
        differing = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
        if differing is not None:
            lines.append(
                f"{name}: part {differing} is not that of the English one. Most often a heading has lost its minutes, "
                "or words such as Your turn are not the same in the lesson and in command.po or coursekit.po."
            )
    return lines


def not_marked(target: Path) -> list[str]:
    """Return a sentence if marking does not find each answer of a key right."""
    said = run_in(target, "authoring.marking", KEY)
    right, of = re.findall(r"\d+", said.splitlines()[0])[-2:]
    return [] if right == of else [f"marking: of {of} answers of {KEY}, {right} are right. It said:\n{said}"]


def _that_do_not_fit(folder: Path) -> list[str]:
    """Return a sentence for each slide that does not fit; none, and a line that says so, where nobody can look."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None or not (HERE / "node_modules" / "reveal.js").is_dir():
        print("Whether each slide fits was not tried: this needs Chromium, and the command slides run once.")
        return []
    slides.place_player(folder)
    return [
        f"slides of {deck.stem}: {heading!r} does not fit on its slide. Say it, or what it shows, in fewer words."
        for deck in sorted(folder.glob("*.html"))
        for heading in cut_slides(deck, chromium)
    ]


def main(place: str) -> None:
    """Write the slides of all lessons of this course into a folder, and the shapes of all its products."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        (Path(place) / f"{path.stem}.html").write_text(slides.html_of(read(path), path), encoding="utf-8")
    (Path(place) / SHAPES).write_text(json.dumps(shapes()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
