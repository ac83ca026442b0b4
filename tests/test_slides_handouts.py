"""Slides, handouts and the answers for teachers: all of a lesson is there, readable, and nothing comes from the network."""

import itertools
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from needs import need
from playwright.sync_api import sync_playwright

from authoring.answer_bank import answers_to
from authoring.keeping.editions.products import cut_slides
from authoring.keeping.exercises import solution_of
from authoring.notebooks import NotebookProblem, copy_of, store
from authoring.publishing import answer_sheet, handouts, pages, slides
from authoring.publishing.briefing import CHROMIUMS
from authoring.publishing.pages import PageProblem, block_html, blocks
from coursekit.verdicts import RIGHT, exercise_numbers
from notebooks import COPIES, LESSONS, PAGES, ROOT, SOLUTIONS, code_cells, markdown, name, read

CHROMIUM = next(filter(None, map(shutil.which, CHROMIUMS)), None)
SMALLEST_TYPE = 22  # pixels of 720, on a slide
MOST_WORDS = 50  # of a paragraph on a slide
FROM_ELSEWHERE = re.compile(
    r"""(?:src|srcset|data|poster|action)=["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//|@import|url\((?!["']?data:)"""
)
CLOCK = re.compile(r"Minutes \d+ to \d+ of \d+\.")


@cache
def deck_of(path: Path) -> list[BeautifulSoup]:
    """Return the slides of a lesson, each as HTML."""
    page = BeautifulSoup(slides.html_of(read(path), path), "html.parser")
    return [part for part in page.select(".slides > section > section")]


@cache
def handout_of(path: Path) -> str:
    """Return the handout of a notebook as HTML."""
    return handouts.html_of(path)


@cache
def sheet() -> BeautifulSoup:
    """Return the answers for teachers."""
    return BeautifulSoup(answer_sheet.html_of(), "html.parser")


def plain(text: str) -> str:
    """Return a text with one space between words."""
    return " ".join(text.split())


def words_of(source: str) -> str:
    """Return what a reader sees of Markdown."""
    soup = BeautifulSoup(block_html(source), "html.parser")
    for anchor in soup.find_all("a", class_="anchor-link"):
        anchor.decompose()
    return plain(soup.get_text(" "))


def squeezed(text: str) -> str:
    """Return a text without any space, to be found whatever stands between its words."""
    return re.sub(r"\s+", "", text)


def notes_of(path: Path) -> str:
    """Return all notes of a deck, without the minutes, squeezed."""
    notes = " ".join(slide.aside.get_text(" ") for slide in deck_of(path))
    return squeezed(CLOCK.sub(" ", notes))


def pictures(path: Path) -> dict[str, str]:
    """Return the descriptions of a notebook's charts by picture."""
    outputs = [output for cell in code_cells(path) for output in cell.outputs if "image/png" in output.get("data", {})]
    return {"".join(o.data["image/png"].split()): o.data["text/plain"].split("\n\nSource: ")[0] for o in outputs}


def is_skipped(cell) -> bool:
    return cell.metadata.get("slideshow", {}).get("slide_type") == "skip"


def lesson(*cells) -> object:
    """Return a small lesson that holds these cells after its title."""
    return new_notebook(cells=[new_markdown_cell("# Why?\n\n**Lesson 09: a trial.** 20 minutes.\n\nText."), *cells])


def printed(text: str) -> object:
    """Return an output that is printed text."""
    return new_output("stream", name="stdout", text=text)


def made(*cells) -> list[slides.Slide]:
    """Return the slides of a small lesson."""
    return slides.Deck(lesson(*cells), Path("notebooks/09_trial.ipynb")).slides


# ---- Slides: all of the lesson


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_part_has_a_slide(path):
    headings = [slide.h2.get_text() for slide in deck_of(path)]
    assert headings[0] == re.match(r"# (.+)", read(path).cells[0].source)[1]
    kept = "\n\n".join(c.source for c in read(path).cells if c.cell_type == "markdown" and not is_skipped(c))
    parts = [pages.MINUTES.sub("", words) for words in re.findall(r"^## (.+)$", kept, re.MULTILINE)]
    assert [h for n, h in enumerate(dict.fromkeys(headings)) if h in parts] == parts
    assert all(headings), "no slide without a heading"


