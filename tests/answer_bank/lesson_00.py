"""Answers to the exercise inside lesson 00."""

from answer_bank import nearly, not_yet, right, wrong_kind

BANK = {
    "0.1": [
        right("more_yes = 40"),
        right("more_yes = 120 - 80"),
        right('more_yes = in_2025["yes"] - in_2023["yes"]'),
        right("more_yes = 40.0"),
        right('more_yes = (votes["vote_2025"] == "yes").sum() - (votes["vote_2023"] == "yes").sum()'),
        not_yet("more_yes = ...", "three dots", "no answer yet"),
        nearly("more_yes = 120", "yes votes in 2025", "takes a level for a difference"),
        nearly("more_yes = 80", "yes votes in 2023", "takes a level for a difference"),
        nearly("more_yes = -40", "sign", "subtracts the later from the earlier"),
        nearly("more_yes = 25", "NO votes", "reads the wrong pair of bars"),
        nearly("more_yes = 0.5", "share", "gives growth as a fraction"),
        nearly("more_yes = 50", "per cent", "gives growth in per cent"),
        nearly("more_yes = 200", "adds", "adds the two years"),
        nearly("more_yes = 41", "subtract", "counts or types wrongly"),
        wrong_kind('more_yes = "40"', "text", "writes a number in quotation marks"),
        wrong_kind('more_yes = votes["vote_2025"]', "193 values", "gives a whole column"),
        wrong_kind("more_yes = print(40)", "None", "assigns what print returns"),
        wrong_kind("more_yes = True", "True or False", "compares instead of subtracting"),
    ],
}
