"""Verdicts are never false: each answer made by tests/wrong_answers.py is judged, and what is said must be true of it.

The answers come from the key's code, not from the bank, and what is true of them is computed here, by other code than
that of the check.
"""

import itertools
import math
import random
import re
from numbers import Real

import pandas as pd
import pytest
from wrong_answers import key_code, mutants, other_choices, other_groups, other_names, other_numbers, run

from coursekit.answers import Choices, Names, roughly_agree
from coursekit.charts import text_problems
from coursekit.exercises.claims import CLAIMS, settled, table
from coursekit.kinds import spelled
from coursekit.numbers_asked import Number, Numbers
from coursekit.verdicts import NEARLY, RIGHT, WRONG_KIND, Mistake, exercise_numbers, expected, verdict

OF_KIND = {number: type(expected(number).kind) for number in exercise_numbers()}
COMPUTED = [number for number, kind in OF_KIND.items() if kind in (Number, Numbers, Names) and number != "0.1"]


def as_read(kind: type, answer: object) -> object:
    """Return a number, a dictionary or a list in small letters; None for what is none."""
    if isinstance(answer, pd.Series) and len(answer) == 1 and kind is Number:
        answer = answer.iloc[0]
    if kind is Number:
        usable = isinstance(answer, (int, float)) or (hasattr(answer, "dtype") and getattr(answer, "ndim", 1) == 0)
        return float(answer) if usable and not isinstance(answer, bool) and answer == answer else None
    if kind is Names:
        values = list(answer) if isinstance(answer, (list, pd.Series)) else None
        return sorted(set(map(str.casefold, values))) if values and all(isinstance(v, str) for v in values) else None
    pairs = dict(answer) if isinstance(answer, (dict, pd.Series)) else {}
    numbers = all(isinstance(value, Real) and not isinstance(value, bool) for value in pairs.values())
    return {spelled(str(k)): float(v) for k, v in pairs.items()} if numbers else None


def agree(number: str, given: object, right: object) -> bool:
    """Say whether two answers are the same, by the decimals that the exercise asks for."""
    kind = expected(number).kind
    off = 0.0 if isinstance(kind, Names) else kind.within if getattr(kind, "within", 0) else 0.0
    if getattr(kind, "decimals", None) is not None:
        off = 0.5 * 10**-kind.decimals
    if isinstance(right, float):
        return isinstance(given, float) and abs(given - right) <= off + 1e-9
    if isinstance(right, dict):
        given = {k: v for k, v in (given or {}).items() if v or k in right}
        return given.keys() == right.keys() and all(abs(given[k] - right[k]) <= off + 1e-9 for k in right)
    return given == right


def near(given: float, value: float, part: float = 0.02) -> bool:
    return abs(given - value) <= part * abs(value) + 1e-9


def _only_rounded(given: float, right: float) -> bool:
    step = next((10.0**-d for d in range(9) if abs(given - round(given, d)) < 1e-9), 0)
    return abs(given - right) < step


def _mended(given: list[str], message: str) -> list[str]:
    """Return names with the spelling that a message tells."""
    told = re.findall(r'No row has the name "(.+?)"; the nearest is "(.+?)"', message)
    better = {odd.casefold(): name.casefold() for odd, name in told}
    return [better.get(name, name) for name in given]


def _missing_and_too_many(number: str, given: list, said: re.Match) -> bool:
    ours, theirs = {name.casefold() for name in expected(number).wanted}, set(given or [])
    missing, extra = len(ours - theirs), len(theirs - ours)
    return (said[1] or "0", said[2] or "0") == (str(missing), str(extra))


# What a message claims of the answer, known by its words: is it so?
CLAIMED = [
    (r"sign is not", lambda number, given, right, said: near(given, -right)),
    (r"as a fraction of 1", lambda number, given, right, said: near(100 * given, right)),
    (r"only by rounding", lambda number, given, right, said: all(map(_only_rounded, given.values(), [right[k] for k in given])) if isinstance(given, dict) else _only_rounded(given, right)),
    (r"100 times", lambda number, given, right, said: near(given, 100 * right)),
    (r"Off by one", lambda number, given, right, said: abs(given - right) == 1),
    (r"times too large", lambda number, given, right, said: given / right > 999),
    (r"times too small", lambda number, given, right, said: right / given > 999),
    (r"\bis 0\b", lambda number, given, right, said: given == 0),
    (r"[Nn]o row is left|no rows left|No name is in it|No number is in it", lambda number, given, right, said: not given),
    (r"(?:(\d+) of the \d+ [\w ]+|none) missing; (?:(\d+) too many)?", lambda number, given, right, said: _missing_and_too_many(number, _mended(given, said.string), said)),
    (r"Nothing else is to be mended", lambda number, given, right, said: sorted(set(_mended(given, said.string))) == sorted(right)),
    (r"add up to ([\d.]+)", lambda number, given, right, said: math.isclose(float(said[1].rstrip(".")), sum(given.values()), rel_tol=1e-3)),
]  # fmt: skip


