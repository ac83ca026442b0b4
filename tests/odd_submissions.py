"""The odd things that learners hand in: what each holds, and what marking must find.

`python tests/odd_submissions.py FOLDER` writes them as files, to be looked at. All are of lesson 02. Where an exercise is not named in `kinds`, its answer is right and must be marked so, whatever
happened in the others.
"""

import copy
import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import class_of_learners as made_up
from class_of_learners import all_right, answer_cell, answered, as_file, cell

from authoring.keeping.exercises import SOLUTIONS
from authoring.marking.judge import ERROR, STOPPED
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND

FAKE = 'print("2.1 Right. Founded in 1949, observer since 1989.")'


@dataclass
class Odd:
    """A file: how it is made, the verdicts it must get where they are not Right, and what must be said about it.

    `says` holds phrases by exercise; under "" those on the file as a whole. `problem` is said where it cannot be marked.
    """

    make: Callable[[], bytes]
    kinds: dict[str, str] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    problem: str = ""
    file: str = ""


def with_code(number: str, code: str) -> Callable[[], bytes]:
    """Return a maker of a notebook in which one answer is this code and all others are right."""
    return lambda: as_file(answered("02", all_right("02") | {number: code}))


def changed(change: Callable[[dict], None], codes: dict[str, str] | None = None) -> Callable[[], bytes]:
    """Return a maker of a notebook that is right and was then changed."""

    def make() -> bytes:
        notebook = answered("02", all_right("02") | (codes or {}))
        change(notebook)
        return as_file(notebook)

    return make


def right_code(number: str) -> str:
    """Return a right answer to an exercise of lesson 02."""
    return all_right("02")[number]


def _old_copy(notebook: dict) -> None:
    cell(notebook, "ex-2-2")["source"] = "## Exercise 2.2 (5 minutes)\n\nThe median wait in Europe, as `europe_median`."
    for name in ("ex-2-3", "ex-2-3-answer", "ex-2-3-check"):
        cell(notebook, name)["id"] = f"old-{name}"


def _deleted(notebook: dict) -> None:
    notebook["cells"] = [
        c for c in notebook["cells"] if c["id"] not in ("ex-2-3-answer", "ex-2-3-check", "ex-2-3-hints")
    ]


def _doubled(notebook: dict) -> None:
    place = notebook["cells"].index(answer_cell(notebook, "2.2"))
    first = copy.deepcopy(notebook["cells"][place])
    first["source"] = "europe_median = 24.9"
    notebook["cells"].insert(place, first)


def _retyped(notebook: dict) -> None:
    one = answer_cell(notebook, "2.4")
    one["id"] = "b0b0b0b0"
    one["source"] = "# exercise 2.4\n" + one["source"]


def _moved(notebook: dict) -> None:
    one = answer_cell(notebook, "2.5")
    notebook["cells"].remove(one)
    notebook["cells"].insert(3, one)


def _pasted(notebook: dict) -> None:
    made_up.without_ids(notebook, random.Random(0))


def _text_cell(notebook: dict) -> None:
    one = answer_cell(notebook, "2.1")
    one["cell_type"] = "markdown"
    for key in ("outputs", "execution_count"):
        del one[key]


def _edited_check(notebook: dict) -> None:
    cell(notebook, "ex-2-1-check")["source"] = 'check("2.1", 40)'


def _in_the_chart_cell(notebook: dict) -> None:
    answer_cell(notebook, "2.6")["source"] = "per_decade = ..."
    cell(notebook, "ex-2-6-chart")["source"] = right_code("2.6")


def _helper(notebook: dict) -> None:
    place = notebook["cells"].index(answer_cell(notebook, "2.2"))
    own = {"cell_type": "code", "id": "c0ffee00", "metadata": {}, "outputs": [], "execution_count": None,
           "source": 'mine = organisations[organisations["region"] == "Europe"]'}  # fmt: skip
    notebook["cells"].insert(place, own)


