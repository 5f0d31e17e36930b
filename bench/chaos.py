"""Kill the worker and restart the broker while nudges go out over SMTP, and count what was lost and what came twice.

    python -m bench.chaos --nudges 200 --kills 6 --restarts 2 --seed 1

On servers of its own, in a folder that is removed afterwards. Exits with 1 when a nudge was lost, when there were more
repeats than kills x worker processes, or when a repeat did not carry the Message-ID of its first.
"""

from __future__ import annotations

import argparse
import asyncio
import email
import os
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from email.policy import default as policy
from pathlib import Path

import psutil
import psycopg
from aiosmtpd.controller import Controller

from local import account, ports, servers
from local.valkey import Valkey

ROOT = Path(__file__).parents[1]
LEASE_SECONDS = 6
PATIENCE_SECONDS = 240
COUNCILS = 4


@dataclass
class Accepted:
    """What aiosmtpd calls: a letter is noted as it is accepted, and answered for a moment later, as servers do."""

    letters: list[tuple[str, str]] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802, ANN001 - aiosmtpd's names
        """Note who was written to and under which Message-ID."""
        message = email.message_from_bytes(envelope.original_content, policy=policy)
        self.letters.append((envelope.rcpt_tos[0], str(message["Message-ID"])))
        await asyncio.sleep(0.01)  # the server's disk: it is in this moment that a kill makes a repeat
        return "250 taken"


class Kept:
    """One of the product's processes, started again whenever it ends, until told to stop."""

    def __init__(self, command: list[str]) -> None:
        self._command, self._lock, self._over = command, threading.Lock(), False
        self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> None:
        self.process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def _watch(self) -> None:
        while not self._over:
            with self._lock:
                if not self._over and self.process.poll() is not None:
                    self._start()
            time.sleep(0.05)

    def kill(self) -> bool:
        """Kill it with its children, at once and without a word; say whether there was something to kill."""
        with self._lock:
            try:
                family = [*psutil.Process(self.process.pid).children(recursive=True), psutil.Process(self.process.pid)]
            except psutil.NoSuchProcess:
                return False
            for one in family:
                try:
                    one.kill()
                except psutil.NoSuchProcess:
                    continue
            self.process.wait()
            return len(family) > 1

    def stop(self) -> None:
        """End it for good."""
        self._over = True
        self.kill()


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


def sweep(places: list, accepted: Accepted) -> None:
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
        before = len(accepted.letters)
        wait(lambda before=before: len(accepted.letters) > before, 20)


def wait(true: Callable[[], object], seconds: float) -> bool:
    """Wait until something is true, at most so long."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if true():
            return True
        time.sleep(0.005)
    return False


def faults(asked: argparse.Namespace, accepted: Accepted, worker: Kept, broker: Valkey) -> int:
    """Kill and restart at random moments of the sending; return how often the worker was killed."""
    draw = random.Random(asked.seed)
    moments = sorted(draw.sample(range(1, asked.nudges - 2), asked.kills + asked.restarts))
    which = ["kill"] * asked.kills + ["restart"] * asked.restarts
    draw.shuffle(which)
    kills = restarts = 0
    for moment, what in zip(moments, which, strict=True):
        wait(lambda moment=moment: len(accepted.letters) >= moment, 60)
        time.sleep(draw.random() * 0.03)
        if what == "kill":
            wait(worker.kill, 20)
            kills += 1
        else:
            restart(broker, politely=bool(restarts % 2))
            restarts += 1
        print(f"  {what} after {len(accepted.letters)} letters", file=sys.stderr, flush=True)
    return kills


def restart(broker: Valkey, *, politely: bool) -> None:
    """Restart the broker: by its own command, or as a crash."""
    pid = broker.pid()
    if politely or pid is None:
        broker.stop()
    else:
        os.kill(pid, signal.SIGKILL)
        wait(lambda: broker.pid() is None, 10)
    broker.start()


def unsent(admin_url: str) -> int:
    """How many letters wait in the outbox."""
    with psycopg.connect(admin_url) as door:
        row = door.execute("SELECT count(*) FROM letter WHERE sent_at IS NULL").fetchone()
    return int(row[0]) if row else 0


def verdict(asked: argparse.Namespace, accepted: Accepted, kills: int) -> bool:
    """Count, print and judge."""
    people = Counter(address for address, _ in accepted.letters)
    letters = set(accepted.letters)
    lost, repeated, bound = asked.nudges - len(people), len(accepted.letters) - len(letters), kills * asked.processes
    other_ids = len(letters) - len(people)
    print(
        f"nudges over SMTP: tried {asked.nudges}, lost {lost}, repeated {repeated} (bound {bound}),"
        f" repeats under another Message-ID {other_ids}; worker killed {kills} times, broker restarted"
        f" {asked.restarts} times, seed {asked.seed}"
    )
    return lost == 0 and repeated <= bound and other_ids == 0


def run(asked: argparse.Namespace, home: Path) -> bool:
    """Run it all on servers of its own."""
    accepted, port = Accepted(), ports.free_port()
    with servers.joined(home, durable=False) as found:
        os.environ.update(  # its own servers, whatever the environment names
            ENVIRONMENT="test",
            DATABASE_URL=found.database_url,
            DATABASE_OWNER_URL=found.owner_url,
            BROKER_URL=found.broker_url,
            SECRET_KEY=secrets.token_urlsafe(40),
            MAIL_URL=f"smtp://127.0.0.1:{port}",
            MAIL_TIMEOUT_SECONDS="5",
            LETTER_LEASE_SECONDS=str(LEASE_SECONDS),
            LOG_LEVEL="ERROR",
        )
        from config import processes  # noqa: PLC0415 - read once the servers are known
        from tracker import listening  # noqa: PLC0415 - read once the servers are known

        listening.wire()
        places = people_gone_quiet(asked.nudges)
        mail = Controller(accepted, hostname="127.0.0.1", port=port)
        mail.start()
        kept = [Kept(processes.worker(asked.processes)), Kept(processes.beat())]
        try:
            producer = threading.Thread(target=sweep, args=(places, accepted))
            producer.start()
            kills = faults(asked, accepted, kept[0], Valkey.at(home))
            producer.join(PATIENCE_SECONDS)
            wait(lambda: not unsent(found.named(servers.DATABASE).admin_url), PATIENCE_SECONDS)
            time.sleep(LEASE_SECONDS + 1)  # what would be sent again would be sent by now
        finally:
            for process in kept:
                process.stop()
            mail.stop()
        return verdict(asked, accepted, kills)


def main() -> None:
    """Read what is asked, run it in a folder of its own, and exit by the verdict."""
    parser = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    for name, default in (("nudges", 200), ("kills", 6), ("restarts", 2), ("processes", 2), ("seed", None)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    asked.seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    home = Path(tempfile.mkdtemp(prefix="seedbed-chaos-"))
    home.chmod(0o711)
    try:
        well = run(asked, home / "var")
    finally:
        servers.stop(home / "var")
        account.forget(home / "var")
        shutil.rmtree(home, ignore_errors=True)
    sys.exit(0 if well else 1)


if __name__ == "__main__":
    main()
