"""What people say to each other on an idea: comments, questions to the author and their answers, replies."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, update

from tracker import council
from tracker.clock import now, today
from tracker.history import StoredEvent, record
from tracker.history.events.conversation import (
    CommentWritten,
    MessageRedacted,
    NoteWritten,
    QuestionAnswered,
    QuestionAsked,
    ReplyWritten,
)
from tracker.history.events.idea import IdeaCorrected
from tracker.idea.actions.letters import tell_asker, tell_authors
from tracker.idea.actions.life import touch
from tracker.idea.models import Idea, Message, MessageVersion
from tracker.idea.permissions import keeps
from tracker.idea.words import MessageKind, NotFoundError, Refused, State
from tracker.tenancy import current_council, session

REDACTED = "These words were taken away."


def comment(*, idea: Idea, words: str, by: UUID, reply_to: UUID | None = None) -> Message:
    """Say something on an idea that whoever sees it may read; perhaps about what another said, and stands below it.

    It is no reply to the author. Raises Refused without words, NotFoundError where nothing is there to be answered.
    """
    above = _above(idea, reply_to) if reply_to else None
    said = say(idea, MessageKind.COMMENT, words, by)
    said.reply_to_id = above
    record(CommentWritten(), idea_id=idea.id, about_id=said.id, by=by)
    return said


def _above(idea: Idea, message_id: UUID) -> UUID:
    """What a comment stands below: a thread is one deep. Raises NotFoundError."""
    said = session().get(Message, (current_council(), message_id))
    if said is None or said.idea_id != idea.id or said.kind is MessageKind.NOTE:
        raise NotFoundError(idea.ref)
    return said.reply_to_id or said.id


def note(*, idea: Idea, words: str, by: UUID) -> Message:
    """Write a note among those who keep an idea: nobody else reads it. Raises Refused without words."""
    said = say(idea, MessageKind.NOTE, words, by)
    record(NoteWritten(), idea_id=idea.id, about_id=said.id, by=by)
    return said


def reply(*, idea: Idea, words: str, by: UUID) -> Message:
    """Answer the author in a person's own words, by letter at once: this is what was promised."""
    said = say(idea, MessageKind.REPLY, words, by)
    note_first_reply(idea, by=by)
    record(ReplyWritten(), idea_id=idea.id, about_id=said.id, by=by)
    tell_authors(idea, said, template="author_reply", headline="About your idea")
    return said


def ask_author(*, idea: Idea, question: str, by: UUID) -> Message:
    """Ask the author a question, by letter at once. It is a first reply; the idea waits in triage for the answer."""
    if not question.strip():
        raise Refused("Write the question", field="words")
    said = say(idea, MessageKind.QUESTION, question, by)
    note_first_reply(idea, by=by)
    record(QuestionAsked(), idea_id=idea.id, about_id=said.id, by=by)
    tell_authors(idea, said, template="author_question", headline="A question about your idea")
    return said


def answer_question(*, idea: Idea, answer: str, by: UUID, question_id: UUID | None = None) -> Message:
    """Answer the question that stands open on an idea, as its author; whoever asked it is told by letter.

    `question_id` is the question that was read, by a letter's link. Raises Refused for anybody but the author, and
    where no question is open, or another one.
    """
    if by != idea.author_id:
        raise Refused("Its author alone answers a question to them. You can write a comment.", field="words")
    asked = open_question(idea)
    if asked is None:
        raise Refused("No question is open on this idea. You can write a comment.", field="words")
    if question_id and asked.id != question_id:
        raise Refused("Another question was asked meanwhile: read it on the idea's page.", field="words")
    if not answer.strip():
        raise Refused("Write your answer", field="words")
    said = say(idea, MessageKind.ANSWER, answer, by)
    record(QuestionAnswered(), idea_id=idea.id, about_id=said.id, by=by)
    tell_asker(idea, asked, said)
    return said


def redact(*, message: Message, idea: Idea, by: UUID) -> None:
    """Take away the words of a message. That there was one remains, its words do not. Twice is once."""
    if message.idea_id != idea.id:
        raise NotFoundError(idea.ref)
    if message.redacted_at:
        return
    if message.kind is MessageKind.OUTCOME:
        raise Refused("The reason of a decision stays on the record. Write a reply that puts it right.")
    message.text, message.redacted_at, message.redacted_by_id = REDACTED, now(), by
    session().execute(
        update(MessageVersion).where(MessageVersion.message_id == message.id).values(text=REDACTED),
        execution_options={"synchronize_session": False},
    )
    for event in session().scalars(select(StoredEvent).where(StoredEvent.about_id == message.id)):
        kept = {name: value for name, value in event.particulars.items() if name not in {"words", "because"}}
        event.particulars = kept
    record(MessageRedacted(), idea_id=idea.id, about_id=message.id, by=by)
    touch(idea)


def scrub(idea: Idea, fields: Collection[str], instead: str) -> bool:
    """Take what columns of an idea said before out of what the history tells of corrections; say if there was any."""
    corrected = (StoredEvent.idea_id == idea.id, StoredEvent.what == IdeaCorrected.what)
    found = False
    for event in session().scalars(select(StoredEvent).where(*corrected).order_by(StoredEvent.number)):
        kept = {
            side: {name: instead if name in fields else words for name, words in told.items()}
            for side, told in event.particulars.items()
        }
        found = found or kept != event.particulars
        event.particulars = kept
    return found


def say(idea: Idea, kind: MessageKind, words: str, by: UUID | None) -> Message:
    """Keep what was said on an idea, by nobody here where its contact did. Raises Refused without words."""
    if not words.strip():
        raise Refused("Write something first", field="words")
    if idea.state is State.DRAFT:
        raise NotFoundError(idea.ref)
    said = Message(idea_id=idea.id, kind=kind, text=words.strip(), by_id=by, at=now())
    session().add(said)
    session().flush()
    touch(idea)
    return said


def say_outcome(idea: Idea, words: str, by: UUID) -> Message:
    """Keep the words that went with an outcome in the conversation."""
    return say(idea, MessageKind.OUTCOME, words, by)


def note_first_reply(idea: Idea, *, by: UUID) -> None:
    """Note that somebody answered: the day of the first message or outcome that reaches the author by letter.

    It is written by who may triage, or by the owner, and by nobody to themselves. What came back is answered with it.
    """
    if by == idea.author_id or not keeps(idea, council.reader(by)):
        return
    if idea.first_reply_on is None and idea.submitted_on is not None:
        idea.first_reply_on = today()
    if idea.state is State.TRIAGE:
        idea.woken_on = None


def open_question(idea: Idea) -> Message | None:
    """The question to who said an idea that nobody has answered yet."""
    asked = (
        select(Message)
        .where(Message.idea_id == idea.id, Message.kind.in_([MessageKind.QUESTION, MessageKind.ANSWER]))
        .order_by(Message.at.desc(), Message.id.desc())
        .limit(1)
    )
    last = session().scalar(asked)
    return last if last is not None and last.kind is MessageKind.QUESTION else None
