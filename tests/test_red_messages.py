"""Red messages are short, show the learner's own line, and say in plain words what is wrong."""

import re

import nbformat
import pytest
from nbclient import NotebookClient
from test_finding import notebook  # noqa: F401

from authoring.keeping.exercises import EXERCISES
from coursekit.advice import ADVICE, advice
from notebooks import SOLUTIONS, code_cells

SETUP = code_cells(SOLUTIONS[1])[0].source  # of lesson 02
# What learners type, and what they read: the last line or lines.
SLIPS = [
    ('organisatons["kind"]', "There is no name organisatons. The nearest that there is: organisations."),
    ('оrganisations["kind"]', "There is no name оrganisations. The nearest that there is: organisations. It looks the same, and has letters of another alphabet: о (Cyrillic)."),
    ('organisations["кind"]', "There is no column 'кind'. The nearest that there is: kind. It looks the same, and has letters of another alphabet: к (Cyrillic)."),
    ("prnt(3)", "There is no name prnt. The nearest that there is: print."),
    ('organisations["region"] == Europe', 'No cell that was run here gives Europe a value. If a cell above does: run the cells above first'),
    ('organisations["regin"]', "There is no column 'regin'. The nearest that there is: region."),
    ('organisations["Kind"]', "There is no column 'Kind'. The nearest that there is: kind."),
    ('organisations["xyz"]', "There is no column 'xyz'. There are: 'short_name', 'organisation', 'kind'"),
    ('organisations[["kind", "regon"]]', "There is no column 'regon'. The nearest that there is: region."),
    ('organisations.groupby("knd")["region"].count()', "There is no column 'knd'. The nearest that there is: kind."),
    ('organisations.sort_values("foundet")', "There is no column 'foundet'. The nearest that there is: founded."),
    ('organisations.set_index("short_name").loc["COE"]', "There is no row 'COE'. The nearest that there is: CoE."),
    ('d = {"vote": ...}\nd["votes"]', "There is no key 'votes'. The nearest that there is: vote."),
    ('{"a": 1}["b"]', "There is no column, row or key of this name."),
    ('organisations["kind"].value_count()', "There is no value_count for a column (Series). The nearest that there is: value_counts."),
    ('pd.read_cvs("x")', "There is no read_cvs for pandas. The nearest that there is: read_csv."),
    ("organisations.knd", "There is no knd for a whole table (DataFrame). The nearest that there is: kind."),
    ('print("a").upper()', "The thing before .upper is None, nothing."),
    ('"a".xyz', "There is no step or column called xyz here."),
    ("coe_years = (40", "Something is opened here and not closed|The bracket ( is opened here"),
    ("coe_years = (40\nx = 3", "The bracket ( is opened here and never closed."),
    ("coe_years = 40)", "The bracket ) is closed here and was not opened."),
    ("coe_years = (40]", "The bracket ( is closed by ]. Which of the two is meant?"),
    ('coe_years = "40', "A quotation mark is missing, or an apostrophe ends the text too soon."),
    ("coe_years = “40”", "The mark “ is for print. Python needs straight quotation marks"),
    ("coe_years = 4 $ 3", "Python cannot read this line."),
    ("coe_years = 25 %", "In Python % is no sign for per cent."),
    ('organisations[organisations["kind"] =! "security"]', "The sign for is not is written !="),
    ('organisations[organisations["founded"] => 1990]', "At least and at most are written >= and <="),
    ("coe_years =\u00a043", "There is a sign here that Python does not know."),
    ('organisations[organisations["region"] = "Europe"]', "One = gives a name its value."),
    ("coe-years = 40", "Left of = stands a name: it can have _ in it, and no -"),
    ("40 = coe_years", "The name comes first, then =, then its value."),
    ('if coe_years = 3:\n    pass', "One = gives a name its value."),
    ('"coe_years" + 1 = 3', "One = gives a name its value.|Left of = stands a name"),
    ("len([1]) = 3", "One = gives a name its value.|Left of = stands a name"),
    ("None = 3", "Left of = stands a name"),
    ("for a in [1]\n    print(a)", "A colon (:) is missing"),
    ("coe_years = [1 2]", "Something is missing between two values"),
    ("print organisations", "A step such as print needs round brackets"),
    ("coe years = 40", "A name has no spaces in it. Write _ in their place"),
    ("more years = 40", "A name has no spaces in it. Write _ in their place"),
    ("coe_years = 632 million", "A number is written in digits alone"),
    ("coe_years = 632.000.000", "A number is written in digits alone"),
    ("sentence = 'In 2023 the world's people'", "A quotation mark is missing, or an apostrophe ends the text too soon."),
    ('in_2006 = organisations\nin_2018["kind"]', "No cell that was run here gives in_2018 a value."),
    ('organisations["founded"][organisations]', "In the brackets stands a whole table. Put one column of it there"),
    ('by = organisations.set_index("short_name")["founded"]\nby["CoE", "SCO"]', "Several rows need a list, with square brackets of its own"),
    ('by = organisations.set_index("short_name")["founded"]\nby[organisations["kind"]]', "The rows are called 'CoE'|The rows are called '"),
    ('by = organisations[organisations["founded"] == "1949"].set_index("short_name")["founded"]\nby["CoE"]', "There is no 'CoE', because no row is left here."),
    ("coe_years = 2nd", "A name does not begin with a digit"),
    ("x = 3\n    y = 4", "This line begins too far to the right."),
    ("for a in [1]:\nprint(a)", "After a line that ends with a colon"),
    ("if True:\n        x = 1\n    y = 2", "This line does not begin as far to the right as the lines it belongs to"),
    ('organisations("kind")', "A table or a column takes square brackets [ ]."),
    ('kinds = "a"\nkinds("b")', "Round brackets ( ) run a step, and the name before them stands for a value."),
    ("organisations.head[3]", "A step needs round brackets ( ) before anything else"),
    ('median(organisations["founded"])', "No cell that was run here gives median a value."),
    ('organisations["kind"].contains("sec")', "A step for texts stands behind .str: column.str.contains(...)."),
    ('organisations["kind"].format("sec")', "There is no step or column called format here."),
    ('organisations["kind"].startswith("sec")', "A step for texts stands behind .str: column.str.startswith(...)."),
    ("a = 0.62\nx = (a - 0.2) (1 - a)", "Between two pairs of round brackets a sign is missing"),
    ("x = (0.62 - 0.2) : (1 - 0.2)", "The sign for division is / in Python"),
    ("x = 0.62 \u2212 0.2", "The minus or dash of a printed text"),
    ('organisations["founded"] // 10 * 10.value_counts()', "A name does not begin with a digit"),
    ('organisations["founded"].max / 2', "Round brackets ( ) are missing after the name of a step"),
    ('print("a") + 3', "A value here is None, nothing."),
    ('word = "coe"\nword["years"]', "What stands before the square brackets is no table."),
    ('organisations[organisations["founded"] > 1950 & organisations["founded"] < 1960]', "Put round brackets around each condition"),
    ("coe_years = ...\ncoe_years - 1", "Three dots still stand where a value is needed."),
    ('1989 - "1949"', "Two things of different kinds are put together here"),
    ('organisations["founded"] > "1950"', "A text is compared with a number here"),
    ('organisations["kind"] > 3', "A text is compared with a number here"),
    ('3 < "40"', "A text is compared with a number here"),
    ('organisations["founded"] + "years"', "Two things of different kinds are put together here"),
    ('round("3.5", 1)', "round() needs a number."),
    ("len(40)", "len() counts what is in a list, a text or a table"),
    ('years = 40\nyears["CoE"]', "A list, a text or a table is needed here, and this is one value."),
    ('organisations["kind", "region"]', 'Several columns need a list, with square brackets of its own inside the others: [["kind", "region"]].'),
    ('organisations["kind", "regin"]', "There is no column 'regin'. The nearest that there is: region."),
    ('organisations["kind" == "security", "region"]', "The condition in the brackets compares two texts."),
    ('organisations["kind" == "security"]', "The condition in the brackets compares two texts."),
    ('organisations["kind"]["region"]', "There is no row 'region': the rows have numbers here. A column is taken from the whole table."),
    ('organisations.loc["SCO"]', "There is no row 'SCO': the rows have numbers here."),
    ('organisations.loc["founded"]', "There is no row 'founded': the rows have numbers here."),
    ("organisations[3]", "There is no column 3. A column is named, in quotation marks; a row is counted by iloc: table.iloc[3]."),
    ("organisations[[1, 2]]", "There is no column 1. A column is named, in quotation marks"),
    ('organisations[["knd", "regon"]]', "There is no column 'knd'. The nearest that there is: kind."),
    ('organisations[organisations["founded"]]', "In the brackets stands a whole column, and its values are no names of columns."),
    ('organisations[organisations["kind"]]', "In the brackets stands a whole column, and its values are no names of columns."),
    ('organisations.iloc["SCO"]', "iloc counts places and takes whole numbers"),
    ('organisations.iloc[0, "kind"]', "iloc counts places and takes whole numbers"),
    ('organisations[organisations["kind"] == "security" or organisations["region"] == "Europe"]', 'A whole column is neither true nor false. Write & in place of "and"'),
    ('organisations["kind"].isin("security", "parliaments")', "isin() takes one list: put square brackets around the words"),
    ('organisations["kind"].isin("security")', "A list is needed inside the round brackets"),
    ("organisations.median()", "This step computes with numbers, and there is text."),
    ('organisations["founded"].head(1, 2)', "The step before the round brackets needs other things inside them"),
    ('if organisations["founded"] > 1950:\n    pass', "A whole column is neither true nor false."),
    ('pd.Timestamp("2004-13-02")', "This is no date of the calendar."),
    ("pd.Timestamp(2004, 2, 31)", "This is no date of the calendar."),
    ('int("forty")', "This text cannot be read as a number."),
    ('organisations["founded"] == observers["founded"]', "Two columns with different rows are put together here."),
    ('data("observer.csv")', "Look at the spelling of the file name."),
    ('pd.read_csv("observers.csv")', "There is no such file here."),
    ("100 / 0", "Something is divided by 0."),
    ('"observer"["region"]', "What stands before the square brackets is no table."),
    ("organisations.iloc[500]", "There are fewer values than that."),
    ("organisations[\"founded\"] > \u2026", "The sign \u2026 in a hint stands for a part that you write yourself."),
    ("observers = 1\nobservers.csv", 'The name of a file stands in quotation marks, as in "contacts.csv".'),
    ("x = change", "No cell that was run here gives change a value."),
    ("import pandsa", "Look at the spelling. If it is right, this Python is not the one of the course"),
    ("def f():\n    a = a + 1\na = 3\nf()", "A name inside this function is used before it gets a value there."),
    ('observers = observers[["kind"]]\nobservers["region"]', "The table observers has no column 'region' any more."),
    ('organisations = organisations["kind"]\norganisations["region"]', "The table organisations does not stand for a table any more."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "says"), SLIPS, ids=range(len(SLIPS)))
