"""The lint of the teaching: one fixed shape, true numbers, links that lead somewhere, words that are explained."""

import contextlib
import csv
import io
import itertools
import re
from datetime import date

import nbformat
import pandas as pd
import pytest

from authoring.notebooks import copy_of
from coursekit.charts import NO_WORDS
from notebooks import (
    ALL,
    COPIES,
    LESSONS,
    PAGES,
    ROOT,
    code_cells,
    headings,
    markdown,
    name,
    output_text,
    read,
    sections,
    stdout,
)

SHAPE = [
    "What you will be able to do",
    "What we found",
    "What remains open",
    "Words learned",
    "Sources used",
    "Exercises",
    "Next",
]
FIRST, TAUGHT = LESSONS[0], [path for path in LESSONS if not path.name.startswith("00")]
GLOSSARY = ROOT / "notebooks" / "glossary.md"
MOST_CELLS, MOST_MINUTES, MOST_LINES, MOST_FOLDED, LONGEST_LINE = 40, 45, 12, 24, 116
# Cells that nbval need not compare, as "folder/notebook: cell id: reason". The aim is none.
EXEMPT: list[str] = []
MONTHS = {date(2000, month, 1).strftime("%B"): month for month in range(1, 13)}


FOLDED = re.compile(r"# (Guess|Words|Drawing)|def .+?\n    \"\"\"(Drawing|Say)")  # code that is not for reading


def links(path):
    """Return text and target of each link."""
    return re.findall(r"\[([^\]]+)\]\(([^)\s]+)\)", markdown(path))


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_fixed_shape(path):
    names = list(sections(path))
    assert names[0] == SHAPE[0]
    assert names[-6:] == SHAPE[1:]
    assert headings(path)[0][1].endswith("?"), "the title is a question"
    parts = [words for level, words in headings(path) if level == 2 and words not in SHAPE]
    assert len(parts) >= 4
    assert all(re.search(r" \(\d+ minutes?\)$", words) for words in parts), "each part names its minutes"


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_minutes_add_up(path):
    parts = sum(int(minutes) for minutes in re.findall(r"^## .+ \((\d+) minutes?\)$", markdown(path), re.MULTILINE))
    stated = int(re.search(r"\*\*Lesson \d\d.+?\*\* (\d+) minutes", markdown(path)).group(1))
    assert stated <= MOST_MINUTES
    assert 1 <= stated - parts <= 4, "a class also needs minutes to begin and to end"


def test_the_start_page_gives_lesson_00_its_minutes():
    stated = re.search(r"\*\*Lesson 00.+?\*\* (\d+) minutes", markdown(LESSONS[0])).group(1)
    page = (ROOT / "authoring" / "publishing" / "site" / "start.html").read_text(encoding="utf-8")
    assert f"Begin with lesson 00: {stated} minutes in class" in page


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_length_limits(path):
    assert len(read(path).cells) <= MOST_CELLS
    for cell in code_cells(path):
        lines = [line for line in cell.source.splitlines() if line.strip()]
        folded = cell.metadata.get("jupyter", {}).get("source_hidden")
        assert len(lines) <= (MOST_FOLDED if folded else MOST_LINES), cell.id
        assert max(map(len, lines)) <= LONGEST_LINE, cell.id


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_code_that_is_not_for_reading_is_folded(path):
    folded = {cell.id for cell in code_cells(path) if cell.metadata.get("jupyter", {}).get("source_hidden")}
    assert folded == {cell.id for cell in code_cells(path) if FOLDED.match(cell.source)}


