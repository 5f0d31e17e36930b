"""One press answers a nudge: still going, need help, park it or hand over. Each is good, and each is acted on.

"Still going" says only that. It is a contact of the sponsor with the team when the sponsor says so, and never a review.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tracker import clock, council, post
from tracker import idea as ideas
from tracker.council import Can
from tracker.history import record
from tracker.history.events.nudge import NudgeAnswered
from tracker.idea.models import Idea
from tracker.idea.words import Refused
from tracker.nudge.actions.ask import end_ask
from tracker.nudge.models import Nudge
from tracker.nudge.queries import helpers
from tracker.nudge.rules import gives_sponsoring, help_due, rule_book
from tracker.nudge.words import ANSWERABLE, LEAD_ASKS, NudgeState, Recipient, Reply
from tracker.tenancy import current_council, run, session

RESTS_BECAUSE = "Asked about it, the person who looks after it said that it should rest for now."


@dataclass(frozen=True)
class NudgeAnswer:
    """What somebody answered: the press, words if any, a day to park until, a person to hand over to."""

    by: UUID
    reply: Reply
    note: str = ""
    until: date | None = None
    to: UUID | None = None


def answer(
    *, nudge_id: UUID, by: UUID, reply: Reply, note: str = "", until: date | None = None, to: UUID | None = None
) -> None:
    """Answer a nudge as the person it asked, and do what the answer says. Raises Refused for one settled already."""
    row = session().get(Nudge, (current_council(), nudge_id), with_for_update=True, populate_existing=True)
    if row is None or row.person_id != by or row.state not in ANSWERABLE:
        raise Refused("This was answered or withdrawn already.")
    if row.for_id and not council.reader(by).stands_for(row.for_id):
        raise Refused("They are back, and are asked themselves again.")
    if to and council.to(to) is None:
        raise Refused("Choose somebody who works here", field="to")
    given = NudgeAnswer(by, reply, note.strip(), until, to)
    if row.idea_id is None:
        _note(row, given)
        return
    ideas.hold(ids=[row.idea_id])
    idea = session().get_one(Idea, (current_council(), row.idea_id), populate_existing=True)
    if to and not ideas.those_who_see(idea, [to]):
        raise Refused("This idea is confidential: name them on its page first, then hand it over", field="to")
    ACTS[reply](row, idea, given)
    _settle(row, given)
    if row.rule == LEAD_ASKS:
        _tell_who_asked(row, idea, given)
    event = NudgeAnswered(rule=row.rule, reply=reply, note=given.note)
    record(event, idea_id=idea.id, about_id=row.id, by=by)


def _note(row: Nudge, answer: NudgeAnswer) -> None:
    """Note that what is about no idea was seen: nothing of it can rest, be handed over or be helped with."""
    if answer.reply is not Reply.STILL_GOING:
        raise Refused("This is about no idea: say that you have seen it.")
    _settle(row, answer)
    event = NudgeAnswered(rule=row.rule, reply=answer.reply, note=answer.note)
    record(event, about_id=row.id, by=answer.by)


def _tell_who_asked(row: Nudge, idea: Idea, answer: NudgeAnswer) -> None:
    """What a lead asked has its answer: it ends, and they have a letter. A call for help told the leads already."""
    asked = end_ask(ask_id=row.subject_id, by=answer.by)
    if row.help_due_on is None and asked.by_id != answer.by:
        names = council.names([answer.by])
        _tell([asked.by_id], row, idea, answer, subject=f"{names[answer.by]} answers about {idea.title}")


_SETTLE = f"""
UPDATE nudge SET state = '{NudgeState.ANSWERED}', reply = CAST(:reply AS text), reply_note = CAST(:note AS text),
 settled_at = CAST(:at AS timestamptz), by_id = CAST(:by AS uuid)
 WHERE rule = CAST(:rule AS text) AND subject_id = CAST(:subject AS uuid) AND began_on = CAST(:begun AS date)
   AND person_id = CAST(:person AS uuid) AND state IN ({", ".join(f"'{state}'" for state in ANSWERABLE)})"""  # noqa: S608 - made of constants only


def _settle(row: Nudge, answer: NudgeAnswer) -> None:
    """Settle the nudge, and with it those sent before it for the same reason to the same person."""
    run(
        _SETTLE,
        reply=answer.reply,
        note=answer.note or None,
        at=clock.now(),
        by=answer.by,
        rule=row.rule,
        subject=row.subject_id,
        begun=row.began_on,
        person=row.person_id,
    )


def _go_on(row: Nudge, idea: Idea, answer: NudgeAnswer) -> None:
    """Note the sign of life; a sponsor who says so has been in touch with the team, nobody else says it for them."""
    if rule_book()[row.rule].asks_for_contact and idea.sponsor_id == answer.by:
        ideas.record_contact(idea=idea, on=clock.today(), by=answer.by, note=answer.note)
    else:
        ideas.touch(idea)


def _ask_for_help(row: Nudge, idea: Idea, answer: NudgeAnswer) -> None:
    """Put it on the leads' desk, due in two working days, and tell those who help."""
    ideas.touch(idea)
    _call(row, idea, answer, subject=f"Help is asked for: {idea.title}")


