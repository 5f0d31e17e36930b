"""What is recorded on a page of its own: a claim, a figure, how it is known; links and claims looked at again."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import request

from tracker import amendment, attachment, idea, lesson, study, value
from tracker.amendment import RecordKind
from tracker.council import Can
from tracker.idea import Idea, State
from tracker.pages.upkeep.forms.entries import ENTRIES, ClaimFilesForm, ClaimReviewForm, FindingForm
from tracker.pages.upkeep.forms.study import Study
from tracker.web import Screens, reader, render, say, see_other
from tracker.web.forms import identifier
from tracker.web.numbers import whole
from tracker.web.recorded import heading_of

screens = Screens("study", __name__)
BOTH = ("GET", "POST")
RECORDED_IN = frozenset({State.ACTIVE, State.PARKED, State.CLOSED})


def _claim_of(found: Idea) -> value.Claim | None:
    """The claim that `claim` of the address names. Raises NotFoundError for one that is not of this idea."""
    named = request.args.get("claim", "")
    if not named:
        return None
    return amendment.standing(value.Claim, idea=found, row_id=identifier(named) or found.id)


def _claim_that_stands(found: Idea, claim_id: UUID | None) -> value.Claim | None:
    """The claim that a row is about; None of one that was withdrawn, which leaves its links where they were."""
    try:
        return amendment.standing(value.Claim, idea=found, row_id=claim_id) if claim_id else None
    except idea.NotFoundError:
        return None


def _back(found: Idea, claim: value.Claim | None, anchor: str = "") -> Any:
    if claim is None:
        return see_other("claims.listing", ref=found.ref, anchor=anchor or None)
    return see_other("claims.show", ref=found.ref, row_id=claim.id, anchor=anchor or None)


def _begins(entry: str, found: Idea) -> dict[str, Any]:
    """What a form begins from: sums from the money that is granted, and from what was counted last."""
    if entry != "sums":
        return {}
    worth = value.worth_of(idea=found)
    counted = [one for claim in worth.claims for one in claim.records if one.kind == "output_count"]
    last = max(counted, key=lambda one: one.on or date.min, default=None)
    return {"spent_least": worth.granted or None, "results": whole(last.value, otherwise=0) or None if last else None}


@screens.screen(
    f"/ideas/<ref>/<any({', '.join(ENTRIES)}):entry>/new",
    needs=Can.KEEP_CURRENT,
    of=idea.keeps,
    methods=BOTH,
    files=True,
)
def new(found: Idea, entry: str) -> Any:
    """Record something: a claim, a figure on one, why it should work, a link ..."""
    if found.state not in RECORDED_IN:
        raise idea.NotFoundError(found.ref)
    form, claim = ENTRIES[entry](data=_begins(entry, found)), _claim_of(found)
    if entry == "evidence" and claim is None:
        return see_other("claims.listing", ref=found.ref)
    form.about = claim.id if claim else None
    if form.sent():
        with form.trying():
            form.add(found, by=reader().person_id)
    if form.accepted:
        say("Recorded. It can be put right or withdrawn at any time, with a reason.")
        return _back(found, claim, form.anchor if isinstance(form, Study) and claim is None else "")
    return render("upkeep/records/new.html", form=form, idea=found, kind=entry, claim=claim)


@screens.screen("/ideas/<ref>/assumptions/<uuid:row_id>/finding", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def finding(found: Idea, row_id: UUID) -> Any:
    """Write what testing an assumption found: it counts as a lesson."""
    row = amendment.standing(lesson.Assumption, idea=found, row_id=row_id)
    form = FindingForm(data={"test": row.test or ""})
    if form.sent():
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("Kept. What you found counts as a lesson.")
        return see_other("claims.listing", ref=found.ref, anchor="assumptions")
    return render("upkeep/records/finding.html", form=form, idea=found, row=row)


@screens.screen("/ideas/<ref>/links/<uuid:row_id>/look", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=("POST",))
def look(found: Idea, row_id: UUID) -> Any:
    """Note that somebody looked at a link today, and that it is still there."""
    link = amendment.standing(study.SourceLink, idea=found, row_id=row_id)
    study.look_at_link(idea=found, link=link, by=reader().person_id)
    say("Noted: it was there today.")
    return _back(found, _claim_that_stands(found, link.claim_id), anchor="links")


@screens.screen("/ideas/<ref>/claims/<uuid:row_id>/review", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def review(found: Idea, row_id: UUID) -> Any:
    """Look at a claim again, and name the next day."""
    row = amendment.standing(value.Claim, idea=found, row_id=row_id)
    form = ClaimReviewForm()
    if form.sent():
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("Looked at. The next day is named.")
        return see_other("claims.show", ref=found.ref, row_id=row_id)
    told = amendment.record_history(idea=found, kind=RecordKind.CLAIM, row_id=row_id)
    heading = heading_of(RecordKind.CLAIM, amendment.plain(row))
    return render("upkeep/records/look.html", form=form, idea=found, row=row, heading=heading, reviews=told.reviews)


@screens.screen(
    "/ideas/<ref>/claims/<uuid:row_id>/files", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH, files=True
)
def files(found: Idea, row_id: UUID) -> Any:
    """Attach files to a claim."""
    row, form = amendment.standing(value.Claim, idea=found, row_id=row_id), ClaimFilesForm()
    if form.sent():
        with form.trying():
            attachment.attach(idea=found, uploads=form.papers.uploads, by=reader().person_id, claim_id=row.id)
    if form.accepted:
        say("It is attached. Whoever sees the idea can open it.")
        return see_other("claims.show", ref=found.ref, row_id=row_id, anchor="links")
    return render("upkeep/records/files.html", form=form, idea=found, row=row)
