"""The one command on machines where something is missing or odd: it works, or one sentence says what to do."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import venv as venv_maker
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from types import SimpleNamespace

import pytest

from authoring import command, environment, lab
from notebooks import ROOT


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A folder with the files that decide about the environment, no environment yet, and a name that is hard to quote."""
    folder = tmp_path / "курс 课程 & co"
    folder.mkdir()
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.setattr(environment, "ROOT", folder)
    monkeypatch.setattr(environment, "VENV", folder / ".venv")
    return folder


@pytest.fixture
def installs(monkeypatch):
    """Count installations instead of doing them; what is made is an empty environment with one package of one file."""
    done = []

    def install(venv, lock):
        done.append(lock.name)
        package = packages_of(venv) / "tool-1.dist-info"
        package.mkdir(exist_ok=True)
        (package.parent / "tool.py").write_text("1", encoding="utf-8")
        (package / "RECORD").write_text("tool.py,,1\ntool-1.dist-info/RECORD,,\n", encoding="utf-8")

    def make_venv(venv, base):
        venv_maker.create(venv, clear=True, symlinks=os.name != "nt")  # without pip, which takes seconds

    monkeypatch.setattr(environment, "install", install)
    monkeypatch.setattr(environment, "make_venv", make_venv)
    return done


def packages_of(venv):
    """Return the folder of an environment's packages."""
    ask = [environment.program(venv, "python"), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(ask, capture_output=True, encoding="utf-8", check=True).stdout.strip())


# ---- The environment that is made


def test_second_run_installs_nothing_and_a_changed_lock_is_installed(course, installs, capsys):
    environment.prepare(course / ".venv", "learner")
    assert "once" in capsys.readouterr().out
    environment.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"]
    assert not capsys.readouterr().out
    (course / "requirements.txt").write_text("pandas==3.1.1\n", encoding="utf-8")
    environment.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"] * 2


def test_environment_for_tests_opens_the_course_too(course, installs):
    environment.prepare(course / ".venv", "developer")
    environment.prepare(course / ".venv", "learner")
    environment.prepare(course / ".venv", "developer")
    assert installs == ["requirements-dev.txt"]


def test_interrupted_installation_is_done_again_from_nothing(course, installs, monkeypatch):
    environment.prepare(course / ".venv", "learner")
    half = packages_of(course / ".venv") / "half"
    (course / "requirements.txt").write_text("pandas==3.1.1\n", encoding="utf-8")

    def interrupted(venv, lock):
        half.write_text("", encoding="utf-8")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.prepare(course / ".venv", "learner")
    assert half.exists()
    environment.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"] * 2
    assert not half.exists()


def without_a_file(venv):
    (packages_of(venv) / "tool.py").unlink()


def with_an_empty_file(venv):
    (packages_of(venv) / "tool.py").write_text("", encoding="utf-8")


def without_its_python(venv):
    environment.program(venv, "python").unlink()


def with_a_python_that_does_not_start(venv):
    without_its_python(venv)
    environment.program(venv, "python").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    environment.program(venv, "python").chmod(0o755)


def without_packages(venv):
    shutil.rmtree(packages_of(venv))


@pytest.mark.parametrize(
    "damage",
    [without_a_file, with_an_empty_file, without_its_python, with_a_python_that_does_not_start, without_packages],
)
def test_damaged_environment_is_made_again(course, installs, damage):
    """A cloud drive takes files away, an update of the system the Python."""
    environment.prepare(course / ".venv", "learner")
    damage(course / ".venv")
    environment.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"] * 2
    assert environment.is_whole(course / ".venv")


def test_folder_that_may_not_be_written_is_explained(course, installs, monkeypatch):
    monkeypatch.setattr(environment, "may_write", lambda folder: False)
    with pytest.raises(environment.SetupProblem, match="copy the whole folder to a place of your own") as problem:
        environment.prepare(course / ".venv", "learner")
    assert str(course) in str(problem.value)
    assert not (course / ".venv").exists()


def test_environment_in_a_folder_that_may_not_be_written_is_used(course, installs, monkeypatch):
    environment.prepare(course / ".venv", "learner")
    monkeypatch.setattr(environment, "may_write", lambda folder: False)
    environment.prepare(course / ".venv", "learner")
    assert installs == ["requirements.txt"]


