"""Pages only to read: each lesson, the glossary and the signs as a plain page of the browser edition's site.

They need no Python, and no JavaScript except for the search. They are the handouts' pages, arranged for a screen: code is
folded, an answer to a guess is too, a term of the glossary is explained where it stands first, a wide table and a chart
scroll in a box of their own, and links lead to the other pages or to the live notebook.
"""

import json
import re
import shutil
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from urllib.parse import quote

from bs4 import BeautifulSoup, NavigableString, Tag
from jinja2 import Environment, FileSystemLoader

from authoring.notebooks import copy_of, read
from authoring.publishing.handouts import page_of
from authoring.publishing.pages import MINUTES, NOTEBOOKS, TEMPLATES, block_html, title_of
from coursekit.guesses import HOW, MINE

OURS, SITE = TEMPLATES / "reading", TEMPLATES.parent / "site"
GLOSSARY = NOTEBOOKS / "glossary.md"
_TERM = re.compile(r"^- (\*\*.+?\*\*): (.+)$", re.MULTILINE)
_TO_WRITE = re.compile(rf"^{re.escape(MINE)} _|^{re.escape(HOW)}$")
VERBS_TOO = {"join", "mean", "share"}  # terms only after an article; else they are verbs
# Where a term is not looked for: what is no sentence, or already leads somewhere.
NO_SENTENCE = ("h1", "h2", "h3", "a", "code", "pre", "table", "figure", "summary")


def live(path: Path) -> str:
    """Return the address that opens a notebook in the site's JupyterLab, seen from the site's first page."""
    return f"lab/index.html?path={path.parent.name}/{path.name}"


def link_target(place: str) -> str | None:
    """Return where a link of a lesson leads from a page only to read; None where the site has no such page."""
    if place.startswith("#"):
        return place
    found = re.fullmatch(r"(?:\.\./)?(?:(notebooks|exercises|solutions)/)?(\w+)\.(ipynb|md)(#.*)?", place)
    if found is None:
        return None
    folder, name, kind, part = found.groups()
    if folder in {"exercises", "solutions"}:
        return "../" + live(Path(folder) / f"{name}.{kind}")
    return f"{name}.html{part or ''}" if (NOTEBOOKS / f"{name}.{kind}").is_file() else None


def terms() -> dict[str, str]:
    """Return the glossary: each term, and its explanation as HTML."""
    listed = _TERM.findall(GLOSSARY.read_text(encoding="utf-8"))
    return {
        name: block_html(f"**{name}**: {says}")
        for names, says in listed
        for name in re.findall(r"\*\*(.+?)\*\*", names)
    }


def environment() -> Environment:
    """Return what fills the templates in."""
    return Environment(loader=FileSystemLoader([OURS, SITE]), autoescape=True, trim_blocks=True, lstrip_blocks=True)


