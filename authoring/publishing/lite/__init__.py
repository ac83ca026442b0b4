"""The browser edition: the whole course as a folder of files that any web server can hand out. Nothing is installed.

    python -m authoring.publishing.lite build     build/lite/, the site
    python -m authoring.publishing.lite serve     the site in your browser
    python -m authoring.publishing.lite stick     build/sco-un-stick.zip

`parts` holds what comes from elsewhere, each file checked against its sum; `site` puts the course's own files and pages
to it and has JupyterLite build the site; `serve` opens the site, or packs it for a memory stick.
"""

from pathlib import Path

from authoring.notebooks import ROOT

SOURCES = Path(__file__).parents[1] / "site"  # pages, settings, the list of sums, and what travels on the stick
BUILD = ROOT / "build"
SITE, STICK = BUILD / "lite", BUILD / "sco-un-stick.zip"
EDITION = "edition.txt"  # in the site: which edition it is


class LiteProblem(Exception):
    """The browser edition cannot be built or opened; the message says why and what to do."""
