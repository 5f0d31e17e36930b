"""What speaks of the same: what may answer a need, and who is a step ahead on one of our ideas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from tracker import value
from tracker.collaborative import AnyCollaborative, OpenCollaborative
from tracker.idea import Idea
from tracker.need.queries.postings import PostingRow
from tracker.need.rules import Matter, MatterIndex, is_ahead, is_later
from tracker.tenancy import Query, current_council

MOST_CARDS = 200
MOST_HELPERS = 200
MOST_MATCHES = 5  # of a need: the closest


class HelperRow(NamedTuple):
    """Somebody who may be asked, and about what."""

    person_id: UUID
    council_id: UUID
    council: str
    name: str
    topics: str


_HELPERS = f"""
SELECT h.person_id, h.council_id, c.name AS council, h.name, h.topics
FROM helper h JOIN council c ON c.id = h.council_id
WHERE h.collaborative_id = CAST(:collaborative AS uuid) AND h.ended_at IS NULL
ORDER BY h.at, h.id LIMIT {MOST_HELPERS}"""  # noqa: S608 - made of constants only


def helpers_query(collaborative: AnyCollaborative) -> Query[list[HelperRow]]:
    """Who agreed to be asked in a collaborative, the first to do so first."""
    return Query(HelperRow, _HELPERS, {"collaborative": collaborative.id}, list)


class CardRow(NamedTuple):
    """A card as far as it is matched: what it is about, how far it is, at which level its evidence, whom to ask."""

    number: int
    council_id: UUID
    council: str
    title: str
    problem: str | None
    stage: str
    level: int
    contact: str | None


class CardMatter(NamedTuple):
    """A card and what it is about: its words are stemmed once, whatever is matched with it."""

    card: CardRow
    matter: Matter


_CARDS = f"""
SELECT q.number, q.council_id, q.shown ->> 'council' AS council, q.title, q.shown ->> 'problem' AS problem, q.stage,
 (SELECT coalesce(max(CAST(said #>> CAST(ARRAY[] AS text[]) AS integer)), 0)
   FROM jsonb_path_query(q.shown, 'lax $.evidence[*].level') AS said) AS level, q.shown ->> 'contact' AS contact
FROM publication q
WHERE q.collaborative_id = CAST(:collaborative AS uuid) AND q.withdrawn_at IS NULL AND NOT q.for_archive
ORDER BY q.refreshed_at DESC, q.id DESC LIMIT {MOST_CARDS}"""  # noqa: S608 - made of constants only


def cards_query(collaborative: AnyCollaborative) -> Query[list[CardMatter]]:
    """The cards on the board of a collaborative, the newest first."""
    return Query(CardRow, _CARDS, {"collaborative": collaborative.id}, matters_of)


def matters_of(cards: Iterable[CardRow]) -> list[CardMatter]:
    """Cards with what they are about."""
    return [CardMatter(card, Matter(card.title, card.problem or "")) for card in cards]


class NeedMatch(NamedTuple):
    """What may answer a need, and the words that both have."""

    council: str
    title: str
    path: str
    shared: Sequence[str]


class WantedPosting(NamedTuple):
    """A need with what of other councils may answer it: the closest, and how many more do."""

    posting: PostingRow
    matches: Sequence[NeedMatch]
    more: int


class _Answerer(NamedTuple):
    council_id: UUID
    council: str
    title: str
    path: str


def wanted(
    collaborative: OpenCollaborative,
    *,
    needs: Sequence[PostingRow],
    offers: Sequence[PostingRow],
    cards: Sequence[CardMatter],
    helpers: Sequence[HelperRow],
) -> list[WantedPosting]:
    """Needs, each with what of other councils speaks of the same: offers, cards, people who agreed to be asked."""
    if not needs:
        return []
    index = MatterIndex(_answerers(f"/collaboratives/{collaborative.code}", offers, cards, helpers))
    return [_matched(need, index) for need in needs]


def _answerers(
    at: str, offers: Sequence[PostingRow], cards: Sequence[CardMatter], helpers: Sequence[HelperRow]
) -> Iterator[tuple[_Answerer, Matter]]:
    for offer in offers:
        yield _Answerer(offer.council_id, offer.council, offer.title, f"{at}/needs/{offer.id}"), offer.matter
    for card, matter in cards:
        yield _Answerer(card.council_id, card.council, card.title, f"{at}/cards/{card.number}"), matter
    for one in helpers:
        yield _Answerer(one.council_id, one.council, one.name, f"{at}/needs#people"), Matter(one.topics)


def _matched(need: PostingRow, index: MatterIndex[_Answerer]) -> WantedPosting:
    found = [
        NeedMatch(one.council, one.title, one.path, shared)
        for one, shared in index.speaking_of(need.matter)
        if one.council_id != need.council_id
    ]
    return WantedPosting(need, found[:MOST_MATCHES], len(found[MOST_MATCHES:]))


class StepAhead(NamedTuple):
    """A card of another council that is further than an idea of ours, and by what."""

    card: CardRow
    shared: Sequence[str]
    our_level: int
    later: bool


def ahead_of(idea: Idea, *, cards: Sequence[CardMatter]) -> list[StepAhead]:
    """Who is a step ahead on an idea: cards of others on the same matter, in a later stage or with better evidence."""
    here, ours = current_council(), value.worth_of(idea=idea).level
    index = MatterIndex(each for each in cards if each.card.council_id != here)
    return [
        StepAhead(card, shared, ours, is_later(card.stage, than=idea.stage))
        for card, shared in index.speaking_of(Matter(idea.title, idea.problem or ""))
        if is_ahead(stage=card.stage, level=card.level, than_stage=idea.stage, than_level=ours)
    ]
