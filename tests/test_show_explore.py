"""show() and explore(): what a reader gets, and what an author is told."""

import base64
import itertools
from datetime import date
from types import SimpleNamespace

import matplotlib.pyplot as plt
import numpy as np
import pytest
from ipywidgets.widgets.widget import _instances
from matplotlib.colors import to_rgb

import coursekit
from coursekit import charts, choice, controls, day, explore, number, several, show, show_draft

WORDS = dict(
    description="Two bars, one for each year: 80 states in 2023 and 120 states in 2025, half as many again.",
    source="resolution_votes.csv",
    as_of="2025-12-31",
)


@pytest.fixture
def shown(monkeypatch):
    """Collect what is put on the page; what is put in its place later takes its place here, too."""
    seen = []

    def put(data, metadata=None, raw=False, display_id=None):
        assert raw
        place = len(seen)
        seen.append((data, metadata))
        return SimpleNamespace(update=lambda data, metadata, raw: seen.__setitem__(place, (data, metadata)))

    for module in (charts, controls):
        monkeypatch.setattr(module, "display", put)
    return seen


@pytest.fixture(autouse=True)
def plain_style():
    """Other tests of the same process run cells, which choose the lessons' style."""
    with plt.rc_context():
        plt.rcdefaults()
        yield
    plt.close("all")


def figure(title="Yes votes", xlabel="Year", ylabel="Number of states"):
    fig, ax = plt.subplots()
    ax.bar([2023, 2025], [80, 120])
    ax.set(title=title, xlabel=xlabel, ylabel=ylabel)
    return fig


def test_show_puts_picture_description_source_and_date_on_the_page(shown):
    show(figure(), **WORDS)
    (picture, metadata), (text, _) = shown
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "Chart: Yes votes. Described in the words below."
    assert picture["text/plain"].startswith("In words: Two bars")
    assert "In words: Two bars" in text["text/plain"]
    assert "Source: resolution_votes.csv. Data as of 31 December 2025." in text["text/plain"]
    assert r"resolution\_votes.csv" in text["text/markdown"]
    assert plt.get_fignums() == [], "the figure stays open and would be drawn twice"


def test_a_draft_without_words_is_drawn_and_told_what_it_lacks(shown):
    show_draft(figure(title="..."), description="...", source="resolution_votes.csv", as_of="2025-12-31")
    (picture, metadata), (text, _) = shown
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "Chart: a chart without a title. Described in the words below."
    assert "nobody has put into words" in picture["text/plain"]
    lacks = text["text/plain"].split("still misses something: ")[1]
    assert "no title" in lacks
    assert "the description is too short" in lacks
    assert plt.get_fignums() == []


def test_a_draft_with_its_words_is_shown_as_show_does(shown):
    show(figure(), **WORDS)
    show_draft(figure(), **WORDS)
    assert shown[:2] == shown[2:]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"description": ...}, "too short"),
        ({"description": "Two bars, one for each of the years, and the second one is half as long again as the first."}, "no number"),
        ({"source": "votes"}, "names no table"),
        ({"as_of": "..."}, "date the data hold for"),
    ],
    ids=["dots", "no number", "source", "day"],
)  # fmt: skip
def test_a_draft_says_what_is_missing(shown, change, says):
    show_draft(figure(), **WORDS | change)
    assert says in shown[1][0]["text/plain"]


def test_a_draft_with_a_long_title_is_drawn_too(shown):
    show_draft(figure(title="A title that is much too long for the picture " * 6), **WORDS)
    assert "is cut at the edge" in shown[1][0]["text/plain"]


