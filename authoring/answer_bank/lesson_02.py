"""Answers to the exercises of lesson 02."""

from authoring.answer_bank import changed
from coursekit.exercises.lesson_02 import DECADE, EUROPE, TWO_KINDS
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

KEY = expected("2.5").wanted

BANK = {
    "2.0": {
        RIGHT: ['"DBCA"', '"BDCA"', '"d, b, c, a"', '("B", "D", "C", "A")'],
        NEARLY: [('"DBAC"', "Step A cannot come yet", "takes the middle of what is not sorted"),
                 ('"CDBA"', "Step C cannot come yet", "sorts before there are times")],
        WRONG_KIND: [
            ('"DBCAA"', "asked once", "leaves out or repeats a step"),
            ("4231", "the letters A, B, C, D", "numbers the steps"),
            ("print('DBCA')", "None", "assigns what print returns"),
        ],
    },
    "2.1": {
        RIGHT: [
            "40", "1989 - 1949", 'organisations[organisations["short_name"] == "CoE"]["years_to_status"]',
            'organisations.set_index("short_name").loc["CoE", "years_to_status"]',
            'int(organisations.loc[organisations["short_name"] == "CoE", "years_to_status"].iloc[0])', "[40]",
        ],
        NEARLY: [("39.6", "Show the row", "rounds or guesses")],
        WRONG_KIND: [
            ('"40"', "text", "writes a number in quotation marks"),
            ('"40 years"', "text", "adds the unit"),
            ('organisations[organisations["short_name"] == "CoE"]', "whole table", "gives the row"),
            ('organisations["years_to_status"]', "values", "forgets to choose a row"),
            ('organisations["short_name"] == "CoE"', "82 values", "gives the condition"),
            ('pd.Timestamp("1989-10-17") - pd.Timestamp("1949-05-05")', "span of time", "subtracts dates"),
        ],
    },
    "2.2": {
        RIGHT: [
            "20", "20.0", 'organisations.groupby("region")["years_to_status"].median()["Europe"]',
            f"{EUROPE}.quantile(0.5)",
            'europe = observers[observers["region"] == "Europe"]\neurope["years_to_status"].median()',
        ],
        NEARLY: [("12", "each step", "guesses")],
        WRONG_KIND: [
            (f"{EUROPE}", "8 values", "forgets to ask for the median"),
            ('organisations.groupby("region")["years_to_status"].median()', "10 values", "gives the median of every region"),
            (f"{EUROPE}.median", "without its brackets", "forgets the brackets of a step"),
            ('organisations[organisations["region"] == "europe"]["years_to_status"].median()', "empty value", "misspells the region, so that no row is left"),
            ('"20"', "text", "writes a number in quotation marks"),
        ],
    },
    "2.3": {
        RIGHT: [
            "61", "43 / 71 * 100", "round(100 * 43 / 71, 1)",
            '100 * ((organisations["granted_year"] < 2009) & (organisations["evidence"] == "grant seen")).sum() / 71',
            "early = organisations.query(\"granted_year <= 2008 and evidence == 'grant seen'\")\nlen(early) * 100 / 71",
        ],
        NEARLY: [("12", "Count first", "guesses")],
        WRONG_KIND: [
            ('organisations[organisations["evidence"] == "grant seen"]', "whole table", "forgets to count"),
            ('"61 %"', "text", "writes the unit"),
            ('organisations["evidence"] == "grant seen"', "82 values", "gives the condition"),
            ("len", "function", "forgets the brackets of a step"),
        ],
    },
    "2.4": {
        RIGHT: [
            '["AU", "CIS", "GUAM", "CSTO", "SCO", "UNASUR"]', '[name.lower() for name in ("UNASUR", "SCO", "CSTO", "GUAM", "CIS", "AU")]',
            '{"AU", "CIS", "GUAM", "CSTO", "SCO", "UNASUR"}',
            'kinds = (organisations["kind"] == "security") | (organisations["kind"] == "regional politics")\n' 'organisations[kinds & (organisations["years_to_status"] <= 3)]["short_name"]',
            TWO_KINDS + 'two[two["years_to_status"] < 4]["short_name"].tolist()',
            TWO_KINDS + 'two[two["years_to_status"] <= 3][["short_name"]]',
        ],
        WRONG_KIND: [
            ('"AU, CIS, GUAM, CSTO, SCO, UNASUR"', "one pair of quotation marks", "writes the list as one text"),
            ('["AU, CIS, GUAM, CSTO, SCO, UNASUR"]', "one pair of quotation marks", "quotes the whole list"),
            ("6", "a number", "counts instead of naming"),
            ('organisations[organisations["years_to_status"] <= 3]', "whole table", "forgets to take a column"),
            ('organisations[organisations["years_to_status"] <= 3]["years_to_status"]', "Which column", "takes the years"),
        ],
        NOT_YET: [('["SCO", ...]', "dots are still there", "copies the hint")],
    },
    "2.5": {
        RIGHT: [
            repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.upper() for key, word in KEY.items()}),
            repr({key: word.replace(' ', '_') for key, word in KEY.items()}), f"pd.Series({KEY!r})",
        ],
        WRONG_KIND: [
            ('["wrong", "correct", "wrong", "wrong", "not proved", "not proved"]', "a list", "drops the names"),
            ('{"vote": "wrong"}', "names are missing", "deletes lines"),
            (changed(KEY, vote="false"), "not among the choices", "uses other words"),
            (changed(KEY, vote=False), "True or False", "uses True and False"),
        ],
        NOT_YET: [(changed(KEY, fastest=...), "1 of 6 lines", "leaves a line")],
    },
    "2.6": {
        RIGHT: [
            f"{DECADE}.value_counts()", 'organisations.groupby(organisations["granted_year"] // 10 * 10).size()',
            "{1950: 1, 1960: 1, 1970: 4, 1980: 4, 1990: 18, 2000: 27, 2010: 21, 2020: 6}",
            'organisations["decade"] = organisations["granted_year"] // 10 * 10\n' 'organisations["decade"].value_counts().sort_index().reset_index()',
            f"{DECADE}.value_counts().to_frame()", f'({DECADE}.astype(str) + "s").value_counts()',
        ],
        WRONG_KIND: [
            (f"list{DECADE}", "a list", "forgets to count"),
            ("27", "one number for each", "gives the largest"),
            ("[1, 1, 4, 4, 18, 27, 21, 6]", "a list", "drops the decades"),
            ("organisations", "whole table", "gives the table"),
            ('organisations.groupby("granted_year")', "makes one number of each", "forgets to count the groups"),
        ],
    },
}  # fmt: skip
