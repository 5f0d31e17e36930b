"""What is done about panels: who sits on one, when it meets, and what is put before it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as adding

from tracker import council
from tracker.clock import now, today
from tracker.gate.models import DecisionRequest, Meeting, Panel, PanelMember
from tracker.gate.rules.meeting import meeting_faults, panel_faults
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


def move_meeting(*, meeting: Meeting, on: date | None, place: str) -> None:
    """Have a meeting on another day, or elsewhere. Raises Refused."""
    if on != meeting.on:
        refuse_all(meeting_faults(on, today=today()))
    meeting.on, meeting.place, meeting.off_at = on or meeting.on, place.strip() or None, None


def call_off(*, meeting: Meeting) -> None:
    """Call a meeting off: what was put before it waits for the next. Twice is once."""
    meeting.off_at = meeting.off_at or now()


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