def _is_theirs(idea: Idea, person_id: UUID) -> bool:
    """Whether a person may act on the idea itself now, not whoever was its owner or sponsor once."""
    return ideas.in_touch(idea, council.reader(person_id))


def _may_give(idea: Idea, person_id: UUID) -> bool:
    """Whether the idea itself is a person's to give to somebody else: not while they stand in for who is away."""
    who = council.reader(person_id)
    return ideas.gives_away(idea, who) or ideas.sponsors(idea, who)


def _park(_row: Nudge, idea: Idea, answer: NudgeAnswer) -> None:
    if not _is_theirs(idea, answer.by):
        raise Refused("Only who looks after the idea, its sponsor or a lead can let it rest. Ask for help instead.")
    ideas.park(idea=idea, until=answer.until, because=answer.note or RESTS_BECAUSE, by=answer.by)


def _hand_over(row: Nudge, idea: Idea, answer: NudgeAnswer) -> None:
    """Give the place to the person chosen; without one it is on the leads' desk to find somebody.

    Whoever keeps a part alone, such as a condition, or stands in for somebody who is away, asks the person chosen: the
    idea itself is not theirs to give.
    """
    if answer.to is None:
        ideas.touch(idea)
        _call(row, idea, answer, subject=f"Somebody is needed for: {idea.title}")
    elif gives_sponsoring(rule_book()[row.rule], sponsor_id=idea.sponsor_id, by=answer.by):
        if not council.reader(answer.to).can(Can.RECORD_CONTACT):
            raise Refused("They may not sponsor ideas here. Choose somebody who may.", field="to")
        ideas.name_sponsor(idea=idea, by=answer.by, person_id=answer.to)
        _tell([answer.to], row, idea, answer, subject=f"You are asked to sponsor: {idea.title}")
    elif rule_book()[row.rule].recipient is Recipient.LEAD or not _may_give(idea, answer.by):
        if not council.reader(answer.to).can(Can.KEEP_CURRENT):
            raise Refused("They may not keep ideas here. Choose somebody who may.", field="to")
        ideas.touch(idea)
        _tell([answer.to], row, idea, answer, subject=f"You are asked to take this on: {idea.title}")
    else:
        ideas.assign_owner(idea=idea, owner_id=answer.to, by=answer.by, note=answer.note)


ACTS: dict[Reply, Callable[[Nudge, Idea, NudgeAnswer], None]] = {
    Reply.STILL_GOING: _go_on,
    Reply.NEED_HELP: _ask_for_help,
    Reply.PARK_IT: _park,
    Reply.HAND_OVER: _hand_over,
}


def _call(row: Nudge, idea: Idea, answer: NudgeAnswer, *, subject: str) -> None:
    """Make the answer an item on the leads' desk, and write to those who help."""
    row.help_due_on = help_due(clock.today(), nation=council.here().nation)
    due = ideas.spoken(row.help_due_on, today=clock.today())
    _tell([helper.id for helper in helpers(but=answer.by)], row, idea, answer, subject=subject, due=due)


def _tell(
    people: list[UUID], row: Nudge, idea: Idea, answer: NudgeAnswer, *, subject: str, due: str | None = None
) -> None:
    """Tell people what was answered; with a day by which they answer, where they do so on a page of its own."""
    asker, place = council.names([answer.by]).get(answer.by, "A colleague"), council.here()
    for person_id in sorted(ideas.those_who_see(idea, people)):
        if to := council.to(person_id):
            post.write(
                "nudge_passed_on",
                to=to,
                kind=post.LetterKind.NOTICE,
                key=f"nudge-answer:{row.id}:{person_id}",
                subject=subject,
                ref=idea.ref,
                title=idea.title,
                asker=asker,
                reply=answer.reply,
                note=answer.note,
                fact=row.fact,
                council_name=place.name,
                call_id=str(row.id) if due else None,
                due=due,
            )
