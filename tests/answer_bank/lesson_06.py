"""Answers to the four steps of lesson 06: for each of them several claims, as different learners choose them."""

from answer_bank import nearly, not_yet, right, wrong_kind

WRONG_IF = "The claim is wrong if the record shows one case against it."
GAP = "The table holds what was found, and more may exist."
WORDS = {
    "claim": "every_summit",
    "title": "A UN presence was found for most SCO summits",
    "axis": "Number of summits",
    "description": "Two bars for the 25 summits of 2001 to 2025. Found: 17. Not found: 8, most of them before 2016.",
    "source": "summits.csv (pages of the SCO and the UN)",
    "as_of": "2025-12-31",
}
SOURCES = ["rbth_2016", "un_sgsm11762"]


def plan(claim: str, table: object, wrong_if: object = WRONG_IF) -> str:
    """Return the code of an answer to 6.1."""
    return f"plan = { {'claim': claim, 'table': table, 'wrong_if': wrong_if}!r}"


def result(claim: str, figure: str, before: str = "") -> str:
    """Return the code of an answer to 6.2; the figure is code."""
    return f'{before}result = {{"claim": "{claim}", "gap": "{GAP}", "figure": {figure}}}'


def words(**changes) -> str:
    """Return the code of an answer to 6.3 that differs from a right one in these lines."""
    return f"words = { {**WORDS, **changes}!r}"


def judgement(claim: str, verdict: object, sources: object) -> str:
    """Return the code of an answer to 6.4."""
    return f"judgement = { {'claim': claim, 'verdict': verdict, 'sources': sources}!r}"


SHARES = (
    "def share(codes, year, column):\n"
    '    rows = population[population["year"] == year].set_index("iso3")[column]\n'
    '    return 100 * rows[codes].sum() / rows["WLD"]\n'
    'eight = ["CHN", "RUS", "KAZ", "KGZ", "TJK", "UZB", "IND", "PAK"]\n'
)
COUNTS = 'before, after = votes["vote_2023"].value_counts(), votes["vote_2025"].value_counts()\n'

