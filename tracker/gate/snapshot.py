"""What was known when a decision was made, as plain values: it does not change when the idea does."""

from __future__ import annotations

from typing import Any

from tracker.clock import now
from tracker.gate.paper import Item, Paper
from tracker.risk import asks_for_scrutiny, score
from tracker.value import ClaimWorth


def as_known(known: Paper) -> dict[str, Any]:
    """Return the answers, evidence levels, open risks, views, request and policy version that a decision rested on."""
    name = known.names.get
    return {
        "taken_at": now().isoformat(),
        "policy_version": known.policy.version,
        "stage": known.idea.stage,
        "stage_since": known.idea.stage_since.isoformat() if known.idea.stage_since else None,
        "risk_of_nothing": known.idea.risk_of_nothing,
        "needs_no_money": known.idea.needs_no_money,
        "runway": known.worth.runway,
        "evidence": {
            "asked": known.level_asked,
            "supported": known.level_supported,
            "stated": known.level_stated,
            "claims": [_claim(one) for one in known.worth.claims],
        },
        "answers": [_answer(known, item) for item in known.items],
        "risks": [
            {
                "description": one.description,
                "likelihood": one.likelihood,
                "impact": one.impact,
                "score": score(likelihood=one.likelihood, impact=one.impact),
                "scrutiny": asks_for_scrutiny(likelihood=one.likelihood, impact=one.impact),
                "mitigation": one.mitigation,
                "accepted_because": one.accepted_because,
                "owner": name(one.owner_id) if one.owner_id else None,
            }
            for one in known.risks
        ],
        "views": [
            {"leaning": one.leaning, "because": one.because, "by": name(one.by_id), "on": one.at.date().isoformat()}
            for one in known.views
        ],
        "request": {
            "by": name(known.request.by_id),
            "on": known.request.at.date().isoformat(),
            "due_on": known.request.due_on.isoformat(),
            "note": known.request.note,
        }
        if known.request
        else None,
    }


def _claim(one: ClaimWorth) -> dict[str, Any]:
    last = one.latest
    return {
        "indicator": one.indicator,
        "unit": one.unit,
        "baseline": one.baseline,
        "baseline_date": one.baseline_date,
        "value": last["value"] if last else None,
        "value_date": last["value_date"] if last else None,
        "target": one.target,
        "supported": one.supported,
    }


def _answer(known: Paper, item: Item) -> dict[str, Any]:
    given = item.answer
    return {
        "id": item.question.id,
        "text": item.question.text,
        "corner": item.question.corner,
        "kind": item.question.kind,
        "needed": item.needed,
        "stands": item.stands,
        "words": given.words or given.note if given else None,
        "by": known.names.get(given.by_id) if given else None,
        "on": given.at.date().isoformat() if given else None,
        "changes": item.changes,
    }
