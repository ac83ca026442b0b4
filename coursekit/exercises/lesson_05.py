"""What the exercises of lesson 05 expect: recorded votes, moves between them, and agreement."""

import pandas as pd

from coursekit.answers import Names
from coursekit.exercises.shared import VERDICTS, compared, counted_verdicts, judging, one_off, right_if, share, table
from coursekit.kinds import spelled
from coursekit.numbers_asked import Number, Numbers
from coursekit.verdicts import Exercise, Mistake, exercise

# What learners type before their answer.
BEFORE = 'before = votes[votes["vote_2023"] == "yes"]\n'
LATER = 'later = cohesion[cohesion["session"] > 56]\n'


def agreement_index(yes: int, no: int, abstained: int) -> float:
    """Return how alike a group voted, from 0 (three equal parts) to 1 (all the same).

    The index of Hix, Noury and Roland, "Power to the Parties", British Journal of Political Science 35 (2005).
    States that did not vote are left out.
    """
    largest, total = max(yes, no, abstained), yes + no + abstained
    return (largest - (total - largest) / 2) / total


def _counts(rows: pd.DataFrame, column: str = "vote_2025") -> tuple[int, int, int]:
    """Return how many states voted yes, voted no, and abstained."""
    counted = rows[column].value_counts()
    return counted.get("yes", 0), counted.get("no", 0), counted.get("abstained", 0)


@exercise("5.1")
def eco_share() -> Exercise:
    """What share of those present and voting said yes to the ECO text of 2025?"""
    cooperation = table("cooperation_votes.csv").set_index("symbol")
    eco, sco = cooperation.loc["A/RES/79/330"], cooperation.loc["A/RES/79/332"]
    yes, no, abstained, absent = eco["yes"], eco["no"], eco["abstained"], eco["did_not_vote"]
    decided, everybody = yes + no, yes + no + abstained + absent
    wanted = share(yes, decided)
    return Exercise(
        kind=Number(decimals=1, hint="A share is one number divided by another, times 100. Which two?"),
        wanted=wanted,
        unit="per cent",
        right=f"{yes} of {decided}. For the SCO text of the same day it was {sco['yes']} of {sco['yes'] + sco['no']}; so the ECO text had {sco['yes'] - yes} yes fewer and {no - sco['no']} no more. "
        f"Of all members, the ECO text had {share(yes, everybody):.0f} per cent. Say which denominator you mean.",
        mistakes=[
            Mistake("counts abstentions as votes", share(yes, decided + abstained),
                "This is the share of all that took part, with those who abstained. Do they count as voting in the Assembly's rules?",
                ["100 * 118 / 165"]),
            Mistake("divides by all members", share(yes, everybody),
                "This is the share of all member states. How many of them count as present and voting?", ["61.1"]),
            Mistake("gives a fraction", wanted / 100, "This is the share as a fraction of 1. The question asks for per cent.", ["118 / 154"]),
            Mistake("takes the no votes", 100 - wanted, "This is the share of no. The question asks for the share of yes.", ["100 * 36 / 154"]),
            Mistake("adds the wrong two", share(yes, yes + abstained),
                "This is yes in per cent of yes and abstentions together. Present and voting means: yes or no.", ["100 * 118 / 129"]),
            Mistake("takes the row of the SCO", share(sco["yes"], sco["yes"] + sco["no"]),
                "This is the share for the SCO text of that day. Which symbol does your condition ask for?", ["100 * 120 / 147"]),
            Mistake("gives the count", yes, "This is the number of yes votes. What share is it of those who voted yes or no?", ["118"]),
            Mistake("gives the denominator", decided,
                "This is how many states voted yes or no: the denominator. What share of them said yes?", ["154"]),
            Mistake("subtracts", yes - no, "This is the difference of yes and no. A share is a division, not a difference.", ["118 - 36"]),
            Mistake("sets no against yes", share(no, yes),
                "This sets the no votes against the yes votes. A share divides a part by the whole: which is the whole?", ["100 * 36 / 118"]),
        ],
        otherwise="Show the row in a new cell. Which of its four numbers count as voting, and which of them stands on top?",
    )  # fmt: skip


