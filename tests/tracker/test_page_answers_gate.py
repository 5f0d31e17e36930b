"""A gate answers: what is known, what is missing, may it go on? Its record: what was decided, by whom, why, on what?"""

from __future__ import annotations

from datetime import date

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, gate, risk, value
from tracker.gate import AnswerDraft, Gate, Status, Word
from tracker.idea import Stage

DAY = date(2026, 11, 18)
SAID = {
    "q1-1a": AnswerDraft(words="The repairs group."),
    "n1-a": AnswerDraft(status=Status.MET, note="Seen in the minutes of May."),
    "n1-b": AnswerDraft(status=Status.PARTLY, note="Two of four."),
    "n1-c": AnswerDraft(status=Status.NOT_YET),
    "x-harm": AnswerDraft(words="Night staff may lose."),
}


@pytest.fixture(scope="module")
def world(database) -> makers.World:
    """One world for all that is read here: it is built once."""
    return makers.a_world()


def at_its_gate(side: makers.Side) -> str:
    """An idea before its mobilise gate: partly answered, measured, at risk, with a view and a request."""
    with clock.at(DAY):
        made = makers.an_idea(side, stage=Stage.DESIGN)
        with side.door():
            found, by = makers.idea_of(made), side.owner.id
            known = {item.question.id for item in gate.paper(idea=found, gate=Gate.MOBILISE).items}
            said = {name: one for name, one in SAID.items() if name in known}
            gate.answer(idea=found, gate=Gate.MOBILISE, said=said, by=by)
            claim = value.claim(
                idea=found, by=by, indicator="days waiting", unit="days", baseline="9", target="2", level_asked=3
            )
            value.add_evidence(
                idea=found, by=by, claim_id=claim.id, value="4", value_on=date(2026, 11, 2), level_stated=4
            )
            value.claim(idea=found, by=by, indicator="complaints")
            noted = {"idea": found, "by": by}
            risk.raise_risk(**noted, description="Fitters leave", likelihood=2, impact=3, accepted_because="two do")
            risk.raise_risk(
                **noted, description="Walls wet", likelihood=5, impact=4, mitigation="Heat", review_on=date(2026, 12, 1)
            )
            gone = risk.raise_risk(**noted, description="Rain", likelihood=5, impact=5, mitigation="A tarp")
            risk.close_risk(idea=found, risk=gone, by=by)
            gate.say_what_nothing_costs(idea=found, words="Forty homes stay damp.", by=by)
            gate.record_view(
                idea=found, gate=Gate.MOBILISE, leaning=Word.HOLD, because="Winter first.", by=side.sponsor.id
            )
            gate.ask_for_decision(
                idea=found, gate=Gate.MOBILISE, by=by, note="The fitters keep January free.", due_on=date(2026, 11, 27)
            )
        return made


@pytest.fixture(scope="module")
def ref(world) -> str:
    return at_its_gate(world.ours)


@pytest.fixture
def read(world, browse, ref):
    def page(role: str, path: str = f"/ideas/{ref}/gates/mobilise") -> Page:
        with clock.at(DAY):
            return Page(browse(world.ours.people[role]).get(path).text)

    return page


def test_each_answer_stands_with_its_state_and_its_words_under_its_corner(read):
    entries = [entry for corner in read("lead").parts("asked") for entry in corner.entries]
    answers = [entry.paragraphs[:3] for entry in entries if "Tom Baker" in entry.words]
    assert sorted(answers) == [
        ["Needed", "Met", "Seen in the minutes of May."],
        ["Needed", "Not yet", "Tom Baker, 18 November"],
        ["Needed", "Partly", "Two of four."],
        ["Question", "Answered", "Forty homes stay damp."],
        ["Question", "Answered", "Night staff may lose."],
        ["Question", "Answered", "The repairs group."],
    ]
    states = [entry.paragraphs[:2] for entry in entries]
    assert ["Pitfall", "No answer"] in states
    assert ["Question", "Not needed"] in states


def test_the_map_counts_what_is_known_and_what_is_missing(world, read, ref):
    links = read("lead").part("map").items
    assert links[3:] == [
        "Evidence level 1 asked, level 2 supported",
        "Risks 2 open, 1 at 15 or more",
        "Views 1 recorded",
        links[6],
    ]
    with world.ours.door():
        unmet = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE).unmet
    assert links[6] == f"The decision {len(unmet)} to waive if you let it go on"


def test_the_evidence_stands_beside_what_the_gate_asks_and_what_is_claimed(read):
    known = read("lead").under("evidence")
    assert known.facts == {"Asked at this gate": "Level 1", "Records support": "Level 2", "Claims state": "Level 4"}
    assert known.paragraphs == [
        (
            "Days waiting: 9 days, now 4 (2 November), target 2. It supports level 2: before and after, by the same"
            " measure. What it states outruns its evidence."
        ),
        "Complaints, no follow-up yet. It supports level 0: nothing recorded yet.",
    ]


