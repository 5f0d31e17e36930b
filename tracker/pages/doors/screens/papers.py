"""Privacy, accessibility, cookies."""

from __future__ import annotations

from typing import Any

from tracker.web import ANYONE, Screens, render

screens = Screens("papers", __name__)


@screens.screen("/privacy", needs=ANYONE)
def privacy() -> Any:
    """What we do with what people write."""
    return render("doors/privacy.html")


@screens.screen("/accessibility", needs=ANYONE)
def accessibility() -> Any:
    """How the pages can be used, and what to do where they cannot."""
    return render("doors/accessibility.html")


@screens.screen("/cookies", needs=ANYONE)
def cookies() -> Any:
    """The one cookie."""
    return render("doors/cookies.html")
