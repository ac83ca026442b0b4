"""What the exercises of lesson 04 expect: the meeting of 28 September 2019, statement by statement."""

import pandas as pd

from coursekit.answers import Choices, Number, Numbers, look_again
from coursekit.coding import agreement
from coursekit.tables import data
from coursekit.verdicts import Exercise, Mistake, exercise

# The list of words of the lesson; a later line overrules an earlier one.
WORDS = {
    "form": "met in|signed|friendly",
    "society": "youth|culture",
    "development": "climate|economic|Agenda",
    "standing": "members|weight",
    "security": "terrorism|crime|security|conflicts",
}
ABOVE_1 = "Kappa is never above 1. Is this in per cent, or a count, or are brackets missing?"


def _coded() -> pd.DataFrame:
    """Return the statements with the given code and the code by the list of words."""
    codes = pd.read_csv(data("meeting_codes.csv"))[["statement_id", "code"]]
    coded = pd.read_csv(data("meeting_2019.csv")).merge(codes, on="statement_id").assign(by_words="cooperation")
    for code, words in WORDS.items():
        coded.loc[coded["paraphrase"].str.contains(words), "by_words"] = code
    return coded


@exercise("4.1")
def norov_acts() -> Exercise:
    """How often does Norov do what?"""
    coded = _coded()
    norov = coded[coded["speaker"] == "Norov"]
    wanted = norov["speech_act"].value_counts()

    def otherwise(given: dict[str, float]) -> str:
        return (
            f"Your numbers add up to {sum(given.values()):g}, and Norov has {len(norov)} rows. "
            "Keep his rows first, then count the column speech_act."
        )

    return Exercise(
        kind=Numbers(what="speech acts"),
        wanted=wanted,
        right=f"{len(wanted)} different speech acts in {len(norov)} rows. Most often he {wanted.idxmax()} something; he offers and suggests only once each. "
        "The speech acts are our coding too: a second coder might read thanks as praise.",
        mistakes=[
            Mistake(
                "",
                coded["speech_act"].value_counts(),
                "This counts the rows of all speakers. Which condition keeps only Norov's?",
            ),
            Mistake(
                "",
                norov["topic"].value_counts(),
                "This counts topics. The question asks what Norov does by speaking: which column holds that?",
            ),
            Mistake(
                "",
                norov["code"].value_counts(),
                "This counts the codes of the lesson. The question asks what Norov does by speaking: which column holds that?",
            ),
            Mistake(
                "",
                coded[coded["addressee"] == "Norov"]["speech_act"].value_counts(),
                "These are the rows that are said to Norov. Which column tells who speaks?",
            ),
            Mistake(
                "",
                coded[coded["speaker"] != "Norov"]["speech_act"].value_counts(),
                "These are the rows of everybody but Norov. Turn the sign round.",
            ),
            Mistake(
                "",
                100 * wanted / len(norov),
                "These are shares in per cent. The question asks for the number of rows.",
            ),
            Mistake("", wanted / len(norov), "These are shares. The question asks for the number of rows."),
        ],
        otherwise=otherwise,
    )


@exercise("4.2")
def security_share() -> Exercise:
    """What share of the statements in the room is on security?"""
    coded = _coded()
    room = coded[coded["speaker"] != "the page"]
    secure = room[room["code"] == "security"]
    norov = room[room["speaker"] == "Norov"]
    two = room[room["speaker"] != "both"]
    share = 100 * len(secure) / len(room)
    by_words = 100 * (room["by_words"] == "security").mean()
    return Exercise(
        kind=Number(decimals=0, hint="A share is one number divided by another, times 100. What counts rows?"),
        wanted=share,
        right=f"{len(secure)} of {len(room)}. Of all {len(coded)} rows it would be {100 * len(secure) / len(coded):.0f} per cent: "
        "the same rows, another whole. And it is a share of statements, not of the time the two spoke.",
        mistakes=[
            Mistake(
                "",
                100 * len(secure) / len(coded),
                f"This divides by all {len(coded)} rows. The page itself is left out: what is the whole then?",
            ),
            Mistake("", share / 100, "This is the share as a fraction of 1. The question asks for per cent."),
            Mistake(
                "", len(secure), "This is the number of rows. What share of the rows of the room is it, in per cent?"
            ),
            Mistake(
                "",
                100 - share,
                "This is 13 of 19: the rows with another code, and by accident also Norov's rows. The question asks for the rows with the code security.",
            ),
            Mistake(
                "",
                100 * (norov["code"] == "security").mean(),
                "This takes Norov's rows only. Everybody in the room counts: leave out only the page.",
            ),
            Mistake(
                "",
                100 * (two["code"] == "security").mean(),
                "This leaves out the rows of both speakers together. They too were said in the room.",
            ),
            Mistake(
                "",
                by_words,
                "This uses the list of words. The given coding stands in the column code.",
            ),
            Mistake(
                "",
                100 * len(room) / len(coded),
                "This is the share of the room among all rows. The question asks for security among the rows of the room.",
            ),
        ],
        otherwise='Two steps: keep the rows whose speaker is not "the page"; among them, keep those with the code security. Show both lengths: which one is not what you expect?',
    )