def test_open_risks_stand_with_score_answer_owner_and_review(read):
    risks = read("lead").under("risks")
    assert risks.items == [
        "Walls wet 5 × 4 = 20, asks for scrutiny. Mitigation: Heat. Owner Tom Baker, review 1 December.",
        "Fitters leave 2 × 3 = 6. Accepted, because two do. Owner Tom Baker.",
    ]


def test_a_view_stands_with_who_leans_where_and_why(read):
    assert read("lead").under("views").items == ["Hold. “Winter first.” Helen Marsh, 18 November"]


def test_the_gate_asks_the_lead_for_the_decision_and_others_for_what_is_theirs(read, ref):
    ours = "The lead decides by Friday 27 November A decision was asked for on 18 November. You hear of it by email."
    for role, asks, href in (
        ("lead", "Tom Baker asks for a decision by Friday 27 November “The fitters keep January free.”", "#decide"),
        ("owner", ours, f"/ideas/{ref}/gates/mobilise/answers"),
        ("contributor", ours, None),
    ):
        page = read(role)
        assert page.asked.words.startswith(asks)
        assert list(page.asked.links.values()) == ([href] if href else [])
        assert page.has("decide") == (role == "lead")


@pytest.fixture(scope="module")
def decided(world) -> str:
    """A conditional go by the lead, one of its conditions met since."""
    side = world.ours
    ref = at_its_gate(side)
    terms = (
        gate.Term(text="Cap the overtime", owner_id=side.owner.id, due_on=date(2026, 12, 31)),
        gate.Term(text="Tell the union", owner_id=side.admin.id, due_on=date(2027, 1, 31)),
    )
    with clock.at(DAY):
        made = makers.a_decision(side, ref, Word.CONDITIONAL, at=Gate.MOBILISE, terms=terms)
        with side.door():
            risk.raise_risk(
                idea=makers.idea_of(ref), by=side.owner.id, description="Since", likelihood=1, impact=1, mitigation="x"
            )
            [cap, _] = gate.conditions_on(makers.idea_of(ref).id, decision_id=made.id)
            gate.meet_condition(condition=cap, note="Forty hours.", by=side.owner.id)
    return f"/ideas/{ref}/decisions/{made.number}"


def test_the_record_says_who_decided_what_when_and_why(read, decided):
    page = read("observer", decided)
    assert page.part("record__by").words == ("Decided by Priya Nair on Wednesday 18 November at the mobilise gate.")
    assert page.under("why").paragraphs == ["It was weighed."]
    assert page.under("later").items == ["Condition met on 18 November: Cap the overtime. “Forty hours.”"]


def test_the_record_keeps_its_conditions_with_owner_and_day_and_who_may_say_that_one_is_met(read, decided):
    assert read("observer", decided).table("Conditions set by decision 2")[1:] == [
        ["1. Cap the overtime", "Tom Baker", "31 December"],
        ["2. Tell the union", "Joan Fell", "31 January 2027"],
    ]
    met = "It is met, or needs another date: Tell the union"
    shown = {role: met in read(role, decided).links for role in ("lead", "owner", "sponsor")}
    assert shown == {"lead": True, "owner": False, "sponsor": False}


def test_the_record_keeps_what_was_known_that_day_and_nothing_since(read, decided):
    known = read("observer", decided).under("snap").facts
    assert known["Asked for"] == "By Tom Baker on 18 November, for 27 November"
    assert (known["Evidence asked"], known["Evidence supported"]) == (
        "Level 1",
        "Level 2 Days waiting: 9, then 4 (2 November) Complaints: no baseline, no follow-up",
    )
    assert known["Risks open"] == "Walls wet, 5 × 4 = 20: Heat. Fitters leave, 2 × 3 = 6: two do."
    assert known["Risk of doing nothing"] == "Forty homes stay damp."
    assert read("observer", decided).under("views").facts == {"Hold": "“Winter first.” Helen Marsh, 18 November"}


def test_the_record_names_every_waiver_with_its_reason_and_marks_the_answers_that_were_waived(world, read, decided):
    page = read("observer", decided)
    waived = page.under("waivers")
    assert waived.paragraphs[0] == "“Small enough to try.” Priya Nair, for all of these:"
    assert {"Not yet", "Partly", "No answer"} == set(waived.facts)
    states = [row[1] for row in page.table("Answers as they stood") if len(row) == 3]
    with world.ours.door():
        kept = gate.decisions_on(makers.idea_of(decided.split("/")[2]).id)[0].waived
    assert sum(state.endswith(", waived") for state in states) == len(kept)
    assert "Met" in states
    assert "Partly, waived" in states
