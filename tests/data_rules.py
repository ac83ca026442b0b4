"""The rules that the tables of the course keep, one function a rule, with the rule in its first line.

A rule takes all tables (by name, every cell as text) and returns its faults: a line for each row that
breaks it, so that an author sees where to look. No fault, no line. test_data.py runs them all, and shows of
each that it notices a wrong value. A new rule needs a place in RULES, at the end, and a wrong value there.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pandas as pd

Tables = dict[str, pd.DataFrame]
Row = dict[str, str]
Faults = list[str]

LAST_DAY_OF_THE_RECORD = date(2026, 1, 31)
LAST_DAY_OF_READING = date(2026, 11, 26)  # a source may be younger than what it tells, and later events have a table
READ_LATER = {("sources", "published"), ("after_the_record", "date")}
TEN = {"CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB", "IND", "PAK", "IRN", "BLR"}
VOTES = ("yes", "no", "abstained", "did not vote")
SCO_VOTES = {"vote_2023": "A/RES/77/338", "vote_2025": "A/RES/79/332"}
SOURCE_COLUMNS = ("source", "also", "source_a", "source_b")


# Reading


def read_tables(folder: Path) -> Tables:
    """Return all tables of a folder by name, every cell as text, an empty cell as ""."""
    paths = sorted(folder.glob("*.csv"))
    return {path.stem: pd.read_csv(path, dtype=str, keep_default_na=False) for path in paths}


def rows(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, each as column name and cell."""
    return table.to_dict("records")


def where(table: str, row: Row) -> str:
    """Return which row is meant, in words for an author."""
    return f"{table}.csv, row {', '.join(list(row.values())[:3])}"


def first_day(text: str) -> date:
    """Return the first day that a date of full or reduced precision can mean."""
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """Return the last day that a date of full or reduced precision can mean."""
    parts = [int(part) for part in text.split("-")]
    year, month = (*parts, 12)[:2]
    return date(year, month, parts[2] if len(parts) == 3 else monthrange(year, month)[1])


def cells(text: str) -> list[str]:
    """Return the values that are joined in one cell by a semicolon."""
    return [value.strip() for value in text.split(";")] if text else []


# Sources


def every_row_names_a_main_source(tables: Tables) -> Faults:
    """Every row of every table names exactly one main source."""
    return [
        f"{where(name, row)}: source is {row['source']!r}"
        for name, table in tables.items() if name != "sources"
        for row in rows(table) if len(cells(row["source"])) != 1
    ]  # fmt: skip


def source_ids(tables: Tables) -> Iterator[tuple[str, Row, str, str]]:
    """Give each id of a source that a table names, with table, row and column."""
    for name, table in tables.items():
        for column in set(SOURCE_COLUMNS) & set(table.columns):
            for row in rows(table):
                for source in cells(row[column]):
                    yield name, row, column, source


def every_source_that_is_named_exists(tables: Tables) -> Faults:
    """Every id in source, also, source_a and source_b stands in sources.csv."""
    known = set(tables["sources"]["id"])
    named = source_ids(tables)
    return [f"{where(name, row)}: no source {source!r} ({column})" for name, row, column, source in named
            if source not in known]  # fmt: skip


def every_source_is_used(tables: Tables) -> Faults:
    """Every source in sources.csv is named by some row of another table."""
    used = {source for _, _, _, source in source_ids(tables)}
    unused = [source for source in tables["sources"]["id"] if source not in used]
    return [f"sources.csv: nothing rests on {source!r}" for source in unused]


def no_source_stands_twice_in_one_row(tables: Tables) -> Faults:
    """No id stands twice in one cell, nor in both source and also of one row."""
    faults = []
    for name, table in tables.items():
        for row in rows(table):
            named = [cells(row.get("source", "")) + cells(row.get("also", ""))]
            named += [cells(row.get(column, "")) for column in ("source_a", "source_b")]
            faults += [f"{where(name, row)}: {ids}" for ids in named if len(ids) != len(set(ids))]
    return faults


def addresses_are_unique_and_of_the_web(tables: Tables) -> Faults:
    """Every address begins with http:// or https:// and stands once."""
    sources = tables["sources"]
    doubled = sources["url"].duplicated(keep=False)
    faults = [f"sources.csv: {row['id']} has an address that stands twice" for row in rows(sources[doubled])]
    votes = tables["cooperation_votes"]["vote_url"]
    for address in [*sources["url"], *votes]:
        if not re.fullmatch(r"https?://\S+", address):
            faults.append(f"not an address: {address!r}")
    return faults


# Dates

DATE_COLUMNS = {
    "adopted", "date", "decided", "end", "granted", "in_force", "memorandum", "published", "said_on",
    "signed", "start", "voted_on",
}  # fmt: skip
FORMS = {
    "day": r"\d{4}-\d{2}-\d{2}",
    "approximate": r"\d{4}-\d{2}-\d{2}",
    "day of publication": r"\d{4}-\d{2}-\d{2}",
    "day of the batch": r"\d{4}-\d{2}-\d{2}",
    "month": r"\d{4}-\d{2}",
    "year": r"\d{4}",
    "undated": r"",
    "": r"",
}
# observers.csv gives a day or nothing here; the year has a column of its own.
DAY_OR_NOTHING = {"granted"}


def is_date(text: str) -> bool:
    """Return whether a text is a real day, month or year, written YYYY-MM-DD, YYYY-MM or YYYY."""
    try:
        return bool(re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) and last_day(text))
    except ValueError:
        return False


def every_date_is_a_day_of_the_calendar(tables: Tables) -> Faults:
    """Every date is a real day, month or year, and none is later than the record, or than the day of reading."""
    faults = []
    for name, table in tables.items():
        for column in DATE_COLUMNS & set(table.columns):
            last = LAST_DAY_OF_READING if (name, column) in READ_LATER else LAST_DAY_OF_THE_RECORD
            faults += [
                f"{where(name, row)}: {column} {row[column]!r} is no date up to {last}"
                for row in rows(table[table[column] != ""])
                if not is_date(row[column]) or first_day(row[column]) > last
            ]
    return faults


