"""Red messages in a few lines: what Python says, the learner's own line, and last what that means in plain words.

The same error shown again (by %tb) comes whole. Name and message of the error stay Python's own, as nbval compares them.
"""

import linecache
import re
import sys
import textwrap
import warnings
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from types import ModuleType
from typing import Any

import pandas as pd

from coursekit import runs
from coursekit.advice import advice
from coursekit.lookalikes import alike
from coursekit.plain import plain

COLUMNS, MOST_NAMES, LONGEST = 84, 8, 160
STEPS = ("print", "len", "round", "sorted", "sum", "max", "min", "list")  # of Python itself, as the lessons use them
ABOVE = "Run the cells above first (menu Run, Run All Above Selected Cell)."
CONDITION = 'table[table["column"] == "word"]'
WHOLE = "(For all that Python says about it, run %tb in a new cell.)"


def _frames(error: BaseException) -> Iterator[tuple[Any, int]]:
    """Yield the frames through which an error came, the outermost first, each with the number of its line."""
    here = error.__traceback__
    while here:
        yield here.tb_frame, here.tb_lineno
        here = here.tb_next


def _own_line(error: BaseException, shell: Any) -> tuple[int, str]:
    """Return number and text of the learner's line: the innermost in the cell that was run; 0 if there is none."""
    places = [(frame.f_code.co_filename, line) for frame, line in _frames(error)]
    cells = [(file, line) for file, line in places if shell.compile.format_code_name(file)]
    if cells:
        file, line = [place for place in cells if place[0] == cells[0][0]][-1]
        return line, linecache.getline(file, line)
    return (error.lineno or 0, error.text or "") if isinstance(error, SyntaxError) else (0, "")


def _owners(error: BaseException) -> list[Any]:
    """Return the things whose steps an error came through, such as tables and columns, the outermost first."""
    return [frame.f_locals.get("self", frame.f_locals.get("obj")) for frame, _ in _frames(error)]


def _key(error: KeyError) -> Any:
    """Return what was looked up; of several, the first that is not there, or the whole column that stood in the brackets."""
    frames = [frame for frame, _ in _frames(error)]
    given = [
        f.f_locals["key"]
        for f in frames
        if isinstance(f.f_locals.get("self"), (pd.DataFrame, pd.Series)) and "key" in f.f_locals
    ]
    if str(*error.args[:1]).startswith("None of") and given:
        return given[0][0] if isinstance(given[0], list) else given[0]
    several = re.search(r"\['(.+?)'", str(error))
    return several.group(1) if several else error.args[0] if error.args else None


def _looked_up(error: KeyError) -> tuple[str, Any, list[Any]]:
    """Return what was looked up (a column, a row, a key), its name, and the names there are; none if that is not seen."""
    key, owners = _key(error), _owners(error)
    tables = [one for one in owners if isinstance(one, pd.DataFrame)]
    labels = [one for one in owners if isinstance(one, pd.Index)][-1:] or [one.columns for one in tables[-1:]]
    if labels and labels[0].empty:
        return "nothing left", key, []
    if labels:
        is_column = any(one.columns.equals(labels[0]) for one in tables)
        return "column" if is_column else "row", key, list(labels[0])
    frame, number = [(frame, line) for frame, line in _frames(error)][-1]
    named = [
        frame.f_globals.get(name)
        for name in re.findall(r"(\w+)\[", linecache.getline(frame.f_code.co_filename, number))
    ]
    return "key", key, next((list(one) for one in named if isinstance(one, dict) and key not in one), [])


def _of_brackets(kind: str, wanted: Any, there: list[Any]) -> str:
    """Return what is said where square brackets hold the wrong kind of thing; an empty text if they do not."""
    parts = wanted if isinstance(wanted, tuple) else (wanted,)
    if isinstance(wanted, str) and wanted.startswith("key of type tuple"):
        return 'Several rows need a list, with square brackets of its own inside the others: [["one", "two"]].'
    if kind == "nothing left":
        return f"There is no {wanted!r}, because no row is left here. Which condition above keeps no row? A number in it stands without quotation marks."
    if kind == "row" and isinstance(wanted, pd.Series) and wanted.dtype != bool:
        called = ", ".join(map(repr, there[:3]))
        return f"The rows are called {called} and so on here, and not by the words in the brackets. Put a column with such names there."
    if any(isinstance(part, bool) for part in parts):
        return f"The condition in the brackets compares two texts. Name the table in it, too: {CONDITION}."
    if isinstance(wanted, pd.Series):
        return f"In the brackets stands a whole column, and its values are no names of columns. A condition compares it with something: {CONDITION}."
    if kind == "column" and isinstance(wanted, tuple) and set(wanted) <= set(there):
        columns = ", ".join(f'"{one}"' for one in wanted)
        return f"Several columns need a list, with square brackets of its own inside the others: [[{columns}]]."
    if kind == "column" and isinstance(wanted, int) and all(isinstance(one, str) for one in there):
        return f"There is no column {wanted}. A column is named, in quotation marks; a row is counted by iloc: table.iloc[{wanted}]."
    if kind == "row" and isinstance(wanted, str) and there and all(isinstance(one, int) for one in there):
        return f"There is no row {wanted!r}: the rows have numbers here. A column is taken from the whole table. A row with a word in it is found by a condition: {CONDITION}."
    return ""


