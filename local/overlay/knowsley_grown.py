"""Made-up ideas in Knowsley that have grown: becoming normal, or part of everyday work."""

from __future__ import annotations

from local.overlay.acts import (
    accepted,
    learnt,
    might_fail,
    needs_no_money,
    of_kind,
    published,
    replied,
    said,
    sponsored,
    went_on,
    worked_by,
)
from local.overlay.people import NEIGHBOURS
from local.overlay.telling import Told
from local.overlay.worth import gained, measured, paid_by
from tracker.idea import Extent, Involvement

SERVICES = {
    "Housing": "Head of housing",
    "Neighbourhoods": "Head of neighbourhoods",
    "Customer services": "Head of customer services",
    "Libraries": "Head of libraries",
    "Public health": "Director of public health",
}
CHECK_IN = "Neighbours check in on cold homes"
ONE_VISIT = "One visit for repairs and draught-proofing"
PLAIN_PACKS = "Tenancy packs in plain English"

EMBEDDED = (
    Told(
        PLAIN_PACKS,
        "New tenants get forty pages that nobody reads. They ring us about heating, bins and rent in the first week.",
        "Six pages written with tenants, with pictures of the boiler they really have.",
        "Housing",
        820,
        [
            replied(816, "Thank you, Amina. Could you sit down with three new tenants and mark what they missed?"),
            accepted(806),
            *went_on(780, 690, 480, 230),
            of_kind(780, Extent.INCREMENTAL, Involvement.DESIGNS),
            sponsored(770, 700, 470, 200, 40),
            measured(
                700, "Calls in a tenant's first week", "calls per tenancy", "2.6", "1.5", (500, "1.9"), (80, "1.3")
            ),
            needs_no_money(690),
            learnt(
                230, "Ask tenants to cross out, not to comment: they halve the text without being asked twice.", "yes"
            ),
            published(220, "The six pages", "Photographs of the boiler", "A call after a week"),
        ],
    ),
    Told(
        "Residents grow food on empty plots",
        "Eleven empty plots collect rubbish, and the same streets have nowhere to meet and little fresh food.",
        "Lend each plot to the street for three years, with water, tools and one person to ring.",
        "Neighbourhoods",
        900,
        [
            replied(895, "A good thought. Which two plots would you begin with?"),
            accepted(884),
            *went_on(860, 760, 560, 150),
            of_kind(860, Extent.SYSTEM, Involvement.DELIVERS),
            sponsored(850, 560, 160, 35),
            measured(760, "Plots kept by their street", "plots", "0", "8", (400, "5"), (120, "9")),
            paid_by(560, "Housing revenue account", 18000, for_days=1400),
            learnt(150, "Give the key to two households, never to one.", "yes"),
        ],
    ),
)

MAINSTREAM = (
    Told(
        CHECK_IN,
        "Older people in private flats sit in the cold and tell nobody. We hear of them from the ambulance crew.",
        "Neighbours who are already trusted look in on cold days with a room thermometer and one number to ring.",
        "Public health",
        560,
        [
            replied(556, "Thank you. I have asked public health who is already knocking on these doors."),
            accepted(550),
            *went_on(530, 430, 240),
            of_kind(530, Extent.RADICAL, Involvement.DELIVERS),
            sponsored(520, 430, 250, 110, 18),
            measured(
                430,
                "Homes at 18 degrees on a cold day",
                "per cent",
                "41",
                "65",
                (300, "52"),
                (100, "58"),
                (25, "61"),
            ),
            paid_by(240, "Public health", 42000, for_days=800),
            might_fail(
                430,
                "A volunteer finds somebody in danger and does not know whom to ring",
                2,
                5,
                instead="One card, one number, answered day and night",
                review_in=480,
            ),
            learnt(230, "People let in a neighbour with a thermometer. They do not let in a survey.", "yes"),
            published(
                210,
                "Trusted neighbours",
                "The room thermometer",
                "One number to ring",
                "A cold-day text",
                strand=NEIGHBOURS,
            ),
            said(18, "Colin walked two streets with the volunteers and saw the readings himself."),
        ],
    ),
    Told(
        ONE_VISIT,
        "Tenants take a day off for the repair, another for the draught-proofing, and one more for a missing part.",
        "The repairs team carries a draught kit and does both in one visit.",
        "Housing",
        470,
        [
            replied(468, "Thank you, Dan is asking the repairs team what would fit in the van."),
            accepted(460),
            *went_on(440, 360, 180),
            of_kind(440, Extent.INCREMENTAL, Involvement.DESIGNS),
            sponsored(430, 200, 45),
            measured(360, "Visits for each home", "visits", "2.8", "1.5", (200, "2.0"), (38, "1.6")),
            *gained(
                358,
                "Second visits not made",
                (6000, 6400),
                (6000, 5200),
                (7500, 7300),
                (7500, None),
                whom=("Knowsley Council, capital programme", "Knowsley Council, repairs"),
            ),
            paid_by(200, "Capital programme", 60000, for_days=560),
            worked_by(350, "See", "ethnographic-insight-work", "A day in the van with each crew."),
            worked_by(300, "Try", "prototype", "A draught kit in two vans."),
            worked_by(299, "Try", "community-wide-trial", skipped="Two vans are enough to learn from."),
            worked_by(60, "Find out", "action-research", "The crews keep a diary of what was missing.", done=False),
            learnt(175, "Put the kit in the van on a Monday, not when it is asked for.", "yes"),
            published(160, "The draught kit", "The checklist at the door"),
        ],
        by_owner=True,
    ),
    Told(
        "A text before we ring about rent",
        "People do not pick up a number they do not know. We ring six times and the arrears grow.",
        "A text the day before: who rings, about what, and how to choose another time.",
        "Customer services",
        420,
        [
            replied(414, "Worth trying with one team first. Who would write the text?"),
            accepted(405),
            *went_on(390, 310, 130),
            of_kind(390, Extent.INCREMENTAL, Involvement.ASKED),
            sponsored(380, 75),
            measured(310, "Calls answered at the first try", "per cent", "23", "50", (160, "44")),
            needs_no_money(310),
        ],
    ),
)

IDEAS = (*EMBEDDED, *MAINSTREAM)
