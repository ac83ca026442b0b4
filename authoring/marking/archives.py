"""Read what was handed in from a folder, an archive, or archives in it: never more than a class can have handed in.

An archive is looked at before it is unpacked: how many files it says it has, how large they are, and how much smaller
they were packed. What cannot be read comes back with a sentence in place of its bytes.
"""

import io
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from authoring.marking.names import decoded
from authoring.marking.shapes import LARGEST
from authoring.notebooks import NotebookProblem

UNKNOWN = datetime(1980, 1, 1)  # the day when no day was kept
_DEEPEST = 3  # archives in archives
_MOST_FILES = 50_000
_DIRECTORY = 10_000_000  # bytes that an archive may use to list its files
_RATIO, _SMALL = 200, 2_000_000  # a file above 2 MB that was packed to less than a 200th is no notebook
_ALL = 2_000_000_000  # bytes of all that a class handed in
_OF_ONE_ARCHIVE = 200_000_000  # bytes of one learner's archive
_BROKEN = (OSError, ValueError, RuntimeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error,
           tarfile.TarError, struct.error, MemoryError)  # fmt: skip
OPENED = (".zip", ".tar.gz", ".tgz", ".tar")
LOCKED = "it is locked with a password. Ask for it without one."
DAMAGED = "it is damaged and could not be unpacked. Ask for it again."
TOO_LARGE = "it is far too large when unpacked, so it was not opened. Look at it by hand."
TOO_DEEP = "it is an archive in an archive in an archive, so it was not opened. Look at it by hand."
NOT_ALLOWED = "it may not be read on this machine. Change its permissions, or copy it."
A_LINK = "it is a link to another place, which was not followed. Ask for the file itself."
NO_FILE = "it is neither a file nor a folder."


@dataclass
class Member:
    """One file: where it lies (folders and archives, then its name), its bytes, when it was saved, and what was wrong."""

    path: tuple[str, ...]
    content: bytes = b""
    saved: datetime = UNKNOWN
    problem: str = ""


@dataclass
class _Budget:
    """How many bytes and files may still be read."""

    bytes: int
    files: int = _MOST_FILES

    def take(self, size: int) -> bool:
        """Take a file of this size out of the budget; False if it does not fit."""
        if size > self.bytes or self.files < 1:
            return False
        self.bytes, self.files = self.bytes - size, self.files - 1
        return True


def members(place: Path) -> Iterator[Member]:
    """Return every file in a folder or an archive, and in the archives in it; or the one file.

    Raises
    ------
    NotebookProblem
        If the place itself cannot be read; the message says why.
    """
    budget = _Budget(_ALL)
    if place.is_dir():
        for member in _of_folder(place, budget):
            yield from _opened(member, 1)
        return
    try:
        saved = _time(place.stat().st_mtime)
        if place.name.lower().endswith(".zip"):
            with place.open("rb") as file:
                found = list(_of_zip(file, (), 1, budget))
            if len(found) == 1 and not found[0].path:
                raise NotebookProblem(f"{place}: {found[0].problem}")
            yield from found
            return
        content = place.read_bytes() if place.stat().st_size <= LARGEST else b" " * (LARGEST + 1)
    except _BROKEN as problem:
        raise NotebookProblem(f"{place}: this file cannot be read ({problem}).") from None
    one = Member((place.name,), content, saved)
    found = list(_opened(one, 0))
    inside = [Member(m.path[1:], m.content, m.saved, m.problem) for m in found if len(m.path) > 1]
    yield from inside or [one]


def _of_folder(place: Path, budget: _Budget) -> Iterator[Member]:
    """Return the files of a folder and of all folders in it."""
    closed: list[OSError] = []
    found = [
        Path(base, name)
        for base, folders, files in os.walk(place, onerror=closed.append)
        for name in [*files, *(folder for folder in folders if Path(base, folder).is_symlink())]
    ]
    found += [Path(problem.filename) for problem in closed]
    for path in sorted(found):
        parts = [os.fsencode(part) for part in path.relative_to(place).parts]
        member = Member(tuple(decoded([part])[0] for part in parts) or (place.name,))
        try:
            state = path.lstat()
            member.saved = _time(state.st_mtime)
            if stat.S_ISLNK(state.st_mode):
                member.problem = A_LINK
            elif stat.S_ISDIR(state.st_mode):
                member.problem = NOT_ALLOWED
            elif not stat.S_ISREG(state.st_mode):
                member.problem = NO_FILE
            elif state.st_size > LARGEST or not budget.take(state.st_size):
                member.problem = TOO_LARGE
            else:
                member.content = path.read_bytes()
        except _BROKEN:
            member.problem = NOT_ALLOWED
        yield member


def _time(seconds: float) -> datetime:
    """Return when a file was saved; UNKNOWN if that is no date."""
    try:
        return datetime.fromtimestamp(seconds)
    except (OverflowError, ValueError, OSError):
        return UNKNOWN


