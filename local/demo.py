"""The demonstration: everything on this machine, loaded with real cases and made-up people, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from config import logging, processes
from config.settings import settings
from local import ports, servers, stopping
from local.keeper import Keeper
from local.supervisor import Command, Supervisor

CASES = Path(__file__).parent.parent / "demo" / "cases"
SLOW_START = 60.0  # seconds after which a page that does not come is worth a word


class AlreadyRunningError(Exception):
    """A demonstration of this folder runs already; the first argument is its address."""


def say(line: str = "") -> None:
    """Tell the person at the terminal."""
    click.echo(line, err=True)


def run(port: int) -> int:
    """Run the demonstration on a port until it is stopped; return the command's exit code."""
    stopping.listen()
    url = f"http://127.0.0.1:{port}"
    try:
        with _only_one(servers.default_home(), url) as home:
            if not ports.is_free(port):
                say(f"Port {port} is in use by another program. Choose another: PORT={port + 1} make demo")
                return 1
            _run(home, port=port, url=url)
    except AlreadyRunningError as running:
        say(f"The demonstration is already running at {running.args[0]}/sign-in")
    except stopping.Stopped:
        say("Stopped. What you did is kept in var/ (`make reset` empties it).")
    return 0


@contextmanager
def _only_one(home: Path, url: str) -> Iterator[Path]:
    """Hold the demonstration's lock, which carries its address. Raises AlreadyRunningError where another holds it."""
    home.mkdir(mode=servers.MODE_OF_HOME, parents=True, exist_ok=True)
    with (home / "demo.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise AlreadyRunningError(lock.read().strip()) from None
        lock.truncate(0)
        lock.write(url)
        lock.flush()
        yield home


def _run(home: Path, *, port: int, url: str) -> None:
    say("Starting PostgreSQL and Valkey ...")
    with servers.joined(home) as found:
        own_mail = not os.environ.get("MAIL_URL")
        mail_port = _mail_port(home)
        servers.lead_to(found, home, PORT=str(port), BASE_URL=url, DEV_MAILBOX=str(home / "mailbox"))
        settings.cache_clear()
        logging.set_up()
        _migrate()
        load()
        commands = _commands(mailbox=(mail_port, home / "mailbox") if own_mail else None)
        say("Starting the web server, the worker and its clock ...")
        kept = Supervisor(commands, say=say, logs=home / "log")
        greeting, keeper = Greeting(url, logs=home / "log"), Keeper(home, say=say)
        with kept.running():
            kept.watch(while_true=lambda: greeting.keep_on() and keeper.keep_on())


def _mail_port(home: Path) -> int:
    """Return the port of the demonstration's mailbox: the one it had before, if that is free."""
    noted = home / "mail-port"
    before = int(noted.read_text(encoding="ascii")) if noted.exists() else 0
    port = before if before and ports.is_free(before) else ports.free_port()
    noted.write_text(str(port), encoding="ascii")
    return port


def _migrate() -> None:
    """Bring a database of somebody else's to the shape of this code, where we were told its owner."""
    from migrations import runner

    if owner := os.environ.get("DATABASE_OWNER_URL"):
        runner.migrate(owner)


def load() -> None:
    """Bring in the real cases and the made-up people on the first run; work out today's health on every run."""
    from local import overlay
    from tracker import exchange, listening

    listening.wire(worker=False)
    if not overlay.is_planted():
        say("Bringing in the real cases of 2007-2010 (once) ...")
        report = exchange.import_folder(CASES, dry_run=False)
        say(f"  {report.lines[-1]}")
        say("Adding made-up people and present-day ideas (once) ...")
        overlay.plant()
    _work_out()


def _work_out() -> None:
    """Compute what the worker computes every night, so that the first page has something to say."""
    from tracker import collaborative, council, inbox, network, portfolio
    from tracker.tenancy import as_council, directory

    with directory():
        places, shared_places = council.councils_to_sweep(), collaborative.everywhere()
    for place in places:
        with as_council(place):
            portfolio.compute()
            network.compute()
            inbox.count_all()
    for shared in shared_places:
        portfolio.compute_joint(shared)


def _commands(*, mailbox: tuple[int, Path] | None) -> list[Command]:
    chosen = settings()
    patient = {"STATEMENT_TIMEOUT_MS": processes.WORKER_STATEMENT_TIMEOUT_MS}
    commands = [
        Command("web", processes.web()),
        Command("worker", processes.worker(chosen.worker_processes), patient),
        Command("beat", processes.beat(), patient),
    ]
    if mailbox:
        commands.insert(0, Command("mailbox", processes.mailbox(mailbox[0], str(mailbox[1]))))
    return commands


class Greeting:
    """Says where the demonstration is as soon as it answers, once."""

    def __init__(self, url: str, *, logs: Path) -> None:
        self._url = url
        self._logs = logs
        self._given = False
        self._late_at = time.monotonic() + SLOW_START

    def keep_on(self) -> bool:
        """Look once more, unless it was said; always go on."""
        if not self._given and self._answers():
            self._given = True
            self._greet()
        elif not self._given and time.monotonic() > self._late_at:
            self._late_at = float("inf")
            say(f"The web server does not answer yet; its log is {self._logs / 'web.log'}")
        return True

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._url}/healthz", timeout=2) as answer:  # noqa: S310 - our own loopback
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's "all well"
        except (urllib.error.URLError, OSError):
            return False

    def _greet(self) -> None:
        from local import overlay

        say()
        say(f"Seedbed is at {self._url}/sign-in")
        say(f"Its letters are at {self._url}/dev/mailbox, its logs in var/log")
        say()
        for line in overlay.sign_ins():
            say(f"  {line}")
        say()
        say("Ctrl-C stops everything; what you did is kept.")
