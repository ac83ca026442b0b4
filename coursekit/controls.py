"""Controls for a function that draws: each has a label, works by keyboard, and changes picture and words together."""

import base64
import html
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import ipywidgets as widgets
import matplotlib.pyplot as plt
from IPython.display import display

from coursekit.charts import SHOWN_PER_INCH, alternative, check_figure, in_english, picture, words

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
CONTROLS = "Controls:"  # begins the note under what controls change; pages to print and slides find it by this word
PIXELS_PER_INCH = 110  # fewer than in show(): a picture that follows a control must come at once
# Two classes that the course's extension of JupyterLab looks for: each control in a box of the first is named by the
# first text in the box, too; what changes in a box of the second is spoken once by a screen reader.
GROUP, SPOKEN = "course-group", "course-spoken"
_WIDE = {"description_width": "initial"}


@dataclass(frozen=True)
class Control:
    """One control: what it is called, the widgets it is made of, how to read its value, and from where to where it goes."""

    label: str
    box: widgets.Widget
    parts: tuple[widgets.Widget, ...]
    read: Callable[[], Any]
    span: tuple[Any, Any] | None = None


def choice(label: str, options: Sequence[str], start: str | None = None) -> Control:
    """Return a drop-down list: the function gets the option chosen. It starts with `start`, or with the first."""
    options = list(options)
    if not options or (start is not None and start not in options):
        raise ValueError(f"choice({label!r}) cannot start with {start!r}: the options are {options}")
    box = widgets.Dropdown(
        description=label, options=options, value=start or options[0], style=_WIDE, layout={"width": "max-content"}
    )
    return Control(label, box, (box,), lambda: box.value)


def number(label: str, smallest: int, largest: int, start: int) -> Control:
    """Return a field for a whole number from `smallest` to `largest`: type one, or use the arrow keys."""
    if not smallest <= start <= largest:
        raise ValueError(f"number({label!r}) cannot start with {start}: it goes from {smallest} to {largest}")
    box = widgets.IntText(
        description=f"{label} ({smallest} to {largest})", value=start, style=_WIDE, layout={"width": "max-content"}
    )

    def read() -> int:
        if not smallest <= box.value <= largest:
            raise ValueError(f"{label}: give a whole number from {smallest} to {largest}. {box.value} is outside.")
        return box.value

    return Control(label, box, (box,), read, (smallest, largest))


def day(label: str, first: str, last: str, start: str) -> Control:
    """Return a field for a day from `first` to `last` (ISO dates): the function gets a `datetime.date`.

    The field shows the day as the browser writes days, 12/02 or 02/12, so beside it the day stands in words.
    """
    earliest, latest, chosen = (date.fromisoformat(text) for text in (first, last, start))
    if not earliest <= chosen <= latest:
        raise ValueError(f"day({label!r}) cannot start with {start}: it goes from {first} to {last}")
    # Without limits of its own: with them the field puts in another day while the first digit of the year is typed.
    field = widgets.DatePicker(description=label, value=chosen, style=_WIDE, layout={"width": "max-content"})
    in_words = widgets.Label()
    widgets.dlink((field, "value"), (in_words, "value"), lambda when: f"= {in_english(when)}" if when else "")

    def read() -> date:
        if field.value is None or not earliest <= field.value <= latest:
            raise ValueError(f"{label}: give a whole day from {in_english(earliest)} to {in_english(latest)}.")
        return field.value

    box = widgets.Box([field, in_words], layout={"flex_flow": "row wrap"})
    return Control(label, box, (field,), read, (earliest, latest))


def several(label: str, options: Sequence[str], start: Sequence[str] | None = None) -> Control:
    """Return a row of boxes to tick: the function gets the list of the options ticked, in the order of `options`."""
    options = list(options)
    ticked = set(options if start is None else start)
    if not options or ticked - set(options):
        raise ValueError(f"several({label!r}) cannot start with {sorted(ticked)}: the options are {options}")
    boxes = tuple(
        widgets.Checkbox(
            description=option,
            value=option in ticked,
            indent=False,
            layout={"width": "max-content", "margin": "2px 16px 2px 2px"},
        )
        for option in options
    )
    row = widgets.Box(boxes, layout={"flex_flow": "row wrap"})
    heading = widgets.Label(f"{label}:")
    box = widgets.VBox([heading, row])
    box.add_class(GROUP)
    return Control(label, box, boxes, lambda: [b.description for b in boxes if b.value])


