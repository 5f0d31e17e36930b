"""Work asked for later: once, after the change is kept, whatever the broker does; and how it stands on the broker."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
import redis

from config import broker as to_broker
from config.broker import jobs_by_broker
from config.settings import settings
from tests import makers
from tests.conftest import corner
from tracker import idea, later, listening, tenancy
from tracker.later import Job


@pytest.fixture
def handed_to(monkeypatch, asks_the_worker):
    """Have this process hand over what is asked for, as the web does, to somebody of this test's."""

    def handed(sender) -> None:
        monkeypatch.setattr(listening, "jobs_by_broker", lambda _settings: sender)

    return handed


@pytest.fixture
def asked(world, handed_to):
    """What was handed to the broker: the job, its council, its identifiers."""
    seen: list[tuple[Job, UUID | None, dict[str, str]]] = []
    handed_to(lambda *told: seen.append(told))
    return seen


def test_what_is_asked_for_goes_once_with_its_council_and_its_identifiers(world, asked):
    one, other = uuid4(), uuid4()
    with world.ours.door():
        for which in (one, other, one):
            later.ask(Job.COMPUTE_HEALTH, idea=which, day=3)
        assert asked == [], "nothing goes before the change is kept"
    assert asked == [
        (Job.COMPUTE_HEALTH, world.ours.id, {"day": "3", "idea": str(one)}),
        (Job.COMPUTE_HEALTH, world.ours.id, {"day": "3", "idea": str(other)}),
    ]
    with world.ours.door():
        tenancy.session().flush()
    assert len(asked) == 2, "a later transaction asks for nothing of it again"


def test_what_the_directory_asks_for_names_no_council(world, asked):
    with tenancy.directory():
        later.ask(Job.DELIVER_LETTERS)
    assert asked == [(Job.DELIVER_LETTERS, None, {})]


def test_an_act_that_failed_inside_takes_away_nothing_that_was_asked_for_before(world, asked):
    with world.ours.door():
        later.ask(Job.COMPUTE_HEALTH)
        with pytest.raises(idea.Refused), tenancy.attempt():
            raise idea.Refused("Not so.")
    assert [job for job, _, _ in asked] == [Job.COMPUTE_HEALTH]


def test_an_act_that_succeeded_inside_hands_over_nothing_before_the_whole_is_kept(world, asked):
    with pytest.raises(ZeroDivisionError), world.ours.door():
        with tenancy.attempt():
            later.ask(Job.COMPUTE_HEALTH)
        assert asked == []
        _ = 1 / 0
    assert asked == []


def test_the_change_can_be_read_by_whoever_is_asked(world, database, handed_to):
    found = []

    def look(*_told) -> None:
        with psycopg.connect(database.admin_url) as server:
            found.extend(server.execute("SELECT ref FROM idea WHERE council_id = %s", [world.ours.id]).fetchall())

    handed_to(look)
    with world.ours.door():
        made = idea.log_draft(by=world.ours.contributor.id, title="Warm rooms")
        later.ask(Job.COMPUTE_HEALTH)
    assert found == [(made.ref,)]


def test_a_broker_that_fails_costs_the_change_nothing_and_the_next_job_is_handed_over(world, handed_to):
    seen = []

    def fail_first(job, *_told) -> None:
        seen.append(job)
        if len(seen) == 1:
            raise redis.ConnectionError

    handed_to(fail_first)
    with world.ours.door():
        made = idea.log_draft(by=world.ours.contributor.id, title="Warm rooms")
        later.ask(Job.COMPUTE_HEALTH)
        later.ask(Job.DELIVER_LETTERS)
    assert seen == [Job.COMPUTE_HEALTH, Job.DELIVER_LETTERS]
    with world.ours.door():
        assert makers.idea_of(made.ref)


def test_a_letter_that_was_written_asks_to_be_carried(world, asked):
    makers.a_sent_idea(world.ours)
    assert (Job.DELIVER_LETTERS, None, {}) in asked


# --- on the broker ----------------------------------------------------------------------------------------------------
@pytest.fixture
def line(database):
    """A corner of the broker for this test alone, and how jobs get there."""
    url = corner(database, 3)
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        to_broker._sender.cache_clear()
        yield client, jobs_by_broker(settings().model_copy(update={"broker_url": url}))
        client.flushdb()


