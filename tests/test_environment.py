"""The ways to install the course agree: pyproject.toml, the two locks, and environment.yml."""

import re
import subprocess
import sys
import tomllib

import pytest
import yaml

from notebooks import ROOT


def pins(name):
    """Return the versions that a lock names for each package, by package."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            package, version = re.fullmatch(r"([a-z0-9._-]+)(?:\[[^\]]+\])?==([^ ;]+)(?: ; .+)?", line).groups()
            found.setdefault(package, set()).add(version)
    return found


def test_locks_name_exact_versions_and_no_index():
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert pins(name)
        assert not re.search(r"https?://|index-url|find-links|@ file", (ROOT / name).read_text(encoding="utf-8"))


def test_developers_lock_holds_the_learners_lock():
    developer = pins("requirements-dev.txt")
    assert all(developer[package] == versions for package, versions in pins("requirements.txt").items())


def test_learners_lock_holds_every_dependency_and_no_developers_tool():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {re.match(r"[a-z0-9-]+", line).group(0) for line in project["project"]["dependencies"]}
    tools = {re.match(r"[a-z0-9-]+", line).group(0) for line in project["dependency-groups"]["dev"]}
    learner = set(pins("requirements.txt"))
    assert direct <= learner
    assert direct == {"ipywidgets", "jupyterlab", "matplotlib", "nbval", "pandas"}
    brought = {
        "babel",
        "beautifulsoup4",
        "jinja2",
        "nbclient",
        "nbconvert",
        "psutil",
        "pyyaml",
        "pytest",
    }  # by the five
    assert not learner & (tools - brought)
    assert tools <= set(pins("requirements-dev.txt"))


def test_environment_yml_is_the_lock_on_a_python_that_we_test():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = environment["dependencies"]
    assert conda == ["python=3.12", "pip"], "repo2docker reads python=3.12 only in this form"
    assert pip == {"pip": ["-r requirements.txt", "-e ."]}, "the pins are those of the lock, and of nothing else"


@pytest.mark.parametrize(
    "name", ["LICENSE", "CITATION.cff", "README.md", "data/README.md", ".ci/run", "Makefile", "course.py"]
)
def test_files_that_users_look_for(name):
    assert (ROOT / name).stat().st_size > 100


def test_citation_file_is_valid_yaml_with_the_version_of_the_package():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert citation["version"] == project["project"]["version"]


def test_ci_calls_the_test_command_of_the_readme():
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.search(r"^make test", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)


WITHOUT_TOOLS = """
import importlib, importlib.metadata, re, sys
normal = lambda name: re.sub(r"[-_.]+", "-", name).lower()
learner = {normal(line.split("==")[0]) for line in open("requirements.txt", encoding="utf-8") if "==" in line}
for module, packages in importlib.metadata.packages_distributions().items():
    if not {normal(name) for name in packages} & (learner | {"coursekit"}):
        sys.modules[module] = None
for module in sys.argv[1:]:
    importlib.import_module(module)
"""


def test_what_learners_and_teachers_use_needs_the_learners_packages_only():
    used = ("marking.__main__", "publishing.slides", "publishing.handouts", "publishing.briefing", "keeping.run",
            "keeping.dictionary", "keeping.links")  # fmt: skip
    command = [sys.executable, "-c", WITHOUT_TOOLS, *(f"authoring.{module}" for module in used)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-800:]
