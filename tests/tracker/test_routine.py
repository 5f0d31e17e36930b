"""An idea becomes everyday work: who signs it off, what stops, what the year taught; what was stopped teaches, too."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, gate
from tracker.gate import Gate, Quadrant, Word, next_review_on, quadrant
from tracker.idea import Stage

REVIEWED = {
    "q4-1a_words": "We talk about risk.",
    "n4-b_status": "met",
    "improvement": "8",
    "innovation": "3",
    "lesson": "Name a deputy early.",
}


@pytest.mark.parametrize(
    ("improvement", "innovation", "where"),
    [(5, 5, "neither"), (6, 5, "improvement_only"), (5, 6, "innovation_only"), (6, 6, "both")],
)
def test_more_than_half_of_either_score_counts_on_the_grid(improvement, innovation, where):
    assert quadrant(improvement=improvement, innovation=innovation) is Quadrant(where)


def test_a_review_is_due_a_year_after_the_last_or_after_the_idea_was_embedded():
    assert next_review_on(embedded_since=date(2024, 2, 29), last=None) == date(2025, 2, 28)
    assert next_review_on(embedded_since=date(2024, 2, 29), last=date(2026, 5, 1)) == date(2027, 5, 1)
    assert next_review_on(embedded_since=None, last=None) is None


def test_a_year_is_reviewed_in_answers_two_scores_and_a_lesson_and_decides_nothing(world, browse):
    ours, owner = world.ours, browse(world.ours.owner)
    with clock.at(datetime(2025, 3, 3, 12, tzinfo=clock.LONDON)):
        ref = makers.an_idea(ours, stage=Stage.EMBEDDED)
    at = f"/ideas/{ref}/review"
    grid = Page(browse(ours.lead).get("/portfolio/reviews").text)
    assert grid.rows[1] == [f"One visit for damp {ref}", "–", "–", "Not reviewed yet", "Never", "Due since 3 March"]
    assert "Review it for the year" in owner.get(f"/ideas/{ref}/routine").text
    wrong = owner.post(at, {**REVIEWED, "innovation": "11", "lesson": " "}, status=200).text
    for told in ("Give a whole number from 0 to 10", "Write what the year taught", "We talk about risk."):
        assert told in wrong, told
    owner.post(at, REVIEWED, status=303)
    told = Page(owner.get(f"/ideas/{ref}/routine").text).words
    for words in (
        "Improvement 8 of 10, innovation 3 of 10: better without anything new. Good, by steady improvement.",
        "“Name a deputy early.”",
        "Chances to innovate are strong across the whole area. Ticked, not shown yet",
        "Its next yearly review is due on",
    ):
        assert words in told, words
    row = Page(browse(ours.lead).get("/portfolio/reviews").text).rows[1]
    assert row[1:4] == ["8", "3", "Better without anything new"]
    assert "Name a deputy early." in browse(ours.contributor).get("/library/lessons").text
    assert "Review of" in browse(ours.observer).get(f"/ideas/{ref}/pack").text
    with ours.door():
        found = makers.idea_of(ref)
        assert (found.stage, len(gate.decisions_on(found.id))) == (Stage.EMBEDDED, 4)
    makers.a_sent_idea(ours)
    owner.get(f"/ideas/{makers.an_idea(ours)}/review", status=403)


def test_what_stops_and_what_was_recognised_stand_apart_and_are_told_anew_or_withdrawn(world, browse):
    ours, owner = world.ours, browse(world.ours.owner)
    ref = makers.an_idea(ours, stage=Stage.MAINSTREAM)
    at = f"/ideas/{ref}/routine"
    assert (
        "Give the day on which it is to end" in owner.post(f"{at}/old-service", {"service": "Visits"}, status=200).text
    )
    for ends in ("1/3/2027", "1/4/2027"):
        owner.post(f"{at}/old-service", {"service": "Two visits", "ends_on": ends, "owner_id": str(ours.lead.id)})
    to_come = {"title": "Beacon award", "giver": "IDeA", "on": "1/3/2199"}
    assert "not one to come" in owner.post(f"{at}/recognition", to_come, status=200).text
    owner.post(f"{at}/recognition", {**to_come, "on": "1/3/2026"}, status=303)
    page = Page(owner.get(at).text)
    assert "It ends on 1 April 2027. Priya Nair ends it." in page.words
    assert "1 March 2027" not in page.words
    withdraw = page.links["Withdraw: Two visits"]
    assert "Finance: nobody is named yet." in page.words
    with ours.door():
        assert gate.paper(idea=makers.idea_of(ref), gate=Gate.EMBED).level_supported == 0  # an award is no evidence
    pack = browse(ours.observer).get(f"/ideas/{ref}/pack").text
    assert "Recognition, which is no evidence" in pack
    assert "Two visits ends on 1 April 2027, by Priya Nair." in Page(pack).words
    with clock.at(datetime(2027, 4, 2, 9, tzinfo=clock.LONDON)):
        late = "Two visits was to end on 1 April, by Priya Nair, and nobody has said that it did."
        assert late in Page(browse(ours.observer).get(f"/ideas/{ref}/pack").text).words
    owner.post(page.links["Withdraw: Beacon award"], {"because": "Another team's"}, status=303)
    owner.post(withdraw, {"because": "They go on"}, status=303)
    told = owner.get(at).text
    assert "No award is noted." in told
    assert "Nothing is said of what it replaces" in told, "nor what was said of it before"
    assert "Another team’s" in (text := owner.get(f"/ideas/{ref}/pack").text) or "Another team&#39;s" in text


def test_what_each_office_says_stands_at_the_mainstream_gate_and_in_its_decision(world, browse):
    ours, owner, finance = world.ours, browse(world.ours.owner), browse(world.ours.observer)
    ref = makers.an_idea(ours, stage=Stage.MOBILISE)
    asked = {"sign_offs-office": "finance", "sign_offs-person_id": str(ours.observer.id)}
    owner.post(f"/ideas/{ref}/current/sign_offs", asked, status=303)
    said = {"word": "with_conditions", "note": "A line in the budget by April."}
    finance.post(f"/ideas/{ref}/sign-offs/finance", said, status=303)
    at_gate = Page(owner.get(f"/ideas/{ref}/gates/mainstream").text).words
    assert "Finance: signed off, with conditions by Cllr Ann Reid" in at_gate
    assert "Human resources: nobody is named yet." in at_gate
    makers.a_decision(ours, ref, Word.GO, at=Gate.MAINSTREAM, lesson="Ask finance first.")
    finance.post(f"/ideas/{ref}/sign-offs/finance", {"word": "refused", "note": "No line came."}, status=303)
    record = Page(owner.get(f"/ideas/{ref}/decisions/3").text).words
    assert "A line in the budget by April." in record
    assert "No line came." not in record
    assert "Ask finance first." in browse(ours.contributor).get("/library/lessons").text


def test_the_archive_says_why_what_was_learnt_and_whether_others_may_take_it_up(world, browse):
    ours, lead = world.ours, browse(world.ours.lead)
    refs = {}
    for title, reason, learnt in (
        ("Robot", "provider_failed", "Ask what if the firm goes."),
        ("Taxi", "no_real_need", "Count."),
    ):
        refs[title] = ref = makers.an_idea(ours, title=title, stage=Stage.DESIGN)
        stop = {"stop_reason": gate.StopReason(reason), "lesson": learnt}
        makers.a_decision(ours, ref, Word.STOP, at=Gate.MOBILISE, **stop)
    makers.an_idea(ours, title="Goes on")
    page = Page(browse(ours.contributor).get("/library/stopped").text)
    for told in (
        "Robot",
        "“Ask what if the firm goes.”",
        "Provider failed",
        "Kept in the council.",
        "Why: It was weighed.",
    ):
        assert told in page.words, told
    assert "Goes on" not in page.words
    narrowed = Page(lead.get("/library/stopped?reason=no_real_need").text).words
    assert ("Taxi" in narrowed, "Robot" in narrowed) == (True, False)
    assert "Robot" in (found := Page(lead.get("/library/stopped?q=firm").text).words)
    assert "Taxi" not in found
    lead.post(f"/ideas/{refs['Robot']}/archive", {"given": "yes"}, status=303)
    assert "Other councils may take it up." in lead.get("/library/stopped?q=firm").text
    assert "Agreed that other councils may take it up." in lead.get(f"/ideas/{refs['Robot']}").text
    lead.post(f"/ideas/{refs['Robot']}/archive", {"given": "no"}, status=303)
    assert "Kept in the council." in lead.get("/library/stopped?q=firm").text
    browse(ours.owner).post(f"/ideas/{refs['Robot']}/archive", {"given": "yes"}, status=403)
    lead.post(f"/ideas/{refs['Robot']}/archive", {"given": "yes"}, status=303)
    with ours.door():
        gate.reopen(idea=makers.idea_of(refs["Robot"]), because="It is missed.", by=ours.lead.id)
    makers.a_decision(ours, refs["Robot"], Word.STOP, at=Gate.MOBILISE, **stop)  # without consent, this time
    assert "Kept in the council." in lead.get("/library/stopped?q=firm").text
    lead.post(f"/ideas/{refs['Robot']}/archive", {"given": "yes"}, status=303)
    assert "Other councils may take it up." in lead.get("/library/stopped?q=firm").text
    assert "Nothing was stopped yet" in browse(world.theirs.lead).get("/library/stopped").text
