"""The few lines of Python behind the course "The SCO and the United Nations, from the sources".

`data` finds a table, `check` judges an answer, `show` puts a chart and its description on the page
(`show_draft` a learner's own, with what it lacks), and `explore` gives
a function controls made by `choice`, `day`, `number` and `several`. `guess` asks before a result is shown, and
`compare_guess` sets the two side by side. `coder` makes the reader the second coder of a text.
"""

import logging
import warnings

from IPython import get_ipython

# On first use matplotlib reports in red that it builds its list of fonts; a learner would take it for an error.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
# So does pandas where a condition comes from the whole table and only some of its rows are left; the rows are the right ones.
warnings.filterwarnings("ignore", message="Boolean Series key will be reindexed")

from coursekit import red_messages, runs  # noqa: E402
from coursekit.charts import show, show_draft  # noqa: E402
from coursekit.checking import check  # noqa: E402
from coursekit.coding_controls import coder  # noqa: E402
from coursekit.controls import choice, day, explore, number, several  # noqa: E402
from coursekit.guesses import compare_guess, guess  # noqa: E402
from coursekit.tables import data  # noqa: E402

__all__ = [
    "check", "choice", "coder", "compare_guess", "data", "day", "explore", "guess", "number", "several", "show",
    "show_draft",
]  # fmt: skip


def load_ipython_extension(shell: object) -> None:
    """Follow what a notebook's kernel runs, and make its red messages short. Called twice, it does nothing more."""
    if runs.following is None:
        runs.follow(shell)
        red_messages.attend(shell)


if hasattr(get_ipython(), "kernel"):  # not in marking, which has a shell of its own, and not outside notebooks
    load_ipython_extension(get_ipython())
