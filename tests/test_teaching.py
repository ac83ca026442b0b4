"""The teacher's pages: one shape, the minutes of the lesson, misconceptions of the answer bank, true numbers."""

import ast
import contextlib
import csv
import io
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from test_lessons import facts, fragments

from authoring.answer_bank import bank, value_of
from coursekit.briefing import FEWEST, MOST
from coursekit.exercises.claims import settled
from notebooks import ALL, LESSONS, ROOT, code_cells, markdown, output_text, sections

TEACHING = ROOT / "teaching"
PAGES = [TEACHING / f"{lesson.stem}.md" for lesson in LESSONS]
RUBRIC = TEACHING / "rubric.md"
HEADINGS = [
    "Before the class",
    "Minutes",
    "Misconceptions",
    "Contested points",
    "Short and long version",
    "Homework",
]
COLUMNS = ["part", "minutes", "you show", "you ask", "learners answer, and you say"]
FEWEST_MISCONCEPTIONS, MOST_MISCONCEPTIONS = 6, 10
LEAST_WORDS, MOST_WORDS = 900, 1500
LONGEST_SENTENCE = 36


@dataclass(frozen=True)
class Look:
    """Where a page tells what its lesson does not print.

    What the cell `at` of a lesson shows after a change that a "Your turn" asks for (cell, old text, new text), or after
    a line of code (`ask`) that reads off a picture or a table.
    """

    lesson: str
    at: str
    change: tuple[str, str, str] | None = None
    ask: str = ""


CONFLICTS = 'pd.read_csv(data("conflicts.csv")).set_index("conflict_id").loc[{}].T.to_string()'
LOOKS = [
    Look("00", "votes", ask='pd.crosstab(votes["vote_2023"], votes["vote_2025"])'),
    Look("01", "setup", ("setup", "2002", "2004")),
    Look("01", "on-day", ask='print("31 August:"), on_day("2025-08-31")["role"].value_counts()'),
    Look("01", "on-day", ask='on_day("2025-12-31").set_index("state").drop("Laos")["role"].value_counts()'),
    Look("01", "on-day", ask='len(on_day("2025-12-31").set_index("state").drop("Laos"))'),
    Look("01", "population", ask='share_of_world(["IND"], 2006)'),
    Look(
        "01",
        "population",
        ask='[(share_of_world(six := on_day("2004-01-13")["iso3"], year), '
        'round(population[(population["year"] == year) & population["iso3"].isin(six)]["population"].sum() / 1e9, 2)) '
        "for year in (2004, 2006)]",
    ),
    Look("01", "setup", ask=CONFLICTS.format(["SCO-01", "SCO-08", "SCO-17", "SCO-19", "SCO-26"])),
    Look("02", "setup", ask='observers.set_index("short_name").loc[["CMEA", "OSCE", "Palestine"]].T.to_string()'),
    Look("02", "setup", ask=CONFLICTS.format(["SCO-01", "SCO-02", "SCO-04", "UN-04", "UN-09"])),
    Look("03", "setup", ask='contacts.set_index("event_id").loc["C069"].to_string()'),
    Look("04", "speakers", ("speakers", '"speaker"', '"addressee"')),
    Look("04", "observed", ("word-list", "conflicts", "conflicts|same problem")),
    Look("04", "kappa", ("word-list", "conflicts", "conflicts|same problem")),
    Look("05", "share-2023", ("share-2023", "80, 2, 47, 64", "120, 27, 28, 18")),
    Look("05", "movers", ("movers", '"abstained", "yes"', '"did not vote", "no"')),
    Look("06", "figure-votes", ("figure-votes", '"yes"', '"abstained"')),
]
# Numbers on a page that are no facts.
NO_FACTS = [
    r"(?s)```.*?```|`[^`]*`",  # code
    r"(?<=\])\([^)]*\)",  # where a link leads
    r"(?m)^#.*$",  # headings
    r"(?m)(?<=^\| )[^|]+ \| \d+ \|",  # a part of the lesson, or an exercise, and its minutes
    r"[Ll]essons? \d\d(?:(?:, | and | to )\d\d)*|(?:[Ee]xercises|[Kk]ey) \d\d",
    r"\b[1-6]\.[1-6]\b",  # an exercise
    r"(?:\d+(?:, | and | to ))*\d+ (?:minutes?|seconds|points?)\b",
    r"\b[A-Z]\d{1,3}\b",  # the id of a row
]


def page_name(path: Path) -> str:
    """Return a short name for a page, as pytest shows it."""
    return path.stem


def text_of(path: Path) -> str:
    """Return the text of a page."""
    return path.read_text(encoding="utf-8")


