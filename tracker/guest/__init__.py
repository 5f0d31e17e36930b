"""Guests of a collaborative: people of other bodies, who read its cards and nothing else.

A guest is no person of a council and has no account: a letter asks them in, and each sign-in is a link in a letter that
is good once. Who convenes asks them, and ends it; it ends by itself where the collaborative closes.
"""

from tracker.guest.actions.asking import end, invite
from tracker.guest.actions.coming import accept, decline, forget, note_use, sign_in, sign_out, start
from tracker.guest.actions.letters import ask_for_link, write_letters
from tracker.guest.models import Guest
from tracker.guest.queries.arrival import GuestReader, arrive, read_here
from tracker.guest.queries.people import GuestEntry, GuestOffer, guests_of, link_leads_to, open_invitation
from tracker.guest.rules import check_guest
from tracker.guest.words import GuestStanding

__all__ = [
    "Guest",
    "GuestEntry",
    "GuestOffer",
    "GuestReader",
    "GuestStanding",
    "accept",
    "arrive",
    "ask_for_link",
    "check_guest",
    "decline",
    "end",
    "forget",
    "guests_of",
    "invite",
    "link_leads_to",
    "note_use",
    "open_invitation",
    "read_here",
    "sign_in",
    "sign_out",
    "start",
    "write_letters",
]