@exercise("5.2")
def eu_index() -> Exercise:
    """How alike did the EU states vote on the SCO text of 2025?"""
    votes = table("resolution_votes.csv")
    eu = votes[votes["eu"] == "yes"]
    yes, no, abstained = _counts(eu)
    largest, total = max(yes, no, abstained), yes + no + abstained
    others = total - largest
    top = largest - others / 2
    asean = agreement_index(*_counts(votes[votes["asean"] == "yes"]))
    return Exercise(
        kind=Number(decimals=2, hint="Count first, then put three numbers into the formula. Which three?"),
        wanted=agreement_index(yes, no, abstained),
        right=f"{no} no and {abstained} abstained. In 2023 all that took part abstained; two years later they parted, and the index fell from 1. "
        f"For ASEAN it was {asean:.2f} in 2025. The index says that they did not all do the same, not why.",
        mistakes=[
            Mistake("repeats the result of 2023", agreement_index(*_counts(eu, "vote_2023")),
                "This is the index of the EU in 2023. Which column holds the votes of 2025?", ["1"]),
            Mistake("leaves out those who abstained", agreement_index(yes, no, 0),
                "This is the index of those who said yes or no. Those who abstained took part too.", ["(17 - 0 / 2) / 17"]),
            Mistake("gives the share of the largest part", largest / total,
                "This is the share of the largest part. The index subtracts half of the others from it first.", ["17 / 27"]),
            Mistake("forgets the half", (largest - others) / total,
                "This is the largest part minus all of the others, divided by all. The formula subtracts only half of them: why would 0 otherwise not be the lowest value?",
                ["(17 - 10) / 27"]),
            Mistake("takes yes for the largest", (yes - (total - yes) / 2) / total,
                "This is the formula with the yes votes in the first place. The formula starts from the largest of the three counts. Which is it here?", ["(0 - 27 / 2) / 27"]),
            Mistake("forgets to divide", top, "This is the top of the fraction. By which number is it divided?", ["17 - 10 / 2"]),
            Mistake("divides by all members", top / len(votes),
                "This is the top of the fraction, divided by all UN members. The group is the EU.",
                ["(17 - 10 / 2) / 193"]),
            Mistake("divides by the largest part", top / largest,
                "This is the top of the fraction, divided by the largest part. The formula divides by all that took part.", ["(17 - 10 / 2) / 17"]),
            Mistake("forgets the EU", agreement_index(*_counts(votes)),
                "This is the index of all states in 2025. Which condition keeps only the EU states?", ["(120 - 55 / 2) / 175"]),
            Mistake("copies the lesson", agreement_index(*_counts(votes, "vote_2023")),
                "This is the index of all states in 2023, as in the lesson.", ["0.43"]),
            Mistake("takes the other column", asean, "This is the index of ASEAN. Which column tells the EU states?", ["0.7"]),
            Mistake("takes those who abstained for the largest", (abstained - (total - abstained) / 2) / total,
                "This is the formula with those who abstained in the first place. The formula starts from the largest of the three counts. Which is it here?",
                ["(10 - 17 / 2) / 27"]),
            Mistake("gives per cent", 100 * agreement_index(yes, no, abstained),
                "This is in per cent. The index runs from 0 to 1.", ["100 * 12 / 27"]),
        ],
        otherwise="Show your steps: the three counts, the largest, the others together, all that took part. Then the largest minus half of the others, divided by all that took part.",
    )  # fmt: skip


