"""Answers to the exercises of lesson 02."""

from answer_bank import nearly, not_yet, right, wrong_kind

VERDICTS = {
    "vote": "wrong", "same_day": "correct", "first": "wrong", "anniversary": "wrong", "oas": "not proved",
    "item_151": "not proved",
}  # fmt: skip

BANK = {
    "2.1": [
        right("asean_wait = 39"),
        right("asean_wait = 2006 - 1967"),
        right('asean_wait = organisations[organisations["short_name"] == "ASEAN"]["wait"]'),
        right('asean_wait = organisations.set_index("short_name").loc["ASEAN", "wait"]'),
        right('asean_wait = int(organisations.loc[organisations["short_name"] == "ASEAN", "wait"].iloc[0])'),
        right("asean_wait = [39]"),
        not_yet("asean_wait = ...", "three dots", "no answer yet"),
        nearly("asean_wait = 1967 - 2006", "sign", "subtracts the later year from the earlier"),
        nearly("asean_wait = 3", "SCO", "takes the row of the SCO"),
        nearly("asean_wait = 2006", "got the status", "gives the year of admission"),
        nearly("asean_wait = 1967", "founded", "gives the founding year"),
        nearly("asean_wait = 2025 - 1967", "to 2025", "counts up to the present"),
        nearly("asean_wait = 2025 - 2006", "since the status", "counts from the admission on"),
        nearly("asean_wait = 40", "Off by one", "counts both ends"),
        nearly("asean_wait = 37", "row of ASEAN", "misreads a year"),
        wrong_kind('asean_wait = "39"', "text", "writes a number in quotation marks"),
        wrong_kind('asean_wait = "39 years"', "text", "adds the unit"),
        wrong_kind(
            'asean_wait = organisations[organisations["short_name"] == "ASEAN"]', "whole table", "gives the row"
        ),
        wrong_kind('asean_wait = organisations["wait"]', "values", "forgets to choose a row"),
        wrong_kind(
            'asean_wait = pd.Timestamp("2006-12-04") - pd.Timestamp("1967-08-08")', "span of time", "subtracts dates"
        ),
    ],
    "2.2": [
        right("regional_median = 9"),
        right("regional_median = 9.0"),
        right('regional_median = organisations.groupby("kind")["wait"].median()["regional politics"]'),
        right('regional_median = organisations[organisations["kind"] == "regional politics"]["wait"].quantile(0.5)'),
        right('regional_median = observers[observers["kind"] == "regional politics"]["wait"].median()'),
        not_yet("regional_median = ...", "three dots", "no answer yet"),
        nearly(
            'regional_median = organisations[organisations["kind"] == "regional politics"]["wait"].mean()',
            "mean",
            "takes the mean",
        ),
        nearly("regional_median = 15.1", "mean", "takes the mean and rounds it"),
        nearly('regional_median = organisations["wait"].median()', "every kind", "forgets the condition"),
        nearly('regional_median = observers["wait"].median()', "every kind", "forgets the condition"),
        nearly("regional_median = 11.5", "security", "copies the lesson"),
        nearly(
            'regional_median = organisations[organisations["kind"] == "regional politics"]["wait"].count()',
            "how many rows",
            "counts",
        ),
        nearly(
            'regional_median = len(organisations[organisations["kind"] == "regional politics"])', "how many", "counts"
        ),
        nearly(
            'regional_median = organisations[organisations["kind"] == "regional politics"]["wait"].max()',
            "longest",
            "takes the maximum",
        ),
        nearly("regional_median = 12", "Three steps", "guesses"),
        wrong_kind(
            'regional_median = organisations[organisations["kind"] == "regional politics"]["wait"]',
            "20 values",
            "forgets to call median",
        ),
        wrong_kind(
            'regional_median = organisations.groupby("kind")["wait"].median()',
            "9 values",
            "gives the median of every kind",
        ),
        wrong_kind(
            'regional_median = organisations["wait"].median', "without its brackets", "forgets the brackets of a call"
        ),
        wrong_kind(
            'regional_median = organisations[organisations["kind"] == "regional"]["wait"].median()',
            "empty value",
            "misspells the kind",
        ),
        wrong_kind('regional_median = "9"', "text", "writes a number in quotation marks"),
    ],
    "2.3": [
        right("share_seen = 59"),
        right("share_seen = 42 / 71 * 100"),
        right("share_seen = round(100 * 42 / 71, 1)"),
        right(
            'share_seen = 100 * ((organisations["granted_year"] < 2009) & (organisations["evidence"] == "grant seen")).sum() / 71'
        ),
        right(
            "early = organisations.query(\"granted_year <= 2008 and evidence == 'grant seen'\")\nshare_seen = len(early) * 100 / 71"
        ),
        not_yet("share_seen = ...", "three dots", "no answer yet"),
        nearly("share_seen = 70", "all organisations", "forgets the condition on evidence"),
        nearly("share_seen = 42 / 71", "fraction", "gives a fraction"),
        nearly("share_seen = 42", "number of organisations", "gives the count"),
        nearly("share_seen = 100 - 100 * 42 / 71", "missing", "gives the complement"),
        nearly("share_seen = 84", "organisations in our table", "divides by the rows of the same years"),
        nearly("share_seen = 100 * 42 / 79", "all rows", "divides by all rows"),
        nearly(
            'share_seen = 100 * ((observers["granted_year"] < 2009) & (observers["evidence"] == "grant seen")).sum() / 71',
            "Holy See",
            "begins with the wrong table",
        ),
        nearly(
            'share_seen = 100 * (organisations["evidence"] == "grant seen").sum() / 71',
            "after 2009",
            "forgets the year",
        ),
        nearly(
            'share_seen = 100 * ((organisations["granted_year"] <= 2009) & (organisations["evidence"] == "grant seen")).sum() / 71',
            "of 2009",
            "takes <= for <",
        ),
        nearly("share_seen = 12", "Count first", "guesses"),
        wrong_kind(
            'share_seen = organisations[organisations["evidence"] == "grant seen"]', "whole table", "forgets to count"
        ),
        wrong_kind('share_seen = "59 %"', "text", "writes the unit"),
        wrong_kind('share_seen = organisations["evidence"] == "grant seen"', "79 values", "gives the condition"),
        wrong_kind("share_seen = len", "function", "forgets the brackets of a call"),
    ],
    "2.4": [
        right('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "UNASUR"]'),
        right('as_fast_as_sco = ("unasur", "sco", "csto", "cis", "au")'),
        right('as_fast_as_sco = {"AU", "CIS", "CSTO", "SCO", "UNASUR"}'),
        right(
            'kinds = (organisations["kind"] == "security") | (organisations["kind"] == "regional politics")\n'
            'as_fast_as_sco = organisations[kinds & (organisations["wait"] <= 3)]["short_name"]'
        ),
        right(
            'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
            'as_fast_as_sco = two[two["wait"] < 4]["short_name"].tolist()'
        ),
        right(
            'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
            'as_fast_as_sco = two[two["wait"] <= 3][["short_name"]]'
        ),
        not_yet("as_fast_as_sco = ...", "three dots", "no answer yet"),
        not_yet('as_fast_as_sco = ["SCO", ...]', "dots are still there", "copies the hint"),
        nearly('as_fast_as_sco = ["AU", "CSTO"]', "same or less", "takes < for <="),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "UNASUR"]', "SCO itself", "leaves the SCO out"),
        nearly(
            'as_fast_as_sco = organisations[organisations["wait"] <= 3]["short_name"]',
            "every kind",
            "forgets the kinds",
        ),
        nearly('as_fast_as_sco = ["CSTO", "SCO"]', "regional politics, is missing", "takes one kind"),
        nearly('as_fast_as_sco = ["AU", "CIS", "UNASUR"]', "security, is missing", "takes the other kind"),
        nearly(
            'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
            'as_fast_as_sco = two[two["wait"] > 3]["short_name"]',
            "longer",
            "turns the sign round",
        ),
        nearly(
            'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
            'as_fast_as_sco = two["short_name"]',
            "condition on the column wait",
            "forgets the wait",
        ),
        nearly(
            'two = organisations[organisations["kind"].isin(["security", "regional politics"])]\n'
            'as_fast_as_sco = two[two["wait"] <= 3]["organisation"]',
            "long names",
            "takes the wrong column",
        ),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO"]', "1 of the 5", "misses one"),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "UNASUR", "LAS"]', "1 too many (LAS)", "adds one"),
        nearly('as_fast_as_sco = ["AU", "CIS", "CSTO", "SCO", "SCO", "UNASUR"]', "twice", "repeats one"),
        nearly("as_fast_as_sco = []", "5 of the 5", "joins two kinds with &, which no row meets"),
        wrong_kind('as_fast_as_sco = "AU, CIS, CSTO, SCO, UNASUR"', "one text", "writes the list as one text"),
        wrong_kind("as_fast_as_sco = 5", "a number", "counts instead of naming"),
        wrong_kind(
            'as_fast_as_sco = organisations[organisations["wait"] <= 3]', "whole table", "forgets to take a column"
        ),
        wrong_kind(
            'as_fast_as_sco = organisations[organisations["wait"] <= 3]["wait"]', "Which column", "takes the waits"
        ),
    ],
    "2.5": [
        right(f"verdicts = {VERDICTS!r}"),
        right(f"verdicts = {dict(reversed(VERDICTS.items()))!r}"),
        right(f"verdicts = { {key: word.upper() for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = { {key: word.replace(' ', '_') for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = pd.Series({VERDICTS!r})"),
        not_yet("verdicts = ...", "three dots", "no answer yet"),
        not_yet(f"verdicts = { {**VERDICTS, 'oas': 'X'}!r}".replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(
            f"verdicts = { {**VERDICTS, 'oas': 'wrong', 'item_151': 'wrong'}!r}",
            "only unsupported",
            "takes unsupported for refuted",
        ),
        nearly(f"verdicts = { {**VERDICTS, 'oas': 'correct'}!r}", "missing row", "takes a missing row for a proof"),
        nearly(
            f"verdicts = { {**VERDICTS, 'item_151': 'correct'}!r}",
            "possible is not proved",
            "takes the likely for the proved",
        ),
        nearly(f"verdicts = { {**VERDICTS, 'vote': 'correct'}!r}", "Look again at vote", "thinks that observers vote"),
        nearly(
            f"verdicts = { {**VERDICTS, 'first': 'correct'}!r}", "Look again at first", "overlooks OSCE and INTERPOL"
        ),
        nearly(
            f"verdicts = { {**VERDICTS, 'anniversary': 'correct'}!r}", "Look again at anniversary", "counts from 2005"
        ),
        nearly(
            f"verdicts = { {**VERDICTS, 'same_day': 'not proved'}!r}",
            "Look again at same_day",
            "does not look up the day",
        ),
        nearly(f"verdicts = {dict.fromkeys(VERDICTS, 'wrong')!r}", "3 of 6 agree", "answers everything alike"),
        wrong_kind(
            'verdicts = ["wrong", "correct", "wrong", "wrong", "not proved", "not proved"]', "a list", "drops the names"
        ),
        wrong_kind('verdicts = {"vote": "wrong"}', "names are missing", "deletes lines"),
        wrong_kind(f"verdicts = { {**VERDICTS, 'vote': 'false'}!r}", "not among the choices", "uses other words"),
        wrong_kind(f"verdicts = { {**VERDICTS, 'vote': False}!r}", "True or False", "uses True and False"),
    ],
    "2.6": [
        right('per_decade = (organisations["granted_year"] // 10 * 10).value_counts()'),
        right('per_decade = organisations.groupby(organisations["granted_year"] // 10 * 10).size()'),
        right("per_decade = {1950: 1, 1960: 1, 1970: 3, 1980: 4, 1990: 18, 2000: 26, 2010: 20, 2020: 6}"),
        right(
            'organisations["decade"] = organisations["granted_year"] // 10 * 10\n'
            'per_decade = organisations["decade"].value_counts().sort_index().reset_index()'
        ),
        right('per_decade = (organisations["granted_year"] // 10 * 10).value_counts().to_frame()'),
        right('per_decade = (organisations["granted_year"] // 10 * 10).astype(str).value_counts()'),
        not_yet("per_decade = ...", "three dots", "no answer yet"),
        nearly(
            'per_decade = (observers["granted_year"] // 10 * 10).value_counts()',
            "all rows",
            "begins with the wrong table",
        ),
        nearly('per_decade = organisations["granted_year"].value_counts()', "year by year", "does not make decades"),
        nearly(
            'per_decade = (organisations["granted_year"] // 10 * 10).value_counts().sort_index().cumsum()',
            "adds up",
            "adds up from the start",
        ),
        nearly(
            'per_decade = (organisations["granted_year"] // 10 * 10).value_counts(normalize=True) * 100',
            "shares in per cent",
            "gives shares",
        ),
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
        wrong_kind(
            'per_decade = organisations["granted_year"] // 10 * 10\nper_decade = list(per_decade)',
            "a list",
            "forgets to count",
        ),
        wrong_kind("per_decade = 26", "one number for each", "gives the largest"),
        wrong_kind("per_decade = [1, 1, 3, 4, 18, 26, 20, 6]", "a list", "drops the decades"),
        wrong_kind("per_decade = organisations", "whole table", "gives the table"),
        wrong_kind(
            'per_decade = organisations.groupby("granted_year")', "nothing was counted", "forgets to count the groups"
        ),
    ],
}
