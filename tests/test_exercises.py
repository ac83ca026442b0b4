"""The three proofs for exercises, and the bank of answers."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from authoring.answer_bank import answers_to, checked, typed, value_of
from authoring.keeping import exercises as builder
from authoring.notebooks import copy_of, key_behind
from coursekit.checking import check
from coursekit.numbers_asked import Number
from coursekit.plain import plain
from coursekit.verdicts import (
    NEARLY,
    NOT_YET,
    RIGHT,
    WRONG_KIND,
    Exercise,
    Mistake,
    Verdict,
    _causes,
    _judge,
    exercise_numbers,
    expected,
    verdict,
)  # fmt: skip
from notebooks import COPIES, LESSONS, ROOT, SOLUTIONS, code_cells, markdown, name, read, stdout

EXERCISES = {"06_your_briefing": 4}  # how many: six in every lesson, and the four steps of the learner's own briefing
each_exercise = pytest.mark.parametrize("number", exercise_numbers())


def test_every_solution_has_its_copy_and_its_lesson():
    assert [copy_of(p) for p in SOLUTIONS] == COPIES
    assert {p.name for p in SOLUTIONS} <= {p.name for p in LESSONS}


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_every_solution_is_right(path):
    verdicts = {checked(cell)[0]: stdout(cell) for cell in code_cells(path) if checked(cell)[0]}
    assert len(verdicts) == EXERCISES.get(path.stem, 6)
    wrong = {number: text for number, text in verdicts.items() if not text.startswith(f"{number} {RIGHT}")}
    assert not wrong


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_every_copy_is_not_answered_yet(path):
    verdicts = {checked(cell)[0]: stdout(cell) for cell in code_cells(path) if checked(cell)[0]}
    assert len(verdicts) == EXERCISES.get(key_behind(path).stem, 6)
    other = {number: text for number, text in verdicts.items() if not text.startswith(f"{number} {NOT_YET}")}
    assert not other


@pytest.mark.parametrize("path", COPIES, ids=name)
def test_no_line_of_a_solution_is_in_the_copy(path):
    solved = read(key_behind(path))
    solution_lines = {
        line.strip()
        for cell in solved.cells
        for line in builder.solution_of(cell.source).splitlines()
        if line.strip(" })]")
    }
    assert len(solution_lines) > 6
    frames = {line.strip() for line in solution_lines if re.fullmatch(r'\w+ = \{|("\w+": )?""",?', line)}
    copied = {line.strip() for cell in read(path).cells for line in cell.source.splitlines()}
    assert not copied & (solution_lines - frames)
    assert builder.BEGIN not in "\n".join(cell.source for cell in read(path).cells)


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_copy_is_what_the_builder_makes(path):
    """The committed copy is up to date with its solution: run `make exercises` if this fails."""
    made, committed = builder.unsolved(read(path)), read(copy_of(path))
    assert [(c.id, c.cell_type, c.source) for c in made.cells] == [
        (c.id, c.cell_type, c.source) for c in committed.cells
    ]


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_shape_of_each_exercise(path):
    """Heading with minutes and objectives, three folded hints, an answer cell, a check of the same number."""
    cells = {cell.id: cell for cell in read(path).cells}
    numbers = [checked(cell)[0] for cell in code_cells(path) if checked(cell)[0]]
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
        assert checked(cells[f"{key}-check"])[0] == number
    stated = re.search(r"about (\d+) minutes", cells["title"].source)
    assert stated and int(stated.group(1)) == total, f"the exercises take {total} minutes"
    begins = re.search(r"and (\d+) for the exercises", markdown(ROOT / "notebooks" / path.name))
    ends = re.search(r"_exercises\.ipynb\): .+?, (?:about )?(\d+) minutes", markdown(ROOT / "notebooks" / path.name))
    assert begins and ends and begins.group(1) == ends.group(1) == stated.group(1)


# The answers of learners: the codes of each mistake, and the bank


@cache
def outcome(number: str, code: str) -> tuple[object, Verdict]:
    """Return the answer that a code gives, as typed, and the verdict on it."""
    answer = value_of(number, code)
    return answer, verdict(number, answer)


