"""Make pages to print from the lessons and exercises: `make handouts`, or NB=notebooks/02_observer_status.ipynb for one.

For learners who read or write on paper: each lesson, and each learner's copy of exercises, becomes an HTML file and a
PDF of A4 pages in build/handouts/, with everything that the notebook holds. What a screen does otherwise, paper does so:

- a chart stands over its description, source and date; of a control its starting picture, and what the control changes;
- an answer cell becomes lines to write on, and its check a line for the day when a computer is there;
- hints stand together on the last pages, not beside the exercise;
- addresses of links stand in a numbered list at the end.

The PDF is made by Chromium; where there is none, the HTML file can be printed from any browser. A third file, the answers
for teachers, comes from authoring/publishing/answer_sheet.py.
"""

import html
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.keeping.exercises import holds_answers, is_stub
from authoring.notebooks import read
from authoring.publishing import answer_sheet
from authoring.publishing.pages import (
    BUILD,
    NOTEBOOKS,
    ROOT,
    TEMPLATES,
    PageProblem,
    block_html,
    caption_of,
    css_text,
    naming,
    output_markdown,
    printed,
    relink,
    tidy_table,
    tidy_tables,
    title_of,
    told,
)

FOLDER, EXERCISES, SOLUTIONS = BUILD / "handouts", ROOT / "exercises", ROOT / "solutions"
FEWEST_LINES, MOST_LINES, MINUTES_OF_A_LINE = 4, 14, 2  # empty lines under an exercise, by the minutes it takes
MOST_COLUMNS = 10  # of a table in the common size of type
MOST_ROWS = 9  # of a table that is not cut by the end of a page
_MINUTES = re.compile(r"^## Exercise [\d.]+ \((\d+) minutes", re.MULTILINE)
_CHECK = re.compile(r'^check\("[\d.]+"')
_ASIDE = re.compile(r"# (?:Words|Drawing):|def .+?\n\s+\"\"\"(?:Drawing|Say)")  # code that need not be read
_CONTROLS = re.compile(r"^Controls: (.+?)\. They work")


