"""Work for later: names of jobs, sent by name after the transaction committed. Imports no worker.

A message is only a hint: every job is also swept for, so that a lost message loses nothing (docs/decisions).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from tracker.tenancy import Door, door


class Job(enum.StrEnum):
    """Every job that may be asked for, by its name on the broker."""

    DELIVER_LETTERS = "post.deliver_letters"
    LOOK_FOR_RETURNS = "post.look_for_returns"
    COMPUTE_HEALTH = "portfolio.compute_health"
    LOOK_AT_CHANGES = "portfolio.look_at_changes"
    COMPUTE_JOINT = "portfolio.compute_joint"
    LOOK_AT_JOINT = "portfolio.look_at_joint"
    COMPUTE_CHANGED = "portfolio.compute_changed"
    WAKE_IDEAS = "idea.wake_due"
    FORGET_CONTACTS = "contact.forget_due"
    READ_IDEAS = "idea.read_ideas"
    FIND_NUDGES = "nudge.find_due"
    TELL_OF_NOTICES = "collaborative.tell_of_notices"
    CARRY_LOOKS = "collaborative.carry_looks"
    COMPUTE_NETWORK = "network.compute"
    COUNT_ASKED = "inbox.count_asked"
    CLEAR_FILES = "attachment.clear_files"
    WRITE_EXPORTS = "exchange.write_exports"
    TELL_NEWS = "inbox.tell_news"
    BRING_ROWS = "register.bring_rows"
    BEAT_HEART = "worker.beat_heart"
    SWEEP_COUNCILS = "worker.sweep_councils"


# The outbox is one over all councils, and so is a collaborative: whoever changed it, the same job is asked for.
OF_ALL_COUNCILS = frozenset({Job.DELIVER_LETTERS, Job.COMPUTE_JOINT})


@dataclass(frozen=True)
class RecurringJob:
    """A recurring job as its operator reads it: what is promised, and after how long without success it is late."""

    job: Job
    words: str
    promised: str
    late_after: timedelta
    in_each_council: bool = False


# The one table of what recurs: the clock's times (worker/schedule.py) keep what is promised here.
RECURRING = (
    RecurringJob(Job.DELIVER_LETTERS, "Send letters", "every 20 seconds", timedelta(minutes=2)),
    RecurringJob(Job.LOOK_FOR_RETURNS, "Ask which letters came back", "every 10 minutes", timedelta(minutes=40)),
    RecurringJob(Job.BEAT_HEART, "Be alive", "every minute", timedelta(minutes=3)),
    RecurringJob(Job.LOOK_AT_CHANGES, "Health of what changed", "every 20 seconds", timedelta(minutes=2)),
    RecurringJob(Job.READ_IDEAS, "Read what ideas mean", "every hour", timedelta(hours=3), in_each_council=True),
    RecurringJob(Job.WAKE_IDEAS, "Wake parked ideas", "every hour", timedelta(hours=3), in_each_council=True),
    RecurringJob(
        Job.FORGET_CONTACTS,
        "Let go of people without an account",
        "every hour",
        timedelta(hours=3),
        in_each_council=True,
    ),
    RecurringJob(Job.FIND_NUDGES, "Look for nudges", "hourly on working days", timedelta(days=4), in_each_council=True),
    RecurringJob(
        Job.COMPUTE_HEALTH,
        "Health of ideas and portfolios",
        "every 15 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(Job.LOOK_AT_JOINT, "Figures of collaboratives", "every 15 minutes", timedelta(minutes=40)),
    RecurringJob(
        Job.TELL_OF_NOTICES,
        "Tell what other councils did",
        "every 10 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(
        Job.CARRY_LOOKS,
        "Carry blinded looks between councils",
        "every 10 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(Job.COMPUTE_NETWORK, "Who works with whom", "every hour", timedelta(hours=3), in_each_council=True),
    RecurringJob(
        Job.COUNT_ASKED,
        "Count what is asked of each person",
        "every 15 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(Job.CLEAR_FILES, "Clear removed files away", "daily", timedelta(days=2), in_each_council=True),
    RecurringJob(
        Job.WRITE_EXPORTS,
        "Write what people take out",
        "every 15 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(
        Job.TELL_NEWS,
        "Tell what people follow and asked to be told",
        "every 10 minutes",
        timedelta(minutes=40),
        in_each_council=True,
    ),
    RecurringJob(
        Job.BRING_ROWS,
        "Bring spreadsheets in, and let their files go",
        "every 5 minutes",
        timedelta(minutes=20),
        in_each_council=True,
    ),
)
LATE_AFTER = {recurring.job: recurring.late_after for recurring in RECURRING}


# Jobs that end sooner than a task must, and ask for themselves anew: after so long a kill is sure to have cut them off.
SHORT_RUNS = {Job.BRING_ROWS: timedelta(seconds=90)}

Ids = tuple[tuple[str, str], ...]


def ask(job: Job, **ids: object) -> None:
    """Ask for a job once the open transaction commits; a rolled-back one asks for nothing. Asking twice asks once."""
    asked = door().info.setdefault("asked", {})
    asked[job, tuple(sorted((name, str(value)) for name, value in ids.items()))] = None


def take_asked(behind: Door) -> Iterable[tuple[Job, Ids]]:
    """Return what was asked for behind a door since this was last asked, each job once with its identifiers."""
    asked: dict[tuple[Job, Ids], None] = behind.info.pop("asked", {})
    return asked
