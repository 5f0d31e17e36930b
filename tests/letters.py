"""What letters say, before they are carried."""

from __future__ import annotations

from tracker.post import Letter
from tracker.post.rendering import words_of


def text_of(letter: Letter) -> str:
    """What a letter of the open door says in plain words, if it were carried now."""
    assert letter.template
    given = letter.particulars or {}
    return words_of(letter.template, to_name=letter.to_name, subject=letter.subject, particulars=given).text