@exercise("4.3")
def kappa_by_hand() -> Exercise:
    """Kappa of a table of two by two, with pencil and paper."""
    pairs = [("security", "security")] * 10 + [("security", "other")] * 5 + [("other", "other")] * 10
    found = agreement(dict(enumerate(a for a, _ in pairs)), dict(enumerate(b for _, b in pairs)))
    observed, expected = found.observed, found.expected
    return Exercise(
        kind=Number(decimals=2, hint="Kappa is one number."),
        wanted=found.kappa,
        right=f"Observed {observed:.2f}, expected {expected:.2f}: beyond chance, 0.32 of a possible 0.52. "
        "All five disagreements go one way: where they differ, Anna sees security and Bo does not. Kappa cannot show that; the table can.",
        mistakes=[
            Mistake(
                "", observed, "This is the observed agreement. Chance alone would give part of it: how large a part?"
            ),
            Mistake(
                "",
                expected,
                "This is the expected agreement. Kappa compares the observed agreement with it.",
            ),
            Mistake(
                "",
                observed - expected,
                "This is what was reached beyond chance. Divide it by what could be reached beyond chance.",
            ),
            Mistake(
                "",
                observed - expected / 1 - expected,
                "Python divides before it subtracts. Put brackets round what stands above the line and round what stands below it.",
            ),
            Mistake(
                "",
                (observed - 0.5) / 0.5,
                "This takes one half as the expected agreement. Two codes need not be equally frequent: use the shares of Anna and Bo.",
            ),
            Mistake(
                "",
                (observed - 0.24) / 0.76,
                "The expected agreement holds only one code here. Add the product of the shares for the other code.",
            ),
            Mistake(
                "",
                observed / expected,
                "This divides observed by expected. Kappa takes the difference, and divides it by 1 minus the expected agreement.",
            ),
            Mistake(
                "",
                10 / 25,
                "This looks like one box divided by 25, or like one coder's share. Start with the two boxes where both have the same code.",
            ),
            Mistake(
                "",
                1 - observed,
                "This is the share on which they disagree. Kappa starts from the share on which they agree.",
            ),
        ],
        otherwise=lambda given: (
            ABOVE_1
            if given > 1
            else "Write down three numbers: the share with the same code; for each code, Anna's share times Bo's; the sum of these products. Which of them are you unsure of?"
        ),
    )


@exercise("4.4")
def norov_kappa() -> Exercise:
    """Kappa of the list of words on Norov's rows."""
    coded = _coded()
    norov = coded[coded["speaker"] == "Norov"]

    def between(rows: pd.DataFrame):
        return agreement(dict(rows["code"]), dict(rows["by_words"]))

    here, page = between(norov), between(coded)
    rest = between(coded[coded["speaker"] != "Norov"])
    guterres = between(coded[coded["speaker"].str.startswith("Guterres")])
    return Exercise(
        kind=Number(
            decimals=2,
            hint="Kappa is one number: which step adds up the products of the shares to the expected agreement?",
        ),
        wanted=here.kappa,
        right=f"{here.same} of {here.coded} rows, kappa {here.kappa:.2f}; on the whole page it was {page.kappa:.2f}. "
        "Fewer than half of Norov's rows hold a word of the list. In most of the others the code of a row without words, cooperation, happens to be the given one.",
        mistakes=[
            Mistake(
                "",
                page.kappa,
                "This is kappa on the whole page. Which condition keeps only Norov's rows, and were all three numbers taken from them?",
            ),
            Mistake(
                "", here.observed, "This is the observed agreement on Norov's rows. How much of it would chance give?"
            ),
            Mistake(
                "",
                here.expected,
                "This is the expected agreement on Norov's rows. Kappa compares the observed one with it.",
            ),
            Mistake(
                "",
                (here.observed - page.expected) / (1 - page.expected),
                "The observed agreement is that of Norov's rows, and the expected one is that of the whole page. Take both from the same rows.",
            ),
            Mistake(
                "",
                (page.observed - here.expected) / (1 - here.expected),
                "The expected agreement is that of Norov's rows, and the observed one is that of the whole page. Take both from the same rows.",
            ),
            Mistake(
                "",
                here.observed - here.expected,
                "This is what was reached beyond chance. Divide it by what could be reached beyond chance.",
            ),
            Mistake(
                "",
                here.observed - here.expected / 1 - here.expected,
                "Python divides before it subtracts. Put brackets round what stands above the line and round what stands below it.",
            ),
            Mistake("", rest.kappa, "These are the rows of everybody but Norov. Turn the sign round."),
            Mistake("", guterres.kappa, "These are the rows of Guterres. Which speaker does your condition choose?"),
            Mistake(
                "",
                here.same,
                "This is the number of rows with the same code. Make it a share first; that is the observed agreement.",
            ),
        ],
        otherwise=lambda given: (
            ABOVE_1
            if given > 1
            else "Show each step in a cell of its own: the number of Norov's rows, how many have the same code, the shares of both coders, the sum of the products. Which one is not what you expect?"
        ),
    )


