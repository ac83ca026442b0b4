"""Make slides for the teacher from the lesson notebooks: `make slides`, or `make slides NB=02`.

The slides of a lesson are one HTML file in build/slides/, shown by reveal.js from the folder beside it; no network is
needed. Nothing is written for the slides alone: what stands on them, and what the speaker reads (key S), is the lesson.

- A heading opens a slide. A list, a table, and a paragraph that begins in bold stand on a slide; all other text goes
  into the notes, with the minutes and what the teacher's page of the lesson says to ask. Bold paragraphs that follow
  each other share a slide. The sections that close a lesson stand on slides as a whole.
- The first question of a bold paragraph is the heading of what the next cell shows; that of *Your turn* is not.
- The question of guess() stands on a slide with its choices, and is the heading of what the next cell shows.
- A cell's table and what it prints stand on a slide, but not a verdict of check(); a chart has one of its own, with
  its source.
- The tag `slide-code` of a cell shows its code, too, `slide-code-2-3` its lines 2 to 3, and `slide-halves` a high chart
  once more in two halves. The slide type Skip (JupyterLab: Property Inspector) leaves a cell out, text or code.

The size of type is found in the browser, by slides.js: the largest at which all stands on the slide. A table that is too
long even so is spread over up to three slides.
"""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.notebooks import read
from authoring.publishing.pages import (
    BUILD,
    CHECK,
    CLOSING,
    MINUTES,
    NOTEBOOKS,
    ROOT,
    TEMPLATES,
    TURN,
    blocks,
    caption_of,
    changed_cells,
    finished,
    inline_html,
    notebooks_of,
    output_markdown,
    sentences,
    title_of,
    told,
    web_package,
)
from coursekit.guesses import FIRST, MINE

FOLDER = BUILD / "slides"
ASKED = f"**{FIRST}**"  # how a guess begins
REVEAL_FILES = ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
OWN_FILES = sorted(p for p in (TEMPLATES / "slides").iterdir() if p.suffix in {".css", ".js"})


