"""Made-up ideas in Oldham and Tower Hamlets, and what the three councils took from each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from local.overlay.acts import (
    Act,
    accepted,
    decided,
    learnt,
    needs_no_money,
    of_kind,
    published,
    replied,
    sponsored,
    went_on,
)
from local.overlay.knowsley_grown import CHECK_IN, ONE_VISIT, PLAIN_PACKS
from local.overlay.telling import Told
from local.overlay.worth import measured, paid_by
from tracker.collaborative import AdaptationStatus
from tracker.gate import Gate
from tracker.idea import Extent, Involvement

OLDHAM_SERVICES = {"Housing": "Head of housing", "Libraries": "Head of libraries"}
TOWER_HAMLETS_SERVICES = {"Housing": "Head of housing options", "Public health": "Director of public health"}
SENSORS = "Damp sensors lent like library books"
COOL_ROOMS = "A map of cool and warm rooms"

OLDHAM = (
    Told(
        SENSORS,
        "By the time we see damp the room is lost. Tenants are told that they breathe too much.",
        "Lend a sensor for two weeks from the library; the reading goes with the repair.",
        "Libraries",
        380,
        [
            replied(375, "Thank you, Farah. Two libraries would lend them."),
            accepted(366),
            *went_on(350, 260),
            of_kind(350, Extent.RADICAL, Involvement.DESIGNS),
            sponsored(340, 100, 22, name="Director of housing"),
            measured(260, "Repairs right at the first visit", "per cent", "48", "75", (130, "63"), (33, "70")),
            paid_by(260, "Library fund", 8000, for_days=700),
            learnt(120, "The librarian explains it better than we do.", "yes"),
            published(115, "Sensors on loan", "Reading and repair on one form"),
        ],
    ),
    Told(
        "Draught walks with the school",
        "Parents wait in the cold corridor and know which windows do not shut.",
        "An hour with a caretaker, a thermometer and twelve parents.",
        "Housing",
        60,
        [replied(58, "A good one. Which school?"), accepted(50), *went_on(35), of_kind(35, Extent.INCREMENTAL)],
    ),
    Told(
        "A blanket box at the housing desk",
        "People come to us cold and leave with a form.",
        "A box of blankets, to take without asking.",
        "Housing",
        18,
    ),
)

TOWER_HAMLETS = (
    Told(
        COOL_ROOMS,
        "Two heatwaves and two cold snaps: each time somebody made the list of open rooms again.",
        "One map, kept by those who hold the keys.",
        "Public health",
        300,
        [
            accepted(285),
            *went_on(270, 170),
            of_kind(270, Extent.INCREMENTAL, Involvement.DELIVERS),
            sponsored(260, 90, 28, name="Director of public health"),
            measured(170, "People who came in on the hottest days", "people", "120", "400", (60, "310")),
            needs_no_money(170),
            published(100, "The map", "The keyholder's text"),
        ],
    ),
    Told(
        "Heating left on for the hospital bed",
        "People come home from hospital to a cold flat, and go back.",
        "The ward rings us the day before, and we have it warmed.",
        "Public health",
        10,
    ),
)


@dataclass(frozen=True)
class Taken:
    """What one council takes from another's card: when, what it makes of it, and what came of it."""

    origin: str
    place: str
    ago: int
    because: str
    kept: str
    changed: str
    dropped: str
    acts: Sequence[Act | list[Act]] = ()
    result: tuple[int, AdaptationStatus, str] | None = None
    spoken_to: str = ""
    weighed: Mapping[str, str] = field(default_factory=dict)


def _gone(ago: int) -> list[Act]:
    return [decided(ago, gate_at) for gate_at in (Gate.DESIGN,)]


TAKEN = (
    Taken(
        CHECK_IN,
        "oldham",
        190,
        "We have the same flats above the shops, and a walking group that knows them.",
        "The thermometer and the one number",
        "The walking group goes, instead of neighbours one by one",
        "The cold-day text: nobody here reads it",
        [_gone(170), of_kind(170, Extent.RADICAL, Involvement.DELIVERS), decided(110, Gate.MOBILISE)],
        (40, AdaptationStatus.WORKED, "58 of 90 flats were warm at the second visit, against 37 at the first."),
    ),
    Taken(
        CHECK_IN,
        "tower-hamlets",
        150,
        "We have towers, not streets, and floor captains already.",
        "The thermometer",
        "Floor captains take the place of neighbours",
        "The leaflet",
        [_gone(140), of_kind(140, Extent.RADICAL, Involvement.DESIGNS), decided(90, Gate.MOBILISE)],
        (35, AdaptationStatus.IN_PART, "It works on floors with a captain. A third of the floors have none."),
    ),
    Taken(
        PLAIN_PACKS,
        "tower-hamlets",
        200,
        "Our packs are longer than yours were.",
        "Six pages, and the call after a week",
        "Four languages",
        "Photographs: every block has another boiler",
        [_gone(185), of_kind(185, Extent.INCREMENTAL, Involvement.DESIGNS)],
        (70, AdaptationStatus.WORKED, "Calls in the first week fell from 3.1 to 1.7 for each tenancy."),
    ),
    Taken(
        ONE_VISIT,
        "oldham",
        80,
        "Our repairs are done by a firm, whose contract is open this year.",
        "The checklist at the door",
        "The firm carries the kit, and is paid by the home",
        "Nothing yet",
        [_gone(60), of_kind(60, Extent.INCREMENTAL)],
    ),
    Taken(
        SENSORS,
        "knowsley",
        70,
        "Our libraries lend thermometers already, and damp is what people ask about.",
        "Lending for two weeks",
        "The reading goes to the evening drop-in",
        "The fine for bringing it late",
        [_gone(55), of_kind(55, Extent.INCREMENTAL, Involvement.DESIGNS), sponsored(50, 15), needs_no_money(50)],
        spoken_to="Their library service, by telephone; we visited the lending desk for a morning",
        weighed={
            "appropriate": "Our libraries close earlier. Whoever works late must be able to bring it back somewhere.",
            "essential": "That it is lent, and never installed: nobody feels watched.",
            "seen": "How many readings lead to a visit within two weeks. Today nobody counts.",
        },
    ),
    Taken(
        COOL_ROOMS,
        "knowsley",
        45,
        "We make that list again every winter too.",
        "The keyholder's text",
        "Winter first",
        "Shops: too few of ours are open late",
        [_gone(30), of_kind(30, Extent.INCREMENTAL, Involvement.ASKED)],
        None,
    ),
)
NEWS = (ONE_VISIT, AdaptationStatus.TRYING, "The firm has agreed. First homes next month.")
# Cases of reports that stand in the collaborative that a report tells of: by council, which case and where.
CASES = {"oldham": ("OLD-001", "in-control"), "knowsley": ("KNW-002", "pathfinders-14-19")}
