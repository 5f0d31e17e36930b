"""What a sweep works on at once may be more than a statement has parameters: it is asked for as one array."""

from __future__ import annotations

import pytest

from tracker.contact import TokenKind
from tracker.contact.actions import keeping, tokens
from tracker.db import new_id
from tracker.idea import IdeaName
from tracker.idea.actions import rest

MANY = [new_id() for _ in range(70_000)]


@pytest.mark.parametrize(
    "sweep",
    [
        lambda: rest._woken([IdeaName(idea_id, "") for idea_id in MANY]),
        lambda: keeping._forget(MANY),
        lambda: tokens.end_tokens(TokenKind.CLAIM, *MANY),
    ],
    ids=["parked ideas whose day has come", "contacts whose days are over", "codes whose days are over"],
)
def test_a_sweep_of_70_000_things_is_one_statement_each(world, sweep):
    with world.ours.door():
        assert not sweep()
