"""The page of operations, `doctor` and the metrics say the same of one installation, broken in each way."""

from __future__ import annotations

import re
import subprocess
from datetime import timedelta

import psycopg
import pytest

from config.settings import settings
from tests import makers
from tests.browsing import Browser
from tests.terminal import seedbed
from tracker import clock, council
from tracker.app import create_app
from tracker.later import RECURRING
from tracker.tenancy import directory

TOKEN = "a token of sixteen letters"
BROKEN = {
    "failed": "UPDATE job_run SET detail = 'ZeroDivisionError' WHERE job LIKE '%compute_health'",
    "late": "UPDATE job_run SET finished_at = now() - interval '2 days' WHERE job LIKE '%compute_health'",
    "never": "UPDATE job_run SET finished_at = NULL WHERE job LIKE '%compute_health'",
    "stuck": "UPDATE job_run SET running_since = now() - interval '7 minutes' WHERE job LIKE '%compute_health'",
    "deadly": "UPDATE job_run SET deaths = 3, died_at = now() WHERE job LIKE '%compute_health'",
    "clock": "UPDATE job_run SET finished_at = now() + interval '3 days' WHERE job LIKE '%compute_health'",
    "silent": "UPDATE job_run SET finished_at = now() - interval '1 hour' WHERE job = 'worker.beat_heart'",
    "given_up": "UPDATE letter SET given_up_at = now(), sent_at = NULL, last_error = '550 nobody'",
    "waiting": "UPDATE letter SET sent_at = NULL, created_at = now() - interval '11 minutes'",
    "far": "UPDATE letter SET sent_at = NULL, created_at = now(), not_before = now() + interval '25 hours'",
}


@pytest.fixture
def well(empty_database, monkeypatch):
    """An installation in which everything was just done, with a letter that was sent; and a way to break it."""
    monkeypatch.setenv("METRICS_TOKEN", TOKEN)
    settings.cache_clear()
    with psycopg.connect(empty_database.admin_url, autocommit=True) as admin:
        side = makers.a_world().ours
        makers.a_sent_idea(side)
        admin.execute("UPDATE letter SET sent_at = now()")
        admin.execute("UPDATE council SET created_at = now() - interval '30 days'")
        operator = makers.an_operator(empty_database)
        with directory():
            for about in RECURRING:
                for place in council.councils_to_sweep() if about.in_each_council else [None]:
                    council.ran(about.job, council_id=place)
        yield admin, operator
    settings.cache_clear()


def page_of(app, operator) -> str:
    return Browser(app, operator).get("/ops").text


def metrics_of(app) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:\{.*\})?) (\S+)$", answer.text, re.MULTILINE)}


def doctor(*words: str) -> subprocess.CompletedProcess[str]:
    return seedbed("doctor", *words)


def test_where_all_is_well_page_and_metrics_say_so(well):
    app = create_app()
    assert "All is well" in page_of(app, well[1])
    found = metrics_of(app)
    assert found["seedbed_well"] == 1
    assert not [name for name, value in found.items() if name.startswith("seedbed_findings") and value]
    assert found["seedbed_letters_sent_last_hour"] >= 1
    assert found["seedbed_broker_up"] == 1
    assert {"default", "letters", "taken"} <= {name.split('"')[1] for name in found if "queue_tasks" in name}
    told = 'seedbed_job_success_timestamp_seconds{council="Northmoor Council",job="portfolio.compute_health"}'
    assert abs(found[told] - clock.now().timestamp()) < 3600
    assert "Last success by council" in page_of(app, well[1])


@pytest.mark.parametrize("kind", BROKEN)
def test_neither_page_nor_metrics_say_that_all_is_well_while_something_is_not(well, kind):
    admin, operator = well
    app = create_app()
    admin.execute(BROKEN[kind])
    page = page_of(app, operator)
    assert "All is well" not in page
    assert 'class="ask ask--late"' in page
    found = metrics_of(app)
    assert found["seedbed_well"] == 0
    assert found[f'seedbed_findings{{kind="{kind}"}}'] == 1


def test_doctor_says_it_too_and_ends_with_1(well):
    admin, _ = well
    parts = [word for part in ("worker", "jobs", "letters", "clock", "rows") for word in ("--of", part)]
    said = doctor(*parts)
    assert (said.returncode, said.stdout.count("ok ")) == (0, 5)
    for kind in ("failed", "given_up"):
        admin.execute(BROKEN[kind])
    said = doctor(*parts)
    assert said.returncode == 1
    assert "WRONG jobs        “Health of ideas and portfolios” failed: It failed in Northmoor Council" in said.stdout
    assert "WRONG letters     Letters were given up" in said.stdout
    assert doctor("--of", "worker").returncode == 0, "a health check may ask for one part"
    assert doctor("--of", "nothing").returncode == 2


def test_a_clock_that_disagrees_with_the_databases_is_said(well, monkeypatch):
    ahead = clock.unpinned() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "unpinned", lambda: ahead)
    assert "The database&#39;s clock is 5 minutes behind this machine&#39;s." in page_of(create_app(), well[1])


def test_metrics_are_not_there_without_a_token_and_refused_without_the_right_one(well, monkeypatch):
    app = create_app()
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}, {"Authorization": "Bearer é"}):
        answer = app.test_client().get("/metrics", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    monkeypatch.delenv("METRICS_TOKEN")
    settings.cache_clear()
    assert app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 404
