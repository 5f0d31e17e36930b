"""How the web asks the worker for something: a bare producer that knows no task and never makes a page wait."""

from __future__ import annotations

import functools
import json
import time
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config import errand
from config.settings import Settings

PREFIX = "seedbed:"
QUEUE = "default"
LETTERS_QUEUE = "letters"
TAKEN = "taken"  # beside the queues: what a worker holds
QUEUE_OF = {"post.deliver_letters": LETTERS_QUEUE}  # what is asked for elsewhere than in the queue of all
HINT_LASTS_SECONDS = 60  # a hint that nobody took is stale: the sweeps find the work
GATHER_SECONDS = 1  # a hint is taken up so long after it was sent, and speaks for all that is asked for until then
REST_SECONDS = 10  # after a broker that did not answer, pages stop asking it for so long


def transport_options() -> dict[str, object]:
    """What every process says to the broker: our own keys, and a redelivery that is swept for often."""
    return {
        "visibility_timeout": 600,
        "global_keyprefix": PREFIX,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "unacked_mutex_expire": 30,
        "queue_order_strategy": "priority",
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
    }


@functools.cache
def _client(broker_url: str) -> redis.Redis:
    once = Retry(NoBackoff(), 0)
    return redis.Redis.from_url(broker_url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=once)


def _message(job: str, council: UUID | None, ids: dict[str, str]) -> str:
    """Return a task as the worker reads it: Celery's message protocol 2, in the envelope of kombu's Redis transport.

    Written out here, so that the web need not hold all of Celery to say one line; the tests hand it to a real worker.
    """
    task, sent_at = str(uuid4()), datetime.now(UTC)
    begins, ends = (sent_at + timedelta(seconds=seconds) for seconds in (GATHER_SECONDS, HINT_LASTS_SECONDS))
    body = json.dumps([[], ids, {"callbacks": None, "errbacks": None, "chain": None, "chord": None}])
    envelope = {
        "body": b64encode(body.encode()).decode(),
        "content-encoding": "utf-8",
        "content-type": "application/json",
        "headers": {
            "lang": "py",
            "task": job,
            "id": task,
            "root_id": task,
            "eta": begins.isoformat(),
            "expires": ends.isoformat(),
            "ignore_result": True,
            **({"council": str(council)} if council else {}),
            **({errand.NAME: name} if (name := errand.current()) else {}),
        },
        "properties": {
            "correlation_id": task,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": QUEUE_OF.get(job, QUEUE)},
            "priority": 0,
            "body_encoding": "base64",
            "delivery_tag": str(uuid4()),
        },
    }
    return json.dumps(envelope)


Asked = tuple[str, UUID | None, tuple[tuple[str, str], ...]]
Send = Callable[[str, UUID | None, dict[str, str]], None]


def jobs_by_broker(wanted: Settings) -> Send:
    """Return what sends a job by name, with its council in the message's header. It may raise: the caller lets go."""
    return _sender(wanted.broker_url)


@functools.cache
def _sender(broker_url: str) -> Send:
    """Return the one sender of this process to a broker.

    What is asked for again before its hint is taken up is asked for already. After a failure all pages stop asking for
    a while.
    """
    rests, gathering = {"until": 0.0}, dict[Asked, float]()

    def send(job: str, council: UUID | None, ids: dict[str, str]) -> None:
        at, asked = time.monotonic(), (str(job), council, tuple(sorted(ids.items())))
        if at < rests["until"] or at < gathering.get(asked, 0.0):
            return
        try:
            queue = QUEUE_OF.get(str(job), QUEUE)
            _client(broker_url).lpush(f"{PREFIX}{queue}", _message(str(job), council, ids))
        except Exception:
            rests["until"] = time.monotonic() + REST_SECONDS
            raise
        for taken_up in [other for other, until in gathering.items() if until <= at]:
            del gathering[taken_up]
        gathering[asked] = at + GATHER_SECONDS

    return send


def depths(broker_url: str) -> dict[str, int]:
    """Count what waits in each queue, and what a worker took and did not answer for yet; nothing where nobody answers.

    Tasks that wait for their moment are among those taken: a worker holds them until then.
    """
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(broker_url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=once) as client:
            found = {queue: int(client.llen(f"{PREFIX}{queue}")) for queue in (QUEUE, LETTERS_QUEUE)}
            return {**found, TAKEN: int(client.hlen(f"{PREFIX}unacked"))}
    except (redis.RedisError, ValueError):
        return {}


def answers(broker_url: str) -> bool:
    """Say whether the broker answers and lets us in, within half a second."""
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(broker_url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=once) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False
