"""What is asked about panels: who sits there, when they meet, and the minutes of their meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker.clock import today
from tracker.council import NAME
from tracker.gate.models import Meeting, Panel, PanelMember
from tracker.gate.rules.meeting import is_held
from tracker.tenancy import rows, session


class PanelEntry(NamedTuple):
    """A panel: what it is called and who sits on it, by name."""

    id: UUID
    name: str
    members: list[str]


class MeetingEntry(NamedTuple):
    """A meeting as it is listed: of which panel, when and where, and whether it has minutes."""

    number: int
    panel: str
    on: date
    place: str | None
    minuted: bool


_MEMBERS = f"""coalesce((SELECT json_agg(sat.name ORDER BY sat.name, sat.person_id) FROM (
  SELECT s.person_id, {NAME.format("s.person_id")} AS name FROM panel_member s WHERE s.panel_id = p.id) AS sat
 WHERE sat.name IS NOT NULL), '[]')"""  # noqa: S608 - made of constants only
_PANELS = f"""
SELECT p.id, p.name, {_MEMBERS} AS members
  FROM panel p ORDER BY p.name, p.id LIMIT 100"""  # noqa: S608 - made of constants only
_MEETINGS = """
SELECT m.number, p.name AS panel, m."on", m.place,
 EXISTS (SELECT FROM minutes t WHERE t.meeting_id = m.id) AS minuted FROM meeting m JOIN panel p ON p.id = m.panel_id
 WHERE m.off_at IS NULL ORDER BY m.on DESC, m.id DESC LIMIT 100"""


def panels() -> list[PanelEntry]:
    """The panels of the council, by name, at most 100."""
    return rows(PanelEntry, _PANELS)


def panel(panel_id: UUID | None) -> Panel | None:
    """A panel, or None."""
    return session().scalar(select(Panel).where(Panel.id == panel_id)) if panel_id else None


def seats(panel_id: UUID) -> Sequence[UUID]:
    """Who sits on a panel."""
    asked = select(PanelMember.person_id).where(PanelMember.panel_id == panel_id).order_by(PanelMember.person_id)
    return session().scalars(asked).all()


def meetings() -> list[MeetingEntry]:
    """The meetings that were not called off, the last day first, at most 100."""
    return rows(MeetingEntry, _MEETINGS)


class MinutesEntry(NamedTuple):
    """Minutes as they were written: who was there by name, who else, what was said, by whom and when."""

    present: list[str]
    present_ids: list[str]
    others: str | None
    words: str
    by: str
    at: datetime


class MeetingFacts(NamedTuple):
    """A meeting with its panel: when, where, whether it was called off, and who sits there, by name.

    `settled` says that something left its table on its day or since; `told_at` when the panel was last told of it;
    `written` are its minutes as they are stored, the newest first.
    """

    number: int
    on: date
    place: str | None
    off: bool
    panel_id: UUID
    panel: str
    members: list[str]
    settled: bool
    told_at: datetime | None
    written: list[list[Any]]

    @property
    def held(self) -> bool:
        """Whether it has taken place."""
        return is_held(self.on, off=self.off, settled=self.settled or bool(self.written), today=today())

    @property
    def minuted(self) -> bool:
        """Whether minutes may be written of it: its day has come, and it was not called off."""
        return not self.off and self.on <= today()

    @property
    def minutes(self) -> list[MinutesEntry]:
        """Its minutes: what stands, then what stood there before."""
        return [MinutesEntry._make([*each[:-1], datetime.fromisoformat(each[-1])]) for each in self.written]


_THERE = """(SELECT coalesce(json_agg({} ORDER BY c.name, c.person_id), '[]') FROM minutes_presence w
  JOIN membership c ON c.council_id = w.council_id AND c.person_id = w.person_id WHERE w.minutes_id = t.id)"""
_MEETING = f"""
SELECT m.number, m."on", m.place, m.off_at IS NOT NULL AS off, p.id AS panel_id, p.name AS panel, {_MEMBERS} AS members,
 EXISTS (SELECT FROM decision_request q WHERE q.panel_id = m.panel_id AND q.due_on <= m."on"
   AND q.decided_at >= timezone('Europe/London', CAST(m."on" AS timestamp))) AS settled, m.told_at,
 coalesce((SELECT json_agg(json_build_array({_THERE.format("c.name")}, {_THERE.format("c.person_id")}, t.others,
   t.words, {NAME.format("t.by_id")}, t.at) ORDER BY t.number DESC) FROM minutes t WHERE t.meeting_id = m.id), '[]')
 AS written
  FROM meeting m JOIN panel p ON p.id = m.panel_id WHERE m.number = CAST(:number AS bigint)"""  # noqa: S608 - constants


def meeting_facts(number: int) -> MeetingFacts | None:
    """A meeting by its number with its panel, in one statement, or None."""
    return next(iter(rows(MeetingFacts, _MEETING, number=number)), None)


def meeting(number: int) -> Meeting | None:
    """A meeting by its number, or None."""
    return session().scalar(select(Meeting).where(Meeting.number == number))
