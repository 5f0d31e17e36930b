"""Words about an idea and its life (domain.md, "The life of an idea")."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID


class Refused(ValueError):  # noqa: N818 - it reads as what happened, not as a fault of the program
    """An act that the rules of an idea do not allow: a sentence that says what to do, and the field it is about.

    `others` are what else was wrong with it, each of a field of its own (see `refuse_all`).
    """

    def __init__(self, message: str, *, field: str = "", others: Sequence[Refused] = ()) -> None:
        super().__init__(message)
        self.field = field
        self.others = tuple(others)

    @classmethod
    def of(cls, faults: Sequence[Refused]) -> Refused:
        """Several refusals as one: the first with the others."""
        first, *others = faults
        return cls(str(first), field=first.field, others=others)


def refuse_all(*found: Iterable[Refused]) -> None:
    """Refuse what rules object to, all of it at once. Raises Refused."""
    if faults := [fault for some in found for fault in some]:
        raise Refused.of(faults)


class NotFoundError(LookupError):
    """There is no such idea here, or it is not the reader's to see: the two look the same."""


class Stage(enum.StrEnum):
    """How far an idea has come. A gate stands before each stage after the first."""

    LATENT = "latent"
    DESIGN = "design"
    MOBILISE = "mobilise"
    MAINSTREAM = "mainstream"
    EMBEDDED = "embedded"

    @property
    def rank(self) -> int:
        """Place in the order of stages, 0 to 4."""
        return _IN_ORDER.index(self)

    @property
    def next(self) -> Stage | None:
        """The stage behind the next gate, or None after the last."""
        return _IN_ORDER[self.rank + 1] if self is not Stage.EMBEDDED else None


_IN_ORDER = tuple(Stage)


class State(enum.StrEnum):
    """Where an idea is beside its stage."""

    DRAFT = "draft"
    TRIAGE = "triage"
    ACTIVE = "active"
    PARKED = "parked"
    CLOSED = "closed"


class Audience(enum.StrEnum):
    """Who in the council sees an idea once it is sent; `visible` says of each what that means."""

    EVERYBODY = "everybody"
    CONFIDENTIAL = "confidential"


# What an idea may be restricted to: it counts, and is never published, matched, or named to who does not see it.
RESTRICTED = tuple(audience for audience in Audience if audience is not Audience.EVERYBODY)

# States in which something may still become of an idea.
UNDECIDED = (State.TRIAGE, State.ACTIVE, State.PARKED)


class Outcome(enum.StrEnum):
    """How an idea was closed or set aside."""

    STOPPED = "stopped"
    IMPROVED = "improved_instead"
    RESOURCED = "resourced_instead"
    DECLINED = "declined"
    MERGED = "merged"
    PARKED = "parked"
    REFERRED = "referred"


# Endings after which a lesson is asked for (domain.md): those of an idea that went somewhere and goes no further.
TEACHES = (Outcome.STOPPED, Outcome.IMPROVED, Outcome.RESOURCED, Outcome.DECLINED)


class Extent(enum.StrEnum):
    """How far an idea departs from what is done today; drives the mix."""

    INCREMENTAL = "incremental"
    RADICAL = "radical"
    SYSTEM = "system"


# Changes that may take longer before anybody is asked.
LARGE = (Extent.RADICAL, Extent.SYSTEM)


class Origin(enum.StrEnum):
    """Whose idea it is, as who logs it says; of whom it was heard or where it was seen, in words beside it."""

    OWN = "own"
    RESIDENT = "resident"
    ELSEWHERE = "elsewhere"
    BEHALF = "behalf"


class Provenance(NamedTuple):
    """Where an idea comes from: whose it is, who told it or where it was seen, and who is credited with it.

    Who is credited is a colleague, or a name; of a draft it is a name as it was typed.
    """

    origin: Origin | None = None
    note: str | None = None
    credit_id: UUID | None = None
    credit_name: str | None = None

    @property
    def as_columns(self) -> dict[str, Any]:
        """Its columns in the row of an idea."""
        return {
            "origin": self.origin,
            "origin_note": self.note,
            "credit_id": self.credit_id,
            "credit_name": self.credit_name,
        }


UNKNOWN = Provenance()


class Involvement(enum.StrEnum):
    """How users take part."""

    TOLD = "told"
    ASKED = "asked"
    DESIGNS = "designs_with"
    DELIVERS = "delivers_with"


class Fact(enum.StrEnum):
    """Dated facts about an idea, of which the last that counts holds."""

    EXTENT = "extent"
    INVOLVEMENT = "involvement"
    NEEDS_NO_MONEY = "needs_no_money"
    SHIELDED_UNTIL = "shielded_until"


class Move(enum.StrEnum):
    """What brought an idea from one stage to another, in the words of the case files."""

    ADVANCE = "advance"
    ADVANCE_WITH_CONDITIONS = "advance_with_conditions"
    HOLD = "hold"
    RETURN = "return"
    STOP = "stop"


BROUGHT = "Brought in from "  # how a note begins that a row of somebody's spreadsheet left


class MessageKind(enum.StrEnum):
    """What is said to or by people on an idea."""

    COMMENT = "comment"
    QUESTION = "question"
    ANSWER = "answer"
    REPLY = "reply"
    OUTCOME = "outcome"
    NOTE = "note"  # among those who keep the idea, and read by nobody else
