"""What stands around every page, for each kind of person, held against what was approved."""

from __future__ import annotations

import pytest

from config.settings import settings
from tests.approved import canonical
from tests.approved.names import FRAMED
from tests.approved.visits import Visit


@pytest.mark.parametrize("visit", FRAMED, ids=lambda visit: visit.who)
def test_the_frame_of_a_page_is_what_was_approved(visit: Visit, people, approved):
    approved.holds(f"frames/{visit.who}", canonical.frame(people.answer(visit)))


def test_the_frame_leads_to_the_mailbox_in_the_demonstration(people, approved, monkeypatch):
    monkeypatch.setenv("ENVIRONMENT", "demo")
    settings.cache_clear()
    approved.holds("frames/of-the-demonstration", canonical.frame(people.answer(Visit("visitor", "/sign-in"))))
    settings.cache_clear()