def title_of_page(path: Path) -> str:
    """Return the title of a lesson, with its number, or of a page of text."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8").removeprefix("# ").split("\n")[0]
    return f"Lesson {path.name[:2]}: {title_of(read(path), path)[0]}"


def pages() -> list[Path]:
    """Return the lessons in their order, then the glossary and the signs."""
    return [*sorted(NOTEBOOKS.glob("*.ipynb")), *sorted(NOTEBOOKS.glob("*.md"))]


# ---- One page


def folded(page: BeautifulSoup, things: list[Tag], kind: str, summary: str) -> None:
    """Put things that stand together into a part that the reader opens."""
    part = page.new_tag("details", attrs={"class": kind})
    things[0].insert_before(part)
    part.append(page.new_tag("summary", string=summary))
    part.extend(things)


def fold_code_and_answers(page: BeautifulSoup) -> None:
    """Fold code, and what tells the answer to a guess; a text tells it up to its first heading."""
    for code in page.find_all("div", class_="code"):
        folded(page, [code], "code", "Show the code")
    for answer in page.find_all("div", class_="answer"):
        heading = answer.find(["h2", "h3"], recursive=False)
        if heading:
            answer.insert_after(heading, *list(heading.next_siblings))
    for answer in page.select("div.answer:not(details div)"):
        if answer.parent.name != "details":  # it does not follow another one
            followed = takewhile(lambda one: one.name is None or "answer" in one.get("class", []), answer.next_siblings)
            folded(page, [answer, *followed], "answer", "Guess first, then open the answer")


def explain_terms(page: BeautifulSoup) -> None:
    """Make the first place of each term of the glossary a button that shows what the term means; no script is needed."""
    left = dict(sorted(terms().items(), key=lambda pair: -len(pair[0])))  # "SCO partner" before "partner"
    main = page.main
    for text in list(main.find_all(string=True)):
        if text.find_parent(NO_SENTENCE):
            continue
        _explain(page, text, left)


def _explain(page: BeautifulSoup, text: NavigableString, left: dict[str, str]) -> None:
    """Explain the terms that a piece of text names first, and take them out of those that are left."""
    for term, says in left.items():
        before = r"(?<=\ba )|(?<=\bthe )" if term in VERBS_TOO else r"\b"
        found = re.search(rf"(?:{before}){re.escape(term)}s?\b", text)
        if found is None:
            continue
        del left[term]
        name = "term-" + re.sub(r"\W+", "-", term.lower())
        button = page.new_tag(
            "button", string=found[0], attrs={"type": "button", "class": "term", "popovertarget": name}
        )
        box = page.new_tag("div", attrs={"id": name, "popover": "", "class": "meaning", "role": "note"})
        box.append(BeautifulSoup(says, "html.parser"))
        page.main.append(box)
        rest = [NavigableString(text[: found.start()]), NavigableString(text[found.end() :])]
        text.replace_with(rest[0], button, rest[1])
        for piece in rest:
            _explain(page, piece, left)
        return


def boxed(page: BeautifulSoup) -> None:
    """Let tables and charts scroll in a box of their own, which the keyboard reaches too."""
    for thing in page.find_all(["table", "img"]):
        name = "Table" if thing.name == "table" else "Chart"
        box = page.new_tag("div", attrs={"class": "wide", "tabindex": "0", "role": "group", "aria-label": name})
        thing.wrap(box)


def page_to_read(path: Path) -> str:
    """Return a lesson, or a page of text, as a page only to read (HTML)."""
    page = page_of(path, link_target)
    fold_code_and_answers(page)
    boxed(page)
    if path != GLOSSARY:
        explain_terms(page)
    for heading in page.find_all("h2", string=MINUTES):
        heading.string = MINUTES.sub("", heading.string)  # they are a teacher's
    for line in page.find_all("p", string=_TO_WRITE):
        line.decompose()
    page.style.string = (SITE / "course.css").read_text("utf-8") + (OURS / "reading.css").read_text("utf-8")
    page.body.insert(0, BeautifulSoup(navigation(path), "html.parser"))
    page.select_one("section:has(> .links)").decompose()  # numbers of links are for paper
    return str(page)


def navigation(path: Path) -> str:
    """Return what stands over a page: where else to go, and the search."""
    return environment().get_template("navigation.html.j2").render(notebook=live_links(path))


def live_links(path: Path) -> list[tuple[str, str]]:
    """Return the addresses and names of the live notebooks of a lesson; none for a page of text."""
    if path.suffix != ".ipynb":
        return []
    copy, number = copy_of(path), path.name[:2]
    exercises = [("../" + live(copy), f"Exercises {number}")] if copy.is_file() else []
    return [("../" + live(path), f"Try it: lesson {number}, live"), *exercises]


# ---- Search


def passages(page: str, path: Path) -> Iterator[dict[str, str]]:
    """Yield what the search looks through: each part of a page, with where it stands, its headings and its text."""
    number = f"Lesson {path.name[:2]}: " if path.suffix == ".ipynb" else ""
    main = BeautifulSoup(page, "html.parser").main
    for hidden in main.select("[popover], div.highlight, style"):
        hidden.decompose()
    for heading in main.find_all(["h1", "h2", "h3"]):
        texts = []
        for after in heading.next_elements:
            if isinstance(after, Tag) and after.name in {"h1", "h2", "h3"}:
                break
            if isinstance(after, NavigableString) and after.parent is not heading and after.strip():
                texts.append(" ".join(after.split()))
        place = f"{path.stem}.html#{quote(heading['id'])}"
        yield {"place": place, "part": number + heading.get_text(), "text": " ".join(texts)}


def place_reading(folder: Path) -> None:
    """Write the pages, the page that lists and searches them, and what the search looks through, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    found: list[dict[str, str]] = []
    for path in pages():
        page = page_to_read(path)
        (folder / f"{path.stem}.html").write_text(page, encoding="utf-8")
        found += passages(page, path)
    titles = {f"{path.stem}.html": title_of_page(path) for path in pages()}
    listed = environment().get_template("index.html.j2").render(pages=titles, notebook=[])
    (folder / "index.html").write_text(listed, encoding="utf-8")
    (folder / "passages.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    shutil.copy(OURS / "search.js", folder)
