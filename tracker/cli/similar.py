"""Measure how well ideas that say the same are found, on labelled pairs of texts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tracker.cli.command import at_work, say, seedbed


@seedbed.command()
@click.option(
    "--pairs",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV with the columns title_a, text_a, title_b, text_b and same (yes or no)",
)
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout, and nothing else there")
def similar(*, file: Path, as_json: bool) -> None:
    """Measure how often the other telling of an idea is found, among the pairs' texts and the ideas of all councils."""
    from tracker import council, idea, likeness, tenancy

    with at_work():
        pairs = likeness.read_pairs(file)
        with tenancy.directory():
            places = [place.id for place in council.all_councils()]
        loaded = []
        for place in places:
            with tenancy.as_council(place):
                loaded += idea.tellings()
        say(f"{len(pairs)} pairs, among their texts and {len(loaded)} ideas of {len(places)} councils ...")
        found = likeness.trial(pairs, loaded)
    if as_json:
        click.echo(json.dumps(found.as_plain()))
        return
    for line in found.lines():
        click.echo(line)
