"""Judge every answer of the banks, as they stand in this folder: run inside an edition, it shows what its words changed."""

import sys

from authoring.answer_bank import answers_to, lesson_of, value_of
from coursekit.verdicts import exercise_numbers, verdict


def main(lessons: list[str]) -> int:
    """Print each answer, of some lessons or of all, that gets another kind of verdict than it should; return 1 if there is one."""
    wrong = 0
    for number in exercise_numbers():
        if lessons and lesson_of(number) not in lessons:
            continue
        for answer in answers_to(number):
            try:
                kind = verdict(number, value_of(number, answer.code)).kind
            except Exception as problem:
                kind = f"{type(problem).__name__}: {problem}"
            if kind != answer.kind:
                wrong += 1
                print(f"{number}, {answer.code!r}: {kind} and not {answer.kind}")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
