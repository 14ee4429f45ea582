"""What every test has: the zone data of the package, and no silent skips where everything is required."""

from __future__ import annotations

import os
import zoneinfo
from pathlib import Path

import pytest
import structlog

from tests.support.quick_statements import answer_at_once
from tests.support.quick_tables import share_what_is_compiled

zoneinfo.reset_tzpath(to=[])

# Its own way with errors shows every local value: a whole library takes seconds to print.
PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[structlog.processors.add_log_level, PLAIN])
share_what_is_compiled()
answer_at_once()

LONGEST = ("tests/e2e/test_demo.py", "tests/e2e/test_restart.py")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def _unwanted(reporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    """The skips that count as failures: all, but for samples that lie beside the checkout or do not."""
    if os.environ.get("REQUIRE_ALL") != "1":
        return []
    skipped: list[pytest.TestReport] = reporter.stats.get("skipped", [])
    return [one for one in skipped if SHARED.is_dir() or "beside the checkout" not in str(one.longrepr)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no worker ends long after the other."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With REQUIRE_ALL=1 a skip is a failure, and is named as one."""
    unwanted = _unwanted(terminalreporter)
    if unwanted:
        terminalreporter.write_line(f"REQUIRE_ALL: {len(unwanted)} skipped, which counts as failed", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The exit code for the above."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and _unwanted(reporter):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
