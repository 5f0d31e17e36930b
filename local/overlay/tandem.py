"""A made-up tandem trial: three councils try warm flats in their own ways, each from its own start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from local.overlay.people import CODE, Crew
from local.overlay.telling import so_long_ago
from tracker import clock, collaborative, council, trial
from tracker.trial import TrialPlan, VariantDraft

BEGUN_AGO = 185


@dataclass(frozen=True)
class Tried:
    """What one council tries: figures of so many days ago, the first its start, and what it learnt."""

    name: str
    differs: str
    measured: str
    figures: Sequence[tuple[int, int]]
    lesson: str


TRIED = {
    "knowsley": Tried(
        "Neighbours on the stairs",
        "Neighbours knock on cold days and bring the thermometer. No officer comes unless they ask for one.",
        "Of the flats visited twice, by the neighbours’ own list",
        ((180, 41), (110, 52), (45, 61)),
        "Two neighbours a stair, not one: people are ill too.",
    ),
    "oldham": Tried(
        "The walking group",
        "A walking group goes instead of neighbours, on its way. It visits on Tuesdays, cold or not.",
        "Of the flats visited twice, by the leader’s sheet",
        ((170, 41), (100, 49), (40, 64)),
        "Say the day beforehand. Who is not at home is counted as cold, and is not.",
    ),
    "tower-hamlets": Tried(
        "Floor captains",
        "Captains of a floor have the thermometer. Floors without a captain are left out.",
        "Of the flats on floors with a captain",
        ((150, 38), (90, 47)),
        "A captain who moves leaves a floor alone: name two.",
    ),
}


def begin(crew: Crew) -> None:
    """Begin the trial in the collaborative that the three share."""
    plan = TrialPlan(
        title="Warm at the second visit (made up)",
        target="Of ten flats that were cold at the first visit, six are warm at the second.",
        indicator="flats that are warm at the second visit",
        unit="% of flats",
        starts_on=clock.today() - timedelta(days=BEGUN_AGO),
        ends_on=clock.today() + timedelta(days=BEGUN_AGO),
    )
    with so_long_ago(BEGUN_AGO):
        trial.found_trial(collaborative=collaborative.get(CODE), plan=plan, by=crew.lead)


def take_part(tried: Tried, crew: Crew) -> None:
    """Say what a council tries, add its figures on their days, and what it learnt."""
    shared = collaborative.get(CODE)
    found = trial.trial_record(shared, 1, reader=council.reader(crew.lead)).trial
    draft = VariantDraft(name=tried.name, differs=tried.differs, measured=tried.measured)
    for n, (ago, value) in enumerate(tried.figures):
        with so_long_ago(ago):
            if n == 0:
                trial.enter(trial=found, collaborative=shared, draft=draft, by=crew.lead)
            trial.add_figure(trial=found, value=Decimal(value), on=clock.today(), baseline=n == 0, by=crew.lead)
            if (ago, value) == tried.figures[-1]:
                trial.add_lesson(trial=found, words=tried.lesson, by=crew.lead)
