"""What every test has: the zone data of the package, and no silent skips where everything is required."""

from __future__ import annotations

import os
import zoneinfo

import pytest

zoneinfo.reset_tzpath(to=[])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """With REQUIRE_ALL=1 a skip is a failure, and is named as one."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped and os.environ.get("REQUIRE_ALL") == "1":
        terminalreporter.write_line(f"REQUIRE_ALL: {len(skipped)} skipped, which counts as failed", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The exit code for the above."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") == "1" and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