def test_a_slip_is_told_in_a_few_lines(code, says, notebook, capsys):  # noqa: F811
    notebook.run(SETUP)
    notebook.shell.run_cell(code)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 8
    own = " ".join(" ".join(lines).split())
    assert any(" ".join(line.split())[:60] in own for line in code.splitlines()), "the learner's own line"
    last = own.partition("run %tb in a new cell.) ")[2]
    assert last.startswith(tuple(says.split("|"))), last
    assert not re.search(r"site-packages|/pandas/|Traceback|--->", "\n".join(lines))


def test_each_advice_is_given_to_some_slip(notebook):  # noqa: F811
    """An error that no slip leads to is not in the table, apart from what marking and a stopped kernel give."""
    notebook.run(SETUP)
    errors = [
        result.error_before_exec or result.error_in_exec
        for result in (notebook.shell.run_cell(code) for code, _ in SLIPS)
    ]
    given = {advice(type(error).__name__, str(error)) for error in errors}
    never = [
        (kinds, pattern) for kinds, pattern, words in ADVICE
        if not any(re.fullmatch(re.sub(r"\\{\d\\}", ".+", re.escape(words)), text) for text in given)
    ]  # fmt: skip
    assert [
        kinds for kinds, _ in never if kinds not in ("KeyboardInterrupt", "StdinNotImplementedError", "SystemExit")
    ] == []


