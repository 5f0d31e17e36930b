"""People log ideas while web, worker, beat, broker and database die at random: what was acknowledged is there, once."""

from __future__ import annotations

import argparse
import http.client
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.chaos.ground import LEASE_SECONDS, Ground, ground
from bench.chaos.kept import Kept, wait
from bench.chaos.mail_server import Behaviour, UnrulyServer, serving
from bench.chaos.people import Browser, Place, places
from local import ports

PATIENCE_SECONDS = 600
LOGGED = "SELECT title, count(*) FROM idea WHERE title LIKE 'Storm %%' GROUP BY title"
LETTERS = """
    SELECT l.id::text, l.sent_at IS NOT NULL, l.doubts > 1 FROM letter l JOIN idea i ON l.key LIKE '%%' || i.id || '%%'
     WHERE l.key LIKE 'idea-received:%%' AND i.title = ANY (%s)"""
UNSENT = "SELECT count(*) FROM letter WHERE sent_at IS NULL AND given_up_at IS NULL AND doubts < 2"


@dataclass
class Posts:
    """What people sent: the titles that were acknowledged, and those that nobody took."""

    wanted: int
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    is_calm: bool = False  # everything has died that was to
    lock: threading.Lock = field(default_factory=threading.Lock)
    ends: float = field(default_factory=lambda: time.monotonic() + PATIENCE_SECONDS)

    @property
    def is_over(self) -> bool:
        """Whether enough were acknowledged, one at least after the last death, or time is up."""
        return (self.is_calm and len(self.acknowledged) >= self.wanted) or time.monotonic() > self.ends

    def keep_on(self, browser: Browser, who: int) -> None:
        """Log one idea after the other; none is sent again."""
        number = 0
        while not self.is_over:
            number += 1
            title = f"Storm {who}-{number}"
            try:
                taken = browser.log(title)
            except (OSError, http.client.HTTPException):
                taken = False
            with self.lock:
                (self.acknowledged if taken else self.refused).append(title)
            if not taken:
                time.sleep(0.3)


def faults(asked: argparse.Namespace, posts: Posts, breaks: dict[str, Callable[[], object]]) -> Counter[str]:
    """Break one thing after the other at seeded moments, each kind in turn before any comes again; count them."""
    draw = random.Random(asked.seed)
    moments = sorted(draw.sample(range(1, max(asked.posts - 1, asked.faults + 1)), asked.faults))
    whole, rest = divmod(asked.faults, len(breaks))
    kinds = [*breaks] * whole + draw.sample([*breaks], rest)
    draw.shuffle(kinds)
    done: Counter[str] = Counter()
    for moment, kind in zip(moments, kinds, strict=True):
        wait(lambda moment=moment: len(posts.acknowledged) >= moment or posts.is_over, 120)
        time.sleep(draw.random() * 0.05)
        breaks[kind]()
        done[kind] += 1
        print(f"  {kind} died after {len(posts.acknowledged)} posts", file=sys.stderr, flush=True)
    return done


def verdict(asked: argparse.Namespace, at: Ground, posts: Posts, mail: UnrulyServer, died: Counter[str]) -> bool:
    """Count, print and judge."""
    logged = {str(title): int(times) for title, times in at.ask(LOGGED)}
    lost = [title for title in posts.acknowledged if title not in logged]
    twice = [title for title, times in logged.items() if times > 1]
    took = Counter(message_id.strip("<>").partition("@")[0] for _, message_id in mail.accepted)
    letters = at.ask(LETTERS, posts.acknowledged)
    unsent = [which for which, sent, doubtful in letters if not (sent and took[which]) and not doubtful]
    missing = len(posts.acknowledged) - len(letters)
    repeated, bound = sum(took.values()) - len(took), died["worker"] + died["database"]
    print(
        f"storm: acknowledged {len(posts.acknowledged)} of {posts.wanted} wanted, lost {len(lost)}, twice {len(twice)};"
        f" letters lost {len(unsent) + missing}, repeated {repeated} (bound {bound}); not taken"
        f" {len(posts.refused)}; died {dict(sorted(died.items()))}, seed {asked.seed}"
    )
    is_whole = len(posts.acknowledged) >= posts.wanted and not (lost or twice or unsent or missing)
    return is_whole and repeated <= bound


def run(asked: argparse.Namespace) -> bool:
    """Run it all on servers of its own."""
    port, mail = ports.free_port(), UnrulyServer(lambda *_: Behaviour.TAKE)
    environment = {"PORT": str(port), "BASE_URL": f"http://127.0.0.1:{port}", "WEB_WORKERS": "2"}
    with (
        serving(mail),
        ground(durable=True, MAIL_URL=f"smtp://127.0.0.1:{mail.port}", **environment) as at,
    ):
        from config import processes  # noqa: PLC0415 - read once the servers are known

        browsers = _browsers(places(2, asked.clients), port)
        kept = {"web": Kept(processes.web()), "worker": Kept(processes.worker(1)), "beat": Kept(processes.beat())}
        try:
            posts, died = _weather(asked, at, browsers, kept)
            wait(lambda: not at.ask(UNSENT)[0][0], PATIENCE_SECONDS)
            time.sleep(LEASE_SECONDS + 1)  # what would be sent again would be sent by now
        finally:
            for process in kept.values():
                process.stop()
        return verdict(asked, at, posts, mail, died)


def _weather(
    asked: argparse.Namespace, at: Ground, browsers: list[Browser], kept: dict[str, Kept]
) -> tuple[Posts, Counter[str]]:
    """Have everybody log ideas, and everything die meanwhile."""
    wait(lambda: _answers(int(os.environ["PORT"])), 120)
    posts = Posts(asked.posts)
    people = [threading.Thread(target=posts.keep_on, args=(one, who)) for who, one in enumerate(browsers)]
    for person in people:
        person.start()
    breaks: dict[str, Callable[[], object]] = {name: one.kill for name, one in kept.items()}
    died = faults(asked, posts, {**breaks, "broker": at.kill_broker, "database": at.kill_database})
    posts.wanted = max(posts.wanted, len(posts.acknowledged) + len(people))
    posts.is_calm = True
    for person in people:
        person.join(PATIENCE_SECONDS)
    return posts, died


def _browsers(found: list[Place], port: int) -> list[Browser]:
    return [Browser(port, person, place.council_id) for place in found for person in place.people]


def _answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()