@exercise("5.3")
def no_longer_yes() -> Exercise:
    """Which states voted yes in 2023 and did something else in 2025?"""
    votes = table("resolution_votes.csv")
    yes_before = votes[votes["vote_2023"] == "yes"]
    gone = yes_before[yes_before["vote_2025"] != "yes"]
    kind = Names(what="states")
    wanted = list(gone["state"])
    gained = votes[(votes["vote_2023"] != "yes") & (votes["vote_2025"] == "yes")]
    say = compared(
        kind, wanted, "Two conditions must hold: yes in vote_2023, and anything but yes in vote_2025.", votes["state"]
    )
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} of {len(yes_before)}, and none of them said no. Against them stand {len(gained)} states that said yes only in 2025. "
        f"The difference, {len(gained) - len(wanted)}, is all that the two totals show; the moves behind it stay hidden.",
        mistakes=[
            Mistake("takes something else for no", [],
                "An empty list: no row is left. Is each word spelled as in the table (yes, small)? And did you ask for no? A state has more than two ways to act.",
                [BEFORE + 'before[before["vote_2025"] == "no"]["state"]']),
            Mistake("forgets those who did not vote", list(gone[gone["vote_2025"] == "abstained"]["state"]),
                "These went from yes to abstaining. There is one more way not to say yes.", ['["Panama", "Paraguay", "Singapore"]']),
            Mistake("forgets those who abstained", list(gone[gone["vote_2025"] == "did not vote"]["state"]),
                "These went from yes to not voting. There is one more way not to say yes.", ['["Argentina", "Mauritius", "Syria"]']),
            Mistake("swaps the years", list(gained["state"]),
                "These moved the other way: yes in 2025 and not in 2023. Swap the two columns.",
                ['votes[(votes["vote_2025"] == "yes") & (votes["vote_2023"] != "yes")]["state"]']),
            Mistake("one condition", list(votes[votes["vote_2025"] != "yes"]["state"]),
                "These are all states that did not say yes in 2025. Which of them had said yes in 2023?",
                ['votes[votes["vote_2025"] != "yes"]["state"]']),
            Mistake("takes == for !=", list(yes_before[yes_before["vote_2025"] == "yes"]["state"]),
                "These said yes twice. The sign for is not is !=.", [BEFORE + 'before[before["vote_2025"] == "yes"]["state"]']),
            Mistake("stops after the first step", list(yes_before["state"]),
                "These are all that said yes in 2023. The second condition is missing.", [BEFORE + 'before["state"]']),
            Mistake("takes the wrong column", list(gone["iso3"]),
                "The right states, with their codes. The question asks for the column state.",
                [BEFORE + 'before[before["vote_2025"] != "yes"]["iso3"]']),
            *one_off(wanted, say, {
                "misses one": ['["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore"]'],
                "adds one": ['["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore", "Syria", "Fiji"]'],
            }),
        ],
        otherwise=say,
    )  # fmt: skip


