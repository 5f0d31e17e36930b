"""Who follows an idea, when one is to be told of it, whom it thanks; and how one hears of all that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import capacity, council, idea, inbox, talk
from tracker.council import Can, NewsBy
from tracker.idea import Idea
from tracker.pages.talk.forms import LookoutForm, NewsForm, TakeBackForm, ThanksForm
from tracker.post import MailKind, StopLink, stop_address
from tracker.web import OWN, SIGNED_IN, Screens, reader, render, say, see_other
from tracker.web.forms import identifier

screens = Screens("people", __name__)


@screens.screen("/ideas/<ref>/followers", needs=Can.KEEP_CURRENT, of=idea.keeps)
def followers(found: Idea) -> Any:
    """Who follows an idea: for who keeps it."""
    return render("talk/followers.html", idea=found, followers=talk.followers_of(idea=found, reader=reader()))


@screens.screen("/ideas/<ref>/tell-me", needs=Can.COMMENT, of=idea.speaks, methods=("GET", "POST"))
def lookouts(found: Idea) -> Any:
    """Be told when an idea moves, has new evidence, or on a day: once each."""
    talk.check_sent(found)
    wishes = inbox.lookouts_of(found=found, reader=reader())
    form = LookoutForm(data={"stage": wishes.stage, "evidence": wishes.evidence, "on": wishes.on})
    if form.sent():
        with form.trying():
            inbox.set_lookouts(idea=found, person_id=reader().person_id, wishes=form.wishes)
    if form.accepted:
        say("Noted: you have a letter each time, once." if form.wishes.kinds else "You are told nothing more of it.")
        return see_other("ideas.show", ref=found.ref)
    return render("talk/lookouts.html", form=form, idea=found)


@screens.screen("/ideas/<ref>/thanks", needs=Can.COMMENT, of=idea.speaks, methods=("GET", "POST"))
def thanks(found: Idea) -> Any:
    """Thank somebody for an idea in public, and read whom it thanks."""
    talk.check_sent(found)
    form = ThanksForm()
    form.offer(council.people(), but=reader().person_id)
    if form.sent():
        with form.trying():
            capacity.say_thanks(
                idea=found,
                person_id=identifier(form.person.data),
                name=form.name.data or "",
                words=form.words.data or "",
                by=reader().person_id,
            )
    if form.accepted:
        say("Thanked, in public. It stays with the idea wherever it goes.")
        return see_other("ideas.show", ref=found.ref, anchor="thanks")
    said = capacity.thanks_on(idea=found)
    may = {one.id for one in said if capacity.takes_back(one, found, reader())}
    return render("talk/thanks.html", form=form, idea=found, thanks=said, takes_back=may)


@screens.screen(
    "/ideas/<ref>/thanks/<uuid:thank_you_id>/take-back",
    needs=Can.COMMENT,
    of=idea.speaks,
    methods=("GET", "POST"),
)
def take_back(found: Idea, thank_you_id: UUID) -> Any:
    """Take thanks back, with a reason."""
    said = next((one for one in capacity.thanks_on(idea=found) if one.id == thank_you_id), None)
    if said is None or not capacity.takes_back(said, found, reader()):
        raise idea.NotFoundError(found.ref)
    form = TakeBackForm()
    if form.sent():
        with form.trying():
            because = form.because.data or ""
            capacity.take_thanks_back(idea=found, thank_you_id=said.id, because=because, by=reader().person_id)
    if form.accepted:
        say("Taken back. That it was said stays in the history.")
        return see_other("ideas.show", ref=found.ref)
    return render("talk/take_back.html", form=form, idea=found, said=said)


@screens.screen("/account/news", needs=SIGNED_IN, methods=("GET", "POST"), turn=OWN)
def news() -> Any:
    """How one hears of what one follows here, and of what names one."""
    choice = council.news_choice(reader().person_id)
    form = NewsForm(data={"followed": choice.news_followed, "naming": choice.news_naming})
    if form.sent():
        followed, naming = NewsBy(form.followed.data), NewsBy(form.naming.data)
        council.set_news(person_id=reader().person_id, followed=followed, naming=naming)
        say("Saved.")
        return see_other("account.show")
    who, here = reader().person_id, reader().council_id
    stopped = [(kind, stop_address(StopLink(here, who, MailKind(kind)))) for kind in choice.stopped if here]
    return render("talk/news.html", form=form, stopped=stopped)
