"""Days off that an installation names itself: a nation's bank holidays that a library does not know yet, or its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

NATIONS = ("england", "wales", "scotland", "northern_ireland")


class DayOff(NamedTuple):
    """A day that is no working day, of one nation or (none) of all."""

    day: date
    nation: str | None


def read(path: Path) -> list[DayOff]:
    """Read a file of days, one a line: the day, and behind a comma its nation, if it is of one; then what it is called.

    Empty lines and those that begin with # say nothing. Raises ValueError that names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        msg = f"{path} cannot be read: {why}"
        raise ValueError(msg) from None
    said = ((number, line.strip()) for number, line in enumerate(lines, start=1))
    return [_day(path, number, line) for number, line in said if line and not line.startswith("#")]


def _day(path: Path, number: int, line: str) -> DayOff:
    day, nation, *_ = [*(part.strip() for part in line.split(",")), ""]
    try:
        named = date.fromisoformat(day)
    except ValueError:
        msg = f"{path}, line {number}: {day!r} is not a day: write YYYY-MM-DD, then perhaps a comma and a nation"
        raise ValueError(msg) from None
    if nation and nation not in NATIONS:
        msg = f"{path}, line {number}: {nation!r} is none of {', '.join(NATIONS)}"
        raise ValueError(msg)
    return DayOff(named, nation or None)
