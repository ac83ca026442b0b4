"""The learner's page: what the notebook shows, and the page to print that is made from it."""

import re
import shutil

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from authoring.publishing import briefing as tool
from coursekit.briefing import MARK, bar_chart, briefing_page, page_parts
from notebooks import ROOT, read

SOLVED = ROOT / "solutions" / "06_your_briefing.ipynb"
UNSOLVED = ROOT / "exercises" / "06_your_briefing_exercises.ipynb"
WORDS = {
    "title": "Yes votes grew",
    "axis": "Number of states",
    "description": "Two bars: 80 states said yes in 2023, and 120 states said yes in 2025.",
    "source": "resolution_votes.csv",
    "as_of": "2025-12-31",
}
REST = {
    "claim": "support_grows",
    "verdict": "not proved",
    "sources": ["undl_4087780", "S02"],
    "headline": "Does support grow?",
    "text": "First paragraph.\n\nSecond <b>paragraph</b> with *stars* & signs.",
}
NUMBERS = {"2023": 80, "2025": 120}


@pytest.fixture(autouse=True)
def no_open_figures():
    yield
    assert not plt.get_fignums(), "a figure stays open and would be drawn twice"


@pytest.fixture
def shown(monkeypatch):
    """What is displayed, as pairs of data and metadata."""
    said = []
    for module in ("coursekit.briefing", "coursekit.charts"):
        monkeypatch.setattr(
            f"{module}.display", lambda data, metadata=None, raw=False: said.append((data, metadata or {}))
        )
    return said


@pytest.mark.parametrize(
    "numbers", [NUMBERS, pd.Series(NUMBERS), pd.Series([1, 2], index=[2023, 2025]), {"change": -2.5}, {3: 4}]
)
def test_bar_chart_draws_numbers_with_names(numbers, shown):
    assert bar_chart(numbers, WORDS) is not None
    assert "80 states said yes" in shown[0][0]["text/plain"]


@pytest.mark.parametrize(
    ("numbers", "words", "says"),
    [
        (..., WORDS, "waits for: the numbers"),
        (NUMBERS, WORDS | {"title": ..., "as_of": ...}, "waits for: title, as_of"),
        (NUMBERS, WORDS | {"description": "\n...\n"}, "waits for: description"),
        (NUMBERS, {}, "waits for: title, axis, description, source, as_of"),
        ("80 and 120", WORDS, "numbers with names"),
        ({"a": "many"}, WORDS, "numbers with names"),
        ([80, 120], WORDS, "numbers with names"),
        ({}, WORDS, "0 bars"),
        (dict.fromkeys(range(50), 1), WORDS, "50 bars"),
        (NUMBERS, "Yes votes", "keep the braces"),
        (NUMBERS, WORDS | {"axis": "States"}, "names no unit"),
        (NUMBERS, WORDS | {"description": "Two bars."}, "too short"),
        (NUMBERS, WORDS | {"source": "the UN"}, "names no table"),
        (NUMBERS, WORDS | {"as_of": "in 2025"}, "unclear"),
        (NUMBERS, WORDS | {"as_of": 2025}, "unclear"),
    ],
)
def test_bar_chart_says_what_it_waits_for_and_never_raises(numbers, words, says, shown, capsys):
    assert bar_chart(numbers, words) is None
    assert says in capsys.readouterr().out
    assert not shown


def test_long_names_and_titles_stay_inside_the_picture(shown):
    long = "a name that is much longer than a reader likes to see beside a bar"
    fig = bar_chart({long: 1, "b": 20000}, WORDS | {"title": "word " * 18, "axis": "Number of " + "words " * 12})
    fig.canvas.draw()
    texts = [*fig.axes[0].get_yticklabels(), *fig.texts, fig._suptitle, fig.axes[0].xaxis.label, *fig.axes[0].texts]
    for text in texts:
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.x1 <= fig.bbox.x1 and box.y0 >= 0 and box.y1 <= fig.bbox.y1, text.get_text()


def test_page_shows_all_parts_and_counts_the_words(shown, capsys):
    briefing_page(bar_chart(NUMBERS, WORDS), WORDS | REST)
    assert "Your text has 8 words. About 150 are asked" in capsys.readouterr().out
    text = "\n".join(data.get("text/markdown", "") for data, _ in shown)
    for part in ("Does support grow?", "Support for the SCO in the UN General Assembly is growing.", "not proved",
                 r"\<b>paragraph\</b> with \*stars\*", "Press release GA/12523", "https://digitallibrary.un.org/record/4087780"):  # fmt: skip
        assert part in text
    assert [metadata[MARK]["headline"] for _, metadata in shown if MARK in metadata] == ["Does support grow?"]


@pytest.mark.parametrize("text", ['One "line".\n\nTwo.', '\nOne\n"line".\n\n\nTwo.\n'])
def test_a_text_on_lines_of_its_own_is_the_same_on_the_page(text):
    assert page_parts(WORDS | REST | {"text": text})["text"] == ['One "line".', "Two."]
    on_lines = {
        name: f"\n{words}\n"
        for name, words in (WORDS | REST).items()
        if isinstance(words, str) and name in ("description", "headline")
    }
    assert page_parts(WORDS | REST | on_lines | {"text": ""}) == page_parts(WORDS | REST | {"text": ""})


