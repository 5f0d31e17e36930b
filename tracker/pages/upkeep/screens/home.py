"""Home: what waits for me, by what I do here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

from tracker import collaborative, council, gate, idea, upkeep
from tracker.clock import add_working_days, today
from tracker.council import Can, Role
from tracker.pages.upkeep.words import own_ideas, waiting_groups
from tracker.web import SIGNED_IN, Screens, reader, render

screens = Screens("home", __name__)
SHOWN = 8


class Need(NamedTuple):
    """An idea of mine that needs five minutes, and why, in the order of the page that mends it."""

    idea: Any
    reasons: list[str]


@screens.screen("/", needs=SIGNED_IN)
def home() -> Any:
    """What waits for me: as a lead, an owner, a sponsor; what became of what I said; else what moved."""
    roles = reader().roles
    for role, shown in ((Role.LEAD, _lead), (Role.OWNER, _owner), (Role.SPONSOR, _sponsor)):
        if role in roles:
            return shown()
    return _contributor() if Role.CONTRIBUTOR in roles else _reader()


def _contributor() -> Any:
    """What became of what I said."""
    who = reader()
    mine = own_ideas(sorted(idea.said_by(reader=who), key=lambda row: row.last_turn != "question"))
    due = add_working_days(today(), who.promise_days, who.nation)
    readers = council.people_who_can(Can.TRIAGE)
    return render("upkeep/home/contributor.html", mine=mine, due=due, readers=readers)


def _lead() -> Any:
    """What waits for me, the oldest promise first."""
    who = reader()
    waiting, gates = idea.triage_glance(reader=who, shown=SHOWN), gate.desk(reader=who)
    told = collaborative.unseen_notices(reader=who, limit=5)
    first = next(iter(waiting.replies), None)
    return render(
        "upkeep/home/lead.html",
        first=first,
        gone=upkeep.days_waited(first.submitted_on, today=today(), nation=who.nation) if first else 0,
        late=bool(first and upkeep.reply_late(first.reply_due_on, replied=None, today=today())),
        late_count=waiting.late_count,
        groups=waiting_groups(waiting, gates, told, reader=who, most=SHOWN),
        moved=idea.moved_since(reader=who, day=today() - timedelta(days=7)),
        count=waiting.reply_count + waiting.undecided_count + len(gates),
        cut=waiting.cut,
    )


def _owner() -> Any:
    """Which of mine needs five minutes."""
    rows = idea.owned_by(reader=reader())
    parts = upkeep.parts_due_by_idea(idea_ids=[row.id for row in rows])
    reasons = {row.id: list(parts[row.id].values()) for row in rows}
    mine = own_ideas(idea.said_by(reader=reader(), most=5))
    return render(
        "upkeep/home/owner.html",
        needs=[Need(row, reasons[row.id]) for row in rows if reasons[row.id] and row.stage != "latent"],
        latent=[row for row in rows if row.stage == "latent"],
        current=[row for row in rows if not reasons[row.id] and row.stage != "latent"],
        mine=mine,
    )


def _sponsor() -> Any:
    """What asks something of me."""
    rows = idea.sponsored_by(reader=reader())
    silent = [row for row in rows if upkeep.sponsor_silent(row.last_contact, today=today())]
    mine = own_ideas(idea.said_by(reader=reader(), most=5))
    return render("upkeep/home/sponsor.html", silent=silent, rows=rows, mine=mine)


def _reader() -> Any:
    """What moved lately, for those who read."""
    return render(
        "upkeep/home/reader.html", moved=idea.moved_since(reader=reader(), day=today() - timedelta(days=28), most=12)
    )
