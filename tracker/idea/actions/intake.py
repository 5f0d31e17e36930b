"""An idea is logged and sent in at once, in one statement: what is logged most is to cost least."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from tracker import form, history, post
from tracker.clock import add_working_days, now, today
from tracker.council import SignedInReader
from tracker.db import new_id
from tracker.history.events.idea import IdeaSubmitted
from tracker.idea.actions.credit import resolved, tell_credited
from tracker.idea.actions.reference import NUMBER, pass_over_taken
from tracker.idea.rules import faults
from tracker.idea.words import UNKNOWN, Provenance, Refused, State
from tracker.tenancy import current_council, rows


class _LoggedIdea(NamedTuple):
    """What an idea is called from now on, if that was free, and whether there was a number to take at all."""

    ref: str | None
    numbered: bool


# A form that was sent before makes no second idea.
_UNUSED = "NOT EXISTS (SELECT FROM form_receipt r WHERE r.id = CAST(:receipt_id AS text))"
# Without a service no number is taken, and without a free number no idea is made; all else is made of that.
_SERVICE = (
    "(CAST(:service_id AS uuid) IS NULL OR EXISTS"
    " (SELECT FROM service s WHERE s.id = CAST(:service_id AS uuid) AND s.ended_at IS NULL))"
)
_LOG = f"""
    WITH number AS ({NUMBER.format(f"{_SERVICE} AND {_UNUSED}")}),
    made AS (
      INSERT INTO idea (id, ref, title, problem, proposal, service_id, origin, origin_note, credit_id, credit_name,
                        author_id, state, created_at, changed_at, submitted_at, submitted_on, there_from, stage_since,
                        reply_due_on)
      SELECT CAST(:idea_id AS uuid), ref, CAST(:title AS text), CAST(:problem AS text), CAST(:proposal AS text),
             CAST(:service_id AS uuid), CAST(:origin AS text), CAST(:origin_note AS text), CAST(:credit_id AS uuid),
             CAST(:credit_name AS text), CAST(:by AS uuid), '{State.TRIAGE}', CAST(:now AS timestamptz),
             CAST(:now AS timestamptz), CAST(:now AS timestamptz), CAST(:day AS date), CAST(:day AS date),
             CAST(:day AS date), CAST(:due AS date)
        FROM number ON CONFLICT (council_id, ref) DO NOTHING RETURNING id, ref),
    state AS (
      INSERT INTO idea_state (id, idea_id, state, "on", counts_from, recorded_at, by_id)
      SELECT CAST(:state_id AS uuid), id, '{State.TRIAGE}', CAST(:day AS date), CAST(:day AS date),
             CAST(:now AS timestamptz), CAST(:by AS uuid) FROM made),
    follower AS (
      INSERT INTO follower (idea_id, person_id, since)
      SELECT id, CAST(:by AS uuid), CAST(:now AS timestamptz) FROM made),
    event AS ({history.EVENT_ROW.format(idea_id="id", source="made")}),
    receipt AS ({form.RECEIPT_ROW.format(ref="ref", source="made")}),
    letter AS ({post.LETTER_ROW.format(particulars="jsonb_build_object('ref', ref)", source="made")})
    SELECT (SELECT ref FROM made) AS ref, EXISTS (SELECT FROM number) AS numbered"""  # noqa: S608 - made of constants only


def log(
    *,
    me: SignedInReader,
    title: str,
    problem: str,
    proposal: str,
    service_id: UUID | None = None,
    provenance: Provenance = UNKNOWN,
    receipt: form.ReceiptDraft | None = None,
) -> str:
    """Log an idea and send it at once, as `log_draft` and `submit` do one after the other; return its reference.

    Raises Refused for a gap, for a service that is none of the council's and for a colleague who is not to be found;
    SentBeforeError for a form sent before.
    """
    texts = {"title": title.strip(), "problem": problem.strip(), "proposal": proposal.strip()}
    for fault in faults(texts):
        raise fault
    source = resolved(provenance, by=me.person_id)
    idea_id, due = new_id(), add_working_days(today(), me.promise_days, me.nation)
    event = history.EventDraft(IdeaSubmitted(reply_due_on=due.isoformat()), idea_id, me.person_id, me.name)
    to = post.Addressee(me.name, me.email, me.person_id)
    letter = thanks(to, council_name=me.council_name, idea_id=idea_id, title=texts["title"], due=due)
    when = {"now": now(), "day": today(), "due": due}
    which = {"here": current_council(), "by": me.person_id, "idea_id": idea_id, "state_id": new_id()}
    given = {**texts, **which, **when, **event.given, **letter.given, **source.as_columns, "service_id": service_id}
    ref = _stored(given, receipt)
    event.note()
    letter.note()
    if source.credit_id:
        tell_credited(source.credit_id, idea_id=idea_id, ref=ref, title=texts["title"], by_name=me.name)
    return ref


def _stored(given: Mapping[str, object], receipt: form.ReceiptDraft | None) -> str:
    """Store an idea that is logged; where a case bears its reference, under the next that none does.

    Raises Refused, SentBeforeError.
    """
    used = receipt.given if receipt else form.NO_RECEIPT
    while True:
        [made] = rows(_LoggedIdea, _LOG, **given, **used)
        if made.ref:
            return made.ref
        if not made.numbered:
            if receipt:
                form.refuse_used(receipt)
            raise Refused("Choose one of the services", field="service")
        pass_over_taken()


def thanks(
    to: post.Addressee, *, council_name: str | None, idea_id: UUID, title: str, due: date, **more: str
) -> post.LetterDraft:
    """The letter that thanks an author, and says by when a person replies."""
    return post.LetterDraft(
        "idea_received",
        to=to,
        kind=post.LetterKind.REPLY,
        key=f"idea-received:{idea_id}",
        subject=f"Thank you for {title}",
        particulars={"title": title, "council_name": council_name, "due": f"{due:%A} {due.day} {due:%B}", **more},
    )
