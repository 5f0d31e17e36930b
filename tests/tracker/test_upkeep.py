"""A council that sets one of the days of upkeep changes every page, part, item, link, flag and nudge of its with it.

Each test sets other days and looks wherever the entry is asked, before and after.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import makers
from tests.browsing import Browser
from tests.makers import Side
from tracker import clock, collaborative, gate, idea, lesson, nudge, portfolio, risk, setting, upkeep, value
from tracker.capacity import Partner
from tracker.idea import Fact, Idea, Move, Stage
from tracker.tenancy import session

TODAY = date(2026, 11, 20)
BEGAN, SEEN, SPOKEN = (TODAY - timedelta(days=ago) for ago in (80, 70, 40))
SEVEN_MONTHS = date(2027, 6, 30)

ChangeDays = Callable[[str, int], None]


@pytest.fixture
def set_days(world) -> ChangeDays:
    """Another number of days, or of months, as a lead of the council sets it: `set_days("sponsor", 30)`."""

    def change(name: str, count: int) -> None:
        with world.ours.door():
            setting.change(wanted={f"days.{name}": count}, because="We hear of it sooner.", by=world.ours.lead.id)

    return change


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """A day in November on which everything is looked at."""
    with clock.at(TODAY):
        yield


def words_of(text: str) -> str:
    """What is read of some HTML."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@dataclass
class Places:
    """Where a person, and the worker, would see that something is old: of one council and one of its ideas."""

    side: Side
    ref: str
    browse: Callable[..., Browser]

    def html(self, path: str, by: str) -> str:
        """A page as its reader gets it."""
        return self.browse(getattr(self.side, by)).get(path.format(ref=self.ref)).text

    def page(self, path: str, *, by: str = "owner") -> str:
        """The words of a page."""
        return words_of(self.html(path, by))

    def title(self, path: str, *, by: str = "owner") -> str:
        """The heading of a page."""
        return words_of(self.html(path, by).partition("<h1")[2].partition(">")[2].partition("</h1>")[0])

    def computed(self) -> None:
        """The worker comes round."""
        with self.side.door():
            portfolio.compute()

    def part(self, name: str) -> tuple[int, int]:
        """How many count in a part of the profile, and of how many."""
        with self.side.door():
            (part,) = portfolio.profile_record(until=clock.today(), of=[name]).parts
            return part.numerator, part.denominator

    def items(self, *keys: str) -> list[int | None]:
        """The values of some items of the idea's triangle."""
        with self.side.door():
            triangle = portfolio.triangle_of(idea_id=makers.idea_of(self.ref).id)
            values = {reading.item.key: reading.value for reading in triangle.items}
            return [values[key] for key in keys]

    def is_left_out(self, key: str) -> bool:
        """Whether an unanswered item is left out of its mean."""
        with self.side.door():
            triangle = portfolio.triangle_of(idea_id=makers.idea_of(self.ref).id)
            return not next(reading.counts for reading in triangle.items if reading.item.key == key)

    def first_link_is_weak(self) -> bool:
        """Whether authority gives capacity weakly."""
        with self.side.door():
            return portfolio.triangle_of(idea_id=makers.idea_of(self.ref).id).links[0].weak

    def flag(self, key: str) -> str | None:
        """The fact behind a flag of the idea's triangle, if it flies."""
        with self.side.door():
            triangle = portfolio.triangle_of(idea_id=makers.idea_of(self.ref).id)
            return next((flag.fact for flag in triangle.flags if flag.key == key), None)

    def is_nudged(self, rule: str) -> bool:
        """Whether the idea would be asked about by a rule today."""
        with self.side.door():
            subject = makers.idea_of(self.ref).id
            found = [plan.reason for plan in nudge.plan(day=TODAY)]
            return any(reason.rule.code == rule and reason.idea_id == subject for reason in found)


def begun(side: Side, title: str, stage: Stage) -> Idea:
    """An idea that came 80 days ago and went straight to its stage."""
    made = idea.log_draft(by=side.contributor.id, title=title, problem="People wait.", proposal="Try a van.")
    idea.submit(idea=made, by=side.contributor.id)
    idea.send_to_design_gate(idea=made, owner_id=side.owner.id, because="Worth a look.", by=side.lead.id)
    idea.move(idea=made, to=stage, decision=Move.ADVANCE, rationale="It works.", by=side.lead.id)
    session().flush()
    return made


