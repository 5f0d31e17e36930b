"""What every screen stands on: who may open it, whose rows it sees, how it is rendered and how errors are told."""

from tracker.web import form_key
from tracker.web.conflict import OvertakenError
from tracker.web.guests import the_guest
from tracker.web.rendering import back_to, piece, render, say, see_other, warn
from tracker.web.screens import ANYONE, GUEST, SIGNED_IN, Screens, allow
from tracker.web.signed_in import reader
from tracker.web.turns import COUNCIL, OWN

__all__ = [
    "ANYONE",
    "COUNCIL",
    "GUEST",
    "OWN",
    "SIGNED_IN",
    "OvertakenError",
    "Screens",
    "allow",
    "back_to",
    "form_key",
    "piece",
    "reader",
    "render",
    "say",
    "see_other",
    "the_guest",
    "warn",
]
