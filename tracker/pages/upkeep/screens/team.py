"""The people on an idea, each with their place; and the pack with which it goes to whoever has it next."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import amendment, capacity, council, gate, idea, nudge, risk, value
from tracker.amendment import RecordKind
from tracker.capacity import TeamRole
from tracker.council import Can
from tracker.idea import Aside, Idea, Story
from tracker.pages.upkeep.forms.team import NotesForm, TeamMemberForm
from tracker.pages.upkeep.words.people import pack_of, places_on
from tracker.upkeep import parts_due_on
from tracker.web import Screens, allow, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.recorded import WithdrawnLine, withdrawn_lines

screens = Screens("members", __name__)
ASIDES = (value.WORTH, risk.OPEN_RISKS, capacity.CAPACITY, amendment.WITHDRAWN, capacity.TEAM, idea.CONTACTS)


def _story(ref: str, *besides: Aside[Any]) -> Story:
    """The idea for its reader; a draft has no people yet. Raises NotFoundError."""
    story = idea.story(ref=ref, reader=reader(), asides=(*ASIDES, *besides))
    if idea.is_draft(story.idea):
        raise idea.NotFoundError(ref)
    return story


@screens.screen("/ideas/<ref>/people", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """Who is on an idea, in which place, and who looked after it before."""
    story = _story(ref, capacity.KEEPERS)
    found = story.idea
    return render(
        "upkeep/people.html",
        story=story,
        idea=found,
        places=places_on(story, story.told(capacity.TEAM)),
        capacity=story.told(capacity.CAPACITY),
        contacts=story.told(idea.CONTACTS),
        keepers=story.told(capacity.KEEPERS),
        gone=_gone(story),
        keeps=idea.keeps(found, reader()),
        gives_away=idea.gives_away(found, reader()),
    )


@screens.screen("/ideas/<ref>/people/new", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("GET", "POST"))
def name(found: Idea) -> Any:
    """Name somebody who works on an idea."""
    form = TeamMemberForm()
    form.offer(council.people())
    if form.sent():
        with form.trying():
            capacity.name_member(
                idea=found,
                role=TeamRole(form.role.data),
                person_id=identifier(form.person_id.data),
                name=form.name.data or "",
                does=form.does.data or "",
                by=reader().person_id,
            )
    if form.accepted:
        say("Saved. A colleague follows the idea from now on.")
        return see_other(".show", ref=found.ref)
    return render("upkeep/person.html", form=form, idea=found)


@screens.screen("/ideas/<ref>/people/<uuid:member_id>/end", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",))
def end(found: Idea, member_id: UUID) -> Any:
    """Note that somebody works on an idea no more."""
    capacity.end_member(idea=found, member_id=member_id, by=reader().person_id)
    say("Noted. What they did stays in the record.")
    return see_other(".show", ref=found.ref)


@screens.screen("/ideas/<ref>/handover", needs=Can.KEEP_CURRENT)
def pack(ref: str) -> Any:
    """What whoever has an idea next needs: open conditions, asks, what is due, who to ring, and notes."""
    return _pack(ref, NotesForm(formdata=None))


@screens.screen("/ideas/<ref>/handover/notes", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",))
def note(found: Idea) -> Any:
    """Write down what whoever has an idea next needs to know."""
    form = NotesForm()
    if form.sent():
        with form.trying():
            capacity.note_handover(idea=found, words=form.words.data or "", by=reader().person_id)
    if form.accepted:
        say("Saved. It stands in the pack, under your name.")
        return see_other(".pack", ref=found.ref)
    return _pack(found.ref, form)


def _pack(ref: str, form: NotesForm) -> Any:
    story = _story(ref, capacity.HANDOVER_NOTES)
    found = story.idea
    allow(idea.keeps(found, reader()))
    worth, risks = story.told(value.WORTH), story.told(risk.OPEN_RISKS)
    return render(
        "upkeep/handover.html",
        form=form,
        story=story,
        idea=found,
        pack=pack_of(
            conditions=[one for one in gate.conditions_on(found.id) if one.is_open],
            asked=nudge.open_on(idea=found, reader=reader()),
            due=parts_due_on(story, worth, risks),
            worth=worth,
            risks=risks,
            ref=ref,
        ),
        places=places_on(story, story.told(capacity.TEAM)),
        capacity=story.told(capacity.CAPACITY),
        contacts=story.told(idea.CONTACTS)[:5],
        gone=_gone(story),
        keeps=True,
        notes=story.told(capacity.HANDOVER_NOTES),
        gives_away=idea.gives_away(found, reader()),
    )


def _gone(story: Story) -> list[WithdrawnLine]:
    """What was recorded of partners and taken back."""
    return withdrawn_lines(story.idea.ref, story.told(amendment.WITHDRAWN), RecordKind.ACTIVITY)