def test_show_draws_the_same_picture_twice(shown):
    show(figure(), **WORDS)
    show(figure(), **WORDS)
    assert shown[0][0]["image/png"] == shown[2][0]["image/png"]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": ""}, "no title"),
        ({"xlabel": ""}, "x axis has no label"),
        ({"ylabel": ""}, "y axis has no label"),
        ({"ylabel": "States"}, "names no unit"),
        (
            {"title": "A title that is much too long for two lines of a picture that is eight inches wide, " * 3},
            "is cut",
        ),
    ],
)
def test_show_tells_the_author_what_the_chart_lacks(shown, change, says):
    with pytest.raises(ValueError, match=says):
        show(figure(**change), **WORDS)
    assert not shown
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"description": "Bars."}, "too short"),
        ({"source": ""}, "names no table"),
        ({"source": "votes of the UN"}, "names no table"),
        ({"source": "resolution_vote.csv"}, "no table of the course"),
        ({"as_of": ""}, "date"),
        ({"as_of": "31 December 2025"}, "date"),
        ({"as_of": None}, "date"),
    ],
)
def test_show_tells_the_author_what_the_words_lack(shown, change, says):
    with pytest.raises(ValueError, match=says):
        show(figure(), **{**WORDS, **change})
    assert not shown


def test_show_wants_a_figure_and_all_words(shown):
    with pytest.raises(TypeError, match=r"plt\.subplots"):
        show(figure().axes[0], **WORDS)
    with pytest.raises(TypeError):
        show(figure())
    plt.close("all")


def test_axis_of_names_needs_no_label(shown):
    fig, ax = plt.subplots()
    ax.barh(["yes", "no"], [80, 2])
    ax.set(title="Votes", xlabel="Number of states")
    show(fig, **WORDS)
    assert shown


def draw(state, year=2023):
    if year > 2025:
        raise ValueError("There was no vote after 2025: choose an earlier year.")
    return figure(
        title=f"{state} in {year}"
    ), f"The chart of {state} in {year}: two bars with 80 and 120 states, and nothing else."


ABOUT = dict(source="resolution_votes.csv", as_of="2025-12-31")


def parts(shown):
    """Return the widgets that explore() made, read back from what it shows."""
    return _instances[shown[0][0][controls.WIDGET_VIEW]["model_id"]].children


def test_explore_shows_controls_picture_and_words(shown):
    explore(draw, state=choice("State", ["India", "China"]), year=number("Year", 2023, 2030, start=2025), **ABOUT)
    (bundle, _), (picture, metadata), (text, _) = shown
    assert controls.WIDGET_VIEW in bundle
    assert bundle["text/plain"].startswith("Controls: State, Year. ") and "Run All Cells" in bundle["text/markdown"]
    assert metadata["image/png"]["alt"] == "Chart: India in 2025. Described in the words below."
    assert "India in 2025" in text["text/plain"]
    show(figure(), **WORDS)
    assert [set(data) for data, _ in shown[3:]] == [set(picture), set(text)], "they are stored as any chart is"


def test_moving_a_control_changes_picture_and_words(shown):
    explore(draw, state=choice("State", ["India", "China"]), year=number("Year", 2023, 2030, start=2025), **ABOUT)
    state, year = parts(shown)
    before = shown[1][0]["image/png"]
    state.value = "China"
    picture, metadata = shown[1]
    assert picture["image/png"] != before
    assert base64.b64decode(picture["image/png"]).startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == "Chart: China in 2025. Described in the words below."
    assert "China in 2025" in shown[2][0]["text/markdown"]
    year.value = 2030
    assert shown[1][0] == {"text/plain": ""}
    assert shown[2][0]["text/plain"] == "There was no vote after 2025: choose an earlier year."
    year.value = 2024
    assert "China in 2024" in shown[2][0]["text/plain"]
    assert "image/png" in shown[1][0]
    assert len(shown) == 3
    assert plt.get_fignums() == []


def test_controls_leave_no_figure_behind_in_ipython(shown):
    """While matplotlib is interactive, IPython keeps a list of the figures drawn until the next cell is run."""
    interactive = []

    def watched(state):
        interactive.append(plt.isinteractive())
        return draw(state)

    with plt.ion():
        explore(watched, state=choice("State", ["India", "China"]), **ABOUT)
        parts(shown)[0].value = "China"
        assert plt.isinteractive()
    assert interactive == [False, False]


