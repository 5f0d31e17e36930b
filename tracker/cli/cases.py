"""Bring case files in, and take them out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from tracker.cli.command import at_work, say, seedbed


@seedbed.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Report only; change nothing")
@click.option("--strict", is_flag=True, help="Exit with 1 when a row is bad")
def import_(*, folder: Path, dry_run: bool, strict: bool) -> None:
    """Bring in the case files of FOLDER; importing them again changes nothing."""
    from tracker import exchange

    with at_work():
        report = exchange.import_folder(folder, dry_run=dry_run)
        click.echo("\n".join(report.lines))
    sys.exit(1 if strict and report.errors else 0)


@seedbed.command()
@click.argument("folder", type=click.Path(path_type=Path))
def export(folder: Path) -> None:
    """Write everything submitted as case files into FOLDER, in one canonical form."""
    from tracker import exchange

    with at_work():
        exchange.export_folder(folder)
        say(f"Written to {folder}.")
