"""Answers to the exercises of lesson 02."""

from answer_bank import nearly, not_yet, right, wrong_kind

VERDICTS = {
    "vote": "wrong", "same_day": "correct", "first": "wrong", "refused": "wrong", "fastest": "not proved",
    "item_151": "not proved",
}  # fmt: skip
TWO_KINDS = 'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
EUROPE = 'organisations[organisations["region"] == "Europe"]["years_to_status"]'
DECADE = '(organisations["granted_year"] // 10 * 10)'


def judged(**changes) -> str:
    """Return the code of an answer to 2.5 that differs from the key in these lines."""
    return f"verdicts = { {**VERDICTS, **changes}!r}"


BANK = {
    "2.1": [
        right("coe_years = 40"),
        right("coe_years = 1989 - 1949"),
        right('coe_years = organisations[organisations["short_name"] == "CoE"]["years_to_status"]'),
        right('coe_years = organisations.set_index("short_name").loc["CoE", "years_to_status"]'),
        right('coe_years = int(organisations.loc[organisations["short_name"] == "CoE", "years_to_status"].iloc[0])'),
        right("coe_years = [40]"),
        not_yet("coe_years = ...", "three dots", "no answer yet"),
        nearly("coe_years = 1949 - 1989", "sign", "subtracts the later year from the earlier"),
        nearly("coe_years = 3", "SCO", "takes the row of the SCO"),
        nearly("coe_years = 20", "OSCE", "takes another European body"),
        nearly("coe_years = 1989", "year of the status", "gives the year of the status"),
        nearly("coe_years = 1949", "year of the founding", "gives the founding year"),
        nearly("coe_years = 2025 - 1949", "to 2025", "counts up to the present"),
        nearly("coe_years = 2025 - 1989", "since the status", "counts from the status on"),
        nearly("coe_years = 41", "Off by one", "counts both ends"),
        nearly("coe_years = 39.6", "Show the row", "rounds or guesses"),
        wrong_kind('coe_years = "40"', "text", "writes a number in quotation marks"),
        wrong_kind('coe_years = "40 years"', "text", "adds the unit"),
        wrong_kind('coe_years = organisations[organisations["short_name"] == "CoE"]', "whole table", "gives the row"),
        wrong_kind('coe_years = organisations["years_to_status"]', "values", "forgets to choose a row"),
        wrong_kind('coe_years = organisations["short_name"] == "CoE"', "80 values", "gives the condition"),
        wrong_kind(
            'coe_years = pd.Timestamp("1989-10-17") - pd.Timestamp("1949-05-05")', "span of time", "subtracts dates"
        ),
    ],
    "2.2": [
        right("europe_median = 20"),
        right("europe_median = 20.0"),
        right('europe_median = organisations.groupby("region")["years_to_status"].median()["Europe"]'),
        right(f"europe_median = {EUROPE}.quantile(0.5)"),
        right(
            'europe = observers[observers["region"] == "Europe"]\neurope_median = europe["years_to_status"].median()'
        ),
        not_yet("europe_median = ...", "three dots", "no answer yet"),
        nearly(f"europe_median = {EUROPE}.mean()", "mean", "takes the mean"),
        nearly("europe_median = 24.9", "mean", "takes the mean and rounds it"),
        nearly('europe_median = organisations["years_to_status"].median()', "all regions", "forgets the condition"),
        nearly('europe_median = observers["years_to_status"].median()', "all", "forgets the condition"),
        nearly("europe_median = 11.5", "security", "copies the lesson"),
        nearly(f"europe_median = {EUROPE}.count()", "how many rows", "counts"),
        nearly(f"europe_median = len({EUROPE})", "how many", "counts"),
        nearly(f"europe_median = {EUROPE}.max()", "longest", "takes the maximum"),
        nearly("europe_median = 12", "each step", "guesses"),
        wrong_kind(f"europe_median = {EUROPE}", "8 values", "forgets to ask for the median"),
        wrong_kind(
            'europe_median = organisations.groupby("region")["years_to_status"].median()',
            "10 values",
            "gives the median of every region",
        ),
        wrong_kind(f"europe_median = {EUROPE}.median", "without its brackets", "forgets the brackets of a step"),
        wrong_kind(
            'europe_median = organisations[organisations["region"] == "europe"]["years_to_status"].median()',
            "empty value",
            "misspells the region, so that no row is left",
        ),
        wrong_kind('europe_median = "20"', "text", "writes a number in quotation marks"),
    ],
    "2.3": [
        right("share_seen = 61"),
        right("share_seen = 43 / 71 * 100"),
        right("share_seen = round(100 * 43 / 71, 1)"),
        right(
            'share_seen = 100 * ((organisations["granted_year"] < 2009) & (organisations["evidence"] == "grant seen")).sum() / 71'
        ),
        right(
            "early = organisations.query(\"granted_year <= 2008 and evidence == 'grant seen'\")\nshare_seen = len(early) * 100 / 71"
        ),
        not_yet("share_seen = ...", "three dots", "no answer yet"),
        nearly("share_seen = 72", "all organisations", "forgets the condition on evidence"),
        nearly("share_seen = 43 / 71", "fraction", "gives a fraction"),
        nearly("share_seen = 43", "number of organisations", "gives the count"),
        nearly("share_seen = 100 - 100 * 43 / 71", "missing", "gives the complement"),
        nearly("share_seen = 100 * 43 / 51", "organisations in our table", "divides by the rows of the same years"),
        nearly("share_seen = 100 * 43 / 80", "all organisations", "divides by all rows"),
        nearly(
            'share_seen = 100 * ((observers["granted_year"] < 2009) & (observers["evidence"] == "grant seen")).sum() / 71',
            "two rows too many",
            "begins with the wrong table",
        ),
        nearly(
            'share_seen = 100 * (organisations["evidence"] == "grant seen").sum() / 71',
            "after 2009",
            "forgets the year",
        ),
        nearly(
            'share_seen = 100 * ((organisations["granted_year"] <= 2009) & (organisations["evidence"] == "grant seen")).sum() / 71',
            "two rows too many",
            "takes <= for <",
        ),
        nearly(
            'share_seen = 100 * len(organisations["evidence"] == "grant seen") / 71',
            "true and false",
            "counts the lines of a condition",
        ),
        nearly("share_seen = 12", "Count first", "guesses"),
        wrong_kind(
            'share_seen = organisations[organisations["evidence"] == "grant seen"]', "whole table", "forgets to count"
        ),
        wrong_kind('share_seen = "61 %"', "text", "writes the unit"),
        wrong_kind('share_seen = organisations["evidence"] == "grant seen"', "80 values", "gives the condition"),
        wrong_kind("share_seen = len", "function", "forgets the brackets of a step"),
    ],
    "2.4": [
        right('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "UNASUR"]'),
        right('as_fast_as_sco = ("unasur", "sco", "csto", "cis", "au")'),
        right('as_fast_as_sco = {"AU", "CIS", "CSTO", "SCO", "UNASUR"}'),
        right(
            'kinds = (organisations["kind"] == "security") | (organisations["kind"] == "regional politics")\n'
            'as_fast_as_sco = organisations[kinds & (organisations["years_to_status"] <= 3)]["short_name"]'
        ),
        right(TWO_KINDS + 'as_fast_as_sco = two[two["years_to_status"] < 4]["short_name"].tolist()'),
        right(TWO_KINDS + 'as_fast_as_sco = two[two["years_to_status"] <= 3][["short_name"]]'),
        not_yet("as_fast_as_sco = ...", "three dots", "no answer yet"),
        not_yet('as_fast_as_sco = ["SCO", ...]', "dots are still there", "copies the hint"),
        nearly('as_fast_as_sco = ["AU", "CSTO"]', "same or less", "takes < for <="),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "UNASUR"]', "SCO itself", "leaves the SCO out"),
        nearly(
            'as_fast_as_sco = organisations[organisations["years_to_status"] <= 3]["short_name"]',
            "every kind",
            "forgets the kinds",
        ),
        nearly('as_fast_as_sco = ["CSTO", "SCO"]', "regional politics, is missing", "takes one kind"),
        nearly('as_fast_as_sco = ["AU", "CIS", "UNASUR"]', "security, is missing", "takes the other kind"),
        nearly(
            TWO_KINDS + 'as_fast_as_sco = two[two["years_to_status"] > 3]["short_name"]',
            "longer",
            "turns the sign round",
        ),
        nearly(TWO_KINDS + 'as_fast_as_sco = two["short_name"]', "condition on the years", "forgets the years"),
        nearly(
            TWO_KINDS + 'as_fast_as_sco = two[two["years_to_status"] <= 3]["organisation"]',
            "long names",
            "takes the wrong column",
        ),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO"]', "1 of the 5", "misses one"),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "UNASUR", "LAS"]', "1 too many (LAS)", "adds one"),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "SCO", "UNASUR"]', "twice", "repeats one"),
        nearly("as_fast_as_sco = []", "5 of the 5", "asks for two kinds at once, which no row has"),
        wrong_kind('as_fast_as_sco = "AU, CIS, CSTO, SCO, UNASUR"', "one text", "writes the list as one text"),
        wrong_kind(
            'as_fast_as_sco = ["AU, CIS, CSTO, SCO, UNASUR"]', "one pair of quotation marks", "quotes the whole list"
        ),
        wrong_kind("as_fast_as_sco = 5", "a number", "counts instead of naming"),
        wrong_kind(
            'as_fast_as_sco = organisations[organisations["years_to_status"] <= 3]',
            "whole table",
            "forgets to take a column",
        ),
        wrong_kind(
            'as_fast_as_sco = organisations[organisations["years_to_status"] <= 3]["years_to_status"]',
            "Which column",
            "takes the years",
        ),
    ],
    "2.5": [
        right(judged()),
        right(f"verdicts = {dict(reversed(VERDICTS.items()))!r}"),
        right(f"verdicts = { {key: word.upper() for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = { {key: word.replace(' ', '_') for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = pd.Series({VERDICTS!r})"),
        not_yet("verdicts = ...", "three dots", "no answer yet"),
        not_yet(judged(fastest="X").replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(judged(fastest="wrong", item_151="wrong"), "only unsupported", "takes unsupported for refuted"),
        nearly(judged(fastest="correct", item_151="correct"), "only likely", "takes the likely for the proved"),
        nearly(judged(fastest="correct"), "no third", "takes an incomplete table for a complete one"),
        nearly(judged(fastest="wrong"), "Look again at fastest", "takes unsupported for refuted"),
        nearly(judged(item_151="correct"), "possible is not proved", "takes the likely for the proved"),
        nearly(judged(vote="correct"), "Look again at vote", "thinks of an observer as half a member"),
        nearly(judged(first="correct"), "Look again at first", "overlooks INTERPOL and the OSCE"),
        nearly(judged(refused="correct"), "Look again at refused", "takes put off for refused"),
        nearly(judged(same_day="not proved"), "Look again at same_day", "does not look up the day"),
        nearly(f"verdicts = {dict.fromkeys(VERDICTS, 'wrong')!r}", "3 of 6 agree", "answers everything alike"),
        wrong_kind(
            'verdicts = ["wrong", "correct", "wrong", "wrong", "not proved", "not proved"]', "a list", "drops the names"
        ),
        wrong_kind('verdicts = {"vote": "wrong"}', "names are missing", "deletes lines"),
        wrong_kind(judged(vote="false"), "not among the choices", "uses other words"),
        wrong_kind(judged(vote=False), "True or False", "uses True and False"),
    ],
    "2.6": [
        right(f"per_decade = {DECADE}.value_counts()"),
        right('per_decade = organisations.groupby(organisations["granted_year"] // 10 * 10).size()'),
        right("per_decade = {1950: 1, 1960: 1, 1970: 4, 1980: 4, 1990: 18, 2000: 26, 2010: 20, 2020: 6}"),
        right(
            'organisations["decade"] = organisations["granted_year"] // 10 * 10\n'
            'per_decade = organisations["decade"].value_counts().sort_index().reset_index()'
        ),
        right(f"per_decade = {DECADE}.value_counts().to_frame()"),
        right(f'per_decade = ({DECADE}.astype(str) + "s").value_counts()'),
        not_yet("per_decade = ...", "three dots", "no answer yet"),
        nearly(
            'per_decade = (observers["granted_year"] // 10 * 10).value_counts()',
            "all rows",
            "begins with the wrong table",
        ),
        nearly('per_decade = organisations["granted_year"].value_counts()', "year by year", "does not make decades"),
        nearly(f"per_decade = {DECADE}.value_counts().sort_index().cumsum()", "adds up", "adds up from the start"),
        nearly(f"per_decade = {DECADE}.value_counts(normalize=True) * 100", "shares in per cent", "gives shares"),
        nearly(
            'per_decade = (organisations["founded"] // 10 * 10).value_counts()',
            "decades of founding",
            "takes the wrong year",
        ),
        nearly(
            'per_decade = (organisations.dropna(subset=["founded"])["granted_year"] // 10 * 10).value_counts()',
            "founding year",
            "drops rows that could be used",
        ),
        nearly(
            'per_decade = (organisations["granted_year"] // 10).value_counts()',
            "begin with 1950",
            "forgets to multiply by 10",
        ),
        nearly(f"per_decade = {DECADE}", "the column itself", "forgets to count"),
        wrong_kind(f"per_decade = list{DECADE}", "a list", "forgets to count"),
        wrong_kind("per_decade = 26", "one number for each", "gives the largest"),
        wrong_kind("per_decade = [1, 1, 4, 4, 18, 26, 20, 6]", "a list", "drops the decades"),
        wrong_kind("per_decade = organisations", "whole table", "gives the table"),
        wrong_kind(
            'per_decade = organisations.groupby("granted_year")',
            "makes one number of each",
            "forgets to count the groups",
        ),
    ],
}
