"""How a process treats its memory once all that lasts is loaded."""

from __future__ import annotations

import gc

from sqlalchemy.orm import configure_mappers

MOST_NEW = 10_000  # things made before a search for garbage, of which a page makes thousands; Python's own is 700


def set_aside() -> None:
    """Set what is loaded aside, so that no search for garbage looks at it or, in processes to come, writes to it.

    What maps tables is put together first: it grows all over what is shared, and each process would have its own (11 MB
    of a web process). What comes after is searched seldom: nearly all of it is let go of without.
    """
    configure_mappers()
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_NEW)