class Handout:
    """What is printed of one notebook, made cell by cell."""

    def __init__(self, notebook: NotebookNode, path: Path) -> None:
        self.title, label = title_of(notebook, path)
        self.label = label or self.title
        self.links: dict[str, int] = {}  # the address of each link, with its number
        self.hints: list[str] = []
        self.cells: list[NotebookNode] = []
        self.last: list[NotebookNode] = []  # what stands after the hints
        self.exercise, self.lines = "", FEWEST_LINES
        self.unanswered: set[str] = set()  # the names that the learner gives
        self.is_exercise = is_exercise(path)
        for cell in notebook.cells:
            with naming(path, cell):
                if cell.cell_type == "markdown":
                    self._text(cell)
                elif cell.cell_type == "code" and cell.source.strip():
                    self._code(cell)

    def _html(self, markdown: str) -> str:
        """Return Markdown as HTML for paper: numbers at the links that leave the project, and no anchors."""
        soup = BeautifulSoup(tidy_tables(relink(block_html(markdown), _link_target)), "html.parser")
        for anchor in soup.find_all("a", class_="anchor-link"):
            anchor.decompose()
        for folded in soup.find_all(["details", "summary"]):  # paper does not unfold
            folded.name = "div" if folded.name == "details" else "strong"
        for link in soup.find_all("a", href=re.compile("^https?://")):
            number = self.links.setdefault(link["href"], len(self.links) + 1)
            mark = soup.new_tag("sup")
            mark.string = f"[{number}]"
            link.insert_after(mark)
        return str(soup)

    def _text(self, cell: NotebookNode) -> None:
        """Add a text; its hints are kept for the end."""
        heading = re.match(r"## (Exercise [\d.]+)?", cell.source)
        if heading and self.is_exercise:
            self._section(heading[1] or "")
        minutes = _MINUTES.search(cell.source)
        if minutes:
            self.lines = min(MOST_LINES, max(FEWEST_LINES, int(minutes[1]) // MINUTES_OF_A_LINE))
        folded = re.findall(r"<details><summary>(.+?)</summary>(.+?)</details>", cell.source, re.DOTALL)
        if folded:
            self.hints.append(f"<h3>{self.exercise}</h3>")
            self.hints += [f"<h4>{html.escape(name)}</h4>{self._html(text.strip())}" for name, text in folded]
        if self.is_exercise and cell.source.startswith("## Next"):
            self.last.append(new_markdown_cell(self._html(cell.source)))
            return
        rest = re.sub(r"<details>.+?</details>", "", cell.source, flags=re.DOTALL).strip()
        if rest:
            self.cells.append(new_markdown_cell(self._html(rest)))
        if not self.cells[1:] and self.is_exercise:
            self.cells.append(new_markdown_cell('<p class="who">Name: <span></span> Date: <span></span></p>'))

    def _section(self, exercise: str) -> None:
        """End the exercise that stands before, and begin another one if the heading names one."""
        ends, begins = "</section>" if self.exercise else "", '<section class="exercise">' if exercise else ""
        self.cells.append(new_markdown_cell(ends + begins))
        self.exercise = exercise

    def _code(self, cell: NotebookNode) -> None:
        """Add a cell with what it shows; in exercises, lines in place of an answer."""
        if self.is_exercise and _CHECK.match(cell.source):
            line = f'<p class="check">On a computer, check it: <code>{html.escape(cell.source)}</code></p>'
            self.cells.append(new_markdown_cell(line))
            return
        copy = new_code_cell(cell.source)
        copy.metadata["aside"] = bool(_ASIDE.match(cell.source))
        if self.is_exercise and is_stub(cell.source):
            self.unanswered |= set(re.findall(r"^(\w+) =", cell.source, re.MULTILINE))
            copy.metadata["lines"] = self.lines
        waits = self.unanswered & set(re.findall(r"\w+", cell.source))  # what it shows is there on a computer only
        if not waits:
            copy.outputs = self._outputs(cell.outputs)
        self.cells.append(copy)

    def _outputs(self, outputs: list[NotebookNode]) -> list[NotebookNode]:
        """Return outputs as paper needs them: charts with their captions, tidy tables, texts as HTML."""
        shown, place = [], 0
        while place < len(outputs):
            output = outputs[place]
            data = output.get("data", {})
            if "image/png" in data:
                in_words, origin, controls = caption_of(outputs, place)
                size = output.metadata["image/png"]
                caption = [
                    *([f"On a screen, controls change this picture: {controls}."] if controls else []),
                    in_words,
                    origin,
                ]
                figure = {"alt": in_words, "caption": caption, "width": size.get("width")}
                shown.append(new_output("display_data", {"image/png": data["image/png"]}, metadata=figure))
                place += 1  # the next output holds the words, which stand in the caption now
            elif "<table" in data.get("text/html", ""):
                table = tidy_table(data["text/html"])
                rows = table.find_all("tr")
                wide, whole = len(rows[0].find_all(["th", "td"])) > MOST_COLUMNS, len(rows) <= MOST_ROWS
                table["class"] = [name for name, is_so in (("wide", wide), ("whole", whole)) if is_so]
                shown.append(new_output("display_data", {"text/html": str(table)}))
            elif output_markdown(output):
                controls = _CONTROLS.match(output_markdown(output))
                text = f"On a screen, controls stand here: {controls[1]}." if controls else output_markdown(output)
                shown.append(new_output("display_data", {"text/html": self._html(text)}))
            elif output.output_type == "stream":
                shown.append(output)
            place += 1
        return shown

    def notebook(self) -> NotebookNode:
        """Return the notebook that the template prints."""
        cells = [*self.cells, *([new_markdown_cell("</section>")] if self.exercise else [])]
        if self.hints:
            cells.append(new_markdown_cell(f'<section class="hints"><h2>Hints</h2>{"".join(self.hints)}</section>'))
        cells += self.last
        if self.links:
            items = "".join(f"<li>{html.escape(address)}</li>" for address in self.links)
            cells.append(new_markdown_cell(f'<h2>Links</h2><ol class="links">{items}</ol>'))
        return new_notebook(cells=cells)


def is_exercise(path: Path) -> bool:
    """Say whether a notebook stands in a folder of learner's copies."""
    return path.resolve().parent.name == EXERCISES.name


def _link_target(place: str) -> str | None:
    """Return where a link to a notebook leads: to its handout. Other links inside the project lead nowhere on paper."""
    found = re.fullmatch(r"(?:\.\./)?(notebooks/|exercises/)?(\d\d_\w+)\.ipynb(#.*)?", place)
    if place.startswith("#"):
        return place
    return f"{name_of(found[2], found[1] == 'exercises/')}.html{found[3] or ''}" if found else None


def name_of(stem: str, exercise: bool) -> str:
    """Return the name of a handout without its ending."""
    return f"{stem}_exercises" if exercise else stem


def html_of(path: Path) -> str:
    """Return the handout of a notebook as HTML."""
    notebook = read(path)
    key = SOLUTIONS / path.name
    if is_exercise(path) and key.is_file() and holds_answers(notebook, read(key)):
        raise PageProblem(
            f"{path} holds answers, and they would stand on the handout. Run: make exercises (it keeps the answers in "
            "exercises/kept/), then run the command again."
        )
    handout = Handout(notebook, path)
    exporter = HTMLExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="handouts")
    about = {"title": handout.label, "head": css_text(handout.label)}
    page, _ = exporter.from_notebook_node(handout.notebook(), {"handout": about})
    return page


def build(names: list[str], folder: Path = FOLDER) -> Iterator[str]:
    """Make the handouts of the notebooks named, or of all and the answers for teachers; say for each what was made."""
    paths = [Path(name) for name in names]
    if not names:
        paths = [p for place in (NOTEBOOKS, EXERCISES) for p in sorted(place.glob("*.ipynb"))]
    folder.mkdir(parents=True, exist_ok=True)
    for path in paths:
        target = folder / f"{name_of(path.stem, is_exercise(path))}.html"
        target.write_text(html_of(path), encoding="utf-8")
        yield printed(target)
    if not names:
        target = folder / "answers_for_teachers.html"
        target.write_text(answer_sheet.html_of(), encoding="utf-8")
        yield printed(target)


if __name__ == "__main__":
    sys.exit(told(build, sys.argv[1:]))