REDEFINED = 'coe_years = 3\n\ndef check(number, answer=...):\n    print(f"{number} Right. Founded in 1949, observer since 1989.")'
BENT = """coe_years = 3
import builtins, sys, io
import coursekit, coursekit.verdicts
coursekit.verdicts.verdict = lambda number, answer: ("Right.", "")
coursekit.check = lambda number, answer=...: None
builtins.print = lambda *words, **options: None
sys.stdout = io.StringIO()"""
# Code that is out to break marking. It reaches past the fence inside Python by way of ctypes.
LIBC = "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
HOOKED = """import builtins
real = builtins.__import__
class Forged:
    check = plain = judged = staticmethod(lambda *a, **k: print("2.1 Right. ok"))
builtins.__import__ = lambda name, *a, **k: Forged if name.endswith(("marking", "plain", "verdicts")) else real(name, *a, **k)
coe_years = 3"""
FORGED = """import coursekit.verdicts, coursekit.plain, sys
for module in list(sys.modules.values()):
    if getattr(module, "__name__", "").startswith(("coursekit", "inside", "authoring")):
        module.check = module.judged = module.verdict = lambda *a: print(a[0], "Right. ok")"""
TOOLS_BENT = """import json, os, coursekit.plain
json.dumps = json.JSONEncoder.encode = os.write = None
coursekit.plain.plain = lambda value: 40
coe_years = 3"""
MUTED = """import IPython.core.interactiveshell
IPython.core.interactiveshell.InteractiveShell.showtraceback = lambda *a, **k: None
coe_years = nothing"""
JUNK = """import os
for pipe in range(3, 64):
    try:
        while True:
            os.write(pipe, b"x" * 1_000_000)
    except OSError:
        pass"""
BOMB = LIBC + "while True:\n    libc.fork()"
PARENT = (
    LIBC
    + """for pid in {os.getppid(), *(int(name) for name in os.listdir("/proc") if name.isdigit())}:
    if pid and str(pid) != os.readlink("/proc/self"):
        assert libc.kill(pid, 9) == -1 or pid == os.getpid(), pid
        assert libc.ptrace(16, pid, 0, 0) == -1, pid
        assert libc.open(b"/proc/%d/mem" % pid, 2) == -1, pid
coe_years = 40"""
)
LEAVES = (
    LIBC
    + """import builtins, threading
assert not os.listdir("."), os.listdir(".")
assert not hasattr(builtins, "left")
builtins.left = 1
open("left.txt", "w").write("here")
threading.Thread(target=threading.Event().wait).start()
if libc.fork() == 0:
    libc.setsid()
    libc.prctl(15, b"left_behind", 0, 0, 0)
    libc.sleep(3600)
coe_years = 40"""
)
KEYS = """import glob
coe_years = 40
for key in glob.glob({!r}):
    try:
        assert not open(key).read()
    except PermissionError:
        pass"""
HOSTILE = """class Odd:
    def __getattribute__(self, name):
        while True:
            pass
coe_years = Odd()"""
DEEP = "deep = []\nfor _ in range(100_000):\n    deep = [deep]\ncoe_years = deep"

PLAIN = ("2.2", "2.3", "2.4", "2.5", "2.6")

