"""What people say to each other on an idea: comments, questions to the author and their answers, replies."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from tracker import council, post
from tracker.clock import now, today
from tracker.history import StoredEvent, record
from tracker.history.events.conversation import (
    CommentWritten,
    MessageRedacted,
    QuestionAnswered,
    QuestionAsked,
    ReplyWritten,
)
from tracker.idea.actions.life import touch
from tracker.idea.models import Idea, Message
from tracker.idea.visible import those_who_see
from tracker.idea.words import MessageKind, NotFoundError, Refused, State
from tracker.tenancy import session

REDACTED = "These words were taken away."


def comment(*, idea: Idea, words: str, by: UUID) -> Message:
    """Say something on an idea that whoever sees it may read. Raises Refused when nothing is said."""
    said = _say(idea, MessageKind.COMMENT, words, by)
    note_first_reply(idea, by=by)
    record(CommentWritten(), idea_id=idea.id, about_id=said.id, by=by)
    return said


def reply(*, idea: Idea, words: str, by: UUID) -> Message:
    """Answer the author in a person's own words, by letter at once: this is what was promised."""
    said = _say(idea, MessageKind.REPLY, words, by)
    note_first_reply(idea, by=by)
    record(ReplyWritten(), idea_id=idea.id, about_id=said.id, by=by)
    tell_author(idea, said, template="author_reply", subject=f"About your idea: {idea.title}")
    return said


def ask_author(*, idea: Idea, question: str, by: UUID) -> Message:
    """Ask the author a question, by letter at once. It is a first reply; the idea waits in triage for the answer."""
    if not question.strip():
        raise Refused("Write the question", field="words")
    said = _say(idea, MessageKind.QUESTION, question, by)
    note_first_reply(idea, by=by)
    record(QuestionAsked(), idea_id=idea.id, about_id=said.id, by=by)
    tell_author(idea, said, template="author_question", subject=f"A question about your idea: {idea.title}")
    return said


def answer_question(*, idea: Idea, answer: str, by: UUID) -> Message:
    """Answer the question that stands open on an idea, as its author; whoever asked it is told by letter.

    Raises Refused for anybody else, and where no question is open.
    """
    if by != idea.author_id:
        raise Refused("Its author alone answers a question to them. You can write a comment.", field="words")
    asked = _open_question(idea)
    if asked is None:
        raise Refused("No question is open on this idea. You can write a comment.", field="words")
    if not answer.strip():
        raise Refused("Write your answer", field="words")
    said = _say(idea, MessageKind.ANSWER, answer, by)
    record(QuestionAnswered(), idea_id=idea.id, about_id=said.id, by=by)
    _tell_asker(idea, asked, said)
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
    for event in session().scalars(select(StoredEvent).where(StoredEvent.about_id == message.id)):
        kept = {name: value for name, value in event.particulars.items() if name not in {"words", "because"}}
        event.particulars = kept
    record(MessageRedacted(), idea_id=idea.id, about_id=message.id, by=by)
    touch(idea)


def _say(idea: Idea, kind: MessageKind, words: str, by: UUID) -> Message:
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
    return _say(idea, MessageKind.OUTCOME, words, by)


def note_first_reply(idea: Idea, *, by: UUID) -> None:
    """Note the day of the first reply: the first message or outcome by a person other than the author."""
    if idea.first_reply_on is None and idea.submitted_on is not None and by != idea.author_id:
        idea.first_reply_on = today()


def tell_author(idea: Idea, said: Message, *, template: str, subject: str, next_step: str = "") -> None:
    """Write to the author what a person said; nobody writes to themselves, nor to somebody who left."""
    if idea.author_id is None or idea.author_id == said.by_id:
        return
    if to := council.to(idea.author_id):
        _letter(template, to, idea, said, subject, next_step=next_step)


def _tell_asker(idea: Idea, asked: Message, said: Message) -> None:
    if asked.by_id == said.by_id or not those_who_see(idea, [asked.by_id]):
        return
    if to := council.to(asked.by_id):
        _letter("question_answered", to, idea, said, f"An answer about {idea.ref}: {idea.title}")


def _letter(template: str, to: post.Addressee, idea: Idea, said: Message, subject: str, *, next_step: str = "") -> None:
    """Write a letter that tells what somebody said, as it stands when the letter is carried."""
    post.write(
        template,
        to=to,
        kind=post.LetterKind.REPLY,
        key=f"{template}:{said.id}",
        subject=subject,
        ref=idea.ref,
        title=idea.title,
        message_id=str(said.id),
        by=council.names([said.by_id]).get(said.by_id, "Your innovation lead"),
        next_step=next_step,
    )


def _open_question(idea: Idea) -> Message | None:
    asked = (
        select(Message)
        .where(Message.idea_id == idea.id, Message.kind.in_([MessageKind.QUESTION, MessageKind.ANSWER]))
        .order_by(Message.at.desc(), Message.id.desc())
        .limit(1)
    )
    last = session().scalar(asked)
    return last if last is not None and last.kind is MessageKind.QUESTION else None
