"""A learner's progress, read from saved notebooks."""

import json
import shutil

import pytest

from authoring.notebooks import copy_of
from coursekit import verdicts
from coursekit.progress import progress
from notebooks import COPIES, LESSONS, ROOT


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder with fresh exercises, as seen from its notebooks/."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "notebooks").mkdir()
    for path in COPIES:
        shutil.copy2(path, tmp_path / "exercises")
    shutil.copy2(LESSONS[0], tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path / "notebooks")
    return tmp_path


def with_outputs(path, texts: dict[str, str]) -> None:
    """Let check cells have printed these texts."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        for number, text in texts.items():
            if cell["id"] == f"ex-{number.replace('.', '-')}-check":
                cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text.splitlines(keepends=True)}]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_a_course_not_begun(course, capsys):
    progress()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "00  0 of 2 right; tried: 0.1; no verdict yet: 0.2"  # 0.1 is given with a wrong answer
    assert lines[1] == "01  0 of 6 right; no verdict yet: 1.1, 1.2, 1.3, 1.4, 1.5, 1.6"
    assert lines[-1] == "All: 0 of 36 right, as the notebooks were last saved."


def test_right_and_tried_and_not_run(course, capsys):
    path = course / "exercises" / "02_observer_status_exercises.ipynb"
    with_outputs(
        path, {"2.1": "2.1 Right. Founded", "2.2": "2.2 Nearly. This", "2.3": "", "2.4": "2.4 Wrong kind of thing. You"}
    )
    progress()
    assert "02  1 of 6 right; tried: 2.2, 2.4; no verdict yet: 2.3, 2.5, 2.6" in capsys.readouterr().out


def test_all_right_as_in_the_keys(course, capsys):
    for path in (ROOT / "solutions").glob("*.ipynb"):
        shutil.copy2(path, course / "exercises" / copy_of(path).name)
    with_outputs(course / "notebooks" / LESSONS[0].name, {"0.1": "0.1 Right. 40", "0.2": "0.2 Right. The"})
    progress()
    out = capsys.readouterr().out
    assert "00  2 of 2 right" in out
    assert "All: 36 of 36 right" in out
    assert "no verdict yet" not in out


def test_nothing_is_changed_and_nothing_run(course, monkeypatch):
    monkeypatch.setattr(verdicts, "verdict", None)
    before = {p.name: p.read_bytes() for p in (course / "exercises").iterdir()}
    progress()
    assert {p.name: p.read_bytes() for p in (course / "exercises").iterdir()} == before


def test_what_is_missing_or_damaged_is_said(course, capsys, monkeypatch):
    (course / "exercises" / "01_two_organisations_exercises.ipynb").unlink()
    (course / "exercises" / "02_observer_status_exercises.ipynb").write_text("{", encoding="utf-8")
    progress()
    out = capsys.readouterr().out
    assert "01  this notebook is missing" in out
    assert "02  02_observer_status_exercises.ipynb cannot be read" in out
    monkeypatch.chdir("/")
    progress()
    assert "not beside this one" in capsys.readouterr().out
