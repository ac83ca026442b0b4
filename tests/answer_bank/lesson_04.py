"""Answers to the exercises of lesson 04."""

from answer_bank import nearly, not_yet, right, wrong_kind

OWNERS = {
    "youth_27": "UN, as told by the SCO", "youth_28": "SCO", "human_rights": "UN", "figures": "SCO, as told by the UN",
    "threats": "not known", "mission": "UN, as told by the SCO",
}  # fmt: skip
NOROV = 'meeting[meeting["speaker"] == "Norov"]'
ROOM = 'room = coded[coded["speaker"] != "the page"]\n'
STEPS = """rows = coded[{condition}]
observed = (rows["code"] == rows["by_words"]).mean()
first = rows["code"].value_counts(normalize=True)
second = rows["by_words"].value_counts(normalize=True)
expected = (first * second).sum()
norov_kappa = {formula}"""
OF_2019 = 'of_2019 = contacts[contacts["year"] == 2019]\n'


def kappa(
    condition: str = 'coded["speaker"] == "Norov"', formula: str = "(observed - expected) / (1 - expected)"
) -> str:
    """Return the code of an answer to 4.4 that takes these rows and this formula."""
    return STEPS.format(condition=condition, formula=formula)


def judged(**changes) -> str:
    """Return the code of an answer to 4.5 that differs from the key in these lines."""
    return f"owners = { {**OWNERS, **changes}!r}"


