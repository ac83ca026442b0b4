"""What the exercises of lesson 02 expect: observer status in the General Assembly."""

import pandas as pd

from coursekit.answers import Choices, Names, Number, Numbers
from coursekit.tables import data
from coursekit.verdicts import Exercise, exercise

COUNTED_IN_2009 = 71  # organisations with the status, by a press item of mid-2009 (source S153)


def _observers() -> pd.DataFrame:
    """Return all rows of the table, with the years from founding to status."""
    observers = pd.read_csv(data("observers.csv"))
    return observers.assign(wait=observers["granted_year"] - observers["founded"])


def _organisations() -> pd.DataFrame:
    """Return the rows lesson 02 works with: organisations that still exist."""
    observers = _observers()
    return observers[observers["ended"].isna() & (observers["entity"] != "non-member state")]


@exercise("2.1")
def asean_wait() -> Exercise:
    """How many years did ASEAN wait?"""
    rows = _observers().set_index("short_name")
    asean, sco, commas = rows.loc["ASEAN"], rows.loc["SCO"], rows.loc["AU"]
    return Exercise(
        kind=Number(hint="Which two numbers of ASEAN's row does a waiting time need?"),
        wanted=asean["wait"],
        right=f"ASEAN was founded in {asean['founded']:.0f} and admitted in {asean['granted_year']}. "
        f"The SCO waited {sco['wait']:.0f} years. A long wait need not mean a refusal: nobody can be refused before asking.",
        nearly=[
            (
                -asean["wait"],
                "The size is right and the sign is not. A wait runs from the founding to the status: which year do you subtract from which?",
            ),
            (
                sco["wait"],
                "This is the SCO's wait. The question asks about ASEAN: which row does your condition choose?",
            ),
            (
                asean["granted_year"],
                "This is the year in which ASEAN got the status. How many years had passed since its founding?",
            ),
            (
                asean["founded"],
                "This is the year in which ASEAN was founded. How many years passed from there to the status?",
            ),
            (
                2025 - asean["founded"],
                "This counts from the founding to 2025. The wait ends in the year of the status: which column holds it?",
            ),
            (
                2025 - asean["granted_year"],
                "This counts the years since the status was granted. The wait lies before it.",
            ),
            (
                asean["wait"] + 1,
                "Off by one: this counts both the first and the last year. A difference of two years counts the steps between them.",
            ),
            (commas["wait"], "This is the wait of another organisation (AU). Which row does your condition choose?"),
        ],
        otherwise='Look at the row of ASEAN: organisations[organisations["short_name"] == "ASEAN"]. Which two columns does a waiting time need?',
    )


@exercise("2.2")
def regional_median() -> Exercise:
    """What is the median wait of the organisations for regional politics?"""
    organisations = _organisations()
    regional = organisations[organisations["kind"] == "regional politics"]["wait"].dropna()
    security = organisations[organisations["kind"] == "security"]["wait"].dropna()
    return Exercise(
        kind=Number(decimals=1, hint="Which method turns a column into its middle value?"),
        wanted=regional.median(),
        right=f"Half of the {len(regional)} regional organisations in our table waited {regional.median():.0f} years or less. "
        f"The mean is {regional.mean():.1f}: a few that waited very long pull it up. With so few rows, one new row could move the median.",
        nearly=[
            (
                regional.mean(),
                "This looks like the mean. A few organisations that waited very long pull a mean up; the median does not mind. Which of the two does the question ask for?",
            ),
            (
                organisations["wait"].median(),
                "This is the median of every kind of organisation. The question asks for one kind: which column tells the kind?",
            ),
            (
                _observers()["wait"].median(),
                "This is the median of every kind of organisation. The question asks for one kind: which column tells the kind?",
            ),
            (
                security.median(),
                "This is the median of the security organisations, as in the lesson. Which word stands for regional politics in the column kind?",
            ),
            (
                len(regional),
                "This is how many rows have both years. The question asks for their middle waiting time: which method gives it?",
            ),
            (
                len(regional) + 1,
                "This is how many regional organisations there are. The question asks for their middle waiting time.",
            ),
            (regional.max(), "This is the longest wait. The median is the middle one."),
            (regional.min(), "This is the shortest wait. The median is the middle one."),
        ],
        otherwise="Three steps: keep the rows of the kind regional politics, take the column wait, ask for its median. Print after each step: which one differs from what you expect?",
    )


