"""What was said on an idea, what a press on a nudge answers, what readers find moved, and what a reversal leaves."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, gate, idea, nudge, portfolio
from tracker.gate import Gate, Word
from tracker.idea import Stage
from tracker.wording import BUILT_IN

DAY = date(2026, 11, 18)


def read(browse, person, path: str, on: date = DAY) -> Page:
    with clock.at(on):
        return Page(browse(person).get(path).text)


# --- what was said ---------------------------------------------------------------------------------------------------
@pytest.fixture
def ref(world) -> str:
    """An idea on which the lead, the owner and the author said something; the owner's words were taken away."""
    ours = world.ours
    with clock.at(DAY - timedelta(days=2)):
        made = makers.an_idea(ours)
    with clock.at(DAY), ours.door():
        gone = idea.comment(idea=makers.idea_of(made), words="Ask Jean.", by=ours.owner.id)
        idea.redact(message=gone, idea=makers.idea_of(made), by=ours.owner.id)
    with clock.at(DAY - timedelta(days=1)), ours.door():
        idea.comment(idea=makers.idea_of(made), words="Ward 6\nlikes it.", by=ours.contributor.id)
    return made


def test_the_page_tells_the_problem_the_idea_and_what_was_said_oldest_first(world, browse, ref):
    page = read(browse, world.ours.observer, f"/ideas/{ref}")
    assert page.under("problem").words == "Two officers call about one wall."
    assert page.under("proposal").words == "One visit."
    outcome, comment, gone = page.under("conversation").items
    assert outcome.startswith("Priya Nair decided, and said why, 16 November")
    assert "Tenants ask for it." in outcome
    assert comment == "Sam Okafor wrote, 17 November Ward 6 likes it."
    assert gone.startswith("Tom Baker wrote, 18 November")
    assert "Jean" not in page.words


def test_words_may_be_taken_away_by_who_wrote_them_and_a_lead_and_only_once(world, browse, ref):
    def offered(role: str) -> list[str]:
        page = read(browse, world.ours.people[role], f"/ideas/{ref}")
        return [
            " ".join("".join(one.itertext()).split())
            for one in page.root.iter("a")
            if (one.text or "").strip() == "Take these words away"
        ]

    found = {role: offered(role) for role in ("lead", "contributor", "owner", "observer")}
    assert found == {
        "lead": ["Take these words away of Sam Okafor"],
        "contributor": ["Take these words away of Sam Okafor"],
        "owner": [],
        "observer": [],
    }


def test_words_are_shown_before_they_are_taken_away_and_a_look_takes_nothing(world, browse, ref):
    with world.ours.door():
        said = idea.comment(idea=makers.idea_of(ref), words="Ward 6 calls Jean.", by=world.ours.owner.id).id
    lead, address = browse(world.ours.lead), f"/ideas/{ref}/messages/{said}/redact"
    asked = Page(lead.get(address).text)
    assert "Ward 6 calls Jean." in asked.words
    assert "It cannot be undone." in asked.words
    assert "Ward 6 calls Jean." in lead.get(f"/ideas/{ref}").text
    lead.post(address, {})
    assert "Ward 6 calls Jean." not in lead.get(f"/ideas/{ref}").text
    assert "taken away already" in lead.get(address, follow_redirects=True).text


# --- its health, in full ---------------------------------------------------------------------------------------------
def test_the_health_page_tells_score_trust_links_and_the_facts_behind_each_flag(world, browse):
    ours = world.ours
    with clock.at(DAY - timedelta(days=70)):
        ref = makers.an_idea(ours, stage=Stage.MOBILISE)
        with ours.door():
            idea.name_sponsor(idea=makers.idea_of(ref), by=ours.owner.id, person_id=ours.sponsor.id)
            idea.record_contact(idea=makers.idea_of(ref), by=ours.owner.id, on=clock.today())
    with clock.at(DAY), ours.door():
        portfolio.compute()
        kept = portfolio.triangle_of(idea_id=makers.idea_of(ref).id)
    page = read(browse, ours.observer, f"/ideas/{ref}/health")
    assert kept.score != kept.trust
    assert page.part("panel").headings[0] == f"Health: {float(kept.score):g} · trust {float(kept.trust):g}%"
    assert page.under("links").facts == {
        "Authority gives capacity": "last contact with the sponsor 9 September 2026",
        "Capacity makes value": "work is under way and no evidence is above level 1",
        "Value raises authority": "no evidence to be seen yet",
    }
    assert page.under("facts").items == [f"{flag.words}. {flag.fact}" for flag in kept.flags]
    assert kept.flags


# --- a decision about to be made, and one that was reversed ----------------------------------------------------------
def test_the_decision_form_names_what_is_to_be_waived_and_who_hears_of_it(world, browse):
    ours = world.ours
    with clock.at(DAY):
        ref = makers.an_idea(ours, stage=Stage.DESIGN)
        with ours.door():
            idea.follow(idea=makers.idea_of(ref), person_id=ours.observer.id)
            unmet = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE).unmet
    page = read(browse, ours.lead, f"/ideas/{ref}/gates/mobilise")
    form = page.part("decide")
    assert f"{len(unmet)} things are not met." in form.words
    waivers = page.part("decide__waivers").items
    assert waivers == [f"{one.text} ({BUILT_IN.called(one.stands, 'answer')})" for one in unmet]
    [hears] = [line for line in form.paragraphs if "of it today" in line]
    assert set(hears.removesuffix(" hear of it today.").split(", ")) == {"Sam Okafor", "Tom Baker", "Cllr Ann Reid"}


