"""The inbox: what is asked of a person, what other councils told theirs, and what they missed."""

from __future__ import annotations

from typing import Any

from tracker import inbox
from tracker.inbox import DeskQueries
from tracker.pages.upkeep.words import agenda
from tracker.tenancy import together
from tracker.web import SIGNED_IN, Screens, reader, render

screens = Screens("inbox", __name__)
BEFORE = 10


@screens.screen("/inbox", needs=SIGNED_IN)
def show() -> Any:
    """What did I miss? What is asked first, as home asks it, then what happened."""
    who = reader()
    asked, news = DeskQueries(who, settled=BEFORE), inbox.news_query(reader=who)
    for_me = inbox.for_me_query(reader=who)
    found = together([*asked, news, for_me])
    desk = asked.desk(found)
    if desk.count != who.asked:
        inbox.keep_count(person_id=who.person_id, count=desk.count)
    return render(
        "upkeep/inbox.html",
        asked_of_me=desk.count,
        desk=desk,
        agenda=agenda(desk, reader=who, told=False),
        before=desk.settled,
        news=found.of(news),
        for_me=found.of(for_me),
    )
