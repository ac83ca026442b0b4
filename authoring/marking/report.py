"""Write what a teacher needs after a class: the tables, a page of feedback for each learner, a summary, what to read.

Each page is one file of plain HTML; it loads nothing and opens without a network.
"""

import base64
from pathlib import Path

import jinja2
from markupsafe import Markup

from authoring.keeping.exercises import SOLUTIONS
from authoring.marking import analysis, exercise_text, tables
from authoring.marking.judge import ERROR, KINDS, NOT_MARKED, NOT_YET, RIGHT, STOPPED, WRONG_KIND, Verdict
from authoring.marking.keys import key_of, lesson_name, numbers_of
from authoring.marking.names import for_file
from authoring.marking.records import TO_CORRECT, Record, labelled, lessons_of
from authoring.notebooks import copy_of
from coursekit.verdicts import DOTS

SAID = {
    WRONG_KIND: "wrong kind",
    NOT_YET: "not answered",
    ERROR: "an error",
    NOT_MARKED: "run again",
}
STILL_DOTS = "In your notebook the three dots are still there, or the cell was not saved with your answer."
PNG = b"\x89PNG\r\n\x1a\n"


def title_of(lesson: str) -> str:
    """Return the title of a lesson's exercises: "Exercises 02: observer status, checked"."""
    return key_of(lesson).cells[0].source.splitlines()[0].lstrip("# ")


def said(verdict: Verdict) -> str:
    """Return a verdict in a word or two."""
    return SAID.get(verdict.kind, verdict.kind.rstrip(".").lower())


def told(verdict: Verdict) -> str:
    """Return what a learner reads: on paper there is no cell above."""
    return STILL_DOTS if verdict.message == DOTS else verdict.message


def copy_name(lesson: str) -> str:
    """Return the name of the file in exercises/ that a learner works in."""
    return copy_of(SOLUTIONS / f"{lesson_name(lesson)}.ipynb").name


def bare(file: str) -> str:
    """Return the name of a file without the folders and archives it lay in: a learner does not know them."""
    return file.rsplit("/", 1)[-1]


def picture(work: dict[str, str]) -> str:
    """Return the address of a picture that holds the picture itself; empty if there is none, or if it is no PNG."""
    try:
        content = base64.b64decode(work["picture"], validate=True)
    except ValueError:
        return ""
    return f"data:image/png;base64,{base64.b64encode(content).decode()}" if content.startswith(PNG) else ""


_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_templates.filters |= {
    "title": title_of, "said": said, "told": told, "picture": picture, "copy_name": copy_name, "bare": bare,
    "heading": exercise_text.heading, "questions": exercise_text.questions, "solution": exercise_text.solution,
    "step_further": exercise_text.step_further, "task": lambda number: Markup(exercise_text.task(number)),
    "hints": lambda number: [(title, Markup(text)) for title, text in exercise_text.hints(number)],
}  # fmt: skip
_templates.globals |= {
    "RIGHT": RIGHT,
    "TO_CORRECT": TO_CORRECT,
    "NOT_MARKED": NOT_MARKED,
    "kinds": [kind.rstrip(".").lower() for kind in KINDS],
}


def feedback(record: Record, with_solutions: bool) -> str:
    """Return a learner's page: verdicts, hints, their own answers. It holds solutions only if the teacher asked for them."""
    return _templates.get_template("feedback.html.j2").render(record=record, with_solutions=with_solutions)


def readings(records: list[Record]) -> str:
    """Return the page of all that only a reader can judge: pictures, sentences, briefings, exercise by exercise."""
    works: dict[str, tuple[list, list]] = {}
    for label, one in labelled(records):
        for marked in one.marked.values():
            for number, work in marked.to_read.items():
                begun, not_begun = works.setdefault(number, ([], []))
                if work["text"] or picture(work):
                    begun.append((label, work))
                else:
                    not_begun.append(label)
    return _templates.get_template("to_read.html.j2").render(works=sorted(works.items()))


def summary(records: list[Record], asides: list[str]) -> str:
    """Return the teacher's page: what is not marked, which exercise failed most and why, who solved what, what needs a look.

    `asides`: what was noticed about files that belong to no learner, a line each.
    """
    class_first = sorted(lessons_of(records), key=lambda lesson: -sum(lesson in one.marked for one in records))
    return _templates.get_template("summary.html.j2").render(
        learners=labelled(records),
        lessons=[_overview(lesson, records) for lesson in class_first],
        looks=[f"{label}, {line}" for label, one in labelled(records) for line in _noticed(one)] + asides,
    )


def _overview(lesson: str, records: list[Record]) -> dict:
    """Return what the summary says of one lesson."""
    learners = [
        (label, one.marked[lesson], one.is_whole(lesson)) for label, one in labelled(records) if lesson in one.marked
    ]
    totals = [marked.total for _, marked, whole in learners if whole]
    items = analysis.items(lesson, records)
    return {
        "lesson": lesson,
        "numbers": numbers_of(lesson),
        "learners": learners,
        "whole": len(totals),
        "mean": f"{sum(totals) / len(totals):.1f}" if totals else "",
        "items": items,
        "hardest": analysis.hardest(items),
        "chance": analysis.chance(len(totals)) if len(totals) >= analysis.ENOUGH else None,
    }


def _noticed(one: Record) -> list[str]:
    """Return what was odd about a learner's files and answers, a line each."""
    whose: dict[str, list[str]] = {}  # the exercises of which the same is to be said
    for number, v in one.verdicts.items():
        for text in [*v.remarks, *([v.message] if v.kind == STOPPED else [])]:
            whose.setdefault(text, []).append(number)
    return [f"lesson {lesson}: {text}" for lesson, text in one.noticed] + [
        f"{', '.join(dict.fromkeys(numbers))}: {text}" for text, numbers in whose.items()
    ]


def file_name(learner: str, taken: set[str]) -> str:
    """Return a name for a learner's page that any system can hold, and that no other learner has."""
    base = for_file(learner)
    name, count = f"{base}.html", 1
    while name.casefold() in taken:
        count += 1
        name = f"{base}_{count}.html"
    taken.add(name.casefold())
    return name


def write(
    folder: Path,
    records: list[Record],
    asides: list[str],
    with_solutions: bool,
    semicolons: bool = False,
    platform: str = "",
) -> None:
    """Write all reports into a folder; what stood there from an earlier marking is replaced.

    `semicolons`: between the cells of the tables, for spreadsheets whose decimal sign is a comma. `platform`: "moodle" or
    "canvas", to write its gradebook file for each lesson too; one that lies there from before is written again.
    """
    pages = folder / ("feedback_with_solutions" if with_solutions else "feedback")
    pages.mkdir(parents=True, exist_ok=True)
    for old in pages.glob("*.html"):
        old.unlink()
    taken: set[str] = set()
    for label, one in labelled([one for one in records if not one.absent]):
        (pages / file_name(label, taken)).write_text(feedback(one, with_solutions), encoding="utf-8")
    gradebooks = tables.write_all(folder, records, semicolons, platform)
    (folder / "to_read.html").write_text(readings(records), encoding="utf-8")
    (folder / "summary.html").write_text(summary(records, gradebooks + asides), encoding="utf-8")