def results_of_guesses(path):
    """Run a lesson and return for each guess, by name, its choices and the result that it is compared with."""
    found, names = {}, {}

    def guess(name, question, choices=None):
        found[name] = [choices]

    with contextlib.redirect_stdout(io.StringIO()), pd.option_context("display.max_colwidth", None):
        for cell in code_cells(path):
            exec(cell.source, names)
            names |= {"guess": guess, "compare_guess": lambda name, result: found[name].append(result)}
    return found


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_a_guess_has_its_result_in_the_next_cell_and_no_answer_before(path):
    assert "**Guess first" not in markdown(path), "a question for a guess stands in a cell that takes the guess"
    cells = read(path).cells
    calls = [re.findall(r"^(guess|compare_guess)\(\"([^\"]+)", cell.source, re.MULTILINE) for cell in cells]
    places = {found[0][1]: place for place, found in enumerate(calls) if found and found[0][0] == "guess"}
    for name_, (choices, *results) in results_of_guesses(path).items() if places else ():
        place = places[name_]
        assert "guess" in cells[place].metadata.tags
        assert calls[place + 1] == [("compare_guess", name_)], f"{name_}: the next cell shows its result"
        assert "answer-to-a-guess" in cells[place + 1].metadata.tags
        assert len(results) == 1
        assert choices is None or str(results[0]) in choices
        part = max(n for n in range(place) if re.search("^## ", cells[n].source, re.MULTILINE))
        before = " ".join(
            re.split("^## ", cells[part].source, flags=re.MULTILINE)[-1:]
            + [cell.source if cell.cell_type == "markdown" else stdout(cell) for cell in cells[part + 1 : place]]
        )
        answer = str(results[0])
        assert answer not in (before if choices else facts(before)), f"{name_}: the answer stands before the question"
        under = cells[place + 1 :]
        text = next(n for n, cell in enumerate(under) if cell.cell_type == "markdown")
        in_sight = [cell.id for cell in under[: text + 1] if "answer-to-a-guess" not in cell.metadata.get("tags", [])]
        assert not in_sight, f"{name_}: without the tag, what these show is in sight before the result's cell has run"
        if FOLDED.match(under[0].source):
            continue
        code = under[0].source
        others = [choice for choice in choices or () if f'"{choice}"' in code.replace(f'"{answer}"', "")]
        told = f'"{answer}"' in code and not others if choices else answer in facts(code)
        assert not told, f"{name_}: the code under the question says the answer"


@pytest.mark.parametrize("path", ALL + PAGES, ids=name)
def test_headings(path):
    levels = [level for level, _ in headings(path)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), "a level is skipped"
    texts = [words for _, words in headings(path)]
    assert len(set(texts)) == len(texts), "two headings with the same words"


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_objectives_and_exercises_name_each_other(path):
    objectives = set(re.findall(r"^(\d)\. ", sections(path)["What you will be able to do"], re.MULTILINE))
    named = set()
    for listed in re.findall(
        r"^## Exercise .+?objectives? ([\d, and]+)\)", markdown(ROOT / "solutions" / path.name), re.MULTILINE
    ):
        assert set(re.findall(r"\d", listed)) <= objectives, f"there is no objective {listed}"
        named |= set(re.findall(r"\d", listed))
    assert named == objectives, "each objective is practised by an exercise"


def fragments(path):
    """Return what a link to a heading of this notebook may end in."""
    return {words.replace(" ", "-") for _, words in headings(path)}


@pytest.mark.parametrize("path", ALL + PAGES, ids=name)
def test_links(path):
    with open(ROOT / "data" / "sources.csv", encoding="utf-8", newline="") as file:
        sources = {row["url"] for row in csv.DictReader(file)}
    for words, target in links(path):
        assert len(words) > 3, f"link text {words!r} says nothing"
        assert words.lower() not in {"here", "link", "this page", "click here", "more"}
        if target.startswith("http"):
            assert target in sources, f"{target} is not in sources.csv"
            continue
        file, _, fragment = target.partition("#")
        there = (path.parent / file).resolve()
        assert there.is_file(), f"{target} leads nowhere"
        if fragment:
            assert fragment in fragments(there), f"{target}: no such heading"


