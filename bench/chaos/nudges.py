"""Kill the worker and restart the broker while nudges go out over SMTP, and count what was lost and what came twice.

One process at a time hands letters in, so no more may be repeated than the worker was killed.
"""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from datetime import timedelta

from bench.chaos.ground import LEASE_SECONDS, Ground, ground
from bench.chaos.kept import Kept, wait
from bench.chaos.mail_server import Behaviour, UnrulyServer, serving

PATIENCE_SECONDS = 240
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


def sweep(places: list, mail: UnrulyServer) -> None:
    """Find and send what fell due in one council after the other, twice each; a day off is told as the one before."""
    from tracker import clock, nudge  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import as_council  # noqa: PLC0415 - read once the servers are known

    day = clock.today()
    while not clock.is_working_day(day, None):
        day -= timedelta(days=1)
    for place in places:
        for _ in range(2):
            with clock.at(day), as_council(place):
                nudge.find_due()
                nudge.send_due()
        before = len(mail.accepted)
        wait(lambda before=before: len(mail.accepted) > before, 20)


def faults(asked: argparse.Namespace, mail: UnrulyServer, worker: Kept, at: Ground) -> int:
    """Kill and restart at random moments of the sending; return how often the worker was killed."""
    draw = random.Random(asked.seed)
    moments = sorted(draw.sample(range(1, asked.nudges - 2), asked.kills + asked.restarts))
    which = ["kill"] * asked.kills + ["restart"] * asked.restarts
    draw.shuffle(which)
    kills = restarts = 0
    for moment, what in zip(moments, which, strict=True):
        wait(lambda moment=moment: len(mail.accepted) >= moment, 60)
        time.sleep(draw.random() * 0.03)
        if what == "kill":
            wait(worker.kill, 20)
            kills += 1
        else:
            (at.restart_broker if restarts % 2 else at.kill_broker)()
            restarts += 1
        print(f"  {what} after {len(mail.accepted)} letters", file=sys.stderr, flush=True)
    return kills


def verdict(asked: argparse.Namespace, at: Ground, mail: UnrulyServer, kills: int) -> bool:
    """Count, print and judge."""
    people = Counter(address for address, _ in mail.accepted)
    letters = set(mail.accepted)
    asked_about = {str(address) for (address,) in at.ask(IN_DOUBT)} - set(people)
    lost = asked.nudges - len(people) - len(asked_about)
    repeated, bound = len(mail.accepted) - len(letters), kills
    other_ids = len(letters) - len(people)
    print(
        f"nudges over SMTP: tried {asked.nudges}, lost {lost}, repeated {repeated} (bound {bound}),"
        f" waiting for a decision {len(asked_about)},"
        f" repeats under another Message-ID {other_ids}; worker killed {kills} times, broker restarted"
        f" {asked.restarts} times, seed {asked.seed}"
    )
    return lost == 0 and repeated <= bound and other_ids == 0


def run(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own."""
    mail = UnrulyServer(lambda *_: Behaviour.TAKE)
    with serving(mail), ground(MAIL_URL=f"smtp://127.0.0.1:{mail.port}") as at:
        from config import processes  # noqa: PLC0415 - read once the servers are known

        places = people_gone_quiet(asked.nudges)
        kept = [Kept(processes.worker(asked.processes)), Kept(processes.beat())]
        try:
            producer = threading.Thread(target=sweep, args=(places, mail))
            producer.start()
            kills = faults(asked, mail, kept[0], at)
            producer.join(PATIENCE_SECONDS)
            wait(lambda: not at.ask(UNSENT)[0][0], PATIENCE_SECONDS)
            time.sleep(LEASE_SECONDS + 1)  # what would be sent again would be sent by now
        finally:
            for process in kept:
                process.stop()
        return verdict(asked, at, mail, kills)
