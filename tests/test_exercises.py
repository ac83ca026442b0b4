"""The three proofs for exercises, and the bank of answers."""

import contextlib
import importlib
import io
import re
from functools import cache

import pandas as pd
import pytest
from answer_bank import Answer

from authoring.keeping import exercises as builder
from coursekit.verdicts import NOT_YET, RIGHT, WRONG_KIND, check, exercise_numbers, verdict
from notebooks import COPIES, LESSONS, ROOT, SOLUTIONS, code_cells, markdown, name, read, stdout

EXERCISES = {"06_your_briefing": 4}  # how many: six in every lesson, and the four steps of the learner's own briefing
BANKS = sorted((ROOT / "tests" / "answer_bank").glob("lesson_*.py"))
CASES = [
    pytest.param(number, answer, id=f"{number}-{position}")
    for path in BANKS
    for number, answers in importlib.import_module(f"answer_bank.{path.stem}").BANK.items()
    for position, answer in enumerate(answers)
]


def checked(cell) -> str | None:
    """Return the number that a cell checks, or None."""
    found = re.search(r'^check\("([\d.]+)"', cell.source, re.MULTILINE)
    return found and found.group(1)


def test_every_solution_has_its_copy_and_its_lesson():
    assert [p.name for p in SOLUTIONS] == [p.name for p in COPIES]
    assert {p.name for p in SOLUTIONS} <= {p.name for p in LESSONS}


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_every_solution_is_right(path):
    verdicts = {checked(cell): stdout(cell) for cell in code_cells(path) if checked(cell)}
    assert len(verdicts) == EXERCISES.get(path.stem, 6)
    wrong = {number: text for number, text in verdicts.items() if not text.startswith(f"{number} {RIGHT}")}
    assert not wrong


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_every_copy_is_not_answered_yet(path):
    verdicts = {checked(cell): stdout(cell) for cell in code_cells(path) if checked(cell)}
    assert len(verdicts) == EXERCISES.get(path.stem, 6)
    other = {number: text for number, text in verdicts.items() if not text.startswith(f"{number} {NOT_YET}")}
    assert not other


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_no_line_of_a_solution_is_in_the_copy(path):
    solved = read(path.parent.parent / "solutions" / path.name)
    solution_lines = {
        line.strip()
        for cell in solved.cells
        for line in builder.solution_of(cell.source).splitlines()
        if line.strip(" })]")
    }
    assert len(solution_lines) > 6
    frames = {line.strip() for line in solution_lines if re.fullmatch(r"\w+ = \{", line)}
    copied = {line.strip() for cell in read(path).cells for line in cell.source.splitlines()}
    assert not copied & (solution_lines - frames)
    assert builder.BEGIN not in "\n".join(cell.source for cell in read(path).cells)


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_copy_is_what_the_builder_makes(path, tmp_path):
    """The committed copy is up to date with its solution: run `make exercises` if this fails."""
    made = builder.build(path, tmp_path)
    fresh, committed = read(made), read(builder.EXERCISES / path.name)
    assert [(c.id, c.cell_type, c.source) for c in fresh.cells] == [
        (c.id, c.cell_type, c.source) for c in committed.cells
    ]


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_shape_of_each_exercise(path):
    """Heading with minutes and objectives, three folded hints, an answer cell, a check of the same number."""
    cells = {cell.id: cell for cell in read(path).cells}
    numbers = [checked(cell) for cell in code_cells(path) if checked(cell)]
    lesson = int(path.name[:2])
    assert numbers == [f"{lesson}.{n}" for n in range(1, EXERCISES.get(path.stem, 6) + 1)]
    total = 0
    for number in numbers:
        key = "ex-" + number.replace(".", "-")
        heading = re.match(
            rf"## Exercise {re.escape(number)} \((\d+) minutes, objectives? [\d, and]+\)", cells[key].source
        )
        assert heading, f"{number}: the heading names no minutes or no objective"
        total += int(heading.group(1))
        hints = re.findall(
            r"<details><summary>Hint (\d): (.+?)</summary>\n\n.+?\n\n</details>",
            cells[f"{key}-hints"].source,
            re.DOTALL,
        )
        assert [n for n, _ in hints] == ["1", "2", "3"], f"{number}: three folded hints"
        assert builder.solution_of(cells[f"{key}-answer"].source), f"{number}: the answer cell has no solution"
        assert checked(cells[f"{key}-check"]) == number
    stated = re.search(r"about (\d+) minutes", cells["title"].source)
    assert stated and int(stated.group(1)) == total, f"the exercises take {total} minutes"
    lesson_states = re.search(r"and (\d+) for the exercises", markdown(ROOT / "notebooks" / path.name))
    assert lesson_states and lesson_states.group(1) == stated.group(1)


