"""The profile of a council said again in plain words, from the case files alone: what the product must agree with.

Nothing of the product is used here: dates, windows, rounding and months are written out by the rule book's fine print.
"""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

Row = dict[str, str]
FILES = ("ideas", "stage_moves", "evidence", "funding", "lessons")
LAST_TOLD = date(2010, 12, 31)
STAGES = ["latent", "design", "mobilise", "mainstream", "embedded"]


def last_day(cell: str) -> date | None:
    """ "2007" counts from 31 December 2007."""
    if not cell:
        return None
    year, month, day = ([int(part) for part in cell.split("-")] + [0, 0])[:3]
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@dataclass
class Cases:
    """The case files of a folder."""

    rows: dict[str, list[Row]]
    imported_on: date

    @classmethod
    def read(cls, folder: Path, imported_on: date) -> Cases:
        rows = {}
        for name in FILES:
            path = folder / f"{name}.csv"
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    rows[name] = list(csv.DictReader(file))
        return cls({name: rows.get(name, []) for name in FILES}, imported_on)

    def of(self, name: str, case: Row) -> list[Row]:
        return [row for row in self.rows[name] if row["case_id"] == case["case_id"]]

    # --- one case on a day -----------------------------------------------------------------------------------------
    def is_there(self, case: Row, day: date) -> bool:
        if not case["source"]:
            return self.imported_on <= day
        if not case["trigger_date"] and not case["first_date"]:
            return True
        cells = [case["trigger_date"], case["first_date"], *(row["date"] for row in self.of("stage_moves", case))]
        return min(known for cell in cells if (known := last_day(cell))) <= day

    def stage(self, case: Row, day: date) -> str:
        moves: list[tuple[date | None, str, str]] = []
        at, newest = "latent", None
        for row in self.of("stage_moves", case):
            if row["from_stage"] != at:
                moves.append((newest, at, row["from_stage"]))
            stated = last_day(row["date"])
            if stated:
                newest = max(newest or stated, stated)
            moves.append((stated or newest, row["from_stage"], row["to_stage"]))
            at = row["to_stage"]
        if at != case["stage"]:
            moves.append((newest, at, case["stage"]))
        counting = [to for when, _, to in moves if when is None or when <= day]
        return counting[-1] if counting else moves[0][1] if moves else "latent"

    def closing(self, case: Row) -> tuple[str | None, date | None]:
        """How a case was closed, and on which day; no day where it always held."""
        if case["outcome"] in {"", "active", "parked"}:
            return None, None
        stops = [row for row in self.of("stage_moves", case) if row["decision"] == "stop"]
        return case["outcome"], last_day(stops[-1]["date"]) if stops else None

    def is_active(self, case: Row, day: date) -> bool:
        outcome, closed_on = self.closing(case)
        closed = outcome is not None and (closed_on is None or closed_on <= day)
        rests = case["outcome"] == "parked" and case["source"]  # own ones without a date come in awake
        return not rests and not closed and self.stage(case, day) != "latent"

    # --- the parts -------------------------------------------------------------------------------------------------
    def profile(self, council: str, day: date) -> dict[str, dict[str, Any]]:
        """The four parts that case files can tell, and the count of own active ideas and of own latent ones."""
        cases = [c for c in self.rows["ideas"] if c["council"] == council and self.is_there(c, day)]
        told = [case for case in cases if not case["source"] or day <= LAST_TOLD]
        active = [case for case in told if self.is_active(case, day)]
        moving = [case for case in active if self.stage(case, day) in STAGES[2:4]]
        seen = [case for case in active if self.stage(case, day) in STAGES[2:]]
        closed = [case for case in told if self._closed_within_a_year(case, day)]
        return {
            "mix": self._mix([case for case in active if case["extent"]]),
            "runway": _share(moving, [case for case in moving if self._has_runway(case, day)]),
            "evidence": _share(seen, [case for case in seen if self._is_fresh(case, day)]),
            "learning": _share(closed, [case for case in closed if self.of("lessons", case)]),
            "involvement": _share([case for case in active if not case["source"]], []),
        }

    def _closed_within_a_year(self, case: Row, day: date) -> bool:
        outcome, on = self.closing(case)
        return outcome not in {None, "merged"} and on is not None and 0 <= (day - on).days <= 365

    def _mix(self, cases: list[Row]) -> dict[str, Any]:
        shared = defaultdict(Decimal)
        apart = Decimal(0)
        for extent, target in (("incremental", 60), ("radical", 30), ("system", 10)):
            if cases:
                shared[extent] = Decimal(100 * sum(case["extent"] == extent for case in cases)) / len(cases)
            apart += abs(shared[extent] - target)
        return _told(cases, cases, 100 - apart / 2)

    def _has_runway(self, case: Row, day: date) -> bool:
        ends = [
            last_day(row["end"])
            for row in self.of("funding", case)
            if row["certainty"] == "granted" and (not row["start"] or last_day(row["start"]) <= day)
        ]
        known = [end for end in ends if end]
        if not known:
            return False
        years, month = divmod(day.month - 1 + 6, 12)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) <= max(known)

    def _is_fresh(self, case: Row, day: date) -> bool:
        days = 180 if case["extent"] in {"radical", "system"} else 90
        dated = [last_day(row["value_date"]) for row in self.of("evidence", case)]
        return any(on and 0 <= (day - on).days <= days for on in dated)


def _share(of: list[Row], counted: list[Row]) -> dict[str, Any]:
    return _told(of, counted, Decimal(100 * len(counted)) / len(of) if of else Decimal(0))


def _told(of: Iterable[Row], counted: list[Row], value: Decimal) -> dict[str, Any]:
    refs = sorted(case["case_id"] for case in of)
    yes = {case["case_id"] for case in counted}
    rounded = float(value.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return {"value": rounded if len(refs) >= 5 else None, "items": [(ref, ref in yes) for ref in refs]}
