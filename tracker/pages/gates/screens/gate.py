"""A gate: what is known, what is missing, may it go on? The owner answers and asks, the lead decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, request, url_for

from tracker import council, gate, idea, value
from tracker.council import Can
from tracker.gate import Gate, Paper, Word
from tracker.idea import Idea, Stage
from tracker.pages.gates.answer_forms import answers_form
from tracker.pages.gates.forms import AskForm, DecisionForm, ViewForm
from tracker.pages.gates.words import gate_ask, in_a_line, saved
from tracker.post import Addressee
from tracker.web import OvertakenError, Screens, reader, render, say, see_other
from tracker.web.decided import decision_heading, policy_name
from tracker.web.numbers import whole
from tracker.web.wording import called

screens = Screens("gates", __name__)
VIEWS = frozenset({Can.COMMENT, Can.SEE_PORTFOLIO})
DECIDES = frozenset({Can.DECIDE, Can.SEE_PORTFOLIO})
BOTH = ("GET", "POST")


def _gate(stage: str) -> Gate:
    """The gate before a stage, as it stands in an address."""
    found = gate.gate_before(Stage(stage)) if stage in set(Stage) else None
    return found or abort(404)


def _paper(ref: str, stage: str) -> Paper:
    return gate.paper(idea=idea.get(ref=ref, reader=reader()), gate=_gate(stage))


def _open(found: Idea, stage: str) -> Paper:
    """The paper of an idea at a gate that is open; 404 where it is not."""
    paper = gate.paper(idea=found, gate=_gate(stage))
    return paper if paper.is_open else abort(404)


def _shown(paper: Paper, form: DecisionForm | None, hearers: Sequence[Addressee] = ()) -> Any:
    keeps, behind = paper.is_open and idea.keeps(paper.idea, reader()), gate.GATES[paper.gate]
    at, newest = f"/ideas/{paper.idea.ref}/gates/{behind}", paper.newest_policy
    return render(
        "gates/show.html",
        paper=paper,
        form=form,
        ask=gate_ask(paper, at=at, decides=form is not None, keeps=keeps, owner=paper.owner),
        keeps=keeps,
        adds_view=paper.is_open and bool(VIEWS & reader().allowed),
        hearers=hearers,
        many=_many(paper),
        behind=behind,
        in_a_line=in_a_line,
        moves=paper.is_open and reader().can(Can.DECIDE),
        policy=policy_name(paper.policy.version, paper.policy.edition),
        newer=None if paper.policy.is_as(newest) else policy_name(newest.version, newest.edition),
    )


def _many(paper: Paper) -> list[str]:
    """The names of those who are asked here, where they are too many for anybody to decide; else nobody's."""
    asked = gate.people_asked(paper)
    if not gate.many_asked(asked):
        return []
    return [paper.names[one] for one in asked]


@screens.screen("/ideas/<ref>/gates/<stage>", needs=Can.SEE_IDEAS)
def show(ref: str, stage: str) -> Any:
    """Everything known at a gate, and the decision for who may make it."""
    paper = _paper(ref, stage)
    if paper.worth.unseen:
        value.open_evidence(idea=paper.idea, reader=reader())
    if not (paper.is_open and gate.decides(paper.idea, reader(), policy=paper.policy)):
        return _shown(paper, None)
    people, hearers = gate.people_and_hearers(paper.idea, but=reader().person_id)
    return _shown(paper, DecisionForm.about(paper, people), hearers)


@screens.screen("/ideas/<ref>/gates/<stage>/decision", needs=DECIDES, of=gate.decides, methods=BOTH)
def decision(found: Idea, stage: str) -> Any:
    """Decide: the record is kept for good, the people are told."""
    paper = gate.paper(idea=found, gate=_gate(stage))
    people, hearers = gate.people_and_hearers(paper.idea, but=reader().person_id)
    form = DecisionForm.about(paper, people)
    if request.method == "POST":
        _refuse_overtaken(paper, stage, seen=whole(form.seen.data, otherwise=paper.made))
    if "more" in request.form:
        form.add_condition(people)
    elif form.sent():
        _decide(paper, form)
    if form.accepted:
        return see_other("decisions.show", ref=found.ref, number=paper.made + 1)
    return _shown(paper, form, hearers)


