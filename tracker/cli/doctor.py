"""Say what is wrong with an installation."""

from __future__ import annotations

import sys

import click

from tracker.cli.command import ready, seedbed


@seedbed.command()
@click.option(
    "--of", "parts", multiple=True, metavar="PART", help="Only this part; may be given again. As a health check."
)
def doctor(parts: tuple[str, ...]) -> None:
    """Say what is wrong and how to mend it; ends with 1 if anything is.

    PART: database, migrations, broker, mail, holidays, print, worker, jobs, letters, clock, rows.
    """
    from tracker.cli import checks

    if unknown := sorted(set(parts) - set(checks.PARTS)):
        raise click.BadParameter(f"{unknown[0]!r} is none of {', '.join(checks.PARTS)}.", param_hint="--of")
    wrong = 0
    with ready():
        for finding in checks.findings(parts):
            wrong += bool(finding.mend)
            click.echo(f"{'WRONG' if finding.mend else 'ok':<6}{finding.part:<11} {finding.found}")
            if finding.mend:
                click.echo(f"{'':<17} To mend it: {finding.mend}")
    sys.exit(1 if wrong else 0)
