"""Make slides for the teacher from the lesson notebooks: `make slides`, or `make slides NB=notebooks/02_observer_status.ipynb`.

The slides of a lesson are one HTML file in build/slides/, shown by reveal.js from the folder beside it; no network is
needed. Nothing is written for the slides alone: what stands on them, and what the speaker reads (key S), is the lesson.

How a lesson becomes slides, without any tag
--------------------------------------------
- A heading opens a slide. The prose under it goes to the speaker's notes, all of it, with the minutes;
  so does what the teacher's page of the lesson (teaching/) says to ask, and what learners answer.
- *Guess first*, *Your turn*, *Step 1* and the like, with the question or what is to be done, stand on a slide; so does
  a sentence in bold (five words or more), which is how a lesson marks a rule, a claim or a finding.
- A list or a table in the text stands on a slide. *What we found* and *What remains open* are cut into sentences.
- A cell's table and what it prints stand on a slide under the question that was asked last. A table that is long is
  spread over up to three slides; of a longer one the first rows stand there; one with more than eight columns is
  left to the lesson.
- A chart has a slide of its own, with its source; its description is its alternative text and is in the notes. A high
  chart comes a second time in two halves, so that its words can be read from the back row.
- Code of up to four short lines stands above what it shows. Longer code, and code that imports, defines or draws,
  does not.

Tags of a cell change this (in JupyterLab: Property Inspector, Cell Tags)
-------------------------------------------------------------------------
- `slide-skip`: the cell makes no slide, and its prose no note.
- `slide-code`: the code is the point, show it; `slide-code-2-3`: show its lines 2 to 3.
- `slide-output`: show what the cell prints, without the code.
"""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from nbconvert.exporters import SlidesExporter
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.notebooks import read
from authoring.publishing.pages import (
    BUILD,
    MINUTES,
    NOTEBOOKS,
    ROOT,
    TEMPLATES,
    block_html,
    blocks,
    caption_of,
    count_words,
    inline_html,
    naming,
    output_markdown,
    relink,
    sentences,
    tidy_table,
    title_of,
    told,
    web_package,
    without_minutes,
)
from authoring.publishing.slide_fit import MOST_WORDS, by_words, fitting_sizes, table_pieces
from authoring.publishing.slide_prompts import prompt_html, prompts_in, questions_in

FOLDER = BUILD / "slides"
REVEAL_FILES = ("LICENSE", "dist/reset.css", "dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js")
SHORT_CODE, WIDEST_CODE = 4, 82  # lines and letters of code that is shown without a tag
FEWEST_PRINTED_WORDS = 5  # that have a slide of their own
HIGH_CHART = 640  # pixels at the size in the lesson; a higher one comes again in halves
SPREAD_SECTIONS = ("What we found", "What remains open")
QUIET_SECTIONS = (*SPREAD_SECTIONS, "Words learned", "Sources used", "Exercises", "Next")


@dataclass
class Slide:
    """One slide: what kind, the small line above, the heading (Markdown), what stands under it (HTML), a cell, notes."""

    kind: str
    heading: str = ""
    above: str = ""
    body: list[str] = field(default_factory=list)
    cell: NotebookNode | None = None
    notes: list[str] = field(default_factory=list)


# ---- The lesson, cell by cell


