"""Python and its packages without the work of compiling them: half the time until a lesson has its imports.

A browser keeps nothing that Python compiles, so each opening of the course would compile 1,200 modules anew. What a
lesson imports is compiled once, by the edition's own Python in Node, and stands in the place of its source. What no
lesson can use, such as jedi's descriptions of other libraries, is left out: each file takes time to unpack.
"""

import hashlib
import json
import re
import subprocess
import zipfile
from pathlib import Path

from authoring.publishing.lite import LiteProblem
from authoring.publishing.lite.parts import CACHE, sum_of

COMPILER = Path(__file__).parents[1] / "compile_imports.mjs"
PACKAGES, LIBRARY = "lib/python3.12/site-packages/", "lib/python312.zip/"  # where they are in the browser
LEFT_OUT = re.compile(r"jedi/third_party/(django-stubs|typeshed/third_party)/|matplotlib/mpl-data/sample_data/")


def compiled_imports(site: Path, lock: dict) -> Path:
    """Return an archive of .pyc files by their place in the browser; it is made anew when a package changes."""
    packages = sorted(entry["sha256"] for name, entry in lock["packages"].items() if name != "coursekit")
    made_from = hashlib.sha256("".join([*packages, sum_of(COMPILER)]).encode()).hexdigest()[:12]
    archive = CACHE / f"compiled-{made_from}.zip"
    if not archive.is_file():
        command = ["node", str(COMPILER), str(site), str(archive)]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if done.returncode:
            raise LiteProblem(f"The packages could not be compiled. The last words: {done.stderr.strip()[-600:]}")
    return archive


def put_in(archive: Path, place: str, compiled: zipfile.ZipFile) -> None:
    """Write an archive anew, with what is compiled in the place of its source. A wheel's RECORD stays; nobody reads it."""
    new = archive.with_suffix(".new")
    known = set(compiled.namelist())
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as written:
        for part in old.infolist():
            if LEFT_OUT.match(part.filename):
                continue
            done = f"{place}{part.filename}c" in known
            data = compiled.read(f"{place}{part.filename}c") if done else old.read(part)
            written.writestr(
                zipfile.ZipInfo(f"{part.filename}c" if done else part.filename), data, zipfile.ZIP_DEFLATED
            )
    new.replace(archive)


def compile_packages(site: Path) -> None:
    """Put compiled modules into Python's library and the packages of a built site, and the new sums into Pyodide's lock."""
    folder = site / "static" / "pyodide"
    file = folder / "pyodide-lock.json"
    lock = json.loads(file.read_text(encoding="utf-8"))
    with zipfile.ZipFile(compiled_imports(site, lock)) as compiled:
        put_in(folder / "python_stdlib.zip", LIBRARY, compiled)
        for name, entry in lock["packages"].items():
            wheel = folder / entry["file_name"]
            if wheel.suffix == ".whl" and name != "coursekit":
                put_in(wheel, PACKAGES, compiled)
                entry["sha256"] = sum_of(wheel)
    file.write_text(json.dumps(lock), encoding="utf-8")
