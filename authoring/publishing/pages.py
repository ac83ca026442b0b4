"""What the slides and the handouts share: a lesson's text cut into blocks, tables and pictures for readers, npm packages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from nbconvert.filters import markdown2html_mistune
from nbformat import NotebookNode

from authoring.notebooks import ROOT, NotebookProblem
from authoring.publishing.briefing import print_to_pdf

HERE = Path(__file__).parent  # npm packages are installed here: see package.json
TEMPLATES, BUILD, NOTEBOOKS = HERE / "templates", ROOT / "build", ROOT / "notebooks"
LONGEST_UNBROKEN = 14  # characters of a table's cell
# The sections that close a lesson, as tests/test_lessons.py demands them.
CLOSING = ("## What we found", "## What remains open", "## Words learned", "## Sources used", "## Exercises", "## Next")
TURN = r"Your turn"  # begins, in bold, what is for the learner to do
CHECK = re.compile(r'^check\("[\d.]+"')  # a cell that judges an answer
# Minutes are a number and a word in brackets at the end of a heading: so they are found in every language.
MINUTES = re.compile(r" \((\d+) [^\W\d_]+[^)]*\)$")
# A full stop ends a sentence when what follows begins like one. What closes a mark of emphasis belongs to the sentence.
_SENTENCE_END = re.compile(r'([.?!]["”»)*_]*)\s+(?=([^\W\d_]|[(*`"“«\[0-9]))')
_KINDS = (("heading", "#"), ("table", "|"), ("details", "<details"), ("list", "- "), ("list", "1. "))


class PageProblem(NotebookProblem):
    """A page cannot be made; the message says why and what to do."""


def told(job: Callable[[list[str]], Iterable[str]], names: list[str]) -> int:
    """Print each line of a job as it comes; return 1 if the job ends in a problem, with its sentence on stderr."""
    try:
        for line in job(names):
            print(line, flush=True)
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(f"{problem.filename}: this file cannot be read or written ({problem.strerror}).", file=sys.stderr)
        return 1
    return 0


def notebooks_of(names: list[str]) -> list[Path]:
    """Return the notebooks that are named; a lesson may be named by its number, as 02 or 2."""
    found = []
    for name in names:
        lesson = sorted(NOTEBOOKS.glob(f"{int(name):02}_*.ipynb")) if name.isdecimal() else [Path(name)]
        if not lesson:
            raise PageProblem(
                f"{name}: there is no such lesson. Give a number from 00 to 06, or the place of a notebook."
            )
        found += lesson
    return found


def web_package(name: str) -> Path:
    """Return the folder of an npm package of authoring/publishing/package.json; install them all first if it is not there."""
    folder = HERE / "node_modules" / name
    if folder.is_dir():
        return folder
    npm = shutil.which("npm")
    if npm is None:
        raise PageProblem(
            f"{name} is not there, and this computer has no npm to get it: install Node.js (it brings npm), run "
            "npm ci in the folder authoring/publishing/, then run the command again."
        )
    command = [npm, "ci", "--prefix", str(HERE), "--ignore-scripts"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    if done.returncode or not folder.is_dir():
        raise PageProblem(
            f"npm could not install {name}; this needs the internet once. Run npm ci in the folder authoring/publishing/ to see why. "
            f"Its last words: {(done.stderr or done.stdout).strip()[-300:]}"
        )
    return folder


def printed(page: Path) -> str:
    """Print a page as PDF beside it, and return a line that says what was made or is missing."""
    made = print_to_pdf(page)
    place = os.path.relpath(page)
    if made is None:
        return f"{place}: made. No Chromium was found, so there is no PDF: open the file in a browser and print it."
    pdf, pages = made
    return f"{place} and {pdf.name}: {pages} pages"


# ---- Text


def blocks(source: str) -> list[tuple[str, str]]:
    """Cut Markdown into headings, paragraphs, lists, tables and folded parts, as pairs of kind and text."""
    found = []
    for piece in re.split(r"(<details>.*?</details>)", source, flags=re.DOTALL):
        texts = [piece] if piece.startswith("<details>") else re.split(r"\n\s*\n", piece)
        for text in filter(None, map(str.strip, texts)):
            kind = next((kind for kind, sign in _KINDS if text.startswith(sign)), "paragraph")
            found.append((kind, text))
    return found


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph. A bold label that ends in a full stop is one of its own."""
    text = " ".join(paragraph.split())
    return _SENTENCE_END.sub(lambda end: end[0] if end[2].islower() else f"{end[1]}\n", text).split("\n")


def block_html(text: str) -> str:
    """Return Markdown as HTML."""
    return markdown2html_mistune(text).strip()


def inline_html(text: str) -> str:
    """Return Markdown of one paragraph as HTML without the paragraph."""
    return re.sub(r"^<p>(.*)</p>$", r"\1", block_html(text), flags=re.DOTALL)


