"""What a desk of triage offers: who may look after an idea, and to whom it may be passed on. One statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tracker.council import OFFERED, NamedThing
from tracker.grouping import Grouping, grouping_called
from tracker.idea import Aside
from tracker.tenancy import current_council, rows


class TriageOffer(NamedTuple):
    """Who may look after an idea, by name; the council's services, and collaboratives of its own that one convenes.

    `ended` is the service that an idea has, where that is offered no more.
    """

    owners: tuple[NamedThing, ...]
    services: tuple[NamedThing, ...]
    collaboratives: tuple[NamedThing, ...]
    ended: tuple[NamedThing, ...]

    def named(self, name: str) -> NamedThing | None:
        """The service or the collaborative that somebody wrote the name of, as it is called or was."""
        wanted = " ".join(name.casefold().split())
        found = next((one for one in (*self.services, *self.collaboratives) if one.name.casefold() == wanted), None)
        if found or not (called := grouping_called(Grouping.SERVICE, name)):
            return found
        return self.of(called.id)

    def of(self, chosen: UUID) -> NamedThing | None:
        """The service or the collaborative that was chosen."""
        return next((one for one in (*self.services, *self.collaboratives) if one.id == chosen), None)


_OFFER = f"""
SELECT kind, id, name FROM ({OFFERED}
      UNION ALL
      SELECT 'collaborative', c.id, coalesce(c.name, c.code) FROM collaborative c
        JOIN collaborative_member m ON m.collaborative_id = c.id AND m.council_id = :here AND m.left_on IS NULL
       WHERE c.convenor_id IS NOT NULL AND c.source IS NULL
         AND NOT EXISTS (SELECT FROM collaborative_closing g WHERE g.collaborative_id = c.id)) AS offered
 ORDER BY lower(name), kind, id"""  # noqa: S608 - made of constants only


def triage_offer(*, kept: UUID | None = None) -> TriageOffer:
    """Everybody and everything that a desk of triage offers, each by name; `kept` is the service that an idea has."""
    return _offered(rows(NamedThing, _OFFER, here=current_council(), kept=kept))


# The same beside the story of an idea.
_OF_IDEA = _OFFER.replace(":here", "idea.council_id").replace(":kept", "idea.service_id")
OFFER: Aside[TriageOffer] = Aside(
    "offer",
    f"SELECT json_agg(json_build_array(o.kind, o.id, o.name)) FROM ({_OF_IDEA}) AS o",  # noqa: S608 - constants
    lambda told: _offered([NamedThing(kind, UUID(known_as), name) for kind, known_as, name in told or ()]),
)


def _offered(found: Sequence[NamedThing]) -> TriageOffer:
    return TriageOffer(
        owners=tuple(one for one in found if one.kind in {"owner", "lead"}),
        services=tuple(one for one in found if one.kind == "service"),
        collaboratives=tuple(one for one in found if one.kind == "collaborative"),
        ended=tuple(one for one in found if one.kind == "ended"),
    )