def _controls_that_fit(function: Callable, controls: dict[str, Control]) -> None:
    """Raise TypeError if the controls are not what the function asks for."""
    name = getattr(function, "__name__", "the function")
    for key, control in controls.items():
        if not isinstance(control, Control):
            raise TypeError(
                f"{key}= is a {type(control).__name__}, not a control: use choice(...), day(...), number(...) or several(...)"
            )
    parameters = inspect.signature(function).parameters
    unknown = [key for key in controls if key not in parameters]
    missing = [key for key, p in parameters.items() if key not in controls and p.default is p.empty]
    if unknown or missing:
        takes = ", ".join(parameters) or "nothing"
        what = [f"it does not take {key!r}" for key in unknown] + [f"it needs a control for {key!r}" for key in missing]
        raise TypeError(f"The controls do not fit {name}({takes}): {'; '.join(what)}")


def _drawn(function: Callable, values: dict[str, Any], source: str, as_of: str) -> tuple[bytes, int, str, str, str]:
    """Call the function; return its picture, the width to show it at, its alternative text, and the two paragraphs under it."""
    with plt.ioff():  # or IPython would keep each figure until the next cell is run, and the controls grow slower
        result = function(**values)
    if not (isinstance(result, tuple) and len(result) == 2):
        raise TypeError("A function for explore() returns two things, as in: return fig, description")
    fig, description = result
    check_figure(fig, description, source, as_of)
    width = round(fig.get_size_inches()[0] * SHOWN_PER_INCH)
    return picture(fig, PIXELS_PER_INCH), width, alternative(fig), *words(description, source, as_of)


def _image(png: bytes, width: int, alt: str) -> str:
    """Return a picture as HTML."""
    encoded = base64.b64encode(png).decode()
    return (
        f'<img src="data:image/png;base64,{encoded}" alt="{html.escape(alt)}" style="width:{width}px;max-width:100%">'
    )


def _text(*paragraphs: str) -> str:
    """Return paragraphs as HTML."""
    return "".join(f'<p style="line-height:1.5">{html.escape(paragraph)}</p>' for paragraph in paragraphs)


def explore(function: Callable, *, source: str, as_of: str, **controls: Control) -> None:
    """Put controls on the page that call a function and show the picture and the words it returns.

    A reader without a running kernel sees the starting picture, its description, and what the controls would do.

    Parameters
    ----------
    function
        Takes one value for each control and returns `(fig, description)`. A choice that makes no sense (a last year
        before the first) is answered by raising ValueError with a sentence for the reader.
    source, as_of
        As for `show`.
    controls
        For each parameter of the function a control made by `choice`, `day`, `number` or `several`.

    Raises
    ------
    TypeError, ValueError
        If the controls do not fit the function, or the chart is not ready for readers; the message says what.
    """
    _controls_that_fit(function, controls)

    def values() -> dict[str, Any]:
        return {key: control.read() for key, control in controls.items()}

    png, width, alt, in_words, origin = _drawn(function, values(), source, as_of)
    image, text = widgets.HTML(_image(png, width, alt)), widgets.HTML(_text(in_words, origin))
    text.add_class(SPOKEN)

    def redraw(_change: dict) -> None:
        try:
            png, width, alt, *paragraphs = _drawn(function, values(), source, as_of)
            image.value, text.value = _image(png, width, alt), _text(*paragraphs)
        except ValueError as problem:
            image.value, text.value = "", _text(str(problem))

    for control in controls.values():
        for part in control.parts:
            part.observe(redraw, names="value")

    box = widgets.VBox([*(control.box for control in controls.values()), image, text])
    still = f"{in_words}\n\n{origin}"
    bundle = {**box._repr_mimebundle_(), "image/png": base64.b64encode(png).decode(), "text/plain": still}
    display(bundle, metadata={"image/png": {"width": width, "alt": alt}}, raw=True)
    names = ", ".join(control.label for control in controls.values())
    note = (
        f"{CONTROLS} {names}. If they are not above, or do nothing: choose Run, then Run All Cells, and use them then."
    )
    folded = f"<details><summary>The starting picture in words</summary>\n\n{still}\n\n</details>"
    display({"text/markdown": f"{note}\n\n{folded}", "text/plain": f"{note}\n\n{still}"}, raw=True)
