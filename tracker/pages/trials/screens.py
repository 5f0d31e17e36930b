"""Tandem trials of a collaborative: the list, one with all variants side by side, and what a council adds to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort

from tracker import collaborative, trial
from tracker.collaborative import Collaborative
from tracker.council import Can
from tracker.pages.trials.drawing import measured, panels_of, rows_of, unit_of
from tracker.pages.trials.forms import FigureWithdrawal, TrialFigureForm, TrialForm, TrialLessonForm, VariantForm
from tracker.tenancy import together
from tracker.trial import TrialRecord
from tracker.web import OWN, Screens, reader, render, say, see_other

screens = Screens("trials", __name__)
BOTH = ("GET", "POST")
ALL = "/collaboratives/<code>/trials"
ONE = f"{ALL}/<int:number>"


def _record(code: str, number: int) -> tuple[Collaborative, TrialRecord]:
    found = collaborative.get(code)
    return found, trial.trial_record(found, number, reader=reader())


@screens.screen(ALL, needs=Can.SEE_CARDS)
def listing(code: str) -> Any:
    """The trials of a collaborative."""
    found = collaborative.get(code)
    trials, closed = trial.trials_query(found), collaborative.closed_query(found)
    answers = together((trials, closed))
    begins = not found.historical and answers.of(closed) is None
    return render("trials/list.html", collaborative=found, trials=answers.of(trials), begins=begins)


@screens.screen(f"{ALL}/new", needs=Can.PUBLISH, methods=BOTH, turn=OWN)
def new(code: str) -> Any:
    """Begin a trial."""
    found = collaborative.get(code)
    if found.historical:
        abort(404)
    form = TrialForm(data={"target": found.shared_target})
    if form.sent():
        with form.trying():
            made = trial.found_trial(collaborative=found, plan=form.plan, by=reader().person_id)
    if form.accepted:
        say("It is there for all members. Say now what your own council tries.")
        return see_other("trials.variant", code=code, number=made.number)
    return render("trials/new.html", collaborative=found, form=form)


@screens.screen(ONE, needs=Can.SEE_CARDS)
def show(code: str, number: int) -> Any:
    """All variants side by side, as the change from each council's own start."""
    found, record = _record(code, number)
    return render(
        "trials/show.html",
        collaborative=found,
        record=record,
        panels=panels_of(record),
        rows=rows_of(record),
        unit=unit_of(record),
        figure_of=partial(measured, record),
    )


@screens.screen(f"{ONE}/variant", needs=Can.PUBLISH, methods=BOTH, turn=OWN)
def variant(code: str, number: int) -> Any:
    """Say what our council tries."""
    found, record = _record(code, number)
    form = VariantForm.about(record.ours)
    if form.sent():
        with form.trying():
            chosen, by = form.idea_for(reader()), reader().person_id
            trial.enter(trial=record.trial, collaborative=found, idea=chosen, draft=form.draft, by=by)
    if form.accepted:
        if record.ours and record.ours.start:
            say("The others read what you try from the next page they open.")
            return see_other("trials.show", code=code, number=number)
        say("The others read what you try. Add your baseline now: what is it today?")
        return see_other("trials.figure", code=code, number=number)
    return render("trials/variant.html", collaborative=found, record=record, form=form)


@screens.screen(f"{ONE}/figures", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def figure(code: str, number: int) -> Any:
    """Add a figure of our council."""
    found, record = _record(code, number)
    start = record.ours.start if record.ours else None
    form = TrialFigureForm(data={"baseline": "no" if start else "yes"})
    form.began = start.on if start else None
    if form.sent():
        with form.trying():
            said = {**form.said, "note": form.note.data or ""}
            trial.add_figure(trial=record.trial, by=reader().person_id, **said)
    if form.accepted:
        say(" ".join(filter(None, ["The figure stands beside those of the others.", form.value.notice])))
        return see_other("trials.show", code=code, number=number)
    return render("trials/figure.html", collaborative=found, record=record, form=form)


@screens.screen(f"{ONE}/figures/<int:figure>/withdraw", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def withdraw(code: str, number: int, figure: int) -> Any:
    """Withdraw a figure of our council that was wrong."""
    found, record = _record(code, number)
    row = trial.own_figure(record.trial, figure)
    form = FigureWithdrawal()
    if form.sent():
        with form.trying():
            trial.withdraw_figure(figure=row, because=form.because.data or "")
    if form.accepted:
        say("Withdrawn: it counts no more, and can be read with the reason.")
        return see_other("trials.show", code=code, number=number)
    about = {"collaborative": found, "record": record, "figure": row, "figure_of": partial(measured, record)}
    return render("trials/withdraw.html", form=form, **about)


@screens.screen(f"{ONE}/lessons", needs=Can.ADAPT, methods=BOTH, turn=OWN)
def lesson(code: str, number: int) -> Any:
    """Say what was learnt."""
    found, record = _record(code, number)
    form = TrialLessonForm()
    if form.sent():
        with form.trying():
            trial.add_lesson(trial=record.trial, words=form.words.data or "", by=reader().person_id)
    if form.accepted:
        say("All members read what you learnt.")
        return see_other("trials.show", code=code, number=number, anchor="lessons")
    return render("trials/lesson.html", collaborative=found, record=record, form=form)
