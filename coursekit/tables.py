"""Where the tables of the course are."""

from difflib import get_close_matches
from pathlib import Path

_PACKAGE = Path(__file__).parent
# Inside an installed wheel the tables travel with the package; in the project's folder they are edited in data/.
_TRAVELLING = _PACKAGE / "course_data"
TABLES = _TRAVELLING if _TRAVELLING.is_dir() else _PACKAGE.parent / "data"


def table_names() -> list[str]:
    """Return the file names of all tables, sorted."""
    return sorted(path.name for path in TABLES.glob("*.csv"))


def data(name: str) -> Path:
    """Return the path of a table of the course, wherever the notebook is.

    Parameters
    ----------
    name
        The table's file name, such as "observers.csv". The names are explained in data/README.md.

    Raises
    ------
    FileNotFoundError
        If there is no such table; the message names the tables that there are.
    """
    names = table_names()
    if name in names:
        return TABLES / name
    close = get_close_matches(str(name), names, n=1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    raise FileNotFoundError(f"There is no table {name!r} in this course.{hint} The tables are: {', '.join(names)}")
