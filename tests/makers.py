"""Small builders: the smallest true thing, one line each. They go through the product's own actions."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import Select, Table, insert, select

from local.servers import Addresses
from tracker import clock, collaborative, council, gate, guest, idea, tag, trial, view
from tracker.collaborative import Choice, Fit
from tracker.council import Role
from tracker.council.models import Council, Membership, Person
from tracker.db import new_id
from tracker.gate import DecisionDraft, Word
from tracker.idea import Stage
from tracker.later import RECURRING
from tracker.tenancy import as_council, directory, session
from tracker.value import BenefitCategory, BenefitClass

_numbers = itertools.count(1)
# Who gains and how, which a case file needs: what tests write goes out and comes in again.
OF_OURS = {"category": BenefitCategory.OWN, "benefit_class": BenefitClass.CASH}


@dataclass(frozen=True)
class Someone:
    """A person in a council of the tests."""

    id: UUID
    name: str
    email: str
    council_id: UUID

    @property
    def reader(self) -> council.Reader:
        """What they may do, in the open door of their council."""
        return council.reader(self.id)


@contextmanager
def arrived(person: Someone) -> Iterator[council.SignedInReader]:
    """Open the rows of a person's council as a page does, entered by their signed-in browser."""
    with directory():
        token = council.start(person_id=person.id, council_id=person.council_id)
    with council.arrive(token) as me:
        assert me
        yield me


@dataclass(frozen=True)
class Side:
    """One council of the world, with somebody in every role."""

    id: UUID
    code: str
    name: str
    lead: Someone
    owner: Someone
    contributor: Someone
    sponsor: Someone
    observer: Someone
    admin: Someone
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def people(self) -> dict[str, Someone]:
        """Everybody, by role."""
        return {str(role): getattr(self, str(role)) for role in Role}

    def door(self):
        """Open this council's door."""
        return as_council(self.id)


@dataclass(frozen=True)
class World:
    """Two look-alike councils that share nothing."""

    ours: Side
    theirs: Side


def a_council(
    code: str | None = None, *, name: str = "Northmoor Council", nation: str | None = "england"
) -> council.Council:
    """A council; two made in a row look alike but for their code."""
    with directory():
        made = council.create(code=code or f"northmoor-{next(_numbers)}-{_salt()}", name=name, nation=nation)
        made.prefix = "NOR"  # no two real councils share one: look-alikes do, so that identifiers are the same
        return made


def _salt() -> str:
    return council.digest_of_token(str(clock.now()))[:6]


def a_person(council_id: UUID, *roles: Role, name: str = "Sam Okafor", email: str | None = None) -> Someone:
    """A member of a council."""
    with directory():
        return _a_member(council_id, *roles, name=name, email=email)


def _a_member(council_id: UUID, *roles: Role, name: str, email: str | None = None) -> Someone:
    made = council.add_person(
        council_id=council_id,
        email=email or f"person-{next(_numbers)}-{_salt()}@northmoor.example.org",
        name=name,
        roles=roles or (Role.CONTRIBUTOR,),
    )
    return Someone(id=made.id, name=made.name, email=made.email, council_id=council_id)


NAMES = {
    Role.LEAD: "Priya Nair",
    Role.OWNER: "Tom Baker",
    Role.CONTRIBUTOR: "Sam Okafor",
    Role.SPONSOR: "Helen Marsh",
    Role.OBSERVER: "Cllr Ann Reid",
    Role.ADMIN: "Joan Fell",
}


def a_side(*, name: str = "Northmoor Council") -> Side:
    """A council with somebody in every role."""
    made = a_council(name=name)
    with directory():  # of one transaction: thousands of tests begin so
        everybody = {str(role): _a_member(made.id, role, name=NAMES[role]) for role in Role}
    return Side(id=made.id, code=made.code, name=made.name, **everybody)


def a_world() -> World:
    """Two look-alike councils.

    Thousands of tests begin so: the first world is made by the product's own actions, all others are its rows with
    other identifiers, codes and emails, as if they were made now.
    """
    first, tables = first_world()
    fresh: dict[object, object] = {first.ours.id: new_id(), first.theirs.id: new_id()}
    sides = []
    for side in (first.ours, first.theirs):
        fresh[side.code] = f"northmoor-{next(_numbers)}-{_salt()}"
        for one in side.people.values():
            fresh |= {one.id: new_id(), one.email: f"person-{next(_numbers)}-{_salt()}@northmoor.example.org"}
        people = {role: _again(one, fresh) for role, one in side.people.items()}
        sides.append(replace(_again(side, fresh), **people, noted={}))
    with directory() as door:
        for table, found in tables:
            door.execute(insert(table), [_renewed(row, fresh) for row in found])
    return World(*sides)


