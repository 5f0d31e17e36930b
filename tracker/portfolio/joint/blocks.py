"""The health that a card freezes: its triangle, and of each part of a profile whether the idea counts there."""

from __future__ import annotations

from typing import Any

from tracker.clock import today
from tracker.idea import Idea, IdeaName
from tracker.portfolio.profile.parts import every_part
from tracker.portfolio.profile.queries import circumstances_on, ideas_on
from tracker.portfolio.profile.rules import is_active
from tracker.portfolio.triangle.keep import triangle_now

FROM_ELSEWHERE = "spread"  # told by what others made of a card, never by the card itself


def health_now(*, idea: Idea) -> dict[str, Any] | None:
    """An idea's health as it is worked out at this moment, as a card freezes it; None where it has none.

    Of each part of a profile it says yes or no, no figure behind it: what money there is, and whom a sponsor saw,
    stays in the council. Days after which something is old are those of the idea's own council.
    """
    known = triangle_now(idea_id=idea.id)
    if known is None:
        return None
    return {**known.frozen, "state": str(idea.outcome or idea.state), **_profile(idea)}


def _profile(idea: Idea) -> dict[str, Any]:
    day, circumstances = today(), circumstances_on(day=today())
    found = ideas_on(day=day, only=[IdeaName(idea.id, idea.ref)])
    parts: dict[str, dict[str, Any]] = {
        part.name: {"counts": item.counts}
        for part in every_part(found, day, circumstances)
        for item in part.items
        if part.name != FROM_ELSEWHERE
    }
    if found and "mix" in parts:
        parts["mix"]["extent"] = found[0].extent
    if "flow" in parts and parts["flow"]["counts"]:
        flow = next(part for part in every_part(found, day, circumstances) if part.name == "flow")
        parts["flow"] |= {"wait": flow.count("median"), "promise": flow.count("promise")}
    return {"active": any(is_active(one, day) for one in found), "parts": parts}