def test_a_reversal_and_what_it_reverses_name_each_other(world, browse):
    ours = world.ours
    with clock.at(DAY - timedelta(days=9)):
        ref = makers.an_idea(ours, stage=Stage.MOBILISE)
    with clock.at(DAY):
        makers.a_decision(ours, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.DESIGN)
    made = read(browse, ours.observer, f"/ideas/{ref}/decisions/3")
    assert made.heading == "Return to design"
    assert made.under("why").paragraphs[1] == ("It reverses decision 2 of 9 November, which had let it on to mobilise.")
    assert made.under("why").links == {"decision 2": f"/ideas/{ref}/decisions/2"}
    reversed_one = read(browse, ours.observer, f"/ideas/{ref}/decisions/2")
    assert reversed_one.heading == "Go to mobilise"
    assert (
        reversed_one.under("later")
        .paragraphs[0]
        .startswith("Returned to design on 18 November: decision 3, by Priya Nair.")
    )
    assert not made.has("later")


# --- what moved ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["observer", "admin"])
def test_a_reader_finds_what_moved_in_four_weeks(world, browse, role):
    for title, days in (("Old", 29), ("First", 28), ("Last", 1)):
        with clock.at(DAY - timedelta(days=days)):
            makers.a_sent_idea(world.ours, title=title)
    page = read(browse, world.ours.people[role], "/")
    assert page.under("moved").items == [
        "Last: Sent in. Sam Okafor · 17 November",
        "First: Sent in. Sam Okafor · 21 October",
    ]
    links = set(page.under("around").links)
    assert ("Is the whole alive, and why?" in links, "People, roles and services" in links) == (
        role == "observer",
        role == "admin",
    )


# --- what a nudge asks -----------------------------------------------------------------------------------------------
MONDAY = date(2026, 6, 1)
ASKED_ON = MONDAY + timedelta(days=63)


@pytest.fixture
def asked(world) -> dict[str, str]:
    """The addresses of what is asked of the sponsor and of the lead about one idea, on a Monday."""
    ours, found = world.ours, {}
    with clock.at(MONDAY):
        ref = makers.an_idea(ours, title="Meals", stage=Stage.MOBILISE)
        makers.a_sent_idea(ours, title="Walls")
        with ours.door():
            idea.name_sponsor(idea=makers.idea_of(ref), by=ours.lead.id, person_id=ours.sponsor.id)
    sweep(ours, ASKED_ON)
    with ours.door():
        for person in (ours.sponsor, ours.lead):
            for one in nudge.for_person(reader=person.reader):
                found[one.code] = f"/nudges/{one.id}"
    return found


def sweep(side, on: date) -> None:
    with clock.at(on), side.door():
        nudge.find_due()
        nudge.send_due()


def test_a_nudge_says_what_it_is_about_why_it_asks_and_what_each_press_does(world, browse, asked):
    ours = world.ours
    page = read(browse, ours.sponsor, asked["sponsor_silent"], ASKED_ON)
    assert page.heading == "Have one short conversation with the team"
    assert page.part("about").headings == ["Meals"]
    presses = [
        " ".join("".join(one.itertext()).split()) for one in page.root.iter("button") if one.get("name") == "reply"
    ]
    assert [press.split("Y")[0] for press in presses[:1]] == ["Still going"]
    assert "today is noted as a contact with the team." in presses[0]
    assert "It stands on the desk of Priya Nair; you hear by Wednesday 5 August." in presses[1]
    assert "This is the first time that we ask about this." in page.under("why").paragraphs
    assert "asks its sponsor then, and leaves the answer to you." in page.under("why").paragraphs[0]
    other = read(browse, ours.lead, asked["reply_overdue"], ASKED_ON)
    assert "We leave you in peace until" in other.words
    assert "asks an innovation lead then" in other.under("why").paragraphs[0]


def test_a_nudge_that_asks_again_says_so(world, browse, asked):
    ours = world.ours
    sweep(ours, ASKED_ON + timedelta(days=30))
    with ours.door():
        again = [one for one in nudge.for_person(reader=ours.sponsor.reader) if one.repeat == 1]
    page = read(browse, ours.sponsor, f"/nudges/{again[0].id}", ASKED_ON + timedelta(days=31))
    assert page.under("why").paragraphs[1].startswith("We have asked about this before;")


def test_a_nudge_that_is_settled_says_how_and_when(world, browse, asked):
    ours = world.ours
    with clock.at(ASKED_ON), ours.door():
        of_sponsor = UUID(asked["sponsor_silent"].rpartition("/")[2])
        nudge.answer(nudge_id=of_sponsor, by=ours.sponsor.id, reply=nudge.Reply.NEED_HELP, note="Who?")
        [waits] = idea.waiting_in_triage(reader=ours.lead.reader)
        idea.reply(idea=idea.by_id(idea_id=waits.id), words="Thank you.", by=ours.lead.id)
    sweep(ours, ASKED_ON + timedelta(days=1))
    answered = read(browse, ours.sponsor, asked["sponsor_silent"], ASKED_ON + timedelta(days=2))
    assert answered.heading == "This was answered on 3 August"
    assert "The answer was “I need help”. “Who?” You hear by Wednesday 5 August." in answered.paragraphs
    gone = read(browse, ours.lead, asked["reply_overdue"], ASKED_ON + timedelta(days=2))
    assert gone.heading == "Nothing is asked any more"
    assert (
        "Its reason was gone on 3 August: somebody did what was asked, or it is asked of somebody else now."
        in gone.words
    )
