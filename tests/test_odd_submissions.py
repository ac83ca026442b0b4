"""What learners really hand in: all of it is marked, and none of it harms the teacher's machine.

tests/odd_submissions.py makes the files and says what each must get. They are marked as one class, in the closed box
where bubblewrap is there, and behind the fence alone.
"""

import hashlib
from pathlib import Path

import psutil
import pytest
from class_of_learners import all_right, answered, as_file, marked_by, rows
from odd_submissions import ODD, expected, file_of, write_all

from authoring.marking import __main__ as command
from authoring.marking import box
from authoring.marking.collector import collect
from authoring.marking.frame import plan
from authoring.marking.shapes import cells_of
from notebooks import ROOT

in_a_box = pytest.mark.skipif(box.sandbox() is None, reason="bubblewrap is not on this machine, or may not be used")
SECONDS, MEMORY = 3, 700_000_000  # for a cell in these tests: what runs for ever or grows is stopped sooner


def fingerprint_of_project() -> dict[str, str]:
    """Return the state of all that marking reads and must never write."""
    files = [p for f in ("data", "exercises", "solutions", "coursekit", "authoring") for p in (ROOT / f).rglob("*")]
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files if p.is_file() and p.suffix != ".pyc"}


@pytest.fixture(scope="module", params=[pytest.param("bubblewrap", marks=in_a_box), "fence"])
def odd(request, tmp_path_factory) -> Path:
    """The folder of results of the odd submissions, marked as one class."""
    place, target = tmp_path_factory.mktemp("odd"), tmp_path_factory.mktemp("marks")
    write_all(place)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "fence":
            patch.setattr(box, "sandbox", lambda: None)
        patch.setattr(box, "CELL_SECONDS", SECONDS)
        patch.setattr(box, "MEMORY", MEMORY)
        patch.setenv("TEACHERS_SECRET", "not for learners")
        before = fingerprint_of_project()
        assert command.many(place, target, "02") == 0
        assert fingerprint_of_project() == before, "marking changed the project"
    return target


def test_odd_submissions_get_what_they_deserve(odd: Path):
    found, wrong = marked_by(odd), {}
    remarks = " ".join(row["remarks"] for row in rows(odd / "marks.csv"))
    for case, wanted in ODD.items():
        if wanted.problem:
            if not (file_of(case) in remarks and wanted.problem in remarks):
                wrong[case] = "no line says why it was not marked"
            continue
        mine = found.get(file_of(case), {})
        if {number: f"{row['verdict']}." for number, row in mine.items()} != expected(case):
            wrong[case] = {n: (row["verdict"], row["message"]) for n, row in mine.items() if row["verdict"] != "Right"}
        for number, phrase in wanted.says.items():
            if phrase not in mine[number]["message"] + mine[number]["remarks"]:
                wrong[case, number] = mine[number]
    assert not wrong


def test_every_odd_submission_has_a_page_and_is_in_the_summary(odd: Path):
    assert len(list((odd / "feedback").glob("*.html"))) == len(rows(odd / "marks.csv")) == len(ODD)
    summary = (odd / "summary.html").read_text(encoding="utf-8")
    for name in ("Юлия Иванова", "王芳", "Ana María de la Cruz", "the file is empty", "Does a loop never end?"):
        assert name in summary


def test_nothing_is_left_behind(odd: Path):
    assert not Path("/left_by_a_learner.txt").exists()
    assert not [one.pid for one in psutil.process_iter(["name"]) if one.info["name"] == "left_behind"]


@in_a_box
def test_the_box_hides_the_teachers_files(tmp_path):
    """Also from code that gets round the fence inside Python."""
    look = f"""import ctypes
libc = ctypes.CDLL(None)
seen = [place for place in {[str(tmp_path), str(ROOT / "solutions"), str(Path.home() / ".bashrc")]!r}
        if libc.access(place.encode(), 0) == 0]
assert not seen, seen
assert libc.open(b"/left_by_a_learner.txt", 65, 0o600) == -1
coe_years = 40"""
    planned = plan(cells_of(as_file(answered("02", all_right("02") | {"2.1": look}))), "02")
    ((_, found),) = collect([("one", planned)])
    assert found.ended
    assert not found.errors
    assert not Path("/left_by_a_learner.txt").exists()
