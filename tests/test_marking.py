"""Marking gives the verdicts of the notebook's own check, to one learner and to a class; see test_odd_submissions.py too."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from class_of_learners import all_right, answered, as_file, cell, class_of, fresh_copy, marked_by, rows, write_class

from authoring.answer_bank import answers_to, place_of, value_of
from authoring.keeping.exercises import solution_of, stub
from authoring.marking import __main__ as command
from authoring.marking import box, ruling
from authoring.marking.collector import Collected, collect
from authoring.marking.frame import Plan, Step, plan
from authoring.marking.group import Class
from authoring.marking.inside import processes
from authoring.marking.inside.__main__ import Watch
from authoring.marking.judge import NOT_MARKED, Marked, judge
from authoring.marking.kept import claim, folder_for
from authoring.marking.keys import key_of, lesson_name, numbers_of, slots_of
from authoring.marking.layouts import own_words
from authoring.marking.places import CHECK_CHANGED
from authoring.marking.ruling import Court
from authoring.marking.shapes import cells_of, lesson_of
from authoring.marking.statements import names_given
from coursekit.verdicts import NOT_YET, RIGHT, verdict
from notebooks import ROOT

LESSONS = ("01", "02", "03", "04", "05", "06")


def ran(notebooks: dict[str, tuple[str, bytes]], **limits) -> list[tuple[str, Plan, Collected]]:
    """Run some notebooks, by name, each with its lesson, in a box with other limits than usual."""
    plans = {name: plan(cells_of(content), lesson) for name, (lesson, content) in notebooks.items()}
    with pytest.MonkeyPatch.context() as patch:
        for limit, value in limits.items():
            patch.setattr(box, limit, value)
        return [(name, plans[name], found) for name, found in collect(plans.items())]


@pytest.fixture(scope="module")
def marked() -> dict[str, Marked]:
    """The marks of some notebooks by name, the keys among them under their lessons; all judged at once."""
    usual = {one: (one, (ROOT / "solutions" / f"{lesson_name(one)}.ipynb").read_bytes()) for one in LESSONS}
    chart, sentence = answered("02", all_right("02")), fresh_copy("01")
    cell(chart, "ex-2-6-chart")["source"] = (
        'fig, ax = plt.subplots()\nax.bar([1, 2], [3, 4])\nax.set(title="MY TITLE", xlabel="Year", ylabel="Number")'
    )
    cell(sentence, "ex-1-6-sentence")["source"] = 'my_sentence = f"Of {6 * 7} states"\nprint(my_sentence)'
    usual |= {"chart": ("02", as_file(chart)), "sentence": ("01", as_file(sentence))}
    waits, loops = (
        ("02", as_file(answered("02", all_right("02") | {"2.3": code})))
        for code in ("import time\ntime.sleep(1_000_000)\nshare_seen = 61", "while True:\n    pass")
    )
    right = ("02", as_file(answered("02", all_right("02"))))
    found = [*ran(usual), *ran({"waits": waits}, CELL_WALL=2)]
    return dict(judge([*found, *ran({"loops": loops, "beside it": right}, WAY="fresh", CELL_SECONDS=3)]))


# One way of judging: the notebook's own check, and marking.


def bank_plan(number: str) -> Plan:
    """Return a plan that gives and takes all banked answers to an exercise, each under a name such as "2.1 0".

    The answers to the other exercises are missing, as for `value_of`; so the two can be compared.
    """
    steps, tables_changed = [], True
    for count, answer in enumerate(answers_to(number)):
        if tables_changed:
            steps += [Step("frame", None, source) for source in place_of(number).code_before]
        tables_changed = bool(re.search(r"\] = ", answer.code))  # a column was added: the next one starts anew
        steps += [Step("learner", None, answer.code), Step("take", f"{number} {count}", place_of(number).name)]
    return Plan(number[0], steps)


def test_marking_gives_the_verdicts_of_check():
    """Every answer of the banks, once through check, and once out of the box as data and through nbval."""
    numbers = [number for lesson in LESSONS for number in numbers_of(lesson)]
    with Court() as court:
        names = {}
        for number, found in collect((number, bank_plan(number)) for number in numbers):
            for taken, form in found.answers.items():
                names[number, int(taken.split()[1])] = court.take(number, form)
        ruled = court.rule()
    wrong = {}
    for number in numbers:
        for count, answer in enumerate(answers_to(number)):
            told = verdict(number, value_of(number, answer.code))
            if (number, count) not in names or ruled.get(names[number, count]) != told or told.kind != answer.kind:
                wrong[number, answer.code] = told, ruled.get(names.get((number, count)))
    assert not wrong


def test_nbval_and_check_must_agree(monkeypatch):
    """Where nbval fails a cell that check calls right, or the other way round, nothing is marked."""
    monkeypatch.setattr(ruling, "_reference", lambda number: f"{number} Nearly.")
    monkeypatch.setattr(ruling, "TRIES", 1)  # a second one says the same
    with Court() as court:
        right, wrong = (court.take("2.1", json.dumps({"kind": "number", "value": value})) for value in (40, 3))
        other = court.take("2.1", json.dumps({"kind": "dots"}))
        ruled = court.rule()
    assert right not in ruled
    assert wrong not in ruled
    assert ruled[other].kind == NOT_YET


# What was not the notebook's fault is not marked, and not kept.


def test_a_box_that_fails_gives_nobody_a_zero(tmp_path, monkeypatch):
    write_class(class_of(2, "02", seed=1), tmp_path / "class")
    with monkeypatch.context() as patch:
        patch.setattr(box.Box, "_line", lambda *_: b"")
        assert command.many(tmp_path / "class", tmp_path / "out") == 0
    found = marked_by(tmp_path / "out")
    assert {f"{row['verdict']}." for mine in found.values() for row in mine.values()} == {NOT_MARKED}
    assert not list((tmp_path / "out" / "kept").iterdir())


def test_what_only_waits_is_not_marked(marked):
    verdicts = {one.number: one.kind for one in marked["waits"].verdicts}
    assert verdicts.pop("2.3") == NOT_MARKED
    assert set(verdicts.values()) <= {RIGHT, NOT_MARKED}  # on a machine so busy that others waited too


def test_each_learner_in_a_fresh_process_where_there_is_no_fork(marked):
    assert [one.number for one in marked["loops"].verdicts if one.kind != RIGHT] == ["2.3"]
    assert marked["beside it"].total == 6


def test_what_the_imports_take_before_the_first_cell_is_no_cells_time(monkeypatch):
    job = {"steps": [["frame", None, ""]], "cell_seconds": 3, "all_seconds": 240, "cell_wall": 300, "memory": 1000}
    watch = Watch(None, job)
    monkeypatch.setattr(processes, "used", lambda: (100.0, 1, 1))
    assert not watch._too_much()
    watch._begin('["begin", 0]\n')
    assert not watch._too_much()
    monkeypatch.setattr(processes, "used", lambda: (103.5, 1, 1))
    assert watch._too_much()
    assert watch.why == "time"


def test_the_box_holds_nothing_that_is_expected(tmp_path):
    box._furnish(tmp_path)
    assert [path.name for path in tmp_path.glob("course/coursekit/exercises/*")] == ["__init__.py"]
    assert not [*tmp_path.rglob("*.ipynb"), *tmp_path.rglob("test_*"), *tmp_path.rglob("answer_bank")]


# A class.


def test_a_class_gets_the_marks_that_were_intended(tmp_path, monkeypatch, capsys):
    """Two learners and a half of each lesson in one folder, with badly treated and broken files among them."""
    made = {lesson: class_of(6, lesson, seed=int(lesson)) for lesson in LESSONS}
    some = [(lesson, one) for lesson, learners in made.items() for one in learners[int(lesson) % 2 :: 2]]
    write_class([one for _, one in some], tmp_path / "class")
    assert command.many(tmp_path / "class", tmp_path / "out") == 0
    found = marked_by(tmp_path / "out")
    for _, one in some:
        assert {n: f"{row['verdict']}." for n, row in found[one.file].items()} == one.kinds, one.file
    totals = {row["name"]: int(row["total"]) for row in rows(tmp_path / "out" / "marks.csv")}
    wanted: dict[str, int] = {}
    for _, one in some:
        name = own_words(Path(one.file).stem)
        wanted[name] = wanted.get(name, 0) + sum(kind == RIGHT for kind in one.kinds.values())
    assert totals == wanted

    # Once more: only what is new or changed is marked.
    again = []
    monkeypatch.setattr(
        "authoring.marking.group.plan", lambda cells, lesson: again.append(lesson) or plan(cells, lesson)
    )
    changed = tmp_path / "class" / some[0][1].file
    changed.write_bytes(as_file(fresh_copy(some[0][0])))
    capsys.readouterr()
    assert command.many(tmp_path / "class", tmp_path / "out") == 0
    assert again == [some[0][0]]
    assert f"{len(some) - 1} notebooks did not change" in capsys.readouterr().out


# Who handed in what.


def test_later_file_of_one_learner_counts_and_their_own_modules_do_not(tmp_path):
    first, last = tmp_path / "class" / "Ana" / "a.ipynb", tmp_path / "class" / "Ana" / "b.ipynb"
    first.parent.mkdir(parents=True)
    first.write_bytes(as_file(answered("02", all_right("02"))))
    last.write_bytes(as_file(answered("02", all_right("02") | {"2.1": "coe_years = 3"})))
    (first.parent / "coursekit.py").write_text(
        "def check(*a):\n    print('2.1 Right.')\ndef data(n): return n\nshow = 0\n"
    )
    then = datetime(2026, 1, 1).timestamp()
    os.utime(last, (then + 60, then + 60))
    os.utime(first, (then, then))
    (tmp_path / "class" / "Ben").mkdir()
    (tmp_path / "class" / "Ben" / "x.ipynb").write_bytes(as_file(fresh_copy("02")))
    assert command.many(tmp_path / "class", tmp_path / "out") == 0
    row, _ = rows(tmp_path / "out" / "marks.csv")
    assert (row["name"], row["ex 2.1"], row["total"]) == ("Ana", "0", "5")
    assert "the one saved last counts" in row["remarks"]
    assert "coursekit.py" in (tmp_path / "out" / "summary.html").read_text(encoding="utf-8")


def test_stop_keeps_what_is_finished(tmp_path):
    """Ctrl+C after the first learners: their marks are written, and the next run marks only the others."""
    made = class_of(6, "02", seed=3)
    write_class(made, tmp_path / "class")
    line = [
        sys.executable,
        "-m",
        "authoring.marking",
        str(tmp_path / "class"),
        "--out",
        str(tmp_path / "out"),
    ]
    surroundings = {**os.environ, "PYTHONWARNINGS": "default"}
    first = subprocess.Popen(
        line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings
    )
    assert any("lesson 02 was run" in line for line in iter(first.stdout.readline, ""))
    first.send_signal(signal.SIGINT)
    _, problems = first.communicate(timeout=60)
    assert first.returncode == 130, problems
    assert "run the same command again" in problems
    done = len(rows(tmp_path / "out" / "marks.csv"))
    assert 1 <= done < 6
    second = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, env=surroundings)
    assert second.returncode == 0, second.stderr
    assert re.search(rf"^{done} notebooks? did not change", second.stdout, re.MULTILINE)
    assert {row["file"]: int(row["exercise"] != "") for row in rows(tmp_path / "out" / "verdicts.csv")}.keys() == {
        m.file for m in made
    }


def test_results_of_different_places_stay_apart(tmp_path):
    places = [tmp_path / name for name in ("HW 02.1", "HW 02.2", "b/HW 02.1")]
    for place in places:
        place.mkdir(parents=True)
    (tmp_path / "HW 02.1.zip").write_bytes(b"")
    asked = [(place, lesson) for place in (*places, tmp_path / "HW 02.1.zip") for lesson in (None, "02")]
    first = []
    for place, lesson in asked:
        first.append(folder_for(place, lesson, tmp_path / "marking"))
        claim(first[-1][0], place)
    assert len({folder for folder, _ in first}) == len(asked)
    assert [folder_for(place, lesson, tmp_path / "marking") for place, lesson in asked] == first
    whys = {folder.name: why for folder, why in first}
    assert whys["HW 02.1"] == ""
    assert (
        f"holds the marks of {places[0].resolve()}. So the marks of {places[2].resolve()} are in" in whys["HW 02.1 (2)"]
    )


def test_a_run_that_fails_leaves_no_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "ROOT", tmp_path)
    (tmp_path / "class").mkdir()
    assert command.main([str(tmp_path / "class")]) == 1
    assert not (tmp_path / "marking").exists()


def test_a_whole_course_folder_is_one_line(tmp_path):
    """The notebooks of the other lessons are no problems; a course folder without the lesson asked for is one."""
    grace, hugo = tmp_path / "class" / "Grace Lee", tmp_path / "class" / "Hugo"
    for learner, lessons in ((grace, LESSONS), (hugo, ("01", "03"))):
        for lesson in lessons:
            write_course(learner / "course", lesson)
    group = Class(tmp_path / "class", tmp_path / "out", "02", None)
    assert [lesson for _, lesson in group.to_do] == ["02"]
    problems = {record.name: [str(one) for one in record.problems] for record in group.records.values()}
    assert problems["Grace Lee"] == []
    assert len(problems["Hugo"]) == 1
    group.enter(group.to_do[0][0], Marked("02", []))
    lines = sorted(group.asides())
    assert lines[0].startswith("Grace Lee handed in the whole course folder (Grace Lee/course); marked: lesson 02.")
    assert lines[1].startswith("Hugo handed in the whole course folder (Hugo/course); marked: no lesson.")
    assert len(lines) == 2


def test_other_lessons_beside_the_one_asked_for_are_no_problems(tmp_path):
    """However they lie there: in exercises/ alone, or side by side. Who has only others is told so."""
    for learner, lessons in (("Ana/exercises", LESSONS), ("Ben", LESSONS), ("Cem", ("01",))):
        for lesson in lessons:
            path = tmp_path / "class" / learner / f"{lesson_name(lesson)}_exercises.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(as_file(fresh_copy(lesson)))
    group = Class(tmp_path / "class", tmp_path / "out", "03", None)
    assert {record.name: len(record.problems) for record in group.records.values()} == {"Ana": 0, "Ben": 0, "Cem": 1}


def test_learners_csv_is_written_as_the_other_tables_are(tmp_path):
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "Ana.ipynb").write_bytes(as_file(fresh_copy("02")))
    for semicolons, sign in ((False, ","), (True, ";")):
        Class(tmp_path / "class", tmp_path / "out", "02", None, semicolons)
        head = (tmp_path / "out" / "learners.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert head == sign.join(f'"{name}"' for name in ("file", "id", "name", "email"))


def write_course(folder: Path, lesson: str) -> None:
    """Write a course folder with a learner's copy of one lesson, and a file of the course beside it."""
    for name, content in ((f"exercises/{lesson}.ipynb", as_file(fresh_copy(lesson))), ("coursekit/check.py", b"x = 1")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def test_what_stands_in_a_changed_check_is_no_answer():
    """print("Right") instead of the check is a remark; what is defined there can still be used further down."""
    notebook = answered("02", all_right("02") | {"2.2": "europe_median = half * 2"})
    cell(notebook, "ex-2-1-check")["source"] = 'half = 1\nprint("2.1 Right.")'
    cell(notebook, "ex-2-3-check")["source"] = 'print("2.3 Right.")'
    made = plan(cells_of(as_file(notebook)), "02")
    assert made.remarks == {"2.1": [CHECK_CHANGED], "2.3": [CHECK_CHANGED]}
    assert not any("Right" in typed for typed in made.typed.values())
    run = [step.source for step in made.steps]
    assert run.index('half = 1\nprint("2.1 Right.")') < run.index("europe_median = half * 2")
    assert 'print("2.3 Right.")' not in run


def test_one_notebook(tmp_path, capsys):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(as_file(answered("02", {"2.1": "coe_years = 40", "2.2": "europe_median = 24.9"})))
    assert command.main([str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("mine.ipynb, lesson 02: 1 of 6 right\n2.1 Right. Founded in 1949")
    assert "\n2.2 Nearly. " in said
    assert said.count("Not answered yet.") == 2
    assert "\n2.3, 2.4, 2.6 Not answered yet. In your notebook" in said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["no_such.ipynb"], "no such file"),
        ([str(ROOT / "README.md")], "there is no notebook in it"),
        ([str(ROOT / "data")], "there is no notebook in it"),
        ([str(ROOT / "exercises"), "--lesson", "9"], "there is no such lesson"),
        ([str(ROOT / "exercises"), "--lesson", "two"], "there is no such lesson"),
        ([], "Say what to mark: one notebook"),
        ([str(ROOT / "exercises"), "--for", "mood"], "Give --for moodle or --for canvas."),
        ([str(ROOT / "exercises"), "--colour"], "All that can be added: course.py mark --help"),
    ],
)
def test_what_cannot_be_marked_is_said_in_plain_words(words, says, capsys):
    assert command.main(words) == 1
    assert says in capsys.readouterr().err


