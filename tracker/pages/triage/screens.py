"""Triage: what an idea is, whether we have seen it, and what its author is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for

from tracker import collaborative, council, idea, upkeep
from tracker.council import Can
from tracker.idea import Idea, State, Story
from tracker.pages.triage.forms import HandBackForm, OwnerForm, TriageForm
from tracker.pages.triage.words import Queue, decided, orphan_lines
from tracker.web import OvertakenError, Screens, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.rehearsal import LetterShown

screens = Screens("triage", __name__)


def _queue() -> Queue:
    return Queue(idea.waiting_in_triage(reader=reader()))


@screens.screen("/triage", needs=Can.TRIAGE)
def desk() -> Any:
    """The desk: the first idea that waits, or that nothing does."""
    queue = _queue()
    if queue.first is None:
        median = idea.median_first_reply(nation=reader().nation, days=upkeep.days().flow)
        return render("triage/empty.html", median=median)
    story = idea.story(ref=queue.first, reader=reader())
    return _show(story, queue, _form(story.idea))


def _form(found: Idea, *, sent: bool = False) -> TriageForm:
    """The form of an idea, with its choices; as it was sent, or empty but for the owner and service that it has."""
    kept = {"service": str(found.service_id or ""), "owner_id": str(found.owner_id or "")}
    form = TriageForm(data=kept) if sent else TriageForm(None, data=kept)
    form.offer(collaborative.triage_offer(kept=found.service_id))
    return form


@screens.screen("/ideas/<ref>/triage", needs=Can.TRIAGE, methods=("GET", "POST"), also=("into",))
def decide(ref: str) -> Any:
    """Read one idea and say what happens to it."""
    story = idea.story(ref=ref, reader=reader())
    if not _awaits_outcome(story.idea) or request.form.get("seen", story.idea.state) != story.idea.state:
        return _decided_before(story)
    form = _form(story.idea, sent=request.method == "POST")
    if form.sent() and "preview" in request.form:
        found = idea.get(ref=ref, reader=reader())
        letters = form.rehearse(lambda: form.act(found, reader=reader()), to=found.author_id)
        return _show(story, _queue(), form, letters)
    if form.sent():
        with form.trying():
            done = form.act(idea.get(ref=ref, reader=reader()), reader=reader())
    if form.accepted:
        undo = f"/ideas/{ref}/merge/undo" if form.outcome.data == "merge" else None
        say(done, undo=undo)
        return see_other("triage.desk")
    return _show(story, _queue(), form, [] if "preview" in request.form else None)


def _decided_before(story: Story) -> Any:
    """Lead to an idea that is decided; who wrote to its author meanwhile is told by whom and how, with their words."""
    ref = story.idea.ref
    if request.method == "POST":
        sentence = f"What happens to {ref} was decided while you were writing. {decided(story)}".rstrip()
        raise OvertakenError(sentence, see=url_for("ideas.show", ref=ref))
    return see_other("ideas.show", ref=ref)


def _awaits_outcome(found: Idea) -> bool:
    return idea.awaits_outcome(stage=found.stage, state=found.state, historical=found.historical)


def _show(story: Story, queue: Queue, form: TriageForm, letters: Sequence[LetterShown] | None = None) -> Any:
    found = story.idea
    return render(
        "triage/desk.html",
        idea=found,
        row=queue.waiting(found.id, reader()),
        queue=queue,
        groups=queue.groups(found.id, reader()),
        form=form,
        letters=letters,
        place=queue.place(found.id),
        story=story,
        similar=idea.similar(title=found.title, but=found.id),
    )


@screens.screen("/ideas/<ref>/merge/undo", needs=Can.TRIAGE, methods=("POST",))
def undo_merge(ref: str) -> Any:
    """Take two joined ideas apart again."""
    found = idea.get(ref=ref, reader=reader())
    if found.merged_into_id is None:
        abort(404)
    idea.undo_merge(idea=found, by=reader().person_id)
    say(f"{ref} stands by itself again. What was said or done on either meanwhile stays where it was done.")
    return see_other("ideas.show", ref=ref)


@screens.screen("/ideas/<ref>/wake", needs=Can.TRIAGE, methods=("POST",))
def wake(ref: str) -> Any:
    """Take a parked idea up again."""
    found = idea.get(ref=ref, reader=reader())
    if found.state is not State.PARKED or found.historical:
        abort(404)
    idea.wake(idea=found, by=reader().person_id)
    say(f"{ref} is taken up again.")
    return see_other("ideas.show", ref=ref)


@screens.screen("/ideas/<ref>/carry-on", needs=Can.TRIAGE, methods=("POST",))
def carry_on(ref: str) -> Any:
    """Say that an idea that came back by itself goes on as before."""
    found = idea.get(ref=ref, reader=reader())
    if found.woken_on is None or found.state is not State.ACTIVE:
        abort(404)
    idea.carry_on(idea=found, by=reader().person_id)
    say(f"{ref} goes on as before.")
    return see_other("ideas.show", ref=ref)


@screens.screen("/ideas/unowned", needs=Can.TRIAGE)
def unowned() -> Any:
    """Which ideas nobody looks after, and who could."""
    found = idea.orphans(reader=reader())
    owners = council.people_who_can(Can.KEEP_CURRENT) if found else []
    return render(
        "triage/unowned.html", orphans=orphan_lines(found), cut=len(found) == idea.MOST_ORPHANS, owners=owners
    )


@screens.screen("/ideas/<ref>/owner", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("GET", "POST"))
def owner(found: Idea) -> Any:
    """Give an idea an owner, or hand it over."""
    form = OwnerForm()
    form.offer(council.people_who_can(Can.KEEP_CURRENT))
    if form.sent() and (chosen := identifier(form.owner_id.data)):
        with form.trying():
            idea.assign_owner(idea=found, owner_id=chosen, by=reader().person_id, note=form.note.data or "")
    if form.accepted:
        say("They look after it from now on, and have a letter.")
        return see_other("ideas.show", ref=found.ref)
    return render("triage/owner.html", form=form, idea=found, owner=council.owner_name(found.owner_id))


@screens.screen("/ideas/<ref>/hand-back", needs=Can.KEEP_CURRENT, of=idea.owns, methods=("GET", "POST"))
def hand_back(found: Idea) -> Any:
    """Give an idea back that one was given, while one may."""
    form, may = HandBackForm(), idea.hands_back(found, reader())
    if form.sent():
        with form.trying():
            idea.hand_back(idea=found, because=form.because.data or "", by=reader().person_id)
    if form.accepted:
        say("Handed back. Whoever it goes to has a letter.")
        return see_other("home.home")
    return render(
        "triage/hand_back.html", form=form, idea=found, may=may, owner=council.owner_name(found.handed_from_id)
    )
