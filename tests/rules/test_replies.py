"""How a reply to begin from is filled in for somebody who gave a name, and for somebody who gave none."""

from __future__ import annotations

import pytest

from tracker.triage import filled


@pytest.mark.parametrize(
    ("typed", "nameless", "named"),
    [
        ("Thank you, {author}. We look.", "Thank you. We look.", "Thank you, Kit. We look."),
        ("Thanks for it, { author }.", "Thanks for it.", "Thanks for it, Kit."),
        ("Good morning {author}, we look.", "Good morning, we look.", "Good morning Kit, we look."),
        ("Dear {author},\nWe look.", "Hello,\nWe look.", "Dear Kit,\nWe look."),
        ("{author}, we look.", "We look.", "Kit, we look."),
        ("We told {author} so.", "We told {author} so.", "We told Kit so."),
        ("Thank you, {author} and all.", "Thank you, {author} and all.", "Thank you, Kit and all."),
    ],
)
def test_who_gave_no_name_is_greeted_without_one_and_elsewhere_the_place_stays_open(typed, nameless, named):
    assert filled(typed, {"author": None}) == nameless
    assert filled(typed, {"author": "Kit"}) == named
