"""What the exercises of lesson 01 expect: who belongs to the SCO, and how big it is."""

import math

import pandas as pd

from coursekit.answers import Choices, Names, Number, look_again
from coursekit.tables import data
from coursekit.verdicts import Exercise, Mistake, exercise


def _members() -> pd.DataFrame:
    """Return the spells with real dates; a month or year without a day counts from its first day."""
    members = pd.read_csv(data("members.csv"))
    members["start"] = pd.to_datetime(members["start"], format="ISO8601")
    members["end"] = pd.to_datetime(members["end"], format="ISO8601")
    return members


def _on_day(when: str, *roles: str) -> pd.DataFrame:
    """Return the spells that run on a day, in some roles or in all."""
    members = _members()
    there = members[(members["start"] <= when) & ~(members["end"] <= when)]
    return there[there["role"].isin(roles)] if roles else there


def _column(year: int, column: str) -> pd.Series:
    """Return population or output of one year, by state code."""
    population = pd.read_csv(data("population.csv"))
    return population[population["year"] == year].set_index("iso3")[column]


def _in_units(given: float, wanted: float, otherwise: str) -> str:
    """Return what is said to a number that is right but for its unit, or what is said otherwise."""
    factor = given / wanted
    if factor > 100 and abs(factor / 10 ** round(math.log10(factor)) - 1) < 0.01:
        return "The digits are right and the unit is not: this number is too large by a factor of thousands. Which unit does the question ask for?"
    if 0 < factor < 0.01 and abs(factor / 10 ** round(math.log10(factor)) - 1) < 0.01:
        return "The digits are right and the unit is not: this number is too small by a factor of thousands. Which unit does the question ask for?"
    return otherwise


@exercise("1.1")
def dialogue_partners() -> Exercise:
    """How many dialogue partners were there on 1 January 2024?"""
    members = _members()
    wanted = len(_on_day("2024-01-01", "dialogue partner"))
    return Exercise(
        kind=Number(hint="Read off one line, or put the role in brackets behind the counts."),
        wanted=wanted,
        right=f"{wanted} states, more than there were members and observers together. Twenty months later, on 1 September 2025, "
        "the role was given up for that of SCO partner.",
        mistakes=[
            Mistake(
                "",
                (members["role"] == "dialogue partner").sum(),
                "These are all spells as dialogue partner at any time. One of them was over by 1 January 2024: which day does on_day() get?",
            ),
            Mistake(
                "",
                len(_on_day("2024-01-01")),
                "These are all states that belonged on that day, in every role. Which condition on the role is missing?",
            ),
            Mistake(
                "",
                len(_on_day("2024-01-01", "observer")),
                "3 is the number of observers on that day, and also the number of different roles. The question asks for the line of the dialogue partners.",
            ),
            Mistake(
                "",
                len(_on_day("2024-01-01", "member")),
                "These are the members. The question asks for dialogue partners.",
            ),
            Mistake(
                "",
                len(_on_day("2025-12-31", "partner")),
                "This is the number of SCO partners at the end of 2025. Which day and which role does the question name?",
            ),
            Mistake(
                "",
                len(_on_day("2018-06-10", "dialogue partner")),
                "This is the number on the day of the speech, as in the lesson. Which day does the question name?",
            ),
        ],
        otherwise='Show the counts of all roles on that day: on_day("2024-01-01")["role"].value_counts(). Which line do you need?',
    )


@exercise("1.2")
def observers_2013() -> Exercise:
    """Which states were observers of the SCO on 1 January 2013?"""
    kind = Names("states")
    wanted = list(_on_day("2013-01-01", "observer")["state"])
    members = _members()
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} observers, and three of them are members at the end of 2025. For three the day of July 2005 was not found; "
        "for a question about 2013 that does not matter, for a question about July 2005 it would.",
        mistakes=[
            Mistake(
                "",
                list(members[members["role"] == "observer"]["state"]),
                "These are all states that were ever observers. One of them became an observer later than 2013: which day does on_day() get?",
            ),
            Mistake(
                "",
                list(_on_day("2018-06-10", "observer")["state"]),
                "These are the observers of 2018, as in the lesson. Three states had changed their role by then.",
            ),
            Mistake(
                "",
                list(_on_day("2013-01-01", "member")["state"]),
                "These are the members on that day. The question asks for observers.",
            ),
            Mistake(
                "",
                list(_on_day("2013-01-01")["state"]),
                "These are all states that belonged on that day. Which condition on the role is missing?",
            ),
            Mistake(
                "",
                list(_on_day("2013-01-01", "dialogue partner")["state"]),
                "These are the dialogue partners on that day. The question asks for observers.",
            ),
            Mistake(
                "",
                list(_on_day("2013-01-01", "observer")["iso3"]),
                "The right states, as codes of three letters. The question asks for the column state.",
            ),
        ],
        otherwise=lambda given: (
            f"Compared with the table: {kind.difference(given, wanted)} Begin with the rows of that day, then keep one role."
        ),
    )


