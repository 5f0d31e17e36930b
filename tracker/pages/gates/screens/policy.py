"""The council's gate policy: what each gate asks, who decides, what a next version would change, and every version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, request

from tracker import clock, gate
from tracker.council import Can
from tracker.gate import Gate, GatePolicy
from tracker.pages.gates.policy_form import ForceForm, PolicyForm, policy_form
from tracker.pages.gates.policy_words import difference_rows, effect_rows, version_choices
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.decided import policy_name
from tracker.web.forms import identifier
from tracker.web.numbers import whole

screens = Screens("policy", __name__)


def _gate(name: str) -> Gate:
    return Gate(name) if name in set(Gate) else abort(404)


def _version(number: int, *, edition: str | None = None) -> GatePolicy:
    """A version, with the built-in questions of an edition that was, or of today."""
    today = gate.edition_on(clock.today())
    asked = whole(edition, otherwise=today) if edition else today
    return (gate.policy_of(number, edition=asked) if asked <= today else None) or abort(404)


def _editions() -> Sequence[date]:
    """The days from which the built-in questions were more, those that have come."""
    return gate.editions()[: gate.edition_on(clock.today())]


def _page(at: Gate, form: PolicyForm | None = None, force: ForceForm | None = None) -> Any:
    drafted, newest = gate.draft_of_policy(), gate.newest_policy()
    policy, force = drafted.policy if drafted else newest, force or ForceForm(formdata=None)
    force.seen.data = str(drafted.id) if drafted else ""
    return render(
        "gates/policy/show.html",
        at=at,
        gates=list(Gate),
        form=form or policy_form(at, policy, in_force=newest),
        force=force,
        policy=policy,
        drafted=drafted,
        newest=newest,
        questions=policy.known(at),
        built_in={q.id: q.text for q in gate.asked_at(at, policy.edition)},
        editions=_editions(),
        versions=gate.policy_versions(),
        changes=difference_rows(gate.differences(newest, policy)) if drafted else [],
        flight=effect_rows(gate.ideas_in_flight(reader=reader()), policy),
    )


@screens.screen("/council/policy", needs=Can.SET_POLICY)
def show() -> Any:
    """What each gate asks and who decides; the draft of the next version, and what it would change."""
    return _page(_gate(request.args.get("gate", Gate.DESIGN)))


@screens.screen("/council/policy/gates/<gate_name>", needs=Can.SET_POLICY, methods=("POST",), turn=COUNCIL)
def draft(gate_name: str) -> Any:
    """Keep the draft of one gate beside what others wrote in it: it changes nothing for anybody."""
    at = _gate(gate_name)
    drafted = gate.draft_of_policy()
    newest = gate.newest_policy()
    form = policy_form(at, drafted.policy if drafted else newest, in_force=newest)
    if form.sent() and form.meets(form.stands):
        with form.trying():
            gate.keep_draft(policy=form.drafted(), by=reader().person_id)
    if not form.accepted:
        return _page(at, form)
    say("The draft is kept. It changes nothing until you put it in force.")
    return see_other("policy.show", gate=at, anchor="changes")


@screens.screen("/council/policy/force", needs=Can.SET_POLICY, methods=("POST",), turn=COUNCIL)
def put_in_force() -> Any:
    """Put the draft in force: ideas that enter a stage from now on come under it."""
    form = ForceForm()
    if form.sent():
        with form.trying():
            seen = identifier(form.seen.data)
            gate.put_in_force(because=form.because.data or "", by=reader().person_id, seen=seen)
    if not form.accepted:
        return _page(Gate.DESIGN, force=form)
    say(f"Version {gate.newest_policy().version} is in force from now on. Ideas in flight keep theirs.")
    return see_other("policy.show")


@screens.screen("/council/policy/drop", needs=Can.SET_POLICY, methods=("POST",), turn=COUNCIL)
def drop() -> Any:
    """Throw the draft away."""
    gate.drop_draft()
    say("The draft is thrown away. Nothing has changed.")
    return see_other("policy.show")


@screens.screen("/council/policy/<int:number>", needs=Can.SEE_IDEAS)
def version(number: int) -> Any:
    """One version as it asks, and what differs between it and another: the one before, or the one chosen."""
    policy = _version(number, edition=request.args.get("edition"))
    other = _other(request.args.get("with"), policy)
    versions = gate.policy_versions()
    return render(
        "gates/policy/version.html",
        policy=policy,
        other=other,
        name=policy_name(policy.version, policy.edition),
        others=version_choices(versions),
        against=policy_name(other.version, other.edition),
        versions=versions,
        editions=_editions(),
        entry=next((one for one in versions if one.version == number), None),
        asked={at: policy.asked(at) for at in Gate},
        changes=difference_rows(gate.differences(other, policy)),
    )


def _other(chosen: str | None, policy: GatePolicy) -> GatePolicy:
    """The version to hold one against, "3", or "0.1" for the built-in one of an edition; else the one before it."""
    if chosen is None:
        before = max(policy.edition - (policy.version == 0), 0)
        return gate.policy_of(max(policy.version - 1, 0), edition=before) or abort(404)
    number, _, edition = chosen.partition(".")
    return _version(whole(number, otherwise=-1), edition=edition)
