"""Councils together: exactly what will they see, what can we take, could it work here, where did it come from?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, collaborative, gate, lesson, risk, value
from tracker.collaborative import AdaptationStatus, CardField, Choice, Level, WhyNot
from tracker.idea import Stage

DAY = date(2026, 11, 18)
CHOSEN = ["proposal", "claims", "evidence", "lessons", "risks", "contact"]


@pytest.fixture
def ours(world) -> makers.Side:
    return world.ours


@pytest.fixture
def theirs(world) -> makers.Side:
    """Another council, under a name of its own."""
    return makers.a_side(name="Southfell Council")


@pytest.fixture
def code(ours, theirs) -> str:
    return makers.a_collaborative(ours, theirs)


@pytest.fixture
def ref(ours) -> str:
    """An idea of ours with a claim, evidence, lessons of which one stays here, and an open and a closed risk."""
    with clock.at(DAY - timedelta(days=30)):
        made = makers.an_idea(ours, stage=Stage.MOBILISE)
        with ours.door():
            found, by = makers.idea_of(made), ours.owner.id
            claim = value.claim(
                idea=found, by=by, indicator="days waiting", unit="days", baseline="9", target="2", level_asked=4
            )
            value.add_evidence(idea=found, by=by, claim_id=claim.id, value="4", value_on=date(2026, 10, 2))
            lesson.write_lesson(idea=found, by=by, lesson="Ask the ward.", worked="no")
            lesson.write_lesson(idea=found, by=by, lesson="Keep it here.", worked="yes", may_be_shared=False)
            noted = {"idea": found, "by": by, "mitigation": "Check it."}
            risk.raise_risk(**noted, description="Asbestos", likelihood=4, impact=3)
            gone = risk.raise_risk(**noted, description="Rain", likelihood=5, impact=5)
            risk.close_risk(idea=found, risk=gone, by=by)
            gate.say_what_nothing_costs(idea=found, words="Homes stay damp.", by=by)
    return made


@pytest.fixture
def read(browse):
    def page(side, path: str, role: str = "lead") -> Page:
        with clock.at(DAY):
            return Page(browse(side.people[role]).get(path).text)

    return page


def published(side, code: str, ref: str, *, ago: int = 9, **choice) -> None:
    plain = {"level": Level.FULL, "chosen": frozenset(map(CardField, CHOSEN)), "parts": ("A stock", "A scan")}
    with clock.at(DAY - timedelta(days=ago)), side.door():
        collaborative.publish(
            idea=makers.idea_of(ref),
            collaborative=collaborative.get(code),
            choice=Choice(**{**plain, **choice}),
            by=side.lead.id,
        )


def test_the_preview_shows_what_is_ticked_and_names_what_is_left_out(ours, browse, code, ref):
    def preview(*chosen: str) -> Page:
        sent = {"level": "full", "chosen": list(chosen), "parts": "A stock", "says": "tried", "preview": "y"}
        with clock.at(DAY):
            return Page(browse(ours.lead).post(f"/ideas/{ref}/publish/{code}", sent, status=200).text)

    every = preview(*CHOSEN)
    said = [
        "One visit for damp",
        "The problem",
        "The idea, in its parts",
        "What it should change",
        "Evidence",
        "What Northmoor Council has learnt",
        "What could go wrong",
        "Who to ask",
        "About this card",
    ]
    assert [heading for heading in every.part("sheet").headings if heading in said] == said
    assert {"Ask the ward. It did not work.", "A stock"} <= set(every.part("sheet").items)
    assert every.under("risks").items == ["Asbestos 4 × 3 = 12. Check it."]
    assert every.part("stays").items[0] == (
        "Left out by you: why it was stopped, the methods of its plan, its benefits, its health, its places, its tags"
    )
    assert every.part("stays").items[-1] == "People: no name but Tom Baker’s goes along."
    few = preview("lessons")
    assert few.part("sheet").headings[2:] == ["What Northmoor Council has learnt", "Ask the ward.", "About this card"]
    assert few.part("stays").items[0] == (
        "Left out by you: the idea and its parts, what it should change, the evidence, why it was stopped, the methods"
        " of its plan, its benefits, its health, what could go wrong, the owner’s name, its places, its tags"
    )
    assert few.part("stays").items[-1] == "People: no name goes along."
    assert few.part("lede").words.startswith("1 other member sees the card and nothing else of this idea.")


def test_a_card_shows_the_other_council_what_was_chosen_and_asks_whether_it_could_work(ours, theirs, read, code, ref):
    published(ours, code, ref)
    page = read(theirs, f"/collaboratives/{code}/cards/1")
    assert page.asked.headings == ["Could this work in Southfell Council?"]
    assert page.asked.links == {"Adapt this": f"/collaboratives/{code}/cards/1/adapt"}
    assert page.under("claims").paragraphs == ["Days waiting: 9 days, target 2. Now 4 (2 October)."]
    assert page.under("evidence").items == [
        (
            "Level 2 Before and after, by the same measure What people say, 4, 2 October."
            " What is stated outruns this evidence."
        ),
    ]
    assert page.under("lessons").items == ["Ask the ward. It did not work."]
    assert page.under("risks").items == ["Asbestos 4 × 3 = 12. Check it."]
    assert page.under("risks").paragraphs[-1] == "If nothing is done: Homes stay damp."
    assert page.under("who").paragraphs == ["Tom Baker, owner, Northmoor Council"]
    assert page.under("idea").items == ["A stock", "A scan"]
    mine = read(ours, f"/collaboratives/{code}/cards/1")
    assert mine.asked.words == "This is a card of ours. Members see exactly this."


@pytest.mark.parametrize(("role", "asks"), [("owner", True), ("contributor", False), ("sponsor", False)])
def test_only_who_may_adapt_is_asked_to(ours, theirs, read, code, ref, role, asks):
    published(ours, code, ref)
    assert bool(read(theirs, f"/collaboratives/{code}/cards/1", role).asked.links) == asks


def test_a_summary_shows_no_more_than_the_problem(ours, theirs, read, code, ref):
    published(ours, code, ref, level=Level.SUMMARY)
    page = read(theirs, f"/collaboratives/{code}/cards/1")
    assert page.has("problem")
    assert not [name for name in ("idea", "claims", "evidence", "lessons", "risks", "health") if page.has(name)]
    assert page.under("about").words.startswith("A summary card, chosen by Northmoor Council.")


def test_a_collaborative_shows_its_cards_by_stage_ours_and_theirs_and_asks_for_the_newest(
    ours, theirs, read, code, ref
):
    published(ours, code, ref)
    for title, stage, ago in (("Newer", Stage.MOBILISE, 2), ("Older", Stage.DESIGN, 5)):
        published(theirs, code, makers.an_idea(theirs, title=title, stage=stage), ago=ago, level=Level.SUMMARY)
    page = read(ours, f"/collaboratives/{code}")
    assert "2 cards of other councils stand here." in page.asked.words
    assert page.asked.links["Look at the newest"] == f"/collaboratives/{code}/cards/2"
    shown = {stage: page.under(f"joint-{stage}") for stage in Stage}
    assert [entry.words for entry in shown["design"].entries] == ["SO Southfell Council Older Summary only."]
    assert [entry.words for entry in shown["mobilise"].entries] == [
        "SO Southfell Council Newer Summary only.",
        "NO Northmoor Council One visit for damp Changed 9 November.",
    ]
    assert page.named("joint-design").find("span").text == "1"
    assert shown["mobilise"].links["Newer"] == f"/collaboratives/{code}/cards/2"
    members = page.under("holds").facts["Members"]
    assert sorted(members.split(", ")) == ["Northmoor Council", "Southfell Council"]
    listed = read(ours, "/collaboratives").under("open").items
    assert listed == ["Warm homes Damp. 2 members, 3 cards."]


@pytest.fixture
def taken(ours, theirs, code, ref) -> str:
    """The other council's version of our idea, which did not work there."""
    published(ours, code, ref)
    with clock.at(DAY - timedelta(days=5)):
        taken = makers.an_adaptation(theirs, code, 1)
    with clock.at(DAY - timedelta(days=1)), theirs.door():
        collaborative.report_result(
            idea=makers.idea_of(taken),
            status=AdaptationStatus.DID_NOT,
            why_not=WhyNot.STAFF,
            result="Nobody had time.",
            by=theirs.lead.id,
        )
    return taken


