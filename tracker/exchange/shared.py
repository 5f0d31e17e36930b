"""From planned rows to stored ones, in bulk: how a row is kept, and what belongs to the directory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update

from tracker import council
from tracker.clock import now
from tracker.collaborative.models import AdoptionNote, Collaborative, Member
from tracker.council.models import Council
from tracker.db import new_id
from tracker.exchange.queries import Place
from tracker.exchange.rules.cases import next_number
from tracker.exchange.rules.cells import stored_value
from tracker.exchange.sheets import SHEETS
from tracker.exchange.words import SheetRow
from tracker.tenancy import session

NEVER_EMPTY = {"lesson", "organisation"}
Values = dict[str, Any]


def as_kept(row: SheetRow) -> Values:
    """Columns that hold a row's cells, its place in the file and what it is known by."""
    values: Values = {"id": new_id(), "position": row.line, "given_key": row.key}
    for column in SHEETS[row.file].columns:
        if column.attribute:
            value = stored_value(column, row.cells[column.name])
            values[column.attribute] = "" if value is None and column.attribute in NEVER_EMPTY else value
    return values


def add(model: Any, values: Sequence[Values]) -> None:
    """Store rows in bulk."""
    if values:
        session().execute(insert(model.__table__), values)


def write_shared(new: Mapping[str, Sequence[SheetRow]]) -> None:
    """Write councils, collaboratives, members and notes of adoptions. Asked in the directory."""
    add(Council, _councils(new["councils.csv"]))
    add(Collaborative, [{**as_kept(row), "imported": True, "created_at": now()} for row in new["collaboratives.csv"]])
    codes = {row.code: row.id for row in session().execute(select(Council.code, Council.id))}
    theirs = {row.code: row.id for row in session().execute(select(Collaborative.code, Collaborative.id))}
    add(
        Member,
        [
            {
                **as_kept(row),
                "collaborative_id": theirs[row.cells["collaborative"]],
                "council_id": codes.get(row.cells["council"]),
            }
            for row in new["collaborative_members.csv"]
        ],
    )
    notes = [
        {**as_kept(row), "adopter_council_id": codes.get(row.cells["adopter_council"])} for row in new["adoptions.csv"]
    ]
    add(AdoptionNote, notes)


def _councils(rows: Sequence[SheetRow]) -> list[Values]:
    """Councils to store, each with letters of its own for new references: those given to it, where it is the first."""
    taken = council.prefixes_taken() if rows else {}
    for row in rows:
        if given := row.cells["case_prefix"]:
            taken.setdefault(given.lower(), row.cells["code"])
    made = [as_kept(row) | {"imported": True, "created_at": now()} for row in rows]
    for values in made:
        code, given = values["code"], values["prefix"]
        if not given or taken[given.lower()] != code:
            values["prefix"] = council.free_prefix(council.prefix_for(code, given), taken)
        taken[values["prefix"].lower()] = code
    return made


def pass_over(places: Iterable[Place], references: Iterable[str]) -> None:
    """Have every council's next number lie past the largest imported one with its letters. Asked in the directory."""
    references = list(references)
    for place in places:
        number = next_number(place.prefix, references)
        session().execute(
            update(Council).where(Council.id == place.id, Council.next_number < number).values(next_number=number)
        )
