"""What is done about what an idea replaces, and about what it was recognised with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from tracker import council
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.routine import OldServiceNamed, RecognitionNoted, RoutineWithdrawn
from tracker.idea import Idea, NotFoundError, Refused, counts_from, refuse_all, sight_faults, touch
from tracker.routine.models import OldService, Recognition
from tracker.routine.rules import old_service_faults, recognition_faults
from tracker.tenancy import current_council, session


def name_old_service(
    *,
    idea: Idea,
    by: UUID,
    service: str,
    ends_on: date | None,
    owner_id: UUID | None = None,
    ended_on: date | None = None,
) -> OldService:
    """Say which service an idea replaces, until when that runs, who ends it, or that it ended. Raises Refused."""
    refuse_all(old_service_faults(service=service, ends_on=ends_on, ended_on=ended_on, today=today()))
    if owner_id and council.to(owner_id) is None:
        raise Refused("Choose somebody who works here", field="owner_id")
    refuse_all(sight_faults(idea, {"owner_id": owner_id}))
    made = OldService(
        idea_id=idea.id,
        service=service.strip(),
        ends_on=ends_on,
        owner_id=owner_id,
        ended_on=ended_on,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    event = OldServiceNamed(service=made.service, ends_on=_iso(ends_on), ended_on=_iso(ended_on))
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def note_recognition(*, idea: Idea, by: UUID, title: str, giver: str, on: date | None, note: str = "") -> Recognition:
    """Note an award: it stands apart, and is evidence of nothing. Raises Refused."""
    refuse_all(recognition_faults(title=title, giver=giver, on=on, today=today()))
    made = Recognition(
        idea_id=idea.id,
        title=title.strip(),
        giver=giver.strip(),
        on=on,
        note=note.strip() or None,
        by_id=by,
        counts_from=counts_from(on, today()),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    event = RecognitionNoted(title=made.title, giver=made.giver, on=made.on.isoformat())
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def withdraw(*, idea: Idea, kind: type[OldService | Recognition], row_id: UUID, because: str, by: UUID) -> None:
    """Take back an old service or an award that should not stand there, with a reason; the record keeps it.

    Whatever was said of the same service before goes with it: else that would stand again in its place.
    Raises Refused, NotFoundError where there is none.
    """
    key = (current_council(), row_id)
    found = session().get(OldService, key) if kind is OldService else session().get(Recognition, key)
    if found is None or found.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    if found.withdrawn_at is not None:
        raise Refused("That was withdrawn already.")
    if not because.strip():
        raise Refused("Say why it is withdrawn", field="because")
    for each in [found, *(_said_before(found) if isinstance(found, OldService) else ())]:
        each.withdrawn_at, each.withdrawn_because, each.withdrawn_by_id = now(), because.strip(), by
    named = found.service if isinstance(found, OldService) else found.title
    record(RoutineWithdrawn(named=named, because=because.strip()), idea_id=idea.id, about_id=found.id, by=by)
    touch(idea)


def _said_before(service: OldService) -> Sequence[OldService]:
    """What stands of the same service by its words, and was said before."""
    same = select(OldService).where(
        OldService.idea_id == service.idea_id,
        OldService.number < service.number,
        func.lower(OldService.service) == func.lower(service.service),
        OldService.withdrawn_at.is_(None),
    )
    return session().scalars(same.order_by(OldService.number)).all()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