def test_may_write_tries_it(tmp_path):
    assert environment.may_write(tmp_path)
    assert not list(tmp_path.iterdir())
    assert not environment.may_write(tmp_path / "not there")


def test_unreachable_package_index_is_explained(course, monkeypatch):
    venv = course / ".venv"
    environment.make_venv(venv, sys.executable)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(environment.SetupProblem, match="check that this computer reaches the internet"):
        environment.install(venv, course / "requirements.txt")


GET_UV, WITH_UV, WITH_PIP = ("pip", "uv"), ("uv", "{course}"), ("pip", "{course}")


@pytest.mark.parametrize(
    ("fails", "steps"),
    [((), [GET_UV, WITH_UV]), (WITH_UV, [GET_UV, WITH_UV, WITH_PIP]), (GET_UV, [GET_UV, WITH_PIP])],
)
def test_pip_does_what_uv_cannot(course, monkeypatch, fails, steps):
    done = []

    def called(step):
        done.append((step[2], step[-1].replace(str(course), "{course}")))
        return "it failed" if done[-1] == fails else ""

    monkeypatch.setattr(environment, "called", called)
    environment.install(course / ".venv", course / "requirements.txt")
    assert done == steps


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("ensurepip is not available", "python3-venv"),
        ("No module named venv", "python3-venv"),
        ("[Errno 13] Permission denied: 'python.exe'", "close all programs that use it"),
    ],
)
def test_environment_that_cannot_be_made_is_explained(course, monkeypatch, words, says):
    failed = SimpleNamespace(returncode=1, stderr=words, stdout="")
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(environment.SetupProblem, match=says):
        environment.make_venv(course / ".venv", sys.executable)


# ---- Which Python


def test_pythons_are_those_of_the_package(tmp_path, monkeypatch):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={environment.PYTHONS[0]}"
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    this = "{}.{}".format(*sys.version_info)
    assert environment.find_python(this) is None
    for folder in (tmp_path / f"python{this}", tmp_path / "versions" / f"{this}.9" / "bin" / "python",
                   tmp_path / "uv" / "python" / f"cpython-{this}.9-linux" / "bin" / "python"):  # fmt: skip
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
        folder.chmod(0o755)
        assert environment.find_python(this) == sys.executable
        assert environment.find_python("2.0") is None
        folder.unlink()


def test_newer_python_gives_way_to_one_that_was_tried(monkeypatch, capsys):
    monkeypatch.setattr(environment, "PYTHONS", ("3.8", "3.9"))
    monkeypatch.setattr(environment, "find_python", {"3.8": "old", "3.9": "tried"}.get)
    assert environment.base_python() == "tried"
    assert "newer than those" in capsys.readouterr().out
    monkeypatch.setattr(environment, "find_python", lambda version: None)
    assert environment.base_python() == sys.executable
    assert "If something fails, install Python 3.9" in capsys.readouterr().out


@pytest.fixture
def distributions(monkeypatch):
    """What this Python has: the address from which coursekit was installed, or None, by package."""
    found = {}

    def distribution(name):
        if name not in found:
            raise PackageNotFoundError(name)
        return SimpleNamespace(read_text=lambda file: found[name])

    monkeypatch.setattr(environment, "distribution", distribution)
    monkeypatch.setattr(environment.sys, "prefix", "elsewhere")
    return found


def origin(folder):
    return json.dumps({"url": folder.as_uri(), "dir_info": {"editable": True}})


def test_environment_with_this_course_is_used_as_it_is(course, distributions):
    distributions.update({"jupyterlab": None, "coursekit": origin(course)})
    for name in ("ipywidgets", "matplotlib", "nbval", "pandas"):
        with pytest.raises(environment.SetupProblem, match=rf"lacks [\w, ]*{name}.*pip install -r .*requirements\.txt"):
            environment.python_for("learner")
        distributions[name] = None
    assert environment.python_for("learner") == Path(sys.executable)
    with pytest.raises(environment.SetupProblem, match=r"lacks .*hypothesis.*requirements-dev\.txt"):
        environment.python_for("developer")
    assert not (course / ".venv").exists()


