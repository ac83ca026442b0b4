"""Answers to the exercises of lesson 01."""

from answer_bank import nearly, not_yet, right, wrong_kind

DAYS = {
    "iran_2021": "decision", "iran_2023": "effect", "belarus_2022": "decision", "belarus_2023": "signature",
    "india_2016": "signature", "egypt_2021": "decision",
}  # fmt: skip
IN_2018 = 'in_2018 = population[population["year"] == 2018].set_index("iso3")["population"]\n'
MEMBERS_2018 = 'there = on_day("2018-06-10")\neight = there[there["role"] == "member"]["iso3"]\n'
OUTPUT = 'output = population[population["year"] == 2023].set_index("iso3")["gdp_usd"]\n'


def dated(**changes) -> str:
    """Return the code of an answer to 1.5 that differs from the key in these lines."""
    return f"which_day = { {**DAYS, **changes}!r}"


BANK = {
    "1.1": [
        right("dialogue_partners = 14"),
        right('dialogue_partners = on_day("2024-01-01")["role"].value_counts()["dialogue partner"]'),
        right('dialogue_partners = (on_day("2024-01-01")["role"] == "dialogue partner").sum()'),
        right('there = on_day("1 January 2024")\ndialogue_partners = len(there[there["role"] == "dialogue partner"])'),
        right("dialogue_partners = 14.0"),
        not_yet("dialogue_partners = ...", "three dots", "no answer yet"),
        nearly(
            'dialogue_partners = len(members[members["role"] == "dialogue partner"])', "at any time", "forgets the day"
        ),
        nearly('dialogue_partners = len(on_day("2024-01-01"))', "every role", "forgets the role"),
        nearly("dialogue_partners = 3", "different roles", "counts the roles, or reads the wrong line"),
        nearly("dialogue_partners = 9", "members", "reads the wrong line"),
        nearly("dialogue_partners = 17", "SCO partners", "takes the partners of 2025"),
        nearly("dialogue_partners = 6", "day of the speech", "copies the lesson"),
        nearly("dialogue_partners = 13", "counts of all roles", "counts wrongly"),
        wrong_kind(
            'dialogue_partners = on_day("2024-01-01")["role"].value_counts()', "3 values", "gives the whole count"
        ),
        wrong_kind('dialogue_partners = on_day("2024-01-01")', "whole table", "forgets to count"),
        wrong_kind('dialogue_partners = "14"', "text", "writes a number in quotation marks"),
    ],
    "1.2": [
        right('observers_2013 = ["Mongolia", "India", "Pakistan", "Iran", "Afghanistan"]'),
        right('observers_2013 = {"Afghanistan", "India", "Iran", "Mongolia", "Pakistan"}'),
        right('there = on_day("2013-01-01")\nobservers_2013 = there[there["role"] == "observer"]["state"].tolist()'),
        right('observers_2013 = on_day("2013-01-01").query("role == \'observer\'")["state"]'),
        right('there = on_day("2013-01-01")\nobservers_2013 = there[there["role"] == "observer"][["state"]]'),
        not_yet("observers_2013 = ...", "three dots", "no answer yet"),
        nearly('observers_2013 = members[members["role"] == "observer"]["state"]', "ever observers", "forgets the day"),
        nearly('observers_2013 = ["Mongolia", "Iran", "Afghanistan", "Belarus"]', "of 2018", "copies the lesson"),
        nearly(
            'there = on_day("2013-01-01")\nobservers_2013 = there[there["role"] == "member"]["state"]',
            "members",
            "takes the wrong role",
        ),
        nearly('observers_2013 = on_day("2013-01-01")["state"]', "condition on the role", "forgets the role"),
        nearly('observers_2013 = ["Belarus", "Sri Lanka"]', "dialogue partners", "takes the wrong role"),
        nearly(
            'there = on_day("2013-01-01")\nobservers_2013 = there[there["role"] == "observer"]["iso3"]',
            "codes",
            "takes the wrong column",
        ),
        nearly('observers_2013 = ["Mongolia", "India", "Pakistan", "Iran"]', "1 of the 5 states missing", "misses one"),
        wrong_kind(
            'observers_2013 = "Mongolia, India, Pakistan, Iran, Afghanistan"', "one text", "writes the list as one text"
        ),
        wrong_kind("observers_2013 = 5", "a number", "counts instead of naming"),
        wrong_kind(
            'there = on_day("2013-01-01")\nobservers_2013 = there[there["role"] == "observer"]',
            "whole table",
            "forgets to take a column",
        ),
    ],
    "1.3": [
        right("share_2006 = 44.1"),
        right('share_2006 = in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006["WLD"] * 100'),
        right(
            'share_2006 = round(100 * in_2006[["CHN", "KAZ", "KGZ", "RUS", "TJK", "UZB", "MNG", "IND", "PAK", "IRN"]].sum() / in_2006["WLD"], 1)'
        ),
        right(
            'there = on_day("2006-06-15")\nkeep = there["role"].isin(["member", "observer"])\nshare_2006 = 100 * in_2006[list(there[keep]["iso3"])].sum() / in_2006["WLD"]'
        ),
        right("share_2006 = 44.08"),
        not_yet("share_2006 = ...", "three dots", "no answer yet"),
        nearly("share_2006 = 0.441", "fraction", "gives a fraction"),
        nearly("share_2006 = 22.7", "members alone", "forgets the observers"),
        nearly("share_2006 = 21.4", "observers alone", "forgets the members"),
        nearly("share_2006 = 43.6", "as in the lesson", "copies the lesson"),
        nearly('share_2006 = 100 * in_2006["CHN"] / in_2006["WLD"]', "China alone", "copies the example"),
        nearly(
            'share_2006 = 100 * in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006.drop("WLD").sum()',
            "states in the table",
            "divides by the states of the table",
        ),
        nearly(
            'share_2006 = 100 * in_2006[on_day("2006-06-15")["iso3"]].sum() / in_2006.sum()',
            "all rows",
            "divides by all rows",
        ),
        nearly(
            'codes = on_day("2006-06-15")["iso3"]\nshare_2006 = 100 * in_2006[codes].sum() / (in_2006["WLD"] - in_2006[codes].sum())',
            "rest of the world",
            "divides by the rest",
        ),
        nearly('share_2006 = in_2006[on_day("2006-06-15")["iso3"]].sum()', "number of people", "forgets to divide"),
        nearly("share_2006 = 44", "one decimal", "rounds too much"),
        nearly("share_2006 = 50", "Two numbers", "trusts the claim"),
        wrong_kind('share_2006 = in_2006[on_day("2006-06-15")["iso3"]]', "10 values", "forgets to add up"),
        wrong_kind('share_2006 = "44.1 %"', "text", "writes the unit"),
        wrong_kind(
            'share_2006 = 100 * in_2006[on_day("2006-06-15")["iso3"]] / in_2006["WLD"]',
            "10 values",
            "forgets to add up",
        ),
    ],
    "1.4": [
        right("missing_to_half = 632"),
        right("missing_to_half = 631.813177"),
        right("missing_to_half = (0.5 - 0.418) * 7697"),
        right(IN_2018 + MEMBERS_2018 + 'missing_to_half = in_2018["WLD"] / 2e6 - in_2018[eight].sum() / 1e6'),
        right(
            IN_2018 + MEMBERS_2018 + 'missing_to_half = round((0.5 * in_2018["WLD"] - in_2018[eight].sum()) / 10**6)'
        ),
        right("missing_to_half = (7697233736 / 2 - 3216803691) / 1000000"),
        not_yet("missing_to_half = ...", "three dots", "no answer yet"),
        nearly("missing_to_half = -632", "sign", "subtracts the wrong way round"),
        nearly("missing_to_half = 632000000", "unit is not", "forgets the unit"),
        nearly("missing_to_half = 0.632", "unit is not", "divides too often"),
        nearly(
            IN_2018 + 'missing_to_half = (in_2018["WLD"] / 2 - in_2018[on_day("2018-06-10")["iso3"]].sum()) / 1e6',
            "all four roles",
            "forgets the role",
        ),
        nearly("missing_to_half = 496", "observers", "takes in the observers"),
        nearly("missing_to_half = 4480", "whole world", "forgets the half"),
        nearly("missing_to_half = 3217", "people of the members", "gives the members"),
        nearly("missing_to_half = 8.2", "percentage points", "subtracts the shares"),
        nearly("missing_to_half = 700", "three steps", "guesses"),
        wrong_kind(IN_2018 + MEMBERS_2018 + "missing_to_half = in_2018[eight]", "8 values", "forgets to add up"),
        wrong_kind('missing_to_half = "632 million"', "text", "writes the unit"),
    ],
    "1.5": [
        right(dated()),
        right(f"which_day = {dict(reversed(DAYS.items()))!r}"),
        right(f"which_day = { {key: word.title() for key, word in DAYS.items()}!r}"),
        right(f"which_day = pd.Series({DAYS!r})"),
        right(f"which_day = { {key: word + ' ' for key, word in DAYS.items()}!r}"),
        not_yet("which_day = ...", "three dots", "no answer yet"),
        not_yet(dated(egypt_2021="X").replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(dated(belarus_2023="effect"), "same for Belarus", "takes one day for one event"),
        nearly(dated(belarus_2022="signature"), "another state", "takes Iran's paper for that of Belarus"),
        nearly(dated(belarus_2022="effect"), "began the admission", "takes the decision for the effect"),
        nearly(dated(egypt_2021="effect"), "memorandum signed", "takes the decision for the effect"),
        nearly(dated(india_2016="effect"), "a year later", "takes the signature for the effect"),
        nearly(dated(iran_2021="signature"), "Look again at iran_2021", "takes the decision for the signature"),
        nearly(f"which_day = {dict.fromkeys(DAYS, 'decision')!r}", "3 of 6 agree", "answers everything alike"),
        wrong_kind(f"which_day = {list(DAYS.values())!r}", "a list", "drops the names"),
        wrong_kind(dated(iran_2021="decided"), "not among the choices", "uses other words"),
    ],
    "1.6": [
        right("output_27 = 28.2"),
        right(OUTPUT + 'output_27 = output[on_day("2025-09-05")["iso3"]].sum() / 1e12'),
        right(OUTPUT + 'output_27 = output.drop("WLD").sum() / 10**12'),
        right(OUTPUT + 'output_27 = round(output[on_day("2025-12-31")["iso3"]].sum() / 1_000_000_000_000, 1)'),
        right("output_27 = 28.1976"),
        not_yet("output_27 = ...", "three dots", "no answer yet"),
        nearly(OUTPUT + 'output_27 = output[on_day("2025-09-05")["iso3"]].sum()', "unit is not", "forgets the unit"),
        nearly("output_27 = 28200", "unit is not", "takes billions for trillions"),
        nearly("output_27 = 24.6", "ten members", "forgets the partners"),
        nearly(OUTPUT + "output_27 = output.sum() / 1e12", "row of the world", "adds the world to the states"),
        nearly("output_27 = 105.4", "whole world", "takes the row of the world"),
        nearly("output_27 = 26.7", "share of the world", "gives the share"),
        nearly("output_27 = 3.86", "people", "takes the wrong column"),
        nearly("output_27 = 28.5", "2022", "takes another year"),
        nearly("output_27 = 0", "2024", "takes a year without figures"),
        nearly("output_27 = 30", "Three steps", "trusts the claim"),
        wrong_kind(OUTPUT + 'output_27 = output[on_day("2025-09-05")["iso3"]]', "27 values", "forgets to add up"),
        wrong_kind('output_27 = "28.2 trillion"', "text", "writes the unit"),
    ],
}
