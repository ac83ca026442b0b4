"""Messages of pages and their scripts: HTML with or without Jinja, JavaScript, and the words in styles."""

import re
from html.parser import HTMLParser

from pygments.lexers import JavascriptLexer
from pygments.token import String

from authoring.keeping.editions.language import Message, Say, has_words, is_language

INLINE = {"a", "abbr", "b", "br", "cite", "code", "em", "i", "kbd", "small", "span", "strong", "sub", "sup", "u", "wbr"}
UNREAD = {"script", "style", "pre"}
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_EDGE = re.compile(r"(?:\s|\{%.*?%\}|\{#.*?#\})*", re.DOTALL)
_END = re.compile(r"(?:\s|\{%(?:(?!\{%).)*?%\}|\{#(?:(?!\{#).)*?#\})*$", re.DOTALL)
_READ_ATTRIBUTES = re.compile(r'\b(alt|title|aria-label|placeholder|content)="([^"]*)"')
_STRING = re.compile(r"\"([^\"\n]*)\"|'([^'\n]*)'")
_CONTENT = re.compile(r"\bcontent:[^;{}]*")
_BARE = re.compile(r"<[^>]*>|\$\w+|&\w+;")
KEPT = "Keep the tags in < >, what stands in {{ }} and {% %}, and words after $, as they are."

Edit = tuple[int, int, str]  # from, to, and what stands there then


class _Blocks(HTMLParser):
    """Finds the runs of text between tags that open a block, and the attributes that are read."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.runs: list[tuple[int, int]] = []
        self.attributes: list[tuple[int, int]] = []
        self.styles: list[tuple[int, int]] = []
        self.scripts: list[tuple[int, int]] = []
        self.since = 0
        self.unread = ""
        self.feed(text)
        self.close()
        self._cut(len(text), len(text))

    def _here(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def _cut(self, start: int, end: int) -> None:
        if self.unread:
            if self.unread != "pre":
                (self.styles if self.unread == "style" else self.scripts).append((self.since, start))
        else:
            self.runs.append((self.since, start))
        self.since = end

    def handle_starttag(self, tag: str, attrs: list) -> None:
        start = self._here()
        end = start + len(self.get_starttag_text())
        names = dict(attrs)
        read = {"alt", "title", "aria-label", "placeholder"} | (
            {"content"} if names.get("name") == "description" else set()
        )
        if any(names[name] for name in read & names.keys()):
            self.attributes.append((start, end))
        if tag not in INLINE:
            self._cut(start, end)
            self.unread = tag if tag in UNREAD else self.unread

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.handle_starttag(tag, attrs)
        self.unread = ""

    def handle_endtag(self, tag: str) -> None:
        if tag in INLINE:
            return
        start = self._here()
        self._cut(start, start + len(tag) + 3)
        if tag == self.unread:
            self.unread = ""

    def handle_decl(self, decl: str) -> None:
        start = self._here()
        self._cut(start, start + len(decl) + 3)

    def handle_comment(self, data: str) -> None:
        start = self._here()
        self._cut(start, start + len(data) + 7)


def html(text: str, say: Say, place: str = "") -> str:
    """Return a page, or the template of one, with its words said anew."""
    masked = _JINJA.sub(lambda found: re.sub(r"[^\n]", "\ue000", found[0]), text)
    found = _Blocks(masked)
    edits: list[Edit] = []
    for start, end in found.runs:
        run = text[start:end]
        first = _EDGE.match(run).end()
        last = _END.search(run).start()
        run = run[first:last]
        if first < last and has_words(_BARE.sub(" ", _JINJA.sub(" ", run)), 1):
            note = KEPT if _JINJA.search(run) or "<" in run or "$" in run else ""
            edits.append((start + first, start + last, say(Message(run, place or _line(text, start + first), note))))
    for start, end in dict.fromkeys(found.attributes):
        for one in _READ_ATTRIBUTES.finditer(masked, start, end):
            words = text[one.start(2) : one.end(2)]
            if has_words(_BARE.sub(" ", _JINJA.sub(" ", words)), 1):
                edits.append((one.start(2), one.end(2), say(Message(words, _line(text, start)))))
    for start, end in found.styles:
        edits += _styles(text, say, start, end)
    for start, end in found.scripts:
        edits += _scripts(text, say, start, end)
    text = _edited(text, edits)
    return _JINJA.sub(lambda found: _jinja(found[0], say), text)


def _jinja(region: str, say: Say) -> str:
    """Return what stands in {{ }} or {% %} with its strings said anew; a comment stays."""
    if region.startswith("{#") or re.match(r"\{%-?\s*(include|import|extends|from|block)\b", region):
        return region

    def said(found: re.Match) -> str:
        words = found[1] if found[1] is not None else found[2]
        read = " " in words or region.startswith("{% call") or region.endswith(" or ", 0, found.start())
        if not is_language(words, read):
            return found[0]
        return found[0][0] + say(Message(words)) + found[0][-1]

    return _STRING.sub(said, region)


def css(text: str, say: Say) -> str:
    """Return styles with the words that they print said anew."""
    return _edited(text, _styles(text, say, 0, len(text)))


def _styles(text: str, say: Say, start: int, end: int) -> list[Edit]:
    edits = []
    for rule in _CONTENT.finditer(text, start, end):
        for one in _STRING.finditer(text, rule.start(), rule.end()):
            if has_words(_JINJA.sub(" ", one[1] or ""), 1):
                edits.append((one.start(1), one.end(1), say(Message(one[1], _line(text, one.start())))))
    return edits


def javascript(text: str, say: Say) -> str:
    """Return a script with its words said anew: strings that are sentences or titles, not selectors and names."""
    return _edited(text, _scripts(text, say, 0, len(text)))


def _scripts(text: str, say: Say, first: int, last: int) -> list[Edit]:
    edits: list[Edit] = []
    opened = -1
    for place, kind, token in JavascriptLexer().get_tokens_unprocessed(text[first:last]):
        start = first + place
        if kind in String.Backtick and token == "`":
            if opened < 0:
                opened = start
                continue
            begin, end, opened = opened + 1, start, -1
        elif opened < 0 and (kind in String.Double or kind in String.Single) and len(token) > 2:
            begin, end = start + 1, start + len(token) - 1
        else:
            continue
        words = text[begin:end]
        bare = re.sub(r"\$\{[^}]*\}", " ", words)
        selector = re.search(r"[<>{}#=]|^\s*[.:\[*@]|\w[.:]\w|\bjp-|\bcourse-|\blm-|--|/$|^\s*px\s*$", bare)
        joined = "${" in words or words.endswith(": ")  # one word is enough, as in "Table ${number}" and "Code: "
        if not selector and has_words(bare, 1 if joined else 2) and is_language(bare, True):
            note = "Keep what stands in ${ } as it is." if "${" in words else ""
            edits.append((begin, end, say(Message(words, _line(text, begin), note))))
    return edits


def _line(text: str, place: int) -> str:
    return str(text.count("\n", 0, place) + 1)


def _edited(text: str, edits: list[Edit]) -> str:
    for start, end, words in sorted(edits, reverse=True):
        text = text[:start] + words + text[end:]
    return text
