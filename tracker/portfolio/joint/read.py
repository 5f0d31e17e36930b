"""What was kept of a collaborative's figures, as its members read it: queries to be asked together with others."""

# ruff: noqa: S608 - statements are made of constants only

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from tracker.clock import today
from tracker.portfolio.joint.words import JointLine, JointTold
from tracker.portfolio.profile.parts import PARTS
from tracker.portfolio.profile.snapshots import terms_of
from tracker.portfolio.profile.words import PartValue, ProfilePart
from tracker.tenancy import Query

NEWEST = 30  # of what a part was kept as


class _KeptPart(NamedTuple):
    """One part as it was kept last."""

    part: str
    day: date
    value: Decimal | None
    terms: dict[str, int | float | None]


# Forgotten when a card is taken back, until they are worked out without it: the parts as they were kept go with them.
_FIGURES = "SELECT f.told FROM joint_figures f WHERE f.collaborative_id = CAST(:collaborative AS uuid)"
_PARTS = """
SELECT s.part, s.day, s.value, s.terms FROM unnest(CAST(:parts AS text[])) AS wanted(part)
 CROSS JOIN LATERAL (SELECT * FROM joint_snapshot j
   WHERE j.collaborative_id = CAST(:collaborative AS uuid) AND j.part = wanted.part AND j.day <= CAST(:today AS date)
   ORDER BY j.day DESC LIMIT 1) AS s
 WHERE EXISTS (SELECT FROM joint_figures f WHERE f.collaborative_id = CAST(:collaborative AS uuid))"""
_PAST = f"""
SELECT s.day, s.value FROM joint_snapshot s
 WHERE s.collaborative_id = CAST(:collaborative AS uuid) AND s.part = CAST(:part AS text)
   AND s.day <= CAST(:today AS date)
 ORDER BY s.day DESC LIMIT {NEWEST}"""
# A card that was taken back since is on no list any longer.
_LINES = """
SELECT item.ref, item.counts, item.why, p.title, p.stage, p.shown ->> 'council' AS council
  FROM joint_page page
 CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(page.items) AS (ref text, counts boolean, why text))
       WITH ORDINALITY AS item(ref, counts, why, number)
 CROSS JOIN LATERAL (SELECT * FROM publication q
   WHERE q.collaborative_id = page.collaborative_id AND q.number = CAST(item.ref AS bigint) AND q.withdrawn_at IS NULL
   LIMIT 1) AS p
 WHERE page.collaborative_id = CAST(:collaborative AS uuid) AND page.part = CAST(:part AS text)
   AND page.page = CAST(:page AS bigint)
 ORDER BY item.number"""


def figures_query(collaborative_id: UUID) -> Query[JointTold | None]:
    """How its cards spread and what they are worth; None where that is not worked out."""
    given = {"collaborative": collaborative_id}
    return Query(JointTold, _FIGURES, given, lambda found: found[0] if found else None)


def parts_query(collaborative_id: UUID, *, of: Sequence[str] = tuple(PARTS)) -> Query[list[ProfilePart]]:
    """The parts as they were kept last, in their order, without their cards."""
    given = {"collaborative": collaborative_id, "parts": list(of), "today": today()}

    def read(found: list[_KeptPart]) -> list[ProfilePart]:
        kept = {one.part: ProfilePart(one.part, one.day, one.value, terms_of(one.terms)) for one in found}
        return [kept[name] for name in PARTS if name in kept]

    return Query(_KeptPart, _PARTS, given, read)


def past_query(collaborative_id: UUID, *, part: str) -> Query[list[PartValue]]:
    """What a part was worth on the days on which it was kept lately, the newest first."""
    return Query(PartValue, _PAST, {"collaborative": collaborative_id, "part": part, "today": today()}, list)


def lines_query(collaborative_id: UUID, *, part: str, page: int) -> Query[list[JointLine]]:
    """A page of the cards behind a part, of what is stuck, or of what is told twice."""
    return Query(JointLine, _LINES, {"collaborative": collaborative_id, "part": part, "page": page}, list)
