"""When a council writes to whom: each rule, its days, on or off; whom a change would reach, what else it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from tracker import clock, council, nudge, portfolio, setting
from tracker.council import Can
from tracker.nudge import PlannedNudge, Rule, RuleGroup
from tracker.pages.nudges.rule_forms import RulesForm, rules_form
from tracker.setting import SettingEntry
from tracker.web import COUNCIL, Screens, reader, render, say, see_other

screens = Screens("nudge_rules", __name__)
SHOWN = 50  # of those whom a change would reach


class RuleLine(NamedTuple):
    """A rule as it stands, as it came, what was changed of it last, and what other figures its days stand behind."""

    rule: Rule
    came: Rule
    changed: SettingEntry | None
    shared: bool


class RuleFold(NamedTuple):
    """The rules about one thing, how many of them are on, and whether they are shown at once."""

    about: RuleGroup
    lines: list[RuleLine]
    on: int
    is_open: bool


class HearingLine(NamedTuple):
    """Somebody who would hear, of what, and why."""

    person: str
    ref: str
    title: str
    fact: str


class HearingLines(NamedTuple):
    """How many would hear, and the first of them by name."""

    whole: int
    shown: list[HearingLine]


class Preview(NamedTuple):
    """Whom a change would reach besides and no longer, and the parts of the profile that would be others."""

    added: HearingLines
    gone: HearingLines
    shifts: list[portfolio.PartShift]


@screens.screen("/portfolio/nudges/rules", needs=Can.NUDGE, methods=("GET", "POST"), turn=COUNCIL, works_long=True)
def show() -> Any:
    """Every rule, by what it is about; a change is looked at, or kept with its reason."""
    form, preview, changed = rules_form(), None, list[str]()
    day = clock.add_working_days(clock.today(), 1, council.here().nation)
    if form.sent():
        with form.trying():
            if form.looks:
                preview = _preview(form, day)
            else:
                changed = nudge.set_rules(wishes=form.wishes, because=form.because.data or "", by=reader().person_id)
    if form.accepted and not form.looks:
        say("Kept. It holds from today." if changed else "Nothing was changed: every rule is as it was.")
        return see_other(".show")
    lines = _lines(setting.newest_changes())
    return render(
        "nudges/rules.html",
        form=form,
        day=day,
        preview=preview,
        folds=_folds(lines, form),
        rules=len(lines),
        on=sum(line.rule.on for line in lines),
        hearing=_hearing(nudge.plan(day=day)),
        titles=portfolio.parts_as_told(),
        place=council.here(),
    )


def _preview(form: RulesForm, day: date) -> Preview:
    wanted = nudge.as_settings(form.wishes)
    reach = nudge.reach(wanted=wanted, day=day)
    return Preview(_told(reach.added), _told(reach.gone), portfolio.shifts(wanted=wanted))


def _told(planned: Sequence[PlannedNudge]) -> HearingLines:
    """Those of them whose ideas the reader may see, by name: the first, and how many there are."""
    named = _by_name(planned)
    first = named[:SHOWN]
    ideas = nudge.ideas_of([one for _, one in first], reader=reader())
    lines = (HearingLine(name, *ideas[one.reason.idea_id], one.reason.fact) for name, one in first)
    return HearingLines(len(named), sorted(lines, key=lambda line: (line.person.lower(), line.ref, line.fact)))


def _hearing(planned: Sequence[PlannedNudge]) -> dict[str, int]:
    """How many reasons each person would hear of, by name."""
    return Counter(name for name, _ in _by_name(planned))


def _by_name(planned: Sequence[PlannedNudge]) -> list[tuple[str, PlannedNudge]]:
    seen = nudge.seen_of(planned, reader=reader())
    names = council.names({one.person_id for one in seen})
    return sorted(((names[one.person_id], one) for one in seen), key=lambda named: named[0].lower())


def _lines(changes: Mapping[str, SettingEntry]) -> list[RuleLine]:
    came = nudge.as_they_come()
    return [
        RuleLine(rule, came[code], _newest(rule, changes), shared=bool(rule.shared))
        for code, rule in nudge.rule_book().items()
    ]


def _newest(rule: Rule, changes: Mapping[str, SettingEntry]) -> SettingEntry | None:
    """The change that made a rule other than it came; the switching off, where it is off."""
    days = [f"days.{entry}" for entry in nudge.shares(rule) if entry] or [nudge.after_of(rule.code)]
    names = (nudge.off_of(rule.code), *days, nudge.again_of(rule.code))
    return next((changes[name] for name in names if name in changes and changes[name].value is not None), None)


def _folds(lines: Sequence[RuleLine], form: RulesForm) -> list[RuleFold]:
    folds = []
    for about in RuleGroup:
        mine = [line for line in lines if line.rule.about is about]
        wrong = any(name.partition("__")[0] == line.rule.code for name in form.errors for line in mine)
        stands_out = wrong or any(_differs(line, form) for line in mine)
        folds.append(RuleFold(about, mine, sum(line.rule.on for line in mine), is_open=stands_out))
    return folds


def _differs(line: RuleLine, form: RulesForm) -> bool:
    """Whether the form says of a rule something else than stands."""
    wish, rule = form.wishes[line.rule.code], line.rule
    days = rule.counts_days and wish.after != rule.days
    large = wish.large is not None and wish.large != rule.after_days_large
    return bool(days or large or wish.again != rule.repeat_days or wish.on != rule.on)
