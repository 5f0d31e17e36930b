"""What is true of talk: until when words are changed, for how long a link works, whom words name. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

EDIT_TIME = timedelta(minutes=15)  # within which the writer of a comment may change it
LINK_DAYS = 60  # for which the link in a letter that asks a question works


def may_be_edited(said_at: datetime, *, now: datetime) -> bool:
    """Whether what somebody wrote may still be changed by them: shortly after, while hardly anybody read it."""
    return now - said_at <= EDIT_TIME


def link_is_good(made_at: datetime, *, now: datetime) -> bool:
    """Whether the link of a letter that asks a question still works."""
    return now - made_at <= timedelta(days=LINK_DAYS)


_MENTION = re.compile(r"(?<![\w@.])@([^\W\d_][\w'’-]*(?:\.? [^\W\d_][\w'’-]*){0,4})")
_STYLES = frozenset({"cllr", "councillor", "dr", "mr", "mrs", "ms", "miss", "prof", "sir", "dame"})


@dataclass(frozen=True)
class Naming:
    """Whom words name: people found; by name those told and not; what nobody here, or more than one, is called."""

    people: tuple[UUID, ...] = ()
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def named_in(words: str, people: Mapping[UUID, str]) -> Naming:
    """Whom a text names by @ and their name: in full, without what they are styled, or their first name if one has it.

    The longest name that fits counts, whatever its capitals. "@3pm" and addresses name nobody; nor does a word without
    a capital that is nobody's name.
    """
    called = [(person, _spoken_name(name)) for person, name in people.items()]
    found, unknown, unclear = dict[UUID, None](), dict[str, None](), dict[str, None]()
    for given in (match.group(1) for match in _MENTION.finditer(words)):
        spoken_words = _spoken_name(given)
        whole, fits = _those_called(spoken_words, called)
        if len(fits) == 1:
            found[fits[0]] = None
        elif fits:
            unclear[" ".join(given.split()[: whole or 1])] = None
        elif given[0].isupper():
            unknown[given.split()[0]] = None
    return Naming(people=tuple(found), unknown=tuple(unknown), unclear=tuple(unclear))


def naming_told(naming: Naming) -> str:
    """What to say to who named people: who hears of it, who may not see it, which names were nobody's or several's."""
    said = []
    if naming.told:
        said.append(f"{_several(naming.told)} will hear of it.")
    if naming.untold:
        were = "was" if len(naming.untold) == 1 else "were"
        said.append(f"{_several(naming.untold)} may not see this idea, and {were} not told.")
    said += [f"Nobody here is called “{name}”." for name in naming.unknown]
    said += [f"More than one person here is called “{name}”: write the whole name." for name in naming.unclear]
    return " ".join(said)


def _several(names: tuple[str, ...]) -> str:
    """Names in a row: "Ann, Ben and Cal"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _spoken_name(name: str) -> list[str]:
    """A name as it is said after @: small letters, without what somebody is styled, and without a genitive's s."""
    words = [re.sub(r"['’]s$", "", word).strip(".'’-") for word in name.casefold().split()]
    return words[1:] if len(words) > 1 and words[0] in _STYLES else words


def _those_called(given: list[str], called: list[tuple[UUID, list[str]]]) -> tuple[int, list[UUID]]:
    """Who is called by the first of these words, as many of them as fit; and how many those were."""
    whole = [(len(name), person) for person, name in called if name and given[: len(name)] == name]
    if whole:
        longest = max(length for length, _ in whole)
        return longest, [person for length, person in whole if length == longest]
    return 0, [person for person, name in called if name and given[:1] == name[:1]]
