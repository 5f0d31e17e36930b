"""The library: methods, what was learnt, and ideas that were stopped, with the reason, the lesson and the consent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, request

from tracker import collaborative, gate, idea, lesson, method, value
from tracker.council import Can
from tracker.gate import StopReason
from tracker.idea import LONGEST_TITLE, Idea, Key, Refused
from tracker.method import FitFactor
from tracker.pages.library.forms import LessonUseForm, MethodQuestion
from tracker.web import OWN, Screens, reader, render, say, see_other
from tracker.web.wording import choices_of

screens = Screens("library", __name__)
MOST_OFFERED = 5


@screens.screen("/library", needs=Can.SEE_IDEAS)
def methods() -> Any:
    """Ways of working that councils have used, by purpose, stage and the four factors: advice, never proof."""
    question = MethodQuestion.read(request.args)
    return render(
        "library/methods.html",
        question=question,
        found=question.choose(),
        every=method.methods(),
        uses=method.use_counts(reader=reader()),
        factors=list(method.FIT_ANSWERS.items()),
        stages=choices_of("stage", blank="Any stage")(),
        purposes=choices_of("method_purpose")(),
    )


@screens.screen("/library/<method_key>", needs=Can.SEE_IDEAS)
def show(method_key: str) -> Any:
    """One method: when it fits, in whose plans it stands, and what those who used it learnt."""
    found = method.methods().get(method_key)
    if found is None:
        raise idea.NotFoundError(method_key)
    uses = method.uses_of(method=found, reader=reader())
    keeps = reader().can(Can.KEEP_CURRENT)
    return render(
        "library/method.html",
        method=found,
        factors=[one for one in FitFactor if found.telling(one)],
        uses=uses,
        shared=collaborative.shared_uses(method=method_key) if reader().can(Can.SEE_CARDS) else (),
        lessons=lesson.lessons_of(refs=[one.ref for one in uses], reader=reader()),
        close=method.close_to(found),
        mine=idea.owned_by(reader=reader(), most=MOST_OFFERED) if keeps else (),
    )


@screens.screen("/library/stopped", needs=Can.SEE_IDEAS)
def stopped() -> Any:
    """What was stopped here, why, what it taught, and whether others may take it up."""
    given = request.args.get("reason", "")
    reason = StopReason(given) if given in set(StopReason) else None
    words = request.args.get("q", "").strip()[:LONGEST_TITLE]
    page = gate.stopped_ideas(reader=reader(), reason=reason, text=words, after=Key.read(request.args.get("after")))
    worths = value.worths(idea_ids=[one.id for one in page.ideas])
    return render(
        "library/stopped.html",
        found=page.ideas,
        older=page.next_key,
        worths=worths,
        reasons=choices_of("stop_reason", blank="Any reason")(),
        reason=reason or "",
        words=words,
    )


@screens.screen("/library/stopped/elsewhere", needs=Can.SEE_CARDS)
def stopped_elsewhere() -> Any:
    """What councils of one's collaboratives stopped and let be picked up."""
    given = request.args.get("reason", "")
    reason = StopReason(given) if given in set(StopReason) else None
    words = request.args.get("q", "").strip()[:LONGEST_TITLE]
    return render(
        "library/stopped_elsewhere.html",
        found=collaborative.stopped_elsewhere(reason=reason, words=words),
        reasons=choices_of("stop_reason", blank="Any reason")(),
        reason=reason or "",
        words=words,
    )


@screens.screen("/library/lessons", needs=Can.SEE_IDEAS)
def lessons() -> Any:
    """What was learnt, here or as other councils show it on their cards, as far as its reader may see it."""
    page = lesson.lessons_seen(reader=reader(), after=Key.read(request.args.get("after")))
    return render("library/lessons.html", found=page.lessons, older=page.next_key)


@screens.screen("/library/lessons/elsewhere", needs=Can.SEE_CARDS)
def elsewhere() -> Any:
    """What other councils have learnt, as their cards show it."""
    words = request.args.get("q", "").strip()[:LONGEST_TITLE]
    found = collaborative.shared_lessons(words=words)
    uses = lesson.uses_of_lessons(lesson_ids=[one.id for one in found if one.id])
    return render("library/elsewhere.html", found=found, uses=uses, words=words)


@screens.screen("/library/lessons/<uuid:lesson_id>/used", needs=Can.KEEP_CURRENT, methods=("GET", "POST"), turn=OWN)
def used(lesson_id: UUID) -> Any:
    """Say that an idea used a lesson: it counts once for each."""
    seen = lesson.lesson_seen(lesson_id=lesson_id, reader=reader())
    shared = None if seen else collaborative.shared_lesson(lesson_id=lesson_id)
    told = seen or shared
    if told is None:
        raise idea.NotFoundError(str(lesson_id))
    form = LessonUseForm()
    form.offer([one.ref for one in idea.owned_by(reader=reader(), most=MOST_OFFERED)])
    if form.sent():
        with form.trying():
            by, taught = reader().person_id, shared.council if shared else None
            to = _kept_idea(form.given)
            lesson.use_lesson(idea=to, lesson_id=lesson_id, words=told.lesson, taught_by=taught, by=by)
    if form.accepted:
        say(f"Noted on the plan of {form.given}. It can be taken back there.")
        return see_other("library.lessons" if seen else "library.elsewhere")
    return render("library/used.html", form=form, told=told, shared=shared)


def _kept_idea(ref: str) -> Idea:
    """The idea of a number, which the reader keeps. Raises Refused."""
    try:
        found = idea.get(ref=ref, reader=reader())
    except idea.NotFoundError:
        raise Refused("No idea here has that number", field="ref") from None
    if not idea.keeps(found, reader()) or found.historical:
        raise Refused("Choose an idea that you keep: another’s owner says what it used", field="ref")
    return found


@screens.screen("/ideas/<ref>/archive", needs=Can.PUBLISH, of=gate.consents, methods=("POST",))
def consent(found: Idea) -> Any:
    """Agree that other councils take up an idea that was stopped, or take that back."""
    given = request.form.get("given")
    if given not in {"yes", "no"}:
        abort(400)
    gate.set_archive_consent(idea=found, given=given == "yes", by=reader().person_id)
    say("Other councils may take it up." if given == "yes" else "It is kept in the council from now on.")
    return see_other("library.stopped")
