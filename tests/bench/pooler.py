"""A PgBouncer of one test, in transaction mode with few connections, as small installations run it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from local import account, ports
from local.servers import Addresses

OLDEST = (1, 18)
CONNECTIONS = 3
PATIENCE_SECONDS = 20
WHERE = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"  # where systems put what is no command of a person
SETTINGS = """[databases]
* = host={host} port={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {home}/people
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
logfile = {home}/log
pidfile = {home}/pid
"""


@dataclass(frozen=True)
class Program:
    """An installed PgBouncer and its version."""

    path: str
    version: tuple[int, ...]


def installed() -> Program | None:
    """Find a PgBouncer that is new enough; None where there is none."""
    path = shutil.which("pgbouncer", path=WHERE)
    if not path:
        return None
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", told.splitlines()[0]))
    return Program(path, version) if version >= OLDEST else None


@contextmanager
def pooled(program: Program, found: Addresses, home: Path) -> Iterator[str]:
    """Run it before a database, and return the address that leads through it."""
    role = account.for_postgres()
    place = account.place_for(role, home) / f"pooler-{os.getpid()}"
    asked, port = urlsplit(found.database_url), ports.free_port()
    _write(place, role, asked, port)
    process = subprocess.Popen(
        [program.path, "--quiet", str(place / "settings")],
        cwd="/",
        **({"user": role.uid, "group": role.gid, "extra_groups": []} if role.drop else {}),
    )
    address = urlunsplit(asked._replace(netloc=f"{asked.username}:{asked.password}@127.0.0.1:{port}"))
    try:
        _wait(process, address, place / "log")
        yield address
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        shutil.rmtree(place)


def _write(place: Path, role: account.Account, asked, port: int) -> None:
    place.mkdir(mode=0o700)
    settings = SETTINGS.format(host=asked.hostname, database=asked.port, port=port, home=place, connections=CONNECTIONS)
    (place / "settings").write_text(settings)
    (place / "people").write_text(f'"{asked.username}" "{asked.password}"\n')
    for path in (place, *place.iterdir()):
        role.owns(path)


def _wait(process: subprocess.Popen, address: str, log: Path) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends and process.poll() is None:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(log.read_text() if log.exists() else "PgBouncer did not start")
