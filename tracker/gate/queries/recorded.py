"""What an idea's own records answer at a gate: what stops, where it is written down, who was heard."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.gate.queries.items import RecordedFacts
from tracker.gate.rules.questions import FEEDBACK, MANUAL, OLD_SERVICE
from tracker.gate.rules.recorded import KnownFacts
from tracker.routine import OldServiceEntry, RoutineRecord
from tracker.study import ManualEntry, StudyRecord
from tracker.value import Worth


def recorded_in(*, worth: Worth, stops: RoutineRecord | None, written: StudyRecord | None) -> RecordedFacts:
    """Which facts hold by the records of an idea, and what each says, as a decision keeps it; no routine is none."""
    services = stops.old_services if stops else ()
    manuals = written.manuals if written else ()
    return RecordedFacts(
        KnownFacts.of(old_service=bool(services), manual=bool(manuals), heard=worth.heard),
        {
            OLD_SERVICE: [_service(one) for one in services],
            MANUAL: [_manual(one) for one in manuals],
            FEEDBACK: [{"channel": str(channel), "records": count} for channel, count in worth.heard.items()],
        },
    )


def heard_in(worth: Worth) -> KnownFacts:
    """What the records of evidence alone say: who was heard."""
    return KnownFacts.of(old_service=False, manual=False, heard=worth.heard)


def _service(one: OldServiceEntry) -> dict[str, Any]:
    return {
        "service": one.service,
        "ends_on": _iso(one.ends_on),
        "ended_on": _iso(one.ended_on),
        "owner": one.owner,
    }


def _manual(one: ManualEntry) -> dict[str, Any]:
    return {"title": one.title, "place": one.place, "written_on": _iso(one.written_on)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
