"""Thanks: which frontline managers worked on an idea, and whether they were thanked or credited for it."""

from __future__ import annotations

from uuid import UUID

from tracker.capacity.models import ManagerCredit
from tracker.capacity.words import Thanks
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.capacity import ManagerCredited
from tracker.idea import Idea, Refused, touch
from tracker.tenancy import session


def credit_manager(*, idea: Idea, manager: str, thanks: Thanks, by: UUID, how: str = "") -> ManagerCredit:
    """Record a frontline manager, by their job, and how they were thanked; the same again tells it anew.

    Raises Refused where nobody is named, or it is not said how they were thanked.
    """
    if not manager.strip():
        raise Refused("Say who, by their job: the depot manager", field="manager")
    if thanks is Thanks.GIVEN and not how.strip():
        raise Refused("Say how: a letter, a mention, a prize", field="how")
    made = ManagerCredit(
        idea_id=idea.id,
        manager=manager.strip(),
        thanks=thanks,
        how=how.strip() or None,
        by_id=by,
        counts_from=today(),
        recorded_at=now(),
    )
    session().add(made)
    session().flush()
    credited = ManagerCredited(manager=made.manager, thanks=thanks, how=made.how)
    record(credited, idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made
