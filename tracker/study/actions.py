"""What is recorded of a study: entered, put right; each kind by the same checks both times."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, Unpack
from uuid import UUID

from sqlalchemy import select

from tracker.amendment import AmendmentAct, RecordKind, amend, plain, title_of
from tracker.clock import now, today
from tracker.history import record
from tracker.history.events.amendment import RecordAdded
from tracker.idea import Idea, Refused, refuse_all, touch
from tracker.study.models import Evaluation, Manual, ScaleSum, SourceLink, Theory
from tracker.study.rules import address_fault, evaluation_faults, steps_in, sum_faults, theory_faults
from tracker.study.words import EvaluationParticulars, LinkParticulars, SumParticulars
from tracker.tenancy import session

T = TypeVar("T", Theory, Evaluation, ScaleSum, Manual, SourceLink)


def _add(kind: type[T], values: dict[str, Any], *, idea: Idea, by: UUID) -> T:
    made = kind(idea_id=idea.id, by_id=by, counts_from=today(), recorded_at=now(), **values)
    session().add(made)
    session().flush()
    of = RecordKind(made.__tablename__)
    record(RecordAdded(kind=of, title=title_of(of, plain(made))), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _or_none(words: str | None) -> str | None:
    return (words or "").strip() or None


# --- why it should work -----------------------------------------------------------------------------------------------
def say_theory(*, idea: Idea, by: UUID, steps: str, because: str = "") -> Theory:
    """Say why an idea should work, step by step; said again it is put right. Raises Refused."""
    there = session().scalar(select(Theory).where(Theory.idea_id == idea.id))
    if there is not None:
        correct_theory(idea=idea, theory=there, by=by, steps=steps, because=because)
        return there
    return _add(Theory, _theory(steps), idea=idea, by=by)


def correct_theory(*, idea: Idea, theory: Theory, by: UUID, steps: str, because: str) -> None:
    """Say otherwise why it should work."""
    amend(theory, idea=idea, by=by, because=because, to=_theory(steps))


def _theory(steps: str) -> dict[str, Any]:
    refuse_all(theory_faults(steps))
    return {"steps": "\n".join(steps_in(steps))}


# --- who evaluates it -------------------------------------------------------------------------------------------------
def add_evaluation(*, idea: Idea, by: UUID, evaluator: str, **said: Unpack[EvaluationParticulars]) -> Evaluation:
    """Record who evaluates an idea, since when, with which data, and when the report is due. Raises Refused."""
    return _add(Evaluation, _evaluation(evaluator, said), idea=idea, by=by)


def correct_evaluation(
    *,
    idea: Idea,
    evaluation: Evaluation,
    by: UUID,
    because: str,
    evaluator: str,
    **said: Unpack[EvaluationParticulars],
) -> None:
    """Say an evaluation otherwise, or that its report came."""
    amend(evaluation, idea=idea, by=by, because=because, to=_evaluation(evaluator, said))


def _evaluation(evaluator: str, said: EvaluationParticulars) -> dict[str, Any]:
    nobody = [] if evaluator.strip() else [Refused("Say who evaluates it", field="evaluator")]
    refuse_all(nobody, evaluation_faults(said, today=today()))
    days = {name: said.get(name) for name in ("since", "due_on", "reported_on", "agreement")}
    words = {"agreement_note": _or_none(said.get("agreement_note")), "note": _or_none(said.get("note"))}
    return {"evaluator": evaluator.strip(), **days, **words}


# --- sums for scale ---------------------------------------------------------------------------------------------------
def add_scale_sum(*, idea: Idea, by: UUID, **said: Unpack[SumParticulars]) -> ScaleSum:
    """Record what an idea cost for how many, and how many need it; a figure without a higher one is no range."""
    return _add(ScaleSum, _sum(said), idea=idea, by=by)


def correct_scale_sum(
    *, idea: Idea, scale_sum: ScaleSum, by: UUID, because: str, **said: Unpack[SumParticulars]
) -> None:
    """Say a sum otherwise."""
    amend(scale_sum, idea=idea, by=by, because=because, to=_sum(said))


def _sum(said: SumParticulars) -> dict[str, Any]:
    refuse_all(sum_faults(said))
    ends = {
        "spent_most": said["spent_least"] if said["spent_most"] is None else said["spent_most"],
        "wanted_most": said["wanted_least"] if said["wanted_most"] is None else said["wanted_most"],
    }
    return {**said, **ends, "unit": said["unit"].strip(), "assumptions": said["assumptions"].strip()}


# --- the procedure ----------------------------------------------------------------------------------------------------
def add_manual(*, idea: Idea, by: UUID, title: str, place: str, written_on: date | None = None) -> Manual:
    """Record a manual or procedure by which others can do it again. Raises Refused."""
    return _add(Manual, _manual(title, place, written_on), idea=idea, by=by)


def correct_manual(
    *, idea: Idea, manual: Manual, by: UUID, because: str, title: str, place: str, written_on: date | None = None
) -> None:
    """Say a procedure otherwise."""
    amend(manual, idea=idea, by=by, because=because, to=_manual(title, place, written_on))


def _manual(title: str, place: str, written_on: date | None) -> dict[str, Any]:
    if not title.strip():
        raise Refused("Say what it is called", field="title")
    if not place.strip():
        raise Refused("Say where it can be read: an address, a folder, a shelf", field="place")
    if written_on and written_on > today():
        raise Refused("Give the day on which it was written, not one to come", field="written_on")
    return {"title": title.strip(), "place": place.strip(), "written_on": written_on}


# --- links ------------------------------------------------------------------------------------------------------------
def add_link(*, idea: Idea, by: UUID, address: str, **said: Unpack[LinkParticulars]) -> SourceLink:
    """Record a page outside, with the day on which somebody last looked at it: today, where none is given."""
    return _add(SourceLink, _link(address, said), idea=idea, by=by)


def correct_link(
    *, idea: Idea, link: SourceLink, by: UUID, because: str, address: str, **said: Unpack[LinkParticulars]
) -> None:
    """Say a link otherwise."""
    amend(link, idea=idea, by=by, because=because, to=_link(address, {"claim_id": link.claim_id, **said}))


def look_at_link(*, idea: Idea, link: SourceLink, by: UUID) -> None:
    """Note that somebody looked at a link today, and that it is still there."""
    amend(link, idea=idea, by=by, to={"looked_on": today()}, act=AmendmentAct.REVIEWED)


def _link(address: str, said: LinkParticulars) -> dict[str, Any]:
    if fault := address_fault(address):
        raise Refused(fault, field="address")
    day = said.get("looked_on") or today()
    if day > today():
        raise Refused("Give the day on which you last looked, not one to come", field="looked_on")
    title = _or_none(said.get("title")) or address.strip()
    return {"address": address.strip(), "title": title, "looked_on": day, "claim_id": said.get("claim_id")}
