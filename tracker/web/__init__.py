"""What every screen stands on: who may open it, whose rows it sees, how it is rendered and how errors are told."""

from tracker.web.rendering import back_to, render, say, see_other
from tracker.web.screens import ANYONE, SIGNED_IN, Screens
from tracker.web.signed_in import me

__all__ = ["ANYONE", "SIGNED_IN", "Screens", "back_to", "me", "render", "say", "see_other"]
