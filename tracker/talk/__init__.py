"""Talk: whom the words on an idea name, what they said before, who follows it, and what a letter's link asks."""

from tracker.talk.actions import edit, name_colleagues
from tracker.talk.models import Mention
from tracker.talk.permissions import EDITED, check_sent, edits
from tracker.talk.queries import (
    AskedQuestion,
    FollowerEntry,
    QuestionEntry,
    VersionEntry,
    followers_of,
    question,
    question_by_token,
    versions_of,
)
from tracker.talk.rules import EDIT_TIME, LINK_DAYS, Naming, naming_told

__all__ = [
    "EDITED",
    "EDIT_TIME",
    "LINK_DAYS",
    "AskedQuestion",
    "FollowerEntry",
    "Mention",
    "Naming",
    "QuestionEntry",
    "VersionEntry",
    "check_sent",
    "edit",
    "edits",
    "followers_of",
    "name_colleagues",
    "naming_told",
    "question",
    "question_by_token",
    "versions_of",
]
