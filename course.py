"""The one command of the course: `python course.py lab` opens it, `python course.py --help` names all the rest.

It is written so that Python 2 and every Python 3 can read it, and say what is missing.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "This course needs Python 3.11 or newer, and this is Python %d.%d: install a newer one and type its name, "
        "as in python3.12 course.py lab, or follow 'With conda' in README.md." % sys.version_info[:2]
    )

from authoring.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
