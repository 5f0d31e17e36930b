"""What an idea should change and how well that is known: through its pages, on rows where a wrong sum shows."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest

from tests import makers
from tests.conftest import counted
from tests.reading import Page
from tests.tracker.test_attachments import JPEG
from tracker import clock, collaborative, idea, lesson, upkeep, value
from tracker.collaborative import AdaptationStatus, Evaluator
from tracker.idea import Refused, Stage
from tracker.portfolio.profile.queries import ideas_on
from tracker.tenancy import directory

DAY = date(2026, 11, 20)
LATER = DAY + timedelta(days=30)
WHY = "The wrong year was read off."
MOST_STATEMENTS = 5


@pytest.fixture
def ref(world) -> str:
    with clock.at(DAY - timedelta(days=200)):
        return makers.an_idea(world.ours, stage=Stage.MAINSTREAM)


@pytest.fixture
def owner(world, browse):
    return browse(world.ours.owner)


def claims(side, ref: str) -> list[value.ClaimWorth]:
    with side.door():
        return value.worth_of(idea=makers.idea_of(ref)).claims


def levels(page: Page) -> list[str]:
    """How each level stands."""
    return [part.words for part in page.under("level").entries]


def test_a_claim_climbs_from_its_first_figure_to_a_justified_method_and_says_why(world, owner, browse, ref):
    at = f"/ideas/{ref}"
    with clock.at(DAY):
        said = {
            "indicator": "Back in hospital within 30 days",
            "unit": "per cent",
            "baseline": "14.2",
            "baseline_date": "October 2025",
            "target": "9",
            "target_on": "1 March 2027",
            "level_asked": "3",
            "stated_change": "one third fewer",
            "stated_in": "the autumn bulletin",
            "review_on": "1 December 2026",
        }
        owner.post(f"{at}/claims/new", said)
        assert "is said of the idea already" in owner.post(f"{at}/claims/new", said, status=200).text
        [claim] = claims(world.ours, ref)
        page, add = f"{at}/claims/{claim.id}", f"{at}/evidence/new?claim={claim.id}"
        assert Page(owner.get(page).text).asked.headings == ["Write down what you saw"]
        owner.post(add, {"kind": "account", "note": "They like the call."})
        for month, figure in (("20 January 2026", "13.1"), ("20 July 2026", "11.9"), ("20 September 2026", "10.8")):
            owner.post(add, {"kind": "figure", "value": figure, "value_on": month, "note": "The trust's list"})
        sent = {
            "kind": "user_feedback",
            "note": "I would not have rung myself.",
            "pictures": (io.BytesIO(JPEG), "call.jpg"),
        }
        owner.post(add, sent)
        told = Page(browse(world.ours.observer).get(page).text)
        assert "The records support level 2. Level 3 is stated, which outruns them." in told.words
        assert "3.4 percentage points less, from 14.2 to 10.8" in told.under("figures").words
        assert [row[:2] for row in told.under("figures").rows[1:]] == [
            ["October 2025 the start", "14.2"],
            ["20 January", "13.1"],
            ["20 July", "11.9"],
            ["20 September", "10.8"],
            ["1 March 2027 target", "9"],
        ]
        drawn = next(one.get("aria-label") for one in told.root.iter() if one.get("role") == "img")
        assert "30 days: 14.2, October 2025; 13.1, 20 January" in drawn.replace("\xa0", " ")
        assert "The two differ." in told.under("said").words  # a third of 14.2 is no 3.4 points
        heard = told.under("heard").words
        assert "I would not have rung myself." in heard
        assert heard.count("Nothing yet. The embed gate asks for it.") == 2
        assert [line.split(" A ")[0] for line in levels(told)[:2]] == ["Level 1 There", "Level 2 There"]
        assert "Level 3 Missing" in levels(told)[2]
        assert told.under("rests").words.startswith("The step to mainstream, 4 May.")
        assert not told.has("ask")  # who only reads is asked nothing
        again = {**said, "method": "Months from before", "because": WHY}
        refused = owner.post(f"{page}/correct", again, status=200).text
        assert "Say why this method shows that the idea made the change" in refused
        owner.post(f"{page}/correct", {**again, "method_because": "It fell only where we rang."})
        told = Page(owner.get(page).text)
        assert "Months from before: It fell only where we rang." in levels(told)[2]
        assert "Outruns" not in told.words
        assert (
            "Claim: Back in hospital within 30 days: put right. “The wrong year was read off.”"
            in told.under("before").words
        )
        with counted() as statements:
            owner.get(page)
        assert len(statements) <= MOST_STATEMENTS
        with counted() as statements:
            owner.get(f"{at}/claims")
        assert len(statements) <= MOST_STATEMENTS
    with clock.at(LATER):
        late = browse(world.ours.owner)
        assert Page(late.get(page).text).asked.headings == ["Look at this claim again"]
        with world.ours.door():
            found = idea.story(ref=ref, reader=world.ours.owner.reader, asides=(value.WORTH,))
            due = upkeep.parts_due_on(found, found.told(value.WORTH), [])
        assert due["claim"] == "A claim was to be looked at again on 1 December."
        assert "still to come" in late.post(f"{page}/review", {"review_on": "1 December 2026"}, status=200).text
        late.post(f"{page}/review", {"review_on": "1 March 2027", "note": "Still so."})
        assert "looked at again. “Still so.”" in Page(late.get(page).text).under("before").words


def test_links_files_procedures_sums_and_who_evaluates_are_put_right_and_taken_back(world, owner, ref):
    at = f"/ideas/{ref}"
    with clock.at(DAY):
        with world.ours.door():
            claim = value.claim(idea=makers.idea_of(ref), by=world.ours.owner.id, indicator="Days waiting").id
        sums = {"unit": "one person rung", "spent_least": "12,000", "spent_most": "15000", "results": "300"}
        need = {"wanted_least": "600", "wanted_most": "900", "assumptions": "One nurse rings twelve a day."}
        kinds = {
            "theory": (
                {"steps": "1. A nurse rings.\n2. Small things are heard."},
                {"steps": "A nurse rings.\nSomebody goes."},
            ),
            "evaluations": (
                {"evaluator": "The university", "due_on": "1 November 2026"},
                {"evaluator": "The audit team"},
            ),
            "sums": (sums | need, sums | need | {"wanted_most": "1000"}),
            "manuals": (
                {"title": "The call sheet", "place": "https://example.org/sheet"},
                {"title": "Sheet", "place": "Shelf 2"},
            ),
            "links": (
                {"address": "https://example.org/list", "title": "The list", "looked_on": "1 November 2026"},
                {"address": "https://example.org/list/2", "title": "The list", "looked_on": "1 November 2026"},
            ),
        }
        for kind, (said, _) in kinds.items():
            owner.post(f"{at}/{kind}/new", said)
        owner.post(f"{at}/links/new?claim={claim}", {"address": "https://example.org/ward", "looked_on": "1 May 2026"})
        owner.post(f"{at}/claims/{claim}/files", {"papers": (io.BytesIO(JPEG), "ward.jpg")})
        for wrong in ("javascript:alert(1)", "example.org", "https://kit:secret@example.org", "https://"):
            assert 'id="address-error"' in owner.post(f"{at}/links/new", {"address": wrong}, status=200).text
        page = Page(owner.get(f"{at}/claims").text)
        assert "£24,000 to £45,000 for 600 to 900, at £40 to £50 for each: one person rung" in page.words
        assert "The report is late: it was due on 1 November." in page.under("evaluation").words
        assert page.under("theory").items[:2] == ["A nurse rings.", "Small things are heard."]
        beside = Page(owner.get(f"{at}/claims/{claim}").text)
        assert "ward.jpg" in beside.under("links").words
        assert "example.org/list" not in beside.under("links").words  # it is about no claim
        address = {
            kind: next(link for link in page.links.values() if f"/{kind}/" in link and link.endswith("/correct"))
            for kind in kinds
        }
        link = address["links"].removesuffix("/correct")
        owner.post(f"{link}/look")
        assert "Last looked at 20 November." in Page(owner.get(f"{at}/claims").text).under("links").words
        for kind, (_, otherwise) in kinds.items():
            mine = address[kind].removesuffix("/correct")
            assert "Say why it is changed" in owner.post(f"{mine}/correct", otherwise, status=200).text, kind
            owner.post(f"{mine}/correct", {**otherwise, "because": WHY})
            owner.post(f"{mine}/withdraw", {"because": "Of another idea."})
            assert "Withdrawn by" in Page(owner.get(f"{at}/claims").text).words, kind
            owner.post(f"{mine}/undo")
            assert WHY in owner.get(f"{mine}/history").text
        page = Page(owner.get(f"{at}/claims").text)
        assert "£24,000 to £50,000 for 600 to 1,000" in page.words
        assert "Somebody goes." in page.under("theory").items
        ward = page.under("links").links["History of https://example.org/ward"].removesuffix("/history")
        owner.post(f"{at}/claims/{claim}/withdraw", {"because": "It measures nothing."})
        kept = owner.follow(owner.post(f"{ward}/look")).text
        assert "It is still there: looked at today: https://example.org/ward" not in kept, "it was looked at today"


def test_a_replication_counts_where_it_worked_and_somebody_other_than_its_owner_says_so(world, browse, ref):
    ours, third = world.ours, makers.a_side(name="Third Council")
    with directory():
        made = collaborative.found(code=f"ring-{ours.code}", name="Ring the day after", convenor_id=ours.id)
        for side in (world.theirs, third):
            collaborative.join(collaborative_id=made.id, council_id=side.id)
    number = makers.a_card(ours, made.code, ref)
    with ours.door():
        me = {"idea": makers.idea_of(ref), "by": ours.owner.id}
        claim = value.claim(
            **me, indicator="Days", baseline="9", baseline_date="2025", comparison_group=True, level_asked=5
        )
        value.add_evidence(**me, claim_id=claim.id, value="4")
    taken = {side.id: makers.an_adaptation(side, made.code, number) for side in (world.theirs, third)}

    def level() -> int:
        return claims(ours, ref)[0].supported

    def report(side, status, evaluator, who="", told=303):
        sent = {"status": status, "result": "It went.", "evaluator": evaluator or "", "evaluated_by": who}
        return browse(side.lead).post(f"/ideas/{taken[side.id]}/adaptation", sent, status=told).text

    assert level() == 3
    report(world.theirs, "worked", None)
    report(world.theirs, "worked", "team")
    report(world.theirs, "worked_in_part", "outside", "The audit team")
    assert level() == 3
    assert "Say who evaluated it" in report(world.theirs, "worked", "outside", told=200)
    report(world.theirs, "worked", "outside", "The audit team")
    assert level() == 4
    page = Page(browse(ours.owner).get(f"/ideas/{ref}/claims/{claim.id}").text)
    assert "evaluated by The audit team" in levels(page)[3]
    assert "is trying it" in levels(page)[3]
    assert "It takes two councils; 1 so far." in levels(page)[4]
    browse(ours.owner).post(f"/ideas/{ref}/manuals/new", {"title": "Sheet", "place": "Shelf 2"})
    assert level() == 4
    report(third, "worked", "colleague", "Adult care")
    assert level() == 5
    report(world.theirs, "did_not_work", "outside", "The audit team", told=200)  # it says why not
    with third.door():
        found = makers.idea_of(taken[third.id])
        said = {"status": AdaptationStatus.WORKED, "result": "Yes.", "by": third.lead.id}
        with pytest.raises(Refused):
            collaborative.report_result(idea=found, **said, evaluator=Evaluator.OUTSIDE)
        collaborative.report_result(idea=found, **said, evaluator=Evaluator.TEAM)
    assert level() == 4


def test_what_is_believed_and_tested_is_a_lesson_until_it_is_taken_back(world, owner, browse, ref):
    at = f"/ideas/{ref}"

    def taught(day: date) -> bool:
        with world.ours.door():
            return next(one for one in ideas_on(day=day) if one.ref == ref).has_lesson

    with clock.at(DAY):
        owner.post(f"{at}/assumptions/new", {"believed": "People open the door to a stranger", "test": "Ring twelve"})
        assert not taught(DAY)
        page = Page(owner.get(f"{at}/claims").text)
        mine = next(link for link in page.links.values() if link.endswith("/finding")).removesuffix("/finding")
        owner.post(f"{mine}/finding", {"test": "We rang twelve.", "held": "no", "lesson": "Nobody opens after five."})
        assert taught(DAY)
        told = Page(owner.get(f"{at}/claims").text).under("assumptions").words
        assert "How it was tested: We rang twelve. It did not hold: Nobody opens after five." in told
        assert "Nobody opens after five." in Page(owner.get(at).text).under("lessons").words
        again = owner.post(f"{mine}/finding", {"test": "x", "held": "yes", "lesson": "y"}, status=200).text
        assert "What was found is written down already" in again
        with world.ours.door():
            kept = lesson.lessons_on(idea=makers.idea_of(ref))[0].id
        found = {"lesson": "Nobody opens after four.", "may_be_shared": "y", "because": WHY}
        owner.post(f"{at}/lessons/{kept}/correct", found)
        held = {"believed": "People open the door to a stranger", "test": "We rang twelve.", "held": "mixed"}
        owner.post(f"{mine}/correct", {**held, "because": WHY})
        assert "It held in part: Nobody opens after four." in Page(owner.get(f"{at}/claims").text).words
    with clock.at(LATER):
        late = browse(world.ours.owner)
        late.post(f"{mine}/withdraw", {"because": "It was another street."})
        assert (taught(LATER), taught(DAY)) == (False, True)  # a past day stays as it was
        late.post(f"{mine}/undo")
        assert taught(LATER)


def test_a_sponsor_who_opens_a_claim_has_seen_its_evidence_and_no_other(world, browse, ref):
    with world.ours.door():
        me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
        idea.name_sponsor(**me, person_id=world.ours.sponsor.id)
        one, other = (value.claim(**me, indicator=name).id for name in ("Days", "Visits"))
        for claim in (one, other):
            value.add_evidence(**me, claim_id=claim, note="Seen")
    browse(world.ours.sponsor).get(f"/ideas/{ref}/claims/{one}")
    seen = {claim.indicator: bool(claim.records[0].seen_by_sponsor_on) for claim in claims(world.ours, ref)}
    assert seen == {"Days": True, "Visits": False}
    browse(world.ours.sponsor).get(f"/ideas/{ref}/claims")
    assert all(claim.records[0].seen_by_sponsor_on for claim in claims(world.ours, ref))


def test_sums_begin_from_what_was_counted_last_whichever_claim_it_is_on(world, owner, ref):
    with clock.at(DAY):
        with world.ours.door():
            me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
            for name, count, days in (("Days", "120", 90), ("Visits", "300", 10), ("Calls", "200", 40)):
                made = value.claim(**me, indicator=name)
                on = DAY - timedelta(days=days)
                value.add_evidence(**me, claim_id=made.id, kind="output_count", value=count, value_on=on)
        form = Page(owner.get(f"/ideas/{ref}/sums/new").text)
        assert form.named("results").get("value") == "300"


def test_a_benefit_that_a_file_says_is_withdrawn_rests_on_no_claim_and_stands_in_no_pack(world, browse, ref):
    with world.ours.door():
        me = {"idea": makers.idea_of(ref), "by": world.ours.owner.id}
        claim = value.claim(**me, indicator="Days").id
        for what in ("One call fewer", "One bed free"):
            made = value.add_benefit(**me, description=what, **makers.OF_OURS)
        made.state = value.BenefitState.WITHDRAWN
    reads = browse(world.ours.observer)
    rests = Page(reads.get(f"/ideas/{ref}/claims/{claim}").text).under("rests").words
    pack = Page(reads.get(f"/ideas/{ref}/pack").text).words
    gains = pack[pack.index("Who pays, who gains") : pack.index("What happened")]
    for words in (rests, gains):
        assert "One call fewer" in words
        assert "One bed free" not in words
