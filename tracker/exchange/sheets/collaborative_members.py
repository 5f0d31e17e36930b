"""collaborative_members.csv: who is in a collaborative, a council here or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select

from tracker.collaborative.models import Collaborative, Member
from tracker.council.models import Council
from tracker.exchange.sheets.sheet import DirectorySheet, add, ids_by_code, texts
from tracker.exchange.words import COLLABORATIVES, COUNCILS, CellKind, SheetColumn, SheetRow


class CollaborativeMembersSheet(DirectorySheet):
    """Members as files gave them, and those who joined here and did not leave."""

    def join(self, asked: Select[Any]) -> Select[Any]:
        """Join the collaborative, and the council where the member is one here."""
        asked = asked.join(Collaborative, Collaborative.id == Member.collaborative_id)
        asked = asked.outerjoin(Council, Council.id == Member.council_id)
        return asked.where(Member.left_on.is_(None) | Member.given_key.is_not(None))

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Store members of their collaboratives."""
        collaboratives, councils = ids_by_code(Collaborative), ids_by_code(Council)
        add(
            self.model,
            [
                self.values(row)
                | {
                    "collaborative_id": collaboratives[row.cells["collaborative"]],
                    "council_id": councils.get(row.cells["council"]),
                }
                for row in rows
            ],
        )


COLLABORATIVE_MEMBERS = CollaborativeMembersSheet(
    name="collaborative_members",
    plural="members",
    model=Member,
    columns=(
        SheetColumn("collaborative", CellKind.CODE, needed=True, points_into=COLLABORATIVES),
        SheetColumn("member", needed=True),
        SheetColumn("council", CellKind.CODE, points_into=COUNCILS),
        *texts("role source"),
    ),
    joined_cells={"collaborative": Collaborative.code, "council": Council.code},
)
