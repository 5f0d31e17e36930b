"""What is done about benefits: figures by period, checked by somebody else; how a benefit stands, said by a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Unpack
from uuid import UUID

from sqlalchemy import select, update

from tracker import council, post
from tracker.amendment import AmendmentAct, RecordKind, amend, keep_rows, newest_amendment, withdraw
from tracker.benefit.models import BenefitPeriod
from tracker.benefit.permissions import offered_states
from tracker.benefit.rules import (
    check_faults,
    claimed_it,
    counted,
    day_faults,
    figure_faults,
    period_name,
    stays_verified,
)
from tracker.benefit.words import CheckWord, PeriodParticulars
from tracker.clock import now, today
from tracker.council import Reader
from tracker.history import StoredEvent, record
from tracker.history.events.amendment import RecordAmended
from tracker.history.events.benefit import BenefitMoved, FigureChecked, PeriodAdded
from tracker.idea import Idea, Refused, by_id, refuse_all, those_who_see, touch
from tracker.tenancy import current_council, session
from tracker.value import Benefit, BenefitState

OWN_FIGURE = "You claimed this figure or the benefit: somebody else checks it"
NOTHING_CAME = "No figure that came is recorded yet: there is nothing to check"
ANEW = "It is said otherwise: somebody checks it anew."
CHECKED_BEFORE = "Somebody has checked this figure already"


def periods_of(benefit: Benefit) -> Sequence[BenefitPeriod]:
    """The periods of a benefit, the first first."""
    asked = select(BenefitPeriod).where(
        BenefitPeriod.benefit_id == benefit.id, BenefitPeriod.idea_id == benefit.idea_id
    )
    return session().scalars(asked.order_by(BenefitPeriod.starts_on, BenefitPeriod.id)).all()


def benefit_of(period: BenefitPeriod) -> Benefit:
    """The benefit that a period is of."""
    return session().get_one(Benefit, (period.council_id, period.benefit_id))


def _values(
    benefit: Benefit,
    *,
    beside: Sequence[BenefitPeriod],
    starts_on: date | None = None,
    ends_on: date | None = None,
    forecast: Decimal | None = None,
    hoped: str = "",
    actual: Decimal | None = None,
    came: str = "",
    why: str = "",
    source: str = "",
) -> dict[str, Any]:
    """What is stored of a period. Raises Refused with all that is wrong; `beside` are the other periods."""
    figures = figure_faults(
        benefit_class=benefit.benefit_class,
        forecast=forecast,
        hoped=hoped,
        actual=actual,
        came=came,
        ends_on=ends_on,
        today=today(),
    )
    refuse_all(day_faults(starts_on, ends_on), figures)
    for one in beside:
        if starts_on and ends_on and one.starts_on <= ends_on and starts_on <= one.ends_on:
            named = period_name(one.starts_on, one.ends_on)
            raise Refused(f"{named} is recorded already: a day counts in one period only", field="starts_on")
    words = {"hoped": hoped, "came": came, "why": why, "source": source}
    return {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "forecast": forecast,
        "actual": actual,
        **{name: said.strip() or None for name, said in words.items()},
    }


def add_period(*, idea: Idea, benefit: Benefit, by: UUID, **said: Unpack[PeriodParticulars]) -> BenefitPeriod:
    """Say what is forecast of a benefit in a period, or what came; the first figure that came puts it on its way.

    Raises Refused where nothing is said, for days out of order or told already, and for what is still to come.
    """
    values = _values(benefit, beside=periods_of(benefit), **said)
    made = BenefitPeriod(
        idea_id=idea.id, benefit_id=benefit.id, by_id=by, counts_from=today(), recorded_at=now(), **values
    )
    if made.has_come:
        made.claimed_by_id, made.claimed_on = by, today()
    session().add(made)
    session().flush()
    event = PeriodAdded(
        benefit=benefit.description,
        period=period_name(made.starts_on, made.ends_on),
        forecast=_told(benefit, made.forecast) or made.hoped,
        came=_told(benefit, made.actual) or made.came,
    )
    record(event, idea_id=idea.id, about_id=made.id, by=by)
    _begin(idea, benefit, made, by=by)
    touch(idea)
    return made


def correct_period(
    *,
    idea: Idea,
    benefit: Benefit,
    period: BenefitPeriod,
    by: UUID,
    because: str = "",
    **said: Unpack[PeriodParticulars],
) -> None:
    """Say a period otherwise. Another figure is claimed by whoever says it, and waits to be checked anew.

    Raises Refused as where it is entered, and without a reason where something is overwritten.
    """
    values = _values(benefit, beside=[one for one in periods_of(benefit) if one.id != period.id], **said)
    came = values["actual"] is not None or values["came"] is not None
    if _claims_anew(period, values) or (came and not period.has_come):
        values |= {"claimed_by_id": by if came else None, "claimed_on": today() if came else None, **UNCHECKED}
    amend(period, idea=idea, by=by, because=because, to=values)
    _begin(idea, benefit, period, by=by)


UNCHECKED: dict[str, None] = dict.fromkeys(
    ("checked_by_id", "checked_on", "checked_word", "checked_figure", "checked_note")
)
CLAIMED = ("starts_on", "ends_on", "actual", "came")


def _claims_anew(period: BenefitPeriod, values: Mapping[str, Any]) -> bool:
    """Whether a figure that came is said otherwise; what was empty beside it is only filled in."""
    stands = ((getattr(period, name), values[name]) for name in CLAIMED)
    return period.has_come and any(before is not None and before != said for before, said in stands)


def _begin(idea: Idea, benefit: Benefit, period: BenefitPeriod, *, by: UUID) -> None:
    """With the first figure that came, a benefit that was hoped for is on its way."""
    if period.has_come and benefit.state == BenefitState.FORECAST:
        _move(idea, benefit, BenefitState.IN_DELIVERY, because="The first figure came.", by=by)


def _told(benefit: Benefit, figure: Decimal | None) -> str | None:
    return counted(figure, benefit.benefit_class, benefit.unit) or None


def check_figure(
    *,
    idea: Idea,
    benefit: Benefit,
    period: BenefitPeriod,
    by: UUID,
    word: CheckWord | None,
    figure: Decimal | None = None,
    note: str = "",
) -> None:
    """Say of a figure that somebody else claimed that it is right, another, or cannot be told.

    Raises Refused to who claimed it or the benefit, and where nothing came or it was found right already.
    """
    if claimed_it(by, benefit_by=benefit.claimed_by_id, figure_by=period.claimed_by_id):
        raise Refused(OWN_FIGURE)
    if not period.has_come:
        raise Refused(NOTHING_CAME)
    if period.checked_word is CheckWord.RIGHT:
        raise Refused(CHECKED_BEFORE)
    figure = figure if word is CheckWord.OTHER else None
    refuse_all(check_faults(word, figure=figure, note=note, benefit_class=benefit.benefit_class))
    event = FigureChecked(
        benefit=benefit.description,
        period=period_name(period.starts_on, period.ends_on),
        word=word or CheckWord.UNCLEAR,
        figure=_told(benefit, figure),
        note=note.strip(),
    )
    said = {
        "checked_by_id": by,
        "checked_on": today(),
        "checked_word": word,
        "checked_figure": figure,
        "checked_note": note.strip(),
    }
    amend(period, idea=idea, by=by, to=said, because=note, act=AmendmentAct.CHECKED, event=event)
    _tell_claimer(idea, benefit, period, by=by)


def _tell_claimer(idea: Idea, benefit: Benefit, period: BenefitPeriod, *, by: UUID) -> None:
    """Write to who claimed a figure what somebody else says of it, where they still see the idea."""
    claimed_by = period.claimed_by_id or benefit.claimed_by_id
    addressee = council.to(claimed_by) if claimed_by else None
    if claimed_by is None or addressee is None or not those_who_see(idea, [claimed_by]):
        return
    name = period_name(period.starts_on, period.ends_on)
    right = period.checked_word is CheckWord.RIGHT
    post.write(
        "figure_checked",
        to=addressee,
        kind=post.LetterKind.NOTICE,
        key=f"figure_checked:{period.id}:{now().isoformat()}",
        subject=f"{'Checked' if right else 'Another look'}: {benefit.description or 'a benefit'}, {name}",
        ref=idea.ref,
        title=idea.title,
        benefit=benefit.description or "a benefit",
        benefit_id=str(benefit.id),
        period=name,
        came=_told(benefit, period.actual) or period.came,
        word=str(period.checked_word),
        figure=_told(benefit, period.checked_figure),
        note=period.checked_note,
        by=council.names([by])[by],
    )


def move_benefit(*, idea: Idea, benefit: Benefit, to: BenefitState | None, because: str, reader: Reader) -> None:
    """Say that a benefit stands otherwise, with a reason. Raises Refused where it may not, as this reader says it."""
    if to is None or to not in offered_states(benefit, periods_of(benefit), idea, reader):
        raise Refused("Choose how it stands", field="state")
    if not because.strip():
        raise Refused("Say why, in a sentence", field="because")
    _move(idea, benefit, to, because=because, by=reader.person_id)


def _move(idea: Idea, benefit: Benefit, to: BenefitState, *, because: str, by: UUID) -> None:
    event = BenefitMoved(benefit=benefit.description, state=to, because=because.strip())
    verified = by if to is BenefitState.REALISED else None
    said = {"state": to, "verified_by_id": verified}
    amend(benefit, idea=idea, by=by, to=said, because=because, act=AmendmentAct.MOVED, event=event)


def hear_of_figures(recorded: PeriodAdded | RecordAmended, stored: StoredEvent) -> None:
    """A benefit that came is said otherwise, or one of its figures: it is on its way until somebody checks it anew.

    So nobody has verified what they claimed themselves, and nothing counts as realised with a figure nobody checked.
    Where a benefit counts another thing now, its figures wait for their check again.
    """
    if stored.idea_id is None or stored.by_id is None:
        return
    if isinstance(recorded, RecordAmended) and recorded.kind == RecordKind.BENEFIT and stored.about_id:
        _check_anew(stored.idea_id, stored.about_id, by=stored.by_id)
    corrected = isinstance(recorded, RecordAmended) and recorded.act != AmendmentAct.RESTORED
    came = select(Benefit).where(Benefit.idea_id == stored.idea_id, Benefit.state == BenefitState.REALISED)
    for benefit in session().scalars(came.where(Benefit.verified_by_id.is_not(None)).order_by(Benefit.id)).all():
        figures = [one for one in periods_of(benefit) if one.has_come]
        if (corrected and stored.about_id == benefit.id) or not stays_verified(benefit, figures):
            _move(by_id(idea_id=stored.idea_id), benefit, BenefitState.IN_DELIVERY, because=ANEW, by=stored.by_id)


COUNTED_IN = ("benefit_class", "unit", "disbenefit")


def _check_anew(idea_id: UUID, benefit_id: UUID, *, by: UUID) -> None:
    """Have the figures of a benefit wait for a check again where they say another thing now: 112 visits, or £112."""
    benefit = session().get(Benefit, (current_council(), benefit_id))
    newest = newest_amendment(idea_id=idea_id, row_id=benefit_id)
    if benefit is None or newest is None or newest.was is None:
        return
    if all(newest.was.get(name) == getattr(benefit, name) for name in COUNTED_IN):
        return
    checked = [one.id for one in periods_of(benefit) if one.checked_word]
    if checked:
        keep_rows(RecordKind.PERIOD, checked, act=AmendmentAct.CHECKED, because=ANEW, by=by)
        session().execute(update(BenefitPeriod).where(BenefitPeriod.id.in_(checked)).values(UNCHECKED))


def withdraw_benefit(*, idea: Idea, benefit: Benefit, by: UUID, because: str) -> None:
    """Take a benefit back, with what it came to in each period."""
    withdraw(benefit, idea=idea, by=by, because=because, along=periods_of(benefit))
