"""Answers to the exercises of lesson 03."""

from authoring.answer_bank import changed
from coursekit.exercises.lesson_03 import FOOD_ROWS, JOINED, PAPERS, PLACE, RULE, TABLE, WORDS
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

KEY = expected("3.5").wanted

BANK = {
    "3.1": {
        RIGHT: [
            "7", f'{TABLE}.loc["UNODC", "joint event"]', f'{TABLE}["joint event"]["UNODC"]',
            'len(counted[(counted["un_body"] == "UNODC") & (counted["kind"] == "joint event")])',
            'pd.crosstab(counted["kind"], counted["un_body"]).loc["joint event", "UNODC"]', "[7.0]",
        ],
        NEARLY: [("6", "new cell", "miscounts")],
        WRONG_KIND: [
            (f"{TABLE}", "whole table", "gives the cross-table"),
            (f'{TABLE}.loc["UNODC"]', "11 values", "gives the row"),
            ('"7"', "text", "writes a number in quotation marks"),
            ('counted["un_body"] == "UNODC"', "102 values", "gives the condition"),
        ],
    },
    "3.2": {
        RIGHT: [
            "4", JOINED + 'joined["publisher"].eq("SCO Secretariat").sum()',
            JOINED + '(joined["publisher"] == "SCO Secretariat").sum()',
            'declaration["source"].str.startswith("sco_").sum()',
            'both = publishers.merge(declaration, left_on="id", right_on="source")\n' 'len(both[both["publisher"].str.startswith("SCO")])',
        ],
        NEARLY: [("13", "Join first", "guesses")],
        WRONG_KIND: [
            (JOINED + "joined", "whole table", "gives the joined table"),
            (JOINED + 'joined["publisher"].value_counts()', "7 values", "gives every publisher"),
            (JOINED + 'joined["publisher"]', "32 values", "forgets to count"),
            ('"four"', "text", "writes a word"),
        ],
    },
    "3.3": {
        RIGHT: [
            "5", WORDS + f'{FOOD_ROWS}["event_id"].nunique()',
            WORDS + f'len({FOOD_ROWS}.drop_duplicates("event_id"))', WORDS + f'len(set({FOOD_ROWS}["event_id"]))',
            'later["topics"].str.contains("food security|food systems|agriculture", na=False).sum()',
        ],
        NEARLY: [("8", "Cut the topics", "guesses")],
        WRONG_KIND: [
            (WORDS + f"{FOOD_ROWS}", "whole table", "gives the rows"),
            (WORDS + f'{FOOD_ROWS}["event_id"].unique()', "Which step counts", "gives the ids"),
            (WORDS + f'{FOOD_ROWS}["event_id"].nunique', "without its brackets", "forgets the brackets"),
            ('"5"', "text", "writes a number in quotation marks"),
        ],
    },
    "3.4": {
        RIGHT: [
            '["UNODC", "UNESCO", "CTC and CTED", "UNWTO", "FAO"]',
            '{name.lower() for name in ("FAO", "UNWTO", "CTC and CTED", "UNESCO", "UNODC")}',
            '["UNODC", "UNESCO", "CTC and CTED".replace(" and ", "/"), "UNWTO", "FAO", "UNESCO"]',
            PAPERS + 'signed[signed["publisher"] == "SCO Secretariat"]["un_body"]',
            PAPERS + 'list(signed[signed["publisher"].str.startswith("SCO ")]["un_body"])',
            'joined = counted.merge(publishers, left_on="source", right_on="id")\n' 'joined[(joined["kind"] == "memorandum") & (joined["publisher"] == "SCO Secretariat")][["un_body"]]',
        ],
        WRONG_KIND: [
            ('"UNODC, UNESCO, CTC and CTED, UNWTO, FAO"', "one pair of quotation marks", "writes the list as one text"),
            ("5", "a number", "counts instead of naming"),
            (PAPERS + 'signed[signed["publisher"] == "SCO Secretariat"]', "whole table", "forgets to take a column"),
            (PAPERS + 'signed["year"]', "Which column", "takes the years"),
        ],
        NOT_YET: [('["UNODC", ...]', "dots are still there", "copies the hint")],
    },
    "3.5": {
        RIGHT: [
            repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.title() for key, word in KEY.items()}),
            repr({key: word.replace(' ', '-') for key, word in KEY.items()}), f"pd.Series({KEY!r})",
        ],
        WRONG_KIND: [
            ('["wrong", "wrong", "correct"]', "a list", "drops the names"),
            ('{"text": "wrong"}', "names are missing", "deletes lines"),
            (changed(KEY, escap="true"), "not among the choices", "uses other words"),
            (changed(KEY, escap=True), "True or False", "uses True and False"),
        ],
        NOT_YET: [(changed(KEY, ocha=...), "1 of 6 lines", "leaves a line")],
    },
    "3.6": {
        RIGHT: [
            '{"UN city": 29, "online": 10, "not known": 13, "other city": 29}',
            PLACE + RULE + 'place.map(rule).fillna("other city").value_counts()',
            PLACE + RULE + 'later["category"] = place.map(rule).fillna("other city")\nlater.groupby("category").size()',
            PLACE + RULE + 'place.map(rule).fillna("other city").value_counts().to_frame()',
            PLACE + RULE + 'place.map(rule).fillna("other city").value_counts().reset_index()',
            'city = later["place"].isin(["New York", "Geneva", "Vienna"]).sum()\nempty = later["place"].isna().sum()\n' 'online = (later["place"] == "online").sum()\n' '{"UN city": city, "online": online, "not known": empty, "other city": len(later) - city - online - empty}',
        ],
        WRONG_KIND: [
            (PLACE + RULE + 'place.map(rule).fillna("other city")', "which step counts", "forgets to count"),
            ("29", "a number", "gives one number"),
            (PLACE + RULE + "place.map(rule)", "which step counts", "forgets to count"),
            ("[29, 29, 13, 10]", "a list", "drops the names"),
            ("later", "whole table", "gives the table"),
        ],
        NOT_YET: [('{"UN city": 29, "online": ...}', "dots are still there", "leaves a line")],
    },
}  # fmt: skip