def kept_current(side: Side, ref: str, extent: str) -> None:
    """All that is asked is said: evidence 70 days ago, and money for seven months."""
    subject, by = makers.idea_of(ref), side.owner.id
    claim = value.claim(idea=subject, by=by, indicator="Visits", baseline="9", target="2")
    session().flush()
    value.add_evidence(
        idea=subject, by=by, claim_id=claim.id, kind="public_feedback", value="4", note="It is better.", value_on=SEEN
    )
    value.add_funding(idea=subject, by=by, funder="Fund", end=SEVEN_MONTHS)
    risk.raise_risk(idea=subject, by=by, description="Rain", likelihood=1, impact=1, mitigation="Hats")
    idea.set_fact(idea=subject, fact=Fact.EXTENT, value=extent, by=by)
    idea.set_fact(idea=subject, fact=Fact.INVOLVEMENT, value="designs_with", by=by)
    gate.say_what_nothing_costs(idea=subject, words="Forty people wait.", by=by)
    idea.name_sponsor(idea=subject, by=side.lead.id, person_id=side.sponsor.id)


def last_heard_of(side: Side, ref: str) -> None:
    """The last thing that happened, 40 days ago: the owner speaks with the sponsor, and writes a lesson."""
    subject = makers.idea_of(ref)
    idea.record_contact(idea=subject, on=SPOKEN, by=side.owner.id)
    lesson.write_lesson(idea=subject, lesson="Ask the night shift.", worked="yes", by=side.owner.id)
    session().add(Partner(idea_id=subject.id, organisation="The hospital", counts_from=SPOKEN, recorded_at=clock.now()))


@pytest.fixture
def places(world, browse) -> Callable[..., Places]:
    """Five ideas of which all is current, as far as the days of the rule book go; the places to look at the first."""

    def make(stage: Stage = Stage.MOBILISE, *, extent: str = "incremental") -> Places:
        side = world.ours
        with clock.at(BEGAN), side.door():
            refs = sorted(begun(side, f"Van {n}", stage).ref for n in range(5))
        with clock.at(SEEN), side.door():
            for ref in refs:
                kept_current(side, ref, extent)
        with clock.at(SPOKEN), side.door():
            for ref in refs:
                last_heard_of(side, ref)
        found = Places(side, refs[0], browse)
        found.computed()
        return found

    return make


def test_the_days_of_a_sponsor(places, set_days):
    seen = places()
    assert "Everything is current" in seen.page("/ideas/{ref}")
    assert seen.page("/ideas/{ref}", by="sponsor").count("Nothing is asked of you here.") == 1
    assert seen.title("/") == "All current"
    assert "You have spoken with every team in the last 60 days." in seen.page("/", by="sponsor")
    assert "A word every 60 days" in seen.page("/", by="sponsor")
    assert "Every 60 days is enough." in seen.page("/ideas/{ref}/contact")
    assert seen.part("sponsorship") == (5, 5)
    assert "5 of 5 were in contact with their sponsor in the last 60 days." in seen.page("/portfolio", by="lead")
    assert (seen.items("sponsor_active", "contact"), seen.first_link_is_weak()) == ([4, 4], False)
    assert not seen.is_nudged("sponsor_silent")

    set_days("sponsor", 30)
    seen.computed()
    late = "The last contact was 40 days ago; every 30 days is enough."
    assert late in seen.page("/ideas/{ref}")
    assert late in seen.page("/ideas/{ref}/current")
    assert "Contact within 30 days keeps it going." in seen.page("/ideas/{ref}", by="sponsor")
    assert seen.title("/") == "5 ideas need five minutes"
    assert late in seen.page("/")
    assert seen.title("/", by="sponsor") == "Five teams wait for a word from you"
    assert "A word every 30 days" in seen.page("/", by="sponsor")
    assert "Every 30 days is enough." in seen.page("/ideas/{ref}/contact")
    assert seen.part("sponsorship") == (0, 5)
    profile = seen.page("/portfolio", by="lead")
    assert "5 ideas with no sponsor contact for 30 days" in profile
    assert "0 of 5 were in contact with their sponsor in the last 30 days." in profile
    told = seen.page("/portfolio/sponsorship", by="lead")
    assert "ideas whose team was in contact with their sponsor in the last 30 days" in told
    assert "The 30 days are our own reading." in told
    assert (seen.items("sponsor_active", "contact"), seen.first_link_is_weak()) == ([2, 2], True)
    items = seen.page("/ideas/{ref}/health")
    assert "is recorded in the last 30 days." in items
    assert "is 31 to 60 days old." in items
    assert seen.is_nudged("sponsor_silent")