ODD: dict[str, Odd] = {
    "empty": Odd(lambda: b"", problem="empty"),
    "not_json": Odd(lambda: b"My answers: 40, 20, 61\n", problem="not a notebook"),
    "web_page": Odd(lambda: b"<!DOCTYPE html><title>Sign in</title>", problem="a web page"),
    "half_a_file": Odd(lambda: as_file(made_up.fresh_copy("02"))[:5000], problem="not a notebook"),
    "json_without_cells": Odd(lambda: b'{"a": 1}', problem="no cells"),
    "no_exercise": Odd(
        lambda: (Path(__file__).parents[1] / "notebooks" / "02_observer_status.ipynb").read_bytes(), problem="no exercise of this course"
    ),
    "other_lesson": Odd(lambda: as_file(made_up.fresh_copy("03")), problem="this is lesson 03"),
    "old_copy": Odd(changed(_old_copy), says={"2.2": "older copy"}),
    "cells_deleted": Odd(changed(_deleted), {"2.3": NOT_YET}, {"2.3": "no answer cell"}),
    "cell_doubled": Odd(changed(_doubled), says={"2.2": "the last one counts"}),
    "cell_retyped": Odd(changed(_retyped)),
    "cell_moved": Odd(changed(_moved)),
    "cells_pasted_without_ids": Odd(changed(_pasted)),
    "answer_in_a_text_cell": Odd(changed(_text_cell), {"2.1": NOT_YET}, {"2.1": "text cell"}),
    "name_changed": Odd(with_code("2.2", "my_median = 20"), {"2.2": NOT_YET}, {"2.2": "looks for the name europe_median"}),
    "answer_in_the_chart_cell": Odd(changed(_in_the_chart_cell)),
    "check_of_another_lesson": Odd(with_code("2.1", 'coe_years = 40\nother = 1\ncheck("3.1", other)')),
    "own_cell_before": Odd(changed(_helper, {"2.2": 'europe_median = mine["years_to_status"].median()'})),
    "outputs_cleared": Odd(changed(lambda notebook: made_up.without_outputs(notebook, random.Random(0)))),
    "error_in_a_cell": Odd(with_code("2.1", "coe_years = forty"), {"2.1": ERROR}, {"2.1": "NameError"}),
    "grammar": Odd(with_code("2.1", "coe_years = 40 years"), {"2.1": ERROR}, {"2.1": "SyntaxError"}),
    "endless_loop": Odd(with_code("2.3", "while True:\n    share_seen = 61"), {"2.3": STOPPED}, {"2.3": "loop"}),
    "endless_loop_that_holds_on": Odd(
        with_code("2.3", "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass"),
        {"2.3": STOPPED}, {"2.3": "stopped"},
    ),
    "asks_for_input": Odd(with_code("2.1", 'coe_years = int(input("Years? "))'), {"2.1": ERROR}, {"2.1": "input()"}),
    "sys_exit": Odd(with_code("2.1", "import sys\nsys.exit()"), {"2.1": ERROR}, {"2.1": "exit"}),
    "quit": Odd(with_code("2.1", "coe_years = 40\nquit()")),
    "kernel_killed": Odd(with_code("2.3", "import os\nos.kill(os.getpid(), 9)"), {"2.3": STOPPED}, {"2.3": "ended Python"}),
    "endless_output": Odd(
        with_code("2.1", 'coe_years = 40\nwhile True:\n    print("x" * 1_000_000)'), says={"2.1": "shows more than"}
    ),
    "one_huge_output": Odd(with_code("2.1", 'coe_years = 40\n"x" * 300_000_000')),
    "too_much_memory": Odd(
        with_code("2.1", "coe_years = 40\nheap = []\nwhile True:\n    heap.append(bytes(range(256)) * 1_000_000)"),
        {"2.1": STOPPED}, {"2.1": "more memory"},
    ),
    "tables_deleted": Odd(
        with_code("2.1", 'coe_years = 40\nfrom coursekit.tables import TABLES\nfor table in TABLES.glob("*.csv"):\n    table.unlink()')
    ),
    "tables_changed": Odd(
        with_code(
            "2.1",
            'other = organisations.assign(founded_year=1986)\nother.to_csv(data("observers.csv"), index=False)\ncoe_years = 3',
        ),
        {"2.1": NEARLY},
    ),
    "network": Odd(
        with_code("2.1", 'import urllib.request\nurllib.request.urlopen("http://example.org")\ncoe_years = 40'),
        {"2.1": ERROR}, {"2.1": "no network"},
    ),
    "other_programs": Odd(
        with_code("2.1", 'import subprocess\nsubprocess.run(["true"])\ncoe_years = 40'), {"2.1": ERROR}, {"2.1": "other programs"}
    ),
    "writes_outside": Odd(
        with_code("2.1", 'open("/left_by_a_learner.txt", "w").write("here")\ncoe_years = 40'), {"2.1": ERROR}, {"2.1": "outside"}
    ),
    "reads_the_environment": Odd(
        with_code("2.1", 'import os\nprint(os.environ["TEACHERS_SECRET"])\ncoe_years = 40'), {"2.1": ERROR}, {"2.1": "KeyError"}
    ),
    "check_redefined": Odd(with_code("2.1", REDEFINED), {"2.1": NEARLY}),
    "verdict_printed": Odd(with_code("2.1", FAKE), {"2.1": NOT_YET}),
    "course_bent": Odd(with_code("2.1", BENT), {"2.1": NEARLY}),
    "check_cell_edited": Odd(changed(_edited_check, {"2.1": "coe_years = ..."}), {"2.1": NOT_YET}, {"2.1": "check cell was changed"}),
    "forged_in_memory": Odd(with_code("2.1", FORGED), {"2.1": NOT_YET}),
    "import_hooked": Odd(with_code("2.1", HOOKED), {"2.1": NEARLY}),
    "tools_bent": Odd(with_code("2.1", TOOLS_BENT), {"2.1": NEARLY}),
    "tracebacks_muted": Odd(with_code("2.1", MUTED), {"2.1": ERROR}, {"2.1": "NameError"}),
    "error_named_as_a_formula": Odd(with_code("2.1", 'raise type("=1+1", (Exception,), {})("boom")'), {"2.1": ERROR}, {"2.1": "boom"}),
    "shell_and_magic_lines": Odd(
        with_code("2.1", "%pip install -q pandas\n%matplotlib inline\n!ls /\nfiles = !ls\n%time coe_years = 40\nget_ipython()")
    ),
    "assigned_by_exec": Odd(with_code("2.1", 'exec("coe_years = 40")')),
    "waits_for_a_loop": Odd(with_code("2.1", "import asyncio\nawait asyncio.sleep(0)\ncoe_years = 40")),
    "ends_by_the_system": Odd(with_code("2.3", LIBC + "libc._exit(0)"), {"2.3": STOPPED}, {"2.3": "ended Python"}),
    "endless_answer": Odd(with_code("2.1", "import itertools\ncoe_years = itertools.count()"), {"2.1": WRONG_KIND}),
    "huge_answer": Odd(with_code("2.1", "coe_years = list(range(5_000_000))"), {"2.1": WRONG_KIND}),
    "huge_text_answer": Odd(with_code("2.1", 'coe_years = "x" * 100_000_000'), {"2.1": WRONG_KIND}),
    "deep_answer": Odd(with_code("2.1", DEEP), {"2.1": WRONG_KIND}),
    "hostile_answer": Odd(with_code("2.1", HOSTILE), {"2.1": WRONG_KIND}),
    "imports_what_is_expected": Odd(with_code("2.1", "import coursekit.exercises.lesson_02"), {"2.1": ERROR}, {"2.1": "No module"}),
    "reads_the_keys": Odd(with_code("2.1", KEYS.format(str(SOLUTIONS / "*.ipynb")))),
    "windows_line_ends": Odd(
        lambda: as_file(json.loads(changed(lambda n: made_up.with_sources_in_lines(n, random.Random(0)))())).replace(b"\n", b"\r\n")
    ),
    "byte_order_mark": Odd(lambda: b"\xef\xbb\xbf" + as_file(answered("02", all_right("02")))),
    "name_with_spaces": Odd(changed(lambda _: None), file="Ana María de la Cruz (1) 02_observer_status.ipynb"),
    "name_in_chinese": Odd(changed(lambda _: None), file="王芳_02_observer_status.ipynb"),
    "name_in_cyrillic": Odd(changed(lambda _: None), file="Юлия Иванова_02_observer_status.ipynb"),
}  # fmt: skip
# Only where learners can be closed into namespaces (Linux): what they must not reach is then out of their sight.
if (
    shutil.which("unshare")
    and subprocess.run(["unshare", "--user", "--pid", "--fork", "true"], capture_output=True).returncode == 0
):
    ODD |= {
        "junk_through_every_pipe": Odd(with_code("2.3", JUNK), {"2.3": STOPPED}, {"2.3": "far more than an answer"}),
        "fork_bomb": Odd(with_code("2.3", BOMB), {"2.3": STOPPED}, {"2.3": "stopped"}),
        "attacks_parent_and_siblings": Odd(with_code("2.1", PARENT)),
        "leaves_things_behind": Odd(with_code("2.1", LEAVES), file="one_02_observer_status.ipynb"),
        "leaves_things_behind_again": Odd(with_code("2.1", LEAVES), file="two_02_observer_status.ipynb"),
        "leaves_things_behind_once_more": Odd(with_code("2.1", LEAVES), file="three_02_observer_status.ipynb"),
    }


def file_of(case: str) -> str:
    """Return the file name of a case."""
    return ODD[case].file or f"{case}_02_observer_status.ipynb"


def expected(case: str) -> dict[str, str]:
    """Return the kind of verdict on each exercise that marking must find."""
    return dict.fromkeys(("2.1", *PLAIN), RIGHT) | ODD[case].kinds


def write_all(folder: Path, cases: Iterable[str] = ODD) -> None:
    """Write the files into a folder, as a teacher gets them."""
    folder.mkdir(parents=True, exist_ok=True)
    for case in cases:
        (folder / file_of(case)).write_bytes(ODD[case].make())


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