class Deck:
    """The slides of one lesson, made cell by cell."""

    def __init__(self, notebook: NotebookNode, path: Path) -> None:
        self.title, self.label = title_of(notebook, path)
        self.path, self.slides = path, []
        self.part = self.question = self.clock = ""
        self.minute = 0
        self.seen: set[str] = set()
        stated = re.search(r"\*\* (\d+) minutes", notebook.cells[0].source)
        self.minutes = stated[1] if stated else ""
        self.teacher = teacher_lines(ROOT / "teaching" / f"{path.stem}.md")
        for place, cell in enumerate(notebook.cells):
            if place and "slide-skip" in cell.metadata.get("tags", []):
                continue
            with naming(path, cell):
                if cell.cell_type == "markdown":
                    self._text(cell.source)
                elif cell.cell_type == "code":
                    self._code(cell)

    def _add(self, slide: Slide) -> Slide:
        """Put a slide at the end; it begins its notes with the minutes of the part it belongs to."""
        if self.clock:
            slide.notes.insert(0, self.clock)
        self.slides.append(slide)
        return slide

    def _new(self, kind: str, *body: str, heading: str = "", cell: NotebookNode | None = None) -> Slide:
        """Add a slide of this part. Without a heading of its own it is headed by the part."""
        own = heading and heading != self.part
        above = self.part if own else ""
        return self._add(Slide(kind, heading if own else self.part or self.title, above, list(body), cell))

    # Text

    def _text(self, source: str) -> None:
        for kind, text in blocks(source):
            if kind == "heading":
                self._heading(text)
            elif kind == "table":
                self._table(BeautifulSoup(block_html(text), "html.parser").find("table"), text)
            elif kind == "list":
                self._list(text)
            else:
                self._paragraph(" ".join(text.split()))

    def _heading(self, text: str) -> None:
        heading = text.lstrip("# ").strip()
        self.question = ""
        if not self.slides:
            minutes = f"<p>{self.minutes} minutes</p>" if self.minutes else ""
            how = (
                f"Slides of {self.path.parent.name}/{self.path.name}. Space or the right arrow goes on, the left arrow "
                "back, Esc shows all slides, the question mark all keys. At *Guess first* wait for guesses: the next "
                "slide answers. At *Your turn* open the lesson."
            )
            self._add(Slide("title", heading, "", [f"<p>{inline_html(self.label)}</p>", minutes], notes=[how]))
            return
        self.part = without_minutes(heading)
        found = MINUTES.search(heading)
        self.clock = ""
        if found:
            until = self.minute + int(found[1])
            self.clock = f"Minutes {self.minute} to {until} of {self.minutes}."
            self.minute = until
        body = [f'<p class="minutes">{found[1]} minutes</p>'] if found else []
        slide = self._add(Slide("part", self.part, "", body))
        slide.notes += self.teacher.get(self.part, [])

    def _list(self, text: str) -> None:
        html = BeautifulSoup(block_html(text), "html.parser").find(["ul", "ol"])
        items = html.find_all("li", recursive=False)
        whole = count_words(html.get_text(" ")) + count_words(self.part) <= MOST_WORDS
        spread = [list(range(len(items)))] if whole else by_words([item.get_text(" ") for item in items])
        for number, places in enumerate(spread):
            start = f' start="{places[0] + 1}"' if html.name == "ol" and places[0] else ""
            body = f"<{html.name}{start}>{''.join(str(items[place]) for place in places)}</{html.name}>"
            slide = self._under_part() or self._new("text")
            slide.body.append(body)
            if number == 0:
                slide.notes.append(text)

    def _under_part(self) -> Slide | None:
        """Return the slide of the part if nothing stands under its heading yet."""
        last = self.slides[-1] if self.slides else None
        empty = last is not None and last.kind == "part" and not any("minutes" not in piece for piece in last.body)
        return last if empty else None

    def _paragraph(self, text: str) -> None:
        if self.slides[-1].kind == "title":
            self.slides[-1].notes.append(text)
        elif self.part in QUIET_SECTIONS:
            self._closing(text)
        else:
            self._prose(text)

    def _prose(self, text: str) -> None:
        """Put what a paragraph asks on slides, and all of it into the notes, each sentence where it is spoken."""
        prompts = prompts_in(text)
        if not prompts:
            self.slides[-1].notes.append(text)
            asked = questions_in(text)
            if asked:
                self.question = asked[-1]
                part = self._under_part()
                if part:
                    part.body.append(f'<p class="question">{inline_html(self.question)}</p>')
            return
        spoken = 0
        for number, prompt in enumerate(prompts):
            if text[spoken : prompt.start].strip():
                self.slides[-1].notes.append(text[spoken : prompt.start].strip())
            follows = number and prompts[number - 1].kind == "step"
            slide = self.slides[-1] if follows else self._under_part()
            words = prompt_html(prompt)
            if slide:
                slide.body.append(words)
            else:
                self._new("statement" if prompt.kind == "statement" else "prompt", words)
            asked = questions_in(prompt.words, whole=True) if prompt.kind not in {"turn", "statement"} else []
            self.question = asked[0] if asked else ""
            spoken = prompt.start
        self.slides[-1].notes.append(text[spoken:])
        self.question = (questions_in(text[prompts[-1].end :].strip()) or [self.question])[-1]

    def _closing(self, text: str) -> None:
        """Put a paragraph of the last sections on slides: findings by the sentence, words and sources as a list."""
        first: Slide | None = None
        if self.part in SPREAD_SECTIONS:
            said = sentences(text)
            pieces = ["".join(f"<p>{inline_html(said[place])}</p>" for place in places) for places in by_words(said)]
        elif self.part == "Words learned":
            words = re.findall(r"\*\*([^*]+)\*\*", text)
            pieces = [f'<ul class="words">{"".join(f"<li>{word}</li>" for word in words)}</ul>']
        elif self.part == "Sources used":
            named = [s for s in sentences(text) if not s.startswith(("Tables", "Each row"))]
            pieces = [
                f"<ul>{''.join(f'<li>{inline_html(named[place])}</li>' for place in places)}</ul>"
                for places in (by_words(named) if named else [])
            ]
        else:
            pieces = [f"<p>{inline_html(text)}</p>"]
        for piece in pieces:
            slide = self._under_part() or self._new("text")
            slide.body.append(piece)
            first = first or slide
        (first or self.slides[-1]).notes.append(text)

    # Code and what it shows

    def _code(self, cell: NotebookNode) -> None:
        code = code_on_slide(cell)
        printed = "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == "stdout")
        shown_html = [output.get("data", {}).get("text/html", "") for output in cell.outputs]
        tables = [tidy_table(html) for html in shown_html if "<table" in html]
        page = next((text for text in map(output_markdown, cell.outputs) if text.startswith("### ")), "")
        aside = "import " in cell.source or page or count_words(printed) < FEWEST_PRINTED_WORDS
        if aside and not code and not tables and "slide-output" not in cell.metadata.get("tags", []):
            printed = ""
        if tables or printed or code:
            self._result(cell, code, printed, tables)
        if page:
            self._page(page)
        for place, output in enumerate(cell.outputs):
            if "image/png" in output.get("data", {}):
                self._chart(cell, place)

    def _result(self, cell: NotebookNode, code: str, printed: str, tables: list[Tag]) -> None:
        """Add slides for code, printed lines and tables: on one slide where they fit.

        Where they do not, code without a tag gives way to the table that it makes.
        """
        heading, self.question = self.question or self.part, ""
        pieces = [piece for table in tables for piece in table_pieces(table, heading)]
        first = pieces[0][0] if pieces else None
        if first and not fitting_sizes(heading, code, printed, first) and not is_marked(cell):
            code = ""
        if (code or printed) and not (first and fitting_sizes(heading, code, printed, first)):
            size = fitting_sizes(heading, code, printed, None)
            self._new("result", heading=heading, cell=shown(code, printed, None, size))
            code = printed = ""
        for table, rest in pieces:
            size = fitting_sizes(heading, code, printed, table)
            slide = self._new("result", heading=heading, cell=shown(code, printed, table, size))
            if rest:
                slide.body.append(f'<p class="rest">{rest}</p>')
            code = printed = ""

    def _table(self, table: Tag, source: str) -> None:
        """Add slides for a table of the text."""
        target = None
        for piece, rest in table_pieces(tidy_table(str(table)), self.part):
            slide = self._under_part() or self._new("result", heading=self.part)
            slide.cell = shown("", "", piece, fitting_sizes(self.part, "", "", piece))
            slide.kind = "result"
            slide.body = [f'<p class="rest">{rest}</p>'] if rest else []
            target = target or slide
        (target or self.slides[-1]).notes.append(source)

    def _chart(self, cell: NotebookNode, place: int) -> None:
        """Add the slide of a chart, and for a high one its two halves."""
        in_words, origin, controls = caption_of(cell.outputs, place)
        output = cell.outputs[place]
        if output.data["image/png"] in self.seen:  # drawn a second time, as on the page of a briefing
            return
        self.seen.add(output.data["image/png"])
        live = f"In the lesson, controls change this picture: {controls}. " if controls else ""
        slide = self._new("chart", cell=picture(output, in_words, live + origin))
        slide.notes += [f"{live}{in_words}", origin]
        self.question = ""
        if output.metadata["image/png"].get("height", 0) >= HIGH_CHART:
            for half in ("upper", "lower"):
                alt = f"The {half} half of the chart before, enlarged."
                self._new("chart", cell=picture(output, alt, alt, half)).notes.append(alt)

    def _page(self, markdown: str) -> None:
        """Add a slide with the head of a page that a cell put together: its heading, and the lines with a bold label."""
        heading, *texts = markdown.split("\n\n")
        labelled = "".join(f"<p>{inline_html(text)}</p>" for text in texts if text.startswith("**"))
        self._new("text", labelled + '<p class="rest">The text is in the lesson.</p>', heading=heading.lstrip("# "))


