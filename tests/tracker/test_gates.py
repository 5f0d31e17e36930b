"""Gates on real rows: what is kept when a decision is made, who is told, what a reversal reaches."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tests import makers
from tests.letters import text_of
from tests.makers import World, a_person
from tracker import amendment, clock, collaborative, council, gate, idea, lesson, post, value
from tracker.amendment import RecordKind
from tracker.gate import AnswerDraft, DecisionDraft, Gate, Status, StopReason, Term, Word
from tracker.gate.rules import questions
from tracker.gate.rules.policy import built_in
from tracker.history import StoredEvent
from tracker.idea import Refused, Stage, StageMove, State
from tracker.tenancy import as_council, session


def an_active_idea(side, *, title="One visit for damp", stage: Stage = Stage.LATENT):
    """An idea that its author sent in and the lead sent on, with an owner. Returns its reference."""
    with side.door():
        begun = idea.log_draft(by=side.contributor.id, title=title, problem="Two visits.", proposal="One visit.")
        idea.submit(idea=begun, by=side.contributor.id)
    with side.door():
        begun = makers.idea_of(begun.ref)
        idea.send_to_design_gate(idea=begun, owner_id=side.owner.id, because="Tenants ask for it.", by=side.lead.id)
    while (found := at(side, begun.ref)).stage is not stage:
        decide(side, begun.ref, a_draft(Word.GO), gate.next_gate(found.stage))
    return begun.ref


def at(side, ref):
    with side.door():
        return makers.idea_of(ref)


def a_draft(word, **other):
    fitting = {
        Word.HOLD: {"until": clock.today() + timedelta(30)},
        Word.RETURN: {"to_stage": Stage.LATENT},
        Word.STOP: {"stop_reason": StopReason.NO_REAL_NEED, "lesson": "Ask the tenants first."},
    }
    said = {"because": "It was weighed.", "waiver_because": "Small.", **fitting.get(word, {}), **other}
    return DecisionDraft(word=word, **said)


def decide(side, ref, draft, at_gate=Gate.DESIGN, *, by=None, seen=None):
    with side.door():
        return gate.decide(idea=makers.idea_of(ref), gate=at_gate, draft=draft, by=by or side.lead.id, seen=seen)


def letters(side, template_word="decision:"):
    with side.door():
        asked = select(post.Letter).where(post.Letter.key.startswith(template_word)).order_by(post.Letter.created_at)
        return list(session().scalars(asked))


def test_go_moves_the_idea_and_tells_author_and_owner_at_once(world: World):
    ref = an_active_idea(world.ours)
    made = decide(world.ours, ref, a_draft(Word.GO))
    moved = at(world.ours, ref)
    assert (moved.stage, moved.state, moved.stage_since) == (Stage.DESIGN, State.ACTIVE, clock.today())
    told = letters(world.ours)
    assert {letter.to_email for letter in told} == {world.ours.contributor.email, world.ours.owner.email}
    assert {letter.kind for letter in told} == {post.LetterKind.DECISION}
    with world.ours.door():
        assert all("It was weighed." in text_of(one) and "Thank you" in text_of(one) for one in told)
        moves = session().scalars(select(StageMove).where(StageMove.decision_id == made.id)).all()
        assert [(move.to_stage, move.by_id) for move in moves] == [(Stage.DESIGN, world.ours.lead.id)]
        assert session().scalars(select(StoredEvent.what).where(StoredEvent.about_id == made.id)).all() == [
            "gate_decided"
        ]


def test_followers_and_sponsor_hear_and_the_decider_does_not(world: World):
    ref = an_active_idea(world.ours)
    with world.ours.door():
        found = makers.idea_of(ref)
        idea.follow(idea=found, person_id=world.ours.observer.id)
        idea.follow(idea=found, person_id=world.ours.lead.id)
        idea.name_sponsor(idea=found, by=world.ours.lead.id, person_id=world.ours.sponsor.id)
    decide(world.ours, ref, a_draft(Word.HOLD))
    told = {letter.to_email for letter in letters(world.ours)}
    assert {world.ours.observer.email, world.ours.sponsor.email} <= told
    assert world.ours.lead.email not in told


def test_the_record_keeps_what_was_known_when_the_idea_changes_later(world: World):
    ref = an_active_idea(world.ours)
    with world.ours.door():
        gate.answer(
            idea=makers.idea_of(ref),
            gate=Gate.DESIGN,
            said={"x-harm": AnswerDraft("People on shifts.")},
            by=world.ours.owner.id,
        )
    decide(world.ours, ref, a_draft(Word.HOLD))
    with world.ours.door():
        gate.answer(
            idea=makers.idea_of(ref), gate=Gate.DESIGN, said={"x-harm": AnswerDraft("Nobody.")}, by=world.ours.owner.id
        )
    with world.ours.door():
        kept = gate.decision(idea_id=makers.idea_of(ref).id, number=1)
        known = {one["id"]: one["words"] for one in kept.snapshot["answers"]}
        assert known["x-harm"] == "People on shifts."
        assert kept.snapshot["evidence"] | {"claims": []} == {"asked": 0, "supported": 0, "stated": None, "claims": []}
        assert kept.policy_version == 0
        assert {one["id"] for one in kept.waived} == set(), "a hold needs no waiver"


def test_unmet_criteria_are_waived_in_writing_and_kept(world: World):
    ref = an_active_idea(world.ours)
    with pytest.raises(Refused) as refused:
        decide(world.ours, ref, a_draft(Word.GO, waiver_because=" "))
    assert refused.value.field == "waiver_because"
    made = decide(world.ours, ref, a_draft(Word.GO))
    assert {one["id"] for one in made.waived} == {"q0-2a", "q0-2b", "x-harm", "x-nothing"}
    assert made.waiver_because == "Small."


def test_only_changed_answers_are_written_and_the_older_stay_as_history(world: World):
    ref = an_active_idea(world.ours)
    said = {
        "q0-1a": AnswerDraft("The ombudsman."),
        "x-harm": AnswerDraft("People on shifts."),
        "q0-1b": AnswerDraft("  "),
    }
    with world.ours.door():
        assert gate.answer(idea=makers.idea_of(ref), gate=Gate.DESIGN, said=said, by=world.ours.owner.id) == 2
    with world.ours.door():
        changed = said | {"q0-1a": AnswerDraft("The ombudsman and two members.")}
        assert gate.answer(idea=makers.idea_of(ref), gate=Gate.DESIGN, said=changed, by=world.ours.lead.id) == 1
    with world.ours.door():
        paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.DESIGN)
        items = {item.question.id: item for item in paper.items}
        assert (items["q0-1a"].changes, items["x-harm"].changes, items["q0-1b"].stands) == (1, 0, "unanswered")
        assert items["q0-1a"].answer.words == "The ombudsman and two members."


def test_a_conditional_go_keeps_owned_and_dated_conditions_until_they_are_met(world: World):
    ref = an_active_idea(world.ours)
    due = clock.today() + timedelta(20)
    made = decide(
        world.ours, ref, a_draft(Word.CONDITIONAL, terms=(Term("Hear five families", world.ours.owner.id, due),))
    )
    with world.ours.door():
        (condition,) = gate.conditions_on(made.idea_id)
        assert (condition.owner_id, condition.due_on, condition.met_on) == (world.ours.owner.id, due, None)
        assert not gate.desk(reader=world.ours.lead.reader).lapsed
    with clock.at(due + timedelta(1)), world.ours.door():
        assert [one.words for one in gate.desk(reader=world.ours.lead.reader).lapsed] == ["Hear five families"]
        assert makers.idea_of(ref).stage is Stage.DESIGN, "a lapsed condition demotes nothing"
        (condition,) = gate.conditions_on(made.idea_id)
        gate.meet_condition(condition=condition, note="Six came.", by=world.ours.owner.id)
        assert not gate.desk(reader=world.ours.lead.reader).lapsed


def test_a_return_undoes_all_that_rested_on_what_it_reverses_and_nothing_else(world: World):
    side = world.ours
    ref, due = an_active_idea(side), clock.today() + timedelta(20)

    def claim_a_benefit(words: str) -> None:
        with side.door():
            kinds = {"category": value.BenefitCategory.OWN, "benefit_class": value.BenefitClass.QUALITATIVE}
            value.add_benefit(idea=makers.idea_of(ref), by=side.owner.id, description=words, **kinds)

    made = []
    for stage in (Stage.LATENT, Stage.DESIGN, Stage.MOBILISE):
        claim_a_benefit(f"Seen in {stage}")
        term = Term(f"Asked for {stage.next}", side.owner.id, due)
        made.append(decide(side, ref, a_draft(Word.CONDITIONAL, terms=(term,)), gate.next_gate(stage)))
    claim_a_benefit("Seen in mainstream")
    claim_a_benefit("Withdrawn")
    with side.door():
        session().execute(
            update(value.Benefit).values(state="withdrawn").where(value.Benefit.description == "Withdrawn")
        )
        found = makers.idea_of(ref)
        gate.meet_condition(condition=gate.conditions_on(found.id)[2], note="Signed.", by=side.owner.id)
        gate.ask_for_decision(idea=found, gate=Gate.EMBED, by=side.owner.id)
    code = makers.a_collaborative(side, world.theirs)
    makers.an_adaptation(world.theirs, code, makers.a_card(side, code, ref))
    decide(side, ref, a_draft(Word.RETURN, to_stage=Stage.DESIGN), Gate.EMBED)
    with side.door():
        found = makers.idea_of(ref)
        assert found.stage is Stage.DESIGN
        reversed_by_it = gate.DECISIONS.on(found).answer()[-1].reverses
        assert reversed_by_it == [made[2].number, made[1].number]
        states = {one.text: (one.is_open, one.fallen_on) for one in gate.conditions_on(found.id)}
        assert states == {
            "Asked for design": (True, None),
            "Asked for mobilise": (False, clock.today()),
            "Asked for mainstream": (False, None),
        }
        kept = select(value.Benefit.description, value.Benefit.state).where(value.Benefit.idea_id == found.id)
        assert dict(session().execute(kept).all()) == {
            "Seen in latent": "forecast",
            "Seen in design": "forecast",
            "Seen in mobilise": "under_question",
            "Seen in mainstream": "under_question",
            "Withdrawn": "withdrawn",
        }
        assert gate.pending_request(found.id) is None
        asked = select(StoredEvent.particulars).where(StoredEvent.what == "benefits_questioned")
        assert session().scalars(asked).all() == [{"benefits": 2, "stopped": False}]
    with world.theirs.door():
        told = collaborative.notices(reader=world.theirs.lead.reader)
        assert [(one.what, one.particulars["to_stage"]) for one in told] == [("returned", "design")]


def test_whoever_was_to_meet_a_condition_hears_when_it_is_set_and_when_it_falls_away(world: World):
    ref, due = an_active_idea(world.ours), clock.today() + timedelta(20)
    term = Term("Count the visits", world.ours.admin.id, due)
    decide(world.ours, ref, a_draft(Word.CONDITIONAL, terms=(term,)))
    decide(world.ours, ref, a_draft(Word.RETURN), Gate.MOBILISE)
    told = [one for one in letters(world.ours) if one.to_email == world.ours.admin.email]
    with world.ours.door():
        asked, fell_away = map(text_of, told)
    assert "The condition: Count the visits" in asked
    assert "no longer asked of anybody: Count the" in fell_away


def test_a_stop_closes_with_a_reason_and_a_lesson(world: World):
    ref = an_active_idea(world.ours)
    made = decide(world.ours, ref, a_draft(Word.STOP, archive_consent=True))
    stopped = at(world.ours, ref)
    assert (stopped.state, stopped.outcome, stopped.stage) == (State.CLOSED, idea.Outcome.STOPPED, Stage.LATENT)
    assert made.archive_consent
    with world.ours.door():
        assert [one.lesson for one in lesson.lessons_on(idea=makers.idea_of(ref))] == ["Ask the tenants first."]
    with pytest.raises(Refused):
        decide(world.ours, ref, a_draft(Word.GO))


def test_a_gate_that_is_not_the_next_one_is_refused(world: World):
    ref = an_active_idea(world.ours)
    with pytest.raises(Refused):
        decide(world.ours, ref, a_draft(Word.GO), Gate.MOBILISE)


@pytest.mark.parametrize("who", ["owner", "contributor", "observer", "admin", "sponsor"])
def test_only_a_lead_decides_and_the_named_sponsor_where_policy_says_so(world: World, who: str):
    ref = an_active_idea(world.ours)
    with world.ours.door():
        idea.name_sponsor(idea=makers.idea_of(ref), by=world.ours.lead.id, person_id=world.ours.sponsor.id)
    person = getattr(world.ours, who).id
    with pytest.raises(Refused):
        decide(world.ours, ref, a_draft(Word.GO), by=person)
    with world.ours.door():
        gate.set_policy(rules={"sponsor_decides": True}, by=world.ours.lead.id)
        gate.move_to_newest_policy(idea=makers.idea_of(ref), by=world.ours.lead.id)
    if who == "sponsor":
        assert decide(world.ours, ref, a_draft(Word.GO), by=person).policy_version == 1
    else:
        with pytest.raises(Refused):
            decide(world.ours, ref, a_draft(Word.GO), by=person)


@pytest.mark.parametrize("answered", [True, False])
def test_an_idea_keeps_the_policy_of_its_entry_into_its_stage_whether_it_was_answered_or_not(world: World, answered):
    ref, by = an_active_idea(world.ours), world.ours.lead.id
    if answered:
        with world.ours.door():
            said = {"q0-1a": AnswerDraft("A law.")}
            gate.answer(idea=makers.idea_of(ref), gate=Gate.DESIGN, said=said, by=world.ours.owner.id)
    for needed in (["q0-1a"], []):
        with world.ours.door():
            gate.set_policy(rules={"needed": {"design": needed}}, by=by)
    with world.ours.door():
        found = makers.idea_of(ref)
        assert (gate.policy_for(found).version, gate.newest_policy().version) == (0, 2)
        gate.move_to_newest_policy(idea=found, by=by)
        assert gate.paper(idea=found, gate=Gate.DESIGN).unmet == ()
        gate.set_policy(rules={}, by=by)
        assert gate.policy_for(found).version == 2, "moved once, it keeps that"
    assert decide(world.ours, ref, a_draft(Word.GO)).policy_version == 2
    with world.ours.door():
        assert gate.policy_for(makers.idea_of(ref)).version == 3, "until it goes on"


def test_in_its_next_stage_an_idea_is_decided_under_the_policy_in_force_when_it_came_there(world: World):
    ref, by = an_active_idea(world.ours), world.ours.lead.id
    for _ in range(2):
        with world.ours.door():
            gate.set_policy(rules={}, by=by)
    assert decide(world.ours, ref, a_draft(Word.HOLD)).policy_version == 0
    assert decide(world.ours, ref, a_draft(Word.GO)).policy_version == 0
    with world.ours.door():
        gate.set_policy(rules={}, by=by)
    assert decide(world.ours, ref, a_draft(Word.RETURN), Gate.MOBILISE).policy_version == 2
    assert decide(world.ours, ref, a_draft(Word.HOLD)).policy_version == 3, "it came back after that was set"


@pytest.mark.parametrize(("told", "version"), [("2026-03-01", 0), ("2026-06-01", 1), ("2026-07-01", 1), (None, 2)])
def test_an_imported_idea_keeps_the_policy_of_the_day_that_its_move_states(world: World, told, version):
    for day in ("2026-06-01", "2026-09-01"):
        with clock.at(date.fromisoformat(day)), world.ours.door():
            gate.set_policy(rules={}, by=world.ours.lead.id)
    ref = an_active_idea(world.ours)
    with world.ours.door():
        found = makers.idea_of(ref)
        moved = StageMove(idea_id=found.id, from_stage=Stage.LATENT, to_stage=Stage.DESIGN, recorded_at=clock.now())
        moved.on = date.fromisoformat(told) if told else None
        found.stage = Stage.DESIGN
        session().add(moved)
        assert gate.policy_for(found).version == version


def test_of_several_policies_an_idea_keeps_the_one_under_which_it_came_to_its_gate(world: World):
    days = []
    for wanted in (5, 7, 9):
        with clock.at(clock.today()), world.ours.door():
            gate.set_policy(rules={"days_to_decide": wanted}, by=world.ours.lead.id)
        with clock.at(clock.today()):  # all in one moment of the clock
            days.append((an_active_idea(world.ours, title=f"Under {wanted}"), wanted))
    with world.ours.door():
        assert [(ref, gate.policy_for(makers.idea_of(ref)).days[Gate.DESIGN]) for ref, _ in days] == days


@pytest.fixture
def asked_of_late(tmp_path, monkeypatch):
    """A question that is asked at the design gate since 1 March 2026, and needed."""

    def forget() -> None:
        for kept in (questions.every_question, questions.editions, questions.asked_at, questions.question, built_in):
            kept.cache_clear()

    late = "x-late,design,no,2026-03-01,,value,question,yes,Late?,Who was asked late?,Say who.,ours,corner"
    more = tmp_path / "gate_questions.csv"
    more.write_text(questions.FILE.read_text(encoding="utf-8").rstrip() + f"\n{late}\n", encoding="utf-8")
    monkeypatch.setattr(questions, "FILE", more)
    forget()
    yield "x-late"
    monkeypatch.undo()
    forget()


def test_a_new_built_in_question_is_a_new_version_of_the_policy(world: World, asked_of_late):
    with clock.at(date(2026, 2, 20)):
        before = an_active_idea(world.ours)
    with clock.at(date(2026, 3, 2)):
        since = an_active_idea(world.ours)
        with world.ours.door():
            found, later = makers.idea_of(before), makers.idea_of(since)

            def asked(one):
                return {item.question.id: item.needed for item in gate.paper(idea=one, gate=Gate.DESIGN).items}

            assert asked_of_late not in asked(found)
            assert asked(later)[asked_of_late]
            gate.move_to_newest_policy(idea=found, by=world.ours.lead.id)
            assert asked(found)[asked_of_late]
        kept = decide(world.ours, before, a_draft(Word.GO)).snapshot
        assert (kept["policy_version"], kept["policy_edition"]) == (0, 1)


def test_a_request_waits_for_the_lead_until_it_is_decided(world: World):
    ref = an_active_idea(world.ours)
    with world.ours.door():
        asked = gate.ask_for_decision(
            idea=makers.idea_of(ref), gate=Gate.DESIGN, by=world.ours.owner.id, note="Please."
        )
        assert asked.due_on == clock.add_working_days(clock.today(), 10, "england")
    with world.ours.door():
        [waits] = gate.desk(reader=world.ours.lead.reader).requests
        assert (waits.ref, waits.words, waits.owner) == (ref, "Please.", "Tom Baker")
        with pytest.raises(Refused):
            gate.ask_for_decision(idea=makers.idea_of(ref), gate=Gate.DESIGN, by=world.ours.owner.id)
    with world.theirs.door():
        assert gate.desk(reader=world.ours.lead.reader).requests == []
    decide(world.ours, ref, a_draft(Word.HOLD))
    with world.ours.door():
        assert gate.desk(reader=world.ours.lead.reader).requests == []


@pytest.mark.parametrize("leaves", ["parked", "moved", "held", "stopped"])
def test_a_request_leaves_the_queue_with_its_idea_and_a_new_one_can_be_made_and_answered(world: World, leaves):
    side, lead = world.ours, world.ours.lead
    ref = makers.an_idea(side, stage=Stage.DESIGN)

    def ask(gate_asked: Gate = Gate.MOBILISE) -> None:
        with side.door():
            gate.ask_for_decision(idea=makers.idea_of(ref), gate=gate_asked, by=side.owner.id)

    def waits() -> list[bool]:
        with side.door():
            at_gate = [row.ref for row in gate.desk(reader=lead.reader).requests]
            asked_by = idea.story(ref=ref, reader=lead.reader).decision_asked_by
            pending = gate.pending_request(makers.idea_of(ref).id)
            return [at_gate == [ref], asked_by is not None, pending is not None]

    ask()
    assert waits() == [True, True, True]
    again = Gate.MOBILISE
    with side.door():
        found = makers.idea_of(ref)
        if leaves == "parked":
            idea.park(idea=found, until=clock.today() + timedelta(30), because="Winter.", by=lead.id)
        elif leaves == "moved":
            back = {"to": Stage.LATENT, "decision": idea.Move.RETURN, "rationale": "By hand."}
            idea.move(idea=found, by=lead.id, **back)
            again = Gate.DESIGN
        else:
            word = Word.HOLD if leaves == "held" else Word.STOP
            gate.decide(idea=found, gate=Gate.MOBILISE, draft=a_draft(word), by=lead.id)
    assert waits() == [False, False, False]
    with side.door():
        found = makers.idea_of(ref)
        if leaves == "parked":
            idea.wake(idea=found, by=lead.id)
        elif leaves == "stopped":
            gate.reopen(idea=found, because="It is missed.", by=lead.id)
    assert waits() == [False, False, False], "it is asked for anew"
    ask(again)
    assert waits() == [True, True, True]
    decide(side, ref, a_draft(Word.GO), again)
    assert waits() == [False, False, False]


def test_what_was_waived_is_missing_again_once_the_decision_is_reversed(world: World):
    side = world.ours
    ref = makers.an_idea(side, stage=Stage.DESIGN)
    makers.a_decision(side, ref, Word.GO, at=Gate.MOBILISE)

    def counted() -> tuple[int, int]:
        with side.door():
            paper = gate.paper(idea=makers.idea_of(ref), gate=Gate.MOBILISE)
            return len(paper.waived), len(paper.missing)

    waived, missing = counted()
    assert (waived > 0, missing) == (True, 0)
    makers.a_decision(side, ref, Word.RETURN, at=Gate.MAINSTREAM, to_stage=Stage.LATENT)
    assert counted() == (0, waived)


def test_a_benefit_put_back_after_a_return_is_under_question_like_those_beside_it(world: World):
    side = world.ours
    ref, by = makers.an_idea(side, stage=Stage.DESIGN), side.owner.id
    with side.door():
        found = makers.idea_of(ref)
        more = {"idea": found, "by": by, **makers.OF_OURS}
        gone, kept = (value.add_benefit(description=name, **more) for name in ("Gone", "Kept"))
        amendment.withdraw(gone, idea=found, by=by, because="A typing error.")
        ids = [gone.id, kept.id]

    def states(*restored: int) -> dict[str, str]:
        for which in restored:
            with side.door():
                amendment.undo(idea=makers.idea_of(ref), kind=RecordKind.BENEFIT, row_id=ids[which], by=by)
        with side.door():
            return {one.description: one.state for one in value.worth_of(idea=makers.idea_of(ref)).benefits}

    assert states(0) == {"Gone": "forecast", "Kept": "forecast"}, "nothing was reversed"
    with side.door():
        amendment.withdraw(session().get_one(value.Benefit, (side.id, ids[0])), idea=found, by=by, because="Again.")
    decide(side, ref, a_draft(Word.RETURN, to_stage=Stage.LATENT), Gate.MOBILISE)
    assert states(0) == {"Gone": "under_question", "Kept": "under_question"}


def test_decisions_on_an_idea_are_numbered_one_after_the_other(world: World):
    ref = an_active_idea(world.ours)
    words = (Word.HOLD, Word.GO)
    assert [decide(world.ours, ref, a_draft(word)).number for word in words] == [1, 2]
    with world.ours.door():
        found = makers.idea_of(ref)
        assert [gate.decision(idea_id=found.id, number=number).word for number in (1, 2)] == list(words)


def test_a_paper_states_the_highest_level_that_any_claim_states(world: World):
    ref, by = an_active_idea(world.ours), world.ours.owner.id
    with world.ours.door():
        found = makers.idea_of(ref)
        assert gate.paper(idea=found, gate=Gate.DESIGN).level_stated is None
        for level in (2, 4, 3, None):
            value.claim(idea=found, by=by, indicator=f"Visits {level}", level_asked=level)
        assert gate.paper(idea=found, gate=Gate.DESIGN).level_stated == 4


def test_of_two_who_decide_at_once_one_is_refused(world: World):
    ref = an_active_idea(world.ours)
    second = a_person(world.ours.id, council.Role.LEAD, name="Second Lead")
    outcomes: list[str] = []
    both = threading.Barrier(2)

    def press(by):
        with as_council(world.ours.id):
            found = makers.idea_of(ref)
            both.wait()
            try:
                made = gate.decide(idea=found, gate=Gate.DESIGN, draft=a_draft(Word.GO), by=by, seen=0)
                outcomes.append(str(made.word))
            except Refused:
                outcomes.append("refused")

    presses = [threading.Thread(target=press, args=(by,)) for by in (world.ours.lead.id, second.id)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(outcomes) == ["go", "refused"]
    assert at(world.ours, ref).stage is Stage.DESIGN


def test_the_paper_costs_the_same_however_much_is_written(world: World, statements):
    bare, full = an_active_idea(world.ours), an_active_idea(world.ours)
    with world.ours.door():
        said = {q.id: AnswerDraft(words="AnswerDraft.", status=None) for q in gate.asked_at(Gate.DESIGN)}
        for n in range(3):
            again = {key: AnswerDraft(words=f"AnswerDraft {n}.") for key in said}
            gate.answer(idea=makers.idea_of(full), gate=Gate.DESIGN, said=again, by=world.ours.owner.id)
            gate.record_view(
                idea=makers.idea_of(full), gate=Gate.DESIGN, leaning=Word.GO, because="Yes.", by=world.ours.sponsor.id
            )
    counts = []
    for ref in (bare, full):
        with world.ours.door(), statements() as seen:
            gate.paper(idea=makers.idea_of(ref), gate=Gate.DESIGN)
        counts.append(len(seen))
    assert counts[1] <= counts[0] + 1, counts


def test_a_status_that_does_not_fit_the_question_is_refused(world: World):
    ref = an_active_idea(world.ours, stage=Stage.DESIGN)
    pitfall = next(q for q in gate.asked_at(Gate.MOBILISE) if q.kind is gate.QuestionKind.PITFALL)
    with world.ours.door(), pytest.raises(Refused):
        said = {pitfall.id: AnswerDraft(status=Status.MET)}
        gate.answer(idea=makers.idea_of(ref), gate=Gate.MOBILISE, said=said, by=world.ours.owner.id)
