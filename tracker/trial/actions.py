"""What councils do in a tandem trial: begin one, try a variant, add figures from their own start, say what they learnt.

Nothing is overwritten: what a council says of its variant is a row of its own, a wrong figure is withdrawn and stays.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from tracker import idea as ideas
from tracker.clock import now, today
from tracker.collaborative import Collaborative, refuse_unless_at_work
from tracker.history import record
from tracker.history.events.sharing import TrialEntered
from tracker.idea import Idea, Refused, refuse_all
from tracker.tenancy import current_council, session, take_turn
from tracker.trial.models import Trial, TrialFigure, TrialLesson, TrialVariant
from tracker.trial.rules import LONGEST_WORDS, TrialPlan, VariantDraft, figure_faults, plan_faults, variant_faults


def found_trial(*, collaborative: Collaborative, plan: TrialPlan, by: UUID) -> Trial:
    """Begin a trial in a collaborative that the open council is in. Raises Refused."""
    refuse_unless_at_work(collaborative)
    refuse_all(plan_faults(plan))
    take_turn(f"trials {collaborative.id}")
    last = session().scalar(select(func.max(Trial.number)).where(Trial.collaborative_id == collaborative.id))
    made = Trial(
        collaborative_id=collaborative.id,
        number=(last or 0) + 1,
        title=plan.title.strip(),
        target=plan.target.strip(),
        indicator=plan.indicator.strip(),
        unit=plan.unit.strip() or None,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        by_id=by,
        at=now(),
    )
    session().add(made)
    session().flush()
    return made


def enter(
    *, trial: Trial, collaborative: Collaborative, draft: VariantDraft, by: UUID, idea: Idea | None = None
) -> TrialVariant:
    """Say what the open council tries; said anew, the newest stands. Raises Refused.

    Members read what is said here, of the idea itself nothing: that is for its card.
    """
    refuse_unless_at_work(collaborative)
    refuse_all(variant_faults(draft))
    if idea and not idea.open_to_all:
        raise Refused("This idea is confidential: leave it out, and say in words what you try.", field="idea")
    said = TrialVariant(
        trial_id=trial.id,
        name=draft.name.strip(),
        differs=draft.differs.strip(),
        measured=draft.measured.strip() or None,
        idea_id=idea.id if idea else None,
        by_id=by,
        at=now(),
    )
    session().add(said)
    session().flush()
    if idea:
        name = collaborative.called
        entered = TrialEntered(
            title=trial.title, number=trial.number, collaborative=name, code=collaborative.code, variant=said.name
        )
        record(entered, idea_id=idea.id, about_id=trial.id, by=by)
        ideas.touch(idea)
    return said


def add_figure(
    *, trial: Trial, value: Decimal | None, on: date | None, by: UUID, baseline: bool = False, note: str = ""
) -> TrialFigure:
    """Add a figure of the open council: what it was before it began, or what it is now. Raises Refused."""
    _hold_figures(trial.id)
    _refuse_unless_at_work(trial)
    if not _tries(trial):
        raise Refused("Say first what your council tries.")
    refuse_all(figure_faults(value=value, on=on, today=today(), baseline=baseline, began=began(trial)))
    made = TrialFigure(
        trial_id=trial.id, baseline=baseline, on=on, value=value, note=note.strip() or None, by_id=by, at=now()
    )
    session().add(made)
    session().flush()
    return made


def _hold_figures(trial_id: UUID) -> None:
    take_turn(f"figures {trial_id} {current_council()}")


def _refuse_unless_at_work(trial: Trial) -> None:
    refuse_unless_at_work(session().get_one(Collaborative, trial.collaborative_id))


def _tries(trial: Trial) -> bool:
    ours = (TrialVariant.trial_id == trial.id, TrialVariant.council_id == current_council())
    return session().scalar(select(TrialVariant.id).where(*ours).order_by(TrialVariant.number).limit(1)) is not None


def began(trial: Trial) -> date | None:
    """The day of the open council's own baseline that stands."""
    ours = (TrialFigure.trial_id == trial.id, TrialFigure.council_id == current_council(), TrialFigure.baseline)
    stands = (*ours, TrialFigure.withdrawn_at.is_(None))
    return session().scalar(select(TrialFigure.on).where(*stands).order_by(TrialFigure.number.desc()).limit(1))


def withdraw_figure(*, figure: TrialFigure, because: str) -> None:
    """Withdraw a figure that was wrong: it stands there no more, and can be read with the reason. Raises Refused."""
    if not because.strip():
        raise Refused("Say what was wrong with it", field="because")
    _hold_figures(figure.trial_id)
    session().refresh(figure)
    if figure.withdrawn_at is not None:
        raise Refused("It was withdrawn a moment ago.")
    figure.withdrawn_at, figure.withdrawn_because = now(), because.strip()


def add_lesson(*, trial: Trial, words: str, by: UUID) -> None:
    """Say what was learnt: all members of the collaborative read it. Raises Refused."""
    _refuse_unless_at_work(trial)
    if not words.strip():
        raise Refused("Write what you learnt, in a sentence or two", field="words")
    if len(words.strip()) > LONGEST_WORDS:
        raise Refused(f"Use {LONGEST_WORDS:,} characters or fewer", field="words")
    session().add(TrialLesson(trial_id=trial.id, words=words.strip(), by_id=by, at=now()))
