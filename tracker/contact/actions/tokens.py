"""Secrets of doors: made of the site's own secret, found by their digest, ended by taking that away."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from config.settings import settings
from tracker.clock import now
from tracker.contact import rules
from tracker.contact.models import DoorToken
from tracker.contact.words import TokenKind
from tracker.council import digest_of_token
from tracker.db import any_of
from tracker.tenancy import Query, current_council, rows, session

Making = Callable[..., str]
_MADE: dict[TokenKind, Making] = {
    TokenKind.POSTER: rules.poster_token,
    TokenKind.CLAIM: rules.claim_token,
    TokenKind.CONFIRMATION: rules.confirmation_token,
}
TURNS = 4  # another secret is made where somebody has the first: once in some millions
_INSERT = insert(DoorToken).on_conflict_do_nothing().returning(DoorToken.token_digest)


class DoorLink(NamedTuple):
    """What a secret opens: of which council, and what there."""

    council_id: UUID
    subject_id: UUID


_FIND = "SELECT council_id, subject_id FROM door_token WHERE token_digest = :digest AND kind = :kind"


def find(token: str, *, kind: TokenKind) -> DoorLink | None:
    """What a secret opens; None for one that is nobody's, or was ended. Asked in the directory."""
    found = rows(DoorLink, _FIND, digest=_digest(token), kind=str(kind))
    return found[0] if found else None


def give_token(kind: TokenKind, subject_id: UUID) -> str:
    """Give something of the open council a secret of its own, and return it."""
    for turn in range(TURNS):
        token = _made(kind, subject_id, turn)
        row = {"token_digest": _digest(token), "council_id": current_council(), "kind": kind, "subject_id": subject_id}
        if session().scalar(_INSERT, {**row, "made_at": now()}) is not None:
            return token
    msg = "no secret was free"
    raise RuntimeError(msg)


def token_of(kind: TokenKind, subject_id: UUID) -> str | None:
    """The secret of something of the open council; None where it was ended, or the site's own secret changed since."""
    session().flush()
    return token_query(kind, subject_id).answer()


class _HeldToken(NamedTuple):
    digest: str


_HELD = """
SELECT token_digest AS digest FROM door_token
 WHERE council_id = CAST(:here AS uuid) AND kind = CAST(:kind AS text) AND subject_id = CAST(:subject AS uuid)"""


def token_query(kind: TokenKind, subject_id: UUID) -> Query[str | None]:
    """The same, to be asked together with others."""

    def read(held: list[_HeldToken]) -> str | None:
        digests = {one.digest for one in held}
        made = (_made(kind, subject_id, turn) for turn in range(TURNS)) if digests else ()
        return next((token for token in made if _digest(token) in digests), None)

    return Query(_HeldToken, _HELD, {"here": current_council(), "kind": str(kind), "subject": subject_id}, read)


def claim_code(contact_id: str) -> str | None:
    """The claim code of a contact as a letter tells it when it is carried; None once it was ended."""
    token = token_of(TokenKind.CLAIM, UUID(contact_id))
    return rules.code_in_words(token) if token else None


def confirmation_secret(submission_id: str) -> str | None:
    """What the link of a letter to a resident ends in, while there is something to confirm."""
    return token_of(TokenKind.CONFIRMATION, UUID(submission_id))


def end_tokens(kind: TokenKind, *subjects: UUID) -> int:
    """End the secrets of some things of the open council, of all where none is named; return how many."""
    here = delete(DoorToken).where(DoorToken.council_id == current_council(), DoorToken.kind == kind)
    ended = session().execute(here.where(DoorToken.subject_id == any_of(subjects)) if subjects else here)
    return int(ended.rowcount)  # type: ignore[attr-defined]  # a result of a delete has it


def _made(kind: TokenKind, subject_id: UUID, turn: int) -> str:
    return _MADE[kind](settings().secret_key, subject_id, turn=turn)


def _digest(token: str) -> str:
    return digest_of_token(f"door {rules.plain_token(token)}")
