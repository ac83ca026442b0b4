"""What the exercises of lesson 02 expect: observer status in the General Assembly."""

from collections.abc import Iterable, Sequence

import pandas as pd

from coursekit.answers import Names
from coursekit.exercises.shared import (
    VERDICTS,
    compared,
    counted_verdicts,
    grouped,
    judging,
    one_off,
    ordering,
    right_if,
    share,
    table,
)  # fmt: skip
from coursekit.numbers_asked import Number, Numbers
from coursekit.verdicts import Exercise, Mistake, exercise

COUNTED_IN_2009 = 71  # organisations with the status, by a press item of mid-2009 (source S153)
# What learners type before or in their answer.
TWO_KINDS = 'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
EUROPE = 'organisations[organisations["region"] == "Europe"]["years_to_status"]'
DECADE = '(organisations["granted_year"] // 10 * 10)'


def _observers() -> pd.DataFrame:
    """Return all rows of the table, with the years from founding to status."""
    observers = table("observers.csv")
    return observers.assign(years=observers["granted_year"] - observers["founded"])


def _organisations() -> pd.DataFrame:
    """Return the rows that lesson 02 works with: no states, and no body that had ended before 2009."""
    observers = _observers()
    return observers[observers["ended"].isna() & (observers["entity"] != "non-member state")]


@exercise("2.0", "steps")
def steps_to_a_median() -> Exercise:
    """In which order do four steps lead to a median of years? Sorting out rows and subtracting may come either way."""
    return ordering(
        {
            "A": ("BCD", "takes the middle of what is not sorted", "It takes the middle one of sorted times. Which steps make them, and sort them?"),
            "B": ("", "", ""),
            "C": ("BD", "sorts before there are times", "It sorts times that can all be used. Which steps lead to them?"),
            "D": ("", "", ""),
        },
        right="First what is compared, then the order, then the middle. B and D may change places: a row without a founding year "
        "gives no time.",
    )  # fmt: skip


@exercise("2.1")
def coe_years() -> Exercise:
    """How many years did the Council of Europe take?"""
    rows = _observers().set_index("short_name")
    coe, sco, osce = rows.loc["CoE"], rows.loc["SCO"], rows.loc["OSCE"]
    return Exercise(
        kind=Number(hint="Which two numbers of the row of CoE do you need?"),
        wanted=coe["years"],
        unit="years",
        right=f"Founded in {coe['founded']:.0f}, observer since {coe['granted_year']}. The SCO took {sco['years']:.0f} years. "
        "A long time need not mean a refusal: nobody can be refused before asking.",
        mistakes=[
            Mistake("subtracts the later year from the earlier", -coe["years"],
                "The size is right and the sign is not. Time runs from the founding to the status: which year do you subtract from which?",
                ["1949 - 1989"]),
            Mistake("takes the row of the SCO", sco["years"], "These are the years of the SCO. Which row does your condition choose?", ["3"]),
            Mistake("takes another European body", osce["years"],
                "These are the years of the OSCE, another European body. Which row does your condition choose?", ["20"]),
            Mistake("gives the year of the status", coe["granted_year"],
                "This is the year of the status. How many years had passed since the founding?", ["1989"]),
            Mistake("gives the founding year", coe["founded"],
                "This is the year of the founding. How many years passed from there to the status?", ["1949"]),
            Mistake("counts up to the present", 2025 - coe["founded"],
                "This is the time from the founding to 2025. The time asked for ends with the status: which column holds its year?", ["2025 - 1949"]),
            Mistake("counts from the status on", 2025 - coe["granted_year"],
                "This is the time from the status to 2025. The time asked for lies before the status.", ["2025 - 1989"]),
            Mistake("counts both ends", coe["years"] + 1,
                "Off by one. A difference of two years counts the steps between them, not the years at both ends.", ["41"]),
        ],
        otherwise='Show the row in a new cell: organisations[organisations["short_name"] == "CoE"]. Which two columns do you need?',
    )  # fmt: skip


