"""Which pages a view is of."""

from __future__ import annotations

from enum import StrEnum

LONGEST_NAME = 80
MOST_VIEWS = 50  # of one person, so that a page can show them all


class ViewPage(StrEnum):
    """A page that can be narrowed."""

    LIST = "list"
    BOARD = "board"
    SEARCH = "search"

    @property
    def address(self) -> str:
        """Where the page is."""
        return {ViewPage.LIST: "/ideas", ViewPage.BOARD: "/board", ViewPage.SEARCH: "/search"}[self]
