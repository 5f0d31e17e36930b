"""Councils, people and what ties them. Most of these belong to no single council: the directory."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from tracker.council.words import Digest, FoundingStep, LinkPurpose, Nation, NewsBy, Role
from tracker.db import Base, Dated, OfCouncil, new_id, one_of, points_at, points_at_member
from tracker.post.stopping import MailKind

ROLES = ", ".join(f"'{role}'" for role in Role)
MAIL_KINDS = ", ".join(f"'{kind}'" for kind in MailKind)
NATIONS = ", ".join(f"'{nation}'" for nation in Nation)


class Council(Base):
    """A council or body. Which there are is no secret; what is in one is."""

    __tablename__ = "council"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint("promise_days BETWEEN 1 AND 60", name="promise_days"),
        CheckConstraint(f"nation IN ({NATIONS})", name="nation"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str | None]
    nation: Mapped[str | None]
    population: Mapped[int | None]
    population_year: Mapped[str | None]
    prefix: Mapped[str | None]
    source: Mapped[str | None]
    inferred: Mapped[str | None]
    position: Mapped[int | None]
    given_key: Mapped[str | None]
    imported: Mapped[bool] = mapped_column(server_default=text("false"))
    next_number: Mapped[int] = mapped_column(server_default=text("1"))
    promise_days: Mapped[int] = mapped_column(server_default=text("5"))
    shown_brand: Mapped[str | None]
    own_words: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'::jsonb"))
    own_settings: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'::jsonb"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ReplyPromise(Dated, OfCouncil, Base):
    """Within how many working days a first reply was promised from a day on, and within how many `before`."""

    __tablename__ = "reply_promise"
    __table_args__ = (points_at_member("by_id"), Index("ix_reply_promise_number", "council_id", "number"))

    number: Mapped[int] = mapped_column(Identity(always=True))
    days: Mapped[int]
    before: Mapped[int]
    by_id: Mapped[UUID]


class Person(Base):
    """A person, who may belong to several councils. What they sign in with is kept apart."""

    __tablename__ = "person"
    __table_args__ = (Index("uq_person_email", func.lower(text("email")), unique=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    name: Mapped[str]
    digest: Mapped[Digest] = mapped_column(one_of(Digest, "digest"), server_default="daily")
    is_operator: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Credential(Base):
    """What a person signs in with: an argon2 hash, never a password."""

    __tablename__ = "credential"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Membership(Base):
    """A person in a council, with roles. It ends, and is never deleted: what they did stays theirs.

    `name`, `email` and `digest` are the person's own, kept here by the database so that their council need not ask the
    directory who they are. `asked` is how much was asked of them when that was last counted (tracker/inbox).
    `news_followed` and `news_naming` are how they hear of ideas that they follow, and of words that name them.
    `stopped` names the kinds of letters that they want no more (tracker/post/stopping.py).
    `covers` and `away` are worked out of the covers that stand: for whom they are asked when, and who is for them.
    `elected` is who holds their place by an election; `quiet_nudges` what they are asked about without a letter.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(f"roles <@ ARRAY[{ROLES}]::text[]", name="roles"),
        CheckConstraint(f"stopped <@ ARRAY[{MAIL_KINDS}]::text[]", name="stopped"),
        Index("ix_membership_person_id", "person_id"),
    )

    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    job_title: Mapped[str | None]
    name: Mapped[str] = mapped_column(FetchedValue())
    email: Mapped[str] = mapped_column(FetchedValue())
    digest: Mapped[Digest] = mapped_column(Text(), FetchedValue())
    since: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(server_default=text("0"))
    news_followed: Mapped[NewsBy] = mapped_column(one_of(NewsBy, "news_followed"), server_default="at_once")
    news_naming: Mapped[NewsBy] = mapped_column(one_of(NewsBy, "news_naming"), server_default="at_once")
    stopped: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'::text[]"))
    covers: Mapped[list[Any] | None]
    away: Mapped[list[Any] | None]
    elected: Mapped[bool] = mapped_column(server_default=text("false"))
    quiet_nudges: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default=text("'{}'"))


