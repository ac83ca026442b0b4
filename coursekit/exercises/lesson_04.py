"""What the exercises of lesson 04 expect: the meeting of 28 September 2019, statement by statement."""

import re

import pandas as pd

from coursekit.coding import agreement
from coursekit.exercises.shared import grouped, judging, share, table
from coursekit.numbers_asked import Number, Numbers
from coursekit.verdicts import Exercise, Mistake, exercise

# The list of words of the lesson; a later line overrules an earlier one.
WORDS = {
    "form": "met in|signed|friendly",
    "society": "youth|culture",
    "development": "climate|economic|Agenda",
    "standing": "members|weight",
    "security": "terrorism|crime|security|conflicts",
}
TOLD_BY_THE_OTHER = {"UN": "UN, as told by the SCO", "SCO": "SCO, as told by the UN"}
SIDES = {"SCO": "sco_", "UN": "un_"}  # how the ids of the sources of each side begin
SPEAKS_FOR = {"Norov": "SCO", "Guterres, as told by the SCO": "UN"}
OWNERS = ("SCO", "UN", *TOLD_BY_THE_OTHER.values(), "not known")
# What learners type before or in their answer.
NOROV = 'meeting[meeting["speaker"] == "Norov"]'
ROOM = 'room = coded[coded["speaker"] != "the page"]\n'
OF_2019 = 'of_2019 = contacts[contacts["year"] == 2019]\n'


def kappa_code(
    condition: str = 'coded["speaker"] == "Norov"', formula: str = "(observed - expected) / (1 - expected)"
) -> str:
    """Return what a learner types to find kappa of some rows, step by step."""
    return f"""rows = coded[{condition}]
observed = (rows["code"] == rows["by_words"]).mean()
first = rows["code"].value_counts(normalize=True)
second = rows["by_words"].value_counts(normalize=True)
expected = (first * second).sum()
{formula}"""


def _coded() -> pd.DataFrame:
    """Return the statements with the given code and the code by the list of words."""
    codes = table("meeting_codes.csv")[["statement_id", "code"]]
    coded = table("meeting_2019.csv").merge(codes, on="statement_id").assign(by_words="cooperation")
    for code, words in WORDS.items():
        coded.loc[coded["paraphrase"].str.contains(words), "by_words"] = code
    return coded


def _above_1(*codes: str) -> Mistake:
    """Return the mistake of a kappa that no kappa can be."""
    return Mistake("gives per cent", lambda given: given > 1,
        "Kappa is never above 1. Is this in per cent, or a count, or are brackets missing?", codes)  # fmt: skip


def _kinds(rows: pd.DataFrame, column: str = "kind") -> pd.Series:
    """Return how often each value occurs."""
    return rows[column].value_counts()


@exercise("4.1")
def norov_acts() -> Exercise:
    """How often does Norov do what?"""
    coded = _coded()
    norov = coded[coded["speaker"] == "Norov"]
    wanted = _kinds(norov, "speech_act")
    kind = Numbers(what="speech acts")
    otherwise = grouped(
        kind, wanted, f"Norov has {len(norov)} rows", "Keep his rows first, then count the column speech_act."
    )
    return Exercise(
        kind=kind,
        wanted=wanted,
        unit="rows",
        right=f"{len(wanted)} different speech acts in {len(norov)} rows. Most often he {wanted.idxmax()} something; he offers and suggests only once each. "
        "The speech acts are our coding too: a second coder might read thanks as praise.",
        mistakes=[
            Mistake("forgets the condition", _kinds(coded, "speech_act"),
                "These are the numbers of all speakers. Which condition keeps only Norov's rows?", ['meeting["speech_act"].value_counts()']),
            Mistake("takes the wrong column", _kinds(norov, "topic"),
                "This counts topics. The question asks what Norov does by speaking: which column holds that?", [f'{NOROV}["topic"].value_counts()']),
            Mistake("copies the lesson", _kinds(norov, "code"),
                "This counts the codes of the lesson. The question asks what Norov does by speaking: which column holds that?",
                ['coded[coded["speaker"] == "Norov"]["code"].value_counts()']),
            Mistake("takes the addressee for the speaker", _kinds(coded[coded["addressee"] == "Norov"], "speech_act"),
                "These are the rows in which Guterres speaks to Norov. Whose rows does the question ask for?",
                ['meeting[meeting["addressee"] == "Norov"]["speech_act"].value_counts()']),
            Mistake("takes != for ==", _kinds(coded[coded["speaker"] != "Norov"], "speech_act"),
                "These are the rows of everybody but Norov. Turn the sign round.",
                ['meeting[meeting["speaker"] != "Norov"]["speech_act"].value_counts()']),
            Mistake("gives shares", share(wanted, len(norov)),
                "These are shares in per cent. The question asks for the number of rows.",
                [f'{NOROV}["speech_act"].value_counts(normalize=True) * 100']),
            Mistake("gives fractions", wanted / len(norov),
                "These are shares. The question asks for the number of rows.", [f'{NOROV}["speech_act"].value_counts(normalize=True)']),
            Mistake("counts one speech act only", lambda given: len(given) == 1, otherwise, ['{"praises": 2}']),
        ],
        otherwise=otherwise,
    )  # fmt: skip


