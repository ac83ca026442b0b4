"""Find the notebooks that a class handed in, and say whose they are and of which lesson.

Understood are a folder, an archive, or one file; in it files side by side, a folder or an archive for each learner,
and the exports of learning platforms (layouts.py has the table). Whatever else lies there gets a line that says what
it is; nothing that one learner handed in stops the others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from authoring.keeping.exercises import is_stub, solution_of
from authoring.marking import spreadsheet
from authoring.marking.archives import UNKNOWN, Member, members
from authoring.marking.keys import key_of, slots_of
from authoring.marking.layouts import NO_NAME, NOBODY, Owner, in_course_folders, is_left_over, names_a_lesson, owners
from authoring.marking.names import apart, same, shown
from authoring.marking.places import sort_cells
from authoring.marking.roster import Learner, Roster, read_corrections, read_roster, write_learners
from authoring.marking.shapes import Cell, cells_of, lesson_of, looks_like
from authoring.notebooks import NotebookProblem

__all__ = ["Handed", "Learner", "Line", "Submission", "find", "latest"]
NAMESAKE = "Another learner has the same name. If both rows are one person, give both the same id in learners.csv."
IN_DOUBT = "Several learners of the roster may be meant; none was chosen. Correct this line in learners.csv."
IS_KEY = "This is the course's own key, with its solutions. It is not the work of a learner."
LIKE_KEY = "Every answer is, word for word, that of the course's key."
OTHER_ENDING = "The file's name does not end in .ipynb; it was read all the same."
NO_WORK = "Only the notebooks in exercises/ are marked; {} not looked at, in {}."
WHAT = {
    "a link to another place": (".url", ".webloc", ".lnk", ".gdoc", ".gsheet", ".gslides", ".desktop"),
    "an archive of a kind that is not opened here": (".7z", ".rar", ".gz", ".bz2", ".xz", ".tbz2", ".txz", ".zst"),
    "a program and no notebook": (".py", ".r", ".m", ".js"),
}
# Files without a folder that have a name of their own and are more likely the teacher's than handed in.
BESIDE = (".csv", ".txt", ".md", ".xlsx", ".xls", ".json", ".log", ".yml", ".yaml", ".ini", ".toml", ".db")


@dataclass(frozen=True)
class Submission:
    """One notebook that was handed in: whose it is, its bytes, when it was saved, and where it came from.

    `in_course`: it lay in a whole course folder, beside those of other lessons.
    """

    learner: Learner
    file: str
    content: bytes
    saved: datetime
    remarks: tuple[str, ...] = field(default=())
    in_course: bool = False


@dataclass(frozen=True)
class Line:
    """What is to be said about a file that is no notebook, and whose it is (None: nobody's)."""

    learner: Learner | None
    file: str
    text: str


@dataclass
class Handed:
    """All that a class handed in: the notebooks, and a line about every other file.

    `courses` has a line for each whole course folder, about what is no work in it; `absent` the learners of the roster
    who handed in nothing; `strangers` those who handed in something and are not in it.
    """

    submissions: list[Submission]
    lines: list[Line]
    courses: list[Line] = field(default_factory=list)
    absent: list[Learner] = field(default_factory=list)
    strangers: list[Learner] = field(default_factory=list)

    def write_learners(self, path: Path, semicolons: bool = False) -> None:
        """Write learners.csv: the teacher corrects a line, and the next run goes by it."""
        lines = {(one.file, one.learner) for one in [*self.submissions, *self.lines] if one.learner}
        write_learners(path, sorted(lines, key=lambda line: (line[1].name, line[1].id, line[0])), semicolons)


def find(place: Path, roster: Path | None = None, corrections: Path | None = None) -> Handed:
    """Return all that lies in a folder, an archive, or one file.

    `roster` is a list of learners from a platform; `corrections` a learners.csv from an earlier run. A corrected line
    wins over the roster, the roster over what the files' names say.

    Raises
    ------
    NotebookProblem
        If there is nothing to mark, or a list cannot be read; the message says what to do.
    """
    if not place.exists():
        raise NotebookProblem(
            f"{place}: there is no such file or folder. Give the folder with the notebooks handed in."
        )
    found = [member for member in members(place) if not is_left_over(member.path)]
    moved = in_course_folders((member.path for member in found), shown(place.stem))
    work = [(member, moved[member.path][1] if member.path in moved else member.path) for member in found]
    work = [(member, path) for member, path in work if path is not None]
    kinds = {path: _is_notebook(member) for member, path in work}
    people = owners([path for _, path in work], lambda path: kinds.get(path, False))
    platform = any(owner.sure for owner in people)
    handed = Handed([], [])
    forms = apart("/".join(member.path) for member, _ in work)
    files = [forms["/".join(member.path)] for member, _ in work]
    listed = read_roster(roster) if roster else Roster()
    named = _learners([member for member, _ in work], files, people, listed, corrections)
    have_more = {owner.id for (member, _), owner in zip(work, people, strict=True) if not owner.receipt}
    for (member, path), owner, (learner, remarks), file in zip(work, people, named, files, strict=True):
        if kinds[path]:
            saved = owner.sent or member.saved
            handed.submissions.append(Submission(learner, file, member.content, saved, remarks, member.path in moved))
        elif owner.receipt and owner.id in have_more:
            continue
        else:
            beside = _is_beside(path, owner) or (platform and not owner.sure)
            handed.lines.append(Line(None if beside else learner, file, _what(member)))
    meant = listed.meant_by(learner for learner, _ in named)
    may_be = set().union(*meant.values())
    handed.absent = [one for one in dict.fromkeys(listed.learners) if one not in may_be]
    rows = dict.fromkeys(one.learner for one in [*handed.submissions, *handed.lines] if one.learner)
    handed.strangers = [learner for learner in rows if listed.learners and not meant[learner]]
    whose = {moved[member.path][0]: learner
             for (member, _), (learner, _) in zip(work, named, strict=True) if member.path in moved}  # fmt: skip
    for root in dict.fromkeys(root for root, _ in moved.values()):
        others = [path[len(root) :] for path, (its, now) in moved.items() if its == root and now is None]
        where = ", ".join(sorted({path[0] for path in others}))
        count = "1 other file was" if len(others) == 1 else f"{len(others)} other files were"
        text = NO_WORK.format(count, where)
        handed.courses.append(Line(whose.get(root), "/".join(root) or place.name, text if others else ""))
    if not handed.submissions:
        raise NotebookProblem(
            f"{place}: there is no notebook in it (no file that ends in .ipynb). "
            "Give a folder of notebooks, a folder with one folder a learner, or the .zip of your learning platform."
        )
    return handed


def _is_notebook(member: Member) -> bool:
    """Say whether a file is to be marked: by its ending, or because it is a notebook under another name."""
    name = member.path[-1].lower()
    if member.problem:
        return False
    if name.endswith(".ipynb"):
        return True
    if not (".ipynb" in name or name.endswith((".json", ".txt", ".zip")) or "." not in name):
        return False
    try:
        return lesson_of(cells_of(member.content)) is not None
    except NotebookProblem:
        return False


def _is_beside(path: tuple[str, ...], owner: Owner) -> bool:
    """Say whether a file lies among the learners' and is more likely the teacher's own than handed in."""
    name = path[-1].lower()
    return len(path) == 1 and not owner.sure and name.endswith(BESIDE) and not names_a_lesson(name)


def _what(member: Member) -> str:
    """Return what is to be said about a file that is no notebook."""
    if member.problem:
        return f"Not read: {member.problem}"
    name = member.path[-1].lower()
    what = next((words for words, endings in WHAT.items() if name.endswith(endings)), None)
    if what is None:
        what = looks_like(member.content) if member.content.strip() else "an empty file"
        what = (
            f"a file of another kind ({Path(name).suffix or 'without an ending'})" if what == "something else" else what
        )
    return f"This is {what}. Only a notebook can be marked: a file that ends in .ipynb."


def _learners(
    found: list[Member], files: list[str], people: list[Owner], listed: Roster, corrections: Path | None
) -> list[tuple[Learner, tuple[str, ...]]]:
    """Return who handed in each file, as far as the teacher's lists and the names tell, and what is in doubt."""
    corrected = read_corrections(corrections)
    receipts = {owner.id: name for member, owner in zip(found, people, strict=True)
                if owner.receipt and (name := _name_in_receipt(member.content))}  # fmt: skip
    seen = [Learner(owner.id, receipts.get(owner.id, owner.name)) for owner in people]
    meant = listed.meant_by(set(seen))
    claims = Counter(one for several in meant.values() for one in several)
    answer = []
    for file, owner, learner in zip(files, people, seen, strict=True):
        remarks = (owner.doubt,) if owner.doubt else ()
        line = corrected.get(spreadsheet.cell(file))
        several = meant[learner]
        if line and line != learner:
            emails = {one.email for one in listed.meant(line)}
            learner, remarks = replace(line, email=line.email or (emails.pop() if len(emails) == 1 else "")), ()
        elif len(several) == 1 and claims[next(iter(several))] == 1:
            learner, remarks = next(iter(several)), ()
        elif several:
            remarks = (*remarks, IN_DOUBT)
        answer.append((learner, remarks))
    unsure = defaultdict(dict)
    for (learner, _), owner in zip(answer, people, strict=True):
        unsure[same(learner.name)][learner.id] = not owner.sure
    doubt = {name for name, ids in unsure.items() if len(ids) > 1 and any(ids.values())}
    return [(one, (*remarks, NAMESAKE) if same(one.name) in doubt else remarks) for one, remarks in answer]


def _name_in_receipt(content: bytes) -> str:
    """Return the learner's name in a receipt of Blackboard ("Name: Ana Silva (asilva)"); empty if there is none."""
    found = re.search(r"^\s*\w+:\s*(\S.*?)\s*\([^()\n]*\)\s*$", content.decode("utf-8", "replace"), re.MULTILINE)
    return shown(found.group(1)) if found else ""


def _answers(cells: list[Cell], lesson: str) -> dict[str, str]:
    """Return what was written into each answer, by the id of its slot; nothing for those left as they were."""
    found: dict[str, str] = {}
    for cell, place in sort_cells(cells, lesson)[0]:
        if place.slot and not place.after_check and cell.source.strip() and not is_stub(cell.source):
            found[place.slot.id] = found.get(place.slot.id, "") + (solution_of(cell.source) or cell.source)
    return found


def _key_remark(cells: list[Cell], lesson: str) -> str:
    """Return what is to be said if a notebook is the course's key; empty if it is not."""
    if any(solution_of(cell.source) for cell in cells):
        return IS_KEY
    solved = {cell.id: solution_of(cell.source) for cell in key_of(lesson).cells}
    mine = _answers(cells, lesson)
    asked = [slot.id for slot in slots_of(lesson) if slot.number]
    return LIKE_KEY if all(mine.get(id, "").split() == solved[id].split() for id in asked) else ""


def latest(found: Iterable[tuple[Submission, str]]) -> list[tuple[Submission, str]]:
    """Keep one submission of each learner and lesson, with a remark that says so: the one saved last.

    A copy in which nothing is answered, and the course's own key, count only if the learner handed in nothing else. The
    copies of a whole course folder that nobody has begun are not handed in if another one was, nor are the course's
    own files in a folder of its own beside the learners'.
    """
    by_learner: dict[tuple[str, str], list[tuple[Submission, list[Cell]]]] = defaultdict(list)
    for submission, lesson in found:
        by_learner[submission.learner.id, lesson].append((submission, cells_of(submission.content)))
    kept = []
    for (_, lesson), several in by_learner.items():
        several.sort(key=lambda one: _rank(*one, lesson))
        last, cells = several[-1]
        key = _key_remark(cells, lesson)
        remarks = (*last.remarks, *filter(None, [key, _of_several([one for one, _ in several], lesson)]))
        kept.append((replace(last, remarks=remarks), lesson, bool(_answers(cells, lesson))))
    kept = [(one, lesson, is_begun) for one, lesson, is_begun in kept if not _is_the_courses(one, is_begun)] or kept
    begun = {submission.learner.id for submission, _, is_begun in kept if is_begun}
    return [
        (submission, lesson) for submission, lesson, is_begun in kept
        if is_begun or not submission.in_course or submission.learner.id not in begun
    ]  # fmt: skip


def _is_the_courses(submission: Submission, is_begun: bool) -> bool:
    """Say whether a file in exercises/, solutions/ ... of nobody's is the course's own: not begun, or the key."""
    *folders, _ = submission.file.split("/")
    of_nobody = NO_NAME in submission.remarks and bool(NOBODY & set(folders))
    return of_nobody and (not is_begun or IS_KEY in submission.remarks)


def _rank(submission: Submission, cells: list[Cell], lesson: str) -> tuple:
    """Return what decides which of several files counts; numbers in their names as numbers."""
    numbers = [part.zfill(20) if part.isdigit() else part for part in re.split(r"(\d+)", submission.file)]
    return _key_remark(cells, lesson) != IS_KEY, bool(_answers(cells, lesson)), submission.saved, numbers


def _of_several(several: list[Submission], lesson: str) -> str:
    """Return the remark on a file that was chosen among several (it is the last); empty if all are the same."""
    *others, last = several
    others = [one for one in others if one.content != last.content]
    if not others:
        return ""
    names = ", ".join(one.file for one in others)
    reason = "the one saved last counts"
    if any(one.saved > last.saved for one in others):
        reason = "the later one holds no answers, so an earlier one counts"
    elif any(one.saved == last.saved for one in others) or last.saved == UNKNOWN:
        reason = "it is not known which was saved last, so look at them; this one was taken"
    return f"{len(others) + 1} different files were handed in for lesson {lesson}; {reason} ({last.file}), not {names}."
