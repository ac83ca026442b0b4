"""What can be proved about Windows and macOS on any machine: imports, ends of lines, encodings, shells."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from authoring import command, environment
from notebooks import ROOT

# Imports every module once with all that this system has, so that the libraries of others are there; then hides what
# only POSIX has, and imports ours again.
WITHOUT_POSIX = """
import importlib, os, pkgutil, signal, socket, subprocess, sys
import authoring, coursekit

names = [found.name for package in (coursekit, authoring)
         for found in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
         if found.name not in sys.argv[1:]]
for name in names:
    importlib.import_module(name)
for name in [name for name in sys.modules if name.partition(".")[0] in ("authoring", "coursekit")]:
    del sys.modules[name]
for name in ("fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"):
    sys.modules[name] = None
for name in ("fork", "forkpty", "geteuid", "getuid", "getgid", "setsid", "setuid", "setgid", "killpg", "getpgid", "setpgid",
             "wait4", "WNOHANG", "chown", "mkfifo", "nice", "sched_getaffinity", "register_at_fork", "O_NOFOLLOW",
             "O_DIRECTORY", "O_NONBLOCK", "uname", "sysconf", "getloadavg", "statvfs", "WIFSIGNALED", "WTERMSIG"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGKILL", "SIGALRM", "SIGHUP", "SIGCHLD", "SIGXCPU", "SIGUSR1", "SIGSTOP", "alarm", "setitimer", "pthread_kill"):
    delattr(signal, name)
del socket.AF_UNIX
failed = []
for name in names:
    try:
        importlib.import_module(name)
    except Exception as problem:
        failed.append(f"{name}: {problem!r}")
print("\\n".join(failed) or f"{len(names)} modules")
"""
NOT_IMPORTED = ("coursekit.browser_startup",)  # what the kernel of the browser edition runs at its start


def test_every_module_is_imported_without_what_only_posix_has():
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX, *NOT_IMPORTED], cwd=ROOT, capture_output=True, encoding="utf-8"
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    assert ran.stdout.strip().endswith(" modules"), ran.stdout


def test_text_is_opened_in_utf8():
    """PLW1514: without an encoding a file is read in whatever a Windows is set to."""
    check = [sys.executable, "-m", "ruff", "check", "--isolated", "--preview", "--select", "PLW1514"]
    ran = subprocess.run([*check, "coursekit", "authoring", "course.py"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout


def test_the_command_needs_no_package():
    """What is imported before there is an environment comes with Python."""
    for path in [
        ROOT / "course.py",
        *(Path(module.__file__) for module in (command, environment, sys.modules["authoring.lab"])),
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None)]
            if isinstance(node, ast.Import | ast.ImportFrom):
                for name in names:
                    assert name.partition(".")[0] in {*sys.stdlib_module_names, "authoring"}, path.name
    assert not (ROOT / "authoring" / "__init__.py").read_text(encoding="utf-8").count("import ")


@pytest.mark.parametrize(("system", "folder"), [("nt", "Scripts"), ("posix", "bin")])
def test_programs_of_an_environment_lie_where_the_system_puts_them(monkeypatch, system, folder):
    with monkeypatch.context() as patch:
        patch.setattr(environment.os, "name", system)
        place = environment.program(ROOT / ".venv", "python")
    assert place.parent.name == folder


def test_windows_copies_packages_since_cloud_drives_take_no_links(monkeypatch, tmp_path):
    steps = []
    with monkeypatch.context() as patch:
        patch.setattr(environment, "called", lambda step: steps.append(step) or "")
        patch.setattr(environment.os, "name", "nt")
        environment.install(tmp_path, tmp_path / "lock")
    assert "--link-mode=copy" in steps[-1]


def test_windows_is_told_its_own_words(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(command.os, "name", "nt")
        told = command.overview()
    assert "py course.py lab" in told
    assert "python3" not in told


def test_files_come_with_the_ends_of_lines_that_are_compared():
    assert "* text=auto eol=lf\n" in (ROOT / ".gitattributes").read_text(encoding="utf-8")
    folders = ("data", "notebooks", "exercises", "solutions", "coursekit", "authoring/publishing/site", ".ci")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    text = [path for path in files if path.suffix in {".csv", ".ipynb", ".json", ".md", ".py", ".sh", ".command", ""}]
    assert len(text) > 60
    assert not [path for path in text if b"\r" in path.read_bytes()]


# ---- Workflows, which run where the repository is published


def steps(name, job):
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8"))
    return workflow["jobs"][job], "\n".join(step.get("run", "") for step in workflow["jobs"][job]["steps"])


def test_workflow_tries_every_system_and_python():
    job, typed = steps("systems", "course")
    assert job["strategy"]["matrix"] == {
        "system": ["ubuntu-latest", "windows-latest", "macos-latest"],
        "python": list(environment.PYTHONS),
    }
    for words in ("course.py lab --check", "course.py test", "course.py mark solutions/"):
        assert words in typed


def test_workflows_call_what_exists():
    assert ".ci/run" in steps("tests", "all")[1]
    assert "course.py links" in steps("links", "sources")[1]


def test_the_edition_of_each_language_is_published():
    job, typed = steps("edition", "build")
    assert sorted(job["strategy"]["matrix"]["language"]) == sorted(path.name for path in (ROOT / "languages").iterdir())
    assert 'course.py edition "$LANGUAGE"' in typed
