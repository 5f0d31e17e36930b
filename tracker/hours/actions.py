"""Hours are granted for an idea, and said otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Unpack
from uuid import UUID

from tracker.amendment import amend
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.hours import HoursGranted
from tracker.hours.models import HoursGrant
from tracker.hours.rules import hours_faults, in_hours
from tracker.hours.words import HoursParticulars, HoursUse
from tracker.idea import Idea, refuse_all, touch
from tracker.tenancy import session


def _values(
    *,
    granted_to: str,
    granted_by: str = "",
    hours_a_week: Decimal | None = None,
    since: date | None = None,
    until: date | None = None,
    used: HoursUse | None = None,
    note: str = "",
) -> dict[str, Any]:
    """What is stored of hours. Raises Refused with all that is wrong."""
    refuse_all(
        hours_faults(granted_by=granted_by, granted_to=granted_to, hours_a_week=hours_a_week, since=since, until=until)
    )
    return {
        "granted_by": granted_by.strip(),
        "granted_to": granted_to.strip(),
        "hours_a_week": hours_a_week,
        "since": since,
        "until": until,
        "used": used,
        "note": note.strip() or None,
    }


def grant_hours(*, idea: Idea, by: UUID, granted_to: str, **said: Unpack[HoursParticulars]) -> HoursGrant:
    """Record hours a week that somebody granted, since and until when, and whether they are used. Raises Refused."""
    values = _values(granted_to=granted_to, **said)
    made = HoursGrant(idea_id=idea.id, by_id=by, counts_from=today(), recorded_at=now(), **values)
    session().add(made)
    session().flush()
    event = HoursGranted(
        granted_by=made.granted_by,
        granted_to=made.granted_to,
        hours=in_hours(made.hours_a_week),
        until=made.until.isoformat() if made.until else None,
    )
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def correct_hours(
    *, idea: Idea, grant: HoursGrant, by: UUID, because: str = "", granted_to: str, **said: Unpack[HoursParticulars]
) -> None:
    """Say hours otherwise. Raises Refused as where they are granted, and without a reason."""
    amend(grant, idea=idea, by=by, because=because, to=_values(granted_to=granted_to, **said))
