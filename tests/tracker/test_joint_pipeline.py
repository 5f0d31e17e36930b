"""The joint pipeline: what stands where across councils, narrowed, and as dear for 5,000 cards as for five."""

from __future__ import annotations

import psycopg
import pytest

from bench.plans.explaining import explained
from bench.plans.reading import excesses
from bench.plans.visits import SIZES
from tests import makers
from tests.conftest import counted
from tests.reading import Page
from tests.tracker.test_gates import a_draft, decide
from tests.tracker.test_strands import a_strand
from tracker import collaborative, place, tag
from tracker.collaborative import CardField, Choice, Level, Statement
from tracker.gate import Gate, Word
from tracker.idea import Stage
from tracker.tenancy import together

# A hundred councils of a collaborative with fifty cards each. Nothing is looked up behind them: a card is all there is.
MANY = """
WITH there AS (SELECT c.id, c.code FROM collaborative c WHERE c.code = %(code)s),
councils AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, 98) AS n),
joined AS (INSERT INTO collaborative_member (id, collaborative_id, member, council_id, joined_on)
  SELECT gen_random_uuid(), there.id, 'Council ' || n, councils.id, current_date FROM there, councils RETURNING 1)
INSERT INTO publication (id, council_id, idea_id, collaborative_id, number, level, title, shown, by_id, refreshed_at,
  strand_id)
SELECT gen_random_uuid(), councils.id, gen_random_uuid(), there.id, 1000 + councils.n * 100 + i, 'summary',
  'A card ' || councils.n || ' of ' || i,
  jsonb_build_object('council', 'Council ' || councils.n, 'service', 'Housing', 'problem', 'Flats are damp in winter.',
    'stage', (ARRAY['latent', 'design', 'mobilise', 'mainstream', 'embedded'])[1 + i %% 5],
    'state', CASE WHEN i %% 10 = 3 THEN 'stopped' ELSE 'active' END, 'chosen', '[]'::jsonb,
    'topics', CASE WHEN i = 7 THEN '["mould"]'::jsonb ELSE '[]'::jsonb END,
    'lessons', CASE WHEN i %% 2 = 0 THEN '[{"id": null, "lesson": "Go with a tenant.", "worked": "yes"}]'::jsonb END,
    'plan', CASE WHEN i %% 2 = 1 THEN '[{"method": "action-research", "phase": "Begin", "state": "done"}]'::jsonb END,
    'stop', CASE WHEN i %% 10 = 3 THEN '{"reason": "no_resources", "on": "2025-03-01", "lessons": []}'::jsonb END,
    'saying', jsonb_build_object('proven', i = 9)),
  gen_random_uuid(), now() - make_interval(mins => councils.n * 50 + i),
  CASE WHEN i %% 2 = 0 THEN CAST(%(strand)s AS uuid) END
FROM there, councils, generate_series(1, 51) AS i"""


@pytest.fixture
def ours(world) -> makers.Side:
    return world.ours


@pytest.fixture
def theirs(world) -> makers.Side:
    return makers.a_side(name="Southfell Council")


@pytest.fixture
def code(ours, theirs) -> str:
    return makers.a_collaborative(ours, theirs)


def published(side, code: str, title: str, stage: Stage = Stage.DESIGN, **choice) -> str:
    ref = makers.an_idea(side, title=title, stage=stage)
    with side.door():
        to, found = collaborative.get(code), makers.idea_of(ref)
        collaborative.publish(idea=found, collaborative=to, choice=Choice(**choice), by=side.lead.id)
    return ref


def titles(page: Page) -> set[str]:
    """The titles of the cards on a board."""
    links = {words for part in page.parts("joint") for words in part.links}
    return {words for words in links if not words.startswith("All in")}


