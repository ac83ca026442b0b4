"""What the exercises of several lessons share: rows and columns of the tables, and exercises of one shape."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

import pandas as pd

from coursekit.answers import Choices, Names, Order, roughly_agree
from coursekit.kinds import spelled
from coursekit.lookalikes import alike
from coursekit.numbers_asked import Numbers
from coursekit.plain import plain
from coursekit.tables import data
from coursekit.verdicts import Exercise, Mistake

VERDICTS = ("correct", "wrong", "not proved")
MOST_TOLD = 3  # misspelled names at once
LONGEST_NAME = 80  # letters; nobody misspells a longer one by a letter
LOOK_ALIKE = str.maketrans("015", "ois")  # digits typed for a letter


def table(name: str) -> pd.DataFrame:
    """Return a table of the course by its file name."""
    return pd.read_csv(data(name))


def members() -> pd.DataFrame:
    """Return the spells of members and partners with real dates; a month or year counts from its first day."""
    spells = table("members.csv")
    return spells.assign(**{end: pd.to_datetime(spells[end], format="ISO8601") for end in ("start", "end")})


def on_day(when: str, *roles: str) -> pd.DataFrame:
    """Return the spells that run on a day, in some roles or in all."""
    spells = members()
    there = spells[(spells["start"] <= when) & ~(spells["end"] <= when)]
    return there[there["role"].isin(roles)] if roles else there


def column(year: int, name: str) -> pd.Series:
    """Return population or output (gdp_usd) of one year, by state code; the world is WLD."""
    population = table("population.csv")
    return population[population["year"] == year].set_index("iso3")[name]


def share(part: float, whole: float) -> float:
    """Return what part of a whole something is, in per cent."""
    return 100 * part / whole


def judging(
    wanted: Mapping[str, str], options: tuple[str, ...], question: str, hint: str, right: str,
    mistakes: Sequence[tuple[str, dict[str, str]]],
) -> Exercise:  # fmt: skip
    """Return an exercise in which each of some lines gets one of a few words.

    A mistake is the misconception and the lines that differ from what is wanted. Learners read whether most lines agree
    and the question, whatever their mistake is, so that nobody is told which line to change.
    """
    say = roughly_agree(wanted, question)
    wrong = [(because, {**wanted, **lines}) for because, lines in mistakes]
    if {"wrong", "not proved"} <= set(options):
        careful = [{**wanted, line: "not proved"} for line, word in wanted.items() if word == "wrong"]
        told = [given for _, given in wrong]
        wrong += [("calls not proved what the record contradicts", given) for given in careful if given not in told]
    wrong += [("answers everything alike", dict.fromkeys(wanted, option)) for option in options]
    return Exercise(
        kind=Choices(tuple(wanted), options),
        wanted=wanted,
        right=right,
        mistakes=[Mistake(because, given, say, [repr(given)]) for because, given in wrong if given != wanted],
        otherwise=say,
        hint=hint,
    )


def right_if(true: bool) -> str:
    """Return the verdict on a claim that the record decides either way."""
    return "correct" if true else "wrong"


def counted_verdicts(wanted: Mapping[str, str]) -> str:
    """Return a sentence that says how often each verdict is the right one."""
    given = list(wanted.values())
    counts = ", ".join(f"{verdict} ({given.count(verdict)})" for verdict in VERDICTS)  # fits any number in any language
    return f"The verdicts: {counts}."


def _nearest(odd: Sequence[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return for names that a column does not have the one in it that is nearest; none where none is near."""
    near = {}
    for name in (name for name in odd if len(name) < LONGEST_NAME):
        close = get_close_matches(spelled(name), known, 3, 0.6 if len(name) < 5 else 0.75)
        close.sort(key=lambda one: sorted(one) != sorted(spelled(name)))  # two letters that changed places
        holding = [
            one for one in known if spelled(name) in re.split(r"\W+", one)
        ]  # a part of one name, and of no other
        close += holding if len(holding) == 1 else []
        typed = [one for one in known if one == spelled(name).translate(LOOK_ALIKE)]
        found = [one for one in known if alike(spelled(name), one)] or typed or close
        near |= {name: known[found[0]]} if found else {}
    return near


