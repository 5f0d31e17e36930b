"""What an address narrows the cards of a collaborative to, and the fields that ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from tracker.collaborative import CardSieve, CardStanding, Member, MemberLine, StrandLine
from tracker.idea import Stage
from tracker.web.forms import identifier
from tracker.web.wording import called
from tracker.wording import capital

LONGEST = 200  # letters of what is looked for
Members = Iterable[Member | MemberLine]


class CardChoice(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    words: str


class CardBox(NamedTuple):
    """One field to narrow by: its name in the address, its label, what is on offer and what is chosen."""

    name: str
    label: str
    offered: Sequence[CardChoice]
    chosen: str | None


@dataclass(frozen=True)
class CardNarrowing:
    """What the cards are narrowed to. What is not on offer narrows nothing."""

    given: Mapping[str, str]
    sieve: CardSieve
    stands_alone: bool  # whether it is the same whoever the members are: no council and no strand is named

    def address(self, path: str, **more: str) -> str:
        """An address with what is narrowed, and something besides."""
        asked = urlencode({**self.given, **more})
        return f"{path}?{asked}" if asked else path

    def boxes(self, members: Members, strands: Sequence[StrandLine] = ()) -> list[CardBox]:
        """The fields to choose in: whose cards, in which strand if there is one, stage, how they stand, if proven."""
        councils = [(str(one.council_id), one.member) for one in members if one.council_id]
        stages, standings = _worded(Stage, "stage"), _worded(CardStanding, "card_standing")
        named = [(str(one.id), one.title) for one in strands]
        return [
            self._box("member", "Whose", "Everybody’s", councils),
            *([self._box("strand", "Strand", "Every strand", named)] if named else []),
            self._box("stage", "Stage", "Every stage", stages),
            self._box("standing", "How it stands", "Any", standings),
            self._box("proven", "Said of it", "Anything", [("y", called("proven", "saying"))]),
        ]

    def _box(self, name: str, label: str, nothing: str, offered: Iterable[tuple[str, str]]) -> CardBox:
        choices = [CardChoice("", nothing), *(CardChoice(value, capital(words)) for value, words in offered)]
        return CardBox(name, label, choices, self.given.get(name))


def _worded(words: Iterable[str], listed: str) -> list[tuple[str, str]]:
    return [(str(one), called(one, listed)) for one in words]


def narrowed(given: Mapping[str, str], members: Members = (), strands: Sequence[StrandLine] = ()) -> CardNarrowing:
    """Read what an address narrows the cards to."""
    councils = {str(one.council_id) for one in members}
    strand = identifier(given.get("strand"))
    member, stage, standing = identifier(given.get("member")), given.get("stage"), given.get("standing")
    sieve = CardSieve(
        council_id=member if str(member) in councils else None,
        stage=Stage(stage) if stage in set(Stage) else None,
        standing=CardStanding(standing) if standing in set(CardStanding) else None,
        strand_id=strand if strand in {one.id for one in strands} else None,
        proven=given.get("proven") == "y",
        words=given.get("words", "")[:LONGEST].strip(),
        about=given.get("about", "")[:LONGEST].strip(),
    )
    read = {
        "member": sieve.council_id,
        "strand": sieve.strand_id,
        "stage": sieve.stage,
        "standing": sieve.standing,
        "proven": "y" if sieve.proven else None,
        "words": sieve.words,
        "about": sieve.about,
    }
    alone = not (given.get("member") or given.get("strand"))
    return CardNarrowing({name: str(value) for name, value in read.items() if value}, sieve, alone)
