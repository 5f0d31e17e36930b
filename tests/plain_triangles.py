"""The triangles of a council's ideas, worked out from the files of the full record alone, as a stranger would.

Of the product nothing is used: what each item asks is in docs/full-record.md, weights and links in the rule book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from tests.plain_record import Record, Row, day_of

LONDON = ZoneInfo("Europe/London")
CORNERS = ("authority", "capacity", "value")
THIRD = Fraction(1, 3)
WEIGHTS = {
    "design": (Fraction(60, 100), Fraction(30, 100), Fraction(10, 100)),
    "mobilise": (Fraction(35, 100), Fraction(45, 100), Fraction(20, 100)),
    "mainstream": (Fraction(15, 100), Fraction(50, 100), Fraction(35, 100)),
    "embedded": (THIRD, THIRD, THIRD),
}
SPONSOR, LESSON, PARTNER, PEOPLE, YEAR, GRACE = 60, 90, 60, 180, 365, 30
NEEDED = frozenset(
    {
        "adaptation",
        "amendment",
        "answer",
        "claim",
        "council",
        "decision",
        "event",
        "evidence",
        "evidence_review",
        "funding",
        "handover",
        "idea",
        "item_answer",
        "lesson",
        "manager_credit",
        "manual",
        "membership",
        "message",
        "panel_view",
        "partner",
        "partner_activity",
        "publication",
        "sign_off",
        "sponsor_contact",
    }
)
NUMBER = re.compile(r"[£€$]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*%?")
Value = int | None


def triangles(record: Record, today: date) -> dict[str, dict[str, Any]]:
    """Of each idea that has a triangle, by its reference: score, corners, trust, items and weak links."""
    return {
        idea["ref"]: IdeaByHand(record, idea, today).triangle()
        for idea in record.rows["idea"]
        if not idea["source"] and idea["state"] != "closed"
    }


class IdeaByHand:
    """One idea with its rows, on a day."""

    def __init__(self, record: Record, idea: Row, today: date) -> None:
        self.record, self.idea, self.today, self.stage = record, idea, today, idea["stage"]
        self.claims = sorted(self.of("claim"), key=lambda row: row["id"])
        self.records = sorted(self.of("evidence"), key=lambda row: (row["value_on"], row["id"]))
        self.sponsor = idea["sponsor_id"] or idea["sponsor_name"]

    def of(self, table: str, **wanted: str) -> list[Row]:
        rows = self.record.by_idea[table][self.idea["id"]]
        return [row for row in rows if all(row[name] == value for name, value in wanted.items())]

    def newest_of_each(self, table: str, *by: str, only: Callable[[Row], bool] = lambda _row: True) -> list[Row]:
        return list({tuple(row[name].lower() for name in by): row for row in self.of(table) if only(row)}.values())

    # --- the whole ------------------------------------------------------------------------------------------------
    def triangle(self) -> dict[str, Any]:
        read = self.items()
        items = {key: value for found in read.values() for key, value in found.items()}
        began = day_of(self.idea["stage_since"])
        late = began is None or (self.today - began).days > GRACE
        corners: dict[str, Fraction | None] = {}
        for corner in CORNERS:
            counted = [value or 0 for value in read.get(corner, {}).values() if value is not None or late]
            corners[corner] = Fraction(sum(counted), 4 * len(counted)) if counted else None
        shield = day_of(self.idea["shielded_until"])
        scored = self.stage != "latent" and self.idea["state"] == "active" and not (shield and shield > self.today)
        answered = sum(value is not None for value in items.values())
        return {
            "score": self.score(corners) if scored else None,
            "trust": tenth(Fraction(100 * answered, len(items))),
            "corners": {c: tenth(100 * m) if scored and m is not None else None for c, m in corners.items()},
            "items": items,
            "weak": self.weak_links() if scored else set(),
        }

    def score(self, corners: dict[str, Fraction | None]) -> float | None:
        means = [corners[corner] for corner in CORNERS]
        known = [mean for mean in means if mean is not None]
        if len(known) < len(means):
            return None
        total = sum((w * m for w, m in zip(WEIGHTS[self.stage], known, strict=True)), Fraction(0))
        return tenth(100 * total * (1 - (max(known) - min(known)) if self.stage == "embedded" else 1))

    def weak_links(self) -> set[str]:
        contact, weak = self.last_contact(), set()
        if contact is None or (self.today - contact).days > SPONSOR:
            weak.add("authority_capacity")
        if self.stage != "design" and self.level() <= 1:
            weak.add("capacity_value")
        if self.records and not self.records[-1]["seen_by_sponsor_on"]:
            weak.add("value_authority")
        return weak

    # --- what its items ask ---------------------------------------------------------------------------------------
    def items(self) -> dict[str, dict[str, Value]]:
        at = self.answered
        match self.stage:
            case "latent":
                pressure = at("design", "q0-1a", "q0-1b", "q0-1c")
                rest = {"improving": at("design", "q0-2a"), "resourcing": at("design", "q0-2b")}
                return {"": {"trigger": self.trigger(), "decided": self.decided(), "pressure": pressure, **rest}}
            case "design":
                return {
                    "authority": {"sponsor": self.sponsor_backs(), "risk_accepted": self.said("risk_accepted")},
                    "capacity": {
                        "resources": self.money_in_sight(),
                        "structure": self.said("structure"),
                        "recognised": self.managers(),
                        "explored": self.explored(),
                    },
                    "value": {"need": self.need(), "testable": self.testable()},
                }
            case "mobilise":
                return {
                    "authority": {
                        "sponsor_active": self.by_age(self.last_act(), SPONSOR),
                        "contact": self.by_age(self.last_contact(), SPONSOR),
                    },
                    "capacity": {
                        "pilot_money": self.money_today(),
                        "handover": self.handover(),
                        "skills": at("mainstream", "q2-2a", "q2-2b"),
                        **{key: self.said(key) for key in ("team", "systems", "processes")},
                    },
                    "value": {"first_evidence": self.first_evidence(), "seen": self.seen()},
                }
            case "mainstream":
                offices = {office: self.sign_off(office) for office in ("finance", "hr", "it", "performance")}
                return {
                    "authority": {"support": at("embed", "q3-1b")},
                    "capacity": {
                        **offices,
                        "rollout": self.rollout(),
                        "learns": self.by_age(self.last_lesson(), LESSON, known=bool(self.of("lesson"))),
                        "partners": self.by_age(self.partner_moved(), PARTNER, known=bool(self.of("partner"))),
                    },
                    "value": {
                        "measured": self.measured(),
                        "public_heard": self.heard("public_feedback"),
                        "users_heard": self.heard("user_feedback", "user_reported"),
                        "agencies_heard": self.heard("agency_feedback"),
                        "need_met": self.need_met(),
                    },
                }
        return {
            "authority": {"convinced": self.convinced()},
            "capacity": {"one_person": self.shared(), "networks": self.networks()},
            "value": {"numbers": self.numbers(), "strong": self.strong(), "communicated": self.communicated()},
        }

    def by_age(self, newest: date | None, days: int, *, known: bool = False) -> Value:
        if newest is None:
            return 0 if known else None
        age = (self.today - newest).days
        return 4 if age <= days else 2 if age <= 2 * days else 0

    def said(self, item: str) -> Value:
        return next((int(row["value"]) for row in reversed(self.of("item_answer", item=item))), None)

    def answered(self, gate: str, *questions: str) -> Value:
        newest = self.newest_of_each("answer", "question", only=lambda row: row["gate"] == gate)
        given = [row for row in newest if row["question"] in questions]
        if not given:
            return None
        if sum(bool(row["words"].strip()) for row in given) == len(questions):
            return 4
        return 2 if any(row["words"].strip() or row["note"].strip() for row in given) else 0

    def trigger(self) -> Value:
        what, when = self.idea["trigger"], self.idea["trigger_date"]
        return 4 if what and when else 2 if what else 0 if when else None

    def decided(self) -> Value:
        on = self.idea["decided_to_act_on"]
        return (4 if on else 2) if self.sponsor else (0 if on else None)

    # --- who stands behind it -------------------------------------------------------------------------------------
    def last_contact(self) -> date | None:
        told = [row for row in self.of("sponsor_contact") if row["counts_from"] <= self.today.isoformat()]
        return max((date.fromisoformat(row["on"]) for row in told), default=None)

    def last_act(self) -> date | None:
        mine = {"by_id": self.idea["sponsor_id"]}
        acts = [row for table in ("message", "panel_view", "decision") for row in self.of(table, **mine)]
        days = [london(row["at"]) for row in acts] if self.idea["sponsor_id"] else []
        return max([*days, *([contact] if (contact := self.last_contact()) else [])], default=None)

    def sponsor_backs(self) -> Value:
        if not self.sponsor:
            return None
        people = self.record.rows["membership"]
        if any(row["person_id"] == self.idea["sponsor_id"] and row["ended_at"] for row in people):
            return 0
        acted = self.last_act()
        return 4 if acted and (self.today - acted).days <= SPONSOR else 2

    def managers(self) -> Value:
        thanks = [row["thanks"] for row in self.newest_of_each("manager_credit", "manager")]
        given = thanks.count("given")
        return None if not thanks else 4 if given == len(thanks) else 2 if given else 0

    def has_deputy(self) -> bool:
        """One who works here, and may keep ideas."""
        here = [row for row in self.record.rows["membership"] if row["person_id"] == self.idea["deputy_id"]]
        return any(not row["ended_at"] and {"owner", "lead"} & set(json.loads(row["roles"])) for row in here)

    def handover(self) -> Value:
        newest = self.of("handover")[-1] if self.of("handover") else None
        if self.has_deputy():
            return 4
        if newest and newest["plan"]:
            return 4 if newest["on"] else 2
        return 0 if newest and newest["nobody"] == "t" else None

    def shared(self) -> Value:
        first = datetime.combine(self.today - timedelta(days=PEOPLE), datetime.min.time(), LONDON)
        lately = {
            row["by_id"]
            for row in self.of("event")
            if row["by_id"] and row["what"] != "evidence_seen_by_sponsor" and moment(row["at"]) >= first
        }
        if self.has_deputy():
            return 4 if len(lately) > 1 else 2
        newest = self.of("handover")[-1:]
        return 0 if newest and newest[0]["nobody"] == "t" else None

    def sign_off(self, office: str) -> Value:
        words = [row["word"] for row in self.of("sign_off", office=office) if row["word"]]
        return {"signed": 4, "with_conditions": 2, "refused": 0}[words[-1]] if words else None

    # --- money ----------------------------------------------------------------------------------------------------
    def money_in_sight(self) -> Value:
        if self.idea["needs_no_money"] == "t":
            return 4
        running = [row for row in self.of("funding") if self.runs(row)]
        if any(row["certainty"] == "granted" for row in running):
            return 4
        return None if not self.of("funding") else 2 if running else 0

    def money_today(self) -> Value:
        if self.idea["needs_no_money"] == "t":
            return 4
        if not self.of("funding"):
            return None
        running = [row for row in self.of("funding") if self.runs(row)]
        begun = [row for row in running if (last_day(row["start"]) or self.today) <= self.today]
        return 4 if any(row["certainty"] == "granted" and row["ends_on"] for row in begun) else 2 if running else 0

    def rollout(self) -> Value:
        if self.idea["needs_no_money"] == "t":
            return 4
        if not self.of("funding"):
            return None
        lasting = [row for row in self.of("funding", instrument="mainstream_budget") if self.runs(row)]
        return 4 if any(row["certainty"] == "granted" for row in lasting) else 2 if lasting else 0

    def runs(self, line: Row) -> bool:
        return not line["ends_on"] or line["ends_on"] >= self.today.isoformat()

    # --- with others ----------------------------------------------------------------------------------------------
    def adaptations(self) -> list[Row]:
        """Those that others made of it."""
        here = self.record.rows["council"][0]["id"]
        mine = self.idea["id"]
        rows = self.record.rows["adaptation"]
        return [row for row in rows if row["origin_council_id"] == here and row["origin_idea_id"] == mine]

    def taken_in(self) -> list[Row]:
        here = self.record.rows["council"][0]["id"]
        return [row for row in self.of("adaptation") if row["council_id"] == here]

    def explored(self) -> Value:
        if self.taken_in() or self.of("partner"):
            return 4
        asked = ("q1-1a", "q1-1b", "q1-1c", "q1-1d", "q1-1e")
        newest = self.newest_of_each("answer", "question", only=lambda row: row["gate"] == "mobilise")
        given = [row for row in newest if row["question"] in asked]
        return None if not given else 2 if any(row["words"].strip() for row in given) else 0

    def partner_moved(self) -> date | None:
        here = {row["id"]: row["counts_from"] for row in self.of("partner") if not row["ended_on"]}
        days = list(here.values())
        for row in self.of("partner_activity"):
            if row["partner_id"] in here:
                days += [row["on"], row["settled_on"] if row["kept"] == "t" else ""]
        for row in [*self.adaptations(), *self.taken_in()]:
            days += [row["begun_on"], row["settled_on"]]
        return max((found for cell in days if (found := day_of(cell))), default=None)

    def last_lesson(self) -> date | None:
        return max((on for row in self.of("lesson") if (on := day_of(row["counts_from"]))), default=None)

    def convinced(self) -> Value:
        how = {row["status"] for row in self.adaptations()}
        if how & {"worked", "worked_in_part"}:
            return 4
        return 2 if "trying" in how else 0 if how else None

    def networks(self) -> Value:
        lessons = self.of("lesson")
        if not lessons:
            return None
        if all(row["may_be_shared"] == "f" for row in lessons):
            return 0
        out = self.adaptations() or any(not row["withdrawn_at"] for row in self.of("publication"))
        return 4 if out else 2

    def communicated(self) -> Value:
        cards = self.of("publication")
        shown = [london(row["refreshed_at"]) for row in cards if not row["withdrawn_at"]]
        if not shown:
            return 0 if cards else None
        return 4 if (self.today - max(shown)).days <= YEAR else 2

    # --- value and evidence ---------------------------------------------------------------------------------------
    def of_claim(self, claim: Row) -> list[Row]:
        """Its records, the newest first, those without a day last and as a file gave them."""

        def order(row: Row) -> tuple[int, int, int, int]:
            day = day_of(row["value_on"])
            given = int(row["position"]) if not day and row["position"] else 10**9
            return (
                0 if day else 1,
                -(day.toordinal() if day else 0),
                0 if day else given,
                -int(row["id"].replace("-", ""), 16),
            )

        return sorted((row for row in self.records if row["claim_id"] == claim["id"]), key=order)

    def start(self, claim: Row) -> str:
        own = [row["baseline"] for row in reversed(self.of_claim(claim)) if row["baseline"]]
        return claim["baseline"] or (own[0] if own else "")

    def latest(self, claim: Row) -> str:
        return next((row["value"] for row in self.of_claim(claim) if row["value"]), "")

    def level_of(self, claim: Row) -> int:
        records = self.of_claim(claim)
        judged = {
            row["council_id"]
            for row in self.adaptations()
            if row["status"] == "worked" and row["evaluator"] not in {"", "team"}
        }
        steps = (
            bool(records),
            any(self.follows_up(row, claim) for row in records),
            claim["comparison_group"] == "t" or bool(claim["method"] and claim["method_because"]),
            bool(judged),
            len(judged) > 1 and bool(self.of("manual")),
        )
        return steps.index(False) if False in steps else len(steps)

    def follows_up(self, row: Row, claim: Row) -> bool:
        base, since = (
            (row["baseline"], row["baseline_date"]) if row["baseline"] else (claim["baseline"], claim["baseline_date"])
        )
        before, after = last_day(since), day_of(row["value_on"])
        early = before is not None and after is not None and after <= before
        told = bool(row["direction"]) or (number(base) is not None and number(row["value"]) is not None)
        return bool(base and row["value"]) and told and not early

    def level(self) -> int:
        return max(map(self.level_of, self.claims), default=0)

    def need(self) -> Value:
        if not self.idea["problem"].strip():
            return 0 if self.idea["proposal"] else None
        return 4 if any(claim["who_benefits"] for claim in self.claims) else 2

    def testable(self) -> Value:
        if not self.claims:
            return None
        return 4 if any(map(self.start, self.claims)) else 2 if any(c["target"] for c in self.claims) else 0

    def first_evidence(self) -> Value:
        if not self.records:
            return None
        says = any(row["value"] or row["note"] for row in self.records)
        return 4 if self.level() >= 2 else 2 if says else 0

    def strong(self) -> Value:
        return None if not self.records else 4 if self.level() >= 3 else 2 if self.level() == 2 else 0

    def seen(self) -> Value:
        if not self.records:
            return None
        newest, team = self.records[-1], {self.idea["owner_id"], self.idea["deputy_id"]} - {""}
        reviews = [row["on"] for row in self.of("evidence_review") if row["by_id"] not in team or not row["by_id"]]
        if newest["seen_by_sponsor_on"] or any(on >= newest["value_on"] for on in reviews):
            return 4
        return 2 if reviews or any(row["seen_by_sponsor_on"] for row in self.records) else 0

    def heard(self, *kinds: str) -> Value:
        rows = [row for row in self.records if row["kind"] in kinds]
        told = [row for row in rows if row["value"] or row["note"]]
        if not told:
            return 0 if rows else None
        on = day_of(told[-1]["value_on"])
        return 4 if on and (self.today - on).days <= YEAR else 2

    def measured(self) -> Value:
        ends = [bool(self.start(claim)) + bool(self.latest(claim)) for claim in self.claims]
        return 2 * max(ends) if ends else None

    def numbers(self) -> Value:
        ends = [(self.start(claim), self.latest(claim)) for claim in self.claims]
        told = [sum(number(cell) is not None for cell in both) for both in ends if any(both)]
        return 2 * max(told) if told else None

    def need_met(self) -> Value:
        return max((value for claim in self.claims if (value := self.nearness(claim)) is not None), default=None)

    def nearness(self, claim: Row) -> Value:
        start, value, target = number(self.start(claim)), number(self.latest(claim)), number(claim["target"])
        if start is None or value is None or target is None:
            return None
        if value >= target if target >= start else value <= target:
            return 4
        return 2 if abs(target - value) < abs(target - start) else 0


def tenth(exact: Fraction) -> float:
    return ((exact * 10 + Fraction(1, 2)).__floor__()) / 10


def moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell).astimezone(UTC)


def london(cell: str) -> date:
    return moment(cell).astimezone(LONDON).date()


def number(cell: str) -> Decimal | None:
    found = NUMBER.fullmatch(cell.strip())
    return Decimal(found[1].replace(",", "")) if found else None


def last_day(cell: str) -> date | None:
    """The last day of what is given: a day, a month, a year, or a financial year."""
    told = cell.strip()
    if re.fullmatch(r"\d{4}/\d{2}", told):
        return date(int(told[:4]) + 1, 3, 31)
    if re.fullmatch(r"\d{4}", told):
        return date(int(told), 12, 31)
    if re.fullmatch(r"\d{4}-\d{2}", told):
        return (date.fromisoformat(told + "-28") + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return date.fromisoformat(told) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", told) else None
