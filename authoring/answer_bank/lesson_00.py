"""Answers to the exercise inside lesson 00."""

from coursekit.verdicts import NEARLY, RIGHT, WRONG_KIND

BANK = {
    "0.1": {
        RIGHT: [
            "40", "120 - 80", 'in_2025["yes"] - in_2023["yes"]', "40.0",
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
}  # fmt: skip
