"""Pages only to read: they hold the whole lesson, give no guess away, lead somewhere, and need no script but for the search."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from browser import barriers, chromium, keep_picture
from bs4 import BeautifulSoup
from servers import running

from authoring.notebooks import read
from authoring.publishing import reading
from authoring.publishing.pages import blocks
from notebooks import LESSONS, ROOT

PHONE = {"width": 390, "height": 844}
IN_CHROMIUM = pytest.mark.needs("chromium", "node packages")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """All pages, in the place that they have in the site."""
    place = tmp_path_factory.mktemp("site") / "read"
    reading.place_reading(place)
    return place


def soup_of(folder: Path, path: Path) -> BeautifulSoup:
    """Return the page of a lesson."""
    return BeautifulSoup((folder / f"{path.stem}.html").read_text(encoding="utf-8"), "html.parser")


def squeezed(text: str) -> str:
    """Return a text without what Markdown and HTML may differ in."""
    return re.sub(r"[\W_]+", "", re.sub(r"\]\([^)]*\)", "]", text))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_page_holds_every_text_with_code_and_answers_folded(folder, path):
    page = soup_of(folder, path)
    for box in page.select("[popover]"):
        box.decompose()
    whole = squeezed(page.main.get_text())
    for part in page.select("details"):
        part.decompose()
    in_sight = squeezed(page.main.get_text())
    for cell in read(path).cells:
        texts = (
            [text for kind, text in blocks(cell.source) if kind == "paragraph"] if cell.cell_type == "markdown" else []
        )
        assert all(squeezed(text) in whole for text in texts if "<" not in text), cell.id
        if cell.cell_type == "code" and "\n" in cell.source:
            assert squeezed(cell.source) not in in_sight, cell.id
        if "answer-to-a-guess" not in cell.metadata.get("tags", []):
            continue
        told = [output.get("text", "") for output in cell.get("outputs", [])] + texts[:1]
        assert not any(squeezed(text) in in_sight for text in told if squeezed(text)), cell.id


def test_every_link_leads_to_a_page_its_part_or_a_live_notebook(folder):
    pages = {
        path.name: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in folder.glob("*.html")
    }
    parts = [entry["place"] for entry in json.loads((folder / "passages.json").read_text(encoding="utf-8"))]
    links = [(name, link["href"]) for name, page in pages.items() for link in page.find_all("a", href=True)]
    for name, link in [*links, *(("index.html", place) for place in parts)]:
        if link.startswith("http"):
            continue
        target = urlsplit(link)
        if target.query:
            assert target.path == "../lab/index.html" and (ROOT / parse_qs(target.query)["path"][0]).is_file(), link
        elif target.path != "../index.html":
            page = pages[target.path or name]
            assert not target.fragment or page.find(id=unquote(target.fragment)), (name, link)


def test_a_term_is_explained_once_where_it_stands_and_a_verb_is_no_term(folder):
    for path in LESSONS:
        page = soup_of(folder, path)
        asked = [button["popovertarget"] for button in page.select("button.term")]
        assert len(asked) == len(set(asked)) >= 5
        for button in page.select("button.term"):
            meaning = page.find(id=button["popovertarget"]).get_text(" ", strip=True)
            assert meaning.lower().startswith(re.sub("s$", "", button.get_text().lower())[:4])
        assert not {"means", "joins"} & {button.get_text() for button in page.select("button.term")}


@pytest.fixture(scope="module")
def phone(folder):
    """What opens a page of the site on a phone, with or without JavaScript."""
    with running(folder.parent) as address, chromium() as window:

        def opened(name: str, script: bool = True):
            context = window.new_context(viewport=PHONE, java_script_enabled=script)
            page = context.new_page()
            page.goto(f"{address}/read/{name}")
            return page

        yield opened


@IN_CHROMIUM
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_on_a_phone_a_page_has_no_barriers_and_is_not_wider_than_the_screen(phone, path):
    page = phone(f"{path.stem}.html")
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    charts = page.locator("img").evaluate_all("all => all.map(one => one.width)")
    assert all(width >= 600 for width in charts), "letters of a chart that is drawn for a wide window get too small"
    assert not barriers(page)
    keep_picture(page, f"reading-{path.stem}")
    page.context.close()


@IN_CHROMIUM
def test_without_javascript_a_term_says_what_it_means(phone):
    page = phone("02_observer_status.html", script=False)
    page.locator("button.term", has_text="Charter").click()
    assert "the treaty on which an organisation rests" in page.locator("[popover]:popover-open").inner_text()
    page.context.close()


@IN_CHROMIUM
def test_search_finds_the_parts_that_hold_every_word(phone):
    page = phone("02_observer_status.html")
    page.get_by_role("searchbox").fill("PLENARY sixth")
    page.get_by_role("searchbox").press("Enter")
    first = page.locator("#found a").first
    first.wait_for()
    assert page.locator("#found li").count() >= 2
    assert first.inner_text() == "Lesson 02: What does the status allow?"
    assert page.locator("#found mark").first.inner_text().lower() in {"plenary", "sixth"}
    first.click()
    assert (
        page.get_by_role("heading", name="What does the status allow?").evaluate(
            "one => one.getBoundingClientRect().top"
        )
        < 60
    )
    page.get_by_role("searchbox").fill("plenary zebra")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_text("No part has all words of: plenary zebra").wait_for()
    page.context.close()


@IN_CHROMIUM
def test_paper_has_the_answers_and_no_code(phone):
    page = phone("05_consensus_to_vote.html")
    page.emulate_media(media="print")
    assert page.get_by_text("Eight of the ten texts").is_visible()
    assert not page.get_by_text("import pandas").is_visible()
    page.context.close()
