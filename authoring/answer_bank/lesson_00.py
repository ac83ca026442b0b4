"""Answers to the exercise inside lesson 00."""

from coursekit.verdicts import NEARLY, RIGHT, WRONG_KIND

BANK = {
    "0.1": {
        RIGHT: [
            "40", "120 - 80", 'in_2025.loc["yes"] - in_2023.loc["yes"]', "40.0",
            '(votes["vote_2025"] == "yes").sum() - (votes["vote_2023"] == "yes").sum()',
        ],
        NEARLY: [("41", "subtract", "counts or types wrongly")],
        WRONG_KIND: [
            ('"40"', "text", "writes a number in quotation marks"),
            ('votes["vote_2025"]', "193 values", "gives a whole column"),
            ("print(40)", "None", "assigns what print returns"),
            ("True", "True or False", "compares instead of subtracting"),
        ],
    },
    "0.2": {
        RIGHT: ['"BDCA"', '"b d c a"', '"B, D, C, A"', '["B", "D", "C", "A"]', '"B-D-C-A."'],
        NEARLY: [('"BDAC"', "Step A cannot come yet", "subtracts before there are two numbers"),
                 ('"BCDA"', "Step C cannot come yet", "counts before the rows are chosen")],
        WRONG_KIND: [
            ('"BDC"', "asked once", "leaves out or repeats a step"),
            ("2431", "the letters A, B, C, D", "numbers the steps"),
        ],
    },
}  # fmt: skip
