"""What one council tells another about something shared: a notice that both read, told by letter at the other end.

A council cannot write letters to another's people: its notice waits there until the other's worker tells of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from tracker import council, fault
from tracker.clock import now
from tracker.collaborative.models import Notice
from tracker.collaborative.queries.notices import NoticeEntry, unsent_notices
from tracker.collaborative.words import NoticeKind
from tracker.council import Can
from tracker.council.words import Role
from tracker.fault import FaultKind
from tracker.idea import sights
from tracker.post import Addressee, LetterKind, MailKind, hush, write
from tracker.tenancy import session
from tracker.wording import Vocabulary

TOLD = ("kept", "changed", "dropped", "fits_because", "result", "why_not", "because")


def mark_seen(ids: Iterable[UUID]) -> None:
    """Note that somebody here has looked at notices."""
    session().execute(update(Notice).where(Notice.id.in_(list(ids)), Notice.seen_at.is_(None)).values(seen_at=now()))


def send_notice(
    what: NoticeKind,
    *,
    to_council_id: UUID,
    publication_id: UUID | None = None,
    adaptation_id: UUID | None = None,
    at: datetime | None = None,
    title: str | None = None,
    **particulars: object,
) -> None:
    """Tell another council something about what is shared with it, in the transaction of the change.

    `title` is what it is called there, or None where that council may not know.
    """
    notice = Notice(
        to_council_id=to_council_id,
        about_publication_id=publication_id,
        about_adaptation_id=adaptation_id,
        what=what,
        particulars={**({"title": title} if title else {}), **particulars},
        at=at or now(),
    )
    session().add(notice)


def tell_of_notices() -> int:
    """Write a letter for each notice that none tells of yet, to the idea's owner or else the leads; return how many.

    A notice that cannot be told is set aside and named.
    """
    waiting = unsent_notices()
    if not waiting:
        fault.keep(FaultKind.NOTICE, {})
        return 0
    everybody = council.people()
    people = {one.id: Addressee(one.name, one.email, one.id) for one in everybody}
    leads = [people[one.id] for one in everybody if Role.LEAD in one.roles]
    owners = {one.id: people[one.id] for one in everybody if Can.KEEP_CURRENT in one.can}
    quiet = {one.id for one in everybody if MailKind.SHARING in one.stopped}
    place = council.here()
    seen = {sight.idea_id for sight in sights(told.owner for told in waiting if told.owner)}
    sent: list[int] = []

    def tell(only: Sequence[UUID] | None) -> None:
        wanted = [told for told in waiting if only is None or told.id in only]
        told_to = [(told, _hearers(told, owners, leads, seen)) for told in wanted]
        letters = [(told, to, n == 0) for told, hears in told_to for n, to in enumerate(hears)]
        for told, to, first in letters:
            with hush() if to.person_id in quiet else nullcontext():  # who stopped these has them in their inbox
                sent.append(_letter(told, to, place, first=first))

    faults = fault.work_out(tell, lambda: [told.id for told in waiting])
    fault.keep(FaultKind.NOTICE, {str(notice_id): error for notice_id, error in faults.items()})
    return sum(sent)


def _hearers(
    told: NoticeEntry, owners: Mapping[UUID, Addressee], leads: list[Addressee], seen: Collection[UUID]
) -> list[Addressee]:
    """Who hears of a notice: the owner of its idea, where they may own it here and see it, else the leads."""
    owner = owners.get(told.owner.person_id) if told.owner and told.owner.idea_id in seen else None
    return [owner] if owner else leads


def _letter(told: NoticeEntry, to: Addressee, place: council.Council, *, first: bool) -> bool:
    sentence = told.sentence(Vocabulary(place.own_words))
    key = f"notice:{told.id}" if first else f"notice:{told.id}:{to.person_id}"
    return write(
        "notice",
        to=to,
        kind=LetterKind.NOTICE,
        key=key,
        subject=sentence,
        council_name=place.name,
        words=sentence,
        council=told.sender,
        path=told.where if told.is_blinded else None,
        told=[(name, said) for name in TOLD if (said := told.particulars.get(name))],
        idea={"ref": told.ref, "title": told.title} if told.ref else None,
        stops=MailKind.SHARING,
    )
