"""Sharing in the browser: exactly what was chosen is seen, it can be taken back, and what came of it flows home."""

from __future__ import annotations

import re

import pytest

from tests import makers
from tests.makers import World
from tests.reading import Page
from tracker import clock, collaborative, gate, idea, lesson, place, portfolio, risk, tag
from tracker.collaborative import CardField
from tracker.gate import Gate, Word
from tracker.idea import Stage


@pytest.fixture
def code(world: World) -> str:
    """A collaborative of both councils."""
    return makers.a_collaborative(world.ours, world.theirs)


@pytest.fixture
def ref(world: World) -> str:
    """An idea of ours, with a lesson and a risk."""
    found = makers.an_idea(world.ours, stage=Stage.DESIGN)
    with world.ours.door():
        about = {"idea": makers.idea_of(found), "by": world.ours.owner.id}
        lesson.write_lesson(**about, lesson="Ask the ward.")
        risk.raise_risk(**about, description="Asbestos in the wall", likelihood=4, impact=4, mitigation="Check it.")
    return found


LESSONS = {"level": "full", "chosen": ["proposal", "lessons"], "parts": "A stock\nA scan", "says": "tried"}


def test_the_lead_sees_first_exactly_what_the_others_will_see(world: World, browse, code, ref):
    lead, there = browse(world.ours.lead), f"/ideas/{ref}/publish/{code}"
    assert f'href="{there}"' in lead.get(f"/ideas/{ref}/publish").text
    preview = lead.post(there, {**LESSONS, "preview": "y"}, status=200).text
    assert "Ask the ward." in preview
    assert "Asbestos" not in preview
    assert browse(world.theirs.owner).get(f"/collaboratives/{code}").text.count("slip__") == 0
    card = lead.follow(lead.post(there, {**LESSONS, "publish": "y"}))
    assert "Members see exactly this" in card.text
    seen = browse(world.theirs.contributor).get(f"/collaboratives/{code}/cards/1").text
    assert "Ask the ward." in seen
    assert "A scan" in seen
    assert "Asbestos" not in seen


def test_a_withdrawn_card_is_gone_in_the_next_request(world: World, browse, code, ref):
    makers.a_card(world.ours, code, ref)
    member = browse(world.theirs.owner)
    member.get(f"/collaboratives/{code}/cards/1")
    lead, there = browse(world.ours.lead), f"/ideas/{ref}/publish/{code}/withdraw"
    assert "Say why you take it back" in lead.post(there, {"because": ""}, status=200).text
    lead.post(there, {"because": "It named a firm."})
    member.get(f"/collaboratives/{code}/cards/1", status=404)
    member.get(f"/collaboratives/{code}/cards/1/adapt", status=404)
    assert "One visit for damp" not in member.get(f"/collaboratives/{code}").text
    lead.get(there, status=404)


def test_a_third_council_sees_nothing(world: World, browse, code, ref):
    makers.a_card(world.ours, code, ref)
    third = browse(makers.a_side().lead)
    for path in (f"/collaboratives/{code}", f"/collaboratives/{code}/cards/1", f"/collaboratives/{code}/cards/1/adapt"):
        third.get(path, status=404)
    assert code not in third.get("/collaboratives").text


def test_another_council_takes_it_in_tells_how_it_went_and_the_origin_reads_it(world: World, browse, code, ref):
    makers.a_card(world.ours, code, ref)
    owner = browse(world.theirs.owner)
    assert "Could this work in" in owner.get(f"/collaboratives/{code}/cards/1").text
    there = f"/collaboratives/{code}/cards/1/adapt"
    owner.get(there)
    said = {"title": "One visit, by taxi", "kept": "The visit", "changed": "The van", "fits_because": "Same winters."}
    sent = owner.post(there, said)
    taken = sent.headers["Location"].rsplit("/", 1)[-1]
    told = browse(world.ours.owner)
    assert "has taken" in told.get("/collaboratives").text
    assert "Same winters." in told.get(f"/ideas/{ref}/lineage").text
    assert "where ours came from" in owner.get(f"/ideas/{taken}/lineage").text
    result = f"/ideas/{taken}/adaptation"
    owner.get(result)
    wrong = owner.post(result, {"status": "did_not_work", "result": "The Trust would not."}, status=200).text
    assert "Choose why it did not work" in wrong
    assert "The Trust would not." in wrong
    owner.follow(owner.post(result, {"status": "did_not_work", "why_not": "approvals", "result": "The Trust said no."}))
    assert "The Trust said no." in told.get(f"/ideas/{ref}/lineage").text
    told.post("/collaboratives/notices", status=403)
    lead = browse(world.ours.lead)
    lead.follow(lead.post("/collaboratives/notices"))
    assert "Nothing new from other councils" in lead.get("/collaboratives").text


