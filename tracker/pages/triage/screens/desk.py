"""Triage: what an idea is, whether we have seen it, and what its author is told."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, jsonify, request, url_for
from jinja2.environment import TemplateModule

from tracker import attachment, collaborative, council, idea, triage, upkeep
from tracker.collaborative import TriageOffer
from tracker.council import Can
from tracker.idea import Idea, State, Story
from tracker.pages.triage.forms.outcome import TriageForm
from tracker.pages.triage.forms.people import HandBackForm, OwnerForm
from tracker.pages.triage.words import Queue, decided, first_name, orphan_lines
from tracker.triage import ReplyEntry
from tracker.web import OvertakenError, Screens, piece, reader, render, say, see_other, warn
from tracker.web.forms import identifier
from tracker.web.rehearsal import LetterShown

screens = Screens("triage", __name__)
# What the desk shows beside an idea, all in the statement that finds it.
BESIDE = (idea.OTHERS, attachment.FILES, collaborative.OFFER, triage.REPLIES, triage.ASSESSORS)


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
    return _show(_story(queue.first), None, queue)


def _known(found: Idea) -> dict[str, str]:
    """What a form begins with: the owner and service that an idea has, and what a link chose."""
    known = {"service": str(found.service_id or ""), "owner_id": str(found.owner_id or "")}
    into = request.args.get("into", "")
    return known | {"outcome": "merge", "into": into} if into else known


def _form(story: Story) -> TriageForm:
    """The form of an idea as it was sent, with its choices."""
    form = TriageForm(data=_known(story.idea))
    form.offer(story.told(collaborative.OFFER), story.told(triage.REPLIES))
    return form


def _blank(story: Story) -> TemplateModule:
    """The form of an idea with nothing chosen but what is known: rendered once for all ideas of which that is alike."""
    own_words = frozenset(reader().own_words.items())
    known = tuple(sorted(_known(story.idea).items()))
    offer, replies = story.told(collaborative.OFFER), story.told(triage.REPLIES)
    return _kept_blank(own_words, offer, tuple(replies), known, first_name(story), story.is_heard)


@functools.lru_cache(maxsize=1024)
def _kept_blank(
    _own_words: frozenset[tuple[str, str]],
    offer: TriageOffer,
    replies: tuple[ReplyEntry, ...],
    known: tuple[tuple[str, str], ...],
    first: str,
    hears: bool,  # noqa: FBT001 - a key of what is kept
) -> TemplateModule:
    form = TriageForm(None, data=dict(known))
    form.offer(offer, replies)
    return piece("triage/_fields.html", form=form, first=first, hears=hears, letters=None, several=False)


@screens.screen("/ideas/<ref>/triage", needs=Can.TRIAGE, methods=("GET", "POST"), also=("into",))
def decide(ref: str) -> Any:
    """Read one idea and say what happens to it."""
    story = _story(ref)
    if not _awaits_outcome(story.idea) or request.form.get("seen", story.idea.state) != story.idea.state:
        return _decided_before(ref)
    if request.method == "GET":
        return _show(story, None)
    press = next((press for name, press in PRESSES.items() if name in request.form), _send)
    return press(story, _form(story))


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
    """Keep the owner and the service, whatever happens to it; one stays at this idea, with the words begun for it."""
    ref = story.idea.ref
    with form.trying():
        form.assign(idea.get(ref=ref, reader=reader()), reader=reader())
    if not form.accepted:
        return _show(story, form)
    say("Its owner and its service are kept. A new owner has a letter.")
    return _show(_story(ref), form) if form.words.data else see_other("triage.decide", ref=ref)


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
    say(form.told(story), undo=f"/ideas/{ref}/merge/undo?to=desk" if form.outcome.data == "merge" else None)
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
    story: Story, form: TriageForm | None, queue: Queue | None = None, *, letters: Sequence[LetterShown] | None = None
) -> Any:
    found, queue = story.idea, queue or _queue()
    return render(
        "triage/desk.html",
        idea=found,
        row=queue.waiting(found.ref, reader()),
        queue=queue,
        groups=queue.beside(found.ref, reader()),
        form=form,
        blank=None if form else _blank(story),
        first=first_name(story),
        hears=story.is_heard,
        several=False,
        letters=letters,
        place=queue.place(found.ref),
        story=story,
        others=story.told(idea.OTHERS),
        files=story.told(attachment.FILES),
        assessors=story.told(triage.ASSESSORS),
    )


@screens.screen("/ideas/<ref>/close", needs=Can.TRIAGE)
def close(ref: str) -> Any:
    """Ideas close to one, why, and what was said of them: a piece of the desk, or a page without its script."""
    story = idea.story(ref=ref, reader=reader())
    similar = idea.similar(**idea.told(story.idea), service=story.service, but=story.idea.id, apart=True)
    if "piece" in request.args:
        return jsonify(html=render("triage/_likeness.html", idea=story.idea, similar=similar))
    return render("triage/close.html", idea=story.idea, similar=similar)


def _done_before(ref: str, sentence: str) -> Any:
    """Say that a press on an older page found nothing left to do, on the idea as it is."""
    warn(sentence, settled=True)
    return see_other("ideas.show", ref=ref)


@screens.screen("/ideas/<ref>/merge/undo", needs=Can.TRIAGE, methods=("POST",))
def undo_merge(ref: str) -> Any:
    """Take two joined ideas apart again; from the desk, back to it."""
    found = idea.get(ref=ref, reader=reader())
    if found.merged_into_id is None:
        return _done_before(ref, f"Nothing was done: {ref} stands by itself already.")
    idea.undo_merge(idea=found, by=reader().person_id)
    say(f"{ref} stands by itself again. What was said or done on either meanwhile stays where it was done.")
    at_desk = request.args.get("to") == "desk" and _awaits_outcome(found)
    return see_other("triage.decide" if at_desk else "ideas.show", ref=ref)


@screens.screen("/ideas/<ref>/wake", needs=Can.TRIAGE, methods=("POST",))
def wake(ref: str) -> Any:
    """Take a parked idea up again."""
    found = idea.get(ref=ref, reader=reader())
    if found.historical:
        abort(404)
    if found.state is not State.PARKED:
        return _done_before(ref, f"Nothing was done: {ref} does not wait any more.")
    idea.wake(idea=found, by=reader().person_id)
    say(f"{ref} is taken up again.")
    return see_other("ideas.show", ref=ref)


@screens.screen("/ideas/<ref>/carry-on", needs=Can.TRIAGE, methods=("POST",))
def carry_on(ref: str) -> Any:
    """Say that an idea that came back by itself goes on as before."""
    found = idea.get(ref=ref, reader=reader())
    if found.woken_on is None or found.state is not State.ACTIVE:
        return _done_before(ref, f"Nothing was done: {ref} goes on already, or was decided in the meantime.")
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


@screens.screen("/ideas/<ref>/owner", needs=Can.KEEP_CURRENT, of=idea.gives_away, methods=("GET", "POST"))
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