def lesson_path(lesson: str) -> Path:
    """Return the notebook of a lesson: "04"."""
    return next(path for path in LESSONS if path.stem.startswith(lesson))


def notebooks_of(page: Path) -> list[Path]:
    """Return lesson, key and exercises of the same number as a page."""
    return [path for path in ALL if path.name.startswith(page.stem[:2])]


def parts_of(text: str) -> dict[str, str]:
    """Return the text under each heading of level two."""
    pieces = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a text, each as rows of cells; the first row is the head."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip().strip("|").split(" | ")] for line in block.strip().splitlines()]
        found.append([rows[0], *rows[2:]])
    return found


def page_links(text: str) -> list[tuple[str, str]]:
    """Return words and target of each link."""
    return re.findall(r"\[([^\]]+)\]\(([^)\s]+)\)", text)


def reasons(because: str) -> list[str]:
    """Return the misconceptions that one answer can come from."""
    return [because, *because.split(", or ")]


each_page = pytest.mark.parametrize("page", PAGES, ids=page_name)
each_text = pytest.mark.parametrize("page", sorted(TEACHING.glob("*.md")), ids=page_name)


@each_page
def test_every_lesson_has_a_page_of_the_fixed_shape(page):
    text = text_of(page)
    title = text.splitlines()[0]
    assert re.fullmatch(rf"# {page.stem[:2]} .+: teacher's page", title)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1


@each_page
def test_it_links_to_lesson_exercises_and_key(page):
    targets = {target for _, target in page_links(text_of(page).split("## ")[0])}
    assert {f"../{path.relative_to(ROOT).as_posix()}" for path in notebooks_of(page)} <= targets


@each_page
def test_its_minutes_are_those_of_the_lesson(page):
    stated = re.findall(r"^## (.+) \((\d+) minutes?\)$", markdown(lesson_path(page.stem[:2])), re.MULTILINE)
    head, *rows = tables(parts_of(text_of(page))["Minutes"])[0]
    assert head == COLUMNS
    assert [(row[0], row[1]) for row in rows] == stated
    assert all(len(row) == len(COLUMNS) and all(row) for row in rows), "a cell is empty, or one too many"


@each_page
def test_each_misconception_is_one_of_the_answer_bank(page):
    lines = parts_of(text_of(page))["Misconceptions"].strip().splitlines()
    told = [re.fullmatch(r"- \*\*(\d\.\d)\*\* \*([^*]+)\*: (.+)", line) for line in lines if line.startswith("- ")]
    assert all(told), "a line does not begin as in - **2.3** *divides by all rows*: ..."
    for number, because, advice in (line.groups() for line in told):
        known = {one for answer in bank(page.stem[:2]).get(number, []) for one in reasons(answer.because)} - {""}
        assert because in known, f"{number}: {because!r} is none of {sorted(known)}"
        assert len(advice.split()) >= 8, f"{number} *{because}*: what do you say or draw?"
    named = [line.groups()[:2] for line in told]
    assert len(set(named)) == len(named)
    if page != PAGES[0]:  # lesson 00 has few exercises
        assert FEWEST_MISCONCEPTIONS <= len(named) <= MOST_MISCONCEPTIONS


@each_page
def test_contested_points_can_be_held_in_class(page):
    """Each point has a name; most have a sentence to end with."""
    text = parts_of(text_of(page))["Contested points"]
    assert len(re.findall(r"^\*\*[^*]+(?:\*[^*]+\*[^*]+)?\*\*", text, re.MULTILINE)) >= 3
    assert text.count("End with: ") >= 3


@each_page
def test_it_has_a_short_and_a_long_version(page):
    text = parts_of(text_of(page))["Short and long version"]
    assert re.findall(r"^\*\*(\d+ minutes)\.\*\*", text, re.MULTILINE) == ["30 minutes", "90 minutes"]


@each_page
def test_homework_gives_each_exercise_its_minutes(page):
    key = ROOT / "solutions" / page.name.replace(".md", ".ipynb")
    if not key.exists():
        return
    minutes = dict(re.findall(r"^## Exercise (\d\.\d) \((\d+) minutes?", markdown(key), re.MULTILINE))
    text = parts_of(text_of(page))["Homework"]
    told = re.findall(r"^\| \**(\d\.\d)\** \| (\d+)", text, re.MULTILINE)
    assert dict(told) == minutes
    in_all = re.search(
        r"\*\*Lesson .+?\*\* \d+ minutes.*?, and (\d+) for the exercises", markdown(lesson_path(page.stem[:2]))
    ).group(1)
    assert in_all in re.findall(r"\d+", text), f"all exercises together: {in_all} minutes"


