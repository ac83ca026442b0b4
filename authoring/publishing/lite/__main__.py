"""The command line of the browser edition: build, serve or stick."""

import argparse
import sys

from authoring.notebooks import NotebookProblem
from authoring.publishing import lite
from authoring.publishing.lite.serve import serve, start_course, stick
from authoring.publishing.lite.site import build


def main(words: list[str]) -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m authoring.publishing.lite", description=lite.__doc__.split("\n")[0]
    )
    parser.add_argument("what", choices=["build", "serve", "stick"])
    parser.add_argument("--port", default=str(start_course.PORT))
    parser.add_argument("--classroom", action="store_true", help="let other computers on the network open the course")
    parser.add_argument("--browser", default="", help="none: only print the address")
    asked = parser.parse_args(words)
    try:
        if asked.what == "serve":
            serve(asked.port, asked.classroom, asked.browser != "none")
        else:
            {"build": build, "stick": stick}[asked.what]()
    except (lite.LiteProblem, NotebookProblem) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