@pytest.mark.parametrize(
    "coursekit",
    ["other folder", None, "not json", '{"url": "https://example.org/course"}', "{}", "not installed", "no jupyterlab"],
)
def test_other_environments_are_not_touched(course, distributions, installs, monkeypatch, coursekit):
    monkeypatch.setattr(environment, "base_python", lambda: sys.executable)
    if coursekit != "no jupyterlab":
        distributions["jupyterlab"] = None
    if coursekit != "not installed":
        places = {"other folder": course.parent, "no jupyterlab": course}
        distributions["coursekit"] = origin(places[coursekit]) if coursekit in places else coursekit
    assert environment.python_for("learner") == environment.program(course / ".venv", "python")
    assert installs == ["requirements.txt"]


def test_activated_venv_of_the_course_is_kept_up_to_date(course, installs, distributions, monkeypatch):
    monkeypatch.setattr(environment, "base_python", lambda: sys.executable)
    distributions.update({"jupyterlab": None, "coursekit": origin(course)})
    monkeypatch.setattr(environment.sys, "prefix", str(course / ".venv"))
    assert environment.python_for("learner") == environment.program(course / ".venv", "python")
    assert installs == ["requirements.txt"]


# ---- What the programs get


def test_programs_find_the_course_and_read_utf8(course, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "mine")
    found = environment.surroundings()
    assert found["PYTHONPATH"].split(os.pathsep) == [str(course), "mine"]
    assert found["PYTHONUTF8"] == "1"


