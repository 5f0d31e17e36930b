"""Made-up councils: a nation, people with habits, and ideas at every stage, some of them quiet for weeks already."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from local.year.habits import LEAVES_IN_A_YEAR, Habit
from tracker import clock, council
from tracker.council import Role
from tracker.idea import Idea, Involvement, Stage, State
from tracker.tenancy import as_council, directory

NATIONS = ("england", "wales", "scotland", "northern_ireland")
OWNERS, SPONSORS = 14, 3
SHARED = 0.15  # of those who look after ideas, who do so in the council before as well
HAVE_DEPUTY = 0.9
# Of a hundred ideas: how many stand where.
PLACES = {
    (Stage.LATENT, State.TRIAGE): 4,
    (Stage.LATENT, State.ACTIVE): 10,
    (Stage.DESIGN, State.ACTIVE): 26,
    (Stage.MOBILISE, State.ACTIVE): 26,
    (Stage.MAINSTREAM, State.ACTIVE): 16,
    (Stage.EMBEDDED, State.ACTIVE): 8,
    (Stage.DESIGN, State.PARKED): 10,
}


@dataclass
class Member:
    """Somebody in a council, and whether they are still there."""

    id: UUID
    email: str
    habit: Habit
    leaves_on: date | None = None


@dataclass
class Town:
    """One council and its people."""

    id: UUID
    nation: str
    leads: list[Member]
    owners: list[Member]
    sponsors: list[Member] = field(default_factory=list)

    @property
    def everybody(self) -> list[Member]:
        """Its people."""
        return [*self.leads, *self.owners, *self.sponsors]


def towns(*, name: str, first: int, count: int, ideas: int, begins: date, days: int, seed: int) -> list[Town]:
    """Make so many councils of so many ideas each, as they stand on the day on which the year begins."""
    made: list[Town] = []
    for n in range(first, first + count):
        draw = random.Random(f"{seed}-{n}")  # noqa: S311 - a made-up year, the same for a seed
        before = made[-1].owners if made else []
        town = _town(f"{name}-{n}", NATIONS[n % len(NATIONS)], before, draw)
        for one in town.owners:
            if draw.random() < LEAVES_IN_A_YEAR * days / 365:
                one.leaves_on = begins + timedelta(days=draw.randrange(days))
        with clock.at(begins), as_council(town.id) as door:
            door.add_all(_ideas(town, ideas, begins, draw))
        made.append(town)
    return made


def _town(code: str, nation: str, neighbours: list[Member], draw: random.Random) -> Town:
    with directory():
        place = council.create(code=code, name=f"Council {code}", nation=nation)

        def member(kind: str, n: int, habit: Habit, *roles: Role) -> Member:
            email = f"{kind}-{n}@{code}.example.org"
            person = council.add_person(council_id=place.id, email=email, name=f"{kind.title()} {n}", roles=roles)
            return Member(person.id, person.email, habit)

        def guest(neighbour: Member) -> Member:
            council.add_person(council_id=place.id, email=neighbour.email, name="Shared", roles=[Role.OWNER])
            return Member(neighbour.id, neighbour.email, neighbour.habit)

        owners = [member("owner", n, Habit.drawn(draw), Role.OWNER) for n in range(OWNERS)]
        owners += [guest(one) for one in neighbours[:OWNERS] if draw.random() < SHARED]
        return Town(
            id=place.id,
            nation=nation,
            leads=[member("lead", n, Habit.PROMPT, Role.LEAD, Role.ADMIN) for n in range(2)],
            owners=owners,
            sponsors=[member("sponsor", n, Habit.drawn(draw), Role.SPONSOR) for n in range(SPONSORS)],
        )


def _ideas(town: Town, count: int, begins: date, draw: random.Random) -> list[Idea]:
    places = draw.choices([*PLACES], [*PLACES.values()], k=count)
    return [_idea(town, f"Y-{n}", place, begins, draw) for n, place in enumerate(places, 1)]


def _idea(town: Town, ref: str, place: tuple[Stage, State], begins: date, draw: random.Random) -> Idea:
    stage, state = place
    since = begins - timedelta(days=draw.randrange(5, 240))
    quiet = clock.start_of(begins - timedelta(days=draw.randrange(min(110, (begins - since).days))))
    owner, in_triage = draw.choice(town.owners), state is State.TRIAGE
    sent = begins - timedelta(days=draw.randrange(4)) if in_triage else since
    return Idea(
        ref=ref,
        title=f"Idea {ref}",
        problem="People ring twice for one thing.",
        stage=stage,
        state=state,
        author_id=owner.id,
        owner_id=None if in_triage else owner.id,
        deputy_id=draw.choice(town.owners).id if draw.random() < HAVE_DEPUTY and not in_triage else None,
        sponsor_id=draw.choice(town.sponsors).id if stage is not Stage.LATENT else None,
        involvement=Involvement.DESIGNS,
        created_at=clock.start_of(since),
        changed_at=clock.start_of(sent) if in_triage else quiet,
        submitted_at=clock.start_of(sent),
        submitted_on=sent,
        reply_due_on=clock.add_working_days(sent, 5, town.nation),
        first_reply_on=None if in_triage else since,
        stage_since=since,
        parked_until=begins + timedelta(days=draw.randrange(20, 200)) if state is State.PARKED else None,
    )
