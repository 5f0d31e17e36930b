"""What is recorded on an idea is corrected, withdrawn, put back, and read as it was: every kind on the same pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import amendment, idea, risk
from tracker.amendment import Recorded
from tracker.council import Can
from tracker.idea import Idea
from tracker.pages.upkeep.forms.correction import Correction
from tracker.pages.upkeep.forms.records import CORRECTIONS, ReviewForm, WithdrawalForm
from tracker.web import OvertakenError, Screens, allow, reader, render, say, see_other
from tracker.web.forms import Form
from tracker.web.recorded import fields_of, heading_of, line_of, names_in, versions_of

screens = Screens("records", __name__)
ROW = f"/ideas/<ref>/<any({', '.join(CORRECTIONS)}):kind>/<uuid:row_id>"
TAKEN_ALONG = {"claims": "The evidence that is recorded on it goes", "benefits": "What it came to in each period goes"}
KEEPERS = frozenset({Can.KEEP_CURRENT, Can.RECORD_CONTACT})
BOTH = ("GET", "POST")


def _found(ref: str, kind: type[Correction], row_id: UUID) -> tuple[Idea, Any]:
    """The idea of an address and the row that stands on it; refuses who may not put it right."""
    found = idea.get(ref=ref, reader=reader())
    row = amendment.standing(kind.model, idea=found, row_id=row_id)
    allow(kind.may(found, reader()))
    return found, row


def _heading(kind: type[Correction], row: Recorded) -> str:
    return heading_of(kind.record_kind, amendment.plain(row))


@screens.screen(f"{ROW}/correct", needs=KEEPERS, methods=BOTH)
def correct(ref: str, kind: str, row_id: UUID) -> Any:
    """Say a row otherwise, with a reason; what stood there can be read."""
    of = CORRECTIONS[kind]
    found, row = _found(ref, of, row_id)
    begins, heading = of.begins(row), _heading(of, row)
    form = of(data=begins)
    form.offer(row, of.offers() if of.offers else [])
    if not form.is_submitted():
        form.begin(begins)
    if form.sent() and form.meets(begins):
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say(f"Put right. What stood there before is kept below. {form.notice}".strip())
        return see_other("records.history", ref=ref, kind=kind, row_id=row_id)
    told = {"heading": heading, "counts_at": of.counts_at(ref, amendment.plain(row), stands=True)}
    return render("upkeep/records/correct.html", form=form, idea=found, kind=kind, row_id=row_id, **told)


@screens.screen(f"{ROW}/withdraw", needs=KEEPERS, methods=BOTH)
def withdraw(ref: str, kind: str, row_id: UUID) -> Any:
    """Take a row back, with a reason: it counts nowhere, and is shown struck through."""
    of, form = CORRECTIONS[kind], WithdrawalForm()
    found, row = _found(ref, of, row_id)
    heading, line = _heading(of, row), line_of(of.record_kind, amendment.plain(row))
    if form.sent():
        with form.trying():
            of.withdraw(found, row, by=reader().person_id, because=form.because.data or "")
    if form.accepted:
        say("Withdrawn. It counts nowhere now. It can be put back below.")
        return see_other("records.history", ref=ref, kind=kind, row_id=row_id)
    told = {"heading": heading, "line": line, "takes_along": TAKEN_ALONG.get(kind)}
    return render("upkeep/records/withdraw.html", form=form, idea=found, kind=kind, row_id=row_id, **told)


@screens.screen(f"{ROW}/undo", needs=KEEPERS, methods=("POST",))
def undo(ref: str, kind: str, row_id: UUID) -> Any:
    """Put back what stood there before the newest change."""
    of, form = CORRECTIONS[kind], Form()
    found = idea.get(ref=ref, reader=reader())
    allow(of.may(found, reader()))
    with form.trying():
        of.undo(found, row_id, by=reader().person_id)
    if not form.accepted:
        raise OvertakenError(form.form_errors_text(), see=f"/ideas/{ref}/{kind}/{row_id}/history")
    say("Undone: it stands as it did before.")
    return see_other("records.history", ref=ref, kind=kind, row_id=row_id)


@screens.screen(f"{ROW}/history", needs=Can.SEE_IDEAS)
def history(ref: str, kind: str, row_id: UUID) -> Any:
    """What stood here before, who changed it and why: all who may read the idea may read it."""
    of = CORRECTIONS[kind]
    found = idea.get(ref=ref, reader=reader())
    told = amendment.record_history(idea=found, kind=of.record_kind, row_id=row_id)
    names = names_in(told)
    return render(
        "upkeep/records/history.html",
        idea=found,
        kind=kind,
        row_id=row_id,
        counts_at=of.counts_at(ref, {"id": str(row_id), **told.newest}, stands=told.now is not None),
        history=told,
        heading=heading_of(of.record_kind, told.newest),
        stands=fields_of(of.record_kind, told.newest, names),
        versions=versions_of(told, names),
        recorded_at=told.recorded_at,
        may=of.may(found, reader()),
    )


@screens.screen("/ideas/<ref>/risks/<uuid:row_id>/review", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def review(found: Idea, row_id: UUID) -> Any:
    """Look at a risk again: the old score stays beside the new, and the next day is named."""
    row = risk.get(idea=found, risk_id=row_id)
    begins, heading = ReviewForm.begins(row), _heading(CORRECTIONS["risks"], row)
    form = ReviewForm(data=begins)
    if not form.is_submitted():
        form.begin(begins)
    if form.sent() and form.meets(begins):
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("Looked at. The score before stays beside the new one.")
        return see_other("records.history", ref=found.ref, kind="risks", row_id=row_id)
    told = amendment.record_history(idea=found, kind=amendment.RecordKind.RISK, row_id=row_id)
    return render("upkeep/records/review.html", form=form, idea=found, row=row, heading=heading, reviews=told.reviews)
