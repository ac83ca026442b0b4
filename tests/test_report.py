"""What a teacher gets after marking: tables that are safe to open, the analysis of a class, pages that load nothing."""

import base64
import csv
import html
import re
import unicodedata
from pathlib import Path

import pytest
from class_of_learners import rows
from hypothesis import example, given
from hypothesis import strategies as st

from authoring.marking import analysis, spreadsheet
from authoring.marking.exercise_text import questions, solution, step_further
from authoring.marking.judge import NOT_MARKED, Marked, Verdict
from authoring.marking.keys import key_of, numbers_of
from authoring.marking.places import CHECK_CHANGED
from authoring.marking.records import Problem, Record
from authoring.marking.report import STILL_DOTS, feedback, file_name, picture, readings, summary, told, write
from authoring.marking.submissions import Learner
from authoring.notebooks import ROOT
from coursekit.plain import plain
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, judged

LESSONS = ("01", "02", "03", "04", "05", "06")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n and the rest").decode()


def record(name: str, kinds: str = "rrrrrr", id: str = "", email: str = "") -> Record:
    """Return a learner's exercises of lesson 02: r is right, n nearly (takes the mean), o not answered, x not marked."""
    kind = {"r": RIGHT, "n": NEARLY, "o": NOT_YET, "x": NOT_MARKED}
    verdicts = [
        Verdict(number, kind[letter], "Some words.", because="takes the mean" if letter == "n" else "")
        for number, letter in zip(numbers_of("02"), kinds, strict=True)
    ]
    return Record(Learner(id or name, name, email), {"02": Marked("02", verdicts)}, {"02": f"{name}.ipynb"})


