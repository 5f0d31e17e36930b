"""What an idea leaves behind when it becomes normal work: sign-offs, what stops, recognition; and its yearly review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tracker import capacity, council, gate, idea, routine, study
from tracker.council import Can
from tracker.gate import CORNERS, Quadrant
from tracker.idea import Idea
from tracker.pages.routine.forms import OldServiceForm, RecognitionForm, RoutineWithdrawal, review_form
from tracker.routine import OldService, Recognition
from tracker.web import Screens, reader, render, say, see_other

screens = Screens("routine", __name__)
BOTH = ("GET", "POST")
KINDS: dict[str, type[OldService | Recognition]] = {"stops": OldService, "awards": Recognition}


def _worked_on(found: Idea) -> None:
    """Raises NotFoundError of an idea that nobody works on, and of a case that a report tells."""
    if not routine.is_worked_on(found):
        raise idea.NotFoundError(found.ref)


@screens.screen("/ideas/<ref>/routine", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """What is settled of an idea that becomes normal work, what stops, what it was recognised with, its reviews."""
    asides = (capacity.CAPACITY, routine.ROUTINE, gate.REVIEWS, study.STUDY)
    story = idea.story(ref=ref, reader=reader(), asides=asides, brief=True)
    found, reviews = story.idea, story.told(gate.REVIEWS)
    if idea.is_draft(found):
        raise idea.NotFoundError(ref)
    last = reviews[0].on if reviews else None
    return render(
        "routine/show.html",
        idea=found,
        sign_offs=story.told(capacity.CAPACITY).sign_offs,
        offices=list(capacity.Office),
        routine=story.told(routine.ROUTINE),
        manuals=story.told(study.STUDY).manuals,
        reviews=reviews,
        due_on=gate.next_review_on(embedded_since=found.stage_since, last=last) if gate.is_reviewed(found) else None,
        keeps=routine.settles(found, reader()),
        reviews_it=gate.reviews(found, reader()),
    )


@screens.screen("/ideas/<ref>/routine/old-service", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def old_service(found: Idea) -> Any:
    """Say which service an idea replaces, until when it runs, or that it ended."""
    _worked_on(found)
    form = OldServiceForm()
    form.offer(council.people())
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Kept. Say it anew whenever the day changes, or once it has ended.")
        return see_other("routine.show", ref=found.ref, anchor="stops")
    return render("routine/old_service.html", form=form, idea=found)


@screens.screen("/ideas/<ref>/routine/recognition", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def recognition(found: Idea) -> Any:
    """Note an award, apart from evidence."""
    _worked_on(found)
    form = RecognitionForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Kept, apart from the evidence.")
        return see_other("routine.show", ref=found.ref, anchor="recognition")
    return render("routine/recognition.html", form=form, idea=found)


@screens.screen(
    f"/ideas/<ref>/routine/<any({', '.join(KINDS)}):entry>/<uuid:row_id>/withdraw",
    needs=Can.KEEP_CURRENT,
    of=idea.keeps,
    methods=BOTH,
)
def withdraw(found: Idea, entry: str, row_id: UUID) -> Any:
    """Take back what should not stand there, with a reason."""
    _worked_on(found)
    told, form = routine.routine_of(idea=found), RoutineWithdrawal()
    standing = {each.id: each.service for each in told.old_services} | {
        each.id: each.title for each in told.recognitions
    }
    if form.sent():
        with form.trying():
            of, because = KINDS[entry], form.because.data or ""
            routine.withdraw(idea=found, kind=of, row_id=row_id, because=because, by=reader().person_id)
    if form.accepted:
        say("Withdrawn. The history keeps it, with the reason.")
        return see_other("routine.show", ref=found.ref)
    if row_id not in standing:
        raise idea.NotFoundError(found.ref)
    return render("routine/withdraw.html", form=form, idea=found, words=standing[row_id])


@screens.screen("/ideas/<ref>/review", needs=Can.KEEP_CURRENT, of=gate.reviews, methods=BOTH)
def review(found: Idea) -> Any:
    """Review an embedded idea for the year: answers, two scores and a lesson; nothing is decided."""
    form = review_form()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("The review is kept, and its lesson with the others.")
        return see_other("routine.show", ref=found.ref, anchor="reviews")
    corners = [(name, [each for each in gate.review_questions() if each.corner == name]) for name in CORNERS]
    return render("routine/review.html", form=form, idea=found, corners=corners)


@screens.screen("/portfolio/reviews", needs=Can.SEE_PORTFOLIO)
def grid() -> Any:
    """Where every embedded idea stands by its newest review, and which are due."""
    found = gate.review_grid(reader=reader())
    return render("routine/grid.html", found=found, quadrants=list(Quadrant))
