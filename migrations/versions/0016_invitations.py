"""Somebody is invited, and comes in by their own consent: what asks them is an invitation, no membership.

Who asks for a new password is answered by the worker, so that a page costs the same for a known and an unknown email.

Revision ID: 0016
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.protect import allow, wall

revision = "0016"
down_revision = "0018"

HERE = "council_id = (SELECT council_here())"
NOWHERE = "(SELECT in_directory())"
UNANSWERED = "accepted_at IS NULL AND declined_at IS NULL AND withdrawn_at IS NULL"
FILLED = ("link", "person", "membership")

# The links that were sent until now go on, each as an invitation of its own council; of several the newest.
FROM_LINKS = """
INSERT INTO invitation (id, token_digest, council_id, email, name, roles, job_title, made_at, until)
SELECT DISTINCT ON (l.council_id, p.id) gen_random_uuid(), l.token_digest, l.council_id, p.email, p.name, m.roles,
       m.job_title, l.made_at, l.until
  FROM link l JOIN person p ON p.id = l.person_id
  JOIN membership m ON m.person_id = l.person_id AND m.council_id = l.council_id
 WHERE l.purpose = 'invitation' AND l.used_at IS NULL
 ORDER BY l.council_id, p.id, l.made_at DESC, l.token_digest"""


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("job_title", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "roles <@ ARRAY['contributor', 'owner', 'lead', 'sponsor', 'observer', 'admin']::text[]",
            name=op.f("ck_invitation_roles"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(accepted_at, declined_at, withdrawn_at) <= 1", name=op.f("ck_invitation_one_answer")
        ),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_invitation_council_id")),
        sa.ForeignKeyConstraint(
            ["council_id", "by_id"],
            ["membership.council_id", "membership.person_id"],
            name=op.f("fk_invitation_council_id_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    op.create_index("ix_invitation_email", "invitation", [sa.text("lower(email)"), "made_at"])
    op.create_index("ix_invitation_by", "invitation", ["council_id", "by_id", "made_at"])
    op.create_index(
        "uq_invitation_unanswered",
        "invitation",
        ["council_id", sa.text("lower(email)")],
        unique=True,
        postgresql_where=sa.text(UNANSWERED),
    )
    _move_links()
    wall("invitation")
    allow("invitation", "SELECT", f"{NOWHERE} OR {HERE}")
    allow("invitation", "INSERT", NOWHERE)
    allow("invitation", "UPDATE", f"{NOWHERE} OR {HERE}", columns="accepted_at, declined_at, withdrawn_at")
    op.drop_constraint(op.f("ck_link_purpose"), "link")
    op.create_check_constraint(op.f("ck_link_purpose"), "link", "purpose IN ('reset')")
    _reset_requests()


def _reset_requests() -> None:
    op.create_table(
        "reset_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_request")),
    )
    wall("reset_request")
    for verb in ("SELECT", "INSERT", "DELETE"):
        allow("reset_request", verb, NOWHERE)


def _move_links() -> None:
    """Turn the links of invitations into invitations; the owner is bound by the walls too."""
    for table in FILLED:
        op.execute(f"CREATE POLICY filling ON {table} TO seedbed_owner USING (true) WITH CHECK (true)")
    op.execute(FROM_LINKS)
    op.execute("DELETE FROM link WHERE purpose = 'invitation'")
    for table in FILLED:
        op.execute(f"DROP POLICY filling ON {table}")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_link_purpose"), "link")
    op.create_check_constraint(op.f("ck_link_purpose"), "link", "purpose IN ('invitation', 'reset')")
    op.drop_table("reset_request")
    op.drop_table("invitation")