@exercise("4.2")
def society_share() -> Exercise:
    """What share of the statements in the room is on society?"""
    coded = _coded()
    room = coded[coded["speaker"] != "the page"]
    ours = room[room["code"] == "society"]

    def part(rows: pd.DataFrame, code: str = "society", column: str = "code") -> float:
        return 100 * (rows[column] == code).mean()

    wanted = part(room)
    return Exercise(
        kind=Number(decimals=0, hint="A share is one number divided by another, times 100. What counts rows?"),
        wanted=wanted,
        unit="per cent",
        right=f"{len(ours)} of {len(room)}. Of all {len(coded)} rows it would be {share(len(ours), len(coded)):.1f} per cent: "
        "the same rows, another whole. And it is a share of statements, not of the time the two spoke.",
        mistakes=[
            Mistake("takes the whole table as the whole", share(len(ours), len(coded)),
                f"This is the share of all {len(coded)} rows. The page itself is left out: what is the whole then?", ["3 / 24 * 100"]),
            Mistake("gives a fraction", wanted / 100, "This is the share as a fraction of 1. The question asks for per cent.", ["3 / 19"]),
            Mistake("gives the count", len(ours), "This is the number of rows. What share of the rows of the room is it, in per cent?", ["3"]),
            Mistake("gives the complement", 100 - wanted,
                "This is the share of the rows with another code. The question asks for the rows with the code society.", ["100 - 100 * 3 / 19"]),
            Mistake("takes the wrong condition", share((room["speaker"] == "Norov").sum(), len(room)),
                "This is the share of Norov's rows. The question asks for the rows with the code society.",
                [ROOM + '100 * (room["speaker"] == "Norov").mean()']),
            Mistake("keeps one speaker", part(room[room["speaker"] == "Norov"]),
                "This is the share among Norov's rows. Everybody in the room counts: leave out only the page.", ["100 * 3 / 13"]),
            Mistake("drops the rows of both", part(room[room["speaker"] != "both"]),
                "This is the share without the rows of both speakers together. They too were said in the room.", ["100 * 3 / 17"]),
            Mistake("takes the column of the other coder", part(room, column="by_words"),
                "This is the share by the list of words. The given coding stands in the column code.", [ROOM + '100 * (room["by_words"] == "society").mean()']),
            *(Mistake("takes another code", part(room, code), "This is the share of another code. The question asks for society.",
                [ROOM + f'100 * (room["code"] == "{code}").mean()']) for code in ("security", "development")),
            Mistake("forgets the code", share(len(room), len(coded)),
                "This is the share of the room among all rows. The question asks for society among the rows of the room.", ["100 * 19 / 24"]),
        ],
        otherwise='Two steps: keep the rows whose speaker is not "the page"; among them, keep those with the code society. Show both lengths: which one is not what you expect?',
    )  # fmt: skip