def test_a_job_stands_on_the_broker_as_the_worker_reads_it_and_runs_out_after_a_minute(line):
    client, send = line
    council_id, about = uuid4(), uuid4()
    send(Job.FIND_NUDGES, council_id, {"idea": str(about)})
    send(Job.BEAT_HEART, None, {})
    last, first = (json.loads(each) for each in client.lrange(f"{to_broker.PREFIX}default", 0, -1))

    assert (first["headers"]["task"], last["headers"]["task"]) == ("nudge.find_due", "worker.beat_heart")
    assert first["headers"]["council"] == str(council_id)
    assert "council" not in last["headers"]
    assert json.loads(b64decode(first["body"]))[:2] == [[], {"idea": str(about)}]
    lasts = datetime.fromisoformat(first["headers"]["expires"]) - datetime.now(UTC)
    assert timedelta(seconds=50) < lasts <= timedelta(seconds=60)
    waits = datetime.fromisoformat(first["headers"]["expires"]) - datetime.fromisoformat(first["headers"]["eta"])
    assert waits == timedelta(seconds=59), "it is taken up a second after it was sent"
    assert first["headers"]["ignore_result"] is True
    assert first["content-type"] == "application/json"
    assert first["headers"]["id"] == first["properties"]["correlation_id"]
    assert first["headers"]["id"] != last["headers"]["id"]


def test_what_is_asked_for_again_within_a_second_is_asked_for_already(line, monkeypatch):
    client, send = line
    at, here, there = [1000.0], uuid4(), uuid4()
    monkeypatch.setattr(to_broker.time, "monotonic", lambda: at[0])
    for now, council_id, waits in (
        (1000.0, None, 1),
        (1000.9, None, 1),
        (1000.9, here, 2),
        (1000.9, there, 3),
        (1001.0, None, 4),
        (1001.8, here, 4),
        (1001.9, here, 5),
    ):
        at[0] = now
        send(Job.DELIVER_LETTERS, council_id, {})
        assert client.llen(f"{to_broker.PREFIX}letters") == waits
    send(Job.COMPUTE_HEALTH, here, {})
    send(Job.COMPUTE_HEALTH, here, {"idea": "1"})
    send(Job.COMPUTE_HEALTH, here, {"idea": "1"})
    assert client.llen(f"{to_broker.PREFIX}default") == 2


def test_many_letters_of_many_councils_ask_once_a_second(world, line, database, monkeypatch, asks_the_worker):
    client, _ = line
    monkeypatch.setenv("BROKER_URL", corner(database, 3))
    settings.cache_clear()
    for side in (world.ours, world.theirs, world.ours):
        with side.door():
            later.ask(Job.DELIVER_LETTERS)
    assert client.llen(f"{to_broker.PREFIX}letters") == 1, "on a queue of their own"
    [told] = [json.loads(each) for each in client.lrange(f"{to_broker.PREFIX}letters", 0, -1)]
    assert told["properties"]["delivery_info"]["routing_key"] == "letters"
    monkeypatch.undo()
    settings.cache_clear()


def test_after_a_broker_that_did_not_answer_it_is_left_in_peace_for_ten_seconds(line, monkeypatch):
    client, send = line
    at = [1000.0]
    monkeypatch.setattr(to_broker.time, "monotonic", lambda: at[0])
    lpush = redis.Redis.lpush

    def away(*_told, **_more) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(redis.Redis, "lpush", away)
    with pytest.raises(redis.ConnectionError):
        send(Job.BEAT_HEART, None, {})
    monkeypatch.setattr(redis.Redis, "lpush", lpush)
    for now, waits in ((1000.0, 0), (1009.9, 0), (1010.0, 1)):
        at[0] = now
        send(Job.BEAT_HEART, None, {})
        assert client.llen(f"{to_broker.PREFIX}default") == waits


def test_whether_the_broker_answers_is_said_and_never_raised(line, database):
    assert to_broker.answers(corner(database, 3)) is True
    for nowhere in ("redis://127.0.0.1:9/0", "nonsense", "redis://:wrong@" + corner(database, 3).partition("@")[2]):
        assert to_broker.answers(nowhere) is False
