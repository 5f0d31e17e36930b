"""How a council measures health: the days after which things are old, the mix that it aims at, weights of corners."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from wtforms import TextAreaField
from wtforms.validators import Length

from tracker import clock, council, portfolio, setting
from tracker.council import Can
from tracker.idea import Refused, refuse_all
from tracker.portfolio import Measure
from tracker.setting import SettingEntry
from tracker.web import COUNCIL, Screens, reader, render, say, see_other
from tracker.web.days import DayField
from tracker.web.filters import day as spoken
from tracker.web.forms import MindfulForm
from tracker.web.numbers import WholeField
from tracker.web.wording import called
from tracker.wording import capital

screens = Screens("measures", __name__)
KINDS = ("days", "mix", "weights")


class MeasuresForm(MindfulForm):
    """Every number that health is measured by, and why it is changed. Its fields are made by `measures_form`."""

    election = DayField(
        "The next election day",
        description="A day like 6 May 2027. Decisions in the six weeks before it say so, and those who sponsor and are"
        " elected confirm anew after it.",
    )
    because = TextAreaField(
        "A sentence for your colleagues",
        description="Kept with every change. Past days keep the settings of their day.",
        validators=[Length(max=500)],
    )

    @property
    def given(self) -> dict[str, int | None]:
        """What was written, by the name of each number; None is as it comes."""
        return {measure.name: self[measure.field].data for measure in portfolio.measures()}

    def rules(self) -> None:
        """Each number goes with the others, and there is a reason."""
        refuse_all(portfolio.measures_faults(self.given, self.because.data or ""))
        if self.election.data and self.election.data < clock.today():
            raise Refused("Name a day to come", field="election")


def measures_form() -> MeasuresForm:
    """Make the form with the numbers as they stand."""
    held = setting.settings()
    fields = {measure.field: WholeField(_label(measure)) for measure in portfolio.measures()}
    stand: dict[str, Any] = {"election": setting.next_election(clock.today())}
    stand |= {measure.field: held.number(measure.name, measure.built_in) for measure in portfolio.measures()}
    form: MeasuresForm = type("MeasuresForm", (MeasuresForm,), fields)(data=stand)
    return form


def _label(measure: Measure) -> str:
    kind, _, rest = measure.name.partition(".")
    if kind == "days":
        return called(rest, "upkeep_entry")
    if kind == "mix":
        return capital(called(rest, "extent"))
    _stage, _, corner = rest.partition(".")
    return capital(called(corner, "corner"))


class ChangeLine(NamedTuple):
    """A change as it is told: what, to how many, since when, by whom and why."""

    what: str
    to: str
    entry: SettingEntry


@screens.screen("/portfolio/settings", needs=Can.SET_POLICY, methods=("GET", "POST"), turn=COUNCIL)
def show() -> Any:
    """Every number with how it comes; what was changed, by whom and why; a change holds from today."""
    form, changed = measures_form(), list[str]()
    if form.sent():
        with form.trying():
            changed = portfolio.set_measures(
                given=form.given,
                besides=setting.election_named(form.election.data, today=clock.today()),
                because=form.because.data or "",
                by=reader().person_id,
            )
    if form.accepted:
        say(
            "Kept. It holds from today; the figures follow within a quarter of an hour."
            if changed
            else "Nothing was changed: every number is as it was."
        )
        return see_other(".show")
    by_kind = {kind: [one for one in portfolio.measures() if one.name.startswith(f"{kind}.")] for kind in KINDS}
    return render(
        "portfolio/measures.html",
        form=form,
        by_kind=by_kind,
        stages=portfolio.WEIGHED,
        weights_of=portfolio.weights_of,
        changes=_told(setting.changes()),
        place=council.here(),
    )


def _told(entries: Sequence[SettingEntry]) -> list[ChangeLine]:
    """The changes of what stands on this page, in its words."""
    known = {measure.name: measure for measure in portfolio.measures()}
    named = [entry for entry in entries if entry.name == "election"]
    elections = [
        ChangeLine("The next election day", spoken(date.fromisoformat(one.value)) if one.value else "none", one)
        for one in named
    ]
    return elections + [
        ChangeLine(
            _label(known[entry.name]) + _of_stage(entry.name),
            f"{known[entry.name].built_in}, as it comes" if entry.value is None else f"{entry.value}",
            entry,
        )
        for entry in entries
        if entry.name in known
    ]


def _of_stage(name: str) -> str:
    kind, _, rest = name.partition(".")
    return f" in {called(rest.partition('.')[0], 'stage')}" if kind == "weights" else ""
