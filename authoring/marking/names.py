"""Make names from anywhere fit to be shown, written into a table, and used for a file."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_LONGEST = 80  # letters of a name that is shown
_LONGEST_FILE = 200  # bytes of a file's name without its ending; systems allow 255 in all
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # names that Windows keeps for itself
# What an archive without a word on its encoding may be in: how Python calls it, and the script that it is used for.
_ENCODINGS = (
    ("cp437", "LATIN"), ("cp850", "LATIN"), ("cp1252", "LATIN"), ("cp866", "CYRILLIC"), ("cp1251", "CYRILLIC"),
    ("gb18030", "CJK"), ("cp932", "CJK HIRAGANA KATAKANA"), ("cp949", "HANGUL"),
)  # fmt: skip


def shown(name: str, longest: int = _LONGEST) -> str:
    """Return a name in one Unicode form, without what a file system or a spreadsheet would take for a command."""
    name = unicodedata.normalize("NFC", name)
    printable = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in name)
    return " ".join(printable.split()).lstrip("=+-@' ")[:longest].strip() or "without a name"


def apart(names: Iterable[str]) -> dict[str, str]:
    """Return the form in which each name is shown, whole; two names that would look alike get a number."""
    forms: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        if name not in forms:
            form, count = shown(name, 1000), 1
            while form in taken:
                count += 1
                form = f"{shown(name, 1000)} ({count})"
            forms[name] = form
            taken.add(form)
    return forms


def for_file(name: str) -> str:
    """Return a name that any system can hold as the name of a file or folder."""
    base = re.sub(r"[^\w-]+", "_", shown(name)).strip("_") or "learner"
    base = base.encode()[:_LONGEST_FILE].decode(errors="ignore")
    return f"{base}_" if _RESERVED.fullmatch(base) else base


def same(name: str) -> str:
    """Return a name in the form in which two spellings of it are equal: letter case, accents in one piece or two."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})


def without_accents(name: str) -> set[str]:
    """Return the forms in which a name may be typed without accents: "müller" as "muller" and as "mueller"."""
    forms = (same(name), same(name).translate(_WRITTEN_OUT))
    parts = (unicodedata.normalize("NFKD", form.translate(_LETTERS)) for form in forms)
    return {"".join(c for c in part if not "\u0300" <= c <= "\u036f") for part in parts}


def decoded(names: list[bytes]) -> list[str]:
    """Return names from one archive or folder that does not say how its letters are written.

    UTF-8 if all are; else the encoding in which most of the letters belong to the script it is used for.
    """
    try:
        return [name.decode("utf-8") for name in names]
    except UnicodeDecodeError:
        odd = b"\n".join(name for name in names if not name.isascii())[:5000]
        best = max(_ENCODINGS, key=lambda one: _score(odd, *one))[0]
        return [_as_utf8_or(best, name) for name in names]


def _as_utf8_or(encoding: str, name: bytes) -> str:
    for one in ("utf-8", encoding):
        try:
            return name.decode(one)
        except UnicodeDecodeError:
            continue
    return name.decode("latin-1")


def _score(names: bytes, encoding: str, scripts: str) -> float:
    """Return how far names look like names in this encoding, up to 1 for each byte that is not ASCII."""
    try:
        text = names.decode(encoding)
    except UnicodeDecodeError:
        return -10.0
    words = re.findall(r"[^\W\d_]+|[^\w\s]", text)
    scores = [(_letter(word, place, scripts), len(c.encode(encoding))) for word in words
              for place, c in enumerate(word) if not c.isascii()]  # fmt: skip
    return sum(score * size for score, size in scores) / (sum(size for _, size in scores) or 1)


def _letter(word: str, place: int, scripts: str) -> float:
    """Return how well one letter fits: its script, its neighbours in the word, and how common it is."""
    letter = word[place]
    script = re.split("[ -]", unicodedata.name(letter, "-"))[0]
    small_before_large = place > 0 and word[place - 1].islower() and letter.isupper()
    beside_ascii = any(c.isascii() for c in word)  # Latin names have such letters too, names in other scripts none
    if script not in scripts.split() or small_before_large or beside_ascii != (scripts == "LATIN"):
        return -1.0
    standard = {"CJK": "cp932" if "KATAKANA" in scripts else "gb2312", "HANGUL": "euc_kr"}
    return _common(letter, standard[script]) if script in standard else 1.0


@cache
def _common(sign: str, encoding: str) -> float:
    """Return nearly 1 for a sign that its standard counts among the common ones, less for others."""
    try:
        first = sign.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0.0
    low, high, score = {"cp932": (0x88, 0x97, 0.95), "gb2312": (0xB0, 0xD7, 0.95), "euc_kr": (0xB0, 0xC8, 1.0)}[
        encoding
    ]
    return score if low <= first <= high else 0.4