@exercise("1.3")
def share_2006() -> Exercise:
    """What share of the world's people lived in the members and observers in 2006?"""
    in_2006 = _column(2006, "population")
    codes = _on_day("2006-06-15", "member", "observer")["iso3"]
    members = _on_day("2006-06-15", "member")["iso3"]

    def share(states: pd.Series, people: pd.Series) -> float:
        return 100 * people[states].sum() / people["WLD"]

    wanted = share(codes, in_2006)
    return Exercise(
        kind=Number(decimals=1, hint="A share is one number divided by another, times 100."),
        wanted=wanted,
        right=f"{wanted:.1f} per cent, of which the six members alone have {share(members, in_2006):.1f}. "
        "Most of the rest is one observer, India. So it matters who is counted, long before 2017.",
        mistakes=[
            Mistake("", wanted / 100, "This is the share as a fraction of 1. The question asks for per cent."),
            Mistake(
                "",
                share(members, in_2006),
                "These are the members alone. The question asks for members and observers: which rows does your condition leave out?",
            ),
            Mistake(
                "",
                share(_on_day("2006-06-15", "observer")["iso3"], in_2006),
                "These are the observers alone. The question asks for members and observers.",
            ),
            Mistake(
                "",
                share(codes, _column(2018, "population")),
                "The right states with the people of 2018. The question asks for 2006: which column did you use?",
            ),
            Mistake(
                "",
                share(_on_day("2018-06-10", "member", "observer")["iso3"], _column(2018, "population")),
                "This is the share of 2018, as in the lesson. Both the day and the year change.",
            ),
            Mistake(
                "",
                100 * in_2006["CHN"] / in_2006["WLD"],
                "This is China alone. Which other states had a role on that day?",
            ),
            Mistake(
                "",
                in_2006[codes].sum() / 1e9,
                "This is the number of people in billions. What share of the world's people is it?",
            ),
            Mistake(
                "",
                in_2006[codes].sum(),
                "This is the number of people. What share of the world's people is it, in per cent?",
            ),
            Mistake(
                "",
                100 * in_2006[codes].sum() / in_2006.drop("WLD").sum(),
                "This divides by the sum of the states in the table. The whole is the world: the row WLD.",
            ),
            Mistake(
                "",
                100 * in_2006[codes].sum() / in_2006.sum(),
                "This divides by the sum of all rows, the world and the states together. The whole is the row WLD alone.",
            ),
            Mistake(
                "",
                100 * in_2006[codes].sum() / (in_2006["WLD"] - in_2006[codes].sum()),
                "This divides by the rest of the world. A share divides by the whole, with the states themselves in it.",
            ),
            Mistake("", round(wanted), "Rounded a little too much: the question asks for one decimal."),
        ],
        otherwise="Two numbers: the people of the members and observers, and the people of the world, both in 2006. Show both, and the list of states: which is not what you expect?",
    )


@exercise("1.4")
def missing_to_half() -> Exercise:
    """How many million people were missing to half of humanity in 2018?"""
    in_2018 = _column(2018, "population")
    codes = _on_day("2018-06-10", "member")["iso3"]
    with_observers = _on_day("2018-06-10", "member", "observer")["iso3"]
    everybody = _on_day("2018-06-10")["iso3"]
    half, members = in_2018["WLD"] / 2, in_2018[codes].sum()
    wanted = (half - members) / 1e6
    return Exercise(
        kind=Number(within=1.5, hint="Half of one number minus the sum of others, in millions."),
        wanted=wanted,
        right=f"About {wanted:.0f} million people, more than four times the population of Russia in that year. "
        "So the claim is not a matter of rounding.",
        mistakes=[
            Mistake(
                "", -wanted, "The size is right and the sign is not. What is missing is the half minus what is there."
            ),
            Mistake(
                "",
                (half - in_2018[with_observers].sum()) / 1e6,
                "This takes in the observers. The question asks about the members.",
            ),
            Mistake(
                "",
                (half - in_2018[everybody].sum()) / 1e6,
                "This takes in all four roles. The question asks about the members.",
            ),
            Mistake(
                "",
                (in_2018["WLD"] - members) / 1e6,
                "This is what is missing to the whole world. The claim speaks of half of it.",
            ),
            Mistake(
                "",
                members / 1e6,
                "These are the people of the members, in millions. How many are missing to half of the world?",
            ),
            Mistake(
                "",
                50 - 100 * members / in_2018["WLD"],
                "This is the difference in percentage points. The question asks for people, in millions.",
            ),
        ],
        otherwise=lambda given: _in_units(
            given,
            wanted,
            "Take three steps: half of the world's people in 2018; the people of the members of that day; the difference. Show each: which is not what you expect?",
        ),
    )


