"""Say what is wrong with an installation."""

from __future__ import annotations

import sys

import click

from tracker.cli.command import ready, seedbed


@seedbed.command()
def doctor() -> None:
    """Say what is wrong and how to mend it: database, migrations, broker, mail, worker."""
    from tracker.cli import checks

    wrong = 0
    with ready():
        for finding in checks.findings():
            wrong += bool(finding.mend)
            click.echo(f"{'WRONG' if finding.mend else 'ok':<6}{finding.part:<11} {finding.found}")
            if finding.mend:
                click.echo(f"{'':<17} To mend it: {finding.mend}")
    sys.exit(1 if wrong else 0)
