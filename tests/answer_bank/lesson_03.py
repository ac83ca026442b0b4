"""Answers to the exercises of lesson 03."""

from answer_bank import nearly, not_yet, right, wrong_kind

VERDICTS = {
    "text": "wrong", "states": "wrong", "escap": "correct", "unece": "wrong", "ocha": "not proved",
    "year_2013": "not proved",
}  # fmt: skip
TABLE = 'pd.crosstab(counted["un_body"], counted["kind"])'
JOINED = 'joined = declaration.merge(publishers, left_on="source", right_on="id", how="left")\n'
WORDS = 'words = later.assign(word=later["topics"].str.split("; ")).explode("word")\n'
FOOD = 'words[words["word"].isin(["food security", "agriculture", "food systems"])]'
SIGNED = (
    'signed = counted[counted["kind"] == "memorandum"]\n'
    'signed = signed.merge(publishers, left_on="source", right_on="id", how="left")\n'
)
PLACE = 'place = later["place"].fillna("not known")\n'
RULE = 'rule = {"New York": "UN city", "Geneva": "UN city", "Vienna": "UN city", "online": "online", "not known": "not known"}\n'


def judged(**changes) -> str:
    """Return the code of an answer to 3.5 that differs from the key in these lines."""
    return f"verdicts = { {**VERDICTS, **changes}!r}"