def test_boxes_to_tick_give_a_list_in_the_order_of_the_options(shown):
    got = []

    def count(kinds):
        got.append(kinds)
        return figure(
            title=f"{len(kinds)} kinds"
        ), f"A chart of {len(kinds)} kinds with two bars, 80 and 120 states, in two years."

    explore(count, kinds=several("Kinds", ["a", "b", "c"], start=["c", "a"]), **ABOUT)
    box = parts(shown)[0]
    label, row = box.children
    assert label.value == "Kinds:"
    assert got == [["a", "c"]]
    row.children[1].value = True
    assert got[-1] == ["a", "b", "c"]


def test_every_control_has_a_label(shown):
    explore(draw, state=choice("State", ["India"]), year=number("Year", 2023, 2030, start=2025), **ABOUT)
    state, year = parts(shown)
    assert state.description == "State"
    assert year.description == "Year (2023 to 2030)"


def test_an_impossible_number_is_answered_in_words():
    control = number("Year", 1950, 2025, start=2004)
    control.box.value = 1000
    with pytest.raises(ValueError, match=r"Year: give a whole number from 1950 to 2025\. 1000 is outside\."):
        control.read()


def test_day_gives_a_date_and_explains_a_day_that_is_none(shown):
    def on(when):
        return figure(
            title=f"{when}"
        ), f"On {when:%Y-%m-%d} there are two bars with 80 and 120 states, and nothing else at all."

    explore(on, when=day("Day", "2001-06-15", "2025-12-31", start="2018-06-10"), **ABOUT)
    field, in_words = parts(shown)[0].children

    def told():
        return shown[2][0]["text/plain"]

    assert "On 2018-06-10" in told()
    assert in_words.value == "= 10 June 2018", "06/10 may be read as 6 October"
    field.value = date(2, 9, 28)  # while the year is typed
    assert "Day: give a whole day from 15 June 2001 to 31 December 2025." in told()
    field.value = date(2019, 9, 28)
    assert "On 2019-09-28" in told()
    assert in_words.value == "= 28 September 2019"
    field.value = None
    assert "give a whole day" in told()
    assert in_words.value == ""


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: explore(draw, **ABOUT), r"needs a control for 'state'"),
        (lambda: explore(draw, state=choice("S", ["a"]), day=choice("D", ["b"]), **ABOUT), r"does not take 'day'"),
        (lambda: explore(draw, state=["India", "China"], **ABOUT), r"state= is a list, not a control"),
        (lambda: explore(lambda state: None, state=choice("S", ["a"]), **ABOUT), "returns two things"),
        (lambda: explore(lambda state: (1, "words"), state=choice("S", ["a"]), **ABOUT), "matplotlib figure"),
    ],
)
def test_controls_that_do_not_fit_are_explained(shown, wrong, says):
    with pytest.raises(TypeError, match=says):
        wrong()
    assert not shown


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: choice("State", []),
        lambda: choice("State", ["India"], start="Indai"),
        lambda: number("Year", 1950, 2025, start=1900),
        lambda: several("Kinds", ["a"], start=["b"]),
        lambda: day("Day", "2001-06-15", "2025-12-31", start="1996-04-26"),
    ],
)
def test_controls_that_cannot_start_are_explained(wrong):
    with pytest.raises(ValueError, match="cannot start with"):
        wrong()


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white, after WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 1.05 / (np.dot(linear, [0.2126, 0.7152, 0.0722]) + 0.05)


def test_palette_of_the_course():
    """Text in each colour is readable on white, and neighbours differ in lightness."""
    with plt.style.context("coursekit.lesson"):
        colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
        assert plt.rcParams["font.size"] >= 12
        assert min(plt.rcParams[f"{axis}tick.labelsize"] for axis in "xy") >= 12
    assert min(contrast(c) for c in colours) >= 4.5
    ratios = [max(contrast(a), contrast(b)) / min(contrast(a), contrast(b)) for a, b in itertools.pairwise(colours)]
    assert min(ratios) >= 1.15, ratios


def test_public_names():
    assert sorted(coursekit.__all__) == [
        "check",
        "choice",
        "coder",
        "compare_guess",
        "data",
        "day",
        "explore",
        "guess",
        "number",
        "several",
        "show",
        "show_draft",
    ]
    assert all(getattr(coursekit, name).__doc__ for name in coursekit.__all__)
