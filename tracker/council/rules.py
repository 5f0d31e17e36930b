"""What makes a password good enough, when sign-in waits, what a council may be called, who covers. Pure functions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import NamedTuple
from uuid import UUID

from tracker.council.permissions import Can
from tracker.council.words import FoundingStep

SHORTEST_PASSWORD = 12
MOST_TRIES = 10
MOST_TRIES_FROM_ONE_ADDRESS = 100
MOST_RESETS_FROM_ONE_ADDRESS = 20
MOST_INVITATIONS_TO_ONE_ADDRESS = 3  # a day, by one council
MOST_INVITATIONS_OF_ONE_ADDRESS = 10  # a day, by all councils
MOST_INVITATIONS_BY_ONE_PERSON = 50  # a day
INVITATIONS_WINDOW = timedelta(days=1)
TRIES_WINDOW = timedelta(minutes=5)
IDLE_AFTER = timedelta(hours=12)
ENDS_AFTER = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
INVITATION_LASTS = timedelta(days=7)
INVITATION_TOLD_FOR = timedelta(days=30)  # after it ran out, to its council
RESET_LASTS = timedelta(hours=2)
FEWEST_LETTERS = 4
LONGEST_RUN = timedelta(minutes=6)  # a task is ended after five (worker/app.py)
MOST_DEATHS = 3
SET_ASIDE_FOR = timedelta(hours=1)  # then it is tried once more: what killed it may have been somebody else's hunger
LONGEST_CODE, LONGEST_NAME = 60, 200

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_PREFIX = re.compile(r"[A-Za-z][A-Za-z0-9]{1,9}", re.ASCII)


def password_fault(password: str, *, name: str = "", email: str = "") -> str | None:
    """Say what is wrong with a password, in a sentence that tells what to do; None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a password of {SHORTEST_PASSWORD} characters or more. Three words that you remember will do."
    if len(set(password)) < FEWEST_LETTERS:
        return "Choose a password with more than a few different characters."
    easy = {part for part in (*name.lower().split(), email.lower().partition("@")[0]) if len(part) >= FEWEST_LETTERS}
    if any(part in password.lower() for part in easy):
        return "Choose a password without your name or email in it."
    return None


def must_wait(*, tries_here: int, tries_from_address: int) -> bool:
    """Whether sign-in waits: 10 failures of one account from one address, or 100 from one address, in 5 minutes."""
    return tries_here >= MOST_TRIES or tries_from_address >= MOST_TRIES_FROM_ONE_ADDRESS


def invitations_fault(*, here: int, everywhere: int, by_inviter: int) -> tuple[str, str] | None:
    """Say why nobody more is invited today, and of which field, from the invitations of the last day; None if they are.

    An address is invited three times a day by one council and ten times by all; a person invites fifty times a day.
    """
    if here >= MOST_INVITATIONS_TO_ONE_ADDRESS or everywhere >= MOST_INVITATIONS_OF_ONE_ADDRESS:
        return "This address was invited often enough today. Ask them to look among unwanted mail.", "email"
    if by_inviter >= MOST_INVITATIONS_BY_ONE_PERSON:
        return f"You invited {MOST_INVITATIONS_BY_ONE_PERSON} times since yesterday. Invite the others tomorrow.", ""
    return None


