"""Rows made at random that a triangle is worked out from, and how they are written: ours, and the neighbour's beside.

The neighbour's ideas have the very same identifiers as ours, so that only the council tells them apart.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import insert

from tests import makers
from tracker import collaborative, council
from tracker.capacity.models import HandoverPlan, ManagerCredit, Partner, PartnerActivity, SignOff
from tracker.collaborative.models import Adaptation, AdaptationReport, Publication
from tracker.db import new_id
from tracker.gate.models import Condition, Decision, GateAnswer, PanelView
from tracker.history import StoredEvent
from tracker.idea.models import Idea, Message, SponsorContact
from tracker.lesson.models import Lesson
from tracker.portfolio.models import ItemAnswer, Triangle
from tracker.risk.models import Risk
from tracker.tenancy import session
from tracker.value.models import Claim, Evidence, EvidenceReview, Funding

Made = dict[str, Any]

DAY = date(2026, 6, 15)
BASE_CARD_AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
NOON, LATE = (12, 0), (23, 30)  # in UTC: late on a day of June it is the next day in London
PEOPLE = ("sponsor", "owner", "lead", "left")

days = st.integers(-5, 5).map(lambda n: DAY + timedelta(days=n))
maybe_day = st.none() | days


def moments(*ages: int) -> st.SearchStrategy[datetime]:
    """Moments so many days before the day, at noon or late."""
    return st.builds(
        lambda n, time: datetime(DAY.year, DAY.month, DAY.day, *time, tzinfo=UTC) - timedelta(days=n),
        st.sampled_from(ages),
        st.sampled_from([NOON, LATE]),
    )


def rows(most: int = 3, **columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Made]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=most)


people = st.sampled_from(["sponsor", *PEOPLE])
words = st.sampled_from([None, "", "Yes.", "No."])
figures = st.sampled_from([None, "", "Yes.", "3", "4 %"])
lately = moments(0, 1, 2, 3)
asked = st.sampled_from(
    [("design", "q0-1a"), ("design", "q0-1b"), ("mobilise", "q1-1a"), ("mobilise", "q0-1a"), ("design", "x-harm")]
)
columns = st.fixed_dictionaries(
    {
        "stage": st.sampled_from(["latent", "design", "mobilise", "mainstream", "embedded"]),
        "state": st.sampled_from(["active", "active", "triage", "parked", "closed", "draft"]),
        "source": st.sampled_from([None, None, None, "a report:1"]),
        "sponsor_name": st.sampled_from([None, "Cllr Reid"]),
        "extent": st.sampled_from([None, "radical"]),
        "involvement": st.sampled_from([None, "asked"]),
        "needs_no_money": st.booleans(),
        "decided_to_act_on": maybe_day,
        "stage_since": maybe_day,
        "shielded_until": maybe_day,
        "trigger": words,
        "trigger_date": st.sampled_from([None, "", "2007", "2026-04"]),
        "problem": words,
        "proposal": words,
        "created_at": moments(200, 300),
        "changed_at": moments(0, 200),
    }
)
records = rows(
    kind=st.sampled_from([None, "user_feedback"]),
    baseline=figures,
    baseline_date=st.sampled_from([None, f"{DAY}"]),
    value=figures,
    direction=st.sampled_from([None, None, "worse"]),
    note=words,
    value_on=maybe_day,
    level_stated=st.sampled_from([None, 2, 5]),
    seen_by_sponsor_on=maybe_day,
)
acts = rows(2, on=days, due_on=st.just(DAY), kept=st.sampled_from([None, True, False]), settled_on=maybe_day)
ideas = st.fixed_dictionaries(
    {
        "columns": columns,
        "sponsor": st.sampled_from([None, "sponsor", "sponsor", "left"]),
        "owner": st.sampled_from([None, "owner"]),
        "deputy": st.sampled_from([None, "owner", "lead", "sponsor", "left"]),
        "handovers": rows(2, plan=words, on=maybe_day, nobody=st.booleans()),
        "sign_offs": rows(
            5,
            office=st.sampled_from(["finance", "hr"]),
            word=st.sampled_from([None, "signed", "with_conditions", "refused"]),
        ),
        "thanks": rows(
            4,
            manager=st.sampled_from(["The matron", "the Matron", "A foreman"]),
            thanks=st.sampled_from(["given", "owed", "not_involved"]),
        ),
        "triangle": st.sampled_from([None, None, 50]),
        "contacts": rows(on=days, counts_from=maybe_day),
        "messages": rows(by=people, at=lately),
        "views": rows(by=people, at=lately),
        "decisions": rows(by=people, at=lately),
        "reviews": rows(on=days, by=st.none() | people),
        "lessons": rows(may_be_shared=st.sampled_from([None, True, False]), counts_from=maybe_day),
        "partners": rows(counts_from=maybe_day, ended_on=st.none() | days, acts=acts),
        "conditions": rows(due_on=days, met_on=maybe_day),
        "risks": rows(category=st.sampled_from(["resistance", "resistance", "money", None]), closed=st.booleans()),
        "events": rows(5, by=st.none() | people, at=moments(0, 3, 180, 181, 290)),
        "answers": rows(6, asked=asked, words=words, note=words),
        "item_answers": rows(6, item=st.sampled_from(["team", "systems"]), value=st.integers(0, 4)),
        "claims": rows(
            2,
            who_benefits=words,
            baseline=figures,
            baseline_date=st.sampled_from([None, f"{DAY}"]),
            target=words,
            level_asked=st.sampled_from([None, 1, 3]),
            comparison_group=st.booleans(),
            method=st.sampled_from([None, "Months from before"]),
            method_because=st.sampled_from([None, "It fell only here."]),
            review_on=maybe_day,
            records=records,
        ),
        "funding": rows(
            instrument=st.sampled_from(["grant", "mainstream_budget"]),
            certainty=st.sampled_from([None, "granted", "indicative"]),
            ends_on=maybe_day,
        ),
        "cards": rows(3, withdrawn=st.booleans(), refreshed_at=moments(0, 2, 4)),
        "taken_in": rows(1, begun_on=days, settled_on=maybe_day),
        "elsewhere": rows(
            3,
            begun_on=days,
            settled_on=maybe_day,
            status=st.sampled_from(["trying", "worked", "worked_in_part", "did_not_work"]),
            evaluator=st.sampled_from([None, "team", "outside"]),
        ),
    }
)


class Place:
    """Our council, and the neighbour with which it shares four collaboratives."""

    def __init__(self, world: makers.World) -> None:
        self.ours, self.theirs = world.ours, world.theirs
        left = makers.a_person(world.ours.id, council.Role.SPONSOR, name="Gone Away")
        codes = [makers.a_collaborative(world.ours, world.theirs) for _ in range(4)]
        with world.ours.door():
            council.end_membership(person_id=left.id, by=world.ours.admin.id)
            self.shared = [collaborative.get(code).id for code in codes]
        here = {"sponsor": world.ours.sponsor, "owner": world.ours.owner, "lead": world.ours.lead, "left": left}
        self.people: dict[str | None, UUID | None] = {None: None, **{name: one.id for name, one in here.items()}}
        self.numbers = iter(range(100, 10_000_000))

    def idea(self, **more: Any) -> UUID:
        return _put(Idea, ref=f"ZZ-{next(self.numbers)}", title="An idea", **more)

    def card(self, idea_id: UUID, collaborative_id: UUID, **more: Any) -> UUID:
        about = {"number": next(self.numbers), "level": "summary", "title": "A card", "shown": {}}
        return _put(Publication, idea_id=idea_id, collaborative_id=collaborative_id, **about, **more)

    def store(self, made: Made) -> UUID:
        """Write an idea of ours with every row on it, what the neighbour made of it, and what we made of theirs."""
        with self.ours.door():
            who = {f"{role}_id": self.people[made[role]] for role in ("sponsor", "owner", "deputy")}
            found = self.idea(**made["columns"], **who)
            self._told(found, made)
            self._carried(found, made)
            self._decided(found, made)
            _worth(found, made)
            card = self._published(found, made)
        with self.theirs.door():
            self.idea(id=found, stage="design", state="active")
            theirs = self.card(found, self.shared[0], by_id=self.theirs.lead.id, refreshed_at=BASE_CARD_AT)
            for n, row in enumerate(made["elsewhere"]):
                adapter = self.idea(stage="design", state="active") if n else found
                _adapt(adapter, (self.ours.id, found, card), row)
        with self.ours.door():
            for row in made["taken_in"]:
                _adapt(found, (self.theirs.id, found, theirs), {**row, "status": "trying"})
        return found

    def _by(self, row: Made) -> Made:
        plain = {name: value for name, value in row.items() if name not in {"by", "closed", "asked"}}
        return {**plain, "by_id": self.people[row["by"]]} if "by" in row else plain

    def _told(self, found: UUID, made: Made) -> None:
        owner = {"by_id": self.people["owner"]}
        for name, model, more in (
            ("contacts", SponsorContact, {}),
            ("messages", Message, {"kind": "comment", "text": "A word."}),
            ("views", PanelView, {"gate": "design", "leaning": "go", "because": "Yes."}),
            ("reviews", EvidenceReview, {}),
            ("lessons", Lesson, {"lesson": "Start small."}),
            ("events", StoredEvent, {"what": "commented"}),
            ("item_answers", ItemAnswer, owner),
            ("funding", Funding, {}),
        ):
            for row in made[name]:
                _put(model, idea_id=found, **self._by(row), **more)
        for row in made["answers"]:
            gate, question = row["asked"]
            _put(GateAnswer, idea_id=found, gate=gate, question=question, **self._by(row), **owner)
        for row in made["risks"]:
            _put(Risk, idea_id=found, category=row["category"], closed_at=BASE_CARD_AT if row["closed"] else None)

    def _carried(self, found: UUID, made: Made) -> None:
        """Partners with what they did, who takes it over, who signs it off, which managers were thanked."""
        for row in made["partners"]:
            kept = {name: told for name, told in row.items() if name != "acts"}
            partner = _put(Partner, idea_id=found, organisation="Age UK", **kept)
            for act in row["acts"]:
                _put(PartnerActivity, idea_id=found, partner_id=partner, what="A day.", **act)
        for row in made["handovers"]:
            _put(HandoverPlan, idea_id=found, **row)
        for row in made["sign_offs"]:
            _put(SignOff, idea_id=found, person_id=self.people["lead"], **row)
        for row in made["thanks"]:
            _put(ManagerCredit, idea_id=found, **row)

    def _decided(self, found: UUID, made: Made) -> None:
        first = {"by": "lead", "at": datetime(2020, 1, 1, tzinfo=UTC)}
        plain = {"gate": "design", "word": "go", "because": "Yes.", "from_stage": "latent", "to_stage": "design"}
        for number, row in enumerate([first, *made["decisions"]], 1):
            kept = {**plain, "on": DAY, "policy_version": 0, "snapshot": {}, "number": number, **self._by(row)}
            decision = _put(Decision, idea_id=found, **kept)
        for row in made["conditions"]:
            about = {"decision_id": decision, "text": "A plan", "owner_id": self.people["owner"]}
            _put(Condition, idea_id=found, **about, **row)
        if made["triangle"] or made["columns"]["state"] == "closed":
            drawn = {"items": [], "links": {}, "flags": [], "computed_on": DAY, "score": made["triangle"]}
            _put(Triangle, idea_id=found, stage="design", **drawn)

    def _published(self, found: UUID, made: Made) -> UUID | None:
        """Publish its cards; one that the neighbour adapted stands in the last collaborative."""
        by = {"by_id": self.people["lead"]}
        for where, row in zip(self.shared, made["cards"], strict=False):
            gone = {"withdrawn_at": row["refreshed_at"]} if row["withdrawn"] else {}
            self.card(found, where, refreshed_at=row["refreshed_at"], **by, **gone)
        if not made["elsewhere"]:
            return None
        return self.card(found, self.shared[-1], refreshed_at=BASE_CARD_AT, **by)


def _put(model: Any, **values: Any) -> UUID:
    made: UUID = values.pop("id", None) or new_id()
    session().execute(insert(model).values(id=made, **values))
    return made


def _adapt(adapter: UUID, origin: tuple[UUID, UUID, UUID | None], row: Made) -> None:
    council_id, idea_id, card = origin
    failed = {"why_not": "fit"} if row["status"] == "did_not_work" else {}
    of_card = {"origin_council_id": council_id, "origin_idea_id": idea_id, "publication_id": card}
    made = _put(Adaptation, idea_id=adapter, adopter_ref="ZZ-1", fits_because="It is damp.", **of_card, **row, **failed)
    if row["settled_on"]:
        told = {"status": row["status"], "on": row["settled_on"], **failed}
        origin_of = {"origin_council_id": council_id, "origin_idea_id": idea_id}
        _put(AdaptationReport, idea_id=adapter, adaptation_id=made, **origin_of, **told)


def _worth(found: UUID, made: Made) -> None:
    for n, row in enumerate(made["claims"]):
        plain = {name: value for name, value in row.items() if name != "records"}
        claim = _put(Claim, idea_id=found, indicator=f"days {n}", **plain)
        for record in row["records"]:
            _put(Evidence, idea_id=found, claim_id=claim, **record)