def compared(kind: Names, wanted: Sequence[str], advice: str, there: pd.Series) -> Callable[[list[str]], str]:
    """Return what is said to other names than those wanted: how many are missing or too many, and what to do.

    What is not among the names `there` are in the column comes first: the nearest that there is, or no more than that.
    """
    known = {spelled(name): name for name in there.dropna()}

    def say(given: list[str]) -> str:
        odd = [name for name in given if spelled(name) not in known]
        near = _nearest(odd[:MOST_TOLD], known)
        if odd and len(odd) == len(given) > 1 and len(near) < len(given):
            return f"These are no names of the column {there.name}. Did you take another column?"
        if odd and not near:
            return f'No row has the name "{odd[0]:.40}" in the column {there.name}: copy it from there.'
        if not near:
            return f"Compared with the table: {kind.difference(given, wanted)} {advice}"
        told = " ".join(
            f'No row has the name "{odd}"; the nearest is "{name}". {alike(odd, name)}'.strip()
            for odd, name in near.items()
        )
        mended = [near.get(name, name) for name in given]
        if kind.same(mended, wanted):
            return f"{told} Nothing else is to be mended."
        return f"{told} With this mended: {kind.difference(mended, wanted)} {advice}"

    return say


def grouped(kind: Numbers, wanted: pd.Series, rows: str, advice: str) -> Callable[[dict[str, float]], str]:
    """Return what is said to other numbers of groups than those wanted: what is as it should be, and what is not.

    `rows` says of which rows the numbers should give the sum, such as "Norov has 13 rows".
    """
    ours = kind.read(plain(wanted))

    def say(given: dict[str, float]) -> str:
        total, whole = sum(given.values()), sum(ours.values())
        strange = [f'"{name}"' for name in given if name not in ours]
        missing = len(ours.keys() - given.keys())
        added = f"Your numbers add up to {total:g}, " + ("as they should." if total == whole else f"and {rows}.")
        if strange:
            return f"{added} Not asked for: {', '.join(strange[:3])}{', ...' * (len(strange) > 3)}. {advice}"
        if missing:
            return f"{added} {missing} of the {len(ours)} {kind.what} missing. {advice}"
        if sorted(given.values()) == sorted(ours.values()):
            return f"{added} The {kind.what} are right, too: which numbers stand beside the wrong one of them?"
        return f"{added} The {kind.what} are right, and some numbers are not. {advice}"

    return say


def one_off(
    wanted: Sequence[str], say: Callable[[list[str]], str], codes: Mapping[str, Sequence[str]]
) -> list[Mistake]:
    """Return the mistakes in which just one name is missing or too many; codes by misconception."""
    ours = {name.casefold() for name in wanted}

    def counts(missing: int, extra: int) -> Callable[[list[str]], bool]:
        def fits(given: list[str]) -> bool:
            theirs = {name.casefold() for name in given}
            return (len(ours - theirs), len(theirs - ours)) == (missing, extra)

        return fits

    differences = {"misses one": counts(1, 0), "adds one": counts(0, 1)}
    return [Mistake(because, fits, say, codes.get(because, ())) for because, fits in differences.items()]


def ordering(needs: Mapping[str, tuple[str, str, str]], right: str) -> Exercise:
    """Return an exercise in which steps, named by letters, are put in an order that works.

    `needs` says for each letter which letters must come before it, the misconception of somebody who puts it earlier,
    and a question on what the step works with. The question must hold whichever of its needs is missing.
    """
    kind = Order({letter: before for letter, (before, _, _) in needs.items()})
    letters = "".join(needs)

    def mistake(letter: str) -> Mistake:
        _, because, question = needs[letter]
        first = letter + letters.replace(letter, "")
        says = f"Step {letter} cannot come yet where you put it. {question}"
        return Mistake(because, lambda given: kind.too_early(given) == letter, says, [repr(first)])

    return Exercise(
        kind=kind,
        wanted=lambda given: not kind.too_early(given),
        right=right,
        mistakes=[mistake(letter) for letter, (before, _, _) in needs.items() if before],
    )
