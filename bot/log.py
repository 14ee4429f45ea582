"""Log lines: a sentence for people plus a stable `action` for machines. Secrets never get here."""

from __future__ import annotations

import logging
import sys

import structlog


def set_up_log(*, level: str = "INFO", as_json: bool = False) -> None:
    """Write to standard error, so that standard output stays for answers. httpx is silenced: its lines hold the token."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    for noisy in ("httpx", "httpcore", "apscheduler", "taskiq"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
