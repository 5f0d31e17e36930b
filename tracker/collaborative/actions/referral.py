"""An idea is passed on to a collaborative: it comes before the council that convenes it."""

from __future__ import annotations

from uuid import UUID

from tracker import idea as ideas
from tracker.collaborative.actions.notices import send_notice
from tracker.collaborative.models import Collaborative
from tracker.collaborative.permissions import refuse_unless_at_work
from tracker.collaborative.words import NoticeKind
from tracker.idea.models import Idea
from tracker.idea.words import Refused


def refer(*, idea: Idea, collaborative: Collaborative, because: str, by: UUID) -> None:
    """Pass an idea on to a collaborative: its convenor reads the title and why, and its leads are told by letter.

    Raises Refused where nobody convenes it or works in it, and for an idea that does not leave the council.
    """
    name = collaborative.called
    if collaborative.convenor_id is None:
        raise Refused(f"Nobody convenes {name}: say who was told of it.", field="passed_to")
    refuse_unless_at_work(collaborative)
    if not idea.open_to_all:
        raise Refused("This idea is confidential: it does not leave the council.", field="passed_to")
    ideas.refer(idea=idea, to_whom=name, because=because, by=by)
    send_notice(
        NoticeKind.REFERRED,
        to_council_id=collaborative.convenor_id,
        title=idea.title,
        collaborative=name,
        because=because.strip(),
    )
