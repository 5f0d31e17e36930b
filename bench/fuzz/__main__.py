"""The command behind `make fuzz`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile

import psycopg

from bench.fuzz.run import Outcome, run
from config.settings import settings
from local import servers
from tests import conftest, makers
from tests.tracker.things import a_whole_place
from tracker import listening
from tracker.app import create_app

AFFAIR = "a neighbour’s own affair"


def main() -> int:
    """Send the requests and tell what came back."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--requests", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", default="", help="screens whose endpoints begin so, such as team,code,residents")
    given = asked.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where it was inherited as ignored
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # what was sent is no text at times
    outcome = _fuzz(given.requests, given.seed, tuple(filter(None, given.only.split(","))))
    print(outcome)
    return 1 if outcome.broken else 0


def _fuzz(requests: int, seed: int, only: tuple[str, ...]) -> Outcome:
    """Run against an application of its own, in a database that is dropped afterwards."""
    listening.wire(worker=False)
    name = f"fuzz_{os.getpid()}"
    with servers.joined(conftest.HOME, durable=False) as found, tempfile.TemporaryDirectory() as letters:
        own = conftest.clone(found, name)
        try:
            with (
                conftest.pointed_at(own, DEV_MAILBOX=letters, LOG_LEVEL="ERROR"),
                psycopg.connect(own.admin_url, autocommit=True) as admin,
            ):
                settings.cache_clear()
                place = a_whole_place(admin, own)
                makers.a_sent_idea(makers.a_side(), title=AFFAIR)
                return run(create_app(), place, requests=requests, seed=seed, only=only, secret=AFFAIR)
        finally:
            with psycopg.connect(found.admin_url, autocommit=True) as server:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


if __name__ == "__main__":
    sys.exit(main())
