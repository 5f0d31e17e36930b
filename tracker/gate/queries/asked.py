"""Who is asked at a gate: to decide there, or what they think of it."""

from __future__ import annotations

from uuid import UUID

from tracker.gate.queries.paper import Paper


def people_asked(paper: Paper) -> list[UUID]:
    """Who is asked to decide or give a view at an open gate.

    The sponsor where the policy has them decide, who sits on the panel that it is put to, and who gave a view.
    """
    if not paper.is_open:
        return []
    sponsor_id = paper.idea.sponsor_id
    sponsor = [sponsor_id] if sponsor_id and paper.gate in paper.policy.sponsor_decides else []
    return list(dict.fromkeys([*sponsor, *paper.seats, *(view.by_id for view in paper.views)]))