def test_the_origins_lead_finds_it_on_their_home_and_on_the_ideas_own_page(world: World, browse, code, ref, statements):
    lead = browse(world.ours.lead)
    assert "Told by other councils" not in lead.get("/").text
    number = makers.a_card(world.ours, code, ref)
    assert "Nobody has adapted it yet." in lead.get(f"/ideas/{ref}").text
    taken = makers.an_adaptation(world.theirs, code, number)
    home = lead.get("/").text
    assert "has taken" in home
    assert f"/ideas/{ref}/lineage" in home
    with statements() as seen:
        page = lead.get(f"/ideas/{ref}").text
    assert f"<strong>{world.theirs.name}</strong> took it in on" in page
    assert len(seen) <= 8, "one statement more than an idea that was never shared"
    there = browse(world.theirs.lead).get(f"/ideas/{taken}").text
    assert f"Ours came from <strong>{world.ours.name}</strong>: trying" in there
    assert f"/ideas/{taken}/adaptation" in there


def test_parts_are_kept_changed_or_dropped_one_by_one(world: World, browse, code, ref):
    lead = browse(world.ours.lead)
    lead.post(f"/ideas/{ref}/publish/{code}", {**LESSONS, "publish": "y"})
    said = {
        "title": "Ours",
        "parts-0-does": "change",
        "parts-0-why": "a cupboard",
        "parts-1-does": "drop",
        "parts-1-why": "",
        "fits_because": "Same winters.",
    }
    browse(world.theirs.owner).post(f"/collaboratives/{code}/cards/1/adapt", said)
    with world.ours.door():
        (step,) = collaborative.lineage(makers.idea_of(ref)).went
    made = step.adaptation
    assert (made.kept, made.changed, made.dropped) == (None, "A stock: a cupboard", "A scan")


def test_a_straight_copy_is_cautioned_first_and_then_let_through(world: World, browse, code, ref):
    makers.a_card(world.ours, code, ref)
    owner, there = browse(world.theirs.owner), f"/collaboratives/{code}/cards/1/adapt"
    said = {"title": "Ours", "kept": "All of it", "fits_because": "Same winters."}
    page = owner.post(there, said, status=200).text
    assert "A straight copy seldom works." in page
    assert "All of it" in page
    owner.post(there, {**said, "straight_copy": "y"})


BESIDE_THE_PARTS = re.compile(r'<label[^>]*for="(?:kept|changed|dropped)"[^>]*>(.*?)</label>', re.DOTALL)


def test_what_is_kept_changed_and_dropped_is_asked_for_and_may_stay_empty_only_beside_parts(
    world: World, browse, code, ref
):
    makers.a_card(world.ours, code, ref)
    there = f"/collaboratives/{code}/cards/1/adapt"
    asked = BESIDE_THE_PARTS.findall(browse(world.theirs.owner).get(there).text)
    assert len(asked) == 3
    assert not [label for label in asked if "if you know" in label]
    browse(world.ours.lead).post(f"/ideas/{ref}/publish/{code}", {**LESSONS, "publish": "y"})
    asked = BESIDE_THE_PARTS.findall(browse(world.theirs.owner).get(there).text)
    assert len([label for label in asked if "if you know" in label]) == 3


def test_proven_without_evidence_needs_a_written_reason(world: World, browse, code, ref):
    lead, there = browse(world.ours.lead), f"/ideas/{ref}/publish/{code}"
    sent = {**LESSONS, "says": "proven", "publish": "y"}
    assert "Say why it may be called proven" in lead.post(there, sent, status=200).text
    lead.post(there, {**sent, "waiver": "An audit found so."})
    assert "An audit found so." in browse(world.theirs.owner).get(f"/collaboratives/{code}/cards/1").text