@pytest.mark.parametrize("course_too", [True, False])
def test_home_that_may_not_be_written_is_not_needed(course, tmp_path, monkeypatch, course_too):
    monkeypatch.setattr(environment.Path, "home", lambda: tmp_path / "no home")
    monkeypatch.setattr(environment, "may_write", lambda folder: course_too and folder == course)
    for name in [name for name in os.environ if name.startswith(("JUPYTER", "IPYTHON", "MPLCONFIG", "UV_", "PIP_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MPLCONFIGDIR", "mine")
    found = environment.surroundings()
    assert found["MPLCONFIGDIR"] == "mine"
    assert (Path(found["JUPYTER_RUNTIME_DIR"]).parents[1] == course / ".venv") == course_too
    assert "no home" not in "".join(found.values())


def test_ctrl_c_is_for_the_program_alone(monkeypatch):
    waits = iter([KeyboardInterrupt, KeyboardInterrupt, 5])

    class Program:
        def __init__(self, command, **options): ...
        def __enter__(self):
            return self

        def __exit__(self, *problem): ...
        def wait(self):
            answer = next(waits)
            if answer is KeyboardInterrupt:
                raise answer
            return answer

    monkeypatch.setattr(environment.subprocess, "Popen", Program)
    assert environment.handed_over(["a program"]) == 5


# ---- JupyterLab


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_taken_port_is_explained_with_a_free_one(taken_port):
    with pytest.raises(environment.SetupProblem, match=rf"Port {taken_port} is taken.*--port \d+.*PORT=\d+"):
        lab.chosen_port(str(taken_port))


@pytest.mark.parametrize("text", ["abc", "", "80", "70000", "-1", "8888.5", "٨٨٨٨"])
def test_port_that_is_none_is_explained(text):
    with pytest.raises(environment.SetupProblem, match="is not a port"):
        lab.chosen_port(text)


@pytest.mark.parametrize(("system", "browser", "has"), [
    ("posix", "none", ["--no-browser", "--allow-root"]),
    ("posix", "firefox", ["--ServerApp.browser=firefox", "--allow-root"]),
    ("nt", "", []),
])  # fmt: skip
def test_server_is_started_as_the_system_wants_it(monkeypatch, system, browser, has):
    if system == "nt":
        monkeypatch.delattr(os, "geteuid", raising=False)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert lab.server(Path("python"), 8888, browser)[10:] == has


def test_server_that_ends_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(lab, "server", lambda *_: [sys.executable, "-c", "raise SystemExit('no such extension')"])
    with pytest.raises(environment.SetupProblem, match="no such extension"):
        lab.check(Path(sys.executable))


DEAF = """
import http.server, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


def test_server_that_does_not_stop_is_ended(monkeypatch, capsys):
    monkeypatch.setattr(lab, "server", lambda _python, port, _browser: [sys.executable, "-c", DEAF, str(port)])
    monkeypatch.setattr(lab, "TO_STOP", 1)
    assert lab.check(Path(sys.executable)) == 0


def test_lab_check_starts_and_stops_a_server(monkeypatch, capsys):
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    assert lab.check(Path(sys.executable)) == 0
    assert "starts, answers" in capsys.readouterr().out


# ---- The words that are typed


def typed(*words, python=sys.executable, folder=ROOT):
    return subprocess.run([python, str(ROOT / "course.py"), *words], cwd=folder, capture_output=True, encoding="utf-8")


def test_help_names_every_verb_from_any_folder(tmp_path):
    told = typed("--help", folder=tmp_path)
    assert told.returncode == 0
    assert re.findall(r"^  ([\w-]+)  ", told.stdout, re.MULTILINE) == list(command.VERBS)
    assert typed().stdout == told.stdout


@pytest.mark.parametrize("name", command.VERBS)
def test_every_verb_explains_itself_and_does_nothing(name, monkeypatch, capsys):
    monkeypatch.setitem(command.VERBS, name, command.Verb("says", pytest.fail, "more"))
    assert command.main([name, "--help"]) == 0
    assert capsys.readouterr().out == f"course.py {name}: says.\nWhat can be added:\n  more\n"


def test_unknown_verb_names_the_nearest():
    assert typed("hanouts").stderr == "There is no verb 'hanouts': did you mean handouts?\n"
    assert "--help names all" in typed("xyz").stderr
    assert typed("xyz").returncode == 2


def test_words_are_handed_over_untouched_where_they_were_typed(monkeypatch):
    calls = []
    monkeypatch.setattr(command, "python_for", lambda who: Path("python"))
    monkeypatch.setattr(command, "handed_over", lambda *given, **more: calls.append((*given, more)) or 7)
    assert command.main(["mark", "my class.zip", "--lesson", "02", "--for", "moodle"]) == 7
    words = ["python", "-P", "-m", "authoring.marking", "my class.zip", "--lesson", "02", "--for", "moodle"]
    assert calls == [(words, {})]


@pytest.mark.parametrize(
    ("raised", "status", "says"),
    [(environment.SetupProblem("do this"), 1, "do this\n"), (KeyboardInterrupt(), 130, "Stopped. The same command")],
)
def test_problems_end_in_a_sentence(monkeypatch, capsys, raised, status, says):
    def fails(words):
        raise raised

    monkeypatch.setitem(command.VERBS, "lab", command.Verb("says", fails))
    assert command.main(["lab"]) == status
    assert capsys.readouterr().err.startswith(says)


def test_tests_are_run_on_every_python_that_is_here(monkeypatch, capsys):
    calls = []
    monkeypatch.setattr(command, "find_python", {"3.11": "eleven", "3.14": "fourteen"}.get)
    monkeypatch.setattr(command, "prepare", lambda venv, who, base: calls.append((venv.name, who, base)))
    monkeypatch.setattr(command, "tested", lambda python, words: calls.append(words) or 1)
    assert command.test_pythons(["-x"]) == 2
    assert calls == [(".venv-3.11", "developer", "eleven"), ["-x"], (".venv-3.14", "developer", "fourteen"), ["-x"]]
    assert "Python 3.12: not on this machine, left out" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("mark", "marking/__main__.py"),
        ("lite-serve", "publishing/lite/__main__.py"),
        ("update", "keeping/update.py"),
        ("bench", "keeping/bench/__main__.py"),
    ],
)
def test_what_a_verb_offers_is_what_its_module_takes(name, module):
    takes = (ROOT / "authoring" / module).read_text(encoding="utf-8")
    for option in re.findall(r"--\w[\w-]*", command.VERBS[name].more):
        assert f'"{option}"' in takes


@pytest.mark.parametrize("line", [(2, 7), (3, 4), (3, 10)])
def test_python_that_is_too_old_is_told_by_the_command(monkeypatch, line):
    source = (ROOT / "course.py").read_text(encoding="utf-8")
    assert not re.search(r"\bf\"|:=|->|match |print ", source), "Python 2 could not read it"
    monkeypatch.setattr(sys, "version_info", (*line, 0))
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is Python {}\.{}".format(*line)):
        exec(compile(source, "course.py", "exec"), {"__name__": "course"})


# ---- make


@pytest.mark.needs("make")
@pytest.mark.parametrize("python", ["/bin/false", "no-such-python", ""])
def test_python_that_is_too_old_is_told_by_make(python):
    ran = subprocess.run(["make", "-s", "lab", f"PYTHON={python}"], cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode != 0
    assert "needs Python 3.11 or newer" in ran.stderr
    assert "README.md" in ran.stderr
    assert not ran.stdout


@pytest.mark.needs("make")
@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["lab", "PORT=8899", "BROWSER=none"], ["lab", "--port", "8899", "--browser", "none"]),
        (["mark", "NB=my notebook.ipynb"], ["mark", "my notebook.ipynb"]),
        (["mark", "SUBMISSIONS=a b.zip", "LESSON=02", "OUT=c d", "SOLUTIONS=1", "ROSTER=r.csv", "FOR=moodle"],
         ["mark", "a b.zip", "--lesson", "02", "--out", "c d", "--roster", "r.csv", "--for", "moodle", "--solutions"]),
        (["slides", "NB=x.ipynb"], ["slides", "x.ipynb"]),
        (["lite-serve", "CLASSROOM=1"], ["lite-serve", "--classroom"]),
        (["test", 'ARGS=-k "one or two"'], ["test", "-k", "one or two"]),
        (["test-quick"], ["test-quick"]),
        (["update", "NO_LOCK=1"], ["update", "--no-lock"]),
        (["bench", "PART=lessons", "RUNS=3"], ["bench", "lessons", "--runs", "3"]),
    ],
)  # fmt: skip
def test_make_says_the_same_in_its_own_words(tmp_path, given, words):
    assert handed_to_course(tmp_path, given) == ["course.py", *words]


def handed_to_course(tmp_path: Path, given: list[str]) -> list[str]:
    """Return what make has Python run when it is given these words."""
    python = tmp_path / "python3"
    python.write_text('#!/bin/sh\n[ "$1" = -c ] || printf "%s\\n" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    # make hands its own words on, and these tests may have been started by `make test ARGS=...`
    own = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ARGS", "PYTHON")
    surroundings = {name: value for name, value in os.environ.items() if name not in own}
    surroundings |= {"PORT": "9", "BROWSER": "a browser"}
    make = ["make", "-s", *given, f"PYTHON={python}"]
    ran = subprocess.run(make, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
    return ran.stdout.splitlines()


@pytest.mark.needs("make")
def test_the_table_of_commands_says_the_same_on_both_sides(tmp_path):
    """A teacher types one side or the other; "the same with" adds to the last whole command."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").split("### What teachers type", 1)[1].split("\n## ", 1)[0]
    rows = [
        [re.findall(r"`([^`]+)`", side) for side in line.split("|")[1:3]] for line in text.splitlines() if "`" in line
    ]
    assert len(rows) > 9
    whole: list[list[str]] = []
    for mine, theirs in rows[1:]:
        for one, other in zip(mine, theirs, strict=True):
            added = not one.startswith("make ")
            sides = [[*whole[0], one], [*whole[1], *other.split()]] if added else [one.split(), other.split()]
            whole = whole if added else sides
            assert handed_to_course(tmp_path, sides[0][1:]) == sides[1][1:]


@pytest.mark.parametrize("page", ["README.md", *(f"teaching/{path.name}" for path in (ROOT / "teaching").glob("*.md"))])
def test_no_page_gives_make_an_option(page):
    """make takes `--for moodle` for an option of its own: where a page names one, it says "without make", or shows both."""
    for line in (ROOT / page).read_text(encoding="utf-8").splitlines():
        assert not re.search(r"make [^`]*--\w", line), line
        if re.search(r"`--(for|semicolons|roster|solutions|lesson)\b", line):
            assert "without make" in line or "the same with `--" in line, line


@pytest.mark.needs("make")
def test_make_has_a_target_for_every_verb():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    assert sorted(re.search(r"^VERBS = (.*)$", makefile, re.MULTILINE)[1].split()) == sorted(command.VERBS)
