"""The maintainer's tools: the page of measures, and what an update says about printed facts."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from authoring.keeping import bench, update
from authoring.keeping.bench import __main__ as command
from authoring.keeping.bench import first_page, lessons, marking, sizes

# ---- bench


def test_a_part_measured_again_replaces_its_section_and_no_other():
    def measured(name: str, figure: str) -> str:
        return command.section(command.PARTS[name], [{"what": "site", "MB": figure}], "A machine.")

    first = command.joined("", [measured("sizes", "60"), measured("lessons", "2")])
    second = command.joined(first, [measured("lessons", "1")])
    assert second == command.joined("", [measured("lessons", "1"), measured("sizes", "60")])
    assert "| what | MB |\n| --- | --- |\n| site | 60 |\n\nA machine.\n" in second


def test_what_is_over_its_aim_is_marked():
    assert [bench.held(value, 1.5, ".2f") for value in (1.5, 1.51)] == ["1.50", "**1.51**"]


def test_a_figure_is_the_median_of_its_runs():
    measured = iter([(1, 30), (9, 10), (2, 20)])
    assert bench.medians(3, "x", lambda: next(measured)) == [2, 20]


def test_memory_is_that_of_the_kernel_at_its_highest(tmp_path):
    """A list of a hundred million bytes that is gone when the kernel is asked."""
    plain = [new_code_cell("big = 1")]
    large = [new_code_cell("big = bytearray(100_000_000); big[:] = b'x' * len(big); del big")]
    (_, little), (_, much) = (lessons.time_and_memory(cells, tmp_path) for cells in (plain, large))
    assert 20 < little < 500
    assert 90 < much - little < 300


CONTROLS = """
import matplotlib.pyplot as plt
from coursekit import choice, day, explore, number, several

def draw(state, year, kinds, when):
    fig, ax = plt.subplots()
    ax.bar([1, 2], [80, 120])
    ax.set(title=f"{state} {year}", xlabel="Year", ylabel="Number of states")
    if year == 3:
        raise ValueError("Choose another year.")
    return fig, f"Two bars for {state} in {year} with {len(kinds)} kinds on {when}: 80 states and 120 states, and no more."

explore(draw, state=choice("State", ["India", "China", "Iran"]), year=number("Year", 1, 4, start=2),
        kinds=several("Kinds", ["a", "b"]), when=day("Day", "2001-01-01", "2001-03-31", start="2001-01-05"),
        source="members.csv", as_of="2025-12-31")
