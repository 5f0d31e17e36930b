"""PostgreSQL and Valkey together: started, joined and stopped by whoever needs them, several commands at a time."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from local import secret
from local.postgres import Cluster
from local.stopping import not_now
from local.valkey import Valkey

DATABASE = "seedbed"
PASSWORDS = ("owner", "app", "backup")
MODE_OF_HOME = 0o711  # PostgreSQL's account walks through; what is inside guards itself


@dataclass(frozen=True)
class Addresses:
    """Where the running servers are: one database as four roles, and the broker. Each holds a password."""

    database_url: str
    owner_url: str
    backup_url: str
    admin_url: str
    broker_url: str

    def named(self, database: str) -> Addresses:
        """Return the addresses of another database on the same servers."""
        moved = {
            role: urlunsplit(urlsplit(getattr(self, role))._replace(path=f"/{database}"))
            for role in ("database_url", "owner_url", "backup_url", "admin_url")
        }
        return replace(self, **moved)


def lead_to(found: Addresses, home: Path, **more: str) -> None:
    """Lead this process, and those it starts, to the servers by its environment; what stands there already stays.

    Without DATABASE_URL both addresses of the database are ours: an owner of another would migrate the wrong one.
    """
    if not os.environ.get("DATABASE_URL"):
        os.environ |= {
            "DATABASE_URL": found.database_url,
            "DATABASE_OWNER_URL": found.owner_url,
            "DATABASE_BACKUP_URL": found.backup_url,
            "DATABASE_ADMIN_URL": found.admin_url,
        }
    if address := demonstration_at(home):
        more.setdefault("BASE_URL", address)
    mail_port = home / "mail-port"
    if mail_port.exists():
        more["MAIL_URL"] = f"smtp://127.0.0.1:{mail_port.read_text(encoding='ascii')}"
    more |= {
        "ENVIRONMENT": "demo",
        "BROKER_URL": found.broker_url,
        "SECRET_KEY": secret.kept(home / "secrets" / "cookies"),
        "FILES_AT": str(home / "files"),
    }
    for name, value in more.items():
        if not os.environ.get(name):
            os.environ[name] = value


def demonstration_at(home: Path) -> str | None:
    """Return the address of the demonstration that runs in a home folder: it holds a lock which says it."""
    lock = home / "demo.lock"
    if not lock.exists():
        return None
    with lock.open(encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return held.read().strip() or None
    return None


def start(home: Path, *, durable: bool = True) -> Addresses:
    """Start what does not run, with the database `seedbed`, its roles and extensions, and leave it running.

    Without `durable` writes are not flushed: for tests, whose data may be lost with the machine's power.
    """
    with not_now(), _alone(_ready(home)):
        (home / "on-demand").unlink(missing_ok=True)
        return _start(home, durable=durable)


def running(home: Path) -> Addresses | None:
    """Return the addresses of the servers of a home folder, None where one of them does not run."""
    if not (home / "secrets").exists():
        return None
    cluster, valkey = Cluster.at(home), Valkey.at(home)
    return _addresses(home, cluster, valkey) if cluster.is_running() and valkey.is_running() else None


def gone(home: Path) -> list[str]:
    """Name the servers of a home folder whose process ended; one that is only busy still lives."""
    cluster, valkey = Cluster.at(home), Valkey.at(home)
    return [name for name, ended in (("PostgreSQL", cluster.pid() is None), ("Valkey", valkey.is_gone())) if ended]


def mend(home: Path) -> None:
    """Start those servers of a home folder again that ended, at the addresses that they had."""
    with not_now(), _alone(home):
        Cluster.at(home).start()
        if Valkey.at(home).is_gone():
            Valkey.at(home).start()


def stop(home: Path) -> None:
    """Stop both, whoever uses them, after everything is written."""
    if (home / "secrets").exists():
        with not_now(), _alone(home):
            _stop(home)


@contextmanager
def joined(home: Path, *, durable: bool = True) -> Iterator[Addresses]:
    """Use the running servers, or start them; migrate; the last one out stops what was started in this way."""
    from migrations import runner

    with (_ready(home) / "users").open("w") as users:
        with not_now(), _alone(home):
            found = running(home)
            if not found:
                (home / "on-demand").touch()
                found = _start(home, durable=durable)
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            runner.migrate(found.owner_url)
            yield found
        finally:
            with not_now(), _alone(home):
                if (home / "on-demand").exists() and _is_last(users):
                    _stop(home)


def create_database(on: Addresses, name: str) -> Addresses:
    """Create a database where it is missing, and in it the roles and extensions; return its addresses."""
    from migrations import roles

    within = on.named(name)
    with psycopg.connect(on.admin_url, autocommit=True) as server:
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    passwords = [roles.password_in(url) for url in (on.owner_url, on.database_url, on.backup_url)]
    roles.make(within.admin_url, owner=passwords[0], app=passwords[1], backup=passwords[2])
    return within


def _ready(home: Path) -> Path:
    """Make the home folder and the folder of its secrets."""
    home.mkdir(mode=MODE_OF_HOME, parents=True, exist_ok=True)
    (home / "secrets").mkdir(mode=0o700, exist_ok=True)
    return home


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let nobody else start or stop the servers of this home meanwhile."""
    with (home / "servers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: object) -> bool:
    """Say whether no other command uses the servers: each holds a shared lock on one file for as long as it does."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True


def _start(home: Path, *, durable: bool) -> Addresses:
    cluster, valkey = Cluster.at(home), Valkey.at(home)
    cluster.start(durable=durable)
    valkey.start()
    addresses = _addresses(home, cluster, valkey)
    create_database(addresses, DATABASE)
    return addresses


def _stop(home: Path) -> None:
    Valkey.at(home).stop()
    Cluster.at(home).stop()
    (home / "on-demand").unlink(missing_ok=True)


def _passwords(home: Path) -> dict[str, str]:
    return {role: secret.kept(home / "secrets" / role) for role in PASSWORDS}


def _addresses(home: Path, cluster: Cluster, valkey: Valkey) -> Addresses:
    kept = _passwords(home)
    return Addresses(
        database_url=cluster.url(DATABASE, "seedbed_app", kept["app"]),
        owner_url=cluster.url(DATABASE, "seedbed_owner", kept["owner"]),
        backup_url=cluster.url(DATABASE, "seedbed_backup", kept["backup"]),
        admin_url=cluster.url(),
        broker_url=valkey.url(),
    )


def default_home() -> Path:
    """Return the folder for this machine's data: `var` beside the code, or what SEEDBED_HOME names (tests)."""
    return Path(os.environ.get("SEEDBED_HOME") or Path(__file__).parent.parent / "var").absolute()
