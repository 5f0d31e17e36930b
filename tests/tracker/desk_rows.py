"""Ideas made at random for the desk, the board and the list, and how they are written for one look at them.

The neighbour has ideas too, the same people author, own and sponsor, and one colleague has left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from tests import makers
from tracker import clock, council
from tracker.db import new_id
from tracker.idea import Idea, IdeaState, Message, SponsorContact, StageMove
from tracker.tenancy import abandon, session

Made = dict[str, Any]
DAY = date(2026, 11, 18)
STAGES = ["latent", "design", "mobilise", "mainstream", "embedded"]
FORMER = "a former colleague"

days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
maybe_day = st.none() | days
moments = st.integers(0, 4).map(lambda n: datetime(2026, 11, 18, 9 + n, tzinfo=UTC))
people = st.sampled_from(["contributor", "owner", "lead", "left"])
maybe_people = st.none() | people


def rows(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Made]]:
    return st.lists(st.fixed_dictionaries(columns), max_size=3)


ideas = st.fixed_dictionaries(
    {
        "columns": st.fixed_dictionaries(
            {
                "title": st.sampled_from(["Damp walls", "Street 50% lights", "Street 50 lamps"]),
                "stage": st.sampled_from(STAGES),
                "state": st.sampled_from(["triage", "triage", "active", "active", "parked", "closed", "draft"]),
                "source": st.sampled_from([None, None, "a report:1"]),
                "service_area": st.sampled_from([None, "Parks"]),
                "sponsor_name": st.sampled_from([None, "Cllr Reid"]),
                "stage_since": maybe_day,
                "submitted_on": days,
                "reply_due_on": maybe_day,
                "first_reply_on": maybe_day,
                "changed_at": moments,
            }
        ),
        "service": st.sampled_from([None, "Housing"]),
        "author": maybe_people,
        "owner": maybe_people,
        "sponsor": maybe_people,
        "messages": rows(
            by=people,
            at=moments,
            kind=st.sampled_from(["question", "answer", "comment", "reply"]),
            text=st.sampled_from(["Which wards?", "x" * 301]),
        ),
        "moves": rows(decision=st.sampled_from(["advance", "hold", "return"])),
        "states": rows(because=st.sampled_from(["Because.", None])),
        "contacts": rows(on=days),
        "joined": st.booleans(),
    }
)
some = st.lists(ideas, max_size=6)

UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)  # rows are written for each try: a failure is told as found
often = settings(max_examples=15, phases=UNSHRUNK, suppress_health_check=[HealthCheck.function_scoped_fixture])


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def moment(n: int) -> datetime:
    return datetime(2026, 11, 18, 9 + n, tzinfo=UTC)


def one(**columns: Any) -> Made:
    """An idea of our own in triage that the contributor sent, with something of everything."""
    said = [("lead", 0, "question"), ("contributor", 2, "answer"), ("owner", 1, "question"), ("left", 1, "reply")]
    on_it = {name: columns.pop(name, "owner") for name in ("owner", "sponsor")}
    contacts = [{"on": day(n)} for n in columns.pop("contacts", (-9, -2, -5))]
    plain = {"title": "Damp walls", "stage": "latent", "state": "triage", "submitted_on": DAY, "changed_at": moment(0)}
    empty = ("source", "service_area", "sponsor_name", "stage_since", "reply_due_on", "first_reply_on")
    return deepcopy(
        {
            **on_it,
            "service": columns.pop("service", None),
            "author": columns.pop("author", "contributor"),
            "columns": {**dict.fromkeys(empty), **plain, **columns},
            "messages": [{"by": by, "at": moment(n), "kind": kind, "text": kind * 50} for by, n, kind in said],
            "moves": [{"decision": decision} for decision in ("advance", "hold", "return")],
            "states": [{"because": because} for because in ("Because.", None, "At last.")],
            "contacts": contacts,
            "joined": False,
        }
    )


# Every order differs from the order in which these are written.
EVERYTHING = [
    one(reply_due_on=day(2), changed_at=moment(1), service_area="Parks"),
    one(reply_due_on=None, changed_at=moment(3), service="Housing", service_area="Parks"),
    one(reply_due_on=day(-1), changed_at=moment(2), author="left"),
    one(reply_due_on=day(-3), first_reply_on=day(-2), changed_at=moment(4), owner="left"),
    one(state="draft", changed_at=moment(2)),
    one(state="draft", changed_at=moment(1), author="lead"),
    one(state="active", stage="mobilise", stage_since=day(3), contacts=()),
    *(one(state="active", stage="design", stage_since=day(n), owner=who) for n, who in ((1, "owner"), (-3, "owner"))),
    one(state="active", stage="design", stage_since=None, sponsor=None, sponsor_name="Cllr Reid", contacts=()),
    one(state="active", stage="design", stage_since=day(-1), title="Street 50% lights", contacts=(-30, -40)),
    one(state="active", stage="design", stage_since=day(-9), source="a report:1", title="Street 50 lamps"),
    one(state="parked", stage="design", stage_since=day(-9)),
    one(state="closed", stage="mobilise", stage_since=day(-9), changed_at=moment(4)),
]


class Desk:
    """Our council, where ideas are written for one look at them and then forgotten."""

    def __init__(self, world: makers.World) -> None:
        self.side, ours = world.ours, world.ours
        left = makers.a_person(ours.id, council.Role.CONTRIBUTOR, name="Gone Away")
        makers.an_idea(world.theirs, title="Street lights of the neighbour")
        with ours.door():
            council.end_membership(person_id=left.id, by=ours.admin.id)
            council.add_service(name="Housing", senior_owner=None, by=ours.admin.id)
            [self.service] = council.services()
        self.people = {"contributor": ours.contributor, "owner": ours.owner, "lead": ours.lead, "left": left}
        self.names = {name: FORMER if name == "left" else one.name for name, one in self.people.items()}

    def look(self, made: Sequence[Made], asking: Callable[[], Any]) -> Any:
        """Ask something of the council while it has these ideas, and no others."""
        with clock.at(DAY), self.side.door():
            for n, one in enumerate(made):
                self._store(n, one, made)
            try:
                return asking()
            finally:
                abandon()

    def id_of(self, name: str | None) -> Any:
        return self.people[name].id if name else None

    def _store(self, n: int, one: Made, made: Sequence[Made]) -> None:
        one["id"], one["ref"] = new_id(), f"ZZ-{100 + n}"
        on_it = {f"{role}_id": self.id_of(one[role]) for role in ("author", "owner", "sponsor")}
        joined = {"merged_into_id": made[0]["id"]} if one["joined"] and n else {}
        service = {"service_id": self.service.id if one["service"] else None}
        spoken = {"last_contact": max((row["on"] for row in one["contacts"]), default=None)}
        session().execute(
            insert(Idea).values(id=one["id"], ref=one["ref"], **one["columns"], **on_it, **service, **spoken, **joined)
        )
        for row in one["messages"]:
            row["id"] = new_id()
            said = {name: value for name, value in row.items() if name != "by"}
            session().execute(insert(Message).values(idea_id=one["id"], by_id=self.id_of(row["by"]), **said))
        put = {"moves": (StageMove, {"from_stage": "latent", "to_stage": "design"}), "contacts": (SponsorContact, {})}
        for name, (model, more) in {**put, "states": (IdeaState, {"state": "active"})}.items():
            for row in one[name]:
                session().execute(insert(model).values(idea_id=one["id"], **row, **more))

    def service_of(self, one: Made) -> str | None:
        return one["service"] or one["columns"]["service_area"]

    def owner_of(self, one: Made) -> str | None:
        """Who looks after an idea: nobody does where its owner left or may not own."""
        return self.names[one["owner"]] if one["owner"] in {"owner", "lead"} else None

    def name_of(self, name: str | None) -> str | None:
        return self.names[name] if name else None
