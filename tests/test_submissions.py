"""Who handed in what: every layout, archive and name that teachers get; one odd file never stops the others."""

import contextlib
import gzip
import io
import os
import random
import re
import stat
import struct
import tarfile
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from class_of_learners import all_right, answered, as_file, fresh_copy
from hypothesis import given, settings
from hypothesis import strategies as st

from authoring.marking import archives
from authoring.marking.archives import UNKNOWN, members
from authoring.marking.layouts import NO_NAME, ONE_FOLDER, PLATFORMS, own_words, owners
from authoring.marking.names import decoded, for_file, shown
from authoring.marking.roster import Learner, read_roster
from authoring.marking.shapes import cells_of, lesson_of
from authoring.marking.submissions import IN_DOUBT, IS_KEY, LIKE_KEY, NAMESAKE, Handed, find, latest
from authoring.notebooks import NotebookProblem
from notebooks import COPIES, ROOT

RIGHT = as_file(answered("02", all_right("02")))
HALF = as_file(answered("02", {n: code for n, code in all_right("02").items() if n < "2.4"}))
FRESH = as_file(fresh_copy("02"))
KEY = (ROOT / "solutions" / "02_observer_status.ipynb").read_bytes()
WORK = {RIGHT: "6", HALF: "3", FRESH: "0"}
FILE = "02_observer_status.ipynb"
Files = dict[str, bytes]


def zipped(files: Files, when: tuple = (2026, 3, 4, 10, 11, 12)) -> bytes:
    """Return a .zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, when), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def zipped_without_flag(files: Files, encoding: str) -> bytes:
    """Return a .zip whose names are in an encoding that it does not name."""
    stand_in = {f"{i:04}{'x' * (len(name.encode(encoding)) - 4)}": name for i, name in enumerate(files)}
    content = zipped({short: files[name] for short, name in stand_in.items()})
    for short, name in stand_in.items():
        content = content.replace(short.encode(), name.encode(encoding))
    return content


def tarred(files: Files) -> bytes:
    """Return a .tar.gz of these files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_772_600_000
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def put(place: Path, files: Files) -> Path:
    """Write files into a folder, each a minute later than the one before; return the folder."""
    for minute, (name, content) in enumerate(files.items()):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(content)
        os.utime(place / name, (1_772_600_000 + 60 * minute,) * 2)
    return place


def counted(handed: Handed) -> dict[str, str]:
    """Return what counts for each learner ("id: name"): the marks that its file must get, or the line about it."""
    found = {f"{one.learner.id}: {one.learner.name}": one.text for one in handed.lines if one.learner}
    readable = [(one, lesson) for one in handed.submissions if (lesson := lesson_of(cells_of(one.content)))]
    return found | {
        f"{one.learner.id}: {one.learner.name}": WORK.get(one.content, "other") for one, _ in latest(readable)
    }


def both_ways(tmp_path: Path, files: Files) -> dict[str, str]:
    """Return what counts if the files come in a folder; that a .zip of them gives the same is tested at once."""
    found = counted(find(put(tmp_path / "class", files)))
    (tmp_path / "class.zip").write_bytes(zipped(files))
    assert counted(find(tmp_path / "class.zip")) == found
    return found


# Layouts: what lies in the folder or archive, and who must be found with which marks.

