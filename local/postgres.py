"""A PostgreSQL of our own on this machine: its data in a folder, reached over loopback with a password.

Running means that it answers and logs us in: a pid in a file proves nothing after a crash or a restart of the machine.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from local import account, ports, process, programs, secret

PATIENCE = 120.0  # seconds: recovery after a crash on a slow disk
FIRST_WITH_OWN_LOCALE = 17
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a deep checkout would pass the 107 bytes that a socket's path may have
    "timezone": "UTC",
    "max_connections": "100",
    "shared_buffers": "128MB",
}
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class ServerError(RuntimeError):
    """A server did not start; the message ends with what its log says."""


@dataclass(frozen=True)
class Cluster:
    """One PostgreSQL: the folder of its data, its programs, the account it runs under and its superuser's password."""

    data: Path
    bin: Path
    account: account.Account
    password: str

    @classmethod
    def at(cls, home: Path) -> Cluster:
        """Return the cluster that belongs to a home folder, which must exist."""
        ours = account.for_postgres()
        place = account.place_for(ours, home)
        found = programs.runnable(programs.postgres(), account=ours, place=place)
        return cls(place / "postgres", found, ours, secret.kept(home / "secrets" / "postgres"))

    def url(self, database: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        """Return the address of a database on the running server. Raises ServerError where none runs."""
        if not (noted := self._noted()):
            msg = "PostgreSQL is not running"
            raise ServerError(msg)
        return f"postgresql://{user}:{password or self.password}@127.0.0.1:{noted[1]}/{database}"

    def is_running(self) -> bool:
        """Say whether it answers and lets us in."""
        if not self._noted():
            return False
        try:
            psycopg.connect(self.url(), connect_timeout=3).close()
        except psycopg.OperationalError:
            return False
        return True

    def pid(self) -> int | None:
        """Return the process id of its main process, None where it does not run."""
        noted = self._noted()
        return noted[0] if noted and self._is_ours(noted[0]) else None

    def start(self, *, durable: bool = True) -> None:
        """Start it where it does not run; without `durable` a power cut may lose all (tests). Call it under a lock."""
        deadline = time.monotonic() + PATIENCE
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self._refuse_other_version()
        if self._settled(deadline):
            return
        while not self._try_to_start(durable=durable):
            if time.monotonic() > deadline:
                msg = f"PostgreSQL did not start; its log ends:\n{self._log_end()}"
                raise ServerError(msg)
            time.sleep(0.3)  # a killed server's last processes may still hold its memory, or another took the port

    def stop(self) -> None:
        """Stop it, ending its connections, and wait until it has written everything."""
        if self.data.exists():
            self._run("pg_ctl", "-D", self.data, "-w", "-t", str(int(PATIENCE)), "-m", "fast", "stop")

    def _settled(self, deadline: float) -> bool:
        """Say whether it runs; wait for one that is starting, and clear away what a dead one noted."""
        while noted := self._noted():
            if self.is_running():
                return True
            if not self._is_ours(noted[0]):
                (self.data / "postmaster.pid").unlink(missing_ok=True)
                return False
            if time.monotonic() > deadline:
                msg = f"PostgreSQL (process {noted[0]}) does not answer; its log ends:\n{self._log_end()}"
                raise ServerError(msg)
            time.sleep(0.1)
        return False

    def _try_to_start(self, *, durable: bool) -> bool:
        port = self._port()
        wanted = {"port": str(port), **SETTINGS, **({} if durable else CARELESS)}
        options = " ".join(f"-c {name}={value}" for name, value in wanted.items())
        log = self.data / "server.log"
        done = self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "-o", options, "start")
        if done.returncode == 0:
            (self.data / "last-port").write_text(str(port), encoding="ascii")
        return done.returncode == 0

    def _port(self) -> int:
        """Return the port it had before, if that is free: whoever still knows its old address finds it again."""
        last = self.data / "last-port"
        before = int(last.read_text(encoding="ascii")) if last.exists() else 0
        return before if before and ports.is_free(before) else ports.free_port()

    def _make(self) -> None:
        """Make the data folder aside and move it into place, so that a half-made one is never taken for whole."""
        draft = self.data.with_name(f"{self.data.name}.making")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.account.owns(draft)
        given = draft.with_name(f".{os.getpid()}.pw")
        secret.write(given, self.password)
        self.account.owns(given)
        try:
            done = self._initdb(draft, given)
        finally:
            given.unlink()
        if done.returncode != 0:
            msg = f"initdb: {done.stdout}"
            raise ServerError(msg)
        draft.rename(self.data)

    def _initdb(self, draft: Path, given: Path) -> subprocess.CompletedProcess[str]:
        """Text sorts by code point on every platform; names are sorted by lower() in SQL (no ICU in the wheel)."""
        own = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        locale = own if self._version() >= FIRST_WITH_OWN_LOCALE else []
        login = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={given}"]
        # -N: a fresh folder need not survive a power cut
        return self._run("initdb", "-N", "-D", draft, *login, "-E", "UTF8", "--locale=C", *locale, into=subprocess.PIPE)

    def _version(self) -> int:
        told = self._run("postgres", "--version", into=subprocess.PIPE).stdout
        return int("".join(c if c.isdigit() else " " for c in told).split()[0])

    def _refuse_other_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text(encoding="ascii"))
        if made_by != (have := self._version()):
            msg = f"the data was made by PostgreSQL {made_by} and this is {have}: `make reset` starts afresh"
            raise ServerError(msg)

    def _noted(self) -> tuple[int, int] | None:
        """Return the process id and port that the server noted, None without a whole note."""
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8").split("\n")
            return int(lines[0]), int(lines[3])
        except (FileNotFoundError, NotADirectoryError, IndexError):
            return None
        except ValueError:
            return int(lines[0] or 0), 0

    def _is_ours(self, pid: int) -> bool:
        """Say whether a process is this cluster's: its pid may have gone to another since."""
        told = process.command_of(pid)
        return "postgres" in told and str(self.data) in told

    def _log_end(self) -> str:
        log = self.data / "server.log"
        return log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else "(no log)"

    def _run(
        self, program: str, *arguments: str | Path, into: int = subprocess.DEVNULL
    ) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs. A server inherits its starter's output: a pipe would never end."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        environment = {**kept, "LC_ALL": "C", "TZ": "UTC"}
        return self.account.run(self.bin / program, *arguments, environment=environment, into=into)
