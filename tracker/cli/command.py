"""The command itself, and what its groups stand on: servers to work with, logging, one sentence for what is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from config.settings import Settings, settings
from tracker.text import is_text

LONGEST_WORD = 1_000


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
    from tracker import tenancy

    os.environ.setdefault("STATEMENT_TIMEOUT_MS", processes.WORKER_STATEMENT_TIMEOUT_MS)
    with ready() as wanted:
        tenancy.refuse_unsafe_role()
        from tracker import listening  # reads all of the product: not before there is a database for it

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


class _Command(click.Group):
    """The command; a word that is no text, as a terminal of another encoding may send it, is refused at once."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the words of the command."""
        for word in args:
            if len(word) > LONGEST_WORD or not is_text(word):
                shown = word[:40].encode("ascii", "backslashreplace").decode()
                told = f"{shown!r} is no text of at most {LONGEST_WORD:,} characters: write it in UTF-8."
                raise click.UsageError(told, ctx)
        return super().parse_args(ctx, args)


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def seedbed() -> None:
    """Run Seedbed, the innovation-pipeline tracker for councils."""
