"""What people say on an idea. The words stand in the message, and only there: it may be redacted."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.history.events.base import Event


@dataclass(frozen=True)
class CommentWritten(Event):
    """A comment was written."""

    what = "commented"


@dataclass(frozen=True)
class ReplyWritten(Event):
    """The author was answered in a person's own words."""

    what = "replied"


@dataclass(frozen=True)
class QuestionAsked(Event):
    """The author was asked a question."""

    what = "author_asked"


@dataclass(frozen=True)
class QuestionAnswered(Event):
    """The question was answered."""

    what = "question_answered"


@dataclass(frozen=True)
class MessageRedacted(Event):
    """The words of a message were taken away."""

    what = "message_redacted"


@dataclass(frozen=True)
class NoteWritten(Event):
    """Those who keep the idea have a note among themselves: nobody else reads even that."""

    what = "note_written"


@dataclass(frozen=True)
class CommentEdited(Event):
    """A comment was changed by its writer."""

    what = "comment_edited"


@dataclass(frozen=True)
class ColleagueNamed(Event):
    """A colleague was named in what somebody said; `unseen` where they may not see the idea, and were not told."""

    what = "colleague_named"
    name: str
    unseen: bool