def every_column_of_dates_is_known_here(tables: Tables) -> Faults:
    """Every column that holds days is one of DATE_COLUMNS, so that no date goes unchecked."""
    return [
        f"{name}.csv: {column} holds days; add it to DATE_COLUMNS"
        for name, table in tables.items()
        for column in set(table.columns) - DATE_COLUMNS
        if table[column].str.fullmatch(r"\d{4}-\d{2}-\d{2}").any()
    ]


def every_date_is_as_exact_as_its_precision_says(tables: Tables) -> Faults:
    """The precision of a date is that of its form: day YYYY-MM-DD, month YYYY-MM, year YYYY, none empty."""
    faults = []
    for name, table in tables.items():
        for precision in [column for column in table.columns if column.endswith("precision")]:
            column = precision.removesuffix("_precision") if precision != "precision" else "start"
            for row in rows(table):
                said = row[precision]
                form = "" if column in DAY_OR_NOTHING and said in {"month", "year"} else FORMS[said]
                if not re.fullmatch(form, row[column]):
                    faults.append(f"{where(name, row)}: {column} {row[column]!r} does not fit {said!r}")
    return faults


def every_year_is_that_of_its_date(tables: Tables) -> Faults:
    """The column year (or granted_year) agrees with the date of the row."""
    pairs = [
        ("contacts", "year", "date"), ("summits", "year", "start"), ("founding_documents", "year", "signed"),
        ("declarations_compared", "year", "signed"), ("observers", "granted_year", "granted"),
    ]  # fmt: skip
    faults = []
    for name, year, column in pairs:
        for row in rows(tables[name]):
            if row[column][:4] != row[year] and (row[column] or name != "observers"):
                faults.append(f"{where(name, row)}: {year} {row[year]!r}, {column} {row[column]!r}")
    return faults


def nothing_ends_before_it_starts(tables: Tables) -> Faults:
    """No end, entry into force, founding or decision stands on the wrong side of its start."""
    pairs = [
        ("members", "start", "end"), ("members", "decided", "start"), ("members", "memorandum", "start"),
        ("summits", "start", "end"), ("contacts", "date", "end"), ("secretaries_general", "start", "end"),
        ("founding_documents", "signed", "in_force"), ("observers", "founded", "granted_year"),
        ("observers", "granted_year", "ended"), ("observers", "forerunner", "founded"),
    ]  # fmt: skip
    faults = []
    for name, earlier, later in pairs:
        for row in rows(tables[name]):
            if row[earlier] and row[later] and first_day(row[earlier]) > last_day(row[later]):
                faults.append(f"{where(name, row)}: {earlier} {row[earlier]} is after {later} {row[later]}")
    return faults


# Members

NUMBERS_OF_MEMBERS = {
    "2001-06-14": 0, "2001-06-15": 6, "2017-06-08": 6, "2017-06-09": 8, "2023-07-03": 8, "2023-07-04": 9,
    "2024-07-03": 9, "2024-07-04": 10, "2025-12-31": 10,
}  # fmt: skip
NEXT_ROLE = {
    "became member": "member",
    "became observer": "observer",
    "replaced by the status of partner": "partner",
}


def holders(tables: Tables, role: str, day: date) -> set[str]:
    """Return the codes of the states in a role on a day; a spell includes its start and not its end."""
    return {
        row["iso3"] for row in rows(tables["members"])
        if row["role"] == role and first_day(row["start"]) <= day
        and (row["end"] == "" or day < last_day(row["end"]))
    }  # fmt: skip


def no_state_holds_two_roles_on_one_day(tables: Tables) -> Faults:
    """A state holds one role at a time: a spell ends before or on the day on which the next one starts."""
    faults = []
    for state, spells in tables["members"].groupby("state"):
        in_order = sorted(rows(spells), key=lambda row: first_day(row["start"]))
        for before, after in pairwise(in_order):
            if before["end"] == "" or last_day(before["end"]) > first_day(after["start"]):
                faults.append(f"members.csv: {state} in {before['spell_id']} and {after['spell_id']} at once")
    return faults


def a_state_moves_to_its_next_role_without_a_gap(tables: Tables) -> Faults:
    """Where how_it_ended names the next role, a spell in that role starts on the day of the end."""
    spells = rows(tables["members"])
    starts = {(row["iso3"], row["role"], row["start"]) for row in spells}
    faults = []
    for row in spells:
        if (row["end"] == "") != (row["how_it_ended"] == ""):
            faults.append(f"{where('members', row)}: an end and how it ended belong together")
        elif row["end"] and (row["iso3"], NEXT_ROLE[row["how_it_ended"]], row["end"]) not in starts:
            faults.append(f"{where('members', row)}: nothing starts on {row['end']}, {row['how_it_ended']!r}")
    return faults


def the_number_of_members_is_right_on_known_days(tables: Tables) -> Faults:
    """Six members from 15 June 2001, eight from 9 June 2017, nine from 4 July 2023, ten from 4 July 2024."""
    counted = {day: len(holders(tables, "member", date.fromisoformat(day))) for day in NUMBERS_OF_MEMBERS}
    return [f"members.csv: {counted[day]} members on {day}, not {number}"
            for day, number in NUMBERS_OF_MEMBERS.items() if counted[day] != number]  # fmt: skip


def from_september_2025_there_are_ten_members_and_seventeen_partners(tables: Tables) -> Faults:
    """On 1 September 2025 and on 31 December 2025: ten members, 17 partners, 27 states, no other role."""
    faults = []
    for day in (date(2025, 9, 1), date(2025, 12, 31)):
        roles = ("member", "partner", "observer", "dialogue partner")
        numbers = [len(holders(tables, role, day)) for role in roles]
        if numbers != [10, 17, 0, 0]:
            faults.append(f"members.csv, {day}: {dict(zip(roles, numbers, strict=True))}")
    return faults


