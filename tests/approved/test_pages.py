"""What every page says to whom, held against what was approved."""

from __future__ import annotations

import pytest

from tests.approved import canonical
from tests.approved.visits import Visit, visits
from tests.browsing import inspect


@pytest.mark.parametrize("visit", visits(), ids=lambda visit: visit.name.removeprefix("pages/"))
def test_a_page_says_what_was_approved(visit: Visit, people, at, approved):
    got = people.browser(visit.who).get(at(visit.address))
    if got.mimetype == "text/html" and not got.location:
        inspect(got.text, visit.address)
    approved.holds(visit.name, canonical.answer(got))
