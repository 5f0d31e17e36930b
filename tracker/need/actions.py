"""What is done about needs and offers: posted, ended, answered, settled, written up; and somebody may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from tracker import council
from tracker.clock import now, today
from tracker.collaborative import Collaborative, NoticeKind, refuse_unless_at_work
from tracker.collaborative.actions.notices import tell_council
from tracker.collaborative.queries.founding import others_in
from tracker.collaborative.words import MembershipAct
from tracker.history import StoredEvent
from tracker.history.events.council import MembershipEnded
from tracker.history.events.sharing import CollaborativeChanged
from tracker.idea import Refused, refuse_all
from tracker.need.models import Helper, Posting, PostingAnswer, VisitNote
from tracker.need.queries.postings import places_left
from tracker.need.rules import NeedDraft, answer_faults, need_faults, note_faults, settling_faults
from tracker.need.words import NeedAnswerState
from tracker.tenancy import current_council, session, take_turn

SETTLED = {
    NeedAnswerState.AGREED: NoticeKind.ANSWER_AGREED,
    NeedAnswerState.OTHER_DAY: NoticeKind.ANSWER_MOVED,
    NeedAnswerState.DECLINED: NoticeKind.ANSWER_DECLINED,
}


def post(*, collaborative: Collaborative, draft: NeedDraft, by: UUID) -> Posting:
    """Post a need or an offer: the members of the collaborative read it. Raises Refused."""
    refuse_unless_at_work(collaborative)
    refuse_all(need_faults(draft, today=today()))
    made = Posting(
        collaborative_id=collaborative.id,
        way=draft.way,
        kind=draft.kind,
        title=draft.title.strip(),
        details=draft.details.strip() or None,
        on=draft.on,
        times=draft.times.strip() or None,
        place=draft.place.strip() or None,
        places=draft.places,
        needed_by=draft.needed_by,
        expenses=draft.expenses.strip() or None,
        contact=_name(by) if draft.named else None,
        by_id=by,
        posted_at=now(),
    )
    session().add(made)
    session().flush()
    return made


def end(*, posting: Posting) -> None:
    """Take a need or an offer of one's own council down: members see it no more. What was agreed stays."""
    posting.ended_at = posting.ended_at or now()


def answer(
    *, posting: Posting, collaborative: Collaborative, words: str, people: int | None, by: UUID
) -> PostingAnswer:
    """Answer a need or an offer of another council, which is told. One answer of a council waits at a time.

    Raises Refused, where more would come than there are places, too.
    """
    take_turn(f"posting {posting.id}")
    if posting.council_id == current_council():
        raise Refused("Your own council posted this.")
    refuse_unless_at_work(collaborative)
    waiting = PostingAnswer.posting_id == posting.id, PostingAnswer.council_id == current_council()
    if session().scalar(select(PostingAnswer.id).where(*waiting, PostingAnswer.state == NeedAnswerState.ASKED)):
        raise Refused("Your council has answered this already, and waits to hear.")
    refuse_all(answer_faults(words=words, people=people, places_left=places_left(posting=posting)))
    made = PostingAnswer(
        posting_id=posting.id,
        collaborative_id=posting.collaborative_id,
        to_council_id=posting.council_id,
        title=posting.title,
        words=words.strip(),
        people=people,
        contact=_name(by),
        by_id=by,
        at=now(),
        state=NeedAnswerState.ASKED,
    )
    session().add(made)
    session().flush()
    told = {"because": made.words, "title": made.title}
    tell_council(NoticeKind.NEED_ANSWERED, collaborative, to_council_id=posting.council_id, **told)
    return made


def settle(
    *, found: PostingAnswer, posting: Posting, collaborative: Collaborative, state: NeedAnswerState, reply: str
) -> None:
    """Say yes, no or another day to what another council answered; it is told, unless it left.

    Raises Refused once that was said.
    """
    take_turn(f"posting {found.posting_id}")
    session().refresh(found)
    if found.state is not NeedAnswerState.ASKED:
        raise Refused("That is settled already.")
    refuse_all(settling_faults(state=state, reply=reply))
    left = places_left(posting=posting)
    if state is NeedAnswerState.AGREED and left is not None and (found.people or 1) > left:
        raise Refused("There are not enough places left. Suggest another day.", field="state")
    found.state, found.reply, found.settled_at = state, reply.strip() or None, now()
    if found.council_id in others_in(collaborative):
        told = {"because": found.reply, "title": found.title}
        tell_council(SETTLED[state], collaborative, to_council_id=found.council_id, **told)


def write_up(*, found: PostingAnswer, words: str, expenses: Decimal | None, by: UUID) -> None:
    """Write what came of something agreed, and what the fares were, in pounds. Raises Refused."""
    if found.state is not NeedAnswerState.AGREED:
        raise Refused("Nothing was agreed yet: there is nothing to write up.")
    refuse_all(note_faults(words=words, expenses=expenses))
    note = VisitNote(answer_id=found.id, words=words.strip(), expenses_gbp=expenses, name=_name(by), by_id=by, at=now())
    session().add(note)
    session().flush()


def offer_to_help(*, collaborative: Collaborative, topics: str, by: UUID) -> None:
    """Agree that members read one's name and what one may be asked about; said anew, the newest stands.

    Raises Refused without a topic, and where nobody works any more.
    """
    refuse_unless_at_work(collaborative)
    if not topics.strip():
        raise Refused("Say what you can be asked about", field="topics")
    stop_helping(collaborative=collaborative, by=by)
    made = Helper(collaborative_id=collaborative.id, person_id=by, name=_name(by), topics=topics.strip(), at=now())
    session().add(made)
    session().flush()


def stop_helping(*, collaborative: Collaborative, by: UUID) -> None:
    """Be named no more."""
    for one in _helping(collaborative, by):
        one.ended_at = now()
    session().flush()


def _helping(collaborative: Collaborative, person_id: UUID) -> Sequence[Helper]:
    mine = Helper.council_id == current_council(), Helper.person_id == person_id
    standing = Helper.collaborative_id == collaborative.id, Helper.ended_at.is_(None)
    return session().scalars(select(Helper).where(*mine, *standing).order_by(Helper.id)).all()


def _name(person_id: UUID) -> str:
    return council.names([person_id])[person_id]


def hear_of_leaving(changed: CollaborativeChanged, stored: StoredEvent) -> None:
    """What a council posted in a collaborative that it left, and whom it named there, is ended with that."""
    if changed.act == MembershipAct.LEFT:
        for table in (Posting, Helper):
            here = table.collaborative_id == stored.about_id, table.council_id == current_council()
            _end(table, *here)


def hear_of_goodbye(_event: MembershipEnded, stored: StoredEvent) -> None:
    """Whoever works here no more is named to no other council."""
    _end(Helper, Helper.person_id == stored.about_id, Helper.council_id == current_council())


def _end(table: type[Posting | Helper], *which: ColumnElement[bool]) -> None:
    session().execute(update(table).where(*which, table.ended_at.is_(None)).values(ended_at=now()))
