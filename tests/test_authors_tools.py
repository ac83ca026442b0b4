"""The tools of the authors: running notebooks, and making the learner's copies without losing anybody's work."""

from datetime import date

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from authoring.keeping import asof, exercises, run
from authoring.notebooks import NotebookProblem
from notebooks import ROOT, SOLUTIONS, read


@pytest.mark.parametrize(
    ("solution", "expected"),
    [
        ("answer = 3", "answer = ..."),
        ("rows = 1\nanswer = rows + 2", "answer = ..."),
        ('verdicts = {\n    "a": "wrong",\n    "b": "correct",\n}', 'verdicts = {\n    "a": ...,\n    "b": ...,\n}'),
        ('page = {"head": "Who?", "text": """\nSay "so",\n\nand why.\n"""}', 'page = {\n    "head": ...,\n    "text": """\n...\n""",\n}'),
    ],
)  # fmt: skip
def test_stub_keeps_the_name_of_the_answer(solution, expected):
    assert exercises.stub(solution) == expected
    assert exercises.is_stub(expected)


@pytest.mark.parametrize(
    ("cell", "is_untouched"),
    [
        ('page = {"head": ..., "text": ...}', True),
        ('page = {"head": ..., "text": """\n...\n"""}', True),
        ('page = {"head": "Who?", "text": """\n...\n"""}', False),
        ('page = {"head": ..., "text": """\nHere it begins ...\n"""}', False),
        ('page = {"head": ..., "text": 0}', False),
    ],
)
def test_half_a_stub_is_work(cell, is_untouched):
    assert exercises.is_stub(cell) == is_untouched


@pytest.mark.parametrize("solution", ["print(3)", "rows[0] = 3", "import pandas"])
def test_solution_without_a_name_is_an_error_for_the_author(solution):
    with pytest.raises(NotebookProblem, match="giving its answer a name"):
        exercises.stub(solution)


@pytest.fixture
def small(tmp_path):
    """A folder with one small solution notebook, and an empty folder for the copy."""
    solutions, copies = tmp_path / "solutions", tmp_path / "exercises"
    solutions.mkdir()
    copies.mkdir()
    cells = [
        new_code_cell("start = 1", id="setup"),
        new_code_cell("### BEGIN SOLUTION\nanswer = start + 2\n### END SOLUTION", id="answer"),
        new_code_cell("print(answer)", id="check"),
    ]
    nbformat.write(new_notebook(cells=cells), solutions / "09_small.ipynb")
    return solutions / "09_small.ipynb", copies


def test_copy_is_run_and_keeps_the_ids(small):
    source, folder = small
    copy = nbformat.read(exercises.build(source, folder), 4)
    assert [cell.id for cell in copy.cells] == ["setup", "answer", "check"]
    assert copy.cells[1].source == "answer = ..."
    assert copy.cells[2].outputs[0].text == "Ellipsis\n"
    assert "BEGIN SOLUTION" in nbformat.read(source, 4).cells[1].source, "the solution is left as it was"


def answered(path, cell, source):
    """Write a learner's answer into a copy."""
    copy = nbformat.read(path, 4)
    copy.cells[cell].source = source
    nbformat.write(copy, path)
    return path.read_bytes()


def test_unanswered_copy_is_made_anew_without_a_word(small, capsys):
    source, folder = small
    exercises.build(source, folder)
    exercises.build(source, folder)
    assert "held answers" not in capsys.readouterr().out
    assert not (folder / "kept").exists()


@pytest.mark.parametrize(("cell", "text"), [(1, "answer = 5"), (1, "answer = ("), (1, "answer = ...\nhelper = 2")])
def test_copy_with_answers_is_kept_and_the_command_says_so(small, capsys, cell, text):
    source, folder = small
    work = answered(exercises.build(source, folder), cell, text)
    exercises.build(source, folder)
    (kept,) = (folder / "kept").glob("*.ipynb")
    assert kept.read_bytes() == work
    assert "held answers" in capsys.readouterr().out
    assert nbformat.read(folder / "09_small_exercises.ipynb", 4).cells[1].source == "answer = ..."


def test_added_cell_counts_as_work_and_an_unreadable_copy_too(small):
    source, folder = small
    path = exercises.build(source, folder)
    copy = nbformat.read(path, 4)
    copy.cells.append(new_code_cell("print('my own')", id="mine"))
    nbformat.write(copy, path)
    exercises.build(source, folder)
    path.write_text("{broken", encoding="utf-8")
    exercises.build(source, folder)
    assert 1 <= len(list((folder / "kept").glob("*.ipynb"))) <= 2


@pytest.mark.parametrize(
    ("content", "says"), [("", "not a notebook"), ("{}", "not a notebook"), ("PK\x03", "not a notebook")]
)
def test_broken_notebook_is_named(tmp_path, content, says, capsys):
    path = tmp_path / "broken.ipynb"
    path.write_text(content, encoding="utf-8")
    assert run.main([str(path)]) == 1
    assert says in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == content


def test_missing_notebook_is_named(tmp_path, capsys):
    assert run.main([str(tmp_path / "none.ipynb")]) == 1
    assert "there is no such file" in capsys.readouterr().err


def test_failing_cell_leaves_the_notebook_as_it_was(tmp_path, capsys):
    path = tmp_path / "fails.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0")]), path)
    before = path.read_bytes()
    assert run.main([str(path)]) == 1
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.parametrize("path", SOLUTIONS, ids=lambda p: p.stem)
def test_every_answer_cell_has_one_solution(path):
    for cell in read(path).cells:
        assert cell.source.count(exercises.BEGIN) == cell.source.count(exercises.END) <= 1


def test_kept_copies_stay_out_of_version_control_and_of_the_tests():
    assert "exercises/kept/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert '"kept"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


# ---- What is as of an older day


def test_as_of_dates_are_found_in_words_and_in_code():
    assert asof.dates("The record holds as of 31 December 2025, and up to 2024-06-30.") == [
        date(2025, 12, 31),
        date(2024, 6, 30),
    ]
    assert asof.dates('show(fig, as_of="2025-12-31")') == [date(2025, 12, 31)]
    assert asof.dates("By the end of 2004, and on 31 December 2003") == [date(2004, 12, 31), date(2003, 12, 31)]
    assert asof.dates("On 2 December 2004 the Assembly decided, in 2005 it did not.") == []


def test_places_older_than_a_day_are_shown_with_their_place(tmp_path, capsys):
    (tmp_path / "notebooks").mkdir()
    cell = nbformat.v4.new_markdown_cell("It is so. As of 31 December 2025 there are ten.", id="members-meaning")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "notebooks" / "01_two.ipynb")
    (tmp_path / "README.md").write_text("# A\n\nUp to 30 June 2026.\n", encoding="utf-8")
    assert list(asof.older(date(2025, 12, 31), tmp_path)) == []
    (line,) = asof.older(date(2026, 1, 1), tmp_path)
    assert line == "notebooks/01_two.ipynb, cell members-meaning: As of 31 December 2025 there are ten."
    assert len(list(asof.older(date(2026, 12, 31), tmp_path))) == 2


def test_a_day_that_is_none_is_said(capsys):
    assert asof.main(["soon"]) == 2
    assert "Write it as in 2026-12-31" in capsys.readouterr().err