"""


def test_every_position_of_every_control_is_timed(tmp_path):
    """Three states, four years, two boxes on and off, and each thirtieth day and the first one shown."""
    times = lessons.responses([new_markdown_cell("# A lesson"), new_code_cell(CONTROLS)], tmp_path, runs=2)
    assert len(times) == 3 + 4 + 2 * 2 + 4
    assert all(0 < milliseconds < 60_000 for milliseconds in times)


def test_lesson_without_controls_has_no_row(tmp_path):
    assert lessons.responses([new_code_cell("1 + 1")], tmp_path, runs=1) == []


def test_memory_of_a_process_counts_its_children():
    """The child holds 30 MB and says so before it is measured: a child that is only starting holds nothing yet."""
    holder = "block = b'x' * 30_000_000; print('held', flush=True); input()"
    parent_code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {holder!r}])"
    command = [sys.executable, "-c", parent_code]
    with marking.psutil.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout.readline().strip() == b"held"
        both, alone = marking.memory_of_tree(parent), parent.memory_full_info().pss / 1024**2
        parent.communicate(b"\n")
    assert both > alone + 25


def test_links_count_nothing_in_a_size(tmp_path):
    (tmp_path / "file").write_bytes(b"x" * 1_000_000)
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert sizes.megabytes(tmp_path) == sizes.megabytes(tmp_path / "file") == 1


def test_what_a_command_uses_counts_what_it_starts():
    """The child works for half a second of processor time, and its parent only waits."""
    work = "import time\nwhile time.process_time() < 0.5: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    _, processor, memory = marking.used([sys.executable, "-c", code])
    assert processor >= 0.5 and memory > 5
    with pytest.raises(bench.BenchProblem, match=r"status 1\. Its last words: so it ends"):
        marking.used([sys.executable, "-c", "import sys; sys.exit('so it ends')"])


def test_nbgrader_gets_the_same_class_with_its_marks(tmp_path):
    marking.hand_in(2, tmp_path)
    assert len(list(tmp_path.glob(f"*/{marking.KEY.name}"))) == 2
    _, notebook = next(marking.learners(2))
    marks = [cell.metadata["nbgrader"] for cell in marking.for_nbgrader(notebook).cells if "nbgrader" in cell.metadata]
    assert sum(mark["grade"] for mark in marks) == sum(mark["solution"] for mark in marks) > 0


def test_part_that_cannot_be_measured_says_why_and_keeps_the_page(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "PAGE", tmp_path / "bench.md")
    monkeypatch.setattr(first_page, "SITE", tmp_path / "none")
    old = command.joined("", [command.section(command.PARTS["lite"], [{"what": "first page"}], "A machine.")])
    command.PAGE.write_text(old, encoding="utf-8")
    assert command.main(["lite", "--runs", "1"]) == 0
    assert "lite: left out, because the browser edition is not built: run make lite" in capsys.readouterr().err
    assert command.PAGE.read_text(encoding="utf-8") == old


# ---- update


def notebook(*cells: tuple[str, list]) -> nbformat.NotebookNode:
    """Return a notebook of code cells: id and outputs of each."""
    return new_notebook(cells=[new_code_cell("...", id=name, outputs=outputs) for name, outputs in cells])


def shown(text: str, png: str = "") -> nbformat.NotebookNode:
    """Return an output with a text, and a picture if there is one."""
    return new_output("display_data", {"text/plain": text} | ({"image/png": png} if png else {}))


def printed(text: str) -> nbformat.NotebookNode:
    return new_output("stream", name="stdout", text=text)


def test_changed_line_is_told_with_its_cell():
    before = notebook(("setup", [printed("40 rows\n")]), ("count", [printed("yes 80\nno 2\n")]))
    after = notebook(("setup", [printed("40 rows\n")]), ("count", [printed("yes 81\nno 2\nabstained 1\n")]))
    assert update.changed_facts(before, after) == {"count": ["- yes 80", "+ yes 81", "+ abstained 1"]}


def test_pieces_of_one_print_are_one_line():
    pieces = notebook(("count", [printed("80"), printed(" rows\n"), shown("table")]))
    whole = notebook(("count", [printed("80 rows\n"), shown("table")]))
    assert update.changed_facts(pieces, whole) == {}


def test_words_of_a_chart_are_told_once_and_its_picture_is_counted():
    before = notebook(("chart", [shown("In words: 80.", "AAAA"), shown("In words: 80.\n\nSource: a.csv.")]))
    after = notebook(("chart", [shown("In words: 90.", "BBBB"), shown("In words: 90.\n\nSource: a.csv.")]))
    assert update.changed_facts(before, after) == {"chart": ["- In words: 80.", "+ In words: 90."]}
    assert update.changed_pictures(before, after) == 1
    assert update.changed_pictures(before, before) == 0


def test_cell_of_a_table_is_found_where_the_plain_text_leaves_columns_out():
    def table(number):
        rows = f"<style scoped>.x {{}}</style><table>\n<tr>\n<th>state</th>\n<th>votes</th></tr>\n<tr><td>India &amp; co</td>\n<td>{number}</td></tr></table>"
        return new_output("execute_result", {"text/html": rows, "text/plain": "state ... votes"}, execution_count=1)

    changes = update.changed_facts(notebook(("t", [table(80)])), notebook(("t", [table(81)])))
    assert changes == {"t": ["- India & co | 80 |", "+ India & co | 81 |"]}


def test_cells_that_came_or_went_and_errors_are_told():
    error = new_output("error", ename="KeyError", evalue="'year'", traceback=[])
    changes = update.changed_facts(notebook(("a", [printed("1")]), ("b", [])), notebook(("b", [error])))
    assert changes == {"a": ["- 1"], "b": ["+ KeyError: 'year'"]}


def test_new_ids_of_widgets_and_equal_outputs_are_no_change():
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "start"}
    other = {**view, "application/vnd.jupyter.widget-view+json": {"model_id": "2"}}
    before, after = (notebook(("w", [new_output("display_data", data)])) for data in (view, other))
    assert update.changed_facts(before, after) == {}


def test_report_names_each_cell_once():
    changes = {"notebooks/01.ipynb, cell count": ["- 80", "+ 81", "+ x"]}
    assert update.report(changes, 3).splitlines()[:5] == [
        "Pictures that differ: 3. Cells with other facts: 1.",
        "notebooks/01.ipynb, cell count",
        "  - 80",
        "  + 81",
        "  + x",
    ]
    assert update.report({}, 0) == "Pictures that differ: 0. Cells with other facts: 0."


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one lesson, one key and one learner's copy; all say 1 where they would print 2."""
    monkeypatch.setattr(update, "ROOT", tmp_path)
    monkeypatch.setattr(update, "EXERCISES", tmp_path / "exercises")
    for folder in ("notebooks", "solutions", "exercises"):
        (tmp_path / folder).mkdir()
        cells = [new_code_cell("print(1 + 1)", id="sum", outputs=[printed("1\n")])]
        nbformat.write(
            new_notebook(cells=cells),
            tmp_path / folder / ("01_small_exercises.ipynb" if folder == "exercises" else "01_small.ipynb"),
        )
    return tmp_path


