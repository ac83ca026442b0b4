"""The verb `edition`: keep the catalogues of a language, and make its edition of the course."""

import argparse
import sys

from authoring.keeping.editions.catalogues import counted, report, update


def main(words: list[str]) -> int:
    """Do what the words ask; return the exit status."""
    parser = argparse.ArgumentParser(prog="course.py edition")
    parser.add_argument("language")
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args(words)
    update(asked.language)
    print(report(counted(asked.language)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
