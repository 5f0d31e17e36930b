"""What an idea should change and how well that is known: all claims of it, and one with its figures and its level."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import amendment, attachment, clock, collaborative, gate, idea, lesson, study, value
from tracker.amendment import ChangeEntry, RecordKind
from tracker.council import Can
from tracker.idea import Idea, State, Story
from tracker.pages.claims import words
from tracker.pages.claims.drawing import drawing_of, figures_of
from tracker.value import ClaimWorth
from tracker.web import Screens, reader, render
from tracker.web.changed import change_in_words
from tracker.web.recorded import ADDRESSES, heading_of, withdrawn_lines

screens = Screens("claims", __name__)
ASIDES = (value.WORTH, study.STUDY, attachment.FILES)
ALL = (value.WORTH, study.STUDY, lesson.ASSUMPTIONS, amendment.WITHDRAWN)
FORWARD = frozenset({idea.Move.ADVANCE, idea.Move.ADVANCE_WITH_CONDITIONS})
STUDIED = (
    RecordKind.CLAIM,
    RecordKind.THEORY,
    RecordKind.EVALUATION,
    RecordKind.ASSUMPTION,
    RecordKind.SCALE_SUM,
    RecordKind.MANUAL,
    RecordKind.LINK,
)


def _may_record(found: Idea) -> bool:
    return idea.keeps(found, reader()) and found.state in {State.ACTIVE, State.PARKED, State.CLOSED}


def _seen(story: Story, *claims: ClaimWorth, one: UUID | None = None) -> None:
    """Opening the evidence as its sponsor is seeing it: all of it, or that on one claim. Of a draft there is none."""
    if idea.is_draft(story.idea):
        raise idea.NotFoundError(story.idea.ref)
    if any(not record.seen_by_sponsor_on for claim in claims for record in claim.records):
        value.open_evidence(idea=story.idea, reader=reader(), claim_id=one)


@screens.screen("/ideas/<ref>/claims", needs=Can.SEE_IDEAS)
def listing(ref: str) -> Any:
    """Everything that an idea should change, why it should work, who evaluates it, what is believed, what it costs."""
    story = idea.story(ref=ref, reader=reader(), asides=ALL)
    worth, gone = story.told(value.WORTH), story.told(amendment.WITHDRAWN)
    _seen(story, *worth.claims)
    return render(
        "claims/listing.html",
        idea=story.idea,
        worth=worth,
        study=story.told(study.STUDY),
        assumptions=story.told(lesson.ASSUMPTIONS),
        gone=withdrawn_lines(ref, gone, *STUDIED),
        lines={claim.id: (words.heading(claim), words.outrun(claim)) for claim in worth.claims},
        granted=worth.granted,
        indicators={claim.id: claim.indicator for claim in worth.claims},
        may=_may_record(story.idea),
    )


@screens.screen("/ideas/<ref>/claims/<uuid:row_id>", needs=Can.SEE_IDEAS)
def show(ref: str, row_id: UUID) -> Any:
    """Did it get better, and how well do we know? The figures of one claim, its level and the reasons."""
    story = idea.story(ref=ref, reader=reader(), asides=ASIDES)
    claim = next((one for one in story.told(value.WORTH).claims if one.id == row_id), None)
    if claim is None:
        raise idea.NotFoundError(ref)
    _seen(story, claim, one=claim.id)
    return render("claims/show.html", **_shown(story, claim), may=_may_record(story.idea))


def _shown(story: Story, claim: ClaimWorth) -> dict[str, Any]:
    found, record = story.idea, story.told(study.STUDY)
    steps, changes = collaborative.lineage(found).went, amendment.changes_of_claim(idea=found, claim_id=claim.id)
    figures = figures_of(claim)
    ahead = gate.next_gate(found.stage)
    return {
        "idea": found,
        "claim": claim,
        "benefits": story.told(value.WORTH).benefits,
        "steps": [move for move in reversed(story.moves) if move.decision in FORWARD and not move.placed],
        "study": record,
        "heading": words.heading(claim),
        "outrun": words.outrun(claim),
        "change": change_in_words(claim),
        "figures": figures,
        "drawing": drawing_of(figures, today=clock.today()),
        "rows": words.figure_rows(claim),
        "accounts": [one for one in claim.records if not one.value],
        "rungs": words.rungs(claim, record, steps, ref=found.ref),
        "channels": words.channels(claim),
        "gate": ahead,
        "asked": gate.policy_for(found).level[ahead] if ahead else None,
        "files": _files(story),
        "own_files": [file for file in story.told(attachment.FILES) if file.claim_id == str(claim.id)],
        "links": record.links_of(claim.id),
        "changes": [_line(found.ref, one) for one in changes],
        "corrected": {one.row_id: one.at for one in reversed(changes)},
    }


def _files(story: Story) -> dict[str, list[attachment.FileLine]]:
    found: dict[str, list[attachment.FileLine]] = {}
    for file in story.told(attachment.FILES):
        if file.evidence_id:
            found.setdefault(file.evidence_id, []).append(file)
    return found


def _line(ref: str, one: ChangeEntry) -> dict[str, Any]:
    """One change in a line, with the way to all that stood there."""
    return {
        "heading": heading_of(one.kind, one.was or {}),
        "act": one.act,
        "because": one.because,
        "by": one.by,
        "at": one.at,
        "address": f"/ideas/{ref}/{ADDRESSES[one.kind]}/{one.row_id}/history",
    }