BANK = {
    "3.1": [
        right("unodc_events = 7"),
        right(f'unodc_events = {TABLE}.loc["UNODC", "joint event"]'),
        right(f'unodc_events = {TABLE}["joint event"]["UNODC"]'),
        right('unodc_events = len(counted[(counted["un_body"] == "UNODC") & (counted["kind"] == "joint event")])'),
        right('unodc_events = pd.crosstab(counted["kind"], counted["un_body"]).loc["joint event", "UNODC"]'),
        right("unodc_events = [7.0]"),
        not_yet("unodc_events = ...", "three dots", "no answer yet"),
        nearly(
            'unodc_events = pd.crosstab(contacts["un_body"], contacts["kind"]).loc["UNODC", "joint event"]',
            "uncertain row",
            "begins with the wrong table",
        ),
        nearly(f'unodc_events = {TABLE}.loc["UNODC"].sum()', "of every kind", "adds up the row"),
        nearly(f'unodc_events = {TABLE}["joint event"].sum()', "all UN bodies", "adds up the column"),
        nearly('unodc_events = (contacts["kind"] == "joint event").sum()', "whole table", "forgets the body"),
        nearly("unodc_events = 4", "meetings", "reads the next column"),
        nearly(f'unodc_events = {TABLE}.loc["UN Secretariat", "joint event"]', "Secretariat", "reads another row"),
        nearly(
            'unodc_events = (counted["topics"].str.contains("drugs", na=False) & (counted["kind"] == "joint event")).sum()',
            "topics",
            "takes a topic for a body",
        ),
        nearly("unodc_events = len(counted)", "both", "counts all rows"),
        nearly("unodc_events = 6", "new cell", "miscounts"),
        wrong_kind(f"unodc_events = {TABLE}", "whole table", "gives the cross-table"),
        wrong_kind(f'unodc_events = {TABLE}.loc["UNODC"]', "11 values", "gives the row"),
        wrong_kind('unodc_events = "7"', "text", "writes a number in quotation marks"),
        wrong_kind('unodc_events = counted["un_body"] == "UNODC"', "98 values", "gives the condition"),
    ],
    "3.2": [
        right("from_embassy = 16"),
        right(JOINED + 'from_embassy = joined["publisher"].value_counts()["Embassy of Uzbekistan in Belgium"]'),
        right(JOINED + 'from_embassy = (joined["publisher"] == "Embassy of Uzbekistan in Belgium").sum()'),
        right('from_embassy = (declaration["source"] == "uzbe_statement").sum()'),
        right(
            'both = publishers.merge(declaration, left_on="id", right_on="source")\n'
            'from_embassy = len(both[both["publisher"].str.startswith("Embassy")])'
        ),
        not_yet("from_embassy = ...", "three dots", "no answer yet"),
        nearly(
            'from_embassy = (declaration["said_by"] == "Ban Ki-moon, statement to the press").sum()',
            "said_by is not",
            "takes the speaker for the publisher",
        ),
        nearly(JOINED + "from_embassy = len(joined)", "joined table", "counts all rows"),
        nearly("from_embassy = 7", "United Nations", "reads another line"),
        nearly(JOINED + 'from_embassy = joined["publisher"].nunique()', "how many publishers", "counts publishers"),
        nearly("from_embassy = 27 - 16", "another publisher", "gives the rest"),
        nearly("from_embassy = 6", "how many publishers", "counts the areas or the publishers"),
        nearly(
            JOINED + 'from_embassy = len(joined[joined["publisher"] == "Embassy of Uzbekistan"])',
            "No row is left",
            "shortens the name",
        ),
        nearly("from_embassy = 1", "one page", "counts pages"),
        nearly("from_embassy = 59", "per cent", "gives a share"),
        nearly("from_embassy = 12", "Join first", "guesses"),
        wrong_kind(JOINED + "from_embassy = joined", "whole table", "gives the joined table"),
        wrong_kind(JOINED + 'from_embassy = joined["publisher"].value_counts()', "6 values", "gives every publisher"),
        wrong_kind(JOINED + 'from_embassy = joined["publisher"]', "27 values", "forgets to count"),
        wrong_kind('from_embassy = "sixteen"', "text", "writes a word"),
    ],
    "3.3": [
        right("food_contacts = 5"),
        right(WORDS + f'food_contacts = {FOOD}["event_id"].nunique()'),
        right(WORDS + f'food_contacts = len({FOOD}.drop_duplicates("event_id"))'),
        right(WORDS + f'food_contacts = len(set({FOOD}["event_id"]))'),
        right('food_contacts = later["topics"].str.contains("food|agriculture", na=False).sum()'),
        not_yet("food_contacts = ...", "three dots", "no answer yet"),
        nearly(WORDS + f"food_contacts = len({FOOD})", "words, not contacts", "counts words"),
        nearly('food_contacts = later["topics"].str.contains("food", na=False).sum()', "three words", "takes one word"),
        nearly(WORDS + 'food_contacts = (words["word"] == "food security").sum()', "one word", "takes one word"),
        nearly(WORDS + 'food_contacts = (words["word"] == "agriculture").sum()', "agriculture", "takes one word"),
        nearly(
            'food_contacts = later["topics"].isin(["food security", "agriculture", "food systems"]).sum()',
            "nothing else",
            "does not cut up the topics",
        ),
        nearly(WORDS + "food_contacts = len(words)", "table of words", "forgets the condition"),
        nearly("food_contacts = len(later)", "how many later", "counts all contacts"),
        nearly("food_contacts = 8", "Cut the topics", "guesses"),
        wrong_kind(WORDS + f"food_contacts = {FOOD}", "whole table", "gives the rows"),
        wrong_kind(WORDS + f'food_contacts = {FOOD}["event_id"].unique()', "Which step counts", "gives the ids"),
        wrong_kind(
            WORDS + f'food_contacts = {FOOD}["event_id"].nunique', "without its brackets", "forgets the brackets"
        ),
        wrong_kind('food_contacts = "5"', "text", "writes a number in quotation marks"),
    ],
    "3.4": [
        right('told_by_sco = ["UNODC", "UNESCO", "CTC and CTED", "UNWTO", "FAO"]'),
        right('told_by_sco = {"fao", "unwto", "ctc and cted", "unesco", "unodc"}'),
        right(SIGNED + 'told_by_sco = signed[signed["publisher"] == "SCO Secretariat"]["un_body"]'),
        right(SIGNED + 'told_by_sco = list(signed[signed["publisher"].str.startswith("SCO ")]["un_body"])'),
        right(
            'joined = counted.merge(publishers, left_on="source", right_on="id")\n'
            'told_by_sco = joined[(joined["kind"] == "memorandum") & (joined["publisher"] == "SCO Secretariat")][["un_body"]]'
        ),
        not_yet("told_by_sco = ...", "three dots", "no answer yet"),
        not_yet('told_by_sco = ["UNODC", ...]', "dots are still there", "copies the hint"),
        nearly(SIGNED + 'told_by_sco = signed["un_body"]', "all memoranda", "forgets the publisher"),
        nearly(SIGNED + 'told_by_sco = signed["un_body"].unique()', "all memoranda", "forgets the publisher"),
        nearly('told_by_sco = ["ESCAP", "OCHA", "UNESCO"]', "others tell", "turns the condition round"),
        nearly(
            'told_by_sco = ["OCHA", "UNWTO", "FAO", "UNECE"]', "not a signature", "takes the decision for a signature"
        ),
        nearly(
            'told_by_sco = ["UNODC", "ICRC", "UNESCO", "CTC and CTED", "UNWTO", "FAO"]',
            "not a UN body",
            "begins with the table contacts",
        ),
        nearly(
            SIGNED + 'told_by_sco = signed[signed["publisher"] == "SCO Secretariat"]["title"]',
            "titles",
            "takes the wrong column",
        ),
        nearly(
            'joined = later.merge(publishers, left_on="source", right_on="id")\n'
            'told_by_sco = joined[joined["publisher"] == "SCO Secretariat"]["un_body"]',
            "condition on the kind",
            "forgets the kind",
        ),
        nearly(
            'told_by_sco = contacts[contacts["kind"] == "memorandum"]["un_body"]', "uncertain", "takes all memoranda"
        ),
        nearly('told_by_sco = ["UNODC", "UNESCO", "UNWTO", "FAO"]', "1 of the 5", "misses one"),
        nearly(
            'told_by_sco = ["UNODC", "UNESCO", "CTC and CTED", "UNWTO", "FAO", "OCHA"]', "1 too many (OCHA)", "adds one"
        ),
        wrong_kind(
            'told_by_sco = "UNODC, UNESCO, CTC and CTED, UNWTO, FAO"', "one text", "writes the list as one text"
        ),
        wrong_kind("told_by_sco = 5", "a number", "counts instead of naming"),
        wrong_kind(
            SIGNED + 'told_by_sco = signed[signed["publisher"] == "SCO Secretariat"]',
            "whole table",
            "forgets to take a column",
        ),
        wrong_kind(SIGNED + 'told_by_sco = signed["year"]', "Which column", "takes the years"),
    ],
    "3.5": [
        right(judged()),
        right(f"verdicts = {dict(reversed(VERDICTS.items()))!r}"),
        right(f"verdicts = { {key: word.title() for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = { {key: word.replace(' ', '-') for key, word in VERDICTS.items()}!r}"),
        right(f"verdicts = pd.Series({VERDICTS!r})"),
        not_yet("verdicts = ...", "three dots", "no answer yet"),
        not_yet(judged(ocha="X").replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(judged(ocha="correct", year_2013="correct"), "only likely", "takes the likely for the proved"),
        nearly(judged(ocha="wrong", year_2013="wrong"), "only unsupported", "takes unsupported for refuted"),
        nearly(judged(year_2013="correct"), "for the world", "takes not found for did not happen"),
        nearly(judged(unece="correct"), "the same as signing", "takes a decision for a signature"),
        nearly(judged(unece="not proved"), "does speak", "overlooks the notes"),
        nearly(judged(text="correct"), "Look again at text", "takes a statement about a text for the text"),
        nearly(judged(states="correct"), "Look again at states", "takes the secretariat for the member states"),
        nearly(judged(escap="wrong"), "Look again at escap", "looks only at rows after 2010"),
        nearly(judged(ocha="correct"), "Look again at ocha", "reads over probably"),
        nearly(f"verdicts = {dict.fromkeys(VERDICTS, 'wrong')!r}", "3 of 6 agree", "answers everything alike"),
        wrong_kind('verdicts = ["wrong", "wrong", "correct"]', "a list", "drops the names"),
        wrong_kind('verdicts = {"text": "wrong"}', "names are missing", "deletes lines"),
        wrong_kind(judged(escap="true"), "not among the choices", "uses other words"),
        wrong_kind(judged(escap=True), "True or False", "uses True and False"),
    ],
    "3.6": [
        right('by_place = {"UN city": 29, "online": 10, "not known": 12, "other city": 26}'),
        right(PLACE + RULE + 'by_place = place.map(rule).fillna("other city").value_counts()'),
        right(
            PLACE
            + RULE
            + 'later["category"] = place.map(rule).fillna("other city")\nby_place = later.groupby("category").size()'
        ),
        right(PLACE + RULE + 'by_place = place.map(rule).fillna("other city").value_counts().to_frame()'),
        right(PLACE + RULE + 'by_place = place.map(rule).fillna("other city").value_counts().reset_index()'),
        right(
            'city = later["place"].isin(["New York", "Geneva", "Vienna"]).sum()\nempty = later["place"].isna().sum()\n'
            'online = (later["place"] == "online").sum()\n'
            'by_place = {"UN city": city, "online": online, "not known": empty, "other city": len(later) - city - online - empty}'
        ),
        not_yet("by_place = ...", "three dots", "no answer yet"),
        wrong_kind(
            PLACE + RULE + 'by_place = place.map(rule).fillna("other city")', "which step counts", "forgets to count"
        ),
        not_yet('by_place = {"UN city": 29, "online": ...}', "dots are still there", "leaves a line"),
        nearly(
            RULE + 'by_place = later["place"].map(rule).fillna("other city").value_counts()',
            "went into other city",
            "takes not known for a place",
        ),
        nearly(
            'by_place = {"UN city": 29, "online": 10, "other city": 26}',
            "passes over empty cells",
            "leaves empty cells out",
        ),
        nearly(
            RULE + 'by_place = counted["place"].fillna("not known").map(rule).fillna("other city").value_counts()',
            "rows of counted",
            "begins with the wrong table",
        ),
        nearly(
            'by_place = {"UN city": 30, "online": 10, "not known": 12, "other city": 25}', "Bangkok", "changes the rule"
        ),
        nearly('by_place = later["place"].value_counts()', "place by place", "does not use categories"),
        nearly(PLACE + "by_place = place.value_counts()", "place by place", "does not use categories"),
        nearly(
            PLACE + RULE + 'by_place = place.map(rule).fillna("other city").value_counts(normalize=True) * 100',
            "shares in per cent",
            "gives shares",
        ),
        nearly('by_place = {"UN city": 39, "not known": 12, "other city": 26}', "no city", "counts online as a city"),
        nearly(
            PLACE + RULE + "by_place = place.map(rule).value_counts()", "Yours are 3", "does not fill the other cities"
        ),
        nearly(
            'by_place = {"UN city": 23, "online": 10, "not known": 12, "other city": 26}',
            "add up to 71",
            "forgets a city",
        ),
        nearly('by_place = {"seat": 29, "video": 10}', "four names", "uses other names"),
        wrong_kind("by_place = 29", "a number", "gives one number"),
        wrong_kind(PLACE + RULE + "by_place = place.map(rule)", "which step counts", "forgets to count"),
        wrong_kind("by_place = [29, 25, 12, 10]", "a list", "drops the names"),
        wrong_kind("by_place = later", "whole table", "gives the table"),
    ],
}