def false_claims(number: str, answer: object, message: str, right: object) -> list[str]:
    """Return what a message claims and the answer does not have."""
    given = as_read(OF_KIND[number], answer)
    return [
        words for words, true in CLAIMED
        if (said := re.search(words, message)) and not (given is not None and true(number, given, right, said))
        and not (words.startswith("[Nn]o row") and given is None)  # an empty column is read as nothing here
    ]  # fmt: skip


def _tells_of(mistake: Mistake, message: str) -> bool:
    return isinstance(mistake.says, str) and mistake.says in message and not callable(mistake.value)


def other_mistakes(number: str, answer: object, message: str) -> list[str]:
    """Return the mistakes of which a message speaks, although the answer is not what they lead to."""
    kind = OF_KIND[number]
    given = as_read(kind, answer)
    told: dict[str, list[Mistake]] = {}
    for mistake in expected(number).mistakes:
        if _tells_of(mistake, message):
            told.setdefault(mistake.says, []).append(mistake)
    return [some[0].because for some in told.values() if not any(_leads_to(kind, m.value, given) for m in some)]


def _leads_to(kind: type, value: object, given: object) -> bool:
    """Say whether a mistake leads to an answer, as read here."""
    if kind is Number:
        return given is not None and near(given, float(value))
    value = as_read(kind, pd.Series(value, dtype=float) if isinstance(value, dict) else value)
    return not given if not value else _same_groups(given, value)


def _same_groups(given: object, value: object) -> bool:
    if not isinstance(value, dict):
        return given == value
    shown = {key: number for key, number in (given or {}).items() if number or key in value}
    return shown.keys() == value.keys() and all(near(shown[k], value[k]) for k in value)


def judged_falsely(number: str, answers: list[tuple[str, object]], right: object) -> dict[str, str]:
    """Return the answers with a false verdict, by what was given, and the verdict."""
    wrong = {}
    for what, answer in answers:
        kind, message, _ = verdict(number, answer)
        same = agree(number, as_read(OF_KIND[number], answer), right)
        if (kind == RIGHT) != same and not (kind == WRONG_KIND and same is False):
            wrong[what] = f"{'right' if same else 'wrong'}, and gets: {kind} {message}"
        elif kind == NEARLY:
            for fault in (false_claims(number, answer, message, right), other_mistakes(number, answer, message)):
                if fault:
                    wrong[what] = f"{answer!r:.60} gets: {message} ({fault})"
    return wrong


def made(number: str) -> list[tuple[str, object]]:
    """Return answers by the key's code with one thing changed, where it gives one."""
    found = []
    for code in mutants(number):
        try:
            found.append((code, run(number, code)))
        except Exception:
            continue
    return found


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("number", COMPUTED)
def test_what_is_said_to_wrong_answers_is_true_of_them(number):
    right = as_read(OF_KIND[number], run(number, key_code(number)))
    assert right is not None
    others = {Number: other_numbers, Numbers: other_groups, Names: lambda _: other_names(list(expected(number).wanted))}
    shapes = [(repr(answer), answer) for answer in others[OF_KIND[number]](right)]
    assert not judged_falsely(number, shapes, right)
    answers = made(number) if "." in key_code(number) or "[" in key_code(number) else []
    assert not judged_falsely(number, answers, right)


@pytest.mark.parametrize("number", [number for number, kind in OF_KIND.items() if kind is Choices])
def test_choices_are_right_only_if_all_are_and_no_line_is_named(number):
    right = dict(expected(number).wanted)
    for answer in other_choices(right):
        kind, message, _ = verdict(number, answer)
        assert (kind == RIGHT) == (answer == right)
        if kind == NEARLY:
            most = sum(answer[line] == right[line] for line in right) > len(right) / 2
            assert message.startswith("More than half of your lines" if most else "Half or fewer of your lines")
            assert not any(line in message for line in right)


def test_a_false_claim_would_be_seen():
    assert false_claims("2.1", 3.0, "The size is right and the sign is not.", 40.0)
    assert other_mistakes("2.1", 5.0, expected("2.1").mistakes[1].says) == ["takes the row of the SCO"]
    assert not other_mistakes("2.1", 3.0, expected("2.1").mistakes[1].says)
    assert judged_falsely("2.1", [("a", 41), ("b", 40)], 41.0).keys() == {"a", "b"}


# Lesson 06: the parts of a briefing, for each claim


each_claim = pytest.mark.parametrize("claim", CLAIMS)


