"""What a teacher learns about each exercise from a class: who failed it, with which misconception, and what it tells."""

import math
import statistics
from collections import Counter
from dataclasses import dataclass

from authoring.marking.judge import KINDS, NOT_MARKED, NOT_YET, RIGHT, Verdict
from authoring.marking.keys import numbers_of
from authoring.marking.records import Record, labelled

ENOUGH = 11  # learners: in a smaller class a single one turns the correlation round
CLEAR = 0.2  # a correlation nearer to nought says next to nothing in a class


@dataclass(frozen=True)
class Item:
    """An exercise in a class: the verdicts by kind, the misconceptions with their learners, answers that are not right.

    `r` is the correlation with the rest of the total among the `n` learners whose exercises are all marked, or None.
    """

    number: str
    kinds: Counter[str]
    misconceptions: list[tuple[str, list[str]]]
    wrong: list[tuple[str, Verdict]]
    n: int
    r: float | None

    @property
    def marked(self) -> int:
        """Return how many learners have a mark for it."""
        return self.kinds.total() - self.kinds[NOT_MARKED]

    @property
    def answered(self) -> int:
        """Return how many of them answered it."""
        return self.marked - self.kinds[NOT_YET]

    @property
    def shared(self) -> tuple[str, list[str]] | None:
        """Return the misconception that most learners show, if two or more do: one learner's is no sign for a class."""
        return next((reason for reason in self.misconceptions if len(reason[1]) > 1), None)

    @property
    def right(self) -> int:
        """Return how many of them are right."""
        return self.kinds[RIGHT]

    @property
    def counts(self) -> list[int]:
        """Return the count of each kind of verdict, in their order."""
        return [self.kinds[kind] for kind in KINDS]

    @property
    def share(self) -> str:
        """Return how many of them are right, and their share."""
        return f"{self.right} of {self.marked} ({100 * self.right / self.marked:.0f} %)" if self.marked else ""

    @property
    def says(self) -> str:
        """Return in one sentence what share and correlation mean."""
        if self.right in (0, self.marked):
            return f"{'Everybody' if self.right else 'Nobody'} solved it, so it does not tell learners apart."
        if self.r is None:
            return "The other exercises do not tell these learners apart, so there is nothing to compare with."
        if self.r >= CLEAR:
            return "Those who solved it also solved more of the other exercises."
        if self.r > -CLEAR:
            return "Whether learners solved it says little about the other exercises: it asks for something else, or was guessed."
        return "Those who solved it solved fewer of the other exercises: read its wording and the wrong answers."


def item_rest(points: list[int], totals: list[int]) -> float | None:
    """Return the point-biserial correlation of an exercise with the rest of the total. None where it has no value.

    `points`: 1 or 0 for each learner; `totals`: what each has in all, in the same order. The exercise itself is taken
    out of the total, or it would go with itself (Henrysson, Correction of item-total correlations in item analysis,
    Psychometrika 28, 1963, 211-218). With the mean rest M1 of those who solved it and M0 of the others, the standard
    deviation s of all rests (divided by n) and the share p who solved it, it is (M1 - M0) / s * sqrt(p * (1 - p)):
    Pearson's correlation where one side is 0 or 1. It has no value if all points, or all rests, are alike.
    """
    rests = [total - point for point, total in zip(points, totals, strict=True)]
    if len(set(points)) < 2 or len(set(rests)) < 2:
        return None
    return statistics.correlation(points, rests)


def chance(n: int) -> float:
    """Return how far a correlation among n learners lies from nought by chance alone: its standard error where it is nought."""
    return 1 / math.sqrt(n - 1)


def items(lesson: str, records: list[Record]) -> list[Item]:
    """Return the exercises of a lesson, in order, as this class solved them."""
    handed_in = [(label, one.marked[lesson]) for label, one in labelled(records) if lesson in one.marked]
    whole = [one for one in records if one.is_whole(lesson)]
    totals = [one.marked[lesson].total for one in whole]
    found = []
    for number in numbers_of(lesson):
        verdicts = [(label, v) for label, marked in handed_in for v in marked.verdicts if v.number == number]
        reasons: dict[str, list[str]] = {}
        for label, v in verdicts:
            reasons.setdefault(v.because, []).append(label)
        reasons.pop("", None)
        points = [int(one.verdicts[number].kind == RIGHT) for one in whole]
        found.append(
            Item(
                number=number,
                kinds=Counter(v.kind for _, v in verdicts),
                misconceptions=sorted(reasons.items(), key=lambda reason: -len(reason[1])),
                wrong=[(label, v) for label, v in verdicts if v.kind not in (RIGHT, NOT_YET, NOT_MARKED)],
                n=len(whole),
                r=item_rest(points, totals),
            )
        )
    return found


def hardest(found: list[Item]) -> Item | None:
    """Return the exercise that most learners answered and did not get right, or None if no answer is wrong.

    Of two it is the one with the smaller share of right answers. Who did not answer says nothing on how hard it is.
    """
    failed = [item for item in found if item.right < item.answered]
    return max(failed, key=lambda item: (item.answered - item.right, -item.right), default=None)
