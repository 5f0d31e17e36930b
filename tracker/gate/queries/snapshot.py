"""What was known when a decision was made, as plain values: it does not change when the idea does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tracker.capacity import Office
from tracker.clock import day_of, now
from tracker.gate.queries.items import EvidenceOnClaim, GateItem
from tracker.gate.queries.paper import Paper
from tracker.gate.words import Gate
from tracker.risk import RiskEntry, asks_for_scrutiny, score
from tracker.value import ClaimWorth


def as_known(known: Paper) -> dict[str, Any]:
    """Return the answers, evidence levels, open risks, views, request and policy version that a decision rested on."""
    idea = known.idea
    return {
        "taken_at": now().isoformat(),
        "title": idea.title,
        "policy_version": known.policy.version,
        "policy_edition": known.policy.edition,
        "stage": idea.stage,
        "stage_since": idea.stage_since.isoformat() if idea.stage_since else None,
        "risk_of_nothing": idea.risk_of_nothing,
        "needs_no_money": idea.needs_no_money,
        "runway": known.worth.runway,
        "evidence": _evidence(known),
        "answers": [_answer(known, item) for item in known.items],
        "risks": [_risk(one) for one in known.risks],
        "views": [
            {"leaning": one.leaning, "because": one.because, "by": known.names.get(one.by_id), "on": _day(one.at)}
            for one in known.views
        ],
        "request": _request(known),
        "sign_offs": [_sign_off(known, office) for office in Office] if known.gate is Gate.MAINSTREAM else None,
    }


def _day(moment: datetime) -> str:
    return day_of(moment).isoformat()


def _sign_off(known: Paper, office: Office) -> dict[str, Any]:
    """What an office said: the person named for it, the word, the day, and what was written with it."""
    found = known.sign_offs.get(office)
    return {
        "office": office,
        "person": found.person if found else None,
        "word": found.word if found else None,
        "by": found.said_by if found else None,
        "on": found.said_on.isoformat() if found and found.said_on else None,
        "note": found.note if found else None,
    }


def _evidence(known: Paper) -> dict[str, Any]:
    return {
        "asked": known.level_asked,
        "supported": known.level_supported,
        "stated": known.level_stated,
        "claims": [_claim(one) for one in known.worth.claims],
    }


def _risk(one: RiskEntry) -> dict[str, Any]:
    return {
        "description": one.description,
        "likelihood": one.likelihood,
        "impact": one.impact,
        "score": score(likelihood=one.likelihood, impact=one.impact),
        "scrutiny": asks_for_scrutiny(likelihood=one.likelihood, impact=one.impact),
        "mitigation": one.mitigation,
        "accepted_because": one.accepted_because,
        "owner": one.owner,
    }


def _request(known: Paper) -> dict[str, Any] | None:
    asked = known.request
    if asked is None:
        return None
    by = known.names.get(asked.by_id)
    return {"by": by, "on": _day(asked.at), "due_on": asked.due_on.isoformat(), "note": asked.note}


def _claim(one: ClaimWorth) -> dict[str, Any]:
    last = one.latest
    return {
        "indicator": one.indicator,
        "unit": one.unit,
        "baseline": one.baseline,
        "baseline_date": one.baseline_date,
        "value": last.value if last else None,
        "value_date": last.value_date if last else None,
        "target": one.target,
        "supported": one.supported,
    }


def _record(one: EvidenceOnClaim) -> dict[str, Any]:
    entry = one.entry
    on = entry.on.isoformat() if entry.on else entry.value_date
    return {"indicator": one.indicator, "value": entry.value, "note": entry.note, "on": on}


def _answer(known: Paper, item: GateItem) -> dict[str, Any]:
    given = item.answer
    return {
        "id": item.question.id,
        "text": item.question.text,
        "corner": item.question.corner,
        "kind": item.question.kind,
        "needed": item.needed,
        "stands": item.stands,
        "words": given.words or given.note if given else None,
        "note": given.note if given and given.words else None,
        "evidence": [_record(one) for one in item.evidence],
        "fact": item.question.fact,
        "recorded": list(item.recorded),
        "by": known.names.get(given.by_id) if given else None,
        "on": _day(given.at) if given else None,
        "changes": item.changes,
    }
