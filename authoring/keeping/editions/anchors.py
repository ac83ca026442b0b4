"""Links to a part of a page end in the words of its heading: in an edition, in the words that the heading has there."""

import re
from pathlib import Path, PurePosixPath

import nbformat

_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
_LINK = re.compile(r"(\]\()([^()\s#]*)#([^()\s]+)(\))")
PAGES = ("*.md", "teaching/*.md", "notebooks/*.ipynb", "solutions/*.ipynb")


def anchor(heading: str, in_notebook: bool) -> str:
    """Return what a link to a heading ends in: JupyterLab keeps its signs, and pages on GitHub only small letters."""
    text = re.sub(r"[`*]", "", heading)
    return (text if in_notebook else re.sub(r"[^\w\- ]", "", text.lower())).replace(" ", "-")


def _anchors(path: Path) -> list[str]:
    """Return the anchors of the headings of a page, in order."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = nbformat.reads(text, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return [anchor(heading, path.suffix == ".ipynb") for heading in _HEADING.findall(text)]


def follow(root: Path, target: Path) -> None:
    """Let the links of an edition in `target` lead to its own headings, which stand as in the course in `root`."""
    pages = [path.relative_to(target) for pattern in PAGES for path in sorted(target.glob(pattern))]
    anew = {page: dict(zip(_anchors(root / page), _anchors(target / page), strict=True)) for page in pages}
    for page in pages:

        def led(found: re.Match, page: Path = page) -> str:
            before, address, place, after = found.groups()
            goal = (target / page.parent / PurePosixPath(address)).resolve() if address else target / page
            known = anew.get(goal.relative_to(target), {}) if goal.is_relative_to(target) else {}
            return f"{before}{address}#{known.get(place, place)}{after}"

        text = (target / page).read_text(encoding="utf-8")
        (target / page).write_text(_LINK.sub(led, text), encoding="utf-8")
