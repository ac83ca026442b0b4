"""Look whether the addresses in data/sources.csv still answer, and print those that do not. It needs a network.

    python -m authoring.keeping.links

An address is dead where there is no such page (404, 410) or no such server. A server that refuses machines, or fails,
proves nothing: it is listed apart, for somebody to look at.
"""

import csv
import http.client
import socket
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from authoring.environment import ROOT

SOURCES = ROOT / "data" / "sources.csv"
GONE = {404, 410}
PATIENCE = 30  # seconds for one answer
LIKE_A_BROWSER = {"User-Agent": "Mozilla/5.0 (checks the sources of a course)", "Accept": "*/*"}


class Look(NamedTuple):
    """What came of one address: dead is None where nothing is proved."""

    source: str
    url: str
    dead: bool | None
    because: str = ""


def look(source: str, url: str) -> Look:
    """Ask for the first byte of an address, following where it leads."""
    try:
        asked = urllib.request.Request(quote(url, safe="%/:=&?~#+!$,;'@()*[]"), headers=LIKE_A_BROWSER)
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            answer.read(1)
        return Look(source, url, False)
    except urllib.error.HTTPError as problem:
        problem.close()
        return Look(source, url, True if problem.code in GONE else None, f"{problem.code} {problem.reason}")
    except urllib.error.URLError as problem:
        no_server = isinstance(problem.reason, (socket.gaierror, ConnectionRefusedError))
        return Look(source, url, True if no_server else None, str(problem.reason))
    except (OSError, ssl.SSLError, http.client.HTTPException, ValueError) as problem:
        return Look(source, url, None, " ".join(str(problem).split()) or type(problem).__name__)


def look_at(rows: Iterable[tuple[str, str]], twice: bool = True) -> list[Look]:
    """Look at pairs of source and address: the addresses of one server in turn, servers beside each other.

    What did not answer is asked once more at the end, since a server may have been busy.
    """
    by_server = groupby(sorted(rows, key=lambda row: urlsplit(row[1]).netloc), key=lambda row: urlsplit(row[1]).netloc)
    servers = [list(group) for _, group in by_server]
    with ThreadPoolExecutor(16) as pool:
        found = [one for group in pool.map(lambda group: [look(*row) for row in group], servers) for one in group]
    silent = [one for one in found if one.dead is not False]
    if twice and silent:
        again = look_at([(one.source, one.url) for one in silent], twice=False)
        found = [one for one in found if one.dead is False] + again
    return found


def report(found: list[Look]) -> str:
    """Return what a maintainer reads: the dead addresses, and those of which nothing is known."""
    parts = [f"{sum(one.dead is False for one in found)} of {len(found)} addresses answer."]
    for title, dead in (("No such page or server", True), ("Not certain: look by hand", None)):
        lines = sorted(f"- {one.source}: {one.url} ({one.because})" for one in found if one.dead is dead)
        if lines:
            parts.append("\n".join([f"{title}: {len(lines)}", *lines]))
    return "\n\n".join(parts)


def main(sources: Path = SOURCES) -> int:
    """Print the report; return 1 if an address is dead."""
    with sources.open(encoding="utf-8", newline="") as file:
        found = look_at([(row["id"], row["url"]) for row in csv.DictReader(file)])
    print(report(found))
    return int(any(one.dead for one in found))


if __name__ == "__main__":
    sys.exit(main())