def is_marked(cell: NotebookNode) -> bool:
    """Say whether the author marked a cell's code for its slide."""
    return any(tag.startswith("slide-code") for tag in cell.metadata.get("tags", []))


def code_on_slide(cell: NotebookNode) -> str:
    """Return the lines of a cell's code that stand on its slide."""
    lines = cell.source.strip().splitlines()
    for tag in cell.metadata.get("tags", []):
        asked = re.fullmatch(r"slide-code(?:-(\d+)-(\d+))?", tag)
        if asked:
            chosen = lines[int(asked[1]) - 1 : int(asked[2])] if asked[1] else lines
            return textwrap.dedent("\n".join(chosen)).strip("\n")
    draws = any("image/png" in o.get("data", {}) or output_markdown(o) for o in cell.outputs)
    hidden = re.search(r"^(?:# (?:Words|Drawing)|import |from |def )", cell.source, re.MULTILINE)
    long = len(lines) > SHORT_CODE or max(map(len, lines), default=0) > WIDEST_CODE
    return "" if draws or hidden or long or "slide-output" in cell.metadata.get("tags", []) else "\n".join(lines)


def shown(code: str, printed: str, table: Tag | None, size: str) -> NotebookNode:
    """Return a code cell that holds what a slide shows of another one, with the names of its sizes of type."""
    outputs = [new_output("stream", name="stdout", text=printed)] if printed else []
    outputs += [new_output("display_data", {"text/html": str(table)})] if table else []
    return new_code_cell(code, outputs=outputs, metadata={"size": size or "code-least table-small"})


