"""Common to all tests: charts are drawn without a screen, the browser edition is built once, and what this
machine has not is left out and counted."""

import os
from pathlib import Path

import hypothesis
import matplotlib
import pytest
from needs import need, summary

matplotlib.use("Agg")
# By itself hypothesis takes a slow machine for a fault.
hypothesis.settings.register_profile("course", hypothesis.settings.default, deadline=None)
hypothesis.settings.load_profile("course")


# A worker takes a whole module. These take longest, and begin: so no worker is left alone with one at the end.
LONGEST = ("test_browser", "test_lite", "test_browser_lite", "test_lite_languages", "test_marking", "test_binder", "test_slides_handouts",
           "test_browser_opened", "test_keys_and_ears", "test_odd_submissions", "test_teaching", "test_chart_colours", "test_bench_update",
           "test_accessibility", "test_command")  # fmt: skip


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))


@pytest.fixture(scope="session")
def site() -> Path:
    """The browser edition in build/lite, built if it is not up to date; another process that builds it is waited for."""
    need("node")
    from authoring.publishing.lite.site import build

    return build()


@pytest.hookimpl(tryfirst=True)  # before the fixtures are made
def pytest_runtest_setup(item):
    for marker in item.iter_markers("needs"):
        need(*marker.args)


def left_out(config) -> list[str]:
    """Return the reasons of all tests that were left out; the workers know none."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return [str(report.longrepr[-1]) for report in reporter.stats.get("skipped", [])] if reporter else []


def pytest_sessionfinish(session):
    if os.environ.get("CI") and left_out(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    if line := summary(left_out(config)):
        terminalreporter.write_line(line, yellow=True)
