"""Does a chart show a figure, does its description name it, and say which way a change went? For exercise 6.3.

A date, the number of a session or of bars, and a share where a number of things is asked are not the figure.
"""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import combinations, permutations

from coursekit.charts import MONTHS

SMALL_NUMBERS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_UP = r"r[io]se[ns]?|rising|gr[eo]w\w*|increas\w+|more|higher|gain\w*|plus|larger|greater|up"
_DOWN = (
    r"f[ae]ll\w*|drop\w*|declin\w+|decreas\w+|fewer|less|lower\w*|smaller|shr[aiu]nk\w*|los[ts]\w*|minus|down|reduc\w+"
)
_WAY = re.compile(rf"\b(?<!not )(?<!no )(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.?"
_NOT_A_FIGURE = [  # what is taken out of the text, and what stands in its place
    (r"\b[A-Z]+/\S+", " "),  # symbols of documents
    (r"\b(\d{4})-\d\d-\d\d\b", r"\1"),
    (rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?={_MONTH})", " "),
    (rf"({_MONTH}) \d{{1,2}}\b(?!\d)", r"\1"),
    (r"\b\d+(?:st|nd|rd|th)\b", " "),
    (r"\b(?:sessions?|resolutions?|rows?|pages?|steps?|lessons?|exercises?) \d+", " "),
    (r"\b\w+[ -](?:bars?|columns?|lines?|spans?|periods?|charts?|parts?|colou?rs?|days?|months?|years?)\b", " "),
]
_NUMBER = re.compile(
    r"(?P<sign>[-+](?=\d))?(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<share>\s*(?:%|per ?cent|percentage|points))?"
)
_FAR = 40  # letters: a number in words is the size of a change only beside the word that gives its direction


class Named(Enum):
    """How a description names a figure."""

    YES = 0
    NOT = 1
    NO_WAY = 2  # the size of a change, without its direction
    WRONG_WAY = 3


def _places(sentence: str, figure: float, of_things: bool) -> Iterator[tuple[int, int, str, bool]]:
    """Yield where a sentence has the size of a figure: start, end, its sign, and whether it is in words."""
    size = abs(figure)
    for found in _NUMBER.finditer(sentence):
        number = found["digits"].rstrip(",")
        decimals = len(number.partition(".")[2])
        near = abs(float(number.replace(",", "")) - size) <= 0.5 * 10**-decimals + 1e-9
        if near and not (of_things and found["share"]):
            yield found.start(), found.end(), found["sign"] or "", False
    if of_things and size == round(size) < len(SMALL_NUMBERS):
        for found in re.finditer(rf"\b{SMALL_NUMBERS[round(size)]}\b", sentence, re.IGNORECASE):
            yield found.start(), found.end(), "", True


def _way(sentence: str, start: int, end: int, reach: int) -> int:
    """Return 1 or -1 as the nearest word of direction says, or 0 if there is none so near."""
    ways = [
        (max(start - found.end(), found.start() - end), 1 if found["up"] else -1) for found in _WAY.finditer(sentence)
    ]
    distance, way = min(ways, default=(reach + 1, 0))
    return way if distance <= reach else 0


def named(text: str, figure: float, of_things: bool, change: bool) -> Named:
    """Say how a text names a figure, rounded or not, in digits or, for a number of things, as a small word.

    `of_things` says that the figure is a number of things or a year, not a share. `change` says that it is a change:
    then its direction has to be said too, with a sign or in words.
    """
    text = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", text.replace("\u2212", "-"))  # a decimal comma
    for sign, instead in _NOT_A_FIGURE:
        text = re.sub(sign, instead, text)
    seen = set()
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        for start, end, sign, in_words in _places(sentence, figure, of_things):
            if not change or not figure:
                return Named.YES
            way = {"-": -1, "+": 1}.get(sign) or _way(sentence, start, end, _FAR if in_words else len(sentence))
            if way == (1 if figure > 0 else -1):
                return Named.YES
            if way or not in_words:
                seen.add(Named.WRONG_WAY if way else Named.NO_WAY)
    return max(seen, key=lambda how: how.value, default=Named.NOT)


def comes_from(bars: Mapping[str, float], figure: float, of_things: bool, change: bool) -> bool:
    """Say whether a reader can get a figure from some bars: as one of them, their sum, difference or share, or a name.

    `of_things` and `change` are those of `named`. Of many bars nearly everything is a sum: then nobody can say no.
    """
    if len(bars) > (6 if of_things else 4):
        return True
    if of_things and not change and any(re.search(rf"\b{figure:g}\b", name) for name in bars):
        return True
    found = [sum(some) for count in range(1, len(bars) + 1) for some in combinations(bars.values(), count)]
    if not of_things:
        found += [100 * part / whole for part, whole in permutations([*found, 1], 2) if whole]
    if of_things or change:
        found += [one - other for one, other in permutations(found, 2)]
    off = 1e-9 if of_things else max(0.15, abs(figure) / 50)  # what rounding the bars can do
    return any(abs(abs(one) - abs(figure)) <= off for one in found)
