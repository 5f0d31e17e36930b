"""What an idea asks of its reader, and what its reader may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tracker import clock, gate, idea, talk
from tracker.council import Can, Reader, Role
from tracker.idea import Idea, Stage, State, Story
from tracker.lesson import LessonEntry
from tracker.risk import RiskEntry
from tracker.upkeep import days, owes_lesson, parts_due_on, reply_late
from tracker.value import Worth
from tracker.web.filters import day
from tracker.web.wording import called
from tracker.wording import capital, with_article


@dataclass(frozen=True)
class NextAction:
    """One thing that is asked: what, why, and the button; or, without a button, that nothing is."""

    title: str
    why: str = ""
    act: str | None = None
    href: str | None = None
    other: tuple[str, str] | None = None
    late: bool = False


def one_thing_due(
    story: Story, worth: Worth, risks: Sequence[RiskEntry], lessons: Sequence[LessonEntry], reader: Reader
) -> NextAction:
    """What an idea asks of its reader now: of the lead, the author, the owner, the sponsor; nothing of others."""
    found = story.idea
    if first := _first(story, reader):
        return first
    if found.state is State.TRIAGE:
        return _in_triage(story, reader)
    if found.state is State.ACTIVE:
        return _active(story, worth, risks, reader)
    if owes_lesson(found.outcome, lessons=len(lessons)) and idea.keeps(found, reader):
        why = "It is closed, and no lesson is written yet. One sentence helps the next who tries."
        return NextAction("What did it teach?", why, "Write a lesson", f"/ideas/{found.ref}/current?part=lesson#lesson")
    return NextAction(_at_rest(story))


def _first(story: Story, reader: Reader) -> NextAction | None:
    """What comes before all else, at whatever stage: a question to the reader, and that nobody looks after it."""
    found = story.idea
    if found.historical:
        return NextAction("This is a case told by a report. Nothing is asked of anybody.")
    if story.open_question and found.state is not State.CLOSED and idea.is_author(found, reader):
        asker = story.open_question.by_name
        return NextAction(
            f"{asker} has a question for you", story.open_question.text, "Answer", f"/ideas/{found.ref}#conversation"
        )
    return _of_nobody(story, reader) if _is_nobodys(story) else None


def _in_triage(story: Story, reader: Reader) -> NextAction:
    found, author = story.idea, story.author or "The author"
    if reader.can(Can.TRIAGE):
        href = f"/ideas/{found.ref}/triage"
        if found.first_reply_on:
            return NextAction(
                "Decide what becomes of it", f"{author} has had a first answer.", "Open it in triage", href
            )
        late = reply_late(found.reply_due_on, replied=None, today=clock.today())
        why = f"We promised an answer by {day(found.reply_due_on, weekday=True)}." if found.reply_due_on else ""
        return NextAction(f"{author} waits for a first reply", why, "Reply or decide", href, late=late)
    if found.first_reply_on or not found.reply_due_on:
        return NextAction("It is being looked at. Nothing is asked of you.")
    return NextAction(f"It is being read. {capital(promise_of_reply(found))}")


def promise_of_reply(found: Idea) -> str:
    """By when a person answers, in a sentence; once that day is past, that the answer is late."""
    late = reply_late(found.reply_due_on, replied=found.first_reply_on, today=clock.today())
    return called("past" if late else "kept", "promise", by=day(found.reply_due_on, weekday=True))


def _is_nobodys(story: Story) -> bool:
    """Whether an idea that is worked on, or that its owner left while it waits, is looked after by nobody."""
    found = story.idea
    kept = found.state is State.ACTIVE or (found.state is State.PARKED and found.owner_id is not None)
    return kept and story.owner is None


def _of_nobody(story: Story, reader: Reader) -> NextAction:
    found, owner = story.idea, called(Role.OWNER, "role")
    choose = f"choose {with_article(owner)}"
    if not reader.can(Can.TRIAGE):
        return NextAction(
            f"Nobody looks after it now. {capital(with_article(called(Role.LEAD, 'role')))} will {choose}."
        )
    why = f"Its {owner} has left, or may no longer be one." if found.owner_id else f"It was given no {owner} yet."
    decide = ("Decide what was asked for", f"/ideas/{found.ref}/gates/{_behind(found)}")
    other = decide if story.decision_asked_by and reader.can(Can.DECIDE) else None
    return NextAction(f"Nobody looks after it now: {choose}", why, capital(choose), f"/ideas/{found.ref}/owner", other)


def _active(story: Story, worth: Worth, risks: Sequence[RiskEntry], reader: Reader) -> NextAction:
    found = story.idea
    if story.decision_asked_by:
        if reader.can(Can.DECIDE):
            why = f"Asked for by {story.decision_asked_by}."
            return NextAction("A decision is asked of you", why, "Decide", f"/ideas/{found.ref}/gates/{_behind(found)}")
        return NextAction("A decision is asked for. Nothing is asked of you.")
    if again := _comes_up(found, reader):
        return again
    if idea.owns(found, reader) or idea.covers_keeper(found, reader):
        return _of_owner(story, worth, risks)
    if reader.sponsors_for(found.sponsor_id) and "sponsor" in parts_due_on(story, worth, risks):
        return NextAction(
            "When did you last speak with the team?",
            f"Contact within {days().sponsor} days keeps it going.",
            "Note a contact",
            f"/ideas/{found.ref}/contact",
        )
    away = story.absences.get(found.owner_id) if found.owner_id else None
    asked = f" {away.cover} is asked until {day(away.until)}." if away else ""
    return NextAction(
        f"Nothing is asked of you here. {story.owner} looks after it.{asked}"
        if story.owner
        else "Nothing is asked of you here."
    )


def _comes_up(found: Idea, reader: Reader) -> NextAction | None:
    """What comes before a lead again on its day: what came back by itself, and what was held."""
    if found.woken_on and reader.can(Can.TRIAGE):
        return NextAction(
            f"It is back since {day(found.woken_on)}: how does it go on?",
            "It was parked until then, and its author has been told. Decide again, or say that it goes on as before.",
            "Decide at its gate",
            f"/ideas/{found.ref}/gates/{_behind(found)}",
        )
    if found.held_until and found.held_until <= clock.today() and reader.can(Can.DECIDE):
        why = f"Its decision was held until {day(found.held_until)}."
        return NextAction("Decide again", why, "Decide", f"/ideas/{found.ref}/gates/{_behind(found)}")
    return None


def _of_owner(story: Story, worth: Worth, risks: Sequence[RiskEntry]) -> NextAction:
    found = story.idea
    at_gate = ("See the questions of its next gate", f"/ideas/{found.ref}/gates/{_behind(found)}")
    if found.stage is Stage.LATENT:
        words = "A few questions: who it helps, what it takes, who may say yes."
        if found.gate_by:
            words += f" It is meant to be there by {day(found.gate_by, weekday=True)}."
        return NextAction("Get it ready for its design gate", words, "Answer the questions", at_gate[1])
    due = parts_due_on(story, worth, risks)
    if due:
        parts = "One part is" if len(due) == 1 else f"{len(due)} parts are"
        other = at_gate if found.stage.next else None
        return NextAction(
            f"{parts} out of date", next(iter(due.values())), "Keep it current", f"/ideas/{found.ref}/current", other
        )
    if found.stage.next:
        return NextAction("Everything is current", "Ready to go on?", at_gate[0], at_gate[1])
    return NextAction("Everything is current. Nothing is asked of you.")


def _behind(found: Idea) -> str:
    """The stage behind the next gate, as addresses name it."""
    return str(found.stage.next or found.stage)


def _at_rest(story: Story) -> str:
    found = story.idea
    if story.merged_into:
        return f"Joined with {story.merged_into['ref']}, {story.merged_into['title']}."
    if found.state is State.PARKED:
        return f"It waits until {day(found.parked_until)}." if found.parked_until else "It waits."
    return "It is closed. Nothing is asked of you."


@dataclass(frozen=True)
class Acts:
    """What the reader may do with an idea on its page: the template only shows it."""

    keeps: bool
    amends: bool
    in_touch: bool
    gives_away: bool
    hands_back: bool
    corrects: bool
    keeps_confidence: bool
    answers: bool
    speaks: bool
    writes_lesson: bool
    wakes: bool
    carries_on: bool
    reopens: bool
    replies: bool
    parts_merged: bool
    redacts: frozenset[UUID]
    edits: frozenset[UUID]


def acts_on(story: Story, reader: Reader) -> Acts:
    """What a reader may do with an idea as it stands."""
    found = story.idea
    return Acts(
        keeps=found.state is State.ACTIVE and idea.keeps(found, reader),
        amends=idea.keeps(found, reader),
        in_touch=(reader.can(Can.RECORD_CONTACT) or reader.can(Can.KEEP_CURRENT)) and idea.in_touch(found, reader),
        gives_away=found.state is State.ACTIVE and idea.gives_away(found, reader),
        hands_back=found.state is State.ACTIVE and idea.hands_back(found, reader),
        keeps_confidence=reader.can(Can.LOG_IDEA) and idea.keeps_confidence(found, reader),
        corrects=reader.can(Can.LOG_IDEA) and idea.corrects(found, reader),
        answers=story.open_question is not None and idea.is_author(found, reader),
        speaks=idea.speaks(found, reader),
        writes_lesson=found.state in {State.ACTIVE, State.PARKED, State.CLOSED} and idea.keeps(found, reader),
        wakes=found.state is State.PARKED and not found.historical and reader.can(Can.TRIAGE),
        carries_on=found.woken_on is not None and found.state is State.ACTIVE and reader.can(Can.TRIAGE),
        reopens=gate.reopens(found, reader),
        replies=story.is_heard and idea.replies(found, reader),
        parts_merged=story.merged_into is not None and reader.can(Can.TRIAGE),
        redacts=frozenset(each.id for each in story.messages if not each.redacted and idea.redacts(each, reader)),
        edits=frozenset(each.id for each in story.messages if talk.edits(each, reader)),
    )
