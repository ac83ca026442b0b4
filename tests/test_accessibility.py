"""Pages and notebooks for readers who see no picture, use no mouse or need large type.

Here are the pages that marking writes, the printed briefing, and the notebooks as JupyterLab's own checker sees them.
The rest stands with what it is about: lessons, controls and exercises in JupyterLab in test_browser.py, what keys do and
a screen reader is told in test_keys_and_ears.py, the start page of
the browser edition in test_browser_lite.py, slides and handouts in test_slides_handouts.py, charts in
test_chart_colours.py.
"""

from collections.abc import Callable

import nbformat
import pytest
from browser import IN_A_BROWSER, WINDOW, ZOOMED, Lab, barriers, chromium, jupyterlab, keep_picture
from nbformat.v4 import new_markdown_cell, new_notebook

from authoring.answer_bank import Answer, bank
from authoring.marking import judge
from authoring.marking.records import Problem, Record
from authoring.marking.report import feedback, readings, summary
from authoring.marking.submissions import Learner
from authoring.notebooks import read
from authoring.publishing.briefing import briefing_in, page_of
from coursekit.verdicts import RIGHT
from notebooks import COPIES, LESSONS, ROOT, name

pytestmark = IN_A_BROWSER
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
CHECKER = "jupyterlab-a11y-checker"


@pytest.fixture(scope="module")
def browser():
    with chromium() as window:
        yield window


# ---- Pages that we write ourselves


def verdict_of(number: str, answer: Answer) -> judge.Verdict:
    """Return the verdict on an answer of the bank, with a remark on it."""
    code = f"{answer.code}  # and a remark of the learner, who writes as one writes a letter: all on one line"
    return judge.Verdict(
        number, answer.kind, answer.says, ["The name was written with a capital letter."], code, answer.because
    )


def class_marked() -> list[Record]:
    """Return a class above ten, whose learners gave answers of every kind to the exercises of lessons 01 and 02."""
    names = ("Ana María de la Cruz y Fernández de Córdoba", "Юлия Иванова", "王芳", "Ben")
    records = []
    for place in range(12):
        one = Record(Learner(str(place), names[place % 4]))
        one.problems.append(Problem("a/report.pdf", "this is no notebook."))
        for lesson in ("01", "02"):
            verdicts = [
                verdict_of(number, answers[(place + 4 * step) % len(answers)])
                for step, (number, answers) in enumerate(bank(lesson).items())
            ]
            works = {f"{lesson[1]}.6": {"text": "show(fig)" * place, "picture": PIXEL if place % 2 else ""}}
            one.marked[lesson] = judge.Marked(lesson, verdicts, to_read=works)
            one.files[lesson] = f"{lesson}_observer_status_of_a_learner_who_gives_files_long_names.ipynb"
        records.append(one)
    return records


def feedback_page() -> str:
    """Return the page of feedback for one learner, with solutions: the longest there is."""
    return feedback(class_marked()[0], with_solutions=True)


def summary_page() -> str:
    """Return the teacher's summary of a class."""
    return summary(class_marked(), ["holiday.png is no notebook: it was left out."])


def reading_page() -> str:
    """Return the page of what only a reader can judge."""
    return readings(class_marked())


def briefing_page() -> str:
    """Return the printed page of the key's briefing."""
    return page_of(*briefing_in(read(ROOT / "solutions" / "06_your_briefing.ipynb")))


PAGES = {"feedback": feedback_page, "summary": summary_page, "reading": reading_page, "briefing": briefing_page}


@pytest.fixture(scope="module", params=PAGES.items(), ids=PAGES)
def page(browser, request, tmp_path_factory):
    """A page, open, with everything that is folded in it unfolded."""
    title, make = request.param
    file = tmp_path_factory.mktemp("page") / f"{title}.html"
    file.write_text(make(), encoding="utf-8")
    opened = browser.new_page(viewport=WINDOW, bypass_csp=True)  # the page lets no script in, not even the checker's
    opened.goto(file.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    keep_picture(opened, f"page-{title}")
    yield opened
    opened.close()


def test_the_pages_hold_every_kind_of_verdict():
    kinds = {verdict.kind for one in class_marked() for marked in one.marked.values() for verdict in marked.verdicts}
    assert RIGHT in kinds and len(kinds) >= 3


def test_page_has_no_barriers(page):
    assert not barriers(page)


@pytest.mark.parametrize("width", [ZOOMED["width"], 320])
def test_page_enlarged_needs_no_scrolling_to_the_side(page, width):
    """At 640 pixels, which are a window of 1280 at 200 per cent, and at 320, which WCAG 1.4.10 asks for."""
    page.set_viewport_size({"width": width, "height": 720})
    keep_picture(page, f"page-{page.title().split()[0].strip(':')}-{width}")
    wide = page.evaluate(
        "[...document.querySelectorAll('p, li, h1, h2, h3, pre, img, figure, summary')]"
        ".filter(e => e.offsetParent && e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 160))"
    )
    assert not wide
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not barriers(page)


# ---- Notebooks, as JupyterLab's checker for accessibility sees them

# It reads the notebook and not the page, but looks through the whole page for each cell: without the page it is faster.
SCAN = f"""async () => {{
    const main = document.getElementById("main"), place = main.parentElement;
    main.remove();
    try {{
        return await window.jupyterapp.commands.execute("{CHECKER}:scan-notebook");
    }} finally {{
        place.append(main);
    }}
}}"""
FULL_OF_BARRIERS = """# A title

### A level is left out

![](data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=) and [click here](https://example.org)

<table><tr><td>a table</td><td>without headings</td></tr></table>"""


@pytest.fixture(scope="module")
def scan(browser, tmp_path_factory) -> Callable[[str], set[str]]:
    """A function that opens a notebook and returns the rules that the checker finds broken, with the words in question.

    The checker asks a server on the network for an alphabet of icons; it gets an empty answer here.
    """
    home = tmp_path_factory.mktemp("home")
    with jupyterlab(home, extensions=(CHECKER,), settings={}) as address:
        metadata = read(LESSONS[0]).metadata
        cells = [new_markdown_cell(part) for part in FULL_OF_BARRIERS.split("\n\n")]
        nbformat.write(new_notebook(cells=cells, metadata=metadata), home / "course" / "barriers.ipynb")
        context = browser.new_context(viewport=WINDOW)
        answer = {"body": "", "content_type": "text/css", "headers": {"Access-Control-Allow-Origin": "*"}}
        context.route(lambda url: not url.startswith(address), lambda route: route.fulfill(**answer))
        lab = Lab(context.new_page(), f"{address}/lab?reset", {})

        def scanned(notebook: str) -> set[str]:
            lab.open(notebook, kernel=False)
            return {f"{issue['violationId']}: {issue['contentSnippet']}" for issue in lab.page.evaluate(SCAN)["issues"]}

        yield scanned
        context.close()


def test_checker_sees_barriers(scan):
    rules = {found.split(":")[0] for found in scan("barriers.ipynb")}
    assert rules >= {"heading-wrong-order", "image-missing-alt", "link-discernible-text", "table-missing-header"}


@pytest.mark.parametrize("path", LESSONS + COPIES, ids=name)
def test_checker_finds_nothing(scan, path):
    assert not scan(str(path.relative_to(ROOT)))
