"""What speaks of the same: what may answer a need, and who is a step ahead on one of our ideas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tracker import value
from tracker.collaborative import AnyCollaborative
from tracker.idea import Idea
from tracker.need.queries.postings import PostingRow
from tracker.need.rules import Matter, index_of, is_ahead, is_later
from tracker.tenancy import Query, current_council

MOST_CARDS = 200
MOST_HELPERS = 200
MOST_MATCHES = 5  # of a need: the closest
MOST_TOLD = 3  # of the words that two have in common


def _told(shared: Sequence[str]) -> str:
    """The words that two have in common, as a page tells them: a few."""
    return ", ".join(shared[:MOST_TOLD])


class HelperRow(NamedTuple):
    """Somebody who may be asked, and about what."""

    person_id: str
    council_id: str
    council: str
    name: str
    topics: str


_HELPERS = f"""
SELECT CAST(h.person_id AS text) AS person_id, CAST(h.council_id AS text) AS council_id, c.name AS council, h.name,
 h.topics
FROM helper h JOIN council c ON c.id = h.council_id
WHERE h.collaborative_id = CAST(:collaborative AS uuid) AND h.ended_at IS NULL
ORDER BY h.at, h.id LIMIT {MOST_HELPERS}"""  # noqa: S608 - made of constants only


def helpers_query(collaborative: AnyCollaborative) -> Query[list[HelperRow]]:
    """Who agreed to be asked in a collaborative, the first to do so first."""
    return Query(HelperRow, _HELPERS, {"collaborative": collaborative.id}, list)


class CardRow(NamedTuple):
    """A card as far as it is matched: what it is about, how far it is, at which level its evidence, whom to ask."""

    number: int
    council_id: str
    council: str
    title: str
    problem: str | None
    stage: str
    levels: list[int | None]
    contact: str | None

    @property
    def level(self) -> int:
        """The level of its evidence: the highest of its claims'; 0 without any."""
        return max((int(level) for level in self.levels if level), default=0)


_CARDS = f"""
SELECT q.number, CAST(q.council_id AS text) AS council_id, q.shown ->> 'council' AS council, q.title,
 q.shown ->> 'problem' AS problem, q.stage,
 jsonb_path_query_array(q.shown, 'lax $.evidence[*].level') AS levels, q.shown ->> 'contact' AS contact
FROM publication q
WHERE q.collaborative_id = CAST(:collaborative AS uuid) AND q.withdrawn_at IS NULL AND NOT q.for_archive
ORDER BY q.refreshed_at DESC, q.id DESC LIMIT {MOST_CARDS}"""  # noqa: S608 - made of constants only


def cards_query(collaborative: AnyCollaborative) -> Query[list[CardRow]]:
    """The cards on the board of a collaborative as they are matched, the newest first."""
    return Query(CardRow, _CARDS, {"collaborative": collaborative.id}, list)


class NeedMatch(NamedTuple):
    """What may answer a need, and the words that both have."""

    council: str
    title: str
    path: str
    shared: str


class WantedPosting(NamedTuple):
    """A need with what of other councils may answer it: the closest, and how many more do."""

    posting: PostingRow
    matches: Sequence[NeedMatch]
    more: int


class Speakers:
    """What may answer a need, and who is ahead: offers, cards, and people who agreed to be asked, by their words."""

    def __init__(
        self,
        at: str,
        *,
        offers: Sequence[PostingRow] = (),
        cards: Sequence[CardRow] = (),
        helpers: Sequence[HelperRow] = (),
    ) -> None:
        self._at, self._offers, self._cards, self._helpers = at, offers, cards, helpers
        self._councils = [one.council_id for some in (offers, cards, helpers) for one in some]
        said = [(one.title, one.details or "") for one in offers]
        said += [(one.title, one.problem or "") for one in cards]
        self._index = index_of((*said, *((one.topics, "") for one in helpers)))

    def answering(self, need: PostingRow) -> WantedPosting:
        """A need with what of other councils speaks of the same."""
        speaking = self._index.speaking_of(need.matter)
        found = [one for one in speaking if self._councils[one[0]] != need.council_id]
        return WantedPosting(need, [self._match(*one) for one in found[:MOST_MATCHES]], len(found[MOST_MATCHES:]))

    def _match(self, place: int, shared: Sequence[str]) -> NeedMatch:
        both = _told(shared)
        if place < (first := len(self._offers)):
            offer = self._offers[place]
            return NeedMatch(offer.council, offer.title, f"{self._at}/needs/{offer.id}", both)
        if (place := place - first) < len(self._cards):
            card = self._cards[place]
            return NeedMatch(card.council, card.title, f"{self._at}/cards/{card.number}", both)
        helper = self._helpers[place - len(self._cards)]
        return NeedMatch(helper.council, helper.name, f"{self._at}/needs#people", both)

    def cards_on(self, matter: Matter, *, but_of: str) -> Iterator[tuple[CardRow, Sequence[str]]]:
        """The cards that speak of a matter, but for those of one council, with the words that both have."""
        first = len(self._offers)
        for place, shared in self._index.speaking_of(matter):
            if first <= place < first + len(self._cards) and self._councils[place] != but_of:
                yield self._cards[place - first], shared


class StepAhead(NamedTuple):
    """A card of another council that is further than an idea of ours, and by what."""

    card: CardRow
    shared: str
    our_level: int
    later: bool


def ahead_of(idea: Idea, *, among: Speakers) -> list[StepAhead]:
    """Who is a step ahead on an idea: cards of others on the same matter, in a later stage or with better evidence."""
    ours, matter = value.worth_of(idea=idea).level, Matter(idea.title, idea.problem or "")
    return [
        StepAhead(card, _told(shared), ours, is_later(card.stage, than=idea.stage))
        for card, shared in among.cards_on(matter, but_of=str(current_council()))
        if is_ahead(stage=card.stage, level=card.level, than_stage=idea.stage, than_level=ours)
    ]
