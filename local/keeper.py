"""Starts PostgreSQL and Valkey of this machine again when they end while somebody works with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from local import servers
from local.postgres import ServerError

EVERY = 1.0  # seconds between two looks
AFTER_FAILURE = 10.0


class Keeper:
    """Looks now and then whether the servers of a home folder live, and starts those that do not, where they were."""

    def __init__(self, home: Path, *, say: Callable[[str], None]) -> None:
        self._home = home
        self._say = say
        self._due = 0.0

    def keep_on(self) -> bool:
        """Look, where it is time for that; always go on."""
        if time.monotonic() >= self._due:
            self._due = time.monotonic() + (EVERY if self._look() else AFTER_FAILURE)
        return True

    def _look(self) -> bool:
        """Start what ended; say whether everything runs."""
        gone = servers.gone(self._home)
        if not gone:
            return True
        self._say(f"{' and '.join(gone)} ended; starting again")
        try:
            servers.mend(self._home)
        except ServerError as why:
            self._say(f"{str(why).strip()}\nTrying again in {AFTER_FAILURE:.0f} s")
            return False
        return True
