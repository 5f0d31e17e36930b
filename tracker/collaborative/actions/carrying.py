"""The worker carries blinded looks from council to council, one door after the other.

Each piece is kept by itself and bears being done twice: a look has one ask in a council, and each ask one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from tracker import council, likeness
from tracker import idea as ideas
from tracker.clock import now
from tracker.collaborative.actions.notices import send_notice
from tracker.collaborative.models import BlindAsk, BlindLook, Collaborative, Member
from tracker.collaborative.queries.blind import consents, earlier_looks
from tracker.collaborative.queries.cards import joined
from tracker.collaborative.words import AskAnswer, NoticeKind
from tracker.db import new_id
from tracker.idea.models import Idea
from tracker.likeness import Closeness
from tracker.tenancy import as_council, session

AT_ONCE = 50
LOOKED_AT = 20  # of what is close: one that is related may score above one that is the same


class _Question(NamedTuple):
    """A look as it is carried: those before it for its idea, the words, and the other members of its collaborative."""

    look_id: UUID
    collaborative_id: UUID
    collaborative: str
    earlier: Sequence[UUID]
    told: ideas.WordsOfIdea
    others: Sequence[UUID]
    to_show: bool


class _Answer(NamedTuple):
    """An answer as it is carried back: whose, to which look, and what its council shows."""

    ask_id: UUID
    look_id: UUID
    asker_id: UUID
    answer: AskAnswer
    collaborative: str
    shown: dict[str, Any]


def carry_looks(council_id: UUID) -> None:
    """Carry what a council asks to the others, and what it answers back. It opens its doors itself."""
    with as_council(council_id):
        questions, answers = list(_questions(council_id)), list(_answers())
    for question in questions:
        holders = [other for other in question.others if _holds(other, question, asker_id=council_id)]
        with as_council(council_id):
            look = _held(question.look_id)
            look.found, look.looked_at = bool(holders), now()
            if question.to_show:
                look.carried_at = now()
    for answer in answers:
        _bring_back(council_id, answer)
    likeness.put_down()


def _held(look_id: UUID) -> BlindLook:
    return session().scalars(select(BlindLook).where(BlindLook.id == look_id).with_for_update()).one()


def _questions(council_id: UUID) -> Iterator[_Question]:
    """Looks that were not answered yet, and those that ask to see what was found; of ideas that are still open."""
    unseen = BlindLook.found.is_(None) | (BlindLook.asked_at.is_not(None) & BlindLook.carried_at.is_(None))
    asked = (
        select(BlindLook, Idea, Collaborative)
        .join(Idea, Idea.id == BlindLook.idea_id)
        .join(Collaborative, Collaborative.id == BlindLook.collaborative_id)
        .where(unseen, Collaborative.id.in_(joined()))
        .order_by(BlindLook.number)
        .limit(AT_ONCE)
    )
    for look, found, to in session().execute(asked):
        others: Sequence[UUID] = []
        if found.open_to_all and consents(to.id):
            members = select(Member.council_id).where(
                Member.collaborative_id == to.id,
                Member.left_on.is_(None),
                Member.council_id.is_not(None),
                Member.council_id != council_id,
            )
            others = [each for each in session().scalars(members.order_by(Member.id)) if each]
        yield _Question(
            look.id,
            to.id,
            to.called,
            earlier_looks(look),
            ideas.told(found),
            others,
            to_show=look.asked_at is not None,
        )


def _holds(other: UUID, question: _Question, *, asker_id: UUID) -> bool:
    """Whether a council takes part and has an idea that says the same; its leads are asked where it is to be shown."""
    with as_council(other):
        if not consents(question.collaborative_id):
            return False
        near = ideas.similar(**question.told, reads=True, most=LOOKED_AT)
        same = next((each for each in near if each.closeness is Closeness.SAME), None)
        if same and question.to_show:
            _ask_leads(question, same, asker_id)
        return same is not None


def _ask_leads(question: _Question, near: ideas.SimilarIdea, asker_id: UUID) -> None:
    """Ask once: who looks again while the same is still on their desk is answered by that."""
    waits = (BlindAsk.look_id.in_(question.earlier), BlindAsk.idea_id == near.id, BlindAsk.answer.is_(None))
    again = update(BlindAsk).where(*waits).values(look_id=question.look_id).returning(BlindAsk.id)
    if session().scalars(again).first():
        return
    row = {
        "id": new_id(),
        "look_id": question.look_id,
        "asker_id": asker_id,
        "idea_id": near.id,
        "collaborative_id": question.collaborative_id,
        "at": now(),
    }
    made = insert(BlindAsk).values(**row).on_conflict_do_nothing().returning(BlindAsk.number)
    if number := session().scalar(made):
        send_notice(
            NoticeKind.SIGHT_ASKED,
            to_council_id=council.here().id,
            title=near.title,
            collaborative=question.collaborative,
            ask=str(row["id"]),
            number=number,
        )


def _answers() -> Iterator[_Answer]:
    """What the open council answered, and was not carried back yet."""
    asked = (
        select(BlindAsk, Idea, Collaborative)
        .join(Idea, Idea.id == BlindAsk.idea_id)
        .join(Collaborative, Collaborative.id == BlindAsk.collaborative_id)
        .where(BlindAsk.answer.is_not(None), BlindAsk.carried_at.is_(None))
        .order_by(BlindAsk.number)
        .limit(AT_ONCE)
    )
    for found, idea, to in session().execute(asked):
        shown = _shown(idea, found.by_id) if found.answer is AskAnswer.AGREED and idea.open_to_all else {}
        answer = AskAnswer.AGREED if shown else AskAnswer.DECLINED
        yield _Answer(found.id, found.look_id, found.asker_id, answer, to.called, shown)


def _shown(idea: Idea, by_id: UUID | None) -> dict[str, Any]:
    """What one council shows the other once both know each other: its name, the idea, and whom to ask."""
    who = council.person(by_id) if by_id else None
    return {
        "council": council.here().name,
        "ref": idea.ref,
        "title": idea.title,
        "problem": idea.problem or "",
        "name": who.name if who else "",
    }


def _bring_back(council_id: UUID, answer: _Answer) -> None:
    """Bring an answer to who asked, and what they show to who agreed."""
    theirs: dict[str, Any] = {}
    with as_council(answer.asker_id):
        look = _held(answer.look_id)
        idea = session().get_one(Idea, (answer.asker_id, look.idea_id))
        if answer.shown and idea.open_to_all:
            theirs = _shown(idea, look.asked_by_id)
        if all(each["ask"] != str(answer.ask_id) for each in look.answers):
            look.answers = [*look.answers, {"ask": str(answer.ask_id), "answer": answer.answer, **answer.shown}]
            if answer.shown:
                _tell(idea, answer.collaborative, answer.asker_id)
    with as_council(council_id):
        found = session().scalars(select(BlindAsk).where(BlindAsk.id == answer.ask_id).with_for_update()).one()
        found.carried_at, found.shown = now(), theirs


def _tell(idea: Idea, collaborative: str, council_id: UUID) -> None:
    send_notice(
        NoticeKind.SIGHT_SHOWN,
        to_council_id=council_id,
        title=idea.title,
        collaborative=collaborative,
        ref=idea.ref,
    )
