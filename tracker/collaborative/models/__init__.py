"""What councils share with each other, as it is stored."""

from tracker.collaborative.models.blind import BlindAsk, BlindConsent, BlindLook
from tracker.collaborative.models.card import Publication
from tracker.collaborative.models.feedback import AdaptationFeedback
from tracker.collaborative.models.founding import CollaborativeClosing, CollaborativeInvitation
from tracker.collaborative.models.proposal import CollaborativeProposal
from tracker.collaborative.models.sharing import (
    Adaptation,
    AdaptationCredit,
    AdaptationReport,
    AdoptionNote,
    Collaborative,
    Member,
    Notice,
)
from tracker.collaborative.models.shelf import CollaborativeBroker, CollaborativeNote

__all__ = [
    "Adaptation",
    "AdaptationCredit",
    "AdaptationFeedback",
    "AdaptationReport",
    "AdoptionNote",
    "BlindAsk",
    "BlindConsent",
    "BlindLook",
    "Collaborative",
    "CollaborativeBroker",
    "CollaborativeClosing",
    "CollaborativeInvitation",
    "CollaborativeNote",
    "CollaborativeProposal",
    "Member",
    "Notice",
    "Publication",
]