def test_a_board_is_narrowed_by_member_stage_standing_what_is_said_of_it_place_topic_and_words(
    ours, theirs, code, browse
):
    with theirs.door():
        fell = place.add_place(name="Fellside", by=theirs.lead.id).id
    named = makers.an_idea(theirs, title="Dry flats", stage=Stage.MOBILISE)
    with theirs.door():
        found, by = makers.idea_of(named), theirs.lead.id
        place.set_places(idea=found, place_ids=[fell], by=by)
        tag.set_tags(idea=found, names=["mould"], by=by)
        choice = Choice(chosen=frozenset({CardField.PLACES, CardField.TOPICS}))
        collaborative.publish(idea=found, collaborative=collaborative.get(code), choice=choice, by=by)
    published(ours, code, "Warm rooms", saying=Statement(proven=True, waiver="An audit says so."))
    stopped = published(ours, code, "Boiler swap")
    decide(ours, stopped, a_draft(Word.STOP), Gate.MOBILISE)
    member = browse(ours.contributor)

    def board(**asked: str) -> set[str]:
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        return titles(Page(member.get(f"/collaboratives/{code}?{query}").text))

    assert board() == {"Dry flats", "Warm rooms", "Boiler swap"}
    assert board(member=theirs.id) == {"Dry flats"}
    assert board(stage="mobilise") == {"Dry flats"}
    assert board(standing="closed") == {"Boiler swap"}
    assert board(standing="active", member=ours.id) == {"Warm rooms"}
    assert board(proven="y") == {"Warm rooms"}
    assert board(about="mould") == board(about="fellside") == {"Dry flats"}
    assert board(about="damp") == set(), "a word of the problem is no place and no topic"
    assert board(words="boiler") == {"Boiler swap"}
    assert board(words="dry", member=ours.id) == set()
    card = Page(member.get(f"/collaboratives/{code}/cards/1").text)
    assert set(card.under("found-by").links) == {"Fellside", "mould"}


def test_what_is_taken_back_is_found_by_its_words_no_more_and_a_council_outside_finds_nothing(
    ours, theirs, code, browse
):
    ref = published(theirs, code, "Dry flats")
    third = makers.a_side()
    for path in (f"/collaboratives/{code}/cards?words=dry", f"/collaboratives/{code}/cards"):
        browse(third.lead).get(path, status=404)
    with ours.door():
        found = collaborative.get(code)
        assert [card.title for card in _sought(found)] == ["Dry flats"]
    with pytest.raises(Exception, match="of one's own"), third.door():
        _sought(found)
    browse(theirs.lead).post(f"/ideas/{ref}/publish/{code}/withdraw", {"because": "It named a firm."})
    with ours.door():
        assert _sought(collaborative.get(code)) == []


def _sought(found) -> list:
    cards, counts = collaborative.board_queries(found, collaborative.CardSieve(words="dry"))
    return together((cards, counts)).of(cards)


@pytest.mark.growth
def test_a_hundred_councils_with_5000_cards_cost_no_more_than_their_columns(app, database, ours, theirs, code, browse):
    strand = a_strand(ours, code, "Landlords")
    for side in (ours, theirs):
        published(side, code, f"Ours of {side.name}", level=Level.FULL, chosen=frozenset({CardField.PROPOSAL}))
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(MANY, {"code": code, "strand": strand})
        admin.execute("ANALYZE publication, collaborative_member, collaborative")
        sizes = dict(admin.execute(SIZES).fetchall())
        (some,) = admin.execute("SELECT council_id FROM collaborative_member WHERE member = 'Council 7'").fetchone()
    assert sizes["publication"] >= 5000
    there, lead = f"/collaboratives/{code}", browse(ours.lead)
    ref, number = published(ours, code, "Another of ours"), makers.a_trial(ours, code)
    makers.a_variant(ours, code, number, name="Van", figures=[(60, "20"), (20, "15")])
    sieves = (f"member={some}", f"strand={strand}", "stage=mobilise", "standing=closed", "proven=y", "about=mould")
    narrowed = ("", *(f"?{sieve}" for sieve in sieves))
    pages = [
        "/collaboratives",
        *(there + query for query in narrowed),
        *(f"{there}/cards{query}" for query in narrowed),
        f"{there}/members",
        f"{there}/trials",
        f"{there}/trials/{number}",
        "/library/lessons/elsewhere",
        "/library/lessons/elsewhere?q=nowhere",
        "/library/stopped/elsewhere",
        "/library/stopped/elsewhere?reason=no_resources",
        "/library/stopped/elsewhere?q=nowhere",
        "/library/action-research",
        f"/ideas/{ref}/publish",
        f"/ideas/{ref}/publish/{code}",
    ]
    for path in pages:
        with explained(database.admin_url) as plans, counted() as asked:
            plans.clear()
            lead.get(path)
            of_cards = [one for plan in plans for one in excesses(plan, sizes) if one.table == "publication"]
        assert not of_cards, f"{path}: {of_cards[0]}"
        if not path.startswith(("/ideas", "/library/action")):
            assert len(asked) <= 5, path
    page = Page(lead.get(there).text)
    assert page.named("joint-design").find("span").text == "100+"
    assert "100 cards or more of other councils stand here." in page.asked.words
    first = Page(lead.get(f"{there}/cards?stage=design").text)
    older = Page(lead.get(first.links["Older cards"]).text)
    assert len(first.part("rows").items) == len(older.part("rows").items) == 50
    assert not set(first.part("rows").items) & set(older.part("rows").items)
