"""The board and the list answer where everything is and how long it has been there; an idea, what comes next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, council, gate, idea, portfolio
from tracker.council import Role
from tracker.gate import Gate, Word
from tracker.idea import Fact, Stage
from tracker.tenancy import session

DAY = date(2026, 11, 18)


def at(days: int):
    return clock.at(DAY + timedelta(days=days))


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all that is read here: it is built once."""
    return makers.a_world()


@pytest.fixture(scope="module")
def refs(world) -> dict[str, str]:
    """Ideas of ours in every state, of two services and two owners; a case of a report; the neighbour's."""
    ours, made = world.ours, {}
    other = makers.a_person(ours.id, Role.OWNER, name="Una Two")
    with at(-100), ours.door():
        council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
    for title, days, stage in (
        ("Late", -20, None),
        ("Fresh", -1, None),
        ("Held", -70, Stage.DESIGN),
        ("Returned", -50, Stage.MOBILISE),
        ("Shielded", -40, Stage.MOBILISE),
        ("Plain", -9, Stage.MOBILISE),
        ("Ready", -30, Stage.LATENT),
        ("Parked", -8, Stage.DESIGN),
        ("Declined", -5, None),
        ("Declined too", -6, None),
        ("Due today", -7, None),
    ):
        with at(days):
            made[title] = (
                makers.an_idea(ours, title=title, stage=stage) if stage else makers.a_sent_idea(ours, title=title)
            )
    with at(-4), ours.door() as door:
        found = {title: makers.idea_of(ref) for title, ref in made.items()}
        idea.park(idea=found["Parked"], until=date(2027, 3, 1), because="Later.", by=ours.lead.id)
        for title in ("Declined", "Declined too"):
            idea.decline(idea=found[title], because="No.", by=ours.lead.id)
        for title, day in (("Shielded", "2026-11-19"), ("Plain", "2026-11-18")):  # until that day, and not on it
            idea.set_fact(idea=found[title], fact=Fact.SHIELDED_UNTIL, value=day, by=ours.owner.id)
        idea.assign_owner(idea=found["Plain"], owner_id=other.id, by=ours.lead.id)
        [housing] = council.services()
        found["Held"].service_id = found["Plain"].service_id = housing.id
        door.add(idea.Idea(ref="OLD-1", title="A case", source="a report:1", stage="design", state="active"))
        session().flush()
    with at(-3):
        makers.a_decision(ours, made["Held"], Word.HOLD, at=Gate.MOBILISE, until=date(2026, 12, 24))
        makers.a_decision(ours, made["Returned"], Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
        makers.an_idea(world.theirs, title="Of the neighbour", stage=Stage.MOBILISE)
    made["Housing"], made["Una"] = str(housing.id), str(other.id)
    return made


@pytest.fixture
def read(world, browse, refs):
    def page(path: str, role: str = "observer") -> Page:
        with at(0):
            return Page(browse(world.ours.people[role]).get(path).text)

    return page


def columns(page: Page) -> dict[str, list[str]]:
    """The cards of each stage, in order."""
    return {part.headings[0]: [entry.words for entry in part.entries] for part in page.parts("col")}


def test_the_board_holds_each_stage_with_its_count_and_the_longest_there_first(read):
    page = read("/board")
    assert page.part("deskbar").paragraphs[0] == "8 ideas in five stages, 4 of them past latent, on 18 November."
    assert (page.links["Parked, 1"], page.links["Closed, 2"]) == ("/ideas?state=parked", "/ideas?state=closed")
    assert columns(page) == {
        "Latent 4": [
            "Ready No service yet Tom Baker 30 days Waits for its design gate",
            "Late No service yet In triage 20 days Reply is late",
            "Due today No service yet In triage 7 days",
            "Fresh No service yet In triage yesterday",
        ],
        "Design 2": [
            "Held Housing Tom Baker 2 months Held until 24 Dec",
            "Returned No service yet Tom Baker 3 days Came back",
        ],
        "Mobilise 2": [
            "Shielded No service yet Tom Baker 40 days Shielded until 19 Nov",
            "Plain Housing Una Two 9 days",
        ],
        "Mainstream 0": [],
        "Embedded 0": [],
    }
    assert page.parts("col")[1].paragraphs[0] == "Typically 37 days, longest 70"
    assert page.parts("col")[3].paragraphs == ["None here now."]


def test_the_board_narrows_to_a_service_or_an_owner(read, refs):
    housing = columns(read(f"/board?service={refs['Housing']}"))
    assert [cards for cards in housing.values() if cards] == [
        ["Held Housing Tom Baker 2 months Held until 24 Dec"],
        ["Plain Housing Una Two 9 days"],
    ]
    una = columns(read(f"/board?owner={refs['Una']}"))
    assert [stage for stage, cards in una.items() if cards] == ["Mobilise 1"]


def test_the_cases_of_reports_stand_on_the_board_only_where_they_are_asked_for(read):
    link = "Show 1 historical case"
    assert read("/board").links[link] == "/board?historical=y"
    page = read("/board?historical=y")
    assert "A case No service yet From a report Historical case" in columns(page)["Design 3"]
    assert page.links["Leave historical cases out"] == "/board"


def test_the_list_says_of_each_idea_where_it_stands_whose_it_is_and_since_when(read, refs):
    rows = {
        entry.headings[0] if entry.headings else next(iter(entry.links)): entry
        for entry in read("/ideas").part("ideas").entries
    }
    told = {title: entry.words.removeprefix(f"{title} ") for title, entry in rows.items()}
    assert told == {
        "Late": f"Being read {refs['Late']} · 20 days",
        "Fresh": f"Being read {refs['Fresh']} · yesterday",
        "Due today": f"Being read {refs['Due today']} · 7 days",
        "Declined too": f"Not going ahead {refs['Declined too']} · 6 days",
        "Ready": f"On its way to a first decision {refs['Ready']} · Tom Baker · 30 days",
        "Held": f"Going ahead, being worked out, held until 24 December {refs['Held']} · Tom Baker · 2 months",
        "Returned": f"Going ahead, being worked out {refs['Returned']} · Tom Baker · 3 days",
        "Shielded": f"Being tried {refs['Shielded']} · Tom Baker · 40 days",
        "Plain": f"Being tried {refs['Plain']} · Una Two · 9 days",
        "Parked": f"Waiting until 1 March 2027 {refs['Parked']} · Tom Baker · 8 days",
        "Declined": f"Not going ahead {refs['Declined']} · 5 days",
        "A case": "Going ahead, being worked out OLD-1 · historical case",
    }
    assert rows["Plain"].links == {"Plain": f"/ideas/{refs['Plain']}"}


def test_whoever_sent_an_idea_reads_who_reads_it_and_by_when_they_hear(world, read, refs):
    page = read(f"/ideas/{refs['Fresh']}/sent", "contributor")
    assert page.part("sent").facts == {
        "You will have an answer by": "Tuesday 24 November",
        "Your reference": refs["Fresh"],
    }
    assert page.part("readers").items == ["Priya Nair Innovation lead"]
    assert page.part("then").headings == []
    assert "Now: it is with Priya Nair They read it." in page.part("then").items[0]
    assert page.links["See your idea"] == f"/ideas/{refs['Fresh']}"


def test_whoever_sent_an_idea_reads_that_the_promise_is_past_once_it_is(read, refs):
    def first(title: str) -> str:
        return next(iter(read(f"/ideas/{refs[title]}/sent", "contributor").part("sent").facts))

    assert first("Late") == "An answer was promised by"
    assert first("Fresh") == "You will have an answer by"


def test_the_page_of_an_idea_says_until_when_it_is_left_out_of_reports_and_no_longer(read, refs):
    def left_out(title: str) -> str | None:
        return read(f"/ideas/{refs[title]}").under("about").facts.get("Left out of reports")

    assert (left_out("Shielded"), left_out("Plain")) == ("until 19 November", None)


def test_an_idea_at_rest_says_until_when_or_why_and_nothing_is_asked(read, refs):
    parked = read(f"/ideas/{refs['Parked']}", "owner")
    assert parked.asked.words == "It waits until 1 March 2027."
    assert "Waiting until 1 March 2027. “Later.”" in parked.paragraphs
    declined = read(f"/ideas/{refs['Declined']}", "contributor")
    assert declined.asked.words == "It is closed. Nothing is asked of you."
    assert "Not going ahead. “No.”" in declined.paragraphs


def test_an_idea_in_triage_asks_the_lead_for_the_reply_and_tells_others_when(read, refs):
    waits, answers = "Sam Okafor waits for a first reply", "It is being read. A person answers by Tuesday 24 November."
    late = (
        "It is being read. An answer was promised by Thursday 5 November. It is late; the people who read ideas are"
        " reminded."
    )
    for role, title, asks in (
        ("lead", "Late", f"{waits} We promised an answer by Thursday 5 November. Reply or decide"),
        ("lead", "Fresh", f"{waits} We promised an answer by Tuesday 24 November. Reply or decide"),
        ("owner", "Fresh", answers),
        ("contributor", "Fresh", answers),
        ("owner", "Late", late),
        ("contributor", "Late", late),
    ):
        asked = read(f"/ideas/{refs[title]}", role).asked
        assert asked.words == asks
        assert list(asked.links.values()) == ([f"/ideas/{refs[title]}/triage"] if role == "lead" else [])
        assert ("ask--late" in asked.elements[0].get("class")) == (title == "Late" and role == "lead")


def test_a_decision_that_is_asked_for_is_asked_of_the_lead_alone(world, read, refs):
    ref = refs["Shielded"]
    with at(-1), world.ours.door():
        gate.ask_for_decision(idea=makers.idea_of(ref), gate=Gate.MAINSTREAM, by=world.ours.owner.id)
    asked = read(f"/ideas/{ref}", "lead").asked
    assert asked.words == "A decision is asked of you Asked for by Tom Baker. Decide"
    assert asked.links == {"Decide": f"/ideas/{ref}/gates/mainstream"}
    for role in ("owner", "observer"):
        assert read(f"/ideas/{ref}", role).asked.words == "A decision is asked for. Nothing is asked of you."


def test_what_is_out_of_date_stands_first_with_its_reason_and_the_rest_below(world, read, refs):
    page = read(f"/ideas/{refs['Shielded']}/current", "owner")
    assert page.named("current-title").text == "0 of 8 current"
    assert [part.headings[0] for part in page.parts("keep")] == ["What should get better"]
    due = {part.headings[0]: part.paragraphs[0] for kind in ("keep", "fold") for part in page.parts(kind)}
    assert len(due) == 8 + 6
    assert due["Sponsor"] == "Nobody with the authority to act is named yet."
    assert due["What should get better"] == "What should get better, and by how much, is not said yet."
    with at(-1), world.ours.door():
        found = makers.idea_of(refs["Shielded"])
        idea.set_fact(idea=found, fact=Fact.NEEDS_NO_MONEY, value="yes", by=world.ours.owner.id)
        gate.say_what_nothing_costs(idea=found, words="Much.", by=world.ours.owner.id)
    page = read(f"/ideas/{refs['Shielded']}/current", "owner")
    assert page.named("current-title").text == "2 of 8 current"
    assert (len(page.parts("keep")), len(page.parts("fold"))) == (1, 7 + 6)
    page = read(f"/ideas/{refs['Shielded']}/current?part=money", "owner")
    assert [part.headings[0] for part in page.parts("keep")] == ["Money"]


def test_every_item_of_the_triangle_stands_with_its_value_its_fact_and_its_weight(world, read, refs):
    with at(0), world.ours.door():
        portfolio.compute()
        kept = portfolio.triangle_of(idea_id=makers.idea_of(refs["Shielded"]).id)
        items = portfolio.items_of("mobilise")
        weights = {item.key: portfolio.weight_of(item) for item in items}
    page = read(f"/ideas/{refs['Shielded']}/health")
    shown = {entry.headings[0]: entry.words for entry in page.under("items").entries}
    seen = {reading.item.key: reading for reading in kept.items}
    for item in items:
        found, words = seen[item.key], shown[item.text]
        assert ("Unanswered" if found.value is None else f"{found.value} of 4") in words
        assert found.fact[1:] in words
        assert f"{float(weights[item.key]):g}% of the weight" in words
        if found.value is None:
            assert ("counts as 0" if found.counts else "left out for 30 days") in words


def test_an_idea_of_the_neighbour_stands_on_no_board_or_list_of_ours(read):
    for path in ("/board", "/board?historical=y", "/ideas", "/ideas?state=active"):
        assert "neighbour" not in read(path).words
