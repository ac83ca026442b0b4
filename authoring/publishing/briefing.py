"""Make a page to print from a learner's briefing: `make briefing`, or `make briefing NB=path/of/my_briefing.ipynb`.

The page is taken from the output that `briefing_page` left in the notebook; nothing in the notebook is run. It is one
HTML file with the chart inside, A4, without code, that asks nothing of the network; and a PDF where there is a Chromium.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jinja2
import nbformat

from authoring.environment import ROOT
from authoring.notebooks import NotebookProblem, read
from coursekit.briefing import MARK

NOTEBOOK = ROOT / "exercises" / "06_your_briefing_exercises.ipynb"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

HEIGHTS = (96, 80, 64)  # of the chart, in mm: the largest that leaves one page is taken


class BriefingProblem(NotebookProblem):
    """There is no page to make; the message says why and what to do."""


def briefing_in(notebook: nbformat.NotebookNode) -> tuple[dict, str]:
    """Return the parts of the briefing that stands last in a notebook, and its chart as base64."""
    for cell in reversed(notebook.cells):
        outputs = cell.get("outputs", [])
        pages = [output["metadata"][MARK] for output in outputs if MARK in output.get("metadata", {})]
        pictures = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
        if pages and pictures:
            return pages[-1], "".join("".join(pictures[-1]).split())
    raise BriefingProblem(
        "there is no briefing in this notebook yet. Fill in all parts, run the last code cell (Shift+Enter) until it "
        "shows your page, save the notebook (Ctrl+S), and run the command again."
    )


def page_of(parts: dict, picture: str, height: int = HEIGHTS[1]) -> str:
    """Return the page as HTML, with the chart at most `height` mm high. Everything that a learner wrote is text, never markup."""
    if not re.fullmatch(r"[A-Za-z0-9+/=]+", picture):
        raise BriefingProblem("the chart in this notebook is damaged: run its cells again and save it.")

    loader = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    pages = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return pages.get_template("briefing.html.j2").render(**parts, picture=picture, height=height)


def print_to_pdf(page: Path) -> tuple[Path, int] | None:
    """Print the page with Chromium; return the PDF and its number of pages, or None where there is no Chromium."""
    chromium = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if chromium is None:
        return None
    target = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, *QUIET, f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
        try:
            done = subprocess.run([*command, page.resolve().as_uri()], capture_output=True, text=True, timeout=60)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise BriefingProblem(
                f"Chromium could not print {page.name} ({problem}). Open it and print it yourself."
            ) from None
    if done.returncode or not target.is_file():
        raise BriefingProblem(f"Chromium could not print {page.name}. Open it in a browser and print it from there.")
    return target, len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


def build(notebook: Path) -> list[str]:
    """Write the page of one notebook into briefing/ beside its folder; return what to say."""
    try:
        parts, picture = briefing_in(read(notebook))
        page_of(parts, picture)
    except NotebookProblem as problem:
        begins = str(problem).startswith(str(notebook))
        raise BriefingProblem(str(problem) if begins else f"{notebook}: {problem}") from None
    except (TypeError, ValueError, jinja2.UndefinedError):
        raise BriefingProblem(f"{notebook}: the page in it is damaged. Run its last cell again and save it.") from None
    folder = notebook.resolve().parent.parent / "briefing"
    page = folder / f"{notebook.stem}.html"
    for height in HEIGHTS:
        try:
            folder.mkdir(exist_ok=True)
            page.write_text(page_of(parts, picture, height), encoding="utf-8")
        except OSError as problem:
            raise BriefingProblem(
                f"{page}: cannot be written ({problem.strerror}). Copy the notebook to a folder of your own."
            ) from None
        printed = print_to_pdf(page)
        if printed is None or printed[1] == 1:
            break
    said = [f"{page}: made from {notebook.name}"]
    if printed is None:
        said.append("No Chromium was found, so there is no PDF: open the HTML file in a browser and print it.")
    elif printed[1] == 1:
        said.append(f"{printed[0]}: 1 page")
    else:
        said.append(f"{printed[0]}: {printed[1]} pages. One is the aim: shorten the text or the description.")
    return said


def main(names: list[str]) -> int:
    """Make the page of the notebook named, or of the learner's copy of lesson 06."""
    try:
        for line in build(Path(names[0]) if names else NOTEBOOK):
            print(line)
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
