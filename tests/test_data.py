"""The tables keep their rules, the data package describes them, and the dictionary is made from both."""

import json
import re
import shutil
import socket
from pathlib import Path

import data_rules as rules
import pytest
from frictionless import Package

from authoring.keeping.dictionary import DictionaryProblem, dictionary, sums

DATA = Path(__file__).resolve().parents[1] / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
CSV_FILES = sorted(path.name for path in DATA.glob("*.csv"))


@pytest.fixture(scope="module")
def tables():
    return rules.read_tables(DATA)


def listed(faults):
    """Return faults as the lines of a message: all of them up to twenty."""
    more = [f"... and {len(faults) - 20} more"] if len(faults) > 20 else []
    return "\n".join(["", *faults[:20], *more])


# The rules


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_tables_keep_the_rule(rule, tables):
    faults = rule(tables)
    assert not faults, f"{rule.__doc__.splitlines()[0]} These rows break it:{listed(faults)}"


# For each rule, wrong values that it must notice: table, which row, column, wrong value.
WRONG_VALUES = {
    rules.every_row_names_a_main_source: [
        ("members", "spell_id == 'M01'", "source", ""),
        ("agreement", "session == '46'", "source", "undl_votes;S02"),
    ],
    rules.every_source_that_is_named_exists: [
        ("contacts", "event_id == 'C055'", "also", "sco_000000"),
        ("conflicts", "conflict_id == 'SCO-01'", "source_b", "nobody"),
    ],
    rules.every_source_is_used: [
        ("sources", "id == 'S02'", "id", "S02_new"),
    ],
    rules.no_source_stands_twice_in_one_row: [
        ("members", "spell_id == 'M01'", "also", "sco_about"),
        ("conflicts", "conflict_id == 'UN-03'", "source_a", "S17;S17"),
    ],
    rules.addresses_are_unique_and_of_the_web: [
        ("sources", "id in ['S02', 'S03']", "url", "https://un.org"),
        ("sources", "id == 'S02'", "url", "press.un.org"),
    ],
    rules.every_date_is_a_day_of_the_calendar: [
        ("summits", "year == '2006'", "start", "2006-06-31"),
        ("contacts", "event_id == 'C055'", "date", "2026-02-01"),
        ("sources", "id == 'S02'", "published", "2026-12-01"),
    ],
    rules.every_column_of_dates_is_known_here: [
        ("summits", "year == '2006'", "un_form", "2006-06-15"),
    ],
    rules.every_date_is_as_exact_as_its_precision_says: [
        ("members", "spell_id == 'O02'", "start", "2005-07-05"),
        ("summits", "year == '2005'", "precision", "month"),
        ("observers", "short_name == 'SCO'", "granted", ""),
    ],
    rules.every_year_is_that_of_its_date: [
        ("contacts", "event_id == 'C055'", "year", "2020"),
    ],
    rules.nothing_ends_before_it_starts: [
        ("observers", "short_name == 'ASEAN'", "founded", "2007"),
        ("members", "spell_id == 'D03'", "decided", "2013-04-27"),
    ],
    rules.no_state_holds_two_roles_on_one_day: [
        ("members", "spell_id == 'O06'", "end", "2024-07-05"),
    ],
    rules.a_state_moves_to_its_next_role_without_a_gap: [
        ("members", "spell_id == 'O06'", "end", "2024-07-03"),
        ("members", "spell_id == 'D03'", "how_it_ended", ""),
    ],
    rules.the_number_of_members_is_right_on_known_days: [
        ("members", "spell_id == 'M09'", "start", "2022-09-16"),
    ],
    rules.from_september_2025_there_are_ten_members_and_seventeen_partners: [
        ("members", "spell_id == 'P17'", "role", "dialogue partner"),
    ],
    rules.the_roles_of_2025_are_the_same_in_all_tables: [
        ("resolution_votes", "iso3 == 'MNG'", "sco_role_2025", "none"),
        ("population", "iso3 == 'LAO'", "iso3", "VNM"),
    ],
    rules.the_parties_of_a_founding_document_are_the_members_of_the_day: [
        ("founding_documents", "document_id == 'F17'", "signed", "2017-06-08"),
    ],
    rules.nobody_acts_for_an_organisation_outside_the_term_of_office: [
        ("contacts", "event_id == 'C023'", "date", "2019-01-14"),
        ("contacts", "event_id == 'C075'", "sco_side", "Zhang Deguang"),
        ("declaration_2010", "item_id == 'T25'", "content", "In 2016 Guterres says so."),
        ("summits", "year == '2016'", "un_person", "António Guterres"),
        ("declarations_compared", "document_id == 'D8'", "signed_for_other", "Dmitry Mezentsev"),
        ("meeting_2019", "statement_id == 'N16'", "speaker", "Ban"),
        ("week_2019", "item_id == 'W1'", "date", "2018-12-31"),
    ],
    rules.the_terms_of_one_organisation_follow_each_other: [
        ("secretaries_general", "name == 'Kofi Annan'", "end", "2007-01-01"),
    ],
    rules.nobody_votes_as_a_member_before_joining: [
        (
            "cooperation_member_votes",
            "symbol == 'A/RES/77/338' and iso3 == 'BLR'",
            "sco_member_that_day",
            "yes",
        ),
    ],
    rules.the_ten_members_stand_in_every_vote: [
        ("cooperation_member_votes", "symbol == 'A/RES/77/338' and iso3 == 'BLR'", "iso3", "MNG"),
    ],
    rules.all_193_states_vote_in_one_of_four_ways: [
        ("resolution_votes", "iso3 == 'FRA'", "eu", "no"),
        ("resolution_votes", "iso3 == 'FRA'", "vote_2023", "absent"),
    ],
    rules.the_votes_of_the_states_add_up_to_the_totals: [
        ("resolution_votes", "iso3 == 'CHN'", "vote_2025", "no"),
        ("resolutions", "symbol == 'A/RES/77/338'", "no", "3"),
    ],
    rules.all_votes_add_up_to_the_members_of_the_assembly: [
        ("cooperation_votes", "symbol == 'A/RES/47/12'", "did_not_vote", "56"),
    ],
    rules.the_members_vote_the_same_in_both_tables: [
        ("cooperation_member_votes", "symbol == 'A/RES/79/332' and iso3 == 'IND'", "vote", "no"),
    ],
    rules.the_agreement_index_follows_from_the_totals: [
        ("cooperation_votes", "symbol == 'A/RES/77/13'", "agreement_index", "0.3204"),
    ],
    rules.every_index_and_share_lies_between_0_and_1: [
        ("cohesion", "session == '79'", "share_unanimous", "1.1"),
    ],
    rules.the_counts_of_a_pair_fit_together: [
        ("agreement", "session == '79'", "opposed", "150"),
        ("agreement", "session == '79'", "share_same", "0.5001"),
    ],
    rules.the_contested_votes_are_some_of_all_votes: [
        ("cohesion", "session == '79'", "contested_roll_calls", "120"),
    ],
    rules.both_members_agrees_with_the_table_of_members: [
        ("agreement", "session == '76' and iso3_a == 'CHN' and iso3_b == 'IRN'", "both_members", "yes"),
    ],
    rules.the_sco_of_a_session_has_the_members_of_that_session: [
        ("cohesion", "session == '76' and group == 'SCO members of the time'", "members_counted", "9"),
    ],
    rules.a_session_and_its_years_belong_together: [
        ("cohesion", "session == '54'", "years", "1999-01"),
    ],
    rules.a_day_lies_in_its_session: [
        ("cooperation_votes", "symbol == 'A/RES/79/332'", "session", "80"),
        ("observers", "short_name == 'CIS'", "session", "49"),
    ],
    rules.the_ten_resolutions_stand_once_among_the_contacts: [
        ("contacts", "event_id == 'C050'", "date", "2019-09-12"),
        ("contacts", "event_id == 'C055'", "kind", "resolution"),
    ],
    rules.a_resolution_has_totals_only_if_it_was_voted_on: [
        ("resolutions", "symbol == 'A/RES/73/334'", "yes", "100"),
    ],
    rules.the_sco_texts_are_the_same_in_all_tables: [
        ("cooperation_consensus", "symbol == 'A/RES/73/334'", "adopted", "2019-09-12"),
    ],
    rules.the_observers_are_as_many_as_the_facts_say: [
        ("observers", "short_name == 'SCO'", "granted_year", "2009"),
        ("observers", "short_name == 'EURASEC'", "ended", "2014"),
    ],
    rules.the_sco_and_the_csto_became_observers_on_one_day: [
        ("observers", "short_name == 'CSTO'", "granted", "2004-12-03"),
    ],
    rules.nobody_is_both_an_observer_and_waiting: [
        ("observer_requests", "short_name == 'EAEU'", "short_name", "SCO"),
    ],
    rules.a_summit_with_the_un_is_also_a_contact: [
        ("contacts", "event_id == 'C016'", "kind", "meeting"),
    ],
    rules.one_rule_decides_what_counts_as_a_presence_of_the_un: [
        ("summits", "year == '2015'", "un_presence", "representative"),
        ("summits", "year == '2016'", "un_seen", "invitation"),
    ],
    rules.the_value_of_a_size_claim_is_in_its_words: [
        ("size_claims", "claim_id == 'Z5'", "value", "4"),
        ("size_claims", "claim_id == 'Z4'", "value", "45"),
    ],
    rules.the_statements_of_2019_are_counted_as_two_accounts_says: [
        ("meeting_2019", "number == '10'", "speaker", "both"),
    ],
    rules.every_state_counts_once_in_a_regional_group: [
        ("regional_groups", "iso3 == 'FRA'", "iso3", "DEU"),
        ("regional_groups", "iso3 == 'TUR'", "group", "Asia-Pacific"),
        ("regional_groups", "iso3 == 'USA'", "arrangement", "listed"),
    ],
    rules.what_came_after_lies_after_the_record: [
        ("after_the_record", "event_id == 'A02'", "date", "2025-12-31"),
        ("after_the_record", "event_id == 'A04'", "table", "summit.csv"),
        ("after_the_record", "event_id == 'A04'", "confidence", "low"),
    ],
    rules.the_statements_of_2019_have_their_sentences_and_words: [
        ("meeting_2019", "number == '10'", "sentence", "7"),
        ("meeting_2019", "number == '7'", "words", "35"),
        ("meeting_2019", "number == '16'", "words", "21"),
    ],
    rules.the_printed_symbol_begins_with_a_cyrillic_letter: [
        ("printed_claims", "claim_id == 'C06'", "as_printed", "A/RES/59/48"),
        ("resolutions", "symbol == 'A/RES/59/48'", "symbol", "\u0410/RES/59/48"),
    ],
    rules.no_cyrillic_letter_hides_in_a_latin_word: [
        ("contacts", "event_id == 'C002'", "title", "\u0410/RES/59/48: Observer status"),
    ],
    rules.every_state_has_one_spelling: [
        ("resolution_votes", "iso3 == 'TUR'", "state", "Turkey"),
        ("summits", "year == '2007'", "host", "Kyrgyz Republic"),
    ],
    rules.no_cell_has_stray_blanks: [
        ("members", "spell_id == 'M01'", "state", "China "),
    ],
    rules.a_term_is_written_in_the_letters_of_its_language: [
        ("terms", "term_id == 'partner'", "russian", "партнёр ШОС"),
        ("terms", "term_id == 'consensus'", "russian", "consensus"),
        ("terms", "term_id == 'ga'", "chinese", "大会 (UN)"),
    ],
    rules.the_terms_have_the_names_and_values_of_the_tables: [
        ("terms", "term_id == 'norov'", "english", "Vladimir Norow"),
        ("terms", "term_id == 'st_turkiye'", "english", "Turkey"),
    ],
    rules.a_row_of_low_confidence_says_why: [
        ("contacts", "event_id == 'C019'", "note", "Planned in October."),
    ],
    rules.what_rests_on_an_encyclopaedia_says_so: [
        ("conflicts", "conflict_id == 'UN-13'", "note", "Both figures serve only as a rough check."),
        ("conflicts", "conflict_id == 'UN-16'", "note", ""),
        ("observer_rules", "rule_id == 'B7'", "note", "The press says the same."),
        ("members", "spell_id == 'M01'", "source", "S26"),
    ],
    rules.the_world_has_more_people_than_the_states: [
        ("population", "iso3 == 'WLD' and year == '2010'", "population", "3000000000"),
    ],
    rules.the_members_share_of_the_world_is_that_of_the_facts: [
        ("population", "iso3 == 'IND' and year == '2019'", "population", "1200000000"),
    ],
    rules.the_counts_named_in_the_descriptions_are_true: [
        ("contacts", "event_id == 'C026'", "un_body_is_un", "yes"),
    ],
}


