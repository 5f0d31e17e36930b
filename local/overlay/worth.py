"""What a made-up idea was worth, and who paid for it: acts like the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from local.overlay.acts import Act, Scene, in_days
from tracker import amendment, benefit, value
from tracker.clock import today


def measured(ago: int, what: str, unit: str, before: str, target: str, *results: tuple[int, str]) -> list[Act]:
    """A claim was made with its baseline and target, and results came in on these days."""

    def claims(on: Scene) -> None:
        made = value.claim(
            idea=on.idea,
            by=on.crew.owner,
            indicator=what,
            unit=unit,
            baseline=before,
            baseline_date=today().isoformat()[:7],
            target=target,
            level_asked=2,
        )
        on.claims.append(made.id)

    def sees(result: str) -> Callable[[Scene], object]:
        return lambda on: value.add_evidence(
            idea=on.idea,
            by=on.crew.owner,
            claim_id=on.claims[-1],
            kind="before_after",
            value=result,
            note="Counted by the team at the end of the month.",
        )

    return [(ago, claims), *((day, sees(result)) for day, result in results)]


def paid_by(ago: int, funder: str, pounds: int, *, for_days: int) -> Act:
    """Money was granted for so many days."""
    return ago, lambda on: value.add_funding(
        idea=on.idea,
        by=on.crew.owner,
        funder=funder,
        instrument="small_grant",
        amount_gbp=Decimal(pounds),
        start=today(),
        end=in_days(for_days),
    )


def gained(
    ago: int,
    what: str,
    *quarters: tuple[int, int | None],
    whom: tuple[str, str],
    kind: str = "cash_releasing",
    unit: str = "",
) -> list[Act]:
    """A benefit was claimed, with a forecast for each quarter; what came was recorded as each ended.

    `whom`: who pays and who gains. Each figure but the last was checked by the lead.
    """
    payer, gainer = whom

    def claims(on: Scene) -> None:
        own = gainer.startswith("Knowsley")
        made = value.add_benefit(
            idea=on.idea,
            by=on.crew.owner,
            description=what,
            category=value.BenefitCategory.OWN if own else value.BenefitCategory.SOCIETY,
            benefit_class=value.BenefitClass(kind),
            unit=unit,
            payer=payer,
            beneficiary=gainer,
            confidence=value.Confidence.FAIR,
        )
        on.gains.append(made.id)
        last = None
        for forecast, _ in quarters:
            first, last = benefit.next_period(last, today=today())
            by, figure = on.crew.owner, Decimal(forecast)
            benefit.add_period(idea=on.idea, benefit=made, by=by, starts_on=first, ends_on=last, forecast=figure)

    figures = ((place, figure) for place, (_, figure) in enumerate(quarters) if figure is not None)
    return [
        (ago, claims),
        *((ago - 92 * (place + 1) - 3, _came(place, figure, of=quarters)) for place, figure in figures),
    ]


def _came(place: int, figure: int, *, of: Sequence[tuple[int, int | None]]) -> Callable[[Scene], None]:
    """What came in one quarter was recorded, and checked by the lead where it was not the last."""

    def kept(on: Scene) -> None:
        told = benefit.benefit_record(idea=on.idea, benefit_id=on.gains[-1]).periods[place]
        gain = amendment.standing(value.Benefit, idea=on.idea, row_id=on.gains[-1])
        period = amendment.standing(benefit.BenefitPeriod, idea=on.idea, row_id=told.id)
        benefit.correct_period(
            idea=on.idea,
            benefit=gain,
            period=period,
            by=on.crew.owner,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            forecast=period.forecast,
            actual=Decimal(figure),
            source="The ledger of the quarter",
        )
        if place + 1 < sum(one is not None for _, one in of):
            note, word = "The ledger of the quarter.", benefit.CheckWord.RIGHT
            benefit.check_figure(idea=on.idea, benefit=gain, period=period, by=on.crew.lead, word=word, note=note)

    return kept