def test_the_days_of_a_sponsor_who_backs_a_design(places, set_days):
    seen = places(Stage.DESIGN)
    assert seen.items("sponsor") == [4]
    set_days("sponsor", 30)
    seen.computed()
    assert seen.items("sponsor") == [2]
    assert "no contact or act of theirs is recorded in the last 30 days." in seen.page("/ideas/{ref}/health")


@pytest.mark.parametrize(
    ("extent", "entry", "other"), [("incremental", "evidence", "90"), ("system", "evidence_large", "180")]
)
def test_the_days_of_evidence(places, set_days, extent, entry, other):
    seen = places(extent=extent)
    assert seen.title("/") == "All current"
    assert seen.part("evidence") == (5, 5)
    assert "fresh to " + other in seen.page("/portfolio/evidence", by="lead")
    assert not seen.is_nudged("evidence_stale")

    set_days(entry, 50)
    seen.computed()
    late = "The newest record is 70 days old; one in 50 days is enough."
    assert late in seen.page("/ideas/{ref}")
    assert late in seen.page("/ideas/{ref}/current")
    assert late in seen.page("/")
    assert seen.part("evidence") == (0, 5)
    told = seen.page("/portfolio/evidence", by="lead")
    small, large = ("50", "180") if entry == "evidence" else ("90", "50")
    assert f"reviewed in the last {small} days, or {large} where the idea is radical" in told
    assert f"The {small} and {large} days are our own reading." in told
    assert "70 days old; fresh to 50" in told
    assert seen.is_nudged("evidence_stale")


def test_the_months_of_money(places, set_days):
    seen = places()
    assert seen.title("/") == "All current"
    assert seen.part("runway") == (5, 5)
    assert "5 of 5 have money for six months or need none." in seen.page("/portfolio", by="lead")
    assert "now 6 months a year" in seen.page("/ideas/{ref}")
    assert seen.flag("funding_cliff") is None

    set_days("runway", 9)
    seen.computed()
    late = "The granted money lasts 7 more months."
    assert late in seen.page("/ideas/{ref}")
    assert "now 9 months a year" in seen.page("/ideas/{ref}")
    assert late in seen.page("/ideas/{ref}/current")
    assert late in seen.page("/")
    assert seen.part("runway") == (0, 5)
    told = seen.page("/portfolio", by="lead")
    assert "0 of 5 have money for nine months or need none." in told
    assert "5 ideas without nine months' money" in told
    part = seen.page("/portfolio/runway", by="lead")
    assert "ideas with money for nine months or more, or that need none" in part
    assert seen.flag("funding_cliff") == "The last granted money ends on 30 June 2027: 7 months."


@pytest.mark.parametrize(("extent", "entry"), [("incremental", "idle"), ("radical", "idle_large")])
def test_the_days_after_which_an_idea_is_idle(places, set_days, extent, entry):
    seen = places(extent=extent)
    assert (seen.flag("idle"), seen.is_nudged("idle")) == (None, False)
    set_days(entry, 30)
    seen.computed()
    assert (seen.flag("idle"), seen.is_nudged("idle")) == ("Nothing has happened since 11 October 2026.", True)
    told = "(30 days where its extent" if entry == "idle_large" else "(180 days where its extent"
    assert told in seen.page("/portfolio/nudges/rules", by="lead")


def test_the_days_in_which_people_carry_an_idea(places, set_days):
    seen = places()
    assert seen.flag("one_person") is None
    set_days("people", 45)
    seen.computed()
    assert seen.flag("one_person") == "Only one person has done anything on it in the last 45 days."


