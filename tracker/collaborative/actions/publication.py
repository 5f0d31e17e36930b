"""Publishing is choosing fields of an idea for a collaborative; the card follows each change and can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from tracker import council, value
from tracker.clock import now, today
from tracker.collaborative.actions.notices import send_notice
from tracker.collaborative.models import Adaptation, Collaborative, Publication
from tracker.collaborative.permissions import refuse_unless_at_work
from tracker.collaborative.queries.cards import publication_in, publications_of
from tracker.collaborative.queries.facts import known_of
from tracker.collaborative.queries.shelf import strands_query
from tracker.collaborative.queries.shown import OwnCard
from tracker.collaborative.rules import Statement, card_of, check_saying
from tracker.collaborative.words import CardField, Level, NoticeKind
from tracker.db import any_of
from tracker.history import StoredEvent, record
from tracker.history.events.idea import AudienceSet
from tracker.history.events.sharing import CardPublished, CardRefreshed, CardReplaced, CardWithdrawn
from tracker.idea import by_id
from tracker.idea.models import Idea
from tracker.idea.words import Refused, State
from tracker.later import Job, ask
from tracker.tenancy import current_council, session, take_turn

UNANSWERED = (State.DRAFT, State.TRIAGE)


@dataclass(frozen=True)
class Choice:
    """What a lead chooses to publish: how much, which fields, the idea's parts, what is said of it, in which strand."""

    level: Level = Level.SUMMARY
    chosen: frozenset[CardField] = frozenset()
    parts: Sequence[str] = ()
    saying: Statement = field(default_factory=Statement)
    strand_id: UUID | None = None

    @property
    def named_parts(self) -> list[str]:
        """The parts that the card names: they go along with the proposal, on a full card."""
        return list(self.parts) if self.level is Level.FULL and CardField.PROPOSAL in self.chosen else []

    def frozen(self, health: Mapping[str, Any] | None) -> dict[str, Any]:
        """The health of today as the card shows it from now on; nothing where none was chosen or worked out."""
        wanted = self.level is Level.FULL and CardField.HEALTH in self.chosen
        return {**health, "as_of": today().isoformat()} if wanted and health else {}


@dataclass(frozen=True)
class CardToBe:
    """A card before it is published, as its page would show it."""

    title: str
    level: Level
    shown: Mapping[str, Any]
    parts: Sequence[str]
    health: Mapping[str, Any]
    published_at: datetime


def publishable(idea: Idea) -> bool:
    """Whether an idea may be published at all: its author is answered, and everybody in the council sees it."""
    return idea.state not in UNANSWERED and idea.open_to_all


def preview(*, idea: Idea, choice: Choice, by: UUID) -> dict[str, Any]:
    """Return exactly what members would see."""
    saying = choice.saying
    if saying.proven and saying.waiver:
        saying = replace(saying, by=council.names([by]).get(by), on=today().isoformat())
    known = known_of(idea, level=choice.level, chosen=choice.chosen)
    return card_of(known, level=choice.level, chosen=choice.chosen, saying=saying)


def unpublished(
    *,
    idea: Idea,
    choice: Choice,
    shown: Mapping[str, Any],
    health: Mapping[str, Any] | None,
    stands: Publication | OwnCard | None,
) -> CardToBe:
    """The card of a preview, exactly as members would read it; `stands` is the one that it would replace."""
    since = stands.published_at if stands else now()
    return CardToBe(idea.title, choice.level, shown, choice.named_parts, choice.frozen(health), since)


def publish(
    *,
    idea: Idea,
    collaborative: Collaborative,
    choice: Choice,
    by: UUID,
    health: Mapping[str, Any] | None = None,
    for_archive: bool = False,
) -> Publication:
    """Put a card of an idea into a collaborative, or replace the one that stands there. Raises Refused.

    `health` is the idea's triangle as it was worked out just now; it is frozen on the card when it was chosen.
    """
    if idea.state in UNANSWERED:
        raise Refused("Answer its author first: an idea in triage is not published.")
    if not idea.open_to_all:
        raise Refused("This idea is confidential: it is not published.")
    if not collaborative.takes(historical=idea.historical):
        raise Refused("A report tells of this collaborative: only cases of reports are published to it.")
    if not collaborative.historical:
        refuse_unless_at_work(collaborative)
    supported = value.worth_of(idea=idea).level if choice.saying.proven else 0
    check_saying(choice.saying, supported=supported, historical=idea.historical)
    shown = preview(idea=idea, choice=choice, by=by)
    card = publication_in(idea, collaborative)
    again = card is not None
    if card is None:
        card = Publication(
            idea_id=idea.id, collaborative_id=collaborative.id, number=_next_number(collaborative), published_at=now()
        )
        session().add(card)
    card.level, card.title, card.shown = choice.level, idea.title, shown
    card.parts, card.health = choice.named_parts, choice.frozen(health)
    card.by_id, card.refreshed_at, card.for_archive = by, now(), for_archive
    card.strand_id = strand_in(collaborative, choice.strand_id)
    session().flush()
    kind = CardReplaced if again else CardPublished
    record(kind(**_shown_where(card, collaborative)), idea_id=idea.id, about_id=card.id, by=by)
    ask(Job.COMPUTE_JOINT, collaborative=collaborative.id)
    return card


def strand_in(collaborative: Collaborative, strand_id: UUID | None) -> UUID | None:
    """A strand that stands in a collaborative; none where it is another's, or ended meanwhile."""
    standing = {one.id for one in strands_query(collaborative).answer()} if strand_id else ()
    return strand_id if strand_id in standing else None