@functools.cache
def first_world() -> tuple[World, list[tuple[Table, list[dict[str, Any]]]]]:
    """The world that all others of this process are like, and its rows by table, in the order in which they point."""
    first = World(ours=a_side(), theirs=a_side())
    councils = [first.ours.id, first.theirs.id]
    people = [one.id for side in (first.ours, first.theirs) for one in side.people.values()]
    keys = ((Council.id, councils), (Person.id, people), (Membership.person_id, people))
    with directory() as door:
        return first, [
            (key.table, [dict(row) for row in door.execute(_written(key.table).where(key.in_(ids))).mappings()])
            for key, ids in keys
        ]


def _written(table: Table) -> Select[Any]:
    """What the application may write of a table: who runs the platform is nothing that it makes."""
    return select(*(column for column in table.c if column.name != "is_operator"))


def _renewed(row: Mapping[str, Any], fresh: Mapping[object, object]) -> dict[str, Any]:
    at = clock.now()
    return {
        name: at if isinstance(value, datetime) else fresh.get(value, value) if isinstance(value, str | UUID) else value
        for name, value in row.items()
        if value is not None  # of a column of JSON it would be a null in there, which is something
    }


def _again(of: Any, fresh: Mapping[object, object]) -> Any:
    """Something of the first world as it is called in another one."""
    values = {part.name: getattr(of, part.name) for part in fields(of)}
    return replace(of, **{name: fresh[value] for name, value in values.items() if _is_fresh(value, fresh)})


def _is_fresh(value: object, fresh: Mapping[object, object]) -> bool:
    return isinstance(value, str | UUID) and value in fresh


def days_ago(days: int) -> date:
    """The day so many days before today."""
    return date.fromordinal(clock.today().toordinal() - days)


def a_sent_idea(side: Side, *, title: str = "One visit for damp", by: Someone | None = None) -> str:
    """An idea in triage. Returns its reference."""
    author = (by or side.contributor).id
    with side.door():
        begun = idea.log_draft(
            by=author, title=title, problem="Two officers call about one wall.", proposal="One visit."
        )
        idea.submit(idea=begun, by=author)
        return begun.ref


def a_late_reply(side: Side) -> str:
    """An idea whose author waits past the promise: it is the one next action of a lead, and stands above the groups."""
    with clock.at(clock.now() - timedelta(days=20)):
        return a_sent_idea(side, title="Answered too late")


def an_idea(side: Side, *, title: str = "One visit for damp", stage: Stage = Stage.LATENT) -> str:
    """An active idea with an owner, led through the gates to a stage by decisions. Returns its reference."""
    ref = a_sent_idea(side, title=title)
    with side.door():
        found = idea_of(ref)
        idea.send_to_design_gate(idea=found, owner_id=side.owner.id, because="Tenants ask for it.", by=side.lead.id)
    for passed in list(Stage)[1 : stage.rank + 1]:
        a_decision(side, ref, Word.GO, at=gate.gate_before(passed))
    return ref


def idea_of(ref: str) -> idea.Idea:
    """The idea of a reference in the open door, whoever may see it."""
    found = session().scalar(select(idea.Idea).where(idea.Idea.ref == ref))
    if found is None:
        raise idea.NotFoundError(ref)
    return found


def a_decision(side: Side, ref: str, word: Word, *, at: gate.Gate, **said: Any) -> gate.Decision:
    """A decision by the lead, with reasons and a waiver for whatever is missing."""
    draft = DecisionDraft(word=word, because="It was weighed.", waiver_because="Small enough to try.", **said)
    with side.door():
        return gate.decide(idea=idea_of(ref), gate=at, draft=draft, by=side.lead.id)


def a_collaborative(*sides: Side, code: str | None = None) -> str:
    """A collaborative of these councils, the first its convenor. Returns its code."""
    code = code or f"warm-homes-{next(_numbers)}-{_salt()}"
    with directory():
        made = collaborative.found(code=code, name="Warm homes", theme="Damp", convenor_id=sides[0].id)
        for side in sides[1:]:
            collaborative.join(collaborative_id=made.id, council_id=side.id)
    return code


