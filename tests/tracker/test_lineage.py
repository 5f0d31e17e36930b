"""From council to council: what is weighed, what goes back, and a lineage of any depth that tells what it may."""

from __future__ import annotations

import itertools
import os
from datetime import timedelta

import psycopg
import pytest
from psycopg.errors import CheckViolation
from sqlalchemy import select

from tests import makers
from tests.letters import text_of
from tests.makers import World
from tests.reading import Page
from tracker import clock, collaborative, post, value
from tracker.clock import today
from tracker.collaborative import AdaptationStatus, Evaluator, Lineage, LineageNode
from tracker.idea import Stage
from tracker.tenancy import session, together

SAID = {"title": "Ours", "kept": "The visit", "changed": "The van", "fits_because": "Same winters."}


def line(node: LineageNode) -> list[str]:
    """Whose each version is, from the first to the last, where each was taken further once."""
    assert len(node.made) <= 1
    mine = "us" if node.here else node.council or "a council"
    return [mine, *(line(node.made[0]) if node.made else [])]


def the_tree(side: makers.Side, ref: str) -> Lineage:
    """The lineage of an idea as the lead of its council reads it."""
    asked = collaborative.lineage_queries(found := makers.idea_of(ref))
    return collaborative.lineage_tree(found, reader=side.lead.reader, asked=asked, answers=together(asked))


@pytest.fixture
def chain(database):
    """Seven councils, each of which took it from the one before in a collaborative of the two: depth 6."""
    sides = [makers.a_side(name=f"{name}ford Council") for name in ("Ash", "Beck", "Crow", "Dun", "Elm", "Fen", "Gor")]
    refs, codes = [makers.an_idea(sides[0], stage=Stage.DESIGN)], []
    for giver, taker in itertools.pairwise(sides):
        code = makers.a_collaborative(giver, taker)
        refs.append(makers.an_adaptation(taker, code, makers.a_card(giver, code, refs[-1]), title="Ours"))
        codes.append(code)
    return sides, refs, codes


@pytest.fixture
def known():
    """Ask as the superuser, whom no policy binds."""
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], autocommit=True) as server:
        yield lambda sql, *given: server.execute(sql, given).fetchall()


def letters(side: makers.Side) -> list[tuple[str, str]]:
    """Subject and words of every notice that a council's people had by letter."""
    with side.door():
        collaborative.tell_of_notices()
        asked = select(post.Letter).where(post.Letter.kind == post.LetterKind.NOTICE).order_by(post.Letter.id)
        return [(one.subject, text_of(one)) for one in session().scalars(asked)]


def test_a_lineage_of_depth_six_names_whom_its_reader_may_know_and_goes_in_no_circle(chain, browse, known):
    sides, refs, codes = chain
    names = [side.name for side in sides]
    for at, side in enumerate(sides):
        with side.door():
            found = the_tree(side, refs[at])
        seen = line(found.root)
        # Next to us; and whom the card of the one above says it came from. Nobody else.
        may = {at - 2, at - 1, at + 1}
        wanted = ["us" if n == at else names[n] if n in may else "a council" for n in range(len(sides))]
        assert seen == wanted
    told = browse(sides[3].contributor).get(f"/ideas/{refs[3]}/lineage").text
    page = Page(told)
    assert page.part("tree").words.count("A council") == 3
    for far in (0, 5, 6):
        assert names[far] not in page.part("tree").words
        assert sides[far].code not in told
    # Nobody knows it any more once the card is taken back; next to each other they still do.
    with sides[2].door():
        [standing] = [
            one for one in collaborative.publications_of(makers.idea_of(refs[2])) if one.collaborative.code == codes[2]
        ]
        collaborative.withdraw(
            card=standing.publication, collaborative=standing.collaborative, by=sides[2].lead.id, because="Done."
        )
    with sides[3].door():
        found = the_tree(sides[3], refs[3])
    assert line(found.root)[:3] == ["a council", "a council", names[2]]
    # The last publishes to the first: it would come back to where it began.
    code = makers.a_collaborative(sides[6], sides[0])
    number = makers.a_card(sides[6], code, refs[6])
    there = f"/collaboratives/{code}/cards/{number}/adapt"
    refused = browse(sides[0].lead).post(there, SAID, status=200).text
    assert f"This goes back to {refs[0]}" in refused
    with pytest.raises(CheckViolation, match="made of it"):
        known(
            "INSERT INTO adaptation (id, council_id, idea_id, publication_id, origin_council_id, origin_idea_id,"
            " fits_because, begun_on, adopter_ref) SELECT gen_random_uuid(), f.council_id, f.id, p.id, p.council_id,"
            " p.idea_id, 'x', CURRENT_DATE, 'X-1' FROM idea f, publication p WHERE f.council_id = %s AND f.ref = %s"
            " AND p.council_id = %s AND p.collaborative_id = (SELECT id FROM collaborative WHERE code = %s)"
            " RETURNING id",
            sides[0].id,
            refs[0],
            sides[6].id,
            code,
        )


def test_who_shares_a_collaborative_sees_the_card_of_a_version_further_on_and_our_other_takers(world: World):
    third, fourth = makers.a_side(name="Third"), makers.a_side(name="Fourth")
    both = makers.a_collaborative(world.ours, world.theirs, third)
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    number = makers.a_card(world.ours, both, ref)
    taken = makers.an_adaptation(world.theirs, both, number, title="Theirs")
    makers.an_adaptation(third, both, number, title="Third")
    apart = makers.a_collaborative(world.theirs, fourth)
    makers.an_adaptation(fourth, apart, makers.a_card(world.theirs, apart, taken), title="Fourth")
    makers.a_card(world.theirs, both, taken)
    with world.ours.door():
        root = the_tree(world.ours, ref).root
    assert [(one.council, one.title) for one in root.made] == [(world.theirs.name, "Theirs"), ("Third", None)]
    [further] = root.made[0].made
    assert (further.council, further.title, further.step) == (None, None, None)
    with world.theirs.door():
        root = the_tree(world.theirs, taken).root
    assert [one.here for one in root.made] == [True], "who else took it is told to its origin alone"
    assert (root.title, root.number) == ("One visit for damp", number)
    assert [one.council for one in root.made[0].made] == ["Fourth"]