@exercise("4.3")
def kappa_by_hand() -> Exercise:
    """Kappa of a table of two by two, with pencil and paper."""
    pairs = [("security", "security")] * 10 + [("security", "other")] * 5 + [("other", "other")] * 10
    found = agreement(dict(enumerate(a for a, _ in pairs)), dict(enumerate(b for _, b in pairs)))
    observed, expected = found.observed, found.expected
    return Exercise(
        kind=Number(decimals=2, hint="Kappa is one number.", of_rows=False),
        wanted=found.kappa,
        right=f"Observed {observed:.2f}, expected {expected:.2f}: beyond chance, 0.32 of a possible 0.52. "
        "All five disagreements go one way: where they differ, Anna sees security and Bo does not. Kappa cannot show that; the table can.",
        mistakes=[
            Mistake("stops at the observed agreement", observed,
                "This is the observed agreement. Chance alone would give part of it: how large a part?", ["0.8"]),
            Mistake("stops at the expected agreement", expected,
                "This is the expected agreement. Kappa compares the observed agreement with it.", ["0.48"]),
            Mistake("forgets to divide", observed - expected,
                "This is what was reached beyond chance. Divide it by what could be reached beyond chance.", ["0.8 - 0.48"]),
            Mistake("forgets all brackets, or forgets the brackets below", observed - expected / 1 - expected,
                "This looks like a formula without its brackets. Python divides before it subtracts: put brackets round what stands above the line and round what stands below it.",
                ["0.8 - 0.48 / 1 - 0.48", "(0.8 - 0.48) / 1 - 0.48"]),
            Mistake("takes chance as one half", (observed - 0.5) / 0.5,
                "This is kappa with one half as the expected agreement. Two codes need not be equally frequent: use the shares of Anna and Bo.",
                ["(0.8 - 0.5) / (1 - 0.5)"]),
            Mistake("forgets the second code", (observed - 0.24) / 0.76,
                "This is kappa with 0.24 as the expected agreement: the product for one code. Add the product of the shares for the other code.", ["(0.8 - 0.24) / (1 - 0.24)"]),
            Mistake("takes a ratio", observed / expected,
                "This is observed divided by expected. Kappa takes the difference, and divides it by 1 minus the expected agreement.", ["0.8 / 0.48"]),
            Mistake("counts one box only", 10 / 25,
                "This looks like one box divided by 25, or like one coder's share. Start with the two boxes where both have the same code.", ["0.4"]),
            Mistake("takes the disagreements", 1 - observed,
                "This is the share on which they disagree. Kappa starts from the share on which they agree.", ["0.2"]),
            _above_1("61.5"),
        ],
        otherwise="Write down three numbers: the share with the same code; for each code, Anna's share times Bo's; the sum of these products. Which of them are you unsure of?",
    )  # fmt: skip


@exercise("4.4")
def norov_kappa() -> Exercise:
    """Kappa of the list of words on Norov's rows."""
    coded = _coded()
    norov = coded[coded["speaker"] == "Norov"]

    def between(rows: pd.DataFrame):
        return agreement(dict(rows["code"]), dict(rows["by_words"]))

    here, page = between(norov), between(coded)
    return Exercise(
        kind=Number(decimals=2, hint="Kappa is one number: which step adds up the products of the shares to the expected agreement?", of_rows=False),
        wanted=here.kappa,
        right=f"{here.same} of {here.coded} rows, kappa {here.kappa:.2f}; on the whole page it was {page.kappa:.2f}. "
        "Fewer than half of Norov's rows hold a word of the list. In most of the others the code of a row without words, cooperation, happens to be the given one.",
        mistakes=[
            Mistake("forgets the condition, or copies the lesson", page.kappa,
                "This is kappa on the whole page. Which condition keeps only Norov's rows, and were all three numbers taken from them?",
                [kappa_code('coded["speaker"].notna()'), "0.68"]),
            Mistake("stops at the observed agreement", here.observed,
                "This is the observed agreement on Norov's rows. How much of it would chance give?", [kappa_code(formula="observed")]),
            Mistake("stops at the expected agreement", here.expected,
                "This is the expected agreement on Norov's rows. Kappa compares the observed one with it.", [kappa_code(formula="expected")]),
            Mistake("mixes the rows", (here.observed - page.expected) / (1 - page.expected),
                "This comes out of the observed agreement on Norov's rows and the expected one on the whole page. Take both from the same rows.",
                ["(11 / 13 - 128 / 576) / (1 - 128 / 576)"]),
            Mistake("mixes the rows", (page.observed - here.expected) / (1 - here.expected),
                "This comes out of the observed agreement on the whole page and the expected one on Norov's rows. Take both from the same rows.",
                [kappa_code(formula="(0.75 - expected) / (1 - expected)")]),
            Mistake("rounds in the steps", (round(here.observed, 2) - round(here.expected, 2)) / (1 - round(here.expected, 2)),
                "This comes out where the steps are rounded to two decimals. Keep all decimals until the end.",
                ["(0.85 - 0.3) / (1 - 0.3)"]),
            Mistake("forgets to divide", here.observed - here.expected,
                "This is what was reached beyond chance. Divide it by what could be reached beyond chance.",
                [kappa_code(formula="observed - expected")]),
            Mistake("forgets the brackets", here.observed - here.expected / 1 - here.expected,
                "This looks like a formula without its brackets. Python divides before it subtracts: put brackets round what stands above the line and round what stands below it.",
                [kappa_code(formula="observed - expected / 1 - expected")]),
            Mistake("takes != for ==", between(coded[coded["speaker"] != "Norov"]).kappa,
                "These are the rows of everybody but Norov. Turn the sign round.", [kappa_code('coded["speaker"] != "Norov"')]),
            Mistake("takes the wrong speaker", between(coded[coded["speaker"] == "Guterres, as told by the SCO"]).kappa,
                "These are the rows of Guterres. Which speaker does your condition choose?",
                [kappa_code('coded["speaker"] == "Guterres, as told by the SCO"')]),
            Mistake("counts the agreements", here.same,
                "This is the number of rows with the same code. Make it a share first; that is the observed agreement.", ["11"]),
            _above_1("78"),
        ],
        otherwise="Show each step in a cell of its own: the number of Norov's rows, how many have the same code, the shares of both coders, the sum of the products. Which one is not what you expect?",
    )  # fmt: skip


