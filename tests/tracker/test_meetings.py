"""The table of a panel: what is asked of it by its day, with what is known and missing, on one page to be printed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.letters import text_of
from tests.makers import World
from tests.reading import Page, words
from tracker import clock, gate, idea
from tracker.council import Role
from tracker.gate import AnswerDraft, Gate, Word
from tracker.gate.models import DecisionRequest
from tracker.idea import Audience, Stage
from tracker.post import Letter
from tracker.tenancy import session

ITEMS = "/meetings/1/items"
WHY = gate.StopReason.NO_REAL_NEED


def on(days: int) -> str:
    return f"{clock.today() + timedelta(days):%d/%m/%Y}"


@pytest.fixture
def panel(world: World, browse) -> str:
    """The identifier of a panel on which our sponsor sits; it meets in ten days."""
    lead = browse(world.ours.lead)
    assert "No panel yet" in lead.get("/meetings").text
    assert "There is no panel to call together yet" in lead.get("/meetings/new").text
    lead.post("/meetings/panels/new", {"name": "  Housing  panel", "person": str(world.ours.sponsor.id)})
    with world.ours.door():
        [made] = gate.panels()
    assert (made.name, made.members) == ("Housing panel", [world.ours.sponsor.name])
    lead.post("/meetings/new", {"panel": str(made.id), "on": on(10), "place": "14:00, Room 2"})
    return str(made.id)


def ask(world: World, browse, ref: str, *, due: int, panel: str = "", at: str = "mobilise") -> None:
    sent = {"note": f"Asked of {ref}.", "due_on": on(due), "panel": panel}
    browse(world.ours.owner).post(f"/ideas/{ref}/gates/{at}/ask", sent)


def test_all_that_is_asked_of_a_panel_by_its_day_stands_on_one_page(world: World, browse, panel, statements):
    ours, lead, owner = world.ours, browse(world.ours.lead), browse(world.ours.owner)
    refs = {t: makers.an_idea(ours, title=t, stage=Stage.DESIGN) for t in ("Damp", "Later", "No panel", "Secret")}
    young = makers.an_idea(ours, title="Young", stage=Stage.LATENT)
    assert "Which panel looks at it first?" in owner.get(f"/ideas/{young}/gates/design/ask").text
    for title, due, of in (("Damp", 10, panel), ("Later", 11, panel), ("No panel", 3, ""), ("Secret", 3, panel)):
        ask(world, browse, refs[title], due=due, panel=of)
    with ours.door():
        gate.set_policy(rules={"own": [OWN]}, by=ours.lead.id)
        gate.move_to_newest_policy(idea=makers.idea_of(refs["Damp"]), by=ours.lead.id)
        said = {"n1-a": AnswerDraft(status=gate.Status.MET, note="Seen in May.")}
        gate.answer(idea=makers.idea_of(refs["Damp"]), gate=Gate.MOBILISE, said=said, by=ours.owner.id)
        gate.say_what_nothing_costs(idea=makers.idea_of(refs["Damp"]), words="Walls rot.", by=ours.owner.id)
        secret = makers.idea_of(refs["Secret"])
        idea.set_audience(idea=secret, audience=Audience.CONFIDENTIAL, by=ours.lead.id)
        paper = gate.paper(idea=makers.idea_of(refs["Damp"]), gate=Gate.MOBILISE)
    lead.post(f"/ideas/{refs['Damp']}/gates/mobilise/view", {"leaning": "hold", "because": "Winter first."})
    namesake = makers.a_person(ours.id, Role.LEAD, name=ours.sponsor.name)  # one of the two has said something
    lead.post(f"/meetings/panels/{panel}", {"name": "Housing panel", "person": str(namesake.id)})
    said = {"leaning": "go", "because": "It rots."}
    browse(namesake).post(f"/ideas/{refs['Damp']}/gates/mobilise/view", said)
    html = browse(ours.observer).get("/meetings/1").text
    page = Page(html).words
    assert "1 decision to make" in page
    assert f"{paper.needed - len(paper.unmet)} of {paper.needed} things needed are met" in page
    assert [one.text for one in paper.unmet if one.text not in page] == [], "what the gate's page says is missing"
    told = (
        "Walls rot.",
        "Hold. “Winter first.”",
        f"{ours.sponsor.name} has not said yet.",
        "14:00, Room 2",
    )
    assert [words for words in told if words not in page] == []
    assert [title for title in refs if title in page] == ["Damp"]
    table = Page(lead.get("/meetings/1").text).words
    assert "2 decisions to make" in table, "who decides sees what is confidential"
    assert all(f"{title}, mobilise gate, asked for" in table for title in ("Later", "No panel"))
    with statements() as few:
        lead.get("/meetings/1")
    with ours.door():
        beside, _ = gate.beside(found=gate.meeting_facts(1), reader=ours.lead.reader)
        asked = {one.title: str(one.id) for one in beside}
    lead.post(ITEMS, {"request": asked["No panel"], "act": "add"})
    assert "3 decisions to make" in Page(lead.get("/meetings/1").text).words
    with statements() as more:
        lead.get("/meetings/1")
    assert len(more) == len(few) <= 5
    lead.post("/meetings/panels/new", {"name": "Care panel", "person": ""})
    with ours.door():
        lent = gate.request_of(UUID(asked["No panel"]))
        lent.panel_id = next(one.id for one in gate.panels() if one.name == "Care panel")
    for act in ("off", "add"):  # from a page that still shows it on this table, or on none
        lead.post(ITEMS, {"request": asked["No panel"], "act": act})
        assert "before another panel meanwhile" in Page(lead.get("/meetings/1").text).words
    with ours.door():
        gate.request_of(UUID(asked["No panel"])).panel_id = UUID(panel)
    lead.post(ITEMS, {"request": asked["No panel"], "act": "off"})
    assert "2 decisions to make" in Page(lead.get("/meetings/1").text).words


OWN = {"id": "own-1", "gate": "mobilise", "corner": "value", "kind": "question", "text": "Who pays?", "help": ""}


def test_what_was_decided_at_a_meeting_stands_there_and_not_at_the_next(world: World, browse, panel):
    lead = browse(world.ours.lead)
    refs = [makers.an_idea(world.ours, title=title, stage=Stage.DESIGN) for title in ("Vans", "Bins", "Waits")]
    for ref in refs:
        ask(world, browse, ref, due=9, panel=panel)
    makers.a_decision(world.ours, refs[0], Word.GO, at=Gate.MOBILISE)
    with clock.at(clock.now() + timedelta(10)):
        made = makers.a_decision(world.ours, refs[1], Word.STOP, at=Gate.MOBILISE, stop_reason=WHY, lesson="Ask first.")
    lead.post("/meetings/new", {"panel": panel, "on": on(15), "place": ""})
    first, second = (Page(lead.get(f"/meetings/{number}").text).words for number in (1, 2))
    assert "1 decision to make" in first
    assert f"Decided: stop, decision {made.number}" in first
    assert ("Vans" in first, "Bins" in second, "Waits" in second) == (False, False, True)
    listed = Page(lead.get("/meetings").text).words
    assert listed.count("Housing panel") == 3
    refused = lead.post("/meetings/2/change", {"on": on(-1), "place": "", "act": "keep"}, status=200).text
    assert "a day that is still to come" in refused
    lead.post("/meetings/2/change", {"on": on(12), "place": "", "act": "off"})
    assert "This meeting was called off." in lead.get("/meetings/2").text
    assert Page(lead.get("/meetings").text).words.count("Housing panel") == 2
    taken = lead.post("/meetings/panels/new", {"name": "housing panel", "person": ""}, status=200).text
    assert "Another panel is called that" in taken
    lead.post(f"/meetings/panels/{panel}/off", {"person": str(world.ours.sponsor.id)})
    with world.ours.door():
        assert gate.panels()[0].members == []


def test_a_table_and_what_waits_beside_it_say_how_many_there_are_and_go_on_behind_fifty(world: World, browse, panel):
    ours, lead = world.ours, browse(world.ours.lead)
    refs = [makers.an_idea(ours, title=f"Idea {number:02}", stage=Stage.DESIGN) for number in range(105)]
    with ours.door():
        plain = {"gate": Gate.MOBILISE, "by": ours.owner.id}
        for number, ref in enumerate(refs):
            due = clock.today() + timedelta(1 + number // 60)  # sixty by the day before the others
            of = UUID(panel) if number < 53 else None
            gate.ask_for_decision(idea=makers.idea_of(ref), due_on=due, panel_id=of, **plain)

    def titles(html: str) -> list[str]:
        return [words(one) for one in Page(html).root.iter("h2") if words(one)[0].isdigit()]

    first = lead.get("/meetings/1").text
    assert "53 decisions to make" in Page(first).words
    assert "These are 1 to 50 of the 53 on this table." in Page(first).words
    assert "2 others wait behind these: they move up as these are decided or put on a table." in Page(first).words
    assert 'href="/meetings/1?page=2" rel="next"' in first
    rest = lead.get("/meetings/1?page=2").text
    assert "These are 51 to 53 of the 53 on this table." in Page(rest).words
    assert [one.split(". ")[0] for one in titles(first) + titles(rest)] == [str(one) for one in range(1, 54)]
    assert {one.split(". ")[1] for one in titles(first) + titles(rest)} == {f"Idea {number:02}" for number in range(53)}
    lead.get("/meetings/1?page=3", status=404)
    lead.post("/meetings/1/letter", {})
    [letter] = letters_of_panel(ours)
    with ours.door():
        told = text_of(letter)
    assert (told.count("- Idea "), "- 3 more on its page" in told) == (50, True)
    with clock.at(clock.now() + timedelta(10)):
        page = browse(ours.lead).get("/meetings/1/minutes?page=2").text
    assert "Left for later: " in page
    assert "These are 51 to 53 of the 53 on this table." in Page(page).words


COPIES = """
INSERT INTO {table} SELECT (jsonb_populate_record(x, jsonb_build_object('id', md5(:kind || n)::uuid) || {more})).*
  FROM {table} x, generate_series(1, 505) AS n WHERE x.id = :id"""


def test_what_is_on_a_table_is_counted_up_to_five_hundred(world: World, browse, panel):
    ours, lead = world.ours, browse(world.ours.lead)
    ref = makers.an_idea(ours, title="Vans", stage=Stage.DESIGN)
    ask(world, browse, ref, due=9, panel=panel)
    with ours.door() as acts:
        found = makers.idea_of(ref)
        asked = acts.scalars(select(DecisionRequest.id)).one()
        more = "jsonb_build_object('ref', 'MANY-' || n)"
        acts.execute(text(COPIES.format(table="idea", more=more)), {"id": found.id, "kind": "idea"})
        of_each = "jsonb_build_object('idea_id', md5('idea' || n)::uuid)"
        acts.execute(text(COPIES.format(table="decision_request", more=of_each)), {"id": asked, "kind": "request"})
    page = Page(lead.get("/meetings/1").text).words
    assert "500 decisions or more to make" in page
    assert "These are 1 to 50 of the 500 or more on this table." in page
    last = lead.get("/meetings/1?page=11").text
    assert "These are 501 to 506 of the 500 or more on this table." in Page(last).words
    assert "page=12" not in last
    lead.post("/meetings/1/letter", {})
    [letter] = letters_of_panel(ours)
    with ours.door() as acts:
        assert "- 450 or more on its page" in text_of(letter), text_of(letter)[-600:]
        acts.execute(text("UPDATE decision_request SET panel_id = NULL"))
    assert "450 others or more wait behind these" in Page(lead.get("/meetings/1").text).words


def test_what_was_said_before_a_decision_is_no_view_of_what_is_asked_after_it(world: World, browse, panel):
    ours, sponsor, lead = world.ours, browse(world.ours.sponsor), browse(world.ours.lead)
    others = [makers.a_person(ours.id, Role.LEAD, name=name) for name in ("Ada Moss", "Ben Hill", "Cat Ford")]
    ref = makers.an_idea(ours, title="Vans", stage=Stage.DESIGN)
    at = f"/ideas/{ref}/gates/mobilise"
    ask(world, browse, ref, due=9, panel=panel)
    for browser in (sponsor, *map(browse, others)):
        browser.post(f"{at}/view", {"leaning": "go", "because": "Buy them."})
    assert "Four people are asked to decide" in Page(lead.get(at).text).words
    silent = f"{ours.sponsor.name} has not said yet."
    assert silent not in Page(lead.get("/meetings/1").text).words
    makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
    assert "Said before: 4 views" in Page(lead.get(at).text).words, "a gate that it passed shows them"
    makers.a_decision(ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
    ask(world, browse, ref, due=9, panel=panel)
    page = Page(lead.get(at).text).words
    assert ("Four people" in page, "0 recorded" in page, "Said before: 4 views" in page) == (False, True, True)
    table = Page(lead.get("/meetings/1").text).words
    assert ("“Buy them.”" in table, silent in table) == (False, True)
    sponsor.post(f"{at}/view", {"leaning": "hold", "because": "They cost too much."})
    made = makers.a_decision(ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(30))
    kept = [lead.get(f"/ideas/{ref}/decisions/{number}").text for number in (made.number, made.number - 2)]
    assert [("Buy them." in page, "They cost too much." in page) for page in kept] == [(False, True), (True, False)]
    with clock.at(clock.now() + timedelta(10)):
        later = makers.an_idea(ours, title="Bins", stage=Stage.DESIGN)
        ask(world, browse, later, due=0, panel=panel)
        browse(ours.sponsor).post(f"/ideas/{later}/gates/mobilise/view", {"leaning": "go", "because": "Soon."})
        makers.a_decision(ours, later, Word.GO, at=Gate.MOBILISE)
        makers.a_decision(ours, later, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
        browse(ours.sponsor).post(f"/ideas/{later}/gates/mobilise/view", {"leaning": "stop", "because": "No."})
        table = Page(browse(ours.lead).get("/meetings/1").text).words
    assert ("“Soon.”" in table, "“No.”" in table) == (True, False), "what was decided there keeps what was said for it"


def test_a_meeting_that_was_held_is_not_moved_and_its_minutes_say_who_was_there_and_what_was_decided(
    world: World, browse, panel
):
    ours, lead = world.ours, browse(world.ours.lead)
    ref, waits = (makers.an_idea(ours, title=title, stage=Stage.DESIGN) for title in ("Vans", "Waits"))
    for one in (ref, waits):
        ask(world, browse, one, due=9, panel=panel)
    early = lead.post("/meetings/1/minutes/write", {"words": "Nothing yet."}, status=200).text
    assert "Its day is still to come" in early
    with clock.at(clock.now() + timedelta(10)):
        lead = browse(ours.lead)
        assert "Another day, or call it off" in lead.get("/meetings/1").text, "nothing was settled at its table yet"
        made = makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
        assert "Another day, or call it off" not in lead.get("/meetings/1").text
        for act in ("keep", "off"):
            refused = lead.post("/meetings/1/change", {"on": on(20), "place": "", "act": act}, status=200).text
            assert "This meeting was held: what was decided at its table stays there." in refused
        lead.post("/meetings/1/minutes/write", {"present": str(ours.lead.id), "others": "A tenant", "words": "Dear."})
        said = {"present": [str(ours.sponsor.id), str(ours.lead.id)], "others": "A tenant", "words": "Winter first."}
        lead.post("/meetings/1/minutes/write", said)
        page = Page(browse(ours.observer).get("/meetings/1/minutes").text).words
        names = " · ".join(sorted([ours.sponsor.name, ours.lead.name]))
        for told in (
            f"Who was there {names}. Also: A tenant.",
            f"Vans, mobilise gate: go, by {ours.lead.name}. “It was weighed.”",
            "Left for later: Waits.",
            "What was said Winter first.",
            f"There: {ours.lead.name}; A tenant. Dear.",
        ):
            assert told in page, told
        assert made.number
        browse(world.theirs.lead).get("/meetings/1/minutes", status=404)


def letters_of_panel(side) -> list[Letter]:
    with side.door():
        return list(session().scalars(select(Letter).where(Letter.template == "meeting").order_by(Letter.created_at)))


def test_the_panel_gets_the_list_by_letter_each_what_they_see_and_hears_when_the_meeting_is_called_off(
    world: World, browse, panel
):
    ours, lead = world.ours, browse(world.ours.lead)
    refs = {title: makers.an_idea(ours, title=title, stage=Stage.DESIGN) for title in ("Vans", "Secret")}
    for ref in refs.values():
        ask(world, browse, ref, due=9, panel=panel)
    with ours.door():
        idea.set_audience(idea=makers.idea_of(refs["Secret"]), audience=Audience.CONFIDENTIAL, by=ours.lead.id)
    lead.post("/meetings/1/letter", {})
    [sent] = letters_of_panel(ours)
    assert (sent.person_id, [one["title"] for one in sent.particulars["items"]]) == (ours.sponsor.id, ["Vans"])
    assert "Send them this list again" in lead.get("/meetings/1").text
    lead.post("/meetings/1/change", {"on": on(10), "place": "", "act": "off"})
    assert "does not meet on" in letters_of_panel(ours)[-1].subject
