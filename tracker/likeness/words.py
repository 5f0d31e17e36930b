"""Words about ideas that are alike (domain.md, "The life of an idea")."""

from __future__ import annotations

import enum


class Closeness(enum.StrEnum):
    """How close two ideas are: they say the same, or they are about the same matter."""

    SAME = "same"
    RELATED = "related"


class LikenessMark(enum.StrEnum):
    """What a person said of two ideas that look alike; the newest stands.

    They have nothing to do with each other; they are deliberate variants of one need; or what was said is taken back.
    """

    APART = "apart"
    VARIANT = "variant"
    OPEN = "open"


class Likeness(enum.StrEnum):
    """Why two ideas look alike."""

    SERVICE = "service"
    TITLE = "title"
    PROBLEM = "problem"
    PROPOSAL = "proposal"
    THING = "thing"
    MEANING = "meaning"
