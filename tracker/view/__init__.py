"""Saved views: what a list, the board or a search is narrowed to, kept under a name and a permanent address.

Whoever opens the address sees what they themselves may see. A view is its maker's own; a lead may share one with the
council, where everybody finds it.
"""

from tracker.view.actions import end_view, restore_view, save_view, set_view
from tracker.view.models import SavedView
from tracker.view.queries import ViewEntry, keeps_view, saved_view, views, views_query
from tracker.view.words import LONGEST_NAME, MOST_VIEWS, ViewPage

__all__ = [
    "LONGEST_NAME",
    "MOST_VIEWS",
    "SavedView",
    "ViewEntry",
    "ViewPage",
    "end_view",
    "keeps_view",
    "restore_view",
    "save_view",
    "saved_view",
    "set_view",
    "views",
    "views_query",
]