MOODLE, CANVAS = "{}_{}_assignsubmission_file_/{}", "{}_{}_{}_{}"
LAYOUTS: dict[str, tuple[Files, dict[str, str]]] = {
    "files side by side": ({f"Ana_{FILE}": RIGHT, f"Ben_{FILE}": HALF}, {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "a folder of files": ({f"class2b/Ana_{FILE}": RIGHT, f"class2b/Ben_{FILE}": HALF}, {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "a folder a learner": ({f"Ana/{FILE}": RIGHT, f"Ben/{FILE}": HALF}, {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "one folder too deep": ({f"2b/Ana/{FILE}": RIGHT, f"2b/Ben/x/{FILE}": HALF}, {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "a folder a lesson": ({f"{FILE[:-6]}/Ana.ipynb": RIGHT, f"{FILE[:-6]}/Ben.ipynb": HALF}, {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "classes, files": ({f"2a/Ana_{FILE}": RIGHT, f"2a/Ben_{FILE}": HALF, f"2b/Ana_{FILE}": FRESH, f"2b/Cem_{FILE}": HALF},
                       {"2a/Ana: Ana": "6", "2a/Ben: Ben": "3", "2b/Ana: Ana": "0", "2b/Cem: Cem": "3"}),
    "classes, folders": ({f"2a/Ana/{FILE}": RIGHT, f"2a/Ben/{FILE}": HALF, f"2b/Cem/{FILE}": FRESH},
                         {"2a/Ana: Ana": "6", "2a/Ben: Ben": "3", "2b: 2b": "0"}),
    "weeks of learners": ({f"Ana/week 1/{FILE}": HALF, f"Ana/week 2/{FILE}": RIGHT, f"Ben/week 1/{FILE}": HALF},
                          {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "two exports": ({f"hw1/Ana_101_assignsubmission_file_/{FILE}": HALF, f"hw2/Ben_102_assignsubmission_file_/{FILE}": RIGHT},
                    {"101: Ana": "3", "102: Ben": "6"}),
    "one learner's folder": ({f"Ana/{FILE}": RIGHT}, {"Ana: Ana": "6"}),
    "class and number": (
        {f"2b_14_{FILE}": RIGHT, f"2b_15_{FILE}": HALF, "2b_06_observer_status.ipynb": FRESH},
        {"2b_14: 2b_14": "6", "2b_15: 2b_15": "3", "2b_06: 2b_06": "0"},
    ),
    "an archive a learner": ({f"Ana_{FILE[:-6]}.zip": zipped({FILE: RIGHT}), "Ben.zip": zipped({f"x/{FILE}": HALF})},
                             {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "archives and notebooks under wrong names": (
        {f"Ana_{FILE}": zipped({FILE: RIGHT}), "Ben.zip": HALF, f"Cem_{FILE}.zip": zipped({FILE: FRESH})},
        {"Ana: Ana": "6", "Ben: Ben": "3", "Cem: Cem": "0"}),
    "archives in archives": ({"Ana.zip": zipped({"a.zip": zipped({FILE: RIGHT})}), "Ben.tar.gz": tarred({FILE: HALF})},
                             {"Ana: Ana": "6", "Ben: Ben": "3"}),
    "Moodle": (
        {MOODLE.format("Ana Silva", 101, FILE): RIGHT, MOODLE.format("Ana Silva", 102, FILE): HALF,
         MOODLE.format("ana_maria_o", 103, "work.zip"): zipped({FILE: FRESH}),
         "Dua Lal_104_assignsubmission_onlinetext_/onlinetext.html": b"<p>Here.</p>"},
        {"101: Ana Silva": "6", "102: Ana Silva": "3", "103: ana_maria_o": "0",
         "104: Dua Lal": "This is a web page. Only a notebook can be marked: a file that ends in .ipynb."},
    ),
    "Moodle, files side by side": (
        {f"Ana Silva_101_assignsubmission_file_{FILE}": RIGHT, "王芳_102_assignsubmission_file_my work.ipynb": HALF},
        {"101: Ana Silva": "6", "102: 王芳": "3"},
    ),
    "Moodle, groups and hyphens": (
        {MOODLE.format("Group A-Ana Silva", 101, FILE): RIGHT, MOODLE.format("Ana-Lena Silva", 102, FILE): HALF},
        {"101: Ana Silva": "6", "102: Ana-Lena Silva": "3"},
    ),
    "Moodle, anonymous": (
        {MOODLE.format("Participant", 101, FILE): RIGHT, MOODLE.format("Participant", 102, FILE): HALF},
        {"101: Participant 101": "6", "102: Participant 102": "3"},
    ),
    "Moodle, one learner": ({MOODLE.format("Ana", 101, FILE): RIGHT, MOODLE.format("Ana", 101, "notes.pdf"): b"%PDF"}, {"101: Ana": "6"}),
    "Canvas": (
        {CANVAS.format("silvaana", "LATE_1234", 5678, FILE): HALF, CANVAS.format("silvaana", 1235, 5679, FILE): RIGHT,
         CANVAS.format("okaforben", 7, 5680, "02_observer_status-1.ipynb"): FRESH},
        {"1234: silvaana": "3", "1235: silvaana": "6", "7: okaforben": "0"},
    ),
    "Canvas, anonymous": (
        {CANVAS.format("anon", "x7Zp2", 5678, FILE): HALF, CANVAS.format("anon_LATE", "q1w2e", 5679, FILE): RIGHT},
        {"x7Zp2: anonymous x7Zp2": "3", "q1w2e: anonymous q1w2e": "6"},
    ),
    "Blackboard": (
        {f"Observer status_asilva_attempt_2026-03-04-12-00-00_{FILE}": HALF,
         f"Observer status_asilva_attempt_2026-03-04-10-11-12_{FILE}": RIGHT,
         "Observer status_asilva_attempt_2026-03-04-12-00-00.txt": b"Name: Ana Silva (asilva)\nAssignment: x\n",
         f"Observer status_b_okafor_attempt_2026-03-04-12-00-00_{FILE}": RIGHT,
         "Observer status_c_ak_attempt_2026-03-04-12-00-00.txt": b"Name: Cem Ak (c_ak)\n"},
        {"asilva: Ana Silva": "3", "b_okafor: b_okafor": "6",
         "c_ak: Cem Ak": "This is a file of another kind (.txt). Only a notebook can be marked: a file that ends in .ipynb."},
    ),
    "Brightspace": (
        {f"12345-678901 - Ana Silva - Mar 4, 2026 1011 AM/{FILE}": RIGHT,
         f"12345-678901 - Ana Silva - Mar 4, 2026 111 PM/{FILE}": HALF,
         "index.html": b"<html>",
         f"12346-678901 - Ben-Olu Okafor - Mar 14, 2026 1011 AM/{FILE}": FRESH},
        {"12345: Ana Silva": "3", "12346: Ben-Olu Okafor": "0"},
    ),
    "copies": (
        {f"Copy of {FILE[:-6]} Ana.ipynb": RIGHT, f"Ben {FILE[:-6]} (1).ipynb": HALF, f"Копия Юлия {FILE}": RIGHT,
         f"Cem {FILE[:-6]} - Copie.ipynb": HALF, f"{FILE[:-6]} - Kopie Dua.ipynb": FRESH, f"王芳 {FILE[:-6]} 副本.ipynb": HALF,
         "さくら 02 observer status のコピー.ipynb": HALF, f"Eli_{FILE[:-6]}-Copy1.ipynb": RIGHT},
        {"Ana: Ana": "6", "Ben: Ben": "3", "Юлия: Юлия": "6", "Cem: Cem": "3", "Dua: Dua": "0", "王芳: 王芳": "3",
         "さくら: さくら": "3", "Eli: Eli": "6"},
    ),
    "several files of a learner": ({f"Ana/{FILE}": HALF, "Ana/again.ipynb": RIGHT}, {"Ana: Ana": "6"}),
    "a fresh copy is newer": ({f"Ana/{FILE[:-6]}__20260304101112.ipynb": HALF, f"Ana/{FILE}": FRESH}, {"Ana: Ana": "3"}),
    "the key is newer": ({f"Ana/{FILE}": HALF, "Ana/key.ipynb": KEY}, {"Ana: Ana": "3"}),
    "other endings": (
        {f"Ana/{FILE}.json": RIGHT, f"Ben/{FILE}.txt": HALF, "Cem/02_observer_status": FRESH, f"Dua/{FILE}.txt": b"My answer"},
        {"Ana: Ana": "6", "Ben: Ben": "3", "Cem: Cem": "0",
         "Dua: Dua": "This is a file of another kind (.txt). Only a notebook can be marked: a file that ends in .ipynb."},
    ),
    "left over by systems": (
        {f"Ana/{FILE}": RIGHT, ".DS_Store": b"x", "__MACOSX/Ana/._x.ipynb": b"x", "Ana/Thumbs.db": b"x", "desktop.ini": b"x",
         f"Ana/.ipynb_checkpoints/{FILE}": HALF, "Ana/~$work.docx": b"x"},
        {"Ana: Ana": "6"},
    ),
    "folders of the course are nobody's": (
        {f"Ana/exercises/{FILE}": RIGHT, f"notebooks/Ben_{FILE}": HALF, f"solutions/Cem/{FILE}": FRESH,
         f"build/{FILE}": HALF},
        {"Ana: Ana": "6", "Ben: Ben": "3", "Cem: Cem": "0", f"build/{FILE}: {FILE[:-6]}": "3"}),
    "a teacher's own folders beside": (
        {f"Ana/{FILE}": RIGHT, f"Ben_{FILE}": HALF, f"exercises/{FILE}": FRESH, "solutions/key.ipynb": KEY},
        {"Ana: Ana": "6", "Ben: Ben": "3", "key: key": "other"}),
    "names of Windows": ({"aux.ipynb": RIGHT, f"CON/{FILE}": HALF}, {"aux: aux": "6", "CON: CON": "3"}),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout(layout: str, tmp_path):
    files, wanted = LAYOUTS[layout]
    assert both_ways(tmp_path, files) == wanted


def test_two_names_that_look_alike_when_shown_stay_two(tmp_path):
    long = "x" * 100
    files = {
        f"=y/{FILE}": RIGHT,
        f"y/{FILE}": HALF,
        f"{long}1/{FILE}": RIGHT,
        f"{long}2/{FILE}": HALF,
        f"\u202e/{FILE}": FRESH,
    }
    handed = find(put(tmp_path, files))
    assert len({one.learner.id for one in handed.submissions}) == len({one.file for one in handed.submissions}) == 5


@pytest.mark.parametrize(("platform", "example"), [(platform, example) for platform, _, example in PLATFORMS])
def test_examples_in_the_table_of_platforms_are_read(platform: str, example: str):
    (owner,) = owners([(example, FILE)] if "." not in example else [(example,)], lambda path: True)
    assert owner.sure
    assert owner.id in example
    assert "_" not in owner.name


COURSE = {
    "exercises/02_observer_status_exercises.ipynb": HALF, "exercises/kept/02_observer_status.2026.ipynb": RIGHT,
    "solutions/02_observer_status.ipynb": KEY, "notebooks/02_observer_status.ipynb": RIGHT,
    "tests/submissions/Zoe_02_observer_status.ipynb": RIGHT, "coursekit/check.py": b"x = 1", "data/members.csv": b"a,b",
    "build/a.ipynb": RIGHT,
}  # fmt: skip


@pytest.mark.parametrize(
    "top", ["Ana/", "2b/Ana/", "Ana/course-main/", "Ana_101_assignsubmission_file_/course/", "Ana/a/b/c/"]
)
def test_of_a_whole_course_folder_only_the_exercises_are_work(top: str, tmp_path):
    files = {top + name: content for name, content in COURSE.items()} | {f"{top.split('Ana')[0]}Ben/{FILE}": RIGHT}
    found = both_ways(tmp_path, files)
    assert sorted(name.split(": ")[1] + found[name] for name in found) == ["Ana3", "Ben6"]
    handed = find(tmp_path / "class")
    (course,) = handed.courses
    assert (course.learner.name, course.file) == ("Ana", top.rstrip("/"))
    assert course.text.endswith(
        "7 other files were not looked at, in build, coursekit, data, exercises, notebooks, solutions, tests."
    )
    assert not handed.lines


def test_of_a_whole_course_folder_only_what_was_begun_counts(tmp_path):
    files = {f"Ana/course/{name}": content for name, content in COURSE.items()}
    files |= {f"Ana/course/exercises/{path.name}": path.read_bytes() for path in COPIES}
    name = "Ana/course/exercises/02_observer_status_exercises.ipynb"
    for work, lessons in (
        (HALF, ["02"]),
        (FRESH, ["01", "02", "03", "04", "05", "06"]),
    ):  # nothing begun: a row all the same
        handed = find(put(tmp_path / lessons[-1], files | {name: work}))
        found = latest([(one, lesson_of(cells_of(one.content))) for one in handed.submissions])
        assert sorted(lesson for _, lesson in found) == lessons


@pytest.mark.parametrize("others", [[], ["data/members.csv", "README.md"], ["notebooks/02_observer_status.ipynb"]])
@pytest.mark.parametrize("top", ["Ana/", "2b/Ana/", "Ana_101_assignsubmission_file_/work/"])
def test_the_copies_of_two_lessons_are_a_course_folder(top: str, others: list[str], tmp_path):
    files = {f"{top}exercises/{path.name}": path.read_bytes() for path in COPIES}
    files |= {f"{top}exercises/02_observer_status_exercises.ipynb": HALF, **{top + name: b"{}" for name in others}}
    handed = find(put(tmp_path, files | {f"{top.split('Ana')[0]}Ben/{FILE}": RIGHT}))
    assert {(one.learner.name, one.in_course) for one in handed.submissions} == {("Ana", True), ("Ben", False)}
    assert [course.learner.name for course in handed.courses] == ["Ana"]


def test_copies_beside_learners_do_not_hide_their_work(tmp_path):
    files = {f"exercises/{path.name}": path.read_bytes() for path in COPIES} | {f"solutions/{FILE}": KEY}
    handed = find(put(tmp_path, files | {f"Ana/{FILE}": RIGHT, f"Ben/{FILE}": HALF}))
    assert not handed.courses
    assert {"Ana", "Ben"} <= {one.learner.name for one in handed.submissions}
    assert {one.remarks for one in handed.submissions if one.file.startswith("exercises/")} == {(NO_NAME,)}
    rows = latest([(one, lesson_of(cells_of(one.content))) for one in handed.submissions])
    assert {one.learner.name for one, _ in rows} == {"Ana", "Ben"}, "the course's own files are nobody's work"


def test_work_in_a_folder_of_the_course_without_a_name_keeps_its_row(tmp_path):
    handed = find(put(tmp_path, {f"exercises/{FILE}": HALF, f"Ana/{FILE}": RIGHT}))
    assert len(latest([(one, "02") for one in handed.submissions])) == 2
    alone = find(put(tmp_path / "alone", {f"exercises/{FILE}": FRESH}))
    assert len(latest([(one, "02") for one in alone.submissions])) == 1


def test_a_course_folder_can_be_the_place_itself(tmp_path):
    assert counted(find(put(tmp_path / "Ana", COURSE))) == {"Ana: Ana": "3"}


# Who counts, and what is said about it.


def only_remarks(handed: Handed) -> dict[str, tuple[str, ...]]:
    return {one.learner.name: one.remarks for one, _ in latest([(one, "02") for one in handed.submissions])}


def test_of_several_files_it_is_said_which_counts_and_why(tmp_path):
    said = only_remarks(find(put(tmp_path, {f"Ana/{FILE}": HALF, "Ana/z.ipynb": RIGHT, f"Ben/{FILE}": HALF, "Ben/a.ipynb": FRESH,
                                            f"Cem/{FILE}": HALF, "Cem/same.ipynb": HALF})))  # fmt: skip
    assert "the one saved last counts (Ana/z.ipynb), not Ana/02" in said["Ana"][0]
    assert "the later one holds no answers" in said["Ben"][0]
    assert said["Cem"] == ()
    (tmp_path / "class.zip").write_bytes(zipped({"Ana/10.ipynb": RIGHT, "Ana/9.ipynb": HALF, "Ben/9.ipynb": HALF}))
    assert "taken (Ana/10.ipynb)" in only_remarks(find(tmp_path / "class.zip"))["Ana"][0], "numbers as numbers"
    (tmp_path / "class.zip").write_bytes(zipped({f"Ana/{FILE}": HALF, "Ana/z.ipynb": RIGHT}))
    assert "not known which was saved last" in only_remarks(find(tmp_path / "class.zip"))["Ana"][0]


def test_the_key_is_told(tmp_path):
    copied = fresh_copy("02")
    key = {cell.id: cell.source for cell in cells_of(KEY)}
    for cell in copied["cells"]:
        if cell["id"].endswith("-answer"):
            cell["source"] = key[cell["id"]].replace("### BEGIN SOLUTION\n", "").replace("\n### END SOLUTION", "")
    files = {f"Ana/{FILE}": KEY, f"Ben/{FILE}": as_file(copied), f"Cem/{FILE}": HALF}
    assert only_remarks(find(put(tmp_path, files))) == {"Ana": (IS_KEY,), "Ben": (LIKE_KEY,), "Cem": ()}


def test_namesakes_and_files_without_a_name_stay_apart_with_a_remark(tmp_path):
    files = {f"Ana/{FILE}": RIGHT, f"ana/{FILE}": HALF, f"x/{FILE}": HALF}
    assert only_remarks(find(put(tmp_path / "a", files))) == {"Ana": (NAMESAKE,), "ana": (NAMESAKE,), "x": ()}
    handed = find(put(tmp_path / "b", {FILE: RIGHT, f"{FILE[:-6]} (1).ipynb": HALF}))
    assert [one.remarks for one in handed.submissions] == [(NO_NAME,), (NO_NAME,)]
    assert len({one.learner for one in handed.submissions}) == 2
    in_one = find(put(tmp_path / "d", {"2b/Ana.ipynb": RIGHT, "2b/Ben.ipynb": RIGHT}))
    assert [(one.learner.name, one.remarks) for one in in_one.submissions] == [
        ("Ana", (ONE_FOLDER,)),
        ("Ben", (ONE_FOLDER,)),
    ]
    platform = {MOODLE.format("Ana", n, FILE): RIGHT for n in (101, 102)}
    assert [one.remarks for one in find(put(tmp_path / "c", platform)).submissions] == [(), ()]


def test_one_file(tmp_path):
    path = put(tmp_path, {f"Ana_{FILE}": RIGHT}) / f"Ana_{FILE}"
    (one,) = find(path).submissions
    assert (one.learner.name, one.content) == ("Ana", RIGHT)


def test_every_other_file_has_a_line(tmp_path):
    names = [f"Ana/{n}.pdf" for n in range(8)] + [
        "Ben/work.7z",
        "Cem/a.gdoc",
        "Dua/x.py",
        "grades.csv",
        "Eli/empty.doc",
        "Fay.rar",
    ]
    handed = find(put(tmp_path, {name: b"%PDF" if "pdf" in name else b"" for name in names} | {f"Zoe/{FILE}": RIGHT}))
    lines = {line.file: line for line in handed.lines}
    assert set(lines) == set(names)
    assert {name: lines[name].learner and lines[name].learner.name for name in names[8:]} == {
        "Ben/work.7z": "Ben", "Cem/a.gdoc": "Cem", "Dua/x.py": "Dua", "grades.csv": None, "Eli/empty.doc": "Eli", "Fay.rar": "Fay",
    }  # fmt: skip
    for name, words in (
        ("Ben/work.7z", "not opened"),
        ("Cem/a.gdoc", "a link"),
        ("Dua/x.py", "a program"),
        ("Eli/empty.doc", "empty"),
    ):
        assert words in lines[name].text


@pytest.mark.parametrize("files", [{}, {"a.csv": b"a"}, {"Ana/a.pdf": b"%PDF"}])
def test_a_place_without_notebooks(files: Files, tmp_path):
    with pytest.raises(NotebookProblem, match="there is no notebook in it"):
        find(put(tmp_path, files))
    with pytest.raises(NotebookProblem, match="there is no such file"):
        find(tmp_path / "nowhere")


# Archives.

ANA = {f"Ana_{FILE}": RIGHT}


def beside_ana(tmp_path: Path, name: str, content: bytes) -> str:
    """Return the line about a file beside which Ana's must be found, in a folder and in a .zip."""
    said = set()
    put(tmp_path / "in", ANA | {name: content})
    (tmp_path / "class.zip").write_bytes(zipped(ANA | {name: content}))
    for place in (tmp_path / "in", tmp_path / "class.zip"):
        handed = find(place)
        assert [one.content for one in handed.submissions] == [RIGHT]
        said |= {line.text for line in handed.lines}
    (line,) = said
    return line


def encrypted() -> bytes:
    content = bytearray(zipped({FILE: RIGHT}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


def damaged() -> bytes:
    content = bytearray(zipped({FILE: RIGHT}))
    content[200:400] = bytes(200)
    return bytes(content)


SMALL_BOUND = 2_000_000  # bytes, so that nothing large is made here


def bomb() -> bytes:
    return zipped({f"{n}.ipynb": bytes(4_000_000) for n in range(3)})


def deep() -> bytes:
    content = RIGHT
    for name in (FILE, "1.zip", "2.zip", "3.zip", "4.zip"):
        content = zipped({name: content})
    return content


def many_listed() -> bytes:
    """An archive that says it needs 40 MB to list its files."""
    content = bytearray(zipped({FILE: RIGHT}))
    struct.pack_into("<L", content, content.rindex(b"PK\x05\x06") + 12, 40_000_000)
    return bytes(content)


def linked() -> bytes:
    info = zipfile.ZipInfo(FILE)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "make", "says"),
    [
        ("Ben.zip", encrypted, archives.LOCKED),
        ("Ben.zip", damaged, archives.DAMAGED),
        ("Ben.zip", lambda: zipped({FILE: RIGHT})[:300], archives.DAMAGED),
        ("Ben.zip", lambda: b"", archives.DAMAGED),
        ("Ben.zip", deep, archives.TOO_DEEP),
        ("Ben.zip", many_listed, archives.TOO_LARGE),
        ("Ben.zip", linked, archives.A_LINK),
        ("Ben.zip", lambda: zipped({}), "nothing in it"),
        ("Ben.tar.gz", lambda: tarred({FILE: RIGHT})[:300], archives.DAMAGED),
        ("Ben.tar.gz", lambda: gzip.compress(bytes(SMALL_BOUND + 1)), archives.TOO_LARGE),
        ("Ben.ipynb", lambda: b" " * (SMALL_BOUND + 1), archives.TOO_LARGE),
    ],
)
def test_an_archive_that_cannot_be_opened_has_a_line(name, make, says, tmp_path, monkeypatch):
    for bound in ("LARGEST", "_OF_ONE_ARCHIVE"):
        monkeypatch.setattr(archives, bound, SMALL_BOUND)
    assert says in beside_ana(tmp_path, name, make())


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    """Nothing of it is read: neither in the class's archive nor in a learner's."""
    read, real = [], zipfile.ZipFile.read
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda self, info: read.append(info.file_size) or real(self, info))
    (tmp_path / "class.zip").write_bytes(zipped(ANA | {"Ben.zip": bomb(), "Cem.ipynb": bytes(4_000_000)}))
    handed = find(tmp_path / "class.zip")
    assert sorted(line.learner.name for line in handed.lines) == ["Ben", "Ben", "Ben", "Cem"]
    assert all(archives.TOO_LARGE in line.text for line in handed.lines)
    assert max(read) < 2_000_000


def test_a_learner_s_archive_has_bounds_of_its_own(tmp_path, monkeypatch):
    """Many files, each small enough, are bounded together; the next learner's are read."""
    monkeypatch.setattr(archives, "_OF_ONE_ARCHIVE", 3 * len(RIGHT))
    many = zipped({f"{n}.ipynb": RIGHT for n in range(5)})
    (tmp_path / "class.zip").write_bytes(zipped({"Ana.zip": many, "Ben.zip": zipped({FILE: HALF})}))
    handed = find(tmp_path / "class.zip")
    assert [one.learner.name for one in handed.submissions] == ["Ana"] * 3 + ["Ben"]
    assert [line.learner.name for line in handed.lines] == ["Ana"] * 2


def test_an_archive_without_dates(tmp_path):
    content = bytearray(zipped({f"Ana_{FILE}": RIGHT, f"Ben_{FILE}": HALF}))
    for mark, place in ((b"PK\x03\x04", 10), (b"PK\x01\x02", 12)):
        at = content.index(mark)
        content[at + place : at + place + 4] = bytes(4)
    (tmp_path / "class.zip").write_bytes(content)
    assert counted(find(tmp_path / "class.zip")) == {"Ana: Ana": "6", "Ben: Ben": "3"}
    assert find(tmp_path / "class.zip").submissions[0].saved == UNKNOWN


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("utf-8", ["Юлия", "王芳", "Zoë"]),
        ("cp437", ["José", "Zoë Müller"]),
        ("cp866", ["Юлия Иванова", "Пётр"]),
        ("cp1251", ["Юлия Иванова", "Пётр"]),
        ("cp1251", ["Юлия"]),
        ("gbk", ["王芳", "李小龙", "张伟"]),
        ("shift_jis", ["山田太郎", "さくら"]),
        ("cp949", ["김민수", "이서연"]),
    ],
)
def test_names_in_an_archive_that_does_not_say_its_encoding(encoding, names, tmp_path):
    content = zipped_without_flag({f"{name}_{FILE}": RIGHT for name in names}, encoding)
    (tmp_path / "class.zip").write_bytes(content)
    assert {one.learner.name for one in find(tmp_path / "class.zip").submissions} == set(names)


def test_what_lies_in_a_folder_and_cannot_be_read(tmp_path, monkeypatch):
    put(tmp_path, {f"Ana/{FILE}": RIGHT, f"Ben/{FILE}": HALF})
    (tmp_path / "Cem").mkdir()
    (tmp_path / "Cem" / "link.ipynb").symlink_to(tmp_path / "Ana" / FILE)
    (tmp_path / "Dua").symlink_to(tmp_path / "Ana")
    os.mkfifo(tmp_path / "Cem" / "pipe.ipynb")
    real = Path.read_bytes

    def read(path: Path) -> bytes:
        if "Ben" in path.parts:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    lines = {member.path: member.problem for member in members(tmp_path) if member.problem}
    assert lines == {("Ben", FILE): archives.NOT_ALLOWED, ("Cem", "link.ipynb"): archives.A_LINK,
                     ("Cem", "pipe.ipynb"): archives.NO_FILE, ("Dua",): archives.A_LINK}  # fmt: skip
    assert counted(find(tmp_path))["Ana: Ana"] == "6"


def test_names_of_files_that_are_no_text_or_too_long(tmp_path):
    put(tmp_path, {f"Ana_{FILE}": RIGHT})
    with contextlib.suppress(OSError):  # a system that takes only names in UTF-8
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/Jos\xe9_02_observer_status.ipynb")).write_bytes(HALF)
        Path(tmp_path, "𝒜" * 60 + ".ipynb").write_bytes(HALF)
    names = {one.learner.name for one in find(tmp_path).submissions}
    assert "Ana" in names
    assert all(name.encode() for name in names)


# Names.


@pytest.mark.parametrize(
    ("name", "is_shown"),
    [
        ("Jose\u0301", "José"),
        ("=cmd|'/c calc'!A1", "cmd|'/c calc'!A1"),
        ("@SUM(1)", "SUM(1)"),
        ("Ana\u202eavliS\u0007", "Ana avliS"),
        ("\ud800", "without a name"),
        ("", "without a name"),
        ("x" * 300, "x" * 80),
    ],
)
def test_names_that_are_shown(name, is_shown):
    assert shown(name) == is_shown


def test_names_of_files_fit_every_system():
    for name in ("CON", "aux", "nul.txt", "com1", "𝒜" * 100, "../..", "a/b", "Ana. ", "é" * 200, "\u202e", "Юлия"):
        made = for_file(name)
        assert 0 < len(made.encode()) <= 200
        assert made == made.strip(" .") and not set(made) & set('/\\:*?"<>|')
        assert made.lower() not in ("con", "aux", "nul", "com1", "nul.txt")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("02_observer_status_Ana_Silva", "Ana_Silva"),
        ("Ana Silva 02_observer_status (1)", "Ana Silva"),
        ("Copy of Copy of 02_observer_status", ""),
        ("2b_14_observer_status", "2b_14"),
        ("Ana.Silva", "Ana.Silva"),
        ("Copley 02 observer status", "Copley"),
        ("02-observer-status-Copy1", ""),
        ("Copy of 02_observer_status_exercises (2)", ""),
        ("02_observer_status_exercises_Ana", "Ana"),
    ],
)
def test_own_words_in_a_name(name, words):
    assert own_words(name) == words


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("02_observer_status_Ana_Silva.ipynb", "Ana_Silva"),
        ("Ana Silva 02_observer_status.ipynb", "Ana Silva"),
        ("Ana Silva 02_observer_status (1).ipynb", "Ana Silva"),
        ("Ana Silva 02_observer_status-Copy1.ipynb", "Ana Silva"),
        ("Ana Silva/02_observer_status.ipynb", "Ana Silva"),
        ("Ana Silva_123456_assignsubmission_file_/02_observer_status.ipynb", "Ana Silva"),
        ("Ana Silva_123456_assignsubmission_file_02_observer_status.ipynb", "Ana Silva"),
        ("silvaana_LATE_1234_5678_02_observer_status-1.ipynb", "silvaana"),
        ("silvaana_1234_5678_my_answers.ipynb", "silvaana"),
        ("王芳.ipynb", "王芳"),
        ("Ana Silva/02_observer_status_exercises-1.ipynb", "Ana Silva"),
        ("=SUM(A1)_02_observer_status.ipynb", "SUM(A1)"),
        ("02_observer_status.ipynb", "02_observer_status"),
    ],
)
def test_name_of_a_learner(path: str, name: str):
    assert owners([tuple(path.split("/"))], lambda path: True)[0].name == name


@given(st.lists(st.binary(min_size=1, max_size=30), min_size=1, max_size=4))
@settings(max_examples=200)
def test_any_bytes_become_a_name(names):
    assert all(shown(name).encode() for name in decoded(names))


# The teacher's lists.

ROSTERS = {
    "Moodle": "Identifier,Full name,Email address,Status\nParticipant 101,Ana Silva,ana@example.org,Submitted\nParticipant 102,Юлия Иванова,yu@example.org,\n",
    "Moodle, German": "Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nAna;Silva;101;ana@example.org\nЮлия;Иванова;102;yu@example.org\n",
    "Canvas": 'Student,ID,SIS User ID,SIS Login ID,Section\n"Silva, Ana",101,s1,asilva,2b\n"Иванова, Юлия",102,s2,yu,2b\n',
    "Chinese": "学号\t姓名\t邮箱\n101\tAna Silva\tana@example.org\n102\tЮлия Иванова\tyu@example.org\n",
}  # fmt: skip


@pytest.mark.parametrize("platform", ROSTERS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_roster_is_read_as_it_comes(platform, encoding, tmp_path):
    (tmp_path / "list.csv").write_bytes(ROSTERS[platform].encode(encoding))
    roster = read_roster(tmp_path / "list.csv")
    for said in (Learner("101", "x"), Learner("x", "silva ana"), Learner("x", "Ana Silva")):
        (found,) = roster.meant(said)
        assert found.id.endswith("101")
        assert "Silva" in found.name
    assert not roster.meant(Learner("103", "Ben"))
    assert len(roster.meant(Learner("101", "Юлия Иванова"))) == 2, "number of the one, name of the other"


@pytest.mark.parametrize("platform", ["Moodle", "Canvas"])
def test_who_is_on_the_roster_and_handed_in_nothing(platform, tmp_path):
    """A PDF is something; a row of Canvas that is no learner is nobody."""
    extra = '    Points Possible,,,,\n"Student, Test",999,,,\n' if platform == "Canvas" else ""
    (tmp_path / "list.csv").write_text(ROSTERS[platform] + extra, encoding="utf-8")
    handed = find(put(tmp_path / "a", {f"Ana Silva/{FILE}": RIGHT}), roster=tmp_path / "list.csv")
    assert len(handed.absent) == 1
    assert "Юлия" in handed.absent[0].name
    both = put(tmp_path / "b", {f"Ana Silva/{FILE}": RIGHT, "Юлия Иванова/work.pdf": b"%PDF"})
    assert find(both, roster=tmp_path / "list.csv").absent == []
    assert find(both).absent == []


def test_a_notebook_that_is_cut_off_is_to_be_saved_and_handed_in_again():
    with pytest.raises(NotebookProblem, match=r"damaged on the way\. Open the notebook, save it, and hand it in again"):
        cells_of(RIGHT[: len(RIGHT) // 2])
    with pytest.raises(NotebookProblem, match=r"a PDF\. Hand in the file that ends in \.ipynb"):
        cells_of(b"%PDF-1.4")


def listed(path: Path, *names: str) -> Path:
    """Write a roster with these names and an address for each; return where."""
    lines = [f"{name},{number}@school.example" for number, name in enumerate(names)]
    path.write_text("\n".join(["Full name,Email address", *lines]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("on_list", "handed_in"),
    [("Chloé Martin", "Chloe Martin"), ("Ines Costa", "Inês Costa"), ("Łukasz Żak", "Lukasz Zak"), ("Søren Bæk", "Soren Baek"),
     ("Ben Müller", "Ben Mueller"), ("Jan Groß", "jan gross"), ("Дмитрий Ершёв", "Дмитрии Ершев")],
)  # fmt: skip
def test_a_name_without_its_accents_is_found_in_the_roster(on_list, handed_in, tmp_path):
    roster = listed(tmp_path / "list.csv", on_list, "Ben Okafor")
    handed = find(put(tmp_path / "in", {f"{handed_in}/{FILE}": RIGHT}), roster=roster)
    assert [one.learner.name for one in handed.submissions] == [on_list]
    assert [one.name for one in handed.absent] == ["Ben Okafor"]
    assert handed.strangers == []


def test_accents_are_passed_over_only_where_one_learner_fits(tmp_path):
    """Two on the list: none is chosen. A name as it stands goes first; who then fits nobody is not on the list."""
    two = find(put(tmp_path / "a", {f"Zoe/{FILE}": RIGHT}), roster=listed(tmp_path / "a.csv", "Zoé", "Zoë"))
    assert [(one.learner.name, one.remarks) for one in two.submissions] == [("Zoe", (IN_DOUBT,))]
    assert (two.absent, two.strangers) == ([], [])
    files = {f"Zoé/{FILE}": RIGHT, f"Zoe/{FILE}": HALF}
    one = find(put(tmp_path / "b", files), roster=listed(tmp_path / "b.csv", "Zoé"))
    assert {sent.learner.email for sent in one.submissions if sent.content == RIGHT} == {"0@school.example"}
    assert [learner.name for learner in one.strangers] == ["Zoe"]


def test_who_is_not_on_the_roster_can_be_corrected(tmp_path):
    """The corrected name brings the address with it, which the gradebook needs."""
    place, roster = put(tmp_path / "in", {f"Chlo M/{FILE}": RIGHT}), listed(tmp_path / "list.csv", "Chloé Martin")
    handed = find(place, roster=roster)
    assert [one.name for one in handed.strangers] == ["Chlo M"]
    assert [one.name for one in handed.absent] == ["Chloé Martin"]
    assert find(place).strangers == []
    table = tmp_path / "learners.csv"
    for semicolons, sign in ((False, ","), (True, ";")):
        handed.write_learners(table, semicolons)
        text = table.read_text(encoding="utf-8-sig")
        old = f'"Chlo M"{sign}"Chlo M"{sign}""'
        assert old in text
        table.write_text(text.replace(old, f'"Chlo M"{sign}"Chloé Martin"{sign}""'), encoding="utf-8")
        again = find(place, roster=roster, corrections=table)
        assert [one.learner for one in again.submissions] == [Learner("Chlo M", "Chloé Martin", "0@school.example")]
        assert (again.absent, again.strangers) == ([], [])


def test_canvas_s_short_name_is_found_in_the_roster(tmp_path):
    (tmp_path / "list.csv").write_text(ROSTERS["Moodle, German"], encoding="utf-8")
    files = {CANVAS.format("silvaana", 9001, 5678, FILE): HALF, CANVAS.format("okaforben", 9002, 5679, FILE): RIGHT}
    found = counted(find(put(tmp_path / "in", files), roster=tmp_path / "list.csv"))
    assert found == {"101: Ana Silva": "3", "9002: okaforben": "6"}


def test_two_learners_who_may_be_one_line_of_the_roster_stay_two(tmp_path):
    (tmp_path / "list.csv").write_text("ID number,Name\n7,Ana Silva\n", encoding="utf-8")
    files = {MOODLE.format("Ana Silva", n, FILE): RIGHT for n in (101, 102)}
    handed = find(put(tmp_path / "in", files), roster=tmp_path / "list.csv")
    assert [(one.learner.id, one.remarks) for one in handed.submissions] == [("101", (IN_DOUBT,)), ("102", (IN_DOUBT,))]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe", b"Name\n" + b'"' * 400_000, bytes(100)])
def test_a_list_that_is_none_is_said(content, tmp_path):
    (tmp_path / "list.csv").write_bytes(content)
    with pytest.raises(NotebookProblem, match=r"list\.csv"):
        read_roster(tmp_path / "list.csv")


def test_a_corrected_line_wins_and_the_others_follow_the_roster(tmp_path):
    files = {f"Ana/{FILE}": RIGHT, f"x/{FILE}": HALF, f"=y/{FILE}": FRESH}
    handed = find(put(tmp_path / "in", files))
    table = tmp_path / "learners.csv"
    handed.write_learners(table)
    assert find(tmp_path / "in", corrections=table) == handed
    text = table.read_text(encoding="utf-8-sig")
    assert not re.search(r'"[=+@-]', text)
    table.write_text(text.replace(f'"x/{FILE}","x","x"', f'"x/{FILE}","102","Юлия"'), encoding="utf-8")
    (tmp_path / "list.csv").write_text(ROSTERS["Moodle"], encoding="utf-8")
    found = counted(find(tmp_path / "in", roster=tmp_path / "list.csv", corrections=table))
    assert found == {"Participant 101: Ana Silva": "6", "y: y": "0", "102: Юлия": "3"}


# Anything at all.


@given(st.randoms(use_true_random=False), st.binary(max_size=300))
@settings(max_examples=60)
def test_whatever_one_learner_hands_in_the_others_are_read(tmp_path_factory, dice: random.Random, anything: bytes):
    """Arbitrary bytes, damaged notebooks and damaged archives under every ending: a line or a notebook for Ben, Ana's whole."""
    kind = dice.choice(["bytes", "notebook", "archive", "tar"])
    content = {"bytes": anything, "notebook": HALF, "archive": zipped({FILE: HALF, "b.zip": zipped({FILE: RIGHT})}),
               "tar": tarred({FILE: HALF})}[kind]  # fmt: skip
    content = bytearray(content)
    for _ in range(dice.randrange(4)):
        at = dice.randrange(len(content) + 1)
        content[at : at + dice.choice([0, 1, 50])] = dice.choice([b"", b"\0", dice.randbytes(2), anything])
    name = "Ben" + dice.choice([".ipynb", ".zip", ".tar.gz", ".tar", ".pdf", ".json", "", ".ipynb.txt"])
    place = tmp_path_factory.mktemp("any") / "class.zip"
    place.write_bytes(zipped({f"Ana_{FILE}": RIGHT, name: bytes(content)}))
    handed = find(place)
    assert [one.content for one in handed.submissions if one.learner.name == "Ana"] == [RIGHT]
    assert {one.learner.name if one.learner else "Ben" for one in [*handed.submissions, *handed.lines]} == {
        "Ana",
        "Ben",
    }
    assert all(one.file.startswith("Ben") for one in handed.lines)
    for one in handed.submissions:
        with contextlib.suppress(NotebookProblem):
            cells_of(one.content)


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_a_damaged_archive_of_a_class_is_read_as_far_as_it_goes_or_said(tmp_path_factory, dice: random.Random):
    content = bytearray(zipped({f"Ana_{FILE}": RIGHT, f"Ben_{FILE}": HALF}))
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(content))
        content[at : at + dice.choice([1, 5, 400])] = dice.choice([b"", dice.randbytes(2)])
    place = tmp_path_factory.mktemp("any") / "class.zip"
    place.write_bytes(bytes(content))
    with contextlib.suppress(NotebookProblem):
        assert all(one.saved <= datetime.max for one in find(place).submissions)
