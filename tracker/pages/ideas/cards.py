"""The board as it reads: its columns, and what each card says of its idea."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from tracker import clock, council, idea, upkeep, view
from tracker.council import Can, SignedInReader
from tracker.idea import Board, BoardCard, BoardColumn, Move, Stage, State
from tracker.pages.ideas.narrowing import Narrowing, address_of
from tracker.tenancy import together
from tracker.upkeep import reply_late
from tracker.view import ViewEntry, ViewPage
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
    """A stage with its cards, None for one that its reader may not see; how long ideas are in it."""

    stage: str
    name: str
    within: str
    ideas: str
    ages: str
    cards: list[Card | None]
    more: int
    cut: bool


def board_page(given: Mapping[str, str], reader: SignedInReader) -> dict[str, Any]:
    """What the board shows, as its page takes it: what it is narrowed to, and each view with how many ideas fit it."""
    offered, saved = council.list_offer_query(), view.views_query(reader=reader)
    answers = together((offered, saved))
    asked = Narrowing(given, answers.of(offered))
    everything, *others = picks(asked, reader, answers.of(saved))
    shown = idea.board(
        reader=reader,
        sieve=asked.sieve(mine=reader.person_id, historical="historical" in given),
        beside=[Narrowing(pick.asked, asked.offer).sieve(mine=reader.person_id) for pick in others],
    )
    return {
        "narrowing": asked,
        "picks": [
            everything,
            *(pick.counted(*told) if told else pick for pick, told in zip(others, shown.beside, strict=True)),
        ],
        "board": shown,
        "columns": columns_of(shown),
        "filters": asked.filters(mine=reader.person_id),
        "historical": shown.sieve.historical,
    }


def columns_of(board: Board) -> list[Column]:
    """The columns of the board in the words of its council."""
    words = vocabulary()
    return [_column(column, words) for column in board.columns]


def _column(column: BoardColumn, words: Vocabulary) -> Column:
    name = words.called(column.stage, "stage")
    return Column(
        stage=column.stage,
        name=capital(name),
        within=name,
        ideas=f"{column.count:,}{'+' if column.cut else ''}",
        ages=_ages(column.ages, column.count),
        cards=[_card(card, words) if card.visible else None for card in column.cards],
        more=column.more,
        cut=column.cut,
    )


def _ages(longest: Sequence[int], ideas: int) -> str:
    """How long the ideas of a stage have been in it: typically, where that is known, and the longest."""
    if not longest:
        return ""
    typically = idea.median_days(longest, ideas=ideas)
    if not longest[0]:
        return "Since today"
    if ideas == 1:
        return f"One, {plural(longest[0], 'day')}"
    if typically is None:
        return f"Longest {plural(longest[0], 'day')}"
    return f"Typically {plural(typically, 'day')}, longest {longest[0]}"


class Pick(NamedTuple):
    """One view of the board that is nearest to hand: its words, its address, what it is narrowed to."""

    words: str
    address: str
    asked: Mapping[str, str]
    current: bool

    def counted(self, ideas: int, cut: bool) -> Pick:  # noqa: FBT001 - as they are told
        """The same with how many ideas fit it, or that at least so many do."""
        return self._replace(words=f"{self.words}, {ideas:,}{' or more' if cut else ''}")


MOST_PICKS = 8  # of saved views, beside those that are always there


def picks(narrowing: Narrowing, reader: SignedInReader, saved: Iterable[ViewEntry]) -> list[Pick]:
    """The views nearest to hand: everything, one's own, what nothing happened on for long, those that were saved."""
    quiet = f"No news for {plural(upkeep.days().idle, 'day')}"
    own = {"owner": str(reader.person_id)}
    of_board = [one for one in saved if one.page == ViewPage.BOARD][:MOST_PICKS]
    found = [
        ("Everything", {}),
        *([("Mine", own)] if reader.can(Can.KEEP_CURRENT) else []),
        (quiet, {"quiet": "y"}),
        *((one.name, one.asked) for one in of_board),
    ]
    return [Pick(words, address_of(ViewPage.BOARD, asked), asked, narrowing.given == asked) for words, asked in found]


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
