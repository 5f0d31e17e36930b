"""What other councils told the open council about something shared, with its own idea that it is about."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from tracker.collaborative.queries.founding import UNANSWERED
from tracker.collaborative.rules import sentence
from tracker.collaborative.words import OF_NEEDS, NoticeKind
from tracker.council import Can, Reader
from tracker.idea import VISIBLE, Sight, seen_by
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council, rows
from tracker.wording import Vocabulary

# On which page of its collaborative a notice is read that is about no idea.
_PAGES = {
    NoticeKind.ASKED_TO_JOIN: "invitation",
    NoticeKind.ASKED_TO_CONVENE: "invitation",
    NoticeKind.JOINED: "members",
    NoticeKind.WOULD_NOT: "members",
    NoticeKind.LEFT: "members",
    NoticeKind.CONVENES: "members",
    NoticeKind.CLOSED: "report",
    **dict.fromkeys(OF_NEEDS, "needs"),
}


class NoticeEntry(NamedTuple):
    """A notice to the open council, with its own idea that it is about.

    `opens` says that the collaborative it tells of is there to be looked at: our council is in it, or asked to be.
    """

    id: UUID
    what: str
    particulars: dict[str, Any]
    at: datetime
    council: str
    ref: str | None
    title: str | None
    idea_id: UUID | None
    owner_id: UUID | None
    opens: bool

    @property
    def owner(self) -> Sight | None:
        """Who owns the idea that it is about, and that idea; None where nobody does or there is none here."""
        return Sight(self.idea_id, self.owner_id) if self.idea_id and self.owner_id else None

    @property
    def is_blinded(self) -> bool:
        """Whether it tells of a blinded look: another council is behind it that it does not name."""
        return self.what in {NoticeKind.SIGHT_ASKED, NoticeKind.SIGHT_SHOWN}

    @property
    def has_page(self) -> bool:
        """Whether it is read on a page that is of no idea: a blinded look, an invitation, a collaborative."""
        return self.is_blinded or self.opens

    @property
    def sender(self) -> str:
        """Who tells it, as its reader may know."""
        return str(self.particulars["collaborative"]) if self.is_blinded else self.council

    @property
    def where(self) -> str:
        """Where it is read: on the page that it is about, else with the idea that it is about."""
        if page := _PAGES.get(NoticeKind(self.what)):
            return f"/collaboratives/{self.particulars['code']}/{page}"
        match self.what:
            case NoticeKind.SIGHT_ASKED:
                return f"/collaboratives/asks/{self.particulars['number']}"
            case NoticeKind.SIGHT_SHOWN:
                return f"/ideas/{self.particulars['ref']}/elsewhere"
        return f"/ideas/{self.ref}/lineage" if self.ref else "/collaboratives"

    def sentence(self, words: Vocabulary) -> str:
        """The notice in one sentence, in the words of the council that reads it."""
        return sentence(NoticeKind(self.what), words, council=self.council, told=self.particulars)


# An invitation leads to where it is answered, while it waits; whatever else is told of a collaborative into it, while
# our council is a member.
_ASKED = f"'{NoticeKind.ASKED_TO_JOIN}', '{NoticeKind.ASKED_TO_CONVENE}'"
_OPENS = f"""
CASE WHEN n.what IN ({_ASKED}) THEN EXISTS (
  SELECT FROM collaborative k JOIN collaborative_invitation v ON v.collaborative_id = k.id
   WHERE k.code = n.particulars ->> 'code' AND v.to_council_id = n.to_council_id
     AND {UNANSWERED.format("v")})
 ELSE EXISTS (
  SELECT FROM collaborative k JOIN collaborative_member m ON m.collaborative_id = k.id
   WHERE k.code = n.particulars ->> 'code' AND m.council_id = n.to_council_id AND m.left_on IS NULL) END"""  # noqa: S608
_NOTICES = f"""
SELECT n.id, n.what, n.particulars, n.at, c.name AS council, idea.ref, idea.title, idea.id AS idea_id, idea.owner_id,
 {_OPENS} AS opens
FROM notice n JOIN council c ON c.id = n.council_id
LEFT JOIN adaptation a ON a.id = n.about_adaptation_id
LEFT JOIN idea ON idea.id = CASE a.council_id WHEN CAST(:here AS uuid) THEN a.idea_id ELSE a.origin_idea_id END
WHERE n.to_council_id = CAST(:here AS uuid) AND {{where}}
ORDER BY n.at DESC, n.id DESC LIMIT {{most}}"""  # noqa: S608 - made of constants only
# Of our own ideas only those that the reader sees: a notice names the idea that it is about. What comes of a blinded
# look is told to who may look, and agree, alone; what a council is asked to be, to who may answer for it.
_BLINDED = f"'{NoticeKind.SIGHT_ASKED}', '{NoticeKind.SIGHT_SHOWN}'"
_FOR = (
    f"(idea.id IS NULL OR {VISIBLE.format('idea')}) AND (CAST(:looks AS boolean) OR n.what NOT IN ({_BLINDED}))"
    f" AND (CAST(:convenes AS boolean) OR n.what NOT IN ({_ASKED}))"
)


def _seen_by(reader: Reader) -> dict[str, object]:
    return {**seen_by(reader), "looks": reader.can(Can.PUBLISH), "convenes": reader.can(Can.CONVENE)}


@functools.cache
def _notices(where: str, most: int) -> str:
    """The statement for so many. How many stands in it as it is: a kept plan would have to do for any number."""
    return _NOTICES.format(where=where, most=int(most))


def notices(*, reader: Reader, idea: Idea | None = None, limit: int = 20) -> list[NoticeEntry]:
    """What other councils told this one, or told it about one idea, the newest first, at most `limit`."""
    return notices_query(reader=reader, idea=idea, limit=limit).answer()


def notices_query(*, reader: Reader, idea: Idea | None = None, limit: int = 20) -> Query[list[NoticeEntry]]:
    """The same, to be asked together with others."""
    where = f"{_FOR} AND (CAST(:about AS uuid) IS NULL OR idea.id = CAST(:about AS uuid))"
    given = {"here": current_council(), "about": idea.id if idea else None}
    return Query(NoticeEntry, _notices(where, limit), {**given, **_seen_by(reader)}, list)


def unseen_notices(*, reader: Reader, limit: int = 20) -> list[NoticeEntry]:
    """What other councils told this one and nobody has looked at yet, the newest first."""
    return unseen_query(reader=reader, limit=limit).answer()


def unseen_query(*, reader: Reader, limit: int = 20) -> Query[list[NoticeEntry]]:
    """The same, to be asked together with others."""
    asked = _notices(f"{_FOR} AND n.seen_at IS NULL", limit)
    return Query(NoticeEntry, asked, {"here": current_council(), **_seen_by(reader)}, list)


def unsent_notices(*, limit: int = 100) -> list[NoticeEntry]:
    """Notices to this council that no letter tells of yet."""
    untold = "NOT EXISTS (SELECT FROM letter l WHERE l.key = 'notice:' || n.id)"
    return rows(NoticeEntry, _notices(untold, limit), here=current_council())
