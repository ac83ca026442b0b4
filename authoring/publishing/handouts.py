"""Make pages to print from the lessons and exercises: `make handouts`, or NB=02 for one lesson and its exercises.

For learners who read or write on paper: each lesson, each learner's copy of exercises, and the pages of signs and terms become an HTML file and a
PDF of A4 pages in build/handouts/, with everything that the notebook holds. What a screen does otherwise, paper does so:

- a chart stands over its description, source and date; above it, what its controls are called;
- code that is folded on the screen is left out, and what it shows stays; a guess has a line to write on;
- an answer cell becomes lines to write on, and its check a line for the day when a computer is there;
- hints stand together on the last pages, not beside the exercise;
- addresses of links stand in a numbered list at the end.

The PDF is made by Chromium; where there is none, the HTML file can be printed from any browser. A third file, the answers
for teachers, comes from authoring/publishing/answer_sheet.py.
"""

import html
import re
import sys
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.keeping.exercises import holds_answers, is_stub
from authoring.notebooks import copy_of, key_behind, read
from authoring.publishing import answer_sheet
from authoring.publishing.pages import (
    BUILD,
    CHECK,
    CLOSING,
    NOTEBOOKS,
    ROOT,
    TEMPLATES,
    PageProblem,
    block_html,
    caption_of,
    finished,
    notebooks_of,
    output_markdown,
    printed,
    title_of,
    told,
)

FOLDER, EXERCISES, SOLUTIONS = BUILD / "handouts", ROOT / "exercises", ROOT / "solutions"
FEWEST_LINES, MOST_LINES, MINUTES_OF_A_LINE = 4, 14, 2  # empty lines under an exercise, by the minutes it takes
MOST_COLUMNS = 10  # of a table in the common size of type
MOST_ROWS = 9  # of a table that is not cut by the end of a page
# The heading of an exercise: a word, its number, and first in the brackets its minutes.
_MINUTES = re.compile(r"^## [^\W\d_]+ \d\.\d \((\d+) ", re.MULTILINE)
_EXERCISE = re.compile(r"^[^\W\d_]+ \d\.\d")


# ---- What the template prints


