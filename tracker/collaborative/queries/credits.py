"""Who was thanked in public for an idea: here, and where it was adapted from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from tracker.idea import Aside
from tracker.idea.models import Idea
from tracker.tenancy import Query, current_council


class CreditedThanks(NamedTuple):
    """Thanks said in public for an idea: in which council, to whom, for what, on which day."""

    id: UUID
    council: str
    name: str
    words: str
    on: date

    @property
    def plainly(self) -> dict[str, str]:
        """As a card keeps it."""
        return {
            "id": str(self.id),
            "council": self.council,
            "name": self.name,
            "words": self.words,
            "on": self.on.isoformat(),
        }


_OF_ORIGIN = (
    "SELECT {} FROM adaptation a JOIN adaptation_credit k ON k.adaptation_id = a.id"
    " WHERE a.council_id = {} AND a.idea_id = {} AND k.taken_back_at IS NULL"
)
_CREDITS = f"""
SELECT t.* FROM (
 SELECT y.id, c.name AS council, y.name, y.words, CAST(y.recorded_at AT TIME ZONE 'Europe/London' AS date) AS on
   FROM thank_you y JOIN council c ON c.id = y.council_id
  WHERE y.idea_id = CAST(:idea AS uuid) AND y.taken_back_at IS NULL
 UNION ALL {
    _OF_ORIGIN.format("k.thank_you_id, k.council, k.name, k.words, k.on", "CAST(:here AS uuid)", "CAST(:idea AS uuid)")
}) AS t ORDER BY t.on, t.id"""  # noqa: S608 - made of constants only


def credits_query(idea: Idea) -> Query[list[CreditedThanks]]:
    """Everybody who was thanked in public for an idea, here and where it came from: they go with it."""
    return Query(CreditedThanks, _CREDITS, {"idea": idea.id, "here": current_council()}, list)


_TOLD = "json_agg(json_build_array(k.thank_you_id, k.council, k.name, k.words, k.on) ORDER BY k.on, k.id)"
CREDITS: Aside[Sequence[CreditedThanks]] = Aside(
    "credits",
    _OF_ORIGIN.format(_TOLD, "idea.council_id", "idea.id"),
    lambda told: [_credit(each) for each in told or ()],
)


def _credit(stored: Sequence[Any]) -> CreditedThanks:
    known_as, council, name, words, on = stored
    return CreditedThanks(UUID(known_as), council, name, words, date.fromisoformat(on))