def the_roles_of_2025_are_the_same_in_all_tables(tables: Tables) -> Faults:
    """sco_role_2025 in resolution_votes.csv, and the states of population.csv, agree with members.csv."""
    day = date(2025, 12, 31)
    members, partners = holders(tables, "member", day), holders(tables, "partner", day)
    faults = []
    for row in rows(tables["resolution_votes"]):
        role = "member" if row["iso3"] in members else "partner" if row["iso3"] in partners else "none"
        if row["sco_role_2025"] != role:
            faults.append(f"{where('resolution_votes', row)}: by members.csv the role is {role}")
    others = (members | partners) ^ (set(tables["population"]["iso3"]) - {"WLD"})
    return faults + [f"population.csv and members.csv: {code} is in one only" for code in sorted(others)]


def the_parties_of_a_founding_document_are_the_members_of_the_day(tables: Tables) -> Faults:
    """Since there are members, the parties named for a founding document are the members of that day."""
    codes = dict(zip(tables["members"]["state"], tables["members"]["iso3"], strict=True))
    faults = []
    for row in rows(tables["founding_documents"]):
        parties = {codes.get(state, state) for state in cells(row["parties"])}
        members = holders(tables, "member", last_day(row["signed"]))
        if parties and members and parties != members:
            faults.append(f"{where('founding_documents', row)}: parties are {row['parties']}")
    return faults


# People

FAMILY_NAME_FIRST = {"CHN", "KOR"}


def people_in_office(tables: Tables) -> dict[str, tuple[date, date]]:
    """Return the Secretaries-General by the name under which texts speak of them, with first and last day.

    That is the family name, or the whole name where two people share it. Where only a year is known, the
    whole year counts.
    """
    terms = rows(tables["secretaries_general"])
    family = {row["name"]: row["name"].split()[0 if row["state_iso3"] in FAMILY_NAME_FIRST else -1] for row in terms}
    shared = {name for name in family.values() if list(family.values()).count(name) > 1}
    return {
        row["name"] if family[row["name"]] in shared else family[row["name"]]: (
            first_day(row["start"]), last_day(row["end"]) if row["end"] else LAST_DAY_OF_THE_RECORD,
        )
        for row in terms
    }  # fmt: skip


def acts(tables: Tables) -> Iterator[tuple[str, str, str, str]]:
    """Give what is done for an organisation: which row, the text with the names, first day, last day."""
    for row in rows(tables["contacts"]):
        text = "; ".join((row["sco_side"], row["un_side"], row["title"]))
        yield where("contacts", row), text, row["date"], row["end"] or row["date"]
    for row in rows(tables["summits"]):
        yield where("summits", row), row["un_person"], row["start"], row["end"] or row["start"]
    for row in rows(tables["declarations_compared"]):
        text = "; ".join((row["signed_for_un"], row["signed_for_other"]))
        yield where("declarations_compared", row), text, row["signed"], row["signed"]
    for row in rows(tables["declaration_2010"]):
        # A later use begins with its year; all else belongs to the day of the signing.
        later = re.match(r"In (\d{4}),? ", row["content"]) if row["kind"] == "later use" else None
        day = later[1] if later else "2010-04-05"
        yield where("declaration_2010", row), f"{row['content']}; {row['said_by']}", day, day
    for row in rows(tables["meeting_2019"]):
        text = "; ".join((row["speaker"], row["addressee"], row["paraphrase"]))
        yield where("meeting_2019", row), text, "2019-09-28", "2019-09-28"
    for row in rows(tables["week_2019"]):
        yield where("week_2019", row), f"Norov; {row['norov_meets']}", row["date"], row["date"]
    for row in rows(tables["size_claims"]):
        yield where("size_claims", row), row["said_by"], row["said_on"], row["said_on"]


def nobody_acts_for_an_organisation_outside_the_term_of_office(tables: Tables) -> Faults:
    """No Secretary-General acts before taking office or after leaving it."""
    terms = people_in_office(tables)
    faults = []
    for row, text, first, last in acts(tables):
        named = [person for person in terms if re.search(rf"\b{re.escape(person)}\b", text)] if first else []
        for person in named:
            start, end = terms[person]
            if last_day(last) < start or first_day(first) > end:
                faults.append(f"{row}: {person} was in office from {start} to {end}, not on {first}")
    return faults


def the_terms_of_one_organisation_follow_each_other(tables: Tables) -> Faults:
    """The Secretaries-General of one organisation are numbered in order, and no two are in office at once."""
    faults = []
    for _, terms in tables["secretaries_general"].groupby("organisation"):
        for before, after in pairwise(rows(terms)):
            in_order = int(after["number"]) == int(before["number"]) + 1
            if not in_order or not before["end"] or last_day(before["end"]) >= first_day(after["start"]):
                faults.append(f"secretaries_general.csv: {before['name']} and {after['name']}")
    return faults


# Votes

# The number of UN members from each day on (Growth in United Nations membership, un.org). Up to 2000
# Yugoslavia counts as a member, as in the records of the votes. Every cooperation vote fits this list.
ASSEMBLY = {
    "1991-09-17": 166, "1992-03-02": 175, "1992-05-22": 178, "1992-07-31": 179, "1993-01-01": 178,
    "1993-01-19": 180, "1993-04-08": 181, "1993-05-28": 183, "1993-07-28": 184, "1994-12-15": 185,
    "1999-09-14": 188, "2000-09-05": 189, "2002-09-10": 190, "2002-09-27": 191, "2006-06-28": 192,
    "2011-07-14": 193,
}  # fmt: skip
# The four states of Central Asia joined the UN on this day.
ALL_TEN_IN_THE_UN = date(1992, 3, 2)


def agreement_index(yes: int, no: int, abstained: int) -> float:
    """Return the index of Hix, Noury and Roland: 1 if all votes are alike, 0 if they are three equal parts.

    Hix, Noury and Roland (2005), Power to the Parties, British Journal of Political Science 35(2), 209-234.
    """
    cast = yes + no + abstained
    largest = max(yes, no, abstained)
    return (largest - (cast - largest) / 2) / cast