@cache
def cells_before(number: str) -> tuple[str, ...]:
    """Return the code that a learner has run when the answer to an exercise is due, with earlier answers still missing."""
    for path in [*COPIES, *LESSONS]:
        cells = code_cells(path)
        for position, cell in enumerate(cells):
            if checked(cell) == number:
                earlier = cells[: position - 1]
                return tuple(
                    c.source for c in earlier
                    if not checked(c) and "show(" not in c.source and "explore(" not in c.source
                )  # fmt: skip
    raise AssertionError(f"No notebook checks exercise {number}")


def given(number: str, code: str) -> object:
    """Run an answer after the cells before it and return the value that it gives."""
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), pd.option_context("display.max_colwidth", None):
        for source in cells_before(number):
            exec(source, names)
        exec(code, names)
    return names[re.match(r"(?:.*\n)*(\w+) =", code).group(1)]


@pytest.mark.parametrize(("number", "answer"), CASES)
def test_answer_bank(number: str, answer: Answer):
    kind, message, _ = verdict(number, given(number, answer.code))
    assert kind == answer.kind, f"{answer.code!r} gets: {kind} {message}"
    assert answer.says in message


@pytest.mark.parametrize("path", BANKS, ids=lambda p: p.stem)
def test_bank_is_large_enough(path):
    bank = importlib.import_module(f"answer_bank.{path.stem}").BANK
    lesson = str(int(path.stem[-2:]))
    assert list(bank) == [n for n in exercise_numbers() if n.split(".")[0] == lesson]
    for number, answers in bank.items():
        assert len({a.code for a in answers}) == len(answers), f"{number}: an answer stands twice"
        assert sum(a.kind == RIGHT for a in answers) >= 4, f"{number}: four right answers that look different"
        assert sum(a.kind != RIGHT for a in answers) >= 6, f"{number}: six wrong answers"
        assert sum(a.kind == WRONG_KIND for a in answers) >= 2, f"{number}: two of the wrong kind"
        assert all(a.because for a in answers if a.kind != RIGHT), f"{number}: name the misconception"


@pytest.mark.parametrize(("number", "answer"), CASES)
def test_verdicts_are_short_and_give_nothing_away(number: str, answer: Answer):
    kind, message, _ = verdict(number, given(number, answer.code))
    assert len(message.split()) <= 60
    assert not re.search(r"\b(incorrect|well done|great|good job|excellent)\b", message, re.IGNORECASE)
    if kind != RIGHT and number.startswith("2.") and number not in {"2.4", "2.5"}:
        answers = {"2.1": r"\b40\b", "2.2": r"\b20(\.0)?\b", "2.3": r"\b61\b|\b43\b", "2.6": r"\b26\b"}
        shown = set(re.findall(answers[number], message))
        assert all(s in answer.code for s in shown) or kind == WRONG_KIND


def test_unknown_exercise_is_named_with_those_that_exist(capsys):
    check("2.9", 3)
    said = capsys.readouterr().out.replace("\n", " ")
    assert said.startswith("There is no exercise 2.9.")
    assert "2.1, 2.2, 2.3" in said
    check("nonsense")
    assert "0.1" in capsys.readouterr().out


def test_number_without_quotation_marks_is_understood(capsys):
    check(2.1, 40)
    assert capsys.readouterr().out.startswith("2.1 Right.")