@exercise("5.4")
def from_abstained_to_no() -> Exercise:
    """What share of the states that abstained in 2023 voted no in 2025?"""
    votes = table("resolution_votes.csv")
    moves = pd.crosstab(votes["vote_2023"], votes["vote_2025"])
    cell, row, column = moves.loc["abstained", "no"], moves.loc["abstained"].sum(), moves.loc[:, "no"].sum()
    wanted = share(cell, row)
    return Exercise(
        kind=Number(decimals=0, hint="Which cell of the table, and which sum do you divide by?"),
        wanted=wanted,
        unit="per cent",
        right=f"{cell} of {row}: nearly half. Turned round, {share(cell, column):.0f} per cent of those who said no in 2025 had abstained in 2023. "
        "Both are true, and they answer different questions.",
        mistakes=[
            Mistake("divides by the column", share(cell, column),
                "This is the share of all who said no in 2025. It tells where the no votes came from. The sentence begins with those who abstained in 2023.",
                ["100 * 22 / 27"]),
            Mistake("divides by all", share(cell, len(votes)),
                "This is the share of all member states. The sentence begins: of the states that abstained in 2023.", ["100 * 22 / 193"]),
            Mistake("gives a fraction", cell / row, "This is the share as a fraction of 1. The question asks for per cent.", ["22 / 47"]),
            Mistake("gives the count", cell, "This is the number of states. How many per cent is it of those who abstained in 2023?", ["22"]),
            Mistake("takes the next cell", share(moves.loc["abstained", "abstained"], row),
                "These abstained twice. Which column holds those who said no in 2025?", ["100 * 21 / 47"]),
            Mistake("gives the complement", 100 - wanted,
                "This is the share that did not go to no. The sentence asks for the others.", ["100 - 100 * 22 / 47"]),
            Mistake("takes the first cell", share(moves.loc["abstained", "yes"], row),
                "This is the share that went to yes. Which column holds those who said no?", ["100 * 4 / 47"]),
            Mistake("takes the column for the row", share(cell, moves.loc[:, "abstained"].sum()),
                "This is in per cent of those who abstained in 2025, a column. The states that abstained in 2023 are a row.", ["100 * 22 / 28"]),
            Mistake("answers another question", share(row, len(votes)),
                "This is the share of all members that abstained in 2023. What did they do in 2025?", ["100 * 47 / 193"]),
        ],
        otherwise="Which row of the table of moves holds the states of 2023 that the sentence speaks of, and what is its sum?",
    )  # fmt: skip


def _judged() -> dict[str, str]:
    """Return the verdict on each claim of exercise 5.5. What states wanted, and why, stands in no table of votes."""
    votes, cooperation = table("resolution_votes.csv"), table("cooperation_votes.csv").set_index("symbol")
    (csto,) = cooperation[cooperation["voted_on"] == "2024-11-18"].to_dict("records")
    asean = votes[(votes["asean"] == "yes") & (votes["vote_2023"] != "did not vote")]
    members = votes[votes["sco_role_2025"] == "member"][["vote_2023", "vote_2025"]]
    in_group = table("regional_groups.csv").set_index("iso3")["group"]
    west = votes[votes["iso3"].map(in_group) == "Western Europe and others"]
    pairs = table("agreement.csv").query("session == 79 and state_a == 'China'")
    with_members = pairs[pairs["both_members"] == "yes"]["share_same"]
    with_brazil = pairs.set_index("state_b").loc["Brazil", "share_same"]
    return {
        "west": right_if((west["vote_2025"] != "yes").all()),
        "csto_2024": right_if(csto["abstained"] > csto["yes"] > csto["no"]),
        "asean": right_if((asean["vote_2023"] == "yes").all()),
        "absent": "not proved",
        "told": "not proved" if (members == "yes").all(axis=None) else "wrong",
        "bloc": right_if((with_members > with_brazil).all()),
    }


@exercise("5.5")
def judged() -> Exercise:
    """Judge six claims about votes."""
    wanted = _judged()
    return judging(
        wanted=wanted,
        options=VERDICTS,
        question="For a claim that you call correct or wrong: which rows say so, and do they record what the claim speaks about? For one that you call not proved: does no row contradict it?",
        hint="Sort a table by the column that a claim speaks of. Those who abstained took part, those who did not vote did not, and only yes and no decide.",
        right=f"{counted_verdicts(wanted)} The line absent speaks of a wish, and told of a reason. No table of votes can settle these; "
        "a speech, a letter or an instruction could.",
        mistakes=[
            ("takes unsupported for refuted", {"absent": "wrong", "told": "wrong"}),
            ("reads wishes and reasons into votes", {"absent": "correct", "told": "correct"}),
            ("reads the vote of 2025 back into 2023", {"absent": "wrong"}),
            ("takes unsupported for refuted", {"told": "wrong"}),
            ("takes agreement for its cause", {"told": "correct"}),
            ("counts did not vote as not yes", {"asean": "wrong"}),
            ("counts abstentions against a text", {"csto_2024": "wrong"}),
            ("takes staying away for a no", {"absent": "correct"}),
            ("takes most of a group for all of it", {"west": "correct"}),
            ("expects members to agree most", {"bloc": "correct"}),
        ],
    )


