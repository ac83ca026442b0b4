"""The browser edition's packages without the work of compiling them: half the time until a lesson has its imports.

A browser keeps nothing that Python compiles, so each opening of the course would compile 900 modules anew. What a lesson
imports is compiled once, by the edition's own Python in Node, and stands in the packages in the place of its source.
"""

import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

from authoring.publishing.lite import LiteProblem
from authoring.publishing.lite.parts import CACHE, sum_of

COMPILER = Path(__file__).parents[1] / "compile_imports.mjs"


def compiled_imports(site: Path, lock: dict) -> Path:
    """Return an archive of .pyc files by their place in site-packages; it is made anew when a package changes."""
    packages = sorted(entry["sha256"] for name, entry in lock["packages"].items() if name != "coursekit")
    made_from = hashlib.sha256("".join([*packages, sum_of(COMPILER)]).encode()).hexdigest()[:12]
    archive = CACHE / f"compiled-{made_from}.zip"
    if not archive.is_file():
        command = ["node", str(COMPILER), str(site), str(archive)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if done.returncode:
            raise LiteProblem(f"The packages could not be compiled. The last words: {done.stderr.strip()[-600:]}")
    return archive


def put_in(wheel: Path, compiled: zipfile.ZipFile) -> None:
    """Write a wheel anew, with what is compiled in the place of its source. Its RECORD stays; nobody in the site reads it."""
    new = wheel.with_suffix(".new")
    known = set(compiled.namelist())
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as written:
        for part in old.infolist():
            name = f"{part.filename}c"
            data = compiled.read(name) if name in known else old.read(part)
            written.writestr(zipfile.ZipInfo(name if name in known else part.filename), data, zipfile.ZIP_DEFLATED)
    new.replace(wheel)


def compile_packages(site: Path) -> None:
    """Put compiled modules into the packages of a built site, and the new sums into Pyodide's lock."""
    folder = site / "static" / "pyodide"
    file = folder / "pyodide-lock.json"
    lock = json.loads(file.read_text(encoding="utf-8"))
    with zipfile.ZipFile(compiled_imports(site, lock)) as compiled:
        for name, entry in lock["packages"].items():
            wheel = folder / entry["file_name"]
            if wheel.suffix == ".whl" and name != "coursekit":
                put_in(wheel, compiled)
                entry["sha256"] = sum_of(wheel)
    file.write_text(json.dumps(lock), encoding="utf-8")
