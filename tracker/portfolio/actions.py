"""What is done about health: computed by the worker, and asked items answered by the named role."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tracker.clock import now, today
from tracker.council import Me, Role
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.portfolio import ItemAnswered
from tracker.idea import Idea, Refused, touch
from tracker.later import Job, ask
from tracker.portfolio.models import ItemAnswer
from tracker.portfolio.queries import profile
from tracker.portfolio.reference import items_of, weights
from tracker.portfolio.sights import sights
from tracker.portfolio.triangle import ASKED, MOST, triangle
from tracker.portfolio.words import Corner, ItemSeen, TriangleItem, TriangleOf, plain
from tracker.tenancy import session

AT_ONCE = 500

KEEP_TRIANGLES = """
INSERT INTO triangle (id, idea_id, stage, authority, capacity, value, score, trust, why, items, links, flags,
                      computed_on, computed_at)
SELECT r.id, r.idea_id, r.stage, r.authority, r.capacity, r.value, r.score, r.trust, r.why, r.items, r.links, r.flags,
       CAST(:day AS date), CAST(:at AS timestamptz)
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, idea_id uuid, stage text, authority numeric,
       capacity numeric, value numeric, score numeric, trust numeric, why text, items jsonb, links jsonb, flags jsonb)
ON CONFLICT (council_id, idea_id) DO UPDATE SET
    stage = excluded.stage, authority = excluded.authority, capacity = excluded.capacity, value = excluded.value,
    score = excluded.score, trust = excluded.trust, why = excluded.why, items = excluded.items,
    links = excluded.links, flags = excluded.flags, computed_on = excluded.computed_on,
    computed_at = excluded.computed_at
WHERE (triangle.stage, triangle.authority, triangle.capacity, triangle.value, triangle.score, triangle.trust,
       triangle.why, triangle.items, triangle.links, triangle.flags)
      IS DISTINCT FROM
      (excluded.stage, excluded.authority, excluded.capacity, excluded.value, excluded.score, excluded.trust,
       excluded.why, excluded.items, excluded.links, excluded.flags)
"""

KEEP_SNAPSHOT = """
INSERT INTO profile_snapshot (id, day, part, value, why, terms, items, computed_at)
SELECT r.id, CAST(:day AS date), r.part, r.value, r.why, r.terms, r.items, CAST(:at AS timestamptz)
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id uuid, part text, value numeric, why text, terms jsonb,
       items jsonb)
ON CONFLICT (council_id, day, part) DO UPDATE SET
    value = excluded.value, why = excluded.why, terms = excluded.terms, items = excluded.items,
    computed_at = excluded.computed_at
WHERE (profile_snapshot.value, profile_snapshot.why, profile_snapshot.terms, profile_snapshot.items)
      IS DISTINCT FROM (excluded.value, excluded.why, excluded.terms, excluded.items)
"""


def compute() -> None:
    """Compute the council's triangles and today's snapshot of its profile; repeated, it writes only what changed."""
    compute_triangles()
    compute_snapshot()


def compute_snapshot() -> int:
    """Keep today's profile, part by part. Returns how many parts were written: those that changed."""
    rows = []
    for part in profile():
        told = part.as_plain()
        rows.append({"id": str(new_id()), "part": told.pop("name"), **told})
    return _keep(KEEP_SNAPSHOT, rows)


def compute_triangles(*, only: UUID | None = None) -> int:
    """Work out the triangle of every own idea, or of one. Returns how many rows were written: those that changed."""
    session().flush()
    day = today()
    rows = [_row(idea_id, triangle(seen, day)) for idea_id, seen in sights(day=day, only=only).items()]
    return sum(_keep(KEEP_TRIANGLES, rows[at : at + AT_ONCE]) for at in range(0, len(rows), AT_ONCE))


def _keep(statement: str, rows: Sequence[dict[str, Any]]) -> int:
    shown = {"rows": json.dumps(rows), "day": today(), "at": now()}
    written: int = session().execute(text(statement), shown).rowcount  # type: ignore[attr-defined]
    return written


def _row(idea_id: UUID, found: TriangleOf) -> dict[str, Any]:
    """The triangle as it is kept: reasons carry days and no ages, so that a new day alone changes nothing."""
    return {
        "id": str(new_id()),
        "idea_id": str(idea_id),
        "stage": found.stage,
        **{str(corner): plain(value) for corner, value in found.corners.items()},
        "score": plain(found.score),
        "trust": plain(found.trust),
        "why": found.why,
        "items": [_item(one) for one in found.items],
        "links": {
            f"{link.start}_{link.end}": {"from": link.start, "to": link.end, "weak": link.weak, "why": link.why}
            for link in found.links
        },
        "flags": [{"key": flag.key, "words": flag.words, "fact": flag.fact} for flag in found.flags],
    }


def _item(one: ItemSeen) -> dict[str, Any]:
    return {"key": one.item.key, "value": one.value, "fact": one.fact, "counts": one.counts}


def may_answer(me: Me, *, idea: Idea, item: TriangleItem) -> bool:
    """Say whether an asked item is this person's to answer: owner, sponsor or a lead, as the item names."""
    if item.rule != ASKED:
        return False
    if item.asked_of == Role.LEAD:
        return Role.LEAD in me.roles
    named = idea.owner_id if item.asked_of == Role.OWNER else idea.sponsor_id
    return named == me.person_id


def answer_item(*, me: Me, idea: Idea, key: str, value: int, note: str = "") -> ItemAnswer:
    """Answer an asked item of the idea's stage from 0 to 4; the newest answer stands. Raises Refused."""
    item = next((one for one in items_of(idea.stage) if one.key == key), None)
    if item is None or not may_answer(me, idea=idea, item=item):
        raise Refused("This is for somebody else to answer.", field=key)
    if not 0 <= value <= MOST:
        raise Refused("Choose a number from 0 to 4.", field=key)
    made = ItemAnswer(idea_id=idea.id, item=key, value=value, note=note.strip() or None, by_id=me.person_id, at=now())
    session().add(made)
    record(ItemAnswered(item=item.text, value=value), idea_id=idea.id, by=me.person_id, by_name=me.name)
    touch(idea)
    compute_triangles(only=idea.id)
    ask(Job.COMPUTE_HEALTH)
    return made


def weight_of(item: TriangleItem) -> float | None:
    """An item's part of its stage's weights, in per cent: its corner's weight spread over the corner's items."""
    if item.corner is None:
        return None
    beside = sum(one.corner is item.corner for one in items_of(item.stage))
    return round(float(100 * weights()[item.stage][Corner(item.corner)] / beside), 1)
