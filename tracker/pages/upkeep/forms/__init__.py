"""The parts of "keep it current", by name, in the order in which they are shown; and the sponsor's contact."""

from __future__ import annotations

from tracker.pages.upkeep.forms.capacity import HandoverPart, PartnersPart, SignOffForm, SignOffsPart, ThanksPart
from tracker.pages.upkeep.forms.idea import (
    ContactForm,
    ExtentPart,
    InvolvementPart,
    LessonPart,
    NothingPart,
    SincePart,
    SponsorPart,
)
from tracker.pages.upkeep.forms.part import KeptPart
from tracker.pages.upkeep.forms.worth import ClaimPart, EvidencePart, MoneyPart, RiskPart

__all__ = ["PARTS", "ContactForm", "KeptPart", "SignOffForm"]

PARTS: dict[str, type[KeptPart]] = {
    part.name: part
    for part in (
        ClaimPart,
        EvidencePart,
        InvolvementPart,
        SponsorPart,
        RiskPart,
        MoneyPart,
        ExtentPart,
        NothingPart,
        LessonPart,
        SincePart,
        PartnersPart,
        HandoverPart,
        SignOffsPart,
        ThanksPart,
    )
}
