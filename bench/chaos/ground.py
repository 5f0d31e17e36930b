"""The ground of a trial: PostgreSQL and Valkey of its own, and an environment that leads the product to them alone."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.chaos.kept import wait
from local import account, servers
from local.postgres import Cluster
from local.valkey import Valkey

MAIL_SECONDS = {"MAIL_TIMEOUT_SECONDS": "2", "MAIL_DATA_TIMEOUT_SECONDS": "2", "LETTER_LEASE_SECONDS": "6"}
LEASE_SECONDS = 6


@dataclass(frozen=True)
class Ground:
    """What a trial stands on: where its servers are, and how they are broken."""

    home: Path
    admin_url: str

    def ask(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        """Ask the database as a superuser."""
        with psycopg.connect(self.admin_url, autocommit=True) as door:
            done = door.execute(statement, given)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def kill_broker(self) -> None:
        """Have the broker die, and start it again."""
        broker = Valkey.at(self.home)
        if (pid := broker.pid()) is not None:
            os.kill(pid, signal.SIGKILL)
            wait(lambda: broker.pid() is None, 10)
        broker.start()

    def restart_broker(self) -> None:
        """Stop the broker by its own command, and start it again."""
        broker = Valkey.at(self.home)
        broker.stop()
        broker.start()

    def kill_database(self) -> None:
        """Have the database die, and start it again."""
        cluster = Cluster.at(self.home)
        if (pid := cluster.pid()) is not None:
            os.kill(pid, signal.SIGKILL)
            wait(lambda: cluster.pid() is None, 10)
        cluster.start()


@contextmanager
def ground(*, durable: bool = False, **environment: str) -> Iterator[Ground]:
    """Stand on servers of one's own, whatever the environment names; the product is told of these alone.

    What may be killed is `durable`: acknowledged is then on the disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="seedbed-chaos-"))
    folder.chmod(0o711)
    home, kept = folder / "var", dict(os.environ)
    try:
        with servers.joined(home, durable=durable) as found:
            os.environ.update(
                ENVIRONMENT="test",
                DATABASE_URL=found.database_url,
                DATABASE_OWNER_URL=found.owner_url,
                BROKER_URL=found.broker_url,
                SECRET_KEY=secrets.token_urlsafe(40),
                LOG_LEVEL="ERROR",
                **MAIL_SECONDS,
            )
            os.environ.update(environment)
            _begin()
            yield Ground(home, found.named(servers.DATABASE).admin_url)
    finally:
        _end()
        os.environ.clear()
        os.environ.update(kept)
        servers.stop(home)
        account.forget(home)
        shutil.rmtree(folder, ignore_errors=True)


def _begin() -> None:
    """Have this process read its settings now, and hear of what it changes as the web does."""
    from config.settings import settings  # noqa: PLC0415 - read once the servers are known
    from tracker import listening, tenancy  # noqa: PLC0415 - read once the servers are known

    tenancy.forget_engine()
    settings.cache_clear()
    listening.wire()


def _end() -> None:
    from config.settings import settings  # noqa: PLC0415 - read once the servers are known
    from tracker import tenancy  # noqa: PLC0415 - read once the servers are known

    tenancy.forget_engine()
    settings.cache_clear()
