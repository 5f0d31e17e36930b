"""The gate: what is unmet, what may be decided, where it leads (domain.md, "Gate decision")."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tracker.gate.rules.draft import DecisionDraft, Term, extension_objections, leads_to, objections
from tracker.gate.rules.own import OwnQuestion, numbered
from tracker.gate.rules.policy import GatePolicy, Unmet, built_in, earlier_stages, next_gate, stands, unmet, words_open
from tracker.gate.rules.questions import asked_at, every_question
from tracker.gate.rules.reversal import standing, undone_by_return
from tracker.gate.words import ADVANCING, GATE_WORDS, Gate, QuestionKind, Status, StopReason, Word
from tracker.idea.words import Stage, State

TODAY = date(2026, 11, 20)
BUILT_IN = built_in()
A_TERM = Term("Hear five families", uuid4(), TODAY)
MISSING = (Unmet("x-harm", "Who could lose?", "unanswered"),)


@dataclass(frozen=True)
class Told:
    words: str | None = None
    status: Status | None = None
    note: str | None = None
    evidence: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Made:
    word: Word
    from_stage: Stage
    to_stage: Stage


def a_draft(word: Word, **other) -> DecisionDraft:
    fitting = {
        Word.CONDITIONAL: {"terms": (Term("Hear five families", uuid4(), TODAY + timedelta(20)),)},
        Word.HOLD: {"until": TODAY + timedelta(1)},
        Word.RETURN: {"to_stage": Stage.LATENT},
        Word.STOP: {"stop_reason": StopReason.NO_REAL_NEED, "lesson": "Ask first."},
    }
    return replace(DecisionDraft(word=word, because="It was weighed."), **{**fitting.get(word, {}), **other})


def fields(draft: DecisionDraft, stage: Stage = Stage.DESIGN, missing=()) -> list[str]:
    return [found.field for found in objections(draft, stage=stage, missing=missing, today=TODAY)]


def test_every_gate_asks_who_may_lose_and_what_nothing_costs():
    for gate in Gate:
        assert {"x-harm", "x-nothing"} <= {q.id for q in asked_at(gate)}


def test_the_yearly_review_is_no_gate():
    reviewed = {q.id for q in every_question() if q.gate == "embedded_review"}
    assert reviewed
    assert not reviewed & {q.id for gate in Gate for q in asked_at(gate)}


def test_every_question_of_the_file_is_asked_somewhere_or_is_of_the_review():
    asked = {q.id for gate in Gate for q in asked_at(gate)}
    assert {q.id for q in every_question() if q.gate != "embedded_review"} == asked


def test_the_design_gate_needs_four_answers_and_the_later_gates_all_that_they_ask():
    assert BUILT_IN.needed[Gate.DESIGN] == {"q0-2a", "q0-2b", "x-harm", "x-nothing"}
    for gate in (Gate.MAINSTREAM, Gate.EMBED):
        assert BUILT_IN.needed[gate] == {q.id for q in asked_at(gate)}


def test_gates_are_light_first_and_demanding_last():
    needed = [len(BUILT_IN.needed[gate]) for gate in Gate]
    assert needed[0] < needed[1] < min(needed[2:])
    assert [BUILT_IN.level[gate] for gate in Gate] == [0, 1, 2, 2]
    assert {"q3-3a", "q3-3b"} <= BUILT_IN.needed[Gate.EMBED], "a method, and what public, users and partners say"


def test_the_mobilise_gate_needs_what_a_trial_needs_and_no_answer_to_every_question():
    needed = BUILT_IN.needed[Gate.MOBILISE]
    kinds = {q.id: q.kind for q in asked_at(Gate.MOBILISE)}
    assert {"x-harm", "x-nothing", "n1-a", "n1-b", "n1-c", "p1-a", "p1-b", "p1-c", "p1-d"} == needed
    assert {q for q in kinds if kinds[q] is QuestionKind.QUESTION} & needed == {"x-harm", "x-nothing"}


@pytest.mark.parametrize(
    ("kind", "told", "is_unmet"),
    [
        (QuestionKind.NEEDED, None, True),
        (QuestionKind.NEEDED, Told(status=Status.PARTLY), True),
        (QuestionKind.NEEDED, Told(status=Status.NOT_YET), True),
        (QuestionKind.NEEDED, Told(status=Status.MET, note="In the minutes."), False),
        (QuestionKind.NEEDED, Told(status=Status.MET, evidence=frozenset({uuid4()})), False),
        (QuestionKind.NEEDED, Told(status=Status.MET), True),
        (QuestionKind.NEEDED, Told(status=Status.MET, note="  "), True),
        (QuestionKind.NEEDED, Told(status=Status.NOT_APPLICABLE), False),
        (QuestionKind.PITFALL, Told(status=Status.HAPPENING), True),
        (QuestionKind.PITFALL, Told(status=Status.POSSIBLE), False),
        (QuestionKind.PITFALL, Told(status=Status.AVOIDED, note="Ask them."), False),
        (QuestionKind.PITFALL, Told(status=Status.AVOIDED), True),
        (QuestionKind.QUESTION, Told(words="  "), True),
        (QuestionKind.QUESTION, Told(words="The ward asked for it."), False),
    ],
)
def test_unmet_is_unanswered_unshown_partly_not_yet_or_happening(kind, told, is_unmet):
    asked = next(q for q in asked_at(Gate.MOBILISE) if q.kind is kind and q.id in BUILT_IN.needed[Gate.MOBILISE])
    found = unmet(Gate.MOBILISE, BUILT_IN, {asked.id: told} if told else {}, supported=1)
    assert (asked.id in {one.id for one in found}) is is_unmet


def test_the_design_gate_asks_of_no_tick_how_it_can_be_seen():
    asked = next(q for q in asked_at(Gate.MOBILISE) if q.kind is QuestionKind.NEEDED)
    told = Told(status=Status.MET)
    assert [stands(asked, told, gate=gate) for gate in Gate] == ["met", "unshown", "unshown", "unshown"]


def test_what_the_policy_does_not_need_is_never_unmet():
    lax = GatePolicy.of(4, {"needed": {"mobilise": []}, "level": {"mobilise": 0}}, edition=0)
    assert unmet(Gate.MOBILISE, lax, {}, supported=0) == ()
    assert lax.needed[Gate.EMBED] == BUILT_IN.needed[Gate.EMBED]


def test_evidence_below_what_is_asked_is_unmet():
    lax = GatePolicy.of(4, {"needed": {"mainstream": []}}, edition=0)
    assert [one.id for one in unmet(Gate.MAINSTREAM, lax, {}, supported=1)] == ["evidence"]
    assert unmet(Gate.MAINSTREAM, lax, {}, supported=2) == ()


def test_a_policy_comes_back_from_the_store_as_it_went_in():
    assert GatePolicy.of(0, BUILT_IN.as_json(), edition=0) == BUILT_IN
    older = GatePolicy.of(2, {"sponsor_decides": True, "days_to_decide": 7}, edition=0)
    assert (older.sponsor_decides, set(older.days.values())) == (set(Gate), {7}), "older versions say it of every gate"
    asked = numbered(OwnQuestion("Who pays?", "value", QuestionKind.PITFALL, "Name them."), Gate.EMBED, own=())
    policy = replace(older, own=(asked,), sponsor_decides=frozenset({Gate.EMBED}), days={**older.days, Gate.EMBED: 3})
    assert GatePolicy.of(2, policy.as_json(), edition=0) == policy
    assert numbered(OwnQuestion("And then?", "value", asked.kind), Gate.DESIGN, own=policy.own).id == "own-2"
    assert asked in policy.asked(Gate.EMBED)
    assert asked not in policy.asked(Gate.MAINSTREAM)


@pytest.mark.parametrize("word", GATE_WORDS)
def test_a_complete_decision_meets_no_objection(word):
    assert fields(a_draft(word)) == []


@pytest.mark.parametrize("word", GATE_WORDS)
def test_a_decision_needs_reasons(word):
    assert "because" in fields(a_draft(word, because="  "))


@pytest.mark.parametrize("word", GATE_WORDS)
def test_only_letting_it_go_on_needs_a_waiver(word):
    assert ("waiver_because" in fields(a_draft(word), missing=MISSING)) is (word in ADVANCING)
    assert fields(a_draft(word, waiver_because="It is two patches."), missing=MISSING) == []


@pytest.mark.parametrize(
    ("word", "other", "field"),
    [
        (Word.CONDITIONAL, {"terms": ()}, "conditions"),
        (Word.CONDITIONAL, {"terms": (Term(" ", uuid4(), TODAY),)}, "conditions-0-text"),
        (Word.CONDITIONAL, {"terms": (Term("Cap it", None, TODAY),)}, "conditions-0-owner_id"),
        (Word.CONDITIONAL, {"terms": (A_TERM, Term("Cap it", uuid4(), None, row=2))}, "conditions-2-due_on"),
        (Word.CONDITIONAL, {"terms": (Term("Cap it", uuid4(), TODAY - timedelta(1)),)}, "conditions-0-due_on"),
        (Word.HOLD, {"until": None}, "until"),
        (Word.HOLD, {"until": TODAY}, "until"),
        (Word.RETURN, {"to_stage": None}, "to_stage"),
        (Word.RETURN, {"to_stage": Stage.DESIGN}, "to_stage"),
        (Word.STOP, {"stop_reason": None}, "stop_reason"),
        (Word.STOP, {"lesson": " "}, "lesson"),
    ],
)
def test_each_word_asks_for_what_it_needs(word, other, field):
    assert fields(a_draft(word, **other)) == [field]


def test_everything_that_lacks_is_said_at_once():
    bare = DecisionDraft(Word.CONDITIONAL, " ", terms=(Term("", None, None, row=1),))
    assert fields(bare, missing=MISSING) == [
        "because",
        "waiver_because",
        "conditions-1-text",
        "conditions-1-owner_id",
        "conditions-1-due_on",
    ]
    assert fields(DecisionDraft(None, "")) == ["word", "because"]


def test_another_date_lies_ahead_is_another_and_has_a_reason():
    def objected(wanted, because="They are away."):
        found = extension_objections(wanted, because, due_on=TODAY + timedelta(5), today=TODAY)
        return [one.field for one in found]

    assert objected(TODAY) == objected(TODAY + timedelta(9)) == []
    assert objected(None, " ") == ["wanted_on", "because"]
    assert objected(TODAY - timedelta(1)) == objected(TODAY + timedelta(5)) == ["wanted_on"]


def test_nothing_lies_before_latent_or_after_embedded():
    assert Word.RETURN not in words_open(Stage.LATENT)
    assert not set(ADVANCING) & set(words_open(Stage.EMBEDDED))
    assert next_gate(Stage.LATENT) is Gate.DESIGN
    assert next_gate(Stage.EMBEDDED) is Gate.EMBED


def test_a_return_reverses_the_decision_that_brought_it_there():
    up = [Made(Word.GO, a, b) for a, b in zip(list(Stage), list(Stage)[1:4], strict=False)]
    assert undone_by_return(up, back_to=Stage.MOBILISE) == [up[2]]
    assert undone_by_return(up, back_to=Stage.DESIGN) == [up[2], up[1]]


def test_what_was_reversed_once_is_not_reversed_again():
    first, back, again = (
        Made(Word.GO, Stage.LATENT, Stage.DESIGN),
        Made(Word.RETURN, Stage.DESIGN, Stage.LATENT),
        Made(Word.GO, Stage.LATENT, Stage.DESIGN),
    )
    assert undone_by_return([first, back, again], back_to=Stage.LATENT) == [again]


@given(word=st.sampled_from(GATE_WORDS), stage=st.sampled_from(Stage), back=st.sampled_from(Stage))
def test_a_decision_without_objection_keeps_to_the_stages(word, stage, back):
    draft = a_draft(word, to_stage=back)
    if fields(draft, stage):
        return
    to, state = leads_to(stage, draft)
    moved = to.rank - stage.rank
    assert {Word.GO: moved == 1, Word.CONDITIONAL: moved == 1, Word.RETURN: moved < 0}.get(word, moved == 0)
    assert (state is State.CLOSED) is (word is Word.STOP)


class AnIdeaAtItsGates(RuleBasedStateMachine):
    """Whatever is decided in whatever order, the record explains where the idea stands."""

    @initialize()
    def begin(self):
        self.stage, self.state = Stage.LATENT, State.ACTIVE
        self.made: list[Made] = []
        self.reversed: list[Made] = []

    @precondition(lambda self: self.state is State.ACTIVE)
    @rule(word=st.sampled_from(GATE_WORDS), back=st.integers(0, 3), waive=st.booleans(), missing=st.booleans())
    def decide(self, word, back, waive, missing):
        options = earlier_stages(self.stage)
        to_stage = options[back % len(options)] if options else None
        draft = a_draft(word, to_stage=to_stage, waiver_because="Small enough to stop." if waive else None)
        found = objections(draft, stage=self.stage, missing=MISSING if missing else (), today=TODAY)
        must_object = word not in words_open(self.stage) or (missing and not waive and word in ADVANCING)
        assert bool(found) is must_object
        if found:
            return
        if word is Word.RETURN:
            undone = undone_by_return(self.made, back_to=to_stage)
            assert not [one for one in undone if any(one is old for old in self.reversed)]
            self.reversed += undone
        before = self.stage
        self.stage, self.state = leads_to(self.stage, draft)
        self.made.append(Made(word, before, self.stage))

    @precondition(lambda self: self.state is State.CLOSED)
    @rule()
    def somebody_picks_it_up_anew(self):
        assert self.made[-1].word is Word.STOP
        self.begin()

    @invariant()
    def the_standing_decisions_are_the_way_it_came(self):
        if not hasattr(self, "made"):
            return
        way = [one.to_stage for one in standing(self.made)]
        assert way == list(Stage)[1 : self.stage.rank + 1]

    @invariant()
    def only_a_stop_closes_and_it_is_the_last_word(self):
        if hasattr(self, "made"):
            assert [one.word for one in self.made[:-1]].count(Word.STOP) == 0
            assert (self.state is State.CLOSED) is bool(self.made and self.made[-1].word is Word.STOP)


TestAnIdeaAtItsGates = AnIdeaAtItsGates.TestCase
TestAnIdeaAtItsGates.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
