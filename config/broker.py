"""How the web asks the worker for something: a bare producer that knows no task and never makes a page wait."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from uuid import UUID

import redis
from celery import Celery
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.settings import Settings

PREFIX = "seedbed:"
HINT_LASTS_SECONDS = 60  # a hint that nobody took is stale: the sweeps find the work
REST_SECONDS = 10  # after a broker that did not answer, pages stop asking it for so long

# kombu would try for two seconds; a hint is tried once.
ONCE = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}


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
def _producer(broker_url: str) -> Celery:
    app = Celery("seedbed-web", broker=broker_url, set_as_current=False)
    app.conf.update(
        broker_transport_options={**transport_options(), **ONCE, "socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        broker_connection_timeout=0.5,
        broker_pool_limit=1,
        task_publish_retry=False,
        task_ignore_result=True,
        task_serializer="json",
        task_default_queue="default",
    )
    return app


def jobs_by_broker(wanted: Settings) -> Callable[[str, UUID | None, dict[str, str]], None]:
    """Return what sends a job by name, with its council in the message's header. It may raise: the caller lets go."""
    rests = {"until": 0.0}

    def send(job: str, council: UUID | None, ids: dict[str, str]) -> None:
        if time.monotonic() < rests["until"]:
            return
        headers = {"council": str(council)} if council else {}
        try:
            _producer(wanted.broker_url).send_task(
                str(job), kwargs=ids, headers=headers, expires=HINT_LASTS_SECONDS, ignore_result=True
            )
        except Exception:
            rests["until"] = time.monotonic() + REST_SECONDS
            raise

    return send


def answers(broker_url: str) -> bool:
    """Say whether the broker answers and lets us in, within half a second."""
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(broker_url, socket_timeout=0.5, socket_connect_timeout=0.5, retry=once) as client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False
