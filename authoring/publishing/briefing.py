"""Make a page to print from a learner's briefing: `make briefing`, or `make briefing NB=path/of/my_briefing.ipynb`.

The page is taken from the output that `briefing_page` left in the notebook; nothing in the notebook is run. It is one
HTML file with the chart inside, A4, without code, that asks nothing of the network; and a PDF where there is a Chromium.
"""

import html
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat

from authoring.environment import ROOT
from authoring.notebooks import NotebookProblem, read
from coursekit.briefing import MARK

NOTEBOOK = ROOT / "exercises" / "06_your_briefing.ipynb"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip

# default-src 'none': even a page that somebody changed by hand loads nothing.
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>{headline}</title>
<style>
@page {{ size: A4; margin: 16mm 18mm; }}
@media screen {{ body {{ padding: 1rem; }} }}
body {{ font: 11pt/1.42 "DejaVu Sans", Verdana, sans-serif; color: #222; max-width: 174mm; margin: 0 auto; }}
h1 {{ font-size: 17pt; line-height: 1.25; margin: 0 0 3mm; color: #1F3A5F; }}
h2 {{ font-size: 11pt; margin: 4mm 0 1mm; }}
p {{ margin: 0 0 2.5mm; }}
.box {{ border-left: 1.2mm solid #B34700; padding-left: 4mm; margin-bottom: 4mm; }}
.box p {{ margin-bottom: 1mm; }}
figure {{ margin: 4mm 0; break-inside: avoid; }}
img {{ display: block; width: 138mm; max-width: 100%; max-height: {height}mm; object-fit: contain; object-position: left; }}
figcaption {{ font-size: 9.5pt; margin-top: 1.5mm; }}
figcaption p {{ margin-bottom: 1mm; }}
ol {{ font-size: 9.5pt; margin: 0; padding-left: 6mm; }}
a {{ color: #1F3A5F; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<main>
<h1>{headline}</h1>
<div class="box">
<p><strong>Claim:</strong> {claim}</p>
<p><strong>Verdict:</strong> {verdict}</p>
</div>
{text}
<figure>
<img src="data:image/png;base64,{picture}" alt="{in_words}">
<figcaption><p>{in_words}</p><p>{origin}</p></figcaption>
</figure>
<h2>Sources</h2>
<ol>
{sources}
</ol>
</main>
</body>
</html>
"""


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

    def safe(key: str) -> str:
        return html.escape(str(parts[key]))

    sources = []
    for text, url in parts["sources"]:
        shown = html.escape(url)
        link = f'<br><a href="{shown}">{shown}</a>' if re.match(r"https?://", url) else ""
        sources.append(f"<li>{html.escape(text)}{link}</li>")
    return PAGE.format(
        headline=safe("headline"), claim=safe("claim"), verdict=safe("verdict"), in_words=safe("in_words"),
        origin=safe("origin"), picture=picture, height=height, sources="\n".join(sources),
        text="\n".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in parts["text"]),
    )  # fmt: skip


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
    except (KeyError, TypeError, ValueError):
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
