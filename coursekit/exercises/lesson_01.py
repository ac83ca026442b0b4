"""What the exercises of lesson 01 expect: who belongs to the SCO, and how big it is."""

import math
from collections.abc import Callable

from coursekit.answers import Names
from coursekit.exercises.shared import column, compared, judging, members, on_day, one_off, share, table
from coursekit.numbers_asked import Number
from coursekit.verdicts import Exercise, Mistake, exercise

# What learners type before their answer.
IN_2018 = 'in_2018 = population[population["year"] == 2018].set_index("iso3")["population"]\n'
OUTPUT = 'output = population[population["year"] == 2023].set_index("iso3")["gdp_usd"]\n'


def _digits(wanted: float, too: str) -> Callable[[float], bool]:
    """Return what says of a number whether it has the digits wanted and is too large, or too small, by thousands."""

    def fits(given: float) -> bool:
        factor = given / wanted if too == "large" else wanted / given if given else 0
        return factor > 100 and abs(factor / 10 ** round(math.log10(factor)) - 1) < 0.01

    return fits


def _unit(wanted: float, too: str, because: str, *codes: str) -> Mistake:
    """Return the mistake of a number that is right but for its unit."""
    # "large" and "small" stand in the sentence as words, so that a translation has them too
    return Mistake(because, _digits(wanted, too),
        f"The digits are right and the unit is not: this number is a thousand times too {'large' if too == 'large' else 'small'}, or more. Which unit does the question ask for?",
        codes)  # fmt: skip


@exercise("1.1")
def dialogue_partners() -> Exercise:
    """How many dialogue partners were there on 1 January 2023?"""
    spells = members()
    wanted = len(on_day("2023-01-01", "dialogue partner"))
    return Exercise(
        kind=Number(hint="Read off one line, or put the role in brackets behind the counts."),
        wanted=wanted,
        unit="states",
        right=f"{wanted} states, more than there were members. Two years and eight months later, on 1 September 2025, "
        "the role was given up for that of SCO partner.",
        mistakes=[
            Mistake("forgets the day", (spells["role"] == "dialogue partner").sum(),
                "These are all spells as dialogue partner at any time, also those that were over or had not begun. Which day does on_day() get?",
                ['len(members[members["role"] == "dialogue partner"])']),
            Mistake("forgets the role", len(on_day("2023-01-01")),
                "These are all states that belonged on that day, in every role. Which condition on the role is missing?",
                ['len(on_day("2023-01-01"))']),
            Mistake("reads the wrong line", len(on_day("2023-01-01", "observer")),
                "This is the number of observers on that day. The question asks for dialogue partners.", ["4"]),
            Mistake("counts the roles", on_day("2023-01-01")["role"].nunique(),
                "This is the number of different roles on that day. The question asks for the states with one of them.",
                ['on_day("2023-01-01")["role"].nunique()']),
            Mistake("reads the wrong line", len(on_day("2023-01-01", "member")),
                "These are the members. The question asks for dialogue partners.", ["8"]),
            Mistake("takes the partners of 2025", len(on_day("2025-12-31", "partner")),
                "This is the number of SCO partners at the end of 2025. Which day and which role does the question name?", ["17"]),
            Mistake("takes everybody but the members", len(on_day("2023-01-01", "dialogue partner", "observer")),
                "This is the number of all that belonged on that day and were not members. The question asks for one role.",
                ['there = on_day("2023-01-01")\nlen(there[there["role"] != "member"])']),
            *(Mistake("takes another year", len(on_day(f"{year}-01-01", "dialogue partner")),
                f"These are the dialogue partners of 1 January {year}. Which day is asked?",
                [f'len(on_day("{year}-01-01").query("role == \'dialogue partner\'"))']) for year in (2014, 2024)),
            Mistake("copies the lesson", len(on_day("2018-06-10", "dialogue partner")),
                "This is the number on the day of the speech, as in the lesson. Which day does the question name?", ["6"]),
        ],
        otherwise="Which roles did states have on that day, and how many had each? Count them in a new cell, as the lesson did for another day.",
    )  # fmt: skip