def test_too_many_parts_are_said_so_beside_the_field(world: World, browse, code, ref):
    sent = {**LESSONS, "parts": "x\n" * 13, "publish": "y"}
    page = browse(world.ours.lead).post(f"/ideas/{ref}/publish/{code}", sent, status=200).text
    assert "Name at most 12 parts" in page


def test_a_collaborative_costs_the_same_for_one_card_and_for_many(world: World, browse, code, ref, statements):
    makers.a_card(world.ours, code, ref)
    member, counts = browse(world.theirs.owner), []
    for _ in range(2):
        with statements() as seen:
            member.get(f"/collaboratives/{code}")
        counts.append(len(seen))
        for _ in range(4):
            makers.a_card(world.ours, code, makers.an_idea(world.ours, stage=Stage.DESIGN))
            number = makers.a_card(world.ours, code, makers.an_idea(world.ours, stage=Stage.DESIGN))
            makers.an_adaptation(world.theirs, code, number)
    assert counts[1] <= counts[0] + 1, counts


def test_a_collaborative_tells_how_many_cards_stand_in_it_as_far_as_it_shows_them(
    world: World, browse, code, ref, monkeypatch
):
    lead = browse(world.ours.lead)
    makers.a_card(world.ours, code, ref)
    makers.a_card(world.ours, code, makers.an_idea(world.ours, stage=Stage.DESIGN))
    for most, told in ((2, "2 members, 2 cards."), (1, "2 members, over 1 card.")):
        monkeypatch.setattr("tracker.collaborative.queries.cards.MOST_CARDS", most)
        for path in ("/collaboratives", f"/ideas/{ref}/publish"):
            assert told in Page(lead.get(path).text).words, (path, most)


def test_an_empty_collaborative_says_what_to_do_first(world: World, browse, code):
    assert "Publish the first card" in browse(world.ours.lead).get(f"/collaboratives/{code}").text
    alone = makers.a_side()
    assert "belongs to no collaborative yet" in browse(alone.lead).get("/collaboratives").text


def test_a_council_that_left_shows_none_of_its_cards_any_more(world: World, browse, code, ref):
    code = makers.a_collaborative(world.theirs, world.ours)
    makers.a_card(world.ours, code, ref)
    assert "One visit for damp" in browse(world.theirs.lead).get(f"/collaboratives/{code}").text
    browse(world.ours.lead).post(f"/collaboratives/{code}/leave", {"because": "The project ended."})
    browse(world.ours.lead).get(f"/collaboratives/{code}", status=404)
    assert "One visit for damp" not in browse(world.theirs.lead).get(f"/collaboratives/{code}").text


# --- from the idea, in one press; health as it is now -----------------------------------------------------------------
FULL = {"publish": "y", "level": "full", "chosen": ["health"], "says": "tried"}


def test_an_ideas_page_says_with_whom_it_is_shared_and_publishes_it_in_one_press(world: World, browse, code, ref):
    lead, owner = browse(world.ours.lead), browse(world.ours.owner)
    there = f'href="/ideas/{ref}/publish/{code}"'
    page = lead.get(f"/ideas/{ref}").text
    assert f"{there}>Publish it to Warm homes</a>" in page
    assert "Nobody outside Northmoor Council." in page
    assert there not in owner.get(f"/ideas/{ref}").text
    lead.post(f"/ideas/{ref}/publish/{code}", {**LESSONS, "publish": "y"})
    for reader in (lead, owner):
        shared = Page(reader.get(f"/ideas/{ref}").text).under("shared").words
        assert shared.startswith("Warm homes: 1 other council, in full, since")
    assert "Change what they see" in Page(lead.get(f"/ideas/{ref}").text).under("shared").links
    assert "Change what they see" not in Page(owner.get(f"/ideas/{ref}").text).under("shared").links