def test_the_days_of_grace(places, set_days):
    seen = places()
    assert not seen.is_left_out("team")
    assert "counts 0 after 30 days in the stage" in seen.page("/ideas/{ref}/health")
    set_days("grace", 100)
    seen.computed()
    assert seen.is_left_out("team")
    told = seen.page("/ideas/{ref}/health")
    assert "left out for 100 days" in told
    assert "counts 0 after 100 days in the stage" in told


@pytest.mark.parametrize(
    ("entry", "other", "item", "told"),
    [
        ("lesson", 30, "learns", "The newest lesson is 31 to 60 days old."),
        ("partner", 30, "partners", "The newest activity of a partner is 31 to 60 days old."),
        ("feedback", 50, "public_heard", "Feedback from the public is recorded that is more than 50 days old"),
    ],
)
def test_the_days_of_what_makes_it_mainstream(places, set_days, entry, other, item, told):
    seen = places(Stage.MAINSTREAM)
    assert seen.items(item) == [4]
    set_days(entry, other)
    seen.computed()
    assert seen.items(item) == [2]
    assert told in seen.page("/ideas/{ref}/health")


def test_the_days_of_a_publication(places, set_days):
    seen = places(Stage.EMBEDDED)
    with clock.at(SPOKEN):
        makers.a_card(seen.side, makers.a_collaborative(seen.side), seen.ref)
    seen.computed()
    assert seen.items("communicated") == [4]
    assert "was refreshed in the last year." in seen.page("/ideas/{ref}/health")
    set_days("publication", 30)
    seen.computed()
    assert seen.items("communicated") == [2]
    assert "was refreshed in the last 30 days." in seen.page("/ideas/{ref}/health")


def test_the_days_for_which_a_closed_idea_is_asked_for_a_lesson(places, set_days):
    seen = places()
    ref = makers.a_sent_idea(seen.side, title="A key safe")
    with clock.at(SPOKEN), seen.side.door():
        idea.decline(idea=makers.idea_of(ref), because="Another team does it.", by=seen.side.lead.id)
    seen.computed()
    assert seen.part("learning") == (0, 1)
    assert "0 of 1 closed in the last year left a lesson." in seen.page("/portfolio", by="lead")
    set_days("learning", 39)
    seen.computed()
    assert seen.part("learning") == (0, 0)
    set_days("learning", 40)
    seen.computed()
    assert "0 of 1 closed in the last 40 days left a lesson." in seen.page("/portfolio", by="lead")
    assert "ideas closed in the last 40 days:" in seen.page("/portfolio/learning", by="lead")


def test_the_days_of_flow(places, set_days):
    seen = places()
    assert seen.part("flow") == (0, 5)
    assert "ideas submitted in the last 180 days" in seen.page("/portfolio/flow", by="lead")
    assert "over the last 180 days." in seen.page("/triage", by="lead")
    set_days("flow", 100)
    assert "over the last 100 days." in seen.page("/triage", by="lead")
    set_days("flow", 79)
    seen.computed()
    assert seen.part("flow") == (0, 0)
    assert "ideas submitted in the last 79 days" in seen.page("/portfolio/flow", by="lead")
    assert "Median first reply" not in seen.page("/triage", by="lead")


def test_the_days_of_news(places, set_days):
    seen = places()
    assert "What happened to your ideas" in seen.page("/inbox", by="contributor")
    set_days("news", 39)
    assert "You are up to date." in seen.page("/inbox", by="contributor")


def test_the_months_after_which_a_card_is_stuck_where_it_began_are_set_by_no_council(browse):
    since, side = TODAY - timedelta(days=200), makers.a_side()
    with clock.at(since):
        shared = makers.a_collaborative(side)
        makers.a_card(side, shared, makers.an_idea(side, stage=Stage.MAINSTREAM))
    with side.door():
        which = collaborative.get(shared).id

    def stuck() -> int:
        portfolio.compute_joint(which)
        with side.door():
            return portfolio.figures_query(which).answer().told["stuck"]

    assert stuck() == 0
    with clock.at(since + timedelta(days=370)):
        assert stuck() == 1
    page = browse(side.lead).get("/portfolio/settings").text
    assert "for so many days is idle" in page
    assert "is stuck where it began" not in page


def test_every_entry_of_the_file_is_changed_by_a_test_here():
    tests = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in vars(upkeep.days()) if f'"{name}"' not in tests] == []