BANK = {
    "4.1": [
        right(f'norov_acts = {NOROV}["speech_act"].value_counts()'),
        right(f'norov_acts = {NOROV}.groupby("speech_act").size()'),
        right(
            'norov_acts = {"points out": 3, "informs": 2, "stresses": 2, "praises": 2, "thanks": 1, "suggests": 1, '
            '"assesses": 1, "offers": 1}'
        ),
        right(f'norov_acts = {NOROV}["speech_act"].value_counts().to_frame("rows")'),
        right(f'norov_acts = {NOROV}["speech_act"].value_counts().reset_index()'),
        right('norov_acts = coded.query("speaker == \'Norov\'")["speech_act"].value_counts().sort_index()'),
        right('norov_acts = pd.crosstab(meeting["speech_act"], meeting["speaker"])["Norov"]'),
        not_yet("norov_acts = ...", "three dots", "no answer yet"),
        wrong_kind(f'norov_acts = {NOROV}["speech_act"]', "which step counts", "forgets to count"),
        nearly('norov_acts = meeting["speech_act"].value_counts()', "all speakers", "forgets the condition"),
        nearly(f'norov_acts = {NOROV}["topic"].value_counts()', "counts topics", "takes the wrong column"),
        nearly(
            'norov_acts = coded[coded["speaker"] == "Norov"]["code"].value_counts()',
            "counts the codes",
            "copies the lesson",
        ),
        nearly(
            'norov_acts = meeting[meeting["addressee"] == "Norov"]["speech_act"].value_counts()',
            "said to Norov",
            "takes the addressee for the speaker",
        ),
        nearly(
            'norov_acts = meeting[meeting["speaker"] != "Norov"]["speech_act"].value_counts()',
            "Turn the sign round",
            "takes != for ==",
        ),
        nearly(
            f'norov_acts = {NOROV}["speech_act"].value_counts(normalize=True) * 100',
            "shares in per cent",
            "gives shares",
        ),
        nearly(f'norov_acts = {NOROV}["speech_act"].value_counts(normalize=True)', "shares", "gives fractions"),
        nearly('norov_acts = {"praises": 2}', "add up to 2", "counts one speech act only"),
        nearly(f'norov_acts = {NOROV}["addressee"].value_counts()', "add up to 13", "counts another column"),
        wrong_kind(f"norov_acts = len({NOROV})", "one number for each", "counts the rows"),
        wrong_kind(f"norov_acts = {NOROV}", "whole table", "stops after the condition"),
        wrong_kind(
            f'norov_acts = list({NOROV}["speech_act"].value_counts())', "a list", "drops the names of the speech acts"
        ),
        wrong_kind(f'norov_acts = {NOROV}["speech_act"].value_counts', "without its brackets", "forgets the brackets"),
    ],
    "4.2": [
        right("security_share = 32"),
        right("security_share = 31.6"),
        right("security_share = 6 / 19 * 100"),
        right(ROOM + 'security_share = 100 * (room["code"] == "security").mean()'),
        right(ROOM + 'security_share = 100 * room["code"].value_counts(normalize=True)["security"]'),
        right(
            'room = coded[coded["addressee"] != "the reader"]\n'
            'security_share = round(100 * len(room[room["code"] == "security"]) / len(room))'
        ),
        not_yet("security_share = ...", "three dots", "no answer yet"),
        nearly("security_share = 6 / 24 * 100", "divides by all 24 rows", "takes the whole table as the whole"),
        nearly("security_share = 6 / 19", "fraction", "gives a fraction"),
        nearly("security_share = 6", "number of rows", "gives the count"),
        nearly("security_share = 100 - 100 * 6 / 19", "another code", "gives the complement"),
        nearly("security_share = 100 * 3 / 13", "Norov's rows only", "keeps one speaker"),
        nearly("security_share = 100 * 5 / 17", "both speakers together", "drops the rows of both"),
        nearly(
            ROOM + 'security_share = 100 * (room["by_words"] == "security").mean()',
            "list of words",
            "takes the column of the other coder",
        ),
        nearly("security_share = 100 * 13 / 19", "by accident also Norov's", "takes the wrong condition"),
        nearly("security_share = 100 * 19 / 24", "share of the room", "forgets the code"),
        nearly("security_share = 50", "Two steps", "guesses"),
        wrong_kind(ROOM + 'security_share = room[room["code"] == "security"]', "whole table", "forgets to count"),
        wrong_kind(ROOM + 'security_share = room["code"] == "security"', "19 values", "gives the condition"),
        wrong_kind('security_share = "32 %"', "text", "writes the unit"),
        wrong_kind(
            ROOM + 'security_share = room["code"].value_counts(normalize=True)',
            "values",
            "gives the share of each code",
        ),
    ],
    "4.3": [
        right("kappa_by_hand = 0.62"),
        right("kappa_by_hand = 0.615"),
        right("kappa_by_hand = 8 / 13"),
        right("kappa_by_hand = (0.8 - 0.48) / (1 - 0.48)"),
        right("a = 20 / 25\nb = 2 * 0.6 * 0.4\nkappa_by_hand = (a - b) / (1 - b)"),
        right("kappa_by_hand = 0.32 / 0.52"),
        not_yet("kappa_by_hand = ...", "three dots", "no answer yet"),
        nearly("kappa_by_hand = 0.8", "observed agreement", "stops at the observed agreement"),
        nearly("kappa_by_hand = 0.48", "expected agreement", "stops at the expected agreement"),
        nearly("kappa_by_hand = 0.8 - 0.48", "Divide it", "forgets to divide"),
        nearly("kappa_by_hand = 0.8 - 0.48 / 1 - 0.48", "before it subtracts", "forgets all brackets"),
        nearly("kappa_by_hand = (0.8 - 0.48) / 1 - 0.48", "before it subtracts", "forgets the brackets below"),
        nearly("kappa_by_hand = (0.8 - 0.5) / (1 - 0.5)", "one half", "takes chance as one half"),
        nearly("kappa_by_hand = 61.5", "never above 1", "gives per cent"),
        nearly("kappa_by_hand = (0.8 - 0.24) / (1 - 0.24)", "only one code", "forgets the second code"),
        nearly("kappa_by_hand = 0.8 / 0.48", "divides observed by expected", "takes a ratio"),
        nearly("kappa_by_hand = 0.4", "one box", "counts one box only"),
        nearly("kappa_by_hand = 0.2", "disagree", "takes the disagreements"),
        nearly("kappa_by_hand = 0.7", "three numbers", "guesses"),
        wrong_kind('kappa_by_hand = "0.62"', "text", "writes a number in quotation marks"),
        wrong_kind("kappa_by_hand = 0, 62", "with a point", "writes a decimal comma"),
        wrong_kind("kappa_by_hand = [0.8, 0.48]", "2 values", "gives both parts"),
        wrong_kind('kappa_by_hand = float("nan")', "empty value", "has divided zero by zero"),
    ],
    "4.4": [
        right("norov_kappa = 0.78"),
        right(kappa()),
        right(kappa(formula="round((observed - expected) / (1 - expected), 2)")),
        right("norov_kappa = (11 / 13 - 51 / 169) / (1 - 51 / 169)"),
        right("norov_kappa = (11 * 13 - 51) / (169 - 51)"),
        right(
            'rows = coded[coded["speaker"] == "Norov"]\n'
            'table = pd.crosstab(rows["code"], rows["by_words"]) / len(rows)\n'
            "seen = sum(table.loc[c, c] for c in table.index)\n"
            "chance = (table.sum(axis=1) * table.sum()).sum()\n"
            "norov_kappa = (seen - chance) / (1 - chance)"
        ),
        not_yet("norov_kappa = ...", "three dots", "no answer yet"),
        nearly(kappa('coded["speaker"].notna()'), "whole page", "forgets the condition"),
        nearly("norov_kappa = 0.68", "whole page", "copies the lesson"),
        nearly(kappa(formula="observed"), "observed agreement", "stops at the observed agreement"),
        nearly(kappa(formula="expected"), "expected agreement", "stops at the expected agreement"),
        nearly(
            "norov_kappa = (11 / 13 - 129 / 576) / (1 - 129 / 576)", "Take both from the same rows", "mixes the rows"
        ),
        nearly(kappa(formula="(0.75 - expected) / (1 - expected)"), "Take both from the same rows", "mixes the rows"),
        nearly(kappa(formula="observed - expected"), "Divide it", "forgets to divide"),
        nearly(kappa(formula="observed - expected / 1 - expected"), "before it subtracts", "forgets the brackets"),
        nearly(kappa('coded["speaker"] != "Norov"'), "Turn the sign round", "takes != for =="),
        nearly(
            kappa('coded["speaker"] == "Guterres, as told by the SCO"'), "rows of Guterres", "takes the wrong speaker"
        ),
        nearly("norov_kappa = 11", "number of rows", "counts the agreements"),
        nearly("norov_kappa = 78", "never above 1", "gives per cent"),
        nearly("norov_kappa = 0.5", "each step", "guesses"),
        wrong_kind(kappa('coded["speaker"] == "norov"'), "empty value", "misspells the name, so that no row is left"),
        wrong_kind(kappa(formula="first * second"), "values", "forgets to add up"),
        wrong_kind(kappa(formula="rows"), "whole table", "gives the rows"),
        wrong_kind('norov_kappa = "0.78"', "text", "writes a number in quotation marks"),
    ],
    "4.5": [
        right(judged()),
        right(f"owners = {dict(reversed(OWNERS.items()))!r}"),
        right(f"owners = { {key: word.lower() for key, word in OWNERS.items()}!r}"),
        right(f"owners = pd.Series({OWNERS!r})"),
        right(f"owners = { {key: f' {word} ' for key, word in OWNERS.items()}!r}"),
        not_yet("owners = ...", "three dots", "no answer yet"),
        not_yet(judged(threats="X").replace("'X'", "..."), "1 of 6 lines", "leaves a line"),
        nearly(judged(youth_27="UN", mission="UN"), "who is said to have spoken", "forgets who tells it"),
        nearly(judged(youth_27="SCO", mission="SCO"), "who wrote the text", "takes the author for the speaker"),
        nearly(judged(figures="SCO"), "which side printed", "forgets who tells it"),
        nearly(judged(figures="UN"), "Did the UN count", "takes the author for the speaker"),
        nearly(judged(youth_28="UN, as told by the SCO"), "On which day", "takes the owner of the day before"),
        nearly(judged(threats="SCO"), "Look again at threats", "takes both for the one who tells"),
        nearly(judged(threats="UN, as told by the SCO"), "Look again at threats", "guesses a speaker"),
        nearly(
            judged(human_rights="UN, as told by the SCO"), "Look again at human_rights", "thinks that all is by the SCO"
        ),
        nearly(judged(mission="not known"), "Look again at mission", "does not look into contacts"),
        nearly(
            f"owners = {dict.fromkeys(OWNERS, 'UN, as told by the SCO')!r}", "2 of 6 agree", "answers everything alike"
        ),
        wrong_kind('owners = ["UN", "SCO", "UN", "SCO", "not known", "UN"]', "a list", "drops the names"),
        wrong_kind('owners = {"youth_27": "UN"}', "names are missing", "deletes lines"),
        wrong_kind(judged(youth_28="Norov"), "not among the choices", "names a person"),
        wrong_kind(judged(threats=None), "In the line threats", "leaves a line empty"),
    ],
    "4.6": [
        right(OF_2019 + 'told_by_sco = of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts()'),
        right(
            'both = (contacts["year"] == 2019) & contacts["source"].str.startswith("sco_")\n'
            'told_by_sco = contacts[both].groupby("kind").size()'
        ),
        right('told_by_sco = {"meeting": 7, "memorandum": 2, "joint event": 1, "statement": 1}'),
        right(
            OF_2019
            + 'told_by_sco = of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts().reset_index()'
        ),
        right(
            'told_by_sco = contacts[contacts["date"].str.startswith("2019", na=False) '
            '& contacts["source"].str.contains("sco_")]["kind"].value_counts().to_dict()'
        ),
        right(
            'told_by_sco = pd.crosstab(contacts["kind"], contacts["year"].eq(2019) & contacts["source"].str.startswith("sco_"))[True]'
        ),
        not_yet("told_by_sco = ...", "three dots", "no answer yet"),
        nearly(OF_2019 + 'told_by_sco = of_2019["kind"].value_counts()', "all contacts of 2019", "forgets the source"),
        nearly(
            'told_by_sco = contacts[contacts["source"].str.startswith("sco_")]["kind"].value_counts()',
            "all years",
            "forgets the year",
        ),
        nearly(
            OF_2019 + 'told_by_sco = of_2019[~of_2019["source"].str.startswith("sco_")]["kind"].value_counts()',
            "another main source",
            "turns the condition round",
        ),
        nearly(
            OF_2019
            + 'any_source = of_2019["source"] + ";" + of_2019["also"].fillna("")\n'
            + 'told_by_sco = of_2019[any_source.str.contains("sco_")]["kind"].value_counts()',
            "only in the column also",
            "counts further sources",
        ),
        nearly(
            OF_2019 + 'told_by_sco = of_2019[of_2019["source"].str.startswith("sco_")]["un_body"].value_counts()',
            "UN bodies",
            "counts the wrong column",
        ),
        nearly('told_by_sco = contacts["kind"].value_counts()', "Two conditions", "counts the whole table"),
        nearly(
            'told_by_sco = contacts[(contacts["year"] == 2020) & contacts["source"].str.startswith("sco_")]["kind"].value_counts()',
            "2020",
            "takes another year",
        ),
        nearly('told_by_sco = {"meeting": 7}', "add up to 7", "gives one kind only"),
        nearly(
            OF_2019
            + 'of_sco = of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts()\n'
            + 'told_by_sco = 100 * of_sco / of_2019["kind"].value_counts()[of_sco.index]',
            "shares in per cent",
            "gives shares",
        ),
        nearly(
            'told_by_sco = contacts[contacts["year"] == "2019"]["kind"].value_counts()',
            "add up to 0",
            "writes the year in quotation marks, so that no row is left",
        ),
        wrong_kind(
            OF_2019 + 'told_by_sco = of_2019["source"].str.startswith("sco_").sum()', "one number for each", "counts"
        ),
        wrong_kind(
            OF_2019 + 'told_by_sco = of_2019[of_2019["source"].str.startswith("sco_")]',
            "whole table",
            "forgets to count",
        ),
        wrong_kind(
            OF_2019 + 'told_by_sco = list(of_2019["kind"].value_counts())', "a list", "drops the names of the kinds"
        ),
    ],
}
