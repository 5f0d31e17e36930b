"""Routes as tests open them: their rules, the methods that pages use, and real identifiers in their addresses."""

from __future__ import annotations

import uuid
from typing import Any

from tests import makers
from tracker.idea import Stage

NOBODYS = {
    "ref": "NOR-9999",
    "stage": "nowhere",
    "kind": "claims",
    "number": 9999,
    "line": 999999,
    "figure": 999999,
    "code": "no-such-collaborative",
    "part": "no-such-part",
    "question": "no-such-question",
    "gate_name": "no-such-gate",
    "token": "no-such-token",
    "key": "no-such-letter",
    "council_code": "no-such-council",
    "filename": "no-such-file.css",
    "kinds": "services",
    "step": "no-such-step",
}


def things_of(side: makers.Side) -> dict[str, Any]:
    """Everything of a council that an address may name."""
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    code = makers.a_collaborative(side)
    number = makers.a_card(side, code, ref)
    more = makers.more_things(side, ref)
    named = {
        "ref": ref,
        "code": code,
        "number": number,
        "stage": "mobilise",
        "part": "mix",
        "question": "x-harm",
        "entry": "theory",
    }
    return {**named, "person_id": side.observer.id, "side": side, **more}


def rules_of(app, endpoint: str) -> list[Any]:
    """Every address that leads to a screen."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint]


def methods(rule) -> list[str]:
    """Whether an address is looked at, sent a form, or both."""
    return sorted(rule.methods & {"GET", "POST"})


def nobodys(name: str) -> Any:
    """An identifier that never existed anywhere."""
    return NOBODYS.get(name, uuid.uuid4())


def values(rule, own: dict[str, Any], **other: Any) -> dict[str, Any]:
    """What to fill into an address; identifiers that are not given exist nowhere."""
    filled = {name: own.get(name, nobodys(name)) for name in rule.arguments}
    filled |= {name: value for name, value in other.items() if name in rule.arguments}
    return {name: _one_of(rule, name, value) for name, value in filled.items()}


def _one_of(rule, name: str, value: Any) -> Any:
    """What an address of a closed list may say: the value, or one of the list."""
    listed = getattr(rule._converters[name], "items", None)
    return value if listed is None or value in listed else min(listed)


def address(app, rule, filled: dict[str, Any]) -> str:
    """The address of a route with its identifiers filled in."""
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, filled, method=methods(rule)[0])
