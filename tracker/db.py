"""What every table has in common: names of constraints, types of columns, belonging to a council."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    CollectionAggregate,
    Column,
    Date,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    Numeric,
    Table,
    Text,
    TextClause,
    Uuid,
    any_,
    event,
    literal,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from uuid6 import uuid7

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

# What a record may name (tracker/clock.py): no day of it is infinite, no amount is no number.
CALENDAR = "BETWEEN '1900-01-01' AND '2199-12-31'"
POUNDS = "BETWEEN -1000000000000 AND 1000000000000"

AMOUNT = Numeric(16, 2)
OPEN_ENDED = "open_ended"  # noted on a column of days that are reckoned, and may lie outside
COUNCIL_NOW = text("current_setting('seedbed.council')::uuid")


def new_id() -> UUID:
    """Make an identifier that sorts by the time it was made (version 7, made here so that any PostgreSQL will do)."""
    return UUID(int=uuid7().int)


def any_of(ids: Iterable[UUID]) -> CollectionAggregate[bool]:
    """Be any of these, however many, as one array: IN would take a parameter for each, and 65,535 at most."""
    return any_(literal(list(ids), ARRAY(Uuid())))


class Base(DeclarativeBase):
    """The base of every stored thing."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uuid(as_uuid=True),
        str: Text(),
        int: BigInteger(),
        date: Date(),
        datetime: DateTime(timezone=True),
        Decimal: AMOUNT,
        dict[str, Any]: JSONB(),
        dict[str, str]: JSONB(),
        list[Any]: JSONB(),
    }


@event.listens_for(Column, "after_parent_attach")
def _hold(column: Column[Any], table: Table) -> None:
    """Hold each column of days and of pounds to those that make sense, by a constraint named after it."""
    if table.metadata is not Base.metadata:
        return  # a migration's own: it says what it makes
    if isinstance(column.type, Date) and not column.info.get(OPEN_ENDED):
        table.append_constraint(CheckConstraint(f'"{column.name}" {CALENDAR}', name=f"{column.name}_day"))
    elif isinstance(column.type, Numeric) and column.type.precision == AMOUNT.precision:
        table.append_constraint(CheckConstraint(f'"{column.name}" {POUNDS}', name=f"{column.name}_pounds"))


class OfCouncil:
    """A row of one council: its key begins with the council, which the database fills in from the open door."""

    @declared_attr
    def council_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy calls this on the class
        """The council that the row belongs to."""
        return mapped_column(ForeignKey("council.id"), primary_key=True, server_default=COUNCIL_NOW, sort_order=-2)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class OfIdea(OfCouncil):
    """A row that hangs on an idea: its key to that says that the council exists, and one to the council no more."""

    @declared_attr
    def council_id(cls) -> Mapped[UUID]:  # noqa: N805 - SQLAlchemy calls this on the class
        """The council that the row belongs to."""
        return mapped_column(primary_key=True, server_default=COUNCIL_NOW, sort_order=-2)


class FromCase:
    """A row that a case file may have brought: where it was told, which cells are our reading, its place in the file.

    `given_key` is the digest of the row as it was given and its occurrence: the row's identity for a second import.
    """

    source: Mapped[str | None]
    inferred: Mapped[str | None]
    position: Mapped[int | None]
    given_key: Mapped[str | None]


class Dated:
    """A dated fact: `counts_from` is the first day on which it counts in a figure; empty means it always held.

    A fact entered here counts from the later of its stated date and the day it was recorded; an imported one from its
    stated date, an undated imported one always (domain.md, "Health of a portfolio").
    """

    recorded_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    counts_from: Mapped[date | None]


def one_of(words: type[enum.StrEnum], name: str) -> Enum:
    """Column type for a closed list of words, held by a named check constraint."""
    return Enum(
        words,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda ws: [w.value for w in ws],
    )


def some(name: str, *columns: str | TextClause, where: str) -> Index:
    """Index those of a council's rows that a list or a count asks for, in its order."""
    return Index(name, "council_id", *columns, postgresql_where=text(where))


# An index of words, of which what was written last waits in a short list (migrations/0008).
BY_WORDS: Any = {"postgresql_using": "gin", "postgresql_with": {"gin_pending_list_limit": 256}}


def points_at(table: str, column: str | None = None, *, ondelete: str | None = None) -> ForeignKeyConstraint:
    """Foreign key of a council's row to another row of the same council: it cannot even name another council's."""
    return ForeignKeyConstraint(
        ["council_id", column or f"{table}_id"], [f"{table}.council_id", f"{table}.id"], ondelete=ondelete
    )


def points_at_member(column: str) -> ForeignKeyConstraint:
    """Foreign key to a membership, which ends but is never deleted."""
    return ForeignKeyConstraint(["council_id", column], ["membership.council_id", "membership.person_id"])