def a_guest(side: Side, code: str, *, email: str | None = None, by: UUID | None = None) -> UUID:
    """A guest of a collaborative that a council convenes, who has accepted."""
    email = email or f"guest-{next(_numbers)}-{_salt()}@charity.example.org"
    with side.door():
        to = collaborative.get(code)
        guest.invite(collaborative=to, name="Nia Rees", body="Age Concern", email=email, by=by or side.lead.id)
        [found] = [one.id for one in guest.guests_of(to) if one.email == email]
    with directory():
        session().get_one(guest.Guest, found).accepted_at = clock.now()
    return found


def a_card(side: Side, code: str, ref: str) -> int:
    """A card of an idea in a collaborative. Returns its number."""
    with side.door():
        published = collaborative.publish(
            idea=idea_of(ref), collaborative=collaborative.get(code), choice=Choice(), by=side.lead.id
        )
        return published.number


def an_adaptation(side: Side, code: str, number: int, *, title: str = "One visit for damp, here") -> str:
    """Another council's card taken in. Returns the reference of the new idea."""
    with side.door():
        shared = collaborative.get(code)
        taken = collaborative.adapt(
            card=collaborative.card(shared, number),
            collaborative=shared,
            fit=Fit(
                fits_because="Our flats are damp too.", kept="The one visit", changed="Who calls", dropped="Nothing"
            ),
            by=side.lead.id,
            title=title,
        )
        return taken.ref


def a_trial(side: Side, code: str) -> int:
    """A tandem trial that a council begins in a collaborative, without a variant. Returns its number."""
    plan = trial.TrialPlan(
        title="Damp in one visit",
        target="Half the days to a repair.",
        indicator="days to the repair",
        unit="days",
        starts_on=days_ago(100),
        ends_on=days_ago(-100),
    )
    with side.door():
        return trial.found_trial(collaborative=collaborative.get(code), plan=plan, by=side.lead.id).number


def a_variant(side: Side, code: str, number: int, *, name: str, figures: Sequence[tuple[int, str]]) -> list[int]:
    """What a council tries, with figures of so many days ago, the first its start. Returns their numbers."""
    with side.door():
        found = collaborative.get(code)
        told = trial.trial_record(found, number, reader=side.lead.reader).trial
        draft = trial.VariantDraft(name=name, differs=f"{name}, not otherwise")
        trial.enter(trial=told, collaborative=found, draft=draft, by=side.lead.id)
        return [
            trial.add_figure(
                trial=told, value=Decimal(value), on=days_ago(ago), baseline=n == 0, by=side.lead.id
            ).number
            for n, (ago, value) in enumerate(figures)
        ]


def an_operator(database: Addresses) -> Someone:
    """Somebody who runs the platform and belongs to no council."""
    with directory():
        home = council.create(code=f"nowhere-{next(_numbers)}-{_salt()}", name="Nowhere")
    person = a_person(home.id, Role.OBSERVER, name="Olu Ade")
    with psycopg.connect(database.admin_url) as server:
        server.execute("UPDATE membership SET ended_at = now() WHERE person_id = %s", [person.id])
        server.execute("UPDATE person SET is_operator = true WHERE id = %s", [person.id])
    return person


def more_things(side: Side, ref: str) -> dict[str, Any]:
    """Identifiers of the smaller things on an idea that addresses name."""
    with side.door():
        said = idea.comment(idea=idea_of(ref), words="We see this in the north too.", by=side.contributor.id)
        tag.set_tags(idea=idea_of(ref), names=["Winter"], by=side.lead.id)
        kept = view.save_view(page=view.ViewPage.LIST, asked={}, name="All", by=side.lead.id)
        return {"message_id": said.id, "tag_id": tag.live_tags()[0].id, "view_id": kept.id}


def all_well(door: psycopg.Connection[Any], *, minutes: int = 0, detail: str | None = None) -> None:
    """Have every job be done so many minutes ago, the first perhaps with an error; nothing waits or is set aside.

    What other tests left in the database counts for nothing.
    """
    when = clock.now() - timedelta(minutes=minutes)
    door.execute("UPDATE council SET created_at = now()")
    door.execute("DELETE FROM fault")
    door.execute(
        "UPDATE letter SET given_up_at = NULL, doubts = 0, not_before = now(), lease_until = NULL,"
        " sent_at = now() - interval '2 hours'"
    )
    door.execute("DELETE FROM job_run")
    for n, recurring in enumerate(RECURRING):
        door.execute(
            "INSERT INTO job_run (id, job, started_at, finished_at, detail) VALUES (gen_random_uuid(), %s, %s, %s, %s)",
            [str(recurring.job), when, when, detail if n == 0 else None],
        )
