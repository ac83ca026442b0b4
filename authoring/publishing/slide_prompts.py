"""What a lesson asks of the class, found in its prose: guesses, tasks, steps, and the sentences in bold."""

import re
from dataclasses import dataclass

from authoring.publishing.pages import count_words, inline_html, sentences

MOST_WORDS_OF_A_PROMPT = 45  # of a question or a task
MOST_WORDS_OF_A_HEADING, MOST_WORDS_OF_A_LABEL = 20, 5
FEWEST_WORDS_OF_A_STATEMENT = 5
# What opens a prompt: its kind, and how the lesson writes it.
_PROMPTS = re.compile(
    r"(?P<step>\*\*Steps? \d[^*]*\*\*)"
    r"|(?P<turn>\*\*(?:Your turn|Now be)[^*]*\*\*)"
    r"|(?P<exercise>\*\*Exercise [\d.]+\*\*(?: \([^)]*\)\.)?)"
    r"|(?P<guess>\*\*(?:Guess|Before you)[^*]*\*\*|(?<![*\w])Guess(?: first)?:|(?<![*\w])Before you (?:run|count)[^:.*]*:)"
    r"|(?P<statement>\*\*[^*]{20,}[.:?]\*\*|(?<![*\w])\*[^*]{60,}\*(?![*\w]))"
)


@dataclass(frozen=True)
class Prompt:
    """What the class is asked or told in a paragraph: its kind, label and words (Markdown), and where it stands there."""

    kind: str
    label: str
    words: str
    start: int
    end: int


def prompts_in(paragraph: str) -> list[Prompt]:
    """Return what a paragraph asks of the class or puts in bold, in order."""
    found: list[Prompt] = []
    for match in _PROMPTS.finditer(paragraph):
        if found and match.start() < found[-1].end:
            continue
        prompt = _prompt(match.lastgroup, match, paragraph)
        if prompt:
            found.append(prompt)
    return found


def _prompt(kind: str, match: re.Match, paragraph: str) -> Prompt | None:
    """Return the prompt that begins at a match, or None if it is too short to stand alone."""
    mark = match[0].strip("*").strip()
    rest = paragraph[match.end() :].partition("**")[0].strip()  # up to the next label or bold sentence
    if kind == "statement":
        words = mark.rstrip(":").rstrip(".") + ("" if mark.endswith("?") else ".")
        if count_words(words) < FEWEST_WORDS_OF_A_STATEMENT:
            return None
        if re.match(r"(It|This|They|That)\b", words) and paragraph[: match.start()].strip():
            words = f"{sentences(paragraph[: match.start()].strip())[-1]} {words}"
        return Prompt(kind, "", words, match.start(), match.end())
    label, _, inside = mark.partition(": ") if kind == "step" else (mark, "", "")
    label = label.rstrip(".:")
    if kind == "exercise":
        label = mark.split("**")[0]
    if inside:
        return Prompt(kind, label, _capital(inside), match.start(), match.end())
    taken = _taken(sentences(rest), task=kind == "turn")
    if kind == "guess" and not any("?" in sentence for sentence in taken):
        asked = [s for s in sentences(paragraph[: match.start()].strip()) if s.endswith("?")]
        return Prompt(kind, label, asked[-1] if asked else "", match.start(), match.end())
    words = " ".join(taken)
    before = sentences(paragraph[: match.start()].strip())
    if (
        any(before)
        and not before[-1].endswith("?")
        and re.match(r"(?:\w+ )?(?:it|they|this|that|these|them)\b", words, re.I)
    ):
        words = f"{before[-1]} {_capital(words)}"  # what "it" stands for
    end = match.end() + (paragraph[match.end() :].find(taken[-1]) + len(taken[-1]) if taken else 0)
    return Prompt(kind, "Guess first" if label == "Guess" else label, _capital(words), match.start(), end)


def _capital(text: str) -> str:
    """Return a text with a capital at its beginning, in a mark of emphasis too."""
    return re.sub(r"^(\*{0,2})([a-z])", lambda found: found[1] + found[2].upper(), text)


def _taken(following: list[str], task: bool) -> list[str]:
    """Return the sentences that belong to a prompt: up to its question, in a task after at least one instruction."""
    taken: list[str] = []
    for sentence in following:
        if sentence.startswith("(") or count_words(" ".join([*taken, sentence])) > MOST_WORDS_OF_A_PROMPT:
            break
        asked = bool(taken) and taken[-1].endswith("?")
        instructed = any(not s.endswith("?") for s in taken)
        if asked and not re.match(r"(Or|And)\b", sentence) and (not task or instructed):
            break
        taken.append(sentence)
    if not task and taken and not any(s.endswith("?") for s in taken):
        return taken[:1]
    return taken


def questions_in(text: str, whole: bool = False) -> list[str]:
    """Return the questions of a text that can head a slide, without a short label before them such as `Next question:`.

    A question after a longer beginning and a colon or semicolon belongs to its sentence and heads nothing, unless the text is `whole`,
    that is, a question from its first word on.
    """
    found = []
    for sentence in sentences(text):
        label, mark, rest = re.fullmatch(r"([^:;]*)([:;] )?(.*)", sentence).groups()
        asked = rest if mark and not whole else sentence
        if not sentence.endswith("?") or (mark and not whole and count_words(label) > MOST_WORDS_OF_A_LABEL):
            continue
        if count_words(asked) <= MOST_WORDS_OF_A_HEADING:
            found.append(_capital(asked.replace("**", "")))
    return found


def prompt_html(prompt: Prompt) -> str:
    """Return a prompt as it stands on its slide."""
    if prompt.kind == "statement":
        return f'<p class="statement">{inline_html(prompt.words)}</p>'
    words = f"<p>{inline_html(prompt.words)}</p>" if prompt.words else ""
    return f'<div class="prompt {prompt.kind}"><p class="label">{inline_html(prompt.label)}</p>{words}</div>'
