"""The glossary in another language: in its own order, with the English term at the end of each line."""

import re
from itertools import groupby

_TERM = re.compile(r"- \*\*(.+?)\*\*")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def in_order(english: str, page: str) -> str:
    """Return the glossary of an edition with each list sorted by its own terms; its lines are those of the English one.

    Readers meet the English term in documents and in other courses, so it stands at the end of the line.
    """
    lines = []
    for line, said in zip(english.split("\n"), page.split("\n"), strict=True):
        term = ", ".join(_BOLD.findall(line.partition(": ")[0]))
        lines.append(f"{said} (*{term}*)" if _TERM.match(said) else said)
    ordered = []
    for is_list, run in groupby(lines, key=lambda line: bool(_TERM.match(line))):
        found = list(run)
        ordered += sorted(found, key=lambda line: _TERM.match(line)[1].casefold()) if is_list else found
    return "\n".join(ordered)