@each_claim
def test_only_the_figure_of_a_claim_is_right_and_what_is_said_to_others_is_so(claim):
    right = float(settled(claim).figure)
    wrong = {}
    for answer in other_numbers(right):
        kind, message, _ = verdict(
            "6.2", {"claim": claim, "figure": answer, "not_in_table": "One two three four five six."}
        )
        same = isinstance(answer, (int, float)) and not isinstance(answer, bool) and abs(answer - right) <= 0.05 + 1e-9
        false = [
            words for words, true in CLAIMED if isinstance(answer, (int, float)) and kind == NEARLY
            and (said := re.search(words, message)) and not true("6.2", answer, right, said)
        ]  # fmt: skip
        if (kind == RIGHT) != same or false:
            wrong[repr(answer)] = f"{kind} {message} {false}"
    assert not wrong


@each_claim
def test_a_description_is_right_only_with_the_figure_and_its_direction(claim):
    figure = settled(claim).figure
    size, words = (
        f"{abs(figure):.1f}".removesuffix(".0"),
        {"claim": claim, "title": "What the record says", "axis": "Number of things"},
    )
    words |= {"source": f"{settled(claim).tables[0]} (the record)", "as_of": "2025-12-31", "numbers": {"found": figure}}
    change = settled(claim).change
    long = "This is a chart for somebody who cannot see it, with two bars in it."
    cases = {
        f"{long} The figure fell by {size}.": not change or figure < 0,
        f"{long} The figure rose by {size}.": not change or figure > 0,
        f"{long} The figure is {size}.": not change,
        f"{long} The figure is {figure:.1f}.".replace("-", "\u2212"): True,
        f"{long} It was made on {min(28, round(abs(figure)) % 31)} September.": False,
        f"{long} It has {round(abs(figure))} bars and {round(abs(figure))} spans.": False,
        f"{long} It fell, and no number is given.": False,
        f"{long} It fell by {abs(figure) + 3:.1f}.": False,
    }
    judged = {text: verdict("6.3", words | {"description": text})[0] == RIGHT for text in cases}
    assert judged == cases
    assert not [text for text, right in cases.items() if right and text_problems(text, words["source"], words["as_of"])]


@each_claim
def test_two_of_any_sources_are_not_enough(claim):
    """Beside the main source of the claim only few of all sources are accepted."""
    own = table("briefing_claims.csv").set_index("claim_id").loc[claim, "source"]
    answer = {"claim": claim, "verdict": settled(claim).verdict}
    some = table("sources.csv")["id"][::4]
    taken = [one for one in some if verdict("6.4", answer | {"sources": [own, one]})[0] == RIGHT]
    assert len(taken) < len(some) / 4


def test_a_source_of_other_years_does_not_belong_to_a_claim():
    contacts = table("contacts.csv")
    ids = (contacts["source"] + ";" + contacts["also"].fillna("")).str.split(";")
    early, late = (set(ids[years].explode()) for years in (contacts["year"] < 2014, contacts["year"] > 2014))
    answer = {"claim": "more_contacts", "verdict": "not proved"}
    for one in sorted(late - early - {"uzbe_statement"})[:20]:
        assert verdict("6.4", answer | {"sources": ["un_sgt2722", one]})[0] == NEARLY


JUDGING = ("1.5", "2.5", "3.5", "4.5", "5.5")


def tries_of_a_guesser(number: str, seed: int) -> int:
    """Return after how many verdicts somebody is right who looks nothing up and makes use of each verdict.

    The first guess is one word for all lines. Each later one is an answer that every verdict so far allows, and of
    these one that differs from the last guess in as few lines as can be.
    """
    asked, chance = expected(number), random.Random(seed)
    possible = list(itertools.product(asked.kind.options, repeat=len(asked.wanted)))
    chance.shuffle(possible)
    guess = (chance.choice(asked.kind.options),) * len(asked.wanted)
    question = asked.otherwise(dict.fromkeys(asked.wanted, "")).split("record.", 1)[1].strip()
    for tries in itertools.count(1):
        given = dict(zip(asked.wanted, guess, strict=True))
        kind, heard, _ = verdict(number, given)
        if kind == RIGHT:
            return tries
        would_hear = {}  # by the number of lines that agree
        possible = [one for one in possible if one != guess and told_of(one, guess, question, would_hear) == heard]
        guess = min(possible, key=lambda one: sum(a != b for a, b in zip(one, guess, strict=True)))


def told_of(right: tuple, guess: tuple, question: str, known: dict[int, str]) -> str:
    """Return what a guess would read if another answer were the right one; it is worked out once for each number."""
    agree = sum(a == b for a, b in zip(right, guess, strict=True))
    if agree not in known:
        known[agree] = roughly_agree(dict(enumerate(right)), question)(dict(enumerate(guess)))
    return known[agree]


