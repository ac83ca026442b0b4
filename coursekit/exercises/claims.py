"""The claims that lesson 06 offers, and what the tables say about each: its figure, the verdict, and what goes wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import pandas as pd

from coursekit.exercises import shared
from coursekit.verdicts import Mistake

VERDICTS = ("borne out", "refuted", "not proved")
BLOC = 90  # per cent of the votes: see the note of the claim
# What learners type before their figure.
SHARES = (
    "def share(codes, year, column):\n"
    '    rows = population[population["year"] == year].set_index("iso3")[column]\n'
    '    return 100 * rows[codes].sum() / rows["WLD"]\n'
    'eight = ["CHN", "RUS", "KAZ", "KGZ", "TJK", "UZB", "IND", "PAK"]\n'
)
table = cache(shared.table)


@dataclass(frozen=True)
class Settled:
    """What the tables say about one claim.

    `tables` can lead to the figure; the first is that of briefing_claims.csv. `find` is the question that leads to it.
    `new` is said when the figure is right. `slips` are other figures and what they look like; `doubts` are verdicts
    that the figure does not bear out, and what is asked about each. `cites` are two sources that a learner may name.
    `used` are the rows that the figure rests on. `of_things` says that the figure is a number of things or a year, not
    a share, and `change` that it has a direction.
    """

    tables: tuple[str, ...]
    find: str
    figure: float
    verdict: str
    new: str
    slips: Sequence[Mistake]
    doubts: Sequence[Mistake]
    cites: tuple[str, str]
    used: Sequence[pd.DataFrame]
    of_things: bool = False
    change: bool = False


def claims() -> pd.DataFrame:
    """Return the claims offered, by claim_id."""
    return table("briefing_claims.csv").set_index("claim_id")


def _share(states: Sequence[str], year: int, column: str = "population") -> float:
    """Return the share of some states in the people or the output of the world, in per cent."""
    values = shared.column(year, column)
    return shared.share(values[list(states)].sum(), values["WLD"])


def _measured(states: Sequence[str], year: int) -> list[pd.DataFrame]:
    """Return the rows with the people and the output of some states and of the world, and their spells as members."""
    population, members = table("population.csv"), table("members.csv")
    there = population["iso3"].isin([*states, "WLD"]) & (population["year"] == year)
    return [population[there], members[members["iso3"].isin(states) & (members["role"] == "member")]]


def _votes(year: int) -> pd.Series:
    """Return how many states voted yes, no and so on, on the text of a year."""
    return table("resolution_votes.csv")[f"vote_{year}"].value_counts()


def _change(whole: Callable[[pd.Series], float]) -> float:
    """Return by how many percentage points the share of yes in some whole changed from 2023 to 2025."""
    before, after = _votes(2023), _votes(2025)
    return 100 * (after.loc["yes"] / whole(after) - before.loc["yes"] / whole(before))


def _contacts(first: int, last: int) -> int:
    """Return the number of contacts that the table has for some years."""
    return int(table("contacts.csv")["year"].between(first, last).sum())


def _cohesion(session: int, column: str, group: str = "SCO members of the time") -> float:
    return float(table("cohesion.csv").set_index(["session", "group"]).loc[(session, group), column])


def _every_summit() -> Settled:
    summits = table("summits.csv")
    found = summits["un_presence"] != "none found"
    complete = claims().loc["every_summit", "confidence"] == "high"
    return Settled(
        tables=("summits.csv",),
        find="Which table has a row for each summit of heads of state?",
        figure=int(found.sum()),
        verdict="borne out" if found.all() else "refuted" if complete else "not proved",
        new=f"{found.sum()} of {len(summits)}, in {summits[found]['un_presence'].nunique()} different forms. "
        f"The last summit without one in our table is that of {summits[~found]['year'].max()}; each later one has one, that of 2016 by an announcement only.",
        slips=[
            Mistake("counts the summits without the UN, or only the Secretary-General", (~found).sum(),
                "This is the number of summits without a presence in the table, or of those with the Secretary-General only. The figure asked is a presence in any form.", ["6"]),
            Mistake("forgets the condition", len(summits),
                "This is the number of all summits. Which word in un_presence says that nobody was found?", ["25"]),
            Mistake("gives a share", 100 * found.mean(), "This is a share in per cent. The figure asked is a number of summits.", ["76"]),
            Mistake("counts the summits with a name", summits["un_person"].count(),
                "These are the summits for which somebody is named. For some the table knows that the UN came, and not who. Count with the column un_presence.", ["17"]),
        ],
        doubts=[
            Mistake("takes most for every", "borne out", "Is your figure as large as the number of summits? If not, what about the others?"),
            Mistake("takes not found for did not happen", "refuted",
                "For some summits the table says: none found. Would it look different if somebody had come and no page had told of it?"),
        ],
        cites=("rbth_2016", "un_sgsm11762"),
        used=[summits],
        of_things=True,
    )  # fmt: skip


def _since_2005() -> Settled:
    observers, resolutions, contacts = table("observers.csv"), table("resolutions.csv"), table("contacts.csv")
    row = observers.set_index("short_name").loc["SCO"]
    left = (date(2005, 1, 1) - date.fromisoformat(row["granted"])).days
    return Settled(
        tables=("observers.csv", "resolutions.csv", "contacts.csv"),
        find="Which table has a row for each body with observer status?",
        figure=int(row["granted_year"]),
        verdict="borne out" if row["granted_year"] == 2005 else "refuted",
        new=f"The status was granted {left} days before 2005 began. Perhaps writers count from the first year in which it was used; the record does not say.",
        slips=[
            Mistake("copies the claim", 2005, "This is the year that the claim gives. Which year does the row of the SCO give?", ["2005"]),
            Mistake("takes the founding year", row["founded"],
                "This is the year of the founding. Which column holds the year of the status?", ["2001"]),
            Mistake("takes the session for the year", row["session"], "This is the number of the session. The figure asked is a year.", ["59"]),
            Mistake("takes the first resolution on cooperation", 2009,
                "This is the year of the first resolution on cooperation. The status came before it.", ["2009"]),
            Mistake("takes the year of the declaration", 2010,
                "This is the year of the Tashkent declaration. Look at the row of the SCO among the observers.", ["2010"]),
            Mistake("counts days", left, "These are days before the new year. The figure asked is a year.", ["30"]),
        ],
        doubts=[
            Mistake("takes the claim for the record", "borne out", "Put two years side by side: that of the claim, and that of the grant."),
            Mistake("doubts what is sure", "not proved",
                "Day and resolution stand in the table, and a later UN text gives both. Which part of the claim is still open?"),
        ],
        cites=("einpress_591236344", "S04"),
        used=[
            observers[observers["short_name"] == "SCO"],
            resolutions[resolutions["symbol"] == "A/RES/59/48"],
            contacts[contacts["kind"] == "observer status"],
        ],
        of_things=True,
    )  # fmt: skip


def _bloc() -> Settled:
    figure = 100 * _cohesion(79, "share_unanimous")
    index, pairs = _cohesion(79, "agreement_index"), _cohesion(79, "mean_pair_agreement")
    column = "Which column holds the share of votes in which all made the same choice?"
    return Settled(
        tables=("cohesion.csv",),
        find="Which table has a row for each group of states and session?",
        figure=figure,
        verdict="borne out" if figure >= BLOC else "refuted",
        new=f"In session 61, with six members, it was {100 * _cohesion(61, 'share_unanimous'):.1f}. The more states a group has, "
        "the harder it is for all to agree: say so before you compare groups.",
        slips=[
            Mistake("gives a fraction", figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent.", ["0.5042"]),
            Mistake("takes another column", 100 * index, f"This is the agreement index. {column}", ["77.8"]),
            Mistake("takes another column", 100 * pairs, f"This is the agreement of pairs. {column}", ["77.7"]),
            *(Mistake("takes another column", value, f"This is the agreement index or the agreement of pairs. {column}", [code])
                for value, code in ((index, "0.778"), (pairs, "0.7771"))),
            Mistake("gives the complement", 100 - figure,
                "This is the other part: votes in which at least one member chose something else.", ["49.6"]),
            Mistake("takes another session", 100 * _cohesion(78, "share_unanimous"), "This is session 78. Which session is asked?", ["44.3"]),
            Mistake("takes the founders", 100 * _cohesion(79, "share_unanimous", "SCO founders"),
                "These are the founders only. Which group has all members of the time?", ["59"]),
            Mistake("takes all members of the UN", 100 * _cohesion(79, "share_unanimous", "all UN members"),
                "This is the row of all UN members. Which group is asked?", ["0"]),
        ],
        doubts=[
            Mistake("takes often for always", "borne out",
                "The note of the claim says how often a bloc votes the same way. Does your figure reach that mark?"),
            Mistake("takes too low for uncertain", "not proved",
                "By the mark in the note of the claim, is your figure uncertain, or is it too low? If you doubt the mark itself, say so in your text."),
        ],
        cites=("undl_votes", "undl_4087780"),
        used=[table("cohesion.csv"), table("resolution_votes.csv")],
    )  # fmt: skip


def _over_44() -> Settled:
    eight, ten = shared.on_day("2019-11-19", "member")["iso3"], shared.on_day("2025-12-31", "member")["iso3"]
    figure = _share(eight, 2019)
    people = shared.column(2019, "population")
    missing = (0.44 * people["WLD"] - people[eight].sum()) / 1e6
    return Settled(
        tables=("population.csv",),
        find="Which table holds measured numbers of people, by state and year?",
        figure=figure,
        verdict="borne out" if figure > 44 else "refuted",
        new=f"To reach 44 per cent, about {missing:.0f} million more people would have to live in the eight states. That is more than a rounding.",
        slips=[
            Mistake("gives a fraction", figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent.", ["0.417"]),
            Mistake("copies the claim", 44, "This is the number of the claim. What do the figures of 2019 give?", ["44"]),
            *(Mistake("takes another year", _share(eight, year),
                f"These are the figures of {year}. Which year is asked?", [f'{SHARES}share(eight, {year}, "population")'])
                for year in (2018, 2020, 2024)),
            Mistake("takes the members of a later day", _share(ten, 2019),
                "These are the ten members of 2025. Who was a member in November 2019?",
                [SHARES + 'share(eight + ["IRN", "BLR"], 2019, "population")']),
            Mistake("takes the members of a later day", _share(ten, 2024),
                "These are the ten members of 2025 in 2024. Who was a member in November 2019?",
                [SHARES + 'share(eight + ["IRN", "BLR"], 2024, "population")']),
            Mistake("takes the founders", _share(shared.on_day("2016-01-01", "member")["iso3"], 2019),
                "These are the six founders. Two states joined in 2017.", [SHARES + 'share(eight[:6], 2019, "population")']),
            Mistake("gives people for a share", people[eight].sum() / 1e9,
                "These are billions of people. What share of the people of the world is it?", ["3.24"]),
            Mistake("divides by the states of the table", shared.share(people[eight].sum(), people.drop("WLD").sum()),
                "This divides by the states of the table. The claim speaks of the world, the row WLD.", ["86.3"]),
        ],
        doubts=[
            Mistake("takes the claim for the record", "borne out", "Which of the two is larger: your figure, or the number in the claim?"),
            Mistake("takes estimates for no evidence", "not proved",
                "The figures are estimates. Is the difference from 44 small enough to come from that?"),
        ],
        cites=("sadr_2020", "worldbank_pop"),
        used=_measured(eight, 2019),
    )  # fmt: skip


def _quarter_of_output() -> Settled:
    eight, ten = shared.on_day("2022-01-06", "member")["iso3"], shared.on_day("2025-12-31", "member")["iso3"]
    figure = _share(eight, 2021, "gdp_usd")
    output = shared.column(2021, "gdp_usd")
    return Settled(
        tables=("population.csv",),
        find="Which table holds measured output (gdp_usd), by state and year?",
        figure=figure,
        verdict="borne out" if 23 <= figure < 25 else "refuted",
        new=f"For 2020 the same eight states give {_share(eight, 2020, 'gdp_usd'):.1f}, and China alone has {_share(['CHN'], 2021, 'gdp_usd'):.1f} "
        "of the figure for 2021. The words fit one year and one way to count.",
        slips=[
            Mistake("gives a fraction", figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent.", ["0.24"]),
            Mistake("copies the claim", 25, "This is a quarter. What do the figures of 2021 give?", ["25"]),
            *(Mistake("takes another year", _share(eight, year, "gdp_usd"),
                f"These are the figures of {year}. Which year is asked?", [f'{SHARES}share(eight, {year}, "gdp_usd")'])
                for year in (2020, 2022)),
            Mistake("takes the wrong column", _share(eight, 2021),
                "This is the share of the people. Which column holds the output?", [SHARES + 'share(eight, 2021, "population")']),
            Mistake("takes the members of a later day", _share(ten, 2021, "gdp_usd"),
                "These are the ten members of 2025. Who was a member in January 2022?", [SHARES + 'share(eight + ["IRN", "BLR"], 2021, "gdp_usd")']),
            Mistake("takes one state for all", _share(["CHN"], 2021, "gdp_usd"), "This is China alone. Who were the eight members?", ["18.3"]),
            Mistake("gives dollars for a share", output[eight].sum() / 1e12,
                "This is the output in trillions of dollars. What share of the output of the world is it?", ["23.46"]),
            Mistake("divides by the states of the table", shared.share(output[eight].sum(), output.drop("WLD").sum()),
                "This divides by the states of the table. The claim speaks of the world, the row WLD.", ["86.5"]),
        ],
        doubts=[
            Mistake("does not read the note", "refuted", "The note of the claim says which figures count as almost a quarter. Is yours among them?"),
            Mistake("doubts what is sure", "not proved",
                "The table has the output of all eight states and of the world for that year. Which number is missing?"),
        ],
        cites=("asiafree_2022", "worldbank_gdp"),
        used=_measured(eight, 2021),
    )  # fmt: skip


def _support_grows() -> Settled:
    def decided(votes: pd.Series) -> float:
        return votes.loc["yes"] + votes.loc["no"]

    def took_part(votes: pd.Series) -> float:
        return votes.loc["yes"] + votes.loc["no"] + votes.loc["abstained"]

    resolutions, cooperation = table("resolutions.csv"), table("cooperation_votes.csv")
    recorded = resolutions[resolutions["how_adopted"] == "recorded vote"]
    sco_votes = cooperation[cooperation["symbol"].isin(recorded["symbol"])]
    before, after = _votes(2023), _votes(2025)
    figure, of_members, more = (
        _change(decided),
        _change(lambda votes: votes.sum()),
        after.loc["yes"] - before.loc["yes"],
    )
    share_before, share_after = 100 * before.loc["yes"] / decided(before), 100 * after.loc["yes"] / decided(after)
    grow = [change > 0 for change in (figure, of_members, more)]
    return Settled(
        tables=("resolution_votes.csv", "resolutions.csv", "cooperation_votes.csv"),
        find="Which table has the votes on both texts, of 2023 and of 2025?",
        figure=figure,
        verdict="borne out" if all(grow) else "not proved" if any(grow) else "refuted",
        new=f"Of all {after.sum()} members, the share of yes changed by {of_members:+.1f} points in the same time. "
        "Two honest measures can point in two directions.",
        slips=[
            Mistake("drops the sign", -figure, "The size is right and the sign is not. Which year do you subtract from which?", ["15.9"]),
            Mistake("gives a fraction", figure / 100, "This is the change as a fraction of 1. The figure asked is in percentage points.", ["-0.159"]),
            Mistake("gives one share", share_after, "This is the share of 2025. By how many points did it change since 2023?", ["81.6"]),
            Mistake("gives one share", share_before, "This is the share of 2023. By how many points did it change until 2025?", ["97.6"]),
            Mistake("divides by all members", of_members,
                "This divides by all members. The figure asked divides by the states that said yes or no.", ["20.7"]),
            Mistake("counts abstentions as votes", _change(took_part),
                "This counts the abstentions in the whole. The figure asked divides by yes and no together.", ["100 * (120 / 175 - 80 / 129)"]),
            Mistake("counts votes", more, "This is how many more states said yes. The figure asked is a change of a share.", ["40"]),
            Mistake("gives per cent for points", 100 * (share_after / share_before - 1),
                "This is the change in per cent of the old share. Percentage points are the plain difference of the two shares.", ["-16.3"]),
        ],
        doubts=[
            Mistake("looks at one measure only", "borne out", "One number grew. Which other one fell? Does the claim say which of them it means?"),
            Mistake("looks at one measure only", "refuted", "One share fell. Which number grew? Does the claim say which of them it means?"),
        ],
        cites=("undl_4087780", "undl_4020262"),
        used=[table("resolution_votes.csv"), recorded, sco_votes],
        change=True,
    )  # fmt: skip


def _more_contacts() -> Settled:
    contacts = table("contacts.csv")
    after, before = _contacts(2011, 2013), _contacts(2007, 2009)
    complete = claims().loc["more_contacts", "confidence"] == "high"
    with_2010 = "This counts 2010, the year of the declaration itself. Which years are asked?"
    return Settled(
        tables=("contacts.csv",),
        find="Which table has a row for each contact of the two organisations, with its year?",
        figure=after - before,
        verdict="refuted" if complete and after <= before else "not proved",  # growth alone would not show the reason
        new=f"{after} after, {before} before. For 2017 to 2019 the table has {_contacts(2017, 2019)}; lesson 03 shows why a part of that rise may be a rise of the archive.",
        slips=[
            Mistake("drops the sign", before - after,
                "The size is right and the sign is not. Take the later years first, then subtract the earlier ones.", ["1"]),
            Mistake("gives one of the two numbers", after,
                "This is the number for 2011 to 2013. How many more or fewer is it than for 2007 to 2009?", ["5"]),
            Mistake("gives one of the two numbers", before,
                "This is the number for 2007 to 2009. How many more or fewer are there for 2011 to 2013?", ["6"]),
            Mistake("counts the year of the declaration", _contacts(2010, 2013) - before, with_2010, ["3"]),
            Mistake("counts the year of the declaration", _contacts(2010, 2012) - before, with_2010),
            Mistake("counts the year of the declaration", after - _contacts(2007, 2010), with_2010, ["-5"]),
            Mistake("compares spans of different length", _contacts(2011, 2025) - _contacts(2001, 2009),
                "This compares all years after with all years before. Which three years on each side are asked?", ["84"]),
            Mistake("takes other years", _contacts(2017, 2019) - before, "These are the years 2017 to 2019. Which years are asked?", ["33"]),
        ],
        doubts=[
            Mistake("takes after for because", "borne out",
                "How many contacts were found in the years right after? And would a rise show the reason for it?"),
            Mistake("takes not found for did not happen", "refuted",
                "Fewer were found. The dictionary says for which years very little was found: what may be missing?"),
        ],
        cites=("un_sgt2722", "un_sgsm12153"),
        used=[contacts[contacts["year"].between(2007, 2009) | contacts["year"].between(2011, 2013)]],
        of_things=True,
        change=True,
    )  # fmt: skip


CLAIMS = {
    "every_summit": _every_summit,
    "since_2005": _since_2005,
    "bloc": _bloc,
    "over_44_per_cent": _over_44,
    "quarter_of_output": _quarter_of_output,
    "support_grows": _support_grows,
    "more_contacts": _more_contacts,
}


@cache
def settled(claim: str) -> Settled:
    """Return what the tables say about a claim of briefing_claims.csv."""
    return CLAIMS[claim]()


def _ids(*cells: object) -> set[str]:
    """Return the ids in some cells of the columns source and also."""
    return {source for cell in cells if isinstance(cell, str) for source in cell.split(";")}


@cache
def numbers_from(claim: str) -> frozenset[str]:
    """Return the ids of the sources that the figure of a claim rests on."""
    rows = [part.reindex(columns=["source", "also"]) for part in settled(claim).used]
    return frozenset(_ids(*(cell for part in rows for column in part for cell in part[column])))


@cache
def sources_of(claim: str) -> frozenset[str]:
    """Return the ids that belong to a claim: of its own row, and of the rows that its figure rests on."""
    own = claims().loc[claim]
    return numbers_from(claim) | _ids(own["source"], own["also"])
