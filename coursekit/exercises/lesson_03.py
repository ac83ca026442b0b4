"""What the exercises of lesson 03 expect: the Tashkent declaration and the contacts after it."""

import pandas as pd

from coursekit.answers import Names
from coursekit.exercises.shared import (
    VERDICTS,
    compared,
    counted_verdicts,
    grouped,
    judging,
    one_off,
    share,
    table,
)
from coursekit.numbers_asked import Number, Numbers
from coursekit.verdicts import Exercise, Mistake, exercise

SIGNED = "2010-04-05"
FOOD = ["food security", "agriculture", "food systems"]
PLACES = {"New York": "UN city", "Geneva": "UN city", "Vienna": "UN city", "online": "online"}
# What learners type before or in their answer.
TABLE = 'pd.crosstab(counted["un_body"], counted["kind"])'
JOINED = 'joined = declaration.merge(publishers, left_on="source", right_on="id", how="left")\n'
WORDS = 'words = later.assign(word=later["topics"].str.split("; ")).explode("word")\n'
FOOD_ROWS = 'words[words["word"].isin(["food security", "agriculture", "food systems"])]'
PAPERS = (
    'signed = counted[counted["kind"] == "memorandum"]\n'
    'signed = signed.merge(publishers, left_on="source", right_on="id", how="left")\n'
)
PLACE = 'place = later["place"].fillna("not known")\n'
RULE = 'rule = {"New York": "UN city", "Geneva": "UN city", "Vienna": "UN city", "online": "online", "not known": "not known"}\n'


