"""Triage: what an idea is, whether we have seen it, and what its author is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, request, url_for

from tracker import collaborative, council, idea, triage, upkeep
from tracker.council import Can
from tracker.idea import Idea, State, Story
from tracker.pages.triage.forms.outcome import TriageForm
from tracker.pages.triage.forms.people import HandBackForm, OwnerForm
from tracker.pages.triage.words import Queue, decided, orphan_lines
from tracker.web import OvertakenError, Screens, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.rehearsal import LetterShown

screens = Screens("triage", __name__)
# What the desk shows beside an idea, all in the statement that finds it.
BESIDE = (idea.OTHERS, collaborative.OFFER, triage.REPLIES, triage.ASSESSORS)


def _queue() -> Queue:
    return Queue(idea.waiting_in_triage(reader=reader()))


def _story(ref: str) -> Story:
    return idea.story(ref=ref, reader=reader(), asides=BESIDE, brief=True)


@screens.screen("/triage", needs=Can.TRIAGE)
def desk() -> Any:
    """The desk: the first idea that waits, or that nothing does."""
    queue = _queue()
    if queue.first is None:
        median = idea.median_first_reply(nation=reader().nation, days=upkeep.days().flow)
        return render("triage/empty.html", median=median, batches=triage.open_batches())
    story = _story(queue.first)
    return _show(story, _form(story), queue)


def _form(story: Story) -> TriageForm:
    """The form of an idea, with its choices: as it was sent, or with what is known and a link chose."""
    found, into = story.idea, request.args.get("into", "")
    kept = {"service": str(found.service_id or ""), "owner_id": str(found.owner_id or "")}
    if into:
        kept |= {"outcome": "merge", "into": into}
    form = TriageForm(data=kept) if request.method == "POST" else TriageForm(None, data=kept)
    form.offer(story.told(collaborative.OFFER), story.told(triage.REPLIES))
    return form


@screens.screen("/ideas/<ref>/triage", needs=Can.TRIAGE, methods=("GET", "POST"), also=("into",))
def decide(ref: str) -> Any:
    """Read one idea and say what happens to it."""
    story = _story(ref)
    if not _awaits_outcome(story.idea) or request.form.get("seen", story.idea.state) != story.idea.state:
        return _decided_before(ref)
    form = _form(story)
    press = next((press for name, press in PRESSES.items() if name in request.form), _send)
    return press(story, form) if request.method == "POST" else _show(story, form)


def _begin(story: Story, form: TriageForm) -> Any:
    """Begin from a reply that is kept: nothing is done yet."""
    form.begin(form.facts(story.idea, reader=reader()))
    return _show(story, form)


def _preview(story: Story, form: TriageForm) -> Any:
    """Show the letter as it will go, and keep nothing."""
    letters: Sequence[LetterShown] = []
    if form.sent():
        found = idea.get(ref=story.idea.ref, reader=reader())
        letters = form.rehearse(lambda: form.act(found, reader=reader()), to=found.author_id)
    return _show(story, form, letters=letters)


def _assign(story: Story, form: TriageForm) -> Any:
    """Keep the owner and the service, whatever happens to it; one stays at this idea."""
    ref = story.idea.ref
    with form.trying():
        form.assign(idea.get(ref=ref, reader=reader()), reader=reader())
    if not form.accepted:
        return _show(story, form)
    say("Its owner and its service are kept. A new owner has a letter.")
    return see_other("triage.decide", ref=ref)


def _send(story: Story, form: TriageForm) -> Any:
    """Do what was chosen, and go to the next idea of the queue."""
    if not form.sent():
        return _show(story, form)
    queue, ref = _queue(), story.idea.ref
    with form.trying():
        found = idea.get(ref=ref, reader=reader())
        form.act(found, reader=reader())
    if not form.accepted:
        return _show(story, form, queue)
    say(form.told(found), undo=f"/ideas/{ref}/merge/undo?to=desk" if form.outcome.data == "merge" else None)
    following = queue.after(ref)
    return see_other("triage.decide", ref=following) if following else see_other("triage.desk")


PRESSES: dict[str, Callable[[Story, TriageForm], Any]] = {"use": _begin, "preview": _preview, "assign": _assign}


def _decided_before(ref: str) -> Any:
    """Lead to an idea that is decided; who wrote to its author meanwhile is told by whom and how, with their words."""
    if request.method == "POST":
        how = decided(idea.story(ref=ref, reader=reader()))
        sentence = f"What happens to {ref} was decided while you were writing. {how}".rstrip()
        raise OvertakenError(sentence, see=url_for("ideas.show", ref=ref))
    return see_other("ideas.show", ref=ref)


def _awaits_outcome(found: Idea) -> bool:
    return idea.awaits_outcome(stage=found.stage, state=found.state, historical=found.historical)


def _show(
    story: Story, form: TriageForm, queue: Queue | None = None, *, letters: Sequence[LetterShown] | None = None
) -> Any:
    found, queue = story.idea, queue or _queue()
    return render(
        "triage/desk.html",
        idea=found,
        row=queue.waiting(found.ref, reader()),
        queue=queue,
        groups=queue.groups(found.ref, reader()),
        form=form,
        letters=letters,
        place=queue.place(found.ref),
        story=story,
        others=story.told(idea.OTHERS),
        assessors=story.told(triage.ASSESSORS),
        similar=idea.similar(title=found.title, but=found.id),
    )


@screens.screen("/ideas/<ref>/merge/undo", needs=Can.TRIAGE, methods=("POST",))
def undo_merge(ref: str) -> Any:
    """Take two joined ideas apart again; from the desk, back to it."""
    found = idea.get(ref=ref, reader=reader())
    if found.merged_into_id is None:
        abort(404)
    idea.undo_merge(idea=found, by=reader().person_id)
    say(f"{ref} stands by itself again. What was said or done on either meanwhile stays where it was done.")
    at_desk = request.args.get("to") == "desk" and _awaits_outcome(found)
    return see_other("triage.decide" if at_desk else "ideas.show", ref=ref)


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
        say(f"{council.owner_name(found.owner_id)} looks after {found.ref} from now on, and has a letter.")
        in_list = request.form.get("back") == "list"
        return see_other("triage.unowned") if in_list else see_other("ideas.show", ref=found.ref)
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