@pytest.mark.parametrize(
    ("fig", "changes", "says"),
    [
        (None, {}, "waits for: the chart"),
        (..., {"text": ..., "verdict": ...}, "the chart, verdict, text"),
        ("chart", {"text": "\n...\n"}, "waits for: text"),
        ("chart", {"as_of": "soon"}, "cannot be put together"),
        ("chart", {"sources": 5}, "cannot be put together"),
    ],
)
def test_page_says_what_it_waits_for_and_never_raises(fig, changes, says, shown, capsys):
    fig = bar_chart(NUMBERS, WORDS) if fig == "chart" else fig
    shown.clear()
    briefing_page(fig, WORDS | REST | changes)
    assert says in capsys.readouterr().out
    assert not shown


def test_unknown_source_is_said_on_the_page():
    parts = page_parts(WORDS | REST | {"sources": ["S02", "nobody"]})
    assert parts["sources"][1] == ("nobody: unknown, no such id in sources.csv", "")


# The page to print


@pytest.fixture
def folder(tmp_path):
    """A folder with exercises/ in it, as on a learner's computer."""
    (tmp_path / "exercises").mkdir()
    return tmp_path


def built(folder, notebook=SOLVED, name="06_your_briefing.ipynb"):
    path = folder / "exercises" / name
    shutil.copy(notebook, path)
    return tool.main([str(path)])


def test_page_of_the_key_has_all_parts_and_nothing_from_the_network(folder, monkeypatch, capsys):
    monkeypatch.setattr(tool.shutil, "which", lambda name: None)
    assert built(folder) == 0
    assert "no PDF" in capsys.readouterr().out
    page = (folder / "briefing" / "06_your_briefing.html").read_text(encoding="utf-8")
    for part in ("<h1>Is the UN present at every SCO summit?</h1>", "<strong>Claim:</strong> The United Nations is present",
                 "<strong>Verdict:</strong> not proved", "In words: A bar for each form", "Source: summits.csv",
                 "TASS via RBTH: SCO hopes work with UN", 'href="http://in.rbth.com/news/2016/'):  # fmt: skip
        assert part in page
    assert "default-src 'none'" in page
    assert not re.search(r'(?:src|srcset|data|action)="(?!data:image/png)', page)
    assert not re.search(r"<(?:script|link|iframe|object|style[^>]*@import)|url\(", page)
    assert "check(" not in page and "judgement" not in page, "no code on the page"
    assert re.search(r'<img src="data:image/png;base64,\w[^"]+" alt="In words: ', page)


@pytest.mark.needs("chromium")
def test_pdf_is_one_page(folder, capsys):
    assert built(folder) == 0
    assert re.search(r"06_your_briefing\.pdf: 1 page$", capsys.readouterr().out, re.MULTILINE)
    pdf = (folder / "briefing" / "06_your_briefing.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    sizes = {tuple(round(float(x)) for x in box.split()) for box in re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)}
    assert sizes == {(0, 0, 595, 842)}, "A4"


def test_learner_s_markup_stays_text(folder, monkeypatch):
    monkeypatch.setattr(tool.shutil, "which", lambda name: None)
    notebook = nbformat.from_dict(read(SOLVED))
    page = {"headline": "<script>alert(1)</script>", "claim": "a & b", "verdict": "refuted", "text": ["<img src=//x.y/z>"],
            "in_words": '"><b>', "origin": "o", "sources": [["<i>", "javascript:alert(1)"]]}  # fmt: skip
    text = tool.page_of(page, "AAAA")
    assert "<script>" not in text and "<img src=//" not in text and "javascript:" not in text and '""><b>' not in text
    assert notebook.cells


def test_unsolved_copy_is_told_what_to_do(folder, capsys):
    assert built(folder, UNSOLVED) == 1
    said = capsys.readouterr().err
    assert "there is no briefing in this notebook yet" in said
    assert not (folder / "briefing").exists()


@pytest.mark.parametrize("content", ["", "{}", "{broken", "PK\x03", "[1]"])
def test_broken_notebook_is_named(folder, content, capsys):
    path = folder / "exercises" / "mine.ipynb"
    path.write_text(content, encoding="utf-8")
    assert tool.main([str(path)]) == 1
    assert "mine.ipynb: this is not a notebook that can be read" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == content


def test_missing_notebook_and_folder_are_named(folder, capsys):
    assert tool.main([str(folder / "none.ipynb")]) == 1
    assert "there is no such file" in capsys.readouterr().err
    assert tool.main([str(folder / "exercises")]) == 1
    assert "this is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("damage", [{"headline": "x"}, {}, "text", {"sources": [1]}])
def test_damaged_page_is_named(folder, damage, capsys):
    outputs = [
        new_output("display_data", {"image/png": "AAAA"}, metadata={MARK: damage}),
    ]
    cell = new_code_cell("x", outputs=outputs, execution_count=1)
    nbformat.write(new_notebook(cells=[cell]), folder / "exercises" / "mine.ipynb")
    assert tool.main([str(folder / "exercises" / "mine.ipynb")]) == 1
    assert "damaged" in capsys.readouterr().err


def test_place_that_cannot_be_written_is_named(folder, capsys):
    (folder / "briefing").write_text("a file in the way", encoding="utf-8")
    assert built(folder) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_browser_that_fails_is_named(folder, monkeypatch, capsys):
    monkeypatch.setattr(tool, "CHROMIUMS", ("false",))
    assert built(folder) == 1
    assert "could not print" in capsys.readouterr().err
    assert (folder / "briefing" / "06_your_briefing.html").is_file(), "the page itself is there"