@exercise("1.2")
def observers_2013() -> Exercise:
    """Which states were observers of the SCO on 1 January 2013?"""
    kind = Names(what="states")
    there = on_day("2013-01-01")
    wanted = list(there[there["role"] == "observer"]["state"])
    spells = members()
    say = compared(kind, wanted, "Begin with the rows of that day, then keep one role.", spells["state"])
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} observers, and three of them are members at the end of 2025. For three the day of July 2005 was not found; "
        "for a question about 2013 that does not matter, for a question about July 2005 it would.",
        mistakes=[
            Mistake("forgets the day", list(spells[spells["role"] == "observer"]["state"]),
                "These are all states that were ever observers. Which day does on_day() get?",
                ['members[members["role"] == "observer"]["state"]']),
            Mistake("copies the lesson", list(on_day("2018-06-10", "observer")["state"]),
                "These are the observers of 10 June 2018, as in the lesson. Which day does the question name?",
                ['["Mongolia", "Iran", "Afghanistan", "Belarus"]']),
            Mistake("takes the wrong role", list(on_day("2013-01-01", "member")["state"]),
                "These are the members on that day. The question asks for observers.",
                ['there = on_day("2013-01-01")\nthere[there["role"] == "member"]["state"]']),
            Mistake("forgets the role", list(there["state"]),
                "These are all states that belonged on that day. Which condition on the role is missing?", ['on_day("2013-01-01")["state"]']),
            Mistake("takes the wrong role", list(on_day("2013-01-01", "dialogue partner")["state"]),
                "These are the dialogue partners on that day. The question asks for observers.", ['["Belarus", "Sri Lanka"]']),
            Mistake("takes the wrong column", list(on_day("2013-01-01", "observer")["iso3"]),
                "The right states, as codes of three letters. The question asks for the column state.",
                ['there = on_day("2013-01-01")\nthere[there["role"] == "observer"]["iso3"]']),
            *one_off(wanted, say, {"misses one": ['["Mongolia", "India", "Pakistan", "Iran"]']}),
        ],
        otherwise=say,
    )  # fmt: skip


@exercise("1.3")
def share_2006() -> Exercise:
    """What share of the world's people lived in the members and observers in 2006?"""
    in_2006 = column(2006, "population")
    codes = on_day("2006-06-15", "member", "observer")["iso3"]
    people, world = in_2006[codes].sum(), in_2006["WLD"]
    in_2018 = column(2018, "population")
    then = on_day("2018-06-10", "member", "observer")["iso3"]

    def of_role(role: str) -> float:
        return share(in_2006[on_day("2006-06-15", role)["iso3"]].sum(), world)

    wanted = share(people, world)
    return Exercise(
        kind=Number(decimals=1, hint="A share is one number divided by another, times 100."),
        wanted=wanted,
        unit="per cent",
        right=f"{wanted:.1f} per cent, of which the six members alone have {of_role('member'):.1f}. "
        "Most of the rest is one observer, India. So it matters who is counted, long before 2017.",
        mistakes=[
            Mistake("gives a fraction", wanted / 100, "This is the share as a fraction of 1. The question asks for per cent.", ["0.441"]),
            Mistake("forgets the observers", of_role("member"),
                "These are the members alone. The question asks for members and observers: which rows does your condition leave out?", ["22.7"]),
            Mistake("forgets the members", of_role("observer"),
                "These are the observers alone. The question asks for members and observers.", ["21.4"]),
            Mistake("takes the people of another year", share(in_2018[codes].sum(), in_2018["WLD"]),
                "The right states with the people of 2018. The question asks for 2006: which column did you use?",
                ['in_2018 = population[population["year"] == 2018].set_index("iso3")["population"]\n100 * in_2018[on_day("2006-06-15")["iso3"]].sum() / in_2018["WLD"]']),
            Mistake("copies the lesson", share(in_2018[then].sum(), in_2018["WLD"]),
                "This is the share of 2018, as in the lesson. Both the day and the year change.", ["43.6"]),
            Mistake("copies the example", share(in_2006["CHN"], world),
                "This is China alone. Which other states had a role on that day?", ['100 * in_2006["CHN"] / in_2006["WLD"]']),
            Mistake("gives billions of people", people / 1e9,
                "This is the number of people in billions. What share of the world's people is it?",
                ['in_2006[on_day("2006-06-15")["iso3"]].sum() / 1e9']),
            Mistake("forgets to divide", people,
                "This is the number of people. What share of the world's people is it, in per cent?",
                ['in_2006[on_day("2006-06-15")["iso3"]].sum()']),
            Mistake("divides by the states of the table", share(people, in_2006.drop("WLD").sum()),
                "This is the share in the sum of the states of the table. The whole is the world: the row WLD.",
                ['100 * in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006.drop("WLD").sum()']),
            Mistake("divides by all rows", share(people, in_2006.sum()),
                "This is the share in the sum of all rows, the world and the states together. The whole is the row WLD alone.",
                ['100 * in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006.sum()']),
            Mistake("divides by the rest", share(people, world - people),
                "This sets the states against the rest of the world. A share is part of the whole, with the states themselves in it.",
                ['codes = on_day("2006-06-15")["iso3"]\n100 * in_2006[codes].sum() / (in_2006["WLD"] - in_2006[codes].sum())']),
        ],
        otherwise="Two numbers: the people of the members and observers, and the people of the world, both in 2006. Show both, and the list of states: which is not what you expect?",
    )  # fmt: skip