@each_text
def test_minutes_beside_named_exercises_are_their_sum(page):
    """A page says "1.3 and 1.5, 23 min", "2.3 and 2.5 (21 minutes)" or "exercises 01, 70 min"."""
    minutes = {}
    for path in LESSONS[1:]:
        key = markdown(ROOT / "solutions" / path.name)
        of_lesson = re.findall(r"^## Exercise (\d\.\d) \((\d+) minutes?", key, re.MULTILINE)
        minutes |= {number: int(one) for number, one in of_lesson}
        minutes[path.stem[:2]] = sum(int(one) for _, one in of_lesson)
    for named, told in re.findall(r"((?:\b\d[\d.]\d?\b(?:, | and )?)+)(?:, | \()(\d+) min", text_of(page)):
        numbers = re.findall(r"\d\.\d|0\d", named)
        if numbers:
            assert sum(minutes[number] for number in numbers) == int(told), f"{named}: {told}"


def words_in(text: str) -> int:
    """Return the number of words of a page; the bars of its tables are none."""
    return len([word for word in text.split() if re.search(r"\w", word)])


@each_page
def test_a_page_can_be_read_in_twenty_minutes(page):
    assert words_in(text_of(page)) <= MOST_WORDS
    if page != PAGES[0]:  # lesson 00 is short
        assert words_in(text_of(page)) >= LEAST_WORDS


@each_text
def test_links_lead_somewhere(page):
    with open(ROOT / "data" / "sources.csv", encoding="utf-8", newline="") as file:
        sources = {row["url"] for row in csv.DictReader(file)}
    for words, target in page_links(text_of(page)):
        assert len(words) > 3, f"link text {words!r} says nothing"
        if target.startswith("http"):
            assert target in sources, f"{target} is not in sources.csv"
            continue
        file, _, fragment = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        assert there.exists(), f"{target} leads nowhere"
        if fragment and there.suffix == ".ipynb":
            assert fragment in fragments(there), f"{target}: no such heading"
        elif fragment:
            slugs = {
                re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-")
                for h in re.findall(r"^#+ (.+)$", text_of(there), re.M)
            }
            assert fragment in slugs, f"{target}: no such heading"


@each_text
def test_words_that_age_or_praise(page):
    text = re.sub(r"`[^`]*`", "", text_of(page)).lower().replace("not simply correct", "")
    found = re.findall(
        r"\b(today|nowadays|currently|recently|simply|obviously|of course|just|easy|easily|congratulations|well done"
        r"|great job|excellent)\b",
        text,
    )
    assert not found


@each_text
def test_sentences_are_short(page):
    text = re.sub(r"(?s)```.*?```", "", text_of(page))
    text = re.sub(r"^(#+ .*|\|[ -|]+\|)$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\]\([^)]*\)", "]", text)
    sentences = re.split(r"(?<=[.!?:])[\"*)]*\s+|\n\n|\n- | \| |\n\d\. ", text)
    assert not [sentence for sentence in sentences if words_in(sentence) > LONGEST_SENTENCE]


def test_short_sentences_are_told_from_long_ones():
    long = "word " * 40
    assert words_in(long) == 40
    assert words_in("| a | b, c |") == 3


@each_text
def test_every_file_that_is_named_exists(page):
    """A table, a folder or a notebook in code marks is one of the project, or one that a command of the course makes."""
    made = {
        "marks.csv",
        "verdicts.csv",
        "summary.html",
        "to_read.html",
        "moodle_02.csv",
        "canvas_02.csv",
        "answers_for_teachers.pdf",
        "my_coding_2019.csv",
        "learners.csv",
    }
    for named in re.findall(r"`([\w/.-]+\.(?:csv|ipynb|md|py|html))`", text_of(page)):
        places = [ROOT, TEACHING, ROOT / "data", ROOT / "notebooks"]
        assert named in made or any((place / named).exists() for place in places), f"there is no {named}"


# Numbers: what a page states is shown in its lesson, its exercises or its key, stands in the answer bank, or is seen
# by one of the LOOKS.


def run_cell(source: str, names: dict) -> str:
    """Run a cell as a notebook does, and return what it prints and the value of its last line, as text."""
    printed = io.StringIO()
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    shown = re.sub(
        r"'image/png': '[^']*'", "", printed.getvalue()
    )  # outside a notebook a picture is printed as letters
    return shown if value is None else f"{shown}{value}"


