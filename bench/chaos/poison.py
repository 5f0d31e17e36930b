"""One idea that cannot be computed, one letter that cannot be worded: everything else goes on, and both are named."""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bench.chaos.ground import Ground, ground
from bench.chaos.kept import Kept, wait
from bench.chaos.mail import OPEN, write
from bench.chaos.mail_server import Behaviour, UnrulyServer, serving
from bench.chaos.people import Place, places

PATIENCE_SECONDS = 300
COUNCILS = 3
# A day that no calendar has, which the product can no longer write: whoever reads it cannot say it.
CHANGED = "UPDATE idea SET trigger = 'A letter'"  # what did not change is not computed anew
UNGUARDED = "ALTER TABLE claim DROP CONSTRAINT ck_claim_target_on_day"
POISON = """
    INSERT INTO claim (council_id, id, idea_id, indicator, comparison_group, target_on, recorded_at)
    SELECT council_id, gen_random_uuid(), id, 'Visits', false, 'infinity', now() FROM idea WHERE id = %s"""
NAMED = "SELECT count(*) FROM fault WHERE council_id = %s"
SPOILT = "UPDATE letter SET template = 'no-such-letter' WHERE to_email = %s"
GIVEN_UP = "SELECT to_email, last_error FROM letter WHERE given_up_at IS NOT NULL ORDER BY id"
RUNS = """
    SELECT council_id, finished_at IS NOT NULL, detail FROM job_run
     WHERE job = 'portfolio.compute_health' AND (finished_at IS NOT NULL OR detail IS NOT NULL)"""
TRIANGLES = "SELECT idea_id FROM triangle"
HURRY = "UPDATE letter SET not_before = now() WHERE sent_at IS NULL AND given_up_at IS NULL AND not_before > now()"


def log(place: Place, ideas: int) -> list[UUID]:
    """Log ideas in a council, and return them."""
    from tracker import clock  # noqa: PLC0415 - read once the servers are known
    from tracker.idea import Idea, Stage, State  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import as_council  # noqa: PLC0415 - read once the servers are known

    ago = clock.now() - timedelta(days=200)
    common = {
        "state": State.ACTIVE,
        "stage": Stage.MOBILISE,
        "owner_id": place.people[0],
        "created_at": ago,
        "changed_at": ago,
    }
    with as_council(place.council_id) as door:
        made = [Idea(ref=f"CH-{n}", title=f"Idea {n}", **common) for n in range(ideas)]
        door.add_all(made)
        door.flush()
        return [one.id for one in made]


def compute(at: Ground, found: list[Place]) -> dict[UUID, bool]:
    """Have the worker compute every council's health, and say of each whether that was done."""
    from config.broker import jobs_by_broker  # noqa: PLC0415 - read once the servers are known
    from config.settings import settings  # noqa: PLC0415 - read once the servers are known
    from tracker.later import Job  # noqa: PLC0415 - read once the servers are known

    for place in found:
        jobs_by_broker(settings())(Job.COMPUTE_HEALTH, place.council_id, {})
    wait(lambda: len(at.ask(RUNS)) >= len(found), PATIENCE_SECONDS)
    return {council_id: done and not detail for council_id, done, detail in at.ask(RUNS)}


def carried(at: Ground) -> bool:
    """Have waits pass; say whether every letter went or was given up."""
    at.ask(HURRY)
    return not at.ask(OPEN)[0][0]


@dataclass(frozen=True)
class Dose:
    """What was poisoned among which: one idea of one council, and one letter."""

    found: list[Place]
    ideas: dict[UUID, list[UUID]]
    sick: Place
    bad: UUID
    addresses: list[str]
    spoilt: str


def give(at: Ground, asked: argparse.Namespace) -> Dose:
    """Make councils with ideas and letters, and poison one of each."""
    draw, found = random.Random(asked.seed), places(COUNCILS, 1)
    ideas = {place.council_id: log(place, asked.ideas) for place in found}
    sick = found[draw.randrange(COUNCILS)]
    addresses = [f"somebody-{n}@example.org" for n in range(asked.letters)]
    dose = Dose(found, ideas, sick, draw.choice(ideas[sick.council_id]), addresses, draw.choice(addresses))
    at.ask(CHANGED)
    at.ask(UNGUARDED)
    at.ask(POISON, dose.bad)
    write(sick, addresses)
    at.ask(SPOILT, dose.spoilt)
    return dose


def verdict(asked: argparse.Namespace, at: Ground, dose: Dose, computed: dict[UUID, bool], mail: UnrulyServer) -> bool:
    """Count, print and judge."""
    has_triangle = {idea_id for (idea_id,) in at.ask(TRIANGLES)}
    elsewhere = [place for place in dose.found if place != dose.sick and computed.get(place.council_id)]
    beside = [one for one in dose.ideas[dose.sick.council_id] if one != dose.bad and one in has_triangle]
    arrived, given_up = {to for to, _ in mail.accepted}, at.ask(GIVEN_UP)
    [(named,)] = at.ask(NAMED, dose.sick.council_id)
    print(
        f"poison: tried {COUNCILS} councils of {asked.ideas} ideas, other councils computed {len(elsewhere)} of"
        f" {COUNCILS - 1}, ideas computed beside the poisoned one {len(beside)} of {asked.ideas - 1}, set aside and"
        f" named {named}; letters arrived {len(arrived)} of {asked.letters - 1}, given up {given_up},"
        f" seed {asked.seed}"
    )
    goes_on = len(elsewhere) == COUNCILS - 1 and len(beside) == asked.ideas - 1 and named > 0
    return goes_on and arrived == {*dose.addresses} - {dose.spoilt} and [to for to, _ in given_up] == [dose.spoilt]


def run(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own."""
    mail = UnrulyServer(lambda *_: Behaviour.TAKE)
    with serving(mail), ground(MAIL_URL=f"smtp://127.0.0.1:{mail.port}") as at:
        from config import processes  # noqa: PLC0415 - read once the servers are known

        dose = give(at, asked)
        kept = [Kept(processes.worker(1)), Kept(processes.beat())]
        try:
            computed = compute(at, dose.found)
            wait(lambda: carried(at), PATIENCE_SECONDS)
        finally:
            for process in kept:
                process.stop()
        return verdict(asked, at, dose, computed, mail)
