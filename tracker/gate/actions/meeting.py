"""What is done about panels: who sits on one, when it meets, and what is put before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as adding

from tracker import council
from tracker.clock import now, today
from tracker.gate.actions.panel_letters import MeetingNews, tell_panel
from tracker.gate.models import DecisionRequest, Meeting, Minutes, MinutesPresence, Panel, PanelMember
from tracker.gate.queries.panels import meeting_facts, seats
from tracker.gate.rules.meeting import change_faults, letter_faults, meeting_faults, minutes_faults, panel_faults
from tracker.idea.words import Refused, refuse_all
from tracker.tenancy import session


def found_panel(*, name: str, by: UUID) -> Panel:
    """Found a panel. Raises Refused without a name, or with one that is taken."""
    refuse_all(panel_faults(name, taken=session().scalars(select(Panel.name))))
    made = Panel(name=" ".join(name.split()), by_id=by, at=now())
    session().add(made)
    session().flush()
    return made


def rename_panel(*, panel: Panel, name: str) -> None:
    """Call a panel otherwise. Raises Refused."""
    refuse_all(panel_faults(name, taken=session().scalars(select(Panel.name).where(Panel.id != panel.id))))
    panel.name = " ".join(name.split())


def seat(*, panel: Panel, person_id: UUID) -> None:
    """Have somebody of the council sit on a panel. Twice is once. Raises Refused for whoever is not here."""
    if person_id not in {person.id for person in council.people()}:
        raise Refused("Choose somebody of this council", field="person")
    session().execute(adding(PanelMember).values(panel_id=panel.id, person_id=person_id).on_conflict_do_nothing())


def unseat(*, panel: Panel, person_id: UUID) -> None:
    """Have somebody sit on a panel no longer; what they said before stays. Twice is once."""
    session().execute(delete(PanelMember).where(PanelMember.panel_id == panel.id, PanelMember.person_id == person_id))


def call_meeting(*, panel: Panel, on: date | None, place: str, by: UUID) -> Meeting:
    """Call a panel together on a day. Raises Refused."""
    refuse_all(meeting_faults(on, today=today()))
    number = (session().scalar(select(func.max(Meeting.number))) or 0) + 1
    made = Meeting(number=number, panel_id=panel.id, on=on, place=place.strip() or None, by_id=by, at=now())
    session().add(made)
    session().flush()
    return made


def move_meeting(*, meeting: Meeting, on: date | None, place: str, by: UUID) -> None:
    """Have a meeting on another day, or elsewhere; its panel hears, where it was told of it. Raises Refused."""
    _refuse_held(meeting)
    if on != meeting.on or meeting.off_at:
        refuse_all(meeting_faults(on, today=today()))
    before = (meeting.on, meeting.place, meeting.off_at)
    meeting.on, meeting.place, meeting.off_at = on or meeting.on, place.strip() or None, None
    if meeting.told_at and before != (meeting.on, meeting.place, None):
        tell_panel(meeting, by=by, news=MeetingNews.MOVED)


def call_off(*, meeting: Meeting, by: UUID) -> None:
    """Call a meeting off: what was put before it waits for the next, its panel hears. Twice is once. Raises Refused."""
    if meeting.off_at:
        return
    _refuse_held(meeting)
    meeting.off_at = now()
    if meeting.told_at:
        tell_panel(meeting, by=by, news=MeetingNews.OFF)


def send_list(*, meeting: Meeting, by: UUID) -> int:
    """Write to everybody who sits on the panel what is on the table, as each may see it. Raises Refused."""
    members = len(seats(meeting.panel_id))
    refuse_all(letter_faults(on=meeting.on, off=bool(meeting.off_at), members=members, today=today()))
    meeting.told_at = now()
    return tell_panel(meeting, by=by, news=MeetingNews.LIST)


def write_minutes(*, meeting: Meeting, words: str, others: str, present: Iterable[UUID], by: UUID) -> Minutes:
    """Keep what was said at a meeting and who was there, beside what stood there before. Raises Refused."""
    refuse_all(minutes_faults(words, on=meeting.on, off=bool(meeting.off_at), today=today()))
    there = set(present)
    if not there <= {person.id for person in council.people(also_left=True)}:
        raise Refused("Choose people of this council", field="present")
    made = Minutes(meeting_id=meeting.id, words=words.strip(), others=others.strip() or None, by_id=by, at=now())
    session().add(made)
    session().flush()
    session().add_all(MinutesPresence(minutes_id=made.id, person_id=one) for one in sorted(there))
    return made


def _refuse_held(meeting: Meeting) -> None:
    facts = meeting_facts(meeting.number)
    refuse_all(change_faults(held=bool(facts and facts.held)))


def put_before(*, request: DecisionRequest, panel: Panel) -> None:
    """Put a request for a decision before a panel. Raises Refused once it was decided, or is another panel's."""
    _refuse_elsewhere(request, panel)
    request.panel_id = panel.id


def take_off(*, request: DecisionRequest, panel: Panel) -> None:
    """Have a panel no longer look at a request: it waits for the lead. Twice is once. Raises Refused the same way."""
    _refuse_elsewhere(request, panel)
    request.panel_id = None


def _refuse_elsewhere(request: DecisionRequest, panel: Panel) -> None:
    """What a page that is a while old says of one panel's table moves nothing on another's."""
    if request.decided_at:
        raise Refused("This was decided already: it is on no table any more.")
    if request.panel_id not in {None, panel.id}:
        raise Refused("Somebody put this before another panel meanwhile. Take it off that table first.")
