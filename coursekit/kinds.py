"""What all kinds of answer share: how the values, names and pairs in an answer are found, and how one is refused.

Each kind reads an answer in its plain form (coursekit.plain), or raises WrongKind with a sentence that says what was
given and which step leads on, or NotYet where three dots are left in it.
"""

import re
from typing import Any

from coursekit.plain import ARRAY, COLUMN, LAZY, TUPLE, Form, Plain

PERHAPS_NO_ROWS = "Perhaps no row is left: which condition leaves none? A word in it must be spelled as in the table."
NO_ROWS = "It has no rows left: which condition leaves none? A word in it must be spelled as in the table."


class Refused(Exception):
    """The answer is not compared: `says` is for the learner, `because` names the misconception for the teacher."""

    def __init__(self, says: str, because: str = "") -> None:
        super().__init__(says)
        self.because = because


class WrongKind(Refused):
    """The answer is not the kind of thing that was asked."""


class NotYet(Refused):
    """The answer still has three dots in it."""


class Kind:
    """What an answer may look like: `read` takes it out of its plain form, and `same` compares it with what is wanted."""

    def read(self, answer: Plain) -> Any:
        """Return the answer as it is compared, or raise WrongKind or NotYet."""
        raise NotImplementedError

    def same(self, given: Any, wanted: Any) -> bool:
        """Say whether an answer, as read, is the one wanted."""
        raise NotImplementedError

    def like(self, given: Any, value: Any) -> bool:
        """Say whether an answer, as read, is what a mistake leads to. Here an answer may be less exact than a right one."""
        return self.same(given, value)

    def may_be_many_things(self, given: Any) -> str:
        """Return what is so short in an answer, as read, that it can be the same by chance; here nothing."""
        return ""

    def slip(self, given: Any, wanted: Any) -> tuple[str, str] | None:
        """Return a misconception and what is said to it, for what every exercise of this kind knows; None for nothing."""
        return None


def instead(form: Plain, asked: str, step: str, given: str = "") -> WrongKind:
    """Return what is said when something else was given than what is asked."""
    given = given or form.what
    return WrongKind(f"You gave {given}; {asked} is asked{step}", f"gives {given} where {asked} is asked")


def see_that_values_are_there(form: Plain) -> None:
    """Raise WrongKind if there are too many values to be read, or none in a table, or in what was read before."""
    if form.unread and form.kind != Form.TABLE:
        raise WrongKind("You gave far more values than the question asks for.", "gives far more values than are asked")
    if form.kind == Form.TABLE and not form.size:
        raise WrongKind(f"You gave a table. {NO_ROWS}", "sets a condition that no row meets")
    if form.what.startswith(LAZY) and not form.size:
        raise WrongKind(
            "There is nothing in it, or it was read before: such values can be read only once. Put list() around them, "
            "and run both cells again.",
            "reads values twice that can be read once",
        )


def only_value(form: Plain) -> Plain:
    """Return the value of a list, column, dictionary or table that holds just one; any other answer as it is."""
    while form.kind in (Form.LIST, Form.TABLE, Form.DICTIONARY) and form.size == len(form.parts) == 1:
        form = form.parts[0]
    if form.kind == Form.DOTS:
        raise NotYet("The three dots are still there.")
    return form


def pairs(form: Plain) -> list[tuple[Plain, Plain]] | None:
    """Return names and values of a dictionary, a column, pairs in a list, or a table that has just these; or None."""
    if form.kind == Form.DICTIONARY or form.what == COLUMN:
        return list(zip(form.keys, form.parts, strict=True))
    if form.what == TUPLE and len(form.parts) == 2 and all(part.what == ARRAY for part in form.parts):
        return list(zip(*(part.parts for part in form.parts), strict=False))  # as np.unique() gives them with counts
    two_each = [part.parts for part in form.parts if part.kind == Form.LIST and len(part.parts) == 2]
    if form.kind == Form.LIST and two_each and len(two_each) == len(form.parts):
        return two_each
    heads = {part.keys for part in form.parts if part.kind == Form.DICTIONARY}
    if form.kind == Form.LIST and len(heads) == 1 and len(form.parts) > 1 and len(min(heads)) == 2:
        return [part.parts for part in form.parts]  # a dictionary for each row of two columns
    if form.kind != Form.TABLE or not form.parts:
        return None
    columns = [column.parts for column in form.parts]
    kinds = [{value.kind for value in column} for column in columns]
    if sorted(map(sorted, kinds)) == [[Form.NUMBER], [Form.TEXT]]:  # names and numbers, whichever comes first
        return list(zip(*sorted(columns, key=lambda column: column[0].kind != Form.TEXT), strict=True))
    only_numbered = not form.index.label and all(type(row.value) is int for row in form.index.parts)
    if len(columns) == 2 and form.size > 1 and only_numbered:
        return list(zip(*columns, strict=True))
    if len(columns) == 1:
        return list(zip(form.index.parts, columns[0], strict=True))
    return [(head, column[0]) for head, column in zip(form.keys, columns, strict=True)] if form.size == 1 else None


def spelled(text: str) -> str:
    """Return a text without differences that mean nothing: case, outer spaces, doubled spaces, dashes, how "and" is written."""
    return " ".join(re.sub(r"[/&+]", " and ", re.sub("[-_]", " ", text.casefold())).split())