class Cover(OfCouncil, Base):
    """Who is asked in place of somebody who is away, from a day until another; then it is over by itself.

    One that is not ended stands for each person at most; `note` is what the cover is to know.
    """

    __tablename__ = "cover"
    __table_args__ = (
        *map(points_at_member, ("person_id", "cover_id", "by_id", "ended_by_id")),
        CheckConstraint("person_id <> cover_id", name="somebody_else"),
        CheckConstraint("until >= since", name="days"),
        Index("uq_cover_person", "council_id", "person_id", unique=True, postgresql_where=text("ended_at IS NULL")),
    )

    person_id: Mapped[UUID]
    cover_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date]
    note: Mapped[str | None]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None]


class SignIn(Base):
    """A signed-in browser: its token's digest, what it is called, the council chosen in it, when it was last used."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person_id", "person_id"),)

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    browser: Mapped[str | None]
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    seen_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Attempt(Base):
    """A failed try to sign in, counted here so that throttling needs no broker."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_subject_at", "subject", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class Invitation(Base):
    """Somebody asked to work in a council: an address, no person yet, and no member before they accept.

    Answered once: accepted, declined, or withdrawn by the council, which a newer invitation does too.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        points_at_member("by_id"),
        UniqueConstraint("token_digest"),
        CheckConstraint(f"roles <@ ARRAY[{ROLES}]::text[]", name="roles"),
        CheckConstraint("num_nonnulls(accepted_at, declined_at, withdrawn_at) <= 1", name="one_answer"),
        Index("ix_invitation_email", func.lower(text("email")), "made_at"),
        Index("ix_invitation_by", "council_id", "by_id", "made_at"),
        Index(
            "uq_invitation_unanswered",
            "council_id",
            func.lower(text("email")),
            unique=True,
            postgresql_where=text("accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_digest: Mapped[str]
    council_id: Mapped[UUID] = mapped_column(ForeignKey("council.id"))
    email: Mapped[str]
    name: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    job_title: Mapped[str | None]
    by_id: Mapped[UUID | None]
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    until: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class AccountLink(Base):
    """A link sent to a person to choose another password. Good once, until it runs out."""

    __tablename__ = "link"

    token_digest: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[LinkPurpose] = mapped_column(one_of(LinkPurpose, "purpose"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    made_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    until: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ResetRequest(Base):
    """Somebody asked for a new password for an address, known or not: the worker finds out, and forgets it then."""

    __tablename__ = "reset_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class JobRun(Base):
    """When a recurring job last ran, for a council or for all: the worker's heartbeat among them.

    `running_since` is set while it is at work; `deaths` counts how often in a row its process died of it.
    """

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("job", "council_id", postgresql_nulls_not_distinct=True),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    job: Mapped[str]
    council_id: Mapped[UUID | None] = mapped_column(ForeignKey("council.id"))
    started_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    finished_at: Mapped[datetime | None]
    detail: Mapped[str | None]
    running_since: Mapped[datetime | None]
    deaths: Mapped[int] = mapped_column(server_default=text("0"))
    died_at: Mapped[datetime | None]


class Service(OfCouncil, Base):
    """A service of the council, with its senior owner.

    `ended_at` set: offered no more; `into_id` then names the service that it became part of, if any.
    """

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("council_id", "name"), points_at("service", "into_id"))

    name: Mapped[str]
    senior_owner: Mapped[str | None]
    live_options_wanted: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    into_id: Mapped[UUID | None]


class StepDismissal(OfCouncil, Base):
    """A line of the list of a new council that it does not need."""

    __tablename__ = "step_dismissal"
    __table_args__ = (points_at_member("by_id"), UniqueConstraint("council_id", "step"))

    step: Mapped[FoundingStep] = mapped_column(one_of(FoundingStep, "step"))
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
