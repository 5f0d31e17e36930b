"""What a new council did of what it does first."""

from __future__ import annotations

from typing import NamedTuple

from tracker.tenancy import Query


class Founding(NamedTuple):
    """Whether a council said what it promises, whether an idea is here, and what it says it does not need."""

    promised: bool
    has_ideas: bool
    dismissed: list[str]


_FOUNDING = """
SELECT EXISTS (SELECT FROM reply_promise) AS promised,
       (SELECT coalesce(sum(c.ideas), 0) > 0 FROM idea_count c
         WHERE c.service_id IS NULL AND c.owner_id IS NULL) AS has_ideas,
       (SELECT coalesce(json_agg(step), '[]') FROM step_dismissal) AS dismissed"""


def founding_query() -> Query[Founding]:
    """What the open council did of what it does first, as far as its people and services do not say it."""
    return Query(Founding, _FOUNDING, {}, lambda found: found[0])
