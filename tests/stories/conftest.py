"""`pytest tests/stories --rewrite` writes the golden transcripts anew; read the difference before you keep it."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of the stories."""
    parser.addoption(
        "--rewrite", action="store_true", help="Write the golden transcripts of the stories anew."
    )


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    """True when the transcripts shall be written anew; the option is unknown when the whole house is tested."""
    return bool(request.config.getoption("--rewrite", default=False))
