"""One look-up of ideas alike in a council of 2,500, beside the bare SQL of a full-text query over the same texts."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

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
# As many numbers as the model gives, of no meaning: what a look-up costs does not depend on what they say.
MEANINGS = """
INSERT INTO idea_meaning (idea_id, edition, digest, vector, sketch, read_at)
SELECT i.id, {0}, '', decode(string_agg(md5(i.id::text || n), ''), 'hex'),
       decode(string_agg(md5(i.id::text || n), '') FILTER (WHERE n <= 3), 'hex'), now()
  FROM idea i, generate_series(1, 24) AS n WHERE i.state <> 'draft' GROUP BY i.id
ON CONFLICT DO NOTHING"""
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
    """Measure both in turn, without the model and with it; one embedding where the model is there."""
    with tenancy.directory():
        place = council.by_code(f"bench-{NUMBER}").id
    with tenancy.as_council(place), psycopg.connect(found.admin_url) as bare:
        run = tenancy.session().connection().exec_driver_sql
        run("SET LOCAL idle_in_transaction_session_timeout = 0")  # the other connection is at work in between
        run(MORE.format(max(IDEAS - len(_told()), 0)))
        told = _told()
        _keep(bare, told)
        asked = told[:: max(1, len(told) // ASKED)][:ASKED]
        with _without_model():
            floor, ours = _measured(bare, asked)
        yield Line(PAGE, f"a look-up among {IDEAS:,} ideas", "ms", floor, ours, TIMES, ours / floor)
        if likeness.is_here():
            read = _embedding(asked)
            run(MEANINGS.format(repr(likeness.EDITION)))
            floor, ours = _measured(bare, asked, reads=True)
            yield Line(PAGE, "with the model", "ms", floor, ours)
            yield Line(PAGE, "with it, less one embedding", "ms", floor, ours - read, TIMES, (ours - read) / floor)
            yield Line(PAGE, "one embedding", "ms", None, read)
        tenancy.abandon()


@contextmanager
def _without_model() -> Iterator[None]:
    """Look as where the model's packages are not installed."""
    with patch("tracker.likeness.sketches.is_here", return_value=False):
        yield


def _embedding(asked: list[likeness.IdeaText]) -> float:
    """The median milliseconds that the model takes to read what a look-up asks about."""
    likeness.meaning_of(asked[0])  # once, so that it is there
    typed = [told._replace(proposal="") for told in asked]
    return statistics.median(_ms(lambda told=told: likeness.meaning_of(told)) for told in typed)


def _told() -> list[likeness.IdeaText]:
    return idea.tellings()


def _keep(bare: psycopg.Connection[tuple[object, ...]], told: list[likeness.IdeaText]) -> None:
    bare.execute(KEPT, [[one.title for one in told], [one.problem for one in told], [one.proposal for one in told]])
    bare.execute("CREATE INDEX ON bare USING gin (words)")
    bare.execute("ANALYZE bare")


def _measured(
    bare: psycopg.Connection[tuple[object, ...]], asked: list[likeness.IdeaText], *, reads: bool = False
) -> tuple[float, float]:
    """The medians of the bare query and of a look-up, in milliseconds, each text asked three times."""
    floors, ours = [], []
    for _ in range(3):
        for told in asked:
            floors.append(_ms(lambda told=told: bare.execute(BARE, [" ".join(told[:3])]).fetchall()))
            ours.append(_ms(lambda told=told: idea.similar(title=told.title, problem=told.problem, reads=reads)))
    return statistics.median(floors), statistics.median(ours)


def _ms(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
