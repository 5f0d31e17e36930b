"""What happened to a made-up idea, in words of the domain: each act so many days ago, and done by the product."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from local.overlay.people import CODE, Crew
from tracker import capacity, collaborative, gate, idea, lesson, method, portfolio, risk
from tracker.capacity import Layer
from tracker.clock import today
from tracker.gate import AnswerDraft, DecisionDraft, Gate, StopReason, Term, Word
from tracker.idea import Extent, Fact, Idea, Involvement, Stage
from tracker.method import StepState


@dataclass
class Scene:
    """One idea, those who work on it and its claims so far."""

    idea: Idea
    crew: Crew
    claims: list[UUID] = field(default_factory=list)
    gains: list[UUID] = field(default_factory=list)


Act = tuple[int, Callable[[Scene], object]]

BECAUSE = {
    Gate.DESIGN: "The need is plain and a first try costs little.",
    Gate.MOBILISE: "The people who would use it helped to shape it, and one team is ready to try it.",
    Gate.MAINSTREAM: "Trying it gave a result that others can see, and the budget has room for it.",
    Gate.EMBED: "It runs without the people who started it.",
}
THANKS = "Thank you for saying it, and for staying with it. It goes on, and you can see how on its page."
WAIVER = "Small and easy to undo. What is still open is asked again at the next gate."
HARM = "People who never ring us, and those whose landlord reads their letters. We have not heard enough from them."
NOTHING = "People go on living with it, and we meet the bill later, in repairs and in health."


def in_days(days: int) -> date:
    """The day so many days after the act."""
    return today() + timedelta(days=days)


# --- how it is worked on ----------------------------------------------------------------------------------------------
def worked_by(ago: int, phase: str, picked: str, note: str = "", *, skipped: str = "", done: bool = True) -> Act:
    """The owner said that a method of the library was used in a phase, is under way, or is skipped, and why."""
    state = StepState.SKIPPED if skipped else StepState.DONE if done else StepState.UNDER_WAY
    return ago, lambda on: method.say_step(
        idea=on.idea, by=on.crew.owner, phase=phase, method=picked, state=state, note=note, because=skipped
    )


# --- people -----------------------------------------------------------------------------------------------------------
def replied(ago: int, words: str) -> Act:
    """The lead replied to the author."""
    return ago, lambda on: idea.reply(idea=on.idea, words=words, by=on.crew.lead)


def asked(ago: int, question: str) -> Act:
    """The lead asked the author a question."""
    return ago, lambda on: idea.ask_author(idea=on.idea, question=question, by=on.crew.lead)


def said(ago: int, words: str) -> Act:
    """The owner said something on the idea."""
    return ago, lambda on: idea.comment(idea=on.idea, words=words, by=on.crew.owner)


def helped(ago: int, who: str, what: str, layer: Layer) -> Act:
    """Somebody from outside did something for it."""
    return ago, lambda on: capacity.add_activity(
        idea=on.idea, organisation=f"{who} (made up)", what=what, layer=layer, by=on.crew.owner
    )


def sponsored(ago: int, *contacts: int, name: str = "") -> list[Act]:
    """A sponsor was named, and then they spoke with the team on these days."""

    def named(on: Scene) -> None:
        idea.name_sponsor(idea=on.idea, by=on.crew.lead, person_id=None if name else on.crew.sponsor, name=name)

    def spoke(on: Scene) -> None:
        idea.record_contact(
            idea=on.idea, on=today(), by=on.crew.owner, how="in person", note="Walked through the results"
        )

    return [(ago, named), *((day, spoke) for day in contacts)]


# --- triage and gates -------------------------------------------------------------------------------------------------
def accepted(ago: int) -> Act:
    """The idea was let go to its design gate, with an owner."""
    because = "Thank you. This is worth trying: you name people who need it and something small to begin with."
    return ago, lambda on: idea.send_to_design_gate(
        idea=on.idea, owner_id=on.crew.owner, because=because, by=on.crew.lead
    )


def went_on(*days: int) -> list[Act]:
    """Gates were passed on these days, from the design gate on; at the first, its four questions were answered."""
    return [
        act
        for gate_at, ago in zip(Gate, days, strict=False)
        for act in (([answered(ago)] if gate_at is Gate.DESIGN else []) + [decided(ago, gate_at)])
    ]


def answered(ago: int) -> Act:
    """The design gate's four questions were answered."""
    words = {
        "q0-2a": "We put the present service right last year, and the same people still come back.",
        "q0-2b": "More hands would help, but they would do the same again: the step before is missing.",
        "x-harm": HARM,
        "x-nothing": NOTHING,
    }
    told = {question: AnswerDraft(words=answer) for question, answer in words.items()}
    return ago, lambda on: gate.answer(idea=on.idea, gate=Gate.DESIGN, said=told, by=on.crew.owner)


