"""What an act would send: it is done, its letters are worded as the worker words them, and all of it is undone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from tracker import post
from tracker.tenancy import attempt, session


class LetterShown(NamedTuple):
    """A letter as it would go: whom it is for, its subject and its words, paragraph by paragraph."""

    to_name: str
    subject: str
    paragraphs: list[str]


class _Undone(Exception):  # noqa: N818 - nothing went wrong: it takes back what was only tried
    """The act was only tried."""


def letters_of(act: Callable[[], object], *, to: UUID | None) -> list[LetterShown]:
    """The letters to a person that an act would write. Raises what the act raises; nothing of it is kept."""
    with post.overhear() as drafts, suppress(_Undone), attempt():
        act()
        session().flush()
        shown = [_shown(draft) for draft in drafts if draft.to.person_id == to]
        raise _Undone
    return shown


def _shown(draft: post.LetterDraft) -> LetterShown:
    words = post.words_of(
        draft.template, to_name=draft.to.name, subject=draft.subject, particulars=dict(draft.particulars), is_shown=True
    )
    return LetterShown(draft.to.name, draft.subject, _paragraphs(words.text))


def _paragraphs(text: str) -> list[str]:
    """The body of a letter in plain words; its first paragraph is its title, its last what stands at its foot."""
    body = text.partition("\n--\n")[0]
    return [part.strip() for part in body.split("\n\n") if part.strip()][1:]
