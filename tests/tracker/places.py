"""One council of the matrix: somebody for every part one can have in an idea, and real things for every address.

A thing is a mapping from the names that stand in addresses (`ref`, `code`, `number` ...) to identifiers. `Place.thing`
gives one to look at, the same for all who ask; `Place.fresh` makes one anew, for an act that changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
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
_TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname NOT IN ('sign_in', 'guest_sign_in', 'door_try', 'poster_use') ORDER BY relname"
)
# Notes which tables were written, in the transaction that does: only those need to be looked at again.
_WATCH = """
CREATE SCHEMA watching CREATE TABLE written (name text PRIMARY KEY);
CREATE FUNCTION watching.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
 'BEGIN INSERT INTO watching.written VALUES (TG_TABLE_NAME) ON CONFLICT DO NOTHING; RETURN NULL; END';
DO $$ DECLARE name text; BEGIN
 FOR name IN {tables} LOOP EXECUTE format(
  'CREATE TRIGGER watched AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION watching.note()',
  name); END LOOP; END $$"""
_UNWATCH = "DROP SCHEMA watching CASCADE"
# How much is asked of a member is reckoned from the rest, and kept whenever a page has reckoned it (tracker/inbox).
_MEMBERS = (
    "SELECT 'membership', count(*),"
    " CAST(sum(hashtextextended(CAST(to_jsonb(membership) - 'asked' AS text), 0)) AS text) FROM membership"
)
_ROWS = "SELECT '{0}', count(*), CAST(max(xmin::text::bigint) AS text) FROM {0}"


@contextmanager
def watched(admin: psycopg.Connection[Any]) -> Iterator[None]:
    """Have the database note which tables are written, for as long as places look at their traces."""
    admin.execute(_WATCH.format(tables=_TABLES))
    try:
        yield
    finally:
        admin.execute(_UNWATCH)


@dataclass
class Place:
    """A council with everybody of the matrix; `partner` shares a collaborative with it and nothing else."""

    side: makers.Side
    partner: makers.Side
    admin: psycopg.Connection[Any]
    kinds: Mapping[str, Callable[[Place], Thing]]
    found: dict[str, tuple[Any, ...]] = field(default_factory=dict)
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
        if not self.found:
            self._look([name for (name,) in self.asked(_TABLES)])
        self._look([name for (name,) in self.asked("DELETE FROM watching.written RETURNING name")])
        return set(self.found.values())

    def _look(self, tables: Iterable[str]) -> None:
        statements = [_MEMBERS if name == "membership" else _ROWS.format(name) for name in tables]
        if statements:
            self.found.update({row[0]: row for row in self.asked(" UNION ALL ".join(statements))})
