"""Whatever runs doors hears what is recorded behind them, in the transaction of the change. No import does that."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import redis

from config.broker import PREFIX
from tests import makers
from tests.conftest import corner
from tests.tracker.test_collaboratives import seen_by
from tracker import collaborative, gate, idea, tenancy
from tracker.gate import Gate, Word
from tracker.idea import Stage

ROOT = Path(__file__).parents[2]
STARTS = {
    "the web": "from tracker.app import create_app; create_app()",
    "the worker": "import worker.app",
    "a command": "from tracker.cli.command import at_work; at_work().__enter__()",
    "an import": "import tracker.listening, tracker.exchange, tracker.nudge, tracker.portfolio",
}
CHANGES_A_TITLE = """
import sys
from uuid import UUID
{start}
from tracker import idea, later
from sqlalchemy import select
from tracker.tenancy import as_council, session
with as_council(UUID(sys.argv[1])):
    found = session().scalar(select(idea.Idea).where(idea.Idea.ref == sys.argv[2]))
    found.title = "One visit, and no second"
    idea.touch(found)
    later.ask(later.Job.COMPUTE_HEALTH)
"""


@pytest.fixture
def broker(database):
    """A corner of the broker for this test alone."""
    with redis.Redis.from_url(corner(database, 3)) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def shared(world):
    """An idea of ours on a card that theirs may read: its reference, and the collaborative's code."""
    code = makers.a_collaborative(world.ours, world.theirs)
    ref = makers.an_idea(world.ours, stage=Stage.MOBILISE)
    makers.a_card(world.ours, code, ref)
    return ref, code


@pytest.mark.parametrize(
    ("started", "card_follows", "jobs"),
    [("the web", True, 2), ("the worker", True, 2), ("a command", True, 0), ("an import", False, 0)],
)
def test_a_card_follows_a_change_made_by(world, database, broker, shared, started, card_follows, jobs):
    ref, code = shared
    subprocess.run(
        [sys.executable, "-c", CHANGES_A_TITLE.format(start=STARTS[started]), str(world.ours.id), ref],
        cwd=ROOT,
        env={**os.environ, "BROKER_URL": corner(database, 3)},
        check=True,
        timeout=60,
    )
    (card,) = seen_by(world.theirs, code)
    assert (card.title == "One visit, and no second") is card_follows
    assert broker.llen(f"{PREFIX}default") == jobs


def test_what_an_attempt_took_back_is_heard_by_nobody(world, shared):
    ref, code = shared
    makers.an_adaptation(world.theirs, code, 1)
    reasons = {"stop_reason": gate.StopReason.NO_REAL_NEED, "lesson": "Ask the tenants first."}
    stop = gate.DecisionDraft(word=Word.STOP, because="Nobody asked for it.", **reasons)
    with world.ours.door():
        with suppress(ZeroDivisionError), tenancy.attempt():
            gate.decide(idea=makers.idea_of(ref), gate=Gate.MAINSTREAM, draft=stop, by=world.ours.lead.id)
            raise ZeroDivisionError
        idea.comment(idea=makers.idea_of(ref), words="Not yet.", by=world.ours.lead.id)
    assert notices_to(world.theirs) == []
    makers.a_decision(world.ours, ref, Word.STOP, at=Gate.MAINSTREAM, **reasons)
    assert notices_to(world.theirs) == ["stopped"]


def notices_to(side):
    """What other councils told a council, the newest first."""
    with side.door():
        return [entry.what for entry in collaborative.notices(reader=side.lead.reader)]
