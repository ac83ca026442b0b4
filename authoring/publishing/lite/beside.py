"""The course in another language inside the site: an edition's pages, notebooks and coursekit, in a folder of its own.

Python, its packages and JupyterLab are those of the site around it, so an edition adds some megabytes and not all of them
again. Only the edition's own code knows its words, so this module runs as it stands in the edition's folder.
"""

import json
import re
import shutil
import sys
from pathlib import Path

from authoring.publishing.lite.parts import COURSE_NEEDS, JUPYTERLAB, course_wheel, lock_entry
from authoring.publishing.lite.site import (
    APPS,
    check_copies,
    course_files,
    dress,
    edition_of,
    place_contents,
    place_pages,
    set_up,
)
from authoring.publishing.reading import place_reading

# Folders of the site that every language uses. The extensions are not among them: they start Python, whose requests for
# files the service worker of a language answers, and a service worker serves only what comes from its own folder.
SHARED = ("build", "static")
OWN = ("files", "read", "edition.txt")  # what stands in the site in English, and is written anew
SETTINGS = ("jupyter-lite.json", *(f"{app}/jupyter-lite.json" for app in APPS))
_TO_SHARED = re.compile(rf'(?<=")(\.\.?)/(?=(?:{"|".join(SHARED)})[/"])')


def place(site: Path, language: str, names: dict[str, str]) -> None:
    """Write the edition that this code belongs to into a folder of the site that is called as its language."""
    check_copies()
    files = course_files()
    target = site / language
    left = {*SHARED, *OWN, *names}
    shutil.copytree(site, target, ignore=lambda at, held: left & set(held) if Path(at) == site else set())
    for name in (*SETTINGS, *(f"{app}/index.html" for app in APPS)):
        text = (target / name).read_text(encoding="utf-8")
        (target / name).write_text(_TO_SHARED.sub(r"\1/../", text), encoding="utf-8")
    edition = edition_of(files)
    settings = json.loads((target / SETTINGS[0]).read_text(encoding="utf-8"))
    anew = set_up(settings, edition, _place_coursekit(site / "static" / "pyodide", language))
    (target / SETTINGS[0]).write_text(json.dumps(anew, indent=2), encoding="utf-8")
    for app in APPS:
        dress(target / app / "index.html")
    shutil.copytree(JUPYTERLAB / "extension", target / "extensions" / "sco-un-course", dirs_exist_ok=True)
    place_contents(target / "files", files)
    place_reading(target / "read")
    place_pages(target, edition, language, names, site)


def _place_coursekit(folder: Path, language: str) -> str:
    """Put the edition's coursekit beside the packages of the site; return its name among them."""
    name = f"coursekit-{language}"
    wheel = course_wheel(folder)
    file = folder / "pyodide-lock.json"
    lock = json.loads(file.read_text(encoding="utf-8"))
    lock["packages"][name] = lock_entry(name, wheel, COURSE_NEEDS, [])
    file.write_text(json.dumps(lock), encoding="utf-8")
    return name


if __name__ == "__main__":
    place(Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
