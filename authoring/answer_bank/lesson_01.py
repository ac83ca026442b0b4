"""Answers to the exercises of lesson 01."""

from authoring.answer_bank import changed
from coursekit.exercises.lesson_01 import IN_2018, OUTPUT
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

MEMBERS_2018 = 'there = on_day("2018-06-10")\neight = there[there["role"] == "member"]["iso3"]\n'
KEY = expected("1.5").wanted

BANK = {
    "1.1": {
        RIGHT: [
            "9", 'on_day("2023-01-01")["role"].value_counts()["dialogue partner"]',
            '(on_day("2023-01-01")["role"] == "dialogue partner").sum()',
            'there = on_day("1 January 2023")\nlen(there[there["role"] == "dialogue partner"])', "9.0",
        ],
        NEARLY: [("13", "how many had each", "counts wrongly")],
        WRONG_KIND: [
            ('on_day("2023-01-01")["role"].value_counts()', "3 values", "gives the whole count"),
            ('on_day("2023-01-01")', "whole table", "forgets to count"),
            ('"9"', "text", "writes a number in quotation marks"),
        ],
    },
    "1.2": {
        RIGHT: [
            '["Mongolia", "India", "Pakistan", "Iran", "Afghanistan"]',
            '{"Afghanistan", "India", "Iran", "Mongolia", "Pakistan"}',
            'there = on_day("2013-01-01")\nthere[there["role"] == "observer"]["state"].tolist()',
            'on_day("2013-01-01").query("role == \'observer\'")["state"]',
            'there = on_day("2013-01-01")\nthere[there["role"] == "observer"][["state"]]',
        ],
        WRONG_KIND: [
            ('"Mongolia, India, Pakistan, Iran, Afghanistan"', "one pair of quotation marks", "writes the list as one text"),
            ("5", "a number", "counts instead of naming"),
            ('there = on_day("2013-01-01")\nthere[there["role"] == "observer"]', "whole table", "forgets to take a column"),
        ],
    },
    "1.3": {
        RIGHT: [
            "44.1", 'in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006["WLD"] * 100',
            'round(100 * in_2006[["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB", "MNG", "IND", "PAK", "IRN"]].sum() / in_2006["WLD"], 1)',
            'there = on_day("2006-06-15")\nkeep = there["role"].isin(["member", "observer"])\n100 * in_2006[list(there[keep]["iso3"])].sum() / in_2006["WLD"]',
            "44.08",
        ],
        NEARLY: [("50", "Two numbers", "trusts the claim"), ("44", "only by rounding", "rounds too much")],
        WRONG_KIND: [
            ('in_2006[on_day("2006-06-15")["iso3"]]', "10 values", "forgets to add up"),
            ('"44.1 %"', "text", "writes the unit"),
            ('100 * in_2006[on_day("2006-06-15")["iso3"]] / in_2006["WLD"]', "10 values", "forgets to add up"),
        ],
    },
    "1.4": {
        RIGHT: [
            "632", "631.813177", "(0.5 - 0.418) * 7697",
            IN_2018 + MEMBERS_2018 + 'in_2018["WLD"] / 2e6 - in_2018[eight].sum() / 1e6',
            IN_2018 + MEMBERS_2018 + 'round((0.5 * in_2018["WLD"] - in_2018[eight].sum()) / 10**6)',
            "(7697233736 / 2 - 3216803691) / 1000000",
        ],
        NEARLY: [("700", "three steps", "guesses")],
        WRONG_KIND: [
            (IN_2018 + MEMBERS_2018 + "in_2018[eight]", "8 values", "forgets to add up"),
            ('"632 million"', "text", "writes the unit"),
        ],
    },
    "1.5": {
        RIGHT: [
            repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.title() for key, word in KEY.items()}),
            f"pd.Series({KEY!r})", repr({key: word + ' ' for key, word in KEY.items()}),
        ],
        WRONG_KIND: [
            (repr(list(KEY.values())), "a list", "drops the names"),
            (changed(KEY, iran_2021="decided"), "not among the choices", "uses other words"),
        ],
        NOT_YET: [(changed(KEY, egypt_2021=...), "1 of 6 lines", "leaves a line")],
    },
    "1.6": {
        RIGHT: [
            "28.2", OUTPUT + 'output[on_day("2025-09-05")["iso3"]].sum() / 1e12',
            OUTPUT + 'output.drop("WLD").sum() / 10**12',
            OUTPUT + 'round(output[on_day("2025-12-31")["iso3"]].sum() / 1_000_000_000_000, 1)', "28.1976",
        ],
        NEARLY: [("27.5", "the 27 states of that day and nothing else", "adds up wrongly")],
        WRONG_KIND: [
            (OUTPUT + 'output[on_day("2025-09-05")["iso3"]]', "27 values", "forgets to add up"),
            ('"28.2 trillion"', "text", "writes the unit"),
        ],
    },
}  # fmt: skip
