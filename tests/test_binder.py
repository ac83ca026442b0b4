"""Binder and JupyterHub: the plan that repo2docker makes, the links of the README, and the course in that environment."""

import gc
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from authoring.environment import PYTHONS, SetupProblem
from authoring.keeping import binder
from notebooks import ROOT

FIRST_PAGE = "notebooks/00_start_here.ipynb"
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def plan() -> str:
    """What repo2docker would do with this folder; it makes the plan without an engine and without a network."""
    command = [sys.executable, "-W", "ignore", "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-1500:]
    return done.stdout + done.stderr


def test_binder_takes_the_python_of_environment_yml(plan):
    version, _ = binder.described()
    assert version in PYTHONS, "it must be one that the tests are run on"
    assert f"Building conda environment for python={version}\n" in plan


def test_binder_installs_environment_yml_from_the_whole_folder(plan):
    """The lock and coursekit are installed from files of the folder, so these must be copied before."""
    copied = re.search(r"^COPY .*\bsrc/ \$\{REPO_DIR\}", plan, re.MULTILINE)
    installed = re.search(r"env update .*--file \"environment\.yml\"", plan)
    assert copied.start() < installed.start()
    assert binder.described()[1] == ["-r requirements.txt", "-e ."]


def test_binder_finds_no_file_that_it_would_prefer():
    """repo2docker looks into binder/ and .binder/ first, and a Dockerfile would replace everything."""
    assert not [
        name for name in ("binder", ".binder", "Dockerfile", "apt.txt", "runtime.txt") if (ROOT / name).exists()
    ]


def links(host: str) -> list[str]:
    """Return the addresses in the README that begin with a host."""
    return re.findall(rf"https://{re.escape(host)}[^\s)\"'`]*", README)


def test_badge_opens_the_first_page():
    (address,) = [link for link in links("mybinder.org/") if "badge" not in link]
    assert re.fullmatch(r"/v2/gh/[\w.-]+/[\w.-]+/HEAD", urlsplit(address).path)
    assert parse_qs(urlsplit(address).query) == {"urlpath": [f"lab/tree/{FIRST_PAGE}"]}
    assert (ROOT / FIRST_PAGE).is_file()


def test_link_for_a_hub_opens_the_first_page():
    """nbgitpuller puts the repository into a folder of its name, and urlpath must begin with that name."""
    (address,) = [link for link in re.findall(r"https://\S+/hub/user-redirect/git-pull\?[^\s)\"'`]+", README)]
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    repository = asked["repo"].rsplit("/", 1)[1]
    assert asked == {
        "repo": asked["repo"],
        "branch": "main",
        "urlpath": f"lab/tree/{repository}/{FIRST_PAGE}",
    }
    (badge,) = [link for link in links("mybinder.org/v2/gh/")]
    assert asked["repo"].removeprefix("https://github.com/") == "/".join(urlsplit(badge).path.split("/")[3:5])


@pytest.mark.needs("binder's python")
def test_every_notebook_is_reproduced_in_that_environment():
    """The environment of environment.yml, made with uv on the Python that it names, and strict nbval inside it."""
    version, _ = binder.described()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    command = [sys.executable, "-m", "authoring.keeping.binder"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True)
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    assert re.search(r"^\d{3,} passed", done.stdout, re.MULTILINE), done.stdout[-300:]
    where = [str(binder.program(binder.VENV, "python")), "-c", "import sys, coursekit; print(*sys.version_info[:2], coursekit.__file__)"]  # fmt: skip
    major, minor, place = subprocess.run(where, capture_output=True, text=True, check=True).stdout.split(maxsplit=2)
    assert f"{major}.{minor}" == version
    assert Path(place.strip()).parent == ROOT / "coursekit"


def test_the_null_device_that_nbval_leaves_open_fails_no_run():
    """nbval opens it for each kernel; which test runs when the garbage collector closes it is chance."""
    device = open(os.devnull, "w")  # noqa: SIM115
    del device
    gc.collect()


@pytest.mark.parametrize(
    "text",
    [
        "dependencies: [python>=3.11, pip, pip: [-e .]]",
        "dependencies: [python=3.12, pip]",
        "dependencies: [pip, pip: [-e .]]",
        "name: sco-un",
    ],
)
def test_environment_that_binder_would_misread_is_explained(tmp_path, monkeypatch, text):
    (tmp_path / "environment.yml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(binder, "ENVIRONMENT", tmp_path / "environment.yml")
    with pytest.raises(SetupProblem, match=r"python=3\.12"):
        binder.described()


def test_python_that_is_not_here_is_explained(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(binder, "VENV", tmp_path / "binder")
    monkeypatch.setattr(binder, "find_python", lambda version: None)
    assert binder.main() == 1
    assert "which is not on this machine" in capsys.readouterr().err
