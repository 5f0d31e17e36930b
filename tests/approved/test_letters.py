"""What every kind of letter says, held against what was approved."""

from __future__ import annotations

import pytest

from tests.approved.letters import outbox, sent_before
from tests.approved.names import CHOSEN, SECRET, file_of


@pytest.mark.parametrize("line", CHOSEN, ids=file_of)
def test_a_letter_says_what_was_approved(line: str, people, approved):
    who, begins = line.split(" ", 1)
    found = next(letter for letter in outbox(people.admin, to=who) if letter.subject.startswith(begins))
    approved.holds(f"letters/{file_of(line)}", found.read())


def test_letters_that_went_out_say_what_was_approved(people, tmp_path, approved):
    found = sent_before(people.admin, tmp_path)
    assert [(letter.who, letter.subject) for letter in found]
    approved.holds(SECRET, "\n".join(letter.read() for letter in found))
