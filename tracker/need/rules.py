"""What a need, an offer and an answer must say; which of them speak of the same thing; who is a step ahead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from tracker.idea.words import Refused, Stage
from tracker.likeness.rules import stem, telling_words
from tracker.need.words import SETTLING, NeedAnswerState, NeedKind, NeedWay

LONGEST_NEED = 120
MOST_PLACES = 500
ENOUGH_SHARED = 2  # words that two texts share before they are said to speak of the same thing
SHORTEST_WORD = 4
MOST_KEPT = 64  # of the matters whose speakers an index keeps: some pages of needs
# Words that every need and every card has, so that they say nothing of what it is about.
NO_MATTER = (
    "also anybody could council done every everybody first good help idea know like look made make many much need"
    " nobody offer others people please show somebody something thing time visit want week well without work would year"
)
COMMON = frozenset(map(stem, NO_MATTER.split()))


@dataclass(frozen=True)
class NeedDraft:
    """A need or an offer as it is written: what, when, where, for how many, and who pays the fares."""

    way: NeedWay | None
    kind: NeedKind | None
    title: str
    details: str = ""
    on: date | None = None
    times: str = ""
    place: str = ""
    places: int | None = None
    needed_by: date | None = None
    expenses: str = ""
    named: bool = False


def need_faults(draft: NeedDraft, *, today: date) -> Iterator[Refused]:
    """What keeps a need or an offer from being posted."""
    if draft.way is None:
        yield Refused("Say whether your council looks for it or offers it", field="way")
    if draft.kind is None:
        yield Refused("Choose what it is", field="kind")
    if not draft.title.strip():
        yield Refused("Say what it is in a few words", field="title")
    if draft.on and draft.on < today:
        yield Refused("Give a day to come", field="on")
    if draft.needed_by and draft.needed_by < today:
        yield Refused("Give a day to come", field="needed_by")
    if draft.places is not None and not 1 <= draft.places <= MOST_PLACES:
        yield Refused(f"Give a whole number from 1 to {MOST_PLACES}", field="places")


def answer_faults(*, words: str, people: int | None, places_left: int | None) -> Iterator[Refused]:
    """What keeps an answer from being sent: no words, nobody who comes, or more than there is room for."""
    if not words.strip():
        yield Refused("Say in a sentence what you ask or can give", field="words")
    if people is not None and people < 1:
        yield Refused("Give how many come, as a whole number", field="people")
    elif people and places_left is not None and people > places_left:
        left = f"{places_left} place is" if places_left == 1 else f"{places_left} places are"
        yield Refused("No place is left" if places_left < 1 else f"{left} left", field="people")


def settling_faults(*, state: NeedAnswerState, reply: str) -> Iterator[Refused]:
    """What keeps an answer from being settled: whoever is told no, or another day, is told why, or when."""
    if state not in SETTLING:
        yield Refused("Choose what you say to it", field="state")
    elif state is not NeedAnswerState.AGREED and not reply.strip():
        field = "Say which day would do" if state is NeedAnswerState.OTHER_DAY else "Say why, in a sentence"
        yield Refused(field, field="reply")


def note_faults(*, words: str, expenses: Decimal | None) -> Iterator[Refused]:
    """What keeps the notes of a visit from being kept."""
    if not words.strip():
        yield Refused("Write what you saw, and what you will do with it", field="words")
    if expenses is not None and expenses < 0:
        yield Refused("Give the fares as an amount, or leave it empty", field="expenses")


@lru_cache(maxsize=4_000)  # two texts of 500 cards of some collaboratives: asked for by every page of needs
def _telling(text: str) -> Mapping[str, str]:
    """The words of a text that say what it is about, by their stem: "visits" and "visit" are one."""
    found: dict[str, str] = {}
    for word in telling_words(text):
        if len(word) >= SHORTEST_WORD and word.isalpha():
            found.setdefault(stem(word), word)
    return {stemmed: word for stemmed, word in found.items() if stemmed not in COMMON}


@dataclass(frozen=True)
class Matter:
    """What something is about: its title, and what else it says. Its words are stemmed once."""

    title: str
    details: str = ""

    @cached_property
    def titled(self) -> Mapping[str, str]:
        """The words of its title, by their stem."""
        return _telling(self.title)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The words of all that it says, by their stem, those of the title first and as they stand there."""
        return {**self.titled, **_telling(self.details), **self.titled}


Shared = tuple[int, Sequence[str]]  # the place of something, and the words that it shares


class MatterIndex:
    """Matters by their words: which of them speak of another is found without asking each of them."""

    def __init__(self, matters: Sequence[Matter]) -> None:
        self._matters = matters
        self._holders: dict[str, list[int]] = {}
        for place, matter in enumerate(matters):
            for stemmed in matter.words:
                self._holders.setdefault(stemmed, []).append(place)
        self.speaking_of = lru_cache(maxsize=MOST_KEPT)(self._speaking_of)

    def _speaking_of(self, matter: Matter) -> Sequence[Shared]:
        """The places of what speaks of a matter, each with the words that both have, as the matter has them.

        Two words are enough, or one that stands in both titles. The most words first.
        """
        shared: dict[int, list[str]] = {}
        for stemmed, word in matter.words.items():
            for place in self._holders.get(stemmed, ()):
                shared.setdefault(place, []).append(word)
        found = [place for place, words in shared.items() if len(words) >= ENOUGH_SHARED or self._titled(place, matter)]
        found.sort(key=lambda place: (-len(shared[place]), place))
        return [(place, shared[place]) for place in found]

    def _titled(self, place: int, matter: Matter) -> bool:
        return not matter.titled.keys().isdisjoint(self._matters[place].titled)


@lru_cache(maxsize=4)  # of some collaboratives: what stands there seldom changes between two pages of needs
def index_of(said: tuple[tuple[str, str], ...]) -> MatterIndex:
    """The index of what is said in titles and details: kept while they are the same."""
    return MatterIndex([Matter(*each) for each in said])


def is_ahead(*, stage: str, level: int, than_stage: str, than_level: int) -> bool:
    """Whether a card is a step ahead of an idea: in a later stage, or with evidence of a higher level."""
    return is_later(stage, than=than_stage) or level > than_level


def is_later(stage: str, *, than: str) -> bool:
    """Whether a stage comes after another."""
    return Stage(stage).rank > Stage(than).rank