@exercise("2.3")
def share_seen() -> Exercise:
    """What share of the 71 organisations of mid-2009 can the table show with the grant itself seen?"""
    observers, organisations = _observers(), _organisations()
    before = organisations[organisations["granted_year"] < 2009]
    seen = before[before["evidence"] == "grant seen"]
    all_seen = observers[(observers["granted_year"] < 2009) & (observers["evidence"] == "grant seen")]
    share = 100 * len(seen) / COUNTED_IN_2009
    return Exercise(
        kind=Number(
            decimals=0,
            hint="A share is one number divided by another, times 100. Which method or function counts rows?",
        ),
        wanted=share,
        right=f"{len(seen)} of {COUNTED_IN_2009}. This is a lower bound: it says what the table can show, not how many observers there were. "
        "Stricter evidence makes the bound lower and safer.",
        nearly=[
            (
                100 * len(before) / COUNTED_IN_2009,
                "This takes all organisations admitted before 2009. The question keeps only those whose grant itself was seen: which column tells?",
            ),
            (share / 100, "This is the share as a fraction of 1. The question asks for per cent."),
            (
                len(seen),
                f"This is the number of organisations. What share of the {COUNTED_IN_2009} is it, in per cent?",
            ),
            (
                100 - share,
                "This is the share that is missing. The question asks for the share that the table can show.",
            ),
            (
                100 * len(seen) / len(before),
                f"This divides by the organisations in our table. The question asks for a share of the {COUNTED_IN_2009} that the press item counted.",
            ),
            (
                100 * len(seen) / len(organisations),
                f"This divides by all rows of our table. The question asks for a share of the {COUNTED_IN_2009} that the press item counted.",
            ),
            (
                100 * len(all_seen) / COUNTED_IN_2009,
                "This still counts the Holy See, Palestine or the CMEA, which the press item's organisations of 2009 cannot include. Begin with the table organisations.",
            ),
            (
                100 * (organisations["evidence"] == "grant seen").sum() / COUNTED_IN_2009,
                "This counts grants after 2009 too. Which condition on granted_year is missing?",
            ),
            (
                100
                * ((organisations["granted_year"] <= 2009) & (organisations["evidence"] == "grant seen")).sum()
                / COUNTED_IN_2009,
                "This counts the grants of 2009 too. They came in October and December, after the press item: which condition leaves them out?",
            ),
        ],
        otherwise="Count first: organisations admitted before 2009, with evidence equal to grant seen. Then divide by 71 and multiply by 100. Which of the two steps gives what you did not expect?",
    )


@exercise("2.4")
def as_fast_as_sco() -> Exercise:
    """Which security and regional organisations waited no longer than the SCO?"""
    organisations = _organisations()
    sco = organisations.set_index("short_name").loc["SCO", "wait"]
    two_kinds = organisations[organisations["kind"].isin(["security", "regional politics"])]
    kind = Names("short names")
    wanted = list(two_kinds[two_kinds["wait"] <= sco]["short_name"])
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} of {two_kinds['wait'].count()} with both years known, the SCO among them. "
        "So the SCO was fast, and it was not alone.",
        nearly=[
            (
                list(two_kinds[two_kinds["wait"] < sco]["short_name"]),
                "These waited less than the SCO. No longer than the SCO means the same or less: which sign says that?",
            ),
            (
                [name for name in wanted if name != "SCO"],
                "The SCO itself is missing. It waited no longer than itself, so it belongs to the list.",
            ),
            (
                list(organisations[organisations["wait"] <= sco]["short_name"]),
                "These are organisations of every kind. The question asks for two kinds: security and regional politics.",
            ),
            (
                list(
                    organisations[(organisations["kind"] == "security") & (organisations["wait"] <= sco)]["short_name"]
                ),
                "These are the security organisations. The second kind, regional politics, is missing: which sign joins two conditions of which one is enough?",
            ),
            (
                list(
                    organisations[(organisations["kind"] == "regional politics") & (organisations["wait"] <= sco)][
                        "short_name"
                    ]
                ),
                "These are the regional organisations. The second kind, security, is missing, and the SCO with it.",
            ),
            (
                list(two_kinds[two_kinds["wait"] > sco]["short_name"]),
                "These waited longer than the SCO. Turn the sign round.",
            ),
            (
                list(two_kinds["short_name"]),
                "These are all organisations of the two kinds. Which condition on the column wait is missing?",
            ),
            (
                list(two_kinds[two_kinds["wait"] <= sco]["organisation"]),
                "The right organisations, with their long names. The question asks for the column short_name.",
            ),
        ],
        otherwise=lambda given: (
            "Compared with the table: "
            + kind.difference(given, wanted)
            + " Two conditions must hold at once: the kind is one of two, and wait is 3 or less."
        ),
    )


