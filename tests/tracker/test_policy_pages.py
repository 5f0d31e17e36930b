"""The gate policy on its page: a draft changes nothing, a version holds from its day, and what was decided stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.makers import World
from tests.reading import Page
from tracker import clock, gate
from tracker.council import Role
from tracker.gate import Gate, Manner, Word
from tracker.gate.rules.policy import built_in
from tracker.idea import Stage

PAGE = "/council/policy"
MOBILISE = f"{PAGE}/gates/mobilise"
OWN = {"own_text": "", "own_help": "", "own_corner": "value", "own_kind": "question", "own_how": "needed"}
REFERENCE = {"level": "2", "decides": "sponsor", "days": "7", **OWN}


def fields(**changed: str) -> dict[str, str]:
    """Everything that the form of the mobilise gate sends, as it came, but for what is changed."""
    policy = built_in(len(gate.editions()))
    sent = dict(REFERENCE)
    for q in gate.asked_at(Gate.MOBILISE):
        if not q.every_gate:
            sent[f"how-{q.id}"] = str(policy.manner(q, Gate.MOBILISE))
            sent[f"text-{q.id}"] = q.text
    return sent | changed


def in_draft(changed: dict[str, str]) -> dict[str, str]:
    """What the form of the mobilise gate sends with the first question of our own in it, but for what is changed."""
    own = {"how-own-1": "needed", "text-own-1": "Have ward councillors seen it?", "help-own-1": "Name them."}
    return {**fields(), **own, **changed}


GO = {"word": "go", "because": "They have seen it.", "waiver_because": "Small.", "decide": "y"}


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
    policy = papers[after].policy
    assert (papers[after].level_asked, policy.days[Gate.MOBILISE], policy.days[Gate.EMBED]) == (2, 7, 10)
    assert policy.sponsor_decides == {Gate.MOBILISE}, "at the gate that says so"
    assert Page(lead.get(record).text).words == as_decided
    assert words in lead.get(f"/ideas/{after}/answers/{other.id}/history").text
    assert words not in lead.get(f"/ideas/{before}/answers/{other.id}/history").text
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


def carried(html: str, name: str) -> str:
    """What a page carries along in a hidden field."""
    [found] = [one.get("value") for one in Page(html).root.iter("input") if one.get("name") == name]
    return found


def sent_from(html: str, **changed: str) -> dict[str, str]:
    """What a browser sends of the mobilise gate from a page that it has had a while, but for what is changed."""
    return {**fields(level="1", decides="lead", days="10"), "began": carried(html, "began"), **changed}


def test_a_draft_that_was_changed_while_it_was_read_is_not_put_in_force_before_it_is_read_again(world: World, browse):
    lead, other = browse(world.ours.lead), makers.a_person(world.ours.id, Role.LEAD, name="Ada Moss")
    seen = carried(lead.follow(lead.post(MOBILISE, fields(days="7"))).text, "seen")
    browse(other).post(MOBILISE, fields(days="3"))
    refused = lead.post(f"{PAGE}/force", {"because": "Be quick.", "seen": seen}, status=200).text
    assert "Ada Moss changed the draft while you read it." in refused
    assert ("Be quick.</textarea>" in refused, "10 3" in Page(refused).words) == (True, True), (
        "its words, the new draft"
    )
    with world.ours.door():
        assert gate.newest_policy().version == 0
    lead.post(f"{PAGE}/force", {"because": "Be quick.", "seen": carried(refused, "seen")})
    with world.ours.door():
        assert gate.newest_policy().days[Gate.MOBILISE] == 3


def test_of_two_who_draft_a_gate_neither_loses_what_they_wrote(world: World, browse, needed):
    lead, other = browse(world.ours.lead), browse(makers.a_person(world.ours.id, Role.LEAD, name="Ada Moss"))
    both = lead.get(f"{PAGE}?gate=mobilise").text
    how, words = f"how-{needed.id}", f"text-{needed.id}"
    other.post(MOBILISE, sent_from(both, **{how: "off", words: "Have all seen it?"}))
    told = lead.post(MOBILISE, sent_from(both, **{words: "Has anybody seen it?", "days": "4"}), status=200).text
    assert "Somebody else wrote “Have all seen it?” here meanwhile. Save again to have yours instead." in told
    assert "Has anybody seen it?</textarea>" in told
    with world.ours.door():
        assert gate.draft_of_policy().policy.texts == {needed.id: "Have all seen it?"}
    again = {how: "off", words: "Has anybody seen it?", "days": "4"}
    lead.post(MOBILISE, sent_from(told, **again))
    lead.post(MOBILISE, sent_from(both, level="3"))
    with world.ours.door():
        policy = gate.draft_of_policy().policy
        assert policy.texts == {needed.id: "Has anybody seen it?"}
        assert (policy.manner(needed, Gate.MOBILISE), policy.days[Gate.MOBILISE]) == (Manner.OFF, 4)
        assert policy.level[Gate.MOBILISE] == 3


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


def test_a_question_of_our_own_is_added_asked_and_ended_and_what_was_decided_stays(world: World, browse):
    lead, owner = browse(world.ours.lead), browse(world.ours.owner)
    added = {"own_text": "Have  ward councillors seen it?", "own_help": "Name them.", "own_corner": "authority"}
    added |= {"own_kind": "question", "own_how": "needed"}
    as_it_came = built_in(len(gate.editions()))
    taken = next(q.text for q in as_it_came.asked(Gate.MOBILISE))
    refused = lead.post(MOBILISE, fields() | added | {"own_text": taken.upper()}, status=200).text
    assert "This gate asks that already" in refused
    assert "Name them." in refused, "nothing typed is lost"
    lead.post(MOBILISE, fields() | added)
    page = Page(lead.follow(lead.post(MOBILISE, in_draft(added | {"own_text": "Who pays in March?"}))).text).words
    assert "Have ward councillors seen it? Mobilise gate not there Needed" in page
    assert "Who pays in March?" in page
    out = in_draft({"how-own-2": "out"})
    assert "Who pays in March?" not in lead.follow(lead.post(MOBILISE, out)).text
    lead.post(f"{PAGE}/force", {"because": "Ask the wards."})
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    gate_page = Page(owner.get(f"/ideas/{ref}/gates/mobilise").text).words
    assert "Have ward councillors seen it?" in gate_page
    owner.post(f"/ideas/{ref}/gates/mobilise/answers", {"own-1_words": "Both of them."})
    lead.post(f"/ideas/{ref}/gates/mobilise/decision", GO)
    record, reader = f"/ideas/{ref}/decisions/2", browse(world.ours.observer)
    as_decided = Page(reader.get(record).text).part("record").words
    with world.ours.door():
        makers.idea_of(ref).title = "Called otherwise by now"
    assert "Have ward councillors seen it? Answered Both of them." in as_decided
    changed = in_draft({"how-own-1": "off", "text-own-1": "Have all seen it?"})
    assert "Take it out" not in lead.get(f"{PAGE}?gate=mobilise").text, "a version holds it"
    lead.post(MOBILISE, changed)
    page = lead.follow(lead.post(f"{PAGE}/force", {"because": "They all have."})).text
    later = makers.an_idea(world.ours, stage=Stage.DESIGN)
    assert "seen it?" not in owner.get(f"/ideas/{later}/gates/mobilise").text
    assert Page(reader.get(record).text).part("record").words == as_decided
    lead.post(f"/ideas/{ref}/gates/mainstream/decision", {"word": "return", "to_stage": "design", "because": "Again."})
    assert "Both of them." in owner.get(f"/ideas/{ref}/answers/own-1/history").text
    ended = Page(lead.get(f"{PAGE}/2?with=1").text).words
    assert "Have ward councillors seen it? Mobilise gate Needed Not asked" in ended
    assert "Version 2 of the gate policy" in ended
    lead.get(f"{PAGE}/2?with=0.9", status=404)
    lead.get(f"{PAGE}/0?edition=5", status=404)
