"""Who the learners are, in the teacher's words: learners.csv in the result folder, or a list that a platform exports."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from authoring.marking.names import same, shown, without_accents
from authoring.marking.spreadsheet import cell, write
from authoring.notebooks import NotebookProblem

COLUMNS = ("file", "id", "name", "email")
LONGEST = 100_000  # characters of one field

# The heads of columns that platforms write, in small letters. First those that hold the identity, the best one first.
IDS = ("id", "sis user id", "id number", "identifier", "orgdefinedid", "student id", "sis login id", "username",
       "user name", "login id", "id-nummer", "matrikelnummer", "matriculation number", "anmeldename", "nutzername",
       "kennung", "numéro d'identification", "identifiant", "nom d'utilisateur", "número de id", "nombre de usuario",
       "identificador", "número de identificação", "индивидуальный номер", "номер", "идентификатор", "логин", "学号",
       "编号", "用户名", "学籍番号", "ユーザ名", "numero id", "id-nummer (matrikelnummer)")  # fmt: skip
FULL = ("name", "student", "full name", "display name", "student name", "vollständiger name", "nom complet",
        "nombre completo", "nome completo", "полное имя", "фио", "姓名", "全名", "氏名", "naam")  # fmt: skip
FIRST = ("first name", "given name", "vorname", "prénom", "nombre", "nome", "имя", "名", "名字", "voornaam")
LAST = ("last name", "surname", "family name", "nachname", "nom", "nom de famille", "apellidos", "apellido(s)",
        "apellido", "sobrenome", "cognome", "фамилия", "姓", "姓氏", "achternaam")  # fmt: skip
NOBODY = {"points possible", "student, test"}  # rows of Canvas that are no learner
MAIL = ("mail", "почт", "邮", "メール", "correo", "courriel")


@dataclass(frozen=True)
class Learner:
    """Who handed something in: an identity that no other learner has, a name to print, an address if it is known."""

    id: str
    name: str
    email: str = ""


@dataclass
class Roster:
    """A list of learners; `known` finds those that a word may mean: an identity, an address, a name.

    `unaccented` finds them by the same words, typed without accents.
    """

    learners: list[Learner] = field(default_factory=list)
    known: dict[str, set[Learner]] = field(default_factory=lambda: defaultdict(set))
    unaccented: dict[str, set[Learner]] = field(default_factory=lambda: defaultdict(set))

    def add(self, learner: Learner, words: Iterable[str]) -> None:
        """Take a learner into the list, to be found by each of these words."""
        self.learners.append(learner)
        for one in filter(_key, words):
            self.known[_key(one)].add(learner)
            for form in without_accents(one):
                self.unaccented[_key(form)].add(learner)

    def meant(self, learner: Learner) -> set[Learner]:
        """Return the learners of the list that this may be: one, if identity, address and name fit together."""
        words = {_key(words) for words in (learner.id, learner.email, learner.name)}
        found = [self.known[key] for key in words if key in self.known]
        return set.intersection(*found) or set.union(*found) if found else set()

    def meant_by(self, learners: Iterable[Learner]) -> dict[Learner, set[Learner]]:
        """Return, for each of these, the learners of the list that it may be.

        Accents are passed over only where a name as it stands means nobody, and only for those whom no name means.
        """
        meant = {learner: self.meant(learner) for learner in learners}
        taken = set().union(*meant.values())
        for learner in [one for one, found in meant.items() if not found]:
            keys = {_key(form) for form in without_accents(learner.name)}
            meant[learner] = set().union(*(self.unaccented[key] for key in keys if key in self.unaccented)) - taken
        return meant


def _key(words: str) -> str:
    """Return a name or number so that spellings of it are equal: letter case, order of first and last name, signs."""
    return "".join(sorted(re.findall(r"\w+", same(words))))


def read_roster(path: Path) -> Roster:
    """Return a list of learners as Moodle, Canvas and other platforms export it.

    Raises
    ------
    NotebookProblem
        If it cannot be read or has no column for a name or a number; the message says what is needed.
    """
    roster = Roster()
    for row in _rows(path):
        heads = {same(head).strip(): (value or "").strip() for head, value in row.items() if isinstance(head, str)}
        ids = [heads[head] for head in IDS if heads.get(head)]
        name = " ".join(filter(None, (_first(heads, FIRST), _first(heads, LAST)))) or _first(heads, FULL)
        email = next((value for head, value in heads.items() if any(mail in head for mail in MAIL)), "")
        if (not name and not ids) or same(name).strip() in NOBODY:
            continue
        learner = Learner(ids[0] if ids else email or name, shown(name or ids[0]), email)
        turned = " ".join(reversed(name.split(",", 1)))
        squeezed = re.sub(r"\W", "", _first(heads, LAST) + _first(heads, FIRST) or name)
        numbers = [one.split()[-1] for one in ids]
        roster.add(learner, {*ids, *numbers, name, turned, squeezed, email, email.split("@")[0]})
    if not roster.learners:
        raise NotebookProblem(
            f"{path}: no learners were found in it. It needs a column Name or ID number in its first row."
        )
    return roster


def _first(heads: dict[str, str], names: Iterable[str]) -> str:
    return next((heads[name] for name in names if heads.get(name)), "")


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table, whatever program saved it: its letters and the sign between its columns."""
    try:
        content = path.read_bytes()
    except OSError:
        raise NotebookProblem(f"{path}: this list of learners cannot be read. Is the path right?") from None
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = content.decode("latin-1")
    text = text.replace("\0", "")
    head = text.split("\n", 1)[0]
    usual = csv.field_size_limit(LONGEST)  # of the whole process, so it is set and set back
    try:
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count)))
    except csv.Error as problem:
        raise NotebookProblem(f"{path}: this is not a table in CSV ({problem}). Export it again.") from None
    finally:
        csv.field_size_limit(usual)


def read_corrections(path: Path | None) -> dict[str, Learner]:
    """Return the lines of a learners.csv by file, as a cell holds its name; none if there is no such table yet."""
    if path is None or not path.exists():
        return {}
    found = {}
    for row in _rows(path):
        file, id, name, email = ((row.get(column) or "").strip().removeprefix("'") for column in COLUMNS)
        if file and (id or name):
            found[cell(file)] = Learner(shown(id or name), shown(name or id), email)
    return found


def write_learners(path: Path, lines: Iterable[tuple[str, Learner]], semicolons: bool) -> None:
    """Write learners.csv: each file and whose it is, for the teacher to correct."""
    rows = [(name, learner.id, learner.name, learner.email) for name, learner in lines]
    write(path, [COLUMNS, *rows], semicolons)
