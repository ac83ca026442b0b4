"""Say whose a file is, by where it lies and what it is called: one line in a table for each platform.

A file that no line of the table fits belongs to the learner whose name its folder has, or the file itself without the
lesson's name and without what is added to copies.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from authoring.keeping.exercises import SOLUTIONS
from authoring.marking.names import apart, shown

Path = tuple[str, ...]
NO_NAME = "Neither a folder nor the file's name says whose this is. Write the name into learners.csv and mark again."
ONE_FOLDER = "Several names lie in one folder, so each was taken for another learner's. If they are one learner's, give them one id in learners.csv."


@dataclass(frozen=True)
class Owner:
    """Whose a file is: an identity, a name, and when the platform says it was sent (None: it does not say).

    `sure` tells that the identity comes from a platform, `doubt` what is to be said where it is only guessed (empty:
    nothing). A `receipt` is a file that the platform adds.
    """

    id: str
    name: str
    sent: datetime | None = None
    sure: bool = False
    receipt: bool = False
    doubt: str = ""


# The platform; the name of a folder or file there; an example. Groups: name, id, sent, rest (the learner's own words).
_GROUP = r"(?:[^-]*(?:group|grupp|grupo|team|class|klass|clas[es]|группа|класс|组|班|\d)[^-_]*-)?"
PLATFORMS = (
    ("Moodle, anonymous",
     r"(?P<name>[^\W\d_]+)[_ ](?P<id>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)",
     "Participant_123_assignsubmission_file_"),
    ("Moodle",
     _GROUP + r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+_?(?P<rest>.*)",
     "Ana Silva_123_assignsubmission_file_"),
    ("Canvas, anonymous",
     r"anon(?:ymous)?_(?:LATE_)?(?P<id>[A-Za-z0-9]{4,})_(?:LATE_)?(?P<sent>\d+)_(?P<rest>.+)",
     "anon_x7Zp2_5678_02_observer_status.ipynb"),
    ("Canvas",
     r"(?P<name>[^\W_]+)_(?:LATE_)?(?P<id>[1-9]\d*)_(?P<sent>[1-9]\d{2,})_(?P<rest>.+)",
     "silvaana_LATE_1234_5678_02_observer_status-1.ipynb"),
    ("Blackboard",
     r"(?P<id>.+)_(?:attempt|Versuch|intento|tentative|попытка)_(?P<sent>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+))?",
     "Observer status_asilva_attempt_2026-03-04-10-11-12_02_observer_status.ipynb"),
    ("Brightspace",
     r"(?P<id>\d+)-\d+ - (?P<name>.+?) - (?P<sent>[A-Z]\w+ \d+, \d{4} \d{3,4} [AP]M)(?: - (?P<rest>.+))?",
     "12345-678901 - Ana Silva - Mar 4, 2026 1011 AM"),
    ("Sakai",
     r"(?P<name>[^()]+, [^()]+)\((?P<id>[\w.@-]+)\)(?P<rest>)",
     "Silva, Ana(asilva)"),
)  # fmt: skip
_PATTERNS = [(platform, re.compile(pattern, re.IGNORECASE)) for platform, pattern, _ in PLATFORMS]

_COPY = r"cop(?:y|ie|ia)|cópia|kopi[ea]|копи[яи]|копія|(?:の)?コピー|副本|kopya\w*|salinan"
_BEFORE = re.compile(rf"^(?:(?:{_COPY})(?:[ _]+(?:of|von|de|di|van|av|af|из))?[ _-]+)+", re.IGNORECASE)
_BEHIND = re.compile(rf"(?:[-_ ~]*(?:{_COPY})[ _]*\d*|\s*[(（]\d+[)）]|__\d{{14}})$", re.IGNORECASE)
_LESSONS = [path.stem.split("_", 1) for path in sorted(SOLUTIONS.glob("*.ipynb"))] + [["00", "start_here"]]
_LESSON = re.compile(
    "|".join(
        rf"(?:(?<!\d){number}[_ -]+)?{name.replace('_', '[_ -]+')}(?:[_ -]+exercises)?" for number, name in _LESSONS
    ),
    re.IGNORECASE,
)
_ENDING = re.compile(r"(?:\.ipynb|\.tar)?\.\w{1,8}$|\.ipynb[^a-z]*$", re.IGNORECASE)
_COURSE = {"coursekit", "teaching", "authoring"}  # beside exercises/: a whole course folder
NOBODY = {"exercises", "notebooks", "solutions", "data", "build"}  # a teacher may have these beside the learners'
_LEFT_OVER = {"__macosx", "__pycache__", "thumbs.db", "desktop.ini", "icon\r", "$recycle.bin", "node_modules"}


def is_left_over(path: Path) -> bool:
    """Say whether a file is one that systems and programs leave beside the work: nobody handed it in."""
    return any(
        part.lower() in _LEFT_OVER or part.startswith(("._", "~$")) or (part.startswith(".") and part != ".ipynb")
        for part in path
    )


def own_words(name: str) -> str:
    """Return what a learner or teacher added to the name of a notebook: without lesson and marks of copies."""
    text = unicodedata.normalize("NFC", name)
    before = None
    while text != before:
        before = text
        for pattern in (_BEFORE, _LESSON, _BEHIND):
            text = pattern.sub(" " if pattern is _LESSON else "", text.strip(" _-.,"))
    return text.strip(" _-.,")


def names_a_lesson(name: str) -> bool:
    """Say whether the name of a file holds that of a lesson."""
    return bool(_LESSON.search(name))


def in_course_folders(paths: Iterable[Path], place: str) -> dict[Path, tuple[Path, Path | None]]:
    """Return, for each file of a whole course folder, that folder, and the path as if only exercises were handed in.

    No path (None) for the others: keys, lessons, tests, tables and kept copies are nobody's work.
    """
    paths = list(paths)
    beside: dict[Path, set[str]] = {}
    for path in paths:
        for depth in range(len(path) - 1):
            beside.setdefault(path[:depth], set()).add(path[depth])
    roots = [
        root for root, folders in beside.items()
        if "exercises" in folders and (folders & _COURSE or _is_part_of_course(root, folders, paths))
    ]  # fmt: skip
    found: dict[Path, tuple[Path, Path | None]] = {}
    for path in paths:
        root = next((root for root in roots if path[: len(root)] == root), None)
        if root is not None:
            inside = path[len(root) :]
            work = inside[0] == "exercises" and len(inside) == 2
            found[path] = root, (*(root or (place,)), inside[1]) if work else None
    return found


def _is_part_of_course(root: Path, folders: set[str], paths: list[Path]) -> bool:
    """Say whether a folder with exercises/ holds only some of the course, and no work of others beside it.

    Then there are lessons or keys too, or the copies of two lessons under the names that the course gave them.
    """
    if not folders <= NOBODY or any(path[:-1] == root and path[-1].lower().endswith(".ipynb") for path in paths):
        return False
    inside = [path[-1] for path in paths if path[:-1] == (*root, "exercises") and not own_words(_stem(path[-1]))]
    copies = {lesson.group().lower() for lesson in map(_LESSON.search, inside) if lesson}
    return bool(folders & {"notebooks", "solutions"}) or len(copies) > 1


def owners(paths: list[Path], is_notebook: Callable[[Path], bool]) -> list[Owner]:
    """Return whose each file is."""
    inner = _without_outer_folders(paths, is_notebook)
    classes = _classes(inner, is_notebook) if inner == paths else set()
    found = []
    for path, now in zip(paths, inner, strict=True):
        in_class = now[0] in classes
        owner = _owner(now[1:] if in_class else now)
        if not owner.sure:
            guessed = (len(now) == 1 < len(path) and not names_a_lesson(now[0])) or (in_class and len(now) > 2)
            owner = replace(owner, id=f"{now[0]}/{owner.id}" if in_class else owner.id)
            owner = replace(owner, doubt=ONE_FOLDER) if guessed else owner
        found.append(owner)
    users = {owner.id for owner in found if owner.name == ""}  # Blackboard: the user behind the assignment's name
    common = _alike(users)
    found = [
        Owner(owner.id[len(common) :], shown(owner.id[len(common) :]), owner.sent, True, owner.receipt)
        if owner.name == "" else owner
        for owner in found
    ]  # fmt: skip
    ids = apart(owner.id for owner in found)
    return [replace(owner, id=ids[owner.id]) for owner in found]


def _alike(users: set[str]) -> str:
    """Return what all begin with, up to a line "_": the assignment's name, which Blackboard puts before the user's."""
    if not users:
        return ""
    first, last = min(users), max(users)
    length = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("_", 0, length) + 1]


def _without_outer_folders(paths: list[Path], is_notebook: Callable[[Path], bool]) -> list[Path]:
    """Drop the outer folder if all notebooks lie in one that is no learner's: "class2b", "submissions"."""
    notebooks = [path for path in paths if is_notebook(path)] or paths
    tops = {path[0] for path in notebooks if len(path) > 1}
    if len(tops) != 1 or any(len(path) == 1 for path in notebooks) or _platform(next(iter(tops))):
        return paths
    (top,) = tops
    names = {own_words(_stem(path[1])) for path in notebooks if len(path) == 2}
    platform = any(_platform(path[1]) for path in notebooks)
    deep = all(len(path) > 2 for path in notebooks)
    if not (deep or platform or (len(names) > 1 and "" not in names)):
        return paths
    inner = [path[1:] if path[0] == top and len(path) > 1 else path for path in paths]
    return _without_outer_folders(inner, lambda path: is_notebook((top, *path)) or is_notebook(path))