def the_same_to_four_decimals(text: str, value: float) -> bool:
    """Return whether a figure with four decimals is the value, rounded."""
    return bool(re.fullmatch(r"[01]\.\d{4}", text)) and abs(float(text) - value) <= 0.00005 + 1e-9


def nobody_votes_as_a_member_before_joining(tables: Tables) -> Faults:
    """sco_member_that_day agrees with members.csv on the day of the vote."""
    days = tables["cooperation_votes"].set_index("symbol")["voted_on"]
    faults = []
    for row in rows(tables["cooperation_member_votes"]):
        day = days[row["symbol"]]
        member = "yes" if row["iso3"] in holders(tables, "member", date.fromisoformat(day)) else "no"
        if row["sco_member_that_day"] != member:
            faults.append(f"{where('cooperation_member_votes', row)}: on {day} member: {member}")
    return faults


def the_ten_members_stand_in_every_vote(tables: Tables) -> Faults:
    """Each cooperation vote has the ten SCO members of 2025, without those that were not yet in the UN."""
    votes = tables["cooperation_member_votes"].groupby("symbol")["iso3"].agg(set)
    faults = []
    for row in rows(tables["cooperation_votes"]):
        in_the_un = date.fromisoformat(row["voted_on"]) >= ALL_TEN_IN_THE_UN
        expected = TEN if in_the_un else TEN - {"KAZ", "KGZ", "TJK", "UZB"}
        if votes.get(row["symbol"], set()) != expected:
            faults.append(f"{row['symbol']}: {sorted(votes.get(row['symbol'], set()) ^ expected)}")
    return faults


def all_193_states_vote_in_one_of_four_ways(tables: Tables) -> Faults:
    """resolution_votes.csv has 193 states, 27 of the EU and ten of ASEAN, each with one of the four votes."""
    votes = tables["resolution_votes"]
    numbers = (votes["iso3"].nunique(), (votes["eu"] == "yes").sum(), (votes["asean"] == "yes").sum())
    faults = [] if numbers == (193, 27, 10) else [f"resolution_votes.csv: states, EU, ASEAN are {numbers}"]
    return faults + [
        f"{where('resolution_votes', row)}: {row[column]!r} is no vote"
        for row in rows(votes) for column in SCO_VOTES if row[column] not in VOTES
    ]  # fmt: skip


def the_votes_of_the_states_add_up_to_the_totals(tables: Tables) -> Faults:
    """The votes of 2023 and 2025 add up to the totals in resolutions.csv and in cooperation_votes.csv."""
    faults = []
    for column, symbol in SCO_VOTES.items():
        counted = [str((tables["resolution_votes"][column] == vote).sum()) for vote in VOTES]
        for name in ("resolutions", "cooperation_votes"):
            for row in rows(tables[name]):
                total = [row["yes"], row["no"], row["abstained"], row["did_not_vote"]]
                if row["symbol"] == symbol and total != counted:
                    faults.append(f"{symbol}: {name}.csv has {total}, the states add up to {counted}")
    return faults


def all_votes_add_up_to_the_members_of_the_assembly(tables: Tables) -> Faults:
    """Yes, no, abstained and did not vote add up to the number of UN members on the day of the vote."""
    faults = []
    for row in rows(tables["cooperation_votes"]):
        total = sum(int(row[column]) for column in ("yes", "no", "abstained", "did_not_vote"))
        members = [number for day, number in ASSEMBLY.items() if day <= row["voted_on"]][-1]
        if total != members:
            faults.append(f"{row['symbol']} of {row['voted_on']}: {total} states, the UN had {members}")
    return faults


def the_members_vote_the_same_in_both_tables(tables: Tables) -> Faults:
    """For the two SCO texts, cooperation_member_votes.csv agrees with resolution_votes.csv."""
    states = tables["resolution_votes"].set_index("iso3")
    return [
        f"{where('cooperation_member_votes', row)}: {row['vote']!r}, but {states.loc[row['iso3'], column]!r}"
        for row in rows(tables["cooperation_member_votes"]) for column, symbol in SCO_VOTES.items()
        if row["symbol"] == symbol and row["vote"] != states.loc[row["iso3"], column]
    ]  # fmt: skip


def the_agreement_index_follows_from_the_totals(tables: Tables) -> Faults:
    """The agreement index of every cooperation vote is that of its totals, to four decimals."""
    faults = []
    for row in rows(tables["cooperation_votes"]):
        value = agreement_index(int(row["yes"]), int(row["no"]), int(row["abstained"]))
        if not the_same_to_four_decimals(row["agreement_index"], value):
            faults.append(f"{row['symbol']}: {row['agreement_index']}, computed {value:.4f}")
    return faults


def every_index_and_share_lies_between_0_and_1(tables: Tables) -> Faults:
    """Indexes and shares of cohesion.csv and agreement.csv lie between 0 and 1."""
    columns = [
        ("cohesion", "agreement_index"), ("cohesion", "mean_pair_agreement"), ("cohesion", "share_unanimous"),
        ("cohesion", "agreement_index_contested"), ("agreement", "share_same"),
    ]  # fmt: skip
    return [
        f"{where(name, row)}: {column} is {row[column]}"
        for name, column in columns for row in rows(tables[name]) if not 0 <= float(row[column]) <= 1
    ]  # fmt: skip


def the_counts_of_a_pair_fit_together(tables: Tables) -> Faults:
    """Same and opposed are no more than the votes compared, and share_same is same divided by them."""
    faults = []
    for row in rows(tables["agreement"]):
        same, opposed, compared = int(row["same"]), int(row["opposed"]), int(row["votes_compared"])
        if same + opposed > compared or not the_same_to_four_decimals(row["share_same"], same / compared):
            faults.append(f"{where('agreement', row)}: {same} same, {opposed} opposed of {compared}")
    return faults


def the_contested_votes_are_some_of_all_votes(tables: Tables) -> Faults:
    """A group has no more contested votes than votes."""
    return [f"{where('cohesion', row)}: {row['contested_roll_calls']} of {row['roll_calls']}"
            for row in rows(tables["cohesion"])
            if int(row["contested_roll_calls"]) > int(row["roll_calls"])]  # fmt: skip


