"""What is asked about hours: those granted for an idea."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from tracker.hours.models import HoursGrant
from tracker.idea import Idea
from tracker.tenancy import session


def hours_on(*, idea: Idea) -> Sequence[HoursGrant]:
    """The hours that were granted for an idea, those that last longest first."""
    asked = select(HoursGrant).where(HoursGrant.idea_id == idea.id)
    return session().scalars(asked.order_by(HoursGrant.until.desc().nulls_first(), HoursGrant.id)).all()
