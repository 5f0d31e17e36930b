"""Something close in another council: a yes or no where both take part, and no name until the other agrees."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tracker import clock, collaborative, exchange, idea, likeness
from tracker.tenancy import session

OURS = {
    "title": "Bins left on the pavement",
    "problem": "After the round the bins stand in the way of wheelchairs, prams and guide dogs on the narrow pavement.",
    "proposal": "Crews put every bin back behind the garden wall.",
}
THEIRS = {
    "title": "Bins in the way on pavements",
    "problem": "Emptied bins are left across the narrow pavement, and wheelchairs, prams and guide dogs cannot pass.",
    "proposal": "The crew puts every bin back behind its wall.",
}
OTHERS = (
    ("Ramps for the swimming baths", "Swimmers on crutches slip on the wet steps.", "A ramp with a rail."),
    ("Quiet hour at the museum", "Echoes upset autistic visitors.", "Carpets, and an hour without school parties."),
    ("A pass for carers", "Journeys to a parent are dear.", "Half fares after nine."),
    ("Warm rooms on Sundays", "Flats stay cold when offices close.", "Libraries open on Sundays in winter."),
)


def logged(side, **said: str) -> str:
    with side.door():
        begun = idea.log_draft(by=side.contributor.id, **said)
        idea.submit(idea=begun, by=side.contributor.id)
        return begun.ref


@pytest.fixture
def shared(world):
    """Our idea, theirs, and the collaborative of the two councils."""
    for title, problem, proposal in OTHERS:
        logged(world.theirs, title=title, problem=problem, proposal=proposal)
    return logged(world.ours, **OURS), logged(world.theirs, **THEIRS), makers.a_collaborative(world.theirs, world.ours)


def carry(*sides) -> None:
    for side in sides:
        collaborative.carry_looks(side.id)


def test_a_yes_or_no_is_all_that_is_told_until_the_other_agrees_and_then_each_sees_the_other(world, browse, shared):
    ours, theirs, code = shared
    lead, other = browse(world.ours.lead), browse(world.theirs.lead)
    address, look = f"/ideas/{ours}/elsewhere", {"act": "look", "code": code}
    assert "does not take part" in lead.get(address).text
    for side in (lead, other):
        side.post(f"/collaboratives/{code}/blinded", {"given": "yes"})
    lead.post(address, look)
    carry(world.ours)
    found = lead.get(address).text
    assert "had something close" in found
    blinded = (THEIRS["title"], THEIRS["problem"], f">{theirs}")
    assert [said for said in blinded if said in found] == []
    lead.post(address, {"act": "see", "code": code})
    carry(world.ours, world.ours)
    with world.theirs.door():
        [waiting] = collaborative.waiting_asks()
        assert waiting.ref == theirs
        number = waiting.ask.number
        session().flush()
    desk, asked = other.get("/").text, other.get(f"/collaboratives/asks/{number}").text
    assert f"/collaboratives/asks/{number}" in desk
    for page in (desk, asked, other.get("/inbox").text, other.get("/collaboratives").text):
        assert [said for said in (OURS["title"], OURS["problem"]) if said in page] == []
    other.post(f"/collaboratives/asks/{number}", {"answer": "agreed"})
    carry(world.theirs, world.theirs)
    shown = lead.get(address).text
    assert [said for said in (THEIRS["title"], THEIRS["problem"], world.theirs.lead.name) if said not in shown] == []
    told = other.get(f"/collaboratives/asks/{number}").text
    assert [said for said in (OURS["title"], OURS["problem"], world.ours.lead.name) if said not in told] == []
    assert f"{address}" in lead.get("/inbox").text
    assert (
        "answered this already"
        in other.post(f"/collaboratives/asks/{number}", {"answer": "declined"}, status=200, follow_redirects=True).text
    )


def test_who_does_not_take_part_is_not_looked_at_and_who_declines_stays_unnamed(world, browse, shared):
    ours, theirs, code = shared
    with world.ours.door():
        to = collaborative.get(code)
        collaborative.consent(collaborative=to, given=True, by=world.ours.lead.id)
        collaborative.look_elsewhere(idea=makers.idea_of(ours), collaborative=to, by=world.ours.lead.id)
    carry(world.ours)
    lead, address = browse(world.ours.lead), f"/ideas/{ours}/elsewhere"
    assert "had anything close" in lead.get(address).text
    with world.theirs.door():
        collaborative.consent(collaborative=collaborative.get(code), given=True, by=world.theirs.lead.id)
    again = lead.post(address, {"act": "look", "code": code}, status=200, follow_redirects=True).text
    assert "look again tomorrow" in again
    with clock.at(clock.now() + timedelta(days=1, minutes=1)), world.ours.door():
        to, found = collaborative.get(code), makers.idea_of(ours)
        collaborative.look_elsewhere(idea=found, collaborative=to, by=world.ours.lead.id)
    carry(world.ours)
    with world.ours.door():
        look = collaborative.look_of(makers.idea_of(ours), collaborative.get(code).id)
        assert look.found
        collaborative.ask_to_see(look=look, by=world.ours.lead.id)
    carry(world.ours)
    with world.theirs.door():
        [waiting] = collaborative.waiting_asks()
        collaborative.answer_ask(
            found=waiting.ask,
            idea=makers.idea_of(theirs),
            answer=collaborative.AskAnswer.DECLINED,
            by=world.theirs.lead.id,
        )
    carry(world.theirs)
    shown = lead.get(address).text
    assert "They declined." in shown
    assert [said for said in (THEIRS["title"], THEIRS["problem"]) if said in shown] == []
    with clock.at(clock.now() + timedelta(days=3)), world.ours.door():
        to, found = collaborative.get(code), makers.idea_of(ours)
        collaborative.look_elsewhere(idea=found, collaborative=to, by=world.ours.lead.id)
        left = to.id
        collaborative.leave(collaborative=to, by=world.ours.lead.id)
    carry(world.ours)
    with world.ours.door():
        assert collaborative.look_of(makers.idea_of(ours), left).found is None, "who left is told nothing more"


def looked(side, ref: str, code: str, *, days: int = 0) -> None:
    with clock.at(clock.now() + timedelta(days=days)), side.door():
        to, found = collaborative.get(code), makers.idea_of(ref)
        collaborative.look_elsewhere(idea=found, collaborative=to, by=side.lead.id)
    with clock.at(clock.now() + timedelta(days=days)):
        carry(side)


def asked(side, ref: str, code: str) -> None:
    with side.door():
        look = collaborative.look_of(makers.idea_of(ref), collaborative.get(code).id)
        collaborative.ask_to_see(look=look, by=side.lead.id)
    carry(side)


@pytest.fixture
def agreed(world, shared):
    """The same, where both take part."""
    for side in (world.ours, world.theirs):
        with side.door():
            collaborative.consent(collaborative=collaborative.get(shared[2]), given=True, by=side.lead.id)
    return shared


def test_what_was_declined_can_be_looked_for_again_and_who_waits_stands_once_on_the_desk(world, browse, agreed):
    ours, theirs, code = agreed
    lead, address = browse(world.ours.lead), f"/ideas/{ours}/elsewhere"
    looked(world.ours, ours, code)
    asked(world.ours, ours, code)
    looked(world.ours, ours, code, days=2)
    asked(world.ours, ours, code)
    with world.theirs.door():
        [waiting] = collaborative.waiting_asks()
        declined = {"answer": collaborative.AskAnswer.DECLINED, "by": world.theirs.lead.id}
        collaborative.answer_ask(found=waiting.ask, idea=makers.idea_of(theirs), **declined)
    carry(world.theirs)
    page = lead.get(address).text
    assert "They declined." in page
    assert "Look again" in page
    looked(world.ours, ours, code, days=4)
    assert "Ask to see it" in lead.get(address).text


def test_what_is_the_same_is_found_behind_what_is_nearer_and_only_related(world, agreed, monkeypatch):
    ours, theirs, code = agreed
    near = idea.similar

    def first_a_relative(**asked):
        with_it = near(**asked)
        assert [one.ref for one in with_it][:1] == [theirs]
        relative = with_it[0]._replace(closeness=likeness.Closeness.RELATED)
        return [relative, *with_it][: asked["most"]]

    monkeypatch.setattr(idea, "similar", first_a_relative)
    looked(world.ours, ours, code)
    with world.ours.door():
        assert collaborative.look_of(makers.idea_of(ours), collaborative.get(code).id).found


def test_what_came_of_a_look_is_told_to_leads_alone_and_the_record_names_no_asker(world, browse, agreed, tmp_path):
    ours, theirs, code = agreed
    looked(world.ours, ours, code)
    asked(world.ours, ours, code)
    told = "has something close to"
    for role, hears in (("lead", True), ("contributor", False), ("observer", False), ("owner", False)):
        page = browse(world.theirs.people[role]).get("/collaboratives").text
        assert (told in page) is hears, role
    (tmp_path / "record").mkdir()
    for table in exchange.record_tables():
        if table.name in {"blind_ask", "blind_look"}:
            exchange.write_record_table(tmp_path, table)
    asks = (tmp_path / "record" / "blind_ask.csv").read_text()
    assert theirs not in asks
    assert str(world.theirs.code) in asks
    assert str(world.ours.id) not in asks
    with world.ours.door():
        look = collaborative.look_of(makers.idea_of(ours), collaborative.get(code).id)
        assert str(look.id) not in asks
        look.answers = [{"ask": "SECRET", "answer": "declined"}]
    exchange.write_record_table(tmp_path, next(t for t in exchange.record_tables() if t.name == "blind_look"))
    looks = (tmp_path / "record" / "blind_look.csv").read_text()
    assert "declined" in looks
    assert "SECRET" not in looks
