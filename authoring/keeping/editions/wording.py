"""What the catalogues of a language are held against beside the English text: its letters, its dictionary, its terms.

Two lists of a language lie beside its catalogues. `names.txt` holds what stays in English (menus, titles, names of code)
and the words that the dictionary lacks (names of people and bodies); `terms.txt` other words for a term, with the reason.
"""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import polib

from authoring.keeping.editions.catalogues import LANGUAGES
from authoring.keeping.editions.checks import KEPT
from authoring.notebooks import ROOT

TERMS_IN = {"ru": "russian", "zh": "chinese"}  # the column of data/terms.csv
# Terms whose English word is also one of everyday use. What such a word is called depends on the sentence: not looked for.
EVERYDAY = {
    "account", "adopt", "agreement", "answer", "bar", "chair", "code", "confidence", "control", "correct", "count", "download",
    "evidence", "grant", "join", "keep rows", "key", "label", "learner", "marks", "mean", "nearly", "no", "note", "output",
    "per cent", "record", "right", "row", "save", "share", "sort", "statement", "title", "value", "wrong", "yes",
}  # fmt: skip

_LETTER = r"[^\W\d_\u3000-\U0010ffff]"  # East Asian letters run on without spaces: they make words of their own
_WORD = re.compile(rf"{_LETTER}+(?:['’]{_LETTER}+)*|[\u3000-\U0010ffff]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏ]")
_STYLE = re.compile(r"(?s){% block style %}.*?(?:{% endblock %}|\Z)")
_PARTS = re.compile(r"\(\?:|[^\W\d_]\|[^\W\d_]")  # in a text of parts of words, which are looked for
# Beside what checks.py knows: options of a command, what is called or set in code, endings of files, parameters in a
# docstring, names with an underscore or a digit, symbols of documents, signs of regular expressions, English in quotes.
_NO_WORDS = re.compile(
    r"«[A-Za-z0-9 ,.'-]+»|(?<![\w-])--?[a-z-]+|\b[A-Za-z][\w.]*(?=[(\[=])|(?<!\w)\.[a-z]+|(?<=\n)[a-z]+(?=,|\n )"
    r"|\b(?:[A-Z]+-)?\w*[_\d]\w*(?:\.[a-z]+)?|(?<!\w)[\w.-]*(?:/[\w().*-]+)+|\\[a-z]"
)


def prose(text: str) -> str:
    """Return a text without code, placeholders, targets of links, values in quotation marks and names of files."""
    return _NO_WORDS.sub(" ", KEPT.sub(" ", _STYLE.sub(" ", text)))


def same_word(word: str) -> str:
    """Return a pattern for a word in each of its forms: it may end otherwise in the last two letters."""
    return re.escape(word) if word >= "\u3000" else rf"\b{re.escape(word[: max(3, len(word) - 2)])}"


@cache
def dictionary(language: str) -> str | None:
    """Return the name of the dictionary that hunspell has for a language; None if it has none, or is not here itself."""
    if not shutil.which("hunspell"):
        return None
    listed = subprocess.run(["hunspell", "-D"], stdin=subprocess.DEVNULL, capture_output=True, text=True).stderr
    return next(iter(re.findall(rf"[/\\]({language}(?:_\w+)?)$", listed, re.MULTILINE)), None)


