"""Telling a panel of its meeting: what is on the table, that it is on another day, that it was called off."""

from __future__ import annotations

import enum
from uuid import UUID

from tracker import council
from tracker.clock import now, spoken, today
from tracker.gate.models import Meeting
from tracker.gate.queries.meeting import TableItem, table_of
from tracker.gate.queries.panels import meeting_facts, seats
from tracker.post import Addressee, LetterKind, write


class MeetingNews(enum.StrEnum):
    """What a panel hears of its meeting."""

    LIST = "list"
    MOVED = "moved"
    OFF = "off"


_SUBJECTS = {
    MeetingNews.LIST: "{panel}, {day}: what is on the table",
    MeetingNews.MOVED: "{panel} meets on {day}",
    MeetingNews.OFF: "{panel} does not meet on {day}",
}


def tell_panel(meeting: Meeting, *, by: UUID, news: MeetingNews) -> int:
    """Write to everybody who sits on the panel of a meeting but who tells, each with what they may see; how many."""
    facts = meeting_facts(meeting.number)
    if facts is None:
        raise LookupError(meeting.number)
    day, sitting, told = spoken(facts.on, today=today()), set(seats(facts.panel_id)) - {by}, 0
    for person in council.people():
        if person.id not in sitting:
            continue
        table = table_of(found=facts, reader=council.reader(person.id)) if news is not MeetingNews.OFF else None
        waiting = [one for one in table.items if not one.row.left] if table else []
        write(
            "meeting",
            to=Addressee(person.name, person.email, person.id),
            kind=LetterKind.NOTICE,
            key=f"meeting:{meeting.id}:{news}:{now().isoformat()}:{person.id}",
            subject=_SUBJECTS[news].format(panel=facts.panel, day=day),
            news=str(news),
            panel=facts.panel,
            number=facts.number,
            day=day,
            place=facts.place,
            by=council.names([by])[by],
            items=[_line(one, person.id) for one in waiting],
            more=table.waiting - len(waiting) if table else 0,
            uncounted=table.uncounted if table else False,
        )
        told += 1
    return told


def _line(item: TableItem, person_id: UUID) -> dict[str, str | int | bool]:
    """One thing on the table as the letter tells it."""
    return {
        "ref": item.row.ref,
        "title": item.row.title,
        "gate": str(item.gate),
        "behind": str(item.row.behind),
        "missing": len(item.missing),
        "silent": person_id in item.row.silent_ids,
    }
