"""The fence: what a notebook may not do while it is marked, refused inside Python with a sentence that says so.

It keeps honest mistakes from doing harm: no network, no writing outside the learner's own folder, no other programs.
It is a fence, not a wall: code that is out to break it can. The wall, where the system offers one, is the box around it.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate", "os.link",
            "os.symlink", "shutil.rmtree", "shutil.move", "shutil.copyfile"}  # fmt: skip
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn",
             "os.startfile"}  # fmt: skip
_LOOKS_UP = {"socket.getaddrinfo", "socket.gethostbyname"}
_HERE = {"127.0.0.1", "::1", "localhost", None, ""}
NO_NETWORK = "There is no network while a notebook is marked. The tables of the course need none."


def _lies_in(path: Any, folders: Sequence[str]) -> bool:
    """Say whether a path lies in one of these folders."""
    place = os.path.realpath(os.fsdecode(path))
    return any(place == folder or place.startswith(folder + os.sep) for folder in folders)


class Fence:
    """Refuses what marking does not allow.

    `own`: the learner's folder, the one place to write to. `closed`: folders that may not be read, such as that of the
    keys; `open_inside`: folders in them that may, such as that of the installed libraries.
    """

    def __init__(self, own: Path, closed: Sequence[str], open_inside: Sequence[str]) -> None:
        self.own = [os.path.realpath(own), os.path.realpath(os.devnull)]
        self.closed, self.open_inside = closed, open_inside

    def stand(self) -> None:
        """Put the fence up. It cannot be taken away again in this process."""
        sys.addaudithook(self._watch)

    def _watch(self, event: str, details: tuple) -> None:
        """Look at an act before Python does it. Raises PermissionError or OSError with a sentence for the learner."""
        if event == "open":
            self._open(*details)
        elif event in _CHANGES:
            if any(self._is_outside(path) for path in details[:2]):
                raise PermissionError(
                    f"Marking does not let a notebook change files outside its own folder: {details[0]}"
                )
        elif event in _PROGRAMS:
            raise PermissionError("Marking does not let a notebook start other programs.")
        elif event == "os.kill":
            if details[0] != os.getpid():
                raise PermissionError("Marking does not let a notebook stop other programs.")
            os._exit(1)  # the first process of a namespace could not end itself by a signal
        elif (event == "socket.connect" and isinstance(details[1], tuple) and details[1][0] not in _HERE) or (
            event in _LOOKS_UP and details[0] not in _HERE
        ):
            raise OSError(NO_NETWORK)

    def _is_outside(self, path: Any) -> bool:
        """Say whether this is a path (and no open file) outside the learner's folder."""
        return isinstance(path, (str, bytes, os.PathLike)) and not _lies_in(path, self.own)

    def _open(self, path: Any, mode: Any, flags: Any) -> None:
        """Refuse to write outside, and to read where the keys are."""
        writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITES)
        if writes and self._is_outside(path):
            raise PermissionError(f"Marking does not let a notebook write outside its own folder: {path}")
        if isinstance(path, int) or not self.closed:
            return
        if _lies_in(path, self.closed) and not _lies_in(path, self.open_inside):
            raise PermissionError(f"Marking does not let a notebook read this: {path}")
