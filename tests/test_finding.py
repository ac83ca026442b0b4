"""check("2.1") finds the answer itself, and says what stands in the way; in every exercise, in a shell as notebooks have."""

import re
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from authoring.answer_bank import checked
from authoring.keeping.exercises import see_the_name, solution_of, stub
from authoring.marking.statements import names_given
from authoring.notebooks import NotebookProblem
from coursekit import red_messages, runs
from coursekit.checking import check
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, exercise_numbers, expected, names_of
from notebooks import COPIES, LESSONS, SOLUTIONS, code_cells, markdown, name, read

SHOWN = ("display.max_colwidth", None, "display.max_columns", None, "display.max_rows", None)


class Notebook:
    """A shell in which cells are run one by one; `run` returns what a cell prints, in one line."""

    def __init__(self, shell: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
        self.shell, self.capsys = shell, capsys

    def run(self, source: str) -> str:
        self.capsys.readouterr()
        self.shell.run_cell(source)
        return " ".join(self.capsys.readouterr().out.split())


@pytest.fixture
def notebook(monkeypatch, capsys):
    """A notebook of which nothing was run yet."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    quiet = Config()
    quiet.HistoryManager.enabled = False
    shell = InteractiveShell(config=quiet, user_ns={})
    monkeypatch.setattr(runs, "following", None)
    runs.follow(shell)
    red_messages.attend(shell)
    with plt.rc_context(), pd.option_context(*SHOWN):
        yield Notebook(shell, capsys)
    plt.close("all")


SETUP = code_cells(SOLUTIONS[1])[0].source  # of lesson 02


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_each_check_cell_finds_the_answer_or_says_what_stands_in_the_way(path, notebook):
    cells = code_cells(path)
    checks = {checked(cell)[0]: cell.source for cell in cells if checked(cell)[0]}
    for source in checks.values():
        assert "A cell above gives check its value. Run the cells above first" in notebook.run(source)
    waiting = []
    for cell in cells:
        number, answer = checked(cell)
        solution = solution_of(cell.source)
        if solution:
            waiting.append(solution)
        elif not number:
            notebook.run(cell.source)
        if not number:
            continue
        says = f"{number} {NOT_YET} "
        *first, key = waiting
        for source in first:
            notebook.run(source)
        assert f"{says}The name {answer} does not exist yet. Run the cell with {answer} =" in notebook.run(cell.source)
        notebook.run(f"{answer} = nothing_there")
        assert f"{says}The cell with {answer} = ended with a red message" in notebook.run(cell.source)
        notebook.run(f"{answer[:-1]} = 3")
        assert f"and you have {answer[:-1]}. If that is your answer" in notebook.run(cell.source)
        del notebook.shell.user_ns[answer[:-1]]
        notebook.run(stub(key))
        assert notebook.run(cell.source).startswith(says)
        table = next(iter(runs.following.tables))
        notebook.run(f"{table}_of_course = {table}\n{table} = {table}.head(2)\n{answer} = -12345.678")
        assert f"The table {table} has 2 rows, and the first cell gives it" in notebook.run(cell.source)
        notebook.run(f"{table} = {table}_of_course")
        assert "The table" not in notebook.run(cell.source)
        notebook.run(key)
        assert notebook.run(cell.source).startswith(f"{number} {RIGHT}")
        notebook.run(f"{answer} = nothing_there")
        assert "no new value to judge" in notebook.run(cell.source), "the old value is not judged"
        notebook.run(key)
        waiting = []
    assert list(checks) == [number for number in exercise_numbers() if number[0] == path.name[1] and number[2] != "0"]


def test_an_answer_cell_that_fails_after_the_answer_is_judged(notebook):
    notebook.run(SETUP)
    notebook.run("coe_years = 40\nprint(nothing_there)")
    assert notebook.run('check("2.1")').startswith(f"2.1 {RIGHT}")


def test_a_name_that_only_looks_like_the_one_asked_is_named_in_place_of_an_old_verdict(notebook):
    notebook.run(SETUP)
    first = 'check("2.1")'
    notebook.run("сoe_years = 40")
    says = "The name coe_years is asked, and you have сoe_years. It looks the same, and has letters of another alphabet: с (Cyrillic)."
    assert says in notebook.run(first), "there is no other value yet"
    notebook.run("coe_years = 41")
    assert says not in notebook.run(first)
    notebook.run("сoe_years = 42")
    assert says in notebook.run(first), "the old value is not judged"


@pytest.mark.parametrize("line", ["coe_years == 40", "coe_years: 40", "coe_years <- 40"])
@pytest.mark.parametrize("first", ["", "coe_years = ..."])
def test_another_sign_than_one_equals_is_named(line, first, notebook):
    notebook.run(SETUP)
    notebook.run(first)
    assert "One = gives" not in notebook.run('check("2.1")')
    notebook.run(line)
    assert notebook.run('check("2.1")').startswith(f"2.1 {NOT_YET} One = gives a name its value: coe_years = ")
    notebook.run("coe_years = 3\ncoe_years == 40")
    assert "One = gives" not in notebook.run('check("2.1")')


def test_an_answer_that_was_not_run_since_the_last_check_is_said(notebook):
    notebook.run(SETUP)
    notebook.run("coe_years = 3")
    assert "since the last check" not in notebook.run('check("2.1")')
    assert "No cell has given coe_years a value since the last check" in notebook.run('check("2.1")')
    notebook.run("coe_years = 3")
    assert "since the last check" not in notebook.run('check("2.1")')
    notebook.run("coe_years = 40")
    notebook.run('check("2.1")')
    assert "since the last check" not in notebook.run('check("2.1")'), "what is right needs no reminder"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("observers = observers['kind']", "The table observers does not stand for a table any more."),
        ("observers = observers.iloc[:1]", "has 1 row, and the first cell gives it "),
        ("observers = observers.drop(columns='kind')", "has no column kind any more."),
        ("observers['founded'] = 1900", "has other values in the column founded than the first cell gives it."),
        ("observers['founded'] = [[1]] * len(observers)", "has other values in the column founded"),
        ("observers = observers.sort_values('founded').reset_index(drop=True).assign(mine=1)", ""),
        ("observers = 3\nobservers = pd.read_csv(data('observers.csv')).assign(years_to_status=0)", "in the column years_to_status"),
    ],
)  # fmt: skip
def test_a_table_that_was_overwritten_is_noticed_and_one_that_was_only_sorted_is_not(line, says, notebook):
    notebook.run(SETUP)
    notebook.run(f"{line}\ncoe_years = 38.5")
    told = notebook.run('check("2.1")')
    assert told.startswith(f"2.1 {NEARLY} " + ("The table observers" if says else expected("2.1").otherwise[:20]))
    assert says in told
    assert told == notebook.run('check("2.1", 38.5)')
    notebook.run(SETUP)
    notebook.run("coe_years = 38.5")
    assert "The table" not in notebook.run('check("2.1")'), "the way out"


def test_a_lesson_is_followed_as_exercises_are(notebook):
    for cell in code_cells(LESSONS[0]):
        notebook.run(cell.source)
    assert notebook.run('check("0.1")').startswith(f"0.1 {NEARLY}")
    notebook.run("more_yes = nothing")
    assert "ended with a red message" in notebook.run('check("0.1")')
    notebook.run("120 - 80")
    assert "no cell that ran after it gives more_yes a value" in " ".join(notebook.run('check("0.1")').split())


@pytest.mark.parametrize("given", ['" 2.1 "', "2.1", '"2,1"', '"Exercise 2.1"', '"2.1", coe_years', 'number="2.1"', '"2.1", answer=40'])  # fmt: skip
def test_the_number_is_understood_however_it_is_written(given):
    """Outside a notebook too, among the names of the module that calls it."""
    names = {"check": check, "coe_years": 40}
    said = []
    names["print"] = said.append
    exec(f"check({given})", names)


@pytest.mark.parametrize("given", ["", "''", "answer=40"])
def test_without_a_number_there_is_a_sentence(given, capsys):
    exec(f"check({given})", {"check": check})
    assert capsys.readouterr().out.startswith("Say which exercise is to be checked")


# The names: one source, and none that is taken.


def test_an_answer_of_several_parts_has_several_names():
    assert names_of("6.2") == ("plan", "result")
    assert names_of("2.1") == ("coe_years",)
    with pytest.raises(KeyError, match=r"no exercise 2\.9.* one of: .*2\.1, 2\.2"):
        names_of("2.9")


def test_a_solution_under_another_name_is_refused():
    cell = next(cell for cell in read(SOLUTIONS[1]).cells if cell.id == "ex-2-1-answer").copy()
    see_the_name(cell)
    cell.source = cell.source.replace("coe_years", "years")
    with pytest.raises(NotebookProblem, match="coe_years"):
        see_the_name(cell)


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_no_name_that_is_suggested_is_taken(path):
    """What a task, a hint or a verdict gives a value is no name of the first cells and no answer to another exercise."""
    numbers = [checked(cell)[0] for cell in code_cells(path) if checked(cell)[0]]
    answers = {one for number in numbers for one in names_of(number)}
    course = [cell.source for cell in code_cells(path) if names_given(cell.source).isdisjoint(answers)]
    taken = set().union(*map(names_given, course), dir(__builtins__)) | {"check", "data", "pd", "plt"}
    said = {"the text": markdown(path)}
    for number in numbers:
        words = [expected(number).otherwise, *(mistake.says for mistake in expected(number).mistakes)]
        said[number] = "\n".join(f"`{text}`" for text in words if isinstance(text, str))
    for where, text in said.items():
        suggested = set(re.findall(r"(?<!\w)(\w+) = ", text))
        assert not suggested & taken, f"{where} gives a value to a name that is taken"
    assert re.search(r"(?<!\w)\w+ = ", markdown(path)), "hints suggest names"


def test_a_name_of_the_cell_that_failed_is_not_offered_as_the_answer(notebook):
    notebook.run(SETUP + "\nfrom coursekit import check")
    notebook.run('coe_year = organisations["founded"]\ncoe_years = nobody_knows')
    assert "ended with a red message" in notebook.run('check("2.1")')
    notebook.run("coe_yeas = 40")  # a later cell: a letter is missing
    assert "you have coe_yeas" in notebook.run('check("2.1")')


def test_another_sign_is_told_of_the_last_cell_only(notebook):
    notebook.run(SETUP + "\nfrom coursekit import check")
    notebook.run("coe_years = ...")
    notebook.run("coe_years == 40")
    assert "Your cell has another sign there" in notebook.run('check("2.1")')
    notebook.run("40")
    assert "another sign" not in notebook.run('check("2.1")')