@exercise("2.2")
def europe_median() -> Exercise:
    """What is the median number of years in the region Europe?"""
    organisations = _organisations()
    europe = organisations[organisations["region"] == "Europe"]["years"]
    security = organisations[organisations["kind"] == "security"]["years"]
    return Exercise(
        kind=Number(decimals=1, hint="Which step turns a column into its middle value?"),
        wanted=europe.median(),
        unit="years",
        right=f"At least half of the {europe.count()} European bodies with both years took {europe.median():.0f} years or less. "
        f"The mean is {europe.mean():.1f}: one that took {europe.max():.0f} years pulls it up. "
        "A new row could move the median either way. From the table observers it is the same, since the Holy See, a state, has no founding year.",
        mistakes=[
            Mistake("takes the mean", europe.mean(),
                "This looks like the mean. A few that took very long pull a mean up; the median does not mind. Which of the two does the question ask for?",
                [f"{EUROPE}.mean()", "24.9"]),
            Mistake("forgets the condition", organisations["years"].median(),
                "This is the median of all regions. The question asks for one region: which condition is missing?",
                ['organisations["years_to_status"].median()']),
            Mistake("forgets the condition", _observers()["years"].median(),
                "This is the median of all regions. The question asks for one region: which condition is missing?",
                ['observers["years_to_status"].median()']),
            Mistake("copies the lesson", security.median(),
                "This is the median of the kind security, as in the lesson. Which column tells the region?", ["13"]),
            Mistake("counts", europe.count(),
                "This is how many European rows have both years. The question asks for the middle value.", [f"{EUROPE}.count()"]),
            Mistake("takes the minimum", europe.min(), "This is the shortest time. The median is the middle one.", [f"{EUROPE}.min()"]),
            Mistake("takes the middle of what is not sorted", europe.dropna().iloc[europe.count() // 2],
                "This stands in the middle of the unsorted column. A median sorts first.",
                [f"{EUROPE}.dropna().iloc[3]"]),
            Mistake("counts", len(europe),
                "This is how many European rows there are. The question asks for the middle value of their years.", [f"len({EUROPE})"]),
            Mistake("takes the maximum", europe.max(), "This is the longest time. The median is the middle one.", [f"{EUROPE}.max()"]),
        ],
        otherwise="Keep the rows of the region Europe, take the column years_to_status, ask for its median. Show the result of each step: which one is not what you expect?",
    )  # fmt: skip


def _two_slips(kind: Number, given: float, wanted: float, pairs: Iterable[tuple[str, float]]) -> list[str]:
    """Return which slip is to be mended first, for each two that lead to a number; none where rounding explains it."""
    if kind.slip(given, wanted):
        return []
    return list(dict.fromkeys(first for first, value in pairs if kind.like(given, value)))


def _first_of_two(slips: Sequence[str]) -> str:
    """Return which of two slips is to be mended first; more than one can be it, where they lead to the same number."""
    one, *others = (slip[0].upper() + slip[1:] for slip in slips)
    if not others:
        return f"Two things differ from what is asked. Mend this one first, and check again. {one}"
    return f"Two things differ from what is asked. The first to mend is one of these; look which one your code has. {' Or: '.join([one, *others])}"


@exercise("2.3")
def share_seen() -> Exercise:
    """What share of the 71 organisations of mid-2009 does the table hold with the grant itself seen?"""
    observers, organisations = _observers(), _organisations()
    before = organisations[organisations["granted_year"] < 2009]
    seen = before[before["evidence"] == "grant seen"]
    of_every_year = organisations[organisations["evidence"] == "grant seen"]
    up_to_2009 = of_every_year[of_every_year["granted_year"] <= 2009]
    all_seen = observers[(observers["granted_year"] < 2009) & (observers["evidence"] == "grant seen")]

    def of_all(rows: pd.DataFrame) -> float:
        return share(len(rows), COUNTED_IN_2009)

    wanted = of_all(seen)
    kind = Number(decimals=0, hint="A share is one number divided by another, times 100. What counts rows?")
    rows = {
        "keep only the rows with the grant seen. Which column tells?": len(before),
        "begin with organisations. The table observers also holds states and bodies that had ended.": len(all_seen),
        "before 2009 means smaller than 2009.": len(up_to_2009),
        "a condition on granted_year is missing.": len(of_every_year),
    }
    wholes = (len(before), len(organisations))
    pairs = [
        *((first, value) for first, count in rows.items() for value in (count, count / COUNTED_IN_2009, 100 - share(count, COUNTED_IN_2009))),
        *((first, share(count, whole)) for first, count in rows.items() for whole in wholes),
        *((f"divide by {COUNTED_IN_2009}, the number that the press item counted.", value)
          for whole in wholes for value in (len(seen) / whole, 100 - share(len(seen), whole))),
    ]  # fmt: skip
    return Exercise(
        kind=kind,
        wanted=wanted,
        unit="per cent",
        right=f"{len(seen)} of {COUNTED_IN_2009}. This is a lower bound: it says what the table can show, not how many observers there were. "
        f"With the looser evidence it was {len(before)}. Stricter evidence makes the bound lower and safer.",
        mistakes=[
            Mistake("forgets the condition on evidence", of_all(before),
                "This is the share with every organisation before 2009, whatever the evidence. The question keeps only rows with the grant seen: which column tells?",
                ["73"]),
            Mistake("gives a fraction", wanted / 100, "This is the share as a fraction of 1. The question asks for per cent.", ["43 / 71"]),
            Mistake("gives the count", len(seen),
                f"This is the number of organisations. What share of the {COUNTED_IN_2009} is it, in per cent?", ["43"]),
            Mistake("gives the complement", 100 - wanted,
                "This is the share that is missing. The question asks for the share that the table holds.", ["100 - 100 * 43 / 71"]),
            Mistake("divides by the rows of the same years", share(len(seen), len(before)),
                f"This is the share of the organisations in our table with the status before 2009. The question asks for a share of the {COUNTED_IN_2009} that the press item counted.",
                ["100 * 43 / 52"]),
            Mistake("divides by all rows", share(len(seen), len(organisations)),
                lambda given: (f"{given:.0f} can be two things. It is the number of organisations before 2009, whatever the evidence: keep only the rows with the grant seen. Or it is rounded: "
                "the share of all organisations in our table." if given == len(before) else "This is the share of all organisations in our table.")
                + f" The question asks for a share of the {COUNTED_IN_2009} that the press item counted.",
                ["100 * 43 / 82"]),
            Mistake("begins with the wrong table", of_all(all_seen),
                "This is the share in the table observers, which also holds states and bodies that had ended. Begin with organisations.",
                ['100 * ((observers["granted_year"] < 2009) & (observers["evidence"] == "grant seen")).sum() / 71']),
            Mistake("takes <= for <", of_all(up_to_2009),
                "This is the share with the grants of 2009 in it. Before 2009 means smaller than 2009.",
                ['100 * ((organisations["granted_year"] <= 2009) & (organisations["evidence"] == "grant seen")).sum() / 71']),
            Mistake("forgets the year", of_all(of_every_year),
                "This is the share with grants of every year. Which condition on granted_year is missing?",
                ['100 * (organisations["evidence"] == "grant seen").sum() / 71']),
            Mistake("counts the lines of a condition", of_all(organisations),
                "These are all rows of organisations, in per cent of 71. len() of a condition counts its lines, true and false: put the condition in brackets behind the table first.",
                ['100 * len(organisations["evidence"] == "grant seen") / 71']),
            Mistake("makes two slips at once", lambda given: bool(_two_slips(kind, given, wanted, pairs)),
                lambda given: _first_of_two(_two_slips(kind, given, wanted, pairs)),
                ["52 / 71", "45", "100 * 45 / 82", "43 / 82", "100 - 100 * 52 / 71"]),
        ],
        otherwise="Count first: organisations with the status before 2009 and evidence equal to grant seen. Then divide by 71 and multiply by 100. Show the result of each step: which one is not what you expect?",
    )  # fmt: skip


@exercise("2.4")
def as_fast_as_sco() -> Exercise:
    """Which security and regional organisations took no longer than the SCO?"""
    organisations = _organisations()
    sco = organisations.set_index("short_name").loc["SCO", "years"]
    two_kinds = organisations[organisations["kind"].isin(["security", "regional politics"])]
    fast = organisations[organisations["years"] <= sco]
    kind = Names("short names")
    wanted = list(two_kinds[two_kinds["years"] <= sco]["short_name"])
    say = compared(
        kind,
        wanted,
        "Two conditions must hold: the kind is one of the two words, and the years are 3 or less.",
        organisations["short_name"],
    )
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} of {two_kinds['years'].count()} with both years known, the SCO among them. "
        "So by our rule the SCO was fast, and it was not alone. By full dates instead of years the order could change.",
        mistakes=[
            Mistake("takes < for <=", list(two_kinds[two_kinds["years"] < sco]["short_name"]),
                "These took less than the SCO. No longer than the SCO means the same or less: which sign says that?", ['["AU", "GUAM", "CSTO"]']),
            Mistake("leaves the SCO out", [name for name in wanted if name != "SCO"], say, ['["AU", "CIS", "GUAM", "CSTO", "UNASUR"]']),
            Mistake("forgets the kinds", list(fast["short_name"]),
                "These are organisations of every kind. The question asks for two kinds: security and regional politics.",
                ['organisations[organisations["years_to_status"] <= 3]["short_name"]']),
            Mistake("takes one kind", list(fast[fast["kind"] == "security"]["short_name"]),
                "These are the security organisations. The second kind, regional politics, is missing: isin() takes a list of several words.",
                ['["CSTO", "SCO"]']),
            Mistake("takes the other kind", list(fast[fast["kind"] == "regional politics"]["short_name"]),
                "These are the regional organisations. The second kind, security, is missing.", ['["AU", "CIS", "GUAM", "UNASUR"]']),
            Mistake("turns the sign round", list(two_kinds[two_kinds["years"] > sco]["short_name"]),
                "These took longer than the SCO. Turn the sign round.", [TWO_KINDS + 'two[two["years_to_status"] > 3]["short_name"]']),
            Mistake("forgets the years", list(two_kinds["short_name"]),
                "These are all organisations of the two kinds. Which condition on the years is missing?", [TWO_KINDS + 'two["short_name"]']),
            Mistake("takes the wrong column", list(two_kinds[two_kinds["years"] <= sco]["organisation"]),
                "The right organisations, with their long names. The question asks for the column short_name.",
                [TWO_KINDS + 'two[two["years_to_status"] <= 3]["organisation"]']),
            Mistake("asks for two kinds at once", [],
                "No row is left. Show the rows after each condition: which one leaves none? For two kinds, isin() keeps the rows whose kind is any of several words.",
                ["[]"]),
            *one_off(wanted, say, {
                "misses one": ['["AU", "CIS", "GUAM", "CSTO", "SCO"]'],
                "adds one": ['["AU", "CIS", "GUAM", "CSTO", "SCO", "UNASUR", "LAS"]'],
            }),
        ],
        otherwise=say,
    )  # fmt: skip


