"""SIGINT and SIGTERM as one exception, which waits while a server is being started or stopped."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked this process to end: a request, not an error, so that no `except Exception` swallows it."""


class _Asked:
    signal: int | None = None
    held: int = 0


def _hear(number: int, _frame: FrameType | None) -> None:
    if _Asked.signal is not None:
        return  # asked already: cleaning up is not to be interrupted by impatience
    _Asked.signal = number
    if not _Asked.held:
        raise Stopped


def listen() -> None:
    """Hear the signals from now on, even where they were inherited as ignored (a shell's background job, nohup)."""
    _Asked.signal = None
    for number in SIGNALS:
        signal.signal(number, _hear)


@contextmanager
def not_now() -> Iterator[None]:
    """Put off Stopped to the end of the block, so that what it starts is never lost sight of."""
    _Asked.held += 1
    already = _Asked.signal
    try:
        yield
    finally:
        _Asked.held -= 1
    if not _Asked.held and already is None and _Asked.signal is not None:
        raise Stopped