@pytest.mark.parametrize(
    ("rule", "table", "row", "column", "value"),
    [
        pytest.param(rule, *wrong, id=f"{rule.__name__}-{wrong[0]}-{wrong[2]}")
        for rule, values in WRONG_VALUES.items()
        for wrong in values
    ],
)
def test_the_rule_notices_a_wrong_value(rule, table, row, column, value, tables):
    wrong = tables[table].copy()
    chosen = wrong.query(row).index
    assert len(chosen), f"{table}.csv has no row with {row}"
    assert (wrong.loc[chosen, column] != value).any(), f"{table}.csv: {value!r} is not a wrong value"
    wrong.loc[chosen, column] = value
    assert rule(tables | {table: wrong}), f"the rule does not notice {column} = {value!r} in {table}.csv"


def test_every_rule_is_run_and_shown_to_notice_something():
    assert list(WRONG_VALUES) == list(rules.RULES), "RULES and WRONG_VALUES have the same rules, in order"
    assert all(WRONG_VALUES.values()), "every rule needs a wrong value"
    written = re.findall(
        r"^def (\w+)\(tables: Tables\) -> Faults:", Path(rules.__file__).read_text(encoding="utf-8"), re.M
    )
    assert written == [rule.__name__ for rule in rules.RULES], "RULES names every rule once, in order"