def test_a_guess_is_asked_before_its_answer_and_heads_it():
    deck = slides.Deck(read(LESSONS[5]), LESSONS[5])
    place = next(n for n, slide in enumerate(deck.slides) if "was the text on the CSTO adopted" in "".join(slide.body))
    asked, answer = deck.slides[place : place + 2]
    assert not asked.cells
    assert "- not adopted" in "".join(asked.body)
    assert "My guess" not in "".join(asked.body)
    assert answer.heading == "With 51 yes, 7 no and 70 abstained, was the text on the CSTO adopted?"
    assert answer.cells


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_no_slide_is_a_wall_of_text(path):
    texts = [text.get_text() for slide in deck_of(path) for text in slide.select("p:not(aside *), li:not(aside *)")]
    assert not [text for text in texts if len(text.split()) > MOST_WORDS]


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_chart_is_on_a_slide_of_its_own_with_its_description(path):
    shown = {}
    for slide in deck_of(path):
        images = slide.find_all("img")
        assert len(images) <= 1
        if images and not {"upper", "lower"} & set(slide.figure["class"]):  # a half repeats the chart before
            picture = images[0]["src"].partition("base64,")[2]
            assert picture not in shown, "each chart is shown once"
            shown[picture] = images[0]["alt"]
            assert "Source: " in slide.figcaption.get_text()
            assert squeezed(images[0]["alt"]) in squeezed(slide.aside.get_text())
    assert shown == pictures(path)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_sentence_of_the_prose_is_in_the_notes(path):
    notes = notes_of(path)
    missing = [
        text
        for cell in read(path).cells
        if cell.cell_type == "markdown" and not is_skipped(cell)
        for kind, text in blocks(cell.source)
        if kind != "heading" and squeezed(words_of(text)) not in notes
    ]
    assert not missing


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_guesses_and_tasks_stand_on_slides(path):
    asked = Counter(re.findall(r"Guess first|Your turn|Exercise [\d.]+(?=\*\*)", markdown(path)))
    shown = Counter(
        label for slide in deck_of(path) for p in slide.select(".prompt") for label in asked if label in p.get_text()
    )
    assert shown == asked
    for prompt in (p for slide in deck_of(path) for p in slide.select(".prompt")):
        assert plain(prompt.get_text()) != plain(prompt.strong.get_text()), (
            f"{prompt.get_text()}: a label without words"
        )


@pytest.mark.parametrize("path", LESSONS[1:], ids=name)
def test_notes_hold_the_minutes_and_what_the_teacher_asks(path):
    notes = [plain(slide.aside.get_text()) for slide in deck_of(path) if CLOCK.search(slide.aside.get_text())]
    assert all(CLOCK.match(note) for note in notes)
    spans = list(dict.fromkeys(tuple(map(int, re.findall(r"\d+", CLOCK.match(note)[0]))) for note in notes))
    assert spans[0][0] == 0
    assert all(before[1] == after[0] for before, after in itertools.pairwise(spans))
    taken = sum(map(int, re.findall(r"^##.+\((\d+) minutes?", markdown(path), re.MULTILINE)))
    assert taken == spans[-1][1] <= spans[-1][2]
    for part, lines in slides.teacher_lines(ROOT / "teaching" / f"{path.stem}.md").items():
        slide = next(slide for slide in deck_of(path) if slide.h2.get_text() == part)
        assert all(squeezed(words_of(line)) in squeezed(slide.aside.get_text()) for line in lines), part


