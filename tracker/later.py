"""Work for later: names of jobs, sent by name after the transaction committed. Imports no worker.

A message is only a hint: every job is also swept for, so that a lost message loses nothing (docs/decisions).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from tracker.tenancy import Door, door


class Job(enum.StrEnum):
    """Every job that may be asked for, by its name on the broker."""

    DELIVER_LETTERS = "post.deliver_letters"
    COMPUTE_HEALTH = "portfolio.compute_health"
    FIND_NUDGES = "nudge.find_due"
    TELL_OF_NOTICES = "collaborative.tell_of_notices"
    BEAT_HEART = "worker.beat_heart"
    SWEEP_COUNCILS = "worker.sweep_councils"


Ids = tuple[tuple[str, str], ...]


def ask(job: Job, **ids: object) -> None:
    """Ask for a job once the open transaction commits; a rolled-back one asks for nothing. Asking twice asks once."""
    asked = door().info.setdefault("asked", {})
    asked[job, tuple(sorted((name, str(value)) for name, value in ids.items()))] = None


def take_asked(behind: Door) -> Iterable[tuple[Job, Ids]]:
    """Return what was asked for behind a door since this was last asked, each job once with its identifiers."""
    asked: dict[tuple[Job, Ids], None] = behind.info.pop("asked", {})
    return asked
