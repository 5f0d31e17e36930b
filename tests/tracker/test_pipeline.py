"""What is coming, by service: live ideas now beside what its senior owner expects in three to five years."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests.reading import Page
from tests.tracker.test_profile import an_active_idea
from tracker import clock, council, grouping, idea
from tracker.grouping import Grouping
from tracker.idea import Outcome, Stage, State
from tracker.tenancy import session

DAY = date(2026, 11, 18)
ASKED, STATED = "/portfolio/services", "Live ideas by service and stage"


@pytest.fixture
def services(world) -> dict[str, council.Service]:
    """Housing, with two live ideas, one latent and one stopped; Libraries without any, and without an owner."""
    ours = world.ours
    with clock.at(DAY), ours.door() as door:
        for name, owner in (("Housing", f"  {ours.sponsor.name.upper()} "), ("Libraries", None)):
            council.add_service(name=name, senior_owner=owner, by=ours.admin.id)
        named = {one.name: one for one in door.scalars(select(council.Service))}
        stages = (Stage.DESIGN, Stage.MAINSTREAM, Stage.LATENT, Stage.DESIGN)
        made = [an_active_idea(ours, stage=stage, title=f"Van {n}") for n, stage in enumerate(stages)]
        for one in made:
            one.service_id = named["Housing"].id
        idea.change_state(idea=made[3], state=State.CLOSED, outcome=Outcome.STOPPED, by=ours.lead.id)
    return named


def test_a_service_tells_its_live_ideas_by_stage_and_what_its_senior_owner_said(world, services, browse):
    housing = f"{ASKED}/{services['Housing'].id}"
    with clock.at(DAY):
        sponsor = browse(world.ours.sponsor)  # she is its senior owner, however her name was written
        page = Page(sponsor.get(ASKED).text)
        assert page.asked.headings == ["2 services have not said what they expect"]
        assert page.asked.links == {"Say it for Housing": housing}
        assert "2 ideas live today, nobody has said yet" in Page(sponsor.get(housing).text).part("lede").words
        for expected, because in (("4", "Two end."), ("4", "Two end."), ("5", "")):
            sponsor.post(housing, {"expected": expected, "because": because})
        rows = Page(sponsor.get(ASKED).text).table(STATED)
        by = f"{world.ours.sponsor.name}, 18 November"
        assert [row[1:] for row in rows[1:]] == [
            ["1", "0", "1", "0", "2", f"5 {by}"],
            ["0", "0", "0", "0", "0", "not said"],
        ]
        page = Page(sponsor.get(housing).text)
        assert [entry.split(" ")[:2] for entry in page.under("live").items] == [["Van", "1"], ["Van", "0"]]
        assert page.under("said").paragraphs == [f"5 {by}", f"4: “Two end.” {by}"]


def test_fewer_live_than_expected_is_a_question_and_others_only_read_it(world, services, browse):
    ours, housing = world.ours, services["Housing"].id
    with clock.at(DAY):
        browse(ours.lead).post(f"{ASKED}/{housing}", {"expected": "3", "because": ""})
        page = Page(browse(ours.observer).get(ASKED).text)
        assert page.asked.headings == ["Housing expects 3 and has 2 live ideas"]
        assert "serving people" not in browse(ours.observer).get(f"{ASKED}/{housing}").text
        browse(ours.observer).post(f"{ASKED}/{housing}", {"expected": "9"}, status=403)
        wrong = browse(ours.lead).post(f"{ASKED}/{housing}", {"expected": "1000", "because": "All"}, status=200).text
        assert "Write a number from 0 to 999" in wrong
        assert "All</textarea>" in wrong
        browse(ours.lead).post(f"{ASKED}/{housing}", {"expected": "", "because": "She left."})
    with ours.door():
        assert session().get(council.Service, (ours.id, housing)).live_options_wanted is None


def test_a_service_that_became_part_of_another_takes_what_was_said_along(world, services, browse):
    ours = world.ours
    with clock.at(DAY):
        for name, expected in (("Housing", "3"), ("Libraries", "2")):
            browse(ours.lead).post(f"{ASKED}/{services[name].id}", {"expected": expected, "because": name})
        with ours.door():
            ids = [services[name].id for name in ("Libraries", "Housing")]
            grouping.merge_grouping(kind=Grouping.SERVICE, grouping_id=ids[0], into_id=ids[1], by=ours.admin.id)
        page = Page(browse(ours.lead).get(f"{ASKED}/{ids[1]}").text)
        assert page.part("lede").words == "2 ideas live today, 5 expected in three to five years."
        assert len(page.under("said").paragraphs) == 2
