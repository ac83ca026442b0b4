"""The note that a proved edition carries: its language, and the state of the English course that it was made from."""

import hashlib
import json
import os
from pathlib import Path

from authoring.keeping.editions import FOLDERS
from authoring.notebooks import ROOT

STAMP = "edition.json"
NOT_READ = {"node_modules", "__pycache__", ".ipynb_checkpoints", "kept"}  # beside what an edition is made from


def state_of(language: str, root: Path = ROOT) -> str:
    """Return a mark that is another one when anything changes that an edition is made from."""
    found = []
    for folder in (*FOLDERS, f"languages/{language}"):
        for place, folders, names in os.walk(root / folder):
            folders[:] = [name for name in folders if name not in NOT_READ and not name.endswith(".egg-info")]
            found += [Path(place, name) for name in names]
    parts = (f"{path.relative_to(root).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in found)
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def put(folder: Path, language: str, root: Path = ROOT) -> None:
    """Write the note into the folder of an edition that has just been proved."""
    note = {"language": language, "made_from": state_of(language, root)}
    (folder / STAMP).write_text(json.dumps(note, indent=2) + "\n", encoding="utf-8")


def proved(root: Path = ROOT) -> dict[str, Path]:
    """Return the folders of the editions in build/ that were proved for this state of the course, by language.

    Of one that was made from an older state it is said that it is left out.
    """
    found = {}
    for stamp in sorted((root / "build").glob(f"*/{STAMP}")):
        note = json.loads(stamp.read_text(encoding="utf-8"))
        if note["made_from"] == state_of(note["language"], root):
            found[note["language"]] = stamp.parent
        else:
            place = stamp.parent.relative_to(root)
            print(f"{place} is left out: the course has changed since. Run: course.py edition {note['language']}")
    return found