@cache
def seen(look: Look) -> str:
    """Return what is to be seen there, as text."""
    cells = {cell.id: cell.source for cell in code_cells(lesson_path(look.lesson))}
    if look.change:
        cell, old, new = look.change
        assert old in cells[cell], f"lesson {look.lesson}: the cell {cell} has no {old}"
        cells[cell] = cells[cell].replace(old, new)
    cells[look.at] += f"\n{look.ask}"
    names: dict = {}
    whole = pd.option_context("display.max_colwidth", None, "display.max_columns", None, "display.width", None)
    with plt.style.context([]), whole:  # all is as before when it ends
        for cell, source in cells.items():
            output = run_cell(source, names)
            if cell == look.at:
                break
        plt.close("all")
    return output


def told_misconceptions(page: Path) -> list[tuple[str, str]]:
    """Return number of the exercise and words of the answer bank for each misconception that a page tells."""
    return re.findall(r"^- \*\*(\d\.\d)\*\* \*([^*]+)\*", parts_of(text_of(page))["Misconceptions"], re.MULTILINE)


def outcomes(page: Path) -> str:
    """Return what the wrong answers give of which a page tells: their numbers, how many they are, and their sum."""
    texts = []
    for number, because in told_misconceptions(page):
        for answer in bank(page.stem[:2])[number]:
            if because in reasons(answer.because):
                value = value_of(number, answer.code)
                values = pd.to_numeric(
                    pd.Series(value if isinstance(value, (list, dict, pd.Series)) else [value]), errors="coerce"
                )
                texts += [f"{one:.0f} {one:.1f} {one:.2f}" for one in [*values.dropna(), values.sum(), len(values)]]
    return "\n".join(texts)


@cache
def supported(page: Path) -> frozenset[str]:
    """Return every number and date that a page may state."""
    lesson = page.stem[:2]
    texts = [f"{answer.code}\n{answer.says}" for answers in bank(lesson).values() for answer in answers]
    for notebook in notebooks_of(page):
        texts.append(without_numbers_of_other_kinds(markdown(notebook)))
        texts += [output_text(cell) for cell in code_cells(notebook)]
    texts += [seen(look) for look in LOOKS if look.lesson == lesson]
    texts.append(outcomes(page))
    if lesson == "06":
        texts += [f"{settled(claim).figure:.1f} {settled(claim).new}" for claim in bank_claims()]
    found = facts("\n".join(texts))
    return frozenset(found | {day[:4] for day in found if re.fullmatch(r"\d{4}-\d{2}-\d{2}", day)})


def bank_claims() -> list[str]:
    """Return the ids of the claims of lesson 06."""
    with open(ROOT / "data" / "briefing_claims.csv", encoding="utf-8", newline="") as file:
        return [row["claim_id"] for row in csv.DictReader(file)]


def without_numbers_of_other_kinds(text: str) -> str:
    """Return a text without the numbers in it that are no facts."""
    for pattern in NO_FACTS:
        text = re.sub(pattern, "", text)
    return text


def stated(text: str) -> list[tuple[str, set[str]]]:
    """Return each line of a page with the numbers and dates in it that are facts."""
    lines = without_numbers_of_other_kinds(text).splitlines()
    return [(line, facts(line)) for line in lines if facts(line)]


def test_stated_tells_facts_from_other_numbers():
    def numbers(text):
        return set().union(*(found for _, found in stated(text)))

    assert numbers("- **2.3** *divides*: 25 of 120, `head(7)` in 2.3.") == {"25", "120"}
    assert numbers("| Who moved? | 8 | 42 of 47 |") == {"42", "47"}
    assert numbers("See N10 and lessons 04 and 05 for 2, 6 and 8 minutes; kappa 0.68, 24.1 per cent.") == {
        "0.68",
        "24.1",
    }
    assert numbers("## 30\nOn [2 December 2004](x59.html), 1½ points.") == {"2004-12-02", "1"}


@each_page
def test_every_number_is_one_of_the_lesson(page):
    known = supported(page)
    wrong = [(sorted(numbers - known), line) for line, numbers in stated(text_of(page)) if numbers - known]
    assert not wrong


@pytest.mark.parametrize("look", [look for look in LOOKS if look.change], ids=lambda look: f"{look.lesson} {look.at}")
def test_a_turn_changes_what_is_shown(look):
    assert seen(look) != seen(replace(look, change=None))


# Lesson 06 and the rubric.


