"""The runway ahead: which money ends when, of the ideas that the runway of the profile is asked of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.clock import today
from tracker.council import Reader
from tracker.idea import VISIBLE, seen_by
from tracker.portfolio.models import ASKED_OF_MONEY
from tracker.tenancy import Query, together

LISTED = 100


class MoneyEnd(NamedTuple):
    """An active idea in mobilise or mainstream, and the day on which its granted money ends, if one is known.

    Without a reference and a title where its reader may not see it.
    """

    ref: str | None
    title: str | None
    stage: str
    until: date | None
    has_granted: bool


class MoneyAhead(NamedTuple):
    """The money that ends next, the first end first, at most a hundred; and ideas without a known end, as many."""

    ends: Sequence[MoneyEnd]
    unknown: Sequence[MoneyEnd]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than are listed."""
        return LISTED in {len(self.ends), len(self.unknown)}


# How each idea stands is kept by the worker; an index has those that are asked by the end of their money.
_AHEAD = f"""
SELECT CASE WHEN i.told THEN i.ref END AS ref, CASE WHEN i.told THEN i.title END AS title, s.stage,
       s.money_until AS until, s.has_granted
  FROM (SELECT idea_id AS id, * FROM idea_standing) AS s
 CROSS JOIN LATERAL (SELECT idea.ref, idea.title, {VISIBLE.format("idea")} AS told FROM idea
    WHERE idea.id = s.id LIMIT 1) AS i
 WHERE {ASKED_OF_MONEY}
   AND (s.shielded_until IS NULL OR s.shielded_until <= CAST(:day AS date)) AND {{which}}
 ORDER BY s.money_until, s.id LIMIT {LISTED}"""  # noqa: S608 - made of constants only


def money_ahead(*, reader: Reader) -> MoneyAhead:
    """What money ends when, as the worker kept it last; one statement."""
    given = {"day": today(), **seen_by(reader)}
    ends = Query(MoneyEnd, _AHEAD.format(which="s.money_until IS NOT NULL"), given, list[MoneyEnd])
    unknown = Query(MoneyEnd, _AHEAD.format(which="s.money_until IS NULL"), given, list[MoneyEnd])
    found = together((ends, unknown))
    return MoneyAhead(found.of(ends), found.of(unknown))
