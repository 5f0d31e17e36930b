"""A spreadsheet whose worker is killed in the middle, twice, comes in whole and once, and goes on by itself."""

from __future__ import annotations

import sys

import psycopg

from config.broker import jobs_by_broker
from config.settings import settings
from tests.worker.test_worker import broker, running, until  # noqa: F401 - a fixture
from tracker import register
from tracker.later import Job

DEADLY = [
    *(sys.executable, "-m", "celery", "--app", "tests.worker.deadly_registers", "worker"),
    *("--without-mingle", "--concurrency=1"),
]
ROWS = 90


def test_a_register_is_whole_and_single_after_two_kills(world, broker, database, tmp_path):  # noqa: F811
    deaths = tmp_path / "deaths"
    deaths.write_text("", encoding="ascii")
    content = "Ref,Project,Status\n" + "".join(f"K-{n},Project {n},Live\n" for n in range(ROWS))
    with world.ours.door():
        found = register.take(file_name="projects.csv", content=content.encode(), by=world.ours.lead.id)
        opened, check = register.look(found)
        register.begin(found, check, opened, by=world.ours.lead.id)
        number = found.number
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        state = "SELECT state FROM register WHERE council_id = %s AND number = %s"
        with running(DEADLY, DEATHS=str(deaths)) as first:
            jobs_by_broker(settings())(Job.BRING_ROWS, world.ours.id, {})
            assert until(lambda: first.poll() is not None, seconds=120), "the whole worker was killed"
        assert admin.execute(state, [world.ours.id, number]).fetchone() == ("running",)
        with running(DEADLY, DEATHS=str(deaths)):  # nobody asks: whoever comes next takes it up
            assert until(lambda: admin.execute(state, [world.ours.id, number]).fetchone() == ("done",), seconds=240)
        assert {"a", "b"} <= set(deaths.read_text(encoding="ascii")), "it was killed twice"
        lines = "SELECT line, fate FROM register_row WHERE council_id = %s ORDER BY line"
        assert admin.execute(lines, [world.ours.id]).fetchall() == [(n + 2, "new") for n in range(ROWS)]
        ideas = "SELECT count(*), count(DISTINCT title) FROM idea WHERE council_id = %s AND ref LIKE 'K-%%'"
        assert admin.execute(ideas, [world.ours.id]).fetchone() == (ROWS, ROWS)
