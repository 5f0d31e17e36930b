"""Doors of Knowsley without an account: a poster on a wall, an open door for residents, and what became of both."""

from __future__ import annotations

from local.overlay.people import Crew
from local.overlay.telling import MADE_UP, so_long_ago
from tracker import contact, council, idea, voice
from tracker.contact import AnswerWay, DoorChoice, Poster
from tracker.idea import Idea
from tracker.voice import TellingDraft, VoiceDraft

POSTER_AGO, OPENED_AGO = 80, 70
USED = (64, 19, 5)
ASK_WHOM = "Ruth Lamb (made up) on 01632 960471"
CHOICE = DoorChoice(
    residents=True,
    ask_whom=ASK_WHOM,
    contact_centre="01632 960000, eight to six on weekdays",
    report_link="https://report.example.org/",
    complaint_link="https://complaints.example.org/",
    contact_days=90,
    code_days=365,
)


def open_doors(crew: Crew) -> None:
    """Print a poster, open the residents' door, and let some people in: one waits, one is asked, one has an answer."""
    with so_long_ago(OPENED_AGO):
        contact.set_doors(choice=CHOICE, by=crew.lead)
    with so_long_ago(POSTER_AGO):
        service = next(one for one in council.services() if one.name == "Libraries")
        poster = contact.make_poster(
            team="Van crew, Huyton library",
            line="What gets in the way of your work?",
            service_id=service.id,
            by=crew.lead,
        )
    for ago in USED:
        with so_long_ago(ago):
            contact.note_opened(poster)
    _lead_answers(crew, poster)
    _waits(poster)
    _resident(crew)


def _lead_answers(crew: Crew, poster: Poster) -> None:
    words = f"The van stops where the bay used to be, so people with walkers cross the road. {MADE_UP}"
    with so_long_ago(60):
        found = _said(poster, VoiceDraft(problem=words, proposal="Move the stop by forty steps.", way=AnswerWay.CODE))
    with so_long_ago(57):
        because = "You are right, and it takes a phone call. The stop moves on the first of next month."
        idea.improve_instead(idea=found, because=because, by=crew.lead)
    with so_long_ago(50):
        told = TellingDraft(
            asked="What gets in the way of the library van?",
            said="It stops on the wrong side of the road for those who walk slowly.",
            did="The stop moved by forty steps, to the side where people live.",
            stands="Done.",
        )
        voice.tell_outside(idea=found, draft=told, by=crew.lead)


def _waits(poster: Poster) -> None:
    with so_long_ago(1):
        _said(poster, VoiceDraft(problem=f"We load the van twice, for the shelves are on the wrong side. {MADE_UP}"))


def _said(poster: Poster, draft: VoiceDraft) -> Idea:
    return voice.said_by(voice.log_from_poster(poster=poster, draft=draft))


def _resident(crew: Crew) -> None:
    """A resident tells something and confirms it; we ask them back."""
    with so_long_ago(12):
        kept = contact.submit_words(
            problem=f"The bench at the tram stop went, and my neighbour can no longer rest on her way. {MADE_UP}",
            proposal="",
            place="Longview Drive",
            email="resident@example.org",
            may_show=True,
            sent_key=None,
        )
        if kept is None or (waiting := contact.submission(kept)) is None:
            return
        found = voice.said_by(voice.log_confirmed(submission=waiting))
    with so_long_ago(9):
        idea.ask_author(idea=found, question="At which of the two stops did it stand?", by=crew.lead)
