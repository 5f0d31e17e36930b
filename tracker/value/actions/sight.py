"""What the sponsor has seen: opening an idea's evidence as its sponsor is seeing it, so is a conversation about it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from tracker.clock import today
from tracker.council import Reader
from tracker.history import StoredEvent, record
from tracker.history.events.idea import SponsorNamed
from tracker.history.events.value import EvidenceSeenBySponsor
from tracker.idea import Idea, Refused, sponsors, touch
from tracker.tenancy import session
from tracker.value.models import Evidence


def open_evidence(*, idea: Idea, reader: Reader, claim_id: UUID | None = None) -> bool:
    """Opening an idea's evidence, or that on one claim, as its sponsor is seeing it: note so of what was not seen yet.

    Nothing else is noted. Returns whether anything was.
    """
    noted = sponsors(idea, reader) and not idea.historical and _see(idea, on=today(), claim_id=claim_id)
    if noted:
        record(EvidenceSeenBySponsor(), idea_id=idea.id, by=reader.person_id)
    return noted


def tell_sponsor(*, idea: Idea, by: UUID, on: date | None = None) -> None:
    """Note that the sponsor and the team went through the evidence on a day: what is not newer than it was seen.

    Raises Refused where there is none to have gone through by then.
    """
    day = on or today()
    known = Evidence.value_on.is_(None) | (Evidence.value_on <= day)
    if session().scalar(select(Evidence.id).where(Evidence.idea_id == idea.id, known).limit(1)) is None:
        raise Refused("There was no evidence to go through yet: record it first", field="evidence")
    if _see(idea, on=day):
        record(EvidenceSeenBySponsor(), idea_id=idea.id, by=by)
        touch(idea)


def _see(idea: Idea, *, on: date, claim_id: UUID | None = None) -> bool:
    unseen = Evidence.seen_by_sponsor_on.is_(None) & (Evidence.value_on.is_(None) | (Evidence.value_on <= on))
    if claim_id is not None:
        unseen &= Evidence.claim_id == claim_id
    seen = update(Evidence).where(Evidence.idea_id == idea.id, unseen).values(seen_by_sponsor_on=on)
    return bool(session().execute(seen.returning(Evidence.id)).all())


def hear_of_sponsor(_event: SponsorNamed, stored: StoredEvent) -> None:
    """Another sponsor has seen nothing yet; what the one before saw stays in the record."""
    of_idea = Evidence.idea_id == stored.idea_id
    seen = update(Evidence).where(of_idea, Evidence.seen_by_sponsor_on.is_not(None))
    session().execute(seen.values(seen_by_sponsor_on=None))