def network_of(address: str) -> str:
    """Whom tries are counted against: an IPv4 address, or the /64 that one household has of IPv6."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    mapped = getattr(found, "ipv4_mapped", None)
    if found.version == 4 or mapped:  # noqa: PLR2004 - the versions of the Internet Protocol
        return str(mapped or found)
    return str(ip_network(f"{found}/64", strict=False))


def sign_in_ends() -> tuple[int, int]:
    """After how many hours without use a sign-in ends, and after how many days in any case, as pages say it."""
    return int(IDLE_AFTER.total_seconds() // 3600), ENDS_AFTER.days


def live_since(now: datetime) -> tuple[datetime, datetime]:
    """Since when a browser must have signed in, and been used, not to have to sign in again: 7 days, and 12 hours."""
    return now - ENDS_AFTER, now - IDLE_AFTER


def prefix_for(code: str, given: str | None) -> str:
    """The letters that references of a council begin with: those given, else the first three of its code."""
    return given or "".join(letter for letter in code if letter.isalpha())[:3].upper() or "IDEA"


def free_prefix(wanted: str, taken: Collection[str]) -> str:
    """The letters wanted, or, where they begin another council's references, the first of NOR2, NOR3 ... that is free.

    `taken` holds what is taken in lower case: nobody tells KNW-1 from knw-1.
    """
    numbered = (f"{wanted}{number}" for number in itertools.count(2))
    return next(prefix for prefix in itertools.chain([wanted], numbered) if prefix.lower() not in taken)


def council_fault(*, code: str, name: str, prefix: str | None) -> tuple[str, str] | None:
    """Say what is wrong with the particulars of a new council, and of which field; None when they will do."""
    if not _CODE.fullmatch(code):
        return "Write the code in lower-case letters, digits and hyphens, such as tower-hamlets.", "code"
    if len(code) > LONGEST_CODE:
        return f"Use {LONGEST_CODE} characters or fewer for the code.", "code"
    if not name.strip() or len(name) > LONGEST_NAME:
        return f"Say what the council is called, in {LONGEST_NAME} characters or fewer.", "name"
    if prefix is not None and not _PREFIX.fullmatch(prefix):
        return "Write the prefix in 2 to 10 letters and digits that begin with a letter, such as KNW.", "prefix"
    return None


def steps_left(done: Mapping[FoundingStep, bool], *, dismissed: Collection[str]) -> list[FoundingStep]:
    """What a new council has still to do, in its order: neither done nor not needed."""
    return [step for step in FoundingStep if not done[step] and step not in dismissed]


def is_set_aside(*, deaths: int, died_at: datetime | None, now: datetime) -> bool:
    """Whether a job is left alone for now: its process died of it three times in a row, last within the hour."""
    return deaths >= MOST_DEATHS and died_at is not None and now - died_at < SET_ASIDE_FOR


class Stint(NamedTuple):
    """Who is asked for somebody who is away, on the days from one until another; `back` is their last day away."""

    person_id: UUID
    cover_id: UUID
    since: date
    until: date
    back: date

    def holds(self, day: date) -> bool:
        """Whether it is so on a day."""
        return self.since <= day <= self.until


# What is asked of somebody by their place on an idea can be done by who may do one of these.
_COVERED_BY = {
    Can.KEEP_CURRENT: frozenset({Can.KEEP_CURRENT}),
    Can.RECORD_CONTACT: frozenset({Can.RECORD_CONTACT, Can.KEEP_CURRENT}),
}


def may_cover(cover: Collection[Can], *, of: Collection[Can]) -> bool:
    """Whether who may do one thing can be asked in place of who may do another: an owner's cover keeps ideas too."""
    return all(needed.intersection(cover) for asked, needed in _COVERED_BY.items() if asked in of)


def cover_faults(*, since: date | None, until: date | None, today: date) -> Iterator[tuple[str, str]]:
    """Say what is wrong with the days of a cover, each with its field."""
    if until is None:
        yield "until", "Give the last day away"
    elif until < today:
        yield "until", "Give a last day that is not past"
    elif since and until < since:
        yield "until", "Give a last day that is not before the first"


def stints(covers: Sequence[Stint]) -> list[Stint]:
    """Who is asked for whom when, of the covers that stand, one a person at most.

    A cover who is away is covered in turn. On days on which covers would go round in a circle nobody is asked for them.
    """
    standing = {each.person_id: each for each in covers}
    turns = sorted({day for each in covers for day in (each.since, each.until + timedelta(days=1))})
    found = list[Stint]()
    for person_id, since, until, back in ((one.person_id, one.since, one.until, one.back) for one in covers):
        days = [since, *(day for day in turns if since < day <= until), until + timedelta(days=1)]
        for first, after in itertools.pairwise(days):
            cover_id = _asked_for(person_id, standing, first)
            last = after - timedelta(days=1)
            if found and found[-1][:2] == (person_id, cover_id) and found[-1].until == first - timedelta(days=1):
                found[-1] = found[-1]._replace(until=last)
            elif cover_id != person_id:
                found.append(Stint(person_id, cover_id, first, last, back))
    return found


def _asked_for(person_id: UUID, standing: Mapping[UUID, Stint], day: date) -> UUID:
    """Who is asked for somebody on a day; themselves where they are there, or covers go round in a circle."""
    asked = [person_id]
    while (away := standing.get(asked[-1])) and away.holds(day):
        if away.cover_id in asked:
            return person_id
        asked.append(away.cover_id)
    return asked[-1]
