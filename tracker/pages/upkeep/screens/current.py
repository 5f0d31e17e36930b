"""Keep it current: one short page for the owner, a part open at a time; and the sponsor's contact with the team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import amendment, capacity, idea, lesson, risk, value
from tracker.amendment import RecordKind
from tracker.council import Can
from tracker.idea import Idea, State, Story
from tracker.pages.upkeep.forms import PARTS, ContactForm, KeptPart
from tracker.pages.upkeep.forms.records import ClosingForm
from tracker.upkeep import owes_lesson, parts_due_on
from tracker.web import Screens, allow, reader, render, say, see_other
from tracker.web.recorded import heading_of, withdrawn_lines
from tracker.web.wording import called
from tracker.wording import capital

screens = Screens("current", __name__)
ASIDES = (value.WORTH, risk.OPEN_RISKS, lesson.LESSONS, capacity.CAPACITY)
LESSON = "lesson"


def _open_parts(found: Idea) -> list[str]:
    """The parts that may be written: all while it is worked on or waits, its lesson once it is closed.

    Raises NotFoundError before that.
    """
    if found.state in {State.ACTIVE, State.PARKED}:
        return list(PARTS)
    if found.state is State.CLOSED:
        return [LESSON]
    raise idea.NotFoundError(found.ref)


@screens.screen("/ideas/<ref>/current", needs=Can.KEEP_CURRENT)
def show(ref: str) -> Any:
    """What is out of date, the first of it open to be mended, or the part that `part` names. Its idea is read once."""
    story = _story(ref)
    allow(idea.keeps(story.idea, reader()))
    return _page(story)


@screens.screen("/ideas/<ref>/current/<part>", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",), files=True)
def save(found: Idea, part: str) -> Any:
    """Save one part; the others stay as they are, and the next that is due is open."""
    if part not in _open_parts(found):
        abort(404)
    story = _story(found.ref)
    worth = story.told(value.WORTH)
    form = _filled(part, story, worth, sent=True)
    if form.sent() and form.meets(form.stands(story, worth)):
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say(f"Saved: {called(part, 'current_part')}. {form.notice}".strip())
        return see_other("current.show", ref=found.ref)
    return _page(_story(found.ref), wrong=form)


def _story(ref: str) -> Story:
    return idea.story(ref=ref, reader=reader(), asides=ASIDES)


def _filled(part: str, story: Story, worth: value.Worth, *, sent: bool = False) -> KeptPart:
    """The form of one part, with its choices; filled from what was sent, its files too, or from what stands there."""
    kind, prefix = PARTS[part], f"{part}-"
    begins = kind.begins(story, worth)
    form = kind(prefix=prefix) if sent else kind(None, prefix=prefix, data=begins)
    form.offer(story, worth, kind.offers() if kind.offers else [])
    if not sent:
        form.begin(begins)
    return form


def _page(story: Story, *, wrong: KeptPart | None = None) -> Any:
    found, worth, risks = story.idea, story.told(value.WORTH), story.told(risk.OPEN_RISKS)
    parts, lessons = _open_parts(found), story.told(lesson.LESSONS)
    due = parts_due_on(story, worth, risks)
    if owes_lesson(found.outcome, lessons=len(lessons)):
        due[LESSON] = "It is closed, and no lesson is written yet."
    due = {part: due[part] for part in parts if part in due}
    unfolded = wrong.name if wrong else _unfolded(parts, due)
    return render(
        "upkeep/current.html",
        story=story,
        idea=found,
        worth=worth,
        risks=risks,
        lessons=lessons,
        capacity=story.told(capacity.CAPACITY),
        form=wrong,
        unfolded=unfolded,
        part_form=wrong or (_filled(unfolded, story, worth) if unfolded else None),
        names={part: capital(called(part, "current_part")) for part in parts},
        due=due,
        settled=[part for part in parts if part not in due and PARTS[part].is_asked],
        more=[part for part in parts if part not in due and not PARTS[part].is_asked],
        closed=found.state is State.CLOSED,
    )


def _unfolded(parts: Sequence[str], due: Mapping[str, str]) -> str | None:
    """The part that the address names, else the first that is due or the only one; none where all is current."""
    named, only = request.args.get("part", ""), parts[0] if len(parts) == 1 else None
    return named if named in parts else next(iter(due), only)


@screens.screen(
    "/ideas/<ref>/risks/<uuid:risk_id>/close", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("GET", "POST")
)
def close_risk(found: Idea, risk_id: UUID) -> Any:
    """Close a risk: it can no longer come true, or it came true and was dealt with."""
    if "risk" not in _open_parts(found):
        abort(404)
    form, row = ClosingForm(), risk.get(idea=found, risk_id=risk_id)
    if form.sent():
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("Closed. The risk stays in the record, and can be opened again.")
        return see_other("records.history", ref=found.ref, kind="risks", row_id=risk_id)
    heading = heading_of(RecordKind.RISK, amendment.plain(row))
    return render("upkeep/records/close.html", form=form, idea=found, row=row, heading=heading)


@screens.screen(
    "/ideas/<ref>/contact",
    needs=frozenset({Can.RECORD_CONTACT, Can.KEEP_CURRENT}),
    of=idea.in_touch,
    methods=("GET", "POST"),
)
def contact(found: Idea) -> Any:
    """Note a contact between the sponsor and the team."""
    form = ContactForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Noted. Thank you for staying in touch.")
        return see_other("ideas.show", ref=found.ref)
    gone = withdrawn_lines(found.ref, amendment.withdrawn_on(found), RecordKind.CONTACT)
    return render("upkeep/contact.html", form=form, idea=found, contacts=idea.CONTACTS.on(found).answer(), gone=gone)
