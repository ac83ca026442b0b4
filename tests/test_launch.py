"""`make lab` and `make test` on machines where something is missing: one sentence that says what to do."""

import os
import shutil
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from authoring import command as launch
from notebooks import ROOT

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with the files that decide about the environment, and no environment yet."""
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    monkeypatch.setattr(launch, "ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def installs(monkeypatch):
    """Count installations instead of doing them."""
    done = []
    monkeypatch.setattr(launch, "install", lambda venv, lock: done.append(lock.name))
    monkeypatch.setattr(
        launch, "make_venv", lambda venv: launch.program(venv, "python").parent.mkdir(parents=True, exist_ok=True)
    )
    return done


def test_second_run_installs_nothing(course, installs):
    launch.prepare(course / ".venv", "learner")
    launch.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"]


def test_changed_lock_is_installed(course, installs):
    launch.prepare(course / ".venv", "learner")
    (course / "requirements.txt").write_text("pandas==3.1.1\n", encoding="utf-8")
    launch.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"] * 2


def test_environment_for_tests_opens_the_course_too(course, installs):
    launch.prepare(course / ".venv", "developer")
    launch.prepare(course / ".venv", "learner")
    launch.prepare(course / ".venv", "developer")
    assert installs == ["requirements-dev.txt"]


def test_interrupted_installation_is_done_again(course, installs, monkeypatch):
    def broken(venv, lock):
        raise launch.SetupProblem("no network")

    with monkeypatch.context() as patch:
        patch.setattr(launch, "install", broken)
        with pytest.raises(launch.SetupProblem):
            launch.prepare(course / ".venv", "learner")
    launch.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"]


def test_unreachable_package_index_is_explained(course, monkeypatch):
    venv = course / ".venv"
    launch.make_venv(venv)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(launch.SetupProblem, match="check that this computer reaches the internet"):
        launch.install(venv, course / "requirements.txt")


def test_missing_venv_support_is_explained(course, monkeypatch):
    def fails(*args, **kwargs):
        raise subprocess.CalledProcessError(1, "venv", stderr="ensurepip is not available")

    monkeypatch.setattr(launch.subprocess, "run", fails)
    with pytest.raises(launch.SetupProblem, match="python3-venv"):
        launch.make_venv(course / ".venv")


def test_taken_port_is_explained_with_a_free_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(launch.SetupProblem, match=rf"Port {port} is taken.*PORT=\d+"):
            launch.chosen_port(str(port))


@pytest.mark.parametrize("text", ["abc", "", "80", "70000", "-1", "8888.5"])
def test_port_that_is_none_is_explained(text):
    with pytest.raises(launch.SetupProblem, match="is not a port"):
        launch.chosen_port(text)


@needs_make
def test_python_that_is_too_old_is_explained(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for python in (str(old), "no-such-python", ""):
        ran = subprocess.run(["make", "-s", "lab", f"PYTHON={python}"], cwd=ROOT, capture_output=True, text=True)
        assert ran.returncode != 0
        assert "needs Python 3.11 or newer" in ran.stderr
        assert "README.md" in ran.stderr
        assert not ran.stdout


@needs_make
def test_make_lab_reports_a_taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = ["make", "-s", "lab", f"PORT={port}", "BROWSER=none", f"PYTHON={sys.executable}"]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode != 0
    assert f"Port {port} is taken" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_pythons_are_those_of_the_package(tmp_path, monkeypatch):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={launch.PYTHONS[0]}"
    this = ".".join(map(str, sys.version_info[:2]))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert launch.find_python("2.0") is None
    if shutil.which(f"python{this}"):
        assert launch.find_python(this)
