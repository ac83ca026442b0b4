"""A made-up language: it shows what in the course still depends on English, before anybody translates a word.

Letters become others, so that nothing can be read or found as English; and each message has an ending of its own, so that
a text put together from two messages is never by chance the translation of a third.
"""

import re
import zlib

from authoring.keeping.editions.checks import KEPT
from authoring.keeping.editions.language import LOOKED_FOR, NUMBER_WORDS, Message

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абсдефгхийклмнопярстувцзыгАБСДЕФГХИЙКЛМНОПЯРСТУВЦЗЫГ"
)
LONG = 24  # letters: a longer message is not put together with another one; titles must fit their pictures
_ENDINGS = "эюъщчь"


def said(message: Message) -> str:
    """Return a message in the made-up language: placeholders, code, links, marks and numbers are kept."""
    if "regular expression" in message.note:
        return re.sub(r"(?<!\\)[a-zA-Z]", lambda letter: letter[0].translate(_LETTERS), message.text)
    kept = KEPT.split(message.text)
    words = "".join(part if place % 2 else part.translate(_LETTERS) for place, part in enumerate(kept))
    if (
        message.note == LOOKED_FOR
        or message.text in NUMBER_WORDS
        or message.text.endswith("…")
        or len(message.text) > LONG
    ):
        return words
    number = zlib.crc32(message.text.encode())
    ending = _ENDINGS[number % 6] + _ENDINGS[number // 6 % 6]
    parts = KEPT.split(words)
    for place in range(len(parts) - 1, -1, -1):
        if place % 2 == 0 and re.search(r"[^\W\d_]", parts[place]):
            parts[place] = re.sub(r"([^\W\d_])([^a-zA-Zа-яА-Я]*)\Z", rf"\g<1> {ending}\2", parts[place], count=1)
            break
    return "".join(parts)
