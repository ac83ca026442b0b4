"""What the cells of the judging notebook call, in a kernel where no learner's code ever runs."""

import json

from coursekit.plain import Plain
from coursekit.verdicts import judged

ANSWERS, VERDICTS = "answers.jsonl", "verdicts.jsonl"  # in the folder of the notebook


def judge(number: str, place: int) -> None:
    """Print the kind of verdict on the answer that stands at this place (in bytes) of ANSWERS, and write all of it down."""
    with open(ANSWERS, "rb") as answers:
        answers.seek(place)
        form = Plain.from_json(json.loads(answers.readline()))
    verdict = judged(number, form)
    with open(VERDICTS, "a", encoding="utf-8") as verdicts:
        verdicts.write(json.dumps([number, place, *verdict]) + "\n")
    print(number, verdict.kind)