def title_of(notebook: NotebookNode, path: Path) -> tuple[str, str]:
    """Return the title of a notebook and the label under it, such as `Lesson 02: observer status, 2 December 2004`."""
    first = notebook.cells[0].source if notebook.cells else ""
    title = re.match(r"# (.+)", first)
    if title is None:
        raise PageProblem(f"{path}: its first cell does not begin with a title (# ...).")
    label = re.search(r"^\*\*([^*\d\n]*\d\d[^*\n]+?)\.?\*\*", first, re.MULTILINE)
    return title[1].strip(), label[1] if label else ""


# ---- Links, tables, pictures


def finished(html: str, target: Callable[[str], str | None]) -> BeautifulSoup:
    """Return HTML for readers: tidy tables, no anchors, and each link inside the project leads where `target` says.

    Where `target` says None, the words stay and the link goes.
    """
    soup = BeautifulSoup(html, "html.parser")
    for anchor in soup.find_all("a", class_="anchor-link"):
        anchor.decompose()
    for link in soup.find_all("a", href=re.compile("^(?!https?://)")):
        place = target(link["href"])
        if place is None:
            link.unwrap()
        else:
            link["href"] = place
    for table in soup.find_all("table"):
        table.replace_with(tidy_table(str(table)))
    return soup


def tidy_table(html: str) -> Tag:
    """Return the table of an output as readers need it.

    One row of headings with their scope, the names of index and columns in its corner, no row numbers; cells of numbers
    have the class `number`, and cells that must not be broken over lines (dates, symbols, single words) `short`.
    """
    table = BeautifulSoup(html, "html.parser").find("table")
    table.attrs = {}
    if table.thead is None:
        return table
    for row in table.find_all("tr"):
        row.attrs = {}
    heads = table.thead.find_all("tr")
    if len(heads) == 2:  # pandas prints the name of the index in a second row
        over, names = (row.find_all("th") for row in heads)
        across, down = over[0].get_text(strip=True), names[0].get_text(strip=True)
        over[0].string = f"{down} (rows), {across} (columns)" if across else down
        heads[1].decompose()
    rows = table.tbody.find_all("tr")
    corner = table.thead.tr.find(["th", "td"])
    firsts = [row.find(["th", "td"]) for row in rows]
    if not corner.get_text(strip=True) and all(first.name == "th" and first.get_text().isdigit() for first in firsts):
        for cell in [corner, *firsts]:
            cell.decompose()
    for cell in table.thead.find_all("th"):
        if cell.get_text(strip=True):
            cell["scope"] = "col"
        else:
            cell.name = "td"  # a heading without words would be announced as one
    for cell in table.tbody.find_all("th"):
        cell["scope"] = "row"
    for cell in table.tbody.find_all(["th", "td"]):
        text = cell.get_text(strip=True)
        if " " not in text and len(text) <= LONGEST_UNBROKEN:
            cell["class"] = ["short"]
    _mark_columns_of_numbers(table)
    return table


def _mark_columns_of_numbers(table: Tag) -> None:
    """Give the class `number` to the cells and the heading of each column that holds nothing else."""
    rows = [row.find_all(["th", "td"]) for row in table.tbody.find_all("tr")]
    for place, head in enumerate(table.thead.find_all(["th", "td"])):
        column = [row[place] for row in rows if len(row) > place]
        if all(re.fullmatch(r"[-−]?\d[\d.,]*|-|NaN", cell.get_text(strip=True)) for cell in column):
            for cell in [head, *column]:
                cell["class"] = ["number"]


def output_markdown(output: NotebookNode) -> str:
    """Return the Markdown that an output carries, or an empty text."""
    return output.get("data", {}).get("text/markdown", "")


def caption_of(outputs: list[NotebookNode], place: int) -> tuple[str, str]:
    """Return what stands under the picture at a place among outputs: its description, and its source with the date."""
    in_words = outputs[place]["data"].get("text/plain", "")
    below = outputs[place + 1].get("data", {}).get("text/plain", "") if place + 1 < len(outputs) else ""
    paragraphs = below.split("\n\n")
    if len(paragraphs) < 2 or paragraphs[0] != in_words:  # drawn by a teacher in class, not with show()
        return "A picture that has no description.", ""
    return in_words, paragraphs[1]


def changed_cells(notebook: NotebookNode) -> list[str]:
    """Return the ids of the code cells that were added, or run again by themselves, and of those that end in an error.

    A stored lesson was run once from top to bottom, so its cells are numbered 1, 2, 3 and so on.
    """
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    counts = [cell.execution_count or len(cells) + 1 for cell in cells]
    return [
        cell.get("id", "")
        for place, cell in enumerate(cells)
        if counts[place] > len(cells)
        or min(counts[place:]) < counts[place]
        or any(output.output_type == "error" for output in cell.outputs)
    ]
