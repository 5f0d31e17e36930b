"""Partners: who works on an idea from outside, what they did, and what they promised until when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from tracker.amendment import WHY, amend
from tracker.capacity.models import Partner, PartnerActivity
from tracker.capacity.rules import activity_faults
from tracker.capacity.words import Layer
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.capacity import CommitmentSettled, PartnerActed, PartnershipEnded
from tracker.idea import Idea, NotFoundError, Refused, counts_from, refuse_all, touch
from tracker.tenancy import current_council, session


def add_activity(
    *,
    idea: Idea,
    organisation: str,
    what: str,
    by: UUID,
    on: date | None = None,
    due_on: date | None = None,
    layer: Layer | None = None,
) -> PartnerActivity:
    """Record what a partner did on a day, today's where none is given, or what it promised until one.

    An organisation that is not a partner yet becomes one, in the layer where it is said to stand. Raises Refused.
    """
    if not organisation.strip():
        raise Refused("Say which organisation", field="organisation")
    day = on or today()
    refuse_all(activity_faults(what=what, on=day, due_on=due_on, today=today()))
    partner = _partner(idea, organisation.strip())
    partner.layer = layer or partner.layer
    made = PartnerActivity(
        idea_id=idea.id,
        partner_id=partner.id,
        what=what.strip(),
        on=day,
        due_on=due_on,
        by_id=by,
        counts_from=counts_from(day, today()),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    acted = PartnerActed(
        partner=partner.organisation, words=made.what, on=day.isoformat(), until=due_on.isoformat() if due_on else None
    )
    record(acted, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def correct_activity(
    *,
    idea: Idea,
    activity: PartnerActivity,
    by: UUID,
    because: str,
    what: str,
    on: date | None,
    due_on: date | None,
    kept: bool | None,
) -> None:
    """Say otherwise what a partner did or promised, or whether it kept that; the day of a new word on it is today.

    Raises Refused as where it is recorded.
    """
    day = on or today()
    refuse_all(activity_faults(what=what, on=day, due_on=due_on, kept=kept, today=today()))
    said = {"what": what.strip(), "on": day, "due_on": due_on, "kept": kept}
    if kept != activity.kept:
        if activity.kept is not None and not because.strip():
            raise Refused(WHY, field="because")  # "not kept" is a word, too
        said["settled_on"] = None if kept is None else today()
    amend(activity, idea=idea, by=by, because=because, to=said)


def _partner(idea: Idea, organisation: str) -> Partner:
    """The partner of that name, whatever its capitals; a new one where there is none, or it had left."""
    asked = select(Partner).where(
        Partner.idea_id == idea.id,
        func.lower(Partner.organisation) == organisation.lower(),
        Partner.ended_on.is_(None),
    )
    found = session().scalar(asked.order_by(Partner.position, Partner.id).limit(1))
    if found is None:
        found = Partner(idea_id=idea.id, organisation=organisation, counts_from=today(), recorded_at=now())
        session().add(found)
        session().flush()
    return found


def settle_commitment(*, idea: Idea, activity_id: UUID, kept: bool, by: UUID) -> PartnerActivity:
    """Say whether a partner kept what it promised. Raises Refused where that was said, NotFoundError for no promise."""
    made = session().get(PartnerActivity, (current_council(), activity_id))
    if made is None or made.idea_id != idea.id or made.due_on is None:
        raise NotFoundError(idea.ref)
    if made.kept is not None:
        raise Refused("This was said before.")
    made.kept, made.settled_on = kept, today()
    partner = session().get_one(Partner, (current_council(), made.partner_id))
    settled = CommitmentSettled(partner=partner.organisation, words=made.what, kept=kept)
    record(settled, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def end_partnership(*, idea: Idea, partner_id: UUID, by: UUID) -> None:
    """Note that an organisation works on an idea no more. Raises NotFoundError where it does not."""
    partner = session().get(Partner, (current_council(), partner_id))
    if partner is None or partner.idea_id != idea.id or partner.ended_on:
        raise NotFoundError(idea.ref)
    partner.ended_on = today()
    record(PartnershipEnded(partner=partner.organisation), idea_id=idea.id, about_id=partner.id, by=by)
    touch(idea)
