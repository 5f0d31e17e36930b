"""Cards: what a council publishes of an idea to a collaborative, and by which indexes they are found."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Computed, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.collaborative.words import Level
from tracker.db import Base, new_id, one_of

LIVE = "withdrawn_at IS NULL"
NEWEST_OF_A_STAGE = (
    ("ix_publication_stage", ["collaborative_id"], LIVE),
    ("ix_publication_member", ["collaborative_id", "council_id"], LIVE),
    ("ix_publication_standing_in", ["collaborative_id", "standing"], LIVE),
    ("ix_publication_proven", ["collaborative_id"], f"{LIVE} AND proven"),
)
# As the database writes it out itself.
WORDS = (
    "keyed_words(collaborative_id, (coalesce(shown ->> 'places'::text, ''::text) || ' '::text) ||"
    " coalesce(shown ->> 'topics'::text, ''::text), (((((((title || ' '::text)"
    " || coalesce(shown ->> 'problem'::text, ''::text)) || ' '::text)"
    " || coalesce(shown ->> 'proposal'::text, ''::text)) || ' '::text)"
    " || coalesce(shown ->> 'council'::text, ''::text)) || ' '::text) || coalesce(shown ->> 'service'::text, ''::text))"
)
TELLING = (
    'keyed_words(collaborative_id, jsonb_path_query_array(shown, \'$."plan"[*]."method"\'::jsonpath)::text,'
    " (((title || ' '::text) || jsonb_path_query_array(shown, '$.\"lessons\"[*].\"lesson\"'::jsonpath)::text)"
    ' || \' \'::text) || jsonb_path_query_array(shown, \'$."stop"."lessons"[*]."lesson"\'::jsonpath)::text)'
)
STOPPED = "shown ->> 'state' = 'stopped' AND shown -> 'stop' ->> 'reason' IS NOT NULL"
LATEST_STOP = (text("coalesce((shown -> 'stop'::text) ->> 'on'::text, ''::text)"), "id")
_SAID = {
    "stage": "shown ->> 'stage'",
    "standing": "CASE shown ->> 'state' WHEN 'active' THEN 'active' WHEN 'parked' THEN 'parked' ELSE 'closed' END",
    "proven": "coalesce(shown -> 'saying' ->> 'proven', '') = 'true'",
}


class Publication(Base):
    """A card: chosen fields of one idea, published by a lead to one collaborative, revocable.

    `shown` holds the fields, refreshed in the transaction of a change to them; `health` is frozen at publication.
    What a board is narrowed by is worked out of `shown`, but for `strand_id`: a strand that was taken back
    is none. `for_archive` is of a stopped idea to pick up, on no board.
    """

    __tablename__ = "publication"
    __table_args__ = (
        ForeignKeyConstraint(["council_id", "idea_id"], ["idea.council_id", "idea.id"]),
        ForeignKeyConstraint(["council_id", "by_id"], ["membership.council_id", "membership.person_id"]),
        ForeignKeyConstraint(
            ["collaborative_id", "strand_id"], ["collaborative_note.collaborative_id", "collaborative_note.id"]
        ),
        UniqueConstraint("collaborative_id", "number"),
        Index(
            "uq_publication_live",
            "council_id",
            "idea_id",
            "collaborative_id",
            unique=True,
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "ix_publication_standing",
            "collaborative_id",
            "refreshed_at",
            "id",
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_publication_idea", "council_id", "idea_id"),
        *(
            Index(name, *columns, "stage", "refreshed_at", "id", postgresql_where=text(where))
            for name, columns, where in NEWEST_OF_A_STAGE
        ),
        Index(
            "ix_publication_strand",
            "collaborative_id",
            "strand_id",
            "stage",
            "refreshed_at",
            "id",
            postgresql_where=text(f"{LIVE} AND strand_id IS NOT NULL"),
        ),
        Index(
            "ix_publication_teaches",
            "collaborative_id",
            "refreshed_at",
            "id",
            postgresql_where=text(f"{LIVE} AND jsonb_typeof(shown -> 'lessons' -> 0) = 'object'"),
        ),
        Index(
            "ix_publication_stopped",
            "collaborative_id",
            *LATEST_STOP,
            postgresql_where=text(f"{LIVE} AND {STOPPED}"),
        ),
        Index(
            "ix_publication_stopped_for",
            "collaborative_id",
            text("((shown -> 'stop'::text) ->> 'reason'::text)"),
            *LATEST_STOP,
            postgresql_where=text(f"{LIVE} AND {STOPPED}"),
        ),
        Index(
            "ix_publication_telling",
            text(TELLING),
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
            postgresql_where=text(LIVE),
        ),
        Index("ix_publication_own", "council_id", "collaborative_id", "number", postgresql_where=text(LIVE)),
        Index(
            "ix_publication_words",
            text(WORDS),
            postgresql_using="gin",
            postgresql_with={"gin_pending_list_limit": 256},
            postgresql_where=text(LIVE),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    council_id: Mapped[UUID] = mapped_column(server_default=text("current_setting('seedbed.council')::uuid"))
    idea_id: Mapped[UUID]
    collaborative_id: Mapped[UUID] = mapped_column(ForeignKey("collaborative.id"))
    number: Mapped[int]
    level: Mapped[Level] = mapped_column(one_of(Level, "level"))
    title: Mapped[str]
    shown: Mapped[dict[str, Any]]
    parts: Mapped[list[Any]] = mapped_column(server_default=text("'[]'::jsonb"))
    health: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    by_id: Mapped[UUID]
    published_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    refreshed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    withdrawn_at: Mapped[datetime | None]
    for_archive: Mapped[bool] = mapped_column(server_default=text("false"))
    strand_id: Mapped[UUID | None]
    stage: Mapped[str] = mapped_column(Computed(_SAID["stage"], persisted=True), nullable=True)
    standing: Mapped[str] = mapped_column(Computed(_SAID["standing"], persisted=True), nullable=True)
    proven: Mapped[bool] = mapped_column(Computed(_SAID["proven"], persisted=True), nullable=True)
