"""Who is here: the open council, its people, their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import today
from tracker.council.models import Council, Membership
from tracker.council.permissions import NOBODY, PERMISSIONS, Can, Covers, Reader, may
from tracker.council.queries.covers import AWAY, Absence, absence_now, covers_on
from tracker.council.words import FORMER, Role
from tracker.post import Addressee
from tracker.tenancy import NoCouncilError, Query, current_council, door, rows, session
from tracker.wording import BUILT_IN, Reading, Vocabulary

_AMONG_US = " FROM membership m WHERE m.council_id = current_setting('seedbed.council')::uuid"
_OF_HERE = f"{_AMONG_US} AND m.person_id = {{0}}"
_NAME = f"CASE WHEN m.ended_at IS NULL THEN m.name ELSE '{FORMER}' END"
KEEPING = ", ".join(f"'{role}'" for role, allowed in PERMISSIONS.items() if Can.KEEP_CURRENT in allowed)

# What somebody of the open council is called, filled with a column that says who.
NAME = f"(SELECT {_NAME}{_OF_HERE})"
# What the owner of an idea is called: nobody who left or may no longer own, for then it is nobody's.
OWNER_NAME = f"(SELECT m.name{_OF_HERE} AND m.ended_at IS NULL AND m.roles && ARRAY[{KEEPING}])"
# Whether somebody of the open council may own an idea, and when they left it; filled with a column that says who.
MAY_OWN = f"EXISTS (SELECT{_OF_HERE} AND m.ended_at IS NULL AND m.roles && ARRAY[{KEEPING}])"
LEFT_AT = f"(SELECT m.ended_at{_OF_HERE})"
# What several of them are called, looked up at once, filled with columns that say who: by person, the name and whether
# they may own an idea, and who is asked while they are away (`absence_now` reads that).
_OF_EACH = f"json_build_array({_NAME}, m.ended_at IS NULL AND m.roles && ARRAY[{KEEPING}], {AWAY})"
NAMES = f"(SELECT json_object_agg(m.person_id, {_OF_EACH}){_AMONG_US} AND m.person_id IN ({{0}}))"


class NoSuchCouncilError(LookupError):
    """There is no council of that code."""


@dataclass(frozen=True)
class Colleague:
    """A person of the open council; one who left is "a former colleague". `away` says who is asked for them now.

    `elected` is who holds their place by an election; about what is in `quiet_nudges` they are asked without a letter.
    """

    id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    job_title: str | None
    left: bool
    digest: str
    stopped: frozenset[str] = frozenset()
    away: Absence | None = None
    covers: Covers = NOBODY
    elected: bool = False
    quiet_nudges: frozenset[str] = frozenset()

    @property
    def can(self) -> frozenset[Can]:
        """What they may do here; nothing once they left."""
        return frozenset() if self.left else may(self.roles)

    @property
    def reader(self) -> Reader:
        """They as a reader, with what they may do; nothing once they left."""
        roles = frozenset() if self.left else frozenset(self.roles)
        return Reader(person_id=self.id, roles=roles, allowed=self.can, covers=NOBODY if self.left else self.covers)


def here() -> Council:
    """The council whose door is open, read once for it: a session lets go of a row that nobody holds."""
    held = session().info
    held["here"] = found = held.get("here") or session().get_one(Council, current_council())
    return found


def vocabulary() -> Vocabulary:
    """What the open council calls things; behind a door that belongs to no council, the built-in words.

    As it was when the door opened, unless the council itself was read behind it: a letter needs nothing else of it.
    """
    open_one = door()
    try:
        if open_one.own_words is None or "here" in session().info:
            return Vocabulary(here().own_words)
        return Vocabulary(open_one.own_words)
    except NoCouncilError:
        return BUILT_IN


def called(value: object, words_of: str, reading: str = Reading.LEAD, **particulars: object) -> str:
    """What a value of a closed list is called in the open council: the filter of its letters."""
    return vocabulary().called(value, words_of, reading, **particulars)


def all_councils() -> Sequence[Council]:
    """Every council, by code."""
    return session().scalars(select(Council).order_by(Council.code)).all()


def by_code(code: str) -> Council:
    """The council of a code. Raises NoSuchCouncilError."""
    found = session().scalar(select(Council).where(Council.code == code))
    if found is None:
        raise NoSuchCouncilError(f"There is no council with the code {code!r}.")
    return found


class ColleagueRow(NamedTuple):
    """A membership of the open council, as it is read."""

    id: UUID
    name: str
    email: str
    digest: str
    stopped: list[str]
    roles: list[str]
    job_title: str | None
    ended_at: datetime | None
    away: list[list[str]] | None
    covers: list[list[Any]] | None
    elected: bool
    quiet_nudges: list[str]


_MEMBERS = (
    "SELECT m.person_id AS id, m.name, m.email, m.digest, m.stopped, m.roles, m.job_title, m.ended_at,"  # noqa: S608 - constants only
    f" {AWAY} AS away, m.covers, m.elected, m.quiet_nudges"
    " FROM membership m WHERE m.council_id = CAST(:here AS uuid) AND {} ORDER BY lower(m.name), m.person_id"
)
_THOSE_HERE = _MEMBERS.format(
    "(CAST(:also_left AS boolean) OR m.ended_at IS NULL)"
    " AND (CAST(:role AS text) IS NULL OR m.roles @> ARRAY[CAST(:role AS text)])"
)
_THOSE_NAMED = _MEMBERS.format("m.person_id = ANY (CAST(:people AS uuid[]))")


class NamedPerson(NamedTuple):
    """Somebody of the open council by identifier, and what they are called now."""

    id: UUID
    name: str


def names_query(whose: str, **given: object) -> Query[Names]:
    """The names of whom a constant statement finds (one column of identifiers), to be asked together with others."""
    statement = f"SELECT m.person_id AS id, {_NAME} AS name{_AMONG_US} AND m.person_id IN ({whose})"
    return Query(NamedPerson, statement, given, Names)


def _colleague(row: ColleagueRow) -> Colleague:
    left = row.ended_at is not None
    return Colleague(
        id=row.id,
        name=FORMER if left else row.name,
        email=row.email,
        roles=tuple(row.roles),
        job_title=row.job_title,
        left=left,
        digest=row.digest,
        stopped=frozenset(row.stopped),
        away=absence_now(row.away) if row.away else None,
        covers=covers_on(today(), row.covers),
        elected=row.elected,
        quiet_nudges=frozenset(row.quiet_nudges),
    )


def people(*, with_role: Role | None = None, also_left: bool = False) -> list[Colleague]:
    """People of the open council, by name; those with one role where it is named."""
    return people_query(with_role=with_role, also_left=also_left).answer()


def people_query(*, with_role: Role | None = None, also_left: bool = False) -> Query[list[Colleague]]:
    """The same, to be asked together with others."""
    role = str(with_role) if with_role else None
    given = {"here": current_council(), "role": role, "also_left": also_left}
    return Query(ColleagueRow, _THOSE_HERE, given, lambda found: [_colleague(row) for row in found])


def _named(ids: Iterable[UUID]) -> list[Colleague]:
    found = rows(ColleagueRow, _THOSE_NAMED, here=current_council(), people=list(ids))
    return [_colleague(row) for row in found]


def people_who_can(permission: Can) -> list[Colleague]:
    """People of the open council who may do something, by name."""
    return [person for person in people() if permission in person.can]


def person(person_id: UUID) -> Colleague | None:
    """One person of the open council, also one who left; None for anybody else."""
    return next(iter(_named([person_id])), None)


def reader(person_id: UUID) -> Reader:
    """A person with what they may do in the open council: nothing for one who left, or who was never here."""
    colleague = person(person_id)
    return colleague.reader if colleague else Reader(person_id=person_id, roles=frozenset(), allowed=frozenset())


class Names(dict[UUID | None, str]):
    """Names of people by identifier; whoever is not among them is "a former colleague"."""

    def __missing__(self, _person_id: UUID | None) -> str:
        return FORMER


def names(ids: Iterable[UUID | None]) -> Names:
    """Names of people of the open council by identifier, one statement; "a former colleague" for those who left."""
    wanted = {one for one in ids if one}
    return Names({person.id: person.name for person in _named(wanted)} if wanted else {})


def owner_name(person_id: UUID | None) -> str | None:
    """What the owner of an idea is called; None for one who left or may no longer own: then it is nobody's."""
    found = person(person_id) if person_id else None
    return found.name if found and Can.KEEP_CURRENT in found.can else None


def to(person_id: UUID) -> Addressee | None:
    """Whom a letter to a person of the open council goes to; None for one who left: nobody writes to them."""
    found = person(person_id)
    return Addressee(name=found.name, email=found.email, person_id=found.id) if found and not found.left else None


def news_choice(person_id: UUID) -> Membership:
    """How a person here hears of what they follow and of what names them, by their membership."""
    return session().get_one(Membership, (current_council(), person_id))
