"""A card is taken into another council's pipeline: adapted, not adopted. What came of it flows back to the origin."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from tracker import idea as ideas
from tracker.clock import now, today
from tracker.collaborative.actions.credit import credit_what_the_card_tells
from tracker.collaborative.actions.notices import send_notice
from tracker.collaborative.actions.publication import hold_card, tell_adapters
from tracker.collaborative.models import Adaptation, AdaptationReport, Collaborative, Publication
from tracker.collaborative.queries.steps import origin_of
from tracker.collaborative.rules import Fit, check_fit, check_result
from tracker.collaborative.words import AdaptationStatus, Evaluator, NoticeKind, WhyNot
from tracker.gate import Word
from tracker.history import StoredEvent, record
from tracker.history.events.gate import GateDecided, IdeaReopened
from tracker.history.events.sharing import AdaptationReported, IdeaAdapted
from tracker.idea.models import Idea
from tracker.idea.words import NotFoundError, Refused, State
from tracker.tenancy import current_council, session
from tracker.wording import BUILT_IN, capital


def adapt(
    *,
    card: Publication,
    collaborative: Collaborative,
    fit: Fit,
    by: UUID,
    title: str | None = None,
    service_id: UUID | None = None,
) -> Idea:
    """Take a card into the open council's own pipeline: an idea in latent, at its design gate, its adapter the owner.

    The origin is told, and sees what was kept, changed and dropped. Raises Refused.
    """
    if card.council_id == current_council():
        raise Refused("This is an idea of your own council.")
    check_fit(fit)
    hold_card(card)
    _refuse_circle(card)
    _refuse_twice(card)
    idea = _take_in(card, fit, by=by, title=title, service_id=service_id)
    made = _adaptation(card, fit, idea)
    credit_what_the_card_tells(made, card.shown.get("thanks", ()))
    told: dict[str, Any] = {**fit.summaries, "fits_because": made.fits_because, "spoken_to": made.spoken_to}
    to: dict[str, Any] = {"to_council_id": card.council_id, "publication_id": card.id, "adaptation_id": made.id}
    send_notice(NoticeKind.ADAPTED, **to, title=card.title, **told)
    record(_event(card, collaborative), idea_id=idea.id, about_id=made.id, by=by)
    return idea


def _refuse_circle(card: Publication) -> None:
    """Refuse what goes back to an idea of the open council: a lineage goes in no circle."""
    stems = text("SELECT stems_from_here(CAST(:council AS uuid), CAST(:idea AS uuid))")
    if root := session().scalar(stems, {"council": card.council_id, "idea": card.idea_id}):
        ours = ideas.by_id(idea_id=root)
        name = ours.ref if ours.open_to_all else "an idea of your own council"
        raise Refused(f"This goes back to {name}: keep what they changed there, instead of taking your own idea in.")


def _refuse_twice(card: Publication) -> None:
    """Refuse a card that the open council is trying already: it adapts one once at a time."""
    trying = select(Adaptation.adopter_ref).where(
        Adaptation.council_id == current_council(),
        Adaptation.publication_id == card.id,
        Adaptation.status == AdaptationStatus.TRYING,
    )
    if ref := session().scalar(trying.order_by(Adaptation.id).limit(1)):
        raise Refused(f"Your council is trying this already, as {ref}. Say there how it went before you begin again.")


def _event(card: Publication, collaborative: Collaborative) -> IdeaAdapted:
    return IdeaAdapted(
        origin=card.shown.get("council"),
        title=card.title,
        number=card.number,
        collaborative=collaborative.called,
        code=collaborative.code,
    )


def _adaptation(card: Publication, fit: Fit, idea: Idea) -> Adaptation:
    made = Adaptation(
        idea_id=idea.id,
        publication_id=card.id,
        origin_council_id=card.council_id,
        origin_idea_id=card.idea_id,
        **fit.summaries,
        fits_because=fit.fits_because.strip(),
        by_part=[vars(one) for one in fit.parts],
        weighed={code: words.strip() for code, words in fit.weighed.items() if words.strip()},
        spoken_to=fit.spoken_to.strip() or None,
        status=AdaptationStatus.TRYING,
        begun_on=today(),
        recorded_at=now(),
        adopter_ref=idea.ref,
    )
    session().add(made)
    session().flush()
    return made


def _take_in(card: Publication, fit: Fit, *, by: UUID, title: str | None, service_id: UUID | None) -> Idea:
    """An adapted idea needs no triage: a lead or owner chose it. It is there from today and promises no reply."""
    idea = ideas.log_draft(
        by=by,
        title=(title or card.title).strip(),
        problem=card.shown.get("problem") or "",
        proposal=_proposal(card, fit),
        service_id=service_id,
    )
    idea.owner_id, idea.there_from, idea.stage_since = by, today(), today()
    ideas.change_state(idea=idea, state=State.ACTIVE, by=by)
    ideas.follow(idea=idea, person_id=by)
    return idea


def _proposal(card: Publication, fit: Fit) -> str:
    """What will be tried here: the origin's proposal where it is shown, and what is done with it."""
    said = [(BUILT_IN.called(name, "adaptation_field"), told) for name, told in fit.summaries.items() if told]
    lines = [f"{capital(name)}: {told}" for name, told in said]
    return "\n\n".join(filter(None, [card.shown.get("proposal") or "", *lines]))