def test_what_the_other_council_made_of_it_flows_home_to_the_lineage_and_the_idea(ours, theirs, read, ref, taken):
    page = read(ours, f"/ideas/{ref}/lineage")
    [branch] = page.part("tree").entries
    assert branch.words.startswith("NO Northmoor Council, where it began One visit for damp Mobilise.")
    assert "Its own version" in branch.words
    assert "Did not work staff, 17 November" in branch.words
    assert branch.facts == {
        "Kept": "The one visit",
        "Changed": "Who calls",
        "Dropped": "Nothing",
        "Why it fits": "Our flats are damp too.",
        "Learnt": "Nobody had time.",
    }
    elsewhere = read(ours, f"/ideas/{ref}").under("elsewhere")
    assert elsewhere.paragraphs[0] == "Southfell Council took it in on 13 November: did not work. “Nobody had time.”"
    version = read(theirs, f"/ideas/{taken}/lineage")
    assert "Northmoor Council, where ours came from" in version.part("tree").words
    assert version.asked.links == {
        "Tell Northmoor Council": f"/ideas/{taken}/adaptation",
        "Tell it what you learnt": f"/ideas/{taken}/feedback",
    }
    assert read(theirs, f"/ideas/{taken}/lineage", "contributor").asked.links == {}


def test_what_another_council_told_us_stands_before_our_leads_and_before_nobody_elses(ours, theirs, read, ref, taken):
    told = read(ours, "/collaboratives").under("told").items
    assert [line.split(". See ")[0] for line in told] == [
        "Southfell Council says how its version of “One visit for damp” went: did not work",
        "Southfell Council has taken “One visit for damp” into its own pipeline",
    ]
    inbox = read(ours, "/inbox").under("told")
    assert [entry.paragraphs for entry in inbox.entries] == [
        ["Southfell Council, 17 November", "About “One visit for damp”"],
        ["Southfell Council, 13 November", "About “One visit for damp”"],
    ]
    assert set(inbox.links.values()) == {f"/ideas/{ref}/lineage"}
    home = read(ours, "/")
    assert home.asked.words.startswith("Southfell Council says how"), "the newest is the one next action"
    assert [line.split(" Southfell")[0] for line in home.under("told").items] == ["13 Nov"]
    for side, role in ((ours, "owner"), (theirs, "lead")):
        assert not read(side, "/inbox", role).has("told")


def test_a_card_that_was_taken_in_leads_to_our_own_version(ours, theirs, read, code, ref):
    published(ours, code, ref)
    with clock.at(DAY):
        taken = makers.an_adaptation(theirs, code, 1)
    page = read(theirs, f"/collaboratives/{code}/cards/1")
    assert page.asked.headings == ["Say how your version goes"]
    assert page.asked.links[f"See {taken}"] == f"/ideas/{taken}/lineage"
    assert page.under("elsewhere").items[0].startswith("SO Southfell Council Trying since 18 November")