def both_members_agrees_with_the_table_of_members(tables: Tables) -> Faults:
    """both_members is yes if both states were members at the last recorded vote of the session.

    That vote is taken to be at the end of August or later. Session 55 had none after 15 June 2001, and so
    cohesion.csv has no SCO members of the time for it: there, nobody counts as a member.
    """
    groups = tables["cohesion"]
    voted = groups.loc[groups["group"] == "SCO members of the time", "session"]
    members = {session: holders(tables, "member", date(1946 + int(session), 8, 31)) for session in voted}
    faults = []
    for row in rows(tables["agreement"]):
        both = {row["iso3_a"], row["iso3_b"]} <= members.get(row["session"], set())
        if row["both_members"] != ("yes" if both else "no"):
            pair = f"{row['iso3_a']} and {row['iso3_b']}"
            faults.append(f"{where('agreement', row)}: {pair}, both_members is {row['both_members']}")
    return faults


def the_sco_of_a_session_has_the_members_of_that_session(tables: Tables) -> Faults:
    """The SCO members counted in a session are as many as there were on some day of it."""
    groups = tables["cohesion"]
    faults = []
    for row in rows(groups[groups["group"] == "SCO members of the time"]):
        first = date(1945 + int(row["session"]), 9, 15)
        numbers = {len(holders(tables, "member", first + timedelta(days))) for days in range(0, 366, 30)}
        if int(row["members_counted"]) not in numbers:
            faults.append(f"{where('cohesion', row)}: {row['members_counted']} members, not one of {numbers}")
    return faults


def a_session_and_its_years_belong_together(tables: Tables) -> Faults:
    """Session 79 is 2024-25, and so on for all sessions."""
    return [
        f"{where(name, row)}: years are {row['years']}"
        for name in ("cohesion", "agreement") for row in rows(tables[name])
        if row["years"] != f"{1945 + int(row['session'])}-{(1946 + int(row['session'])) % 100:02}"
    ]  # fmt: skip


def a_day_lies_in_its_session(tables: Tables) -> Faults:
    """A text is adopted within its session, and a symbol like A/RES/79/332 names the session of the row."""
    columns = {
        "resolutions": ("adopted", "symbol"), "cooperation_votes": ("voted_on", "symbol"),
        "cooperation_consensus": ("adopted", "symbol"), "observers": ("granted", "resolution"),
    }  # fmt: skip
    faults = []
    for name, (day, symbol) in columns.items():
        for row in rows(tables[name]):
            session = row["session"]
            named = re.match(r"A/RES/(\d+)/", row[symbol])
            if named and named[1] != session:
                faults.append(f"{where(name, row)}: {row[symbol]} is not of session {session!r}")
            if session and row[day]:
                year = 1945 + int(session)
                if not f"{year}-09" < row[day] < f"{year + 1}-10":
                    faults.append(f"{where(name, row)}: {row[day]} is not in session {session}")
    return faults


# Resolutions


def the_ten_resolutions_stand_once_among_the_contacts(tables: Tables) -> Faults:
    """Each resolution on the SCO is one contact, with the day of its adoption and its title."""
    contacts = [row for row in rows(tables["contacts"]) if row["kind"] in {"resolution", "observer status"}]
    faults = [] if len(contacts) == 10 else [f"contacts.csv: {len(contacts)} resolutions, not ten"]
    for row in rows(tables["resolutions"]):
        found = [contact for contact in contacts if contact["title"] == f"{row['symbol']}: {row['title']}"]
        if len(found) != 1 or found[0]["date"] != row["adopted"]:
            faults.append(f"{row['symbol']} of {row['adopted']}: {[contact['date'] for contact in found]}")
    return faults


def a_resolution_has_totals_only_if_it_was_voted_on(tables: Tables) -> Faults:
    """Totals stand with recorded votes only, and only the texts of 2023 and 2025 were voted on."""
    faults = []
    for row in rows(tables["resolutions"]):
        filled = {row[column] != "" for column in ("yes", "no", "abstained", "did_not_vote")}
        voted = row["symbol"] in SCO_VOTES.values()
        if filled != {voted} or (row["how_adopted"] == "recorded vote") != voted:
            faults.append(where("resolutions", row))
    return faults


def the_sco_texts_are_the_same_in_all_tables(tables: Tables) -> Faults:
    """The texts on the SCO in the tables of votes and of consensus are those of resolutions.csv."""
    known = {(row["symbol"], row["adopted"], row["how_adopted"]) for row in rows(tables["resolutions"])}
    texts = [(row, row["adopted"], row["how_adopted"]) for row in rows(tables["cooperation_consensus"])]
    texts += [(row, row["voted_on"], "recorded vote") for row in rows(tables["cooperation_votes"])]
    return [
        f"{row['symbol']} of {day}, {how}: not so in resolutions.csv" for row, day, how in texts
        if row["organisation"].startswith("Shanghai") and (row["symbol"], day, how) not in known
    ]  # fmt: skip


# Observers


def the_observers_are_as_many_as_the_facts_say(tables: Tables) -> Faults:
    """84 rows; 54 granted before 2009, 52 of them neither states nor ended by then; only the CMEA had ended."""
    observers = tables["observers"]
    early = observers[observers["granted_year"].astype(int) < 2009]
    living = early[(early["ended"] == "") & (early["entity"] != "non-member state")]
    ended = list(observers.loc[observers["ended"] != "", "short_name"])
    found = (len(observers), len(early), len(living), ended)
    return [] if found == (84, 54, 52, ["CMEA"]) else [f"observers.csv: all, early, living, ended: {found}"]


def the_sco_and_the_csto_became_observers_on_one_day(tables: Tables) -> Faults:
    """The SCO and the CSTO became observers on 2 December 2004, the SCO by a text in resolutions.csv."""
    observers = tables["observers"].set_index("short_name")
    days = {observers.loc[name, "granted"] for name in ("SCO", "CSTO")}
    grant = tables["resolutions"].set_index("symbol")["adopted"].get(observers.loc["SCO", "resolution"])
    return [] if days == {"2004-12-02"} == {grant} else [f"observers.csv: {days}; resolutions.csv: {grant}"]


