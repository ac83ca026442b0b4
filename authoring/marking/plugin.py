"""The pytest plugin inside the box: it reports each cell of the one notebook as it ends, a line of JSON each.

nbval decides whether a check cell's output is the key's. This plugin passes on what the cell printed, and starts a
new kernel where a cell has killed the old one, so that the rest is marked too.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from queue import Empty
from typing import Any

import pytest

# nbval reads notebooks with nbformat, which loads jsonschema with all it can check; the grammar of web addresses alone
# takes most of a second. No notebook is checked for addresses, so the box, made anew for each learner, does without.
sys.modules["rfc3987_syntax"] = None

LONGEST = 4000  # characters of an output that are passed on


def pytest_configure(config: pytest.Config) -> None:
    """Keep the way to the marking program for this process alone: the kernel gets nothing to write to."""
    sys.stdout.flush()
    config.marking_out = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="backslashreplace")
    os.dup2(2, 1)


def _watch_for_death(kernel: Any) -> None:
    """Let nbval's waits for a reply or an output end as soon as the kernel is dead, not only when the time is up."""

    def until_dead(receive: Callable) -> Callable:
        def get_message(timeout: float | None = None) -> dict:
            end = time.monotonic() + (timeout or 3600)
            while True:
                try:
                    return receive(timeout=0.5)
                except Empty:
                    if time.monotonic() > end or not kernel.is_alive():
                        raise

        return get_message

    kernel.kc.get_shell_msg = until_dead(kernel.kc.get_shell_msg)
    kernel.kc.get_iopub_msg = until_dead(kernel.kc.get_iopub_msg)


def _run_again(item: Any) -> None:
    """Start a new kernel and bring it to where the old one was, without the cells of exercises that killed one."""
    parent = item.parent
    parent.deadly.add(parent.last_number)
    parent.setup()
    _watch_for_death(parent.kernel)
    for cell in parent.done:
        if cell.metadata["marking"]["number"] not in parent.deadly:
            message = parent.kernel.execute_cell_input(cell.source, allow_stdin=False)
            try:
                parent.kernel.await_reply(message, timeout=item.config.option.nbval_cell_timeout)
                parent.kernel.await_idle(message, 5)
            except Empty:
                return


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call(item: Any) -> None:
    """Make ready for a cell: there is a kernel, and it lives."""
    parent = item.parent
    # nbval waits 5 seconds for an output; a busy machine may need longer
    item.output_timeout = item.config.option.nbval_cell_timeout
    if not hasattr(parent, "done"):
        parent.done, parent.deadly, parent.last_number = [], set(), None
        _watch_for_death(parent.kernel)
    if not parent.kernel.is_alive():
        _run_again(item)
    parent.done.append(item.cell)
    parent.last_number = item.cell.metadata["marking"]["number"]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: pytest.CallInfo) -> Any:
    """Pass on what came of a cell: nbval's decision, what was printed, the error, whether it took too long."""
    outcome = yield
    if call.when != "call":
        return
    report = outcome.get_result()
    outputs = item.test_outputs or []
    printed = "".join(o.get("text", "") for o in outputs if o.output_type == "stream" and o.get("name") == "stdout")
    errors = [o for o in outputs if o.output_type == "error"]
    parent = item.parent
    line = {
        "cell": item.cell_num,
        "passed": report.passed,
        "printed": printed[:LONGEST],
        "error": f"{errors[0].ename}: {errors[0].evalue}"[:LONGEST] if errors else "",
        "late": bool(parent.timed_out),
        "dead": not parent.kernel.is_alive(),
    }
    item.config.marking_out.write(json.dumps(line) + "\n")
    item.config.marking_out.flush()
    parent.timed_out = False  # otherwise nbval expects all later cells to fail