def prepared(notebook: NotebookNode, exercise: bool) -> NotebookNode:
    """Return a notebook's cells as the template prints them; in exercises, lines in place of an answer."""
    cells: list[NotebookNode] = []
    lines = FEWEST_LINES
    unanswered: set[str] = set()  # the names that the learner gives
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells.append(new_markdown_cell(cell.source, metadata=cell.metadata))
            minutes = _MINUTES.search(cell.source)
            if exercise and len(cells) == 1:
                cells.append(new_markdown_cell('<p class="who">Name: <span></span> Date: <span></span></p>'))
            lines = min(MOST_LINES, max(FEWEST_LINES, int(minutes[1]) // MINUTES_OF_A_LINE)) if minutes else lines
        elif exercise and CHECK.match(cell.source):
            check = f'<p class="check">On a computer, check it: <code>{html.escape(cell.source)}</code></p>'
            cells.append(new_markdown_cell(check))
        elif cell.cell_type == "code" and cell.source.strip():
            folded = cell.metadata.get("jupyter", {}).get("source_hidden")  # code that is not for reading
            copy = new_code_cell("" if folded else cell.source, metadata={"tags": cell.metadata.get("tags", [])})
            if exercise and is_stub(cell.source):
                unanswered |= set(re.findall(r"^(\w+) =", cell.source, re.MULTILINE))
                copy.metadata["lines"] = lines
            if not unanswered & set(re.findall(r"\w+", cell.source)):  # else what it shows needs a computer
                copy.outputs = list(outputs_of(cell))
            cells.append(copy)
    return new_notebook(cells=cells)


def outputs_of(cell: NotebookNode) -> Iterator[NotebookNode]:
    """Yield what a cell shows as paper needs it: charts with their captions, tables, texts as HTML."""
    pictures = [place for place, output in enumerate(cell.outputs) if "image/png" in output.get("data", {})]
    captions = {place + 1 for place in pictures if caption_of(cell.outputs, place)[1]}
    for place, output in enumerate(cell.outputs):
        data, text = output.get("data", {}), output_markdown(output)
        if place in pictures:
            in_words, origin = caption_of(cell.outputs, place)
            size = output.metadata.get("image/png", {})
            about = {"alt": size.get("alt", in_words), "caption": [in_words, origin], "width": size.get("width")}
            yield new_output("display_data", {"image/png": data["image/png"]}, metadata=about)
        elif "<table" in data.get("text/html", "") or output.output_type == "stream":
            yield output
        elif text and place not in captions:  # those words stand under the picture
            if controls := output.metadata.get("controls"):
                text = "\n\n".join([f"In the notebook, controls stand here: {controls}.", *text.split("\n\n")[1:]])
            yield new_output("display_data", {"text/html": block_html(text)})


# ---- What paper does otherwise


def on_paper(page: BeautifulSoup) -> None:
    """Sort the page of a handout for paper: exercises as sections, hints on the last pages, links with numbers."""
    for heading in page.find_all("h2", string=_EXERCISE):
        section = page.new_tag("section", attrs={"class": "exercise"})
        held = [heading, *takewhile(lambda one: one.name not in {"h2", "section"}, heading.next_siblings)]
        heading.insert_before(section)
        section.extend(held)
        folded = section.find_all("details")
        if folded:
            title = page.new_tag("h3", string=_EXERCISE.match(heading.get_text())[0])
            page.select_one(".hints").extend([title, *folded])
    last = page.find("h2", string=CLOSING[-1].lstrip("# "))
    if page.select_one(".hints h3"):
        last.insert_before(page.select_one(".hints"))
    for folded in page.find_all(["details", "summary"]):  # paper does not unfold
        folded.name = {"details": "div", "summary": "h4" if folded.find_parent(class_="hints") else "strong"}[
            folded.name
        ]
    numbers: dict[str, int] = {}
    addresses = page.select_one(".links")
    for link in page.find_all("a", href=re.compile("^https?://")):
        if link["href"] not in numbers:
            addresses.append(page.new_tag("li", string=link["href"]))
        number = numbers.setdefault(link["href"], len(numbers) + 1)
        link.insert_after(page.new_tag("sup", string=f"[{number}]"))
    for table in page.find_all("table"):
        rows = table.find_all("tr")
        wide, whole = len(rows[0].find_all(["th", "td"])) > MOST_COLUMNS, len(rows) <= MOST_ROWS
        table["class"] = [name for name, is_so in (("wide", wide), ("whole", whole)) if is_so]
    for section in page.select("section:not(:has(h3, li, pre))"):  # no hints, or no links
        section.decompose()


def is_exercise(path: Path) -> bool:
    """Say whether a notebook stands in a folder of learner's copies."""
    return path.resolve().parent.name == EXERCISES.name


def exercises_of(path: Path) -> list[Path]:
    """Return the learner's copy that belongs to a lesson of the course, if the lesson has one."""
    copy = copy_of(path.resolve())
    return [copy] if path.resolve().parent == NOTEBOOKS and copy.is_file() else []


def _link_target(place: str) -> str | None:
    """Return where a link to a notebook or page leads: to its handout. Other links inside the project lead nowhere on paper."""
    found = re.fullmatch(r"(?:\.\./)?(?:notebooks/|exercises/)?(\d\d_\w+(?=\.ipynb)|[a-z_]+(?=\.md))\.\w+(#.*)?", place)
    if place.startswith("#"):
        return place
    return f"{found[1]}.html{found[2] or ''}" if found else None


def page_of(path: Path, target: Callable[[str], str | None] = _link_target) -> BeautifulSoup:
    """Return a notebook, or a page of text, as one page; `target` says where a link inside the project leads."""
    notebook = (
        read(path) if path.suffix == ".ipynb" else new_notebook(cells=[new_markdown_cell(path.read_text("utf-8"))])
    )
    key, exercise = SOLUTIONS / key_behind(path).name, is_exercise(path)
    if exercise and key.is_file() and holds_answers(notebook, read(key)):
        raise PageProblem(
            f"{path} holds answers, and they would stand on the handout. Run: make exercises (it keeps the answers in "
            "exercises/kept/), then run the command again."
        )
    title, label = title_of(notebook, path)
    exporter = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="handouts")
    about = {"title": label or title, "exercise": exercise}
    return finished(exporter.from_notebook_node(prepared(notebook, exercise), {"handout": about})[0], target)


def html_of(path: Path) -> str:
    """Return the handout of a notebook, or of a page of text, as HTML."""
    page = page_of(path)
    on_paper(page)
    return str(page)


def build(names: list[str], folder: Path = FOLDER) -> Iterator[str]:
    """Make handouts, and say for each what was made: of all and the answers for teachers, or of the notebooks named.

    A lesson brings its exercises with it.
    """
    paths = [path for named in notebooks_of(names) for path in (named, *exercises_of(named))]
    if not names:
        paths = sorted([*NOTEBOOKS.glob("*.ipynb"), *NOTEBOOKS.glob("*.md"), *EXERCISES.glob("*.ipynb")])
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        target = folder / f"{path.stem}.html"
        target.write_text(html_of(path), encoding="utf-8")
        yield printed(target)
    if not names:
        target = folder / "answers_for_teachers.html"
        target.write_text(answer_sheet.html_of(), encoding="utf-8")
        yield printed(target)
    else:
        yield "The answers for teachers are made with all handouts: run the command without a name."


if __name__ == "__main__":
    sys.exit(told(build, sys.argv[1:]))
