"""What is asked about capacity: all of it on one idea, as it stands, in one statement or as an aside of its story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from tracker.capacity.words import Office
from tracker.council import FORMER, NAME
from tracker.idea import Aside, Idea, aside_of_rows
from tracker.tenancy import session


class ActivityEntry(NamedTuple):
    """Something that a partner did, or promised until a day; `kept` is empty while that is open."""

    id: UUID
    what: str
    on: date
    due_on: date | None
    kept: bool | None


class PartnerEntry(NamedTuple):
    """An organisation that works on an idea, with what it did and promised, the newest first."""

    id: UUID
    organisation: str
    layer: str | None
    activities: Sequence[ActivityEntry]


class HandoverEntry(NamedTuple):
    """Who would take an idea over as it was said last."""

    plan: str | None
    on: date | None
    nobody: bool


class SignOffEntry(NamedTuple):
    """The person named for an office, and what the office said last, by whom and when; empty while it said nothing."""

    office: Office
    person_id: UUID
    person: str
    word: str | None
    note: str | None
    said_by: str | None
    said_on: date | None


class CreditEntry(NamedTuple):
    """A frontline manager who worked on an idea, and how they were thanked."""

    manager: str
    thanks: str
    how: str | None


@dataclass(frozen=True)
class CapacityRecord:
    """With whom an idea is done, who takes it over, who signs it off, which frontline managers were thanked."""

    partners: Sequence[PartnerEntry]
    deputy: str | None
    handover: HandoverEntry | None
    sign_offs: Mapping[str, SignOffEntry]
    credits: Sequence[CreditEntry]

    @property
    def any(self) -> bool:
        """Whether anything of it is recorded."""
        return bool(self.partners or self.deputy or self.handover or self.sign_offs or self.credits)


# Rows come as arrays, in the order of the fields that they are read into.
_ACTIVITIES = (
    "SELECT json_agg(json_build_array(a.id, a.what, a.on, a.due_on, a.kept) ORDER BY a.on DESC, a.id DESC)"
    " FROM partner_activity a WHERE a.partner_id = p.id"
)
_TOLD = f"""
SELECT json_build_object(
 'partners', (SELECT json_agg(json_build_array(p.id, p.organisation, p.layer, ({_ACTIVITIES}))
   ORDER BY p.position, p.id) FROM partner p WHERE p.idea_id = idea.id AND p.ended_on IS NULL),
 'deputy', {NAME.format("idea.deputy_id")},
 'handover', (SELECT json_build_array(h.plan, h.on, h.nobody) FROM handover h WHERE h.idea_id = idea.id
   ORDER BY h.number DESC LIMIT 1),
 'sign_offs', (SELECT json_agg(json_build_array(s.office, s.person_id, {NAME.format("s.person_id")}, said.word,
   said.note, {NAME.format("said.by_id")}, said.counts_from) ORDER BY s.number)
   FROM (SELECT DISTINCT ON (office) office, person_id, number FROM sign_off WHERE idea_id = idea.id
          ORDER BY office, number DESC) AS s
   LEFT JOIN LATERAL (SELECT word, note, by_id, counts_from FROM sign_off w WHERE w.idea_id = idea.id
          AND w.office = s.office AND w.word IS NOT NULL ORDER BY w.number DESC LIMIT 1) AS said ON true),
 'credits', (SELECT json_agg(json_build_array(c.manager, c.thanks, c.how) ORDER BY c.number)
   FROM (SELECT DISTINCT ON (lower(manager)) manager, thanks, how, number FROM manager_credit WHERE idea_id = idea.id
          ORDER BY lower(manager), number DESC) AS c WHERE c.thanks <> 'not_involved'))"""  # noqa: S608 - made of constants only
_OF = text(
    f"SELECT ({_TOLD}) FROM (SELECT CAST(:idea AS uuid) AS id, CAST(:deputy AS uuid) AS deputy_id) AS idea"  # noqa: S608 - the same
)


def capacity_of(*, idea: Idea) -> CapacityRecord:
    """What is recorded of an idea's capacity: one statement."""
    return _record(session().scalar(_OF, {"idea": idea.id, "deputy": idea.deputy_id}))


def _record(told: dict[str, Any] | None) -> CapacityRecord:
    found = told or {}
    handover = found.get("handover")
    entries = [_sign_off(each) for each in found.get("sign_offs") or ()]
    return CapacityRecord(
        partners=[_partner(each) for each in found.get("partners") or ()],
        deputy=found.get("deputy"),
        handover=HandoverEntry(handover[0], _day(handover[1]), handover[2]) if handover else None,
        sign_offs={str(entry.office): entry for entry in entries},
        credits=[CreditEntry._make(each) for each in found.get("credits") or ()],
    )