def test_a_lesson_without_a_teachers_page_has_its_slides(tmp_path):
    assert slides.teacher_lines(tmp_path / "none.md") == {}
    (tmp_path / "other.md").write_text("# A page\n\n## Minutes\n\nNone yet.\n", encoding="utf-8")
    assert slides.teacher_lines(tmp_path / "other.md") == {}


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_slides_ask_nothing_of_the_network(path):
    page = slides.html_of(read(path), path)
    assert not FROM_ELSEWHERE.search(page)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "en" and soup.title.get_text().startswith("Lesson ")
    assert len(soup.find_all("h1")) == 1
    own = {f"reveal/{file}" for file in slides.REVEAL_FILES} | {file.name for file in slides.OWN_FILES}
    loaded = [tag.get("src") or tag.get("href") for tag in soup.find_all(["script", "link"])]
    assert {address for address in loaded if address} <= own
    inside = [a["href"] for a in soup.find_all("a", href=True) if not a["href"].startswith("http")]
    assert set(inside) <= {f"{lesson.stem}.html" for lesson in LESSONS}


def test_styles_ask_nothing_of_the_network():
    for style in [*slides.OWN_FILES, *(pages.TEMPLATES / "handouts").glob("*.css")]:
        assert not re.search(r"@import|url\(|https?:", style.read_text(encoding="utf-8")), style.name


# ---- Slides: the rules, on small lessons


def test_text_becomes_slides_by_its_marks():
    deck = made(
        new_markdown_cell("## One (3 minutes)\n\nSome prose.\n\n**Guess first:** how many? Or few?\n\nThen run it."),
        new_code_cell("a = 1", outputs=[printed("one")]),
        new_code_cell("b = 1", outputs=[printed("two")]),
        new_markdown_cell(
            "It was one.\n\n**A rule.**\n\n**Your turn.** What comes?\n\n**Step 1.** a\n\n**Step 2.** b\n\n**Your turn.** Why?"
        ),
        new_code_cell("c = 1", outputs=[printed("three")]),
        new_markdown_cell("## What we found\n\nFirst. Second."),
        new_markdown_cell("## Two\n\nProse.\n\n| a |\n| --- |\n| 1 |\n\n- item"),
        new_code_cell("d = 1", outputs=[printed("four")]),
    )
    kinds = ["title", "part", "result", "statement", "prompt", "prompt", "result", "part", "result", "text", "result"]
    assert [slide.kind for slide in deck] == kinds
    assert "**Guess first:** How many?" in deck[1].body[0]
    assert deck[1].notes == [
        "Minutes 0 to 3 of 20.",
        "Some prose.",
        "**Guess first:** how many? Or few?",
        "Then run it.",
    ]
    assert (deck[2].heading, deck[2].above) == ("How many?", "One")
    assert [cell.outputs[0].text for cell in deck[2].cells] == ["one", "two"]
    assert len(deck[5].body) == 3, "paragraphs in bold that follow each other share a slide, a task does not"
    assert deck[6].heading == "One", "the question of a task is not answered by the next cell"
    assert deck[7].body == ["First.\n\nSecond."]
    assert deck[8].heading == "Two" and deck[8].above == "", "a part begins with what is first in it"


def test_code_is_shown_when_it_is_marked():
    source = "if a:\n    b = 1\n    c = 2"
    for tags, shown in [([], ""), (["slide-code"], source), (["slide-code-2-3"], "b = 1\nc = 2"), (["other"], "")]:
        assert slides.code_on_slide(new_code_cell(source, metadata={"tags": tags})) == shown


def test_a_verdict_is_not_projected_under_its_question():
    check = new_code_cell('check("9.0")', outputs=[printed("9.0 Not answered yet.")])
    deck = made(new_markdown_cell("## Part\n\n**Checkpoint 9.0.** Why?"), check)
    assert [(slide.kind, slide.cells) for slide in deck] == [("title", []), ("part", [])]


def test_a_skipped_cell_makes_no_slide():
    skipped = {"slideshow": {"slide_type": "skip"}}
    cells = new_markdown_cell("## Glossary\n\n- word", metadata=skipped), new_code_cell("a", metadata=skipped)
    cells[1].outputs = [printed("one")]
    assert len(made(*cells)) == 1