def picture(output: NotebookNode, alt: str, caption: str, half: str = "") -> NotebookNode:
    """Return a code cell without code that holds a picture, its alternative text and what stands under it."""
    size = output.metadata["image/png"]
    metadata = {"alt": alt, "caption": caption, "half": half, "width": size.get("width"), "height": size.get("height")}
    return new_code_cell(
        "", outputs=[new_output("display_data", {"image/png": output.data["image/png"]}, metadata=metadata)]
    )


def teacher_lines(page: Path) -> dict[str, list[str]]:
    """Return what a teacher's page says for each part of a lesson: what to ask, what learners answer. It may be absent."""
    if not page.is_file():
        return {}
    lines = re.findall(
        r"^\| (.+) \|$",
        page.read_text(encoding="utf-8").partition("\n## Minutes")[2].partition("\n## ")[0],
        re.MULTILINE,
    )
    table = [line.split(" | ") for line in lines if not line.startswith("---")]
    if not table or "you ask" not in table[0]:
        return {}
    names, *rows = table
    wanted = [place for place, name in enumerate(names) if name not in {"part", "minutes"}]
    return {row[0]: [f"**{names[n].capitalize()}:** {row[n]}" for n in wanted if n < len(row)] for row in rows}


# ---- The file


def deck_notebook(slides: list[Slide]) -> NotebookNode:
    """Return a notebook whose cells carry nbconvert's slide types: text and cell of each slide, then its notes."""
    cells = []
    for slide in slides:
        above = f'<p class="above">{inline_html(slide.above)}</p>' if slide.above else ""
        head = f"{above}<h2>{inline_html(slide.heading)}</h2>"
        body = "".join(slide.body)
        under = slide.cell is not None
        first = new_markdown_cell(head if under else head + body)
        first.metadata["slideshow"] = {"slide_type": "slide", "data": {"kind": slide.kind}}
        cells.append(first)
        if slide.cell is not None:
            cells.append(slide.cell)
            if body:
                cells.append(new_markdown_cell(body))
        notes = new_markdown_cell("".join(block_html(note) for note in slide.notes))
        notes.metadata["slideshow"] = {"slide_type": "notes"}
        cells.append(notes)
    for cell in cells:
        if cell.cell_type == "markdown":
            cell.source = relink(cell.source, _link_target)
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                output.data["text/html"] = relink(output.data["text/html"], _link_target)
    return new_notebook(cells=cells)


def _link_target(place: str) -> str | None:
    """Return where a link to another lesson leads: to its slides. Other links inside the project lead nowhere here."""
    lesson = re.fullmatch(r"(\d\d_\w+)\.ipynb", place)
    return f"{lesson[1]}.html" if lesson else None


def html_of(path: Path) -> str:
    """Return the slides of a lesson as HTML."""
    deck = Deck(read(path), path)
    exporter = SlidesExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="slides")
    page, _ = exporter.from_notebook_node(deck_notebook(deck.slides), {"deck": {"title": deck.label or deck.title}})
    return page


def copy_reveal(folder: Path) -> None:
    """Copy what the slides need of reveal.js, and their style, into their folder."""
    package = web_package("reveal.js")
    for name in REVEAL_FILES:
        target = folder / "reveal" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(package / name, target)
    for style in (TEMPLATES / "slides").glob("*.css"):
        shutil.copy(style, folder / style.name)


def build(names: list[str], folder: Path = FOLDER) -> Iterator[str]:
    """Make the slides of the lessons named, or of all; say for each what was made."""
    paths = [Path(name) for name in names] or sorted(NOTEBOOKS.glob("*.ipynb"))
    copy_reveal(folder)
    for path in paths:
        page = html_of(path)
        target = folder / f"{path.stem}.html"
        target.write_text(page, encoding="utf-8")
        yield f"{os.path.relpath(target)}: {page.count('<aside class=')} slides"


if __name__ == "__main__":
    sys.exit(told(build, sys.argv[1:]))
