"""What may be said of hours that are granted. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from tracker.idea.words import Refused

HOURS_IN_WEEK = 168


def hours_faults(
    *, granted_by: str, granted_to: str, hours_a_week: Decimal | None, since: date | None, until: date | None
) -> Iterator[Refused]:
    """Somebody gives somebody some hours of a week, until no day before the first."""
    if not granted_to.strip():
        yield Refused("Say who is given the hours, by their job", field="granted_to")
    if not granted_by.strip():
        yield Refused("Say who granted them, by their job", field="granted_by")
    if hours_a_week is None or not hours_a_week.is_finite() or not 0 < hours_a_week <= HOURS_IN_WEEK:
        yield Refused(f"Enter hours a week, more than 0 and {HOURS_IN_WEEK} at most", field="hours_a_week")
    if since and until and until < since:
        yield Refused("The last day lies before the first", field="until")


def in_hours(hours: Decimal) -> str:
    """Hours as they read: "3.5", "4"."""
    return f"{hours:.2f}".rstrip("0").rstrip(".")


def granted_now(grants: list[tuple[Decimal, date | None, date | None]], *, day: date) -> Decimal:
    """Hours a week that are granted on a day: (hours, since, until) each, both days counted in."""
    return sum(
        (
            hours
            for hours, since, until in grants
            if (since is None or since <= day) and (until is None or day <= until)
        ),
        Decimal(0),
    )