def test_odd_cells_break_nothing():
    picture = new_output("display_data", {"text/html": "<b>no table</b>", "text/plain": "x"})
    odd = lesson(
        new_markdown_cell(""), new_code_cell(""), new_markdown_cell("Text before any part.\n\n**Guess first:**"),
        new_markdown_cell("## \n\n| a | b |\n| --- | --- |\n"), new_markdown_cell("### Deeper\n\n<details><summary>x</summary>y</details>"),
        new_code_cell("x", outputs=[picture, new_output("error", ename="E", evalue="v", traceback=[])]),
        new_code_cell("y", outputs=[printed("word " * 500)]), new_markdown_cell("** **\n\n- [a](b.ipynb) **Your turn.**"),
    )  # fmt: skip
    assert "Text before any part." in slides.html_of(odd, Path("notebooks/09_trial.ipynb"))


def test_a_lesson_without_a_title_is_named():
    with pytest.raises(PageProblem, match="does not begin with a title"):
        slides.Deck(new_notebook(cells=[]), Path("notebooks/09_trial.ipynb"))


def test_a_lesson_changed_in_class_has_its_slides_and_the_line_names_the_cells(tmp_path, monkeypatch):
    monkeypatch.setattr(slides, "web_package", lambda name: pages.HERE / "none")
    monkeypatch.setattr(slides, "REVEAL_FILES", ())
    notebook = read(LESSONS[2]).copy()
    notebook.cells = [cell.copy() for cell in notebook.cells]
    by_id = {cell.id: cell for cell in notebook.cells}
    by_id["kinds"].execution_count = 30
    by_id["years"].outputs = [new_output("error", ename="NameError", evalue="x", traceback=[])]
    drawn = new_output("display_data", {"image/png": "AAAA"}, metadata={"image/png": {"alt": "x"}})
    notebook.cells.insert(9, new_code_cell("plt.plot()", id="mine", outputs=[drawn]))
    path = tmp_path / LESSONS[2].name
    store(notebook, path)
    (line,) = slides.build([str(path)], tmp_path)
    assert f"made from {path.name}. " in line and line.endswith(": kinds, mine, years.")
    assert (tmp_path / f"{path.stem}.html").read_text(encoding="utf-8").count("A picture that has no description.") == 2
    assert not any(pages.changed_cells(read(path)) for path in LESSONS)
    again = [new_code_cell("a", id=f"cell-{count}", execution_count=count) for count in (1, 3, 2)]
    assert pages.changed_cells(new_notebook(cells=again)) == ["cell-3"]


def test_missing_npm_and_missing_files_end_in_a_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(pages, "HERE", tmp_path)
    monkeypatch.setattr(pages.shutil, "which", lambda name: None)
    assert pages.told(slides.build, []) == 1
    assert "reveal.js is not there" in capsys.readouterr().err
    assert pages.told(lambda names: handouts.build(names, tmp_path), ["none.ipynb"]) == 1
    assert "none.ipynb: there is no such file" in capsys.readouterr().err


