"""Everything that a council recorded by and about one person, for them: a page to read, and a table a kind.

What points at a person does so by a key: every table that has one is looked through, those still to be written too.
Of colleagues it tells what pages tell, their names; of ideas that the person may not see, only what they did there.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, text

from tracker import council
from tracker.clock import today
from tracker.council import Reader
from tracker.db import Base
from tracker.exchange.rules.cells import guard
from tracker.exchange.rules.person_page import RecordedTable, person_page, plain_cell
from tracker.idea.visible import VISIBLE, seen_by
from tracker.tenancy import as_council, current_council, session
from tracker.wording import capital, spaced

# Of these a person is told elsewhere, or what they hold of others is not the person's to have.
LEFT_OUT = {
    "export": "what is being taken out",
    "export_part": "the same",
    "form_receipt": "keys of forms",
    "invitation": "addresses of others; whom one invited stands in the history",
    "link": "secrets",
    "nudge_token": "secrets",
    "sign_in": "told on the page of one's sign-ins",
}
# What no row tells a person: what only the database needs, secrets, and letters as they are carried.
UNTOLD = {
    "away",
    "covers",
    "council_id",
    "id",
    "given_key",
    "position",
    "inferred",
    "version",
    "number",
    "key",
    "particulars_key",
    "moved",
}
OF_LETTERS = {"kind", "subject", "created_at", "sent_at", "to_email"}
# What a row points at and is told by its name, for the key alone says nothing.
NAMED = ("place", "service", "tag")
DID = ("by_id", "author_id", "redacted_by_id", "answered_by_id", "helped_by_id", "claimed_by_id", "verified_by_id")
PAGE, STEPS = "your-data.html", 1


class PersonKey(NamedTuple):
    """The columns of a table that point at people."""

    table: Table
    columns: tuple[str, ...]


@functools.cache
def person_keys() -> Sequence[PersonKey]:
    """Every table of a council that points at people, by name; what a thing that happened is about may be one, too."""
    found = []
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        if table.name in LEFT_OUT or "council_id" not in table.columns:
            continue
        keys = (key for key in table.foreign_key_constraints if key.referred_table.name in {"membership", "person"})
        columns = {one.name for key in keys for one in key.columns} - {"council_id"}
        columns |= {"about_id"} & {one.name for one in table.columns}
        if columns:
            found.append(PersonKey(table, tuple(sorted(columns))))
    return tuple(found)


def _named(table: Table) -> dict[str, str]:
    """The columns of a table that point at something with a name, each with the table where that stands."""
    pointing = {
        one.parent.name: key.referred_table.name
        for key in table.foreign_key_constraints
        for one in key.elements
        if key.referred_table.name in NAMED
    }
    return {column: named for column, named in pointing.items() if column != "council_id"}


def export_person(council_id: UUID, person_id: UUID, out: IO[bytes]) -> None:
    """Write what one council recorded by and about a person into a ZIP: a page, and a CSV a kind. Opens a door."""
    with as_council(council_id):
        me = council.person(person_id)
        tables = list(_tables(council.reader(person_id)))
        title = f"What {council.here().name} holds of {me.name if me else council.FORMER}"
    lede = f"Everything recorded by you or about you there, on {today():%d/%m/%Y}. The same stands in the files beside."
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(PAGE, person_page(title=title, lede=lede, tables=tables))
        for one in tables:
            packed.writestr(f"{one.name}.csv", _csv(one))


def _csv(told: RecordedTable) -> str:
    """A table as people open it: no cell of it runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(told.columns)
    writer.writerows([guard(row[name]) for name in told.columns] for row in told.rows)
    return f"\ufeff{out.getvalue()}"  # so that a spreadsheet reads it as UTF-8


def _tables(reader: Reader) -> Iterator[RecordedTable]:
    for key in person_keys():
        statement, given = _statement(key), {"me": reader.person_id, "here": current_council(), **seen_by(reader)}
        found = [dict(row) for row in session().execute(text(statement), given).mappings()]
        if found:
            keys = [column.name for column in key.table.primary_key.columns]
            yield _told(key, sorted(found, key=lambda row: [str(row[name]) for name in keys]))


def _statement(key: PersonKey) -> str:
    """Rows that point at the person; of an idea that they do not see only those that they made themselves."""
    name = key.table.name
    mine = " OR ".join(f't."{column}" = CAST(:me AS uuid)' for column in key.columns)
    did = " OR ".join(f't."{column}" = CAST(:me AS uuid)' for column in key.columns if column in DID) or "false"
    names = "".join(
        f', (SELECT n.name FROM {named} n WHERE n.council_id = t.council_id AND n.id = t."{column}") AS "{column} name"'  # noqa: S608 - names of our own tables
        for column, named in _named(key.table).items()
    )
    ours, seen = "t.council_id = CAST(:here AS uuid)", VISIBLE.format("i")
    if name == "idea":
        return f"SELECT t.*{names}, t.ref AS idea_ref FROM idea t WHERE {ours} AND ({mine}) AND {VISIBLE.format('t')}"  # noqa: S608 - names of our own tables
    if "idea_id" not in key.table.columns:
        return f"SELECT t.*{names}, NULL AS idea_ref FROM {name} t WHERE {ours} AND ({mine})"  # noqa: S608 - the same
    return (
        f"SELECT t.*{names}, CASE WHEN {seen} THEN i.ref END AS idea_ref FROM {name} t"  # noqa: S608 - the same
        f" LEFT JOIN idea i ON i.council_id = t.council_id AND i.id = t.idea_id"
        f" WHERE {ours} AND ({mine}) AND (i.id IS NULL OR {seen} OR {did})"
    )


def _told(key: PersonKey, rows: Sequence[Mapping[str, Any]]) -> RecordedTable:
    names = council.names(row[column] for row in rows for column in key.columns if row.get(column))
    columns = [column.name for column in key.table.columns if _is_told(key, column.name)]
    told = {name: _heading(name) for name in columns}
    written = [{told[name]: _cell(key, row, name, names) for name in columns} for row in rows]
    used = [heading for heading in told.values() if any(row[heading] for row in written)]
    return RecordedTable(key.table.name, capital(spaced(key.table.name)), used, written)


def _is_told(key: PersonKey, name: str) -> bool:
    if key.table.name == "letter":
        return name in OF_LETTERS
    if name in UNTOLD or name.endswith(("_digest", "_key", "token")):
        return False
    return name in key.columns or name == "idea_id" or name in _named(key.table) or not name.endswith("_id")


def _heading(name: str) -> str:
    return capital(spaced(name.removesuffix("_id")))


def _cell(key: PersonKey, row: Mapping[str, Any], name: str, names: Mapping[UUID | None, str]) -> str:
    value = row[f"{name} name"] if name in _named(key.table) else row[name]
    if name == "idea_id":
        return (row["idea_ref"] or "an idea that you may not see now") if value else ""
    if name in key.columns:
        return names[value] if value and (name != "about_id" or value in names) else ""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False) if _holds(value) else ""
    return plain_cell(value)


def _holds(value: Iterable[object]) -> bool:
    return any(True for _ in value)
