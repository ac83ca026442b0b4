"""data() finds the tables from any folder, and inside the wheel; a wrong name is answered with those that exist."""

import ast
import subprocess
import sys
import zipfile

import pandas as pd
import pytest

from coursekit import data
from coursekit.tables import table_names
from notebooks import ROOT


def test_data_finds_a_table_from_any_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert len(pd.read_csv(data("resolutions.csv"))) == 10


def test_all_tables_are_named():
    assert table_names() == sorted(path.name for path in (ROOT / "data").glob("*.csv"))
    assert len(table_names()) >= 20


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("observer.csv", "Did you mean 'observers.csv'"),
        ("xyz", "The tables are: after_the_record.csv"),
        (3, "There is no table 3"),
    ],
)
def test_wrong_name_is_answered_with_the_names_that_exist(name, says):
    with pytest.raises(FileNotFoundError, match="There is no table") as problem:
        data(name)
    assert says in str(problem.value)


def test_wheel_carries_tables_and_style(tmp_path):
    """The browser edition and other installations get the tables, the dictionary and the chart style in the wheel."""
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"coursekit/course_data/{name}" for name in table_names()} <= names
    assert {"coursekit/lesson.mplstyle", "coursekit/course_data/datapackage.json"} <= names
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"coursekit"}, "the authors' tools stay at home"
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    code = "from coursekit import data, check; print(data('observers.csv')); check('2.1', 40)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=unpacked, capture_output=True, text=True, check=True)
    assert str(unpacked / "coursekit" / "course_data" / "observers.csv") in ran.stdout
    assert "2.1 Right." in ran.stdout


def test_coursekit_knows_nothing_of_the_authors_tools():
    known = {"coursekit", "IPython", "ipywidgets", "matplotlib", "numpy", "pandas", *sys.stdlib_module_names}
    for path in (ROOT / "coursekit").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= known, path.name
