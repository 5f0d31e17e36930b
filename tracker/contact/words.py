"""Words about people without an account, and the doors through which they speak."""

from __future__ import annotations

import enum


class DoorKind(enum.StrEnum):
    """Through which door somebody without an account came in."""

    POSTER = "poster"
    RESIDENTS = "residents"


class AnswerWay(enum.StrEnum):
    """How somebody without an account hears what became of what they said."""

    CODE = "code"
    EMAIL = "email"
    NONE = "none"


class TokenKind(enum.StrEnum):
    """What a secret of a door opens: a team's form, the answer to one person, the words of one resident to confirm."""

    POSTER = "poster"
    CLAIM = "claim"
    CONFIRMATION = "confirmation"