# The votes on the SCO texts, by hand


def test_the_index_of_the_two_sco_votes_is_that_of_hix_noury_and_roland(tables):
    """Written out: (largest - half of the other two) / all three, from the votes of the 193 states."""
    votes = tables["resolution_votes"]
    index = tables["cooperation_votes"].set_index("symbol")["agreement_index"]

    # 1 September 2023: 80 yes, 2 no, 47 abstained.
    yes = (votes["vote_2023"] == "yes").sum()
    no = (votes["vote_2023"] == "no").sum()
    abstained = (votes["vote_2023"] == "abstained").sum()
    assert (yes, no, abstained) == (80, 2, 47)
    assert f"{(80 - (2 + 47) / 2) / (80 + 2 + 47):.4f}" == "0.4302" == index["A/RES/77/338"]

    # 5 September 2025: 120 yes, 27 no, 28 abstained.
    yes = (votes["vote_2025"] == "yes").sum()
    no = (votes["vote_2025"] == "no").sum()
    abstained = (votes["vote_2025"] == "abstained").sum()
    assert (yes, no, abstained) == (120, 27, 28)
    assert f"{(120 - (27 + 28) / 2) / (120 + 27 + 28):.4f}" == "0.5286" == index["A/RES/79/332"]


@pytest.mark.parametrize("year", ["vote_2023", "vote_2025"])
def test_the_ten_members_of_2025_all_voted_yes_so_their_index_is_1(year, tables):
    votes = tables["resolution_votes"]
    members = votes[votes["sco_role_2025"] == "member"]
    assert list(members[year]) == ["yes"] * 10
    assert rules.agreement_index(10, 0, 0) == 1


