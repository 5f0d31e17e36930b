"""Search: where something is said, in ideas, claims, lessons, comments and files' names, of what its reader may see.

Every word has to occur, in any order and whatever its accents, in what is found; what has them in what names it comes
first (docs/decisions/0014, 0032). Another kind of thing to find is a `HitKind`, with a branch of the statement here and
one of `visible_rows` in the database.
"""

from tracker.search.queries import Hit, SearchPage, search
from tracker.search.rules import Excerpt, Marker, Piece
from tracker.search.words import HitKind, HitOrder

__all__ = ["Excerpt", "Hit", "HitKind", "HitOrder", "Marker", "Piece", "SearchPage", "search"]
