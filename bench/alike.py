"""One look-up of ideas alike in a council of 2,500, beside the bare SQL of a full-text query over the same texts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

import psycopg

from bench.bars import Line
from local.servers import Addresses
from tracker import council, idea, likeness, tenancy

NUMBER, IDEAS, ASKED = 1, 2_500, 20
PAGE = "similar"
TIMES = 3.0  # the bare query's time, without the model; with it one embedding more
# As many ideas as are asked for, whatever the council was generated with: copies in a transaction that is taken back.
MORE = """
INSERT INTO idea (id, ref, title, problem, proposal, author_id, state, stage, submitted_on, there_from)
SELECT gen_random_uuid(), 'ALIKE-' || row_number() OVER (ORDER BY i.id), i.title, i.problem, i.proposal, i.author_id,
       i.state, i.stage, i.submitted_on, i.there_from
  FROM idea i WHERE i.state <> 'draft' ORDER BY i.id LIMIT {}"""
KEPT = """
CREATE TEMP TABLE bare AS
SELECT row_number() OVER () AS id, setweight(to_tsvector('english', title), 'A')
       || to_tsvector('english', problem || ' ' || proposal) AS words
  FROM unnest(%s::text[], %s::text[], %s::text[]) AS told (title, problem, proposal)"""
BARE = """
SELECT id, ts_rank(words, asked) FROM bare,
 to_tsquery('english', array_to_string(tsvector_to_array(to_tsvector('english', %s)), ' | ')) AS asked
 WHERE words @@ asked ORDER BY 2 DESC, 1 LIMIT 5"""


def lines(found: Addresses) -> Iterator[Line]:
    """Measure both in turn, and one embedding where the model is there."""
    with tenancy.directory():
        place = council.by_code(f"bench-{NUMBER}").id
    with tenancy.as_council(place), psycopg.connect(found.admin_url) as bare:
        told = _told()
        tenancy.session().connection().exec_driver_sql(MORE.format(max(IDEAS - len(told), 0)))
        told = _told()
        _keep(bare, told)
        yield from _measured(bare, told[:: max(1, len(told) // ASKED)][:ASKED])
        tenancy.abandon()
    bare.close()


def _told() -> list[likeness.IdeaText]:
    return idea.tellings()


def _keep(bare: psycopg.Connection[tuple[object, ...]], told: list[likeness.IdeaText]) -> None:
    bare.execute(KEPT, [[one.title for one in told], [one.problem for one in told], [one.proposal for one in told]])
    bare.execute("CREATE INDEX ON bare USING gin (words)")
    bare.execute("ANALYZE bare")


def _measured(bare: psycopg.Connection[tuple[object, ...]], asked: list[likeness.IdeaText]) -> Iterator[Line]:
    floors, ours, read = [], [], []
    for _ in range(3):
        for told in asked:
            floors.append(_ms(lambda told=told: bare.execute(BARE, [" ".join(told[:3])]).fetchall()))
            ours.append(_ms(lambda told=told: idea.similar(title=told.title, problem=told.problem)))
    if likeness.is_here():
        likeness.meaning_of("once, so that it is there")
        read = [_ms(lambda told=told: likeness.meaning_of(". ".join(told[:3]))) for told in asked]
    floor, mine = statistics.median(floors), statistics.median(ours)
    yield Line(PAGE, f"a look-up among {IDEAS:,} ideas", "ms", floor, mine, TIMES, mine / floor)
    yield Line(PAGE, "one embedding besides", "ms", None, statistics.median(read) if read else None)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
