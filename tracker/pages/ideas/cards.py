"""The board as it reads: its columns, and what each card says of its idea."""

from __future__ import annotations

from typing import NamedTuple

from tracker import clock, idea, upkeep
from tracker.council import Can, SignedInReader
from tracker.idea import Board, BoardCard, BoardColumn, BoardOrder, Move, Stage, State
from tracker.pages.ideas.narrowing import Narrowing
from tracker.upkeep import reply_late
from tracker.web.filters import ago_days, day, plural
from tracker.web.wording import vocabulary
from tracker.wording import Vocabulary, capital


class Card(NamedTuple):
    """A card: what it is called, where and whose it is, how long; and what stands beside it, if something does."""

    ref: str
    title: str
    service: str
    who: str
    age: str
    flag: str | None
    late: bool


class Column(NamedTuple):
    """A stage with its cards, None for one that its reader may not see; for how long the first is in it."""

    stage: str
    name: str
    within: str
    ideas: str
    longest: str
    cards: list[Card | None]
    more: int
    cut: bool


def columns_of(board: Board) -> list[Column]:
    """The columns of the board in the words of its council."""
    words = vocabulary()
    by_age = board.sieve.order is BoardOrder.LONGEST
    return [_column(column, words, by_age=by_age) for column in board.columns]


def _column(column: BoardColumn, words: Vocabulary, *, by_age: bool) -> Column:
    first = next(iter(column.cards), None)
    name = words.called(column.stage, "stage")
    return Column(
        stage=column.stage,
        name=capital(name),
        within=name,
        ideas=f"{column.count:,}{'+' if column.cut else ''}",
        longest=ago_days(first.stage_since) if by_age and first and not first.historical else "",
        cards=[_card(card, words) if card.visible else None for card in column.cards],
        more=column.more,
        cut=column.cut,
    )


class Pick(NamedTuple):
    """One view of the board that is nearest to hand: its words, its address, and whether it is the one shown."""

    words: str
    address: str
    current: bool


def picks(narrowing: Narrowing, reader: SignedInReader) -> list[Pick]:
    """The views nearest to hand: everything, one's own, and what nothing happened on for long."""
    given = narrowing.given
    own = f"/board?owner={reader.person_id}"
    quiet = f"No news for {plural(upkeep.days().idle, 'day')}"
    return [
        Pick("Everything", "/board", not given),
        *([Pick("Mine", own, given == {"owner": str(reader.person_id)})] if reader.can(Can.KEEP_CURRENT) else []),
        Pick(quiet, "/board?quiet=y", given == {"quiet": "y"}),
    ]


def _card(card: BoardCard, words: Vocabulary) -> Card:
    flag, late = _flag(card, words)
    return Card(
        card.ref,
        card.title,
        card.service or "No service yet",
        _whose(card, words),
        "" if card.historical else ago_days(card.stage_since),
        flag,
        late,
    )


def _whose(card: BoardCard, words: Vocabulary) -> str:
    if card.state == State.TRIAGE:
        return capital(words.called(card.state, "state"))
    return card.owner or ("From a report" if card.historical else "Nobody yet")


def _flag(card: BoardCard, words: Vocabulary) -> tuple[str | None, bool]:
    """The one thing that a card says beside its name: whose turn is late, why it rests, how it came to where it is.

    With it, whether that is a promise gone by.
    """
    if card.historical:
        return "Historical case", False
    if card.state == State.TRIAGE and reply_late(card.reply_due_on, replied=card.first_reply_on, today=clock.today()):
        return "Reply is late", True
    if rests := _rests(card):
        return rests, False
    if card.last_move in {Move.RETURN, Move.HOLD}:
        return capital(words.called(card.last_move, "last_move")), False
    if card.stage == Stage.LATENT and card.state == State.ACTIVE:
        by = f", by {day(card.gate_by, short=True)}" if card.gate_by else ""
        late = bool(card.gate_by and card.gate_by < clock.today())
        return f"Waits for its {words.called(Stage.DESIGN, 'gate')}{by}", late
    return None, False


def _rests(card: BoardCard) -> str | None:
    """Until when its decision is held, or reports leave it out; None where neither is so."""
    if card.held_until:
        return f"Held until {day(card.held_until, short=True)}"
    if card.shielded_until and idea.is_shielded(card.shielded_until, day=clock.today()):
        return f"Shielded until {day(card.shielded_until, short=True)}"
    return None