def nobody_is_both_an_observer_and_waiting(tables: Tables) -> Faults:
    """No body stands both in observers.csv and in observer_requests.csv."""
    requests = tables["observer_requests"]
    both = set(tables["observers"]["short_name"]) & set(requests["short_name"])
    both |= set(tables["observers"]["organisation"]) & set(requests["name"])
    return [f"{name} stands in both tables" for name in sorted(both)]


# Contacts, summits and statements


def a_summit_with_the_un_is_also_a_contact(tables: Tables) -> Faults:
    """The UN was seen at 19 of 25 summits, and contacts.csv has a contact at a summit in the same years."""
    summits, contacts = tables["summits"], tables["contacts"]
    seen = set(summits.loc[summits["un_presence"] != "none found", "year"])
    at_summits = (contacts["kind"] == "summit") & contacts["sco_side"].str.startswith("SCO heads of state")
    faults = [] if (len(summits), len(seen)) == (25, 19) else [f"summits.csv: {len(seen)} of {len(summits)}"]
    in_one_table = sorted(seen ^ set(contacts.loc[at_summits, "year"]))
    return faults + [f"{year}: in one of the two tables only" for year in in_one_table]


def one_rule_decides_what_counts_as_a_presence_of_the_un(tables: Tables) -> Faults:
    """A UN presence at a summit rests on a report or an announcement; an invitation alone does not count."""
    faults = []
    for row in rows(tables["summits"]):
        counts = row["un_seen"] in {"report", "announcement"}
        if counts != (row["un_presence"] != "none found") or (row["un_seen"] == "announcement") != (
            row["un_form"] == "announced"
        ):
            faults.append(f"{where('summits', row)}: {row['un_presence']}, {row['un_form']}, {row['un_seen']}")
    return faults


def the_value_of_a_size_claim_is_in_its_words(tables: Tables) -> Faults:
    """What a claim says in words and its number are the same: a half is 50 per cent, a quarter 25."""
    in_words = {"half": 50.0, "quarter": 25.0}
    faults = []
    for row in rows(tables["size_claims"]):
        said = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row["as_stated"])]
        said += [number for word, number in in_words.items() if word in row["as_stated"]]
        if not said or said[0] != float(row["value"]):
            faults.append(f"{where('size_claims', row)}: {row['as_stated']!r} and {row['value']}")
    return faults


def the_statements_of_2019_are_counted_as_two_accounts_says(tables: Tables) -> Faults:
    """The 24 statements are numbered: 13 by Norov, four by Guterres, two by both (V3), five of the page."""
    statements = tables["meeting_2019"]
    numbers = [int(number) for number in statements["number"]]
    faults = [] if numbers == list(range(1, 25)) else [f"meeting_2019.csv: numbers are {numbers}"]
    counts = statements["speaker"].value_counts().to_dict()
    known = {"Norov": 13, "Guterres, as told by the SCO": 4, "both": 2, "the page": 5}
    return faults if counts == known else [*faults, f"meeting_2019.csv: {counts}"]


# Regional groups, and what came after the record

STATES_IN_A_GROUP = {
    "Africa": 54, "Asia-Pacific": 54, "Eastern Europe": 23, "Latin America and Caribbean": 33,
    "Western Europe and others": 29,
}  # fmt: skip
SPECIAL_ARRANGEMENTS = {
    "KIR": ("Asia-Pacific", "listed, doubted"),
    "TUR": ("Western Europe and others", "in two groups"),
    "USA": ("Western Europe and others", "counted here only"),
}


def every_state_counts_once_in_a_regional_group(tables: Tables) -> Faults:
    """The 193 states stand once each: 54 in Africa, 54 Asia-Pacific, 23 Eastern Europe, 33 Latin America, 29 others.

    The rule: the UN's list; where it or its notes name two possibilities, the group for elections. So Türkiye and the
    United States are among the 29.
    """
    groups = tables["regional_groups"]
    faults = [f"regional_groups.csv: {code} twice" for code in groups.loc[groups["iso3"].duplicated(), "iso3"]]
    here_only = set(groups["iso3"]) ^ set(tables["resolution_votes"]["iso3"])
    faults += [f"regional_groups.csv and resolution_votes.csv: {code} is in one only" for code in sorted(here_only)]
    counted = groups["group"].value_counts().to_dict()
    faults += [f"regional_groups.csv: {counted}"] if counted != STATES_IN_A_GROUP else []
    special = groups[groups["arrangement"] != "listed"].set_index("iso3")
    found = dict(zip(special.index, zip(special["group"], special["arrangement"], strict=True), strict=True))
    return faults + ([f"regional_groups.csv: {found}"] if found != SPECIAL_ARRANGEMENTS else [])


def what_came_after_lies_after_the_record(tables: Tables) -> Faults:
    """Each row is later than 31 December 2025, names a table of the course, and no primary source is of low confidence."""
    faults = []
    for row in rows(tables["after_the_record"]):
        if first_day(row["date"]) <= date(2025, 12, 31) or row["table"].removesuffix(".csv") not in tables:
            faults.append(f"{where('after_the_record', row)}: {row['date']}, {row['table']}")
        if row["source_kind"] == "primary" and row["confidence"] == "low":
            faults.append(f"{where('after_the_record', row)}: a primary source of low confidence")
    return faults


def the_statements_of_2019_have_their_sentences_and_words(tables: Tables) -> Faults:
    """Norov: six sentences and 206 words; Guterres: four and 83. The words stand in the first row of a sentence."""
    counted = tables["meeting_2019"][tables["meeting_2019"]["sentence"] != ""]
    sentences = [int(number) for number in counted["sentence"]]
    faults = [] if sentences == sorted(sentences) else [f"meeting_2019.csv: sentences are {sentences}"]
    for speaker, known in (("Norov", (6, 206)), ("Guterres, as told by the SCO", (4, 83))):
        of_speaker = counted[counted["speaker"] == speaker]
        words = sum(int(words) for words in of_speaker["words"] if words)
        if (of_speaker["sentence"].nunique(), words) != known:
            faults.append(f"meeting_2019.csv, {speaker}: {of_speaker['sentence'].nunique()} sentences, {words} words")
    later = counted[counted["sentence"].duplicated()]
    return faults + [f"{where('meeting_2019', row)}: its words stand twice" for row in rows(later) if row["words"]]


