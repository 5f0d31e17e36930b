"""What the page of operations says, for a program that watches: Prometheus's text, behind a token."""

from __future__ import annotations

import hmac
from collections import Counter
from datetime import datetime
from typing import Any

from flask import Response, abort, request

from config import broker
from config.settings import settings
from tracker import tenancy, vitals
from tracker.web import ANYONE, Screens

screens = Screens("metrics", __name__)


@screens.screen("/metrics", needs=ANYONE)
def show() -> Any:
    """Every finding by its kind, and the figures behind them; not there without METRICS_TOKEN (404)."""
    from prometheus_client import generate_latest  # noqa: PLC0415 - loaded where somebody asks for metrics

    wanted = settings().metrics_token
    if not wanted:
        abort(404)
    given = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {wanted}".encode()):
        return Response("Say Authorization: Bearer and the token.\n", 401, {"WWW-Authenticate": "Bearer"})
    answers, queues = broker.answers(settings().broker_url), broker.depths(settings().broker_url)
    with tenancy.directory():
        found = vitals.facts(broker_answers=answers, queues=queues)
    return Response(
        generate_latest(_gauges(found).registry), mimetype="text/plain", headers={"Cache-Control": "no-store"}
    )


class _Gauges:
    """The metrics of one answer: of the database alone, so that whichever process is asked says the same."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry  # noqa: PLC0415 - as above

        self.registry = CollectorRegistry()
        self._made: dict[str, Any] = {}

    def put(self, name: str, words: str, value: float, **labels: str) -> None:
        """Put one figure, under its labels where it has any."""
        from prometheus_client import Gauge  # noqa: PLC0415 - as above

        if name not in self._made:
            self._made[name] = Gauge(f"seedbed_{name}", words, list(labels), registry=self.registry)
        gauge = self._made[name]
        (gauge.labels(**labels) if labels else gauge).set(value)


def _gauges(facts: vitals.Facts) -> _Gauges:
    gauges = _Gauges()
    _put_findings(facts, gauges)
    _put_letters(facts.letters, gauges, facts.now)
    _put_jobs(facts, gauges)
    gauges.put("broker_up", "1 where the broker answers.", facts.broker_answers)
    for queue, waiting in facts.queues.items():
        gauges.put("queue_tasks", "Tasks at the broker, by queue; `taken` are held by a worker.", waiting, queue=queue)
    ahead = facts.database_ahead.total_seconds()
    gauges.put("database_clock_ahead_seconds", "How far the database's clock is ahead of this process's.", ahead)
    return gauges


def _put_findings(facts: vitals.Facts, gauges: _Gauges) -> None:
    found = vitals.findings(facts)
    gauges.put("well", "1 where nothing needs anybody.", not found)
    counted = Counter(finding.kind for finding in found)
    for kind in vitals.KINDS:
        gauges.put("findings", "What needs somebody, by kind, as /ops says it.", counted[kind], kind=kind)


def _put_letters(letters: vitals.LetterFacts, gauges: _Gauges, now: datetime) -> None:
    for state in ("waiting", "given_up", "in_doubt", "far"):
        count = getattr(letters, state)
        gauges.put("letters", "Letters that are not sent, by what became of them.", count, state=state)
    gauges.put("letters_sent_last_hour", "Letters that the mail server took within the hour.", letters.sent_last_hour)
    age = (now - letters.oldest).total_seconds() if letters.oldest else 0
    gauges.put("letters_oldest_seconds", "Age of the oldest letter that waits; 0 where none does.", age)


def _put_jobs(facts: vitals.Facts, gauges: _Gauges) -> None:
    for run in facts.runs:
        at, where = run.finished_at.timestamp() if run.finished_at else 0, run.council or ""
        words = "When a job last succeeded in a council (or, unnamed, over all); 0 for never."
        gauges.put("job_success_timestamp_seconds", words, at, job=run.job, council=where)
    for standing in vitals.standings(facts):
        job = str(standing.about.job)
        oldest = standing.oldest.timestamp() if standing.oldest else 0
        words = "When a job last succeeded, in the place where that is longest ago; 0 for never."
        gauges.put("job_oldest_success_timestamp_seconds", words, oldest, job=job)
        for state in ("failing", "late", "never", "stuck", "deadly"):
            count = len(getattr(standing, state))
            gauges.put("job_places", "Places where a job is not kept, by what is wrong.", count, job=job, state=state)
