"""Where a learner stands: which exercises are right, read from the saved notebooks without running them."""

import json
import re
from pathlib import Path

from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, exercise_numbers

LESSONS = range(7)
KINDS = "|".join(map(re.escape, (RIGHT, NEARLY, WRONG_KIND, NOT_YET)))


def _exercises_near(here: Path) -> Path | None:
    """Return the folder of the exercises: beside the folder of this notebook, inside it, or this one."""
    for place in (here.parent / "exercises", here / "exercises", here):
        if any(place.glob("0[1-6]_*.ipynb")) and place.name == "exercises":
            return place
    return None


def _verdicts(path: Path) -> dict[str, str]:
    """Return the last verdict that a saved notebook shows for each exercise: "Right.", "Nearly." and so on."""
    found = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            text = "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))
            verdict = re.match(rf"(\d\.\d) ({KINDS})", text)
            if verdict:
                found[verdict.group(1)] = verdict.group(2)
    return found


def progress() -> None:
    """Print a line for each lesson: how many of its exercises are right, and which wait.

    It reads what the exercise notebooks showed when they were last saved. It runs nothing and changes nothing.
    """
    folder = _exercises_near(Path.cwd())
    if folder is None:
        print("The exercise notebooks are not beside this one, so nothing can be shown.")
        return
    all_right, all_asked = 0, 0
    for lesson in LESSONS:
        place = folder if lesson else folder.parent / "notebooks"  # lesson 00 has its exercises inside
        path = next(place.glob(f"0{lesson}_*.ipynb"), None)
        asked = [number for number in exercise_numbers() if re.match(rf"{lesson}\.[1-9]", number)]
        if path is None:
            print(f"0{lesson}  this notebook is missing")
            continue
        try:
            verdicts = _verdicts(path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            print(f"0{lesson}  {path.name} cannot be read. Keep it, and get a fresh copy of the course beside it.")
            continue
        right = [number for number in asked if verdicts.get(number) == RIGHT]
        tried = [n for n in asked if n not in right and verdicts.get(n, NOT_YET) != NOT_YET]
        left = [n for n in asked if n not in right and n not in tried]
        words = [f"{len(right)} of {len(asked)} right"]
        words += [f"tried: {', '.join(tried)}"] if tried else []
        words += [f"no verdict yet: {', '.join(left)}"] if left else []
        print(f"0{lesson}  {'; '.join(words)}")
        all_right, all_asked = all_right + len(right), all_asked + len(asked)
    print(f"All: {all_right} of {all_asked} right, as the notebooks were last saved.")