def test_an_error_of_the_learners_own_making_is_shown_somehow(notebook):  # noqa: F811
    bad = "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd"
    assert "Odd" in notebook.run(bad)
    assert "3" in notebook.run("print(3)")


def test_what_is_not_known_is_told_as_python_says_it(notebook):  # noqa: F811
    assert notebook.run("assert 1 == 2, 'not so'").startswith("AssertionError in line 1: not so assert 1 == 2")


def test_a_table_that_a_learner_made_lost_nothing(notebook):  # noqa: F811
    """A table of the course may have had the column; this one never had it."""
    notebook.run(SETUP)
    assert "There is no column 'region'. There are: 'kind'" in notebook.run(
        'mine = organisations[["kind"]]\nmine["region"]'
    )
    assert "There is no column 'region'. There are: 'kind'" in notebook.run('organisations[["kind"]]["region"]')
    notebook.run('organisations = organisations[["kind"]]')
    assert "run the first cell again" in notebook.run('organisations["region"]')
    notebook.run(SETUP)
    assert "There is no column 'years'. There are: 'short_name'" in notebook.run('organisations["years"]')


def outputs(*cells: str) -> list[list]:
    """Return the outputs of cells, run in a kernel of the course."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    client = NotebookClient(made, kernel_name="python3", allow_errors=True, shutdown_kernel="immediate")
    client.resources = {"metadata": {"path": str(EXERCISES)}}
    client.execute()
    return [cell.outputs for cell in made.cells]


def test_a_warning_about_the_same_slip_stays_out_of_sight():
    _, shown = outputs(SETUP, '"observer"["region"]')
    assert [(one.output_type, one.get("ename")) for one in shown] == [("error", "TypeError")]


def test_in_a_kernel_name_and_message_stay_pythons_and_the_whole_can_be_had():
    """Also in the very first cell, before anything of the course was imported."""
    (empty,), _, (wrong,), (whole,) = outputs('check("2.1")', SETUP, 'coe_years = organisations["knd"]', "%tb")
    assert (empty.ename, empty.evalue) == ("NameError", "name 'check' is not defined")
    assert "A cell above gives check its value. Run the cells above first" in " ".join(empty.traceback)
    assert (wrong.ename, wrong.evalue) == (whole.ename, whole.evalue) == ("KeyError", "'knd'")
    assert wrong.traceback[:2] == ["KeyError in line 1: 'knd'", '    coe_years = organisations["knd"]']
    assert len(wrong.traceback) <= 8
    assert "pandas" in "\n".join(whole.traceback)