@exercise("2.5")
def verdicts() -> Exercise:
    """Judge six claims with the tables."""
    wanted = {
        "vote": "wrong",
        "same_day": "correct",
        "first": "wrong",
        "anniversary": "wrong",
        "oas": "not proved",
        "item_151": "not proved",
    }
    turned = {"oas": "wrong", "item_151": "wrong"}
    where = {
        "vote": "observer_rules, the row on what an observer may not do",
        "same_day": "observers, the column granted of the two rows",
        "first": "observers, the rows of the kind security sorted by granted_year",
        "anniversary": "add 15 years to the day in observers",
        "oas": "observers does not hold it, and the table is incomplete: what follows from that?",
        "item_151": "printed_claims, the reason for this claim",
    }

    def otherwise(given: dict[str, str]) -> str:
        off = [key for key in wanted if given[key] != wanted[key]]
        return (
            f"{len(wanted) - len(off)} of {len(wanted)} agree with the record. Look again at {off[0]}: {where[off[0]]}."
        )

    return Exercise(
        kind=Choices(tuple(wanted), ("correct", "wrong", "not proved")),
        wanted=wanted,
        right="One correct, three wrong, two not proved. The last kind is the hardest to keep: a missing row is no proof that something did not happen, "
        "and a likely number is no proof that it did.",
        nearly=[
            (
                {**wanted, **turned},
                "Two claims look refuted to you that are only unsupported. What the record does not show is not yet wrong.",
            ),
            (
                {**wanted, "oas": "correct"},
                "A missing row is not a proof. The table holds about 70 per cent of the organisations of mid-2009: what can you conclude about a body that is not in it?",
            ),
            (
                {**wanted, "item_151": "correct"},
                "The number 151 is possible, and possible is not proved: who has seen it in a UN document?",
            ),
        ],
        otherwise=otherwise,
    )


@exercise("2.6")
def per_decade() -> Exercise:
    """How many organisations were admitted in each decade?"""
    observers, organisations = _observers(), _organisations()

    def counts(rows: pd.DataFrame) -> pd.Series:
        return (rows["granted_year"] // 10 * 10).value_counts().sort_index()

    wanted = counts(organisations)
    busiest = wanted.idxmax()
    return Exercise(
        kind=Numbers(what="decades"),
        wanted=wanted,
        right=f"The {busiest}s were the busiest decade, with {wanted.max()} organisations in our table; the SCO is one of them. "
        "The numbers are checked; your chart and your words are yours: hold them against the three questions above.",
        nearly=[
            (
                counts(observers),
                "This counts all rows. Begin with the table organisations: two states and a body that was dissolved are not in it.",
            ),
            (wanted.cumsum(), "This adds up from decade to decade. The question asks for each decade by itself."),
            (
                organisations["granted_year"].value_counts(),
                "This counts year by year. A year becomes its decade by // 10 * 10.",
            ),
            (
                counts(organisations.dropna(subset=["founded"])),
                "This counts only rows with a founding year. A decade of admission needs none: begin with the table organisations.",
            ),
            (
                100 * wanted / wanted.sum(),
                "These are shares in per cent. The question asks for the number of organisations.",
            ),
            (
                (organisations["founded"] // 10 * 10).value_counts(),
                "These are the decades of founding. The question asks for the decades of admission.",
            ),
            (
                organisations["session"].value_counts(),
                "This counts sessions of the Assembly. A decade comes from the column granted_year.",
            ),
        ],
        otherwise="The decades should begin with 1950 and the numbers add up to the rows of organisations. Print organisations['granted_year'] // 10 * 10: what does it hold?",
    )
