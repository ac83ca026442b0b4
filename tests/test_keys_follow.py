"""What exercises expect follows the tables: one value changed in a table changes a key, or what is said, or stops it."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from coursekit import tables, verdicts
from coursekit.exercises import claims, lesson_02, lesson_03, lesson_04, shared
from coursekit.plain import plain
from coursekit.verdicts import expected

# The table, the exercise that rests on it, the row by a column and its value, and the cell that is changed.
PLANTS = [
    ("after_the_record.csv", "6.0", {"event_id": "A04"}, {"moves": "nothing"}),
    ("after_the_record.csv", "6.0", {"event_id": "A04"}, {"seen": "read in part"}),
    ("agreement.csv", "5.5", {"session": "79", "state_a": "China", "state_b": "Brazil"}, {"share_same": "0.10"}),
    ("briefing_claims.csv", "6.4", {"claim_id": "bloc"}, {"source": "sco_about"}),
    ("briefing_claims.csv", "6.4", {"claim_id": "every_summit"}, {"confidence": "high"}),
    ("cohesion.csv", "5.6", {"session": "70", "group": "all UN members"}, {"agreement_index": "0.1"}),
    ("cohesion.csv", "6.2", {"session": "79", "group": "SCO members of the time"}, {"share_unanimous": "0.95"}),
    ("contacts.csv", "3.1", {"kind": "joint event", "un_body": "UNODC"}, {"un_body": "FAO"}),
    ("contacts.csv", "3.3", {"un_body": "FAO", "kind": "meeting"}, {"topics": "tourism"}),
    ("contacts.csv", "3.4", {"kind": "memorandum", "un_body": "FAO"}, {"un_body": "WFP"}),
    ("contacts.csv", "3.5", {"un_body": "OCHA", "kind": "memorandum"}, {"place": "Bishkek", "date": "2019-06-14"}),
    ("contacts.csv", "3.5", {"event_id": "C005"}, {"year": "2012", "date": "2012"}),
    ("contacts.csv", "3.5", {"event_id": "C058"}, {"year": "2013"}),
    ("contacts.csv", "3.6", {"place": "Geneva"}, {"place": ""}),
    ("contacts.csv", "4.5", {"event_id": "C058"}, {"source": "un_sc13963"}),
    ("contacts.csv", "4.6", {"event_id": "C058"}, {"kind": "visit"}),
    ("contacts.csv", "6.2", {"year": "2009"}, {"year": "2012"}),
    ("cooperation_votes.csv", "5.1", {"symbol": "A/RES/79/330"}, {"yes": "100"}),
    ("cooperation_votes.csv", "5.5", {"voted_on": "2024-11-18"}, {"abstained": "1"}),
    ("declaration_2010.csv", "3.2", {"source": "uzbe_statement"}, {"source": "un_sgt2722"}),
    ("declaration_2010.csv", "3.5", {"kind": "gap"}, {"kind": "context"}),
    ("meeting_2019.csv", "4.1", {"speaker": "Norov"}, {"speech_act": "asks"}),
    ("meeting_2019.csv", "4.5", {"statement_id": "N20"}, {"speaker": "Norov"}),
    ("meeting_2019.csv", "4.5", {"statement_id": "N10"}, {"speaker": "Guterres, as told by the SCO"}),
    ("meeting_codes.csv", "4.2", {"code": "security"}, {"code": "form"}),
    ("members.csv", "1.1", {"role": "dialogue partner", "end": "2025-09-01"}, {"end": "2022-12-01"}),
    ("members.csv", "1.2", {"role": "observer", "state": "Mongolia"}, {"start": "2014-01-01"}),
    ("members.csv", "1.3", {"role": "observer", "state": "India"}, {"start": "2007-01-01"}),
    ("members.csv", "1.5", {"role": "member", "state": "Belarus"}, {"decided": "2023-07-04", "memorandum": "2022-09-16"}),
    ("observer_requests.csv", "2.5", {"short_name": "EAEU"}, {"outcome": "refused"}),
    ("observer_rules.csv", "2.5", {"rule_id": "B7"}, {"rule": "An observer may vote on resolutions."}),
    ("observers.csv", "2.1", {"short_name": "CoE"}, {"founded": "1950"}),
    ("observers.csv", "2.2", {"region": "Europe"}, {"region": "Asia"}),
    ("observers.csv", "2.3", {"short_name": "CIS"}, {"granted_year": "2011"}),
    ("observers.csv", "2.4", {"short_name": "CIS"}, {"founded": "1951"}),
    ("observers.csv", "2.5", {"short_name": "CSTO"}, {"granted": "2004-12-03"}),
    ("observers.csv", "2.6", {"short_name": "SCO"}, {"granted_year": "1999"}),
    ("observers.csv", "6.2", {"short_name": "SCO"}, {"granted_year": "2005"}),
    ("population.csv", "1.3", {"iso3": "CHN", "year": "2006"}, {"population": "1"}),
    ("population.csv", "1.4", {"iso3": "CHN", "year": "2018"}, {"population": "1"}),
    ("population.csv", "1.6", {"iso3": "CHN", "year": "2023"}, {"gdp_usd": "1"}),
    ("population.csv", "6.2", {"iso3": "CHN", "year": "2019"}, {"population": "1"}),
    ("printed_claims.csv", "2.5", {"claim_id": "C02"}, {"verdict": "correct"}),
    ("regional_groups.csv", "5.5", {"iso3": "TUR"}, {"group": "Asia-Pacific"}),
    ("resolution_votes.csv", "0.1", {"iso3": "PAN"}, {"vote_2025": "yes"}),
    ("resolution_votes.csv", "5.2", {"eu": "yes"}, {"vote_2025": "yes"}),
    ("resolution_votes.csv", "5.3", {"iso3": "PAN"}, {"vote_2025": "yes"}),
    ("resolution_votes.csv", "5.4", {"vote_2023": "abstained", "vote_2025": "no"}, {"vote_2025": "yes"}),
    ("resolution_votes.csv", "5.5", {"asean": "yes", "vote_2023": "yes"}, {"vote_2023": "no"}),
    ("resolution_votes.csv", "5.5", {"sco_role_2025": "member"}, {"vote_2025": "no"}),
    ("resolution_votes.csv", "6.2", {"iso3": "PAN"}, {"vote_2025": "yes"}),
    ("resolutions.csv", "6.4", {"how_adopted": "recorded vote"}, {"source": "sco_about"}),
    ("size_claims.csv", "1.6", {"claim_id": "Z10"}, {"value": "35"}),
    ("sources.csv", "3.2", {"id": "uzbe_statement"}, {"publisher": "somebody else"}),
    ("sources.csv", "3.4", {"publisher": "SCO Secretariat"}, {"publisher": "somebody else"}),
    ("summits.csv", "6.2", {"un_presence": "none found"}, {"un_presence": "message"}),
    ("two_accounts.csv", "4.5", {"account_id": "V4"}, {"also": "un_sc13963"}),
    ("two_accounts.csv", "4.5", {"account_id": "V5"}, {"source": "sco_584193"}),
    ("two_accounts.csv", "4.5", {"account_id": "V2"}, {"source": "sco_1", "also": ""}),
]  # fmt: skip


def told(number: str) -> object:
    """Return what an exercise expects and says, made anew from the tables."""
    for maker in (*verdicts._makers.values(), claims.table, claims.settled, claims.sources_of, claims.numbers_from):
        maker.cache_clear()
    try:
        asked = expected(number)
        values = [(str(m.value), m.says) for m in asked.mistakes if not callable(m.value) and isinstance(m.says, str)]
        settled = [claims.settled(claim) for claim in claims.CLAIMS] if number.startswith("6.") else []
        of_claims = [(one.figure, one.verdict, one.new) for one in settled]
        sources = [claims.sources_of(claim) for claim in claims.CLAIMS] if number == "6.4" else []
        wanted = "" if callable(asked.wanted) else str(asked.wanted)
        return wanted, values, "" if callable(asked.right) else asked.right, of_claims, sources
    except (ValueError, LookupError) as stopped:
        return str(stopped)


def plant(name: str, row: dict[str, str], cells: dict[str, str], path: Path) -> None:
    """Write a table with changed cells in the rows that have some values."""
    with tables.data(name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [one for one in rows if all(one[column] == value for column, value in row.items())]
    assert found, f"no row of {name} has {row}: plant the change elsewhere"
    for one in found:
        assert cells.keys() <= one.keys()
        one.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(autouse=True)
def forgotten():
    """Let exercises made from other tables be forgotten."""
    yield
    told("0.1")


@pytest.mark.parametrize(("name", "number", "row", "cells"), PLANTS, ids=lambda value: str(value)[:40])
def test_a_changed_value_changes_what_is_expected(name, number, row, cells, tmp_path, monkeypatch):
    before = told(number)
    plant(name, row, cells, tmp_path / name)
    monkeypatch.setattr(shared, "data", lambda asked: tmp_path / name if asked == name else tables.data(asked))
    assert told(number) != before


def test_each_table_that_exercises_read_has_a_planted_change(monkeypatch):
    read = set()
    monkeypatch.setattr(shared, "data", lambda name: read.add(name) or tables.data(name))
    for number in verdicts.exercise_numbers():
        told(number)
    assert read - {name for name, *_ in PLANTS} == set()


@pytest.mark.parametrize("seed", range(3))
def test_with_other_data_each_mistake_is_told_of_its_value_or_the_value_is_right(seed, monkeypatch):
    """A fifth of the rows of each table is left out, so that values coincide which differ today."""
    read = pd.read_csv
    monkeypatch.setattr(pd, "read_csv", lambda path: read(path).sample(frac=0.8, random_state=seed).sort_index())
    judged, never = 0, {}
    for number in verdicts.exercise_numbers():
        if isinstance(told(number), str):
            continue  # a row that the exercise asks about is gone
        asked = expected(number)
        for mistake in asked.mistakes:
            if callable(mistake.value) or callable(mistake.says) or hasattr(asked.kind, "by"):
                continue
            judged += 1
            kind, message, because = verdicts._judge(asked, plain(mistake.value))
            if kind == verdicts.NEARLY and (mistake.says not in message or mistake.because not in because):
                never[number, mistake.because] = message
    assert judged > 60
    assert not never


# What a right answer reads, beside numbers that are computed: is it so?

ON = shared.on_day
VOTES, CONTACTS = shared.table("resolution_votes.csv"), lesson_03._later()
OF_2018, OF_2006 = shared.column(2018, "population"), shared.column(2006, "population")
SPELLS, DECLARATION = shared.table("members.csv"), shared.table("declaration_2010.csv")
UNODC = CONTACTS[(CONTACTS["un_body"] == "UNODC") & (CONTACTS["kind"] == "joint event")]["year"]
FOOD = CONTACTS[CONTACTS["topics"].str.contains("food|agriculture", na=False)]
NOROV = lesson_04._coded().query("speaker == 'Norov'")
ACTS = NOROV["speech_act"].value_counts()
IN_2019 = shared.table("contacts.csv").query("year == 2019 and kind == 'meeting'")
OBSERVERS = lesson_02._observers().query("region == 'Europe'")
BOTH_YEARS = pd.crosstab(VOTES["vote_2023"], VOTES["vote_2025"])
EU_2023 = VOTES[(VOTES["eu"] == "yes") & (VOTES["vote_2023"] != "did not vote")]["vote_2023"]


def same_without_a_founding_year(name: str) -> bool:
    """Say whether one European row alone is no organisation, has no founding year, and so moves no median."""
    others = OBSERVERS[~OBSERVERS.index.isin(lesson_02._organisations().index)]
    return (
        list(others["short_name"]) == [name]
        and others["founded"].isna().all()
        and OBSERVERS["years"].median() == expected("2.2").wanted
    )


SAID = [
    ("0.1", "grew by half", lambda: 2 * (VOTES["vote_2025"] == "yes").sum() == 3 * (VOTES["vote_2023"] == "yes").sum()),
    ("1.1", "more than there were members", lambda: len(ON("2023-01-01", "dialogue partner")) > len(ON("2023-01-01", "member"))),
    ("1.1", "on 1 September 2025, the role was given up", lambda: len(ON("2025-08-31", "dialogue partner")) and ON("2025-09-01", "dialogue partner").empty),
    ("1.2", "three of them are members at the end of 2025", lambda: len(set(ON("2013-01-01", "observer")["state"]) & set(ON("2025-12-31", "member")["state"])) == 3),
    ("1.2", "For three the day of July 2005 was not found", lambda: (SPELLS[(SPELLS["role"] == "observer") & (SPELLS["start"] == "2005-07")]["start_precision"] == "month").sum() == 3),
    ("1.3", "the six members alone", lambda: len(ON("2006-06-15", "member")) == 6),
    ("1.3", "Most of the rest is one observer, India", lambda: OF_2006["IND"] > OF_2006[ON("2006-06-15", "observer")["iso3"]].sum() / 2),
    ("1.4", "more than four times the population of Russia", lambda: expected("1.4").wanted * 1e6 > 4 * OF_2018["RUS"]),
    ("1.5", "On one day, 4 July 2023, one state signed and another became a member", lambda: expected("1.5").wanted["belarus_2023"] == "signature" and expected("1.5").wanted["iran_2023"] == "effect"),
    ("1.5", "begin with the signature, a year after the decision", lambda: SPELLS.query("state == 'Egypt' and role == 'dialogue partner' and start == memorandum").shape[0] == 1),
    ("1.6", "close to 30, is borne out in its size", lambda: 27 < expected("1.6").wanted < 33 and len(ON("2025-09-05")) == 27),
    ("2.2", "pulls it up", lambda: lesson_02._organisations().query("region == 'Europe'")["years"].agg(["mean", "median"]).is_monotonic_decreasing),
    ("2.2", "From the table observers it is the same, since the Holy See, a state, has no founding year", lambda: same_without_a_founding_year("Holy See")),
    ("2.4", "the SCO among them", lambda: "SCO" in expected("2.4").wanted),
    ("3.1", "From 2017 to 2024 there is one in every year but 2023", lambda: sorted(UNODC) == [2017, 2018, 2019, 2020, 2021, 2022, 2024]),
    ("3.2", "rows (pages: 2). Many more, 16, rest on a single page of somebody else", lambda: lesson_03._with_publisher(DECLARATION).query("publisher.str.startswith('Embassy')")["source"].nunique() == 1),
    ("3.3", "are with FAO", lambda: set(FOOD["un_body"]) == {"FAO"}),
    ("3.4", "one of these is UNESCO's second", lambda: "UNESCO" in expected("3.4").wanted and "UNESCO" in expected("3.4").mistakes[2].value),
    ("4.1", "he offers and suggests only once each", lambda: ACTS["offers"] == ACTS["suggests"] == 1),
    ("4.4", "Fewer than half of Norov's rows hold a word of the list", lambda: (NOROV["by_words"] != "cooperation").mean() < 0.5),
    ("4.6", "have a page of the SCO as their main source", lambda: IN_2019["source"].str.startswith("sco_").all()),
    ("5.2", "In 2023 all that took part abstained", lambda: set(EU_2023) == {"abstained"}),
    ("5.3", "none of them said no", lambda: BOTH_YEARS.loc["yes"].get("no", 0) == 0),
    ("5.4", "nearly half", lambda: 45 < expected("5.4").wanted < 50),
    ("5.6", "between the EU and all UN members", lambda: expected("5.6").wanted["all UN members"] < expected("5.6").wanted["SCO members of the time"] < expected("5.6").wanted["European Union"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "words", "is_so"), SAID, ids=[f"{number} {words[:30]}" for number, words, _ in SAID]
)
def test_what_a_right_answer_reads_is_so(number, words, is_so):
    assert words in expected(number).right
    assert is_so()
