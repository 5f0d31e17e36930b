"""What one council tells another about something shared: a notice that both read, told by letter at the other end.

A council cannot write letters to another's people: its notice waits there until the other's worker tells of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from tracker import council, fault
from tracker.clock import now
from tracker.collaborative.models import Collaborative, Notice
from tracker.collaborative.queries.founding import others_in
from tracker.collaborative.queries.notices import NoticeEntry, unsent_notices
from tracker.collaborative.words import NoticeKind
from tracker.council import Can
from tracker.council.words import Role
from tracker.fault import FaultKind
from tracker.idea import by_id, look_again, sights
from tracker.post import Addressee, LetterKind, MailKind, hush, write
from tracker.tenancy import current_council, session
from tracker.wording import Vocabulary

TOLD = (
    "kept",
    "changed",
    "dropped",
    "fits_because",
    "spoken_to",
    "result",
    "evaluated_by",
    "why_not",
    "feedback",
    "answer",
    "because",
)


def mark_seen(ids: Iterable[UUID]) -> None:
    """Note that somebody here has looked at notices."""
    session().execute(update(Notice).where(Notice.id.in_(list(ids)), Notice.seen_at.is_(None)).values(seen_at=now()))


def mark_seen_of(collaborative: Collaborative, what: NoticeKind) -> None:
    """Note that what another council asked of this one in a collaborative was looked at, since it is answered."""
    told = (Notice.to_council_id == current_council(), Notice.what == what)
    here = Notice.particulars["code"].astext == collaborative.code
    mark_seen(session().scalars(select(Notice.id).where(*told, here).order_by(Notice.id)).all())


def mark_told(adaptation_id: UUID, what: NoticeKind) -> None:
    """Note that what was told of one adaptation was looked at, since it is answered."""
    told = (Notice.about_adaptation_id == adaptation_id, Notice.what == what)
    mark_seen(session().scalars(select(Notice.id).where(*told).order_by(Notice.id)).all())


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


def tell_council(
    what: NoticeKind,
    collaborative: Collaborative,
    *,
    to_council_id: UUID,
    because: str | None = None,
    title: str | None = None,
) -> None:
    """Tell another council something about a collaborative of both, or about being asked into one."""
    told: dict[str, Any] = {"because": because} if because else {}
    name = collaborative.called
    send_notice(what, to_council_id=to_council_id, title=title, collaborative=name, code=collaborative.code, **told)


def tell_members(what: NoticeKind, collaborative: Collaborative, *, because: str = "") -> None:
    """Tell every other council of a collaborative something about it."""
    for council_id in others_in(collaborative):
        tell_council(what, collaborative, to_council_id=council_id, because=because)


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
        written = 0
        for told, to, first in letters:
            with hush() if to.person_id in quiet else nullcontext():  # who stopped these has them in their inbox
                written += _letter(told, to, place, first=first)
        sent.append(written)  # only now: what fails halfway is undone, and tried again one by one

    faults = fault.work_out(tell, lambda: [told.id for told in waiting])
    _keep_cards_in_step(waiting)
    fault.keep(FaultKind.NOTICE, {str(notice_id): error for notice_id, error in faults.items()})
    return sum(sent)


def _keep_cards_in_step(waiting: Iterable[NoticeEntry]) -> None:
    """What came of an idea elsewhere changes what its records support here: its cards follow."""
    for idea_id in {told.idea_id for told in waiting if told.what == NoticeKind.RESULT and told.idea_id}:
        look_again(by_id(idea_id=idea_id))


def _hearers(
    told: NoticeEntry, owners: Mapping[UUID, Addressee], leads: list[Addressee], seen: Collection[UUID]
) -> list[Addressee]:
    """Who hears of a notice: the owner of its idea, where they may own it here and see it, else the leads."""
    owner = owners.get(told.owner.person_id) if told.owner and told.owner.idea_id in seen else None
    return [owner] if owner else leads


def _letter(told: NoticeEntry, to: Addressee, place: council.Council, *, first: bool) -> bool:
    sentence = told.sentence(Vocabulary(place.own_words))
    key = f"notice:{told.id}" if first else f"notice:{told.id}:{to.person_id}"
    written = write(
        "notice",
        to=to,
        kind=LetterKind.NOTICE,
        key=key,
        subject=sentence,
        council_name=place.name,
        words=sentence,
        council=told.sender,
        path=told.where if told.has_page else None,
        told=[(name, said) for name in TOLD if (said := told.particulars.get(name))],
        idea={"ref": told.ref, "title": told.title} if told.ref else None,
        stops=MailKind.SHARING,
    )
    return written is not None
