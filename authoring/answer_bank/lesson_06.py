"""Answers to the four steps of lesson 06: for each of them several claims, as different learners choose them."""

from authoring.answer_bank import changed
from coursekit.exercises.claims import SHARES
from coursekit.exercises.lesson_06 import GAP, WRONG_IF, judgement_code, plan_code, result_code, words_code
from coursekit.verdicts import NEARLY, NOT_YET, RIGHT, WRONG_KIND, expected

SOURCES = ["rbth_2016", "un_sgsm11762"]
COUNTS = 'before, after = votes["vote_2023"].value_counts(), votes["vote_2025"].value_counts()\n'
SESSION = 'row = cohesion[(cohesion["session"] == 79) & (cohesion["group"] == "SCO members of the time")]\n'

KEY = expected("6.0").wanted

BANK = {
    "6.0": {
        RIGHT: [repr(KEY), repr(dict(reversed(KEY.items()))), repr({key: word.upper() for key, word in KEY.items()}),
                f"pd.Series({KEY!r})"],
        WRONG_KIND: [
            ('["wait", "wait", "wait", "nothing"]', "a list", "drops the names"),
            ('{"A04": "wait"}', "names are missing", "deletes lines"),
            (changed(KEY, A05="not sure"), "not among the choices", "uses other words"),
        ],
        NOT_YET: [(changed(KEY, A08=...), "1 of 4 lines", "leaves a line")],
    },
    "6.1": {
        RIGHT: [
            plan_code("every_summit", "summits.csv"), plan_code("Every-summit", "summits".capitalize()),
            plan_code("since_2005", "resolutions.csv"), plan_code("bloc", "cohesion.csv"),
            plan_code("over_44_per_cent", "population"), plan_code("support_grows", "cooperation_votes.csv"),
            f"pd.Series({ {'wrong_if': WRONG_IF, 'table': 'contacts.csv', 'claim': 'more_contacts'}!r})",
        ],
        WRONG_KIND: [
            (plan_code("every summit is visited", "summits.csv"), "not among the choices", "writes the claim, not its id"),
            (plan_code("bloc", "cohesion_of_states.csv"), "names no table", "guesses a name"),
            (plan_code("bloc", 5), "file name", "gives a number"),
            (f'{{"claim": "bloc", "table": cohesion, "wrong_if": "{WRONG_IF}"}}', "whole table", "gives the table itself"),
            (plan_code("bloc", "cohesion.csv, members.csv"), "One table is asked", "names two tables"),
            (plan_code("bloc", "cohesion.csv", "No idea."), "too few words", "writes no sentence"),
            (plan_code("bloc", "cohesion.csv", "The claim is wrong if …"), "too few words: 5", "leaves the end of the hint"),
            (plan_code("bloc", "cohesion.csv", "- - - - - -"), "too few words: 0", "writes signs"),
            ('["bloc", "cohesion.csv"]', "a list", "drops the names"),
            ('{"claim": "bloc"}', "names are missing", "deletes lines"),
        ],
        NOT_YET: [
            (f'{{"claim": "bloc", "table": ..., "wrong_if": "{WRONG_IF}"}}', "table", "leaves a line"),
            (plan_code("bloc", "cohesion.csv", "..."), "1 of 3 lines", "puts the dots into quotation marks"),
            (plan_code("bloc", "cohesion.csv", ""), "only dots in it, or nothing", "leaves an empty text"),
        ],
    },
    "6.2": {
        RIGHT: [
            result_code("every_summit", "19"),
            result_code("every_summit", 'len(summits[summits["un_presence"] != "none found"])'),
            result_code("every_summit", '(summits["un_presence"] != "none found").sum()'),
            result_code("since_2005", 'observers[observers["short_name"] == "SCO"]["granted_year"]'),
            result_code("bloc", "50.4"), result_code("bloc", SESSION + '100 * row["share_unanimous"]'),
            result_code("over_44_per_cent", SHARES + 'share(eight, 2019, "population")'),
            result_code("quarter_of_output", SHARES + 'share(eight, 2021, "gdp_usd")'),
            result_code("support_grows", "-15.9"),
            result_code("support_grows", COUNTS + '100 * after.loc["yes"] / (after.loc["yes"] + after.loc["no"]) - 100 * before.loc["yes"] / (before.loc["yes"] + before.loc["no"])'),
            result_code("more_contacts", 'len(contacts[contacts["year"].between(2011, 2013)]) - len(contacts[contacts["year"].between(2007, 2009)])'),
        ],
        NEARLY: [
            (result_code("more_contacts", "1000"), "word by word", "guesses"),
            (result_code("bloc", "50"), "only by rounding", "rounds to whole numbers"),
        ],
        WRONG_KIND: [
            (result_code("every_summit", '"19"'), "text", "writes a number in quotation marks"),
            (result_code("every_summit", 'summits["un_presence"] != "none found"'), "25 values", "gives the condition"),
            (result_code("more_contacts", "contacts"), "whole table", "forgets to count"),
            (f'{{"claim": "bloc", "figure": 50.4, "not_in_table": 7, "why": "{GAP}"}}', "a text is asked", "counts gaps instead of naming one"),
            ("19", "braces", "drops the names"),
        ],
        NOT_YET: [(f'{{"claim": ..., "figure": 15, "not_in_table": "{GAP}"}}', "claim", "jumps over 6.1")],
    },
    "6.3": {
        RIGHT: [
            words_code(),
            words_code(description="A bar for nineteen summits with somebody from the UN, and one for six for which nobody was found."),
            words_code(axis="Summits (number)", as_of="2025-09-01"),
            words_code(description='\nTwo bars for the 25 summits of 2001 to 2025.\nThe word "found" stands for 19 of them, and "not found"\n\nfor 6.\n'),
            words_code(claim="support_grows", title="The share of yes fell while yes votes grew", axis="Share of yes among yes and no (per cent)", description="Two bars. In 2023 the share of yes among yes and no was 97.6 per cent, in 2025 it was 81.6, a fall of 16 points.", source="resolution_votes.csv (UN Digital Library)", as_of="2025-09-05", numbers={"2023": 97.6, "2025": 81.6}),
            words_code(claim="over_44_per_cent", title="Eight members: less than the claim says", axis="Share of the world's people (per cent)", description="Two bars. The claim says 44 per cent; the figures of 2019 give 42 per cent for the eight members.", source="population.csv and members.csv (World Bank)", as_of="2019-12-31", numbers={"claimed": 44, "found": 41.7}),
        ],
        WRONG_KIND: [
            (words_code(title=["UN"] * 2), "a text is asked", "gives a list"),
            (words_code(as_of=2025), "a text is asked", "gives a number"),
            ('"A UN presence was found"', "braces", "drops the names"),
            (words_code(numbers=[19, 6]), "In the line numbers: You gave a list; a dictionary or a column of numbers with names is asked", "gives numbers without names"),
            (words_code(numbers={"found": "19", "not found": "6"}), "write it without them", "gives texts for numbers"),
            (words_code(numbers={str(year): 1 for year in range(2001, 2026)}), "These are 25 numbers; 1 to 12", "gives too many numbers"),
            ('{"claim": "bloc", "title": "No bloc in half of the votes"}', "names are missing", "deletes lines"),
        ],
        NOT_YET: [
            (words_code(title="..."), "1 of 7 lines still have three dots: title", "puts the dots into quotation marks"),
            (words_code(description="\n...\n"), "1 of 7 lines still have three dots: description", "leaves the place for prose"),
            (words_code(numbers=...), "1 of 7 lines still have three dots: numbers", "leaves the numbers"),
        ],
    },
    "6.4": {
        RIGHT: [
            judgement_code("every_summit", "not proved", SOURCES),
            judgement_code("every_summit", "not proved".replace(" ", "-").capitalize(), ["un_sgsm16137", "rbth_2016", "un_sgt3437", "sco_about"]),
            judgement_code("since_2005", "refuted", ("einpress_591236344", "S04")),
            judgement_code("bloc", "refuted", ["undl_votes", "undl_4087780"]),
            "{'claim': 'over_44_per_cent', 'verdict': 'refuted', 'sources': {'sadr_2020', 'worldbank_pop'}}",
            judgement_code("quarter_of_output", "borne out", ["asiafree_2022", "worldbank_gdp"]),
            judgement_code("support_grows", "not proved", ["undl_4087780", "undl_4020262"]),
            judgement_code("more_contacts", "not proved", ["un_sgt2722", "un_sgsm12153"]),
        ],
        WRONG_KIND: [
            (judgement_code("every_summit", "wrong", SOURCES), "not among the choices", "uses other words"),
            (judgement_code("every_summit", False, SOURCES), "True or False", "uses True and False"),
            (judgement_code("every_summit", "not proved", "rbth_2016, un_sgsm11762"), "one pair of quotation marks", "writes the list as one text"),
            (judgement_code("every_summit", "not proved", "rbth_2016"), "one text", "writes one id as a text"),
            (judgement_code("every_summit", "not proved", ["rbth_2016, un_sgsm11762"]), "one pair of quotation marks", "quotes the whole list"),
            ('"not proved"', "braces", "drops the names"),
        ],
        NEARLY: [(judgement_code("every_summit", "not proved", ["rbth_2016", "UN_Text"]), "no id UN_Text. Copy", "guesses an id")],
        NOT_YET: [
            ('{"claim": "bloc", "verdict": "refuted", "sources": ["undl_votes", ...]}', "three dots", "copies the hint"),
        ],
    },
}  # fmt: skip
