"""What was set aside comes back: by a lead, or by itself on its day; then somebody says how it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from tracker import council, fault
from tracker.clock import today
from tracker.db import any_of
from tracker.fault import FaultKind
from tracker.history import record
from tracker.history.events.idea import IdeaCarriedOn, IdeaWoken
from tracker.idea.actions.letters import tell_authors_again
from tracker.idea.actions.life import change_state, touch
from tracker.idea.actions.turn import hold
from tracker.idea.models import Idea
from tracker.idea.queries.lookup import IdeaName
from tracker.idea.words import Refused, Stage, State
from tracker.tenancy import rows, session
from tracker.wording import Reading


def wake(*, idea: Idea, by: UUID | None, because: str = "") -> None:
    """Take an idea out of parking: to triage while it is latent, else active at its stage. Raises Refused.

    Its authors are told. By nobody it comes back by itself, and stands on the desk of the leads.
    """
    if idea.state is not State.PARKED:
        raise Refused("Only a parked idea can be woken.")
    back = State.TRIAGE if idea.stage is Stage.LATENT else State.ACTIVE
    stood = change_state(idea=idea, state=back, by=by, because=because or None)
    idea.woken_on = None if by else today()
    record(IdeaWoken(because=because, on_its_day=by is None), idea_id=idea.id, by=by)
    session().flush()
    tell_authors_again(
        idea,
        headline="Your idea is taken up again",
        happened="It had been set aside, and is taken up again from today.",
        next_step=_what_next(idea),
        because=because,
        by=by,
        key=f"woken:{stood.id}",
    )


def _what_next(idea: Idea) -> str:
    if idea.state is State.TRIAGE:
        return "A person reads it again now, and you hear what becomes of it."
    stage = council.called(idea.stage, "stage", Reading.STAFF)
    return f"It goes on where it was ({stage}), and you hear of every decision."


_DUE = """
SELECT i.id, i.ref FROM idea i WHERE i.state = 'parked' AND i.source IS NULL AND i.parked_until <= CAST(:today AS date)
ORDER BY i.parked_until, i.id"""


def wake_due() -> int:
    """Have every parked idea whose day has come back, awake, and return how many. Safe to run twice at once.

    One that cannot be woken is set aside and named.
    """
    woken: list[UUID] = []

    def work(only: Sequence[IdeaName] | None) -> None:
        due = _due() if only is None else only
        woken[:] = [*woken, *_woken(due)]

    faults = fault.work_out(work, _due)
    fault.keep(FaultKind.WAKING, {name.ref: error for name, error in faults.items()})
    return len(set(woken))


def _due() -> list[IdeaName]:
    return rows(IdeaName, _DUE, today=today())


def _woken(due: Sequence[IdeaName]) -> list[UUID]:
    """Wake these, each held by then and looked at once more: somebody may have been there first."""
    ids = [name.id for name in due]
    if not ids:
        return []
    hold(ids=ids)
    asked = select(Idea).where(Idea.id == any_of(ids), Idea.state == State.PARKED, Idea.parked_until <= today())
    found = session().scalars(asked.order_by(Idea.parked_until, Idea.id).execution_options(populate_existing=True))
    woken = found.all()
    for idea in woken:
        wake(idea=idea, by=None)
    return [idea.id for idea in woken]


def carry_on(*, idea: Idea, by: UUID) -> None:
    """Say that an idea that came back by itself goes on as before. Raises Refused where that was settled already."""
    if idea.woken_on is None or idea.state is not State.ACTIVE:
        raise Refused("How it goes on has been settled already.")
    idea.woken_on = None
    record(IdeaCarriedOn(), idea_id=idea.id, by=by)
    touch(idea)
