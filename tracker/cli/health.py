"""Show the health of a council's portfolio."""

from __future__ import annotations

import json
from datetime import datetime

import click

from tracker.cli.command import at_work, seedbed


@seedbed.command()
@click.option("--council", "code", required=True, help="The council's code")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="A past day, YYYY-MM-DD; otherwise today")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there")
def health(*, code: str, as_of: datetime | None, as_json: bool) -> None:
    """Show the parts of a council's profile, each with its reason."""
    with at_work():
        from tracker import council, portfolio, tenancy

        with tenancy.directory():
            asked = council.by_code(code).id
        with tenancy.as_council(asked):
            profile = portfolio.profile_json(as_of=as_of.date() if as_of else None)
    if as_json:
        click.echo(json.dumps(profile, ensure_ascii=False, indent=2))
        return
    for part in profile["parts"]:
        click.echo(f"{part['name']:<12} {part['value'] if part['value'] is not None else part['why']}")