def _with_publisher(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with the publisher of the main source of each."""
    return rows.merge(table("sources.csv")[["id", "publisher"]], left_on="source", right_on="id", how="left")


def _contacts() -> pd.DataFrame:
    """Return all contacts, with the publisher of the main source of each."""
    return _with_publisher(table("contacts.csv"))


def _counted() -> pd.DataFrame:
    """Return the contacts that lesson 03 counts: dated, with a UN body, not of low confidence."""
    contacts = _contacts().dropna(subset=["date"])
    return contacts[(contacts["un_body_is_un"] == "yes") & (contacts["confidence"] != "low")]


def _later() -> pd.DataFrame:
    """Return the counted contacts after the signing, without acts of the member states."""
    counted = _counted()
    return counted[(counted["date"] > SIGNED) & ~counted["kind"].isin(["resolution", "decision"])]


@exercise("3.1")
def unodc_events() -> Exercise:
    """How many joint events with UNODC are in the counted rows?"""
    contacts, counted = _contacts(), _counted()
    cross = pd.crosstab(counted["un_body"], counted["kind"])
    events, all_events = counted["kind"] == "joint event", contacts["kind"] == "joint event"
    return Exercise(
        kind=Number(hint="Where do one row and one column of the cross-table meet?"),
        wanted=cross.loc["UNODC", "joint event"],
        unit="joint events",
        right="From 2017 to 2024 there is one in every year but 2023; in 2022 UNODC spoke of one each year. "
        "The row of 2023 is among those set aside: it was worked out, not seen. So a gap in this row of the table is a gap of the record.",
        mistakes=[
            Mistake("begins with the wrong table", ((contacts["un_body"] == "UNODC") & all_events).sum(),
                "This is the number in the table contacts, with the rows that the lesson set aside. Which table does the question name?",
                ['pd.crosstab(contacts["un_body"], contacts["kind"]).loc["UNODC", "joint event"]']),
            Mistake("adds up the row", cross.loc["UNODC"].sum(),
                "These are all contacts with UNODC, of every kind. In which column do joint events stand?", [f'{TABLE}.loc["UNODC"].sum()']),
            Mistake("adds up the column", events.sum(),
                "These are the joint events with all UN bodies. In which row does UNODC stand?", [f'{TABLE}["joint event"].sum()']),
            Mistake("forgets the body", all_events.sum(),
                "These are the joint events of the whole table contacts. Which body is asked, and which table?",
                ['(contacts["kind"] == "joint event").sum()']),
            Mistake("reads the next column", cross.loc["UNODC", "meeting"],
                "These are the meetings with UNODC. Which column holds the joint events?", ["4"]),
            Mistake("reads another row", cross.loc["UN Secretariat", "joint event"],
                "These are the joint events in the row of the UN Secretariat. Which row belongs to UNODC?",
                [f'{TABLE}.loc["UN Secretariat", "joint event"]']),
            Mistake("takes a topic for a body", (counted["topics"].str.contains("drugs", na=False) & events).sum(),
                "These are the joint events with drugs among their topics. The question asks for a UN body: which column tells it?",
                ['(counted["topics"].str.contains("drugs", na=False) & (counted["kind"] == "joint event")).sum()']),
            Mistake("counts all rows", len(counted),
                "This is how many rows counted has. How many of them are both: UNODC and joint event?", ["len(counted)"]),
        ],
        otherwise="Make a cross-table of two columns in a new cell. Which two? Then go down to UNODC and across to joint event.",
    )  # fmt: skip


@exercise("3.2")
def from_sco() -> Exercise:
    """How many rows on the declaration have a page of the SCO Secretariat as their main source?"""
    declaration = _with_publisher(table("declaration_2010.csv"))
    publishers = declaration["publisher"].value_counts()
    told = declaration[declaration["publisher"] == "SCO Secretariat"]
    embassy = publishers["Embassy of Uzbekistan in Belgium"]
    speaks, named = declaration["said_by"].str.contains("SCO Secretariat"), declaration["said_by"].str.contains("SCO")
    pages = declaration["source"] + ";" + declaration["also"].fillna("")
    return Exercise(
        kind=Number(hint="Which step counts how often each publisher occurs?"),
        wanted=len(told),
        unit="rows",
        right=f"{len(told)} of {len(declaration)} rows (pages: {told['source'].nunique()}). Many more, {embassy}, rest on a single page of somebody else: a copy of a statement on the site of an embassy. "
        "If this page is wrong, much of what we know falls with it. Some of its rows name a second source; a Russian news report bears out the five areas.",
        mistakes=[
            Mistake("takes the speaker for the publisher", speaks.sum(),
                "This is the number of rows in which the Secretariat speaks. Who speaks is not the same as which page tells it: said_by is not the publisher.",
                ['declaration["said_by"].str.contains("SCO Secretariat").sum()']),
            Mistake("takes the speaker for the publisher", named.sum(),
                "This is the number of rows with SCO in said_by. Who speaks is not the same as which page tells it.",
                ['declaration["said_by"].str.contains("SCO").sum()']),
            Mistake("takes != for ==", len(declaration) - len(told), "These are the rows of all other publishers. Turn the sign round.",
                [JOINED + '(joined["publisher"] != "SCO Secretariat").sum()']),
            Mistake("counts further sources", pages.str.contains("sco_").sum(),
                "This is the number of rows that name a page of the SCO anywhere, also as a further source. The question asks for the main source.",
                ['(declaration["source"] + declaration["also"].fillna("")).str.contains("sco_").sum()']),
            Mistake("counts all rows", len(declaration),
                "This is how many rows the joined table has. How many of them have this one publisher?", [JOINED + "len(joined)"]),
            Mistake("reads another line", publishers["United Nations"],
                "These are the rows from the publisher United Nations. Which line has the SCO Secretariat?", ["7"]),
            Mistake("reads another line", embassy, "These are the rows from the page of an embassy. Which line has the SCO Secretariat?", ["16"]),
            Mistake("counts the publishers", len(publishers),
                "This is how many publishers there are. The question asks for the rows of one of them.", [JOINED + 'joined["publisher"].nunique()']),
            Mistake("shortens the name", 0,
                "This is 0: no row is left. Is the name of the publisher written as in the question, and is it the table joined?",
                [JOINED + 'len(joined[joined["publisher"] == "SCO"])']),
            Mistake("counts pages", told["source"].nunique(),
                "This is the number of pages of this publisher. The question asks how many rows of the table rest on them.", ["2"]),
            Mistake("gives a share", share(len(told), len(declaration)),
                "This is the share in per cent. The question asks for the number of rows.", ["12.5"]),
        ],
        otherwise="Join first: which two columns hold the same ids? Then count the publishers of the joined table. Show the result of each step: which one is not what you expect?",
    )  # fmt: skip


@exercise("3.3")
def food_contacts() -> Exercise:
    """How many later contacts are about food?"""
    later = _later()
    words = later.assign(word=later["topics"].str.split("; ")).explode("word")
    food = words[words["word"].isin(FOOD)]
    contacts = food["event_id"].nunique()
    return Exercise(
        kind=Number(hint="Which step counts the different values of a column?"),
        wanted=contacts,
        unit="contacts",
        right=f"All {contacts} are with FAO, the UN body for food and farming. Without this line the lesson's chart showed only two of them, under climate change and the environment: "
        "what a codebook has no word for, a chart does not show. The number alone cannot show how you counted: "
        "was each contact with one of the words counted once?",
        mistakes=[
            Mistake("counts words", len(food),
                "This is the number of rows in the table of words. A contact with two of the words stands in two rows: which column tells which rows are the same contact?",
                [WORDS + f"len({FOOD_ROWS})"]),
            # the letters are no word of the table: they are looked for inside its words
            Mistake("takes one word", later["topics"].str.contains(letters := "food", na=False).sum(),
                "This is the number with food among the letters of the topics. The line has three words: which of the others finds something more?",
                [f'later["topics"].str.contains("{letters}", na=False).sum()']),
            Mistake("takes one word", (food["word"] == "food security").sum(),
                "This is the number for one word of the three, food security. isin() takes a list of several.",
                [WORDS + '(words["word"] == "food security").sum()']),
            Mistake("takes one word", (food["word"] == "agriculture").sum(),
                "This is the number for one word of the three, agriculture. isin() takes a list of several.",
                [WORDS + '(words["word"] == "agriculture").sum()']),
            Mistake("does not cut up the topics", later["topics"].isin(FOOD).sum(),
                "This is the number of cells that hold one of the words and nothing else. Many cells hold several topics: which two steps cut them up?",
                ['later["topics"].isin(["food security", "agriculture", "food systems"]).sum()']),
            Mistake("counts the different words", food["word"].nunique(),
                "This is how many of the three words occur. The question asks for contacts: which column tells them apart?",
                [WORDS + f'{FOOD_ROWS}["word"].nunique()']),
            Mistake("forgets the condition", len(words),
                "This is how many rows the table of words has. Which of them have one of the three words?", [WORDS + "len(words)"]),
            Mistake("turns the condition round", len(words) - len(food),
                "This is the number of rows of words that are not about food. The question asks for the others.",
                [WORDS + 'len(words[~words["word"].isin(["food security", "agriculture", "food systems"])])']),
            Mistake("counts all contacts", len(later), "This is how many later contacts there are. Which of them are about food?", ["len(later)"]),
        ],
        otherwise="Cut the topics into words, keep the three words of the line, count each contact once. Show the result of each step: which one is not what you expect?",
    )  # fmt: skip


@exercise("3.4")
def told_by_sco() -> Exercise:
    """With which UN bodies were memoranda signed, by what the SCO Secretariat tells?"""
    contacts, counted, later = _contacts(), _counted(), _later()
    signed = counted[counted["kind"] == "memorandum"]
    ours = signed["publisher"] == "SCO Secretariat"
    decided = counted[counted["kind"] == "decision"]["un_body"].str.split("; ").explode()
    kind = Names("UN bodies")
    wanted = list(signed[ours]["un_body"])
    told = later[later["publisher"] == "SCO Secretariat"]["un_body"]
    say = compared(
        kind,
        wanted,
        "Two conditions must hold: the kind is memorandum, and the publisher of the main source is SCO Secretariat.",
        contacts["un_body"],
    )
    all_memoranda = "These are the bodies of all memoranda. The question keeps those that the SCO Secretariat tells of: which column came with the join?"
    return Exercise(
        kind=kind,
        wanted=wanted,
        right=f"{len(wanted)} of the {len(signed)} signed papers in counted. The other {len(signed) - len(wanted)} we know mainly from others, and one of these is UNESCO's second. "
        "That with CTC and CTED is not sure: see SCO-27 in the lesson. A page of the UN body would make each row safer.",
        mistakes=[
            Mistake("forgets the publisher", list(signed["un_body"]), all_memoranda, [PAPERS + 'signed["un_body"]']),
            Mistake("forgets the publisher", list(signed["un_body"].unique()), all_memoranda, [PAPERS + 'signed["un_body"].unique()']),
            Mistake("turns the condition round", list(signed[~ours]["un_body"]),
                "These are the memoranda that others tell of. Turn the sign of the second condition round.", ['["ESCAP", "OCHA", "UNESCO"]']),
            Mistake("takes the decision for a signature", list(decided),
                "These are the bodies in the rows of the kind decision. A decision to sign is not a signature: which kind of row is one?",
                ['["OCHA", "UNWTO", "FAO", "UNECE"]']),
            Mistake("begins with the table contacts", [*wanted, "ICRC"],
                "One too many: the ICRC is not a UN body, and its row was set aside. Which table does the question begin with?",
                ['["UNODC", "ICRC", "UNESCO", "CTC and CTED", "UNWTO", "FAO"]']),
            Mistake("takes the wrong column", list(signed[ours]["title"]),
                "The right rows, with their titles. The question asks for the column un_body.",
                [PAPERS + 'signed[signed["publisher"] == "SCO Secretariat"]["title"]']),
            Mistake("forgets the kind", list(told),
                "These are all contacts that the SCO Secretariat tells of. Which condition on the kind is missing?",
                ['joined = later.merge(publishers, left_on="source", right_on="id")\njoined[joined["publisher"] == "SCO Secretariat"]["un_body"]']),
            Mistake("takes all memoranda", list(contacts[contacts["kind"] == "memorandum"]["un_body"]),
                "These are all memoranda of the table contacts. Which table and which publisher are asked?",
                ['contacts[contacts["kind"] == "memorandum"]["un_body"]']),
            *one_off(wanted, say, {
                "misses one": ['["UNODC", "UNESCO", "UNWTO", "FAO"]'],
                "adds one": ['["UNODC", "UNESCO", "CTC and CTED", "UNWTO", "FAO", "OCHA"]'],
            }),
        ],
        otherwise=say,
    )  # fmt: skip


def _judged() -> dict[str, str]:
    """Return the verdict on each claim of exercise 3.5, from the rows that it rests on."""
    declaration, contacts = table("declaration_2010.csv"), _contacts()
    facts = declaration[declaration["kind"] == "fact"]["content"]
    signed_by = facts[facts.str.contains("signed for the SCO")]
    memoranda = contacts[contacts["kind"] == "memorandum"]
    decided = contacts[contacts["kind"] == "decision"]["un_body"].str.contains("UNECE").any()
    draft = contacts["note"].str.contains("UNECE was still a draft").any()

    def signed(body: str) -> pd.DataFrame:
        return memoranda[memoranda["un_body"].str.contains(body)]

    def in_june(rows: pd.DataFrame) -> bool:
        return rows["date"].str.startswith("2019-06", na=False).any()

    return {
        "text": "wrong" if (declaration["kind"] == "gap").any() else "not proved",
        "states": "wrong" if signed_by.str.contains("Secretary-General of the SCO").all() else "not proved",
        "escap": "correct" if (signed("ESCAP")["year"] < int(SIGNED[:4])).any() else "not proved",
        "unece": "correct" if in_june(signed("UNECE")) else "wrong" if decided and draft else "not proved",
        "ocha": "correct" if in_june(signed("OCHA")[lambda rows: rows["place"] == "Bishkek"]) else "not proved",
        "year_2013": "wrong" if (contacts["year"] == 2013).sum() > 1 else "not proved",
    }


@exercise("3.5")
def verdicts() -> Exercise:
    """Judge six claims with the tables."""
    wanted = _judged()
    return judging(
        wanted=wanted,
        options=VERDICTS,
        question="For a claim that you call wrong: which row contradicts it? For one that you call correct: which row says it, without a word such as probably? For one that you call not proved: does no row contradict it?",
        hint="Read the column note of each row that you use. A decision to sign is not a signature, and no row is not the same as a row that says no.",
        right=f"{counted_verdicts(wanted)} A year with a single row is the hardest: more contacts of 2013 may stand in pages that nobody kept. "
        "And the paper with UNECE shows why a plan and a signature need two kinds of row.",
        mistakes=[
            ("takes the likely for the proved", {"ocha": "correct", "year_2013": "correct"}),
            ("takes unsupported for refuted", {"ocha": "wrong", "year_2013": "wrong"}),
            ("takes not found for did not happen", {"year_2013": "correct"}),
            ("overlooks the notes", {"unece": "not proved"}),
            ("takes a decision for a signature", {"unece": "correct"}),
            ("takes a statement about a text for the text", {"text": "correct"}),
            ("takes the secretariat for the member states", {"states": "correct"}),
            ("looks only at rows after 2010", {"escap": "wrong"}),
            ("reads over probably", {"ocha": "correct"}),
        ],
    )


@exercise("3.6")
def by_place() -> Exercise:
    """How many later contacts fall into each of four categories of place?"""
    later, counted = _later(), _counted()

    def counts(rows: pd.DataFrame, rule: dict[str, str]) -> pd.Series:
        place = rows["place"].fillna("not known")
        return place.map({**rule, "not known": "not known"}).fillna("other city").value_counts()

    wanted = counts(later, PLACES)
    kind = Numbers(what="categories")
    names = {name.casefold() for name in wanted.index}
    say = grouped(kind, wanted, f"the table later has {len(later)} rows",
        f"The question has four categories: {', '.join(sorted(wanted.index))}. Which places have a line in your rule?")  # fmt: skip
    lumped = wanted.copy()
    lumped["other city"] += lumped.pop("not known")
    return Exercise(
        kind=kind,
        wanted=wanted,
        unit="contacts",
        right=f"{wanted['UN city']} of {len(later)} are in one of the three cities of the rule; for {wanted['not known']} the cell is empty, among them letters, which have no place. "
        "Bangkok, the seat of ESCAP, shows how a rule decides at its edge. Hold your chart and your words against the three questions above.",
        mistakes=[
            Mistake("takes not known for a place", lumped,
                "Here other city holds the rows without a place too. Not known is not a place: fill the empty cells before the rule is used.",
                [RULE + 'later["place"].map(rule).fillna("other city").value_counts()']),
            Mistake("leaves empty cells out", wanted.drop("not known"),
                "The rows without a place are missing. value_counts() passes over empty cells: fill them first, so that the reader sees how many there are.",
                ['{"UN city": 29, "online": 10, "other city": 29}']),
            Mistake("begins with the wrong table", counts(counted, PLACES),
                "These are the numbers of the table counted. The question asks for later: contacts after the declaration, without acts of the member states.",
                [RULE + 'counted["place"].fillna("not known").map(rule).fillna("other city").value_counts()']),
            Mistake("changes the rule", counts(later, {**PLACES, "Bangkok": "UN city"}),
                "Here Bangkok is one of the UN cities. That is another rule: the question names three cities. What would you write under the chart?",
                ['{"UN city": 30, "online": 10, "not known": 13, "other city": 28}']),
            Mistake("does not use categories", later["place"].value_counts(),
                "This counts place by place. Which step turns a place into one of four categories?", ['later["place"].value_counts()']),
            Mistake("does not use categories", later["place"].fillna("not known").value_counts(),
                "This counts place by place. Which step turns a place into one of four categories?", [PLACE + "place.value_counts()"]),
            Mistake("gives shares", 100 * wanted / wanted.sum(),
                "These are shares in per cent. The question asks for numbers of rows.",
                [PLACE + RULE + 'place.map(rule).fillna("other city").value_counts(normalize=True) * 100']),
            Mistake("gives fractions", wanted / wanted.sum(), "These are shares. The question asks for numbers of rows.",
                [PLACE + RULE + 'place.map(rule).fillna("other city").value_counts(normalize=True)']),
            Mistake("counts online as a city", counts(later, {key: "UN city" for key in PLACES}),
                "Here the rows online are in UN city. A talk by video takes place in no city: give it a line of its own.",
                ['{"UN city": 39, "not known": 13, "other city": 29}']),
            Mistake("uses other names", lambda given: bool(given) and not names & given.keys(),
                "The groups should have the four names of the question. Which step puts a category in the place of each city?",
                ['{"seat": 29, "video": 10}']),
            Mistake("does not fill the other cities", lambda given: given.keys() == names - {"other city"}, say,
                [PLACE + RULE + "place.map(rule).value_counts()"]),
            Mistake("forgets a city", lambda given: given.keys() == names and sum(given.values()) < len(later), say,
                ['{"UN city": 23, "online": 10, "not known": 13, "other city": 29}']),
        ],
        otherwise=say,
    )  # fmt: skip