def _owners() -> dict[str, str]:
    """Return whose word each line of exercise 4.5 is, and who tells it, from the rows that it rests on."""
    meeting = table("meeting_2019.csv").set_index("statement_id")
    accounts = table("two_accounts.csv").set_index("account_id").fillna("")
    contacts = table("contacts.csv")
    (mission,) = contacts[(contacts["date"] == "2019-11-19") & (contacts["un_side"] == "Movses Abelian")].to_dict(
        "records"
    )

    def word(side: str, sources: str) -> str:
        """Return the owner of a word; the source of one side is found by the beginning of its id."""
        own = re.search(rf"\b{SIDES[side]}", sources)
        return side if own else TOLD_BY_THE_OTHER[side]

    def said(row: str) -> str:
        side = SPEAKS_FOR.get(meeting.loc[row, "speaker"])
        return word(side, meeting.loc[row, "source"]) if side else "not known"

    def sources(row: str) -> str:
        return ";".join(accounts.loc[row, ["source", "also"]])

    return {
        "youth_27": word("UN", sources("V4")),  # the UN Youth Envoy
        "youth_28": said("N10"),
        "human_rights": word("UN", sources("V2")),  # Guterres
        "figures": word("SCO", accounts.loc["V5", "source"]),  # Norov gave them
        "threats": said("N20"),
        "mission": word("UN", mission["source"]),  # the UN side proposes it
    }


@exercise("4.5")
def owners() -> Exercise:
    """Whose word is it, and who tells us?"""
    wanted = _owners()
    other_side = sum(owner in TOLD_BY_THE_OTHER.values() for owner in wanted.values())
    sco, un, both, _, unknown = OWNERS
    return judging(
        wanted=wanted,
        options=OWNERS,
        question="Ask two things of each line: who is said to have spoken, and whose page or record is the source?",
        hint="If the two are of different sides, the answer names both. Where the record names no single speaker, nobody knows whose word it is.",
        right=f"In {other_side} of {len(wanted)} lines, one side tells what the other one said, and it happens in both directions. "
        "Quote such words with two names: the one who is said to have spoken, and the one who says so.",
        mistakes=[
            ("forgets who tells it", {"youth_27": un, "mission": un}),
            ("takes the author for the speaker", {"youth_27": sco, "mission": sco}),
            ("forgets who tells it", {"figures": sco}),
            ("takes the author for the speaker", {"figures": un}),
            ("takes the owner of the day before", {"youth_28": both}),
            ("takes both for the one who tells", {"threats": sco}),
            ("guesses a speaker", {"threats": both}),
            ("thinks that all is by the SCO", {"human_rights": both}),
            ("does not look into contacts", {"mission": unknown}),
        ],
    )