@exercise("5.6")
def mean_index() -> Exercise:
    """What is the mean agreement index of each group after session 56?"""
    cohesion = table("cohesion.csv")
    later = cohesion[cohesion["session"] > 56]

    def means(rows: pd.DataFrame, column: str = "agreement_index") -> pd.Series:
        return rows.groupby("group")[column].mean()

    wanted = means(later)
    names = set(map(spelled, wanted.index))

    def otherwise(given: dict[str, float]) -> str:
        if names != given.keys():
            return "These are not the names of the column group. By which column are your rows grouped?"
        return "The groups are right, and some numbers differ. Which sessions are in your rows: only those after 56? Which column did you take, and which step: the mean?"

    return Exercise(
        kind=Numbers(decimals=3, what="groups"),
        wanted=wanted,
        right=f"Highest: {wanted.idxmax()}. The SCO members of the time stand at {wanted['SCO members of the time']:.2f}, between the EU and all UN members. "
        "A mean over many sessions hides a rise and a fall. Hold your chart and your words against the three questions above.",
        mistakes=[
            Mistake("takes >= for >", means(cohesion[cohesion["session"] >= 56]),
                "Session 56 is in it. After session 56 means greater than 56: which sign says that?",
                ['cohesion[cohesion["session"] >= 56].groupby("group")["agreement_index"].mean()']),
            Mistake("forgets the condition", means(cohesion),
                "These are the means of all sessions. Which condition keeps those after 56?", ['cohesion.groupby("group")["agreement_index"].mean()']),
            Mistake("turns the sign round", means(cohesion[cohesion["session"] < 56]),
                "These are the sessions before 56. Turn the sign round.",
                ['cohesion[cohesion["session"] < 56].groupby("group")["agreement_index"].mean()']),
            Mistake("takes the median", later.groupby("group")["agreement_index"].median(),
                "These are the medians. The question asks for the mean.",
                [LATER + 'later.groupby("group")["agreement_index"].median()']),
            Mistake("takes another column", means(later, "mean_pair_agreement"),
                "This is the mean of the column mean_pair_agreement. The question asks for agreement_index.",
                [LATER + 'later.groupby("group")["mean_pair_agreement"].mean()']),
            Mistake("takes another column", means(later, "agreement_index_contested"),
                "This is the mean of the column agreement_index_contested. The question asks for agreement_index.",
                [LATER + 'later.groupby("group")["agreement_index_contested"].mean()']),
            Mistake("takes another column", means(later, "share_unanimous"),
                "This is the mean of the column share_unanimous. Which column holds the index?", [LATER + 'later.groupby("group")["share_unanimous"].mean()']),
            Mistake("counts", later.groupby("group")["agreement_index"].count(),
                "This is the number of sessions of each group. Which step gives the mean?",
                [LATER + 'later.groupby("group")["agreement_index"].count()']),
            Mistake("gives per cent", 100 * wanted,
                "These are in per cent. The index runs from 0 to 1.", [LATER + '100 * later.groupby("group")["agreement_index"].mean()']),
            Mistake("groups by the wrong column", later.groupby("session")["agreement_index"].mean(),
                "This is one number for each session, over all groups. The question asks for one for each group.",
                [LATER + 'later.groupby("session")["agreement_index"].mean()']),
            Mistake("gives more than a number for each group", lambda given: len(given) > len(wanted),
                "These are more numbers than there are groups. Which step makes one heap of rows for each group?",
                [LATER + 'later.set_index("session")["agreement_index"]']),
            Mistake("keeps only some", lambda given: len(given) < len(wanted),
                lambda given: f"The table holds {len(wanted)} groups, and {len(given)} are in your answer. Keep them all.",
                [LATER + 'later.groupby("group")["agreement_index"].mean().head(3)']),
        ],
        otherwise=otherwise,
    )  # fmt: skip
