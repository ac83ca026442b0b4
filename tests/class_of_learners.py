"""Make the notebooks of learners who do not exist, from the bank of answers: with what each should be told.

`class_of(30, "02", seed=1)` is a whole class: right, nearly right, wrong and unanswered exercises in every mixture, and
files that were treated badly. The same seed makes the same class.
"""

import copy
import csv
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from authoring.answer_bank import bank
from authoring.keeping.exercises import EXERCISES
from authoring.marking.judge import ERROR, STOPPED
from authoring.marking.keys import lesson_name
from coursekit.verdicts import NOT_YET, RIGHT

Notebook = dict  # the JSON of a notebook, as it is in the file
NAMES = ("Aigul", "Bruno", "Chen Wei", "Daria", "Emeka", "Farida", "Goran", "Hanna", "Ivo", "Jamila", "Kenji", "Lola",
         "Maryam", "Nils", "Olga", "Pedro", "Qadir", "Rana", "Sofía", "Tomasz", "Umida", "Vera", "王芳", "Xenia", "Юлия",
         "Zoë", "Анна", "Ben", "Carla", "Dilnoza")  # fmt: skip


@dataclass
class Made:
    """A file that was handed in, and what marking must find: the kind of verdict on each exercise."""

    file: str
    content: bytes
    kinds: dict[str, str]


def fresh_copy(lesson: str) -> Notebook:
    """Return the learner's copy of a lesson's exercises, with nothing answered."""
    return json.loads(next(EXERCISES.glob(f"{lesson}_*.ipynb")).read_text(encoding="utf-8"))


def cell(notebook: Notebook, id: str) -> dict:
    """Return the cell of this id."""
    return next(c for c in notebook["cells"] if c.get("id") == id)


def answer_cell(notebook: Notebook, number: str) -> dict:
    """Return the answer cell of an exercise."""
    return cell(notebook, f"ex-{number.replace('.', '-')}-answer")


def answered(lesson: str, codes: dict[str, str]) -> Notebook:
    """Return a learner's copy with these answers typed in (code by exercise)."""
    notebook = fresh_copy(lesson)
    for number, code in codes.items():
        answer_cell(notebook, number)["source"] = code
    return notebook


def all_right(lesson: str) -> dict[str, str]:
    """Return a right answer to each exercise, the first of the bank."""
    return {number: next(a.code for a in answers if a.kind == RIGHT) for number, answers in bank(lesson).items()}


def as_file(notebook: Notebook) -> bytes:
    """Return the bytes of a notebook's file."""
    return json.dumps(notebook, ensure_ascii=False, indent=1).encode("utf-8")


# What happens to files on the way. Each takes a notebook and changes it in place; none changes what the answers are.


def without_ids(notebook: Notebook, _: random.Random) -> None:
    """As a program that knows no cell ids saves it."""
    notebook["nbformat_minor"] = 4
    for one in notebook["cells"]:
        del one["id"]


def with_new_ids(notebook: Notebook, dice: random.Random) -> None:
    """As it is after cells were copied into a new notebook."""
    for one in notebook["cells"]:
        one["id"] = f"{dice.getrandbits(32):08x}"


def without_outputs(notebook: Notebook, _: random.Random) -> None:
    """All outputs cleared."""
    for one in notebook["cells"]:
        if one["cell_type"] == "code":
            one["outputs"], one["execution_count"] = [], None


def with_doubled_cells(notebook: Notebook, dice: random.Random) -> None:
    """An answer cell copied and pasted below itself, with the same id."""
    place = dice.choice([i for i, one in enumerate(notebook["cells"]) if one.get("id", "").endswith("-answer")])
    notebook["cells"].insert(place, copy.deepcopy(notebook["cells"][place]))


def with_notes(notebook: Notebook, dice: random.Random) -> None:
    """The learner's own cells between the course's."""
    for text in ("# I look at the table first\nlen(str(1))", "my_try = 1 + 1\nmy_try"):
        place = dice.randrange(3, len(notebook["cells"]))
        new = {"cell_type": "code", "id": f"{dice.getrandbits(32):08x}", "metadata": {}, "source": text, "outputs": [],
               "execution_count": None}  # fmt: skip
        notebook["cells"].insert(place, new)


def with_sources_in_lines(notebook: Notebook, _: random.Random) -> None:
    """Sources as lists of lines that end as on Windows."""
    for one in notebook["cells"]:
        one["source"] = [line + "\r\n" for line in "".join(one["source"]).split("\n")]


TREATMENTS: tuple[Callable, ...] = (
    without_ids, with_new_ids, without_outputs, with_doubled_cells, with_notes, with_sources_in_lines,
)  # fmt: skip


def _broken_answer(notebook: Notebook, number: str, dice: random.Random) -> str:
    """Break one answer so that it cannot count; return the kind of verdict it must get."""
    one = answer_cell(notebook, number)
    way = dice.choice(["deleted", "error", "grammar", "exit", "killed"])
    if way == "deleted":
        notebook["cells"].remove(one)
        return NOT_YET
    one["source"] = {
        "error": "a = no_such_table\n" + one["source"],
        "grammar": "this is not Python\n" + one["source"],
        "exit": "import sys\nsys.exit()",
        "killed": "import os\nos._exit(1)",
    }[way]
    return STOPPED if way == "killed" else ERROR


def class_of(size: int, lesson: str, seed: int) -> list[Made]:
    """Return a class: a third all right, a third mixed, a sixth hardly begun, a sixth mixed and badly treated or broken."""
    dice = random.Random(seed)
    answers = bank(lesson)
    made = []
    for count in range(size):
        sort = ("good", "mixed", "good", "mixed", "begun", "broken")[count % 6]
        codes, kinds = {}, {}
        for number, options in answers.items():
            chance = {"good": 0.95, "mixed": 0.5, "begun": 0.2, "broken": 0.6}[sort]
            if dice.random() < chance:
                chosen = dice.choice([a for a in options if a.kind == RIGHT])
            elif sort == "begun":
                chosen = None
            else:
                chosen = dice.choice([a for a in options if a.kind != RIGHT])
            kinds[number] = chosen.kind if chosen else NOT_YET
            if chosen:
                codes[number] = chosen.code
        notebook = answered(lesson, codes)
        if sort == "broken":
            number = dice.choice(list(answers))
            kinds[number] = _broken_answer(notebook, number, dice)
        if sort in ("broken", "mixed"):
            dice.choice(TREATMENTS)(notebook, dice)
        name = NAMES[count % len(NAMES)] + (f" {count // len(NAMES) + 1}" if count >= len(NAMES) else "")
        made.append(Made(f"{name}_{lesson_name(lesson)}.ipynb", as_file(notebook), kinds))
    return made


def write_class(made: list[Made], folder: Path) -> None:
    """Write the files of a class into a folder, as a teacher gets them."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in made:
        (folder / one.file).write_bytes(one.content)


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV as a spreadsheet reads them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def marked_by(target: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Return the rows of verdicts.csv by file and exercise."""
    found: dict = {}
    for row in rows(target / "verdicts.csv"):
        found.setdefault(row["file"], {})[row["exercise"].removeprefix("ex ")] = row
    return found