def test_the_table_of_claims_has_the_figures_and_verdicts_of_the_checks():
    head, *rows = tables(parts_of(text_of(TEACHING / "06_your_briefing.md"))["Before the class"])[0]
    assert head[:3] == ["claim", "figure asked", "verdict"]
    assert [row[0].strip("`") for row in rows] == bank_claims()
    for claim, figure, verdict, _ in rows:
        asked, shown = settled(claim.strip("`")), re.search(r"-?[\d.]+", figure).group()
        assert f"{asked.figure:.{len(shown.partition('.')[2])}f}" == shown, claim
        assert verdict == asked.verdict, claim


def lines_of_the_rubric() -> list[list[str]]:
    """Return the rubric as it stands in lesson 06: a line, and its words for 2 points, 1 point and none."""
    return tables(sections(ROOT / "notebooks" / "06_your_briefing.ipynb")["What makes a briefing good?"])[0][1:]


def rubric_table(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of the rubric."""
    return tables(parts_of(text_of(RUBRIC))[heading])[0][1:]


def test_the_rubric_keeps_the_words_of_the_lesson():
    rows = rubric_table("The eight lines")
    assert [row[0] for row in rows] == [line[0] for line in lines_of_the_rubric()]
    for row, words in zip(rows, lines_of_the_rubric(), strict=True):
        _, two, one_and_a_half, one, none = row
        assert [level.split(":")[0] for level in (two, one, none)] == words[1:], row[0]
        assert len(one_and_a_half.split()) >= 5


@pytest.mark.parametrize(
    "heading", ["What the machine has checked, and what only a reader can judge", "Feedback sentences"]
)
def test_each_line_of_the_rubric_is_explained(heading):
    assert [row[0] for row in rubric_table(heading)] == [line[0] for line in lines_of_the_rubric()]
    assert all(all(row) for row in rubric_table(heading))


def test_the_worked_markings_add_up():
    *rows, total = rubric_table("Two worked markings")
    assert [row[0] for row in rows] == [line[0] for line in lines_of_the_rubric()]
    for column in (1, 2):
        points = [float(re.match(r"(\d½?): ", row[column]).group(1).replace("½", ".5")) for row in rows]
        assert total[column] == f"{sum(points):g} of {2 * len(rows)}"


def test_the_worked_markings_take_the_point_that_the_lesson_takes():
    lesson = sections(ROOT / "notebooks" / "06_your_briefing.ipynb")["What makes a briefing good?"]
    assert "We would take one from each, for the sources" in lesson
    for row in rubric_table("Two worked markings")[:-1]:
        levels = {cell.split(":")[0] for cell in row[1:]}
        assert levels == ({"1"} if row[0] == "Sources" else {"2"}), row[0]


def test_the_minutes_of_thirty_briefings_are_an_hour():
    text = parts_of(text_of(RUBRIC))["Thirty briefings in an hour"]
    assert sum(map(int, re.findall(r"\((\d+) minutes\)", text))) == 60
    for seconds, minutes in re.findall(r"(\d+) seconds a page.+?\((\d+) minutes\)", text):
        assert 30 * int(seconds) == 60 * int(minutes)


def test_the_example_of_a_mark_is_computed_as_it_says():
    text = parts_of(text_of(RUBRIC))["With the marks of the exercises"]
    counts = {
        path.stem[:2]: len(re.findall(r"^## Exercise ", markdown(ROOT / "solutions" / path.name), re.M))
        for path in LESSONS[1:]
    }
    in_all = sum(counts.values())
    assert f"{in_all - counts['06']} in lessons 01 to 05 and {counts['06']} in lesson 06, together {in_all}" in text
    for_exercises, for_briefing = map(int, re.search(r"(\d+) per cent and the briefing for (\d+)", text).groups())
    right, of, points, half, most, first, second, total = re.search(
        r"(\d+) of (\d+) exercises and (\d+)(½?) of (\d+) points give (\d+) and (\d+), together (\d+) of 100", text
    ).groups()
    briefing = int(points) + bool(half) / 2
    assert (int(of), int(most)) == (in_all, 2 * len(lines_of_the_rubric()))
    parts = [for_exercises * int(right) / int(of), for_briefing * briefing / int(most)]
    assert [round(part) for part in parts] == [int(first), int(second)]
    assert round(sum(parts)) == int(total)


def test_the_rubric_gives_the_length_that_the_page_asks_for():
    assert f"from {FEWEST} to {MOST}" in text_of(RUBRIC)


def test_every_number_of_the_worked_markings_is_one_of_the_lesson():
    known = supported(TEACHING / "06_your_briefing.md")
    text = parts_of(text_of(RUBRIC))["Two worked markings"]
    text = re.sub(r"\| [\d½]+: |\| \d+ of 16 |1½", "| ", text)
    assert not [(numbers, line) for line, numbers in stated(text) if numbers - known]
