"""Doors of Knowsley without an account: a poster on a wall, an open door for residents, and what anybody is told.

Nobody has come in through them yet: whoever looks at the demonstration is the first.
"""

from __future__ import annotations

from sqlalchemy import select

from local.overlay.people import Crew
from local.overlay.telling import so_long_ago
from tracker import clock, contact, council, voice
from tracker.contact import DoorChoice
from tracker.idea import Idea
from tracker.tenancy import session
from tracker.voice import TellingDraft

POSTER_AGO, OPENED_AGO = 80, 70
OPENED_ON = (64, 19, 5)
PLOTS = "Residents grow food on empty plots"
CHOICE = DoorChoice(
    residents=True,
    ask_whom="the innovation team on 01632 960471",
    contact_centre="01632 960000, eight to six on weekdays",
    report_link="https://report.example.org/",
    complaint_link="https://complaints.example.org/",
    contact_days=90,
    code_days=365,
)
TOLD = TellingDraft(
    asked="What should happen to the empty plots?",
    said="People who live beside them would grow food there, if somebody lent them a tap and a spade.",
    did="A street can borrow a plot for three years, with water, tools and one person to ring.",
    stands="Going on, in the whole borough.",
)


def open_doors(crew: Crew) -> None:
    """Print a poster that was opened now and then, open the residents' door, and tell of one idea."""
    with so_long_ago(POSTER_AGO):
        service = next(one for one in council.services() if one.name == "Libraries")
        line = "What gets in the way of your work?"
        team = "Van crew, Huyton library"
        poster = contact.make_poster(team=team, line=line, service_id=service.id, by=crew.lead)
    with so_long_ago(OPENED_AGO):
        contact.set_doors(choice=CHOICE, by=crew.lead)
    for ago in OPENED_ON:
        with so_long_ago(ago):
            contact.note_opened(poster)
    found = session().scalars(select(Idea).where(Idea.title == PLOTS)).one()
    with clock.at(found.changed_at):
        voice.tell_outside(idea=found, draft=TOLD, by=crew.lead)