def _judged() -> dict[str, str]:
    """Return the verdict on each claim of exercise 2.5, from the rows that it rests on."""
    organisations = _organisations().set_index("short_name")
    sco, csto = organisations.loc["SCO"], organisations.loc["CSTO"]
    decade = organisations[organisations["granted_year"].between(2000, 2009)]
    faster = (decade["years"] < sco["years"]).sum()
    security = organisations[organisations["kind"] == "security"]["granted_year"]
    rules = table("observer_rules.csv").set_index("topic")["rule"]
    asked = table("observer_requests.csv").set_index("short_name")["outcome"]
    only_three = "wrong" if faster > 3 else "not proved" if decade["years"].isna().any() else right_if(faster == 3)
    return {
        "vote": right_if("may not vote" not in rules["What an observer may not do"]),
        "same_day": right_if(csto["granted"] == sco["granted"]),
        "first": "wrong" if (security < sco["granted_year"]).any() else "not proved",  # bodies are missing
        "refused": {"refused": "correct", "put off": "wrong"}.get(asked["EAEU"], "not proved"),
        "fastest": only_three,
        "item_151": table("printed_claims.csv").set_index("claim_id").loc["C02", "verdict"],
    }


@exercise("2.5")
def verdicts() -> Exercise:
    """Judge six claims with the tables."""
    wanted = _judged()
    return judging(
        wanted=wanted,
        options=VERDICTS,
        question="For a claim that you call wrong: which row contradicts it? For one that you call correct: would the tables show it if it were false? For one that you call not proved: does no row contradict it?",
        hint="Two words of the tables help: put off is not refused, and a table from which bodies are missing cannot show that there is no other.",
        right=f"{counted_verdicts(wanted)} The last verdict is the hardest to keep: an incomplete table cannot show that nobody else was faster, and a likely number is not yet a proved one.",
        mistakes=[
            ("takes unsupported for refuted", {"fastest": "wrong", "item_151": "wrong"}),
            ("takes the likely for the proved", {"fastest": "correct", "item_151": "correct"}),
            ("takes an incomplete table for a complete one", {"fastest": "correct"}),
            ("takes the likely for the proved", {"item_151": "correct"}),
            ("takes unsupported for refuted", {"fastest": "wrong"}),
            ("thinks of an observer as half a member", {"vote": "correct"}),
            ("overlooks INTERPOL and the OSCE", {"first": "correct"}),
            ("takes put off for refused", {"refused": "correct"}),
            ("does not look up the day", {"same_day": "not proved"}),
        ],
    )


