"""What some tests need of a machine beside Python: `@pytest.mark.needs("chromium")`, or need("chromium") in a fixture.

Where it is missing, the test is left out, and one line at the end counts these. Where CI is set, nothing may be left out.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pytest

from authoring.environment import ROOT, find_python
from authoring.publishing.briefing import CHROMIUMS

BINDERS_PYTHON = re.search(r"python=(\d+\.\d+)", (ROOT / "environment.yml").read_text(encoding="utf-8"))[1]
LANGUAGES = sorted(folder.name for folder in (ROOT / "languages").iterdir())
NODE_PACKAGES = ROOT / "authoring" / "publishing" / "node_modules"


@dataclass(frozen=True)
class Need:
    """Something that a machine has or has not."""

    called: str
    here: Callable[[], bool]
    install: str  # what brings it, for a reader


def programs(*names: str) -> Callable[[], bool]:
    """Return what looks for all of these programs."""
    return lambda: all(map(shutil.which, names))


def bubblewrap_works() -> bool:
    """Say whether a box can be made: inside some containers bubblewrap is there and may not be used."""
    command = ["bwrap", "--ro-bind", "/", "/", "--unshare-all", "true"]
    return bool(shutil.which("bwrap")) and subprocess.run(command, capture_output=True).returncode == 0


def dictionaries() -> bool:
    """Say whether hunspell knows each language of the course."""
    from authoring.keeping.editions import wording  # which takes a second to load

    return all(map(wording.dictionary, LANGUAGES))


NEEDS = {
    "chromium": Need("Chromium", lambda: any(map(shutil.which, CHROMIUMS)), "chromium"),
    "node": Need("Node with npm", programs("node", "npm"), "nodejs npm"),
    "node packages": Need(
        "packages of npm", (NODE_PACKAGES / "reveal.js").is_dir, "(then) npm ci --prefix authoring/publishing"
    ),
    "bubblewrap": Need("bubblewrap that may be used", bubblewrap_works, "bubblewrap"),
    "pdftotext": Need("pdftotext", programs("pdftotext"), "poppler-utils"),
    "hunspell": Need(
        "hunspell with a dictionary of each language",
        dictionaries,
        " ".join(["hunspell", *(f"hunspell-{language}" for language in LANGUAGES)]),
    ),
    "make": Need("make", programs("make"), "make"),
    "binder's python": Need(f"Python {BINDERS_PYTHON}", lambda: bool(find_python(BINDERS_PYTHON)), f"Python {BINDERS_PYTHON}"),
    "linux": Need("Linux", lambda: os.path.exists("/proc/self/status"), "Linux"),
}  # fmt: skip


@cache
def is_here(name: str) -> bool:
    """Say whether this machine has something, looked for once."""
    return NEEDS[name].here()


def need(*names: str) -> None:
    """Leave the test out if something is missing."""
    for name in names:
        if not is_here(name):
            pytest.skip(f"needs: {name}")


def summary(reasons: Iterable[str]) -> str:
    """Return the line that says how many tests were left out, for want of what, and what brings it; nothing if none was."""
    left_out = Counter(reason.rpartition("needs: ")[2] if "needs: " in reason else "" for reason in reasons)
    if not left_out:
        return ""
    known = {NEEDS[name]: number for name, number in left_out.items() if name}
    counts = [f"{number} for want of {need.called}" for need, number in known.items()]
    counts += [f"{left_out['']} for other reasons (-rs names them)"] * ("" in left_out)
    line = f"Left out: {', '.join(counts)}."
    if known:
        line += f" To run them too, install: {', '.join(need.install for need in known)}."
    return line + " Where CI is set, as it is here, that is a failure." * bool(os.environ.get("CI"))
