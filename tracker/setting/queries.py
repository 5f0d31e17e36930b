"""What a council set of its own on a day, and who changed what, when and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

from tracker.clock import today
from tracker.council import FORMER, NAME
from tracker.ours import Settings, holding
from tracker.tenancy import door, rows

_ON = """
SELECT DISTINCT ON (name) name, value FROM setting_change
 WHERE counts_from <= CAST(:day AS date) ORDER BY name, number DESC"""
_CHANGES = f"""
SELECT c.name, c.value, c.because, coalesce({NAME.format("c.by_id")}, '{FORMER}') AS by, c.counts_from AS "on"
  FROM setting_change c ORDER BY c.number DESC LIMIT 50"""  # noqa: S608 - made of constants only
_NEWEST = f"""
SELECT DISTINCT ON (c.name) c.name, c.value, c.because, coalesce({NAME.format("c.by_id")}, '{FORMER}') AS by,
       c.counts_from AS "on"
  FROM setting_change c ORDER BY c.name, c.number DESC"""  # noqa: S608 - the same


class _SetRow(NamedTuple):
    """A setting and its value, empty for as it comes."""

    name: str
    value: Any


class SettingEntry(NamedTuple):
    """A change of a setting: to what, since when, by whom and why."""

    name: str
    value: Any
    because: str
    by: str
    on: date


def set_on(*, day: date) -> Settings:
    """What the open council had set by the end of a day that is over; one statement, once for each door."""
    known: dict[date, Settings] = door().info.setdefault("settings_on", {})
    if day not in known:
        found = rows(_SetRow, _ON, day=day)
        known[day] = Settings({row.name: row.value for row in found if row.value is not None})
    return known[day]


@contextmanager
def as_set_on(day: date) -> Iterator[None]:
    """Have the settings of a day in force for a while; today's are, without asking."""
    if day >= today():
        yield
        return
    with holding(set_on(day=day)):
        yield


def changes() -> list[SettingEntry]:
    """What was changed last, the 50 newest first."""
    return rows(SettingEntry, _CHANGES)


def newest_changes() -> Mapping[str, SettingEntry]:
    """The newest change of each setting that was ever changed, by its name."""
    return {entry.name: entry for entry in rows(SettingEntry, _NEWEST)}
