"""What the exercise inside lesson 00 expects."""

from coursekit.exercises.shared import ordering, table
from coursekit.numbers_asked import Number
from coursekit.verdicts import Exercise, Mistake, exercise


@exercise("0.1")
def more_yes() -> Exercise:
    """By how many did the yes votes grow from 2023 to 2025?"""
    votes = table("resolution_votes.csv")
    before, after = (votes["vote_2023"] == "yes").sum(), (votes["vote_2025"] == "yes").sum()
    no_before, no_after = (votes["vote_2023"] == "no").sum(), (votes["vote_2025"] == "no").sum()
    return Exercise(
        kind=Number(),
        wanted=after - before,
        unit="states",
        right=f"From {before} to {after}: the yes votes grew by half. The no votes grew too, from {no_before} to {no_after}. "
        "So is support growing? It depends on what you count.",
        mistakes=[
            Mistake("takes a level for a difference", after,
                f"{after} is the number of yes votes in 2025. The question asks how many more there were than in 2023: which second number do you need?",
                ["120"]),
            Mistake("takes a level for a difference", before,
                f"{before} is the number of yes votes in 2023. How many more were there two years later?", ["80"]),
            Mistake("subtracts the later from the earlier", before - after,
                "The size is right and the sign is not: the question asks how many MORE there were. Which number comes first in the subtraction?",
                ["-40"]),
            Mistake("reads the wrong pair of bars", no_after - no_before,
                "This is how many more NO votes there were. The question asks for the yes votes: the first pair of bars.", ["25"]),
            Mistake("adds the two years", before + after, "This is the sum of the two years. How much more is a difference.", ["200"]),
            Mistake("gives growth as a fraction", (after - before) / before,
                "This is the growth as a share of the first number. The question asks for a number of states.", ["0.5"]),
            Mistake("gives growth in per cent", 100 * (after - before) / before,
                "This is the growth in per cent. The question asks for a number of states.", ["50"]),
        ],
        otherwise="Read the numbers over the two yes bars, or in the words under the chart, and subtract the smaller from the larger.",
    )  # fmt: skip


@exercise("0.2", "steps")
def steps_to_forty() -> Exercise:
    """In which order do four steps lead to the answer of 0.1?"""
    return ordering(
        {
            "A": ("BCD", "subtracts before there are two numbers", "It needs two numbers. Which step makes them, and from what?"),
            "B": ("", "", ""),
            "C": ("BD", "counts before the rows are chosen", "It counts the rows that were kept. Which step keeps them, and from what?"),
            "D": ("B", "keeps rows before there is a table", "It works on rows. Which step brings them?"),
        },
        right="Open, keep, count, compare: with these four steps this course answers most of its questions.",
    )  # fmt: skip
