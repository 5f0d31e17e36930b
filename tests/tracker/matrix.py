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
KEEPERS = frozenset({"owner", "lead"})
LEAD = frozenset({"lead"})
ADMIN = frozenset({"admin"})
OPERATOR: frozenset[str] = frozenset()  # no role of a council: somebody who runs the platform


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
    "home.home": Row(SIGNED_IN),
    "ideas.listing": Row(EVERYONE),
    "ideas.board": Row(EVERYONE),
    "ideas.new": Row(WRITERS),
    "ideas.edit": Row(WRITERS, narrowed=True),
    "ideas.sent": Row(WRITERS, narrowed=True),
    "ideas.show": Row(EVERYONE),
    "ideas.speak": Row(WRITERS),
    "ideas.redact": Row(WRITERS, narrowed=True),
    "ideas.follow": Row(WRITERS),
    "triage.desk": Row(LEAD),
    "triage.decide": Row(LEAD),
    "triage.undo_merge": Row(LEAD, narrowed=True),
    "triage.wake": Row(LEAD, narrowed=True),
    "triage.owner": Row(KEEPERS),
    "current.show": Row(KEEPERS),
    "current.save": Row(KEEPERS, narrowed=True),
    "current.close_risk": Row(KEEPERS, narrowed=True),
    "current.contact": Row(frozenset({"lead", "owner", "sponsor"}), narrowed=True),
    "gates.show": Row(EVERYONE),
    "gates.decision": Row(READERS, narrowed=True),
    "gates.answers": Row(KEEPERS, narrowed=True),
    "gates.ask": Row(KEEPERS, narrowed=True),
    "gates.view": Row(WRITERS | READERS, narrowed=True),
    "gates.policy": Row(LEAD),
    "gates.condition": Row(EVERYONE, narrowed=True),
    "decisions.show": Row(EVERYONE),
    "portfolio.show": Row(READERS),
    "portfolio.part": Row(READERS),
    "portfolio.health": Row(EVERYONE),
    "nudges.by_link": Row(ANYONE),
    "nudges.later_by_link": Row(ANYONE),
    "nudges.show": Row(SIGNED_IN),
    "nudges.later": Row(SIGNED_IN),
    "nudges.planned": Row(LEAD),
    "nudges.withhold": Row(LEAD, narrowed=True),
    "collaboratives.listing": Row(EVERYONE),
    "collaboratives.read": Row(EVERYONE),
    "collaboratives.show": Row(EVERYONE),
    "collaboratives.card": Row(EVERYONE),
    "collaboratives.adapt": Row(KEEPERS),
    "publications.choose": Row(LEAD),
    "publications.publish": Row(LEAD),
    "publications.withdraw": Row(LEAD),
    "publications.result": Row(KEEPERS, narrowed=True),
    "publications.lineage": Row(EVERYONE),
    "gallery.show": Row(ANYONE),
    "mailbox.listing": Row(ANYONE),
    "inbox.show": Row(SIGNED_IN),
    "operations.show": Row(OPERATOR),
    "council.show": Row(ADMIN),
    "council.invite": Row(ADMIN),
    "council.person": Row(ADMIN),
    "council.end": Row(ADMIN),
    "council.services": Row(ADMIN),
    "council.promise": Row(ADMIN),
    "mailbox.show": Row(ANYONE),
    "mailbox.as_sent": Row(ANYONE),
    "operations.again": Row(OPERATOR),
    "operations.healthz": Row(ANYONE),
    "operations.readyz": Row(ANYONE),
}
