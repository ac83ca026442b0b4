"""The verb `edition`: bring the catalogues of a language in step, make the course in it, and prove that it is the same."""

import argparse
import sys

from authoring.keeping.editions import products
from authoring.keeping.editions.build import finish, verdicts_that_differ, write
from authoring.keeping.editions.catalogues import Words, counted, report, update
from authoring.keeping.editions.proof import differences
from authoring.keeping.editions.stamp import put
from authoring.keeping.editions.wording import Wording
from authoring.notebooks import ROOT, NotebookProblem


def main(words: list[str]) -> int:
    """Do what the words ask; return the exit status."""
    parser = argparse.ArgumentParser(prog="course.py edition")
    parser.add_argument("language")
    parser.add_argument("--words", action="store_true")
    asked = parser.parse_args(words)
    if not asked.language.replace("_", "").isalpha():
        print(f"{asked.language}: this is no code of a language. Give one such as ru.", file=sys.stderr)
        return 2
    update(asked.language)
    print(report(counted(asked.language)))
    for line in Wording(asked.language).findings():
        print(line)
    if asked.words:
        return 0
    target = ROOT / "build" / asked.language
    spoken = Words(asked.language)
    try:
        write(target, spoken.say_in, asked.language)
        for line in spoken.left_in_english():
            print(line)
        print(f"{target.relative_to(ROOT)}: written. Its notebooks are run now (some minutes) ...", flush=True)
        finish(target)
    except NotebookProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    found = [*differences(ROOT, target), *verdicts_that_differ(target), *products.that_differ(target)]
    for line in found:
        print(line, file=sys.stderr)
    if not found:
        put(target, asked.language)
    print(
        f"{target.relative_to(ROOT)}: {'not the same course yet' if found else 'made, and the same course as the English one'}."
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
