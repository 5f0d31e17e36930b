"""What is said of a guest, how many are asked, and how long what lets them in is good. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from tracker.council.rules import (
    INVITATION_TOLD_FOR,
    MOST_INVITATIONS_BY_ONE_PERSON,
    MOST_INVITATIONS_TO_ONE_ADDRESS,
)
from tracker.guest.words import GuestStanding
from tracker.idea.words import Refused, refuse_all

KEPT_FOR = INVITATION_TOLD_FOR  # after somebody is no guest, or never became one
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
    if to_them >= MOST_INVITATIONS_TO_ONE_ADDRESS:
        raise Refused("This address was asked often enough today. Ask them to look among unwanted mail.", field="email")
    if by_inviter >= MOST_INVITATIONS_BY_ONE_PERSON:
        raise Refused(f"You asked {MOST_INVITATIONS_BY_ONE_PERSON} people since yesterday. Ask the others tomorrow.")


def standing_of(
    *, accepted_at: datetime | None, declined_at: datetime | None, until: datetime, now: datetime
) -> GuestStanding:
    """How far somebody is who was asked, and whose place nobody ended."""
    if accepted_at:
        return GuestStanding.HERE
    if declined_at:
        return GuestStanding.DECLINED
    return GuestStanding.RAN_OUT if until <= now else GuestStanding.ASKED
