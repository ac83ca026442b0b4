"""Write what a teacher needs after a class: marks.csv, verdicts.csv, a page of feedback for each learner, a summary.

All pages are plain HTML in one file each; they load nothing and open without a network.
"""

import csv
import html
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from nbconvert.filters import markdown2html

from authoring.keeping.exercises import solution_of
from authoring.marking import exercise_text
from authoring.marking.judge import (
    ERROR,
    KINDS,
    STOPPED,
    Marked,
    Verdict,
    lesson_name,
    misconception,
)
from authoring.marking.places import key_of, numbers_of, slots_of
from authoring.marking.submissions import Learner
from coursekit.verdicts import NOT_YET, RIGHT

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 "DejaVu Sans", Verdana, sans-serif; color: #222; overflow-wrap: break-word; max-width: 52rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.5rem; line-height: 1.25; color: #1F3A5F; }}
h2 {{ font-size: 1.15rem; margin: 2rem 0 .3rem; color: #1F3A5F; }}
h3 {{ font-size: 1rem; margin: 1.2rem 0 .3rem; }}
.verdict {{ border-left: .3rem solid #B34700; padding-left: .8rem; }}
.right {{ border-left-style: double; border-left-color: #1F3A5F; }}
pre {{ background: #F4F4F2; padding: .6rem; overflow-x: auto; font-size: .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }}
table {{ border-collapse: collapse; margin: .5rem 0; }}
th, td {{ white-space: pre-line; border: 1px solid #767676; padding: .25rem .6rem; text-align: left; vertical-align: top; }}
td.n {{ text-align: right; }}
summary {{ cursor: pointer; padding: .2rem 0; }}
.wide {{ overflow-x: auto; }}
a {{ color: #1F3A5F; }}
@media print {{ details {{ display: none; }} h2 {{ break-after: avoid; }} }}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
SAID = {RIGHT: "right", NOT_YET: "not answered", ERROR: "error", STOPPED: "stopped"}
DOTS = "Replace the three dots in the cell above, run it, and run this cell again."


BEGUN = "Your sentence, chart or text is not marked here: a reader judges it."
NOT_BEGUN = "Your sentence, chart or text was not begun. It is not marked here: a reader judges it."


@dataclass
class Record:
    """A learner, what was handed in for each lesson, marked, and what could not be marked, in words."""

    learner: Learner
    marked: dict[str, Marked] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the learner's name."""
        return self.learner.name


def _safe(text: str) -> str:
    return html.escape(text)


def _paragraphs(lines: list[str]) -> str:
    return "\n".join(f"<p>{_safe(line)}</p>" for line in lines)


def _cells(lesson: str) -> dict:
    return {cell.id: cell for cell in key_of(lesson).cells}


def heading_of(number: str) -> str:
    """Return the heading of an exercise without its marks: "Exercise 2.3 (6 minutes, objective 2)"."""
    source = _cells(f"0{number[0]}")["ex-" + number.replace(".", "-")].source
    return source.splitlines()[0].lstrip("# ")


def _asked(number: str) -> str:
    source = _cells(f"0{number[0]}")["ex-" + number.replace(".", "-")].source
    return markdown2html("\n".join(source.splitlines()[1:]))


def _hints(number: str) -> str:
    """Return the folded hints of an exercise, and one that goes further."""
    source = _cells(f"0{number[0]}")["ex-" + number.replace(".", "-") + "-hints"].source
    folded = [
        f"<details><summary>{_safe(title)}</summary>{markdown2html(text.strip())}</details>"
        for title, text in re.findall(r"<summary>(.+?)</summary>\n\n(.+?)\n\n</details>", source, re.DOTALL)
    ]
    further = exercise_text.step_further(number)
    if further:
        folded.append(f"<details><summary>A step further</summary><p>{_safe(further)}</p></details>")
    return "\n".join(folded)


def solution(number: str) -> str:
    """Return the key's lines for an exercise."""
    cells = _cells(f"0{number[0]}")
    return "\n\n".join(solution_of(cells[s.id].source) for s in slots_of(f"0{number[0]}") if s.number == number)


def _exercise(verdict: Verdict, own: str | None, with_solutions: bool) -> str:
    """Return the part of a feedback page that is about one exercise. `own`: what a reader judges, if anything."""
    done = verdict.kind == RIGHT
    message = verdict.message
    if message.startswith(DOTS):
        message = "In your notebook the three dots are still there, or the cell was not saved with your answer."
    parts = [
        f"<h2>{_safe(heading_of(verdict.number))}: {_safe(SAID.get(verdict.kind, 'not yet right'))}</h2>",
        f'<p class="verdict{" right" if done else ""}"><strong>{_safe(verdict.kind)}</strong> {_safe(message)}</p>',
        _paragraphs(verdict.remarks),
    ]
    if own is not None:
        parts.append(f"<p>{_safe(BEGUN if own else NOT_BEGUN)}</p>")
    parts.append(f"<details><summary>What is asked</summary>{_asked(verdict.number)}</details>")
    if verdict.answer:
        parts.append(f"<details><summary>Your answer</summary><pre>{_safe(verdict.answer)}</pre></details>")
    if not done:
        parts.append(_hints(verdict.number))
    if with_solutions and not done:
        parts.append(f"<details><summary>A solution</summary><pre>{_safe(solution(verdict.number))}</pre></details>")
    return "\n".join(part for part in parts if part)


def feedback(learner: Record, with_solutions: bool) -> str:
    """Return a learner's page. It holds solutions only if the teacher asked for them."""
    body = [f"<h1>{_safe(learner.name)}: what came of your exercises</h1>"]
    for lesson, marked in sorted(learner.marked.items()):
        body.append(
            f"<p><strong>Lesson {lesson}, {_safe(lesson_name(lesson)[3:].replace('_', ' '))}: {marked.total} of "
            f"{len(marked.verdicts)} exercises are right.</strong> Marked from the file {_safe(learner.files[lesson])}.</p>"
        )
        open_ones = [verdict.number for verdict in marked.verdicts if verdict.kind != RIGHT]
        if open_ones:
            body.append(f"<p>To look at again: {', '.join(open_ones)}. Hints are folded: open one at a time.</p>")
        body.append(_paragraphs(marked.remarks))
        body += [_exercise(v, marked.to_read.get(v.number), with_solutions) for v in marked.verdicts]
        body.append(
            f"<h2>How to go on</h2><p>Open {_safe(lesson_name(lesson))}.ipynb in your folder exercises, change the cells named above, "
            "run them from the top, and save. The sentences above speak of cells in that notebook.</p>"
        )
    if learner.problems:
        body += ["<h2>Not marked</h2>", _paragraphs(learner.problems)]
    return PAGE.format(title=f"Feedback: {_safe(learner.name)}", body="\n".join(body))


def _table(head: list[str], rows: list[list[str]], caption: str) -> str:
    """Return an HTML table; cells that are whole numbers stand to the right."""
    lines = [
        f'<div class="wide" role="group" tabindex="0" aria-label="{_safe(caption)}"><table><caption>{_safe(caption)}</caption>'
    ]
    lines.append("<tr>" + "".join(f'<th scope="col">{_safe(word)}</th>' for word in head) + "</tr>")
    for first, *rest in rows:
        cells = "".join(f"<td{' class=n' if word.isdecimal() else ''}>{_safe(word)}</td>" for word in rest)
        lines.append(f'<tr><th scope="row">{_safe(first)}</th>{cells}</tr>')
    return "\n".join([*lines, "</table></div>"])


def _exercise_rows(lesson: str, learners: list[Record]) -> list[list[str]]:
    """Return a row for each exercise: the count of each kind of verdict, and the most frequent misconception."""
    rows = []
    for number in numbers_of(lesson):
        verdicts = [
            v for one in learners if lesson in one.marked for v in one.marked[lesson].verdicts if v.number == number
        ]
        kinds = Counter(verdict.kind for verdict in verdicts)
        reasons = Counter(filter(None, map(misconception, verdicts))).most_common(2)
        rows.append([
            number, *(str(kinds[kind]) for kind in KINDS), "; ".join(f"{reason} ({count})" for reason, count in reasons) or "none",
        ])  # fmt: skip
    return rows


def _wrong_answers(number: str, learners: list[Record]) -> str:
    """Return, folded, what the learners answered who are not right, and what they were told."""
    verdicts = [
        (one.name, v) for one in learners for m in one.marked.values() for v in m.verdicts if v.number == number
    ]
    rows = [
        [name, v.answer or "nothing", misconception(v), f"{v.kind} {v.message}"]
        for name, v in verdicts if v.kind not in (RIGHT, NOT_YET)
    ]  # fmt: skip
    if not rows:
        return ""
    table = _table(["learner", "gave", "probably", "was told"], rows, f"{number}: answers that are not right")
    return f"<details><summary>{number}: the answers that are not right</summary>{table}</details>"


def readings(learners: list[Record]) -> str:
    """Return the page of all that only a reader can judge: sentences, charts, briefings, exercise by exercise."""
    body = [
        "<h1>For you to read</h1>",
        "<p>No check looks at these. The questions to ask of them stand in the exercise.</p>",
    ]
    works = [
        (number, one.name, text)
        for one in learners
        for m in one.marked.values()
        for number, work in m.to_read.items()
        for text in [work["text"]]
    ]
    for number in sorted({number for number, _, _ in works}):
        body.append(f"<h2>{_safe(heading_of(number))}</h2>")
        for _, name, text in sorted(work for work in works if work[0] == number):
            body.append(f"<h3>{_safe(name)}</h3>" + (f"<pre>{_safe(text)}</pre>" if text else "<p>not begun</p>"))
    return PAGE.format(title="For you to read", body="\n".join(body))


def summary(learners: list[Record], asides: list[str]) -> str:
    """Return the teacher's page: which exercise failed most and why, who solved what, what needs a look."""
    handed_in = Counter(lesson for learner in learners for lesson in sorted(learner.marked))
    lessons = [lesson for lesson, _ in handed_in.most_common()]  # the class first, strays after it
    body = ["<h1>What the class solved</h1>"]
    for lesson in lessons:
        count = sum(lesson in learner.marked for learner in learners)
        rows = _exercise_rows(lesson, learners)
        hardest = min(rows, key=lambda row: int(row[1]))
        body.append(
            f"<h2>Lesson {lesson}, {_safe(lesson_name(lesson)[3:].replace('_', ' '))}: {count} learner{'s' if count > 1 else ''}</h2>"
        )
        if int(hardest[1]) < count:
            body.append(
                f"<p>Hardest was {hardest[0]}: {hardest[1]} of {count} right. Most frequent misconception there: {_safe(hardest[-1])}.</p>"
            )
        head = ["exercise", *(kind.rstrip(".").lower() for kind in KINDS), "most frequent misconceptions (learners)"]
        body.append(_table(head, rows, "Each exercise: how many learners got which verdict"))
        numbers = numbers_of(lesson)
        body += [_wrong_answers(number, learners) for number in numbers]
        body.append(
            _table(
                ["learner", *numbers, "total"],
                [
                    [one.name, *(SAID.get(v.kind, v.kind.rstrip(".").lower()) for v in one.marked[lesson].verdicts), str(one.marked[lesson].total)]
                    for one in learners if lesson in one.marked
                ],
                "Each learner",
            )
        )  # fmt: skip
    looks = [
        f"{one.name}, {where}{text}"
        for one in learners
        for where, text in [
            *(("", text) for text in one.problems),
            *((f"lesson {lesson}: ", text) for lesson, marked in sorted(one.marked.items()) for text in marked.remarks),
            *(
                (f"{v.number}: ", text)
                for _, marked in sorted(one.marked.items()) for v in marked.verdicts
                for text in [*v.remarks, *([v.message] if v.kind == STOPPED else [])]
            ),
        ]
    ]  # fmt: skip
    if looks or asides:
        items = "".join(f"<li>{_safe(line)}</li>" for line in [*looks, *asides])
        body.append(f"<h2>To look at</h2><ul>{items}</ul>")
    return PAGE.format(title="Summary for the teacher", body="\n".join(body))


def _write_table(path: Path, rows: list[list]) -> None:
    """Write a CSV that spreadsheets open with the right letters."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def file_name(learner: str, taken: set[str]) -> str:
    """Return a name for a learner's page that any system can hold, and that no other learner has."""
    base = re.sub(r"[^\w-]+", "_", learner).strip("_") or "learner"
    name, count = f"{base}.html", 1
    while name.casefold() in taken:
        count += 1
        name = f"{base}_{count}.html"
    taken.add(name.casefold())
    return name


def write(folder: Path, learners: list[Record], asides: list[str], with_solutions: bool) -> None:
    """Write all reports into a folder; what stood there from an earlier marking is replaced."""
    pages = folder / ("feedback_with_solutions" if with_solutions else "feedback")
    pages.mkdir(parents=True, exist_ok=True)
    for old in pages.glob("*.html"):
        old.unlink()
    learners = sorted(learners, key=lambda one: one.name.casefold())
    numbers = [
        n for lesson in sorted({lesson for one in learners for lesson in one.marked}) for n in numbers_of(lesson)
    ]
    marks: list[list] = [["learner", *numbers, "total", "of", "remarks"]]
    long: list[list] = [["learner", "exercise", "verdict", "misconception", "message", "remarks", "file"]]
    taken: set[str] = set()
    for one in learners:
        verdicts = {v.number: v for marked in one.marked.values() for v in marked.verdicts}
        remarks = one.problems + [text for marked in one.marked.values() for text in marked.remarks]
        points = [verdicts[n].mark if n in verdicts else "" for n in numbers]
        total = [sum(v.mark for v in verdicts.values()), len(verdicts)] if verdicts else ["", ""]
        marks.append([one.name, *points, *total, " ".join(remarks)])
        for number, v in verdicts.items():
            row = [one.name, number, v.kind.rstrip("."), misconception(v), v.message, " ".join(v.remarks)]
            long.append([*row, one.files[f"0{number[0]}"]])
        (pages / file_name(one.name, taken)).write_text(feedback(one, with_solutions), encoding="utf-8")
    _write_table(folder / "marks.csv", marks)
    _write_table(folder / "verdicts.csv", long)
    (folder / "to_read.html").write_text(readings(learners), encoding="utf-8")
    (folder / "summary.html").write_text(summary(learners, asides), encoding="utf-8")
