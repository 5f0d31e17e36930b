"""The full record goes out: everything that councils recorded, one file a table, beside the case files."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from pathlib import Path

from sqlalchemy import ARRAY, Date, DateTime, Table
from sqlalchemy.dialects.postgresql import JSONB

import tracker
from tracker.db import Base
from tracker.exchange.queries import stored_directory
from tracker.exchange.rules.record import FOLDER, RecordColumn, RecordTable, goes_out, is_secret
from tracker.exchange.words import FolderUnusableError
from tracker.tenancy import as_council, copy_out

KINDS = {Date: "day", DateTime: "moment", ARRAY: "list", JSONB: "structure"}


def record_tables() -> list[RecordTable]:
    """Every table of the full record, by name: those of every word, whoever asks."""
    for word in pkgutil.iter_modules(tracker.__path__, "tracker."):
        if word.ispkg and importlib.util.find_spec(f"{word.name}.models"):
            importlib.import_module(f"{word.name}.models")
    described = {mapper.local_table: mapper.class_.__doc__ or "" for mapper in Base.registry.mappers}
    return [
        _table(table, described.get(table, ""))
        for name, table in sorted(Base.metadata.tables.items())
        if goes_out(name, table.columns.keys())
    ]


def _table(table: Table, what: str) -> RecordTable:
    columns = [
        RecordColumn(column.name, next((kind for of, kind in KINDS.items() if isinstance(column.type, of)), ""))
        for column in table.columns
        if column.name != "council_id" and not is_secret(table.name, column.name)
    ]
    if "origin_council_id" in table.columns:  # of two councils: which of them wrote it is told
        columns.insert(0, RecordColumn("council_id", ""))
    key = tuple(column.name for column in table.primary_key if column.name != "council_id")
    return RecordTable(table.name, tuple(columns), key or ("council_id",), " ".join(what.split()))


def export_record(folder: Path) -> int:
    """Write the record of every council into a folder beside its case files; return how many files there are.

    It opens one council's door after the other. Raises FolderUnusableError when the folder cannot be written.
    """
    tables = record_tables()
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        for table in tables:
            write_record_table(folder, table)
    except OSError as why:
        raise FolderUnusableError(f"The folder {folder} cannot be written: {why.strerror}.") from why
    return len(tables)


def write_record_table(folder: Path, table: RecordTable) -> None:
    """Write the rows of one table, council by council."""
    with (folder / table.file).open("wb") as out:
        out.write(table.header.encode())
        for council in stored_directory().councils.values():
            with as_council(council.id):
                copy_out(table.statement(council.code, str(council.id)), out)