def facts(text):
    """Return the numbers and full dates in a text; a date such as 2 December 2004 becomes 2004-12-02."""
    dates = r"(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})"
    found = {f"{int(y)}-{MONTHS[m]:02d}-{int(d):02d}" for d, m, y in re.findall(dates, text)}
    rest = re.sub(dates, " ", text)
    found |= set(re.findall(r"\b\d{4}-\d{2}-\d{2}\b", rest))
    rest = re.sub(r"\b\d{4}-\d{2}-\d{2}\b", " ", rest)
    return found | {f"{float(number.replace(',', '')):g}" for number in re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", rest)}


def test_facts_reads_numbers_and_dates():
    assert facts("On 2 December 2004, 1,203 of 12.50") == {"2004-12-02", "1203", "12.5"}
    assert facts("15 years later: 2019-12-02") == {"15", "2019-12-02"}
    assert facts("the 65th meeting") == {"65"}


def sentences(path):
    """Return the sentences of a lesson that state something: no headings, code, tables, lists of objectives."""
    for heading, text in sections(path).items():
        if heading in {
            "What you will be able to do",
            "The course",
            "Exercises",
            "Next",
            "Words learned",
            "Sources used",
        }:
            continue
        text = re.sub(r"^(#+|\|).*$", "", text, flags=re.MULTILINE)
        text = re.sub(r"\*\*(Exercise|Lesson) [\d.]+.*?\*\* ?(\([^)]*\)\.)?", "", text)
        text = re.sub(r"`[^`]*`", "", text)
        text = re.sub(r"\]\((?!http)[^)]*\)", "]", text)
        text = re.sub(r"[Ll]essons? \d\d", "", text)
        yield from re.split(r"(?<=[.!?:])\s+|\n\n", text)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_every_number_in_the_prose_is_in_an_output_or_cited(path):
    shown = facts("\n".join(output_text(cell) for cell in code_cells(path)))
    shown |= {day[:4] for day in shown if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)}  # a day shows its year
    unsupported = [
        (sorted(facts(sentence) - shown), sentence)
        for sentence in sentences(path)
        if "](http" not in sentence and facts(sentence) - shown
    ]
    assert not unsupported


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_words_learned_are_in_the_glossary_and_in_the_lesson(path):
    glossary = set(re.findall(r"\*\*([^*]+)\*\*(?=[,:])", markdown(GLOSSARY)))
    learned = re.findall(r"\*\*([^*]+)\*\*", sections(path)["Words learned"])
    assert len(learned) >= 5
    assert set(learned) <= glossary
    body = markdown(path).split("## Words learned")[0].lower()
    for word in learned:
        assert word.lower() in body, f"{word!r} is said to be learned and never used"


def test_glossary_is_sorted_and_each_word_is_explained_once():
    for group in sections(GLOSSARY).values():
        words = re.findall(r"^- \*\*([^*]+)\*\*", group, re.MULTILINE)
        assert words == sorted(words, key=str.lower)
        assert len(words) == len(set(words))


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_what_we_found_is_three_sentences(path):
    text = sections(path)["What we found"].strip()
    assert len(re.findall(r"[.!?](?=\s|$)", text)) == 3


@pytest.mark.parametrize("path", ALL, ids=name)
def test_pictures_have_descriptions(path):
    for cell in code_cells(path):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert re.fullmatch(
                    r"Chart: .{8,}\. Described in the words below\.", output.metadata["image/png"]["alt"]
                )
                in_words = output.data["text/plain"]
                assert len(in_words.split()) > 12, cell.id
                assert "Source: " in output_text(cell), cell.id
                assert "Data as of " in output_text(cell), cell.id
                if "observers.csv" in output_text(cell) and NO_WORDS not in in_words:
                    assert "lower bound" in in_words.lower(), (
                        f"{cell.id}: observers.csv is incomplete; the description says so"
                    )


