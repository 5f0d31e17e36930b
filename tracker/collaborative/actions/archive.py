"""A stopped idea stands where others can pick it up, once its council agreed: a card says why, and what it taught.

What agrees to that stands in `gate`; here it is done, and undone in the transaction in which it is taken back.
"""

from __future__ import annotations

from uuid import UUID

from tracker import gate
from tracker import idea as ideas
from tracker.collaborative.actions.publication import Choice, keep_in_step, publish, withdraw
from tracker.collaborative.models import Collaborative
from tracker.collaborative.queries.cards import mine, publication_in, publications_of
from tracker.collaborative.words import CardField, Level
from tracker.gate import Word
from tracker.history import StoredEvent
from tracker.history.events.gate import ArchiveConsentSet, GateDecided, IdeaReopened
from tracker.idea.models import Idea

SHOWN = frozenset({CardField.PROPOSAL, CardField.LESSONS, CardField.STOP})
TAKEN_BACK = "It stands in the archive no more."


def hear_of_consent(set_: ArchiveConsentSet, stored: StoredEvent) -> None:
    """What may be taken up stands in every collaborative of its council; what may not, in none for that reason."""
    if stored.idea_id and stored.by_id:
        idea = ideas.by_id(idea_id=stored.idea_id)
        if set_.given:
            _show(idea, by=stored.by_id)
        else:
            _hide(idea, by=stored.by_id)


def hear_of_stop(decided: GateDecided, stored: StoredEvent) -> None:
    """An idea that was stopped, and may be taken up, stands there from its decision on."""
    if decided.word == Word.STOP and stored.idea_id and stored.by_id:
        idea = ideas.by_id(idea_id=stored.idea_id)
        if gate.may_be_taken_up(idea=idea):
            _show(idea, by=stored.by_id)


def hear_of_return(_event: IdeaReopened, stored: StoredEvent) -> None:
    """One that goes on here is not there to be picked up."""
    if stored.idea_id and stored.by_id:
        _hide(ideas.by_id(idea_id=stored.idea_id), by=stored.by_id)


def _show(idea: Idea, *, by: UUID) -> None:
    if not idea.open_to_all or idea.historical:
        return
    for joined in mine():
        if not joined.collaborative.historical and not joined.closed:
            _add(idea, joined.collaborative, by=by)


def _add(idea: Idea, to: Collaborative, *, by: UUID) -> None:
    """Put a card of its own there; one that a lead published says besides why it was stopped, and what it taught."""
    if card := publication_in(idea, to):
        keep_in_step(card, idea, more={CardField.STOP})
    else:
        publish(idea=idea, collaborative=to, choice=Choice(Level.FULL, SHOWN), by=by, for_archive=True)


def _hide(idea: Idea, *, by: UUID) -> None:
    """Take its own cards back; one that a lead published follows the idea, and says no more why that was stopped."""
    for standing in publications_of(idea):
        if standing.publication.for_archive:
            withdraw(card=standing.publication, collaborative=standing.collaborative, by=by, because=TAKEN_BACK)
