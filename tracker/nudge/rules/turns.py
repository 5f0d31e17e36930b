"""On which day a nudge goes, how often, when to the lead, and what else its mail tells and how long its link works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from tracker.clock import add_working_days, days_after, on_or_after
from tracker.nudge.words import Basis, EarlierNudge, NudgeState, Recipient, Rule, Turn

UNANSWERED_BEFORE_LEAD = 2
LINK_DAYS = 60
OTHER_DAYS = (7, 21, 60)  # a week, three and a good two months: another day to be asked on
HELP_DAYS = 2  # working days within which a lead answers who asks for help
REST_DAYS = 90  # until when an idea rests where nobody chooses another day


def first_day(rule: Rule, began_on: date, *, nation: str | None, large: bool = False) -> date:
    """Return the first working day on which a rule speaks.

    A promise is past on the working day after its last one; `after_days` and `lead_days` are calendar days, sent on
    the first working day on or after. `large` says that the idea's extent is radical or system.
    """
    if rule.basis is Basis.PROMISE:
        return add_working_days(began_on, 1, nation)
    if rule.basis is Basis.LEAD:
        return on_or_after(days_after(began_on, -rule.lead_days), nation)
    days = rule.after_days_large if large else rule.after_days
    return on_or_after(days_after(began_on, days), nation)


def latest_beginning(rule: Rule, day: date) -> date:
    """Return the last day on which a reason can have begun that a rule speaks of by a day; a later one is too new."""
    if rule.basis is Basis.LEAD:
        return days_after(day, rule.lead_days)
    return days_after(day, -max(min(rule.after_days, rule.after_days_large), 1))


def next_turn(rule: Rule, first: date, earlier: Sequence[EarlierNudge], *, nation: str | None) -> Turn | None:
    """Return when a reason is told next, given what was told before in the order of its numbers; None while one waits.

    Repeated no sooner than the rule's interval after the last was sent, answered or withheld, and not before the end
    of a snooze; after two in a row that nobody answered it goes to the lead, and never higher.
    """
    if not earlier:
        return Turn(0, first, to_lead=False)
    last = earlier[-1]
    if last.state is NudgeState.WAITING:
        return None
    again = days_after(last.on, rule.repeat_days)
    if last.until:
        again = last.until
    return Turn(last.repeat + 1, max(first, on_or_after(again, nation)), to_lead=_is_for_lead(rule, earlier))


def _is_for_lead(rule: Rule, earlier: Sequence[EarlierNudge]) -> bool:
    """Say whether the person let the last two pass. A rule that asks the lead has nobody else to go to."""
    unanswered = 0
    for nudge in reversed(earlier):
        if nudge.state is not NudgeState.SENT:
            break
        unanswered += 1
    return rule.recipient is not Recipient.LEAD and unanswered >= UNANSWERED_BEFORE_LEAD


def tells_the_rest(digest: str, day: date, *, nation: str | None) -> bool:
    """Say whether a day's mail tells all that waits, beside the one thing it asks: by each person's own choice.

    Daily, weekly (on the week's first working day) or never; what is not told waits for a mail of its own.
    """
    if digest != "weekly":
        return digest == "daily"
    return on_or_after(days_after(day, -day.weekday()), nation) == day


def other_days(day: date, *, nation: str | None) -> list[date]:
    """Return the days that are offered to be asked again on: working days in a week, in three and in two months."""
    return [on_or_after(days_after(day, days), nation) for days in OTHER_DAYS]


def help_due(day: date, *, nation: str | None) -> date:
    """Return by when somebody who asks for help on a day is answered."""
    return add_working_days(day, HELP_DAYS, nation)


def rests_until(day: date, *, nation: str | None) -> date:
    """Return until when an idea rests that is parked from a nudge, where nobody chooses another day."""
    return on_or_after(days_after(day, REST_DAYS), nation)


def peace_until(rule: Rule, day: date, *, nation: str | None) -> date:
    """Return until when somebody who answers is left in peace about the same."""
    return on_or_after(days_after(day, rule.repeat_days), nation)


def link_works(*, made_at: datetime, now: datetime) -> bool:
    """Say whether the link in a mail still works, counted from when it was made."""
    return now - made_at <= timedelta(days=LINK_DAYS)
