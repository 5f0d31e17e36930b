"""Home: what waits for me, all that I do here joined on one desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tracker import council, idea, inbox
from tracker.clock import add_working_days, today
from tracker.council import Can
from tracker.inbox import Desk, DeskQueries
from tracker.pages.upkeep.words import agenda, heading, lede, own_ideas, shelves
from tracker.tenancy import together
from tracker.web import SIGNED_IN, Screens, reader, render

screens = Screens("home", __name__)
OF_A_DESK = (Can.TRIAGE, Can.KEEP_CURRENT, Can.RECORD_CONTACT)


@screens.screen("/", needs=SIGNED_IN)
def home() -> Any:
    """What waits for me, on one desk for who leads, keeps or sponsors; what became of what I said; else what moved."""
    who = reader()
    if any(map(who.can, OF_A_DESK)):
        return _desk()
    return _contributor() if who.can(Can.LOG_IDEA) else _reader()


def _desk() -> Any:
    """What is asked, the first of it above; then what I look after, and what became of what I said."""
    who = reader()
    asked, said = DeskQueries(who), idea.said_by_query(reader=who, most=5)
    moved = idea.moved_query(reader=who, day=today() - timedelta(days=7)) if who.can(Can.TRIAGE) else None
    found = together([*asked, said, *([moved] if moved else [])])
    desk = asked.desk(found)
    shown = agenda(desk, reader=who)
    return render(
        "upkeep/home/desk.html",
        asked_of_me=_kept(desk),
        desk=desk,
        agenda=shown,
        heading=heading(desk, reader=who),
        lede=lede(desk, shown, reader=who),
        moved=found.of(moved) if moved else [],
        mine=[told for told in own_ideas(found.of(said)) if not told.asked],
    )


def _kept(desk: Desk) -> int:
    """How much a desk asks, which every other page says from now on too."""
    if desk.count != reader().asked:
        inbox.keep_count(person_id=reader().person_id, count=desk.count)
    return desk.count


def _contributor() -> Any:
    """What became of what I said, what to read first above."""
    who = reader()
    asked, said = DeskQueries(who), idea.said_by_query(reader=who)
    found = together([*asked, said])
    desk = asked.desk(found)
    return render(
        "upkeep/home/contributor.html",
        asked_of_me=_kept(desk),
        agenda=agenda(desk, reader=who),
        shelves=shelves(found.of(said)),
        due=add_working_days(today(), who.promise_days, who.nation),
        readers=council.people_who_can(Can.TRIAGE),
    )


def _reader() -> Any:
    """What moved lately, for those who read; and what is asked of them, should anything be."""
    who = reader()
    asked = DeskQueries(who)
    moved = idea.moved_query(reader=who, day=today() - timedelta(days=28), most=12)
    found = together([*asked, moved])
    desk = asked.desk(found)
    return render(
        "upkeep/home/reader.html",
        asked_of_me=_kept(desk),
        agenda=agenda(desk, reader=who),
        moved=found.of(moved),
    )
