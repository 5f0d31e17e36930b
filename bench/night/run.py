"""The night itself: the yardstick, health of all through Celery, and again after a day on which little changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from bench import bars, serving
from bench.bars import Line
from bench.machine import Load, Meter
from bench.night import town
from bench.night.town import Town
from bench.serving import HOME
from local.postgres import Cluster
from local.servers import Addresses

HERE = Path(__file__).parent
LONGEST = 20 * 60.0  # seconds for all of it, generating too
KEPT = """CREATE SCHEMA IF NOT EXISTS floor; CREATE TABLE floor.health (LIKE triangle);
 ALTER TABLE floor.health DROP COLUMN id, ADD PRIMARY KEY (council_id, idea_id)"""
COUNCILS = "SELECT id FROM council WHERE code LIKE 'night-%' OR code = 'bench-1' ORDER BY code"
WRITTEN = "SELECT count(*) FROM triangle WHERE computed_at > %s"
CHANGED = "SELECT count(*) FROM sponsor_contact WHERE note = 'We spoke.'"
SLACK = 0.1
MICRO = 1e6


@dataclass(frozen=True)
class Work:
    """What was spent on so many ideas: seconds of processor and of the clock."""

    ideas: int
    cpu: float
    lasted: float

    @property
    def each(self) -> float:
        """Microseconds of processor an idea."""
        return self.cpu / max(self.ideas, 1) * MICRO


def measured(on: Addresses, wanted: Town, *, say: Callable[[str], None], load: Load) -> Iterator[Line]:
    """Measure a night of a town; what does not fit into twenty minutes is left out, and said."""
    ends = time.monotonic() + LONGEST
    with town.built(on, wanted, say=say) as found, serving.led_to(found), psycopg.connect(found.admin_url) as server:
        server.autocommit = True
        load.look()
        say("One set-based upsert of all ...")
        upsert = _upsert(server, wanted, Cluster.at(HOME).pid() or 0)
        places = [place for (place,) in server.execute(COUNCILS)]
        say(f"The health of {len(places)} councils through the worker ...")
        everything = _night(places, wanted, ends - time.monotonic())
        load.look()
        yield from _of_all(wanted, upsert, everything, len(places))
        if everything.ideas < wanted.size:
            say("There is no time for a second night.")
            return
        say("A day at work, and the next night ...")
        yield from _next_night(server, places, wanted, everything, ends)
    load.look()


def _upsert(server: psycopg.Connection, wanted: Town, database: int) -> Work:
    server.execute(KEPT)
    meter, begun = Meter([database]), time.perf_counter()
    server.execute((HERE / "upsert.sql").read_bytes())
    meter.look()
    return Work(wanted.size, meter.seconds, time.perf_counter() - begun)


def _night(places: Sequence[UUID], wanted: Town, seconds: float) -> Work:
    """Have the health of every council computed, for so long at most."""
    with serving.working() as process:
        meter, begun = Meter([process.pid, Cluster.at(HOME).pid() or 0]), time.perf_counter()
        done = serving.compute_health(process, places, seconds=max(seconds, 1), look=meter.look)
        return Work(done * wanted.ideas, meter.seconds, time.perf_counter() - begun)


def _of_all(wanted: Town, upsert: Work, everything: Work, councils: int) -> Iterator[Line]:
    done = everything.ideas // wanted.ideas
    page, ratio = "health", everything.each / upsert.each
    yield Line(
        page,
        f"of {wanted.size:,} ideas, CPU an idea",
        "µs",
        upsert.each,
        everything.each,
        bars.UPSERTS,
        ratio,
        slack=SLACK,
    )
    yield Line(page, "  elapsed", "s", upsert.lasted, everything.lasted, None, everything.lasted / upsert.lasted)
    yield Line(page, "councils done in 20 minutes", "", None, done, councils, least=True)


def _next_night(
    server: psycopg.Connection, places: Sequence[UUID], wanted: Town, everything: Work, ends: float
) -> Iterator[Line]:
    changed = _change(server, places)
    moment = server.execute("SELECT clock_timestamp()").fetchall()[0][0]
    little = _night(places, wanted, ends - time.monotonic())
    written = server.execute(WRITTEN, [moment]).fetchall()[0][0]
    share, ratio = f"after {changed / wanted.size:.1%} changed", little.each / everything.each
    yield Line(
        "health", f"{share}, CPU an idea", "µs", everything.each, little.each, bars.FEW_CHANGED, ratio, slack=SLACK
    )
    yield Line("health", "  elapsed", "s", everything.lasted, little.lasted, None, little.lasted / everything.lasted)
    yield Line("health", "rows rewritten, of those changed", "", changed, written, 1.0, written / max(changed, 1))


def _change(server: psycopg.Connection, places: Sequence[UUID]) -> int:
    statements = (HERE / "change.sql").read_bytes()
    for place in places:
        server.execute("SELECT set_config('seedbed.council', %s, false)", [str(place)])
        server.execute(statements)
    return int(server.execute(CHANGED).fetchall()[0][0])
