"""Charts for every eye: what two colours tell apart is told apart in grey too, and every word can be read.

Grey is the lightness L* of CIELAB. How people see who lack one kind of cone is simulated after G. M. Machado, M. M.
Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
Transactions on Visualization and Computer Graphics 15 (2009), 1291-1298: their matrices of severity 1.0, for linear RGB.
Contrast is that of WCAG 2.2 (1.4.3 for text, 1.4.11 for what is drawn).
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.text import Text

from coursekit import charts, controls
from notebooks import LESSONS, SOLUTIONS, code_cells, name

VISIONS = {
    "grey": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
LEAST_STEP = 15  # of lightness L*, which goes from 0 (black) to 100 (white), between two colours of one shape
LEAST_TEXT, LEAST_MARK = 4.5, 3.0  # contrast, as n to 1
MOST_OF_A_TEXT = 0.9  # of the pixels behind a text; a line of the chart may pass under the rest
LINEAR_TO_GREY = [0.2126, 0.7152, 0.0722]
WHITE = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Mark:
    """How something drawn looks: its shape in words, how thick a bar is (or 0), its colour and that of its edge."""

    shape: str
    thickness: float
    colour: tuple[float, float, float]
    edge: tuple[float, float, float]


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Return every chart of the lessons and the key, as triples of notebook, cell and figure."""
    found, cell = [], None

    def note(fig: Figure, *words: str) -> None:
        found.append((name(path), cell.id, fig))

    options = [(option, pd.get_option(option)) for option in ("display.max_colwidth", "display.max_columns")]
    with pytest.MonkeyPatch.context() as patch, pd.option_context(*itertools.chain(*options)), plt.rc_context():
        patch.chdir(tmp_path_factory.mktemp("learner"))
        for module in (charts, controls):
            patch.setattr(module, "check_figure", note)
        for path in LESSONS + SOLUTIONS:
            names: dict = {}
            for cell in code_cells(path):
                exec(compile(cell.source, f"{name(path)}: {cell.id}", "exec"), names)
        yield found  # inside the style of the course: a colour called C1 is looked up when it is asked for
    plt.close("all")


def on_white(colour) -> tuple[float, float, float]:
    """Return a colour, laid over white if it lets light through, as red, green and blue from 0 to 1."""
    *rgb, alpha = to_rgba(colour)
    return tuple(round(alpha * part + 1 - alpha, 4) for part in rgb)


def linear(colour) -> np.ndarray:
    """Return the amounts of light of colours whose last axis is red, green and blue from 0 to 1."""
    part = np.asarray(colour, dtype=float)
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def lightness(colour: tuple[float, float, float], vision: str) -> float:
    """Return L* of a colour, 0 to 100, as seen by one kind of eye."""
    seen = np.clip(np.array(VISIONS[vision]) @ linear(colour), 0, 1)
    grey = float(seen @ LINEAR_TO_GREY)
    return 116 * grey ** (1 / 3) - 16 if grey > 0.008856 else 903.3 * grey


def step(one: Mark, other: Mark) -> tuple[float, str]:
    """Return the smallest difference of lightness between two marks, and the kind of eye that sees it."""
    return min((abs(lightness(one.colour, v) - lightness(other.colour, v)), v) for v in VISIONS)


def contrast(one, other) -> np.ndarray:
    """Return the contrast of two colours, or of one with each of many, from 1 to 21."""
    lights = [linear(colour) @ LINEAR_TO_GREY + 0.05 for colour in (one, other)]
    return np.maximum(*lights) / np.minimum(*lights)


def bars(container: BarContainer) -> Iterator[Mark]:
    """Give the marks of the bars that have a length."""
    for bar in container:
        size = {"vertical": bar.get_width(), "horizontal": bar.get_height()}
        thickness = abs(size.pop(container.orientation))
        length = bar.get_height() if container.orientation == "vertical" else bar.get_width()
        if length and not pd.isna(length):
            colours = on_white(bar.get_facecolor()), on_white(bar.get_edgecolor())
            yield Mark(f"bar {bar.get_hatch() or ''}", float(thickness), *colours)


