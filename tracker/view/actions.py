"""What is done with views: they are saved, renamed, shared, deleted, and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from tracker.clock import now
from tracker.idea import Refused
from tracker.tenancy import session, take_turn
from tracker.view.models import SavedView
from tracker.view.words import LONGEST_NAME, MOST_VIEWS, ViewPage


def save_view(*, page: ViewPage, asked: Mapping[str, str], name: str, by: UUID, shared: bool = False) -> SavedView:
    """Keep what a page is narrowed to under a name. Raises Refused."""
    take_turn(f"views of {by}")
    kept = select(func.count()).select_from(SavedView).where(SavedView.person_id == by, SavedView.ended_at.is_(None))
    if (session().scalar(kept) or 0) >= MOST_VIEWS:
        raise Refused(f"You keep {MOST_VIEWS} views already: delete one that you do not need", field="name")
    made = SavedView(person_id=by, name=_named(name), page=page, asked=dict(asked), shared_at=now() if shared else None)
    session().add(made)
    session().flush()
    return made


def set_view(*, view: SavedView, name: str, shared: bool) -> None:
    """Call a view otherwise, share it with the council, or no more. Twice is once. Raises Refused."""
    _must_live(view)
    view.name = _named(name)
    if shared != (view.shared_at is not None):
        view.shared_at = now() if shared else None


def end_view(*, view: SavedView) -> None:
    """Delete a view: its address leads nowhere until it is brought back. Twice is once."""
    view.ended_at = view.ended_at or now()


def restore_view(*, view: SavedView) -> None:
    """Bring a deleted view back at its old address. Twice is once."""
    view.ended_at = None


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Refused("Write what the view is to be called", field="name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"A name has at most {LONGEST_NAME} letters: make it shorter", field="name")
    return name


def _must_live(view: SavedView) -> None:
    if view.ended_at is not None:
        raise Refused("This view was deleted meanwhile: bring it back first", field="name")
