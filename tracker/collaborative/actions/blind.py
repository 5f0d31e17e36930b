"""Whether another council has something close is looked up blinded: a yes or no, and no name until the other agrees.

No door sees two councils. The worker carries a question from one to the next (docs/decisions/0044): it reads the words
behind the door of who asks, looks behind the door of each other that agreed to be looked at, and brings a yes or no
back. What another council's page shows of a look is its own idea alone.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from tracker import idea as ideas
from tracker.clock import now
from tracker.collaborative.actions.notices import mark_seen
from tracker.collaborative.models import BlindAsk, BlindConsent, BlindLook, Collaborative, Notice
from tracker.collaborative.permissions import refuse_unless_at_work
from tracker.collaborative.queries.blind import consents, look_of
from tracker.collaborative.rules import LOOK_AGAIN, look_fault
from tracker.collaborative.words import AskAnswer, NoticeKind
from tracker.db import new_id
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.later import Job, ask
from tracker.tenancy import session


def consent(*, collaborative: Collaborative, given: bool, by: UUID) -> None:
    """Agree, or agree no more, that ideas of members are compared blinded. It holds for both sides of a look.

    Raises Refused where nobody works any more; what was agreed can be taken back there, too.
    """
    if given:
        refuse_unless_at_work(collaborative)
    if consents(collaborative.id) != given:
        session().add(BlindConsent(id=new_id(), collaborative_id=collaborative.id, given=given, by_id=by, at=now()))
        session().flush()


def look_elsewhere(*, idea: Idea, collaborative: Collaborative, by: UUID) -> None:
    """Ask whether another council of a collaborative has something close. Raises Refused where it may not be asked."""
    refuse_unless_at_work(collaborative)
    if not idea.open_to_all or ideas.is_draft(idea):
        raise Refused("This idea is not open to everybody here: nobody elsewhere is asked about it.")
    if not consents(collaborative.id):
        raise Refused("Your council does not take part: agree on the page of the collaborative first.")
    within = BlindLook.collaborative_id == collaborative.id, BlindLook.at > now() - LOOK_AGAIN
    asked = session().scalar(select(func.count()).select_from(BlindLook).where(*within))
    found = look_of(idea, collaborative.id)
    if fault := look_fault(looks=asked or 0, last=found.at if found else None, now=now()):
        raise Refused(fault)
    session().add(
        BlindLook(id=new_id(), idea_id=idea.id, collaborative_id=collaborative.id, by_id=by, at=now(), answers=[])
    )
    ask(Job.CARRY_LOOKS)


def ask_to_see(*, look: BlindLook, by: UUID) -> None:
    """Ask whoever has something close to show it: it comes on the desk of their leads. Twice is once."""
    if not look.found:
        raise Refused("Nothing close was found: there is nothing to ask for.")
    if look.asked_at is None:
        look.asked_at, look.asked_by_id = now(), by
        ask(Job.CARRY_LOOKS)


def answer_ask(*, found: BlindAsk, idea: Idea, answer: AskAnswer, by: UUID) -> None:
    """Agree that the asker sees one's idea, and one theirs; or decline. Raises Refused once answered."""
    if found.answer:
        raise Refused("Somebody of your council has answered this already.")
    if answer is AskAnswer.AGREED and not idea.open_to_all:
        raise Refused("This idea is confidential: it does not leave the council. Decline, or open it to everybody.")
    found.answer, found.by_id, found.answered_at = answer, by, now()
    told = Notice.what == NoticeKind.SIGHT_ASKED, Notice.particulars["ask"].astext == str(found.id)
    mark_seen(session().scalars(select(Notice.id).where(*told)).all())
    ask(Job.CARRY_LOOKS)