def report_result(
    *,
    idea: Idea,
    status: AdaptationStatus,
    result: str,
    by: UUID,
    why_not: WhyNot | None = None,
    evaluator: Evaluator | None = None,
    evaluated_by: str = "",
) -> Adaptation:
    """Say how an adaptation went, and who judged that; the origin reads it and is told.

    What worked, as judged by somebody other than its owner, is a replication there. Raises Refused, NotFoundError for
    no adaptation.
    """
    step = origin_of(idea)
    if step is None:
        raise NotFoundError(idea.ref)
    check_result(status, why_not, result, evaluator, evaluated_by)
    made = step.adaptation
    made.status, made.result = status, result.strip() or None
    made.why_not = why_not if status in (AdaptationStatus.DID_NOT, AdaptationStatus.IN_PART) else None
    judged = status is not AdaptationStatus.TRYING
    made.evaluator, made.evaluated_by = (evaluator, evaluated_by.strip() or None) if judged else (None, None)
    made.settled_on = None if status is AdaptationStatus.TRYING else today()
    session().add(_report(made))
    told: dict[str, Any] = {"status": status, "why_not": made.why_not, "result": made.result}
    told["evaluated_by"] = made.evaluated_by
    send_notice(
        NoticeKind.RESULT,
        to_council_id=made.origin_council_id,
        publication_id=made.publication_id,
        adaptation_id=made.id,
        title=step.title,  # never ours: the origin may not know what we call it
        **told,
    )
    reported = AdaptationReported(origin=step.origin, status=status, why_not=made.why_not, result=made.result)
    record(reported, idea_id=idea.id, about_id=made.id, by=by)
    ideas.touch(idea)
    return made


def _report(made: Adaptation) -> AdaptationReport:
    """What is told of an adaptation today, as a row of its own: a later one leaves the days before as they were."""
    return AdaptationReport(
        idea_id=made.idea_id,
        adaptation_id=made.id,
        origin_council_id=made.origin_council_id,
        origin_idea_id=made.origin_idea_id,
        status=made.status,
        why_not=made.why_not,
        result=made.result,
        evaluator=made.evaluator,
        evaluated_by=made.evaluated_by,
        on=today(),
        recorded_at=now(),
    )


def hear_of_decision(decided: GateDecided, stored: StoredEvent) -> None:
    """Councils that adapted an idea are told when it is returned or stopped where it began."""
    idea_id = stored.idea_id
    if idea_id and decided.word == Word.RETURN:
        tell_adapters(ideas.by_id(idea_id=idea_id), NoticeKind.RETURNED, at=stored.at, to_stage=decided.to_stage)
    elif idea_id and decided.word == Word.STOP:
        tell_adapters(ideas.by_id(idea_id=idea_id), NoticeKind.STOPPED, at=stored.at)


def hear_of_reopening(_event: IdeaReopened, stored: StoredEvent) -> None:
    """They are told as well when it is taken up again: they heard that it had stopped."""
    if stored.idea_id:
        tell_adapters(ideas.by_id(idea_id=stored.idea_id), NoticeKind.REOPENED, at=stored.at)
