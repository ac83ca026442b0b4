"""What ran in this notebook since Python was started: which cells, how they ended, and the tables of its first cell.

The kernel knows what was run and not what stands in a cell: a cell that was changed and not run cannot be seen from here.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

_FIRST_CELL = re.compile(r"^(from|import) coursekit\b", re.MULTILINE)
_ABSENT = object()


@dataclass(frozen=True)
class Run:
    """One run of a cell: its text, whether it ended with an error, and the names that then stood for something else."""

    source: str
    failed: bool
    changed: frozenset[str]

    def gives(self, name: str) -> bool:
        """Say whether the cell has a line that gives a name its value."""
        return bool(re.search(rf"^[ \t]*{name}[ \t]*(:[^=\n]+)?=(?!=)", self.source, re.MULTILINE))

    def names_only(self, name: str) -> bool:
        """Say whether the cell has a line that begins with a name and puts another sign after it, where = gives a value."""
        signs = re.search(rf"^[ \t]*{name}[ \t]*(==|:|<-)", self.source, re.MULTILINE)
        return bool(signs) and not self.gives(name)


class Runs:
    """Follows the cells that a shell runs. `tables` are copies of the tables that the first cell gave, by name."""

    def __init__(self, shell: Any) -> None:
        self.runs: list[Run] = []
        self.tables: dict[str, pd.DataFrame] = {}
        self.checked: dict[str, int] = {}  # by exercise: how many cells had run when it was last checked
        self._names, self._before = shell.user_ns, {}
        shell.events.register("pre_run_cell", self._begin)
        shell.events.register("post_run_cell", self._end)

    def _begin(self, _: Any) -> None:
        self._before = dict(self._names)

    def _end(self, result: Any) -> None:
        source = result.info.raw_cell
        changed = {name for name, value in self._names.items() if self._before.get(name, _ABSENT) is not value}
        self._before = {}
        self.runs.append(Run(source, not result.success, frozenset(changed)))
        if result.success and _FIRST_CELL.search(source):
            named = {name: self._names[name] for name in changed if re.search(rf"^{name} = ", source, re.MULTILINE)}
            self.tables |= {name: one.copy() for name, one in named.items() if type(one) is pd.DataFrame}

    def last_that_gives(self, name: str) -> int | None:
        """Return the place in `runs` of the last cell that gives a name its value, or None."""
        return next((place for place in reversed(range(len(self.runs))) if self.runs[place].gives(name)), None)

    def is_old(self, name: str) -> bool:
        """Say whether the last cell that should give a name its value ended with an error before it did."""
        place = self.last_that_gives(name)
        return place is not None and self.runs[place].failed and name not in self.runs[place].changed

    def is_only_named(self, name: str) -> bool:
        """Say whether the last cell that was run, without checks, begins a line with a name and puts another sign than one = after it."""
        cells = [run for run in self.runs if "check(" not in run.source]
        return bool(cells) and cells[-1].names_only(name)

    def ran_since(self, name: str) -> bool:
        """Say whether a cell that checks nothing ran after the last one that gives a name its value."""
        later = self.runs[(self.last_that_gives(name) or 0) + 1 :]
        return any("check(" not in run.source for run in later)

    def is_older(self, one: str, name: str) -> bool:
        """Say whether no cell after the last one that gives a name its value gives another name one."""
        place = self.last_that_gives(name)
        return all(one not in run.changed for run in self.runs[0 if place is None else place + 1 :])

    def is_same_as_checked(self, number: str, names: Iterable[str]) -> bool:
        """Say whether an exercise was checked before and no cell that gives its answer was run since; note this check."""
        before, self.checked[number] = self.checked.get(number), len(self.runs)
        places = [self.last_that_gives(name) for name in names]
        return before is not None and all(place is not None and place < before for place in places)


following: Runs | None = None  # None outside a notebook


def follow(shell: Any) -> None:
    """Follow the cells of this shell from now on."""
    global following
    following = Runs(shell)


def _values(column: pd.Series | pd.DataFrame) -> list[int]:
    """Return what tells whether two columns hold the same values, in whatever order; nothing if they hold no such values."""
    try:
        return sorted(pd.util.hash_pandas_object(column, index=False))
    except TypeError:  # lists and the like, which no table of the course holds
        return []


def _difference(now: Any, table: pd.DataFrame) -> str:
    """Return in what a name differs from the table that the first cell gave it, or an empty text."""
    if not isinstance(now, pd.DataFrame):
        return "does not stand for a table any more"
    if len(now) != len(table):
        return f"has {len(now)} row{'s' * (len(now) != 1)}, and the first cell gives it {len(table)}"
    lost = [column for column in table.columns if column not in now.columns]
    if lost:
        return f"has no column {lost[0]} any more"
    other = [column for column in table.columns if _values(now[column]) != _values(table[column])]
    return f"has other values in the column {other[0]} than the first cell gives it" if other else ""


def overwritten(names: Mapping[str, Any]) -> str:
    """Return what is said of the first table of the course that is not what it was; an empty text if there is none."""
    for name, table in following.tables.items() if following else ():
        difference = _difference(names.get(name), table)
        if difference:
            return (
                f"The table {name} {difference}. Is there a line {name} = ... of yours? Choose another name there. "
                "Then run the first cell again, the cell of your answer, and this one."
            )
    return ""


def without_column(owners: Iterable[Any], column: Any, names: Mapping[str, Any]) -> str:
    """Return what is said where a table of the course was overwritten and has a column no more; an empty text otherwise.

    `owners` are the things in which the column was looked for.
    """
    for name, table in following.tables.items() if following else ():
        now = names.get(name)
        if isinstance(column, str) and column in table.columns and any(now is one for one in owners):
            is_table = isinstance(now, pd.DataFrame)
            lost = f"has no column {column!r} any more" if is_table and column not in now.columns else ""
            state = lost if is_table else _difference(now, table)
            if state:
                return f"The table {name} {state}. Is there a line {name} = ... of yours? Choose another name there, and run the first cell again."
    return ""