def _opened(member: Member, depth: int) -> Iterator[Member]:
    """Return a file, or what is in it if it is an archive of a kind that is opened here."""
    ending = next((ending for ending in OPENED if member.path[-1].lower().endswith(ending)), None)
    if member.path[-1].lower().endswith(".ipynb") and member.content.startswith(b"PK\3\4"):
        ending = ".zip"  # an archive that was given the wrong name
    if member.problem or ending is None or member.content.lstrip().startswith(b"{"):  # ... or a notebook was
        yield member
    elif depth >= _DEEPEST:
        yield Member(member.path, b"", member.saved, TOO_DEEP)
    else:
        inside = _of_zip if ending == ".zip" else _of_tar
        name = member.path[-1].removesuffix(".ipynb")
        name = name[: -len(ending)] if name.lower().endswith(ending) else name
        path = (*member.path[:-1], name.removesuffix(".ipynb") or "archive")
        found = list(inside(io.BytesIO(member.content), path, depth + 1, _Budget(_OF_ONE_ARCHIVE)))
        for one in found:
            one.path = one.path if len(one.path) > len(path) else member.path
            one.saved = member.saved if one.saved == UNKNOWN else one.saved
        yield from found or [Member(member.path, b"", member.saved, "it is an archive with nothing in it.")]


def _of_zip(file: io.IOBase, path: tuple[str, ...], depth: int, budget: _Budget) -> Iterator[Member]:
    """Return the files of a .zip; if it cannot be opened, one member with the archive's own path."""
    try:
        if _directory(file) > _DIRECTORY:
            yield Member(path, problem=TOO_LARGE)
            return
        with zipfile.ZipFile(file) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            for info, name in zip(infos, _names(infos), strict=True):
                parts = tuple(part for part in name.replace("\\", "/").split("/") if part not in ("", ".", ".."))
                member = Member((*path, *(parts or ("without a name",))), saved=_day(info))
                member.problem = _why_not(info, budget)
                if not member.problem:
                    try:
                        member.content = archive.read(info)
                    except _BROKEN:
                        member.problem = DAMAGED
                yield from _opened(member, depth)
    except _BROKEN:
        yield Member(path, problem=DAMAGED)


def _directory(file: io.IOBase) -> int:
    """Return how many bytes a .zip says it uses to list its files: looked at before they are read."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - 65_557))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    (listed,) = struct.unpack_from("<L", tail, at + 12) if at >= 0 else (0,)
    return listed


def _why_not(info: zipfile.ZipInfo, budget: _Budget) -> str:
    """Return why a file of a .zip is not unpacked; empty if it is."""
    if info.flag_bits & 1:
        return LOCKED
    if stat.S_ISLNK(info.external_attr >> 16):
        return A_LINK
    packed_tight = info.file_size > _SMALL and info.file_size > _RATIO * info.compress_size
    if info.file_size > LARGEST or packed_tight or not budget.take(info.file_size):
        return TOO_LARGE
    return ""


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Return the names of an archive's files; where it does not say how their letters are written, as they fit best."""
    silent = [info for info in infos if not info.flag_bits & 0x800 and not info.filename.isascii()]
    raw = [info.orig_filename.encode("cp437", errors="replace") for info in silent]
    known = dict(zip(map(id, silent), decoded(raw), strict=True)) if raw else {}
    return [known.get(id(info), info.filename) for info in infos]


def _day(info: zipfile.ZipInfo) -> datetime:
    """Return when a file of a .zip was saved; UNKNOWN if no date was kept."""
    try:
        return datetime(*info.date_time)
    except ValueError:
        return UNKNOWN


def _of_tar(file: io.BytesIO, path: tuple[str, ...], depth: int, budget: _Budget) -> Iterator[Member]:
    """Return the files of a .tar or .tar.gz; if it cannot be opened, one member with the archive's own path."""
    try:
        content = file.getvalue()
        if content[:2] == b"\x1f\x8b":
            unpacking = zlib.decompressobj(wbits=31)
            content = unpacking.decompress(content, _OF_ONE_ARCHIVE)
            if unpacking.unconsumed_tail:
                yield Member(path, problem=TOO_LARGE)
                return
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as archive:
            for info in archive:
                if info.isdir():
                    continue
                parts = tuple(part for part in info.name.split("/") if part not in ("", ".", ".."))
                member = Member((*path, *(parts or ("without a name",))), saved=_time(info.mtime))
                if not info.isreg():
                    member.problem = A_LINK if info.issym() or info.islnk() else NO_FILE
                elif info.size > LARGEST or not budget.take(info.size):
                    member.problem = TOO_LARGE
                else:
                    member.content = archive.extractfile(info).read()
                yield from _opened(member, depth)
    except _BROKEN:
        yield Member(path, problem=DAMAGED)
