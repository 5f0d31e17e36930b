"""The portfolio answers: is the whole alive, and why? And a part: which ideas make this figure, and which do not?

Eight ideas of ours differ in every part, so that a figure told for another, or of the wrong number, reads otherwise.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tests.reading import Page
from tests.tracker.test_profile import an_active_idea
from tracker import clock, council, idea, lesson, portfolio, value
from tracker.idea import Extent, Fact, Outcome, Stage, State
from tracker.tenancy import session

DAY = date(2026, 11, 18)
STAGES = [Stage.MAINSTREAM] * 5 + [Stage.MOBILISE] + [Stage.DESIGN] * 2
EXTENTS = [Extent.INCREMENTAL] * 3 + [Extent.RADICAL] * 2 + [Extent.SYSTEM]


def filled(ours: makers.Side) -> makers.Side:
    """A council with eight active ideas, five closed, one shielded, and a case of a report."""
    by = ours.owner.id
    with clock.at(DAY), ours.door() as door:
        council.add_service(name="Housing", senior_owner="Ruth Lindqvist", by=ours.admin.id)
        council.add_service(name="Libraries", senior_owner=None, by=ours.admin.id)
        services = {one.name: one for one in door.scalars(select(council.Service))}
        services["Housing"].live_options_wanted = 4
        made = [an_active_idea(ours, stage=stage, title=f"Van number {n}") for n, stage in enumerate(STAGES)]
        for one, extent in zip(made, EXTENTS, strict=False):
            idea.set_fact(idea=one, fact=Fact.EXTENT, value=extent, by=by)
        for one in made[:2]:
            idea.set_fact(idea=one, fact=Fact.INVOLVEMENT, value="delivers_with", by=by)
            one.service_id = services["Housing"].id
        for one in made[:3]:
            idea.set_fact(idea=one, fact=Fact.NEEDS_NO_MONEY, value="yes", by=by)
        for one in made[1:5]:
            idea.name_sponsor(idea=one, by=by, person_id=ours.sponsor.id)
            idea.record_contact(idea=one, by=by, on=DAY - timedelta(days=60))
        for one in made[:5]:
            claim = value.claim(idea=one, by=by, indicator="days", baseline="3", target="1")
            value.add_evidence(idea=one, by=by, claim_id=claim.id, value="2", value_on=DAY - timedelta(days=2))
        for n in range(5):
            stopped = an_active_idea(ours, stage=Stage.DESIGN, title=f"Stopped {n}")
            idea.change_state(idea=stopped, state=State.CLOSED, outcome=Outcome.STOPPED, by=ours.lead.id)
            if n == 0:
                lesson.write_lesson(idea=stopped, by=by, lesson="Ask first.", worked="no")
            stopped.service_id = services["Housing"].id
        kept = an_active_idea(ours, stage=Stage.MOBILISE, title="Kept apart")
        latent = an_active_idea(ours, stage=Stage.LATENT, title="Not begun")
        latent.service_id = services["Housing"].id
        idea.set_fact(idea=kept, fact=Fact.SHIELDED_UNTIL, value="2027-01-31", by=by)
        case = idea.Idea(ref="OLD-1", title="A case", source="a report:1", stage="mobilise", state="active")
        door.add(case)
        session().flush()
        door.add(idea.IdeaState(idea_id=case.id, state="active"))
        session().flush()
        portfolio.compute()
    return ours


@pytest.fixture(scope="module")
def side(database) -> makers.Side:
    """One council for all that is read here: it is filled once."""
    return filled(makers.a_side())


@pytest.fixture
def read(side, browse):
    """A page of the portfolio as the lead reads it on the day."""

    def page(path: str) -> Page:
        with clock.at(DAY):
            return Page(browse(side.lead).get(path).text)

    return page


def test_each_part_stands_with_its_figure_and_of_how_many(read):
    told = {row[0]: (row[1], row[2].rsplit(" The ", 1)[0]) for row in read("/portfolio").table("The eight parts")[1:]}
    assert told == {
        "Mix": ("90", "3 incremental, 2 radical and 1 system of 6. The target is 60, 30, 10 per cent."),
        "Runway": ("50", "3 of 6 have money for six months or need none."),
        "Evidence": ("83.3", "5 of 6 have evidence that is fresh for their kind."),
        "Learning": ("20", "1 of 5 closed in the last year left a lesson."),
        "Sponsorship": ("50", "4 of 8 were in contact with their sponsor in the last 60 days."),
        "Flow": ("100", "Half of 15 authors heard within 0 working days. The promise is 5."),
        "Involvement": ("25", "In 2 of 8, users design or deliver with us."),
        "Spread": (
            "0",
            "0 of 5 in mainstream or embedded worked elsewhere; 0 adaptations taken in beside 8 active ideas.",
        ),
    }


def test_it_asks_to_mend_the_part_where_most_is_to_be_gained(read):
    page = read("/portfolio")
    assert page.asked.headings == ["Offer one to another council"]
    assert page.asked.links == {"See the 5 ideas": "/portfolio/spread"}
    assert page.part("lede").words.startswith("8 active ideas, seen from eight sides.")


def test_the_ideas_that_are_coming_stand_by_service_beside_how_many_are_wanted(read):
    assert read("/portfolio").table("Live ideas by service")[1:] == [
        ["Housing Ruth Lindqvist", "2", "4"],
        ["Libraries nobody named yet", "0", "not said"],
    ]


def test_what_is_left_out_is_named_and_the_cases_of_reports_are_counted(read):
    minor = read("/portfolio").part("minor").words
    assert "Kept apart is shielded: left out until 31 January 2027." in minor
    assert "1 historical case from the reports" in minor


SHARES = {
    "runway": (
        "50 =",
        "3 ideas with",
        "6 active ideas",
        "Money for six months, or none needed 3",
        "Less, or unknown 3",
    ),
    "evidence": ("83.3 =", "5 ideas with", "6 active ideas", "Fresh 5", "Not fresh 1"),
    "learning": ("20 =", "1 ideas that", "5 ideas closed", "Left a lesson 1", "No lesson yet 4"),
    "sponsorship": ("50 =", "4 ideas whose", "8 active ideas", "In contact 4", "Not in contact 4"),
    "involvement": (
        "25 =",
        "2 ideas whose",
        "8 active ideas",
        "Users take part 2",
        "Users are told, asked, or it is not recorded 6",
    ),
}


def test_a_part_of_a_hundred_shows_what_counts_above_of_how_many_below(read):
    for name, (figure, above, below, yes, no) in SHARES.items():
        page = read(f"/portfolio/{name}")
        assert page.part("fraction").words.startswith(figure), name
        assert [" ".join(one.split()[:3]) for one in page.part("fraction").items] == [above, below], name
        groups = [one for one in page.under("ideas").headings if one in {yes, no}]
        assert groups == [no, yes], name


def test_a_part_names_the_ideas_that_count_and_those_that_do_not_with_the_reason(read):
    ideas = read("/portfolio/involvement").under("ideas").items
    assert [one.split(" NOR-")[0] for one in ideas[:8]] == [f"Van number {n}" for n in (2, 3, 4, 5, 6, 7, 0, 1)]
    assert ideas[0].endswith("Mainstream, incremental Users: not recorded")
    assert ideas[6].endswith("Mainstream, incremental Users: deliver with us")
    assert ideas[8] == "Kept apart Mobilise. Shielded until 31 January 2027"


def test_the_mix_stands_by_extent_beside_its_target(read):
    for path in ("/portfolio", "/portfolio/mix"):
        assert read(path).table("Active ideas by how big a change")[1:] == [
            ["Incremental", "3", "50%", "60%"],
            ["Radical", "2", "33.3%", "30%"],
            ["System", "1", "16.7%", "10%"],
        ]


def test_flow_and_spread_show_every_number_of_their_formula(read):
    assert read("/portfolio/flow").under("how").facts == {
        "Asked of": "15",
        "Counted": "15",
        "Median working days to the first reply": "0",
        "Promised working days": "5",
    }
    assert read("/portfolio/spread").under("how").facts == {
        "Asked of": "5",
        "Worked elsewhere": "0",
        "Worked elsewhere, of 100": "0",
        "Active ideas": "8",
        "Adaptations taken in": "0",
        "Taken in, of 100": "0",
    }


def test_the_funnel_tells_for_each_stage_what_came_in_and_what_left(world, browse):
    """A year on: two were moved back, one was parked, another woken, one closed and one logged."""
    side = filled(world.ours)
    with clock.at(DAY + timedelta(days=300)), side.door():
        found = {n: makers.idea_of(f"NOR-{n}") for n in range(1, 9)}
        lead = {"by": side.lead.id}
        for n in (1, 2):
            idea.move(idea=found[n], to=Stage.DESIGN, decision=idea.Move.RETURN, rationale="Back.", **lead)
        idea.move(idea=found[6], to=Stage.MAINSTREAM, decision=idea.Move.ADVANCE, rationale="On.", **lead)
        for n in (7, 8):
            idea.park(idea=found[n], until=date(2027, 12, 1), because="Later.", **lead)
        idea.wake(idea=found[8], **lead)
        idea.change_state(idea=found[3], state=State.CLOSED, outcome=Outcome.STOPPED, **lead)
        an_active_idea(side, stage=Stage.LATENT, title="New")
    with clock.at(DAY + timedelta(days=365)):
        with side.door():
            an_active_idea(side, stage=Stage.LATENT, title="Of today")
        page = Page(browse(side.lead).get("/portfolio").text)
    heads, *rows = page.table("The year to")
    assert heads[1:] == [
        "Here a year ago",
        "Logged",
        "Came on",
        "Came back",
        "Woken",
        "Went on",
        "Went back",
        "Closed, merged, referred",
        "Parked",
        "Here now",
    ]
    assert {row[0]: [int(cell) for cell in row[1:]] for row in rows} == {
        "Latent": [1, 2, 0, 0, 0, 0, 0, 0, 0, 3],
        "Design": [2, 0, 0, 2, 1, 0, 0, 0, 2, 3],
        "Mobilise": [2, 0, 0, 0, 0, 1, 0, 0, 0, 1],
        "Mainstream": [5, 0, 1, 0, 0, 0, 2, 1, 0, 3],
        "Embedded": [0] * 10,
    }


def test_the_neighbours_portfolio_has_nothing_of_ours(world, side, browse):
    with clock.at(DAY):
        with world.theirs.door():
            portfolio.compute()
        page = Page(browse(world.theirs.lead).get("/portfolio").text)
    assert page.asked.words == "Not enough to say yet: 5 active ideas are needed."
    assert {row[1] for row in page.table("The eight parts")[1:]} == {"Not enough to say"}


def test_how_a_part_moved_is_told_by_the_last_snapshot_of_each_month(world, browse):
    side, taking_part = world.ours, iter(range(1, 6))
    with clock.at(date(2026, 8, 3)), side.door():
        for n in range(5):
            an_active_idea(side, stage=Stage.DESIGN, title=f"Van {n}")
    for when, more in ((date(2026, 9, 3), 0), (date(2026, 9, 28), 1), (date(2026, 10, 7), 0), (DAY, 2)):
        with clock.at(when), side.door():
            for _ in range(more):
                one = makers.idea_of(f"NOR-{next(taking_part)}")
                idea.set_fact(idea=one, fact=Fact.INVOLVEMENT, value="designs_with", by=side.owner.id)
        with clock.at(when), side.door():
            portfolio.compute_snapshot()
    with clock.at(DAY):
        page = Page(browse(side.lead).get("/portfolio/involvement").text)
        row = {row[0]: row[3] for row in Page(browse(side.lead).get("/portfolio").text).table("The eight parts")}
    assert page.table("Involvement at the end of each month")[-3:] == [["Sep", "20"], ["Oct", "20"], ["Nov", "60"]]
    assert row["Involvement"].endswith("Rising, 20 in Sep")
    assert row["Mix"].endswith("No line yet, it begins with the second week")
