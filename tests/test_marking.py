"""Marking gives the verdicts of the notebook's own check, to one learner and to a class; see test_odd_submissions.py too."""

import os
import re
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from class_of_learners import all_right, answered, as_file, class_of, fresh_copy, marked_by, rows, write_class
from odd_submissions import FOLDER, file_of

from authoring.answer_bank import bank, place_of, value_of
from authoring.keeping.exercises import solution_of, stub
from authoring.marking import __main__ as command
from authoring.marking import box, judge
from authoring.marking.frame import (
    Framed,
    _check,
    _code,
    framed,
)
from authoring.marking.layouts import own_words
from authoring.marking.places import key_of, numbers_of, slots_of
from authoring.marking.shapes import cells_of, lesson_of
from authoring.marking.statements import names_given
from coursekit.verdicts import NOT_YET, RIGHT, verdict
from notebooks import ROOT

LESSONS = ("01", "02", "03", "04", "05", "06")


# One way of judging: the notebook's own check, and marking.


def bank_frame(lesson: str) -> tuple[Framed, list]:
    """Return a notebook in which every answer of a lesson's bank is given, each followed by its check.

    The answers to the other exercises are missing, as in tests/test_exercises.py; so the two can be compared.
    """
    checks = {cell.id: cell for cell in key_of(lesson).cells}
    out, cases = framed([], lesson).notebook.cells[:1], []
    for number, answers in bank(lesson).items():
        check = checks["ex-" + number.replace(".", "-") + "-check"]
        tables_changed = True
        for answer in answers:
            if tables_changed:
                out += [_code(source, None, "frame") for source in place_of(number).code_before]
            tables_changed = bool(re.search(r"\] = ", answer.code))  # a column was added: the next one starts anew
            cases.append((len(out), number, answer))
            # the check cell of a later step joins several dictionaries: the bank gives one that holds all
            names = re.search(r'check\("[\d.]+", (.+)\)', check.source).group(1).split(", ")
            own = _code(answer.code, number, "learner")
            given = re.match(r"(?:.*\n)*(\w+) =", answer.code).group(1)
            one = _check(check, number)
            one.id = f"check-{len(out)}"
            one.source = one.source.replace(", ".join(names), given)
            out += [own, one]
    notebook = key_of(lesson).copy()
    notebook.cells = out
    return Framed(notebook, []), cases


@pytest.mark.parametrize("lesson", LESSONS)
def test_marking_gives_the_verdicts_of_check(lesson: str, monkeypatch):
    """Every answer of the bank, once through the course's check and once through nbval in the box."""
    frame, cases = bank_frame(lesson)
    monkeypatch.setattr(box, "ALL_SECONDS", 600)
    ran = box.run(frame)
    assert len(ran) == len(frame.notebook.cells)
    for place, number, answer in cases:
        marked = judge._verdict(number, [("learner", ran[place]), ("check", ran[place + 1])])
        kind, message, _ = verdict(number, value_of(number, answer.code))
        assert (marked.kind, marked.message) == (kind, " ".join(message.split())), answer.code
        assert marked.kind == answer.kind


def test_a_class_gets_the_marks_that_were_intended(tmp_path, monkeypatch, capsys):
    """Two learners and a half of each lesson in one folder, with badly treated and broken files among them."""
    made = {lesson: class_of(6, lesson, seed=int(lesson)) for lesson in LESSONS}
    some = [(lesson, one) for lesson, learners in made.items() for one in learners[int(lesson) % 2 :: 2]]
    write_class([one for _, one in some], tmp_path / "class")
    assert command.many(tmp_path / "class", tmp_path / "out", None, False) == 0
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
    monkeypatch.setattr(command, "mark", lambda cells, lesson: again.append(lesson) or judge.Marked(lesson, []))
    changed = tmp_path / "class" / some[0][1].file
    changed.write_bytes(as_file(fresh_copy(some[0][0])))
    capsys.readouterr()
    assert command.many(tmp_path / "class", tmp_path / "out", None, False) == 0
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
    assert command.many(tmp_path / "class", tmp_path / "out", None, False) == 0
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
    assert any("lesson 02 marked" in line for line in iter(first.stdout.readline, ""))
    first.send_signal(signal.SIGINT)
    _, problems = first.communicate(timeout=60)
    assert first.returncode == 130, problems
    assert "run the same command again" in problems
    done = len(rows(tmp_path / "out" / "marks.csv"))
    assert 1 <= done < 6
    second = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, env=surroundings)
    assert second.returncode == 0, second.stderr
    assert f"{done} notebooks did not change" in second.stdout
    assert {row["file"]: int(row["exercise"] != "") for row in rows(tmp_path / "out" / "verdicts.csv")}.keys() == {
        m.file for m in made
    }


def test_one_notebook(tmp_path, capsys):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(as_file(answered("02", {"2.1": "coe_years = 40", "2.2": "europe_median = 24.9"})))
    assert command.main([str(path)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("mine.ipynb, lesson 02: 1 of 6 right\n2.1 Right. Founded in 1949")
    assert "\n2.2 Nearly. " in said
    assert said.count("Not answered yet.") == 4


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Say what to mark"),
        (["no_such.ipynb"], "no such file"),
        ([str(FOLDER / file_of("empty"))], "the file is empty"),
        ([str(ROOT / "data")], "there is no notebook in it"),
        ([str(ROOT / "exercises"), "--lesson", "9"], "there is no such lesson"),
        ([str(ROOT / "exercises"), "--lesson", "two"], "there is no such lesson"),
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


@pytest.mark.parametrize("lesson", LESSONS)
def test_key_marked_as_a_submission_is_all_right(lesson: str):
    cells = cells_of((ROOT / "solutions" / f"{judge.lesson_name(lesson)}.ipynb").read_bytes())
    marked = judge.mark(cells, lesson)
    assert marked.total == len(marked.verdicts) == len(numbers_of(lesson))


@pytest.mark.parametrize("lesson", LESSONS)
def test_names_of_answers_are_found(lesson: str):
    cells = {cell.id: cell for cell in key_of(lesson).cells}
    for slot in (slot for slot in slots_of(lesson) if solution_of(cells[slot.id].source)):
        assert slot.name in names_given(solution_of(cells[slot.id].source))
        assert stub(solution_of(cells[slot.id].source)) == slot.stub


def test_misconceptions_come_from_the_bank():
    for lesson in LESSONS:
        for number, answers in bank(lesson).items():
            for answer in answers:
                said = judge.misconception(judge.Verdict(number, answer.kind, f"... {answer.says} ..."))
                assert not answer.says or bool(said) == (answer.kind not in (RIGHT, NOT_YET))
