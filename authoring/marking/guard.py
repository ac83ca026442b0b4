"""What runs in the kernel of a marked notebook before the learner's code, and again at each check.

It keeps honest mistakes from doing harm: no network, no writing outside the scratch folder, no other programs, no
endless output. It also puts right what a cell may have bent (a redefined `check`, a replaced `print`). It is a fence,
not a wall: code that is out to break it can. The wall, where the system offers one, is the box around the kernel.
"""

import builtins
import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

MOST_OUTPUT = 200_000  # characters that one cell may show
_HOME = Path.cwd().resolve().parent  # the scratch folder: the notebook runs in a folder of its own inside it
_kept: dict[Any, dict] = {}
_streams: tuple = ()
_shell: Any = None
_shown = 0


class TooMuchOutput(Exception):
    """A cell shows more than a reader could read."""


def start(lesson: str) -> None:
    """Get ready for the learner's code: expected answers are computed while the tables are as they were."""
    global _streams, _shell
    from IPython import get_ipython

    from coursekit import verdicts

    for number in verdicts.exercise_numbers():
        if number.split(".")[0] == str(int(lesson)):
            verdicts.expected(number)
    verdicts.verdict(f"{int(lesson)}.1", ...)
    _shell = get_ipython()
    _limit_display(_shell)
    _shell.ask_exit = lambda: None  # quit() would end the kernel some moments later, in the middle of another cell
    ours = [m for name, m in sys.modules.items() if name.startswith("coursekit") and name != __name__]
    modules = [*ours, builtins, textwrap]
    _kept.update({module: dict(vars(module)) for module in modules})
    _streams = (sys.stdout, sys.stderr)
    _shell.events.register("pre_run_cell", lambda *_: _begin_cell())
    sys.addaudithook(_watch)


def check(number: str, *answer: Any) -> None:
    """Do what the course's check does, with everything it stands on as it was before the learner's code."""
    sys.stdout, sys.stderr = _streams
    for stream in _streams:  # one that was out of use does not know in which cell it is
        stream.set_parent(_shell.parent_header)
    for module, names in _kept.items():
        vars(module).update(names)
    from coursekit.verdicts import check as genuine

    genuine(number, *answer)
    sys.stdout.flush()


def _begin_cell() -> None:
    """Count from nothing again, and see that the streams are limited: IPython gives them a new `write` for each cell."""
    global _shown
    _shown = 0
    for stream in _streams:
        if not getattr(stream.write, "is_limited", False):
            stream.write = _limited(stream.write)


def _may_show(size: int) -> bool:
    """Count what a cell prints: past MOST_OUTPUT stop the cell, once, and let nothing more through."""
    global _shown
    stopped, _shown = _shown > MOST_OUTPUT, _shown + size
    if _shown > MOST_OUTPUT and not stopped:
        raise TooMuchOutput(f"This cell shows more than {MOST_OUTPUT:,} characters, so it was stopped.")
    return not stopped


def _limit_display(shell: Any) -> None:
    """Let display pass no more than MOST_OUTPUT characters at a time."""
    send = shell.kernel.session.send

    def limited_send(socket: Any, message: Any, content: dict | None = None, *args: Any, **kwargs: Any) -> Any:
        kind = message if isinstance(message, str) else message.get("msg_type", "")
        if kind in {"display_data", "execute_result", "update_display_data", "error"}:
            whole = content if content is not None else message.get("content", {})
            for shown in (whole, whole.get("data", {})):
                for key, value in shown.items():
                    if isinstance(value, str) and len(value) > MOST_OUTPUT and not key.startswith("image/"):
                        shown[key] = value[:1000] + " ... (the rest is left out)"
        return send(socket, message, content, *args, **kwargs)

    shell.kernel.session.send = limited_send


def _limited(write: Callable[[str], Any]) -> Callable[[str], Any]:
    def limited(text: str) -> Any:
        return write(text) if _may_show(len(text)) else len(text)

    limited.is_limited = True
    return limited


_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.chmod", "os.chown", "os.truncate", "os.link",
            "os.symlink", "shutil.rmtree", "shutil.move", "shutil.copyfile"}  # fmt: skip
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "pty.spawn",
             "os.startfile"}  # fmt: skip
_HERE = {"127.0.0.1", "::1", "localhost"}


def _is_outside(path: Any) -> bool:
    if not isinstance(path, (str, bytes, os.PathLike)):
        return False  # a file that is already open
    place = os.path.realpath(os.fsdecode(path))
    return not (place == str(_HOME) or place.startswith((f"{_HOME}{os.sep}", os.devnull)))


def _watch(event: str, details: tuple) -> None:
    """Refuse what marking does not allow. Called by Python before each such act; it cannot be taken away again."""
    if event == "open":
        path, mode, flags = details
        writing = (isinstance(mode, str) and set(mode) & set("wax+")) or (isinstance(flags, int) and flags & _WRITES)
        if writing and _is_outside(path):
            raise PermissionError(f"Marking does not let a notebook write outside its own folder: {path}")
    elif event in _CHANGES:
        if any(_is_outside(path) for path in details[:2]):
            raise PermissionError(f"Marking does not let a notebook change files outside its own folder: {details[0]}")
    elif event in _PROGRAMS:
        raise PermissionError("Marking does not let a notebook start other programs.")
    elif event == "os.kill" and details[0] != os.getpid():
        raise PermissionError("Marking does not let a notebook stop other programs.")
    elif event == "socket.connect":
        address = details[1]
        if isinstance(address, tuple) and address[0] not in _HERE:
            raise OSError("There is no network while a notebook is marked. The tables of the course need none.")
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and details[0] not in {*_HERE, None, ""}:
        raise OSError("There is no network while a notebook is marked. The tables of the course need none.")
