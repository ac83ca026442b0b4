"""What a translation must share with its English text; each fault is said in a sentence for a translator."""

import re
from collections import Counter
from collections.abc import Iterator

from authoring.keeping.editions.language import CODE_SPAN, PLACEHOLDER, TAG

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FILLED_IN = re.compile(rf"{_JINJA.pattern}|{PLACEHOLDER.pattern}|\$\w+|&#?\w+;|%[ds]", re.DOTALL)
_TARGET = re.compile(r"\]\(([^)\s]*)[^)]*\)")
_ADDRESS = re.compile(r"https?://[^\s)>\]]+")
# Names of files, and of folders, which end in /
_FILE = re.compile(r"\b[\w/.*-]+\.(?:csv|ipynb|md|py|json|html|txt|zip|toml|yml)\b|(?<![\w</])(?:[a-z_]+/)+(?![\w>])")
KEPT = re.compile(  # what stands in a translation as it stands in the English text
    rf"({_JINJA.pattern}|(?<!`)`[^`]+`(?!`)|``[^`]+``|{PLACEHOLDER.pattern}|{TAG.pattern}|\$\w+|&#?\w+;|%[ds]|\]\([^)]*\)"
    rf"|{_ADDRESS.pattern}|{_FILE.pattern}|\"[^\"\n]*\"|\{{\{{|\}}\}})",
    re.DOTALL,
)
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKER = re.compile(r"(#{1,6} |[-*+] (?:\*\*)?|\d+\. |> |\|)?")
_RIGHT_TO_LEFT = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _taken_out(text: str) -> str:
    """Return a text without what is kept as it is, so that the numbers left are those of its prose."""
    for pattern in (CODE_SPAN, _JINJA, PLACEHOLDER, TAG, _TARGET, _ADDRESS, _FILE):
        text = pattern.sub(" ", text)
    return _THOUSANDS.sub("", text)


def _listed(parts: Counter) -> str:
    return ", ".join(sorted(parts))


def _same(what: str, english: list[str], said: list[str]) -> Iterator[str]:
    """Say which parts of one kind are missing or were added."""
    wanted, found = Counter(english), Counter(said)
    if missing := wanted - found:
        yield f"{what} missing: {_listed(missing)}"
    if added := found - wanted:
        yield f"{what} that the English text has not, or has less often: {_listed(added)}"


def faults(english: str, said: str) -> list[str]:
    """Return what is wrong with a translation, a sentence each; none if it can be taken."""
    if not said.strip():
        return ["It is empty."]
    found = list(_same("Placeholders", _FILLED_IN.findall(english), _FILLED_IN.findall(said)))
    bare = (_JINJA.sub(" ", english), _JINJA.sub(" ", said))
    found += _same("Tags", TAG.findall(bare[0]), TAG.findall(bare[1]))
    found += _same("Code spans", *([span[1] for span in CODE_SPAN.findall(text)] for text in (english, said)))
    found += _same("Targets of links", _TARGET.findall(english), _TARGET.findall(said))
    found += _same("Addresses", _ADDRESS.findall(english), _ADDRESS.findall(said))
    found += _same("File names", _FILE.findall(english), _FILE.findall(said))
    numbers = [Counter(_NUMBER.findall(_taken_out(text))) for text in (english, said)]
    if missing := numbers[0] - numbers[1]:
        found.append(f"Numbers missing: {_listed(missing)}")
    if english.count("\n") != said.count("\n"):
        found.append(f"It has {said.count(chr(10)) + 1} lines, and the English text {english.count(chr(10)) + 1}.")
    for edge, place in (("beginning", re.compile(r"\A\s*")), ("end", re.compile(r"\s*\Z"))):
        if place.search(english)[0] != place.search(said)[0]:
            found.append(f"The spaces or line breaks at the {edge} differ.")
    if _MARKER.match(english)[0] != _MARKER.match(said)[0]:
        found.append(f"It must begin with {_MARKER.match(english)[0]!r}, as the English text does.")
    elif english.startswith("|") and english.count("|") != said.count("|"):
        found.append(f"A row of this table has {english.count('|')} signs |, and it has {said.count('|')}.")
    if english.count("**") != said.count("**"):
        found.append("The signs ** for bold are not as many as in the English text.")
    if mark := _RIGHT_TO_LEFT.search(said):
        found.append(
            f"It holds a mark for writing from right to left (U+{ord(mark[0]):04X}), for which no page is made."
        )
    return found