def read(path: Path, delimiter: str = ",") -> list[list[str]]:
    """Return the cells of a CSV, cut at this character."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


# ---- Tables


def begins_a_formula(text: str) -> bool:
    """Say whether a spreadsheet, of whatever country, would take a cell for a formula."""
    bare = "".join(one for one in text if unicodedata.category(one) != "Cf").lstrip(' \t\r\n"')
    return unicodedata.normalize("NFKC", bare[:1]) in ("=", "+", "-", "@") and bare != ""


odd_texts = st.text(
    st.sampled_from("=+-@＝＋－＠﹦﹣,;\"' \t\r\n\0\u200b\u200d\u202e\ud800a1") | st.characters(), max_size=12
)


@given(odd_texts)
@example("=cmd|' /C calc'!A0")
@example(" \t=1+1")
@example("\u200b＝1")
@example("a;=1+1")
@example("x, @SUM(A1)")
@example("a\r\n-1")
def test_a_cell_is_a_line_of_text_and_no_formula(text):
    made = spreadsheet.cell(text)
    assert not any(begins_a_formula(part) for part in re.split("[,;]", made)), made
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in made)
    assert "\u202e" not in made
    assert spreadsheet.cell(made) == made


@pytest.mark.parametrize("text", ["=", ",="])
def test_a_cell_is_never_so_long_that_excel_cuts_it(text):
    assert len(spreadsheet.cell(text * spreadsheet.LONGEST)) <= 32_767


@given(
    st.lists(st.lists(odd_texts | st.integers(-5, 50), min_size=2, max_size=4), min_size=1, max_size=4), st.booleans()
)
def test_a_table_is_read_back_as_written_and_elsewhere_holds_no_formula(tmp_path_factory, table, semicolons):
    path = tmp_path_factory.mktemp("table") / "t.csv"
    spreadsheet.write(path, table, semicolons)
    own, other = ";," if semicolons else ",;"
    assert read(path, own) == [[str(spreadsheet.cell(value)) for value in row] for row in table]
    assert not any(begins_a_formula(cell) for row in read(path, other) for cell in row)


def test_ordinary_names_and_sentences_stay_as_they_are():
    for text in ("O'Neill, Ana-María", "王芳", "2 files: a-b.ipynb, c.ipynb; the later counts", "می‌خواهم", 6):
        assert spreadsheet.cell(text) == text


def test_marks_name_learners_by_id_and_leave_open_what_is_not_marked(tmp_path):
    unread = Record(Learner("7", "Ben"), problems=[Problem("work.pdf", "this is a PDF.")])
    odd = record("=Ana", "rnoxrr", id="5")
    odd.marked["02"].verdicts[0].message = "-1\n=2"
    write(tmp_path, [odd, record("Ana", id="6"), record("Ana", "rrnnoo", id="9"), unread], [], False)
    found = {row["id"]: row for row in rows(tmp_path / "marks.csv")}
    assert list(found["6"]) == ["id", "name", *(f"ex {n}" for n in numbers_of("02")), "total", "of", "remarks"]
    assert [found["6"][key] for key in ("name", "ex 2.1", "total", "of")] == ["Ana", "1", "6", "6"]
    assert [found["9"][key] for key in ("name", "ex 2.3", "total")] == ["Ana", "0", "2"]
    assert [found["5"][key] for key in ("name", "ex 2.3", "ex 2.4", "total", "of")] == ["'=Ana", "0", "", "", ""]
    assert found["5"]["remarks"].startswith("ex 2.4: not marked, run the same command again.")
    assert [found["7"][key] for key in ("ex 2.1", "total", "remarks")] == ["", "", "work.pdf: this is a PDF."]
    long = rows(tmp_path / "verdicts.csv")
    assert list(long[0]) == ["id", "learner", "exercise", "verdict", "misconception", "message", "remarks", "file"]
    assert long[0]["message"] == "'-1 =2"
    assert {row["misconception"] for row in long if row["verdict"] == "Nearly"} == {"takes the mean"}


def test_a_form_for_spreadsheets_with_decimal_commas(tmp_path):
    write(tmp_path, [record("Ana")], [], False, semicolons=True)
    head, row = read(tmp_path / "marks.csv", ";")
    assert row[1:9] == ["Ana", "1", "1", "1", "1", "1", "1", "6"]
    assert not any(re.fullmatch(r"[\d.,/-]+", name) for name in head), "a spreadsheet reads it as a date or a number"
    assert read(tmp_path / "verdicts.csv", ";")[1][2] == "ex 2.1"


CLASS = (record("Ana Silva", "rrrnno", "101", "ana@school.example"), record("Ben", "rrrrrr", "x/ben"),
         record("Chen", "rrxrrr", "103", "chen@school.example"))  # fmt: skip


def test_what_canvas_imports(tmp_path):
    """Canvas wants Student and ID first and Section last before the assignments, and takes an empty grade for no grade."""
    write(tmp_path, list(CLASS), [], False, semicolons=True, platform="canvas")
    assert read(tmp_path / "canvas_02.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Exercises 02 observer status"],
        ["Points Possible", "", "", "", "", "6"],
        ["Ana Silva", "101", "", "ana@school.example", "", "3"],
        ["Ben", "", "", "", "", "6"],
    ]
    assert "Chen is not in canvas_02.csv: not every exercise" in (tmp_path / "summary.html").read_text(encoding="utf-8")


def test_what_moodle_imports(tmp_path):
    """A row without an address would give its grade to the learner above it; so it must not be there."""
    write(tmp_path, list(CLASS), [], False, platform="moodle")
    assert read(tmp_path / "moodle_02.csv") == [
        ["Email address", "Full name", "Exercises 02 observer status (of 6)"],
        ["ana@school.example", "Ana Silva", "3"],
    ]
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    assert "Ben is not in moodle_02.csv: no e-mail address is known." in page
    assert "Chen is not in moodle_02.csv: not every exercise" in page


def test_gradebook_files_of_earlier_runs_are_not_left_with_old_grades(tmp_path):
    for platform in ("moodle", "canvas"):
        write(tmp_path, list(CLASS), [], False, platform=platform)
    (tmp_path / "moodle_03.csv").write_text("old", encoding="utf-8")
    write(tmp_path, [record("Ana Silva", "nnnnnn", "101", "ana@school.example")], [], False)
    assert read(tmp_path / "moodle_02.csv")[1:] == [["ana@school.example", "Ana Silva", "0"]]
    assert read(tmp_path / "canvas_02.csv")[2:] == [["Ana Silva", "101", "", "ana@school.example", "", "0"]]
    assert not (tmp_path / "moodle_03.csv").exists()
    assert "moodle_03.csv was taken away" in (tmp_path / "summary.html").read_text(encoding="utf-8")


# ---- Analysis


def test_correlation_with_the_rest_by_hand():
    """Rests 3 2 1 | 2 1: means 2 and 1.5, deviation sqrt(0.56), three of five solved it: 0.5 / 0.7483 * sqrt(0.24)."""
    assert analysis.item_rest([1, 1, 1, 0, 0], [4, 3, 2, 2, 1]) == pytest.approx(0.3273, abs=1e-4)
    assert analysis.item_rest([0, 0, 1, 1], [2, 2, 1, 1]) == pytest.approx(-1)
    assert analysis.item_rest([1, 1, 1], [3, 2, 1]) is None
    assert analysis.item_rest([1, 0, 1], [3, 2, 3]) is None
    assert analysis.item_rest([], []) is None


def test_analysis_of_a_class():
    learners = [record(f"L{n}", kinds) for n, kinds in enumerate(["rrrrrn", "rrrnrn", "rrnnrr", "rnnnrr", "rxrrrr"])]
    first, second, _, _, _, last = found = analysis.items("02", learners)
    assert (first.share, first.n, first.r) == ("5 of 5 (100 %)", 4, None)
    assert first.says.startswith("Everybody")
    assert (second.share, second.marked) == ("3 of 4 (75 %)", 4)
    assert second.misconceptions == [("takes the mean", ["L3"])]
    assert second.r > 0 and "solved more" in second.says
    assert last.r < -0.5 and "solved fewer" in last.says
    assert analysis.hardest(found).number == "2.4"
    assert analysis.hardest(analysis.items("02", [record("Ana")])) is None


def test_the_hardest_exercise_is_one_that_was_answered():
    """2.6 has the fewest right, but nobody tried it; one learner's misconception is not the class's."""
    said = words(summary([record("Ana", "rrnrro"), record("Ben", "rrorro"), record("Eve", "rrrrro")], []))
    assert "Hardest was 2.3: 1 of 2 who answered is right, and 1 did not answer. No two learners show the same" in said
    assert "No answer that is marked is wrong." in words(summary([record("Ana", "rrrrro")], []))


def test_analysis_is_shown_for_a_class_above_ten():
    learners = [record(f"L{n}", "rrrnnn" if n % 2 else "rnrrnn") for n in range(11)]
    assert "point-biserial" in summary(learners, [])
    assert "point-biserial" not in summary(learners[:10], [])


# ---- Pages


def words(page: str) -> str:
    """Return the words of a page without its marks."""
    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL)).split())


def test_summary_says_what_is_not_marked_and_whose_the_misconceptions_are():
    unread = Record(Learner("7", "Ben"), problems=[Problem("work.pdf", "this is a PDF.")])
    odd = record("Umida", "rnnnnr")
    odd.marked["02"].remarks.append("Two files were handed in.")
    learners = [record("Ana", "rrnxrr", "5"), record("Ana", "rnnrrr", "6"), odd, unread]
    said = words(summary(learners, ["readme.txt: a text.", *(f"{n}.url: a link." for n in range(9))]))
    assert "Lesson 02: 3 learners, on average 3.0 of 6 right. 1 not fully marked" in said
    assert re.search(
        r"Run the same command again\..* Ana \(5\): 2\.4 Look at these files.* Ben: work\.pdf: this is", said
    )
    assert (
        "Hardest was 2.3: 0 of 3 who answered are right. Most frequent misconception there: takes the mean (3 learners)."
        in said
    )
    assert "2.3 takes the mean 3 Ana (5), Ana (6), Umida" in said
    assert "Ana (5) right right nearly run again right right not yet" in said
    for line in ("Umida, lesson 02: Two files were handed in.", "readme.txt: a text.", "8.url: a link."):
        assert line in said


def test_what_a_reader_judges_is_shown_beside_the_questions():
    ana, ben, eve, mia = map(record, ("Ana", "Ben", "Eve", "Mia"))
    ana.marked["02"].to_read["2.6"] = {"text": "show(fig)", "picture": PNG}
    mia.marked["02"].to_read["2.6"] = {"text": "", "picture": PNG}
    ben.marked["02"].to_read["2.6"] = {"text": "", "picture": ""}
    eve.marked["02"].to_read["2.6"] = {"text": "", "picture": '"><script>'}
    page = readings([eve, ben, mia, ana])
    assert [url for url in re.findall(r'src="([^"]+)"', page)] == [f"data:image/png;base64,{PNG}"] * 2
    assert "<script>" not in page
    assert re.search(r"What to ask .*Ana .*show\(fig\) .*Mia .*Not begun: Ben, Eve$", words(page))
    for question in questions("2.6"):
        assert question in words(page)
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:" in page
    assert "img-src" not in summary([ana], []) + feedback(ana, False)


@pytest.mark.parametrize("content", ["", "no base64", base64.b64encode(b"<svg onload='x'>").decode(), "ü"])
def test_only_a_png_is_a_picture(content):
    assert picture({"picture": content}) == ""


def test_questions_are_those_of_the_exercise_or_of_the_rubric():
    assert [len(questions(number)) for number in ("1.6", "2.6", "3.6", "4.6", "5.6")] == [3] * 5
    assert questions("6.4")[0].startswith("Answer: stands in the first sentence")
    assert len(questions("6.4")) == 8


def test_feedback_holds_no_solution_unless_asked():
    learner = record("Ana", "oooooo")
    page, with_key = feedback(learner, False), feedback(learner, True)
    told = "\n".join(cell.source for cell in key_of("02").cells if cell.cell_type == "markdown")
    for number in numbers_of("02"):
        lines = [line.strip() for line in solution(number).splitlines() if len(line.strip()) > 12]
        lines = [line for line in lines if line not in told]  # a hint may hold a line
        assert lines
        for line in lines:
            assert line in html.unescape(with_key)
            assert line not in html.unescape(page)
    assert page.count("<summary>Hint 1") == 6
    assert "A step further" in page
    assert feedback(record("Ben", "rrrrrn"), True).count("<summary>Hint 1") == 1, "who is right needs no hint"
    for text in (page, with_key):
        assert not re.search(r'(?:src|href)="(?!#)', text), "the page loads or leads to something outside"
        assert "default-src 'none'" in text


def test_pages_of_an_earlier_marking_do_not_stay(tmp_path):
    for name in ("Ana", "Anna"):
        write(tmp_path, [record(name)], [], False)
    assert [page.name for page in (tmp_path / "feedback").iterdir()] == ["Anna.html"]


def test_feedback_does_not_blame_a_learner_for_a_busy_machine():
    said = words(feedback(record("Ana", "rnrrrx"), False))
    assert "4 of 6 exercises are right, and 1 not marked yet." in said
    assert "To look at again: 2.2." in said
    assert "not your fault" in said


def test_the_page_of_what_is_not_answered_speaks_of_no_cell_above():
    assert told(judged("2.1", plain(...))) == STILL_DOTS


def test_no_step_further_gives_an_answer_away():
    """It names steps, such as median(): no value, no column, no text that stands in the key."""
    hints = {number: step_further(number) for lesson in LESSONS for number in numbers_of(lesson)}
    assert hints["2.2"] == "One way to the answer uses median()."
    for number, hint in hints.items():
        assert not re.search(r"\d", hint), number
        for literal in re.findall(r"""["']([^"']+)["']""", solution(number)):
            assert not re.search(rf"\b{re.escape(literal)}\b", hint), number


def test_markup_in_names_answers_and_messages_stays_text():
    learner = record("<i>Ana</i>", "rnrrrr")
    verdict = learner.marked["02"].verdicts[1]
    verdict.message, verdict.because, verdict.remarks, verdict.answer = (
        "<b>",
        "<u>",
        ["<b>"],
        '<script>alert("x")</script>',
    )
    learner.marked["02"].to_read["2.6"] = {"text": "<script>", "picture": ""}
    learner.marked["02"].remarks, learner.files["02"] = ["<b>"], "<u>.ipynb"
    for page in (feedback(learner, False), summary([learner], ["<script>"]), readings([learner])):
        assert not re.search(r"<(script|b|i|u)>", page)
        assert "&lt;" in page


def test_who_handed_in_nothing_is_named_and_gets_no_mark_no_grade_and_no_page(tmp_path):
    absent = Record(Learner("8", "Lina Absent", "lina@school.example"), absent=True)
    for platform in ("moodle", "canvas"):
        write(tmp_path, [record("Ana", id="5", email="ana@school.example"), absent], [], False, platform=platform)
        assert "Lina" not in (tmp_path / f"{platform}_02.csv").read_text(encoding="utf-8")
    row = {row["name"]: row for row in rows(tmp_path / "marks.csv")}["Lina Absent"]
    assert {value for key, value in row.items() if key not in ("id", "name")} == {"", "handed in nothing"}
    said = words((tmp_path / "summary.html").read_text(encoding="utf-8"))
    assert "Handed in nothing: Lina Absent" in said
    assert "Lesson 02: 1 learner, on average 6.0" in said
    assert [path.name for path in (tmp_path / "feedback").iterdir()] == ["Ana.html"]
    assert "Handed in nothing" not in summary([record("Ana")], [])


def test_who_is_not_on_the_list_is_named_beside_them():
    absent, stranger = Record(Learner("8", "Chloé Martin"), absent=True), record("Chlo M")
    stranger.stranger = True
    said = words(summary([record("Ana"), absent, stranger], []))
    assert "Handed in nothing: Chloé Martin Not on your list: Chlo M. If this is somebody on it," in said
    assert "Not on your list" not in summary([record("Ana"), absent], [])


def test_a_learner_s_page_names_their_own_file_and_says_what_to_do():
    learner = record("Ana", "rrrrrn")
    learner.files["02"], learner.remarks["02"] = "class/Ana/mine.ipynb", ["Two files; class/Ana/mine.ipynb counts."]
    learner.problems = [Problem("class/Ana/half.ipynb", "this is damaged.")]
    said = words(feedback(learner, False))
    (name,) = re.findall(r"Open (\S+) in your folder exercises", said)
    assert (ROOT / "exercises" / name).exists()
    assert "Marked from the file mine.ipynb." in said
    assert re.search(
        r"Not marked half\.ipynb: this is damaged\. What to do now: open the notebook .* hand it in again", said
    )
    assert "class/Ana" not in said
    assert "Ana, lesson 02: Two files; class/Ana/mine.ipynb counts." in words(summary([learner], []))


def test_a_changed_check_is_one_remark_for_the_teacher(tmp_path):
    learner = record("Ana", "rrnnnn")
    for verdict in learner.marked["02"].verdicts[:2]:
        verdict.remarks.append(CHECK_CHANGED)
    write(tmp_path, [learner], [], False)
    (row,) = rows(tmp_path / "marks.csv")
    assert row["remarks"] == "ex 2.1, ex 2.2: a check cell was changed; the course's own check was used."
    assert f"Ana, 2.1, 2.2: {CHECK_CHANGED}" in words((tmp_path / "summary.html").read_text(encoding="utf-8"))


def test_file_names_of_pages_differ():
    taken: set[str] = set()
    names = [file_name(name, taken) for name in ("Ana/Silva", "Ana Silva", "ana silva", "../..", "Ю")]
    assert len({name.casefold() for name in names}) == 5
    assert not any("/" in name or name.startswith(".") for name in names)
