"""What a council sorts its ideas by."""

from __future__ import annotations

import enum


class Grouping(enum.StrEnum):
    """What ideas are sorted by: each kind is renamed, merged and ended alike. The table of each is called so."""

    SERVICE = "service"
    PLACE = "place"
