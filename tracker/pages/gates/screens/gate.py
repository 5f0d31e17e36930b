"""A gate: what is known, what is missing, may it go on? The owner answers and asks, the lead decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import council, gate, idea
from tracker.council import Can
from tracker.gate import Gate, Paper, Word
from tracker.idea import Idea, Stage
from tracker.pages.gates.forms import AskForm, DecisionForm, MetForm, ViewForm, answers_form
from tracker.web import Screens, me, render, say, see_other

screens = Screens("gates", __name__)
KEEPS = frozenset({Can.KEEP_CURRENT, Can.TRIAGE})
VIEWS = frozenset({Can.COMMENT, Can.SEE_PORTFOLIO})
DECIDES = frozenset({Can.DECIDE, Can.SEE_PORTFOLIO})
BOTH = ("GET", "POST")


def _gate(stage: str) -> Gate:
    """The gate before a stage, as it stands in an address."""
    found = gate.gate_before(Stage(stage)) if stage in set(Stage) else None
    return found or abort(404)


def _paper(ref: str, stage: str) -> Paper:
    return gate.paper(idea=idea.get(ref=ref), gate=_gate(stage))


def _keeps(found: Idea) -> bool:
    """Whether the reader keeps this idea: its owner does, and the leads."""
    return me().can(Can.TRIAGE) or (me().can(Can.KEEP_CURRENT) and found.owner_id == me().person_id)


def _kept(ref: str, stage: str) -> Paper:
    """The paper of an idea that the reader keeps; 403 for anybody else's, 404 where the gate is not open."""
    paper = _paper(ref, stage)
    return paper if _keeps(paper.idea) and paper.is_open else abort(404 if not paper.is_open else 403)


def _shown(paper: Paper, form: DecisionForm | None, *, status: int = 200) -> Any:
    return render(
        "gates/show.html",
        paper=paper,
        form=form,
        keeps=_keeps(paper.idea) and paper.is_open,
        hearers=gate.hearers(paper.idea, but=me().person_id) if form else [],
        behind=gate.GATES[paper.gate],
    ), status


@screens.screen("/ideas/<ref>/gates/<stage>", needs=Can.SEE_IDEAS)
def show(ref: str, stage: str) -> Any:
    """Everything known at a gate, and the decision for who may make it."""
    paper = _paper(ref, stage)
    decides = paper.is_open and gate.may_decide(idea=paper.idea, person_id=me().person_id)
    return _shown(paper, DecisionForm.about(paper, council.people()) if decides else None)


@screens.screen("/ideas/<ref>/gates/<stage>/decision", needs=DECIDES, methods=BOTH)
def decision(ref: str, stage: str) -> Any:
    """Decide: the record is kept for good, the people are told."""
    paper = _paper(ref, stage)
    if not gate.may_decide(idea=paper.idea, person_id=me().person_id):
        abort(403)
    form = DecisionForm.about(paper, people := council.people())
    if "more" in request.form:
        form.add_condition(people)
    elif form.sent():
        _decide(paper, form)
    if form.accepted:
        return see_other("decisions.show", ref=ref, number=paper.made + 1)
    return _shown(paper, form)


def _decide(paper: Paper, form: DecisionForm) -> None:
    seen = int(form.seen.data) if (form.seen.data or "").isdecimal() else paper.made
    with form.trying():
        made = gate.decide(idea=paper.idea, gate=paper.gate, draft=form.draft(), by=me().person_id, seen=seen)
        going = made.word in (Word.GO, Word.CONDITIONAL)
        moved = f" It is in {made.to_stage} from today." if going or made.word is Word.RETURN else ""
        say(f"The decision is recorded.{moved} Its people are told by email.")


@screens.screen("/ideas/<ref>/gates/<stage>/answers", needs=KEEPS, methods=BOTH)
def answers(ref: str, stage: str) -> Any:
    """Answer the questions of a gate; only what changed is kept as a new answer."""
    paper = _kept(ref, stage)
    form = answers_form(paper.gate, paper.items)
    if form.sent():
        with form.trying():
            changed = gate.answer(idea=paper.idea, gate=paper.gate, said=form.said(), by=me().person_id)
            say(f"{changed} {'answer is' if changed == 1 else 'answers are'} saved." if changed else "Nothing changed.")
    if form.accepted:
        return see_other("gates.ask" if "ask" in request.form else "gates.show", ref=ref, stage=stage)
    return render("gates/answers.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/ask", needs=frozenset({Can.ASK_FOR_DECISION}), methods=BOTH)
def ask(ref: str, stage: str) -> Any:
    """Ask for a decision: the request sits in the lead's queue with a due date."""
    paper = _kept(ref, stage)
    form = AskForm()
    if form.sent():
        with form.trying():
            by = me().person_id
            note, due_on = form.note.data, form.due_on.data
            asked = gate.ask_for_decision(idea=paper.idea, gate=paper.gate, by=by, note=note, due_on=due_on)
            say(f"A decision is asked for, by {idea.spoken(asked.due_on, today=asked.at.date())}.")
    if form.accepted:
        return see_other("gates.show", ref=ref, stage=stage)
    return render("gates/ask.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/view", needs=VIEWS, methods=BOTH)
def view(ref: str, stage: str) -> Any:
    """Say what one thinks before the decision."""
    paper = _paper(ref, stage)
    form = ViewForm() if paper.is_open else abort(404)
    if form.sent():
        with form.trying():
            leaning, because = Word(form.leaning.data), form.because.data or ""
            by = me().person_id
            gate.record_view(idea=paper.idea, gate=paper.gate, leaning=leaning, because=because, by=by)
            say("Your view is recorded, under your name.")
    if form.accepted:
        return see_other("gates.show", ref=ref, stage=stage, anchor="views")
    return render("gates/view.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/policy", needs=Can.DECIDE, methods=("POST",))
def policy(ref: str, stage: str) -> Any:
    """Have an idea decided under the newest gate policy."""
    paper = _paper(ref, stage)
    gate.move_to_newest_policy(idea=paper.idea, by=me().person_id)
    say(f"From now on {ref} is decided under version {paper.newest_policy} of the gate policy.")
    return see_other("gates.show", ref=ref, stage=stage)


@screens.screen("/ideas/<ref>/conditions/<uuid:condition_id>", needs=Can.SEE_IDEAS, methods=BOTH)
def condition(ref: str, condition_id: UUID) -> Any:
    """Say that a condition is met, and how it can be seen."""
    found = idea.get(ref=ref)
    one = next((each for each in gate.conditions_on(found.id) if each.id == condition_id), None) or abort(404)
    if not _keeps(found) and one.owner_id != me().person_id:
        abort(403)
    form = MetForm()
    if form.sent():
        with form.trying():
            gate.meet_condition(condition=one, note=form.note.data or "", by=me().person_id)
            say("The condition is met, and the record says so.")
    if form.accepted:
        return see_other("ideas.show", ref=ref)
    return render("gates/condition.html", form=form, idea=found, condition=one)