def _like(word: Any, names: Iterable[Any]) -> str:
    """Return the name that is most like a word, whatever its capitals; an empty text if none is."""
    texts = {name.casefold(): name for name in names if isinstance(name, str) and name[:1] != "_"}
    same = [name for name in texts.values() if isinstance(word, str) and alike(word, name)]
    if same:
        return same[0]
    found = get_close_matches(word.casefold(), texts, 1, 0.7) if isinstance(word, str) else []
    return texts[found[0]] if found else ""


def _differ_in_digits(one: str, other: str) -> bool:
    """Say whether two names differ only in their digits: in_2006 and in_2018 are two things, and no slip."""
    return one != other and re.sub(r"\d", "", one) == re.sub(r"\d", "", other)


def _of_first_cell() -> list[str]:
    """Return the names that the first cell of a lesson takes from libraries."""
    return [*sys.modules["coursekit"].__all__, "pd", "plt"]


def _in_words(error: BaseException, line: str, names: dict[str, Any]) -> str:
    """Return the advice on an error in a line, with the name that is nearest to the one that is not there."""
    usual, wanted, there = advice(type(error).__name__, str(error), line), getattr(error, "name", None), []
    if type(error) is NameError and wanted:
        what = f"There is no name {wanted}."
        there = [*names, *STEPS]
        as_text = f'If it is meant as text, it stands in quotation marks: "{wanted}".'
        if re.search(rf"\b{wanted} *\(", line):
            as_text = f"If it is a step of a column, it stands behind the column: column.{wanted}()."
        if wanted in _of_first_cell():
            usual = f"A cell above gives {wanted} its value. {ABOVE}"
        elif (near := _like(wanted, there)) and not _differ_in_digits(near, wanted):
            return f"{what} The nearest that there is: {near}. {alike(wanted, near) or as_text}"
        else:
            usual = f"No cell that was run here gives {wanted} a value. If a cell above does: {ABOVE[0].lower()}{ABOVE[1:]} If only the lesson does, do it here too. {as_text}"
    elif isinstance(error, TypeError) and re.search(r"not callable", str(error)) and re.search(r"\) *\(", line):
        return "Between two pairs of round brackets a sign is missing, such as / or *."
    elif (
        isinstance(error, AttributeError) and isinstance(error.obj, pd.Series) and hasattr(pd.Series.str, wanted or "")
    ):
        return f"A step for texts stands behind .str: column.str.{wanted}(...)."
    elif isinstance(error, AttributeError) and wanted and error.obj is not None:
        owner = error.obj.__name__ if isinstance(error.obj, ModuleType) else plain(error.obj).what
        what, there = f"There is no {wanted} for {owner}.", dir(error.obj)
    elif isinstance(error, KeyError):
        kind, wanted, there = _looked_up(error)
        special = runs.without_column(_owners(error), wanted, names) or _of_brackets(kind, wanted, there)
        if special:
            return special
        wanted = next((one for one in wanted if one not in there), wanted) if isinstance(wanted, tuple) else wanted
        what = f"There is no {'column' if kind == 'column' else 'row' if kind == 'row' else 'key'} {wanted!r}."
        if there:
            usual = f"{what} There are: {', '.join(map(repr, there[:MOST_NAMES]))}{', ...' * (len(there) > MOST_NAMES)}"
    near = "" if type(error) is NameError else _like(wanted, there)
    return f"{what} The nearest that there is: {near}. {alike(wanted, near)}".strip() if near else usual


def in_short(error: BaseException, shell: Any) -> list[str]:
    """Return the lines that are shown for an error."""
    number, line = _own_line(error, shell)
    message = (str(error.msg) if isinstance(error, SyntaxError) else " ".join(str(error).replace("\\n", " ").split()))[
        :LONGEST
    ]
    said = textwrap.wrap(
        f"{type(error).__name__.lstrip('_')}{f' in line {number}' if number else ''}: {message}", COLUMNS
    )
    own = textwrap.wrap(line.strip()[:LONGEST], COLUMNS, initial_indent="    ", subsequent_indent="      ")
    words = textwrap.wrap(_in_words(error, line.strip(), shell.user_ns), COLUMNS)
    return [*said, *own, WHOLE, *words]


def attend(shell: Any) -> None:
    """Make the red messages of this shell short from now on."""
    warnings.filterwarnings("ignore", category=SyntaxWarning)  # two raw lines about what the error says, too
    shell.automagic = False  # "more yes = 40" is a name with a space, and no command of IPython
    whole, last = shell._showtraceback, [None]

    def show(kind: type, error: BaseException, lines: list[str]) -> None:
        again, last[0] = error is last[0], error
        try:
            short = lines if again else in_short(error, shell)
        except Exception:  # an error of the learner's own making may do anything when it is looked at
            short = lines
        whole(kind, error, short)

    shell._showtraceback = show
