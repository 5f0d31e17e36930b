"""Made-up ideas in Knowsley that wait, are new, or were closed with what was learnt."""

from __future__ import annotations

from collections.abc import Callable

from local.overlay.acts import (
    Act,
    Scene,
    accepted,
    asked,
    in_days,
    learnt,
    of_kind,
    replied,
    sponsored,
    stopped,
    went_on,
)
from local.overlay.telling import Told
from tracker import idea
from tracker.gate import Gate, StopReason
from tracker.idea import Extent, Involvement

WARM_ROOM = "A warm room in the library on Sundays"


def _closed(ago: int, how: Callable[..., object], because: str, **more: str) -> Act:
    return ago, lambda on: how(idea=on.idea, because=because, by=on.crew.lead, **more)


def _parked(ago: int, because: str, *, until_in: int) -> Act:
    return ago, lambda on: idea.park(idea=on.idea, until=in_days(until_in), because=because, by=on.crew.lead)


def _joined(on: Scene) -> None:
    into = next(found for found in idea.similar(title=WARM_ROOM) if found.title == WARM_ROOM)
    because = "Both of you ask for the same room on the same day, so let us do it together."
    idea.merge(idea=on.idea, into=idea.by_id(idea_id=into.id), because=because, by=on.crew.lead)


NEW = (
    Told(
        WARM_ROOM,
        "On Sundays there is nowhere warm to sit that is free. People ride the bus to keep warm.",
        "Open the library from noon to five, with tea, and no questions at the door.",
        "Libraries",
        17,
    ),
    Told(
        "Warm rooms in the libraries at weekends",
        "Families in one room have nowhere to go at the weekend that costs nothing and is heated.",
        "Two libraries stay open on Saturdays and Sundays in the cold months.",
        "Libraries",
        2,
        by_owner=True,
    ),
    Told(
        "Spare school uniforms at the one stop shop",
        "Parents keep a child at home because the shoes do not fit.",
        "A rail of washed uniforms to take from, no form, beside the housing desk.",
        "Customer services",
        6,
        [asked(3, "Which schools have said that they would send us what is left over?")],
    ),
    Told(
        "Bins: a picture of what goes where",
        "",
        "A picture on the lid instead of the calendar that everybody loses.",
        "Neighbourhoods",
        None,
    ),
    Told(
        "Sunday opening for the warm room",
        "The library is shut on the coldest day for people who live alone.",
        "Open one room on Sundays with two volunteers.",
        "Libraries",
        14,
        [(12, _joined)],
        by_owner=True,
    ),
    Told(
        "Solar panels on the garages",
        "Forty garage roofs face south and pay for nothing.",
        "Ask the energy club to put panels on ten of them.",
        "Housing",
        170,
        [
            replied(167, "Thank you. The roofs need a survey before anything else."),
            _parked(150, "The roofs are surveyed in the spring. We look at it again then.", until_in=155),
        ],
    ),
)

CLOSED = (
    Told(
        "Smart thermostats for every flat",
        "We see the bills and not the rooms.",
        "Fit thermostats that tell us which flats are cold.",
        "Housing",
        340,
        [
            replied(338, "Thank you. Tenants will ask who sees the readings."),
            accepted(330),
            *went_on(310, 170),
            of_kind(310, Extent.RADICAL, Involvement.TOLD),
            sponsored(300, 120),
            stopped(
                60,
                Gate.MAINSTREAM,
                "Half of the tenants took them off the wall. They felt watched, and they told us so.",
                reason=StopReason.DOES_NOT_WORK,
                learnt="Ask who sees the reading before you fit anything. A thermometer on the shelf did more.",
            ),
        ],
    ),
    Told(
        "An app to report empty homes",
        "Neighbours know which homes stand empty and do not know whom to tell.",
        "A small app with a photo and a map.",
        "Housing",
        280,
        [
            replied(276, "Thank you. Let us see how many report them by telephone."),
            accepted(266),
            *went_on(250),
            of_kind(250, Extent.INCREMENTAL),
            stopped(
                150,
                Gate.MOBILISE,
                "Nine reports in a year, all by telephone, all acted on within a week. There is nothing to mend.",
                reason=StopReason.NO_REAL_NEED,
                learnt="Count the reports first. It took one afternoon and would have saved two months.",
            ),
        ],
        by_owner=True,
    ),
    Told(
        "A shorter letter about council tax support",
        "The letter is four pages long, and people ring to ask whether they have to pay.",
        "One page with the answer in the first line.",
        "Customer services",
        52,
        [
            replied(50, "You are right. The team can do this now."),
            _closed(
                40, idea.improve_instead, "This needs no trying out: the letter changes on the first of the month."
            ),
            learnt(30, "The answer in the first line took away six calls in ten.", "yes"),
        ],
    ),
    Told(
        "More time for home visits in winter",
        "Officers have twelve minutes for a visit and leave before people say what is wrong.",
        "Twenty-five minutes from November to March.",
        "Public health",
        105,
        [
            replied(101, "Thank you. This is a matter of hours, not of a new way."),
            _closed(90, idea.resource_instead, "Two posts move across for the winter. Nothing new has to be invented."),
            learnt(20, "Longer visits were fewer visits: each home was seen once, not three times.", "mixed"),
        ],
    ),
    Told(
        "A bus pass for every carer",
        "Carers pay for two journeys a day to look after somebody.",
        "Give every unpaid carer a pass.",
        "Public health",
        128,
        [
            _closed(
                120, idea.decline, "The pass is set by the region, and we may not add to it. We have written to them."
            )
        ],
    ),
    Told(
        "A crossing outside the health centre",
        "People with sticks cross four lanes.",
        "A crossing with a long green.",
        "Neighbourhoods",
        80,
        [
            replied(78, "Thank you. I know who decides on this."),
            _closed(75, idea.refer, "It is theirs to decide, and they have a list.", to_whom="the highways service"),
        ],
    ),
    Told(
        "Vouchers for heaters that use less",
        "Old heaters eat the money.",
        "Swap an old heater for a voucher.",
        "Public health",
        215,
        [
            replied(211, "Thank you. What would people do with the old ones?"),
            accepted(205),
            *went_on(190),
            of_kind(190, Extent.INCREMENTAL, Involvement.ASKED),
            stopped(
                28,
                Gate.MOBILISE,
                "A charity does this for the whole region since the autumn, and does it well.",
                reason=StopReason.SUPERSEDED,
                learnt="Look one step ahead of us before we start: somebody was there.",
            ),
        ],
    ),
)

IDEAS = (*NEW, *CLOSED)
