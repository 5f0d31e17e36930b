"""How the process logs: one JSON object a line in production, a readable line elsewhere; always to stderr.

What no line tells is in config/discretion.py.
"""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.types import Processor

from config import discretion
from config.settings import Environment, settings

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def _last_steps(*, readable: bool) -> list[Processor]:
    dropped = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if readable:
        return [
            discretion.tell_trace,
            dropped,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ]
    return [discretion.tell_trace, dropped, structlog.processors.JSONRenderer()]


def set_up() -> None:
    """Send structlog's and the standard library's records through one formatter, at the level of the settings."""
    wanted = settings()
    discretion.keep()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=SHARED,
            processors=_last_steps(readable=wanted.environment is not Environment.PRODUCTION),
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(wanted.log_level)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it tells at length that there is nothing to do
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
