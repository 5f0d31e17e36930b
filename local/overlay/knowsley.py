"""Made-up ideas in Knowsley that are worked on now, from the design gate to the first tries."""

from __future__ import annotations

from local.overlay.acts import (
    accepted,
    held,
    helped,
    learnt,
    might_fail,
    needs_no_money,
    of_kind,
    on_condition,
    replied,
    shielded,
    sponsored,
    waits_for_decision,
    went_back,
    went_on,
)
from local.overlay.telling import Told
from local.overlay.worth import measured, paid_by
from tracker.capacity import Layer
from tracker.gate import Gate
from tracker.idea import Extent, Involvement, Stage

MOBILISE = (
    Told(
        "Heating advice from the people who fit the boilers",
        "Tenants turn the new boilers up and down by guessing. Our leaflet comes a month later.",
        "The fitter stays twenty minutes longer and sets the times together with the tenant.",
        "Housing",
        300,
        [
            replied(298, "Thank you. The fitters are asked on Thursday what twenty minutes would cost."),
            accepted(290),
            *went_on(270, 140),
            of_kind(270, Extent.RADICAL, Involvement.DESIGNS),
            sponsored(260, 100, 12),
            measured(140, "Heating calls in the first month", "calls per 100 homes", "31", "15", (50, "19")),
            paid_by(150, "Energy company obligation", 15000, for_days=230),
            might_fail(
                130,
                "The contract for fitting ends and the next firm has no such people",
                4,
                4,
                instead="Write the twenty minutes into the next contract",
                review_in=135,
            ),
        ],
    ),
    Told(
        "Evening drop-in about damp and mould",
        "People who work cannot come in the day, so we see damp when it is black.",
        "One evening a week in the library: bring a photo, leave with a plan.",
        "Libraries",
        210,
        [
            replied(205, "Thank you, Amina. The library is open late on Tuesdays already."),
            accepted(200),
            *went_on(180, 95),
            of_kind(180, Extent.INCREMENTAL, Involvement.ASKED),
            sponsored(170, 80),
            needs_no_money(95),
        ],
    ),
    Told(
        "Young people run the repair café",
        "Things that could be mended are thrown out, and young people say there is nothing to do that matters.",
        "Saturday repairs in the one stop shop, run by young people with two retired electricians.",
        "Neighbourhoods",
        260,
        [
            replied(255, "I like this. Which young people have you asked?"),
            accepted(248),
            *went_on(230),
            on_condition(70, Gate.MOBILISE, "Insurance that covers young volunteers is in place", due_in=75),
            of_kind(230, Extent.RADICAL, Involvement.DELIVERS),
            sponsored(220, 90, 6),
            measured(75, "Things mended in a month", "things", "0", "60", (15, "34")),
            paid_by(70, "Youth fund", 9000, for_days=370),
            helped(64, "Fixers of Huyton", "Two of them stand at the bench each Saturday.", Layer.GRASSROOTS),
            helped(50, "Northway Technical College", "Lent the meters, and tests what was mended.", Layer.UNIVERSITY),
        ],
    ),
    Told(
        "A shared laundry that pays for itself",
        "Drying clothes indoors makes the damp in small flats worse, and the launderette has closed.",
        "A laundry in the empty unit, run by residents, paid for by the school's washing.",
        "Neighbourhoods",
        240,
        [
            replied(236, "Bold. Let us talk to the school before we talk about machines."),
            accepted(228),
            *went_on(205, 85),
            of_kind(205, Extent.SYSTEM, Involvement.DELIVERS),
            sponsored(200, 85, 30),
            shielded(85, days=150),
            paid_by(85, "Community foundation", 25000, for_days=600),
            helped(80, "St Aidan’s School", "Gives its washing for a year.", Layer.FRONTLINE),
            helped(78, "Bright Drums Ltd", "Keeps the machines running.", Layer.BUSINESS),
            helped(40, "Northway Technical College", "Counts what a wash costs.", Layer.UNIVERSITY),
        ],
        by_owner=True,
    ),
)

DESIGN = (
    Told(
        "Report a street light from the bus stop",
        "Nobody knows the number of a street light. Reports come without a place and are closed as not found.",
        "A sticker with a code on every shelter, which knows where it is.",
        "Customer services",
        75,
        [
            replied(73, "Thank you. Highways have the list of shelters already."),
            accepted(66),
            *went_on(40),
            of_kind(40, Extent.INCREMENTAL),
        ],
    ),
    Told(
        "Doorstep advice with the recycling crew",
        "The crew sees who struggles, week after week, and has nobody to tell.",
        "A card in the cab: three signs, one number, one call back the same day.",
        "Neighbourhoods",
        120,
        [
            replied(117, "The crew asked for just this. I have put you in touch."),
            accepted(110),
            *went_on(90),
            of_kind(90, Extent.RADICAL, Involvement.DESIGNS),
            sponsored(60, 20),
            needs_no_money(60),
            waits_for_decision(6, Gate.MOBILISE, "The crew is ready to begin with two rounds after the holidays."),
        ],
    ),
    Told(
        "One winter fund shared by three services",
        "Three services each have a winter fund with its own form. Families fill in all three.",
        "One form and one pot, and the three decide together on a Monday.",
        "Public health",
        330,
        [
            replied(326, "Thank you. All three services say that they would look at one form."),
            accepted(318),
            *went_on(300, 160),
            of_kind(300, Extent.SYSTEM, Involvement.ASKED),
            sponsored(290, 55),
            went_back(
                25, Gate.MAINSTREAM, Stage.DESIGN, "Two of the three funds may not be pooled by law. Think again how."
            ),
            learnt(24, "Ask the lawyers about each pot before you ask families to test the form.", "no"),
        ],
    ),
    Told(
        "Book a damp survey online",
        "The survey is booked by telephone in the hours when people work.",
        "Three times to choose from, on the page where damp is reported.",
        "Housing",
        135,
        [
            replied(133, "Thank you. The booking system can do this from the spring."),
            accepted(126),
            *went_on(100),
            of_kind(100, Extent.INCREMENTAL, Involvement.ASKED),
            sponsored(95, 50),
            held(22, Gate.MOBILISE, "The new booking system comes first; we look again when it is in.", until_in=28),
        ],
        by_owner=True,
    ),
    Told(
        "Signs in five languages at the tip",
        "Half of what is in the wrong skip was put there by somebody who could not read the sign.",
        "Pictures first, five languages under them, and one person to ask on Saturdays.",
        "Neighbourhoods",
        160,
        [
            replied(157, "Thank you, Amina. Could you find out which five?"),
            accepted(150),
            *went_on(110),
            of_kind(110, Extent.INCREMENTAL),
            sponsored(108, name="Head of waste"),
        ],
    ),
    Told(
        "A tool library in the one stop shop",
        "Every second household on the estate owns no drill and pays somebody for a shelf.",
        "Lend forty tools for a pound a week, with a volunteer who shows how.",
        "Customer services",
        32,
        [replied(29, "A nice small one. Where would the tools stand?"), accepted(20)],
    ),
)

IDEAS = (*MOBILISE, *DESIGN)
