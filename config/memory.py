"""How a process treats its memory once all that lasts is loaded."""

from __future__ import annotations

import gc

MOST_NEW = 10_000  # things made before a search for garbage, of which a page makes thousands; Python's own is 700


def set_aside() -> None:
    """Set what is loaded aside, so that no search for garbage looks at it or, in processes to come, writes to it.

    What comes after is searched seldom: nearly all of it is let go of without.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(MOST_NEW)
