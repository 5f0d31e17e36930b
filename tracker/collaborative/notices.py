"""What one council tells another about something shared: a notice that both read, told by letter at the other end.

A council cannot write letters to another's people: its notice waits there until the other's worker tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, exists, func, literal, or_, select, update

from tracker import council
from tracker.clock import now
from tracker.collaborative.models import Adaptation, Notice, Publication
from tracker.collaborative.rules import sentence
from tracker.collaborative.words import Tells
from tracker.council.models import Council
from tracker.council.words import Role
from tracker.idea.models import Idea
from tracker.post import Kind, Letter, To, write
from tracker.tenancy import current_council, session


@dataclass(frozen=True)
class Told:
    """A notice to the open council, with its own idea that it is about."""

    notice: Notice
    council: str
    ref: str | None
    title: str | None
    idea_id: UUID | None
    owner_id: UUID | None

    @property
    def words(self) -> str:
        """The notice in one sentence."""
        return sentence(Tells(self.notice.what), council=self.council, told=self.notice.particulars)


def _notices(*conditions: Any, limit: int) -> list[Told]:
    here = current_council()
    mine_published = and_(Publication.id == Notice.about_publication_id, Publication.council_id == here)
    of_ours = or_(
        and_(Adaptation.origin_council_id == here, Idea.id == Adaptation.origin_idea_id),
        and_(Adaptation.council_id == here, Idea.id == Adaptation.idea_id),
        and_(Adaptation.id.is_(None), Idea.id == Publication.idea_id),
    )
    asked = (
        select(Notice, Council.name, Idea.ref, Idea.title, Idea.id, Idea.owner_id)
        .join(Council, Council.id == Notice.council_id)
        .outerjoin(Adaptation, Adaptation.id == Notice.about_adaptation_id)
        .outerjoin(Publication, mine_published)
        .outerjoin(Idea, of_ours)
        .where(Notice.to_council_id == here, *conditions)
        .order_by(Notice.at.desc(), Notice.id.desc())
        .limit(limit)
    )
    return [Told(*row) for row in session().execute(asked)]


def notices(*, idea: Idea | None = None, limit: int = 20) -> list[Told]:
    """What other councils told this one, or told it about one idea, the newest first, at most `limit`."""
    return _notices(*([Idea.id == idea.id] if idea else []), limit=limit)


def unseen_notices(*, limit: int = 20) -> list[Told]:
    """What other councils told this one and nobody has looked at yet, the newest first."""
    return _notices(Notice.seen_at.is_(None), limit=limit)


def unsent_notices(*, limit: int = 100) -> list[Told]:
    """Notices to this council that no letter tells of yet."""
    told = exists().where(Letter.key == func.concat(literal("notice:"), Notice.id))
    return _notices(~told, limit=limit)


def mark_seen(ids: Iterable[UUID]) -> None:
    """Note that somebody here has looked at notices."""
    session().execute(update(Notice).where(Notice.id.in_(list(ids)), Notice.seen_at.is_(None)).values(seen_at=now()))


def send_notice(
    what: Tells,
    *,
    to_council_id: UUID,
    publication_id: UUID | None = None,
    adaptation_id: UUID | None = None,
    **particulars: object,
) -> None:
    """Tell another council something about what is shared with it, in the transaction of the change."""
    notice = Notice(
        to_council_id=to_council_id,
        about_publication_id=publication_id,
        about_adaptation_id=adaptation_id,
        what=what,
        particulars=particulars,
        at=now(),
    )
    session().add(notice)


def tell_of_notices() -> int:
    """Write a letter for each notice that none tells of yet, to the idea's owner or else the leads; return how many."""
    waiting = unsent_notices()
    if not waiting:
        return 0
    everybody = council.people()
    people = {one.id: To(one.name, one.email, one.id) for one in everybody}
    leads = [people[one.id] for one in everybody if Role.LEAD in one.roles]
    sent = 0
    for told in waiting:
        hears = [people[told.owner_id]] if told.owner_id in people else leads
        sent += sum(_letter(told, to, first=n == 0) for n, to in enumerate(hears))
    return sent


def _letter(told: Told, to: To, *, first: bool) -> bool:
    key = f"notice:{told.notice.id}" if first else f"notice:{told.notice.id}:{to.person_id}"
    return write(
        "notice",
        to=to,
        kind=Kind.NOTICE,
        key=key,
        subject=told.words,
        council_name=council.here().name,
        words=told.words,
        council=told.council,
        what=told.notice.what,
        told=told.notice.particulars,
        idea={"ref": told.ref, "title": told.title} if told.ref else None,
    )