def test_the_index_is_0_for_three_equal_parts_and_does_not_mind_which_part_is_largest():
    assert rules.agreement_index(7, 7, 7) == 0
    assert rules.agreement_index(5, 1, 2) == rules.agreement_index(1, 2, 5) == pytest.approx(0.4375)


# The files


def faults_of_a_file(content):
    """Return what is wrong with the bytes of a table: encoding, line ends, blanks at line ends."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        return [f"byte {problem.start} is not UTF-8: save the table as UTF-8"]
    faults = []
    if text.startswith("\ufeff"):
        faults.append("it begins with a byte order mark: save it as UTF-8 without one")
    if "\r" in text:
        faults.append("its lines end as on Windows: save it with Unix line ends (LF)")
    if not text.endswith("\n") or text.endswith("\n\n"):
        faults.append("it must end with exactly one line end")
    lines = enumerate(text.split("\n"), 1)
    return faults + [f"line {number} ends with a blank" for number, line in lines if line[-1:] in {" ", "\t"}]


@pytest.mark.parametrize("name", CSV_FILES)
def test_the_file_is_plain_utf_8(name):
    faults = faults_of_a_file((DATA / name).read_bytes())
    assert not faults, f"data/{name}:{listed(faults)}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,état\n".encode("latin-1"), "not UTF-8"),
        ("\ufeffid,name\n".encode(), "byte order mark"),
        (b"id,name\r\n1,a\r\n", "Unix line ends"),
        (b"id,name\n1,a", "one line end"),
        (b"id,name\n1,a \n", "line 2 ends with a blank"),
    ],
)
def test_a_file_with_a_fault_is_noticed(content, says):
    assert any(says in fault for fault in faults_of_a_file(content))


# The data package


def test_the_package_is_valid(monkeypatch):
    """By the rules of Frictionless: types, allowed values, keys, links to sources.csv; and offline."""

    def refuse(*args, **kwargs):
        raise AssertionError("the check of the data package opens a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    report = Package(str(DATA / "datapackage.json")).validate()
    faults = [
        f"{table or 'datapackage.json'}, row {row}, column {column}: {note}"
        for table, row, column, note in report.flatten(["name", "rowNumber", "fieldName", "note"])
    ]
    assert report.valid, f"data/ does not fit data/datapackage.json:{listed(faults)}"


def test_a_wrong_value_and_an_unknown_source_make_the_package_invalid(tmp_path):
    two_tables = [table for table in PACKAGE["resources"] if table["name"] in {"sources", "summits"}]
    small = PACKAGE | {"resources": two_tables}
    (tmp_path / "datapackage.json").write_text(json.dumps(small), encoding="utf-8")
    shutil.copy(DATA / "sources.csv", tmp_path)
    text = (DATA / "summits.csv").read_text(encoding="utf-8")
    text = text.replace("in person", "by post", 1).replace("nca_tianjin", "no_such_source")
    (tmp_path / "summits.csv").write_text(text, encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert {kind for (kind,) in report.flatten(["type"])} == {"constraint-error", "foreign-key"}


def test_every_csv_file_is_in_the_package_and_the_other_way_round():
    described = [table["path"] for table in PACKAGE["resources"]]
    assert sorted(described) == CSV_FILES, f"in one only: {set(described) ^ set(CSV_FILES)}"
    assert [table["name"] + ".csv" for table in PACKAGE["resources"]] == described
    assert described[0] == "sources.csv", "sources come first"


def test_the_package_says_what_it_is():
    assert PACKAGE["title"] == "The SCO and the United Nations: tables of the course"
    assert [licence["name"] for licence in PACKAGE["licenses"]] == ["CC-BY-4.0"]
    assert [person["title"] for person in PACKAGE["contributors"]] == ["The authors of the course"]
    phrases = "archived or copied form", "original page where it is known", "31 December 2025", "January 2026"
    for phrase in phrases:
        assert phrase in PACKAGE["description"], f"the description of the package does not say {phrase!r}"


@pytest.mark.parametrize("table", PACKAGE["resources"], ids=lambda table: table["name"])
def test_the_table_is_described_for_a_reader(table):
    """What a row is, what is left out, what is uncertain; a sentence on every column; keys and links."""
    description, schema = table["description"], table["schema"]
    assert description.startswith("One row is "), "the description begins with what one row is"
    for phrase in ("Left out: ", "Uncertain: "):
        assert description.count(phrase) == 1, f"the description says once {phrase!r}"
    for column in schema["fields"]:
        assert column["title"], column["name"]
        assert column["description"].endswith("."), f"{column['name']}: a description is a sentence"
        rules_of_column = column.get("constraints", {})
        if "pattern" in rules_of_column:
            fits = re.fullmatch(rules_of_column["pattern"], column.get("example", ""))
            assert fits, f"{column['name']}: a pattern needs an example that fits it"
    assert schema["primaryKey"]
    if table["name"] != "sources":
        link = {"fields": "source", "reference": {"resource": "sources", "fields": "id"}}
        assert link in schema["foreignKeys"], "every source leads to sources.csv"


def test_tables_with_another_owner_carry_a_licence_of_their_own():
    licences = {table["name"]: table["licenses"][0] for table in PACKAGE["resources"] if "licenses" in table}
    voting_records = {
        "resolution_votes", "cooperation_votes", "cooperation_member_votes", "cohesion", "agreement",
    }  # fmt: skip
    assert set(licences) == voting_records | {"population"}
    for name in voting_records:
        assert "non-commercial use, with attribution" in licences[name]["title"]
        assert licences[name]["path"] == "https://digitallibrary.un.org/record/4060887"
    assert "World Bank" in licences["population"]["title"]


# The dictionary


def test_the_dictionary_is_up_to_date():
    written = (DATA / "README.md").read_text(encoding="utf-8")
    assert written == dictionary(), "data/README.md is older than the tables: run make dictionary"


def test_no_table_has_changed_unseen():
    """Not every value is read by a lesson or a key; a changed one is seen here at the least."""
    written = (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    changed = [line.split()[1] for line in set(written) ^ set(sums().splitlines())]
    assert not changed, f"changed since the last make dictionary: {set(changed)}. Look at the change, then run it"


@pytest.fixture
def small_package(tmp_path):
    """Return a folder with one table, and a function that writes its datapackage.json with changes."""
    table = next(table for table in PACKAGE["resources"] if table["name"] == "week_2019")
    shutil.copy(DATA / "week_2019.csv", tmp_path)

    def write(**changes):
        text = json.dumps(PACKAGE | {"resources": [table | changes]})
        (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_the_dictionary_counts_rows_and_puts_columns_in_plain_words(small_package):
    text = dictionary(small_package())
    assert "| [week_2019.csv](#week_2019) | 6 | one talk or appearance of Vladimir Norov" in text
    assert "| `un_body` | words or codes | Whether the other side belongs to the UN. | `yes`, `no` |" in text
    assert "| `date` | date, as exact as it is known |" in text
    assert "; may be empty |" in text or "| may be empty |" in text


def test_one_changed_value_changes_the_sum_of_its_table(small_package):
    folder = small_package()
    before, table = sums(folder), folder / "week_2019.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2019-09-26", "2019-09-25"), encoding="utf-8")
    assert sums(folder) != before


def schema_of(**column):
    """Return a schema with one column."""
    return {"fields": [{"name": "place"} | column], "primaryKey": "place"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"path": "week.csv", "name": "week"}, r"week\.csv: there is no such file"),
        ({"description": "Talks"}, "must begin with a sentence that says what one row is"),
        ({"schema": schema_of(type="string")}, "column 'place' of the table 'week_2019' has no description"),
        ({"schema": schema_of(type="geopoint", description="Where.")}, "type 'geopoint'"),
    ],
    ids=["missing file", "no row named", "column without description", "unknown type"],
)
def test_the_dictionary_names_the_problem(small_package, changes, says):
    with pytest.raises(DictionaryProblem, match=says):
        dictionary(small_package(**changes))


def test_the_dictionary_needs_a_package_that_can_be_read(tmp_path):
    with pytest.raises(DictionaryProblem, match=r"datapackage\.json: there is no such file"):
        dictionary(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"title": "x"\n "name": "y"}', encoding="utf-8")
    with pytest.raises(DictionaryProblem, match="line 2: this is not valid JSON"):
        dictionary(tmp_path)
