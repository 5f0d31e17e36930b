"""Several ideas of the queue at once: one outcome in the same words, and its undo while the letters wait."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import clock, collaborative, idea, triage
from tracker.collaborative import TriageOffer
from tracker.council import Can
from tracker.pages.triage.forms.outcome import SeveralForm
from tracker.pages.triage.words import Queue
from tracker.tenancy import attempt
from tracker.web import OWN, Screens, reader, render, say, see_other, warn
from tracker.web.filters import plural
from tracker.web.rehearsal import LetterShown
from tracker.web.wording import called

screens = Screens("several", __name__)


@screens.screen("/triage/several", needs=Can.TRIAGE, methods=("GET", "POST"), turn=OWN)
def show() -> Any:
    """Choose ideas that wait, and say what happens to all of them."""
    queue = Queue(idea.waiting_in_triage(reader=reader()))
    form = _form(queue)
    if "use" in request.form:
        form.begin({})
    elif "preview" in request.form:
        return _show(form, queue, _letters(form))
    elif form.sent():
        with form.trying():
            _give(form)
    return see_other("several.show") if form.accepted else _show(form, queue)


def _form(queue: Queue) -> SeveralForm:
    form = SeveralForm() if request.method == "POST" else SeveralForm(None, data={"refs": request.args.getlist("ref")})
    offer = collaborative.triage_offer()
    # what went to another council cannot be undone
    form.offer(TriageOffer(offer.owners, offer.services, (), ()), triage.reply_templates())
    form.offer_ideas(queue.refs)
    return form


def _give(form: SeveralForm) -> None:
    who = reader()
    given = triage.give_to_several(
        refs=form.refs.data or (),
        outcome=form.outcome.data or "",
        act=lambda found: form.act(found, reader=who),
        by=who.person_id,
        reader=who,
    )
    until = (clock.now() + triage.UNDO_TIME).astimezone(clock.LONDON)
    whom = given.done[0] if len(given.done) == 1 else f"{plural(len(given.done), 'idea')}: each"
    done = f"{whom} {called(form.outcome.data, 'triage_done')}."
    left = "".join(f" {each.ref} was left: {each.why}." for each in given.left)
    say(
        f"{done}{left} The letters go at {until:%H:%M}, unless you undo it.",
        undo=f"/triage/several/{given.batch_id}/undo",
    )


def _letters(form: SeveralForm) -> Sequence[LetterShown]:
    """The letter that the author of the first idea would get."""
    if not form.sent():
        return []
    found = idea.get(ref=form.refs.data[0], reader=reader())
    return form.rehearse(lambda: form.act(found, reader=reader()), to=found.author_id)


def _show(form: SeveralForm, queue: Queue, letters: Sequence[LetterShown] | None = None) -> Any:
    return render(
        "triage/several.html",
        form=form,
        queue=queue,
        groups=queue.groups(reader()),
        chosen=set(form.refs.data or ()),
        letters=letters,
        batches=triage.open_batches(),
    )


@screens.screen("/triage/several/<uuid:batch_id>/undo", needs=Can.TRIAGE, methods=("POST",), turn=OWN)
def undo(batch_id: UUID) -> Any:
    """Put the ideas back as they stood, and withdraw the letters; whatever somebody worked on since is named."""
    try:
        with attempt():
            undone = triage.undo_batch(batch_id=batch_id, by=reader().person_id)
    except LookupError:
        abort(404)
    except idea.Refused as why:
        warn(str(why))
        return see_other("several.show")
    done = f"Undone: {', '.join(undone.done)} as before, and no letter goes." if undone.done else "Nothing was undone."
    left = "".join(f" {each.ref} stays as it is: {each.why} worked on it since." for each in undone.left)
    say(done + left)
    return see_other("several.show")
