"""Answers to the exercises of lesson 04."""

from authoring.answer_bank import changed
from coursekit.exercises.lesson_04 import NOROV, OF_2019, ROOM, kappa_code
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

KEY = expected("4.5").wanted

BANK = {
    "4.1": {
        RIGHT: [
            f'{NOROV}["speech_act"].value_counts()', f'{NOROV}.groupby("speech_act").size()',
            '{"points out": 3, "informs": 2, "stresses": 2, "praises": 2, "thanks": 1, "suggests": 1, ' '"assesses": 1, "offers": 1}',
            f'{NOROV}["speech_act"].value_counts().to_frame("rows")',
            f'{NOROV}["speech_act"].value_counts().reset_index()',
            'coded.query("speaker == \'Norov\'")["speech_act"].value_counts().sort_index()',
            'pd.crosstab(meeting["speech_act"], meeting["speaker"])["Norov"]',
        ],
        NEARLY: [(f'{NOROV}["addressee"].value_counts()', "add up to 13", "counts another column")],
        WRONG_KIND: [
            (f'{NOROV}["speech_act"]', "which step counts", "forgets to count"),
            (f"len({NOROV})", "one number for each", "counts the rows"),
            (f"{NOROV}", "whole table", "stops after the condition"),
            (f'list({NOROV}["speech_act"].value_counts())', "a list", "drops the names of the speech acts"),
            (f'{NOROV}["speech_act"].value_counts', "without its brackets", "forgets the brackets"),
        ],
    },
    "4.2": {
        RIGHT: [
            "16", "15.8", "3 / 19 * 100", ROOM + '100 * (room["code"] == "society").mean()',
            ROOM + '100 * room["code"].value_counts(normalize=True)["society"]',
            'room = coded[coded["addressee"] != "the reader"]\n' 'round(100 * len(room[room["code"] == "society"]) / len(room))',
        ],
        NEARLY: [("50", "Two steps", "guesses")],
        WRONG_KIND: [
            (ROOM + 'room[room["code"] == "society"]', "whole table", "forgets to count"),
            (ROOM + 'room["code"] == "society"', "19 values", "gives the condition"),
            ('"16 %"', "text", "writes the unit"),
            (ROOM + 'room["code"].value_counts(normalize=True)', "values", "gives the share of each code"),
        ],
    },
    "4.3": {
        RIGHT: [
            "0.62", "0.615", "8 / 13", "(0.8 - 0.48) / (1 - 0.48)",
            "a = 20 / 25\nb = 2 * 0.6 * 0.4\n(a - b) / (1 - b)", "0.32 / 0.52",
        ],
        NEARLY: [("0.7", "three numbers", "guesses")],
        WRONG_KIND: [
            ('"0.62"', "text", "writes a number in quotation marks"),
            ("0, 62", "with a point", "writes a decimal comma"),
            ("[0.8, 0.48]", "2 values", "gives both parts"),
            ('float("nan")', "empty value", "has divided zero by zero"),
        ],
    },
    "4.4": {
        RIGHT: [
            "0.78", kappa_code(), kappa_code(formula="round((observed - expected) / (1 - expected), 2)"),
            "(11 / 13 - 51 / 169) / (1 - 51 / 169)", "(11 * 13 - 51) / (169 - 51)",
            'rows = coded[coded["speaker"] == "Norov"]\n' 'table = pd.crosstab(rows["code"], rows["by_words"]) / len(rows)\n' "seen = sum(table.loc[c, c] for c in table.index)\n" "chance = (table.sum(axis=1) * table.sum()).sum()\n" "(seen - chance) / (1 - chance)",
        ],
        NEARLY: [("0.5", "each step", "guesses")],
        WRONG_KIND: [
            (kappa_code('coded["speaker"] == "norov"'), "empty value", "misspells the name, so that no row is left"),
            (kappa_code(formula="first * second"), "values", "forgets to add up"),
            (kappa_code(formula="rows"), "whole table", "gives the rows"),
            ('"0.78"', "text", "writes a number in quotation marks"),
        ],
    },
    "4.5": {
        RIGHT: [
            repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.lower() for key, word in KEY.items()}),
            f"pd.Series({KEY!r})", repr({key: f' {word} ' for key, word in KEY.items()}),
            repr({key: word.replace("the ", "") for key, word in KEY.items()}),
        ],
        WRONG_KIND: [
            ('["UN", "SCO", "UN", "SCO", "not known", "UN"]', "a list", "drops the names"),
            ('{"youth_27": "UN"}', "names are missing", "deletes lines"),
            (changed(KEY, youth_28="Norov"), "not among the choices", "names a person"),
            (changed(KEY, threats=None), "In the line threats", "leaves a line empty"),
        ],
        NOT_YET: [(changed(KEY, threats=...), "1 of 6 lines", "leaves a line")],
    },
    "4.6": {
        RIGHT: [
            OF_2019 + 'of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts()',
            'both = (contacts["year"] == 2019) & contacts["source"].str.startswith("sco_")\n' 'contacts[both].groupby("kind").size()',
            '{"meeting": 7, "memorandum": 2, "joint event": 1, "statement": 1}',
            OF_2019 + 'of_2019[of_2019["source"].str.startswith("sco_")]["kind"].value_counts().reset_index()',
            'contacts[contacts["date"].str.startswith("2019", na=False) ' '& contacts["source"].str.contains("sco_")]["kind"].value_counts().to_dict()',
            'pd.crosstab(contacts["kind"], contacts["year"].eq(2019) & contacts["source"].str.startswith("sco_"))[True]',
        ],
        WRONG_KIND: [
            (OF_2019 + 'of_2019["source"].str.startswith("sco_").sum()', "one number for each", "counts"),
            (OF_2019 + 'of_2019[of_2019["source"].str.startswith("sco_")]', "whole table", "forgets to count"),
            (OF_2019 + 'list(of_2019["kind"].value_counts())', "a list", "drops the names of the kinds"),
        ],
    },
}  # fmt: skip
