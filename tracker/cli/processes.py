"""Run things: the demonstration, the web server, the worker, the clock, the migrations."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from tracker.cli.command import ready, say, seedbed


@seedbed.command()
@click.option("--port", type=click.IntRange(1, 65535), envvar="PORT", default=8000, show_default=True)
def demo(port: int) -> None:
    """Run everything on this machine with real cases and made-up people; Ctrl-C stops it."""
    from local import demo as demonstration

    sys.exit(demonstration.run(port))


@seedbed.command()
def serve() -> None:
    """Run the web server."""
    from config import processes
    from tracker import tenancy

    if os.environ.get("DATABASE_URL"):
        tenancy.refuse_unsafe_role()  # said in one line here; the server itself would show a trace
    _become(processes.web())


@seedbed.command()
def worker() -> None:
    """Run the worker, which delivers letters and computes figures."""
    from config import processes

    os.environ.setdefault("STATEMENT_TIMEOUT_MS", processes.WORKER_STATEMENT_TIMEOUT_MS)
    _become(processes.worker(int(os.environ.get("WORKER_PROCESSES") or 2)))


@seedbed.command()
def beat() -> None:
    """Run the clock that asks the worker for recurring work; two at once are harmless."""
    from config import processes

    _become(processes.beat())


def _become(command: list[str]) -> None:
    """Run a process in our place, or, beside servers of our own, under our watch until it is stopped."""
    if os.environ.get("DATABASE_URL"):
        os.chdir(Path(__file__).parents[2])
        os.execv(command[0], command)  # noqa: S606 - our own command line, no shell
    from local.keeper import Keeper
    from local.servers import default_home
    from local.supervisor import Command, Supervisor

    with ready():
        kept = Supervisor([Command(command[2], command)], say=say)
        with kept.running():
            kept.watch(while_true=Keeper(default_home(), say=say).keep_on)


@seedbed.command()
@click.option(
    "--to", default="head", show_default=True, help="A revision, `head`, or `base` (which empties everything)."
)
def migrate(to: str) -> None:
    """Bring the database's tables to this code's shape."""
    from alembic.util import CommandError

    from migrations import runner

    with ready() as wanted:
        if not wanted.database_owner_url:
            msg = "Set DATABASE_OWNER_URL: the address of the database as seedbed_owner."
            raise click.ClickException(msg)
        try:
            runner.migrate(wanted.database_owner_url, to)
        except CommandError as unknown:
            raise click.ClickException(str(unknown)) from unknown
        say(f"The database is at {runner.current(wanted.database_owner_url) or 'base'}.")