# Letters and names


def the_printed_symbol_begins_with_a_cyrillic_letter(tables: Tables) -> Faults:
    """The symbol as printed begins with U+0410; the symbols in resolutions.csv are all Latin."""
    printed = [text for text in tables["printed_claims"]["as_printed"] if text.endswith("/RES/59/48")]
    faults = [f"as printed: {text!r}" for text in printed if text != "\u0410/RES/59/48"]
    if len(printed) != 1:
        faults.append(f"printed_claims.csv: the printed symbol stands {len(printed)} times")
    symbols = tables["resolutions"]["symbol"]
    return faults + [f"resolutions.csv: {symbol!a}" for symbol in symbols if not symbol.isascii()]


def no_cyrillic_letter_hides_in_a_latin_word(tables: Tables) -> Faults:
    """Outside as_printed no word or symbol mixes Latin letters with Cyrillic ones that look like them."""
    mixed = re.compile(r"(?=\S*[A-Za-z])(?=\S*[\u0400-\u04ff])\S+")
    return [
        f"{where(name, row)}: {column} has {mixed.search(text)[0]!a}"
        for name, table in tables.items() for row in rows(table) for column, text in row.items()
        if column != "as_printed" and mixed.search(text)
    ]  # fmt: skip


NAMES_WITH_CODES = (("iso3", "state"), ("iso3_a", "state_a"), ("iso3_b", "state_b"), ("state_iso3", "state"))
NAMES_WITHOUT_CODES = (
    ("summits", "host"), ("founding_documents", "parties"), ("resolutions", "introduced_by"),
)  # fmt: skip


def every_state_has_one_spelling(tables: Tables) -> Faults:
    """A country code has one name in all tables, and names without a code are among these names."""
    names: dict[str, set[str]] = {}
    for table in tables.values():
        for code, name in NAMES_WITH_CODES:
            if {code, name} <= set(table.columns):
                for pair in rows(table[[code, name]].drop_duplicates()):
                    names.setdefault(pair[code], set()).add(pair[name])
    faults = [f"{code}: {sorted(spellings)}" for code, spellings in names.items() if len(spellings) > 1]
    known = set().union(*names.values())
    for table, column in NAMES_WITHOUT_CODES:
        used = {name for text in tables[table][column] for name in cells(text)}
        faults += [f"{table}.csv: {column} has {name!r}" for name in sorted(used - known)]
    return faults


def no_cell_has_stray_blanks(tables: Tables) -> Faults:
    """No cell begins or ends with a blank, holds two in a row, or a line break."""
    return [
        f"{where(name, row)}: {column} is {text!r}"
        for name, table in tables.items() for row in rows(table) for column, text in row.items()
        if text != " ".join(text.split())
    ]  # fmt: skip


# Terms


def a_term_is_written_in_the_letters_of_its_language(tables: Tables) -> Faults:
    """A Russian word has Cyrillic letters and no ё, a Chinese one only Chinese letters and its signs."""
    russian, chinese = re.compile(r"[А-Яа-я0-9 «»().',—-]+"), re.compile(r"[\u4e00-\u9fff、·()-]*")
    return [
        f"{where('terms', row)}: {word!r} ({column})"
        for row in rows(tables["terms"])
        for column, letters in (("russian", russian), ("chinese", chinese))
        if not letters.fullmatch(word := row[column])
    ]


def the_terms_have_the_names_and_values_of_the_tables(tables: Tables) -> Faults:
    """Each Secretary-General, role and vote is a term; a term of the kind state is a state of the tables."""
    terms = tables["terms"]
    asked = {*tables["secretaries_general"]["name"], *VOTES, "member", "observer", "dialogue partner", "SCO partner"}
    unknown = set(terms.loc[terms["kind"] == "state", "english"]) - set(tables["regional_groups"]["state"])
    return [f"terms.csv: {name!r} is missing" for name in sorted(asked - set(terms["english"]))] + [
        f"terms.csv: no table has the state {name!r}" for name in sorted(unknown)
    ]


# Doubt and size


def a_row_of_low_confidence_says_why(tables: Tables) -> Faults:
    """The note of every row of low confidence says what is uncertain, unclear or not seen."""
    words = re.compile(r"uncertain|unclear|not seen|not found|not proved", re.IGNORECASE)
    return [
        f"{where(name, row)}: the note is {row['note']!r}"
        for name, table in tables.items() if "confidence" in table.columns
        for row in rows(table) if row["confidence"] == "low" and not words.search(row["note"])
    ]  # fmt: skip


def what_rests_on_an_encyclopaedia_says_so(tables: Tables) -> Faults:
    """The note of every row names an encyclopaedia if one is its main source, or that of a version of a conflict."""
    publishers = dict(zip(tables["sources"]["id"], tables["sources"]["publisher"], strict=True))
    return [
        f"{where(name, row)}: the note is {row['note']!r}"
        for name, table in tables.items() if "source" in table.columns
        for row in rows(table)
        if any(
            re.search("wikipedia|encyclop", publishers.get(source, ""), re.IGNORECASE)
            for column in ("source", "source_a", "source_b") if column in row
            for source in row[column].split(";")
        )
        and "encyclopaedia" not in row["note"]
    ]  # fmt: skip


def the_world_has_more_people_than_the_states(tables: Tables) -> Faults:
    """In each year 2001 to 2024 the world has more people and more output than the 27 states together."""
    faults = []
    population = tables["population"]
    if set(population["year"]) != {str(year) for year in range(2001, 2025)}:
        faults.append(f"population.csv: years are {sorted(set(population['year']))}")
    for year, figures in population.groupby("year"):
        world = figures["iso3"] == "WLD"
        for column in ("population", "gdp_usd"):
            numbers = pd.to_numeric(figures[column])
            if len(figures) != 28 or not numbers[world].sum() >= numbers[~world].sum():
                faults.append(f"population.csv, {year}: {len(figures)} rows, {column} of world and states")
    return faults