@exercise("1.4")
def missing_to_half() -> Exercise:
    """How many million people were missing to half of humanity in 2018?"""
    in_2018 = column(2018, "population")

    def people(*roles: str) -> float:
        return in_2018[on_day("2018-06-10", *roles)["iso3"]].sum()

    half, ours = in_2018["WLD"] / 2, people("member")
    wanted = (half - ours) / 1e6
    return Exercise(
        kind=Number(within=1.5, hint="Half of one number minus the sum of others, in millions."),
        wanted=wanted,
        unit="million people",
        right=f"About {wanted:.0f} million people, more than four times the population of Russia in that year. "
        "So the claim is not a matter of rounding.",
        mistakes=[
            Mistake("subtracts the wrong way round", -wanted,
                "The size is right and the sign is not. What is missing is the half minus what is there.", ["-632"]),
            Mistake("takes in the observers", (half - people("member", "observer")) / 1e6,
                "This takes in the observers. The question asks about the members.", ["496"]),
            Mistake("forgets the role", (half - people()) / 1e6,
                "This takes in all four roles. The question asks about the members.",
                [IN_2018 + '(in_2018["WLD"] / 2 - in_2018[on_day("2018-06-10")["iso3"]].sum()) / 1e6']),
            Mistake("forgets the half", (in_2018["WLD"] - ours) / 1e6,
                "This is what is missing to the whole world. The claim speaks of half of it.", ["4480"]),
            Mistake("gives the members", ours / 1e6,
                "These are the people of the members, in millions. How many are missing to half of the world?", ["3217"]),
            Mistake("subtracts the shares", 50 - share(ours, in_2018["WLD"]),
                "This is the difference in percentage points. The question asks for people, in millions.", ["8.2"]),
            _unit(wanted, "large", "forgets the unit", "632000000"),
            _unit(wanted, "small", "divides too often", "0.632"),
        ],
        otherwise="Take three steps: half of the world's people in 2018; the people of the members of that day; the difference. Show each: which is not what you expect?",
    )  # fmt: skip


DAYS = {  # the lines of exercise 1.5: the state, the role, and the day that is asked about
    "iran_2021": ("Iran", "member", "2021-09-17"),
    "iran_2023": ("Iran", "member", "2023-07-04"),
    "belarus_2022": ("Belarus", "member", "2022-09-16"),
    "belarus_2023": ("Belarus", "member", "2023-07-04"),
    "india_2016": ("India", "member", "2016-06-24"),
    "egypt_2021": ("Egypt", "dialogue partner", "2021-09-17"),
}
EVENTS = {"decided": "decision", "memorandum": "signature", "start": "effect"}


def _event(state: str, role: str, day: str) -> str:
    """Return which event of a spell fell on a day. Raises ValueError if it is not just one: then nothing can be asked."""
    spells = table("members.csv")
    (spell,) = spells[(spells["state"] == state) & (spells["role"] == role)].to_dict("records")
    (event,) = (event for column, event in EVENTS.items() if spell[column] == day)
    return event


