"""Work for later: names of jobs, sent by name after the transaction committed. Imports no worker.

A message is only a hint: every job is also swept for, so that a lost message loses nothing (docs/decisions).
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker.tenancy import DoorSession, session

log = logging.getLogger(__name__)


class Job(enum.StrEnum):
    """Every job that may be asked for, by its name on the broker."""

    DELIVER_LETTERS = "post.deliver_letters"
    COMPUTE_HEALTH = "portfolio.compute_health"
    FIND_NUDGES = "nudge.find_due"
    TELL_OF_NOTICES = "collaborative.tell_of_notices"
    BEAT_HEART = "worker.beat_heart"
    SWEEP_COUNCILS = "worker.sweep_councils"


Sender = Callable[[Job, UUID | None, dict[str, str]], None]
_sender: list[Sender] = []


def send_with(sender: Sender) -> None:
    """Name what carries jobs to the worker: called with the job, the council or None, and the identifiers."""
    _sender[:] = [sender]


def ask(job: Job, **ids: object) -> None:
    """Ask for a job once the open transaction commits; a rolled-back one asks for nothing. Asking twice asks once."""
    asked = session().info.setdefault("asked", {})
    asked[job, tuple(sorted((name, str(value)) for name, value in ids.items()))] = None


@event.listens_for(DoorSession, "after_commit")
def _send(committed: Session) -> None:
    if committed.in_nested_transaction():
        return
    for job, ids in committed.info.pop("asked", {}):
        for send in _sender:
            try:
                send(job, committed.info.get("council"), dict(ids))
            except Exception:  # noqa: BLE001 - the broker may be away: the sweep finds the work, the page must not fail
                log.warning("could not ask for %s now; the next sweep will find it", job)


@event.listens_for(DoorSession, "after_rollback")
def _drop(rolled_back: Session) -> None:
    if not rolled_back.in_nested_transaction():
        rolled_back.info.pop("asked", None)
