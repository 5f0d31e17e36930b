"""A council words the replies that its answers begin from: each change is a version of its own."""

from __future__ import annotations

from uuid import UUID

from tracker.clock import now
from tracker.db import new_id
from tracker.idea.words import Refused, refuse_all
from tracker.tenancy import session
from tracker.triage.models import ReplyTemplate
from tracker.triage.queries.replies import reply_templates
from tracker.triage.rules import ReplyEntry, template_faults


def keep_reply(*, by: UUID, name: str, words: str, outcome: str | None = None, code: str | None = None) -> str:
    """Keep a reply to begin from, a new one or in place of the one with a code; return its code. Raises Refused.

    Nothing is written where it says so already.
    """
    refuse_all(template_faults(name=name, words=words))
    kept = ReplyEntry(code or new_id().hex, name.strip(), outcome or None, words.strip())
    others = [each for each in reply_templates() if each.code != kept.code]
    if any(each.name.casefold() == kept.name.casefold() for each in others):
        raise Refused("Another reply is called so already", field="name")
    if kept not in reply_templates():
        _add(kept, by=by)
    return kept.code


def end_reply(*, code: str, by: UUID) -> None:
    """Take a reply out of those that are offered. Raises Refused where it is none of them."""
    found = next((each for each in reply_templates() if each.code == code), None)
    if found is None:
        raise Refused("This reply was taken out already.")
    _add(found, by=by, ended=True)


def _add(kept: ReplyEntry, *, by: UUID, ended: bool = False) -> None:
    session().add(
        ReplyTemplate(
            code=kept.code, name=kept.name, outcome=kept.outcome, words=kept.words, ended=ended, by_id=by, at=now()
        )
    )
    session().flush()
