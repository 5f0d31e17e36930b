"""What waits for a lead, in groups of one kind each: when, what, why, and the one thing to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker import clock, upkeep
from tracker.collaborative import NoticeEntry
from tracker.council import SignedInReader
from tracker.gate import GateDesk, GateDeskRow
from tracker.idea import Stage, TriageGlance, WaitingReply
from tracker.web.filters import day, plural
from tracker.web.wording import vocabulary
from tracker.wording import Vocabulary, capital, with_article


class Todo(NamedTuple):
    """A thing that asks; `today` says that it does so by tonight."""

    when: str
    title: str
    href: str
    why: str
    act: str
    act_href: str
    late: bool = False
    today: bool = False


class TodoGroup(NamedTuple):
    """Things that ask alike, with the words and the address of where the others are."""

    id: str
    title: str
    todos: Sequence[Todo]
    more: str = ""
    more_href: str = ""


def waiting_groups(
    waiting: TriageGlance, gates: GateDesk, told: Sequence[NoticeEntry], *, reader: SignedInReader, most: int
) -> list[TodoGroup]:
    """What waits besides the first reply, which stands above: replies, decisions, conditions, what others told us."""
    words, today = vocabulary(), clock.today()
    rest = f"{waiting.reply_count - most} more in triage" if waiting.reply_count > most else ""
    groups = [
        TodoGroup(
            "replies",
            "Replies due by the promise",
            [_reply(row, reader, today) for row in waiting.replies[1:]],
            rest,
            "/triage",
        ),
        TodoGroup("undecided", "Answered, to be decided", [_undecided(row) for row in waiting.undecided]),
        TodoGroup("decisions", "Decisions asked for", [_decision(row, words, today) for row in gates.requests]),
        TodoGroup("dates", "Another date is asked for", [_date(row) for row in gates.dates]),
        TodoGroup("conditions", "Conditions", [_condition(row) for row in gates.lapsed]),
        TodoGroup("held", "Held until now", [_held(row) for row in gates.held]),
        TodoGroup("woken", "Back on their day", [_woken(row) for row in gates.woken]),
        TodoGroup(
            "orphans",
            "Nobody looks after these",
            [_orphan(row, words) for row in gates.orphans[:most]],
            "All that nobody looks after",
            "/ideas/unowned",
        ),
        TodoGroup(
            "told",
            "Told by other councils",
            [_told(one, words) for one in told],
            "All in your inbox, to mark as read",
            "/inbox",
        ),
    ]
    return [group for group in groups if group.todos]


def _reply(row: WaitingReply, reader: SignedInReader, today: date) -> Todo:
    gone = upkeep.days_waited(row.submitted_on, today=today, nation=reader.nation)
    whose = (row.author or "") + (f", {row.service}" if row.service else "")
    ago = f", {plural(gone, 'working day')} ago." if gone else "."
    is_today = row.reply_due_on == today
    at = f"/ideas/{row.ref}/triage"
    return Todo(
        "Today" if is_today else day(row.reply_due_on, weekday=True, short=True),
        row.title,
        at,
        f"{whose}. Sent {day(row.submitted_on)}{ago}",
        "Reply",
        at,
        late=upkeep.reply_late(row.reply_due_on, replied=None, today=today),
        today=is_today,
    )


def _undecided(row: WaitingReply) -> Todo:
    at = f"/ideas/{row.ref}/triage"
    why = f"{row.author or ''}, first answered on {day(row.first_reply_on)}."
    if row.woken_on:
        when = f"Back {day(row.woken_on, short=True)}"
        return Todo(when, row.title, at, f"{why} It was parked until {day(row.woken_on)}.", "Decide", at)
    return Todo(f"Sent {day(row.submitted_on, short=True)}", row.title, at, why, "Decide", at)


def _decision(row: GateDeskRow, words: Vocabulary, today: date) -> Todo:
    asker = row.owner or words.filled("The {role.owner}")
    at = f"/ideas/{row.ref}"
    return Todo(
        day(row.due_on, weekday=True, short=True),
        row.title,
        at,
        f"{capital(words.called(row.gate, 'gate'))}. {asker} asked on {day(row.asked_at)}.",
        "Decide",
        f"{at}/gates/{'embedded' if row.gate == 'embed' else row.gate}",
        late=row.due_on < today,
    )


def _condition(row: GateDeskRow) -> Todo:
    at = f"/ideas/{row.ref}/conditions/{row.id}"
    when = f"Lapsed {day(row.due_on, short=True)}"
    return Todo(when, row.words or "", at, f"For {row.title}.", "Look again", at, late=True)


def _date(row: GateDeskRow) -> Todo:
    at = f"/ideas/{row.ref}/conditions/{row.id}"
    asks = f"{row.owner or 'A former colleague'} asks for {day(row.wanted_on)} instead of {day(row.due_on)}"
    late = row.due_on < clock.today()
    return Todo(day(row.due_on, short=True), row.words or "", at, f"{asks}: “{row.because}”", "Answer", at, late=late)


def _held(row: GateDeskRow) -> Todo:
    at = f"/ideas/{row.ref}"
    behind = Stage(row.gate or Stage.LATENT)
    when = day(row.due_on, weekday=True, short=True)
    why = f"Its decision was held until {day(row.due_on)}."
    return Todo(when, row.title, at, why, "Decide again", f"{at}/gates/{behind.next or behind}")


def _woken(row: GateDeskRow) -> Todo:
    at = f"/ideas/{row.ref}"
    why = f"It was parked until {day(row.due_on)}. Its author has been told."
    return Todo(f"Since {day(row.due_on, short=True)}", row.title, at, why, "Say how it goes on", at)


def _orphan(row: GateDeskRow, words: Vocabulary) -> Todo:
    at = f"/ideas/{row.ref}"
    owner = words.filled("{role.owner}")
    why = f"Its {owner} has left, or may no longer be one." if row.owner else f"It was given no {owner} yet."
    act = f"choose {with_article(owner)}"
    where = capital(words.called(row.gate, "stage"))
    return Todo(where, row.title, at, f"Nobody looks after it: {act}. {why}", capital(act), f"{at}/owner")


def _told(one: NoticeEntry, words: Vocabulary) -> Todo:
    at = f"/ideas/{one.ref}/lineage" if one.ref else "/collaboratives"
    return Todo(day(one.at, short=True), one.sentence(words), at, one.title or "", "Read", at)
