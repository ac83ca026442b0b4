"""Judge every answer of the banks and look at the verdicts of the keys, as they stand in this folder.

Run inside an edition, it shows what its words changed.
"""

import sys

from authoring.answer_bank import answers_to, checked, value_of
from authoring.notebooks import ROOT, printed, read
from coursekit.verdicts import RIGHT, exercise_numbers, verdict


def main() -> int:
    """Print each answer that gets another kind of verdict than it should; return 1 if there is one."""
    wrong = 0
    for number in exercise_numbers():
        for answer in answers_to(number):
            try:
                kind = verdict(number, value_of(number, answer.code)).kind
            except Exception as problem:
                kind = f"{type(problem).__name__}: {problem}"
            if kind != answer.kind:
                wrong += 1
                print(f"{number}, {answer.code!r}: {kind} and not {answer.kind}")
    for path in sorted((ROOT / "solutions").glob("*.ipynb")):
        for cell in read(path).cells:
            number = checked(cell)[0]
            if number and not printed(cell).startswith(f"{number} {RIGHT}"):
                wrong += 1
                print(f"{number}: the key itself is not {RIGHT}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main())
