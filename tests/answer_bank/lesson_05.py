"""Answers to the exercises of lesson 05."""

from answer_bank import nearly, not_yet, right, wrong_kind

JUDGED = {
    "most_no": "wrong", "csto_2024": "correct", "asean": "correct", "absent": "not proved", "told": "not proved",
    "bloc": "wrong",
}  # fmt: skip
ECO = 'eco = cooperation[cooperation["symbol"] == "A/RES/79/330"].iloc[0]\n'
EU = 'eu = votes[votes["eu"] == "yes"]\n'
BEFORE = 'before = votes[votes["vote_2023"] == "yes"]\n'
ABSTAINED = 'abstained = votes[votes["vote_2023"] == "abstained"]\n'
LATER = 'later = cohesion[cohesion["session"] > 56]\n'


def judged(**changes) -> str:
    """Return the code of an answer to 5.5 that differs from the key in these lines."""
    return f"judged = { {**JUDGED, **changes}!r}"


BANK = {
    "5.1": [
        right("eco_share = 76.6"),
        right("eco_share = 118 / 154 * 100"),
        right("eco_share = round(100 * 118 / (118 + 36), 2)"),
        right(ECO + 'eco_share = 100 * eco["yes"] / (eco["yes"] + eco["no"])'),
        right(ECO + 'eco_share = 100 - 100 * eco["no"] / eco[["yes", "no"]].sum()'),
        right("eco_share = [76.62]"),
        not_yet("eco_share = ...", "three dots", "no answer yet"),
        nearly("eco_share = 100 * 118 / 165", "those who abstained", "counts abstentions as votes"),
        nearly("eco_share = 61.1", "all member states", "divides by all members"),
        nearly("eco_share = 118 / 154", "fraction", "gives a fraction"),
        nearly("eco_share = 100 * 36 / 154", "share of no", "takes the no votes"),
        nearly("eco_share = 100 * 118 / 129", "leaves out the no", "adds the wrong two"),
        nearly("eco_share = 100 * 120 / 147", "SCO text", "takes the row of the SCO"),
        nearly("eco_share = 118", "number of yes", "gives the count"),
        nearly("eco_share = 154", "the denominator", "gives the denominator"),
        nearly("eco_share = 118 - 36", "difference", "subtracts"),
        nearly("eco_share = 100 * 36 / 118", "a part by the whole", "sets no against yes"),
        nearly("eco_share = 77", "whole number", "rounds too far"),
        nearly("eco_share = 55", "no share that we know", "guesses"),
        wrong_kind('eco_share = "76.6 %"', "text", "writes the unit"),
        wrong_kind('eco_share = cooperation[cooperation["symbol"] == "A/RES/79/330"]', "whole table", "gives the row"),
        wrong_kind(
            'eco_share = 100 * cooperation["yes"] / (cooperation["yes"] + cooperation["no"])',
            "40 values",
            "forgets to choose a row",
        ),
        wrong_kind('eco_share = cooperation["symbol"] == "A/RES/79/330"', "40 values", "gives the condition"),
    ],
    "5.2": [
        right("eu_index = 0.44"),
        right("eu_index = (17 - 10 / 2) / 27"),
        right("eu_index = (17 - 0.5 * (0 + 10)) / (17 + 0 + 10)"),
        right(EU + 'c = eu["vote_2025"].value_counts()\neu_index = (3 * c.max() / c.sum() - 1) / 2'),
        right("no, abstained = 17, 10\neu_index = round((no - abstained / 2) / (no + abstained), 3)"),
        right("eu_index = pd.Series([12 / 27])"),
        not_yet("eu_index = ...", "three dots", "no answer yet"),
        nearly("eu_index = 1", "2023", "repeats the result of 2023, or uses an index without abstentions"),
        nearly("eu_index = 17 / 27", "largest part", "gives the share of the largest part"),
        nearly("eu_index = (17 - 10) / 27", "only half", "forgets the half"),
        nearly("eu_index = (0 - 27 / 2) / 27", "starts from the yes", "takes yes for the largest"),
        nearly("eu_index = 17 - 10 / 2", "top of the fraction", "forgets to divide"),
        nearly("eu_index = (17 - 10 / 2) / 193", "all UN members", "divides by all members"),
        nearly("eu_index = (17 - 10 / 2) / 17", "divides by the largest", "divides by the largest part"),
        nearly("eu_index = (120 - 55 / 2) / 175", "all states in 2025", "forgets the EU"),
        nearly("eu_index = 0.43", "as in the lesson", "copies the lesson"),
        nearly("eu_index = 0.7", "ASEAN", "takes the other column"),
        nearly("eu_index = 100 * 12 / 27", "per cent", "gives per cent"),
        nearly("eu_index = 17 - 10 / 2 / 27", "your steps", "forgets the brackets of the top"),
        wrong_kind(EU + 'eu_index = eu["vote_2025"].value_counts()', "2 values", "stops at the counts"),
        wrong_kind(EU + "eu_index = eu", "whole table", "gives the rows"),
        wrong_kind('eu_index = "0.44"', "text", "writes a number in quotation marks"),
        wrong_kind('eu_index = votes["eu"] == "yes"', "193 values", "gives the condition"),
    ],
    "5.3": [
        right('no_longer_yes = ["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore", "Syria"]'),
        right('no_longer_yes = ("syria", "singapore", "paraguay", "panama", "mauritius", "argentina")'),
        right(BEFORE + 'no_longer_yes = before[before["vote_2025"] != "yes"]["state"].tolist()'),
        right('no_longer_yes = votes[(votes["vote_2023"] == "yes") & (votes["vote_2025"] != "yes")]["state"]'),
        right(
            BEFORE + 'no_longer_yes = before[before["vote_2025"].isin(["no", "abstained", "did not vote"])][["state"]]'
        ),
        right("no_longer_yes = votes.query(\"vote_2023 == 'yes' and vote_2025 != 'yes'\")[\"state\"].unique()"),
        not_yet("no_longer_yes = ...", "three dots", "no answer yet"),
        not_yet('no_longer_yes = ["Syria", ...]', "dots are still there", "copies the hint"),
        nearly(
            BEFORE + 'no_longer_yes = before[before["vote_2025"] == "no"]["state"]',
            "more than two ways",
            "takes something else for no",
        ),
        nearly(
            'no_longer_yes = ["Panama", "Paraguay", "Singapore"]', "yes to abstaining", "forgets those who did not vote"
        ),
        nearly(
            'no_longer_yes = ["Argentina", "Mauritius", "Syria"]', "yes to not voting", "forgets those who abstained"
        ),
        nearly(
            'no_longer_yes = votes[(votes["vote_2025"] == "yes") & (votes["vote_2023"] != "yes")]["state"]',
            "the other way",
            "swaps the years",
        ),
        nearly(
            'no_longer_yes = votes[votes["vote_2025"] != "yes"]["state"]', "all states that did not", "one condition"
        ),
        nearly(
            BEFORE + 'no_longer_yes = before[before["vote_2025"] == "yes"]["state"]',
            "said yes twice",
            "takes == for !=",
        ),
        nearly(BEFORE + 'no_longer_yes = before["state"]', "second condition", "stops after the first step"),
        nearly(
            BEFORE + 'no_longer_yes = before[before["vote_2025"] != "yes"]["iso3"]', "codes", "takes the wrong column"
        ),
        nearly(
            'no_longer_yes = ["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore"]', "1 of the 6", "misses one"
        ),
        nearly(
            'no_longer_yes = ["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore", "Syria", "Fiji"]',
            "1 too many (Fiji)",
            "adds one",
        ),
        wrong_kind("no_longer_yes = 6", "a number", "counts instead of naming"),
        wrong_kind('no_longer_yes = "Argentina, Mauritius"', "one text", "writes the list as one text"),
        wrong_kind(
            BEFORE + 'no_longer_yes = before[before["vote_2025"] != "yes"]', "whole table", "forgets the column"
        ),
        wrong_kind(BEFORE + 'no_longer_yes = before["vote_2025"] != "yes"', "Which column", "gives the condition"),
    ],
    "5.4": [
        right("from_abstained_to_no = 47"),
        right("from_abstained_to_no = 100 * 22 / 47"),
        right(
            ABSTAINED + 'from_abstained_to_no = 100 * len(abstained[abstained["vote_2025"] == "no"]) / len(abstained)'
        ),
        right(
            'table = pd.crosstab(votes["vote_2023"], votes["vote_2025"], normalize="index")\n'
            'from_abstained_to_no = 100 * table.loc["abstained", "no"]'
        ),
        right(ABSTAINED + 'from_abstained_to_no = abstained["vote_2025"].value_counts(normalize=True)["no"] * 100'),
        right("from_abstained_to_no = round(22 / 47 * 100, 1)"),
        not_yet("from_abstained_to_no = ...", "three dots", "no answer yet"),
        nearly("from_abstained_to_no = 100 * 22 / 27", "where the no votes came from", "divides by the column"),
        nearly("from_abstained_to_no = 100 * 22 / 193", "all member states", "divides by all"),
        nearly("from_abstained_to_no = 22 / 47", "fraction", "gives a fraction"),
        nearly("from_abstained_to_no = 22", "number of states", "gives the count"),
        nearly("from_abstained_to_no = 100 * 21 / 47", "abstained twice", "takes the next cell"),
        nearly("from_abstained_to_no = 100 - 100 * 22 / 47", "did not go to no", "gives the complement"),
        nearly("from_abstained_to_no = 100 * 4 / 47", "went to yes", "takes the first cell"),
        nearly("from_abstained_to_no = 100 * 22 / 28", "abstained in 2025", "takes the column for the row"),
        nearly("from_abstained_to_no = 100 * 47 / 193", "What did they do", "answers another question"),
        nearly("from_abstained_to_no = 50", "no share that we know", "guesses"),
        wrong_kind('from_abstained_to_no = "47 %"', "text", "writes the unit"),
        wrong_kind(
            'from_abstained_to_no = pd.crosstab(votes["vote_2023"], votes["vote_2025"])',
            "16 values",
            "gives the table",
        ),
        wrong_kind(
            ABSTAINED + 'from_abstained_to_no = abstained["vote_2025"].value_counts()', "3 values", "gives all counts"
        ),
        wrong_kind(ABSTAINED + "from_abstained_to_no = len", "function", "forgets the brackets of a step"),
    ],
    "5.5": [
        right(judged()),
        right(f"judged = {dict(reversed(JUDGED.items()))!r}"),
        right(f"judged = { {key: word.upper() for key, word in JUDGED.items()}!r}"),
        right(f"judged = { {key: word.replace(' ', '_') for key, word in JUDGED.items()}!r}"),
        right(f"judged = pd.Series({JUDGED!r})"),
        not_yet("judged = ...", "three dots", "no answer yet"),
        not_yet(judged(told="X").replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(judged(absent="wrong", told="wrong"), "only unsupported", "takes unsupported for refuted"),
        nearly(judged(absent="correct", told="correct"), "record that", "reads wishes and reasons into votes"),
        nearly(judged(absent="wrong"), "what they thought in 2023", "reads the vote of 2025 back into 2023"),
        nearly(judged(absent="correct"), "Look again at absent", "takes staying away for a no"),
        nearly(judged(told="wrong"), "that it did not", "takes unsupported for refuted"),
        nearly(judged(told="correct"), "one explanation of several", "takes agreement for its cause"),
        nearly(judged(asean="wrong"), "Did it take part", "counts did not vote as not yes"),
        nearly(judged(csto_2024="wrong"), "are counted", "counts abstentions against a text"),
        nearly(judged(most_no="correct"), "Look again at most_no", "remembers only the SCO text"),
        nearly(judged(bloc="correct"), "Look again at bloc", "expects members to agree most"),
        nearly(f"judged = {dict.fromkeys(JUDGED, 'wrong')!r}", "2 of 6 agree", "answers everything alike"),
        wrong_kind(
            'judged = ["wrong", "correct", "correct", "not proved", "not proved", "wrong"]', "a list", "drops the names"
        ),
        wrong_kind('judged = {"asean": "correct"}', "names are missing", "deletes lines"),
        wrong_kind(judged(told="false"), "not among the choices", "uses other words"),
        wrong_kind(judged(bloc=False), "True or False", "uses True and False"),
    ],
    "5.6": [
        right(LATER + 'mean_index = later.groupby("group")["agreement_index"].mean()'),
        right('mean_index = cohesion[cohesion["session"] >= 57].groupby("group")["agreement_index"].mean().round(3)'),
        right(LATER + 'mean_index = later.pivot(index="session", columns="group", values="agreement_index").mean()'),
        right(LATER + 'mean_index = later.groupby("group")["agreement_index"].mean().sort_values().reset_index()'),
        right(LATER + 'mean_index = later.groupby("group")[["agreement_index"]].mean()'),
        right(LATER + 'mean_index = {name: rows["agreement_index"].mean() for name, rows in later.groupby("group")}'),
        not_yet("mean_index = ...", "three dots", "no answer yet"),
        nearly(
            'mean_index = cohesion[cohesion["session"] >= 56].groupby("group")["agreement_index"].mean()',
            "Session 56 is in it",
            "takes >= for >",
        ),
        nearly(
            'mean_index = cohesion.groupby("group")["agreement_index"].mean()', "all sessions", "forgets the condition"
        ),
        nearly(
            'mean_index = cohesion[cohesion["session"] < 56].groupby("group")["agreement_index"].mean()',
            "sessions before 56",
            "turns the sign round",
        ),
        nearly(LATER + 'mean_index = later.groupby("group")["agreement_index"].median()', "median", "takes the median"),
        nearly(
            LATER + 'mean_index = later.groupby("group")["mean_pair_agreement"].mean()',
            "agreement_index",
            "takes another column",
        ),
        nearly(
            LATER + 'mean_index = later.groupby("group")["agreement_index_contested"].mean()',
            "contested",
            "takes another column",
        ),
        nearly(
            LATER + 'mean_index = later.groupby("group")["share_unanimous"].mean()', "unanimous", "takes another column"
        ),
        nearly(
            LATER + 'mean_index = later.groupby("group")["agreement_index"].count()', "counts the sessions", "counts"
        ),
        nearly(
            LATER + 'mean_index = 100 * later.groupby("group")["agreement_index"].mean()', "per cent", "gives per cent"
        ),
        nearly(
            LATER + 'mean_index = later.groupby("session")["agreement_index"].mean()',
            "for each session",
            "groups by the wrong column",
        ),
        nearly(
            LATER + 'mean_index = later.groupby("group")["agreement_index"].mean().head(3)',
            "3 are in your answer",
            "keeps only some",
        ),
        nearly(
            'mean_index = cohesion[cohesion["session"] > 70].groupby("group")["agreement_index"].mean()',
            "only those after 56",
            "takes other sessions",
        ),
        wrong_kind(LATER + 'mean_index = later["agreement_index"].mean()', "one number for each", "forgets to group"),
        wrong_kind(
            LATER + 'mean_index = later.groupby("group")["agreement_index"]',
            "makes one number of each",
            "forgets the mean",
        ),
        wrong_kind(LATER + "mean_index = later", "whole table", "gives the rows"),
        wrong_kind("mean_index = [0.92, 0.78, 0.82]", "a list", "drops the names of the groups"),
    ],
}
