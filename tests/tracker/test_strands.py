"""Cards stand in strands of their collaborative: chosen while publishing, changed, cleared where a strand ends."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests import makers
from tests.makers import World
from tests.reading import Page
from tracker import collaborative
from tracker.collaborative import Choice, ShelfKind
from tracker.db import new_id
from tracker.idea import Stage
from tracker.tenancy import session

SAID = {"publish": "y", "level": "summary", "says": "tried"}


def a_strand(side: makers.Side, code: str, title: str) -> UUID:
    with side.door():
        asked = {"collaborative": collaborative.get(code), "by": side.lead.id}
        made = collaborative.note_down(**asked, kind=ShelfKind.STRAND, title=title)
        session().flush()
        return made.id


def a_card_in(side: makers.Side, code: str, title: str, strand_id: UUID | None) -> str:
    ref = makers.an_idea(side, title=title, stage=Stage.DESIGN)
    with side.door():
        to, found = collaborative.get(code), makers.idea_of(ref)
        collaborative.publish(idea=found, collaborative=to, choice=Choice(strand_id=strand_id), by=side.lead.id)
    return ref


def strand_of(side: makers.Side, code: str, number: int) -> str | None:
    with side.door():
        return collaborative.card_query(collaborative.get(code), number).answer().strand


@pytest.fixture
def code(world: World) -> str:
    return makers.a_collaborative(world.ours, world.theirs)


def test_a_lead_chooses_a_strand_while_publishing_changes_it_and_every_member_reads_it(world: World, browse, code):
    landlords, boilers = (a_strand(world.theirs, code, title) for title in ("Landlords", "Boilers"))
    ref, lead = makers.an_idea(world.ours, stage=Stage.DESIGN, title="Keys on one board"), browse(world.ours.lead)
    at = f"/ideas/{ref}/publish/{code}"
    preview = lead.post(at, {"preview": "y", "says": "tried", "strand": landlords}, status=200)
    assert "In the strand Landlords." in preview.text
    lead.post(at, {**SAID, "strand": landlords})
    card = f"/collaboratives/{code}/cards/1"
    for path in (card, f"/collaboratives/{code}"):
        assert "In the strand Landlords." in Page(browse(world.theirs.owner).get(path).text).words, path
    assert "in the strand Landlords" in Page(browse(world.theirs.owner).get(f"/collaboratives/{code}/cards").text).words
    assert f'value="{landlords}" selected' in lead.get(at).text
    lead.post(at, {**SAID, "strand": boilers})
    assert "In the strand Boilers." in Page(browse(world.theirs.owner).get(card).text).words
    lead.post(at, {**SAID, "strand": ""})
    assert "In the strand" not in browse(world.theirs.owner).get(card).text


def test_the_joint_pipeline_is_narrowed_by_strand_on_board_and_list_and_from_the_shelf(world: World, browse, code):
    landlords, boilers = (a_strand(world.ours, code, title) for title in ("Landlords", "Boilers"))
    for title, strand in (("Keys on one board", landlords), ("Boiler swap", boilers), ("Dry flats", None)):
        a_card_in(world.theirs, code, title, strand)
    member, at = browse(world.ours.contributor), f"/collaboratives/{code}"

    def shown(path: str) -> set[str]:
        text = member.get(path).text
        return {title for title in ("Keys on one board", "Boiler swap", "Dry flats") if title in text}

    assert shown(f"{at}?strand={landlords}") == shown(f"{at}/cards?strand={landlords}") == {"Keys on one board"}
    assert shown(f"{at}/cards?strand={boilers}&standing=closed") == set()
    assert shown(f"{at}?strand={boilers}&words=boiler") == {"Boiler swap"}
    assert len(shown(f"{at}?strand={new_id()}")) == 3, "what is on offer nowhere narrows nothing"
    assert Page(member.get(f"{at}/shelf").text).links["Cards in it: Boilers"] == f"{at}/cards?strand={boilers}"


@pytest.mark.parametrize("ends", ["it is taken back", "its council leaves"])
def test_a_strand_that_ends_is_none_on_the_cards_of_whatever_council(world: World, browse, code, ends):
    strand = a_strand(world.theirs, code, "Landlords")
    kept = a_strand(world.ours, code, "Boilers")
    a_card_in(world.ours, code, "Keys on one board", strand)
    a_card_in(world.ours, code, "Boiler swap", kept)
    assert strand_of(world.ours, code, 1) == "Landlords"
    at, theirs = f"/collaboratives/{code}", browse(world.theirs.lead)
    theirs.post(f"{at}/shelf/{strand}/back" if ends == "it is taken back" else f"{at}/leave", {"because": "Done."})
    assert (strand_of(world.ours, code, 1), strand_of(world.ours, code, 2)) == (None, "Boilers")
    for path in (at, f"{at}/cards", f"{at}/cards?strand={strand}", f"{at}/cards/1"):
        page = browse(world.ours.lead).get(path).text
        assert "Landlords" not in page, path
        assert "Keys on one board" in page, "what is no strand narrows nothing"


def test_no_card_stands_in_a_strand_that_is_ended_or_of_another_collaborative_or_none_at_all(world: World, code):
    elsewhere = a_strand(world.theirs, makers.a_collaborative(world.theirs), "Landlords")
    ended = a_strand(world.ours, code, "Boilers")
    with world.ours.door():
        to = collaborative.get(code)
        asked = {"collaborative": to, "by": world.ours.lead.id}
        note = collaborative.note_down(**asked, kind=ShelfKind.RESEARCH, title="Damp, plainly told")
        session().flush()
        research = note.id
        collaborative.take_off(note=collaborative.own_note(to, ended))
    for number, strand in enumerate((elsewhere, ended, research, new_id()), start=1):
        a_card_in(world.ours, code, f"Keys on board {number}", strand)
        assert strand_of(world.ours, code, number) is None
