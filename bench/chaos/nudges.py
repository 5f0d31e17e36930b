"""Kill worker, clock and broker while nudges go out, and count what was lost and what came twice.

Over SMTP one process at a time hands letters in, so no more may be repeated than the worker was killed. A provider that
can be asked, GOV.UK Notify, repeats none.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from bench.chaos.ground import LEASE_SECONDS, Ground, ground
from bench.chaos.kept import Kept, wait
from bench.chaos.mail_server import Behaviour, UnrulyServer, serving
from bench.chaos.notify_server import StandIn, notifying

PATIENCE_SECONDS = 600
Receiver = UnrulyServer | StandIn
COUNCILS = 4
UNSENT = "SELECT count(*) FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts < 2"
IN_DOUBT = "SELECT to_email FROM letter WHERE sent_at IS NULL AND doubts > 1"


def people_gone_quiet(nudges: int) -> list:
    """Make councils, people who own one idea each, and nothing said about it for 200 days; return the councils."""
    from tracker import clock, council  # noqa: PLC0415 - read once the servers are known
    from tracker.idea import Idea, State  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import as_council, directory  # noqa: PLC0415 - read once the servers are known

    places, long_ago = [], clock.now() - timedelta(days=200)
    for n in range(COUNCILS):
        with directory():
            place = council.create(code=f"chaos-{n}", name=f"Council {n}", nation=None)
            owners = [
                council.add_person(
                    council_id=place.id,
                    email=f"owner-{n}-{one}@example.org",
                    name=f"Owner {one}",
                    roles=[council.Role.OWNER],
                )
                for one in range(n, nudges, COUNCILS)
            ]
        with as_council(place.id) as door:
            door.add_all(
                Idea(
                    ref=f"CH-{number}",
                    title=f"Idea {number}",
                    state=State.ACTIVE,
                    owner_id=owner.id,
                    created_at=long_ago,
                    changed_at=long_ago,
                )
                for number, owner in enumerate(owners, 1)
            )
        places.append(place.id)
    return places


def last_working_moment(nation: str | None) -> datetime:
    """This moment, or on a day off this time of the working day before: what a later hour wrote would wait for it."""
    from tracker import clock  # noqa: PLC0415 - read once the servers are known

    moment = clock.now()
    while not clock.is_working_day(clock.day_of(moment), nation):
        moment -= timedelta(days=1)
    return moment


def sweep(places: list, mail: Receiver) -> None:
    """Find and send what fell due in one council after the other, twice each; a day off is told as the one before."""
    from tracker import clock, nudge  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import as_council  # noqa: PLC0415 - read once the servers are known

    moment = last_working_moment(None)
    for place in places:
        for _ in range(2):
            with clock.at(moment), as_council(place):
                nudge.find_due()
                nudge.send_due()
        before = len(mail.accepted)
        wait(lambda before=before: len(mail.accepted) > before, 20)


def faults(asked: argparse.Namespace, mail: Receiver, worker: Kept, clock: Kept, at: Ground) -> int:
    """Kill and restart at random moments of the sending; return how often the worker was killed."""
    draw = random.Random(asked.seed)
    which = ["worker"] * asked.kills + ["clock"] * asked.clocks + ["broker"] * asked.restarts
    moments = sorted(draw.sample(range(1, asked.nudges - 2), len(which)))
    draw.shuffle(which)
    kills = restarts = 0
    for moment, what in zip(moments, which, strict=True):
        wait(lambda moment=moment: len(mail.accepted) >= moment, PATIENCE_SECONDS)
        time.sleep(draw.random() * 0.03)
        if what == "broker":
            (at.restart_broker if restarts % 2 else at.kill_broker)()
            restarts += 1
        elif what == "clock":
            clock.kill()
        else:
            wait(worker.kill, 20)
            kills += 1
        print(f"  {what} after {len(mail.accepted)} letters", file=sys.stderr, flush=True)
    return kills


def verdict(asked: argparse.Namespace, at: Ground, mail: Receiver, kills: int) -> bool:
    """Count, print and judge."""
    people = Counter(address for address, _ in mail.accepted)
    letters = set(mail.accepted)
    asked_about = {str(address) for (address,) in at.ask(IN_DOUBT)} - set(people)
    lost = asked.nudges - len(people) - len(asked_about)
    way, bound = ("SMTP", kills) if isinstance(mail, UnrulyServer) else ("GOV.UK Notify", 0)
    repeated, other_ids = len(mail.accepted) - len(letters), len(letters) - len(people)
    print(
        f"nudges over {way}: tried {asked.nudges}, lost {lost}, repeated {repeated} (bound {bound}),"
        f" waiting for a decision {len(asked_about)},"
        f" repeats under another id {other_ids}; worker killed {kills} times, clock"
        f" {asked.clocks}, broker killed or restarted {asked.restarts}, seed {asked.seed}"
    )
    return lost == 0 and repeated <= bound and other_ids == 0


def run(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own, over SMTP."""
    mail = UnrulyServer(lambda *_: Behaviour.TAKE)
    return _run(asked, mail, serving(mail))


def run_by_notify(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own, with a stand-in for GOV.UK Notify."""
    stand_in = StandIn()
    return _run(asked, stand_in, notifying(stand_in))


def _run(asked: argparse.Namespace, mail: Receiver, served: AbstractContextManager[Receiver]) -> bool:
    with served, ground(**mail.settings) as at:
        from config import processes  # noqa: PLC0415 - read once the servers are known

        places = people_gone_quiet(asked.nudges)
        worker, clock = kept = [Kept(processes.worker(asked.processes)), Kept(processes.beat())]
        try:
            producer = threading.Thread(target=sweep, args=(places, mail))
            producer.start()
            kills = faults(asked, mail, worker, clock, at)
            producer.join(PATIENCE_SECONDS)
            wait(lambda: not at.ask(UNSENT)[0][0], PATIENCE_SECONDS)
            time.sleep(LEASE_SECONDS + 1)  # what would be sent again would be sent by now
        finally:
            for process in kept:
                process.stop()
        return verdict(asked, at, mail, kills)