@pytest.fixture
def taken(world: World) -> tuple[str, str, str]:
    """Our idea, a collaborative, and what the others made of it."""
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    code = makers.a_collaborative(world.ours, world.theirs)
    return ref, code, makers.an_adaptation(world.theirs, code, makers.a_card(world.ours, code, ref))


def test_what_was_weighed_and_who_was_spoken_to_stands_at_both_ends_and_a_straight_copy_is_marked(world, browse):
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    code = makers.a_collaborative(world.ours, world.theirs)
    makers.a_card(world.ours, code, ref)
    owner = browse(world.theirs.owner)
    there = f"/collaboratives/{code}/cards/1/adapt"
    assert "Which part makes it work" in owner.get(there).text
    weighed = {"weigh_appropriate": "No trams here.", "spoken_to": "Their repairs team, on Monday"}
    owner.post(there, {**SAID, **weighed, "changed": "", "straight_copy": "y"})
    seen = browse(world.ours.contributor).get(f"/ideas/{ref}/lineage").text
    for words in ("No trams here.", "Their repairs team, on Monday", "What is different here", "A straight copy:"):
        assert words in seen
    assert "how will you see" not in seen.lower(), "what was not answered is not asked again"


def test_what_was_learnt_goes_back_is_answered_and_both_ends_are_told(world, browse, taken):
    ref, _, ours = taken
    owner, there = browse(world.theirs.lead), f"/ideas/{ours}/feedback"
    browse(world.theirs.contributor).post(there, {"words": "No."}, status=403)
    assert "Write a sentence" in owner.post(there, {"words": " "}, status=200).text
    owner.post(there, {"words": "Scan before you fit."})
    assert ["tells you what it learnt" in subject for subject, _ in letters(world.ours)].count(True) == 1
    lead = browse(world.ours.lead)
    assert "tells you what it learnt" in lead.get("/").text
    page = Page(lead.get(f"/ideas/{ref}/lineage").text)
    assert "Scan before you fit." in page.asked.words
    [answer] = page.asked.links.values()
    browse(world.ours.contributor).get(answer, status=403)
    browse(world.theirs.lead).get(answer.replace(ref, ours), status=404)
    lead.get(answer)
    lead.follow(lead.post(answer, {"words": "We scan now, too."}))
    assert "has answered this already" in lead.post(answer, {"words": "Twice."}, status=200).text
    assert "tells you what it learnt" not in lead.get("/").text, "what is answered asks nothing more"
    told = [words for subject, words in letters(world.theirs) if "has read what you told" in subject]
    assert ["We scan now, too." in words for words in told] == [True]
    assert "We scan now, too." in owner.get(f"/ideas/{ours}/lineage").text
    assert "Twice." not in owner.get(f"/ideas/{ours}/lineage").text


def test_a_result_judged_elsewhere_lifts_the_evidence_and_its_card_and_leaves_the_days_before_as_they_were(
    world, taken
):
    ref, code, ours = taken
    with world.ours.door():
        me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
        claim = value.claim(
            **me, indicator="Days", baseline="9", baseline_date="2025", comparison_group=True, level_asked=4
        )
        value.add_evidence(**me, claim_id=claim.id, value="4")
        fields = frozenset([collaborative.CardField.EVIDENCE])
        choice = collaborative.Choice(collaborative.Level.FULL, fields)
        collaborative.publish(**me, collaborative=collaborative.get(code), choice=choice)

    def report(status: AdaptationStatus, evaluator: Evaluator, day: int) -> None:
        with clock.at(today() + timedelta(days=day)), world.theirs.door():
            collaborative.report_result(
                idea=makers.idea_of(ours),
                status=status,
                result="It went.",
                by=world.theirs.owner.id,
                why_not=collaborative.WhyNot.FIT,
                evaluator=evaluator,
                evaluated_by="The audit team",
            )
        with world.ours.door():
            collaborative.tell_of_notices()

    def card_level() -> int:
        with world.theirs.door():
            shared = collaborative.get(code)
            return collaborative.card(shared, 1).shown["evidence"][0]["level"]

    assert card_level() == 3
    report(AdaptationStatus.WORKED, Evaluator.TEAM, 1)
    assert card_level() == 3
    report(AdaptationStatus.WORKED, Evaluator.OUTSIDE, 2)
    assert card_level() == 4
    report(AdaptationStatus.DID_NOT, Evaluator.OUTSIDE, 5)
    assert card_level() == 3
    with world.ours.door():
        found = makers.idea_of(ref)
        days = [value.replications_query(idea=found, day=today() + timedelta(days=n)).answer() for n in range(7)]
    assert days == [0, 0, 1, 1, 1, 0, 0]


def test_what_was_told_twice_on_one_day_was_told_two_times_and_not_on_two_days(world, browse, taken):
    ref, _, ours = taken
    with world.theirs.door():
        for status in (AdaptationStatus.TRYING, AdaptationStatus.WORKED):
            collaborative.report_result(
                idea=makers.idea_of(ours), status=status, result="It went.", by=world.theirs.owner.id
            )
    for side, one in ((world.ours, ref), (world.theirs, ours)):
        assert "How it went, told 2 times" in Page(browse(side.lead).get(f"/ideas/{one}/lineage").text).words
