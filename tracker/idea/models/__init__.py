"""What is stored of ideas: the idea and its life, what people say on it, and who hears of it."""

from tracker.idea.models.idea import (
    Idea,
    IdeaCount,
    IdeaFact,
    IdeaState,
    Message,
    SponsorContact,
    StageMove,
)
from tracker.idea.models.talk import Confidant, Follower, IdeaMerge, MessageVersion, QuestionLink

__all__ = [
    "Confidant",
    "Follower",
    "Idea",
    "IdeaCount",
    "IdeaFact",
    "IdeaMerge",
    "IdeaState",
    "Message",
    "MessageVersion",
    "QuestionLink",
    "SponsorContact",
    "StageMove",
]
