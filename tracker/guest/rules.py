"""What is said of a guest, how many are asked, and how long what lets them in is good. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from tracker.guest.words import GuestStanding
from tracker.idea.words import Refused, refuse_all

INVITATION_LASTS = timedelta(days=7)
LINK_LASTS = timedelta(hours=2)
LINKS_EVERY = timedelta(minutes=5)  # one to a guest
MOST_ASKED_BY_ONE_PERSON = 50  # a day
MOST_ASKED_OF_ONE_ADDRESS = 3  # a day, into one collaborative
MOST_LETTERS_TO_ONE_ADDRESS = 10  # a day, from all collaboratives
ASKED_WINDOW = timedelta(days=1)
MOST_REQUESTS_FROM_ONE_ADDRESS = 20  # in five minutes
KEPT_FOR = timedelta(days=30)  # after somebody is no guest, or never became one
LONGEST = 120


def check_guest(*, name: str, body: str) -> None:
    """Who is asked in as a guest has a name, and comes from somewhere. Raises Refused with all that lacks."""
    refuse_all(_faults(name, body))


def _faults(name: str, body: str) -> Iterator[Refused]:
    for said, field, sentence in ((name, "name", "Enter their name"), (body, "body", "Say which body they are from")):
        if not said.strip():
            yield Refused(sentence, field=field)
        elif len(said.strip()) > LONGEST:
            yield Refused(f"Use {LONGEST} characters or fewer", field=field)


def check_how_many(*, to_them: int, by_inviter: int) -> None:
    """Nobody is asked into one collaborative more than three times a day; a person asks fifty. Raises Refused."""
    if to_them >= MOST_ASKED_OF_ONE_ADDRESS:
        raise Refused("This address was asked often enough today. Ask them to look among unwanted mail.", field="email")
    if by_inviter >= MOST_ASKED_BY_ONE_PERSON:
        raise Refused(f"You asked {MOST_ASKED_BY_ONE_PERSON} people since yesterday. Ask the others tomorrow.")


def standing_of(
    *, accepted_at: datetime | None, declined_at: datetime | None, until: datetime, now: datetime
) -> GuestStanding:
    """How far somebody is who was asked, and whose place nobody ended."""
    if accepted_at:
        return GuestStanding.HERE
    if declined_at:
        return GuestStanding.DECLINED
    return GuestStanding.RAN_OUT if until <= now else GuestStanding.ASKED
