"""What is known of an idea, gathered for its card: only what was chosen is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from tracker import council, gate, lesson, method, place, risk, tag, value
from tracker.benefit.models import BenefitPeriod
from tracker.benefit.words import CheckWord
from tracker.collaborative.queries.credits import credits_query
from tracker.collaborative.rules import CardFacts
from tracker.collaborative.words import ON_A_SUMMARY, CardField, Level
from tracker.idea.models import Idea, IdeaState
from tracker.idea.words import Outcome
from tracker.lesson import LessonEntry
from tracker.tenancy import Query, current_council, session, together
from tracker.value import Worth
from tracker.value.models import Benefit
from tracker.value.words import BenefitState


def known_of(idea: Idea, *, level: Level, chosen: Collection[CardField]) -> CardFacts:
    """Gather what a card of an idea may show. One statement; one more for each of the rarer things chosen."""
    wanted = set(chosen) if level is Level.FULL else ON_A_SUMMARY & set(chosen)
    beside, thanks = _beside(idea), credits_query(idea)
    worth = value.WORTH.on(idea) if {CardField.CLAIMS, CardField.EVIDENCE} & wanted else None
    learnt = lesson.LESSONS.on(idea) if {CardField.LESSONS, CardField.STOP} & wanted else None
    answers = together(query for query in (beside, thanks, worth, learnt) if query)
    told, worth_here = answers.of(beside), answers.of(worth) if worth else None
    lessons = _lessons(answers.of(learnt)) if learnt else []
    return CardFacts(
        council=told.council,
        title=idea.title,
        stage=idea.stage,
        state=idea.outcome or idea.state,
        stage_since=idea.stage_since,
        service=told.service if idea.service_id else idea.service_area,
        problem=idea.problem,
        proposal=idea.proposal,
        contact=council.owner_name(idea.owner_id) if CardField.CONTACT in wanted else None,
        came_from=told.origin,
        claims=_claims(worth_here) if worth_here and CardField.CLAIMS in wanted else (),
        evidence=_evidence(worth_here) if worth_here and CardField.EVIDENCE in wanted else (),
        lessons=lessons if CardField.LESSONS in wanted else (),
        stop=_stop(idea, lessons) if CardField.STOP in wanted else None,
        plan=_plan(idea) if CardField.PLAN in wanted else (),
        risks=_risks(idea) if CardField.RISKS in wanted else (),
        risk_of_nothing=idea.risk_of_nothing,
        source=idea.source,
        thanks=[each.plainly for each in answers.of(thanks)],
        benefits=_benefits(idea) if CardField.BENEFITS in wanted else (),
        places=[one.name for one in place.places_on(idea=idea)] if CardField.PLACES in wanted else (),
        topics=[one.name for one in tag.tags_on(idea=idea)] if CardField.TOPICS in wanted else (),
    )


class BesideIdea(NamedTuple):
    """What the open council is called, and a service of it, and from whose card an idea came."""

    council: str
    service: str | None
    origin: str | None


_BESIDE = """
SELECT c.name AS council,
 (SELECT s.name FROM service s WHERE s.council_id = c.id AND s.id = CAST(:service AS uuid)) AS service,
 (SELECT o.name FROM adaptation a JOIN council o ON o.id = a.origin_council_id
   WHERE a.council_id = c.id AND a.idea_id = CAST(:idea AS uuid)) AS origin
  FROM council c WHERE c.id = CAST(:here AS uuid)"""


def _beside(idea: Idea) -> Query[BesideIdea]:
    given = {"service": idea.service_id, "idea": idea.id, "here": current_council()}
    return Query(BesideIdea, _BESIDE, given, lambda found: found[0])


def _claims(worth: Worth) -> list[dict[str, Any]]:
    shown = ("indicator", "unit", "baseline", "baseline_date", "target")
    return [
        {name: getattr(one, name) for name in shown}
        | {"target_on": one.target_on.isoformat() if one.target_on else None}
        | {"value": one.latest.value if one.latest else None}
        | {"value_date": one.latest.value_date if one.latest else None}
        for one in worth.claims
    ]


def _evidence(worth: Worth) -> list[dict[str, Any]]:
    """Evidence by claim, with the level that the records support; a claim that outruns its evidence says so."""
    return [
        {
            "indicator": one.indicator,
            "level": one.supported,
            "words": one.level_words,
            "outruns": one.outruns,
            "records": [
                {name: getattr(each, name) for name in ("kind", "value", "value_date", "comparator", "note")}
                for each in one.records
            ],
        }
        for one in worth.claims
    ]


def _lessons(found: Sequence[LessonEntry]) -> list[dict[str, Any]]:
    """Lessons, but for those that their writer keeps in the council."""
    return [{"id": one.id, "lesson": one.lesson, "worked": one.worked} for one in found if not one.at_home]


def _stop(idea: Idea, lessons: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Why an idea was stopped, in a word, on which day, and what that taught; nothing unless it may be taken up."""
    if idea.outcome is not Outcome.STOPPED or not gate.may_be_taken_up(idea=idea):
        return None
    asked = select(IdeaState.stop_reason, IdeaState.on).where(
        IdeaState.idea_id == idea.id, IdeaState.outcome == Outcome.STOPPED
    )
    found = session().execute(asked.order_by(IdeaState.number.desc()).limit(1)).first()
    if found is None:
        return None
    on = found.on.isoformat() if found.on else None
    return {"reason": found.stop_reason, "on": on, "lessons": lessons}


def _plan(idea: Idea) -> list[dict[str, Any]]:
    """The steps of its plan that have a method, but for what was withdrawn."""
    return [
        {name: getattr(step.now, name) for name in ("phase", "method", "state", "note")}
        | {"name": step.now.of.name if step.now.of else step.now.method}
        for phase in method.plan_of(idea=idea).phases
        for step in phase.picked
    ]


def _risks(idea: Idea) -> list[dict[str, Any]]:
    return [
        {
            "description": one.description,
            "likelihood": one.likelihood,
            "impact": one.impact,
            "mitigation": one.mitigation or one.accepted_because,
        }
        for one in risk.risks_on(idea=idea)
    ]


def _benefits(idea: Idea) -> list[dict[str, Any]]:
    """Gains and losses with their periods, in what they are counted in; those that were withdrawn are none."""
    found = select(Benefit).where(
        Benefit.council_id == current_council(), Benefit.idea_id == idea.id, Benefit.state != BenefitState.WITHDRAWN
    )
    periods = select(BenefitPeriod).where(
        BenefitPeriod.council_id == current_council(), BenefitPeriod.idea_id == idea.id
    )
    by_benefit: dict[UUID, list[dict[str, Any]]] = {}
    for one in session().scalars(periods.order_by(BenefitPeriod.starts_on, BenefitPeriod.id)):
        by_benefit.setdefault(one.benefit_id, []).append(_period(one))
    return [
        {
            "description": one.description,
            "class": one.benefit_class,
            "category": one.category,
            "unit": one.unit,
            "beneficiary": one.beneficiary,
            "loss": one.disbenefit,
            "state": one.state,
            "periods": by_benefit.get(one.id, []),
        }
        for one in session().scalars(found.order_by(Benefit.id))
    ]


def _period(one: BenefitPeriod) -> dict[str, Any]:
    return {
        "from": one.starts_on.isoformat(),
        "until": one.ends_on.isoformat(),
        "forecast": None if one.forecast is None else f"{one.forecast:f}",
        "came": None if one.actual is None else f"{one.actual:f}",
        "checked": one.checked_word == CheckWord.RIGHT,
    }
