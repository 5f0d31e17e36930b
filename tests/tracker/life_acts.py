"""Two ways to do the same to ideas: by the acts of the words, and through the forms of pages. Each may be refused."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests import makers
from tests.browsing import Browser
from tests.tracker.lives import GATE_AT, STAGES, Row, Rows
from tracker import amendment, benefit, clock, gate, idea, triage, value
from tracker.amendment import RecordKind
from tracker.gate import DecisionDraft, Gate, StopReason, Term, Word
from tracker.idea import NotFoundError, Refused, Stage
from tracker.tenancy import abandon, session

TRIAGE = {"improve": idea.improve_instead, "resource": idea.resource_instead, "decline": idea.decline}
BEGAN = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
REASONS = {"full": "It was weighed.", "blank": " \u200b\n"}


class NotDoneError(Exception):
    """It was refused, whoever refused it."""


@dataclass(frozen=True)
class Window:
    """What somebody has open: the gate of an idea, and how many decisions there were when they opened it."""

    ref: str
    stage: str
    seen: int


@dataclass
class Town:
    """A council, its ideas, the moment it is there; and all rows as they were when somebody last looked."""

    side: makers.Side
    second: makers.Someone
    moment: datetime = BEGAN
    refs: list[str] = field(default_factory=list)
    rows: Rows | None = None

    @property
    def today(self) -> date:
        return self.moment.astimezone(clock.LONDON).date()

    def idea(self, ref: str) -> Row:
        assert self.rows
        return self.rows.idea(ref)

    def newest(self, table: str, ref: str, wanted: Callable[[Row], object] = lambda _row: True) -> Row:
        """The newest row of an idea in a table that is as wanted. Raises NotDoneError where there is none."""
        assert self.rows
        found = [row for row in self.rows.of(table, self.idea(ref)["id"]) if wanted(row)]
        if not found:
            raise NotDoneError(table)
        return max(found, key=lambda row: row["id"])

    def free_day(self) -> date:
        """A day long ago of which nothing was told in this hour."""
        assert self.rows
        return BEGAN.date() - timedelta(days=100 + self.moment.minute + 60 * self.moment.hour)

    def window(self, ref: str) -> Window:
        """Open the gate page of an idea."""
        assert self.rows
        found = self.idea(ref)
        return Window(ref, found["stage"], len(self.rows.of("decisions", found["id"])))

    def who(self, name: str) -> makers.Someone:
        return self.second if name == "second" else self.side.people[name]


class ByActs:
    """What is done by the acts of the words: each behind a door of its own."""

    def __init__(self, town: Town) -> None:
        self.town, self.side = town, town.side

    @contextlib.contextmanager
    def on(self, ref: str) -> Iterator[idea.Idea]:
        try:
            with self.side.door():
                idea.hold([ref])
                yield makers.idea_of(ref)
        except (Refused, NotFoundError) as why:
            raise NotDoneError(str(why)) from why

    def log(self, title: str) -> str:
        return makers.a_sent_idea(self.side, title=title)

    def send_on(self, ref: str) -> None:
        with self.on(ref) as found:
            owner, by = self.side.owner.id, self.side.lead.id
            idea.send_to_design_gate(idea=found, owner_id=owner, because="Tenants ask for it.", by=by)

    def close(self, ref: str, outcome: str) -> None:
        with self.on(ref) as found:
            TRIAGE[outcome](idea=found, because="It is better so.", by=self.side.lead.id)

    def park(self, ref: str, days: int) -> None:
        with self.on(ref) as found:
            until = self.town.today + timedelta(days=days)
            idea.park(idea=found, until=until, because="After the winter.", by=self.side.lead.id)

    def wake(self, ref: str) -> None:
        with self.on(ref) as found:
            idea.wake(idea=found, by=self.side.lead.id)

    def carry_on(self, ref: str) -> None:
        with self.on(ref) as found:
            idea.carry_on(idea=found, by=self.side.lead.id)

    def merge(self, ref: str, into: str) -> None:
        with self.on(ref) as found:
            idea.merge(idea=found, into=makers.idea_of(into), because="The same.", by=self.side.lead.id)

    def take_apart(self, ref: str) -> None:
        with self.on(ref) as found:
            idea.undo_merge(idea=found, by=self.side.lead.id)

    def several(self, refs: list[str], outcome: str) -> None:
        acts = {**TRIAGE, "park": lambda **said: idea.park(until=self.town.today + timedelta(days=3), **said)}
        by = self.side.lead.id
        with self.on(refs[0]):
            give = acts[outcome]
            triage.give_to_several(
                refs=refs,
                outcome=outcome,
                act=lambda found: give(idea=found, because="All of these.", by=by),
                by=by,
                reader=self.side.lead.reader,
            )

    def undo_several(self, ref: str) -> None:
        with self.on(ref):
            triage.undo_batch(batch_id=self.batch(), by=self.side.lead.id)

    def batch(self) -> UUID:
        batches = triage.open_batches()
        if not batches:
            raise NotDoneError("no batch")
        return batches[0].id

    def ask(self, ref: str) -> None:
        at = Gate(GATE_AT[self.town.idea(ref)["stage"]])
        with self.on(ref) as found:
            gate.ask_for_decision(idea=found, gate=at, by=self.side.owner.id, note="It is ready.")

    def decide(self, window: Window, word: str, *, by: str, reasons: str, back: int) -> None:
        options = STAGES[: STAGES.index(window.stage)] or ("latent",)
        draft = DecisionDraft(
            word=Word(word),
            because=REASONS[reasons],
            waiver_because=REASONS[reasons],
            terms=[Term("Count the visits", self.side.owner.id, self.town.today + timedelta(days=9))],
            until=self.town.today + timedelta(days=5),
            to_stage=Stage(options[back % len(options)]),
            stop_reason=StopReason.NO_REAL_NEED,
            lesson="Ask the tenants first.",
        )
        person = self.town.who(by)
        with self.on(window.ref) as found:
            gate.decide(idea=found, gate=Gate(GATE_AT[window.stage]), draft=draft, by=person.id, seen=window.seen)

    def reopen(self, ref: str, reasons: str) -> None:
        with self.on(ref) as found:
            gate.reopen(idea=found, because=REASONS[reasons], by=self.side.lead.id)

    def meet(self, ref: str) -> None:
        row = self.town.newest("conditions", ref, lambda one: not one["met_on"])
        with self.on(ref):
            gate.meet_condition(condition=self.condition(row), note="Nine, in May.", by=self.side.owner.id)

    def ask_for_date(self, ref: str) -> None:
        row = self.town.newest("conditions", ref)
        with self.on(ref):
            wanted = self.town.today + timedelta(days=30)
            gate.ask_for_date(condition=self.condition(row), wanted_on=wanted, because="Snow.", by=self.side.owner.id)

    def answer_date(self, ref: str, *, granted: bool) -> None:
        row = self.town.newest("extensions", ref)
        with self.on(ref):
            condition = session().get_one(gate.Condition, (self.side.id, UUID(row["condition_id"])))
            asked = gate.waiting_extension(condition.id)
            if asked is None:
                raise NotDoneError("nobody asks")
            gate.answer_extension(condition=condition, asked=asked, granted=granted, reply="So.", by=self.side.lead.id)

    def condition(self, row: Row) -> gate.Condition:
        return session().get_one(gate.Condition, (self.side.id, UUID(row["id"])))

    def claim(self, ref: str) -> None:
        with self.on(ref) as found:
            value.add_benefit(idea=found, by=self.side.owner.id, description="One call fewer", **makers.OF_OURS)

    def withdraw(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        with self.on(ref) as found:
            of, who = self.gain(row["id"]), self.town.who(by).id
            benefit.withdraw_benefit(idea=found, benefit=of, by=who, because="Counted twice.")

    def withdraw_figure(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        with self.on(ref) as found:
            amendment.withdraw(self.period(row), idea=found, by=self.town.who(by).id, because="Counted twice.")

    def put_back(self, ref: str, by: str) -> None:
        row = self.town.newest("amendments", ref)
        with self.on(ref) as found:
            kind, row_id = RecordKind(row["kind"]), UUID(row["row_id"])
            amendment.undo(idea=found, kind=kind, row_id=row_id, by=self.town.who(by).id)

    def gain(self, known_as: str) -> value.Benefit:
        return session().get_one(value.Benefit, (self.side.id, UUID(known_as)))

    def period(self, row: Row) -> benefit.BenefitPeriod:
        return session().get_one(benefit.BenefitPeriod, (self.side.id, UUID(row["id"])))

    def count(self, ref: str, by: str) -> None:
        row, day = self.town.newest("benefits", ref), self.town.free_day()
        with self.on(ref) as found:
            of, said = self.gain(row["id"]), {"starts_on": day, "ends_on": day, "actual": Decimal(5)}
            benefit.add_period(idea=found, benefit=of, by=self.town.who(by).id, **said)

    def count_again(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        with self.on(ref) as found:
            of, period = self.gain(row["benefit_id"]), self.period(row)
            said = {"starts_on": period.starts_on, "ends_on": period.ends_on, "actual": (period.actual or 0) + 1}
            who = self.town.who(by).id
            benefit.correct_period(idea=found, benefit=of, period=period, by=who, because="Counted again.", **said)

    def check(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        with self.on(ref) as found:
            of, period, who = self.gain(row["benefit_id"]), self.period(row), self.town.who(by).id
            right = benefit.CheckWord.RIGHT
            benefit.check_figure(idea=found, benefit=of, period=period, by=who, word=right, note="The ledger.")

    def verify(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        with self.on(ref) as found:
            of, reader = self.gain(row["id"]), self.town.who(by).reader
            to = value.BenefitState.REALISED
            benefit.move_benefit(idea=found, benefit=of, to=to, because="It came.", reader=reader)

    def say_otherwise(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        with self.on(ref) as found:
            of, who = self.gain(row["id"]), self.town.who(by).id
            words = f"{row['description']}, or so"
            said = {"description": words, **makers.OF_OURS}
            value.correct_benefit(idea=found, benefit=of, by=who, because="More exactly.", **said)

    def answerable(self, ref: str) -> bool:
        """Whether the request that waits can be answered: a lead holds it, and nothing of that is kept."""
        made = self.town.window(ref)
        draft = DecisionDraft(word=Word.HOLD, because="Tried.", until=self.town.today + timedelta(days=5))
        with self.side.door():
            found, at = makers.idea_of(ref), Gate(GATE_AT[made.stage])
            try:
                gate.decide(idea=found, gate=at, draft=draft, by=self.side.lead.id, seen=made.seen)
            except Refused:
                return False
            finally:
                abandon()
        return True


class ThroughPages:
    """The same through the forms of pages, each by who may, at their own browser; anything but 303 is a refusal."""

    def __init__(self, town: Town, browse: Callable[[makers.Someone], Browser]) -> None:
        self.town, self.side, self.browse = town, town.side, browse
        self.signed_in: dict[tuple[str, date], Browser] = {}

    def at(self, who: str) -> Browser:
        """Somebody's browser; on another day they sign in anew."""
        key = (who, self.town.today)
        if key not in self.signed_in:
            self.signed_in[key] = self.browse(self.town.who(who))
        return self.signed_in[key]

    def send(self, who: str, path: str, data: dict[str, Any] | None = None) -> str:
        """Send a form. Raises NotDoneError where it is refused; a fault of the server is none."""
        browser = self.at(who)
        answer = browser.client.post(path, data={"csrf_token": browser.token(), **(data or {})})
        assert answer.status_code in {200, 303, 403, 404, 409, 422}, f"{path}: {answer.status_code}"
        if answer.status_code != 303:
            raise NotDoneError(str(answer.status_code))
        assert not answer.headers["Location"].startswith("/sign-in"), "a browser that is not signed in tries nothing"
        return answer.headers["Location"]

    def day(self, days: int) -> str:
        return f"{self.town.today + timedelta(days=days):%d/%m/%Y}"

    def log(self, title: str) -> str:
        said = {"title": title, "problem": "Two officers call.", "proposal": "One visit.", "send": "y"}
        place = self.send("contributor", "/ideas/new", said)
        return place.split("/")[2]

    def triage(self, ref: str, outcome: str, **more: str) -> None:
        self.send("lead", f"/ideas/{ref}/triage", {"outcome": outcome, "words": "It is better so.", **more})

    def send_on(self, ref: str) -> None:
        self.triage(ref, "gate", owner_id=str(self.side.owner.id))

    def close(self, ref: str, outcome: str) -> None:
        self.triage(ref, outcome)

    def park(self, ref: str, days: int) -> None:
        self.triage(ref, "park", until=self.day(days))

    def wake(self, ref: str) -> None:
        self.send("lead", f"/ideas/{ref}/wake")

    def carry_on(self, ref: str) -> None:
        self.send("lead", f"/ideas/{ref}/carry-on")

    def merge(self, ref: str, into: str) -> None:
        self.triage(ref, "merge", into=into)

    def take_apart(self, ref: str) -> None:
        self.send("lead", f"/ideas/{ref}/merge/undo")

    def several(self, refs: list[str], outcome: str) -> None:
        said = {"refs": refs, "outcome": outcome, "words": "All of these.", "until": self.day(3)}
        self.send("lead", "/triage/several", said)

    def undo_several(self, _ref: str) -> None:
        with self.side.door():
            batches = triage.open_batches()
        if not batches:
            raise NotDoneError("no batch")
        self.send("lead", f"/triage/several/{batches[0].id}/undo")

    def gate(self, ref: str, stage: str) -> str:
        behind = STAGES[min(STAGES.index(stage) + 1, len(STAGES) - 1)]
        return f"/ideas/{ref}/gates/{behind}"

    def ask(self, ref: str) -> None:
        self.send("owner", f"{self.gate(ref, self.town.idea(ref)['stage'])}/ask", {"note": "It is ready."})

    def decide(self, window: Window, word: str, *, by: str, reasons: str, back: int) -> None:
        options = STAGES[: STAGES.index(window.stage)] or ("latent",)
        said = {
            "word": word,
            "because": REASONS[reasons],
            "waiver_because": REASONS[reasons],
            "conditions-0-text": "Count the visits",
            "conditions-0-owner_id": str(self.side.owner.id),
            "conditions-0-due_on": self.day(9),
            "until": self.day(5),
            "to_stage": options[back % len(options)],
            "stop_reason": "no_real_need",
            "lesson": "Ask the tenants first.",
            "seen": str(window.seen),
        }
        self.send(by, f"{self.gate(window.ref, window.stage)}/decision", said)

    def reopen(self, ref: str, reasons: str) -> None:
        self.send("lead", f"/ideas/{ref}/reopen", {"because": REASONS[reasons]})

    def meet(self, ref: str) -> None:
        row = self.town.newest("conditions", ref, lambda one: not one["met_on"])
        self.send("owner", f"/ideas/{ref}/conditions/{row['id']}", {"note": "Nine, in May."})

    def ask_for_date(self, ref: str) -> None:
        row = self.town.newest("conditions", ref)
        said = {"wanted_on": self.day(30), "because": "Snow."}
        self.send("owner", f"/ideas/{ref}/conditions/{row['id']}/date", said)

    def answer_date(self, ref: str, *, granted: bool) -> None:
        row = self.town.newest("extensions", ref)
        said = {"answer": "grant" if granted else "stay", "reply": "So."}
        self.send("lead", f"/ideas/{ref}/conditions/{row['condition_id']}/date/answer", said)

    def claim(self, ref: str) -> None:
        self.send("owner", f"/ideas/{ref}/benefits/new", {"description": "One call fewer", **makers.OF_OURS})

    def withdraw(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        self.send(by, f"/ideas/{ref}/benefits/{row['id']}/withdraw", {"because": "Counted twice."})

    def withdraw_figure(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        self.send(by, f"/ideas/{ref}/periods/{row['id']}/withdraw", {"because": "Counted twice."})

    def put_back(self, ref: str, by: str) -> None:
        row = self.town.newest("amendments", ref)
        of = {"benefit": "benefits", "benefit_period": "periods"}[row["kind"]]
        self.send(by, f"/ideas/{ref}/{of}/{row['row_id']}/undo")

    def count(self, ref: str, by: str) -> None:
        row, day = self.town.newest("benefits", ref), f"{self.town.free_day():%d/%m/%Y}"
        said = {"starts_on": day, "ends_on": day, "actual": "5"}
        self.send(by, f"/ideas/{ref}/benefits/{row['id']}/periods", said)

    def count_again(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        day = f"{date.fromisoformat(row['starts_on']):%d/%m/%Y}"
        said = {"starts_on": day, "ends_on": day, "actual": str((row["actual"] or 0) + 1), "because": "Counted again."}
        self.send(by, f"/ideas/{ref}/periods/{row['id']}/correct", said)

    def check(self, ref: str, by: str) -> None:
        row = self.town.newest("figures", ref)
        self.send(by, f"/ideas/{ref}/periods/{row['id']}/check", {"word": "right", "note": "The ledger."})

    def verify(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        said = {"state": "realised", "because": "It came."}
        self.send(by, f"/ideas/{ref}/benefits/{row['id']}/state", said)

    def say_otherwise(self, ref: str, by: str) -> None:
        row = self.town.newest("benefits", ref)
        said = {"description": f"{row['description']}, or so", **makers.OF_OURS, "because": "More exactly."}
        self.send(by, f"/ideas/{ref}/benefits/{row['id']}/correct", said)

    def answerable(self, ref: str) -> bool:
        """Whether the request that waits can be answered: the lead finds it on the desk, and the form at its gate."""
        lead = self.at("lead").client
        page = lead.get(self.gate(ref, self.town.idea(ref)["stage"])).text
        return 'name="word"' in page and f"/ideas/{ref}/gates/" in lead.get("/").text


Ways = ByActs | ThroughPages
