"""A mail server that is slow, hangs, refuses and dies: every letter arrives, is given up or is asked about."""

from __future__ import annotations

import argparse
import random
import sys
import threading
import time
from collections import Counter
from uuid import uuid4

from bench.chaos.ground import Ground, ground
from bench.chaos.kept import Kept, wait
from bench.chaos.mail_server import ACCEPTING, UNSEEN, Behaviour, UnrulyServer, serving
from bench.chaos.people import Place, places

PATIENCE_SECONDS = 900
FOR_GOOD = {Behaviour.REFUSE, Behaviour.REFUSE_ADDRESS}
STANDING = "SELECT to_email, id::text, sent_at IS NOT NULL, given_up_at IS NOT NULL, doubts FROM letter ORDER BY id"
OPEN = "SELECT count(*) FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts < 2"
IN_DOUBT = "SELECT id FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts > 1 ORDER BY id"
# Five days would be long to wait: what was put off is due at once, and what is in doubt keeps its lease.
HURRY = """
    UPDATE letter SET not_before = now()
     WHERE sent_at IS NULL AND given_up_at IS NULL AND tried_since IS NOT NULL AND not_before > now() AND doubts = 0"""
WORDS = {
    "ref": "CH-1",
    "title": "Key safes",
    "asker": "Tom Baker",
    "reply": "need_help",
    "note": "",
    "fact": "Nothing has been added since 3 October.",
    "council_name": "Council 0",
}


def write(place: Place, addresses: list[str]) -> None:
    """Write a letter to each address."""
    from tracker import post  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import as_council  # noqa: PLC0415 - read once the servers are known

    for address in addresses:
        with as_council(place.council_id):
            post.write(
                "nudge_passed_on",
                to=post.Addressee("Somebody", address),
                kind=post.LetterKind.NOTICE,
                key=f"chaos:{uuid4()}",
                subject="Help is asked for",
                **WORDS,
            )


def plan(asked: argparse.Namespace) -> dict[str, list[Behaviour]]:
    """What the server does with each address, try by try, before it takes whatever comes: every behaviour in turn."""
    draw = random.Random(asked.seed)
    whole, rest = divmod(asked.letters, len(Behaviour))
    first = [*Behaviour] * whole + draw.sample([*Behaviour], rest)
    draw.shuffle(first)
    found = {}
    for n, behaviour in enumerate(first):
        again = [behaviour] * 2 if behaviour in FOR_GOOD else draw.choices([*Behaviour], k=draw.randrange(2))
        found[f"somebody-{n}@example.org"] = [behaviour, *again]
    return found


class MailTrial:
    """One run: a plan of behaviours, the server that follows it, and what was decided about letters in doubt."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self._asked, self._plan = asked, plan(asked)
        self.server = UnrulyServer(self._behaves)
        self._over = threading.Event()
        self._left: set[str] = set()
        self._again: set[str] = set()

    def _behaves(self, address: str, n: int) -> Behaviour:
        planned = self._plan[address]
        return planned[n - 1] if n <= len(planned) else Behaviour.TAKE

    def run(self, at: Ground) -> bool:
        """Write the letters, have them carried while the server misbehaves and goes away, decide, and judge."""
        from config import processes  # noqa: PLC0415 - read once the servers are known

        [place] = places(1, 1)
        kept = [Kept(processes.worker(1)), Kept(processes.beat())]
        hurry = threading.Thread(target=self._hurry, args=(at,))
        hurry.start()
        try:
            write(place, [*self._plan])
            self._serve_with_gaps(at)
            with serving(self.server):
                wait(lambda: not at.ask(OPEN)[0][0], PATIENCE_SECONDS)
                self._decide(at)
                wait(lambda: not at.ask(OPEN)[0][0], PATIENCE_SECONDS)
        finally:
            self._over.set()
            hurry.join()
            for process in kept:
                process.stop()
        return self._verdict(at)

    def _serve_with_gaps(self, at: Ground) -> None:
        """Serve, and be away now and then for a moment, with whatever was going on."""
        draw, gaps = random.Random(self._asked.seed), self._asked.gaps
        for moment in sorted(draw.sample(range(1, max(self._asked.letters // 2, gaps + 2)), gaps)):
            with serving(self.server):
                wait(lambda moment=moment: self._tries >= moment or not at.ask(OPEN)[0][0], 120)
                time.sleep(draw.random() * 0.5)
            print(f"  mail server died after {len(self.server.accepted)} letters", file=sys.stderr, flush=True)
            time.sleep(draw.random())

    @property
    def _tries(self) -> int:
        return sum(self.server.tries.values())

    def _hurry(self, at: Ground) -> None:
        """Have waits pass and the worker asked for, as days and hints would."""
        from config.broker import jobs_by_broker  # noqa: PLC0415 - read once the servers are known
        from config.settings import settings  # noqa: PLC0415 - read once the servers are known
        from tracker.later import Job  # noqa: PLC0415 - read once the servers are known

        while not self._over.wait(1):
            at.ask(HURRY)
            jobs_by_broker(settings())(Job.DELIVER_LETTERS, None, {})

    def _decide(self, at: Ground) -> None:
        """Say of every other letter in doubt that it goes again, of the rest that it is left."""
        from tracker import post  # noqa: PLC0415 - read once the servers are known
        from tracker.tenancy import directory  # noqa: PLC0415 - read once the servers are known

        for n, (which,) in enumerate(at.ask(IN_DOUBT)):
            with directory():
                (post.leave if n % 2 else post.try_again)(which)
            (self._left if n % 2 else self._again).add(str(which))

    def _verdict(self, at: Ground) -> bool:
        """Count, print and judge: a letter arrives, or is given up, or somebody was asked; none beyond the bound.

        Each acceptance that nobody saw, and each time that the server died, may be followed by one more.
        """
        took, arrived = Counter(self.server.accepted), {to for to, _ in self.server.accepted}
        letters = at.ask(STANDING)
        given_up = sum(gone for _, _, _, gone, _ in letters)
        lost = [
            to
            for to, which, _, gone, doubts in letters
            if not (to in arrived or gone or doubts > 1 or which in self._left)
        ]
        unseen = sum(b in ACCEPTING & UNSEEN for planned in self._plan.values() for b in planned)
        repeated, bound = sum(took.values()) - len(took), unseen + self._asked.gaps
        decided = len(self._left) + len(self._again)
        print(
            f"mail: tried {len(self._plan)}, lost {len(lost)}, given up {given_up}, decided upon {decided}, repeated"
            f" {repeated} (bound {bound}), repeats under another Message-ID {len(took) - len(arrived)}; server away"
            f" {self._asked.gaps} times, seed {self._asked.seed}"
        )
        return len(letters) == len(self._plan) and not lost and repeated <= bound and len(took) == len(arrived)


def run(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own."""
    trial = MailTrial(asked)
    with ground(MAIL_URL=f"smtp://127.0.0.1:{trial.server.port}") as at:
        return trial.run(at)