@pytest.mark.parametrize("path", ALL, ids=name)
def test_stored_outputs_can_be_compared(path):
    """Every cell ran once, in order, from a fresh kernel, without warnings; nothing of the author's machine is in it."""
    notebook = read(path)
    nbformat.validate(notebook)
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]+", i) for i in ids), "cells have speaking ids"
    for cell in cells:
        for output in cell.outputs:
            assert output.output_type != "error", cell.id
            assert output.get("name") != "stderr", cell.id
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {}), cell.id
        assert not re.search(r";\s*$", cell.source), f"{cell.id}: nbval does not honour a closing semicolon"
        words = cell.source + output_text(cell)
        assert not re.search(r"(?<![\w./])/(?:home|root|tmp|work|Users|usr)/|[A-Z]:\\", words), (
            f"{cell.id}: a path of a machine"
        )
        assert not re.search(r" at 0x[0-9a-f]+", words), f"{cell.id}: an address"


def conflicts_of(path, rows):
    """Return the ids of the conflicts that touch a lesson, by the table."""
    return {row["conflict_id"] for row in rows if path.stem[:2] in row["lessons"].split(";")}


@pytest.mark.parametrize("path", TAUGHT, ids=name)
def test_every_conflict_that_touches_a_lesson_is_in_sight(path):
    """It is shown in both versions by a cell, or the page leads to its row by the id; and no other id stands there."""
    with open(ROOT / "data" / "conflicts.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    page = markdown(path) + "\n".join(output_text(cell) for cell in code_cells(path))
    assert set(re.findall(r"\b(?:SCO|UN)-\d\d\b", page)) == conflicts_of(path, rows)


def test_a_new_conflict_is_missed_on_its_page():
    row = {"conflict_id": "SCO-99", "lessons": "02;03"}
    assert conflicts_of(LESSONS[2], [row]) == {"SCO-99"}
    assert not conflicts_of(LESSONS[1], [row])


def test_exempt_cells_are_few():
    marked = [
        f"{name(path)}: {cell.id}"
        for path in ALL
        for cell in code_cells(path)
        if re.search(r"NBVAL_|PYTEST_VALIDATE", cell.source)
        or {"nbval-skip", "nbval-ignore-output"} & set(cell.metadata.get("tags", []))
    ]
    assert marked == [line.rsplit(": ", 1)[0] for line in EXEMPT]
    assert len(EXEMPT) <= 2


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_what_an_encyclopaedia_says_has_a_link_to_it(path):
    first = re.search(r"(\[?)\b(?:an|a copy of an) encyclopaedia\b(\]\(http)?", markdown(path))
    assert first is None or all(first.groups()), "where a lesson first names an encyclopaedia, a link leads to it"


@pytest.mark.parametrize("path", ALL, ids=name)
def test_words_that_age_or_praise(path):
    text = re.sub(r"`[^`]*`", "", markdown(path)).lower()
    assert not re.search(
        r"\b(today|nowadays|currently|recently|simply|obviously|of course|just|easy|easily)\b",
        text.replace("not simply correct", ""),
    )
    assert not re.search(r"\b(congratulations|well done|great job|excellent)\b", text)


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_only_the_packages_of_the_course_are_imported(path):
    allowed = {"pandas", "matplotlib", "ipywidgets", "coursekit", "unicodedata", "importlib"}
    source = "\n".join(cell.source for cell in code_cells(path))
    assert {
        module.split(".")[0] for module in re.findall(r"^(?:import|from) ([\w.]+)", source, re.MULTILINE)
    } <= allowed


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_sentences_are_short_enough_for_second_language_readers(path):
    long = [s for s in sentences(path) if len(s.split()) > 36]
    assert not long


def test_course_table_names_every_lesson_and_its_exercises():
    table = sections(FIRST)["The course"]
    for path in TAUGHT:
        assert f"]({path.name})" in table
        assert f"](../exercises/{copy_of(path).name})" in table
    assert [copy_of(path) for path in TAUGHT] == COPIES