def the_members_share_of_the_world_is_that_of_the_facts(tables: Tables) -> Faults:
    """The members of the day had 24 percent of the world's people in 2001, and 42 in 2019 and in 2024."""
    faults = []
    for year, percent in ((2001, 24), (2019, 42), (2024, 42)):
        figures = tables["population"][tables["population"]["year"] == str(year)]
        people = figures.set_index("iso3")["population"].astype(float)
        members = people.index.isin(holders(tables, "member", date(year, 12, 31)))
        share = 100 * people[members].sum() / people["WLD"]
        if round(share) != percent:
            faults.append(f"population.csv, {year}: {share:.1f} percent, not {percent}")
    return faults


def the_counts_named_in_the_descriptions_are_true(tables: Tables) -> Faults:
    """The numbers of rows that datapackage.json names in its descriptions are those of the tables."""
    counts = [
        ("members", "start_precision", "approximate", 6), ("members", "start_precision", "year", 1),
        ("members", "start_precision", "month", 5),
        ("founding_documents", "signed_precision", "month", 3), ("founding_documents", "in_force", "", 18),
        ("observers", "evidence", "committee text seen", 22),
        ("observers", "granted_precision", "day of the batch", 33),
        ("observer_requests", "outcome", "not found", 16), ("declarations_compared", "with_un", "no", 2),
        ("declarations_compared", "signed_precision", "year", 3), ("contacts", "un_body_is_un", "no", 3),
        ("contacts", "confidence", "low", 3), ("contacts", "date_precision", "undated", 1),
        ("week_2019", "confidence", "low", 1), ("resolutions", "symbol_seen", "no", 4),
        ("cooperation_votes", "symbol", "A/RES/79/XX", 1),
    ]  # fmt: skip
    faults = [
        f"{name}.csv: {(tables[name][column] == value).sum()} rows with {value!r} in {column}, not {number}"
        for name, column, value, number in counts
        if (tables[name][column] == value).sum() != number
    ]
    pages = tables["printed_claims"]["where_printed"].str.startswith("SCO page of 28 September 2019")
    if (pages.sum(), (~pages).sum()) != (12, 3):
        faults.append(f"printed_claims.csv: {pages.sum()} claims of the page of 28 September 2019")
    terms = tables["secretaries_general"]
    only_years = (terms["start_precision"] == "year") | (terms["end_precision"] == "year")
    if (only_years.sum(), len(terms)) != (5, 12):
        faults.append(f"secretaries_general.csv: {only_years.sum()} of {len(terms)} terms with a year only")
    if len(tables["cooperation_votes"]) != 40:
        faults.append(f"cooperation_votes.csv: {len(tables['cooperation_votes'])} votes, not 40")
    return faults


RULES = (
    every_row_names_a_main_source,
    every_source_that_is_named_exists,
    every_source_is_used,
    no_source_stands_twice_in_one_row,
    addresses_are_unique_and_of_the_web,
    every_date_is_a_day_of_the_calendar,
    every_column_of_dates_is_known_here,
    every_date_is_as_exact_as_its_precision_says,
    every_year_is_that_of_its_date,
    nothing_ends_before_it_starts,
    no_state_holds_two_roles_on_one_day,
    a_state_moves_to_its_next_role_without_a_gap,
    the_number_of_members_is_right_on_known_days,
    from_september_2025_there_are_ten_members_and_seventeen_partners,
    the_roles_of_2025_are_the_same_in_all_tables,
    the_parties_of_a_founding_document_are_the_members_of_the_day,
    nobody_acts_for_an_organisation_outside_the_term_of_office,
    the_terms_of_one_organisation_follow_each_other,
    nobody_votes_as_a_member_before_joining,
    the_ten_members_stand_in_every_vote,
    all_193_states_vote_in_one_of_four_ways,
    the_votes_of_the_states_add_up_to_the_totals,
    all_votes_add_up_to_the_members_of_the_assembly,
    the_members_vote_the_same_in_both_tables,
    the_agreement_index_follows_from_the_totals,
    every_index_and_share_lies_between_0_and_1,
    the_counts_of_a_pair_fit_together,
    the_contested_votes_are_some_of_all_votes,
    both_members_agrees_with_the_table_of_members,
    the_sco_of_a_session_has_the_members_of_that_session,
    a_session_and_its_years_belong_together,
    a_day_lies_in_its_session,
    the_ten_resolutions_stand_once_among_the_contacts,
    a_resolution_has_totals_only_if_it_was_voted_on,
    the_sco_texts_are_the_same_in_all_tables,
    the_observers_are_as_many_as_the_facts_say,
    the_sco_and_the_csto_became_observers_on_one_day,
    nobody_is_both_an_observer_and_waiting,
    a_summit_with_the_un_is_also_a_contact,
    one_rule_decides_what_counts_as_a_presence_of_the_un,
    the_value_of_a_size_claim_is_in_its_words,
    the_statements_of_2019_are_counted_as_two_accounts_says,
    every_state_counts_once_in_a_regional_group,
    what_came_after_lies_after_the_record,
    the_statements_of_2019_have_their_sentences_and_words,
    the_printed_symbol_begins_with_a_cyrillic_letter,
    no_cyrillic_letter_hides_in_a_latin_word,
    every_state_has_one_spelling,
    no_cell_has_stray_blanks,
    a_term_is_written_in_the_letters_of_its_language,
    the_terms_have_the_names_and_values_of_the_tables,
    a_row_of_low_confidence_says_why,
    what_rests_on_an_encyclopaedia_says_so,
    the_world_has_more_people_than_the_states,
    the_members_share_of_the_world_is_that_of_the_facts,
    the_counts_named_in_the_descriptions_are_true,
)
