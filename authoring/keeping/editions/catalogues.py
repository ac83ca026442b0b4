"""The catalogues of a language: gettext files (PO), kept in step with the English course."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from authoring.keeping.editions.checks import faults
from authoring.keeping.editions.language import WORD, Message, Say
from authoring.keeping.editions.sources import messages
from authoring.notebooks import ROOT

LANGUAGES = ROOT / "languages"
WIDTH = 110  # of a line in a file
NEAR = 0.6  # how like an old sentence a new one is, so that its translation is offered again


@dataclass(frozen=True)
class Counted:
    """How much of a catalogue is translated."""

    name: str
    messages: int
    words: int
    done: int
    fuzzy: int


def merged(
    old: polib.POFile, found: Iterable[tuple[str, Message]], language: str, elsewhere: Mapping[str, str] | None = None
) -> polib.POFile:
    """Return a catalogue with the messages found, in their order, and the translations of the old one.

    `elsewhere` holds the translations of the other catalogues, for messages that have moved.

    Where an English text changed a little, its translation is kept and marked as fuzzy, with the old English beside it.
    Translations that no message needs any more are kept at the end, as obsolete.
    """
    new = polib.POFile(wrapwidth=WIDTH)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    entries: dict[str, polib.POEntry] = {}
    for path, message in found:
        entry = entries.setdefault(message.text, polib.POEntry(msgid=message.text))
        place = (path, message.place)
        if place not in entry.occurrences:
            entry.occurrences.append(place)
        if message.note and message.note not in entry.comment:
            entry.comment = "\n".join(filter(None, [entry.comment, message.note]))
    known = {entry.msgid: entry for entry in old}
    lost = [entry for entry in old if entry.msgid not in entries and entry.msgstr]
    for entry in entries.values():
        before = known.get(entry.msgid)
        if before:
            entry.msgstr, entry.tcomment, entry.flags = before.msgstr, before.tcomment, before.flags
            entry.previous_msgid, entry.obsolete = before.previous_msgid, False
        elif entry.msgid in (elsewhere or {}):
            entry.msgstr = elsewhere[entry.msgid]
        else:
            _take_over(entry, lost)
        new.append(entry)
    for entry in lost:
        entry.obsolete = True
        entry.occurrences = []
        new.append(entry)
    return new


def _take_over(entry: polib.POEntry, lost: list[polib.POEntry]) -> None:
    """Give a message that was changed the translation of what it was, to be looked at again."""
    match = difflib.SequenceMatcher(b=entry.msgid, autojunk=False)
    best, nearest = NEAR, None
    for one in lost:
        match.set_seq1(one.msgid)
        if match.real_quick_ratio() > best and match.quick_ratio() > best and (ratio := match.ratio()) > best:
            best, nearest = ratio, one
    if nearest is not None:
        lost.remove(nearest)
        entry.msgstr, entry.tcomment = nearest.msgstr, nearest.tcomment
        entry.flags, entry.previous_msgid = ["fuzzy"], nearest.previous_msgid or nearest.msgid


class Words:
    """The words of a language: what says a message, in English where it is not translated or not as it should be."""

    def __init__(self, language: str, folder: Path = LANGUAGES) -> None:
        self.folder = folder / language
        self.catalogues: dict[str, dict[str, polib.POEntry]] = {}
        self.missing: dict[str, list[str]] = {}

    def _entries(self, name: str) -> dict[str, polib.POEntry]:
        if name not in self.catalogues:
            path = self.folder / f"{name}.po"
            found = polib.pofile(str(path)) if path.exists() else []
            self.catalogues[name] = {entry.msgid: entry for entry in found if not entry.obsolete}
        return self.catalogues[name]

    def say_in(self, name: str) -> Say:
        """Return what says the messages of a catalogue."""
        entries = self._entries(name)

        def say(message: Message) -> str:
            entry = entries.get(message.text)
            if entry is None:  # another catalogue has it: those of one that shares coursekit's words ask here first
                return message.text
            if not entry.translated():
                why = "the English text has changed" if entry.fuzzy else ""
                self._note(name, message, why)
                return message.text
            if wrong := faults(message.text, entry.msgstr):
                self._note(name, message, " ".join(wrong))
                return message.text
            return entry.msgstr

        return say

    def _note(self, name: str, message: Message, why: str) -> None:
        line = f"  {message.text[:70]!r}" + (f": {why}" if why else "")
        lines = self.missing.setdefault(name, [])
        if line not in lines:
            lines.append(line)

    def left_in_english(self, shown: int = 5) -> list[str]:
        """Return for a reader which messages stay English, some of each catalogue, those with a fault first."""
        lines = []
        for name, missing in sorted(self.missing.items()):
            lines.append(f"{name}: {len(missing)} messages stay English, among them:")
            lines += sorted(missing, key=lambda line: line.endswith("'"))[:shown]
        return lines


def update(language: str, root: Path = ROOT, folder: Path = LANGUAGES) -> None:
    """Bring the catalogues of a language in step with the English course; make those that are not there yet."""
    found: dict[str, list[tuple[str, Message]]] = {}
    for catalogue, path, message in messages(root):
        found.setdefault(catalogue, []).append((path, message))
    place = folder / language
    place.mkdir(parents=True, exist_ok=True)
    old = {path.stem: polib.pofile(str(path)) for path in sorted(place.glob("*.po"))}
    known = {entry.msgid: entry.msgstr for entries in old.values() for entry in entries if entry.translated()}
    for name, listed in found.items():
        merged(old.get(name, polib.POFile()), listed, language, known).save(str(place / f"{name}.po"))


def counted(language: str, folder: Path = LANGUAGES) -> list[Counted]:
    """Return how much of each catalogue of a language is translated."""
    counts = []
    for path in sorted((folder / language).glob("*.po")):
        entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
        words = sum(len(WORD.findall(entry.msgid)) for entry in entries)
        fuzzy = sum(entry.fuzzy for entry in entries)
        counts.append(Counted(path.stem, len(entries), words, sum(entry.translated() for entry in entries), fuzzy))
    return counts


def report(counts: Iterable[Counted]) -> str:
    """Return the counts for a reader."""
    lines = [f"{'catalogue':<28}{'messages':>9}{'words':>8}{'done':>7}{'fuzzy':>7}"]
    total = [0, 0, 0, 0]
    for one in counts:
        numbers = (one.messages, one.words, one.done, one.fuzzy)
        total = [a + b for a, b in zip(total, numbers, strict=True)]
        lines.append(f"{one.name:<28}{one.messages:>9}{one.words:>8}{one.done:>7}{one.fuzzy:>7}")
    lines.append(f"{'all':<28}{total[0]:>9}{total[1]:>8}{total[2]:>7}{total[3]:>7}")
    return "\n".join(lines)
