"""Marks kept from earlier runs, so that a notebook that did not change is not marked again."""

import hashlib
import json
from pathlib import Path

from authoring.marking.judge import Marked, course_fingerprint


class Kept:
    """The marks in one folder, a file each, by what the notebook holds and what decides on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, content: bytes, lesson: str) -> Path:
        parts = hashlib.sha256(content + lesson.encode() + course_fingerprint().encode())
        return self.folder / f"{parts.hexdigest()[:32]}.json"

    def get(self, content: bytes, lesson: str) -> Marked | None:
        """Return the marks kept for a notebook of this very content, or None."""
        try:
            return Marked.from_json(json.loads(self._path(content, lesson).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, content: bytes, marked: Marked) -> None:
        """Keep the marks of a notebook, whole or not at all; and never such as are not final."""
        if marked.is_final:
            path = self._path(content, marked.lesson)
            half = path.with_suffix(".half")
            half.write_text(json.dumps(marked.as_json(), ensure_ascii=False), encoding="utf-8")
            half.replace(path)


NOTE = "marked_from.txt"  # says in a folder of results where the work was handed in


def folder_for(place: Path, lesson: str | None, parent: Path) -> tuple[Path, str]:
    """Return the folder of results for what was handed in at a place, and why it has a number ("": it has none).

    It is the same for the same place, and no other's. "HW 02.1" and "HW 02.2" are two, and so are a folder and an
    archive of one name; and what was marked for one lesson only has its own.
    """
    place = place.resolve()
    name = place.name if place.is_dir() or not place.suffix else place.stem
    name += f" lesson {lesson}" if lesson else ""
    folder, count, why = parent / name, 1, ""
    while folder.exists():
        note = folder / NOTE
        marked_from = note.read_text(encoding="utf-8").strip() if note.exists() else ""
        if marked_from == str(place):
            break
        holds = f"the marks of {marked_from}" if marked_from else "something else"
        count += 1
        why = f"{folder} holds {holds}. So the marks of {place} are in {parent / f'{name} ({count})'}."
        folder = parent / f"{name} ({count})"
    return folder, why


def claim(folder: Path, place: Path) -> None:
    """Make the folder of results, and note in it where the work was handed in."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NOTE).write_text(f"{place.resolve()}\n", encoding="utf-8")