def _classes(paths: list[Path], is_notebook: Callable[[Path], bool]) -> set[str]:
    """Return which of several folders are classes: in them lie files, or folders, with the names of several learners."""
    inside: dict[str, list[Path]] = {}
    for path in paths:
        if is_notebook(path) and len(path) > 1:
            inside.setdefault(path[0], []).append(path)
    folders = [name for found in inside.values() for name in {path[1] for path in found if len(path) > 2}]
    if len(inside) < 2 or len(set(folders)) < len(folders):  # each learner has a folder "week 1"
        return set()
    classes = set()
    for top, found in inside.items():
        files = all(len(path) == 2 and names_a_lesson(path[1]) for path in found)
        if files or all(len(path) > 2 for path in found):
            names = {own_words(_stem(path[1]) if files else path[1]) for path in found}
            classes |= {top} if len(names) > 1 and "" not in names else set()
    return classes


def _stem(name: str) -> str:
    """Return the name of a file without its ending, also where a program added a second one."""
    return _ENDING.sub("", name) or name


def _platform(name: str) -> tuple[str, re.Match] | None:
    """Return the platform that gave a folder or file its name, and the parts of it."""
    for platform, pattern in _PATTERNS:
        fits = pattern.fullmatch(_stem(name)) or pattern.fullmatch(name)
        if fits:
            return platform, fits
    return None


