"""Open the browser edition on this computer, or pack it with a server for a memory stick."""

import zipfile
from pathlib import Path

from authoring.notebooks import ROOT
from authoring.publishing.lite import EDITION, SOURCES, STICK, LiteProblem
from authoring.publishing.lite.site import build

# The server travels on the stick, so it stands among the site's sources and needs nothing but Python.
from authoring.publishing.site import start_course

FOLDER = "sco-un"
FILES = ("READ_ME.txt", "start_course.py", "start_course.bat", "start_course.command", "start_course.sh")


def stick() -> Path:
    """Pack the site and a server that needs only Python into one archive; return its path."""
    site = build()
    if STICK.is_file() and STICK.stat().st_mtime > (site / EDITION).stat().st_mtime:
        print(f"{STICK.relative_to(ROOT)} is up to date.")
        return STICK
    part = STICK.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in FILES:
            entry = zipfile.ZipInfo.from_file(SOURCES / name, f"{FOLDER}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # so that the next line, who may run the file, is understood
            entry.external_attr = (0o755 if name.endswith((".command", ".sh")) else 0o644) << 16
            text = (SOURCES / name).read_text(encoding="utf-8")
            archive.writestr(entry, text.replace("\n", "\r\n") if name.endswith(".bat") else text)
        for name in ("LICENSE.txt", "THIRD_PARTY.txt"):
            archive.write(site / name, f"{FOLDER}/{name}")
        for path in sorted(p for p in site.rglob("*") if p.is_file()):
            archive.write(path, f"{FOLDER}/site/{path.relative_to(site).as_posix()}")
    part.replace(STICK)
    print(f"The archive for a memory stick is {STICK.relative_to(ROOT)} ({STICK.stat().st_size / 1e6:.0f} MB).")
    return STICK


def serve(port: str, classroom: bool, browser: bool) -> None:
    """Build the site if needed and serve it until somebody presses Ctrl+C."""
    if not port.isdecimal():
        raise LiteProblem(f"PORT={port} is not a port: give a whole number, as in: make lite-serve PORT=8902")
    site = build()
    try:
        start_course.start(site, int(port), classroom, browser)
    except start_course.ServerProblem as problem:
        raise LiteProblem(f"{problem} As in: make lite-serve PORT=8902") from None
