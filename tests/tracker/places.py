"""One council of the matrix: somebody for every part one can have in an idea, and real things for every address.

A thing is a mapping from the names that stand in addresses (`ref`, `code`, `number` ...) to identifiers. `Place.thing`
gives one to look at, the same for all who ask; `Place.fresh` makes one anew, for an act that changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg

from tests import makers
from tests.browsing import GUEST_COOKIE, Browser
from tests.tracker.cast import GUESTS
from tracker import guest
from tracker.tenancy import directory

PASSWORD = "three words remembered"
Thing = dict[str, Any]
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname NOT IN ('sign_in', 'guest_sign_in', 'membership', 'door_try', 'poster_use') ORDER BY relname"
)
# How much is asked of a member is reckoned from the rest, and kept whenever a page has reckoned it (tracker/inbox).
MEMBERS = (
    " UNION ALL SELECT 'membership', count(*),"
    " CAST(sum(hashtextextended(CAST(to_jsonb(membership) - 'asked' AS text), 0)) AS text) FROM membership"
)


@dataclass
class Place:
    """A council with everybody of the matrix; `partner` shares a collaborative with it and nothing else."""

    side: makers.Side
    partner: makers.Side
    admin: psycopg.Connection[Any]
    kinds: Mapping[str, Callable[[Place], Thing]]
    tables: list[str] = field(default_factory=list)
    code: str = ""
    guest_id: UUID | None = None
    people: dict[str, makers.Someone] = field(default_factory=dict)
    kept: dict[str, Thing] = field(default_factory=dict)

    def thing(self, kind: str) -> Thing:
        """The thing of a kind that is only looked at."""
        if kind not in self.kept:
            self.kept[kind] = self.fresh(kind)
        return self.kept[kind]

    def fresh(self, kind: str) -> Thing:
        """A thing of a kind that nobody has touched."""
        told = {"side": self.side, "place": self, "stage": "mobilise", "part": "extent", "password": PASSWORD}
        told["question"] = "x-harm"
        return told | self.kinds[kind](self)

    def browser(self, browse: Callable[[makers.Someone | None], Browser], who: str) -> Browser:
        """The browser of one of the people, of the guest, or of nobody."""
        made = browse(self.people.get(who))
        if who in GUESTS and self.guest_id:
            with directory():
                token = guest.start(self.guest_id)
            made.client.set_cookie(GUEST_COOKIE, token)
        return made

    def id(self, who: str) -> UUID:
        """The identifier of one of the people."""
        return self.people[who].id

    def asked(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows as somebody sees them whom no wall binds."""
        return self.admin.execute(statement, values).fetchall()

    def traces(self) -> set[tuple[Any, ...]]:
        """What differs once anything is stored or taken away; signed-in browsers and counts for headers aside."""
        if not self.tables:
            self.tables = [name for (name,) in self.asked(TABLES)]
        look = "SELECT '{0}', count(*), CAST(max(xmin::text::bigint) AS text) FROM {0}"
        return set(self.asked(" UNION ALL ".join(look.format(name) for name in self.tables) + MEMBERS))
