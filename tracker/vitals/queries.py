"""The facts of an installation, asked in the directory: whoever tells them asks here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from tracker import clock, council, fault, post
from tracker.tenancy import Query, rows, together
from tracker.vitals.rules import CouncilFacts, Facts, LetterFacts, RowsAside
from tracker.wording import BUILT_IN

_PLACES = "SELECT name, created_at AS since FROM council ORDER BY name, id"
_MOMENT = "SELECT clock_timestamp() AS moment"


class DatabaseMoment(NamedTuple):
    """What time the database says it is."""

    moment: datetime


def facts(*, broker_answers: bool, queues: Mapping[str, int] | None = None) -> Facts:
    """Ask for everything that says whether the installation is well. Asked in the directory."""
    asked_at = clock.unpinned()
    [there] = rows(DatabaseMoment, _MOMENT)
    outbox, ahead = post.outbox(), post.far_ahead()
    runs, places, aside = council.runs_query(), Query(CouncilFacts, _PLACES, {}, list), fault.counts_query()
    found = together((runs, places, aside))
    return Facts(
        now=clock.now(),
        database_ahead=there.moment - asked_at,
        broker_answers=broker_answers,
        runs=found.of(runs),
        places=found.of(places),
        letters=LetterFacts(
            outbox.waiting,
            outbox.oldest,
            outbox.sent_last_hour,
            outbox.given_up,
            far=ahead.letters,
            furthest=ahead.furthest,
            in_doubt=outbox.in_doubt,
            wordless=outbox.wordless,
        ),
        aside=_rows_aside(found.of(aside)),
        queues=queues or {},
    )


def _rows_aside(found: Iterable[fault.FaultCount]) -> list[RowsAside]:
    """What sweeps left alone because it cannot be worked out, by kind, with the one that has waited longest."""
    return [
        RowsAside(
            words=BUILT_IN.called(kind.kind, "fault"),
            number=kind.number,
            named=f"{kind.subject}, {kind.council}" + (", and others" if kind.number > 1 else ""),
            since=kind.since,
        )
        for kind in found
    ]
