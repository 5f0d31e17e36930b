"""What could go wrong with one idea, and what it meets around it: risks, rules in its way, posts that it changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request, url_for

from tracker import amendment, context, idea, risk
from tracker.amendment import RecordKind
from tracker.context import Blocker
from tracker.council import Can
from tracker.idea import Idea, State
from tracker.pages.upkeep.forms.context import BlockerAnswerForm, BlockerForm, PostForm, UnionForm
from tracker.web import Screens, reader, render, say, see_other
from tracker.web.numbers import whole
from tracker.web.recorded import withdrawn_lines

screens = Screens("context", __name__)
BOTH = ("GET", "POST")
WORKED_ON = {State.ACTIVE, State.PARKED}


def opened(ref: str) -> Idea:
    """The idea of an address for its reader. Raises NotFoundError of a draft: nothing of it is recorded."""
    found = idea.get(ref=ref, reader=reader())
    if idea.is_draft(found):
        raise idea.NotFoundError(ref)
    return found


def notes_on(found: Idea) -> bool:
    """Whether the reader may note something new: who keeps the idea, while it is worked on or waits."""
    return idea.keeps(found, reader()) and found.state in WORKED_ON


def _worked_on(found: Idea) -> None:
    """Raises NotFoundError of an idea that nobody works on."""
    if found.state not in WORKED_ON:
        raise idea.NotFoundError(found.ref)


@screens.screen("/ideas/<ref>/risks", needs=Can.SEE_IDEAS)
def risks(ref: str) -> Any:
    """The risk register of an idea: where its risks lie, every one with its history, and those that were closed."""
    found = opened(ref)
    lines = risk.register_of(idea=found, reader=reader())
    still, closed = [one for one in lines if not one.closed_at], [one for one in lines if one.closed_at]
    at = tuple(whole(request.args.get(name), otherwise=0) for name in ("likelihood", "impact"))
    return render(
        "upkeep/risks.html",
        idea=found,
        matrix_rows=risk.matrix((one.likelihood, one.impact) for one in still),
        risks=[one for one in still if not all(at) or (one.likelihood, one.impact) == at],
        still=still,
        closed=closed,
        seen_at=at if all(at) else None,
        gone=withdrawn_lines(found.ref, amendment.withdrawn_on(found), RecordKind.RISK),
        notes=notes_on(found),
        keeps=idea.keeps(found, reader()),
        measures=risk.measures,
        address=lambda anchor=None, **cell: url_for(".risks", ref=found.ref, _anchor=anchor, **cell),
    )


@screens.screen("/ideas/<ref>/blockers", needs=Can.SEE_IDEAS)
def blockers(ref: str) -> Any:
    """The rules that stand in the way of an idea: whose, what harm, what is asked of whom by when, and the answers."""
    found = opened(ref)
    return render(
        "upkeep/context/blockers.html",
        idea=found,
        lines=context.blockers_on(idea=found),
        gone=withdrawn_lines(found.ref, amendment.withdrawn_on(found), RecordKind.BLOCKER),
        notes=notes_on(found),
        keeps=idea.keeps(found, reader()),
    )


@screens.screen("/ideas/<ref>/blockers/new", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def blocker(found: Idea) -> Any:
    """Note a rule that stands in the way."""
    _worked_on(found)
    form = BlockerForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Noted. Say here what they answered once they do.")
        return see_other("context.blockers", ref=found.ref)
    return _page(form, found, kind="blockers", title="A rule in the way", act="Note it", back="blockers")


@screens.screen("/ideas/<ref>/blockers/<uuid:blocker_id>/answer", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def answer(found: Idea, blocker_id: UUID) -> Any:
    """Note what was answered about a rule that stands in the way."""
    row = amendment.standing(Blocker, idea=found, row_id=blocker_id)
    form = BlockerAnswerForm()
    form.asked_on = row.asked_on
    if form.sent():
        with form.trying():
            form.save(found, row, by=reader().person_id)
    if form.accepted:
        say("The answer is noted.")
        return see_other("context.blockers", ref=found.ref)
    title = f"The answer about “{row.rule}”"
    return _page(form, found, kind="answers", title=title, act="Note the answer", back="blockers", lede=row.ask)


@screens.screen("/ideas/<ref>/workforce", needs=Can.SEE_IDEAS)
def workforce(ref: str) -> Any:
    """The posts and grades that an idea changes, and what unions were told."""
    found = opened(ref)
    return render(
        "upkeep/context/workforce.html",
        idea=found,
        record=context.context_of(idea=found),
        gone=withdrawn_lines(found.ref, amendment.withdrawn_on(found), RecordKind.POSTS, RecordKind.UNION),
        notes=notes_on(found),
        keeps=idea.keeps(found, reader()),
    )


@screens.screen("/ideas/<ref>/workforce/posts", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def posts(found: Idea) -> Any:
    """Note posts that an idea changes."""
    _worked_on(found)
    form = PostForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Noted. Say below what the unions were told of it.")
        return see_other("context.workforce", ref=found.ref)
    return _page(form, found, kind="posts", title="Posts that change", act="Note them", back="workforce")


@screens.screen("/ideas/<ref>/workforce/unions", needs=Can.KEEP_CURRENT, of=idea.keeps, methods=BOTH)
def union(found: Idea) -> Any:
    """Note what a union was told."""
    _worked_on(found)
    form = UnionForm()
    if form.sent():
        with form.trying():
            form.save(found, by=reader().person_id)
    if form.accepted:
        say("Noted.")
        return see_other("context.workforce", ref=found.ref)
    return _page(form, found, kind="unions", title="What a union was told", act="Note it", back="workforce")


def _page(form: Any, found: Idea, **words: Any) -> Any:
    """The page of a form of one thing that an idea meets around it."""
    return render("upkeep/context/form.html", form=form, idea=found, **{"lede": None, "stands": None, **words})
