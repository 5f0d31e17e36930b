"""What every screen stands on: who may open it, whose rows it sees, how it is rendered and how errors are told."""

from tracker.web.rendering import back_to, piece, render, say, see_other, warn
from tracker.web.screens import ANYONE, SIGNED_IN, Screens, allow
from tracker.web.signed_in import reader

__all__ = [
    "ANYONE",
    "SIGNED_IN",
    "Screens",
    "allow",
    "back_to",
    "piece",
    "reader",
    "render",
    "say",
    "see_other",
    "warn",
]