@pytest.mark.parametrize("number", JUDGING)
def test_whoever_only_guesses_needs_eleven_tries_or_more(number):
    """Reading the record must be the shorter way: the mean of many guessers, each in an order of their own."""
    runs = 1 if len(expected(number).kind.options) > 3 else 40  # five words: about 50 tries, and slow to work out
    tries = [tries_of_a_guesser(number, seed) for seed in range(runs)]
    assert sum(tries) / runs >= 11


@pytest.mark.parametrize("number", JUDGING)
def test_the_question_after_a_wrong_judgement_is_about_each_verdict_of_three(number):
    """Whichever line is wrong, the question that a learner reads can be asked of it."""
    asked = expected(number)
    if "not proved" in asked.kind.options:
        said = asked.otherwise(dict.fromkeys(asked.wanted, ""))
        assert [word for word in asked.kind.options if word not in said] == []


def test_all_judging_exercises_are_guessed_at():
    assert {n for n in exercise_numbers() if OF_KIND[n] is Choices and len(expected(n).wanted) > 4} == set(JUDGING)


MISSPELLED = [
    ("1.2", ["Mongolia", "India", "Pakistan", "Iran", "Afganistan"], 'No row has the name "Afganistan"; the nearest is "Afghanistan". Nothing else'),
    ("1.2", ["Mongola", "Indai", "Pakistan", "Iran", "Afghanistan"], '"Mongola"; the nearest is "Mongolia". No row has the name "Indai"; the nearest is "India". Nothing else'),
    ("2.4", ["AU", "CIS", "GUAM", "CSTO", "UNASUR", "SOC"], '"SOC"; the nearest is "SCO". Nothing else'),
    ("2.4", ["AU", "CIS", "GUUAM", "CSTO", "UNASUR"], '"GUUAM"; the nearest is "GUAM". With this mended: 1 of the 6 short names missing'),
    ("1.2", ["Mongolia", "India", "Pakistan", "Iran", "Belarus"], "Compared with the table: 1 of the 5 states missing; 1 too many."),
    ("1.2", ["Mongolia", "India", "Pakistan", "Islamic Republic of Iran", "Afghanistan"], 'No row has the name "Islamic Republic of Iran" in the column state: copy it from there.'),
    ("1.2", ["observer"] * 5, "These are no names of the column state. Did you take another column?"),
    ("5.3", ["did not vote", "abstained"], "These are no names of the column state."),
    ("3.4", ["SCO Secretariat"] * 5, "These are no names of the column un_body."),
    ("3.4", ["UNODC", "UNESCO", "CTC", "CTED", "UNWTO", "FAO"], '"CTED"; the nearest is "CTC and CTED". Nothing else'),
    ("1.2", ["Mongolia", "India", "Раkistan", "Iran", "Afghanistan"], '"Pakistan". It looks the same, and has letters of another alphabet: Р (Cyrillic), а (Cyrillic). Switch the keyboard, or copy the word. Nothing else'),
]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "answer", "letters"), [("1.5", {"iran_2021": "dесisiоn"}, "е, с, о"), ("2.0", "АСВD", "А, С, В")]
)
def test_a_word_of_another_alphabet_is_told_its_letters(number, answer, letters):
    given = answer if isinstance(answer, str) else {**expected(number).wanted, **answer}
    found = verdict(number, given)
    assert found.kind == WRONG_KIND
    assert f"of another alphabet: {letters.replace(',', ' (Cyrillic),')} (Cyrillic)." in found.message


@pytest.mark.parametrize(("number", "answer", "says"), MISSPELLED)
def test_a_misspelled_name_is_told_the_nearest_and_not_that_it_is_missing(number, answer, says):
    found = verdict(number, answer)
    assert found.kind == NEARLY
    assert says in found.message
    assert ("missing" in found.message) == ("missing" in says)


TWO_SLIPS = [
    (52 / 71, "Keep only the rows with the grant seen"),
    (0.73, "Keep only the rows with the grant seen"),
    (100 - 100 * 52 / 71, "Keep only the rows with the grant seen"),
    (100 * 45 / 82, "Begin with organisations"),
    (43 / 82, "Divide by 71"),
    (43 / 52, "Divide by 71"),
]


@pytest.mark.parametrize(("answer", "first"), TWO_SLIPS)
def test_of_two_slips_the_first_to_mend_is_named(answer, first):
    kind, message, because = verdict("2.3", answer)
    assert (kind, because) == (NEARLY, "makes two slips at once")
    assert first in message


def test_a_count_that_looks_like_a_share_is_told_of_both():
    message = verdict("2.3", 52).message
    assert "52 can be two things. It is the number of organisations before 2009" in message
    assert "share of all organisations" in message
    assert "52 can be" not in verdict("2.3", 100 * 43 / 82).message
