"""People see where they are signed in, and end one of their sign-ins: each says which browser it is.

Invitations that nobody is told of any more are forgotten.

Revision ID: 0026
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.protect import allow

revision = "0026"
down_revision = "0015"

NOWHERE = "(SELECT in_directory())"


def upgrade() -> None:
    op.add_column("sign_in", sa.Column("browser", sa.Text(), nullable=True))
    allow("invitation", "DELETE", NOWHERE)
    op.execute("GRANT UPDATE (browser) ON sign_in TO seedbed_app")


def downgrade() -> None:
    op.execute("DROP POLICY app_delete ON invitation")
    op.execute("REVOKE DELETE ON invitation FROM seedbed_app")
    op.drop_column("sign_in", "browser")