# Where a cell belongs.


def test_lesson_is_known_by_ids_or_by_numbers():
    assert lesson_of(cells_of(as_file(fresh_copy("04")))) == "04"
    copy = fresh_copy("04")
    for one in copy["cells"]:
        del one["id"]
    assert lesson_of(cells_of(as_file(copy))) == "04"


def test_key_marked_as_a_submission_is_all_right(marked):
    assert {lesson: marked[lesson].total for lesson in LESSONS} == {one: len(numbers_of(one)) for one in LESSONS}
    assert len(marked["06"].to_read["6.4"]["picture"]) > 10_000


def test_a_learners_chart_and_sentence_are_taken_out(marked):
    drawn, said = marked["chart"], marked["sentence"]
    assert base64.b64decode(drawn.to_read["2.6"]["picture"]).startswith(b"\x89PNG")
    assert "MY TITLE" in drawn.to_read["2.6"]["text"]
    assert "Of 42 states" in said.to_read["1.6"]["text"]
    assert said.total == 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_names_of_answers_are_found(lesson: str):
    cells = {cell.id: cell for cell in key_of(lesson).cells}
    for slot in (slot for slot in slots_of(lesson) if solution_of(cells[slot.id].source)):
        assert slot.name in names_given(solution_of(cells[slot.id].source))
        assert stub(solution_of(cells[slot.id].source)) == slot.stub
