"""The gate in the browser: the owner answers and asks, the lead decides, everybody reads the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.makers import World
from tracker import clock, gate
from tracker.gate import Gate, Status, Word
from tracker.idea import Stage


@pytest.fixture
def ref(world: World) -> str:
    """An idea of ours in design, at its mobilise gate."""
    return makers.an_idea(world.ours, stage=Stage.DESIGN)


def at(ref: str, what: str = "") -> str:
    return f"/ideas/{ref}/gates/mobilise{what}"


def stage_of(world: World, ref: str) -> Stage:
    with world.ours.door():
        return makers.idea_of(ref).stage


def a_day(days: int) -> str:
    day = clock.today() + timedelta(days)
    return f"{day.day} {day:%B %Y}"


GO = {"word": "go", "because": "Two patches are small enough to stop.", "waiver_because": "Small.", "decide": "y"}


def test_the_owner_answers_and_asks_and_the_lead_finds_it_waiting(world: World, browse, ref):
    owner = browse(world.ours.owner)
    owner.get(at(ref, "/answers"))
    sent = owner.post(
        at(ref, "/answers"), {"q1-1a_words": "The repairs group.", "n1-a_status": "partly", "n1-a_note": "Thanked."}
    )
    page = owner.follow(sent).text
    assert "The repairs group." in page
    assert "Partly" in page
    owner.follow(owner.post(at(ref, "/ask"), {"note": "The fitters keep January free.", "due_on": a_day(5)}))
    lead = browse(world.ours.lead).get(at(ref)).text
    assert "Tom Baker asks for a decision by" in lead
    assert "The fitters keep January free." in lead
    with world.ours.door():
        paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
        kept = {item.question.id: item.answer for item in paper.items if item.answer}
        assert (kept["n1-a"].status, kept["n1-a"].note) == (Status.PARTLY, "Thanked.")
        assert paper.request.due_on == clock.today() + timedelta(5)


def test_what_every_gate_asks_shows_what_an_earlier_one_heard(world: World, browse):
    ref = makers.an_idea(world.ours, stage=Stage.LATENT)
    owner, lead = browse(world.ours.owner), browse(world.ours.lead)
    owner.post(f"/ideas/{ref}/gates/design/answers", {"x-harm_words": "Night staff were not heard."})
    lead.post(f"/ideas/{ref}/gates/design/decision", GO)
    said = "Night staff were not heard.” Say what holds now."
    assert said in owner.get(at(ref)).text
    assert said in owner.get(at(ref, "/answers")).text
    with world.ours.door():
        paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
    assert "x-harm" in {one.id for one in paper.unmet}, "it is asked again, not taken over"


def test_what_the_policy_does_not_need_is_not_marked_as_missing(world: World, browse, ref):
    page = browse(world.ours.owner).get(at(ref)).text
    assert page.count("No answer</p>") == 9
    assert page.count("Not needed</p>") == 5


def test_saving_the_answers_may_lead_on_to_asking(world: World, browse, ref):
    sent = browse(world.ours.owner).post(at(ref, "/answers"), {"q1-1a_words": "One.", "ask": "y"})
    assert sent.headers["Location"].endswith("/ask")


def test_a_go_moves_the_idea_and_shows_the_record(world: World, browse, ref):
    lead = browse(world.ours.lead)
    record = lead.follow(lead.post(at(ref, "/decision"), GO)).text
    assert "Go to mobilise" in record
    assert "Two patches are small enough to stop." in record
    assert stage_of(world, ref) is Stage.MOBILISE


def test_a_conditional_go_can_grow_its_conditions_and_keeps_what_was_typed(world: World, browse, ref):
    lead = browse(world.ours.lead)
    row = {"conditions-0-text": "Cap the overtime", "conditions-0-owner_id": str(world.ours.owner.id)}
    typed = {**GO, **row, "word": "conditional_go", "conditions-0-due_on": a_day(30)}
    grown = lead.post(
        at(ref, "/decision"), {**{k: v for k, v in typed.items() if k != "decide"}, "more": "y"}, status=200
    )
    assert "conditions-1-text" in grown.text
    assert "Cap the overtime" in grown.text
    record = lead.follow(lead.post(at(ref, "/decision"), typed)).text
    assert "Cap the overtime" in record
    with world.ours.door():
        (condition,) = gate.conditions_on(makers.idea_of(ref).id)
    owner = browse(world.ours.owner)
    owner.get(f"/ideas/{ref}/conditions/{condition.id}")
    owner.post(f"/ideas/{ref}/conditions/{condition.id}", {"note": "Forty hours, reported."})
    assert "Condition met on" in owner.get(f"/ideas/{ref}/decisions/2").text


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"word": "go", "because": ""}, "Give your reasons"),
        ({"word": "go", "because": "Yes.", "waiver_because": ""}, "Say why it may go on"),
        ({"word": "hold", "because": "Later.", "until": ""}, "Say until when"),
        ({"word": "hold", "because": "Later.", "until": "some day"}, "Write a day like"),
        ({"word": "stop", "because": "No."}, "Choose the reason why it stops"),
        ({"word": "stop", "because": "No.", "stop_reason": "no_real_need"}, "Write what was learnt"),
        ({"word": "conditional_go", "because": "Yes.", "waiver_because": "x"}, "Set at least one condition"),
        (
            {"word": "conditional_go", "because": "Yes.", "waiver_because": "x", "conditions-0-due_on": "soon"},
            "Give every condition",
        ),
        ({"word": "return", "because": "No.", "to_stage": ""}, "Choose the earlier stage"),
        ({"because": "Words that stay."}, "Choose what you decide"),
    ],
)
def test_a_decision_that_lacks_something_says_so_beside_the_field_and_keeps_the_words(
    world: World, browse, ref, said, error
):
    page = browse(world.ours.lead).post(at(ref, "/decision"), {**said, "decide": "y"}, status=200).text
    assert error in page
    assert said["because"] in page
    assert "Error: Mobilise gate" in page
    assert stage_of(world, ref) is Stage.DESIGN


def test_hold_return_and_stop_need_no_waiver(world: World, browse, ref):
    lead = browse(world.ours.lead)
    lead.follow(lead.post(at(ref, "/decision"), {"word": "hold", "because": "Winter.", "until": a_day(40)}))
    assert stage_of(world, ref) is Stage.DESIGN
    back = {"word": "return", "because": "The contract ended.", "to_stage": "latent"}
    assert "It reverses" in lead.follow(lead.post(at(ref, "/decision"), back)).text
    assert "Since then it was reversed" in lead.get(f"/ideas/{ref}/decisions/1").text
    stop = {"word": "stop", "because": "No.", "stop_reason": "no_real_need", "lesson": "Ask first."}
    stopped = lead.follow(lead.post(f"/ideas/{ref}/gates/design/decision", stop)).text
    assert "no real need" in stopped


def test_a_decision_that_was_overtaken_is_refused(world: World, browse, ref):
    makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(3))
    page = browse(world.ours.lead).post(at(ref, "/decision"), {**GO, "seen": "1"}, status=200).text
    assert "Somebody decided on this idea while you were reading" in page
    assert stage_of(world, ref) is Stage.DESIGN


def test_a_panel_member_says_what_they_think_and_it_is_kept_with_the_decision(world: World, browse, ref):
    sponsor = browse(world.ours.sponsor)
    sponsor.get(at(ref, "/view"))
    sponsor.post(at(ref, "/view"), {"leaning": "go", "because": "I would rather learn."})
    makers.a_decision(world.ours, ref, Word.GO, at=Gate.MOBILISE)
    assert "I would rather learn." in sponsor.get(f"/ideas/{ref}/decisions/2").text


@pytest.mark.parametrize("who", ["contributor", "observer", "sponsor"])
def test_who_may_not_decide_sees_no_form_and_is_refused(world: World, browse, ref, who):
    browser = browse(getattr(world.ours, who))
    assert "Record the decision" not in browser.get(at(ref)).text
    browser.post(at(ref, "/decision"), GO, status=403)


def test_an_owner_answers_only_for_their_own_ideas(world: World, browse, ref):
    other = makers.a_person(world.ours.id, makers.Role.OWNER)
    browse(other).get(at(ref, "/answers"), status=403)


def test_a_gate_that_is_not_the_next_one_is_read_only(world: World, browse, ref):
    lead = browse(world.ours.lead)
    assert "Record the decision" not in lead.get(f"/ideas/{ref}/gates/design").text
    lead.get(f"/ideas/{ref}/gates/design/answers", status=404)
    lead.get(f"/ideas/{ref}/gates/latent", status=404)


def test_another_councils_gate_and_record_are_not_there(world: World, browse):
    for _ in range(2):
        makers.a_sent_idea(world.theirs)
    ref = makers.an_idea(world.theirs, stage=Stage.DESIGN)
    lead = browse(world.ours.lead)
    for path in (at(ref), at(ref, "/answers"), at(ref, "/decision"), f"/ideas/{ref}/decisions/1"):
        lead.get(path, status=404)


def test_the_gate_page_costs_the_same_for_one_decision_and_for_many(world: World, browse, ref, statements):
    lead, counts = browse(world.ours.lead), []
    for _ in range(2):
        with statements() as seen:
            lead.get(at(ref))
        counts.append(len(seen))
        for days in range(1, 5):
            makers.a_decision(world.ours, ref, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(days))
    assert counts[0] == counts[1] <= 30, counts


def test_an_idea_is_moved_to_the_newest_policy_by_a_lead(world: World, browse, ref):
    with world.ours.door():
        gate.set_policy(rules={"needed": {"mobilise": []}, "level": {"mobilise": 0}}, by=world.ours.lead.id)
    lead = browse(world.ours.lead)
    assert "Decide it under version 1" in lead.get(at(ref)).text
    assert "Asked by version 1 of the gate policy" in lead.follow(lead.post(at(ref, "/policy"))).text
