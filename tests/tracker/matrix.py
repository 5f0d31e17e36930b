"""Who may open what: every route of the product, by endpoint. A route without a row here fails the suite.

A row says which roles may (or ANYONE, SIGNED_IN). Identifiers in the address are filled in by their name: `ref` is an
idea of the council, `code` a collaborative, `number` a decision or a card, `stage` a gate, `person_id` a member, `part`
a part of the profile, `token` a link.
"""

from __future__ import annotations

from dataclasses import dataclass

ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset({"signed in"})
EVERYONE = frozenset({"contributor", "owner", "lead", "sponsor", "observer", "admin"})
WRITERS = frozenset({"contributor", "owner", "lead", "sponsor"})
READERS = frozenset({"lead", "sponsor", "observer"})
LEAD = frozenset({"lead"})
ADMIN = frozenset({"admin"})


@dataclass(frozen=True)
class Row:
    """Who may open a screen. Narrowed: of these, only whoever the thing itself concerns (its author, its owner ...)."""

    may: frozenset[str]
    narrowed: bool = False


MATRIX: dict[str, Row] = {
    "static": Row(ANYONE),
    "sign_in.sign_in": Row(ANYONE),
    "sign_in.sign_out": Row(ANYONE),
    "sign_in.forgotten": Row(ANYONE),
    "sign_in.invite": Row(ANYONE),
    "sign_in.reset": Row(ANYONE),
    "papers.privacy": Row(ANYONE),
    "papers.accessibility": Row(ANYONE),
    "papers.cookies": Row(ANYONE),
    "account.show": Row(SIGNED_IN),
    "account.password": Row(SIGNED_IN),
    "account.sign_out_everywhere": Row(SIGNED_IN),
    "account.switch": Row(SIGNED_IN),
    "account.no_council": Row(SIGNED_IN),
    "council.permissions": Row(SIGNED_IN),
    "council.show": Row(ADMIN),
    "council.invite": Row(ADMIN),
    "council.person": Row(ADMIN),
    "council.end": Row(ADMIN),
    "council.services": Row(ADMIN),
    "council.promise": Row(ADMIN),
}
