"""What the four steps of lesson 06 expect: the learner chooses a claim, and the tables say what can be checked.

The words that a learner writes are the learner's own. Checked are the table, the figure, the words that a chart needs,
the verdict and the sources; all of it is computed from the tables, for each claim that is offered.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pandas as pd

from coursekit.answers import Choice, Names, NotYet, Number, Parts, Text, WrongKind
from coursekit.charts import names_a_unit, text_problems
from coursekit.plain import Form, Plain
from coursekit.tables import data, table_names
from coursekit.verdicts import Exercise, Mistake, exercise

VERDICTS = ("borne out", "refuted", "not proved")
BLOC = 90  # per cent of the votes: see the note of the claim
LONGEST_TITLE = 90  # letters: two lines above the chart
SMALL_NUMBERS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip


@cache
def _table(name: str) -> pd.DataFrame:
    """Return a table of the course."""
    return pd.read_csv(data(name))


def _claims() -> pd.DataFrame:
    return _table("briefing_claims.csv").set_index("claim_id")


def _members(when: str) -> list[str]:
    """Return the codes of the states that were members of the SCO on a day."""
    spells = _table("members.csv")
    full = spells[(spells["role"] == "member") & (spells["start"] <= when)]
    return list(full[full["end"].isna() | (full["end"] > when)]["iso3"])


def _share(states: list[str], year: int, column: str = "population") -> float:
    """Return the share of some states in the people or the output of the world, in per cent."""
    rows = _table("population.csv")
    values = rows[rows["year"] == year].set_index("iso3")[column]
    return 100 * values[states].sum() / values["WLD"]


def _votes(year: int) -> pd.Series:
    """Return how many states voted yes, no and so on, on the text of a year."""
    return _table("resolution_votes.csv")[f"vote_{year}"].value_counts()


def _change(whole: Callable[[pd.Series], float]) -> float:
    """Return by how many percentage points the share of yes in some whole changed from 2023 to 2025."""
    before, after = _votes(2023), _votes(2025)
    return 100 * (after["yes"] / whole(after) - before["yes"] / whole(before))


def _contacts(first: int, last: int) -> int:
    """Return the number of contacts that the table has for some years."""
    return int(_table("contacts.csv")["year"].between(first, last).sum())


def _cohesion(session: int, column: str, group: str = "SCO members of the time") -> float:
    rows = _table("cohesion.csv").set_index(["session", "group"])
    return float(rows.loc[(session, group), column])


@dataclass(frozen=True)
class Settled:
    """What the tables say about one claim.

    `tables` can lead to the figure; the first is that of briefing_claims.csv. `find` is the question that leads to it.
    `new` is said when the figure is right, `slips` are other figures and what they look like, and `doubts` is what is
    asked about each verdict that the figure does not bear out.
    """

    tables: tuple[str, ...]
    find: str
    figure: float
    verdict: str
    new: str
    slips: tuple[tuple[float, str], ...]
    doubts: dict[str, str]


def _every_summit() -> Settled:
    summits = _table("summits.csv")
    found = summits["un_presence"] != "none found"
    complete = _claims().loc["every_summit", "confidence"] == "high"
    leader = summits["un_presence"].str.startswith("Secretary-General").sum()
    last = summits[~found]["year"].max()
    return Settled(
        tables=("summits.csv",),
        find="Which table has a row for each summit of heads of state?",
        figure=int(found.sum()),
        verdict="borne out" if found.all() else "refuted" if complete else "not proved",
        new=f"{found.sum()} of {len(summits)}, in {summits[found]['un_presence'].nunique()} different forms. "
        f"The last summit without one in our table is that of {last}; each later one has one.",
        slips=(
            ((~found).sum(), "This is the number of summits without a presence in the table. The figure asked is the other part."),
            (len(summits), "This is the number of all summits. Which word in un_presence says that nobody was found?"),
            (leader, "These are the summits with the Secretary-General in person or by video. A presence in any form is asked."),
            (100 * found.mean(), "This is a share in per cent. The figure asked is a number of summits."),
            (summits["un_person"].count() - 1, "Off by one. Count with the column un_presence."),
        ),
        doubts={
            "borne out": "Is your figure as large as the number of summits? If not, what about the others?",
            "refuted": "For some summits the table says: none found. Would it look different if somebody had come and no page had told of it?",
        },
    )  # fmt: skip


def _since_2005() -> Settled:
    row = _table("observers.csv").set_index("short_name").loc["SCO"]
    left = (date(2005, 1, 1) - date.fromisoformat(row["granted"])).days
    return Settled(
        tables=("observers.csv", "resolutions.csv", "contacts.csv"),
        find="Which table has a row for each body with observer status?",
        figure=int(row["granted_year"]),
        verdict="borne out" if row["granted_year"] == 2005 else "refuted",
        new=f"The status was granted {left} days before 2005 began. Perhaps writers count from the first year in which it was used; the record does not say.",
        slips=(
            (2005, "This is the year that the claim gives. Which year does the row of the SCO give?"),
            (row["founded"], "This is the year of the founding. Which column holds the year of the status?"),
            (row["session"], "This is the number of the session. The figure asked is a year."),
            (2009, "This is the year of the first resolution on cooperation. The status came before it."),
            (2010, "This is the year of the Tashkent declaration. Look at the row of the SCO among the observers."),
            (left, "These are days before the new year. The figure asked is a year."),
        ),
        doubts={
            "borne out": "Put two years side by side: that of the claim, and that of the grant.",
            "not proved": "Day and resolution stand in the table, and a later UN text gives both. Which part of the claim is still open?",
        },
    )  # fmt: skip


def _bloc() -> Settled:
    figure = 100 * _cohesion(79, "share_unanimous")
    index, pairs = _cohesion(79, "agreement_index"), _cohesion(79, "mean_pair_agreement")
    return Settled(
        tables=("cohesion.csv",),
        find="Which table has a row for each group of states and session?",
        figure=figure,
        verdict="borne out" if figure >= BLOC else "refuted",
        new=f"In session 61, with six members, it was {100 * _cohesion(61, 'share_unanimous'):.1f}. The more states a group has, "
        "the harder it is for all to agree: say so before you compare groups.",
        slips=(
            (figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent."),
            (100 * index, "This is the agreement index. Which column holds the share of votes in which all made the same choice?"),
            (index, "This is the agreement index. Which column holds the share of votes in which all made the same choice?"),
            (100 * pairs, "This is the agreement of pairs. Which column holds the share of votes in which all made the same choice?"),
            (pairs, "This is the agreement of pairs. Which column holds the share of votes in which all made the same choice?"),
            (100 - figure, "This is the other part: votes in which at least one member chose something else."),
            (100 * _cohesion(78, "share_unanimous"), "This is session 78. Which session is asked?"),
            (100 * _cohesion(79, "share_unanimous", "SCO founders"), "These are the founders only. Which group has all members of the time?"),
            (100 * _cohesion(79, "share_unanimous", "all UN members"), "This is the row of all UN members. Which group is asked?"),
        ),
        doubts={
            "borne out": "The note of the claim says how often a bloc votes the same way. Does your figure reach that mark?",
            "not proved": "By the mark in the note of the claim, is your figure uncertain, or is it too low? If you doubt the mark itself, say so in your text.",
        },
    )  # fmt: skip


def _over_44() -> Settled:
    eight, ten = _members("2019-11-19"), _members("2025-12-31")
    figure = _share(eight, 2019)
    rows = _table("population.csv")
    people = rows[rows["year"] == 2019].set_index("iso3")["population"]
    missing = (0.44 * people["WLD"] - people[eight].sum()) / 1e6
    return Settled(
        tables=("population.csv",),
        find="Which table holds measured numbers of people, by state and year?",
        figure=figure,
        verdict="borne out" if figure > 44 else "refuted",
        new=f"To reach 44 per cent, about {missing:.0f} million more people would have to live in the eight states. That is more than a rounding.",
        slips=(
            (figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent."),
            (44, "This is the number of the claim. What do the figures of 2019 give?"),
            (_share(eight, 2018), "These are the figures of 2018. Which year is asked?"),
            (_share(eight, 2020), "These are the figures of 2020. Which year is asked?"),
            (_share(eight, 2024), "These are the figures of 2024. Which year is asked?"),
            (_share(ten, 2019), "These are the ten members of 2025. Who was a member in November 2019?"),
            (_share(ten, 2024), "These are the ten members of 2025 in 2024. Who was a member in November 2019?"),
            (_share(_members("2016-01-01"), 2019), "These are the six founders. Two states joined in 2017."),
            (people[eight].sum() / 1e9, "These are billions of people. What share of the people of the world is it?"),
            (100 * people[eight].sum() / people.drop("WLD").sum(), "This divides by the states of the table. The claim speaks of the world, the row WLD."),
        ),
        doubts={
            "borne out": "Which of the two is larger: your figure, or the number in the claim?",
            "not proved": "The figures are estimates. Is the difference from 44 small enough to come from that?",
        },
    )  # fmt: skip


def _quarter_of_output() -> Settled:
    eight, ten = _members("2022-01-06"), _members("2025-12-31")
    figure = _share(eight, 2021, "gdp_usd")
    rows = _table("population.csv")
    output = rows[rows["year"] == 2021].set_index("iso3")["gdp_usd"]
    return Settled(
        tables=("population.csv",),
        find="Which table holds measured output (gdp_usd), by state and year?",
        figure=figure,
        verdict="borne out" if 23 <= figure < 25 else "refuted",
        new=f"For 2020 the same eight states give {_share(eight, 2020, 'gdp_usd'):.1f}, and China alone has {_share(['CHN'], 2021, 'gdp_usd'):.1f} "
        "of the figure for 2021. The words fit one year and one way to count.",
        slips=(
            (figure / 100, "This is the share as a fraction of 1. The figure asked is in per cent."),
            (25, "This is a quarter. What do the figures of 2021 give?"),
            (_share(eight, 2020, "gdp_usd"), "These are the figures of 2020. Which year is asked?"),
            (_share(eight, 2022, "gdp_usd"), "These are the figures of 2022. Which year is asked?"),
            (_share(eight, 2021), "This is the share of the people. Which column holds the output?"),
            (_share(ten, 2021, "gdp_usd"), "These are the ten members of 2025. Who was a member in January 2022?"),
            (_share(["CHN"], 2021, "gdp_usd"), "This is China alone. Who were the eight members?"),
            (output[eight].sum() / 1e12, "This is the output in trillions of dollars. What share of the output of the world is it?"),
            (100 * output[eight].sum() / output.drop("WLD").sum(), "This divides by the states of the table. The claim speaks of the world, the row WLD."),
        ),
        doubts={
            "refuted": "The note of the claim says which figures count as almost a quarter. Is yours among them?",
            "not proved": "The table has the output of all eight states and of the world for that year. Which number is missing?",
        },
    )  # fmt: skip


def _support_grows() -> Settled:
    def decided(votes: pd.Series) -> float:
        return votes["yes"] + votes["no"]

    def took_part(votes: pd.Series) -> float:
        return votes["yes"] + votes["no"] + votes["abstained"]

    before, after = _votes(2023), _votes(2025)
    figure, of_members = _change(decided), _change(lambda votes: votes.sum())
    share_before, share_after = 100 * before["yes"] / decided(before), 100 * after["yes"] / decided(after)
    measures = [figure, of_members, after["yes"] - before["yes"]]
    grow = [change > 0 for change in measures]
    return Settled(
        tables=("resolution_votes.csv", "resolutions.csv", "cooperation_votes.csv"),
        find="Which table has the votes on both texts, of 2023 and of 2025?",
        figure=figure,
        verdict="borne out" if all(grow) else "not proved" if any(grow) else "refuted",
        new=f"Of all {after.sum()} members, the share of yes changed by {of_members:+.1f} points in the same time. "
        "Two honest measures can point in two directions.",
        slips=(
            (-figure, "The size is right and the sign is not. Which year do you subtract from which?"),
            (figure / 100, "This is the change as a fraction of 1. The figure asked is in percentage points."),
            (share_after, "This is the share of 2025. By how many points did it change since 2023?"),
            (share_before, "This is the share of 2023. By how many points did it change until 2025?"),
            (of_members, "This divides by all members. The figure asked divides by the states that said yes or no."),
            (_change(took_part), "This counts the abstentions in the whole. The figure asked divides by yes and no together."),
            (after["yes"] - before["yes"], "This is how many more states said yes. The figure asked is a change of a share."),
            (100 * (share_after / share_before - 1), "This is the change in per cent of the old share. Percentage points are the plain difference of the two shares."),
        ),
        doubts={
            "borne out": "One number grew. Which other one fell? Does the claim say which of them it means?",
            "refuted": "One share fell. Which number grew? Does the claim say which of them it means?",
        },
    )  # fmt: skip


def _more_contacts() -> Settled:
    after, before = _contacts(2011, 2013), _contacts(2007, 2009)
    complete = _claims().loc["more_contacts", "confidence"] == "high"
    return Settled(
        tables=("contacts.csv",),
        find="Which table has a row for each contact of the two organisations, with its year?",
        figure=after - before,
        verdict="refuted" if complete and after <= before else "not proved",  # growth alone would not show the reason
        new=f"{after} after, {before} before. For 2017 to 2019 the table has {_contacts(2017, 2019)}; lesson 03 shows that a part of that rise is a rise of the archive.",
        slips=(
            (before - after, "The size is right and the sign is not. Take the later years first, then subtract the earlier ones."),
            (after, "This is the number for 2011 to 2013. How many more or fewer is it than for 2007 to 2009?"),
            (before, "This is the number for 2007 to 2009. How many more or fewer are there for 2011 to 2013?"),
            (_contacts(2010, 2013) - before, "This counts 2010, the year of the declaration itself. Which years are asked?"),
            (after - _contacts(2007, 2010), "This counts 2010, the year of the declaration itself. Which years are asked?"),
            (_contacts(2010, 2012) - before, "This begins with 2010, the year of the declaration itself. Which years are asked?"),
            (_contacts(2011, 2025) - _contacts(2001, 2009), "This compares all years after with all years before. Which three years on each side are asked?"),
            (_contacts(2017, 2019) - before, "These are the years 2017 to 2019. Which years are asked?"),
        ),
        doubts={
            "borne out": "How many contacts were found in the years right after? And would a rise show the reason for it?",
            "refuted": "Fewer were found. The dictionary says for which years very little was found: what may be missing?",
        },
    )  # fmt: skip


_SETTLE = {
    "every_summit": _every_summit,
    "since_2005": _since_2005,
    "bloc": _bloc,
    "over_44_per_cent": _over_44,
    "quarter_of_output": _quarter_of_output,
    "support_grows": _support_grows,
    "more_contacts": _more_contacts,
}
CLAIM = Choice(tuple(_SETTLE))


@cache
def settled(claim: str) -> Settled:
    """Return what the tables say about a claim of briefing_claims.csv."""
    return _SETTLE[claim]()


@dataclass(frozen=True)
class _TableName:
    """The file name of a table of the course, with or without .csv."""

    def read(self, answer: Plain) -> str:
        because = f"gives {answer.what} where the name of a table is asked"
        if answer.kind == Form.TABLE:
            raise WrongKind(
                'You gave a whole table; its name is asked, in quotation marks, such as "summits.csv".', because
            )
        if answer.kind != Form.TEXT:
            raise WrongKind(f"You gave {answer.what}; the file name of a table is asked, in quotation marks.", because)
        name = answer.value[:60].strip().casefold().removesuffix(".csv").replace(" ", "_")
        if not name.strip("."):
            raise NotYet("There are only dots in it, or nothing.")
        if f"{name}.csv" not in table_names():
            raise WrongKind(
                f"There is no table {name}.csv. The data dictionary lists all tables with one line on each."
            )
        return f"{name}.csv"

    def same(self, given: str, wanted: Any) -> bool:
        return given in wanted


@dataclass(frozen=True)
class _Checked(Parts):
    """Parts that are right if nothing is found against them."""

    faults: Callable[[dict], list[str]]

    def same(self, given: dict, wanted: Any) -> bool:
        return not self.faults(given)


@exercise("6.1")
def plan() -> Exercise:
    """Which table can settle the claim?"""
    only_words = {"briefing_claims.csv", "size_claims.csv", "printed_claims.csv", "conflicts.csv"}

    def right(given: dict) -> str:
        table = _table(given["table"])
        return (
            f"{given['table']} has {len(table)} rows. Read what the dictionary says about it under Left out and Uncertain. "
            "Your sentence in wrong_if is yours: keep it, and do not change it after you have seen the figure."
        )

    def otherwise(given: dict) -> str:
        if given["table"] in only_words:
            return (
                "This table holds what was said. A claim is held against what was measured or recorded. "
                + settled(given["claim"]).find
            )
        if given["table"] == "sources.csv":
            return (
                "This table tells where facts come from; you need it in the last step. " + settled(given["claim"]).find
            )
        return f"What does one row of {given['table']} stand for? {settled(given['claim']).find}"

    return Exercise(
        kind=Parts({"claim": CLAIM, "table": _TableName(), "wrong_if": Text(6)}, by="claim"),
        wanted={claim: {"table": settled(claim).tables} for claim in _SETTLE},
        right=right,
        mistakes=[],
        otherwise=otherwise,
    )  # fmt: skip


@exercise("6.2")
def result() -> Exercise:
    """Which figure settles the claim?"""

    def otherwise(given: dict) -> str:
        asked = settled(given["claim"])
        if abs(given["figure"] - asked.figure) < 0.6:
            return "This is close. The figure asked has one decimal: where was it rounded?"
        return "Read the column figure_asked of your claim once more, word by word: who or what is counted, and when? Show each step in a cell of its own: which one is not what you expect?"

    return Exercise(
        kind=Parts({"claim": CLAIM, "figure": Number(1), "gap": Text(6)}, by="claim"),
        wanted={claim: {"figure": settled(claim).figure} for claim in _SETTLE},
        right=lambda given: settled(given["claim"]).new,
        mistakes=[
            Mistake("", {claim: {"figure": figure}}, message)
            for claim in _SETTLE
            for figure, message in settled(claim).slips
        ],
        otherwise=otherwise,
    )  # fmt: skip


def _names_figure(text: str, figure: float) -> bool:
    """Say whether a text names a figure, rounded or not, with or without its sign, in digits or as a small word."""
    wanted = abs(figure)
    text = re.sub(r"(?<=\d),(?=\d{1,2}\b)", ".", text)  # a comma before one or two digits is a decimal comma
    text = re.sub(r"\b\w+ bars?\b", " ", text, flags=re.IGNORECASE)  # the number of bars is not the figure
    for shown in re.findall(r"\d[\d,]*(?:\.\d+)?", text):
        decimals = len(shown.partition(".")[2])
        if abs(float(shown.replace(",", "")) - wanted) <= 0.5 * 10**-decimals + 1e-9:
            return True
    named = {SMALL_NUMBERS.index(word) for word in re.findall(r"[a-z]+", text.lower()) if word in SMALL_NUMBERS}
    return round(wanted) in named and abs(wanted - round(wanted)) < 0.05


def _chart_faults(given: dict) -> list[str]:
    """Return what a reader of the chart would miss, most important first."""
    asked, faults = settled(given["claim"]), []
    if len(given["title"]) > LONGEST_TITLE:
        faults.append(
            f"The title has {len(given['title'])} letters; {LONGEST_TITLE} are enough. What is the one thing to be seen?"
        )
    if not names_a_unit(given["axis"]):
        faults.append(
            "The axis does not say what its numbers are: begin with Number of, Share of or Year, or put the unit in brackets, as in (per cent)."
        )
    if len(given["description"].split()) < 12:
        faults.append(
            "The description is short. What would somebody who cannot see the chart need to know: what is shown, with which numbers?"
        )
    elif not _names_figure(given["description"], asked.figure):
        faults.append(
            "The description does not name your figure of 6.2. A reader who cannot see the chart needs the number."
        )
    tables = re.findall(r"\b\w+\.csv\b", given["source"])
    if not set(tables) & set(asked.tables):
        faults.append(
            "The source does not name the table of your figure. Write its file name, with .csv, and in brackets who made the data."
        )
    elif unknown := set(tables) - set(table_names()):
        faults.append(f"There is no table {min(unknown)} in this course: is its name spelled right?")
    try:
        day = date.fromisoformat(given["as_of"])
        if not date(2001, 1, 1) <= day <= date(2026, 1, 31):
            faults.append(
                "The tables hold the record from 2001 to the end of 2025. For which day does your chart hold?"
            )
    except ValueError:
        faults.append("The date is written year, month, day, as in 2019-12-31. For which day does your chart hold?")
    if not faults:
        faults += [
            f"A reader would miss something: {problem}."
            for problem in text_problems(given["description"], given["source"], given["as_of"])
        ]
    return faults  # fmt: skip


@exercise("6.3")
def chart_words() -> Exercise:
    """Does the chart have the words that a reader needs?"""
    return Exercise(
        kind=_Checked(
            {"claim": CLAIM, "title": Text(3), "axis": Text(), "description": Text(), "source": Text(), "as_of": Text()},
            by="claim",
            faults=_chart_faults,
        ),
        wanted=None,
        right="The chart has a title, a unit, a description with your figure, a source and a date. Whether the words are true to the picture, only a reader can say: "
        "read the description aloud to somebody who does not look.",
        mistakes=[],
        otherwise=lambda given: _chart_faults(given)[0],
    )  # fmt: skip


def _ids(*cells: Any) -> set[str]:
    """Return the ids in some cells of the columns source and also."""
    return {source for cell in cells if isinstance(cell, str) for source in cell.split(";")}


@cache
def sources_of(claim: str) -> frozenset[str]:
    """Return the ids that belong to a claim: of its own row, of the tables that can settle it, and of the members."""
    own = _claims().loc[claim]
    ids = _ids(own["source"], own["also"])
    for name in (*settled(claim).tables, "members.csv"):
        table = _table(name).reindex(columns=["source", "also"])
        ids |= _ids(*table["source"], *table["also"])
    return frozenset(ids)


def _judgement_faults(given: dict) -> list[str]:
    """Return what speaks against a verdict or its sources, most important first."""
    claim, faults = given["claim"], []
    asked, ids = settled(claim), [source.strip() for source in given["sources"]]
    if given["verdict"] != asked.verdict:
        faults.append(asked.doubts[given["verdict"]])
    unknown = [source for source in ids if source not in set(_table("sources.csv")["id"])]
    if unknown:
        looks = (
            "an address"
            if "/" in unknown[0] or "www" in unknown[0]
            else "a table"
            if ".csv" in unknown[0]
            else "unknown"
        )
        what = (
            "sources.csv has no id"
            if looks == "unknown"
            else f"This looks like {looks}. An id of sources.csv is asked, not"
        )
        faults.append(f"{what} {unknown[0]:.40}. Copy ids from the columns source and also.")
    elif strange := [source for source in ids if source not in sources_of(claim)]:
        faults.append(
            f"{strange[0]} exists, and neither your claim nor a row of your table rests on it. Which source does your sentence rest on?"
        )
    if len(set(ids)) < 2:
        faults.append("Give at least two different sources: one for the claim or the event, one for the numbers.")
    if _claims().loc[claim, "source"] not in ids:
        faults.append("The main source of your claim is missing: look into the column source of its row in claims.")
    return faults  # fmt: skip


@exercise("6.4")
def judgement() -> Exercise:
    """Is the verdict as strong as the figure, and do the sources resolve?"""
    ends = {
        "borne out": "Borne out, by this figure and for this year. Say both in your text, and what a reader could still ask.",
        "refuted": "The record contradicts the sentence as it stands. A fair text also says which weaker sentence would hold.",
        "not proved": "The hardest verdict to write: the record neither bears the claim out nor contradicts it. Say what would have to be found.",
    }
    return Exercise(
        kind=_Checked(
            {"claim": CLAIM, "verdict": Choice(VERDICTS), "sources": Names("source ids")}, by="claim", faults=_judgement_faults
        ),
        wanted=None,
        right=lambda given: f"The sources resolve. {ends[given['verdict']]} Your text itself is checked by nobody but a reader.",
        mistakes=[],
        otherwise=lambda given: _judgement_faults(given)[0],
    )  # fmt: skip