def told(number: str, mistake: Mistake, answer: object) -> str:
    """Return what must be said to an answer which shows this mistake, perhaps beside another that leads to the same."""
    return mistake.says(expected(number).kind.read(plain(answer))) if callable(mistake.says) else mistake.says


@each_exercise
def test_each_code_is_answered_by_its_own_mistake(number: str):
    wrong = {}
    for mistake in expected(number).mistakes:
        for code in mistake.codes:
            answer, given = outcome(number, typed(number, code))
            named = mistake.because in given.because.split("; or ")
            if given.kind != NEARLY or not named or told(number, mistake, answer) not in given.message:
                wrong[code] = f"{mistake.because}: gets {given}"
    assert not wrong


@each_exercise
def test_each_answer_of_the_bank_gets_its_verdict(number: str):
    wrong = {}
    for answer in answers_to(number):
        kind, message, _ = outcome(number, answer.code)[1]
        if kind != answer.kind or answer.says not in message:
            wrong[answer.code] = f"gets: {kind} {message}"
        elif len(message.split()) > 60 or re.search(
            r"\b(incorrect|well done|great|good job|excellent)\b", message, re.I
        ):
            wrong[answer.code] = f"reads something too long, or praise: {message}"
    assert not wrong


def values_of(asked: Exercise, mistake: Mistake) -> Iterator[object]:
    """Yield what a mistake leads to, as check() reads it; nothing for a mistake that is known by a function."""
    if callable(mistake.value):
        return
    if by := getattr(asked.kind, "by", ""):  # of parts, only some lines matter
        yield from ({by: key, **parts} for key, parts in mistake.value.items() if "figure" in parts)
    else:
        yield asked.kind.read(plain(mistake.value))


@each_exercise
def test_no_mistake_leads_to_a_right_answer(number: str):
    asked = expected(number)
    right = {m.because for m in asked.mistakes for given in values_of(asked, m) if asked.kind.same(given, asked.wanted)}
    assert not right


@each_exercise
def test_each_message_can_appear(number: str):
    """What a mistake leads to is told of it; one that is known by its looks has a code that shows it."""
    asked, never = expected(number), []
    for mistake in asked.mistakes:
        if isinstance(mistake.says, str):
            never += [
                mistake.because for given in values_of(asked, mistake) if mistake.says not in _causes(asked, given)
            ]
        if callable(mistake.value) and not mistake.codes and mistake.says != asked.otherwise:
            never.append(mistake.because)
    assert not never


def test_where_two_mistakes_lead_to_one_value_both_are_named():
    asked = Exercise(
        Number(), 4, "Four.", [Mistake("a", 30.5, "A."), Mistake("b", 30.5, "B."), Mistake("c", lambda n: True, "C.")]
    )
    assert _judge(asked, plain(30.5)) == (NEARLY, "More than one way leads to this answer. A. Or: B.", "a; or b")
    assert _judge(asked, plain(5)) == (NEARLY, "C.", "c")


@each_exercise
def test_bank_is_large_enough(number: str):
    answers = answers_to(number)
    kinds = [answer.kind for answer in answers]
    assert len({answer.code for answer in answers}) == len(answers), "an answer stands twice"
    assert kinds.count(RIGHT) >= 4, "four right answers that look different"
    assert len(answers) - kinds.count(RIGHT) >= 6, "six wrong answers"
    assert kinds.count(WRONG_KIND) >= 2, "two of the wrong kind"
    assert all(answer.because for answer in answers if answer.kind != RIGHT), "name the misconception"


@pytest.mark.parametrize(
    ("number", "answer"), [("2.1", r"\b40\b"), ("2.2", r"\b20(\.0)?\b"), ("2.3", r"\b61\b|\b43\b"), ("2.6", r"\b26\b")]
)
def test_verdicts_give_nothing_away(number: str, answer: str):
    for one in answers_to(number):
        kind, message, _ = outcome(number, one.code)[1]
        if kind == NEARLY:
            assert all(shown in one.code for shown in re.findall(answer, message)), message


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