def test_health_is_worked_out_first_and_then_frozen_until_it_is_refreshed(world: World, browse, code, ref):
    lead, member = browse(world.ours.lead), browse(world.theirs.contributor)
    lead.post(f"/ideas/{ref}/publish/{code}", FULL)

    def on_card() -> str:
        return Page(member.get(f"/collaboratives/{code}/cards/1").text).under("health").words

    first = on_card()
    assert "As it stood on" in first, "nobody computed it before it was published"
    with world.ours.door():
        portfolio.compute_changed()
    assert "Refresh its health" not in lead.get(f"/ideas/{ref}").text
    with world.ours.door():
        about = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
        idea.name_sponsor(**about, person_id=world.ours.sponsor.id)
        idea.record_contact(**about, on=clock.today())
        portfolio.compute_changed()
    assert on_card() == first
    assert "It differs from that of today." in lead.get(f"/ideas/{ref}").text
    assert "Refresh its health" not in browse(world.ours.owner).get(f"/ideas/{ref}").text
    lead.post(f"/ideas/{ref}/publish/{code}/refresh")
    assert on_card() != first
    assert "Refresh its health" not in lead.get(f"/ideas/{ref}").text


def test_a_card_never_shows_the_health_of_a_stage_that_the_idea_has_left(world: World, browse, code, ref):
    lead, card = browse(world.ours.lead), f"/collaboratives/{code}/cards/1"
    lead.post(f"/ideas/{ref}/publish/{code}", FULL)
    assert "Health: " in lead.get(card).text
    makers.a_decision(world.ours, ref, Word.GO, at=Gate.MOBILISE)
    page = Page(browse(world.theirs.contributor).get(card).text)
    assert page.under("health").paragraphs == [
        "It moved on to mobilise since its health was worked out. Northmoor Council has not refreshed it yet."
    ]
    with world.ours.door():
        portfolio.compute_changed()
    lead.post(f"/ideas/{ref}/publish/{code}/refresh")
    assert "As it stood on" in lead.get(card).text


def test_a_card_of_a_historical_case_says_so_and_no_waiver_makes_it_proven(world: World, browse, code):
    with world.ours.door() as door:
        case = {"ref": "OLD-1", "title": "Of old", "source": "001_1f18599d5d9872be.txt:471", "stage": "mainstream"}
        door.add(idea.Idea(**case, state="active", problem="Damp"))
        door.flush()
    lead, there = browse(world.ours.lead), f"/ideas/OLD-1/publish/{code}"
    proven = {**LESSONS, "says": "proven", "waiver": "Everybody knows.", "publish": "y"}
    assert "No waiver makes it proven" in lead.post(there, proven, status=200).text
    assert "Historical case, 2007-2010" in lead.get(there).text
    lead.post(there, {**LESSONS, "publish": "y"})
    page = browse(world.theirs.contributor).get(f"/collaboratives/{code}/cards/1").text
    assert "Historical case, 2007-2010" in page
    assert "calls it proven" not in page


@pytest.mark.parametrize("left_out", list(CardField))
def test_a_preview_shows_each_field_that_was_chosen(world, browse, left_out):
    ours, lead = world.ours, browse(world.ours.lead)
    code, ref = makers.a_collaborative(ours, world.theirs), makers.an_idea(ours, stage=Stage.DESIGN)
    with ours.door():
        found, by = makers.idea_of(ref), ours.lead.id
        ward = place.add_place(name="Mill Ward", by=by).id
        place.set_places(idea=found, place_ids=[ward], by=by)
        tag.set_tags(idea=found, names=["mould"], by=by)
    stopped = {"stop_reason": gate.StopReason("provider_failed"), "lesson": "Ask first.", "archive_consent": True}
    makers.a_decision(ours, ref, Word.STOP, at=Gate.MOBILISE, **stopped)

    def preview(chosen: set[CardField]) -> str:
        sent = {"level": "full", "says": "tried", "chosen": [str(one) for one in chosen]}
        return Page(lead.post(f"/ideas/{ref}/publish/{code}", sent, status=200).text).words

    assert preview(set(CardField)) != preview(set(CardField) - {left_out})
    if left_out is CardField.STOP:
        assert "Provider failed" in preview({left_out})
        assert "“Ask first.”" in preview({left_out})
        assert "Why it was stopped" not in preview(set())
