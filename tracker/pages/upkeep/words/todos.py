"""Each thing that a desk asks, in groups of one kind: when, what, why, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from tracker import clock, upkeep
from tracker.collaborative import NoticeEntry
from tracker.council import SignedInReader
from tracker.gate import GateDeskRow
from tracker.idea import QuestionRow, SponsoredIdea, Stage, WaitingReply
from tracker.inbox import SHOWN, CoveredDesk, Desk
from tracker.nudge import NudgeEntry
from tracker.triage import AssessmentAsked
from tracker.upkeep import KeptEntry
from tracker.web.filters import ago, ago_days, day, plural
from tracker.web.wording import called, vocabulary
from tracker.wording import Vocabulary, capital, with_article

TOLD_AT_HOME = 5


class Todo(NamedTuple):
    """A thing that asks; `today` says that it does so by tonight, `mail` is the reminder that was sent about it.

    Where it stands above the others, `headline`, `told` and `press` say it at more length, and `other` is a second way.
    """

    when: str
    title: str
    href: str
    why: str
    act: str
    act_href: str
    late: bool = False
    today: bool = False
    headline: str = ""
    told: str = ""
    press: str = ""
    other: tuple[str, str] | None = None
    mail: NudgeEntry | None = None


class TodoGroup(NamedTuple):
    """Things that ask alike, with the words and the address of where the others are."""

    id: str
    title: str
    todos: Sequence[Todo]
    more: str = ""
    more_href: str = ""


def groups(desk: Desk, reader: SignedInReader) -> Iterable[TodoGroup]:
    """What a desk asks, kind by kind; a group may be empty."""
    words, today = vocabulary(), clock.today()
    if desk.triage:
        more = desk.triage.reply_count - len(desk.triage.replies)
        replies = [_reply(row, reader, today) for row in desk.triage.replies]
        rest = f"{more} more in triage" if more else ""
        yield TodoGroup("replies", "Replies due by the promise", replies, rest, "/triage")
        yield _undecided(desk)
    yield TodoGroup("calls", "Help is asked for", [_call(one, today) for one in desk.calls])
    if desk.gates:
        decisions = [_decision(row, words, today) for row in desk.gates.requests]
        yield TodoGroup("decisions", "Decisions asked for", decisions)
        yield TodoGroup("dates", "Another date is asked for", [_date(row) for row in desk.gates.dates])
        yield TodoGroup("conditions", "Conditions", [_condition(row) for row in desk.gates.lapsed])
        yield TodoGroup("held", "Held until now", [_held(row) for row in desk.gates.held])
        yield TodoGroup("woken", "Back on their day", [_woken(row) for row in desk.gates.woken])
        orphans = [_orphan(row, words) for row in desk.gates.orphans[:SHOWN]]
        yield TodoGroup("orphans", "Nobody looks after these", orphans, "All that nobody looks after", "/ideas/unowned")
    decisions = [_decision(row, words, today) for row in desk.decisions]
    yield TodoGroup("decisions", "Decisions that you may make", decisions)
    asked = [_assessment(row, today) for row in desk.assessments]
    yield TodoGroup("assessments", "What do you think of these?", asked)
    yield TodoGroup("questions", "Questions for you", [_question(row) for row in desk.questions])
    yield TodoGroup("needs", "Ideas that need five minutes", [_need(row, desk) for row in desk.needs])
    yield TodoGroup("silent", "Teams that wait for a word from you", [_silent(row, desk) for row in desk.silent])
    design = words.called("design", "gate")
    yield TodoGroup("latent", f"On their way to the {design}", [_getting_ready(row) for row in desk.getting_ready])
    for number, one in enumerate(desk.covered, start=1):
        title = f"For {one.name}, who is away until {day(one.until)}"
        yield TodoGroup(f"covered-{number}", title, list(_covered(one, desk)))
    yield TodoGroup("reminders", "Asked of you by letter", [_reminder(one) for one in desk.reminders])
    told = [_told(one, words) for one in desk.notices[:TOLD_AT_HOME]]
    yield TodoGroup("told", "Told by other councils", told, "All in your inbox, to mark as read", "/inbox")


def _reply(row: WaitingReply, reader: SignedInReader, today: date) -> Todo:
    gone = upkeep.days_waited(row.submitted_on, today=today, nation=reader.nation)
    whose = ", ".join(filter(None, (row.author, row.service))) or _nobody(row)
    is_today = row.reply_due_on == today
    at, who = f"/ideas/{row.ref}/triage", row.author or ("An author" if row.reply_due_on else "An idea from a file")
    promised = f"We promise an answer within {plural(reader.promise_days, 'working day')}." if row.reply_due_on else ""
    waits = f" has waited {plural(gone, 'working day')}" if gone else " waits"
    return Todo(
        "Today" if is_today else day(row.reply_due_on, weekday=True, short=True) or "No promise",
        row.title,
        at,
        f"{whose}. Sent {day(row.submitted_on)}" + (f", {plural(gone, 'working day')} ago." if gone else "."),
        "Reply",
        at,
        late=upkeep.reply_late(row.reply_due_on, replied=None, today=today),
        today=is_today,
        headline=f"{who}{waits} for a first reply",
        told=f"Their idea, {row.title}, came on {day(row.submitted_on)}. {promised}",
        press="Read and reply",
        other=("Open triage", "/triage"),
    )


def _nobody(row: WaitingReply) -> str:
    return "Without an account" if row.reply_due_on else "From a file"


def _undecided(desk: Desk) -> TodoGroup:
    triage = desk.triage
    if triage is None:
        return TodoGroup("undecided", "", [])
    more = triage.undecided_count - len(triage.undecided)
    todos = [_answered(row) for row in triage.undecided]
    rest = f"{more} more in triage" if more else ""
    return TodoGroup("undecided", "Answered, to be decided", todos, rest, "/triage")


def _answered(row: WaitingReply) -> Todo:
    at = f"/ideas/{row.ref}/triage"
    why = f"{row.author or _nobody(row)}, first answered on {day(row.first_reply_on)}."
    if row.woken_on:
        when = f"Back {day(row.woken_on, short=True)}"
        return Todo(when, row.title, at, f"{why} It was parked until {day(row.woken_on)}.", "Decide", at)
    return Todo(f"Sent {day(row.submitted_on, short=True)}", row.title, at, why, "Decide", at)


def _call(one: NudgeEntry, today: date) -> Todo:
    due = one.help_due_on or today
    asks = called(one.reply, "with_lead", who=one.person)
    said = f" “{one.reply_note}”" if one.reply_note else ""
    by = f"To be answered by {day(due, weekday=True)}."
    return Todo(
        "Today" if due == today else day(due, weekday=True, short=True),
        one.title,
        f"/ideas/{one.ref}",
        f"{asks}.{said}",
        f"Answer {one.person.split()[0]}",
        f"/nudges/{one.id}/help",
        late=due < today,
        today=due == today,
        headline=asks,
        told=f"With {one.title}, on {day(one.settled_on)}. {one.fact}{said} {by}",
    )


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


def _assessment(row: AssessmentAsked, today: date) -> Todo:
    at, late = f"/ideas/{row.ref}/assessment", row.due_on < today
    why = f"{row.asker or 'A former colleague'} asks what you think of it. Only those who answer new ideas read that."
    when = day(row.due_on, weekday=True, short=True)
    return Todo(
        when, row.title, f"/ideas/{row.ref}", why, "Say what you think", at, late=late, today=row.due_on == today
    )


def _question(row: QuestionRow) -> Todo:
    asker = row.asker or "Somebody"
    at = f"/ideas/{row.ref}"
    why = f"{asker} asks: “{row.words}”"
    act = f"Answer {asker.split()[0]}"
    return Todo(day(row.at, short=True), row.title, at, why, act, f"{at}#conversation")


def _need(row: KeptEntry, desk: Desk) -> Todo:
    reasons = list(row.parts.values())
    since = f"held until {day(row.held_until)}" if row.held_until else ago_days(row.stage_since)
    at = f"/ideas/{row.ref}"
    why = reasons[0] + (f" And {len(reasons) - 1} more." if len(reasons) > 1 else "")
    return Todo(
        f"{capital(called(row.stage, 'stage'))}, {since}",
        row.title,
        at,
        why,
        "Keep it current",
        f"{at}/current",
        told=f"Its decision is {since}. {why}" if row.held_until else "",
        mail=desk.mails.get(row.id),
    )


def _getting_ready(row: KeptEntry) -> Todo:
    why, at = "Who it helps, what it takes, who may say yes.", f"/ideas/{row.ref}"
    when, told = ago_days(row.stage_since) or "", ""
    if row.held_until:
        when = f"Held until {day(row.held_until)}"
        told = f"Its decision is held until {day(row.held_until)}. {why}"
    return Todo(when, row.title, at, why, "Answer the questions", f"{at}/gates/design", told=told)


def _covered(away: CoveredDesk, desk: Desk) -> Iterable[Todo]:
    """What is asked in place of somebody who is away; the first of all says so, wherever it stands."""
    todos = [_need(row, desk) for row in away.needs]
    todos += [_silent(row, desk, who=away.name) for row in away.silent]
    todos += [_getting_ready(row) for row in away.getting_ready]
    return (todo._replace(told=f"For {away.name}, who is away. {todo.told or todo.why}") for todo in todos)


def _silent(row: SponsoredIdea, desk: Desk, *, who: str = "You") -> Todo:
    at, last = f"/ideas/{row.ref}", row.last_contact
    spoke = (
        f"{who} last spoke with the team on {day(last)}, {ago(last)}."
        if last
        else f"No word between {who if who != 'You' else 'you'} and the team is recorded yet."
    )
    keeper = f"{row.owner} looks after it." if row.owner else "Nobody looks after it yet."
    held = f" Its decision is held until {day(row.held_until)}." if row.held_until else ""
    return Todo(
        (ago_days(last) or "") if last else "Not yet",
        row.title,
        at,
        f"{keeper} {capital(called(row.stage, 'stage', 'staff'))}.{held}",
        "Note a contact",
        f"{at}/contact",
        told=f"{spoke} {keeper}{held} Speak with the team, then note the day here.",
        mail=desk.mails.get(row.id),
    )


def _reminder(one: NudgeEntry) -> Todo:
    at = one.page
    unheard = f" {called('unanswered', 'with_lead')} by others." if one.escalated_at else ""
    why = f"{one.fact} {one.rule.action}{unheard}"
    return Todo(
        f"{day(one.sent_on or one.due_on, short=True)}", one.title, at, why, "Answer", f"/nudges/{one.id}", mail=one
    )


def _told(one: NoticeEntry, words: Vocabulary) -> Todo:
    at = one.where
    return Todo(day(one.at, short=True), one.sentence(words), at, one.title or "", "Read", at)
