"""What a page says about an exercise: its heading, the task, hints, the key's lines, and what a reader asks of open work.

All of it is read from the key and the rubric, so that a page cannot differ from them.
"""

import ast
import re

from nbconvert.filters import markdown2html

from authoring.keeping.exercises import solution_of
from authoring.marking.keys import key_of, slots_of
from authoring.notebooks import ROOT

_HINT = re.compile(r"<summary>(.+?)</summary>\n\n(.+?)\n\n</details>", re.DOTALL)
_QUESTIONS = r"Three questions: (.+)"
_RUBRIC_LINE = re.compile(r"^\| (\w[\w ]+) \| (.+?) \|", re.MULTILINE)  # the line, and the words for 2 points


def _source(number: str, part: str = "") -> str:
    wanted = "ex-" + number.replace(".", "-") + part
    return next(cell.source for cell in key_of(f"0{number[0]}").cells if cell.id == wanted)


def heading(number: str) -> str:
    """Return the heading of an exercise without its marks: "Exercise 2.3 (6 minutes, objective 2)"."""
    return _source(number).splitlines()[0].lstrip("# ")


def task(number: str) -> str:
    """Return what is asked, as HTML."""
    return markdown2html(_source(number).partition("\n")[2])


def hints(number: str) -> list[tuple[str, str]]:
    """Return the folded hints of an exercise: the title of each, and its HTML."""
    return [(title, markdown2html(text.strip())) for title, text in _HINT.findall(_source(number, "-hints"))]


def solution(number: str) -> str:
    """Return the key's lines for an exercise."""
    lesson = f"0{number[0]}"
    sources = {cell.id: cell.source for cell in key_of(lesson).cells}
    return "\n\n".join(solution_of(sources[slot.id]) for slot in slots_of(lesson) if slot.number == number)


def step_further(number: str) -> str:
    """Return a hint beyond the folded ones: which steps the key takes, and nothing that is in them. Empty if it takes none.

    No column, value or name of an answer is said: only what stands before a bracket. Where words are chosen, a step
    would be no help.
    """
    calls = [node for node in ast.walk(ast.parse(solution(number))) if isinstance(node, ast.Call)]
    calls.sort(key=lambda call: (call.func.end_lineno, call.func.end_col_offset))
    steps = dict.fromkeys(ast.unparse(call.func).rpartition(".")[2] + "()" for call in calls)
    chosen = any("{" in slot.stub for slot in slots_of(f"0{number[0]}") if slot.number == number)
    return f"One way to the answer uses {', '.join(steps)}." if steps and not chosen else ""


def questions(number: str) -> list[str]:
    """Return what a reader asks of the open work of an exercise: its own three questions, or the lines of the rubric."""
    asked = re.search(_QUESTIONS, _source(number))
    if asked:
        text = re.sub(r"\s*\(`.+?`.*?\)", "", asked.group(1)).replace("`", "")
        return [f"{one.strip()}?" for one in text.split("?") if one.strip()]
    rubric = (ROOT / "teaching" / "rubric.md").read_text(encoding="utf-8")
    lines = _RUBRIC_LINE.findall(rubric.partition("## The eight lines")[2].partition("\n## ")[0])[1:]
    return [f"{line}: {words.replace('`', '')}" for line, words in lines]