@dataclass
class Slide:
    """One slide: what kind, the heading, the small line above, the Markdown under it, the cells to show, the notes."""

    kind: str
    heading: str
    above: str = ""
    body: list[str] = field(default_factory=list)
    cells: list[NotebookNode] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Deck:
    """The slides of one lesson, made cell by cell."""

    def __init__(self, notebook: NotebookNode, path: Path) -> None:
        self.title, self.label = title_of(notebook, path)
        self.slides: list[Slide] = []
        self.part = self.question = self.clock = ""
        self.minute = 0
        self.pictures: set[str] = set()
        self.joins = False  # whether what comes next may stand on the last slide
        stated = re.search(r"\*\* (\d+) [^\W\d_]", notebook.cells[0].source)
        self.minutes = stated[1] if stated else ""
        self.teacher = teacher_lines(ROOT / "teaching" / f"{path.stem}.md")
        for cell in notebook.cells:
            if cell.metadata.get("slideshow", {}).get("slide_type") != "skip":
                {"markdown": self._text, "code": self._code}.get(cell.cell_type, lambda cell: None)(cell)

    def _new(self, kind: str, heading: str = "") -> Slide:
        """Add a slide of this part. Its notes begin with the minutes; without a heading of its own it has the part's."""
        own = heading if heading != self.part else ""
        slide = Slide(kind, own or self.part or self.title, self.part if own else "")
        slide.notes += [self.clock] if self.clock else []
        self.slides.append(slide)
        return slide

    def _text(self, cell: NotebookNode) -> None:
        self.joins = False
        for kind, text in blocks(cell.source):
            if kind == "heading":
                self._heading(text.lstrip("# ").strip())
            elif f"## {self.part}" in CLOSING and kind == "paragraph":
                self._show("text", "\n\n".join(sentences(text)), text)
            elif kind in {"list", "table"}:
                self._show("result" if kind == "table" else "text", text, text)
            elif text.startswith("**") and len(self.slides) > 1:
                whole = re.fullmatch(r"\*\*[^*]+\*\*", text)
                name = "statement" if whole else "prompt turn" if text.startswith(f"**{TURN}") else "prompt"
                words = re.sub(r"^(\*\*[^*]+\*\*\s+)([^\W\d_])", lambda found: found[1] + found[2].upper(), text)
                self._show(name.split()[0], f'<div class="{name}">\n\n{words}\n\n</div>', text)
                said = sentences(re.sub(r"^\*\*[^*]+:\*\* ", "", words).replace("**", ""))
                asked = [sentence for sentence in said if sentence.endswith("?")] if name != "prompt turn" else []
                self.question, self.joins = asked[0] if asked else "", name == "prompt"
            else:
                self.slides[-1].notes.append(text)
                self.joins = False

    def _heading(self, heading: str) -> None:
        self.question = self.clock = ""
        if not self.slides:
            self._new("title").body += [self.label, f"{self.minutes} minutes" if self.minutes else ""]
            self.slides[-1].notes.append(
                "Space or the right arrow goes on, the left arrow back, Esc shows all slides, the question mark all keys. "
                "At *Guess first* wait for guesses: the next slide answers. At *Your turn* open the lesson."
            )
            return
        self.part = MINUTES.sub("", heading)
        taken = MINUTES.search(heading)
        if taken:
            until = self.minute + int(taken[1])
            self.clock, self.minute = f"Minutes {self.minute} to {until} of {self.minutes}.", until
        slide = self._new("part")
        slide.above = f"{taken[1]} minutes" if taken else ""
        slide.notes += self.teacher.get(self.part, [])

    def _show(self, kind: str, markdown: str, note: str) -> None:
        """Put a text on a slide: on the last one, if nothing stands between, or on a new one."""
        joined = self.joins and self.slides[-1].kind == kind == "prompt"
        slide = self.slides[-1] if joined else self._free() or self._new(kind)
        if kind == "result":
            slide.kind = kind
        slide.body.append(markdown)
        slide.notes.append(note)
        self.joins = True

    def _free(self) -> Slide | None:
        """Return the slide of the part if nothing stands under its heading yet."""
        last = self.slides[-1]
        return last if last.kind == "part" and not last.body and not last.cells else None

    def _code(self, cell: NotebookNode) -> None:
        """Add what a cell shows: code that is marked, printed lines and tables; then each chart."""
        page = next((text for text in map(output_markdown, cell.outputs) if text.startswith("### ")), "")
        asked = next((text for text in map(output_markdown, cell.outputs) if text.startswith(ASKED)), "")
        if asked:
            question, _, choices = asked.partition(MINE)[0].partition("\n\n")
            self._show("prompt", f'<div class="prompt">\n\n{question}\n\n{choices}\n\n</div>', question)
            self.question, self.joins = question.removeprefix(f"{ASKED} "), False
            return
        if page:  # that a cell put together: its heading, and the lines that begin in bold
            heading, *texts = page.split("\n\n")
            slide = self._new("text", heading.lstrip("# "))
            slide.body += [text for text in texts if text.startswith("**")]
        judged = CHECK.match(cell.source)  # in class nobody has answered yet
        outputs = [] if page or judged else list(filter(is_shown, cell.outputs))
        shown = new_code_cell(code_on_slide(cell), outputs=outputs)
        if shown.source or shown.outputs:
            joined = self.joins and self.slides[-1].kind == "result" and not any("data" in o for o in shown.outputs)
            slide = self.slides[-1] if joined else self._free() or self._new("result", self.question)
            slide.kind, self.question, self.joins = "result", "", True
            slide.cells.append(shown)
        for place, output in enumerate(cell.outputs):
            picture = output.get("data", {}).get("image/png", "")
            if picture and picture not in self.pictures:  # the page of a briefing shows its chart a second time
                self.pictures.add(picture)
                self._chart(cell, place)

    def _chart(self, cell: NotebookNode, place: int) -> None:
        """Add the slide of a chart, and its two halves if the cell asks for them."""
        in_words, origin = caption_of(cell.outputs, place)
        controls = cell.outputs[place - 1].get("metadata", {}).get("controls") if place else ""
        live = f"In the lesson, controls change this picture: {controls}. " if controls else ""
        shown = [("", in_words, live + origin, [f"{live}{in_words}", origin])]
        if "slide-halves" in cell.metadata.get("tags", []):
            words = {
                "upper": "The upper half of the chart before, enlarged.",
                "lower": "The lower half of the chart before, enlarged.",
            }
            shown += [(half, text, text, [text]) for half, text in words.items()]
        picture = {"image/png": cell.outputs[place].data["image/png"]}
        for half, alt, caption, notes in shown:
            output = new_output("display_data", picture, metadata={"alt": alt, "caption": caption, "half": half})
            slide = self._new("chart")
            slide.cells.append(new_code_cell("", outputs=[output]))
            slide.notes += notes
        self.question, self.joins = "", False

    def notebook(self) -> NotebookNode:
        """Return a notebook whose cells carry nbconvert's slide types: each slide with its cells, then its notes."""
        cells = []
        for slide in self.slides:
            above = f'<p class="above">{inline_html(slide.above)}</p>' if slide.above else ""
            head = f"{above}<h2>{inline_html(slide.heading)}</h2>"
            texts = [new_markdown_cell("\n\n".join([head, *slide.body])), new_markdown_cell("\n\n".join(slide.notes))]
            texts[0].metadata["slideshow"] = {"slide_type": "slide", "data": {"kind": slide.kind}}
            texts[1].metadata["slideshow"] = {"slide_type": "notes"}
            cells += [texts[0], *slide.cells, texts[1]]
        return new_notebook(cells=cells)


