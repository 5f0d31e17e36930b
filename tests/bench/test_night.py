"""The night of a million ideas: its councils are alike, and what it costs is counted whoever ends meanwhile."""

from __future__ import annotations

import psycopg
import pytest

from bench import machine
from bench.machine import Meter
from bench.night import run, town
from bench.night.run import Work
from bench.night.town import Town
from tests.conftest import pointed_at
from tracker import portfolio
from tracker.tenancy import as_council

KEPT = "SELECT count(*), sum(score) FROM triangle WHERE council_id = %s"
WIDTH = "SELECT avg(length(items::text) + length(links::text)) FROM {}"
ROWS = """
SELECT id, (SELECT count(*) FROM idea WHERE council_id = council.id),
       (SELECT count(*) FROM event WHERE council_id = council.id),
       (SELECT count(*) FROM membership WHERE council_id = council.id)
  FROM council WHERE code IN ('bench-1', 'night-2', 'night-3') ORDER BY code"""


@pytest.mark.growth
def test_a_council_that_was_copied_is_as_well_as_its_model_and_changes_by_itself(addresses, database):
    with (
        town.built(addresses, Town(3, 60), say=print) as found,
        pointed_at(found),
        psycopg.connect(found.admin_url, autocommit=True) as server,
    ):
        model, *copies = server.execute(ROWS).fetchall()
        for place, *_ in (model, *copies):
            with as_council(place):
                portfolio.compute()
        kept = {server.execute(KEPT, [place]).fetchone() for place, *_ in (model, *copies)}
        changed = run._change(server, [copies[0][0]])
        run._upsert(server, Town(3, 60), server.info.backend_pid)
        wide = {server.execute(WIDTH.format(table)).fetchone()[0] for table in ("triangle", "floor.health")}
    assert len(copies) == 2
    assert model[1] == 60
    assert {tuple(rows) for _, *rows in copies} == {tuple(model[1:])}
    assert len(kept) == 1
    assert kept.pop()[0] > 20
    assert changed == 1
    assert max(wide) < 2 * min(wide), "the yardstick keeps rows about as wide"


def test_what_a_process_used_counts_though_it_ended_before_the_last_look(monkeypatch):
    used = {1: 5.0, 2: 1.0}
    monkeypatch.setattr(machine, "seconds_used", lambda _root: dict(used))
    meter = Meter([1])
    used |= {2: 3.0, 3: 4.0}
    meter.look()
    del used[3]
    used[1] = 5.5
    meter.look()
    assert meter.seconds == 0.5 + 2.0 + 4.0


def test_health_is_held_to_the_upsert_by_what_an_idea_costs_though_not_all_were_done():
    wanted = Town(4, 100)
    upsert, half = Work(400, cpu=0.004, lasted=1.0), Work(200, cpu=0.01, lasted=9.0)
    cost, _, done = run._of_all(wanted, upsert, half, 4)
    assert (round(cost.ratio, 6), cost.bar, cost.met) == (5.0, 4.0, False)
    assert (done.ours, done.met) == (2, False)
