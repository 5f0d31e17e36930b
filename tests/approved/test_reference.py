"""What reference data is read as: rules of nudges, questions, items, weights, days and reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict

import pytest
from celery.app.defaults import DEFAULTS

from tests.approved.limits import limits
from tests.approved.names import LIMITS, OF_WORKER, REFERENCE
from tracker import nudge, upkeep
from tracker.gate.rules import questions
from tracker.portfolio import reference
from tracker.wording import sources

READ: dict[str, Callable[[], Iterable[tuple[object, object]]]] = {
    "nudges": lambda: nudge.rule_book().items(),
    "gate-questions": lambda: ((question.id, question) for question in questions.every_question()),
    "health-items": lambda: ((item.key, item) for item in reference.every_item()),
    "health-weights": lambda: reference.weights().items(),
    "health-defaults": lambda: reference.defaults().items(),
    "days": lambda: [("days", upkeep.days())],
    "reports": lambda: [(name, sources.told_in(f"{name}:1-2")) for name in sources._reports()],
}
WHERE = {"broker_url", "redbeat_redis_url"}  # which machine it is on


def told(name: object, of: object) -> str:
    """One entry, a line for each thing it says."""
    if isinstance(of, str):
        return f"{name}: {of}\n"
    facts = asdict(of) if hasattr(of, "__dataclass_fields__") else dict(of)  # type: ignore[call-overload]
    lines = (
        f"  {fact}: {', '.join(sorted(map(str, said))) if isinstance(said, frozenset) else said}"
        for fact, said in facts.items()
    )
    return "\n".join([str(name), *lines]) + "\n"


@pytest.mark.reference
@pytest.mark.parametrize("table", REFERENCE)
def test_reference_data_is_read_as_approved(table: str, approved):
    approved.holds(f"reference/{table}", "".join(told(*entry) for entry in READ[table]()))


@pytest.mark.declared
def test_the_limits_of_forms_are_as_approved(app, approved):
    approved.holds(LIMITS, "".join(told(*entry) for entry in limits()))


@pytest.mark.declared
def test_the_worker_is_set_up_as_approved(database, approved):
    from worker.app import app

    given = {name: value for name, value in app.conf.items() if value != DEFAULTS.get(name)}
    kept = {name: value for name, value in given.items() if name not in WHERE}
    approved.holds(OF_WORKER, "".join(f"{name}: {value}\n" for name, value in sorted(kept.items())))
