"""Public thanks go with an idea: they stay as credit on every adaptation, whatever becomes of the card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from tracker import council
from tracker.capacity.models import ThankYou
from tracker.clock import now, today
from tracker.collaborative.models import Adaptation, AdaptationCredit
from tracker.history import StoredEvent
from tracker.history.events.capacity import ThanksSaid, ThanksTakenBack
from tracker.idea import by_id
from tracker.tenancy import current_council, session


def credit_what_the_card_tells(made: Adaptation, thanks: Iterable[Mapping[str, Any]]) -> None:
    """Keep on an adaptation whom its card thanks."""
    session().add_all(
        AdaptationCredit(
            adaptation_id=made.id,
            thank_you_id=UUID(each["id"]),
            council=each["council"],
            name=each["name"],
            words=each["words"],
            on=date.fromisoformat(each["on"]),
        )
        for each in thanks
    )


def hear_of_thanks(_event: ThanksSaid, stored: StoredEvent) -> None:
    """Credit thanks on what others made of an idea before they were said."""
    idea = by_id(idea_id=stored.idea_id) if stored.idea_id else None
    said = session().get(ThankYou, (current_council(), stored.about_id))
    if idea is None or said is None or not idea.open_to_all:
        return
    ours = (Adaptation.origin_council_id == current_council(), Adaptation.origin_idea_id == idea.id)
    made = session().scalars(select(Adaptation.id).where(*ours).order_by(Adaptation.id)).all()
    name = council.here().name if made else ""
    session().add_all(
        AdaptationCredit(
            adaptation_id=each, thank_you_id=said.id, council=name, name=said.name, words=said.words, on=today()
        )
        for each in made
    )


def hear_of_thanks_taken_back(_event: ThanksTakenBack, stored: StoredEvent) -> None:
    """Thanks that were taken back are no credit any longer, wherever they went."""
    session().execute(
        update(AdaptationCredit)
        .where(AdaptationCredit.thank_you_id == stored.about_id, AdaptationCredit.taken_back_at.is_(None))
        .values(taken_back_at=now()),
        execution_options={"synchronize_session": False},
    )
