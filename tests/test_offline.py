"""No lesson and no exercise opens a connection."""

import subprocess
import sys

import pytest

from notebooks import ALL, code_cells, name

# Runs the cells in one Python process and reports each attempt to reach another program or machine.
WATCHED_RUN = """
import sys
from IPython.core.interactiveshell import InteractiveShell
attempts = []
watched = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"}
sys.addaudithook(lambda event, _: attempts.append(event) if event in watched else None)
shell = InteractiveShell.instance()
for source in sys.stdin.read().split("\\0"):
    assert shell.run_cell(source).success, source
if %(provoke)r:
    import socket
    try:
        socket.create_connection(("127.0.0.1", 9), timeout=0.1)
    except OSError:
        pass
print("attempts:", sorted(set(attempts)))
"""


def attempts(sources, home, provoke=False):
    """Return what the cells tried, as printed by the watched run."""
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED_RUN % {"provoke": provoke}], input="\0".join(sources), capture_output=True, text=True,
        env={"MPLBACKEND": "Agg", "PATH": "", "HOME": str(home)},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout.rsplit("attempts: ", 1)[1].strip()


@pytest.mark.parametrize("path", ALL, ids=name)
def test_no_notebook_opens_a_connection(path, tmp_path):
    assert attempts([cell.source for cell in code_cells(path)], tmp_path) == "[]"


def test_the_watch_sees_a_connection(tmp_path):
    assert "socket.connect" in attempts(["1"], tmp_path, provoke=True)