@exercise("1.5")
def which_day() -> Exercise:
    """Decision, signature or effect?"""
    wanted = {line: _event(*asked) for line, asked in DAYS.items()}
    count = list(wanted.values()).count
    return judging(
        wanted=wanted,
        options=tuple(EVENTS.values()),
        question="Which of the columns decided, memorandum and start holds the day of each line?",
        hint="A day can be one event for one state and another event for another. Read the row of the state and of the role that the line names.",
        right=f"Decisions: {count('decision')}, signatures: {count('signature')}, effects: {count('effect')}. "
        "On one day, 4 July 2023, one state signed and another became a member. "
        "For Egypt the table lets the role begin with the signature, a year after the decision.",
        mistakes=[
            ("takes one day for one event", {"belarus_2023": "effect"}),
            ("takes Iran's paper for that of Belarus", {"belarus_2022": "signature"}),
            ("takes the decision for the effect", {"belarus_2022": "effect"}),
            ("takes the decision for the effect", {"egypt_2021": "effect"}),
            ("takes the signature for the effect", {"india_2016": "effect"}),
            ("takes the decision for the signature", {"iran_2021": "signature"}),
        ],
    )


@exercise("1.6")
def output_27() -> Exercise:
    """How many trillion dollars of output did the 27 states have in 2023?"""
    output, people = column(2023, "gdp_usd"), column(2023, "population")
    everybody, before = (on_day(day)["iso3"] for day in ("2025-09-05", "2025-08-31"))
    wanted = output[everybody].sum() / 1e12
    claimed = float(table("size_claims.csv").set_index("claim_id")["value"]["Z10"])
    return Exercise(
        kind=Number(decimals=2, hint="What adds up a column?"),
        wanted=wanted,
        unit="trillion dollars",
        right=f"{wanted:.2f} trillion dollars. States without a figure for 2023: {output[everybody].isna().sum()}. So it is a lower bound. The claim of 2025, close to 30, "
        "is borne out in its size, and it counts partners too: the ten members alone have less. Is your sentence as clear as that?",
        mistakes=[
            Mistake("forgets the partners", output[on_day("2025-09-05", "member")["iso3"]].sum() / 1e12,
                "This is the output of the ten members. The claim speaks of 27 participating countries: which roles belong to them?", ["24.6"]),
            Mistake("copies the claim", claimed,
                f"{claimed:g} is the figure of the claim itself. What do the figures of the table add up to?", ["30"]),
            Mistake("adds the world to the states", output.sum() / 1e12,
                "This adds the row of the world to the states. Keep the states of that day only.", [OUTPUT + "output.sum() / 1e12"]),
            Mistake("takes the row of the world", output["WLD"] / 1e12,
                "This is the output of the whole world. Keep the states of that day only.", ["105.4"]),
            Mistake("gives the share", share(output[everybody].sum(), output["WLD"]),
                "This is the share of the world's output, in per cent. The claim names dollars, in trillions.", ["26.7"]),
            Mistake("takes the wrong column", people[everybody].sum() / 1e9,
                "These are people, in billions. Which column holds the output?", ["3.86"]),
            Mistake("takes another year", column(2022, "gdp_usd")[everybody].sum() / 1e12,
                "This is the output of 2022. The question asks for the last year with figures in our table, 2023.", ["28.5"]),
            _unit(wanted, "small", "divides too often", "0.0282"),
            Mistake("takes another day", output[before].sum() / 1e12,
                f"This is the output of the states that belonged before 1 September 2025. States that began on that day: {len(everybody) - len(before)}. Which day does on_day() get?",
                [OUTPUT + 'output[on_day("2023-09-05")["iso3"]].sum() / 1e12', "28.18"]),
            Mistake("takes a year without figures", 0,
                "This is 0. Either no row is left, or the year has no figures in this column. The last year with figures in our table is 2023.", ["0"]),
            _unit(wanted, "large", "forgets the unit, or takes billions for trillions", OUTPUT + 'output[on_day("2025-09-05")["iso3"]].sum()', "28200"),
        ],
        otherwise="Do your rows hold the 27 states of that day and nothing else, and of which year and in which unit are their figures? Show the states and their figures in a new cell.",
    )  # fmt: skip
