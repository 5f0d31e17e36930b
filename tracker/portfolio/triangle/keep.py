"""Keeping the triangles that the worker works out, and reading them back; a row is written only when it changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tracker.clock import now, today
from tracker.idea import SUBMITTED, Aside
from tracker.portfolio.figures import plain
from tracker.portfolio.reference import items_of
from tracker.portfolio.triangle.query import records
from tracker.portfolio.triangle.record import IdeaRecord
from tracker.portfolio.triangle.score import triangle
from tracker.portfolio.triangle.words import (
    Flag,
    IdeaTriangle,
    ItemReading,
    StoredTriangle,
    TriangleLink,
    TriangleOnDay,
)
from tracker.portfolio.words import Corner
from tracker.tenancy import rows, session

# Whether something is worth knowing of an idea, as a clause for whoever finds ideas.
FLAGGED = "EXISTS (SELECT FROM triangle t WHERE t.idea_id = {}.id AND t.flags <> '[]')"
# What changed is kept, and its figures for the day, where they are others than the last that were kept before it.
KEEP = """
WITH kept AS (
INSERT INTO triangle (id, idea_id, stage, authority, capacity, value, score, trust, why, items, links, flags,
                      computed_on, computed_at)
SELECT gen_random_uuid(), r.idea_id, r.stage, r.authority, r.capacity, r.value, r.score, r.trust, r.why, r.items,
       r.links, r.flags, CAST(:day AS date), CAST(:at AS timestamptz)
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(idea_id uuid, stage text, authority numeric,
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
RETURNING idea_id, stage, authority, capacity, value, score, trust),
moved AS (
INSERT INTO triangle_day (idea_id, day, stage, authority, capacity, value, score, trust)
SELECT k.idea_id, CAST(:day AS date), k.stage, k.authority, k.capacity, k.value, k.score, k.trust
  FROM kept k
  LEFT JOIN LATERAL (SELECT * FROM triangle_day d WHERE d.idea_id = k.idea_id ORDER BY d.day DESC LIMIT 1) last ON true
 WHERE (last.stage, last.authority, last.capacity, last.value, last.score, last.trust)
       IS DISTINCT FROM (k.stage, k.authority, k.capacity, k.value, k.score, k.trust)
ON CONFLICT (council_id, idea_id, day) DO UPDATE SET
    stage = excluded.stage, authority = excluded.authority, capacity = excluded.capacity, value = excluded.value,
    score = excluded.score, trust = excluded.trust)
SELECT count(*) FROM kept
"""


def keep_triangles(records: Mapping[UUID, IdeaRecord], *, day: date) -> int:
    """Work out the triangles of some ideas and keep them. Returns how many rows were written: those that changed."""
    rows = [_row(idea_id, triangle(record, day)) for idea_id, record in records.items()]
    return int(session().scalar(text(KEEP), {"rows": json.dumps(rows), "day": day, "at": now()}) or 0)


def _row(idea_id: UUID, idea: IdeaTriangle) -> dict[str, Any]:
    """The triangle as it is kept: reasons carry days and no ages, so that a new day alone changes nothing."""
    return {
        "idea_id": str(idea_id),
        "stage": idea.stage,
        **{str(corner): plain(share) for corner, share in idea.corners.items()},
        "score": plain(idea.score),
        "trust": plain(idea.trust),
        "why": idea.why,
        "items": [
            {"key": reading.item.key, "value": reading.value, "fact": reading.fact, "counts": reading.counts}
            for reading in idea.items
        ],
        "links": {
            link.name: {"from": link.start, "to": link.end, "weak": link.weak, "why": link.why} for link in idea.links
        },
        "flags": [{"key": flag.key, "words": flag.words, "fact": flag.fact} for flag in idea.flags],
    }


_TOLD = """
SELECT json_build_object('stage', t.stage, 'authority', t.authority, 'capacity', t.capacity, 'value', t.value,
   'score', t.score, 'trust', t.trust, 'why', t.why, 'items', {items}, 'links', t.links, 'flags', t.flags,
   'computed_on', t.computed_on)
  FROM triangle t WHERE t.idea_id = idea.id AND t.stage = idea.stage"""
_WHOLE = _TOLD.format(items="t.items")
_OF = text(f"SELECT ({_WHOLE}) FROM idea WHERE idea.id = CAST(:idea AS uuid) AND {SUBMITTED.format('idea')}")  # noqa: S608 - constants only


def triangle_of(*, idea_id: UUID) -> StoredTriangle | None:
    """The triangle of an idea as the worker last computed it; None where it has not come round yet.

    One of a stage that the idea has left is none.
    """
    return _stored(session().scalar(_OF, {"idea": idea_id}))


_MOVED = """
SELECT day, stage, authority, capacity, value, score, trust FROM triangle_day
 WHERE idea_id = CAST(:idea AS uuid) ORDER BY day DESC LIMIT 60"""


def triangle_days(*, idea_id: UUID) -> list[TriangleOnDay]:
    """How the triangle of an idea moved: each of the last 60 days on which it changed, the oldest first."""
    return rows(TriangleOnDay, _MOVED, idea=idea_id)[::-1]


def triangle_now(*, idea_id: UUID) -> IdeaTriangle | None:
    """The triangle of an idea as it is worked out at this moment, not kept; None where it has none."""
    record = records(day=today(), ideas=[idea_id]).get(idea_id)
    return triangle(record, today()) if record else None


def _stored(told: dict[str, Any] | None) -> StoredTriangle | None:
    """The stored row as it was worked out, without what the items of the stage no longer name."""
    if told is None:
        return None
    known = {item.key: item for item in items_of(told["stage"])}
    links = [
        TriangleLink(Corner(link["from"]), Corner(link["to"]), link["weak"], link["why"])
        for link in told["links"].values()
    ]
    return StoredTriangle(
        stage=told["stage"],
        corners={corner: _exact(told[str(corner)]) for corner in Corner},
        score=_exact(told["score"]),
        trust=_exact(told["trust"]),
        why=told["why"],
        items=[
            ItemReading(known[item["key"]], item["value"], item["fact"], item["counts"])
            for item in told["items"]
            if item["key"] in known
        ],
        links=sorted(links, key=lambda link: list(Corner).index(link.start)),
        flags=[Flag(**flag) for flag in told["flags"]],
        computed_on=date.fromisoformat(told["computed_on"]),
    )


def _exact(figure: float | None) -> Decimal | None:
    """A figure of one decimal that JSON brought, exact again."""
    return None if figure is None else Decimal(str(figure))


# As the page of an idea draws it: most of what is kept are the items, and it shows none.
TRIANGLE: Aside[StoredTriangle | None] = Aside("triangle", _TOLD.format(items="'[]'::json"), _stored)