def test_everything_is_run_again_and_the_changes_are_printed(course, monkeypatch, capsys):
    made = []
    monkeypatch.setattr(update, "build", lambda source: made.append(source))
    assert update.outputs_anew() == 0
    assert made == [course / "solutions" / "01_small.ipynb"]
    told = capsys.readouterr().out
    assert "Cells with other facts: 2." in told
    assert "notebooks/01_small.ipynb, cell sum\n  - 1\n  + 2\n" in told
    assert "solutions/01_small.ipynb, cell sum\n  - 1\n  + 2\n" in told
    assert nbformat.read(course / "notebooks" / "01_small.ipynb", 4).cells[0].outputs[0].text == "2\n"


@pytest.mark.parametrize(
    ("code", "says"), [("1 / 0", "ZeroDivisionError"), ("import os, time; time.sleep(1); os._exit(1)", "died")]
)
def test_notebook_that_fails_stays_and_its_cell_is_named(course, monkeypatch, capsys, code, says):
    monkeypatch.setattr(update, "build", lambda source: None)
    path = course / "notebooks" / "01_small.ipynb"
    cells = [new_code_cell("1", id="first"), new_code_cell(code, id="breaks"), new_code_cell("2", id="last")]
    nbformat.write(new_notebook(cells=cells), path)
    before = path.read_bytes()
    assert update.outputs_anew() == 1
    assert path.read_bytes() == before
    told = capsys.readouterr().err.strip()
    where = "a cell ends Python and so" if says == "died" else "the cell breaks"
    assert told.startswith(f"notebooks/01_small.ipynb: {where} fails (")
    assert says in told
    assert told.endswith("The notebook stays as it was.")


@pytest.fixture
def commands(tmp_path, monkeypatch):
    """Collect the commands instead of running them; the first one that holds the word in `fails` fails."""
    done: list[str] = []
    monkeypatch.setattr(update, "STAMP", tmp_path / "stamp")
    update.STAMP.write_text("old", encoding="utf-8")
    monkeypatch.setattr(update, "called", lambda command: done.append(" ".join(command[-2:])) or 0)
    return done


def test_update_takes_its_steps_in_order(commands):
    assert update.main([]) == 0
    assert commands == ["course.py lock", "prepare --tests", "authoring.keeping.update --no-lock"]
    assert not update.STAMP.exists(), "the environment would not be made anew"


@pytest.mark.parametrize(("step", "says"), [("lock", "could not be chosen"), ("--tests", "could not be installed")])
def test_update_stops_at_the_step_that_fails(commands, monkeypatch, capsys, step, says):
    monkeypatch.setattr(update, "called", lambda command: commands.append(command[-1]) or int(step in command))
    assert update.main([]) == 1
    assert commands[-1] == step
    told = capsys.readouterr().err
    assert says in told
    assert "git checkout requirements.txt" in told


def test_no_lock_only_runs(commands, monkeypatch):
    monkeypatch.setattr(update, "outputs_anew", lambda: 2)
    assert update.main(["--no-lock"]) == 1
    assert commands == []
