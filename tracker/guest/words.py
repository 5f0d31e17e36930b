"""Words about guests of a collaborative."""

from __future__ import annotations

import enum


class GuestLinkPurpose(enum.StrEnum):
    """What a link sent to a guest is good for, once."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"


class GuestStanding(enum.StrEnum):
    """How far somebody is who was asked to read as a guest."""

    ASKED = "asked"
    HERE = "here"
    DECLINED = "declined"
    RAN_OUT = "ran_out"
