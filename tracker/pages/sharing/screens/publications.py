"""Publishing an idea, taking a card back, and where an idea came from and went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, url_for

from tracker import collaborative, idea, portfolio, value
from tracker.clock import today
from tracker.collaborative import TO_BE_OPENED, MemberLine, OpenCollaborative, OwnCard, StrandLine
from tracker.council import Can
from tracker.idea import Idea, Refused
from tracker.pages.sharing.forms import PublishForm, ResultForm, WithdrawForm
from tracker.pages.sharing.worth import card_words
from tracker.tenancy import together
from tracker.web import OvertakenError, Screens, reader, render, say, see_other

screens = Screens("publications", __name__)
BOTH = ("GET", "POST")


def _health(found: Idea) -> dict[str, Any] | None:
    """The idea's health as it is worked out at this moment, as a card freezes it; None where it has none."""
    return portfolio.health_now(idea=found)


@screens.screen("/ideas/<ref>/publish", needs=Can.PUBLISH)
def choose(ref: str) -> Any:
    """Choose the collaborative that an idea is published to."""
    found = idea.get(ref=ref, reader=reader())
    stands = {one.collaborative.code: one.publication for one in collaborative.publications_of(found)}
    return render("sharing/choose.html", idea=found, mine=collaborative.mine(), stands=stands)


@screens.screen("/ideas/<ref>/publish/<code>", needs=Can.PUBLISH, methods=BOTH)
def publish(ref: str, code: str) -> Any:
    """Choose exactly what the others see; look at it; publish."""
    found = idea.get(ref=ref, reader=reader())
    card, named = collaborative.own_card_query(TO_BE_OPENED, found), collaborative.strands_query(TO_BE_OPENED)
    inside = collaborative.members_query(TO_BE_OPENED)
    to, answers = collaborative.opened(code, card, named, inside)
    stands, strands = answers.of(card), answers.of(named)
    form, health, by = PublishForm.about(stands, strands), _health(found), reader().person_id
    if form.sent("publish"):
        with form.trying():
            into = collaborative.get(code)
            made = collaborative.publish(idea=found, collaborative=into, choice=form.choice(), by=by, health=health)
    if form.accepted:
        say(f"Members of {to.name} see the card from the next page they open.")
        return see_other("collaboratives.card", code=code, number=made.number)
    members = answers.of(inside)
    return _publishing(found, to, form, health, stands=stands, strands=strands, members=members)


def _publishing(
    found: Idea,
    to: OpenCollaborative,
    form: PublishForm,
    health: Any,
    *,
    stands: OwnCard | None,
    strands: Sequence[StrandLine],
    members: Sequence[MemberLine],
) -> Any:
    try:
        choice = form.choice()
    except Refused as why:
        form.refuse(str(why), field=why.field)
        choice = collaborative.Choice()
    shown = collaborative.preview(idea=found, choice=choice, by=reader().person_id)
    card = collaborative.unpublished(idea=found, choice=choice, shown=shown, health=health, stands=stands)
    return render(
        "sharing/publish.html",
        idea=found,
        collaborative=to,
        form=form,
        stands=stands,
        card=card,
        shown=shown,
        health=card.health or None,
        strand=next((one.title for one in strands if one.id == choice.strand_id), None),
        **card_words(),
        others=[one for one in members if one.council_id != str(reader().council_id)],
    )


@screens.screen("/ideas/<ref>/publish/<code>/refresh", needs=Can.PUBLISH, methods=("POST",))
def refresh(ref: str, code: str) -> Any:
    """Work the health of a card out anew, and freeze it on the card."""
    found = idea.get(ref=ref, reader=reader())
    stands = [one for one in collaborative.publications_of(found) if one.collaborative.code == code] or abort(404)
    card, to = stands[0].publication, stands[0].collaborative
    try:
        collaborative.refresh_health(card=card, collaborative=to, health=_health(found), by=reader().person_id)
    except Refused as why:
        raise OvertakenError(str(why), see=url_for("ideas.show", ref=ref)) from why
    say(f"Its health on the card in {to.name} is that of today.")
    return see_other("ideas.show", ref=ref, anchor="shared")


@screens.screen("/ideas/<ref>/publish/<code>/withdraw", needs=Can.PUBLISH, methods=BOTH)
def withdraw(ref: str, code: str) -> Any:
    """Take a card back, once it was asked whether."""
    found = idea.get(ref=ref, reader=reader())
    stands = [one for one in collaborative.publications_of(found) if one.collaborative.code == code] or abort(404)
    card, of = stands[0].publication, stands[0].collaborative
    form = WithdrawForm()
    if form.sent():
        with form.trying():
            because = form.because.data or ""
            collaborative.withdraw(card=card, collaborative=of, by=reader().person_id, because=because)
    if form.accepted:
        say(f"Taken back: members of {of.name} no longer see it.")
        return see_other("ideas.show", ref=ref)
    return render("sharing/withdraw.html", idea=found, collaborative=of, form=form)


@screens.screen("/ideas/<ref>/adaptation", needs=Can.KEEP_CURRENT, of=collaborative.reports_adaptation, methods=BOTH)
def result(found: Idea) -> Any:
    """Tell the origin how an adaptation went."""
    step = collaborative.origin_of(found) or abort(404)
    kept = step.adaptation
    stands = {"status": kept.status, "why_not": kept.why_not or "", "result": kept.result}
    form = ResultForm(data={**stands, "evaluator": kept.evaluator or "", "evaluated_by": kept.evaluated_by})
    if form.sent():
        with form.trying():
            collaborative.report_result(idea=found, by=reader().person_id, **form.particulars())
    if form.accepted:
        say(f"{step.origin} is told how it went.")
        return see_other("publications.lineage", ref=found.ref)
    return render("sharing/result.html", idea=found, step=step, form=form)


@screens.screen("/ideas/<ref>/lineage", needs=Can.SEE_IDEAS)
def lineage(ref: str) -> Any:
    """Where an idea came from, and where it went."""
    found = idea.get(ref=ref, reader=reader())
    asked, exchange = collaborative.lineage_queries(found), collaborative.exchange_queries(found)
    published, notices = collaborative.published_query(found), collaborative.notices_query(reader=reader(), idea=found)
    replications = value.replications_query(idea=found, day=today())
    answers = together((*asked, *exchange, published, notices, replications))
    tree = collaborative.lineage_tree(found, reader=reader(), asked=asked, answers=answers)
    told, may = collaborative.exchanges(exchange, answers), collaborative.acknowledges_feedback(found, reader())
    went = [told[step.adaptation.id] for step in tree.went if step.adaptation.id in told]
    return render(
        "sharing/lineage.html",
        idea=found,
        tree=tree,
        told=told,
        answers=may,
        unanswered=[one for exchange in went for one in exchange.feedback if not one.answer] if may else (),
        questions=collaborative.weigh_questions(),
        published=answers.of(published),
        told_us=answers.of(notices),
        reports=collaborative.reports_adaptation(found, reader()),
        replications=answers.of(replications),
        enough=value.ENOUGH_TIMES,
    )
