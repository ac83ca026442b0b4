"""No lesson and no exercise opens a connection."""

import json
import subprocess
import sys

import pytest

from notebooks import ALL, code_cells, name

# Runs the cells of each notebook in one Python process, and reports each attempt to reach another program or machine.
WATCHED_RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
attempts = []
watched = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
sys.addaudithook(lambda event, _: attempts.append(event) if event in watched else None)
shell, tried = InteractiveShell.instance(), {}
for notebook, sources in json.load(sys.stdin).items():
    attempts.clear()
    shell.reset(new_session=False)
    for source in sources:
        assert shell.run_cell(source).success, (notebook, source)
    tried[notebook] = sorted(set(attempts))
print("tried:", json.dumps(tried))
"""
CONNECTS = "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9), timeout=0.1)\nexcept OSError:\n    pass"


@pytest.fixture(scope="module")
def tried(tmp_path_factory):
    """What each notebook tried to reach, and a cell that tries."""
    cells = {name(path): [cell.source for cell in code_cells(path)] for path in ALL} | {
        "a cell that connects": [CONNECTS]
    }
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED_RUN], input=json.dumps(cells), capture_output=True, text=True, encoding="utf-8",
        env={"MPLBACKEND": "Agg", "PATH": "", "HOME": str(tmp_path_factory.mktemp("home")), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.rsplit("tried: ", 1)[1])


@pytest.mark.parametrize("path", ALL, ids=name)
def test_no_notebook_opens_a_connection(path, tried):
    assert tried[name(path)] == []


def test_the_watch_sees_a_connection(tried):
    assert "socket.connect" in tried["a cell that connects"]