@exercise("4.6")
def told_by_sco() -> Exercise:
    """How many contacts of 2019, by kind, rest on a page of the SCO?"""
    contacts = table("contacts.csv")
    in_2019, from_sco = contacts["year"] == 2019, contacts["source"].str.startswith("sco_")
    of_2019, ours = contacts[in_2019], contacts[in_2019 & from_sco]
    named_anywhere = (of_2019["source"] + ";" + of_2019["also"].fillna("")).str.contains("sco_")
    wanted, everything = _kinds(ours), _kinds(of_2019)
    kind = Numbers(what="kinds")
    otherwise = grouped(kind, wanted, "the question asks about another number of rows",
        "Keep the rows of 2019 and, of these, the rows whose source begins with sco_. Show the length of each step. Then count the column kind.")  # fmt: skip
    return Exercise(
        kind=kind,
        wanted=wanted,
        unit="contacts",
        right=f"All {wanted.loc['meeting']} meetings of 2019 in our table have a page of the SCO as their main source; of all {len(of_2019)} contacts {wanted.sum()} have one. "
        "So the talk of 28 September is like the others in this. One reason may be which pages were kept and found. "
        "The counts cannot show how you chose: does each source begin with sco_?",
        mistakes=[
            Mistake("forgets the source", everything,
                "These are all contacts of 2019. Which condition keeps those with a page of the SCO as main source?",
                [OF_2019 + 'of_2019["kind"].value_counts()']),
            Mistake("forgets the year", _kinds(contacts[from_sco]),
                "These are the contacts of all years with a page of the SCO as main source. Which condition on the year is missing?",
                ['contacts[contacts["source"].str.startswith("sco_")]["kind"].value_counts()']),
            Mistake("turns the condition round", _kinds(contacts[in_2019 & ~from_sco]),
                "These are the contacts of 2019 with another main source. Turn the condition round.",
                [OF_2019 + 'of_2019[~of_2019["source"].str.startswith("sco_")]["kind"].value_counts()']),
            Mistake("counts further sources", _kinds(of_2019[named_anywhere]),
                "These are the numbers with rows that name a page of the SCO only in the column also. The question asks for the main source: the column source.",
                [OF_2019 + 'any_source = of_2019["source"] + ";" + of_2019["also"].fillna("")\nof_2019[any_source.str.contains("sco_")]["kind"].value_counts()']),
            Mistake("counts the wrong column", _kinds(ours, "un_body"),
                "These are the numbers for UN bodies. The question asks for the kinds of contact: which column holds them?",
                [OF_2019 + 'of_2019[of_2019["source"].str.startswith("sco_")]["un_body"].value_counts()']),
            Mistake("counts the whole table", _kinds(contacts),
                "These are all contacts of all years. Two conditions are missing: the year, and the source.", ['contacts["kind"].value_counts()']),
            Mistake("gives shares", share(wanted, everything[wanted.index]),
                "These are shares in per cent. The question asks for the number of contacts.",
                [OF_2019 + 'of_sco = of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts()\n100 * of_sco / of_2019["kind"].value_counts()[of_sco.index]']),
            Mistake("gives fractions", wanted / wanted.sum(), "These are shares. The question asks for the number of contacts.",
                [OF_2019 + 'of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts(normalize=True)']),
            Mistake("takes another year", _kinds(contacts[(contacts["year"] == 2020) & from_sco]),
                "These are contacts of 2020. Which year does the question ask for?",
                ['contacts[(contacts["year"] == 2020) & contacts["source"].str.startswith("sco_")]["kind"].value_counts()']),
            Mistake("writes the year in quotation marks, so that no row is left", {},
                "No row is left. Does each condition stand in round brackets, is the year a number, without quotation marks, and does source begin with sco_, in small letters?",
                ['contacts[contacts["year"] == "2019"]["kind"].value_counts()']),
            Mistake("gives one kind only", lambda given: len(given) == 1, otherwise, ['{"meeting": 7}']),
        ],
        otherwise=otherwise,
    )  # fmt: skip
