"""What rested comes up again: by itself on its day, on the desk of the leads, its authors told; what is closed too.

Each on data where another idea, another day or another council would give another answer.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from tests import makers
from tests.letters import text_of
from tests.reading import Page
from tracker import clock, council, gate, idea, post
from tracker.council import Role
from tracker.gate import Gate, StopReason, Term, Word
from tracker.idea import Refused, Stage, State
from tracker.tenancy import session

DAY = date(2026, 11, 18)  # a Wednesday
BEFORE = DAY - timedelta(days=40)
PRINTED = "18 November"


@pytest.fixture
def late_reply(world):
    with clock.at(BEFORE):
        return makers.a_late_reply(world.ours)


def at(days: int = 0):
    return clock.at(DAY + timedelta(days=days))


def page(browse, person: makers.Someone, path: str) -> Page:
    with at():
        return Page(browse(person).get(path).text)


def under(read: Page, name: str) -> list[str]:
    return read.under(name).items if read.has(name) else []


def letters_to(person: makers.Someone) -> list[tuple[str, str]]:
    """What somebody was written in the open council: subject and words, in order."""
    asked = select(post.Letter).where(post.Letter.person_id == person.id).order_by(post.Letter.id)
    return [(letter.subject, text_of(letter)) for letter in session().scalars(asked)]


def parked(side: makers.Side, ref: str, *, until: date) -> str:
    with side.door():
        idea.park(idea=makers.idea_of(ref), until=until, because="After the elections.", by=side.lead.id)
    return ref


def woken(side: makers.Side) -> int:
    """What the worker does for a council on the day."""
    with at(), side.door():
        return idea.wake_due()


# --- parked ---
@pytest.mark.usefixtures("late_reply")
def test_a_parked_idea_comes_back_by_itself_on_its_day_on_the_desk_and_its_author_is_told(world, browse):
    ours = world.ours
    with clock.at(BEFORE):
        latent = parked(ours, makers.an_idea(ours, title="Latent one"), until=DAY)
        going = parked(ours, makers.an_idea(ours, title="Going one", stage=Stage.MOBILISE), until=DAY)
        later = parked(ours, makers.an_idea(ours, title="Later one"), until=DAY + timedelta(days=1))
        theirs = parked(world.theirs, makers.a_sent_idea(world.theirs), until=DAY)
    with at(-1), ours.door():
        assert idea.wake_due() == 0
    assert woken(ours) == 2
    assert woken(ours) == 0
    with ours.door():
        found = {ref: makers.idea_of(ref) for ref in (latent, going, later)}
        assert [(one.state, one.stage) for one in found.values()] == [
            (State.TRIAGE, Stage.LATENT),
            (State.ACTIVE, Stage.MOBILISE),
            (State.PARKED, Stage.LATENT),
        ]
        told = [words for subject, words in letters_to(ours.contributor) if "taken up again" in subject]
        assert len(told) == 2
        assert "A person reads it again now" in told[0]
        assert "It goes on where it was (being tried)" in told[1]
    with world.theirs.door():
        assert makers.idea_of(theirs).state is State.PARKED
    home = page(browse, ours.lead, "/")
    assert ["Latent one" in line for line in under(home, "undecided")] == [True]
    assert under(home, "undecided")[0].startswith("Back 18 Nov Latent one")
    assert [line.split(" It was")[0] for line in under(home, "woken")] == ["Since 18 Nov Going one"]


@pytest.mark.usefixtures("late_reply")
def test_an_idea_that_waits_for_its_authors_answer_is_on_the_desk_all_the_same_once_it_is_back(world, browse):
    ours = world.ours
    with clock.at(BEFORE):
        ref = makers.a_sent_idea(ours, title="Asked one")
        with ours.door():
            idea.ask_author(idea=makers.idea_of(ref), question="Which wards?", by=ours.lead.id)
        parked(ours, ref, until=DAY)
    woken(ours)
    assert len(under(page(browse, ours.lead, "/"), "undecided")) == 1
    with at(), ours.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Still?", by=ours.lead.id)
    assert under(page(browse, ours.lead, "/"), "undecided") == []


@pytest.mark.parametrize("settles", ["carry on", "park", "decide"])
def test_what_came_back_leaves_the_desk_once_a_lead_says_how_it_goes_on(world, browse, settles):
    ours = world.ours
    with clock.at(BEFORE):
        ref = parked(ours, makers.an_idea(ours, stage=Stage.DESIGN), until=DAY)
    woken(ours)
    with at():
        read = Page((lead := browse(ours.lead)).get(f"/ideas/{ref}").text)
        assert read.asked.headings == [f"It is back since {PRINTED}: how does it go on?"]
        if settles == "carry on":
            lead.post(f"/ideas/{ref}/carry-on", {})
        elif settles == "park":
            parked(ours, ref, until=DAY + timedelta(days=30))
        else:
            makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
    assert under(page(browse, ours.lead, "/"), "woken") == []


def test_until_when_an_idea_is_parked_stands_on_its_page_in_the_list_and_at_its_authors_home(world, browse):
    ours = world.ours
    with at():
        ref = parked(ours, makers.an_idea(ours, stage=Stage.DESIGN), until=date(2027, 3, 3))
    for path in (f"/ideas/{ref}", "/ideas", "/"):
        assert "aiting until 3 March 2027" in page(browse, ours.contributor, path).words.replace("\xa0", " "), path


# --- held ---
def held(side: makers.Side, *, until: date, title: str = "Held one") -> str:
    ref = makers.an_idea(side, title=title, stage=Stage.DESIGN)
    makers.a_decision(side, ref, Word.HOLD, at=Gate.MOBILISE, until=until)
    return ref


def test_a_hold_is_as_visible_as_parking_wherever_the_idea_is_shown(world, browse):
    ours = world.ours
    with at():
        ref = held(ours, until=date(2027, 3, 3))
    shown = {
        f"/ideas/{ref}": "Held until 3 March 2027.",
        "/ideas": "held until 3 March 2027",
        "/board": "Held until 3 Mar",
        "/": "its decision is held until 3 March 2027.",
    }
    for path, says in shown.items():
        assert says in page(browse, ours.contributor, path).words.replace("\xa0", " "), path
    with at(), ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=ours.lead.id, person_id=ours.sponsor.id)
    for person in (ours.owner, ours.sponsor):
        assert "eld until 3 March 2027" in page(browse, person, "/").words.replace("\xa0", " "), person.name


@pytest.mark.usefixtures("late_reply")
def test_a_hold_comes_up_on_the_desk_on_its_day_until_it_is_decided_again(world, browse):
    ours = world.ours
    with clock.at(BEFORE):
        ref = held(ours, until=DAY)
        held(ours, until=DAY + timedelta(days=1), title="Held for longer")
    home = page(browse, ours.lead, "/")
    assert [line.split(" Its decision")[0] for line in under(home, "held")] == ["Wed 18 Nov Held one"]
    assert home.under("held").links["Decide again: Held one"] == f"/ideas/{ref}/gates/mobilise"
    with at():
        makers.a_decision(ours, ref, Word.GO, at=Gate.MOBILISE)
        assert under(page(browse, ours.lead, "/"), "held") == []
        with ours.door():
            assert makers.idea_of(ref).held_until is None


# --- lapsed ---
@pytest.mark.usefixtures("late_reply")
def test_a_condition_that_lapses_is_nudged_and_put_before_the_lead_and_the_idea_stays_where_it_is(world, browse):
    from tracker import nudge

    ours = world.ours
    with clock.at(BEFORE):
        ref = makers.an_idea(ours, stage=Stage.DESIGN)
        term = Term(text="Cap the overtime", owner_id=ours.owner.id, due_on=DAY - timedelta(days=1))
        makers.a_decision(ours, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
    with at(), ours.door():
        said = "A condition of its gate decision lapsed on 17 November: Cap the overtime."
        assert (ours.owner.id, said) in [(one.person_id, one.reason.fact) for one in nudge.plan(day=DAY)]
        assert makers.idea_of(ref).stage is Stage.MOBILISE
    assert under(page(browse, ours.lead, "/"), "conditions")[0].startswith("Lapsed 17 Nov Cap the overtime")


# --- nobody's ---
def gone(side: makers.Side, how: str) -> None:
    with side.door():
        if how == "left":
            council.end_membership(person_id=side.owner.id, by=side.admin.id)
        else:
            council.set_roles(person_id=side.owner.id, roles=[Role.CONTRIBUTOR], by=side.admin.id)


@pytest.mark.parametrize("how", ["left", "may no longer own"])
@pytest.mark.parametrize("state", [State.ACTIVE, State.PARKED])
@pytest.mark.usefixtures("late_reply")
def test_an_idea_whose_owner_is_gone_says_so_stands_on_the_desk_and_in_a_list_of_its_own(world, browse, how, state):
    ours = world.ours
    with at():
        ref = makers.an_idea(ours, title="Left behind", stage=Stage.MOBILISE)
        if state is State.PARKED:
            parked(ours, ref, until=DAY + timedelta(days=30))
        makers.an_idea(world.theirs, title="Of the neighbour")
        other = makers.a_person(ours.id, Role.OWNER, name="Ola Reed")
        kept = makers.a_sent_idea(ours, title="Kept one")
        with ours.door():
            idea.send_to_design_gate(idea=makers.idea_of(kept), owner_id=other.id, because="Yes.", by=ours.lead.id)
        assert "Every idea is looked after." in page(browse, ours.lead, "/ideas/unowned").words
        gone(ours, how)
    read = page(browse, ours.lead, f"/ideas/{ref}")
    assert read.asked.headings == ["Nobody looks after it now: choose an owner"]
    assert read.asked.links == {"Choose an owner": f"/ideas/{ref}/owner"}
    assert "Nobody looks after it now." in page(browse, ours.contributor, f"/ideas/{ref}").words
    [line] = under(page(browse, ours.lead, "/"), "orphans")
    assert line.startswith("Mobilise Left behind Nobody looks after it: choose an owner.")
    listed = page(browse, ours.lead, "/ideas/unowned")
    assert listed.asked.headings == ["Choose somebody for Left behind"]
    assert ("left the council on 18 November" in listed.asked.words) is (how == "left")
    assert [one.text for one in listed.root.iter("option")] == ["Choose somebody", "Ola Reed", "Priya Nair"]
    with at():
        lead = browse(ours.lead)
        led = lead.post(f"/ideas/{ref}/owner", {"owner_id": str(other.id), "back": "list"})
        assert led.location == "/ideas/unowned"
    assert under(page(browse, ours.lead, "/"), "orphans") == []


@pytest.mark.parametrize("how", ["left", "may no longer own"])
def test_of_an_idea_that_is_nobodys_only_a_lead_is_nudged(world, how):
    from tracker import nudge

    ours = world.ours
    with clock.at(BEFORE - timedelta(days=200)):
        ref = makers.an_idea(ours, stage=Stage.DESIGN)
        with ours.door():
            idea.name_sponsor(idea=makers.idea_of(ref), by=ours.lead.id, person_id=ours.sponsor.id)
        term = Term(text="Ask", owner_id=ours.contributor.id, due_on=DAY)
        makers.a_decision(ours, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=(term,))
    with at(), ours.door():
        before = {one.person_id for one in nudge.plan(day=DAY)}
    assert before - {ours.lead.id} == {ours.owner.id, ours.sponsor.id, ours.contributor.id}
    gone(ours, how)
    with at(), ours.door():
        assert {one.person_id for one in nudge.plan(day=DAY)} == {ours.lead.id}


# --- reopened ---
def closed(side: makers.Side, how: str) -> str:
    if how == "declined":
        ref = makers.a_sent_idea(side)
        with side.door():
            idea.decline(idea=makers.idea_of(ref), because="Not now.", by=side.lead.id)
        return ref
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    ended = {"stop_reason": StopReason.NO_REAL_NEED, "lesson": "Ask first."}
    makers.a_decision(side, ref, Word.STOP, at=Gate.MOBILISE, **ended)
    return ref


@pytest.mark.parametrize(("how", "stage"), [("declined", Stage.LATENT), ("stopped", Stage.DESIGN)])
def test_a_lead_reopens_a_closed_idea_with_a_reason_at_the_stage_it_had(world, browse, how, stage):
    ours = world.ours
    ref = closed(ours, how)
    with ours.door():
        made = len(gate.decisions_on(makers.idea_of(ref).id))
    lead = browse(ours.lead)
    assert "Take it up again" in Page(lead.get(f"/ideas/{ref}").text).links
    assert "Say why it is taken up again" in lead.post(f"/ideas/{ref}/reopen", {"because": " "}, status=200).text
    lead.post(f"/ideas/{ref}/reopen", {"because": "The new landlord asks for it."})
    with ours.door():
        found = makers.idea_of(ref)
        assert (found.state, found.stage, found.outcome) == (State.ACTIVE, stage, None)
        last = gate.decisions_on(found.id)[0]
        assert (last.number, last.word, last.because) == (made + 1, Word.REOPEN, "The new landlord asks for it.")
        assert ("Taken up again" in letters_to(ours.contributor)[-1][0]) is True
    record = Page(lead.get(f"/ideas/{ref}/decisions/{made + 1}").text)
    assert record.heading == f"Reopened at {stage}"
    assert "Reopened" in Page(lead.get(f"/ideas/{ref}").text).under("history").words
    told = lead.post(f"/ideas/{ref}/reopen", {"because": "Once more, at length."}, status=409).text
    assert "Once more, at length." in told


def test_only_a_lead_reopens_and_nothing_that_is_joined_or_going_on(world):
    ours = world.ours
    ref = closed(ours, "declined")
    joined, into = makers.a_sent_idea(ours), makers.an_idea(ours)
    with ours.door():
        idea.merge(idea=makers.idea_of(joined), into=makers.idea_of(into), because="Same.", by=ours.lead.id)
        for which, by in ((ref, ours.owner), (joined, ours.lead), (into, ours.lead)):
            with pytest.raises(Refused):
                gate.reopen(idea=makers.idea_of(which), because="Yes.", by=by.id)
        assert session().scalar(select(func.count()).select_from(gate.Decision)) == 0