def _partner(stored: Sequence[Any]) -> PartnerEntry:
    known_as, organisation, layer, acts = stored
    activities = [
        ActivityEntry(UUID(act), what, date.fromisoformat(on), _day(due_on), kept)
        for act, what, on, due_on, kept in acts or ()
    ]
    return PartnerEntry(UUID(known_as), organisation, layer, activities)


def _sign_off(stored: Sequence[Any]) -> SignOffEntry:
    office, person_id, person, word, note, said_by, said_on = stored
    return SignOffEntry(Office(office), UUID(person_id), person or FORMER, word, note, said_by, _day(said_on))


def _day(stored: str | None) -> date | None:
    return date.fromisoformat(stored) if stored else None


class ThanksEntry(NamedTuple):
    """Thanks said in public: to whom by name, for what, by whom, on which day."""

    id: UUID
    name: str
    words: str
    by_id: UUID
    by_name: str
    on: date


_THANKS = f"""
SELECT json_agg(json_build_array(y.id, y.name, y.words, y.by_id, {NAME.format("y.by_id")},
  CAST(y.recorded_at AT TIME ZONE 'Europe/London' AS date)) ORDER BY y.number)
  FROM thank_you y WHERE y.idea_id = idea.id AND y.taken_back_at IS NULL"""  # noqa: S608 - made of constants only


def _thanks(told: Sequence[Any] | None) -> list[ThanksEntry]:
    return [
        ThanksEntry(UUID(known_as), name, words, UUID(by_id), by_name or FORMER, date.fromisoformat(on))
        for known_as, name, words, by_id, by_name, on in told or ()
    ]


THANKS: Aside[list[ThanksEntry]] = Aside("thanks", _THANKS, _thanks)
_THANKS_OF = text(f"SELECT ({_THANKS}) FROM (SELECT CAST(:idea AS uuid) AS id) AS idea")  # noqa: S608 - the same


def thanks_on(*, idea: Idea) -> list[ThanksEntry]:
    """The thanks said in public for an idea, the first said first; none that were taken back."""
    return _thanks(session().scalar(_THANKS_OF, {"idea": idea.id}))


CAPACITY: Aside[CapacityRecord] = Aside("capacity", _TOLD, _record)


class TeamEntry(NamedTuple):
    """Somebody on an idea: what they are there and do, by name, since when, and until when where they left."""

    id: UUID
    role: str
    person_id: UUID | None
    name: str
    does: str | None
    since: date | None
    left_on: date | None


_TEAM = f"""
SELECT t.id, t.role, t.person_id, coalesce(t.name, {NAME.format("t.person_id")}, '{FORMER}') AS name, t.does,
 t.counts_from AS since, t.left_on
FROM team_member t WHERE t.idea_id = idea.id ORDER BY t.left_on DESC, t.recorded_at, t.id"""  # noqa: S608 - made of constants only
# Who works on an idea, and who did and left, in the order in which they came.
TEAM = aside_of_rows("team", TeamEntry, _TEAM)


class KeeperTerm(NamedTuple):
    """That somebody looked after an idea from a moment on; by nobody where it was handed back to nobody."""

    name: str | None
    since: datetime


_KEEPERS = f"""
SELECT CASE WHEN e.about_id IS NOT NULL THEN coalesce({NAME.format("e.about_id")}, '{FORMER}') END AS name,
 e.at AS since
FROM event e WHERE e.idea_id = idea.id AND e.what IN ('owner_assigned', 'idea_handed_back')
ORDER BY e.at, e.number"""  # noqa: S608 - the same
# Who looked after an idea one after the other, as it was recorded: the credit of whoever handed it over stays.
KEEPERS = aside_of_rows("keepers", KeeperTerm, _KEEPERS)


class NoteEntry(NamedTuple):
    """What was written for whoever has an idea next, by whom and when."""

    words: str
    by: str
    at: datetime


_NOTES = f"""
SELECT n.words, coalesce({NAME.format("n.by_id")}, '{FORMER}') AS by, n.at FROM handover_note n
 WHERE n.idea_id = idea.id ORDER BY n.number DESC LIMIT 20"""  # noqa: S608 - the same
# The notes for whoever has an idea next, the newest first: that stands, the others stood before.
HANDOVER_NOTES = aside_of_rows("handover_notes", NoteEntry, _NOTES)
