"""What the pages of a collaborative say of it as a whole: whether it is closed, whether our council convenes it."""

from __future__ import annotations

from typing import Any

from tracker import collaborative
from tracker.collaborative import Collaborative
from tracker.web import reader


def about(found: Collaborative) -> dict[str, Any]:
    """What `sharing/founding/_standing.html` is given."""
    closing = collaborative.closing_of(found)
    convenes = closing is None and found.convenor_id is not None and found.convenor_id == reader().council_id
    return {"closing": closing, "convenes": convenes}