@exercise("2.6")
def per_decade() -> Exercise:
    """How many organisations received the status in each decade?"""
    observers, organisations = _observers(), _organisations()

    def counts(rows: pd.DataFrame) -> pd.Series:
        return (rows["granted_year"] // 10 * 10).value_counts().sort_index()

    wanted = counts(organisations)
    kind = Numbers(what="decades")
    advice = "What does organisations['granted_year'] // 10 * 10 hold?"
    return Exercise(
        kind=kind,
        wanted=wanted,
        unit="organisations",
        right=f"The {wanted.idxmax()}s were the busiest decade, with {wanted.max()} organisations in our table; the SCO is one of them. "
        "The 2020s are only half over. Hold your chart and your words against the three questions above.",
        mistakes=[
            Mistake("begins with the wrong table", counts(observers),
                "This counts all rows of observers. Begin with the table organisations: a state and a body that had ended are not in it.",
                ['(observers["granted_year"] // 10 * 10).value_counts()']),
            Mistake("adds up from the start", wanted.cumsum(),
                "This adds up from decade to decade. The question asks for each decade by itself.",
                [f"{DECADE}.value_counts().sort_index().cumsum()"]),
            Mistake("does not make decades", organisations["granted_year"].value_counts(),
                "This counts year by year. A year becomes its decade by // 10 * 10.", ['organisations["granted_year"].value_counts()']),
            Mistake("drops rows that could be used", counts(organisations.dropna(subset=["founded"])),
                "This counts only rows with a founding year. The decade of the status needs none: begin with the table organisations.",
                ['(organisations.dropna(subset=["founded"])["granted_year"] // 10 * 10).value_counts()']),
            Mistake("gives shares", 100 * wanted / wanted.sum(),
                "These are shares in per cent. The question asks for the number of organisations.", [f"{DECADE}.value_counts(normalize=True) * 100"]),
            Mistake("gives fractions", wanted / wanted.sum(), "These are shares. The question asks for the number of organisations.",
                [f"{DECADE}.value_counts(normalize=True)"]),
            Mistake("takes the wrong year", (organisations["founded"] // 10 * 10).value_counts(),
                "These are the decades of founding. The question asks for the decades of the status.",
                ['(organisations["founded"] // 10 * 10).value_counts()']),
            Mistake("counts sessions", organisations["session"].value_counts(),
                "This counts sessions of the Assembly. A decade comes from the column granted_year.", ['organisations["session"].value_counts()']),
            Mistake("forgets to count", lambda given: len(given) > len(organisations) / 2,
                "These are more numbers than there can be decades. Is this the column itself? How often does each decade occur in it? A step counts that, and its result gets the name per_decade.",
                [DECADE]),
            Mistake("forgets to multiply by 10", (organisations["granted_year"] // 10).value_counts(),
                "The names of these decades lack their last digit: 2004 // 10 is 200. What makes 2000 of it?",
                ['(organisations["granted_year"] // 10).value_counts()']),
        ],
        otherwise=grouped(kind, wanted, f"organisations has {len(organisations)} rows", advice),
    )  # fmt: skip
