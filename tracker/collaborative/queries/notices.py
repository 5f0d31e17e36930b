"""What other councils told the open council about something shared, with its own idea that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select

from tracker.collaborative.models import Adaptation, Notice, Publication
from tracker.collaborative.rules import sentence
from tracker.collaborative.words import NoticeKind
from tracker.council import Reader
from tracker.council.models import Council
from tracker.idea import Sight, visible_to
from tracker.idea.models import Idea
from tracker.post import Letter
from tracker.tenancy import current_council, session
from tracker.wording import Vocabulary


@dataclass(frozen=True)
class NoticeEntry:
    """A notice to the open council, with its own idea that it is about."""

    notice: Notice
    council: str
    ref: str | None
    title: str | None
    idea_id: UUID | None
    owner_id: UUID | None

    @property
    def owner(self) -> Sight | None:
        """Who owns the idea that it is about, and that idea; None where nobody does or there is none here."""
        return Sight(self.idea_id, self.owner_id) if self.idea_id and self.owner_id else None

    def sentence(self, words: Vocabulary) -> str:
        """The notice in one sentence, in the words of the council that reads it."""
        return sentence(NoticeKind(self.notice.what), words, council=self.council, told=self.notice.particulars)


def _notices(*conditions: ColumnElement[bool], limit: int) -> list[NoticeEntry]:
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
    return [NoticeEntry(*row) for row in session().execute(asked)]


def notices(*, reader: Reader, idea: Idea | None = None, limit: int = 20) -> list[NoticeEntry]:
    """What other councils told this one, or told it about one idea, the newest first, at most `limit`."""
    return _notices(_for(reader), *([Idea.id == idea.id] if idea else []), limit=limit)


def unseen_notices(*, reader: Reader, limit: int = 20) -> list[NoticeEntry]:
    """What other councils told this one and nobody has looked at yet, the newest first."""
    return _notices(_for(reader), Notice.seen_at.is_(None), limit=limit)


def _for(reader: Reader) -> ColumnElement[bool]:
    """Of our own ideas only those that the reader sees: a notice names the idea that it is about."""
    return or_(Idea.id.is_(None), visible_to(reader))


def unsent_notices(*, limit: int = 100) -> list[NoticeEntry]:
    """Notices to this council that no letter tells of yet."""
    told = exists().where(Letter.key == func.concat(literal("notice:"), Notice.id))
    return _notices(~told, limit=limit)
