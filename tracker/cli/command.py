"""The command itself, and what its groups stand on: servers to work with, logging, one sentence for what is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from config.settings import Settings, settings


def say(line: str) -> None:
    """Tell the person at the terminal, on stderr: stdout carries results alone."""
    click.echo(line, err=True)


@contextmanager
def ready() -> Iterator[Settings]:
    """Hold servers to work with, logging set up, and turn what the domain refuses into one plain sentence."""
    from config import logging

    with _servers():
        logging.set_up()
        try:
            yield settings()
        except (ValueError, LookupError) as refused:
            raise click.ClickException(str(refused)) from refused


@contextmanager
def at_work() -> Iterator[Settings]:
    """Work on what councils keep, as a role that row-level security binds, with a worker's patience."""
    from config import processes
    from tracker import listening, tenancy

    os.environ.setdefault("STATEMENT_TIMEOUT_MS", processes.WORKER_STATEMENT_TIMEOUT_MS)
    with ready() as wanted:
        tenancy.refuse_unsafe_role()
        listening.wire(worker=False)
        yield wanted


@contextmanager
def _servers() -> Iterator[None]:
    """Use the servers that DATABASE_URL names; without it those of this machine, for as long as the command runs."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from local import servers, stopping

    stopping.listen()
    home = servers.default_home()
    with servers.joined(home) as found:
        servers.lead_to(found, home)
        settings.cache_clear()
        yield


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def seedbed() -> None:
    """Run Seedbed, the innovation-pipeline tracker for councils."""
