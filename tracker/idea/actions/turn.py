"""Acts on an idea take turns: whoever acts holds its row until the act is kept, and the next finds it as it then is."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tracker.tenancy import run

# With each idea the one that it is joined into, which changes when they are taken apart; all in one order.
_HOLD = (
    "SELECT i.id FROM idea i WHERE i.id IN ("
    "SELECT n.id FROM idea n WHERE n.ref = ANY (CAST(:refs AS text[])) OR n.id = ANY (CAST(:ids AS uuid[]))"
    " UNION SELECT n.merged_into_id FROM idea n"
    " WHERE n.ref = ANY (CAST(:refs AS text[])) AND n.merged_into_id IS NOT NULL"
    ") ORDER BY i.id FOR NO KEY UPDATE OF i"
)


def hold(refs: Collection[str] = (), *, ids: Collection[UUID] = ()) -> None:
    """Wait until nobody else acts on these ideas, and hold them until the door closes. What is not there is passed by.

    Asked before an idea is read, so that it is read as the one before left it.
    """
    run(_HOLD, refs=list(refs), ids=list(ids))
