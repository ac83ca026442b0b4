"""What the four steps of lesson 06 expect: the learner chooses a claim, and the tables say what can be checked.

The words that a learner writes are the learner's own. Checked are the table, the figure, the words that a chart needs,
the verdict and the sources; all of it is computed from the tables, for each claim that is offered.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from coursekit.answers import Choice, Names, Parts, Text
from coursekit.briefing import MOST_BARS
from coursekit.charts import names_a_unit
from coursekit.exercises.claims import CLAIMS, VERDICTS, claims, settled, sources_of, table
from coursekit.exercises.figures import Named, comes_from, named
from coursekit.exercises.shared import judging
from coursekit.kinds import Kind, NotYet, WrongKind, instead
from coursekit.numbers_asked import Number, Numbers
from coursekit.plain import COLUMN, Form, Plain, how_many_words, plain
from coursekit.tables import table_names
from coursekit.verdicts import Exercise, Mistake, exercise

LONGEST_TITLE = 90  # letters: two lines above the chart
FEWEST_WORDS = 12  # of a description
CLAIM = Choice(tuple(CLAIMS))

# What learners type: dictionaries, of which only some lines matter for a mistake.
WRONG_IF = "The claim is wrong if the record shows one case against it."
GAP = "The table holds what was found, and more may exist."
WORDS = {
    "claim": "every_summit",
    "title": "A UN presence was found for most SCO summits",
    "axis": "Number of summits",
    "description": "Two bars for the 25 summits of 2001 to 2025. Found: 19. Not found: 6, five of them before 2006.",
    "source": "summits.csv (pages of the SCO and the UN)",
    "as_of": "2025-12-31",
    "numbers": {"found": 19, "not found": 6},
}


def plan_code(claim: str, name: object, wrong_if: object = WRONG_IF) -> str:
    """Return the code of an answer to 6.1."""
    return repr({"claim": claim, "table": name, "wrong_if": wrong_if})


def result_code(claim: str, figure: str) -> str:
    """Return the code of an answer to 6.2; the figure is code, in the last line of what is typed."""
    *before, last = figure.split("\n")
    return "\n".join([*before, f'{{"claim": "{claim}", "not_in_table": "{GAP}", "figure": {last}}}'])


def words_code(**changes: object) -> str:
    """Return the code of an answer to 6.3, in one dictionary, that differs from a right one in these lines."""
    return repr({**WORDS, **changes})


def fall_code(description: str) -> str:
    """Return the code of an answer to 6.3 on a share that fell."""
    title, axis = "Yes votes grew, and their share fell", "Share of yes among yes and no (per cent)"
    changes = {
        "title": title,
        "axis": axis,
        "description": description,
        "source": "resolution_votes.csv (UN)",
        "numbers": {"2023": 97.6, "2025": 81.6},
    }
    return words_code(claim="support_grows", **changes)


def judgement_code(claim: str, verdict: object, sources: object) -> str:
    """Return the code of an answer to 6.4."""
    return repr({"claim": claim, "verdict": verdict, "sources": sources})


# What the notebooks of lesson 06 call some tables.
SHORT_NAMES = {"votes": "resolution_votes", "people": "secretaries_general", "claims": "briefing_claims"}


@dataclass(frozen=True)
class _TableName(Kind):
    """A table of the course: its file name with or without a path and .csv, or its name in the notebook."""

    def read(self, answer: Plain) -> str:
        because = f"gives {answer.what} where the name of a table is asked"
        if answer.kind == Form.TABLE:
            raise WrongKind(
                'You gave a whole table; its name is asked, in quotation marks, such as "summits.csv".', because
            )
        if answer.kind != Form.TEXT:
            raise WrongKind(f"You gave {answer.what}; the file name of a table is asked, in quotation marks.", because)
        name = re.split(r"[/\\\\]", answer.value[:200].strip().casefold())[-1].removesuffix(".csv").replace(" ", "_")
        name = SHORT_NAMES.get(name, name)
        if not name.strip("."):
            raise NotYet("There are only dots in it, or nothing.")
        if len(re.split(r"[,;&+]| and ", answer.value.strip(" ,;"))) > 1:
            raise WrongKind(
                "One table is asked: the one with a row for each thing that is counted.", "names two tables"
            )
        if f"{name}.csv" not in table_names():
            raise WrongKind(
                f'"{answer.value[:40]}" names no table. The data dictionary lists all tables with one line on each.',
                "guesses the name of a table",
            )
        return f"{name}.csv"

    def same(self, given: str, wanted: Any) -> bool:
        return given in wanted


AFTER = ("A04", "A05", "A07", "A08")  # of after_the_record.csv: the events of the checkpoint in the lesson


def _what_changes() -> dict[str, str]:
    """Return for each event of the checkpoint what the rule of the lesson makes of its row."""
    rows = table("after_the_record.csv").set_index("event_id").loc[list(AFTER)]
    good = (rows["source_kind"] == "primary") & (rows["seen"] == "read in part")
    words = good.map({True: "change", False: "wait"})
    return words.mask(rows["moves"] == "nothing", "nothing").to_dict()


@exercise("6.0", "what_changes")
def what_changes() -> Exercise:
    """Which later events change a table of the course, by the rule for sources?"""
    wanted = _what_changes()
    kinds = table("after_the_record.csv").set_index("event_id")["source_kind"]
    waiting = [event for event, word in wanted.items() if word == "wait"]
    return judging(
        wanted=wanted,
        options=("change", "wait", "nothing"),
        question="Read three columns for each event: what would move, of which kind is the source, and was it read?",
        hint="First the column moves: is it nothing? If not, a change needs both: primary in source_kind, and read in seen.",
        right="The rule is strict on purpose: it keeps a table from following a rumour, or a page that nobody opened. "
        "What waits is not wrong; it is looked up again.",
        mistakes=[
            ("takes an address for a page that was read", {e: "change" for e in waiting if kinds[e] == "primary"}),
            ("takes news for the record", {e: "change" for e in waiting if kinds[e] != "primary"}),
            ("changes whatever would move", dict.fromkeys(waiting, "change")),
            (
                "takes silence for a change",
                dict.fromkeys((e for e, word in wanted.items() if word == "nothing"), "change"),
            ),
        ],
    )


@exercise("6.1")
def plan() -> Exercise:
    """Which table can settle the claim?"""

    def find(given: dict) -> str:
        return settled(given["claim"]).find

    def only_words(because: str, claim: str, *names: str) -> Mistake:
        return Mistake(because, lambda given: given["table"] in names,
            lambda given: f"This table holds what was said or judged. A claim is held against what was measured or recorded. {find(given)}",
            [plan_code(claim, names[0])])  # fmt: skip

    def another(because: str, claim: str, name: str) -> Mistake:
        return Mistake(
            because,
            {claim: {"table": (name,)}},
            lambda given: f"What does one row of {name} stand for? {find(given)}",
            [plan_code(claim, name)],
        )

    return Exercise(
        kind=Parts({"claim": CLAIM, "table": _TableName(), "wrong_if": Text(6)}, by="claim"),
        wanted={claim: {"table": settled(claim).tables} for claim in CLAIMS},
        right=lambda given: f"{given['table']} has {len(table(given['table']))} rows. Read what the dictionary says about it under Left out and Uncertain. "
        "Your sentence in wrong_if is yours: keep it, and do not change it after you have seen the figure.",
        mistakes=[
            only_words("takes a claim for a measurement", "over_44_per_cent", "size_claims.csv"),
            only_words("takes the judgement of others for the record", "every_summit", "conflicts.csv"),
            only_words("takes a claim for the record", "since_2005", "printed_claims.csv", "briefing_claims.csv"),
            Mistake("takes the source for the table", lambda given: given["table"] == "sources.csv",
                lambda given: f"This table tells where facts come from; you need it in the last step. {find(given)}",
                [plan_code("quarter_of_output", "sources.csv")]),
            another("counts contacts instead of summits", "every_summit", "contacts.csv"),
            another("takes two votes for all votes", "bloc", "resolution_votes.csv"),
            another("takes agreement for support", "support_grows", "cohesion.csv"),
            another("looks at the text, not at what followed", "more_contacts", "declaration_2010.csv"),
        ],
        otherwise=lambda given: f"What does one row of {given['table']} stand for? {find(given)}",
    )  # fmt: skip


@exercise("6.2", "plan", "result")
def result() -> Exercise:
    """Which figure settles the claim?"""

    def of_claim(claim: str, slip: Mistake) -> Mistake:
        codes = [result_code(claim, code) for code in slip.codes]
        return replace(slip, value={claim: {"figure": slip.value}}, codes=codes)

    return Exercise(
        kind=Parts({"claim": CLAIM, "figure": Number(1, of_rows=False), "not_in_table": Text(6)}, by="claim"),
        wanted={claim: {"figure": settled(claim).figure} for claim in CLAIMS},
        right=lambda given: settled(given["claim"]).new,
        mistakes=[
            *(of_claim(claim, slip) for claim in CLAIMS for slip in settled(claim).slips),
        ],
        otherwise="Read the column figure_asked of your claim once more, word by word: who or what is counted, and when? Show each step in a cell of its own: which one is not what you expect?",
    )  # fmt: skip


def _fits_none(mistakes: Sequence[Mistake]) -> Callable[[Any], bool]:
    """Return what says of an answer that it has none of some mistakes."""
    return lambda given: not any(mistake.value(given) for mistake in mistakes)


def _figure_named(given: dict) -> Named:
    """Say how the description of a chart names the figure of its claim."""
    claim = settled(given["claim"])
    return named(given["description"], claim.figure, of_things=claim.of_things, change=claim.change)


def _figure_hidden(given: dict) -> bool:
    """Say whether the figure of a claim is not to be found in the numbers of its chart."""
    claim = settled(given["claim"])
    return not comes_from(given["numbers"], claim.figure, claim.of_things, claim.change)


def _tables_named(given: dict) -> set[str]:
    return set(re.findall(r"\b\w+\.csv\b", given["source"].casefold()))


def _no_table(given: dict) -> bool:
    """Say whether the source of a chart leaves out the tables that its figure can come from."""
    return not _tables_named(given) & set(settled(given["claim"]).tables)


def _day(given: dict) -> date | None:
    """Return the day for which a chart holds, or None if it is not written as a date."""
    try:
        return date.fromisoformat(given["as_of"])
    except ValueError:
        return None


def _chart_mistakes() -> list[Mistake]:
    """Return what a reader of the chart would miss, most important first."""
    no_table = "The source does not name the table of your figure. Write its file name, with .csv, and in brackets who made the data."
    long_title = "A chart that shows for how many of all the summits of the SCO since 2001 somebody from the UN was there or sent a message"
    no_number = "Two bars for all summits since 2001: the bar for those with the UN is the longer one of the two."
    stems = {name.removesuffix(".csv") for name in table_names()}
    return [
        Mistake("writes a description as a title", lambda given: len(given["title"]) > LONGEST_TITLE,
            lambda given: f"The title has {len(given['title'])} letters; {LONGEST_TITLE} are enough. What is the one thing to be seen?",
            [words_code(title=long_title)]),
        Mistake("forgets the unit", lambda given: not names_a_unit(given["axis"]),
            "The axis does not say what its numbers are: begin with Number of, Share of or Year, or put the unit in brackets, as in (per cent).",
            [words_code(axis="Summits")]),
        Mistake("describes the kind of chart", lambda given: how_many_words(given["description"]) < FEWEST_WORDS,
            f"The description has fewer than {FEWEST_WORDS} words. What would somebody who cannot see the chart need to know: what is shown, with which numbers?",
            [words_code(description="A bar chart of the summits with and without the UN.")]),
        Mistake("gives no number", lambda given: _figure_named(given) == Named.NOT,
            "The description does not name your figure of 6.2 as a number of its own. A reader who cannot see the chart needs it.",
            [words_code(description=no_number)]),
        Mistake("turns the direction round", lambda given: _figure_named(given) == Named.WRONG_WAY,
            "The figure stands in the description, and the nearest word beside it says the other direction. Did the number rise or fall?",
            [fall_code("In 2023 the share of yes among yes and no was 97.6 per cent, in 2025 it was 81.6: it rose by 15.9 points.")]),
        Mistake("gives no direction", lambda given: _figure_named(given) == Named.NO_WAY,
            "The figure is a change, and the description gives its size only. Did the number rise or fall? Say it in words, or with a sign.",
            [fall_code("Two bars for the share of yes among yes and no, in 2023 and in 2025. The change was 15.9 points.")]),
        Mistake("draws other numbers", _figure_hidden,
            "Your figure of 6.2 is none of your numbers, and it does not come out of them as a sum, a difference or a share. How can a reader see it?",
            [words_code(numbers={"found": 25, "not found": 0})]),
        Mistake("names another table", lambda given: _no_table(given) and bool(_tables_named(given)), no_table,
            [words_code(source="contacts.csv (SCO pages)")]),
        Mistake("drops .csv", lambda given: _no_table(given) and bool(stems & set(given["source"].casefold().split())), no_table,
            [words_code(source="summits")]),
        Mistake("names an organisation", _no_table, no_table, [words_code(source="United Nations")]),
        Mistake("misspells a table", lambda given: bool(_tables_named(given) - set(table_names())),
            lambda given: f"There is no table {min(_tables_named(given) - set(table_names()))} in this course: is its name spelled right?",
            [words_code(source="summits.csv, guests.csv (SCO pages)")]),
        Mistake("writes a day that there is not", lambda given: _day(given) is None and bool(re.fullmatch(r"\d{4}-\d\d-\d\d", given["as_of"])),
            lambda given: f"There is no day {given['as_of']} in the calendar. For which day does your chart hold?", [words_code(as_of="2025-02-30")]),
        Mistake("writes the date in words", lambda given: _day(given) is None,
            "The date is written year, month, day, as in 2019-12-31. For which day does your chart hold?", [words_code(as_of="31 December 2025")]),
        Mistake("takes the day of writing", lambda given: not date(2001, 1, 1) <= _day(given) <= date(2026, 1, 31),
            "The tables hold the record from 2001 to the end of 2025. For which day does your chart hold?", [words_code(as_of="2026-11-24")]),
    ]  # fmt: skip


@dataclass(frozen=True)
class _Bars(Kind):
    """A few numbers with names, as bar_chart() takes them; which numbers they are is not compared."""

    def read(self, answer: Plain) -> dict[str, float]:
        if answer.kind != Form.DICTIONARY and answer.what != COLUMN:
            raise instead(
                answer, "a dictionary or a column of numbers with names", ', as in {"2023": 80, "2025": 120}.'
            )
        bars = Numbers(what="bars").read(answer)
        if not 1 <= len(bars) <= MOST_BARS:
            raise WrongKind(
                f"These are {len(bars)} numbers; 1 to {MOST_BARS} are asked, with names. Which does the claim need?",
                "gives too many numbers, or none",
            )
        return bars


@dataclass(frozen=True)
class _Chart(Parts):
    """The words of a chart, and beside them its numbers, as they stand under a name of their own."""

    def read(self, answer: Plain) -> dict[str, Any]:
        if answer.kind == Form.LIST and len(answer.parts) == 3:
            numbers = Plain(Form.DICTIONARY, keys=(plain("numbers"),), parts=(answer.parts[1],), size=1)
            answer = replace(answer, parts=(answer.parts[0], numbers, answer.parts[2]))
        return super().read(answer)


@exercise("6.3", "plan", "numbers", "words")
def chart_words() -> Exercise:
    """Does the chart have the words that a reader needs?"""
    mistakes = _chart_mistakes()
    lines = {
        "numbers": _Bars(),
        "title": Text(),
        "axis": Text(),
        "description": Text(),
        "source": Text(),
        "as_of": Text(),
    }
    return Exercise(
        kind=_Chart({"claim": CLAIM, **lines}, by="claim"),
        wanted=_fits_none(mistakes),
        right="Your numbers have names, and your words a title, a unit, a description with your figure, a source and a date. Whether they are true to the picture, only a reader can say: "
        "read the description aloud to somebody who does not look.",
        mistakes=mistakes,
    )  # fmt: skip


def folded(ids: Iterable[str]) -> set[str]:
    """Return ids in small letters, as they are compared."""
    return {source.casefold() for source in ids}


def _cited(given: dict) -> set[str]:
    return folded(source.strip() for source in given["sources"])


def _others(given: dict, ids: Iterable[str]) -> list[str]:
    """Return the sources, as they were written, that are not among some ids."""
    known = folded(ids)
    return [source.strip() for source in given["sources"] if source.strip().casefold() not in known]


def _unknown(given: dict) -> list[str]:
    """Return the sources that sources.csv does not have."""
    return _others(given, table("sources.csv")["id"])


def _strange(given: dict) -> list[str]:
    """Return the sources that neither the claim nor its tables rest on."""
    return _others(given, sources_of(given["claim"]))


def _no_id(because: str, looks: str, marks: tuple[str, ...], source: str) -> Mistake:
    """Return the mistake of something that is no id and can be known by one of some marks."""
    what = f"This looks like {looks}. An id of sources.csv is asked, not" if looks else "sources.csv has no id"
    return Mistake(because, lambda given: any(mark in source.casefold() for source in _unknown(given)[:1] for mark in marks),
        lambda given: f"{what} {_unknown(given)[0]:.40}. Copy ids from the columns source and also.",
        [judgement_code("every_summit", "not proved", ["rbth_2016", source])])  # fmt: skip


def _judgement_mistakes() -> list[Mistake]:
    """Return what speaks against a verdict or its sources, most important first."""

    def doubt(claim: str, asked: Mistake) -> Mistake:
        def fits(given: dict) -> bool:
            return (given["claim"], given["verdict"]) == (claim, asked.value)

        return replace(asked, value=fits, codes=[judgement_code(claim, asked.value, list(settled(claim).cites))])

    def citing(*sources: str) -> list[str]:
        return [judgement_code("every_summit", "not proved", list(sources))]

    two = "Give at least two different sources: one for the claim or the event, one for the numbers."
    return [
        *(doubt(claim, asked) for claim in CLAIMS for asked in settled(claim).doubts),
        _no_id("quotes several ids together", "several ids in one pair of quotation marks", (";", ","), "un_sgsm11762;un_sgt3437"),
        _no_id("gives an address", "an address", ("/", "www"), "https://press.un.org"),
        _no_id("gives the table", "a table", (".csv",), "summits.csv"),
        _no_id("guesses an id", "", ("",), "un_2016"),
        Mistake("names a source of something else", lambda given: bool(_strange(given)),
            lambda given: f"{_strange(given)[0]} exists, and neither the row of your claim nor a row that your figure rests on names it. Which source does your sentence rest on?",
            citing("rbth_2016", "worldbank_pop")),
        Mistake("names one source", lambda given: len(given["sources"]) < 2, two, citing("rbth_2016")),
        Mistake("names one source twice", lambda given: len(_cited(given)) < 2, two, citing("rbth_2016", "rbth_2016")),
        Mistake("leaves out where the claim was made", lambda given: claims().loc[given["claim"], "source"].casefold() not in _cited(given),
            "The main source of your claim is missing: look into the column source of its row in claims.",
            citing("un_sgsm16137", "un_sgsm11762")),
    ]  # fmt: skip


@exercise("6.4", "plan", "judgement")
def judgement() -> Exercise:
    """Is the verdict as strong as the figure, and do the sources resolve?"""
    mistakes = _judgement_mistakes()
    ends = {
        "borne out": "Borne out, by this figure and for this year. Say both in your text, and what a reader could still ask.",
        "refuted": "The record contradicts the sentence as it stands. A fair text also says which weaker sentence would hold.",
        "not proved": "The hardest verdict to write: the record neither bears the claim out nor contradicts it. Say what would have to be found.",
    }
    return Exercise(
        kind=Parts({"claim": CLAIM, "verdict": Choice(VERDICTS), "sources": Names("source ids")}, by="claim"),
        wanted=_fits_none(mistakes),
        right=lambda given: f"The sources resolve. {ends[given['verdict']]} Your text itself is checked by nobody but a reader.",
        mistakes=mistakes,
    )  # fmt: skip
