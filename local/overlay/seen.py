"""Who of the made-up people agreed to be shown by name in who works with whom: all but who logs ideas."""

from __future__ import annotations

from local.overlay.people import Crew
from tracker import network


def agreed(crew: Crew) -> None:
    """Those who keep, lead and sponsor are shown."""
    for person_id in dict.fromkeys((crew.owner, crew.lead, crew.sponsor)):
        if person_id:
            network.choose(person_id=person_id, shown=True, layer=None)
