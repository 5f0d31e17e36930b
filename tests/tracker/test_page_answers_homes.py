"""Everybody's home answers what waits for them, oldest first, and where the one button leads.

Ideas of others, of reports, parked, closed and of the neighbour stand beside those that are shown.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, gate, idea, risk, value
from tracker.gate import Gate, StopReason, Term, Word
from tracker.idea import Extent, Fact, Stage

DAY = date(2026, 11, 18)  # a Wednesday


def at(days: int):
    return clock.at(DAY + timedelta(days=days))


@pytest.fixture
def home(browse):
    def page(side: makers.Side, role: str = "lead", path: str = "/") -> Page:
        with at(0):
            return Page(browse(side.people[role]).get(path).text)

    return page


def ask(side, ref: str, words: str = "Which wards?") -> None:
    with side.door():
        idea.ask_author(idea=makers.idea_of(ref), question=words, by=side.lead.id)


def sent(side, days: int, title: str) -> str:
    with at(days):
        return makers.a_sent_idea(side, title=title)


def settled(side, term: Term) -> None:
    """A request that was decided, a condition that was met, and one of an idea that stopped: nobody waits for them."""
    with at(-60):
        done = makers.an_idea(side, title="One done", stage=Stage.DESIGN)
        stopped = makers.an_idea(side, title="One stopped", stage=Stage.DESIGN)
        with side.door():
            gate.ask_for_decision(idea=makers.idea_of(done), gate=Gate.MOBILISE, by=side.owner.id)
        for ref in (done, stopped):
            makers.a_decision(side, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
        with side.door():
            [met] = gate.conditions_on(makers.idea_of(done).id)
            gate.meet_condition(condition=met, note="Done.", by=side.owner.id)
        ended = {"stop_reason": StopReason.NO_REAL_NEED, "lesson": "Ask first."}
        makers.a_decision(side, stopped, Word.STOP, at=Gate.MAINSTREAM, **ended)


@pytest.fixture(scope="module")
def busy(database) -> makers.World:
    """A world in which much waits for our lead."""
    return makers.a_world()


@pytest.fixture(scope="module")
def waiting(busy) -> dict[str, str]:
    """What waits for our lead: three replies, one outcome, a decision and a condition; and what does not."""
    ours, refs = busy.ours, {}
    for name, days in (("newest", 0), ("oldest", -12), ("due today", -7)):
        refs[name] = sent(ours, days, f"The {name} one")
    refs["answered"] = sent(ours, -6, "Answered one")
    refs["asked"] = sent(ours, -30, "Asked one")
    sent(busy.theirs, -40, "Of the neighbour")
    with at(-5):
        ask(ours, refs["asked"])
        with ours.door():
            idea.reply(idea=makers.idea_of(refs["answered"]), words="Read, thank you.", by=ours.lead.id)
    with at(-80):
        for name in ("to decide", "late decision", "with a condition"):
            refs[name] = makers.an_idea(ours, title=f"One {name}", stage=Stage.DESIGN)
        term = Term(text="Cap the overtime", owner_id=ours.owner.id, due_on=DAY - timedelta(days=1))
        today = Term(text="Due today", owner_id=ours.owner.id, due_on=DAY)
        makers.a_decision(ours, refs["with a condition"], Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term, today))
    with at(-4), ours.door():
        for name, due in (("to decide", 3), ("late decision", -1)):
            asked = {"note": "Please.", "due_on": DAY + timedelta(days=due)}
            gate.ask_for_decision(idea=makers.idea_of(refs[name]), gate=Gate.MOBILISE, by=ours.owner.id, **asked)
    settled(ours, term)
    return refs


def test_a_lead_reads_how_much_waits_and_opens_the_oldest_promise_first(home, busy, waiting):
    page = home(busy.ours)
    assert page.heading == "Seven things need you"
    assert page.part("lede").words == "1 first reply is past the promise."
    assert page.asked.headings == ["Sam Okafor has waited 8 working days for a first reply"]
    assert "Their idea, The oldest one, came on 6 November." in page.asked.words
    assert page.asked.links == {"Read and reply": f"/ideas/{waiting['oldest']}/triage", "Open triage": "/triage"}


def test_a_lead_reads_the_other_replies_by_the_day_promised(home, busy, waiting):
    assert home(busy.ours).under("replies").items == [
        "Today The due today one Sam Okafor. Sent 11 November, 5 working days ago. Reply: The due today one",
        "Wed 25 Nov The newest one Sam Okafor. Sent 18 November. Reply: The newest one",
    ]


def test_a_lead_reads_what_is_to_be_decided_and_what_has_lapsed(home, busy, waiting):
    page = home(busy.ours)
    assert page.under("undecided").items == [
        "Sent 12 Nov Answered one Sam Okafor, first answered on 13 November. Decide: Answered one"
    ]
    assert page.under("decisions").items == [
        "Tue 17 Nov One late decision Mobilise gate. Tom Baker asked on 14 November. Decide: One late decision",
        "Sat 21 Nov One to decide Mobilise gate. Tom Baker asked on 14 November. Decide: One to decide",
    ]
    marked = [entry.elements[0].find("p").get("class") for entry in page.under("decisions").entries]
    assert marked == ["todo__when late", "todo__when"]
    assert page.under("decisions").links["Decide: One to decide"] == f"/ideas/{waiting['to decide']}/gates/mobilise"
    assert page.under("conditions").items == [
        "Lapsed 17 Nov Cap the overtime For One with a condition. Look again: Cap the overtime"
    ]


def test_a_lead_reads_what_moved_in_the_week_and_not_before(home, busy, waiting):
    moved = home(busy.ours).under("moved").items
    assert [line.split(": Sent in.")[0] for line in moved if "Sent in." in line] == [
        "The newest one",
        "Answered one",
        "The due today one",
    ]
    assert not [line for line in moved if "The oldest one" in line or "neighbour" in line]


def test_the_desk_opens_the_oldest_promise_and_groups_the_rest_by_what_they_wait_for(home, busy, waiting):
    page = home(busy.ours, "lead", "/triage")
    assert page.part("deskbar").paragraphs[0] == (
        "3 wait for a first reply, promised within 5 working days. 1 is past it."
    )
    assert page.part("triage__idea").headings[0] == "The oldest one"
    assert (
        "Sam Okafor has waited 8 working days; the answer was due on Friday 13 November."
        in page.part("triage__idea").paragraphs
    )
    queue = page.part("triage__queue")
    assert queue.headings[1:] == [
        "Past the promise",
        "Due today",
        "Later",
        "Answered, to be decided",
        "With their authors, asked a question",
        "Keys",
    ]
    assert queue.items == [
        "The oldest one 8 days, 3 past",
        "The due today one 5 days",
        "The newest one 0 days",
        "Answered one sent 12 Nov",
        "Asked one sent 19 Oct",
    ]


def test_an_empty_desk_tells_the_median_of_first_replies(world, home):
    for days, replied in ((-20, -20), (-20, -15), (-13, -9)):
        ref = sent(world.ours, days, "Damp")
        with at(replied), world.ours.door():
            idea.decline(idea=makers.idea_of(ref), because="No.", by=world.ours.lead.id)
    assert (
        "All answered. Median first reply: 2 working days, over the last 180 days."
        in home(world.ours, "lead", "/triage").words
    )


def current(side, found, *, but: str = "") -> None:
    """Keep every part of an idea current, but one."""
    by: dict[str, Any] = {"idea": found, "by": side.owner.id}
    made = value.claim(**by, indicator="days", baseline="9", target="2")
    value.add_evidence(**by, claim_id=made.id, value="4")
    idea.set_fact(**by, fact=Fact.EXTENT, value=Extent.INCREMENTAL)
    idea.set_fact(**by, fact=Fact.INVOLVEMENT, value="asked")
    idea.set_fact(**by, fact=Fact.NEEDS_NO_MONEY, value="yes")
    idea.name_sponsor(**by, person_id=side.sponsor.id)
    idea.record_contact(**by, on=clock.today())
    noted = risk.raise_risk(**by, description="x", likelihood=1, impact=1, mitigation="y", review_on=date(2027, 5, 1))
    if but == "risk":
        risk.close_risk(**by, risk=noted)
    gate.say_what_nothing_costs(idea=found, words="Much.", by=side.owner.id)


def test_an_owner_reads_which_need_five_minutes_the_longest_in_its_stage_first_and_why(world, home):
    ours, refs = world.ours, {}
    for title, days, stage, but in (
        ("Newer", -30, Stage.MOBILISE, "risk"),
        ("Older", -90, Stage.DESIGN, "everything"),
        ("Current", -20, Stage.MOBILISE, ""),
        ("Latent", -10, Stage.LATENT, "everything"),
        ("Parked", -50, Stage.DESIGN, "everything"),
    ):
        with at(days):
            refs[title] = makers.an_idea(ours, title=title, stage=stage)
        with at(-1), ours.door():
            if but != "everything":
                current(ours, makers.idea_of(refs[title]), but=but)
            if title == "Parked":
                idea.park(idea=makers.idea_of(refs[title]), until=date(2027, 3, 1), because="x", by=ours.lead.id)
    page = home(ours, "owner")
    assert page.heading == "Three things need you"
    assert page.asked.headings == ["Older"]
    assert page.asked.links["Keep it current"] == f"/ideas/{refs['Older']}/current"
    assert "And 7 more." in page.asked.words
    assert page.under("needs").items == [
        "Mobilise, 30 days Newer Nothing that could go wrong is noted yet. Keep it current: Newer"
    ]
    assert page.under("latent").links["Answer the questions: Latent"] == f"/ideas/{refs['Latent']}/gates/design"
    assert [line.split()[0] for line in page.part("ideas").items] == ["Current"]
    assert "Parked" not in page.words


def test_a_sponsor_reads_which_team_waits_longest_for_a_word(world, home):
    ours, refs = world.ours, {}
    for title, ago in (("Sixty", 60), ("Sixty-one", 61), ("Never", None), ("Ninety", 90)):
        with at(-120):
            refs[title] = makers.an_idea(ours, title=title, stage=Stage.MOBILISE)
            with ours.door():
                idea.name_sponsor(idea=makers.idea_of(refs[title]), by=ours.owner.id, person_id=ours.sponsor.id)
        if ago:
            with at(-ago), ours.door():
                idea.record_contact(idea=makers.idea_of(refs[title]), by=ours.owner.id, on=clock.today())
    with at(-120):
        makers.an_idea(ours, title="Of nobody", stage=Stage.MOBILISE)
    page = home(ours, "sponsor")
    assert page.heading == "Three teams wait for a word from you"
    assert page.asked.headings == ["Never"]
    assert "No word between you and the team is recorded yet." in page.asked.words
    assert page.asked.links["Note a contact"] == f"/ideas/{refs['Never']}/contact"
    assert [line.split(" Tom Baker looks after it.")[0] for line in page.under("silent").items] == [
        "3 months Ninety",
        "2 months Sixty-one",
    ]
    assert [line.split()[0] for line in page.part("ideas").items] == ["Sixty"]


def test_an_author_reads_each_idea_with_its_question_first_and_what_was_said(world, home):
    ours = world.ours
    for n, title in enumerate(("Read", "Asked", "Tried", "Declined", "Late")):
        with clock.at(datetime(2026, 11, 2, 9, n, tzinfo=clock.LONDON) if title == "Late" else DAY):
            ref = makers.a_sent_idea(ours, title=title)
        with at(0), ours.door():
            found = makers.idea_of(ref)
            if title == "Asked":
                idea.ask_author(idea=found, question="Which wards?", by=ours.lead.id)
            if title == "Tried":
                idea.send_to_design_gate(idea=found, owner_id=ours.owner.id, because="Worth it.", by=ours.lead.id)
            if title == "Declined":
                idea.decline(idea=found, because="Two wards do it.", by=ours.lead.id)
    makers.a_sent_idea(ours, title="Of somebody else", by=ours.owner)
    stories = {entry.headings[0]: entry for entry in home(ours, "contributor").part("stories").entries}
    assert next(iter(stories)) == "Asked"
    assert "Priya Nair asks: “Which wards?”" in stories["Asked"].words
    assert list(stories["Asked"].links) == ["Asked", "Answer Priya"]
    assert "Next: a person answers by Wednesday 25 November." in stories["Read"].paragraphs
    assert "an answer was promised by Monday 9 November. It is late" in stories["Late"].words
    assert "Next: Tom Baker looks after it. You hear of every decision." in stories["Tried"].paragraphs
    assert "“Two wards do it.”" in stories["Declined"].paragraphs
    assert set(stories) == {"Read", "Asked", "Tried", "Declined", "Late"}
