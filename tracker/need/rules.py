"""What a need, an offer and an answer must say; which of them speak of the same thing; who is a step ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.idea.words import Refused, Stage
from tracker.need.words import SETTLING, NeedAnswerState, NeedKind, NeedWay

LONGEST_NEED = 120
MOST_PLACES = 500
ENOUGH_SHARED = 2  # words that two texts share before they are said to speak of the same thing
SHORTEST_WORD = 4
# Words that every need and every card has, so that they say nothing of what it is about.
NO_MATTER = (
    "about after again also anybody been before being could council councils does done each every everybody first from"
    " good have help here idea ideas into just know like look looking made make many more most much need needs nobody"
    " offer offers only other others over people please same should show some somebody something such than that their"
    " them then there these they thing things this those through time very visit want wanted week well were what when"
    " where which while will with without work working works would year years your"
)
COMMON = frozenset(NO_MATTER.split())
STAGES = tuple(Stage)


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


@dataclass(frozen=True)
class Matter:
    """What something is about: its title, and what else it says."""

    title: str
    details: str = ""


def _stems(text: str) -> dict[str, str]:
    """The words of a text that say what it is about, by their stem: "visits" and "visit" are one."""
    found: dict[str, str] = {}
    for word in re.findall(rf"[^\W\d_]{{{SHORTEST_WORD},}}", text.casefold()):
        if word not in COMMON and _stem(word) not in COMMON:
            found.setdefault(_stem(word), word)
    return found


def _stem(word: str) -> str:
    for ending, without in (("ies", "y"), ("sses", "ss"), ("ing", ""), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_WORD - 1 and not word.endswith("ss"):
            return (word[: -len(ending)] + without).rstrip("e")
    return word.rstrip("e")


def shared_words(one: Matter, other: Matter) -> Sequence[str]:
    """The words that two things share, as the first has them: none where these are too few to speak of one matter.

    One word is enough where it stands in both titles.
    """
    mine, theirs = _stems(f"{one.title} {one.details}"), _stems(f"{other.title} {other.details}")
    found = [word for stem, word in mine.items() if stem in theirs]
    titled = _stems(one.title).keys() & _stems(other.title).keys()
    return found if len(found) >= ENOUGH_SHARED or titled else ()


def is_ahead(*, stage: str, level: int, than_stage: str, than_level: int) -> bool:
    """Whether a card is a step ahead of an idea: in a later stage, or with evidence of a higher level."""
    return STAGES.index(Stage(stage)) > STAGES.index(Stage(than_stage)) or level > than_level
