"""The triage desk: the letter as it will go, the service, the day of the gate, the next idea and its keys."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests import makers
from tests.letters import text_of
from tests.reading import Page
from tests.tracker.test_ideas import letters_to
from tracker import clock, council, idea, triage
from tracker.idea import State
from tracker.pages.triage import words

WEDNESDAY = date(2026, 11, 18)
BY = "18 December 2026"


@pytest.fixture
def ref(world) -> str:
    with clock.at(WEDNESDAY):
        return makers.a_sent_idea(world.ours)


@pytest.fixture
def lead(world, browse):
    return browse(world.ours.lead)


def without_secret(words: str) -> str:
    """Words of a letter but for the secret of its link, which is for its author alone."""
    return re.sub(r"/q/(\[.+?\]|\S+)", "/q/", words)


def outcomes(world) -> dict[str, dict[str, str]]:
    return {
        "gate": {"owner_id": str(world.ours.owner.id), "gate_by": BY},
        "ask": {},
        "reply": {},
        "improve": {},
        "park": {"until": "3 March 2027"},
        "refer": {"to_whom": "Highways"},
        "decline": {},
    }


@pytest.mark.parametrize("outcome", ["gate", "ask", "reply", "improve", "park", "refer", "decline"])
def test_the_letter_is_shown_as_it_goes_and_nothing_of_it_is_kept(world, lead, ref, outcome):
    ours = world.ours
    sent = {"outcome": outcome, "words": "You name the tenants.\r\n\r\nThat helps.", **outcomes(world)[outcome]}
    with clock.at(WEDNESDAY):
        form = Page(lead.get(f"/ideas/{ref}/triage").text)
        key = next(one.get("value") for one in form.root.iter("input") if one.get("name") == "form_key")
        with ours.door():
            before = len(letters_to(ours.contributor))
        shown = Page(lead.post(f"/ideas/{ref}/triage", {**sent, "preview": "y", "form_key": key}, status=200).text)
        with ours.door():
            assert makers.idea_of(ref).state is State.TRIAGE
            assert len(letters_to(ours.contributor)) == before
            assert idea.story(ref=ref, reader=ours.lead.reader).messages == []
        lead.post(f"/ideas/{ref}/triage", {**sent, "form_key": key})
        with ours.door():
            letter = max(letters_to(ours.contributor), key=lambda each: each.id)
            told = shown.part("letter").paragraphs
            assert told[0] == letter.subject
            body = text_of(letter).partition("\n--\n")[0]
            said = [" ".join(part.split()) for part in re.split(r"\n\n+", body) if part.strip()]
            assert [without_secret(part) for part in told[1:]] == [without_secret(part) for part in said[1:]]
            assert "You name the tenants." in told
            [*secrets] = re.findall(r"/q/(\S+)", body)
            assert len(secrets) == (outcome == "ask")
            assert ("/q/[in the letter alone]" in " ".join(told)) is (outcome == "ask"), (
                "with it one answers as the author"
            )


def test_what_is_missing_is_told_beside_its_field_before_anything_is_shown(world, lead, ref):
    with clock.at(WEDNESDAY):
        page = Page(
            lead.post(f"/ideas/{ref}/triage", {"outcome": "refer", "words": "x", "preview": "y"}, status=200).text
        )
    assert page.part("letter").paragraphs == ["Nothing yet: see what is missing above."]
    assert page.part("govuk-error-message").words == "Error: Say whom it is passed to: name who was told"


def test_the_day_of_the_gate_is_kept_and_told_to_everybody(world, browse, lead, ref):
    ours = world.ours
    sent = {"outcome": "gate", "owner_id": str(ours.owner.id), "words": "It is worth trying."}
    with clock.at(WEDNESDAY):
        past = lead.post(f"/ideas/{ref}/triage", {**sent, "gate_by": "18 November 2026"}, status=200)
        assert Page(past.text).part("govuk-error-message").words == "Error: Give a day that is still to come"
        lead.post(f"/ideas/{ref}/triage", {**sent, "gate_by": BY})
        owner = browse(ours.owner)
        page = Page(owner.get(f"/ideas/{ref}").text)
        assert "It is meant to be there by Friday 18 December." in page.asked.words
        assert page.under("gate").words.startswith("Before design, by 18 December: what is known")
        assert "Goes on to its design gate by 18 December." in page.words
        assert "Waits for its design gate, by 18 Dec" in Page(owner.get("/board").text).words
        with ours.door():
            assert makers.idea_of(ref).gate_by == date(2026, 12, 18)


def test_no_heading_stands_over_an_idea_where_nothing_was_proposed(world, browse, lead, ref):
    ours = world.ours
    with ours.door():
        triage.ask_assessors(idea=makers.idea_of(ref), people=[ours.owner.id], by=ours.lead.id)
    pages = ((lead, f"/ideas/{ref}/triage"), (browse(ours.owner), f"/ideas/{ref}/assessment"))
    for proposal in ("One visit.", ""):
        with ours.door():
            makers.idea_of(ref).proposal = proposal
        for reader, address in pages:
            assert (">The idea<" in reader.get(address).text) is bool(proposal), address


def test_triage_puts_an_idea_with_its_service(world, browse, lead, ref):
    ours = world.ours
    with ours.door():
        council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
        [housing] = council.services()
    with clock.at(WEDNESDAY):
        lead.post(f"/ideas/{ref}/triage", {"outcome": "reply", "words": "Thank you.", "service": str(housing.id)})
        with ours.door():
            assert makers.idea_of(ref).service_id == housing.id
        page = lead.get(f"/ideas/{ref}/triage").text
        assert f'<option value="{housing.id}" selected' in page
        lead.post(f"/ideas/{ref}/triage", {"outcome": "reply", "words": "More."})  # a form without the field
        with ours.door():
            assert makers.idea_of(ref).service_id == housing.id


def test_a_long_queue_shows_what_stands_around_the_idea_at_hand(world, lead, ref, monkeypatch):
    monkeypatch.setattr(words, "MOST_BESIDE", 3)
    monkeypatch.setattr(words, "MOST_BEFORE", 1)
    with clock.at(WEDNESDAY):
        refs = [ref, *(makers.a_sent_idea(world.ours, title=f"Idea {number}") for number in range(2, 8))]
        asked = makers.a_sent_idea(world.ours, title="Which street?")
        lead.post(f"/ideas/{asked}/triage", {"outcome": "ask", "words": "Which street is it?"})
        shown = {each: Page(lead.get(f"/ideas/{each}/triage").text).part("triage__queue") for each in refs}
        several = Page(lead.get("/triage/several").text).part("several__ideas").words

    def listed(each):
        return [href.split("/")[2] for href in shown[each].links.values() if href != "/triage/several"]

    assert listed(refs[0]) == [*refs[:3], asked]
    assert listed(refs[4]) == [*refs[3:6], asked]
    assert listed(refs[6]) == [*refs[4:], asked]
    assert "4 more after these" in shown[refs[0]].words
    assert "before these" not in shown[refs[0]].words
    assert "3 more before these" in shown[refs[4]].words
    assert "1 more after these" in shown[refs[4]].words
    assert "after these" not in shown[refs[6]].words
    assert all(each in several for each in (*refs, asked))


def test_the_queue_is_walked_by_links_and_by_keys_that_are_listed(world, lead, ref):
    with clock.at(WEDNESDAY):
        refs = [ref, *(makers.a_sent_idea(world.ours, title=title) for title in ("Second", "Third"))]
        first, middle, last = (Page(lead.get(f"/ideas/{each}/triage").text) for each in refs)
    assert "2 of 3" in middle.part("deskbar__go").words
    assert {words: href for words, href in middle.part("deskbar__go").links.items() if "idea" in words} == {
        "Previous idea": f"/ideas/{refs[0]}/triage",
        "Next idea": f"/ideas/{refs[2]}/triage",
    }
    assert "Previous idea" not in first.part("deskbar__go").links
    assert "Next idea" not in last.part("deskbar__go").links
    listed = middle.part("shortcuts")
    assert listed.facts == {
        "J K": "next, previous",
        "1 to 9": "what happens",
        "R": "your words",
        "Ctrl Enter": "send",
    }
    keys = {one.get("data-key") for one in middle.root.iter() if one.get("data-key")}
    assert keys == {"j", "k", "r", *"123456789"}
    assert all("data-send-key" in one.attrib for one in middle.part("triage__answer").elements)
