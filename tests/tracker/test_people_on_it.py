"""The people on an idea: each place with who has it, partners' promises, who looked after it; and the handover pack."""

from datetime import timedelta

import pytest

from tests import makers
from tracker import capacity, clock, gate, idea
from tracker.capacity import TeamRole
from tracker.council import Role
from tracker.gate import Gate, Word
from tracker.idea import Stage
from tracker.nudge.rules import Staff, rule_book
from tracker.nudge.words import NudgeSubject


@pytest.fixture
def side(world):
    return world.ours


@pytest.fixture
def ref(side):
    return makers.an_idea(side, stage=Stage.MAINSTREAM)


def plain(answer):
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_each_place_is_named_and_one_alone_has_that_of_corporate_contact(side, ref, browse):
    tom, at = browse(side.owner), f"/ideas/{ref}/people"
    browse(side.sponsor).get(f"{at}/new", status=403)
    for who, role in ((side.lead, "corporate_contact"), (side.sponsor, "corporate_contact"), (side.admin, "member")):
        tom.post(f"{at}/new", {"role": role, "person_id": str(who.id), "does": "Knows the rota."})
    tom.post(f"{at}/new", {"role": "commissioner", "name": "Ola Ray, the NHS trust"})
    page = plain(browse(side.observer).get(at))
    assert "Helen Marsh" in page
    assert "Joan Fell" in page
    assert "Ola Ray, the NHS trust" in page
    assert "Priya Nair" not in page, "her place was taken by another"
    assert "Works on it no more" not in page
    with side.door():
        team = capacity.TEAM.on(makers.idea_of(ref)).answer()
        member = next(one for one in team if one.role == TeamRole.MEMBER)
        assert [one.name for one in team if one.left_on] == ["Priya Nair"]
    tom.post(f"{at}/{member.id}/end")
    assert "Joan Fell" not in tom.get(at).text
    wrong = tom.post(f"{at}/new", {"role": "member", "does": "Drives the van."}, status=200).text
    assert "Choose somebody, or write a name" in wrong
    assert "Drives the van." in wrong


def test_who_is_named_for_it_is_asked_what_asks_them_and_the_owner_where_nobody_is(side):
    day = clock.today()
    rule = rule_book()["old_service_open"]
    here = frozenset([side.owner.id, side.sponsor.id])
    staff = Staff(here, frozenset([side.owner.id]), ())
    found = NudgeSubject(side.id, side.id, side.owner.id, None, side.sponsor.id, None, day, None)
    assert staff.recipients(rule, found) == [side.sponsor.id, side.owner.id]
    assert staff.recipients(rule, found._replace(keeper_id=None)) == [side.owner.id]


def test_the_pack_has_what_whoever_has_it_next_needs_and_credit_is_kept(side, ref, browse):
    sue = makers.a_person(side.id, Role.OWNER, name="Sue Bright")
    term = gate.Term("Agree who pays", side.owner.id, clock.today() + timedelta(days=9))
    makers.a_decision(side, ref, Word.CONDITIONAL, at=Gate.EMBED, terms=[term])
    with side.door():
        found, past = makers.idea_of(ref), clock.today() - timedelta(days=2)
        capacity.add_activity(idea=found, organisation="Age UK", what="A van", on=past, due_on=past, by=side.owner.id)
        idea.name_sponsor(idea=found, by=side.lead.id, person_id=side.sponsor.id)
        idea.record_contact(idea=found, on=past, note="She likes it", by=side.owner.id)
    tom, at = browse(side.owner), f"/ideas/{ref}/handover"
    browse(sue).get(at, status=403)
    page = plain(tom.get(at))
    for told in ("Agree who pays", "Age UK", "nobody has said whether it was kept", "She likes it", "Helen Marsh"):
        assert told in page, told
    assert "Write what whoever has it next should know" in tom.post(f"{at}/notes", {}, status=200).text
    for words in ("Ring Ola first.", "Ring Ola first. The van is hers."):
        tom.post(f"{at}/notes", {"words": words})
    tom.post(f"/ideas/{ref}/owner", {"owner_id": str(sue.id)})
    tom.get(at, status=403)
    page = plain(browse(sue).get(at))
    assert page.index("The van is hers.") < page.index("Older notes (1)")
    people = plain(browse(side.observer).get(f"/ideas/{ref}/people"))
    assert "Tom Baker" in people[people.index("Who looked after it") :]
    with side.door():
        assert [one.name for one in capacity.KEEPERS.on(makers.idea_of(ref)).answer()] == ["Tom Baker", "Sue Bright"]


def test_a_gate_says_where_four_people_are_asked_whoever_asks_them(side, browse):
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    with side.door():
        panel = gate.found_panel(name="Change board", by=side.lead.id)
        for one in (side.owner, side.observer):
            gate.seat(panel=panel, person_id=one.id)
        found, said = makers.idea_of(ref), {"leaning": Word.GO, "because": "Yes."}
        gate.ask_for_decision(idea=found, gate=Gate.MOBILISE, by=side.owner.id, note="", panel_id=panel.id)
        for one in (side.contributor, side.owner):
            gate.record_view(idea=found, gate=Gate.MOBILISE, by=one.id, **said)
    at = f"/ideas/{ref}/gates/mobilise"
    assert "Agree who decides" not in browse(side.owner).get(at).text
    with side.door():
        gate.record_view(idea=makers.idea_of(ref), gate=Gate.MOBILISE, by=side.sponsor.id, **said)
    page = plain(browse(side.owner).get(at))
    assert "Four people are asked to decide or give a view here" in page
    assert "Cllr Ann Reid" in page[page.index("Four people are asked") :][:300]
