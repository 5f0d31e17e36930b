"""Who is asked at a gate: to decide there, or what they think of it."""

from __future__ import annotations

from uuid import UUID

from tracker.gate.queries.paper import Paper


def people_asked(paper: Paper) -> list[UUID]:
    """Who is asked to decide or give a view at an open gate: the sponsor where the policy says so, who gave a view."""
    if not paper.is_open:
        return []
    sponsor = [paper.idea.sponsor_id] if paper.policy.sponsor_decides and paper.idea.sponsor_id else []
    return list(dict.fromkeys([*sponsor, *(view.by_id for view in paper.views)]))