def _owner(path: Path) -> Owner:
    """Return whose a file is, by the outermost name that says so."""
    platform = next(filter(None, map(_platform, path)), None)
    if platform:
        return _of_platform(*platform)
    for place, part in enumerate(path):
        words = own_words(_stem(part) if place == len(path) - 1 else part)
        if words and words.lower() not in NOBODY:
            return Owner(words, shown(words))
    whole = shown(_stem(path[-1]))
    return Owner("/".join(path), whole, doubt=NO_NAME)


def _of_platform(platform: str, fits: re.Match) -> Owner:
    """Return whose a file is, from the parts of its name on a platform."""
    parts = fits.groupdict()
    name = shown(parts["name"]) if parts.get("name") else ""
    if platform == "Canvas, anonymous":
        name = f"anonymous {parts['id']}"
    if platform == "Moodle, anonymous" and name.lower() in ANONYMOUS:
        name = f"{name} {parts['id']}"
    receipt = platform == "Blackboard" and not parts["rest"]
    return Owner(parts["id"], name, _sent(parts.get("sent") or ""), platform != "Blackboard", receipt)


ANONYMOUS = {"participant", "teilnehmer", "teilnehmerin", "participante", "partecipante", "участник", "deelnemer"}


def _sent(words: str) -> datetime | None:
    """Return the time of an attempt as a platform writes it into names; None if it does not."""
    for form in ("%Y-%m-%d-%H-%M-%S", "%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p"):
        try:
            return datetime.strptime(words, form)
        except ValueError:
            continue
    return None
