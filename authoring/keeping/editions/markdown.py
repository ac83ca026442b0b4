"""Messages of Markdown: a paragraph, heading, list item or table row, as it stands in the file."""

import re
from collections.abc import Mapping

from markdown_it import MarkdownIt

from authoring.keeping.editions import pages
from authoring.keeping.editions.language import CODE_SPAN, Message, Say, has_words, in_quotes, word_of

PARSER = MarkdownIt("commonmark").enable("table")
_NO_WORDS = re.compile(r"</?\w[^>]*>|\]\([^)]*\)|\{\{.*?\}\}")  # tags, targets of links, and what a template fills in
_LEADING = re.compile(r"[ \t]*")


def _blocks(text: str) -> list[tuple[int, int, bool]]:
    """Return for each block its first line, the line after its last, and whether it is HTML, in order."""
    found = []
    row = False
    for token in PARSER.parse(text):
        if token.type in ("tr_open", "tr_close"):
            row = token.type == "tr_open"
            if row and token.map:
                found.append((*token.map, False))
        elif token.map and not row and token.type in ("inline", "html_block"):
            found.append((*token.map, token.type == "html_block"))
    return list(dict.fromkeys(found))


def with_values(say: Say, values: Mapping[str, str], columns: set[str]) -> Say:
    """Return what says a message with the words of the tables in its code, whole or in quotation marks."""

    def said(message: Message) -> str:
        text = say(message)
        told_of = {found[2] for found in CODE_SPAN.finditer(text)}

        def replaced(found: re.Match) -> str:
            code = found[2]
            word = None if code in columns else word_of(code, values)
            anew = in_quotes(code, values, columns, told_of) if word is None else word
            return found[1] + anew + found[1]

        return CODE_SPAN.sub(replaced, text)

    return said


def translated(text: str, say: Say, place: str = "") -> str:
    """Return Markdown with each of its messages said anew; the order of lines and everything between stays."""
    lines = text.split("\n")
    edits = []
    for start, end, is_html in _blocks(text):
        block = lines[start:end]
        while not block[-1].strip():
            block.pop()
        indent = _LEADING.match(block[0])[0]
        english = "\n".join(line.removeprefix(indent) for line in block)
        at = place or str(start + 1)
        if is_html:
            said = pages.html(english, say, at)
        elif has_words(_NO_WORDS.sub(" ", english), 1):
            said = say(Message(english, at))
        else:
            continue
        edits.append((start, start + len(block), [f"{indent}{line}" if line else line for line in said.split("\n")]))
    for start, end, said in reversed(edits):
        lines[start:end] = said
    return "\n".join(lines)
