"""What is asked about saved views: one's own, the council's, and one by its address."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from tracker.council import NAME, Can, Reader
from tracker.tenancy import Query, current_council, session
from tracker.view.models import SavedView


class ViewEntry(NamedTuple):
    """A view as it is listed; `by` is who made it."""

    id: UUID
    name: str
    page: str
    asked: dict[str, str]
    own: bool
    shared: bool
    by: str | None


_VIEWS = f"""
SELECT v.id, v.name, v.page, v.asked, v.person_id = CAST(:me AS uuid) AS own, v.shared_at IS NOT NULL AS shared,
 {NAME.format("v.person_id")} AS by
FROM saved_view v WHERE v.ended_at IS NULL AND (v.person_id = CAST(:me AS uuid) OR v.shared_at IS NOT NULL)
ORDER BY lower(v.name), v.id"""  # noqa: S608 - made of constants only


def views(*, reader: Reader) -> list[ViewEntry]:
    """The views that a reader finds: their own and the council's, by name."""
    return views_query(reader=reader).answer()


def views_query(*, reader: Reader) -> Query[list[ViewEntry]]:
    """The same, to be asked together with others."""
    return Query(ViewEntry, _VIEWS, {"me": reader.person_id}, list)


def saved_view(view_id: UUID) -> SavedView | None:
    """A view by its address, one that ended, too; None where there never was one in this council."""
    return session().get(SavedView, (current_council(), view_id))


def keeps_view(view: SavedView, reader: Reader) -> bool:
    """Who made a view renames, shares and deletes it; one that is the council's, a lead, too."""
    return view.person_id == reader.person_id or (view.shared_at is not None and reader.can(Can.TRIAGE))
