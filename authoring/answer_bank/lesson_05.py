"""Answers to the exercises of lesson 05."""

from authoring.answer_bank import changed
from coursekit.exercises.lesson_05 import BEFORE, LATER
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

ECO = 'eco = cooperation[cooperation["symbol"] == "A/RES/79/330"].iloc[0]\n'
EU = 'eu = votes[votes["eu"] == "yes"]\n'
ABSTAINED = 'abstained = votes[votes["vote_2023"] == "abstained"]\n'
KEY = expected("5.5").wanted

BANK = {
    "5.1": {
        RIGHT: [
            "76.6", "118 / 154 * 100", "round(100 * 118 / (118 + 36), 2)",
            ECO + '100 * eco["yes"] / (eco["yes"] + eco["no"])',
            ECO + '100 - 100 * eco["no"] / eco[["yes", "no"]].sum()', "[76.62]",
        ],
        NEARLY: [("55", "Which of its four numbers count", "guesses"), ("77", "only by rounding", "rounds too much")],
        WRONG_KIND: [
            ('"76.6 %"', "text", "writes the unit"),
            ('cooperation[cooperation["symbol"] == "A/RES/79/330"]', "whole table", "gives the row"),
            ('100 * cooperation["yes"] / (cooperation["yes"] + cooperation["no"])', "40 values", "forgets to choose a row"),
            ('cooperation["symbol"] == "A/RES/79/330"', "40 values", "gives the condition"),
        ],
    },
    "5.2": {
        RIGHT: [
            "0.44", "(17 - 10 / 2) / 27", "(17 - 0.5 * (0 + 10)) / (17 + 0 + 10)",
            EU + 'c = eu["vote_2025"].value_counts()\n(3 * c.max() / c.sum() - 1) / 2',
            "no, abstained = 17, 10\nround((no - abstained / 2) / (no + abstained), 3)", "pd.Series([12 / 27])",
        ],
        NEARLY: [("17 - 10 / 2 / 27", "your steps", "forgets the brackets of the top")],
        WRONG_KIND: [
            (EU + 'eu["vote_2025"].value_counts()', "2 values", "stops at the counts"),
            (EU + "eu", "whole table", "gives the rows"),
            ('"0.44"', "text", "writes a number in quotation marks"),
            ('votes["eu"] == "yes"', "193 values", "gives the condition"),
        ],
    },
    "5.3": {
        RIGHT: [
            '["Argentina", "Mauritius", "Panama", "Paraguay", "Singapore", "Syria"]',
            '[name.lower() for name in ("Syria", "Singapore", "Paraguay", "Panama", "Mauritius", "Argentina")]',
            BEFORE + 'before[before["vote_2025"] != "yes"]["state"].tolist()',
            'votes[(votes["vote_2023"] == "yes") & (votes["vote_2025"] != "yes")]["state"]',
            BEFORE + 'before[before["vote_2025"].isin(["no", "abstained", "did not vote"])][["state"]]',
            "votes.query(\"vote_2023 == 'yes' and vote_2025 != 'yes'\")[\"state\"].unique()",
        ],
        WRONG_KIND: [
            ("6", "a number", "counts instead of naming"),
            ('"Argentina, Mauritius"', "one pair of quotation marks", "writes the list as one text"),
            (BEFORE + 'before[before["vote_2025"] != "yes"]', "whole table", "forgets the column"),
            (BEFORE + 'before["vote_2025"] != "yes"', "Which column", "gives the condition"),
        ],
        NOT_YET: [('["Syria", ...]', "dots are still there", "copies the hint")],
    },
    "5.4": {
        RIGHT: [
            "47", "100 * 22 / 47",
            ABSTAINED + '100 * len(abstained[abstained["vote_2025"] == "no"]) / len(abstained)',
            'table = pd.crosstab(votes["vote_2023"], votes["vote_2025"], normalize="index")\n' '100 * table.loc["abstained", "no"]',
            ABSTAINED + 'abstained["vote_2025"].value_counts(normalize=True).loc["no"] * 100', "round(22 / 47 * 100, 1)",
        ],
        NEARLY: [("50", "Which row of the table of moves", "guesses")],
        WRONG_KIND: [
            ('"47 %"', "text", "writes the unit"),
            ('pd.crosstab(votes["vote_2023"], votes["vote_2025"])', "16 values", "gives the table"),
            (ABSTAINED + 'abstained["vote_2025"].value_counts()', "3 values", "gives all counts"),
            (ABSTAINED + "len", "function", "forgets the brackets of a step"),
        ],
    },
    "5.5": {
        RIGHT: [
            repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.upper() for key, word in KEY.items()}),
            repr({key: word.replace(' ', '_') for key, word in KEY.items()}), f"pd.Series({KEY!r})",
        ],
        WRONG_KIND: [
            ('["wrong", "correct", "correct", "not proved", "not proved", "wrong"]', "a list", "drops the names"),
            ('{"asean": "correct"}', "names are missing", "deletes lines"),
            (changed(KEY, told="false"), "not among the choices", "uses other words"),
            (changed(KEY, bloc=False), "True or False", "uses True and False"),
        ],
        NOT_YET: [(changed(KEY, told=...), "1 of 6 lines", "leaves a line")],
    },
    "5.6": {
        RIGHT: [
            LATER + 'later.groupby("group")["agreement_index"].mean()',
            'cohesion[cohesion["session"] >= 57].groupby("group")["agreement_index"].mean().round(3)',
            LATER + 'later.pivot(index="session", columns="group", values="agreement_index").mean()',
            LATER + 'later.groupby("group")["agreement_index"].mean().sort_values().reset_index()',
            LATER + 'later.groupby("group")[["agreement_index"]].mean()',
            LATER + '{name: rows["agreement_index"].mean() for name, rows in later.groupby("group")}',
        ],
        NEARLY: [
            ('cohesion[cohesion["session"] > 70].groupby("group")["agreement_index"].mean()', "only those after 56", "takes other sessions"),
        ],
        WRONG_KIND: [
            (LATER + 'later["agreement_index"].mean()', "one number for each", "forgets to group"),
            (LATER + 'later.groupby("group")["agreement_index"]', "makes one number of each", "forgets the mean"),
            (LATER + "later", "whole table", "gives the rows"),
            ("[0.92, 0.78, 0.82]", "a list", "drops the names of the groups"),
        ],
    },
}  # fmt: skip
