"""What a council sets of its own: dated, with a reason; it holds from its day, for this council alone, everywhere."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests import makers, reading
from tests.makers import Side
from tests.plain_record import Record
from tests.reading import Page
from tracker import clock, exchange, idea, nudge, portfolio, setting, upkeep, value
from tracker.idea import Fact, Idea, Move, Refused, Stage
from tracker.nudge.models import Nudge
from tracker.tenancy import session

TODAY = date(2026, 11, 20)  # a Friday
YESTERDAY, SPOKEN = TODAY - timedelta(days=1), TODAY - timedelta(days=50)
WHY = "Two months is too long for a sponsor who is asked to carry a risk."


def tried(side: Side, title: str) -> Idea:
    """A small idea that is being tried, whose sponsor was last heard of 50 days ago."""
    made = idea.log_draft(by=side.contributor.id, title=title, problem="People wait.", proposal="Try a van.")
    idea.submit(idea=made, by=side.contributor.id)
    idea.send_to_design_gate(idea=made, owner_id=side.owner.id, because="Worth a look.", by=side.lead.id)
    idea.move(idea=made, to=Stage.MOBILISE, decision=Move.ADVANCE, rationale="It works.", by=side.lead.id)
    session().flush()
    idea.set_fact(idea=made, fact=Fact.EXTENT, value="incremental", by=side.owner.id)
    idea.name_sponsor(idea=made, by=side.lead.id, person_id=side.sponsor.id)
    idea.record_contact(idea=made, on=SPOKEN, by=side.owner.id)
    return made


@pytest.fixture
def side(world):
    """A council with five ideas of which each is current, as far as the days that come go."""
    with clock.at(SPOKEN), world.ours.door():
        refs = [tried(world.ours, f"Van {n}").ref for n in range(5)]
    with clock.at(TODAY):
        yield world.ours, refs


def words_of(shown) -> str:
    """What is read of a page, or of a part of it."""
    return reading.words(Page(shown.text).root.find("body") if hasattr(shown, "status_code") else shown)


def part(name: str, day: date) -> tuple[int, int]:
    known = next(one for one in portfolio.profile_on(day=day) if one.name == name)
    return known.numerator, known.denominator


def as_it_stands(answer) -> dict[str, str]:
    """What the form of a page would send if nothing on it were changed."""
    root = Page(answer.text).root
    typed = {one.get("name"): one.get("value", "") for one in root.iter("input") if one.get("type") == "text"}
    chosen = {
        box.get("name"): next(one.get("value") for one in box.iter("option") if one.get("selected") is not None)
        for box in root.iter("select")
    }
    return {**typed, **chosen}


def test_a_day_that_is_over_keeps_what_was_set_on_it(side, world, browse, tmp_path):
    ours, _ = side
    lead = browse(ours.lead)
    given = as_it_stands(lead.get("/portfolio/settings"))
    given |= {"days_sponsor": "45", "mix_incremental": "50", "mix_radical": "40", "because": WHY}
    assert "Kept. It holds from today" in lead.follow(lead.post("/portfolio/settings", given)).text
    with ours.door():
        assert (part("sponsorship", YESTERDAY), part("sponsorship", TODAY)) == ((5, 5), (0, 5))
        mix = {day: portfolio.profile_on(day=day)[0].terms["radical_target"] for day in (YESTERDAY, TODAY)}
        assert mix == {YESTERDAY: 30, TODAY: 40}
    with world.theirs.door():
        assert upkeep.days().sponsor == 60
    assert "in the last 60 days" in lead.get(f"/portfolio/sponsorship?day={YESTERDAY}").text
    assert "in the last 45 days" in lead.get("/portfolio/sponsorship").text
    told = words_of(lead.get("/portfolio/settings"))
    assert f"Contact with a sponsor: 45 from 20 November, by {ours.lead.name}: “{WHY}”" in told
    exchange.export_folder(tmp_path)
    exchange.export_record(tmp_path)
    for day in (YESTERDAY, TODAY):
        with ours.door():
            said = {one["name"]: one["value"] for one in portfolio.profile_json(as_of=day)["parts"]}
        worked_out = Record.read(tmp_path, ours.code).profile(day, working_days=lambda *_: 0)
        assert worked_out | {"flow": 0} == said | {"flow": 0}


def test_weights_that_break_the_order_are_refused_beside_their_field_and_nothing_typed_is_lost(side, browse):
    ours, (ref, *_) = side
    lead = browse(ours.lead)
    given = as_it_stands(lead.get("/portfolio/settings")) | {"weights_mobilise_authority": "50"}
    given |= {"weights_mobilise_capacity": "30", "days_evidence": "200"}
    refused = lead.post("/portfolio/settings", given, status=200)
    page = Page(refused.text)
    assert "in mobilise capacity is above authority" in words_of(page.named("weights_mobilise_capacity-error"))
    assert "Enter 200 or more" in words_of(page.named("days_evidence_large-error"))
    assert page.named("weights_mobilise_authority").get("value") == "50"
    assert "Say why you change it" in refused.text
    with ours.door():
        before = portfolio.triangle_now(idea_id=makers.idea_of(ref).id).score
    given |= {"weights_mobilise_authority": "30", "weights_mobilise_capacity": "50", "days_evidence": "90"}
    lead.post("/portfolio/settings", given | {"because": WHY})
    with ours.door():
        portfolio.compute()
        after = portfolio.triangle_of(idea_id=makers.idea_of(ref).id).score
        assert before != after
    assert "Your council set these numbers" in lead.get(f"/ideas/{ref}/health").text


def test_a_rule_changed_is_first_looked_at_and_then_kept_with_its_reason(side, browse):
    ours, _ = side
    lead, where = browse(ours.lead), "/portfolio/nudges/rules"
    with ours.door():
        portfolio.compute()
    given = as_it_stands(lead.get(where)) | {"sponsor_silent__after": "45", "kpi_heavy__on": "off"}
    looked = Page(lead.post(where, {**given, "act": "look"}, status=200).text)
    asked = looked.asked.words
    assert "5 more reasons on Monday" in asked
    assert (
        f"{ours.sponsor.name}, Van 0. No contact between the sponsor and the team is recorded since 1 October." in asked
    )
    assert "Sponsorship: 0 of 5 instead of 5" in asked
    assert looked.named("sponsor_silent__after").get("value") == "45"
    refused = Page(lead.post(where, {**given, "act": "keep"}, status=200).text)
    assert "Say why you change it" in words_of(refused.named("because-error"))
    with ours.door():
        assert not setting.settings()
    lead.post(where, {**given, "act": "keep", "because": WHY})
    with ours.door():
        assert dict(setting.settings()) == {"days.sponsor": 45, "nudge.kpi_heavy.off": True}
        planned = {(one.reason.rule.code, one.person_id) for one in nudge.plan(day=TODAY + timedelta(days=3))}
        assert ("sponsor_silent", ours.sponsor.id) in planned
    after = words_of(lead.get("/portfolio/nudges"))
    assert f"By {ours.lead.name}, 20 November: “{WHY}”" in after
    rules = len(nudge.rule_book())
    assert f"{rules - 1} of {rules} rules are on." in after
    again = {**as_it_stands(lead.get(where)), "because": WHY, "act": "keep"}
    assert "Nothing was changed" in lead.follow(lead.post(where, again)).text


def test_what_a_rule_asked_is_withdrawn_once_it_is_switched_off(side):
    ours, _ = side
    with ours.door(), setting.holding({"days.sponsor": 45}):
        assert nudge.find_due() >= 5
    with ours.door():
        wishes = {code: nudge.RuleWish() for code in nudge.rule_book()}
        nudge.set_rules(
            wishes=wishes | {"sponsor_silent": nudge.RuleWish(after=45, on=False)}, because=WHY, by=ours.lead.id
        )
        nudge.find_due()
        states = set(session().scalars(select(Nudge.state).where(Nudge.rule == "sponsor_silent")))
        assert states == {"withdrawn"}


def test_money_that_ends_is_told_of_in_its_order(side):
    ours, _ = side
    with ours.door(), pytest.raises(Refused) as why:
        wishes = {code: nudge.RuleWish() for code in nudge.rule_book()}
        nudge.set_rules(wishes=wishes | {"runway_3": nudge.RuleWish(after=180)}, because=WHY, by=ours.lead.id)
    assert (why.value.field, f"{why.value}") == (
        "runway_3__after",
        "Enter less than 180: the rule above speaks earlier",
    )


def test_how_a_triangle_moved_is_kept_day_by_day_and_drawn_with_its_table(side, browse):
    ours, (ref, *_) = side
    with clock.at(SPOKEN), ours.door():
        portfolio.compute()
    with clock.at(YESTERDAY), ours.door():
        portfolio.compute()
    with ours.door():
        subject = makers.idea_of(ref)
        value.add_funding(idea=subject, by=ours.owner.id, funder="Fund", end=TODAY + timedelta(days=300))
        portfolio.compute()
        days = portfolio.triangle_days(idea_id=subject.id)
        assert [one.day for one in days] == [SPOKEN, YESTERDAY, TODAY]
        assert days[-1].authority == portfolio.triangle_of(idea_id=subject.id).corners["authority"]
        assert days[-1][2:] != days[-2][2:]
    page = Page(browse(ours.owner).get(f"/ideas/{ref}/health").text)
    assert [row[0] for row in page.table("Each day on which a figure changed")[1:]] == [
        "20 November",
        "19 November",
        "1 October",
    ]
