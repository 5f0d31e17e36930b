"""Live through a year of made-up councils in some minutes, with nudges and without them."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from tracker.cli.command import say, seedbed

AT_LEAST_ONE = click.IntRange(min=1)


@seedbed.command()
@click.option("--councils", type=AT_LEAST_ONE, default=40, show_default=True, help="How many councils")
@click.option("--ideas", type=AT_LEAST_ONE, default=100, show_default=True, help="How many ideas each begins with")
@click.option(
    "--days", type=AT_LEAST_ONE, default=365, show_default=True, help="How many days, the last of them yesterday"
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same people do the same for one seed")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there")
def simulate(*, councils: int, ideas: int, days: int, seed: int, as_json: bool) -> None:
    """Have made-up people answer, ignore or leave, and count what became of the nudges.

    The product's own rules run on a pinned clock and on a database that is made for it and gone afterwards. `due`,
    `delivered`, `repeated` and `lost` are nudges. `silent_over_90_days` are active ideas from design to mainstream of
    which nothing was heard for 90 days at the end, without a nudge that was answered, went to the lead or is under way.
    """
    from local.year.run import YearPlan
    from local.year.run import simulate as live
    from tracker import clock

    say(f"{councils} councils live through {days} days, with nudges and without: some minutes.")
    nudged, alone = live(YearPlan(councils, ideas, days, seed), ends=clock.today())
    if as_json:
        click.echo(json.dumps({**asdict(nudged), "without": asdict(alone)}, indent=2))
        return
    click.echo(f"{'':32} {'with nudges':>12} {'without':>9}")
    for name, value in asdict(nudged).items():
        click.echo(f"{name:32} {value:>12,} {getattr(alone, name):>9,}")
