"""Find the notebooks that a class handed in, and say whose they are and of which lesson.

Three layouts are understood: all files in one folder; one folder a learner; the archive (.zip) that a learning
platform exports (Moodle: one folder a learner, named "Ana Silva_123456_assignsubmission_file_"; Canvas: files named
"silvaana_LATE_1234_5678_02_observer_status.ipynb").
"""

import re
import unicodedata
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from authoring.marking.shapes import LARGEST
from authoring.notebooks import NotebookProblem


@dataclass(frozen=True)
class Learner:
    """Who handed something in: an identity that no other learner has, a name to print, an address if it is known."""

    id: str
    name: str
    email: str = ""


@dataclass(frozen=True)
class Submission:
    """One file that was handed in: its bytes, whose it is, when it was saved, and where it came from."""

    learner: str
    file: str
    content: bytes
    saved: datetime
    remarks: tuple[str, ...] = field(default=())


# Names that platforms put around the learner's name. Each pattern has the learner as its first group.
_MOODLE = re.compile(r"(.+?)_\d+_assignsubmission_.*")
_CANVAS = re.compile(r"([^_]+)(?:_LATE)?_\d+_\d+_.+", re.IGNORECASE)
_LESSON_IN_NAME = re.compile(r"0[0-6]_(two_organisations|observer_status|tashkent_declaration|the_meeting"
                             r"|consensus_to_vote|your_briefing|start_here)", re.IGNORECASE)  # fmt: skip
_COPY_IN_NAME = re.compile(r"([-_ ]*(copy\d*|kopie|копия|副本)|\s*\(\d+\))+$", re.IGNORECASE)


def learner_of(path: Path) -> str:
    """Return the learner's name: from the folder, if there is one, or from the file's name without the lesson's."""
    if len(path.parts) > 1:
        folder = path.parts[0]
        moodle = _MOODLE.fullmatch(folder)
        return _tidy(moodle.group(1) if moodle else folder)
    for pattern in (_MOODLE, _CANVAS):
        found = pattern.fullmatch(path.stem)
        if found:
            return _tidy(found.group(1))
    rest = _COPY_IN_NAME.sub("", _LESSON_IN_NAME.sub("", path.stem)).strip(" _-.")
    return _tidy(rest or path.stem)


def _tidy(name: str) -> str:
    """Return a name in one Unicode form, without what a file system or a spreadsheet would take for a command."""
    name = unicodedata.normalize("NFC", name)
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    return " ".join(printable.split()).lstrip("=+-@ ")[:80] or "without a name"


def _is_notebook(path: Path) -> bool:
    """Say whether a path may be something handed in: no hidden files, no leftovers of JupyterLab or of archives."""
    hidden = any(part.startswith((".", "__MACOSX")) or part == "kept" for part in path.parts)
    return not hidden and path.suffix.lower() == ".ipynb"


def _strip_common(paths: list[Path]) -> list[Path]:
    """Drop the outer folder if all files lie in the same one (an archive of a folder)."""
    tops = {path.parts[0] for path in paths}
    if len(tops) == 1 and all(len(path.parts) > 2 for path in paths):
        return _strip_common([Path(*path.parts[1:]) for path in paths])
    return paths


def find(place: Path) -> tuple[list[Submission], list[str]]:
    """Return all notebooks in a folder, an archive, or one file; and what was passed over, in words.

    Raises
    ------
    NotebookProblem
        If there is nothing to mark; the message says what to do.
    """
    if not place.exists():
        raise NotebookProblem(
            f"{place}: there is no such file or folder. Give the folder with the notebooks handed in."
        )
    if place.is_dir():
        files = sorted(p for p in place.rglob("*") if p.is_file() and not p.is_symlink())
        members = [(p.relative_to(place), p.read_bytes, datetime.fromtimestamp(p.stat().st_mtime)) for p in files]
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
        members = [(Path(i.filename), partial(_read_member, place, i), datetime(*i.date_time)) for i in infos]
    else:
        members = [(Path(place.name), place.read_bytes, datetime.fromtimestamp(place.stat().st_mtime))]
    notebooks = [member for member in members if _is_notebook(member[0])]
    others = [str(path) for path, _, _ in members if not _is_notebook(path) and not path.name.startswith(".")]
    if not notebooks:
        raise NotebookProblem(
            f"{place}: there is no notebook in it (no file that ends in .ipynb). "
            "Give a folder of notebooks, a folder with one folder a learner, or the .zip of your learning platform."
        )
    names = _strip_common([path for path, _, _ in notebooks])
    found = [
        Submission(learner_of(name), str(path), read(), saved)
        for name, (path, read, saved) in zip(names, notebooks, strict=True)
    ]
    passed_over = [f"{len(others)} other files were not looked at: {', '.join(others[:5])}"] if others else []
    return found, passed_over


def _read_member(place: Path, info: zipfile.ZipInfo) -> bytes:
    """Return one member of an archive, and never more than a notebook may have; nothing if it is locked or damaged."""
    try:
        with zipfile.ZipFile(place) as archive, archive.open(info) as member:
            return member.read(LARGEST + 1)
    except (RuntimeError, zipfile.BadZipFile, NotImplementedError):
        return b""


def latest(found: list[tuple[Submission, str]]) -> list[tuple[Submission, str]]:
    """Keep one submission of each learner and lesson: the one saved last, with a remark that says so."""
    by_learner: dict[tuple[str, str], list[Submission]] = {}
    for submission, lesson in found:
        by_learner.setdefault((submission.learner.casefold(), lesson), []).append(submission)
    kept = []
    for (_, lesson), several in by_learner.items():
        several.sort(key=lambda one: (one.saved, one.file))
        last = several[-1]
        if len(several) > 1:
            left = ", ".join(one.file for one in several[:-1])
            remark = f"{len(several)} files were handed in for lesson {lesson}; the one saved last counts ({last.file}), not {left}."
            last = Submission(last.learner, last.file, last.content, last.saved, (*last.remarks, remark))
        kept.append((last, lesson))
    return kept
