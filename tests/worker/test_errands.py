"""What a request set going has its name: on the answer, on the job that it asks for, on the letter, in the log."""

from __future__ import annotations

import importlib
import json

import pytest
import redis
import structlog

from config import broker as to_broker
from config import errand
from config.broker import LETTERS_QUEUE, PREFIX
from config.settings import settings
from tests.conftest import corner
from tests.worker.test_nudges import submitted
from tracker import clock, idea, post
from tracker.post import delivery

NAME = "front-0123456789"


@pytest.fixture(autouse=True)
def alone(outbox):
    """No letters but this test's."""


def test_the_name_of_a_request_goes_with_the_letter_that_it_writes_into_the_log(
    world, mail, outbox, browse, monkeypatch
):
    side = world.ours
    made = submitted(side, on=clock.today())
    with side.door():
        ref = idea.by_id(idea_id=made).ref
    said = {"words": "We read it.", "reply": "y"}
    answer = browse(side.lead).post(f"/ideas/{ref}/messages", said, headers={"X-Request-ID": NAME})
    assert answer.headers["X-Request-ID"] == NAME
    asked = "SELECT count(*) FROM letter WHERE particulars ->> 'request_id' = %s AND to_email = %s"
    assert outbox(asked, NAME, side.contributor.email).fetchone() == (1,)
    lines = []

    class Log:
        def info(self, _words, **said):
            lines.append({**structlog.contextvars.get_contextvars(), **said})

    monkeypatch.setattr(delivery, "log", Log())
    post.deliver()
    told = [line for line in lines if line.get(errand.NAME) == NAME]
    assert [line["fate"] for line in told] == ["accepted"]
    assert errand.current() is None


def test_a_job_has_the_name_of_the_request_that_asked_for_it(database):
    url = corner(database, 3)
    send = to_broker.jobs_by_broker(settings().model_copy(update={"broker_url": url}))
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        with errand.done_for(NAME):
            send("post.deliver_letters", None, {})
        [message] = client.lrange(f"{PREFIX}{LETTERS_QUEUE}", 0, -1)
        assert json.loads(message)["headers"][errand.NAME] == NAME
        assert to_broker.depths(url) == {"default": 0, "letters": 1, "taken": 0}
        client.flushdb()
    task = importlib.import_module("worker.app").deliver_letters
    task.push_request(headers={errand.NAME: NAME}, id="5")
    assert task.asked_by() == NAME
    task.pop_request()


def test_a_name_that_is_none_is_not_taken(app, browse):
    for given in ("short", "x" * 65, "has a blank in it", "break\tit-1234567"):
        assert browse().get("/sign-in", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given
    assert to_broker.depths("redis://127.0.0.1:1/0") == {}
