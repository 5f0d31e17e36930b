"""The gate policy on its page: a draft changes nothing, a version holds from its day, and what was decided stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.makers import World
from tests.reading import Page
from tracker import clock, gate
from tracker.gate import Gate, Manner, Word
from tracker.gate.rules.policy import built_in
from tracker.idea import Stage

PAGE = "/council/policy"
MOBILISE = f"{PAGE}/gates/mobilise"
REFERENCE = {"level": "2", "decides": "sponsor", "days": "7"}


def fields(**changed: str) -> dict[str, str]:
    """Everything that the form of the mobilise gate sends, as it came, but for what is changed."""
    policy = built_in(len(gate.editions()))
    sent = dict(REFERENCE)
    for q in gate.asked_at(Gate.MOBILISE):
        if not q.every_gate:
            sent[f"how-{q.id}"] = str(policy.manner(q, Gate.MOBILISE))
            sent[f"text-{q.id}"] = q.text
    return {**sent, **{name.replace("_", "-"): value for name, value in changed.items()}}


@pytest.fixture
def needed() -> gate.Question:
    """A question that the built-in policy needs at the mobilise gate, by itself."""
    policy = built_in(len(gate.editions()))
    asked = (q for q in gate.asked_at(Gate.MOBILISE) if not q.every_gate)
    return next(q for q in asked if policy.manner(q, Gate.MOBILISE) is Manner.NEEDED)


def test_a_draft_changes_nothing_until_it_is_put_in_force_with_a_reason(world: World, browse, needed):
    lead = browse(world.ours.lead)
    before = makers.an_idea(world.ours, stage=Stage.DESIGN)
    made = makers.a_decision(world.ours, before, Word.HOLD, at=Gate.MOBILISE, until=clock.today() + timedelta(9))
    record = f"/ideas/{before}/decisions/{made.number}"
    as_decided = Page(lead.get(record).text).words
    assert "Nobody drafts a change" in lead.get(PAGE).text
    words = "Have you shown it to ward councillors?"
    sent = fields(**{f"how-{needed.id}": "off"}) | {f"text-{needed.id}": words}
    other = next(q for q in gate.asked_at(Gate.MOBILISE) if not q.every_gate and q.id != needed.id)
    sent |= {f"text-{other.id}": words}
    page = Page(lead.follow(lead.post(MOBILISE, sent)).text).words
    for told in (
        "Put version 1 in force?",
        "Level 1 Level 2",
        "10 7",
        "The lead The lead, or the idea's sponsor",
        words,
    ):
        assert told in page, told
    assert f"{needed.text} Mobilise gate Needed Not asked" in page
    with world.ours.door():
        assert gate.newest_policy().version == 0
    refused = lead.post(f"{PAGE}/force", {"because": " "}, status=200).text
    assert "Say why it changes" in refused
    page = lead.follow(lead.post(f"{PAGE}/force", {"because": "Ask the wards."})).text
    assert "Version 1 is in force from now on" in page
    assert "The built-in gate policy" in page.replace("the built-in", "The built-in")
    after = makers.an_idea(world.ours, stage=Stage.DESIGN)
    papers = {}
    for ref in (before, after):
        with world.ours.door():
            papers[ref] = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
    assert [papers[ref].policy.version for ref in (before, after)] == [0, 1]
    assert needed.id in {item.question.id for item in papers[before].items}
    asked = {item.question.id: item.question.text for item in papers[after].items}
    assert needed.id not in asked
    assert asked[other.id] == words
    assert (papers[after].level_asked, papers[after].policy.days_to_decide) == (2, 7)
    assert papers[after].policy.sponsor_decides
    assert Page(lead.get(record).text).words == as_decided
    version = Page(browse(world.ours.observer).get(f"{PAGE}/1").text).words
    assert "Ask the wards." in version
    assert words in version
    assert f"{needed.text} Mobilise gate Needed Not asked" in version
    assert "Nothing differs." in browse(world.ours.observer).get(f"{PAGE}/1?with=1").text


def test_a_draft_may_be_thrown_away_and_what_is_wrong_is_told_beside_the_field(world: World, browse):
    lead = browse(world.ours.lead)
    page = lead.post(MOBILISE, fields(days="61"), status=200).text
    assert "Enter a number from 1 to 60" in page
    lead.follow(lead.post(MOBILISE, fields()))
    page = lead.follow(lead.post(f"{PAGE}/drop", {})).text
    assert "Nobody drafts a change" in page
    assert "There is no draft any more" in lead.post(f"{PAGE}/force", {"because": "Now."}, status=200).text
    with world.ours.door():
        assert gate.newest_policy().version == 0


def test_ideas_in_flight_are_told_by_what_a_draft_would_change_for_them(world: World, browse, needed):
    lead = browse(world.ours.lead)
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN, title="Swap rounds on market days")
    makers.an_idea(world.ours, stage=Stage.EMBEDDED)
    as_it_came = {"level": "1", "decides": "lead", "days": "10"}
    lead.post(MOBILISE, fields(**as_it_came, **{f"how-{needed.id}": "asked"}))
    page = lead.get(PAGE).text
    assert f"/ideas/{ref}" in page
    told = Page(page).words
    assert f"{needed.text}: asked, not needed" in told
    assert "Only the yearly review is ahead" in told


def test_only_a_lead_sets_the_policy_and_anybody_here_reads_it(world: World, browse):
    browse(world.ours.owner).get(PAGE, status=403)
    browse(world.ours.owner).get(f"{PAGE}/0")
    browse(world.ours.owner).get(f"{PAGE}/7", status=404)
    browse(world.ours.lead).get(f"{PAGE}?gate=nowhere", status=404)