def code_on_slide(cell: NotebookNode) -> str:
    """Return the lines of a cell's code that its tags put on a slide."""
    for tag in cell.metadata.get("tags", []):
        asked = re.fullmatch(r"slide-code(?:-(\d+)-(\d+))?", tag)
        if asked:
            lines = cell.source.strip().splitlines()
            chosen = lines[int(asked[1]) - 1 : int(asked[2])] if asked[1] else lines
            return textwrap.dedent("\n".join(chosen)).strip("\n")
    return ""


def is_shown(output: NotebookNode) -> bool:
    """Say whether an output is printed text or a table."""
    printed = output.output_type == "stream" and output.name == "stdout"
    return printed or "<table" in output.get("data", {}).get("text/html", "")


def teacher_lines(page: Path) -> dict[str, list[str]]:
    """Return what a teacher's page says for each part of a lesson: what to ask, what learners answer. It may be absent."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    sections = (re.findall(r"^\| (?!---)(.+) \|$", section, re.MULTILINE) for section in text.split("\n## "))
    tables = ([line.split(" | ") for line in lines] for lines in sections if lines)
    table = next((lines for lines in tables if "you ask" in lines[0]), None)
    if not table:
        return {}
    names, *rows = table
    wanted = range(2, len(names))  # the first two are the part and its minutes
    return {row[0]: [f"**{names[n].capitalize()}:** {row[n]}" for n in wanted if n < len(row)] for row in rows}


def _link_target(place: str) -> str | None:
    """Return where a link to another lesson leads: to its slides. Other links inside the project lead nowhere here."""
    lesson = re.fullmatch(r"(\d\d_\w+)\.ipynb", place)
    return f"{lesson[1]}.html" if lesson else None


def html_of(notebook: NotebookNode, path: Path) -> str:
    """Return the slides of a lesson as HTML."""
    deck = Deck(notebook, path)
    exporter = SlidesExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="slides")
    page, _ = exporter.from_notebook_node(deck.notebook(), {"deck": {"title": deck.label or deck.title}})
    return str(finished(page, _link_target))


def place_player(folder: Path) -> None:
    """Put what shows slides into their folder: reveal.js, and our styles and script."""
    package = web_package("reveal.js")
    for source, name in [(package / name, f"reveal/{name}") for name in REVEAL_FILES] + [
        (p, p.name) for p in OWN_FILES
    ]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, folder / name)


def build(names: list[str], folder: Path = FOLDER) -> Iterator[str]:
    """Make the slides of the lessons named (or numbered), or of all; say for each what was made."""
    place_player(folder)
    for path in notebooks_of(names) or sorted(NOTEBOOKS.glob("*.ipynb")):
        notebook = read(path)
        target = folder / f"{path.stem}.html"
        target.write_text(html_of(notebook, path), encoding="utf-8")
        changed = ", ".join(changed_cells(notebook))
        also = f" Cells that look changed, so their slides may differ from the lesson: {changed}." if changed else ""
        yield f"{os.path.relpath(target)}: made from {path.name}.{also}"


if __name__ == "__main__":
    sys.exit(told(build, sys.argv[1:]))
