"""When this is recorded, these hear of it: the one table, wired by whatever runs doors; importing it does nothing.

What is recorded is heard once, in the order recorded and in the transaction of the change, just before it commits: what
a hearer writes is kept with it or not at all. Then those hear who want to know which ideas changed, once for all of
them. Once the transaction committed, the worker is asked for what it is to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from config.broker import jobs_by_broker
from config.settings import settings
from tracker import (
    benefit,
    collaborative,
    contact,
    council,
    gate,
    history,
    idea,
    inbox,
    later,
    need,
    network,
    nudge,
    post,
    tenancy,
    value,
)
from tracker.history import Event, Recording, StoredEvent
from tracker.history.events.amendment import RecordAmended
from tracker.history.events.benefit import PeriodAdded
from tracker.history.events.capacity import ThanksSaid, ThanksTakenBack
from tracker.history.events.council import MembershipEnded
from tracker.history.events.gate import ArchiveConsentSet, GateDecided, IdeaReopened
from tracker.history.events.idea import AudienceSet, SponsorNamed
from tracker.history.events.sharing import CollaborativeChanged
from tracker.tenancy import Door
from tracker.wording import capital

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Hearing(Generic[E]):
    """One line of the table: a kind of event, or Event for any, and who hears of it."""

    kind: type[E]
    hears: Callable[[E, StoredEvent], object]

    def hear(self, made: Recording) -> None:
        """Have the hearer hear of an event, if it is of this kind and no attempt took it back."""
        if isinstance(made.event, self.kind) and (stored := made.stored()):
            self.hears(made.event, stored)


EVENTS: tuple[Hearing[Any], ...] = (
    Hearing(GateDecided, collaborative.hear_of_decision),
    Hearing(IdeaReopened, collaborative.hear_of_reopening),
    Hearing(ArchiveConsentSet, collaborative.hear_of_consent),
    Hearing(GateDecided, collaborative.hear_of_stop),
    Hearing(IdeaReopened, collaborative.hear_of_return),
    Hearing(RecordAmended, gate.hear_of_restored),
    Hearing(RecordAmended, benefit.hear_of_figures),
    Hearing(PeriodAdded, benefit.hear_of_figures),
    Hearing(AudienceSet, collaborative.hear_of_audience),
    Hearing(AudienceSet, network.hear_of_audience),
    Hearing(MembershipEnded, collaborative.hear_of_goodbye),
    Hearing(MembershipEnded, need.hear_of_goodbye),
    Hearing(CollaborativeChanged, need.hear_of_leaving),
    Hearing(SponsorNamed, value.hear_of_sponsor),
    Hearing(ThanksSaid, collaborative.hear_of_thanks),
    Hearing(ThanksTakenBack, collaborative.hear_of_thanks_taken_back),
    Hearing(Event, inbox.hear_of_news),
)
CHANGES: tuple[Callable[[Collection[UUID]], object], ...] = (
    collaborative.refresh,
    nudge.look_again,
    inbox.hear_of_changes,
)


SECRETS = {"claim_code": contact.claim_code, "confirmation_secret": contact.confirmation_secret}


def wire(*, worker: bool = True) -> None:
    """Have this process hear what is recorded behind its doors, and word its letters; twice is once.

    Without a worker to ask, whatever is asked for later waits for the next sweep.
    """
    post.word_with(called=council.called, capital=capital, message=idea.words_of, secrets=SECRETS)
    tenancy.listen(before=_hear, after=_ask_the_worker if worker else None)


def _hear(door: Door) -> None:
    """Tell those who listen: first what happened, until no hearer records more, then which ideas changed by it all."""
    while recorded := history.take_recorded(door):
        for made in recorded:
            for hearing in EVENTS:
                hearing.hear(made)
    if touched := idea.take_touched(door):
        for hears in CHANGES:
            hears(touched)


def _ask_the_worker(door: Door) -> None:
    """Send what was asked for, now that it committed. A broker that is away costs nothing: the next sweep finds it."""
    for job, ids in later.take_asked(door):
        place = None if job in later.OF_ALL_COUNCILS else door.council
        try:
            jobs_by_broker(settings())(job, place, dict(ids))
        except Exception:  # noqa: BLE001 - the broker may be away: the page must not fail
            log.warning("could not ask for %s now; the next sweep will find it", job)