def decided(ago: int, at: Gate, draft: DecisionDraft | None = None) -> Act:
    """The lead decided at a gate: go, unless told otherwise; after the first gate they thank the author as well."""
    went_on = draft is None
    draft = draft or DecisionDraft(Word.GO, BECAUSE[at], waiver_because=WAIVER)

    def decide(on: Scene) -> None:
        gate.decide(idea=on.idea, gate=at, draft=draft, by=on.crew.lead)
        if went_on and at is not Gate.DESIGN:
            idea.reply(idea=on.idea, words=THANKS, by=on.crew.lead)

    return ago, decide


def on_condition(ago: int, at: Gate, condition: str, *, due_in: int) -> Act:
    """It went on with one condition, due so many days after."""

    def decide(on: Scene) -> None:
        terms = (Term(condition, on.crew.owner, in_days(due_in)),)
        draft = DecisionDraft(Word.CONDITIONAL, BECAUSE[at], waiver_because=WAIVER, terms=terms)
        gate.decide(idea=on.idea, gate=at, draft=draft, by=on.crew.lead)

    return ago, decide


def held(ago: int, at: Gate, because: str, *, until_in: int) -> Act:
    """It was held until so many days after."""

    def decide(on: Scene) -> None:
        gate.decide(
            idea=on.idea, gate=at, draft=DecisionDraft(Word.HOLD, because, until=in_days(until_in)), by=on.crew.lead
        )

    return ago, decide


def went_back(ago: int, at: Gate, to: Stage, because: str) -> Act:
    """It was returned to an earlier stage."""
    return decided(ago, at, DecisionDraft(Word.RETURN, because, to_stage=to))


def stopped(ago: int, at: Gate, because: str, *, reason: StopReason, learnt: str) -> Act:
    """It was stopped, with what was learnt."""
    return decided(ago, at, DecisionDraft(Word.STOP, because, stop_reason=reason, lesson=learnt, archive_consent=True))


def waits_for_decision(ago: int, at: Gate, note: str) -> Act:
    """The owner asked for a decision."""
    return ago, lambda on: gate.ask_for_decision(idea=on.idea, gate=at, by=on.crew.owner, note=note)


# --- what it is worth -------------------------------------------------------------------------------------------------
def of_kind(ago: int, extent: Extent, users: Involvement | None = None) -> list[Act]:
    """Its extent was stated, and how users take part."""
    facts = [(Fact.EXTENT, extent), *([(Fact.INVOLVEMENT, users)] if users else [])]
    return [(ago, _states(fact, word)) for fact, word in facts]


def needs_no_money(ago: int) -> Act:
    """It was marked as needing no money."""
    return ago, _states(Fact.NEEDS_NO_MONEY, "yes")


def shielded(ago: int, *, days: int) -> Act:
    """It was shielded for so many days."""

    def states(on: Scene) -> None:
        _states(Fact.SHIELDED_UNTIL, in_days(days).isoformat())(on)

    return ago, states


def _states(fact: Fact, word: str) -> Callable[[Scene], None]:
    return lambda on: idea.set_fact(idea=on.idea, fact=fact, value=str(word), by=on.crew.owner)


def might_fail(ago: int, description: str, likelihood: int, impact: int, *, instead: str, review_in: int = 90) -> Act:
    """A risk was noted, with what is done about it."""
    return ago, lambda on: risk.raise_risk(
        idea=on.idea,
        by=on.crew.owner,
        description=description,
        likelihood=likelihood,
        impact=impact,
        mitigation=instead,
        category="capability",
        review_on=in_days(review_in),
    )


def learnt(ago: int, words: str, worked: str) -> Act:
    """A lesson was written."""
    return ago, lambda on: lesson.write_lesson(
        idea=on.idea, by=on.crew.owner, lesson=words, worked=worked, may_be_shared=True
    )


def published(ago: int, *parts: str, strand: str = "nowhere") -> Act:
    """It was published to the collaborative, with its parts named, its health as it was then, in a strand or none."""
    chosen = frozenset(collaborative.CardField)
    choice = collaborative.Choice(level=collaborative.Level.FULL, chosen=chosen, parts=parts)
    return ago, lambda on: collaborative.publish(
        idea=on.idea,
        collaborative=collaborative.get(CODE),
        choice=replace(choice, strand_id=strand_called(strand)),
        by=on.crew.lead,
        health=portfolio.health_now(idea=on.idea),
    )


def strand_called(title: str) -> UUID | None:
    """A strand of the collaborative by how its name begins."""
    found = collaborative.strands_query(collaborative.get(CODE)).answer()
    return next((one.id for one in found if one.title.startswith(title)), None)
