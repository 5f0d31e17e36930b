"""Words of the network view (domain/reports-2007-2008.md A10-A11, reports-2009-2010.md A21-A22)."""

from __future__ import annotations

import enum


class LinkKind(enum.StrEnum):
    """What two do with each other."""

    WORK = "work"
    TALK = "talk"
    ADAPT = "adapt"
    TRIAL = "trial"
    NEED = "need"


class LinkTrace(enum.StrEnum):
    """What a link rests on."""

    SAME_IDEA = "same_idea"
    CONTACT = "contact"
    ACTIVITY = "activity"
    LOGGED = "logged"
    COMMENT = "comment"
    FEEDBACK = "feedback"
    ADAPTATION = "adaptation"
    TRIAL = "trial"
    NEED = "need"


class NodeKind(enum.StrEnum):
    """Who is linked: a person of the council, an outside body, another council, people without an account."""

    PERSON = "person"
    BODY = "body"
    COUNCIL = "council"
    CROWD = "crowd"


class NetworkRole(enum.StrEnum):
    """What part somebody plays between the others."""

    HUB = "hub"
    GATEKEEPER = "gatekeeper"
    PULSETAKER = "pulsetaker"


class LayerReading(enum.StrEnum):
    """How the links of a layer read."""

    EMPTY = "empty"
    THIN = "thin"
    LINKED = "linked"
    DENSE = "dense"


class NetworkWarning(enum.StrEnum):
    """What a network is warned of."""

    CORE = "core"
    OUTSIDE = "outside"
    HELD = "held"