BANK = {
    "6.1": [
        right(plan("every_summit", "summits.csv")),
        right(plan("Every-summit", "Summits")),
        right(plan("since_2005", "resolutions.csv")),
        right(plan("bloc", "cohesion.csv")),
        right(plan("over_44_per_cent", "population")),
        right(plan("support_grows", "cooperation_votes.csv")),
        right(f"plan = pd.Series({ {'wrong_if': WRONG_IF, 'table': 'contacts.csv', 'claim': 'more_contacts'}!r})"),
        not_yet("plan = ...", "three dots", "no answer yet"),
        not_yet(f'plan = {{"claim": "bloc", "table": ..., "wrong_if": "{WRONG_IF}"}}', "table", "leaves a line"),
        not_yet(plan("bloc", "cohesion.csv", "..."), "only dots", "puts the dots into quotation marks"),
        nearly(plan("every_summit", "contacts.csv"), "each summit", "counts contacts instead of summits"),
        nearly(plan("over_44_per_cent", "size_claims.csv"), "what was said", "takes a claim for a measurement"),
        nearly(plan("every_summit", "conflicts.csv"), "what was said", "takes the judgement of others for the record"),
        nearly(plan("since_2005", "printed_claims.csv"), "what was said", "takes a claim for the record"),
        nearly(plan("bloc", "resolution_votes.csv"), "group of states", "takes two votes for all votes"),
        nearly(plan("support_grows", "cohesion.csv"), "both texts", "takes agreement for support"),
        nearly(plan("more_contacts", "declaration_2010.csv"), "each contact", "looks at the text, not at what followed"),
        nearly(plan("quarter_of_output", "sources.csv"), "last step", "takes the source for the table"),
        wrong_kind(plan("every summit is visited", "summits.csv"), "not among the choices", "writes the claim, not its id"),
        wrong_kind(plan("bloc", "cohesion_of_states.csv"), "no table", "guesses a name"),
        wrong_kind(plan("bloc", 5), "file name", "gives a number"),
        wrong_kind(f'plan = {{"claim": "bloc", "table": cohesion, "wrong_if": "{WRONG_IF}"}}', "whole table", "gives the table itself"),
        wrong_kind(plan("bloc", "cohesion.csv", "No idea."), "2 words", "writes no sentence"),
        wrong_kind('plan = ["bloc", "cohesion.csv"]', "a list", "drops the names"),
        wrong_kind('plan = {"claim": "bloc"}', "names are missing", "deletes lines"),
    ],
    "6.2": [
        right(result("every_summit", "17")),
        right(result("every_summit", 'len(summits[summits["un_presence"] != "none found"])')),
        right(result("every_summit", '(summits["un_presence"] != "none found").sum()')),
        right(result("since_2005", 'observers[observers["short_name"] == "SCO"]["granted_year"]')),
        right(result("bloc", "50.4")),
        right(
            result(
                "bloc",
                '100 * row["share_unanimous"]',
                'row = cohesion[(cohesion["session"] == 79) & (cohesion["group"] == "SCO members of the time")]\n',
            )
        ),
        right(result("over_44_per_cent", 'share(eight, 2019, "population")', SHARES)),
        right(result("quarter_of_output", 'share(eight, 2021, "gdp_usd")', SHARES)),
        right(result("support_grows", "-15.9")),
        right(
            result(
                "support_grows",
                '100 * after["yes"] / (after["yes"] + after["no"]) - 100 * before["yes"] / (before["yes"] + before["no"])',
                COUNTS,
            )
        ),
        right(
            result(
                "more_contacts",
                'len(contacts[contacts["year"].between(2011, 2013)]) - len(contacts[contacts["year"].between(2007, 2009)])',
            )
        ),
        not_yet("result = ...", "three dots", "no answer yet"),
        not_yet(f'result = {{"claim": ..., "figure": 15, "gap": "{GAP}"}}', "claim", "jumps over 6.1"),
        nearly(result("every_summit", "8"), "the other part", "counts the summits without the UN"),
        nearly(result("every_summit", "25"), "all summits", "forgets the condition"),
        nearly(result("every_summit", "6"), "in any form", "counts only the Secretary-General"),
        nearly(result("every_summit", "68"), "share in per cent", "gives a share"),
        nearly(result("since_2005", "2005"), "claim gives", "copies the claim"),
        nearly(result("since_2005", "2001"), "founding", "takes the founding year"),
        nearly(result("bloc", "0.5042"), "fraction", "gives a fraction"),
        nearly(result("bloc", "77.8"), "agreement index", "takes another column"),
        nearly(result("bloc", "49.6"), "other part", "gives the complement"),
        nearly(result("bloc", "50"), "close", "rounds to whole numbers"),
        nearly(result("over_44_per_cent", "44"), "number of the claim", "copies the claim"),
        nearly(result("over_44_per_cent", 'share(eight, 2018, "population")', SHARES), "2018", "takes another year"),
        nearly(result("over_44_per_cent", 'share(eight + ["IRN", "BLR"], 2019, "population")', SHARES), "ten members", "takes the members of a later day"),
        nearly(result("quarter_of_output", 'share(eight, 2021, "population")', SHARES), "share of the people", "takes the wrong column"),
        nearly(result("quarter_of_output", 'share(eight, 2020, "gdp_usd")', SHARES), "2020", "takes another year"),
        nearly(result("support_grows", "15.9"), "sign", "drops the sign"),
        nearly(result("support_grows", "20.7"), "all members", "divides by all members"),
        nearly(result("support_grows", "40"), "how many more", "counts votes"),
        nearly(result("support_grows", "81.6"), "share of 2025", "gives one share"),
        nearly(result("more_contacts", "4"), "2011 to 2013", "gives one of the two numbers"),
        nearly(result("more_contacts", "2"), "sign", "drops the sign"),
        nearly(result("more_contacts", "81"), "all years", "compares spans of different length"),
        nearly(result("more_contacts", "1000"), "word by word", "guesses"),
        wrong_kind(result("every_summit", '"17"'), "text", "writes a number in quotation marks"),
        wrong_kind(result("every_summit", 'summits["un_presence"] != "none found"'), "25 values", "gives the condition"),
        wrong_kind(result("more_contacts", "contacts"), "whole table", "forgets to count"),
        wrong_kind(f'result = {{"claim": "bloc", "figure": 50.4, "gap": 7, "why": "{GAP}"}}', "a text is asked", "counts gaps instead of naming one"),
        wrong_kind("result = 17", "braces", "drops the names"),
    ],
    "6.3": [
        right(words()),
        right(words(description="A bar for seventeen summits with somebody from the UN, and one for eight for which nobody was found.")),
        right(words(axis="Summits (number)", as_of="2025-09-01")),
        right(words(
            claim="support_grows", title="The share of yes fell while yes votes grew", axis="Share of yes among yes and no (per cent)",
            description="Two bars. In 2023 the share of yes among yes and no was 97.6 per cent, in 2025 it was 81.6, a fall of 16 points.",
            source="resolution_votes.csv (UN Digital Library)", as_of="2025-09-05",
        )),
        right(words(
            claim="over_44_per_cent", title="Eight members: less than the claim says", axis="Share of the world's people (per cent)",
            description="Two bars. The claim says 44 per cent; the figures of 2019 give 42 per cent for the eight members.",
            source="population.csv and members.csv (World Bank)", as_of="2019-12-31",
        )),
        not_yet("words = ...", "three dots", "no answer yet"),
        not_yet(words(title="..."), "only dots", "puts the dots into quotation marks"),
        nearly(words(axis="Summits"), "does not say what its numbers are", "forgets the unit"),
        nearly(words(description="A bar chart of the summits with and without the UN."), "short", "describes the kind of chart"),
        nearly(
            words(description="Two bars for all summits since 2001: the bar for those with the UN is the longer one of the two."),
            "does not name your figure", "gives no number",
        ),
        nearly(words(source="United Nations"), "does not name the table", "names an organisation"),
        nearly(words(source="summits"), "does not name the table", "drops .csv"),
        nearly(words(source="contacts.csv (SCO pages)"), "does not name the table", "names another table"),
        nearly(words(source="summits.csv, guests.csv (SCO pages)"), "no table guests.csv", "misspells a table"),
        nearly(words(as_of="31 December 2025"), "year, month, day", "writes the date in words"),
        nearly(words(as_of="2026-11-24"), "end of 2025", "takes the day of writing"),
        nearly(
            words(title="A chart that shows for how many of all the summits of the SCO since 2001 somebody from the UN was there or sent a message"),
            "letters", "writes a description as a title",
        ),
        wrong_kind(words(title="UN"), "at least 3", "writes a name, not what is to be seen"),
        wrong_kind(words(as_of=2025), "a text is asked", "gives a number"),
        wrong_kind('words = "A UN presence was found"', "braces", "drops the names"),
        wrong_kind('words = {"claim": "bloc", "title": "No bloc in half of the votes"}', "names are missing", "deletes lines"),
    ],
    "6.4": [
        right(judgement("every_summit", "not proved", SOURCES)),
        right(judgement("every_summit", "Not-proved", ["un_sgsm16137", "rbth_2016", "un_sgt3437", "sco_about"])),
        right(judgement("since_2005", "refuted", ("einpress_591236344", "S04"))),
        right(judgement("bloc", "refuted", ["undl_votes", "undl_4087780"])),
        right(judgement("over_44_per_cent", "refuted", {"sadr_2020", "worldbank_pop"})),
        right(judgement("quarter_of_output", "borne out", ["asiafree_2022", "worldbank_gdp"])),
        right(judgement("support_grows", "not proved", ["undl_4087780", "undl_4020262"])),
        right(judgement("more_contacts", "not proved", ["un_sgt2722", "un_sgsm12153"])),
        not_yet("judgement = ...", "three dots", "no answer yet"),
        not_yet('judgement = {"claim": "bloc", "verdict": "refuted", "sources": ["undl_votes", ...]}', "three dots", "copies the hint"),
        nearly(judgement("every_summit", "refuted", SOURCES), "no page had told", "takes not found for did not happen"),
        nearly(judgement("every_summit", "borne out", SOURCES), "the others", "takes most for every"),
        nearly(judgement("since_2005", "borne out", ["einpress_591236344", "S04"]), "side by side", "takes the claim for the record"),
        nearly(judgement("since_2005", "not proved", ["einpress_591236344", "S04"]), "still open", "doubts what is sure"),
        nearly(judgement("bloc", "borne out", ["undl_votes", "undl_4087780"]), "that mark", "takes often for always"),
        nearly(judgement("over_44_per_cent", "not proved", ["sadr_2020", "worldbank_pop"]), "small enough", "takes estimates for no evidence"),
        nearly(judgement("quarter_of_output", "refuted", ["asiafree_2022", "worldbank_gdp"]), "count as almost", "does not read the note"),
        nearly(judgement("support_grows", "borne out", ["undl_4087780", "undl_4020262"]), "Which other one fell", "looks at one measure only"),
        nearly(judgement("support_grows", "refuted", ["undl_4087780", "undl_4020262"]), "Which number grew", "looks at one measure only"),
        nearly(judgement("more_contacts", "borne out", ["un_sgt2722", "un_sgsm12153"]), "the reason", "takes after for because"),
        nearly(judgement("more_contacts", "refuted", ["un_sgt2722", "un_sgsm12153"]), "may be missing", "takes not found for did not happen"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016"]), "at least two", "names one source"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016", "rbth_2016"]), "at least two", "names one source twice"),
        nearly(judgement("every_summit", "not proved", ["un_sgsm16137", "un_sgsm11762"]), "main source", "leaves out where the claim was made"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016", "un_2016"]), "no id un_2016", "guesses an id"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016", "https://press.un.org"]), "an address", "gives an address"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016", "summits.csv"]), "a table", "gives the table"),
        nearly(judgement("every_summit", "not proved", ["rbth_2016", "worldbank_pop"]), "rests on it", "names a source of something else"),
        wrong_kind(judgement("every_summit", "wrong", SOURCES), "not among the choices", "uses other words"),
        wrong_kind(judgement("every_summit", False, SOURCES), "True or False", "uses True and False"),
        wrong_kind(judgement("every_summit", "not proved", "rbth_2016, un_sgsm11762"), "one text", "writes the list as one text"),
        wrong_kind(judgement("every_summit", "not proved", ["rbth_2016, un_sgsm11762"]), "one pair of quotation marks", "quotes the whole list"),
        wrong_kind('judgement = "not proved"', "braces", "drops the names"),
    ],
}  # fmt: skip
