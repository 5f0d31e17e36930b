"""Words about what councils look for and offer each other (domain.md, "Needs and offers")."""

from __future__ import annotations

import enum


class NeedWay(enum.StrEnum):
    """Whether a council looks for something or has it to give."""

    NEED = "need"
    OFFER = "offer"


class NeedKind(enum.StrEnum):
    """What is looked for or offered."""

    IDEA = "idea"
    VISIT = "visit"
    SHADOWING = "shadowing"
    MENTORING = "mentoring"
    LEARNING_SET = "learning_set"


class NeedAnswerState(enum.StrEnum):
    """How an answer to a need or an offer stands."""

    ASKED = "asked"
    AGREED = "agreed"
    OTHER_DAY = "other_day"
    DECLINED = "declined"


SETTLING = (NeedAnswerState.AGREED, NeedAnswerState.OTHER_DAY, NeedAnswerState.DECLINED)
