"""What learners really hand in: all of it is marked, and none of it harms the teacher's machine.

The submissions in tests/submissions/ are real files; tests/odd_submissions.py says what each holds.
"""

import hashlib
from pathlib import Path

import pytest
from class_of_learners import all_right, answered, as_file, marked_by, rows
from odd_submissions import FOLDER, ODD, expected, file_of

from authoring.marking import __main__ as command
from authoring.marking import box, judge
from authoring.marking.shapes import cells_of
from notebooks import ROOT

SECONDS = 8  # for a cell in these tests: those that run for ever are stopped sooner than in a class


def fingerprint_of_project() -> dict[str, str]:
    """Return the state of all that marking reads and must never write."""
    files = [p for f in ("data", "exercises", "solutions", "tests/submissions") for p in (ROOT / f).rglob("*")]
    return {
        str(p): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in files
        if p.is_file() and "__pycache__" not in p.parts
    }


@pytest.fixture(scope="module")
def odd(tmp_path_factory) -> Path:
    """The folder of odd submissions, marked as one class."""
    target = tmp_path_factory.mktemp("odd")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(box, "CELL_SECONDS", SECONDS)
        patch.setenv("TEACHERS_SECRET", "not for learners")
        before = fingerprint_of_project()
        assert command.many(FOLDER, target, "02", with_solutions=False) == 0
        assert fingerprint_of_project() == before, "marking changed the project or a submission"
    return target


def test_every_odd_submission_is_a_file():
    """Run `python tests/odd_submissions.py` if this fails."""
    assert {path.name for path in FOLDER.glob("*.ipynb")} == {file_of(case) for case in ODD}


@pytest.mark.parametrize("case", ODD)
def test_odd_submission(case: str, odd: Path):
    wanted, file = ODD[case], file_of(case)
    if wanted.problem:
        remarks = [row["remarks"] for row in rows(odd / "marks.csv") if file in row["remarks"]]
        assert remarks
        assert wanted.problem in remarks[0]
        return
    found = marked_by(odd)[file]
    assert {n: f"{row['verdict']}." for n, row in found.items()} == expected(case), found
    for number, phrase in wanted.says.items():
        assert phrase in found[number]["message"] + found[number]["remarks"]


def test_every_odd_submission_has_a_page_and_is_in_the_summary(odd: Path):
    assert len(list((odd / "feedback").glob("*.html"))) == len(rows(odd / "marks.csv")) == len(ODD)
    summary = (odd / "summary.html").read_text(encoding="utf-8")
    for name in ("Юлия Иванова", "王芳", "Ana María de la Cruz", "the file is empty", "Does a loop never end?"):
        assert name in summary
    assert not Path("/left_by_a_learner.txt").exists()


def test_the_fence_holds_where_there_is_no_sandbox(tmp_path, monkeypatch):
    monkeypatch.setattr(box, "sandbox", lambda: None)
    monkeypatch.setattr(box, "CELL_SECONDS", SECONDS)
    monkeypatch.setenv("TEACHERS_SECRET", "not for learners")
    cases = (
        "network",
        "other_programs",
        "writes_outside",
        "tables_deleted",
        "kernel_killed",
        "too_much_memory",
        "reads_the_environment",
    )
    for case in cases:
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / file_of(case)).write_bytes((FOLDER / file_of(case)).read_bytes())
    before = fingerprint_of_project()
    assert command.many(tmp_path / "in", tmp_path / "out", None, False) == 0
    assert fingerprint_of_project() == before
    found = marked_by(tmp_path / "out")
    for case in cases:
        assert {n: f"{row['verdict']}." for n, row in found[file_of(case)].items()} == expected(case)
    assert not Path("/left_by_a_learner.txt").exists()


@pytest.mark.needs("bubblewrap")
def test_sandbox_hides_the_teachers_files(tmp_path):
    """Also for code that gets round the fence inside Python."""
    look = f'import ctypes, os\ncoe_years = 40\nfound = [p for p in ({str(tmp_path)!r}, os.path.expanduser("~teacher")) if os.path.exists(p)]\nassert not found, found'
    write = 'import ctypes\nlibc = ctypes.CDLL(None)\nassert libc.open(b"/left_by_a_learner.txt", 65) == -1\neurope_median = 20'
    cells = cells_of(as_file(answered("02", all_right("02") | {"2.1": look, "2.2": write})))
    marked = judge.mark(cells, "02")
    assert [v.remarks for v in marked.verdicts[:2]] == [[], []]
    assert marked.total == 6
    assert not Path("/left_by_a_learner.txt").exists()
