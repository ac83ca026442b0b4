"""Processes for learners: made, closed in, watched and ended.

On Linux each is forked from one that has loaded everything, into namespaces of its own where the system lets it: there
it cannot see its parent or another learner, and all that it started ends with it. Elsewhere each is a fresh process.
"""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache

import psutil

try:
    import resource
except ImportError:  # Windows
    resource = None

FILE_SIZE = 50_000_000  # bytes of one file
OPEN_FILES = 256
PROCESSES = 1024
_NEW_USER, _NEW_PROCESSES, _NEW_MOUNTS = 0x10000000, 0x20000000, 0x00020000
_DEATH_SIGNAL, _DUMPABLE, _SUBREAPER = 1, 4, 36  # of prctl


def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def hide() -> None:
    """Let no process look into this one, and let those whose parents are gone become its children (Linux)."""
    if sys.platform == "linux":
        _system().prctl(_DUMPABLE, 0, 0, 0, 0)
        _system().prctl(_SUBREAPER, 1, 0, 0, 0)


def _apart() -> bool:
    """Move what this process will start into namespaces of its own; return whether the system allowed it."""
    return _system().unshare(_NEW_USER | _NEW_PROCESSES | _NEW_MOUNTS) == 0


@cache
def namespaces() -> bool:
    """Say whether learners can be closed into namespaces here: tried once."""
    trial = os.fork()
    if trial == 0:
        os._exit(0 if _apart() else 1)
    return os.waitpid(trial, 0)[1] == 0


def _address_space() -> int:
    """Return the bytes of address space that this process has (Linux). psutil would ask for a number of the namespace."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def limit(memory: int, seconds: int) -> None:
    """Set the limits of this process and of all that it starts (not on Windows)."""
    if resource is None:
        return
    limits = {"RLIMIT_CPU": seconds, "RLIMIT_FSIZE": FILE_SIZE, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": OPEN_FILES}
    if sys.platform == "linux":
        limits["RLIMIT_AS"] = _address_space() + 2 * memory
        limits["RLIMIT_NPROC"] = PROCESSES  # older systems count all of the user's, so it stands high
    for what, most in limits.items():
        with suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, what), (most, most))


def keep_only(pipe: int) -> None:
    """Close all that is open but one pipe; what is printed past Python goes nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(3, pipe)
    os.closerange(pipe + 1, 4096)


def _die_with_parent() -> None:
    """End when the parent ends."""
    _system().prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


class Forked:
    """A learner's process, forked from this one. `pipe` is what it sends."""

    def __init__(self, work: Callable[[int], None]) -> None:
        self.pipe, theirs = os.pipe()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid:
            os.close(theirs)
            return
        try:
            os.setsid()
            _die_with_parent()
            if namespaces() and _apart():
                first = os.fork()
                if first:
                    os.close(theirs)
                    os._exit(os.waitstatus_to_exitcode(os.waitpid(first, 0)[1]) & 0xFF)
                _die_with_parent()
            keep_only(theirs)
            work(theirs)
        finally:
            os._exit(1)

    def has_ended(self) -> bool:
        """Say whether the process is gone."""
        if self.pid and os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
        return not self.pid

    def end(self, by_itself: bool) -> None:
        """End the process and all that it started or left behind; wait a moment first if it is about to end by itself."""
        patience = time.monotonic() + (1 if by_itself else 0)
        with suppress(ChildProcessError):  # there are no more
            while True:
                if not os.waitpid(-1, os.WNOHANG)[0]:
                    if time.monotonic() >= patience:
                        _kill_all()
                    time.sleep(0.002)
        self.pid = 0
        os.close(self.pipe)


class Fresh:
    """A learner's process, started anew: it is told its job and sends its lines through its standard streams."""

    def __init__(self, job: bytes) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", __package__, "one"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        with suppress(OSError):
            self.process.stdin.write(job)
            self.process.stdin.close()
        self.pipe = self.process.stdout.fileno()

    def has_ended(self) -> bool:
        """Say whether the process is gone."""
        return self.process.poll() is not None

    def end(self, by_itself: bool) -> None:
        """End the process and all that it started; it may end by itself before that."""
        if by_itself:
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(1)
        _kill_all()
        self.process.wait()
        self.process.stdout.close()


def _kill_all() -> None:
    """Kill all processes under this one."""
    for one in reversed(psutil.Process().children(recursive=True)):
        with suppress(psutil.Error):
            one.kill()


def used() -> tuple[float, int, int]:
    """Return of all processes under this one: seconds of processor time, bytes of memory, how many there are."""
    seconds, memory, count = 0.0, 0, 0
    for one in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            times = one.cpu_times()
            seconds += (
                times.user + times.system + getattr(times, "children_user", 0) + getattr(times, "children_system", 0)
            )
            memory = memory + one.memory_info().rss
            count += 1
    return seconds, memory, count


def to_own_folder(folder: str) -> None:
    """Work in a learner's own folder, the one place that may be written to."""
    os.chdir(folder)
    os.environ.update({name: folder for name in ("HOME", "USERPROFILE", "IPYTHONDIR", "TMPDIR", "TEMP", "TMP")})
    tempfile.tempdir = folder