def marks(axes: Axes) -> set[Mark]:
    """Return the marks that occur in axes, each once."""
    found = set()
    for line in axes.lines:
        colour = on_white(to_rgba(line.get_color(), line.get_alpha()))
        found.add(Mark(f"line {line.get_linestyle()} {line.get_marker()} {line.get_fillstyle()}", 0, colour, colour))
    for container in axes.containers:
        found |= set(bars(container))
    for points in axes.collections:
        if isinstance(points, PathCollection):
            edges = itertools.cycle(points.get_edgecolor())
            found |= {Mark("point", 0, on_white(c), on_white(e)) for c, e in zip(points.get_facecolor(), edges)}  # noqa: B905
    return found


def same_shape(one: Mark, other: Mark) -> bool:
    """Say whether only their colours tell two marks apart; a bar twice as thick as the other is another shape."""
    thin, thick = sorted((one.thickness, other.thickness))
    return one.shape == other.shape and thick < 1.5 * thin + 1e-9 + (thick == 0)


def test_every_lesson_draws(drawn):
    """The tests below look at charts of all lessons, at several marks, and at white words too."""
    assert {notebook for notebook, _, _ in drawn} >= {name(path) for path in LESSONS}
    assert len(drawn) >= 30
    kinds = {mark.shape.split()[0] for _, _, fig in drawn for axes in fig.axes for mark in marks(axes)}
    assert kinds == {"bar", "line", "point"}


def test_what_colours_tell_apart_is_told_apart_without_them(drawn):
    wrong = [
        f"{notebook}, cell {cell}: two marks ({one.shape.strip()}) differ by {least:.0f} of lightness only ({vision})"
        for notebook, cell, fig in drawn
        for axes in fig.axes
        for one, other in itertools.combinations(marks(axes), 2)
        if one.colour != other.colour and same_shape(one, other)
        for least, vision in [step(one, other)]
        if least < LEAST_STEP
    ]
    assert not wrong, "\n".join(wrong)


def test_every_mark_stands_out_from_the_page(drawn):
    wrong = [
        f"{notebook}, cell {cell}: {mark.shape.strip()} has a contrast of {best:.1f} with the page"
        for notebook, cell, fig in drawn
        for axes in fig.axes
        for mark in marks(axes)
        for best in [max(contrast(mark.colour, WHITE), contrast(mark.edge, WHITE))]
        if best < LEAST_MARK
    ]
    assert not wrong, "\n".join(wrong)


def texts(fig: Figure) -> list[Text]:
    """Return the texts that a reader sees."""
    return [text for text in fig.findobj(Text) if text.get_visible() and text.get_text().strip()]


def readable(fig: Figure) -> Iterator[tuple[str, float]]:
    """Give each text with the share of the pixels behind it from which its colour stands out enough."""
    seen, canvas = texts(fig), FigureCanvasAgg(fig)
    canvas.draw()
    places = [(text, text.get_window_extent()) for text in seen]
    for text in seen:
        text.set_alpha(0)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[..., :3] / 255
    height = len(pixels)
    for text, box in places:
        behind = pixels[max(0, int(height - box.y1)) : int(height - box.y0), max(0, int(box.x0)) : int(box.x1)]
        if behind.size:
            yield text.get_text(), float(np.mean(contrast(on_white(text.get_color()), behind) >= LEAST_TEXT))


def test_every_word_of_a_chart_can_be_read(drawn):
    looked_at, wrong = 0, []
    for notebook, cell, fig in drawn:
        for text, share in readable(fig):
            looked_at += 1
            if share < MOST_OF_A_TEXT:
                wrong.append(f"{notebook}, cell {cell}: {text!r}: {share:.0%} of what is behind it lets it be read")
    assert looked_at > 600
    assert not wrong, "\n".join(wrong)


def test_the_measures_know_what_cannot_be_told_apart():
    """A red and a green of one lightness: one kind of eye takes them for the same; white on yellow cannot be read."""
    red, green = Mark("line", 0, (0.75, 0.0, 0.0), WHITE), Mark("line", 0, (0.0, 0.48, 0.0), WHITE)
    assert step(red, green)[0] < LEAST_STEP
    assert step(red, Mark("line", 0, WHITE, WHITE))[0] > LEAST_STEP
    assert contrast(WHITE, (1.0, 1.0, 0.0)) < LEAST_TEXT < contrast(WHITE, (0.0, 0.0, 0.0))
    fig, axes = plt.subplots()
    axes.barh([0], [1], color="yellow")
    axes.text(0.5, 0, "pale", color="white", ha="center", va="center")
    assert dict(readable(fig))["pale"] < 0.1
    plt.close(fig)
