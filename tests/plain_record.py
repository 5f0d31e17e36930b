"""The eight parts of a council's profile, worked out from the files of the full record alone, as a stranger would.

Nothing of the product is used here but its bank holidays: docs/full-record.md and the rule book say all that is needed.
"""

from __future__ import annotations

import calendar
import csv
import json
import statistics
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

Row = dict[str, str]
LAST_TOLD = "2010-12-31"
GOING = ("design", "mobilise", "mainstream", "embedded")


def day_of(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@dataclass
class Record:
    """The files of one council: every table's rows, those of an idea by its identifier, in order of number."""

    council: str
    rows: dict[str, list[Row]]
    by_idea: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, council: str) -> Record:
        found: dict[str, list[Row]] = {}
        for path in sorted((folder / "record").glob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                found[path.stem] = [row for row in csv.DictReader(file) if row["council"] == council]
        made = cls(council, found)
        for name, rows in found.items():
            grouped = made.by_idea[name] = defaultdict(list)
            for row in sorted(
                rows, key=lambda row: int(row.get("number") or 0) if row.get("number", "").isdigit() else 0
            ):
                grouped[row.get("idea_id", "")].append(row)
        return made

    def counting(self, table: str, idea: Row, day: date) -> list[Row]:
        """Rows that count on a day, as they stood then: an amendment counts from its day."""
        stood = self._as_it_was(table, idea, day)
        return [row for row in stood if not row["counts_from"] or row["counts_from"] <= day.isoformat()]

    def _as_it_was(self, table: str, idea: Row, day: date) -> list[Row]:
        now = {row.get("id", str(n)): row for n, row in enumerate(self.by_idea[table][idea["id"]])}
        later = [a for a in self.by_idea["amendment"][idea["id"]] if a["kind"] == table and a["on"] > day.isoformat()]
        for change in reversed(later):  # the first after the day tells what stood on it
            if change["was"]:
                was = {name: "" if cell is None else str(cell) for name, cell in json.loads(change["was"]).items()}
                now[change["row_id"]] = was
            else:
                now.pop(change["row_id"], None)
        return list(now.values())

    def set_on(self, name: str, day: date, *, otherwise: int) -> int:
        """A setting of the council on a day: the last that counts; without one, or where it is empty, as it comes."""
        counting = [row for row in self.rows["setting_change"] if row["counts_from"] <= day.isoformat()]
        newest = max((row for row in counting if row["name"] == name), key=_number, default=None)
        return json.loads(newest["value"]) if newest and newest["value"] else otherwise

    # --- one idea on a day -----------------------------------------------------------------------------------------
    def is_there(self, idea: Row, day: date) -> bool:
        began = day_of(idea["there_from"])
        return began <= day if began else bool(idea["source"])

    def stage(self, idea: Row, day: date) -> str:
        moves, counting = self.by_idea["stage_move"][idea["id"]], self.counting("stage_move", idea, day)
        return counting[-1]["to_stage"] if counting else moves[0]["from_stage"] if moves else idea["stage"]

    def state(self, idea: Row, day: date) -> Row:
        counting = self.counting("idea_state", idea, day)
        return counting[-1] if counting else {"state": "active", "outcome": "", "on": ""}

    def fact(self, idea: Row, name: str, day: date) -> str:
        told = [row["value"] for row in self.counting("idea_fact", idea, day) if row["fact"] == name]
        return told[-1] if told else ""

    def is_active(self, idea: Row, day: date) -> bool:
        shield = day_of(self.fact(idea, "shielded_until", day))
        shielded = shield is not None and day < shield
        return self.stage(idea, day) in GOING and self.state(idea, day)["state"] == "active" and not shielded

    def newest(self, day: date, *dated: tuple[str, str, Row]) -> date | None:
        found = [
            on
            for table, column, idea in dated
            for row in self.counting(table, idea, day)
            if (on := day_of(row[column])) and on <= day
        ]
        return max(found, default=None)

    # --- the parts -------------------------------------------------------------------------------------------------
    def profile(self, day: date, *, working_days: Callable[[date, date], int]) -> dict[str, float | None]:
        every = [idea for idea in self.rows["idea"] if self.is_there(idea, day)]
        own = [idea for idea in every if not idea["source"]]
        told = every if day.isoformat() <= LAST_TOLD else own
        active, own_active = ([one for one in ideas if self.is_active(one, day)] for ideas in (told, own))

        def at(ideas: list[Row], *stages: str) -> list[Row]:
            return [idea for idea in ideas if self.stage(idea, day) in stages]

        closed = [idea for idea in told if self._taught(idea, day)]
        return {
            "mix": self._mix([idea for idea in active if self.fact(idea, "extent", day)], day),
            "runway": _share(at(active, "mobilise", "mainstream"), lambda idea: self._has_money(idea, day)),
            "evidence": _share(at(active, *GOING[1:]), lambda idea: self._is_fresh(idea, day)),
            "learning": _share(closed, lambda idea: bool(self.counting("lesson", idea, day))),
            "sponsorship": _share(
                at(own_active, *GOING[:3]),
                lambda idea: _within(
                    self.newest(day, ("sponsor_contact", "on", idea)),
                    day,
                    self.set_on("days.sponsor", day, otherwise=60),
                ),
            ),
            "flow": self._flow(own, day, working_days),
            "involvement": _share(
                own_active, lambda idea: self.fact(idea, "involvement", day) in {"designs_with", "delivers_with"}
            ),
            "spread": self._spread(own_active, at(own_active, "mainstream", "embedded"), day),
        }

    def _mix(self, ideas: list[Row], day: date) -> float | None:
        apart = Fraction(0)
        for extent, comes_as in (("incremental", 60), ("radical", 30), ("system", 10)):
            of = sum(self.fact(idea, "extent", day) == extent for idea in ideas)
            target = self.set_on(f"mix.{extent}", day, otherwise=comes_as)
            apart += abs((Fraction(100 * of, len(ideas)) if ideas else 0) - target)
        return _rounded(100 - apart / 2, len(ideas))

    def _is_in_contact(self, idea: Row, day: date) -> bool:
        newest = self.newest(day, ("sponsor_contact", "on", idea))
        return _within(newest, day, self.set_on("days.sponsor", day, otherwise=60))

    def _has_money(self, idea: Row, day: date) -> bool:
        if self.fact(idea, "needs_no_money", day) == "yes":
            return True
        granted = [row for row in self.counting("funding", idea, day) if row["certainty"] == "granted"]
        ends = [end for row in granted if (end := day_of(row["ends_on"]))]
        years, month = divmod(day.month - 1 + self.set_on("days.runway", day, otherwise=6), 12)
        year, month = day.year + years, month + 1
        return bool(ends) and date(year, month, min(day.day, calendar.monthrange(year, month)[1])) <= max(ends)

    def _is_fresh(self, idea: Row, day: date) -> bool:
        newest = self.newest(day, ("evidence", "value_on", idea), ("evidence_review", "on", idea))
        if self.fact(idea, "extent", day) in {"radical", "system"}:
            return _within(newest, day, self.set_on("days.evidence_large", day, otherwise=180))
        return _within(newest, day, self.set_on("days.evidence", day, otherwise=90))

    def _taught(self, idea: Row, day: date) -> bool:
        state = self.state(idea, day)
        lasts = state["outcome"] in {"stopped", "improved_instead", "resourced_instead", "declined"}
        return (
            state["state"] == "closed"
            and lasts
            and _within(day_of(state["on"]), day, self.set_on("days.learning", day, otherwise=365))
        )

    def _flow(self, ideas: list[Row], day: date, working_days: Callable[[date, date], int]) -> float | None:
        promise, waits, asked = self._promise(day), [], 0
        for idea in ideas:
            sent, replied = day_of(idea["submitted_on"]), day_of(idea["first_reply_on"])
            if idea["imported"] == "t" or not _within(sent, day, self.set_on("days.flow", day, otherwise=180)):
                continue
            answered = replied is not None and replied <= day
            if self.state(idea, day)["outcome"] == "merged" and not answered:
                continue
            asked += 1
            wait = working_days(sent, replied if answered else day)
            if answered or wait > promise:
                waits.append(Fraction(wait))
        median = statistics.median(waits) if waits else None
        value = None if median is None else min(Fraction(100), 100 * promise / median) if median else Fraction(100)
        return _rounded(value, asked)

    def _promise(self, day: date) -> int:
        set_by = self.rows["reply_promise"]
        counting = [row for row in set_by if row["counts_from"] <= day.isoformat()]
        if counting:
            return int(max(counting, key=lambda row: int(row["number"]))["days"])
        first = min(set_by, key=lambda row: int(row["number"]), default=None)
        return int(first["before"] if first else self.rows["council"][0]["promise_days"])

    def _spread(self, active: list[Row], settled: list[Row], day: date) -> float | None:
        here = self.rows["council"][0]["id"]
        begun = [row for row in self.rows["adaptation"] if row["begun_on"] <= day.isoformat()]
        came = sum(row["council_id"] == here for row in begun)
        if not settled or not active:
            return None
        worked = {row["origin_idea_id"] for row in begun if row["origin_council_id"] == here and self._worked(row, day)}
        out = Fraction(100 * sum(idea["id"] in worked for idea in settled), len(settled))
        return _rounded((out + min(Fraction(100), Fraction(1000 * came, len(active)))) / 2, len(settled))

    def _worked(self, adaptation: Row, day: date) -> bool:
        told = [row for row in self.rows["adaptation_report"] if row["adaptation_id"] == adaptation["id"]]
        told = [row for row in told if row["on"] <= day.isoformat()]
        newest = max(told, key=lambda row: (row["on"], row["id"]), default=None)
        return newest is not None and newest["status"] in {"worked", "worked_in_part"}


def _number(row: Row) -> int:
    number = row.get("number", "")
    return int(number) if number.isdigit() else 0


def _within(on: date | None, day: date, days: int) -> bool:
    return on is not None and timedelta(0) <= day - on <= timedelta(days=days)


def _share(of: list[Row], counts: Callable[[Row], bool]) -> float | None:
    return _rounded(Fraction(100 * sum(map(counts, of)), len(of)) if of else None, len(of))


def _rounded(value: Any, asked: int) -> float | None:
    if value is None or asked < 5:
        return None
    return int(value * 10 + Fraction(1, 2)) / 10
