"""What one council tells another about something shared: a notice that both read, told by letter at the other end.

A council cannot write letters to another's people: its notice waits there until the other's worker tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from tracker import council
from tracker.clock import now
from tracker.collaborative.models import Notice
from tracker.collaborative.queries.notices import NoticeEntry, unsent_notices
from tracker.collaborative.words import NoticeKind
from tracker.council.words import Role
from tracker.idea import sees
from tracker.post import Addressee, LetterKind, write
from tracker.tenancy import session


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
    """Write a letter for each notice that none tells of yet, to the idea's owner or else the leads; return how many."""
    waiting = unsent_notices()
    if not waiting:
        return 0
    everybody = council.people()
    people = {one.id: Addressee(one.name, one.email, one.id) for one in everybody}
    leads = [people[one.id] for one in everybody if Role.LEAD in one.roles]
    sent = 0
    for told in waiting:
        hears = [people[told.owner_id]] if told.owner_id in people and _owner_sees(told) else leads
        sent += sum(_letter(told, to, first=n == 0) for n, to in enumerate(hears))
    return sent


def _owner_sees(told: NoticeEntry) -> bool:
    if told.owner_id is None or told.idea_id is None:
        return False
    return sees(council.reader(told.owner_id), idea_id=told.idea_id)


def _letter(told: NoticeEntry, to: Addressee, *, first: bool) -> bool:
    sentence = told.sentence(council.vocabulary())
    key = f"notice:{told.notice.id}" if first else f"notice:{told.notice.id}:{to.person_id}"
    return write(
        "notice",
        to=to,
        kind=LetterKind.NOTICE,
        key=key,
        subject=sentence,
        council_name=council.here().name,
        words=sentence,
        council=told.council,
        what=told.notice.what,
        told=told.notice.particulars,
        idea={"ref": told.ref, "title": told.title} if told.ref else None,
    )
