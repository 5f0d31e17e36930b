"""A council's own words: labels and headings, letters and history speak as it does; what is stored does not."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.letters import text_of
from tests.makers import World
from tests.tracker.test_security_nudge_links import sent, token_of
from tracker import clock, council, exchange, gate, idea, portfolio
from tracker.gate import Gate, Word
from tracker.history import StoredEvent
from tracker.idea import Stage
from tracker.post import Letter, rendering
from tracker.tenancy import session
from tracker.web import wording
from tracker.wording import Vocabulary

OURS = {"role.owner": "project lead", "stage.mobilise": "pilot"}


@pytest.fixture
def ref(world: World) -> str:
    """An idea of ours in design; its neighbour has one that looks alike."""
    makers.an_idea(world.theirs, stage=Stage.MOBILISE)
    return makers.an_idea(world.ours, stage=Stage.DESIGN)


def tight(text: str) -> str:
    """A page without the white space that its layout brings."""
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", text))


def speak(world: World, words=OURS) -> None:
    with world.ours.door():
        council.set_own_words(words=words, by=world.ours.admin.id)


def a_decision(world: World, ref: str, word: Word, *, at: Gate = Gate.MOBILISE, **said) -> gate.Decision:
    return makers.a_decision(world.ours, ref, word, at=at, **said)


def test_an_admin_writes_our_words_and_everybody_here_reads_them_from_the_next_page_on(world: World, browse):
    admin = browse(world.ours.admin)
    page = admin.get("/council").text
    assert "Our words" in page
    assert 'name="role.owner"' in page
    saved = admin.follow(admin.post("/council/words", OURS)).text
    assert "Your words are saved" in saved
    assert 'value="project lead"' in saved
    permissions = browse(world.ours.contributor).get("/council/permissions").text
    assert ">project lead</th>" in permissions
    assert ">owner</th>" not in permissions
    assert ">owner</th>" in browse(world.theirs.contributor).get("/council/permissions").text


def test_a_word_that_another_role_has_is_refused_beside_its_field_and_nothing_is_kept(world: World, browse):
    page = browse(world.ours.admin).post("/council/words", OURS | {"role.sponsor": "lead"}, status=200).text
    assert "Another role is called “lead” already" in page
    assert 'id="role.sponsor-error"' in page
    assert 'value="project lead"' in page
    with world.ours.door():
        assert council.here().own_words == {}


def test_a_word_left_empty_is_the_built_in_one_again_and_the_history_tells_of_both(world: World, browse):
    speak(world)
    admin = browse(world.ours.admin)
    admin.follow(admin.post("/council/words", {"role.owner": "", "stage.mobilise": ""}))
    assert ">owner</th>" in admin.get("/council/permissions").text
    with world.ours.door():
        kept = session().scalars(select(StoredEvent).where(StoredEvent.what == "own_words_set")).all()
        assert [event.particulars for event in kept] == [{"words": OURS}, {"words": {}}]
        assert {event.by_id for event in kept} == {world.ours.admin.id}


def test_only_an_admin_chooses_our_words(world: World, browse):
    browse(world.ours.lead).post("/council/words", OURS, status=403)


def test_the_database_keeps_the_neighbours_words_from_us(world: World):
    speak(world)
    with world.ours.door():
        done = session().execute(text('UPDATE council SET own_words = \'{"role.owner": "thief"}\''))
        assert done.rowcount == 1
    with world.theirs.door():
        assert council.here().own_words == {}


def test_list_board_idea_and_gate_speak_our_words(world: World, browse, ref):
    speak(world)
    lead = browse(world.ours.lead)
    before = lead.get(f"/ideas/{ref}/gates/mobilise").text
    assert "Pilot gate: One visit for damp" in before
    assert "It moves to pilot today." in before
    assert "has a project lead and a date" in before
    assert "Mobilise gate" not in before
    a_decision(world, ref, Word.GO)
    assert "In pilot" in lead.get("/ideas").text
    board = lead.get("/board").text
    assert '<h2 id="mobilise">Pilot <span>1</span></h2>' in board
    assert ">Project lead</label>" in board
    page = tight(lead.get(f"/ideas/{ref}").text)
    assert "<strong>Pilot</strong>" in page
    assert "<dt>Project lead</dt><dd> Tom Baker </dd>" in page
    assert "<dt>Owner</dt>" not in page
    assert "to pilot" in page
    assert "In pilot" in browse(world.ours.contributor).get(f"/ideas/{ref}").text


def test_the_record_of_a_decision_is_headed_by_our_word_and_found_at_the_same_address(world: World, browse, ref):
    a_decision(world, ref, Word.GO)
    speak(world)
    page = browse(world.ours.observer).get(f"/ideas/{ref}/decisions/2").text
    assert "<h1>Go to pilot</h1>" in page
    assert "at the pilot gate" in page
    browse(world.ours.observer).get(f"/ideas/{ref}/gates/pilot", status=404)


def test_a_letter_speaks_the_words_of_the_council_that_sends_it(world: World, ref):
    speak(world)
    a_decision(world, ref, Word.GO)
    with world.ours.door():
        told = session().scalars(select(Letter).where(Letter.key.like("decision:%"))).all()
        newest = [letter for letter in told if "in pilot" in text_of(letter)]
        assert {letter.to_name for letter in newest} >= {"Sam Okafor", "Tom Baker"}
    with world.theirs.door():
        said = [text_of(letter) for letter in session().scalars(select(Letter).where(Letter.key.like("decision:%")))]
        assert said
        assert not [words for words in said if "pilot" in words]


@pytest.mark.parametrize("asked", ['{{ "owner" | called("role") }}', '{{ "Its {role.owner}" | worded }}'])
def test_a_word_in_a_template_is_asked_for_on_each_page(world: World, app, asked):
    made = app.jinja_env.from_string(asked)
    with app.test_request_context():
        for words in ("keeper", "project lead"):
            wording.speak_as(Vocabulary({"role.owner": words}))
            assert words in made.render()


def test_a_word_in_a_letter_is_asked_for_in_each_letter(world: World):
    speak(world)
    made = rendering._pages().from_string(
        '{{ "owner" | called("role") }}, {{ ["owner"] | map("called", "role") | first }}'
    )
    with world.theirs.door():
        assert made.render() == "owner, owner"
    with world.ours.door():
        assert made.render() == "project lead, project lead"


def test_a_page_that_a_letters_link_opens_speaks_as_the_council_that_asks(world: World, browse):
    """Whoever opens it may be signed in to another council, or to none."""
    speak(world)
    with clock.at(clock.today() - timedelta(days=200)):
        ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
        with world.ours.door():
            found = makers.idea_of(ref)
            idea.name_sponsor(idea=found, by=world.ours.lead.id, person_id=world.ours.sponsor.id)
    sent(world.ours)
    address = f"/n/{token_of(world.ours, world.ours.owner)}"
    for somebody in (None, world.theirs.lead):
        page = browse(somebody).get(address).text
        assert "asks its project lead then" in page


def test_the_history_of_an_idea_is_told_in_our_words_and_stored_in_the_fields(world: World, browse, ref):
    a_decision(world, ref, Word.GO)
    speak(world)
    assert "</a> to pilot" in tight(browse(world.ours.lead).get(f"/ideas/{ref}").text)
    with world.ours.door():
        stored = session().scalars(select(StoredEvent).where(StoredEvent.what == "gate_decided")).all()
        assert "mobilise" in [event.particulars["to_stage"] for event in stored]


def test_the_neighbour_keeps_the_words_as_they_come(world: World, browse, ref):
    speak(world)
    ours = browse(world.ours.lead)
    ours.get(f"/ideas/{ref}")  # whatever of a page is worked out once must not be ours
    ours.get(f"/ideas/{ref}/gates/mobilise")
    lead = browse(world.theirs.lead)
    page = tight(lead.get("/ideas/NOR-1").text)
    assert "<dt>Owner</dt><dd> Tom Baker </dd>" in page
    assert "has an owner and a date" in tight(lead.get("/ideas/NOR-1/gates/mainstream").text)
    board = lead.get("/board").text
    assert '<h2 id="mobilise">Mobilise <span>1</span></h2>' in board
    assert ">Owner</label>" in board
    assert "Being tried" in lead.get("/ideas").text
    assert "pilot" not in board.lower()


def test_exports_and_figures_do_not_change_with_our_words(world: World, tmp_path, ref):
    a_decision(world, ref, Word.GO)
    with world.ours.door():
        figures = json.dumps(portfolio.profile_json(), default=str)
    exchange.export_folder(tmp_path / "before")
    speak(world)
    with world.ours.door():
        assert json.dumps(portfolio.profile_json(), default=str) == figures
        assert idea.Stage(makers.idea_of(ref).stage) is Stage.MOBILISE
    exchange.export_folder(tmp_path / "after")
    for file in (tmp_path / "before").iterdir():
        assert file.read_bytes() == (tmp_path / "after" / file.name).read_bytes(), file.name


def test_our_words_cost_a_page_no_statement_more(world: World, browse, statements, ref):
    reader = browse(world.ours.lead)
    reader.get("/ideas")
    with statements() as plain:
        reader.get("/ideas")
    speak(world)
    with statements() as own:
        reader.get("/ideas")
    assert len(own) == len(plain)