# ---- Slides: in the browser


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the slides of all lessons."""
    need("chromium", "node packages")
    folder = tmp_path_factory.mktemp("slides")
    assert len(list(slides.build([], folder))) == len(LESSONS)
    return folder


@pytest.fixture(scope="module")
def browser():
    """A Chromium without a network."""
    need("chromium")
    with sync_playwright() as tool:
        chromium = tool.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium.new_context(offline=True, viewport={"width": 1280, "height": 720})
        chromium.close()


OUTSIDE = """slide => {
  const found = [], {left, top} = slide.getBoundingClientRect();
  for (const element of slide.querySelectorAll('*')) {
    if (element.closest('aside, style')) continue;
    const place = element.getBoundingClientRect();
    if (place.right > left + 1262 || place.bottom > top + 714 || place.left < left || place.top < top) found.push(element.outerHTML.slice(0, 80));
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (text && parseFloat(getComputedStyle(element).fontSize) < SMALLEST) found.push('small: ' + element.outerHTML.slice(0, 80));
  }
  return found;
}""".replace("SMALLEST", str(SMALLEST_TYPE - 0.5))


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_slide_fits_and_is_large_enough_without_a_network(path, built, browser):
    page = browser.new_page()
    problems = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("request", lambda request: problems.append(request.url) if request.url.startswith("http") else None)
    page.goto((built / f"{path.stem}.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    number = page.evaluate("Reveal.getTotalSlides()")
    assert number >= len(deck_of(path)), "none is lost"
    for place in range(number):
        found = page.evaluate(f"({OUTSIDE})(Reveal.getCurrentSlide())")
        assert not found, f"slide {place + 1}"
        assert page.evaluate("Reveal.getCurrentSlide().getBoundingClientRect().top") == 0, f"slide {place + 1}"
        page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.isLastSlide()"), "the arrow key leads through all slides"
    assert not problems
    page.close()


def test_every_slide_fits_when_it_is_printed(built, browser):
    shown, on_paper = browser.new_page(), browser.new_page()
    address = (built / f"{LESSONS[2].stem}.html").as_uri()
    shown.goto(address)
    shown.wait_for_function("Reveal.isReady()")
    on_paper.goto(f"{address}?print-pdf")
    on_paper.wait_for_selector(".pdf-page > section")
    slides_on_paper = "[...document.querySelectorAll('.pdf-page > section')]"
    assert on_paper.evaluate(f"{slides_on_paper}.flatMap({OUTSIDE})") == []
    sizes = ".map(slide => getComputedStyle(slide).fontSize)"
    assert on_paper.evaluate(slides_on_paper + sizes) == shown.evaluate("Reveal.getSlides()" + sizes)
    shown.close()
    on_paper.close()


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_slides_have_no_barriers(path, built, browser):
    axe = pages.HERE / "node_modules" / "axe-core" / "axe.min.js"
    page = browser.new_page()
    page.goto((built / f"{path.stem}.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    page.evaluate(axe.read_text(encoding="utf-8"))
    kinds = page.evaluate("Reveal.getSlides().map(slide => slide.dataset.kind)")
    for kind in dict.fromkeys(kinds):
        page.evaluate(f"Reveal.slide({kinds.index(kind)})")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found], kind
    page.close()


TABLE = "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"


@pytest.mark.parametrize(
    ("columns", "rows", "shown", "says"),
    [
        (2, 4, [4], []),
        (2, 20, [10, 10], ["Rows 1 to 10 of 20.", "Rows 11 to 20 of 20."]),
        (2, 90, [11], ["Rows 1 to 11 of 90. All are in the lesson."]),
        (30, 4, [], ["The table is in the lesson."]),
    ],
)
def test_rows_of_a_table_are_all_shown_or_said_to_be_left_out(columns, rows, shown, says, built, browser):
    row = "".join(f"<td>case {n} of many</td>" for n in range(columns))
    table = TABLE.format("<th>a</th>" * columns, f"<tr>{row}</tr>" * rows)
    cell = new_code_cell("a", outputs=[new_output("display_data", {"text/html": table})])
    file = built / f"09_{columns}_{rows}.html"
    file.write_text(slides.html_of(lesson(new_markdown_cell("## Part"), cell), Path("09.ipynb")), encoding="utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("Reveal.isReady()")
    slide = "[...document.querySelectorAll('section > section[data-kind=result]')]"
    assert page.evaluate(f"{slide}.map(one => one.querySelectorAll('tbody tr').length).filter(Boolean)") == shown
    assert page.evaluate(f"{slide}.flatMap(one => [...one.querySelectorAll('.rest')].map(p => p.textContent))") == says
    page.close()


def test_long_code_has_its_result_apart_and_what_does_not_fit_is_marked(built, browser):
    code = new_code_cell("\n".join(f"line_{n} = {n}" for n in range(17)), metadata={"tags": ["slide-code"]})
    code.outputs = [printed("two\nlines")]
    deck = lesson(new_markdown_cell("## Code"), code, new_markdown_cell("## Words\n\n**" + "much " * 600 + "**"))
    file = built / "09_long.html"
    file.write_text(slides.html_of(deck, Path("09.ipynb")), encoding="utf-8")
    assert cut_slides(file, CHROMIUM) == ["Words"]
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("Reveal.isReady()")
    shown = page.evaluate(
        "[...document.querySelectorAll('section > section[data-kind=result]')].map(one => one.querySelector('pre').className)"
    )
    assert shown == ["", "printed"]
    page.close()


def test_key_s_opens_the_notes(built, browser):
    page = browser.new_page()
    page.goto((built / f"{LESSONS[1].stem}.html").as_uri())
    page.wait_for_function("Reveal.isReady()")
    with browser.expect_page() as opened:
        page.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_selector(".speaker-controls-notes:not(.hidden)", timeout=20000)
    assert "the question mark all keys" in speaker.inner_text(".speaker-controls-notes")
    speaker.close()
    page.close()


# ---- Handouts


@pytest.mark.parametrize("path", LESSONS + COPIES, ids=name)
def test_handout_holds_every_text_and_the_code_that_is_for_reading(path):
    soup = BeautifulSoup(handout_of(path), "html.parser")
    for mark in soup.find_all("sup"):
        mark.decompose()
    text = squeezed(soup.main.get_text(" "))
    for cell in read(path).cells:
        if cell.cell_type == "code":
            folded = cell.metadata.get("jupyter", {}).get("source_hidden", False)
            assert (squeezed(cell.source) in text) != folded, cell.id
            continue
        for kind, block in blocks(cell.source):
            if kind == "details":
                block = re.sub(r"<details><summary>(.+?)</summary>(.+?)</details>", r"\1\n\n\2", block, flags=re.DOTALL)
            assert squeezed(words_of(block)) in text, cell.id


@pytest.mark.parametrize("path", LESSONS + COPIES, ids=name)
def test_handout_shows_every_chart_with_its_words(path):
    soup = BeautifulSoup(handout_of(path), "html.parser")
    told = pictures(path)
    assert {img["src"].partition("base64,")[2] for img in soup.find_all("img")} == set(told)
    for figure in soup.find_all("figure"):
        caption = figure.figcaption.get_text()
        assert told[figure.img["src"].partition("base64,")[2]] in caption and "Source: " in caption
        assert figure.img["alt"].startswith("Chart: ")
    explored = [
        cell for cell in code_cells(path) if re.search(r"^(?:\w+ = )?(?:explore|coder)\(", cell.source, re.MULTILINE)
    ]
    assert handout_of(path).count("In the notebook, controls stand here: ") == len(explored)
    assert not soup.find_all(["details", "summary", "script", "iframe", "object", "button", "input"])


def test_words_under_a_chart_stand_once_and_what_an_answer_would_show_is_left_out():
    words = {"text/markdown": "Two *bars*.\n\nSource: a.csv.", "text/plain": "Two bars.\n\nSource: a.csv."}
    drawn = {"image/png": "AAAA", "text/plain": "Two bars."}
    chart = new_code_cell("show(fig)", outputs=[new_output("display_data", data) for data in (drawn, words)])
    asked, follows, other = new_code_cell("mine = ..."), new_code_cell("print(mine)"), new_code_cell("print(3)")
    follows.outputs, other.outputs = [printed("Ellipsis")], [printed("3")]
    cells = handouts.prepared(lesson(chart, asked, follows, other), True).cells
    assert [len(cell.outputs) for cell in cells if cell.cell_type == "code"] == [1, 0, 0, 1]


def test_a_table_has_no_empty_heading_and_its_numbers_stand_in_columns():
    table = pages.tidy_table(pd.DataFrame({"state": ["A b", "C"], "n": ["1.5", "-20"]}, index=["x", "y"]).to_html())
    assert [(cell.name, cell.get("scope")) for cell in table.thead.tr.find_all(["td", "th"])] == [
        ("td", None), ("th", "col"), ("th", "col"),
    ]  # fmt: skip
    assert [cell.get_text() for cell in table.select(".number")] == ["n", "1.5", "-20"]
    assert [cell.get_text() for cell in table.select("tbody .short")] == ["x", "y", "C"]


@pytest.mark.parametrize("path", LESSONS + COPIES + PAGES, ids=name)
def test_handout_is_a_page_that_loads_nothing(path):
    page = handout_of(path)
    assert not FROM_ELSEWHERE.search(page)
    assert "default-src 'none'" in page
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "en" and re.fullmatch(".+", soup.title.get_text())
    levels = [int(heading.name[1]) for heading in soup.find_all(re.compile(r"h\d"))]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    made_here = {f"{p.stem}.html" for p in LESSONS + COPIES + PAGES}
    numbered = [item.get_text() for item in soup.select("ol.links li")]
    for link in soup.find_all("a", href=True):
        if link["href"].startswith("http"):
            assert link.find_next_sibling("sup").get_text() == f"[{numbered.index(link['href']) + 1}]"
        else:
            assert link["href"].partition("#")[0] in made_here | {""}, link["href"]


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_exercises_on_paper_have_lines_and_their_hints_at_the_end(path):
    soup = BeautifulSoup(handout_of(path), "html.parser")
    tasks = soup.select("section.exercise")
    assert len(tasks) == len(re.findall(r"^## Exercise", markdown(path), re.MULTILINE))
    for task in tasks:
        assert len(task.select(".lines hr")) >= handouts.FEWEST_LINES
        assert "On a computer, check it: check(" in plain(task.get_text(" "))
        assert "Hint" not in task.get_text()
    hints = soup.select_one("section.hints")
    assert len(hints.find_all("h4")) == markdown(path).count("<summary>Hint ")
    assert not hints.find_next_sibling("section", class_="exercise")
    assert "Not answered yet" not in soup.get_text()


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_no_answer_of_the_key_is_on_the_learners_handout(path):
    soup = BeautifulSoup(handout_of(copy_of(path)), "html.parser")
    soup.select_one("section.hints").decompose()  # a hint may come near to a line of the key
    page = squeezed(soup.get_text())
    lines = [line for cell in read(path).cells for line in solution_of(cell.source).splitlines() if len(line) > 24]
    assert lines
    assert not [line for line in lines if squeezed(line) in page]


def test_a_copy_with_answers_is_not_printed(tmp_path, capsys):
    folder = tmp_path / "exercises"
    folder.mkdir()
    shutil.copy(SOLUTIONS[0], folder)
    assert pages.told(lambda names: handouts.build(names, tmp_path), [str(folder / SOLUTIONS[0].name)]) == 1
    assert "holds answers" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.html"))


def test_without_chromium_the_html_is_made_and_the_line_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    line, _ = handouts.build([str(LESSONS[0])], tmp_path)
    assert "No Chromium was found, so there is no PDF" in line
    assert (tmp_path / f"{LESSONS[0].stem}.html").is_file()


def test_a_lesson_is_named_by_its_number_and_brings_its_exercises(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    lesson, exercises, answers = handouts.build(["2"], tmp_path)
    assert f"{LESSONS[2].stem}.html: made." in lesson
    assert f"{COPIES[1].stem}.html: made." in exercises
    assert answers == "The answers for teachers are made with all handouts: run the command without a name."
    assert pages.notebooks_of(["02", "mine.ipynb"]) == [LESSONS[2], Path("mine.ipynb")]
    assert pages.told(lambda names: handouts.build(names, tmp_path), ["77"]) == 1
    assert "77: there is no such lesson. Give a number from 00 to 06" in capsys.readouterr().err


def test_browser_that_fails_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("authoring.publishing.briefing.CHROMIUMS", ("false",))
    assert pages.told(lambda names: handouts.build(names, tmp_path), [str(LESSONS[0])]) == 1
    assert "could not print" in capsys.readouterr().err


def test_folder_that_cannot_be_written_is_named(tmp_path, capsys):
    (tmp_path / "handouts").write_text("a file in the way", encoding="utf-8")
    assert pages.told(lambda names: handouts.build(names, tmp_path / "handouts"), [str(LESSONS[0])]) == 1
    assert "cannot be read or written" in capsys.readouterr().err


@pytest.mark.needs("chromium", "pdftotext")
@pytest.mark.parametrize("path", [LESSONS[2], COPIES[1]], ids=name)
def test_pdf_has_a_title_tags_and_numbered_a4_pages(path, tmp_path):
    line, *_ = handouts.build([str(path)], tmp_path)
    pdf = tmp_path / f"{path.stem}.pdf"
    number = int(re.search(r"(\d+) pages$", line)[1])
    content = pdf.read_bytes()
    assert {
        tuple(round(float(x)) for x in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", content)
    } == {(0, 0, 595, 842)}
    assert b"/MarkInfo" in content and b"/StructTreeRoot" in content, "a tagged PDF"
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"page (\d+) of (\d+)", text) == [(str(n), str(number)) for n in range(1, number + 1)]
    label = BeautifulSoup(handout_of(path), "html.parser").title.get_text()
    assert text.count(label) >= number


WIDER = """() => [...document.querySelectorAll('main *')]
  .filter(element => element.getBoundingClientRect().right > document.querySelector('main').getBoundingClientRect().right + 1)
  .map(element => element.outerHTML.slice(0, 100))"""


@pytest.mark.needs("node packages")
@pytest.mark.parametrize("path", LESSONS + COPIES, ids=name)
def test_nothing_on_a_handout_runs_over_the_edge_and_there_are_no_barriers(path, browser, tmp_path):
    file = tmp_path / "handout.html"
    file.write_text(handout_of(path), encoding="utf-8")
    page = browser.new_page()
    page.set_viewport_size({"width": 658, "height": 900})  # 174 mm, the paper between its margins
    page.emulate_media(media="print")
    page.goto(file.as_uri())
    assert page.evaluate(WIDER) == []
    page.evaluate((pages.HERE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert not [(violation["id"], violation["nodes"][0]["html"][:120]) for violation in found]
    page.close()


# ---- The answers for teachers


HANDED_IN = [number for number in exercise_numbers() if not number.endswith(".0")]  # no checkpoints inside a lesson


def test_sheet_holds_every_exercise_with_its_key_and_verdict():
    text = squeezed(sheet().get_text())
    assert [h.get_text().split()[1] for h in sheet().find_all("h3")] == HANDED_IN
    for path in SOLUTIONS:
        for cell in read(path).cells:
            assert squeezed(solution_of(cell.source)) in text, f"{path.name}, {cell.id}"
    assert len(re.findall(r"\d\.\d Right\. ", " ".join(p.get_text() for p in sheet().select("section > p")))) == len(
        HANDED_IN
    )


@pytest.mark.parametrize("number", HANDED_IN)
def test_sheet_holds_every_misconception_and_what_the_learner_reads(number):
    heading = next(h for h in sheet().find_all("h3") if h.get_text().startswith(f"Exercise {number} "))
    section = heading.find_parent("section")
    rows, said = {}, ""
    for row in section.select("table tbody tr"):
        cells = row.find_all("td", recursive=False)
        if not row.pre:
            continue  # a table of the task
        said = cells[2].get_text() if len(cells) == 3 else said
        rows[cells[0].pre.get_text()] = (cells[1].get_text(), said)
    for answer in answers_to(number):
        if answer.kind == RIGHT:
            assert squeezed(answer.code) in squeezed(section.get_text())
            continue
        because, said = rows[answer.code.lstrip("\n")]
        assert because == answer.because
        assert said.startswith(answer.kind) and answer.says in said


@pytest.mark.needs("chromium", "pdftotext")
def test_first_page_of_the_sheet_has_all_answers(tmp_path):
    page = tmp_path / "answers.html"
    page.write_text(str(sheet()), encoding="utf-8")
    assert pages.printed(page)
    command = ["pdftotext", "-layout", "-l", "1", str(page.with_suffix(".pdf")), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^ *(\d\.\d) {2,}\S", text, re.MULTILINE) == HANDED_IN


def test_sheet_gives_each_number_its_unit():
    values = {row.th.text: row.td.text for row in sheet().select(".overview tr:has(> th[scope=row])")}
    assert values["2.1"] == "40 years"
    assert values["2.6"].endswith("(organisations)")
    assert values["4.3"].replace(".", "").isdigit()


def test_sheet_says_on_each_page_whom_it_is_for():
    page = answer_sheet.html_of()
    assert re.search(r"@top-right \{ content: \"For teachers: not for learners\"", page)
    assert not FROM_ELSEWHERE.search(page)


def test_commands_report_a_notebook_that_cannot_be_read(tmp_path):
    broken = tmp_path / "09_broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    with pytest.raises(NotebookProblem, match="not a notebook that can be read"):
        handouts.html_of(broken)