def unknown_words(words: set[str], name: str) -> set[str]:
    """Return the words that a dictionary of hunspell does not know."""
    command = ["hunspell", "-d", name, "-i", "utf-8", "-w"]
    done = subprocess.run(command, input="\n".join(sorted(words)), capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


class Wording:
    """The catalogues of a language, read word by word; each finding is a line with catalogue, message and words."""

    def __init__(self, language: str, folder: Path = LANGUAGES) -> None:
        self.language = language
        self.entries = [
            (path.stem, entry)
            for path in sorted((folder / language).glob("*.po"))
            for entry in polib.pofile(str(path))
            if entry.translated() and not entry.obsolete
        ]
        self.names = set(re.split(r"; *", "; ".join(_lines(folder / language / "names.txt"))))
        phrases = sorted((name for name in self.names if not _WORD.fullmatch(name)), key=len, reverse=True)
        self._phrases = re.compile(rf"(?<!{_LETTER})(?:{'|'.join(map(re.escape, phrases))})(?!{_LETTER})")
        self.other_words = dict(line.partition(": ")[::2] for line in _lines(folder / language / "terms.txt"))
        letters = "".join(_WORD.findall("".join(entry.msgstr for _, entry in self.entries)))
        self.is_latin = 2 * len(_LATIN.findall(letters)) > len(letters)

    def _words(self, text: str) -> list[str]:
        """Return the words of a text that are neither code nor in the list of names."""
        found = _WORD.findall(self._phrases.sub(" ", " ".join(prose(text).split())))
        return [word for word in found if not {word, word[0].lower() + word[1:]} & self.names]

    def _findings(self, what: str, wrong: Callable[[polib.POEntry], list[str]]) -> Iterator[str]:
        for name, entry in self.entries:
            if words := wrong(entry):
                yield f"{name}, {entry.msgid[:60]!r}: {what}: {', '.join(dict.fromkeys(words))}"

    def left_in_english(self) -> Iterator[str]:
        """Give the messages with Latin words in a language of other letters; else those that are the English text."""

        def wrong(entry: polib.POEntry) -> list[str]:
            words = self._words(entry.msgstr)
            if self.is_latin:
                return words if entry.msgid == entry.msgstr and len(words) > 1 else []
            return [word for word in words if _LATIN.search(word)]

        return self._findings("left in English", wrong)

    def misspelt(self) -> Iterator[str]:
        """Give the messages with words that neither the dictionary nor the list of names knows; none without hunspell.

        So a message in another language is found as well, English too in a language of Latin letters.
        """

        def own(entry: polib.POEntry) -> list[str]:
            words = [] if _PARTS.search(entry.msgstr) else [word for word in self._words(entry.msgstr) if len(word) > 1]
            return words if self.is_latin else [word for word in words if not _LATIN.search(word)]

        name = dictionary(self.language)
        words = {word for _, entry in self.entries for word in own(entry)}
        unknown = unknown_words(words, name) if name else set()
        return self._findings("not in the dictionary", lambda entry: [word for word in own(entry) if word in unknown])

    def other_terms(self) -> Iterator[str]:
        """Give the messages in which a term of the course has another word than in the table of terms.

        It may stand in any form, stay in English, or be one of the words that `terms.txt` allows.
        """
        own = terms(self.language)
        ways = {
            english: [[re.compile(same_word(word)) for word in _WORD.findall(way.lower())] for way in ways]
            for english, ways in ((term, [own[term], *self.other_words.get(term, "").split(", ")]) for term in own)
        }
        longest_first = "|".join(re.escape(english) for english in sorted(own, key=len, reverse=True))
        looked_for = re.compile(rf"\b({longest_first})(?:e?s)?\b")

        def wrong(entry: polib.POEntry) -> list[str]:
            said = entry.msgstr.lower()
            return [
                f"{english} ({own[english]})"
                for english in looked_for.findall(prose(entry.msgid).lower())
                if english not in said
                and not any(way and all(word.search(said) for word in way) for way in ways[english])
            ]

        return self._findings("a term has another word", wrong) if own else iter(())

    def unused(self) -> list[str]:
        """Return the entries of the lists that no message needs, or that name no term."""
        text = "\n".join(" ".join(prose(entry.msgstr).split()) for _, entry in self.entries)
        words = {way for word in _WORD.findall(text) for way in (word, word[0].lower() + word[1:])}
        idle = [name for name in self.names if name not in (words if _WORD.fullmatch(name) else text)]
        return sorted([*idle, *set(self.other_words) - set(terms(self.language))])

    def findings(self) -> Iterator[str]:
        """Give everything that a translator should look at, a line each."""
        yield from self.left_in_english()
        yield from self.misspelt()
        yield from self.other_terms()
        if not dictionary(self.language):
            yield f"The spelling was not looked at: hunspell has no dictionary of {self.language} here, or is missing."


def terms(language: str) -> dict[str, str]:
    """Return the terms of the course that are looked for: the English one, in small letters, and that of the language."""
    with (ROOT / "data" / "terms.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["english"], row.get(TERMS_IN.get(language, ""), "")) for row in csv.DictReader(file)]
    bare = [[re.sub(r" \(.*?\)", "", term).rstrip(".") for term in pair] for pair in pairs]
    return {english.lower(): own for english, own in bare if own and english.lower() not in EVERYDAY}


def _lines(path: Path) -> list[str]:
    """Return the lines of a list without its remarks; none if there is no list."""
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return list(filter(None, (line.partition("#")[0].strip() for line in text.splitlines())))
