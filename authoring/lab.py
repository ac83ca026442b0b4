"""Open the course in JupyterLab, or look whether it would open. Standard library only."""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

from authoring.environment import ROOT, SetupProblem, handed_over, may_write, python_for, surroundings

FIRST_PAGE = "notebooks/00_start_here.ipynb"
PATIENCE = 180  # seconds in which a server has to answer, on a slow and busy machine too
TO_STOP = 60  # seconds in which it has to stop when it is told to


def is_free(port: int) -> bool:
    """Say whether a server could listen on this port of 127.0.0.1."""
    with socket.socket() as probe:
        if os.name != "nt":  # there it would mean that two may listen on one port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def chosen_port(text: str) -> int:
    """Return the port as a number, or say how to give one that works."""
    if not (text.isascii() and text.isdecimal()) or not 1024 <= int(text) <= 65535:
        raise SetupProblem(
            f"{text!r} is not a port: give a whole number from 1024 to 65535, as in --port 8899 (with make: PORT=8899)."
        )
    port = int(text)
    if not is_free(port):
        other = next((p for p in range(port + 1, min(port + 200, 65536)) if is_free(p)), 8899)
        raise SetupProblem(
            f"Port {port} is taken by another program, perhaps by a JupyterLab that is still open: "
            f"close that one, or add --port {other} (with make: PORT={other})."
        )
    return port


def server(python: Path, port: int, browser: str) -> list[str]:
    """Return the command that starts JupyterLab on the first page."""
    command = [
        str(python), "-P", "-m", "jupyterlab",
        f"--ServerApp.root_dir={ROOT}",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}",
        "--LabApp.extension_manager=readonly",  # looking for extensions would go to the internet
        "--Application.log_level=WARN",  # what is left is the address, and what went wrong
    ]  # fmt: skip
    if browser == "none":
        command.append("--no-browser")
    elif browser:
        command.append(f"--ServerApp.browser={browser}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def lab(words: list[str]) -> int:
    """Open JupyterLab on the first page, or with --check only see that it opens; return the exit status."""
    parser = argparse.ArgumentParser(prog="course.py lab")
    parser.add_argument("--port", default="8888")
    parser.add_argument("--browser", default="")
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(words)
    if asked.check:
        return check(python_for("learner"))
    port = chosen_port(asked.port)
    command = server(python_for("learner"), port, asked.browser)
    if not may_write(ROOT / "exercises"):
        print(f"Nothing can be written in {ROOT}: to keep your work, copy the whole folder to a place of your own.")
    opens = "Its address is printed below" if asked.browser == "none" else "JupyterLab opens in your browser"
    print(f"{opens}. To stop it, press Ctrl+C twice in this window.", flush=True)
    # In a terminal of JupyterLab, `pytest` and `python course.py mark` are those of the course.
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    return handed_over(command, ROOT, PATH=path)


def check(python: Path) -> int:
    """Start the server, ask it for the first page, stop it; return the exit status."""
    port, token = free_port(), secrets.token_hex(16)
    page = urllib.request.Request(
        f"http://127.0.0.1:{port}/lab/tree/{FIRST_PAGE}", headers={"Authorization": f"token {token}"}
    )
    its_own = {**surroundings(), "JUPYTER_TOKEN": token}
    # Where warnings are errors, one of JupyterLab's own would end what stops it, and it would stand for ever.
    its_own.pop("PYTHONWARNINGS", None)
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # this machine is reached without a proxy
    with tempfile.TemporaryFile() as told:
        running = subprocess.Popen(
            server(python, port, "none"), cwd=ROOT, env=its_own, stdout=told, stderr=subprocess.STDOUT
        )
        try:
            until = time.monotonic() + PATIENCE
            while running.poll() is None and time.monotonic() < until:
                try:
                    direct.open(page, timeout=PATIENCE).close()
                except OSError:
                    time.sleep(0.1)
                else:
                    print(f"JupyterLab starts, answers with {FIRST_PAGE}, and stops.")
                    return 0
        finally:
            running.terminate()
            try:
                running.wait(TO_STOP)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
        told.seek(0)
        words = told.read().decode("utf-8", "replace").strip()[-1500:]
    raise SetupProblem(f"JupyterLab did not answer with {FIRST_PAGE}. Its last words: {words}")
