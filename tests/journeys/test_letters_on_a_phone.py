"""A letter is no wider than the screen that shows it, however long a word in it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tracker import listening
from tracker.post.rendering import words_of
from tracker.tenancy import directory

LONG = "Donaudampfschifffahrtselektrizitäten" * 4
NUDGE = {"ref": "NOR-1", "title": LONG, "fact": LONG, "action": LONG, "token": "t" * 43}
LETTERS = {
    "nudge": {"first": NUDGE, "others": [NUDGE], "untold": 2, "council_name": LONG, "good_days": 60},
    "nudge_passed_on": {
        "ref": "NOR-1",
        "title": LONG,
        "asker": LONG,
        "reply": "need_help",
        "note": LONG,
        "fact": LONG,
        "council_name": LONG,
        "call_id": "c" * 36,
        "due": "3 December",
    },
    "help_given": {"ref": "NOR-1", "title": LONG, "by": LONG, "words": LONG, "wanted": "hand_over"},
    "owner_assigned": {"ref": "NOR-1", "title": LONG, "note": LONG, "by": LONG, "back_until": "3 December"},
    "idea_handed_back": {"ref": "NOR-1", "title": LONG, "because": LONG, "by": LONG, "yours": True},
}


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("template", LETTERS)
def test_a_word_without_an_end_makes_no_letter_wider_than_a_phone(database, browser: Browser, template, width):
    listening.wire(worker=False)
    with directory():
        html = words_of(template, to_name=LONG, subject=LONG, particulars=LETTERS[template]).html
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.set_content(html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()