def _shown_where(card: Publication, collaborative: Collaborative) -> dict[str, Any]:
    return {
        "collaborative": collaborative.called,
        "code": collaborative.code,
        "number": card.number,
        "level": card.level,
        "chosen": card.shown["chosen"],
    }


def refresh_health(
    *, card: Publication, collaborative: Collaborative, health: Mapping[str, Any] | None, by: UUID
) -> None:
    """Freeze the health of a card anew, as it was worked out just now. Raises Refused where the card shows none."""
    hold_card(card)
    if CardField.HEALTH not in card.shown.get("chosen", ()) or not health:
        raise Refused("This card shows no health. Choose it first, under what they see.")
    card.health = {**health, "as_of": today().isoformat()}
    card.refreshed_at = now()
    refreshed = CardRefreshed(collaborative=collaborative.called, code=collaborative.code, number=card.number)
    record(refreshed, idea_id=card.idea_id, about_id=card.id, by=by)
    ask(Job.COMPUTE_JOINT, collaborative=collaborative.id)


def _next_number(collaborative: Collaborative) -> int:
    """The next number in a collaborative; withdrawn cards, which others do not see, keep theirs."""
    return int(session().scalar(text("SELECT next_card_number(:which)"), {"which": collaborative.id}) or 1)


def withdraw(*, card: Publication, collaborative: Collaborative, by: UUID | None, because: str) -> None:
    """Take a card back: members see it no more from their next page on, its adapters are told. Raises Refused.

    What the cards of its collaborative come to is forgotten with it, until it is worked out without it; one of the
    archive was no part of that.
    """
    if not because.strip():
        raise Refused("Say why you take it back: those who adapted it are told.", field="because")
    hold_card(card)
    card.withdrawn_at = now()
    for adaptation in _adapters(Adaptation.publication_id == card.id):
        send_notice(
            NoticeKind.WITHDRAWN,
            to_council_id=adaptation.council_id,
            adaptation_id=adaptation.id,
            publication_id=card.id,
            title=card.title,
            because=because.strip(),
        )
    withdrawn = CardWithdrawn(**_shown_where(card, collaborative), because=because.strip())
    record(withdrawn, idea_id=card.idea_id, about_id=card.id, by=by)
    if card.for_archive:
        return
    session().execute(text("SELECT forget_joint(:which)"), {"which": collaborative.id})
    ask(Job.COMPUTE_JOINT, collaborative=collaborative.id)


def hold_card(card: Publication) -> None:
    """Wait until nobody else takes a card in or back, in whatever council. Raises Refused where it was taken back."""
    take_turn(f"card {card.id}")
    stands = select(Publication.id).where(Publication.id == card.id, Publication.withdrawn_at.is_(None))
    if session().scalar(stands) is None:
        raise Refused("This card was taken back a moment ago.")


def hear_of_audience(_event: AudienceSet, stored: StoredEvent) -> None:
    """What not everybody sees is shared no longer: its cards are taken back, and its adapters are told."""
    idea = by_id(idea_id=stored.idea_id) if stored.idea_id else None
    if idea and stored.by_id and not idea.open_to_all:
        for standing in publications_of(idea):
            withdraw(
                card=standing.publication,
                collaborative=standing.collaborative,
                by=stored.by_id,
                because="Its council shares it no longer.",
            )


def _adapters(condition: Any) -> list[Adaptation]:
    """One adaptation of each council that adapted, the first it began."""
    asked = select(Adaptation).where(condition).order_by(Adaptation.begun_on.desc(), Adaptation.id.desc())
    return list({one.council_id: one for one in session().scalars(asked)}.values())


def tell_adapters(idea: Idea, what: NoticeKind, *, at: datetime, **particulars: Any) -> None:
    """Tell every council that adapted an idea what became of it here, and when."""
    ours = (Adaptation.origin_council_id == current_council()) & (Adaptation.origin_idea_id == idea.id)
    title = idea.title if idea.open_to_all else None
    for adaptation in _adapters(ours):
        to = adaptation.council_id
        send_notice(what, to_council_id=to, adaptation_id=adaptation.id, at=at, title=title, **particulars)


def refresh(idea_ids: Collection[UUID]) -> None:
    """Bring the standing cards of ideas in step with what was chosen of them.

    One statement where none of the ideas is published. The health block stays as it was frozen.
    """
    asked = (
        select(Publication, Idea)
        .join(Idea, Idea.id == Publication.idea_id)
        .where(
            Publication.council_id == current_council(),
            Publication.idea_id == any_of(idea_ids),
            Publication.withdrawn_at.is_(None),
        )
        .order_by(Publication.id)
    )
    for card, idea in session().execute(asked).all():
        keep_in_step(card, idea)


def keep_in_step(card: Publication, idea: Idea, *, more: Collection[CardField] = ()) -> None:
    """Have a card show its idea as it is now: what was chosen of it, and `more`.

    What is said of the idea, by whom and on which day, its level, its parts and its health stay.
    """
    chosen = frozenset(CardField(one) for one in (*card.shown.get("chosen", ()), *more))
    known = known_of(idea, level=card.level, chosen=chosen)
    shown = card_of(known, level=card.level, chosen=chosen, saying=Statement(**card.shown.get("saying", {})))
    if (shown, idea.title) != (card.shown, card.title):
        card.shown, card.title, card.refreshed_at = shown, idea.title, now()
