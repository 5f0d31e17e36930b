"""A Valkey of our own on this machine: nothing is dropped when memory is short, every change goes to a file."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from local import ports, programs, secret
from local.postgres import ServerError
from local.process import lives

PATIENCE = 60.0  # seconds: reading a long append-only file after a crash


@dataclass(frozen=True)
class Valkey:
    """One Valkey: the folder of its data and configuration, its server and its password."""

    data: Path
    server: Path
    password: str

    @classmethod
    def at(cls, home: Path) -> Valkey:
        """Return the Valkey that belongs to a home folder, which must exist."""
        return cls(home / "valkey", programs.valkey(), secret.kept(home / "secrets" / "valkey"))

    def url(self) -> str:
        """Return its address, for Celery and redis-py. Raises ServerError where it was never started."""
        return f"redis://:{self.password}@127.0.0.1:{self._port()}/0"

    def is_running(self) -> bool:
        """Say whether it answers and lets us in."""
        try:
            with self._client() as client:
                return bool(client.ping())
        except (redis.RedisError, ServerError):
            return False

    def pid(self) -> int | None:
        """Return the process id of the server that answers, None where none does."""
        try:
            with self._client() as client:
                return int(client.info("server")["process_id"])
        except (redis.RedisError, ServerError):
            return None

    def is_gone(self) -> bool:
        """Say whether the process that was started last has ended."""
        noted = self.data / "valkey.pid"
        return not (noted.exists() and lives(int(noted.read_text(encoding="ascii") or 0)))

    def start(self) -> None:
        """Start it, where it does not run, on the port that it had before if that is free. Call it under a lock."""
        if self.is_running():
            return
        self.data.mkdir(mode=0o700, exist_ok=True)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._configure()
            self._launch()
            if self._answers(deadline):
                return
        log = self.data / "server.log"
        told = log.read_text(encoding="utf-8", errors="replace")[-2000:] if log.exists() else "(no log)"
        msg = f"Valkey did not start; its log ends:\n{told}"
        raise ServerError(msg)

    def stop(self) -> None:
        """Stop it and wait until it has written everything and is gone."""
        pid = self.pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while lives(pid) and time.monotonic() < deadline:
            time.sleep(0.02)

    def _launch(self) -> None:
        subprocess.run(
            [str(self.server), str(self._conf)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,
            check=False,
        )

    def _answers(self, deadline: float) -> bool:
        """Wait until it answers; give up early where it plainly did not stay, to try another port."""
        settled = time.monotonic() + 3
        while time.monotonic() < deadline:
            if self.is_running():
                return True
            noted = self.data / "valkey.pid"
            if time.monotonic() > settled and not (noted.exists() and lives(int(noted.read_text() or 0))):
                return False
            time.sleep(0.02)
        return False

    @property
    def _conf(self) -> Path:
        return self.data / "valkey.conf"

    def _configure(self) -> None:
        """Write its configuration; the password stands there, never in the arguments, which anyone may read."""
        try:
            port = self._port()
        except ServerError:
            port = 0
        settings = {
            "port": str(port if port and ports.is_free(port) else ports.free_port()),
            "bind": "127.0.0.1",
            "daemonize": "yes",
            "pidfile": _quoted(self.data / "valkey.pid"),
            "logfile": _quoted(self.data / "server.log"),
            "dir": _quoted(self.data),
            "requirepass": self.password,
            "appendonly": "yes",
            "save": '""',
            "maxmemory": "256mb",
            "maxmemory-policy": "noeviction",
        }
        secret.write(self._conf, "".join(f"{name} {value}\n" for name, value in settings.items()))

    def _port(self) -> int:
        if not self._conf.exists():
            msg = "Valkey was never started here"
            raise ServerError(msg)
        first = self._conf.read_text(encoding="utf-8").splitlines()[0]
        return int(first.removeprefix("port "))

    def _client(self) -> redis.Redis:
        """Return a client that says at once when nobody answers: by default it would try for ten seconds."""
        return redis.Redis(
            port=self._port(),
            password=self.password,
            socket_timeout=3,
            socket_connect_timeout=3,
            retry=Retry(NoBackoff(), 0),
        )


def _quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
