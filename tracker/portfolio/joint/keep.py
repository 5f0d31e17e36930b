"""The worker keeps what a collaborative's cards come to, behind its door: a part of today is written when it changed.

The cards behind each part stand beside it, fifty in a row, those that do not count first, as in a council's profile.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tracker import collaborative
from tracker.clock import now, today
from tracker.later import Job, ask
from tracker.portfolio.joint.parts import parts_over
from tracker.portfolio.joint.rollup import rolled_up
from tracker.portfolio.joint.spreading import spread_of
from tracker.portfolio.joint.words import CardAdaptation, CardFamily, CardOnDay, JointWorth, Spread
from tracker.portfolio.profile.rules import pages_of
from tracker.portfolio.profile.words import PartItem, ProfilePart
from tracker.tenancy import as_collaborative, rows, session

STUCK, TWICE = "stuck", "twice"  # lists that are kept beside those of the parts

_CARDS = """
SELECT p.id, p.number, p.shown ->> 'council' AS council, p.stage, p.shown ->> 'state' AS state,
  CAST(p.shown ->> 'stage_since' AS date) AS stage_since,
  CAST(p.published_at AT TIME ZONE 'Europe/London' AS date) AS published_on,
  p.shown ->> 'source' IS NOT NULL AS historical, p.health, p.shown -> 'benefits' AS benefits
  FROM publication p WHERE p.collaborative_id = CAST(:collaborative AS uuid)
   AND p.withdrawn_at IS NULL AND NOT p.for_archive
 ORDER BY p.number"""
_MADE = "SELECT card_id, adopter, begun_on, status FROM joint_adaptations(CAST(:collaborative AS uuid))"
_FAMILIES = "SELECT card_id, family, depth FROM joint_families(CAST(:collaborative AS uuid))"
_KEEP = text("""
WITH computed AS (
 SELECT * FROM jsonb_to_recordset(CAST(:parts AS jsonb)) AS r(part text, value numeric, why text, terms jsonb)),
listed AS (
 SELECT * FROM jsonb_to_recordset(CAST(:pages AS jsonb)) AS r(part text, page bigint, items jsonb)),
kept AS (
 INSERT INTO joint_snapshot (collaborative_id, day, part, value, why, terms, computed_at)
 SELECT CAST(:which AS uuid), CAST(:day AS date), r.part, r.value, r.why, r.terms, CAST(:at AS timestamptz)
   FROM computed r
 ON CONFLICT (collaborative_id, part, day) DO UPDATE SET
     value = excluded.value, why = excluded.why, terms = excluded.terms, computed_at = excluded.computed_at
 WHERE (joint_snapshot.value, joint_snapshot.why, joint_snapshot.terms)
       IS DISTINCT FROM (excluded.value, excluded.why, excluded.terms)),
turned AS (
 INSERT INTO joint_page (collaborative_id, part, page, items) SELECT CAST(:which AS uuid), r.part, r.page, r.items
   FROM listed r
 ON CONFLICT (collaborative_id, part, page) DO UPDATE SET items = excluded.items
 WHERE joint_page.items IS DISTINCT FROM excluded.items),
gone AS (
 DELETE FROM joint_page WHERE collaborative_id = CAST(:which AS uuid)
    AND NOT EXISTS (SELECT FROM listed r WHERE r.part = joint_page.part AND r.page = joint_page.page))
INSERT INTO joint_figures (collaborative_id, told, computed_at)
VALUES (CAST(:which AS uuid), CAST(:told AS jsonb), CAST(:at AS timestamptz))
ON CONFLICT (collaborative_id) DO UPDATE SET told = excluded.told, computed_at = excluded.computed_at
 WHERE joint_figures.told IS DISTINCT FROM excluded.told""")


def ask_for_joint() -> None:
    """Ask for the figures of every collaborative, one task each. Asked in the directory."""
    for which in collaborative.everywhere():
        ask(Job.COMPUTE_JOINT, collaborative=which)


def compute_joint(collaborative_id: UUID) -> None:
    """Work a collaborative's figures out as of today, and keep what changed. It opens its door itself."""
    with as_collaborative(collaborative_id):
        given, day = {"collaborative": collaborative_id}, today()
        cards = rows(CardOnDay, _CARDS, **given)
        made = rows(CardAdaptation, _MADE, **given)
        parts = parts_over(cards, made, day=day)
        spread = spread_of(cards, made, day=day)
        worth = rolled_up(cards, rows(CardFamily, _FAMILIES, **given))
        kept = {
            "which": collaborative_id,
            "day": day,
            "at": now(),
            "parts": json.dumps([{**part.as_plain(), "part": part.name, "items": None} for part in parts]),
            "pages": json.dumps([*_pages(parts), *_lists(spread, worth)]),
            "told": json.dumps(_told(cards, spread, worth)),
        }
        session().execute(_KEEP, kept)


def _pages(parts: Iterable[ProfilePart]) -> Iterable[dict[str, Any]]:
    for part in parts:
        yield from _listed(part.name, part.items)


def _lists(spread: Spread, worth: JointWorth) -> Iterable[dict[str, Any]]:
    stuck = [PartItem(str(one.number), counts=False, why=one.since.isoformat()) for one in spread.stuck]
    twice = [PartItem(str(one.number), counts=False, why=f"{one.other} {one.what}".strip()) for one in worth.twice]
    yield from _listed(STUCK, stuck)
    yield from _listed(TWICE, twice)


def _listed(name: str, items: Sequence[PartItem]) -> Iterable[dict[str, Any]]:
    for number, some in enumerate(pages_of(items), start=1):
        yield {"part": name, "page": number, "items": [item.as_plain() for item in some]}


def _told(cards: Sequence[CardOnDay], spread: Spread, worth: JointWorth) -> dict[str, Any]:
    """What the pages of a collaborative tell of it, as plain values."""
    plain = {name: value for name, value in asdict(spread).items() if name not in {"stuck", "second_days"}}
    return {
        **plain,
        "second_days": None if spread.second_days is None else float(spread.second_days),
        "stuck": len(spread.stuck),
        "left_out": sum(not card.counts for card in cards),
        "telling": worth.cards,
        "twice": len(worth.twice),
        "worth": [
            {name: value if isinstance(value, bool | int | None) else str(value) for name, value in asdict(one).items()}
            for one in worth.sums
        ],
    }
