"""What is asked about blinded looks: who agreed, what was found, and who asks to see something here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, select, text, true
from sqlalchemy.orm import aliased

from tracker.collaborative.models import BlindAsk, BlindConsent, BlindLook, Collaborative, CollaborativeClosing
from tracker.collaborative.queries.cards import joined
from tracker.collaborative.words import AskAnswer
from tracker.idea.models import Idea
from tracker.idea.visible import OPEN
from tracker.idea.words import NotFoundError
from tracker.tenancy import Query, session

_SHOWN = """'$[*][*] ? (@.answer == "agreed")'"""  # a path, of the answers of each look
MOST_ASKS = 50  # on one page


def consents(collaborative_id: UUID) -> bool:
    """Whether the open council takes part in blinded looks of a collaborative: the newest word stands."""
    asked = select(BlindConsent.given).where(BlindConsent.collaborative_id == collaborative_id)
    return bool(session().scalar(asked.order_by(BlindConsent.number.desc()).limit(1)))


class ConsentGiven(NamedTuple):
    """The newest word of a council on blinded looks."""

    given: bool


_CONSENT = """
SELECT b.given FROM blind_consent b WHERE b.collaborative_id = CAST(:collaborative AS uuid)
 ORDER BY b.number DESC LIMIT 1"""


def consent_query(collaborative_id: UUID) -> Query[bool]:
    """The same, to be asked together with others."""
    given = {"collaborative": collaborative_id}
    return Query(ConsentGiven, _CONSENT, given, lambda found: bool(found and found[0].given))


def look_of(idea: Idea, collaborative_id: UUID) -> BlindLook | None:
    """The newest look for an idea in a collaborative."""
    asked = select(BlindLook).where(BlindLook.idea_id == idea.id, BlindLook.collaborative_id == collaborative_id)
    return session().scalar(asked.order_by(BlindLook.number.desc()).limit(1))


def earlier_looks(look: BlindLook) -> Sequence[UUID]:
    """The looks before one for the same idea in the same collaborative."""
    same = BlindLook.idea_id == look.idea_id, BlindLook.collaborative_id == look.collaborative_id
    return session().scalars(select(BlindLook.id).where(*same, BlindLook.number < look.number)).all()


class ElsewhereLook(NamedTuple):
    """A collaborative of the open council as an idea's look sees it: whether we take part, and the newest look.

    `shown` is what others ever showed of what they have, by the looks that they agreed to.
    """

    collaborative: Collaborative
    given: bool
    look: BlindLook | None
    shown: Sequence[dict[str, Any]]
    closed: bool

    @property
    def declined(self) -> bool:
        """Whether everybody who answered the newest look declined."""
        answers = self.look.answers if self.look else ()
        return bool(answers) and all(said["answer"] == AskAnswer.DECLINED for said in answers)

    @property
    def may_look(self) -> bool:
        """Whether it can be looked for: not while a look is under way, nor before what was found is asked for."""
        look = self.look
        rests = look is None or (look.found is not None and not (look.asked_at and look.carried_at is None))
        return rests and not self.closed


def looks_of(idea: Idea) -> list[ElsewhereLook]:
    """The collaboratives of the open council, by name, each with the newest look for an idea; closed ones with one."""
    given = (
        select(BlindConsent.given)
        .where(BlindConsent.collaborative_id == Collaborative.id)
        .order_by(BlindConsent.number.desc())
        .limit(1)
        .correlate(Collaborative)
        .scalar_subquery()
    )
    newest = aliased(
        BlindLook,
        select(BlindLook)
        .where(BlindLook.idea_id == idea.id, BlindLook.collaborative_id == Collaborative.id)
        .order_by(BlindLook.number.desc())
        .limit(1)
        .correlate(Collaborative)
        .lateral(),
    )
    shown = (
        select(func.jsonb_path_query_array(func.jsonb_agg(BlindLook.answers), text(_SHOWN)))
        .where(BlindLook.idea_id == idea.id, BlindLook.collaborative_id == Collaborative.id)
        .correlate(Collaborative)
        .scalar_subquery()
    )
    closed = select(CollaborativeClosing.id).where(CollaborativeClosing.collaborative_id == Collaborative.id).exists()
    asked = (
        select(Collaborative, func.coalesce(given, text("false")), newest, shown, closed)
        .outerjoin(newest, true())
        .where(Collaborative.id.in_(joined()), Collaborative.source.is_(None), ~closed | newest.id.is_not(None))
        .order_by(func.lower(Collaborative.name), Collaborative.code)
    )
    return [
        ElsewhereLook(to, said, look, found or (), closed=ended)
        for to, said, look, found, ended in session().execute(asked)
    ]


class WaitingAsk(NamedTuple):
    """A council elsewhere that asks to see an idea of the open one; which, it does not say."""

    ask: BlindAsk
    ref: str
    title: str
    collaborative: str


_ASKS = (
    select(BlindAsk, Idea.ref, Idea.title, Collaborative.name)
    .join(Idea, Idea.id == BlindAsk.idea_id)
    .join(Collaborative, Collaborative.id == BlindAsk.collaborative_id)
    .where(text(OPEN.format("idea")))
    .order_by(BlindAsk.number)
)


def waiting_asks() -> Sequence[WaitingAsk]:
    """Who asks to see something here, and was not answered yet, the oldest first."""
    asked = _ASKS.where(BlindAsk.answer.is_(None)).limit(MOST_ASKS)
    return [WaitingAsk(*row) for row in session().execute(asked)]


def ask_of(number: int) -> WaitingAsk:
    """The ask of a number. Raises NotFoundError."""
    if (found := session().execute(_ASKS.where(BlindAsk.number == number)).first()) is None:
        raise NotFoundError(str(number))
    return WaitingAsk(*found)