def _refuse_overtaken(paper: Paper, stage: str, *, seen: int) -> None:
    """Raises OvertakenError with what was decided meanwhile: of two decisions at one gate the first is kept."""
    if paper.is_open and seen == paper.made:
        return
    ref, made = paper.idea.ref, next(iter(gate.decisions_on(paper.idea.id)), None)
    if made is None or seen == paper.made:
        sentence = "This gate is not open any more: the idea is not being worked on here."
        raise OvertakenError(sentence, see=url_for(".show", ref=ref, stage=stage))
    who = council.names([made.by_id])[made.by_id]
    heading = decision_heading(made.word, gate=made.gate, to_stage=made.to_stage)
    sentence = f"{who} decided while you were writing: {heading}. Yours is not recorded."
    raise OvertakenError(sentence, see=url_for("decisions.show", ref=ref, number=made.number))


def _decide(paper: Paper, form: DecisionForm) -> None:
    seen = whole(form.seen.data, otherwise=paper.made)
    with form.trying():
        made = gate.decide(idea=paper.idea, gate=paper.gate, draft=form.draft(), by=reader().person_id, seen=seen)
        going = made.word in (Word.GO, Word.CONDITIONAL)
        moved = f" It is in {called(made.to_stage, 'stage')} from today." if going or made.word is Word.RETURN else ""
        say(f"The decision is recorded.{moved} Its people are told by email.")


@screens.screen("/ideas/<ref>/gates/<stage>/answers", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def answers(found: Idea, stage: str) -> Any:
    """Answer the questions of a gate; only what changed is kept as a new answer."""
    paper = _open(found, stage)
    form = answers_form(paper)
    if form.sent():
        with form.trying():
            changed = gate.answer(idea=paper.idea, gate=paper.gate, said=form.said(), by=reader().person_id)
            say(saved(changed, gate.paper(idea=found, gate=paper.gate)))
    if form.accepted:
        return see_other("gates.ask" if "ask" in request.form else "gates.show", ref=found.ref, stage=stage)
    return render("gates/answers.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/ask", needs=Can.ASK_FOR_DECISION, of=idea.keeps, methods=BOTH)
def ask(found: Idea, stage: str) -> Any:
    """Ask for a decision: the request sits in the lead's queue with a due date."""
    paper = _open(found, stage)
    form = AskForm.about(gate.panels())
    if paper.request and request.method == "POST":
        sentence = "A decision has been asked for already, and waits for the lead."
        raise OvertakenError(sentence, see=url_for(".show", ref=found.ref, stage=stage))
    if form.sent():
        with form.trying():
            by = reader().person_id
            told = {"note": form.note.data, "due_on": form.due_on.data, "panel_id": form.for_panel}
            asked = gate.ask_for_decision(idea=paper.idea, gate=paper.gate, by=by, **told)
            say(f"A decision is asked for, by {idea.spoken(asked.due_on, today=asked.at.date())}.")
    if form.accepted:
        return see_other("gates.show", ref=found.ref, stage=stage)
    return render("gates/ask.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/view", needs=VIEWS, methods=BOTH)
def view(ref: str, stage: str) -> Any:
    """Say what one thinks before the decision."""
    paper = _paper(ref, stage)
    form = ViewForm() if paper.is_open else abort(404)
    if form.sent():
        with form.trying():
            leaning, because = Word(form.leaning.data), form.because.data or ""
            by = reader().person_id
            gate.record_view(idea=paper.idea, gate=paper.gate, leaning=leaning, because=because, by=by)
            say("Your view is recorded, under your name.")
    if form.accepted:
        return see_other("gates.show", ref=ref, stage=stage, anchor="views")
    return render("gates/view.html", form=form, paper=paper, behind=gate.GATES[paper.gate])


@screens.screen("/ideas/<ref>/gates/<stage>/policy", needs=Can.DECIDE, methods=("POST",))
def policy(ref: str, stage: str) -> Any:
    """Have an idea decided under the newest gate policy."""
    paper = _paper(ref, stage)
    if paper.idea.historical or not paper.is_open:
        abort(404)
    gate.move_to_newest_policy(idea=paper.idea, by=reader().person_id)
    newest = paper.newest_policy
    say(f"From now on {ref} is decided under {policy_name(newest.version, newest.edition)}.")
    return see_other("gates.show", ref=ref, stage=stage)
