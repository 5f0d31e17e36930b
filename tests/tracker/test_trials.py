"""Tandem trials: variants of one target side by side, each from its own start; never ranked, seen by members alone."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, collaborative, trial
from tracker.idea import Stage
from tracker.trial.rules import TrialScale, change_from, scale_of


@pytest.mark.parametrize(
    ("unit", "starts", "value", "scale", "change"),
    [
        ("days", ["20", "12"], "15", TrialScale.SHARE, "-25.0"),
        ("days", ["20", "0"], "15", TrialScale.UNITS, "-5.0"),
        ("% of homes", ["20", "12"], "35", TrialScale.POINTS, "15.0"),
        (None, ["3"], "4", TrialScale.SHARE, "33.3"),
    ],
)
def test_changes_of_all_councils_are_told_on_one_scale(unit, starts, value, scale, change):
    numbers = [Decimal(one) for one in starts]
    assert scale_of(unit, numbers) is scale
    assert change_from(numbers[0], Decimal(value), scale) == Decimal(change)


@pytest.fixture
def sides(database):
    return [makers.a_side(name=f"{name} Council") for name in ("Yarrow", "Alder", "Moss")]


@pytest.fixture
def code(sides) -> str:
    return makers.a_collaborative(*sides)


def test_a_trial_is_begun_entered_and_measured_through_its_pages(sides, code, browse):
    yarrow, alder, _ = sides
    ref = makers.an_idea(yarrow, stage=Stage.DESIGN)
    lead, member = browse(yarrow.lead), browse(alder.contributor)
    page = Page(lead.get(f"/collaboratives/{code}/trials").text)
    assert "Begin a trial" in page.links
    begun = {
        "title": "Damp in one visit",
        "target": "Half the days to a repair.",
        "indicator": "days to the repair",
        "unit": "days",
        "starts_on": "1 March 2026",
        "ends_on": "1 February 2026",
    }
    assert "It ends before it starts" in lead.post(f"/collaboratives/{code}/trials/new", begun, status=200).text
    lead.post(f"/collaboratives/{code}/trials/new", begun | {"ends_on": "31 December 2026"})
    at = f"/collaboratives/{code}/trials/1"
    assert "Half the days to a repair." in member.get(at).text
    early = {"baseline": "no", "value": "15", "on": f"{makers.days_ago(2):%d/%m/%Y}"}
    assert "Add your baseline first" in lead.post(f"{at}/figures", early, status=200).text
    said = {"name": "By taxi", "differs": "No van of ours.", "idea": ref.lower()}
    assert "no idea with this reference" in lead.post(f"{at}/variant", {**said, "idea": "ZZ-9"}, status=200).text
    lead.follow(lead.post(f"{at}/variant", said))
    assert "Tried beside others" in lead.get(f"/ideas/{ref}").text
    assert Page(lead.get(at).text).asked.links == {"Add your start": f"{at}/figures"}
    start = {"baseline": "yes", "value": "20", "on": f"{makers.days_ago(30):%d/%m/%Y}"}
    lead.post(f"{at}/figures", start)
    lead.post(f"{at}/figures", early)
    assert "later than the start" in lead.post(f"{at}/figures", early | {"on": start["on"]}, status=200).text
    lead.post(f"{at}/lessons", {"words": "Ring before you come."})
    seen = member.get(at).text
    assert "−25 per cent" in seen.lower()
    assert "Ring before you come." in seen
    assert "No van of ours." in seen
    assert ref not in seen, "of the idea itself the others see nothing"
    member.post(f"{at}/figures", early, status=403)


def test_variants_stand_by_name_from_their_own_starts_and_are_never_ranked(sides, code, browse):
    number = makers.a_trial(sides[0], code)
    at = f"/collaboratives/{code}/trials/{number}"
    figures = {"Yarrow": ["10", "5"], "Alder": ["100", "90", "110"], "Moss": ["40", "38"]}
    for side, values in zip(sides, figures.values(), strict=True):
        told = [(60 - 10 * n, value) for n, value in enumerate(values)]
        makers.a_variant(side, code, number, name=f"As {side.name} does", figures=told)
    page = Page(browse(sides[2].contributor).get(at).text)
    councils = ["Alder Council", "Moss Council", "Yarrow Council"]
    with sides[2].door():
        record = trial.trial_record(collaborative.get(code), number, reader=sides[2].contributor.reader)
    assert [one.council for one in record.variants] == councils
    assert [record.change(one, one.last) for one in record.variants] == [Decimal(10), Decimal(-5), Decimal(-50)]
    words = page.part("govuk-main-wrapper").words.lower()
    assert sorted(councils, key=lambda one: words.index(f"as {one.lower()} does")) == councils
    for told in ("+10 per cent", "−5 per cent", "−50 per cent"):
        assert told in words
    for ranking in ("best", "worst", "first place", "winner", "rank", "average", "total"):
        assert ranking not in words


def test_a_wrong_figure_is_withdrawn_with_its_reason_and_a_start_said_anew_counts(sides, code, browse):
    yarrow = sides[0]
    number = makers.a_trial(yarrow, code)
    start, last = makers.a_variant(yarrow, code, number, name="Van", figures=[(60, "20"), (20, "15")])
    at = f"/collaboratives/{code}/trials/{number}"
    lead = browse(yarrow.lead)
    browse(sides[1].lead).get(f"{at}/figures/{last}/withdraw", status=404)
    lead.post(f"{at}/figures/{last}/withdraw", {"because": "It was of another ward."})
    lead.get(f"{at}/figures/{last}/withdraw", status=404)
    seen = browse(sides[1].contributor).get(at).text
    assert "It was of another ward." in seen
    assert "−25" not in seen
    lead.post(f"{at}/figures", {"baseline": "yes", "value": "30", "on": f"{makers.days_ago(50):%d/%m/%Y}"})
    lead.post(f"{at}/figures", {"baseline": "no", "value": "15", "on": f"{clock.today():%d/%m/%Y}"})
    assert "−50 per cent" in browse(sides[1].contributor).get(at).text.lower()
    assert start != last


def test_a_council_outside_finds_no_trial_and_one_that_left_is_seen_in_it_no_more(sides, code, browse):
    number = makers.a_trial(sides[0], code)
    at = f"/collaboratives/{code}/trials/{number}"
    for side in sides:
        makers.a_variant(side, code, number, name=f"As {side.name} does", figures=[(60, "20"), (20, "15")])
    outside = makers.a_side()
    for role in ("contributor", "owner", "lead", "sponsor", "observer"):
        browser = browse(outside.people[role])
        for path in (at, f"/collaboratives/{code}/trials"):
            browser.get(path, status=404)
    browse(outside.lead).get(f"/collaboratives/{code}/trials/new", status=404)
    browse(outside.lead).post(f"{at}/figures", {"baseline": "yes", "value": "1"}, status=404)
    moss = sides[2]
    with moss.door():
        collaborative.leave(collaborative=collaborative.get(code), by=moss.lead.id)
    seen = browse(sides[0].contributor).get(at).text
    assert "As Alder Council does" in seen
    assert "Moss" not in seen
    browse(moss.lead).get(at, status=404)
