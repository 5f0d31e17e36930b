"""Who has to do with whom, as the worker kept it; and who agreed to be shown there by name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Identity, Index, Numeric, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.capacity import Layer
from tracker.db import COUNCIL_NOW, Base, OfCouncil, one_of, points_at_member
from tracker.network.words import NetworkRole, NodeKind


class NetworkChoice(OfCouncil, Base):
    """Whether somebody is shown by name in the network, and where they say that they stand. The newest stands."""

    __tablename__ = "network_choice"
    __table_args__ = (
        points_at_member("person_id"),
        Index("ix_network_choice_person", "council_id", "person_id", "number"),
    )

    number: Mapped[int] = mapped_column(Identity(always=True))
    person_id: Mapped[UUID]
    shown: Mapped[bool]
    layer: Mapped[Layer | None] = mapped_column(one_of(Layer, "layer"))
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class NetworkPlace(Base):
    """Somebody who has links, with their figures and where they are drawn, which few-linked ones of many are not.

    A person is named by whoever reads it, if they agreed; `service` is in which they are counted otherwise. Betweenness
    and closeness are 0 to 1; `reach` is how many they reach within two steps.
    """

    __tablename__ = "network_place"
    __table_args__ = (points_at_member("person_id"),)

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True, server_default=COUNCIL_NOW)
    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[NodeKind] = mapped_column(one_of(NodeKind, "kind"))
    layer: Mapped[Layer] = mapped_column(one_of(Layer, "layer"))
    person_id: Mapped[UUID | None]
    other_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    name: Mapped[str | None]
    service: Mapped[str | None]
    degree: Mapped[int]
    betweenness: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    closeness: Mapped[Decimal] = mapped_column(Numeric(5, 4))
    reach: Mapped[int]
    role: Mapped[NetworkRole | None] = mapped_column(one_of(NetworkRole, "role"))
    x: Mapped[int | None]
    y: Mapped[int | None]


class NetworkLink(OfCouncil, Base):
    """A link between two, how often in twelve months and by which kinds, and the newest that it rests on."""

    __tablename__ = "network_link"
    __table_args__ = (
        ForeignKeyConstraint(
            ["council_id", "one"], ["network_place.council_id", "network_place.key"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(
            ["council_id", "other"], ["network_place.council_id", "network_place.key"], ondelete="CASCADE"
        ),
        UniqueConstraint("council_id", "one", "other"),
        Index("ix_network_link_other", "council_id", "other"),
        Index("ix_network_link_times", "council_id", "times", "id"),
    )

    one: Mapped[str]
    other: Mapped[str]
    times: Mapped[int]
    kinds: Mapped[dict[str, Any]]
    last_on: Mapped[date]
    rests: Mapped[list[Any]]


class NetworkFigures(Base):
    """What is told of a council's network as a whole, and of which rows it was worked out (`digest`)."""

    __tablename__ = "network_figures"

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True, server_default=COUNCIL_NOW)
    digest: Mapped[str]
    told: Mapped[dict[str, Any]]
    computed_at: Mapped[datetime]
