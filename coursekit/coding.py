"""A coding: the code that one reader gives to each statement, its file, and how far it agrees with another coding.

The measure of agreement is kappa: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and
Psychological Measurement 20 (1960), 37-46.
"""

import csv
import io
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

SAVED = "Saved:"  # how the sentence begins that says so
HEADER = ["statement_id", "code"]
LARGEST = 100_000  # bytes; no file of codes is larger
SHOWN_FROM = 10  # with fewer codes the numbers would tell right from wrong for each click
_chosen: dict[tuple, dict[str, str]] = {}  # by file, statements and codes: running the cell again finds it


class FileProblem(Exception):
    """A file is missing or is no file of codes; the message is for the learner."""


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree on the statements that both coded; None where there is no value."""

    coded: int
    same: int
    observed: float | None = None
    expected: float | None = None
    kappa: float | None = None


def agreement(first: Mapping[str, str], second: Mapping[str, str]) -> Agreement:
    """Return how far two coders agree, in the steps of the lesson.

    Parameters
    ----------
    first, second
        The code that each coder gave to a statement, by statement. Statements that only one of them coded are left out.

    Returns
    -------
    Agreement
        Observed agreement is the share of statements with the same code. Expected agreement is the sum, over the
        codes, of the product of both coders' shares. Kappa is (observed - expected) / (1 - expected). It has no value
        if nothing was coded, or if both used one and the same code throughout: then expected agreement is 1.
    """
    both = [statement for statement in first if statement in second]
    if not both:
        return Agreement(0, 0)
    total = len(both)
    same = sum(first[statement] == second[statement] for statement in both)
    ours, theirs = Counter(first[s] for s in both), Counter(second[s] for s in both)
    by_chance = sum(ours[code] * theirs[code] for code in ours)  # of total * total; whole numbers keep it exact
    kappa = None if by_chance == total**2 else (same * total - by_chance) / (total**2 - by_chance)
    return Agreement(total, same, same / total, by_chance / total**2, kappa)


class Coding:
    """The codes that one coder chooses, held against a given coding."""

    def __init__(self, codes: list[str], given: dict[str, str], file: str = "my_coding_2019.csv"):
        """Take up the codes of the codebook, the given code of each statement, and the name of the file to save in."""
        self.names, self.given, self.path = codes, given, Path(file)
        self.on_change: Callable[[], None] = lambda: None
        self._codes = _chosen.setdefault((file, tuple(given), tuple(codes)), {})

    def __repr__(self) -> str:
        """Return how far the coding is."""
        return self.in_words()

    def set(self, statement: str, code: str | None) -> None:
        """Give a statement a code, or take its code away (None). Raise ValueError if there is no such thing."""
        if statement not in self.given:
            raise ValueError(f"There is no statement {statement!r}. The statements are: {', '.join(self.given)}.")
        if code is not None and code not in self.names:
            raise ValueError(f"The codebook has no code {code!r}. The codes are: {', '.join(self.names)}.")
        self._codes.pop(statement, None)
        if code is not None:
            self._codes[statement] = code
        self.on_change()

    def code_of(self, statement: str) -> str | None:
        """Return the code that was chosen for a statement, or None."""
        return self._codes.get(statement)

    def codes(self) -> pd.Series:
        """Return the codes chosen so far, a row for each statement that has one, in the order of the statements."""
        done = {statement: self._codes[statement] for statement in self.given if statement in self._codes}
        return pd.Series(done, name="code", dtype=object).rename_axis("statement_id")

    def agreement(self) -> Agreement:
        """Return how far the codes chosen so far agree with the given coding."""
        return agreement(self._codes, self.given)

    def in_words(self) -> str:
        """Return how far the coding is and how far it agrees with the given one."""
        now = self.agreement()
        said = [f"Coded: {now.coded} of {len(self.given)}."]
        if now.coded < min(SHOWN_FROM, len(self.given)):
            said.append(f"How far you agree with the given coding is shown from {SHOWN_FROM} codes on.")
        else:
            said.append(f"Same code as the given coding: {now.same} of {now.coded}.")
        still = [statement for statement in self.given if statement not in self._codes]
        if now.coded and 0 < len(still) <= 6:
            said.append(f"Not coded yet: {', '.join(still)}.")
        return " ".join(said)

    def save(self) -> None:
        """Write the codes to the file beside the notebook, and say so."""
        print(self.saved())

    def load(self) -> None:
        """Read the codes from the file beside the notebook, and say so."""
        print(self.loaded())

    def take_up(self) -> None:
        """Go on with the codes in the file, if nothing was chosen since the kernel started. Raises nothing."""
        if not self._codes and self.path.exists():
            self.loaded()

    def saved(self) -> str:
        """Write the codes; return what happened. Raises nothing."""
        try:
            kept = self._keep_what_would_be_lost()
            lines = io.StringIO()
            rows = csv.writer(lines, lineterminator="\n")
            rows.writerow(HEADER)
            rows.writerows(self.codes().items())
            part = self.path.with_name(self.path.name + ".part")
            part.write_text(lines.getvalue(), encoding="utf-8")
            os.replace(part, self.path)  # a full disk or a power cut leaves the old file whole
        except OSError as problem:
            return f"Not saved: the file {self.path.name} cannot be written here ({problem.strerror})."
        return f"{SAVED} the codes of {len(self._codes)} statements, in the file {self.path.name} beside this notebook.{kept}"

    def loaded(self) -> str:
        """Read the codes; return what happened. Codes of statements that the file does not have stay. Raises nothing."""
        try:
            found = self._read()
        except FileProblem as problem:
            return f"Nothing was read. {problem}"
        changed = sum(self._codes.get(statement, code) != code for statement, code in found.items())
        self._codes.update(found)
        self.on_change()
        replaced = f" {changed} of your choices {'was' if changed == 1 else 'were'} replaced." if changed else ""
        return f"Read: the codes of {len(found)} statements, from the file {self.path.name}.{replaced}"

    def _keep_what_would_be_lost(self) -> str:
        """Move a file that is no file of codes, or that holds codes not chosen here, out of the way; say so."""
        if not self.path.exists():
            return ""
        try:
            why = "it held codes that are not chosen here" if set(self._read()) - set(self._codes) else ""
        except FileProblem:
            why = "it was not a file of codes, or not a whole one"
        if not why:
            return ""
        number = 1
        while (kept := self.path.with_name(f"{self.path.stem}.kept-{number}{self.path.suffix}")).exists():
            number += 1
        os.replace(self.path, kept)
        return f" An older file of this name is kept as {kept.name}: {why}."

    def _read(self) -> dict[str, str]:
        """Return the code of each statement in the file, or raise FileProblem."""
        name = self.path.name
        try:
            if self.path.stat().st_size > LARGEST:
                raise FileProblem(f"{name} is far too large for a file of codes.")
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            raise FileProblem(f"There is no file {name} beside this notebook. Save your coding first.") from None
        except OSError as problem:
            raise FileProblem(f"{name} cannot be opened ({problem.strerror}).") from None
        except UnicodeDecodeError:
            raise FileProblem(f"{name} is not a text file, or is damaged.") from None
        separator = ";" if text.startswith(";".join(HEADER)) else ","  # spreadsheets of some countries save with ;
        try:
            header, *rows = list(csv.reader(io.StringIO(text), delimiter=separator)) or [[]]
        except csv.Error:
            raise FileProblem(f"{name} is not a text file, or is damaged.") from None
        if header != HEADER:
            raise FileProblem(f"{name} is not a file of codes: its first line should be {','.join(HEADER)}.")
        found: dict[str, str] = {}
        for number, row in enumerate(rows, 2):
            if not any(row):
                continue
            if len(row) != 2 or row[0] not in self.given:
                raise FileProblem(f"Line {number} of {name} begins with no statement of this table.")
            if row[0] in found:
                raise FileProblem(f"Line {number} of {name} codes {row[0]} a second time.")
            if row[1] and row[1] not in self.names:
                raise FileProblem(
                    f"Line {number} of {name} has a code that the codebook does not have: {row[1][:40]!r}."
                )
            found[row[0]] = row[1]
        return {statement: code for statement, code in found.items() if code}
