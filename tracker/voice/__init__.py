"""A voice from outside: ideas of people without an account, what they add, and what anybody is told of them.

What came through a door waits in triage as any idea; nothing of it is shown outside but what a lead tells in words that
they approve (`tell_outside`), and to who said it what they were told.
"""

from tracker.idea.actions.conversation import open_question
from tracker.voice.actions import (
    TellingDraft,
    VoiceDraft,
    add_from_contact,
    hear_by_code,
    hear_by_email,
    log_confirmed,
    log_from_poster,
    take_words_away,
    tell_outside,
    withdraw_telling,
)
from tracker.voice.queries import OwnWords, own_words, said_by
from tracker.voice.rules import telling_faults, voice_faults

__all__ = [
    "OwnWords",
    "TellingDraft",
    "VoiceDraft",
    "add_from_contact",
    "hear_by_code",
    "hear_by_email",
    "log_confirmed",
    "log_from_poster",
    "open_question",
    "own_words",
    "said_by",
    "take_words_away",
    "tell_outside",
    "telling_faults",
    "voice_faults",
    "withdraw_telling",
]