@exercise("1.5")
def which_day() -> Exercise:
    """Decision, signature or effect?"""
    wanted = {
        "iran_2021": "decision",
        "iran_2023": "effect",
        "belarus_2022": "decision",
        "belarus_2023": "signature",
        "india_2016": "signature",
        "egypt_2021": "decision",
    }
    where = {
        "iran_2021": "see the column decided of Iran's row as member.",
        "iran_2023": "see the column start of Iran's row as member.",
        "belarus_2022": "see the columns of the row of Belarus as member.",
        "belarus_2023": "see the columns of the row of Belarus as member.",
        "india_2016": "see the columns of the row of India as member.",
        "egypt_2021": "see the columns decided and memorandum of the row of Egypt as dialogue partner.",
    }

    return Exercise(
        kind=Choices(tuple(wanted), ("decision", "signature", "effect")),
        wanted=wanted,
        right="Three decisions, two signatures, one effect. On one day, 4 July 2023, one state signed and another became a member. "
        "For Egypt the table lets the role begin with the signature, a year after the decision.",
        mistakes=[
            Mistake(
                "",
                {**wanted, "belarus_2023": "effect"},
                "On that day Iran became a member. Was it the same for Belarus? When does its spell as member start?",
            ),
            Mistake(
                "",
                {**wanted, "belarus_2022": "signature"},
                "On that day another state's memorandum was among the results of the summit. What happened for Belarus?",
            ),
            Mistake(
                "",
                {**wanted, "belarus_2022": "effect"},
                "On that day the summit began the admission of Belarus. When does its spell as member start?",
            ),
            Mistake(
                "",
                {**wanted, "egypt_2021": "effect"},
                "The summit decided on that day. When was Egypt's memorandum signed, and when does its spell start?",
            ),
            Mistake(
                "",
                {**wanted, "india_2016": "effect"},
                "India's spell as member starts a year later. Which column holds this day?",
            ),
        ],
        otherwise=look_again(wanted, where),
    )


@exercise("1.6")
def output_27() -> Exercise:
    """How many trillion dollars of output did the 27 states have in 2023?"""
    output, people = _column(2023, "gdp_usd"), _column(2023, "population")
    everybody = _on_day("2025-09-05")["iso3"]
    members = _on_day("2025-09-05", "member")["iso3"]
    wanted = output[everybody].sum() / 1e12
    return Exercise(
        kind=Number(decimals=1, hint="What adds up a column?"),
        wanted=wanted,
        right=f"{wanted:.1f} trillion dollars, with two states for which 2023 has no figure: a lower bound. The claim of 2025, close to 30, "
        "is borne out in its size, and it counts partners too: the ten members alone have less. Is your sentence as clear as that?",
        mistakes=[
            Mistake(
                "",
                output[members].sum() / 1e12,
                "This is the output of the ten members. The claim speaks of 27 participating countries: which roles belong to them?",
            ),
            Mistake(
                "",
                output.sum() / 1e12,
                "This adds the row of the world to the states. Keep the states of that day only.",
            ),
            Mistake(
                "", output["WLD"] / 1e12, "This is the output of the whole world. Keep the states of that day only."
            ),
            Mistake(
                "",
                100 * output[everybody].sum() / output["WLD"],
                "This is the share of the world's output, in per cent. The claim names dollars, in trillions.",
            ),
            Mistake("", people[everybody].sum() / 1e9, "These are people, in billions. Which column holds the output?"),
            Mistake(
                "",
                _column(2022, "gdp_usd")[everybody].sum() / 1e12,
                "This is the output of 2022. The question asks for the last year with figures, 2023.",
            ),
            Mistake(
                "",
                _column(2024, "gdp_usd")[everybody].sum() / 1e12,
                "The table has no output for 2024, so the sum is 0. The last year with figures is 2023.",
            ),
        ],
        otherwise=lambda given: _in_units(
            given,
            wanted,
            "Three steps: the codes of the states on that day; the rows of 2023 with these codes; the sum of the column gdp_usd, divided by 1e12 (a 1 with twelve zeros).",
        ),
    )
