"""Letters about an idea: to everybody who said it, with an account or without, and to who asked them something."""

from __future__ import annotations

import secrets
from dataclasses import replace
from uuid import UUID

from tracker import contact, council, post
from tracker.clock import now
from tracker.contact import TidingDraft
from tracker.idea.models import Idea, Message, QuestionLink
from tracker.idea.queries.lookup import AuthorEntry, authors_of, contacts_of
from tracker.idea.visible import those_who_see
from tracker.tenancy import session


def tell_authors(
    idea: Idea, said: Message, *, template: str, headline: str, next_step: str = "", outside: str = ""
) -> None:
    """Write to the author what a person said, and to those whose ideas were joined into this one.

    `outside` is what is next as people without an account hear it, where that differs: it names no other idea.

    Nobody writes to themselves, nor to somebody who left. A question is its author's alone to answer: the others read
    what was asked.
    """
    for author, to in _hearers(idea, but=said.by_id):
        theirs = "author_reply" if (author.joined or author.credited) and template == "author_question" else template
        key = f"{theirs}:{said.id}:{author.person_id}" if author.joined or author.credited else f"{theirs}:{said.id}"
        subject = f"{headline}: {author.title}"
        _letter(
            theirs,
            to,
            idea,
            said,
            subject,
            key=key,
            next_step=next_step,
            title=author.title,
            joined=_one_with(author, idea),
            token=_link(said, author.person_id) if theirs == "author_question" else "",
        )
    tell_contacts(
        idea, TidingDraft(headline=headline, by=said.by_id, message_id=said.id, next_step=outside or next_step)
    )


def tell_contacts(idea: Idea, draft: TidingDraft) -> None:
    """Tell everybody without an account who said an idea what became of it: all that they ever hear passes here."""
    for hearer in contacts_of(idea=idea):
        contact.answer(hearer, replace(draft, ref=idea.ref))


def _link(said: Message, person_id: UUID) -> str:
    """Make the secret of the link by which a question is answered; only the letter holds it."""
    token = secrets.token_urlsafe(32)
    digest = council.digest_of_token(token)
    link = QuestionLink(
        token_digest=digest, council_id=said.council_id, message_id=said.id, person_id=person_id, made_at=now()
    )
    session().add(link)
    return token


def tell_authors_again(
    idea: Idea, *, headline: str, happened: str, next_step: str, because: str, by: UUID | None, key: str
) -> None:
    """Write to the authors that something became of their idea, of which nobody wrote them a message."""
    who = council.names([by])[by] if by else ""
    for author, to in _hearers(idea, but=by):
        post.write(
            "idea_again",
            to=to,
            kind=post.LetterKind.REPLY,
            key=f"{key}:{author.person_id}",
            subject=f"{headline}: {author.title}",
            ref=idea.ref,
            title=author.title,
            joined=_one_with(author, idea),
            happened=happened,
            next_step=next_step,
            because=because,
            by=who,
        )
    words = f"{happened} {because}".strip()
    tell_contacts(idea, TidingDraft(headline=headline, by=by, words=words, next_step=next_step))


def _one_with(author: AuthorEntry, idea: Idea) -> str:
    """With what an author's own idea goes on as one, where it was joined."""
    return f"{idea.ref}, “{idea.title}”" if author.joined else ""


def _hearers(idea: Idea, *, but: UUID | None) -> list[tuple[AuthorEntry, post.Addressee]]:
    """The authors of an idea who are here and see it, but for one."""
    authors = [author for author in authors_of(idea=idea) if author.person_id != but]
    seeing = those_who_see(idea, [author.person_id for author in authors])
    here = ((author, council.to(author.person_id)) for author in authors if author.person_id in seeing)
    return [(author, to) for author, to in here if to]


def tell_asker(idea: Idea, asked: Message, said: Message) -> None:
    """Write to who asked a question that it is answered."""
    if asked.by_id is None or asked.by_id == said.by_id or not those_who_see(idea, [asked.by_id]):
        return
    if to := council.to(asked.by_id):
        template = "question_answered"
        subject = f"An answer about {idea.ref}: {idea.title}"
        _letter(template, to, idea, said, subject, key=f"{template}:{said.id}", title=idea.title)


def _letter(
    template: str,
    to: post.Addressee,
    idea: Idea,
    said: Message,
    subject: str,
    *,
    key: str,
    title: str,
    next_step: str = "",
    joined: str = "",
    token: str = "",
) -> None:
    """Write a letter that tells what somebody said, as it stands when the letter is carried."""
    post.write(
        template,
        to=to,
        kind=post.LetterKind.REPLY,
        key=key,
        subject=subject,
        ref=idea.ref,
        title=title,
        joined=joined,
        message_id=str(said.id),
        by=council.names([said.by_id])[said.by_id] if said.by_id else contact.called(contact.contact_of(idea.id)),
        next_step=next_step,
        token=token,
    )
