"""Who may do what with this idea: each said once, asked by screens, actions, templates and tests alike.

A permission is a role's (tracker/council/permissions.py); a predicate here is of one idea and one reader (domain.md,
"Of this idea"). What a reader may not even see is said by `visible`. Nobody changes a case that a report told.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from tracker.clock import today
from tracker.council import Can, Reader
from tracker.idea.models import Idea
from tracker.idea.rules import may_be_handed_back
from tracker.idea.words import MessageKind, Stage, State


class MessageFacts(Protocol):
    """What a predicate needs to know of a message: who wrote it, and of what kind it is."""

    @property
    def by_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def kind(self) -> MessageKind: ...  # noqa: D102


def owns(idea: Idea, reader: Reader) -> bool:
    """Its owner, while they may own."""
    return not idea.historical and reader.can(Can.KEEP_CURRENT) and idea.owner_id == reader.person_id


def deputises(idea: Idea, reader: Reader) -> bool:
    """Its deputy, while they may keep ideas."""
    return not idea.historical and reader.can(Can.KEEP_CURRENT) and idea.deputy_id == reader.person_id


def covers_keeper(idea: Idea, reader: Reader) -> bool:
    """Who stands in for its owner or its deputy while they are away, where both may keep ideas."""
    away = reader.covers.keepers.intersection((idea.owner_id, idea.deputy_id))
    kept = reader.can(Can.KEEP_CURRENT) and bool(away)
    return kept and not idea.historical


def gives_away(idea: Idea, reader: Reader) -> bool:
    """Its owner, its deputy and the leads hand an idea over, and name a deputy; who stands in for one does not."""
    return not idea.historical and (reader.can(Can.TRIAGE) or owns(idea, reader) or deputises(idea, reader))


def keeps(idea: Idea, reader: Reader) -> bool:
    """Its owner, its deputy, the leads, and whoever stands in for one of these, keep an idea and ask for decisions."""
    return gives_away(idea, reader) or covers_keeper(idea, reader)


def shields(idea: Idea, reader: Reader) -> bool:
    """A lead has reports leave an idea out until a date; there is nothing to leave out of what is closed or a draft."""
    alive = idea.state not in {State.DRAFT, State.CLOSED} and not idea.historical
    return alive and reader.can(Can.DECIDE)


def hands_back(idea: Idea, reader: Reader) -> bool:
    """Its owner, whom somebody else gave it, for the working days after."""
    return owns(idea, reader) and may_be_handed_back(idea.back_until, day=today())


def is_author(idea: Idea, reader: Reader) -> bool:
    """The author alone goes on with a draft, is thanked, and answers for the author."""
    return idea.author_id == reader.person_id


def is_draft(idea: Idea) -> bool:
    """It was not sent yet: it is its author's alone, and nothing of it is recorded."""
    return idea.state is State.DRAFT


def corrects(idea: Idea, reader: Reader) -> bool:
    """Its author puts the words of an idea right until its design gate, and who keeps it at any time."""
    if idea.state is State.DRAFT:
        return is_author(idea, reader)
    return keeps(idea, reader) or (not idea.historical and is_author(idea, reader) and idea.stage is Stage.LATENT)


def sponsors(idea: Idea, reader: Reader) -> bool:
    """The person named as its sponsor."""
    return idea.sponsor_id == reader.person_id


def in_touch(idea: Idea, reader: Reader) -> bool:
    """Who keeps an idea, and its sponsor or who stands in for them, record contacts and may let it rest."""
    return keeps(idea, reader) or (not idea.historical and reader.sponsors_for(idea.sponsor_id))


def speaks(idea: Idea, reader: Reader) -> bool:
    """Whoever may comment says something on an idea, and follows it."""
    return not idea.historical and reader.can(Can.COMMENT)


def replies(idea: Idea, reader: Reader) -> bool:
    """Who keeps an idea writes to its author, whom a letter then reaches; nobody to themselves."""
    somebody_said_it = idea.author_id is not None or idea.door is not None
    return keeps(idea, reader) and somebody_said_it and not is_author(idea, reader)


def redacts(message: MessageFacts, reader: Reader) -> bool:
    """The writer of a message takes its words away, and a lead; never those of a decision."""
    may = reader.can(Can.COMMENT) and (message.by_id == reader.person_id or reader.can(Can.TRIAGE))
    return may and message.kind is not MessageKind.OUTCOME


def reads(message: MessageFacts, idea: Idea, reader: Reader) -> bool:
    """Whoever sees an idea reads what is said on it; a note among those who keep it is read by them alone."""
    return message.kind is not MessageKind.NOTE or keeps(idea, reader)


def keeps_confidence(idea: Idea, reader: Reader) -> bool:
    """Its author, its owner, its deputy and the leads set who sees an idea; who stands in for one of them does not."""
    return not idea.historical and (is_author(idea, reader) or gives_away(idea, reader))