@exercise("4.5")
def owners() -> Exercise:
    """Whose word is it, and who tells us?"""
    sco, un, both, unknown = "SCO", "UN", "UN, as told by the SCO", "not known"
    wanted = {
        "youth_27": both,
        "youth_28": sco,
        "human_rights": un,
        "figures": "SCO, as told by the UN",
        "threats": unknown,
        "mission": both,
    }
    where = {
        "youth_27": "accounts, row V4: who has the idea that day, and according to whom? Its note helps.",
        "youth_28": "meeting, row N10: who speaks, and which side published the page?",
        "human_rights": "accounts, row V2: who says it, and which source is that of the UN?",
        "figures": "accounts, row V5: who gave the figures, and who printed them?",
        "threats": "meeting, row N20: what stands under speaker, and what does the note say?",
        "mission": "contacts, the row of that day with Abelian: who proposes it by the note, and whose page is the source?",
    }

    return Exercise(
        kind=Choices(tuple(wanted), (sco, un, both, "SCO, as told by the UN", unknown)),
        wanted=wanted,
        right="In three of six lines, one side tells what the other one said, and it happens in both directions. "
        "Quote such words with two names: the one who is said to have spoken, and the one who says so.",
        mistakes=[
            Mistake(
                "",
                {**wanted, "youth_27": un, "mission": un},
                "You name who is said to have spoken. But no text of that side was seen: who wrote the texts from which we know it?",
            ),
            Mistake(
                "",
                {**wanted, "youth_27": sco, "mission": sco},
                "You name who wrote the text. But in it somebody of the other side is said to have spoken: the answer needs both.",
            ),
            Mistake(
                "",
                {**wanted, "figures": sco},
                "Norov gave the figures, that is right. But which side printed them, and was an SCO text with them seen?",
            ),
            Mistake(
                "",
                {**wanted, "figures": un},
                "The UN printed the figures. Did the UN count the crimes, or does it tell what somebody said?",
            ),
            Mistake(
                "",
                {**wanted, "youth_28": both},
                "On which day does the SCO give the idea to the UN side, and on which to its own? Look at the speaker of N10.",
            ),
        ],
        otherwise=look_again(wanted, where),
    )


@exercise("4.6")
def told_by_sco() -> Exercise:
    """How many contacts of 2019, by kind, rest on a page of the SCO?"""
    contacts = pd.read_csv(data("contacts.csv"))
    of_2019 = contacts[contacts["year"] == 2019]
    from_sco = contacts["source"].str.startswith("sco_")
    wanted = of_2019[from_sco[of_2019.index]]["kind"].value_counts()
    everything = of_2019["kind"].value_counts()
    named_anywhere = (of_2019["source"] + ";" + of_2019["also"].fillna("")).str.contains("sco_")

    def otherwise(given: dict[str, float]) -> str:
        return (
            f"Your numbers add up to {sum(given.values()):g}. Keep the rows of 2019 first, then those whose source begins with sco_, "
            "and show the length of each step. Then count the column kind."
        )

    return Exercise(
        kind=Numbers(what="kinds"),
        wanted=wanted,
        right=f"All {wanted['meeting']} meetings of 2019 in our table have a page of the SCO as their main source; of all {len(of_2019)} contacts {wanted.sum()} have one. "
        "So the talk of 28 September is like the others in this. A part of the reason may be which pages were kept and found.",
        mistakes=[
            Mistake(
                "",
                everything,
                "These are all contacts of 2019. Which condition keeps those with a page of the SCO as main source?",
            ),
            Mistake(
                "",
                contacts[from_sco]["kind"].value_counts(),
                "These are the contacts of all years with a page of the SCO as main source. Which condition on the year is missing?",
            ),
            Mistake(
                "",
                of_2019[~from_sco[of_2019.index]]["kind"].value_counts(),
                "These are the contacts of 2019 with another main source. Turn the condition round.",
            ),
            Mistake(
                "",
                of_2019[named_anywhere]["kind"].value_counts(),
                "This also counts rows that name a page of the SCO only in the column also. The question asks for the main source: the column source.",
            ),
            Mistake(
                "",
                of_2019[from_sco[of_2019.index]]["un_body"].value_counts(),
                "This counts UN bodies. The question asks for the kinds of contact: which column holds them?",
            ),
            Mistake(
                "",
                contacts["kind"].value_counts(),
                "These are all contacts of all years. Two conditions are missing: the year, and the source.",
            ),
            Mistake(
                "",
                100 * wanted / everything[wanted.index],
                "These are shares in per cent. The question asks for the number of contacts.",
            ),
            Mistake(
                "",
                contacts[(contacts["year"] == 2020) & from_sco]["kind"].value_counts(),
                "These are contacts of 2020. Which year does the question ask for?",
            ),
        ],
        otherwise=otherwise,
    )
