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
    """Bring in the case files of FOLDER; importing them again changes nothing.

    FOLDER holds ideas.csv and its kin, as text or as workbooks of Excel (XLSX) in whatever capitals; it may be one such
    workbook, or a ZIP of such files. Cells are read as people write them: days, amounts, headings, separators and
    encodings. On stdout stands one line for each finding, `FILE:LINE: error|warning: COLUMN: reason`, and a last one
    that sums up. An error leaves its row out, a warning never does.
    """
    with at_work():
        from tracker import exchange

        report = exchange.import_folder(folder, dry_run=dry_run, progress=say)
        click.echo("\n".join(report.lines))
    sys.exit(1 if strict and report.errors else 0)


@seedbed.command()
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option(
    "--xlsx", "workbook", type=click.Path(path_type=Path), metavar="FILE", help="Write one workbook for people to open"
)
@click.option("--full", is_flag=True, help="Write the full record as well, in FOLDER/record (docs/full-record.md)")
def export(*, folder: Path | None, workbook: Path | None, full: bool) -> None:
    """Write everything submitted as case files into FOLDER, in one canonical form.

    With --xlsx it goes into one workbook instead, a sheet for each file, which comes in again from Excel. With --full
    everything else that councils recorded stands beside the case files: people's roles, replies, answers, decisions,
    what is shared, settings; confidential ideas and people's names and addresses with them. No drafts, no credentials.
    """
    if (folder is None) == (workbook is None):
        told = "Name a FOLDER for text, or a workbook with --xlsx FILE."
        raise click.UsageError(told)
    if full and folder is None:
        told = "The full record is text: name a FOLDER for it."
        raise click.UsageError(told)
    with at_work():
        from tracker import exchange

        if workbook:
            exchange.export_workbook(workbook)
        elif folder:
            exchange.export_folder(folder)
            if full:
                exchange.export_record(folder)
        say(f"Written to {workbook or folder}.")
