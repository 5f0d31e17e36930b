"""Ideas of people without an account: they come through a door into triage, are added to, and are told of outside."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, update

from tracker import contact, council, post
from tracker.clock import add_working_days, now, spoken, today
from tracker.contact import AnswerWay, Contact, DoorKind, Poster, Submission, Telling, TokenKind, title_of
from tracker.db import new_id
from tracker.history import record
from tracker.history.events.contact import TellingShown, TellingWithdrawn, WordsTakenAway
from tracker.history.events.conversation import CommentWritten, QuestionAnswered
from tracker.history.events.idea import IdeaSubmitted
from tracker.idea.actions.conversation import open_question, say, scrub
from tracker.idea.actions.letters import tell_asker
from tracker.idea.actions.life import note_state, touch
from tracker.idea.actions.reference import take_reference
from tracker.idea.models import Idea, Message
from tracker.idea.words import UNDECIDED, MessageKind, NotFoundError, Refused, State, refuse_all
from tracker.tenancy import session, take_turn
from tracker.voice.queries import said_by
from tracker.voice.rules import telling_faults, voice_faults

AWAY = "Words that stood here were taken away."


@dataclass(frozen=True, kw_only=True)
class VoiceDraft:
    """What somebody without an account wrote, and how they want to hear; `sent_key` names their form."""

    problem: str
    proposal: str = ""
    name: str = ""
    email: str = ""
    way: AnswerWay = AnswerWay.CODE
    may_show: bool = False
    sent_key: str | None = None


def log_from_poster(*, poster: Poster, draft: VoiceDraft, thanks: bool = True) -> Contact:
    """Log an idea of somebody in a team: with the team's name and service, it waits in triage. Sent twice it is one.

    With `thanks` a letter thanks who left an address. Raises Refused for a gap, and where the poster has ended.
    """
    if draft.sent_key:
        take_turn(f"contact {draft.sent_key}")
    if before := contact.contact_sent(draft.sent_key):
        return before
    if poster.ended_at:
        raise Refused("This poster has ended.")
    refuse_all(voice_faults(problem=draft.problem, proposal=draft.proposal))
    made = _logged(DoorKind.POSTER, draft, poster=poster)
    if made.email and thanks:
        _thank(made)
    return made


def log_confirmed(*, submission: Submission) -> Contact:
    """Log the idea of a resident who has confirmed it; what waited is gone with that."""
    placed = f"{submission.problem}\n\nWhere: {submission.place}" if submission.place else submission.problem
    draft = VoiceDraft(
        problem=placed,
        proposal=submission.proposal or "",
        email=submission.email,
        way=AnswerWay.EMAIL,
        may_show=submission.may_show,
    )
    made = _logged(DoorKind.RESIDENTS, draft, contact_id=submission.id)
    contact.forget_words_of(submission)
    _thank(made)
    return made


def _logged(
    door: DoorKind, draft: VoiceDraft, *, poster: Poster | None = None, contact_id: UUID | None = None
) -> Contact:
    place = council.here()
    due = add_working_days(today(), place.promise_days, place.nation)
    idea = Idea(
        id=new_id(),
        ref=take_reference(),
        title=title_of(draft.problem),
        problem=draft.problem.strip(),
        proposal=draft.proposal.strip(),
        service_id=poster.service_id if poster else None,
        door=door,
        state=State.TRIAGE,
        created_at=now(),
        changed_at=now(),
        submitted_at=now(),
        submitted_on=today(),
        there_from=today(),
        stage_since=today(),
        reply_due_on=due,
    )
    session().add(idea)
    session().flush()
    note_state(idea, State.TRIAGE, by=None)
    made = _contact(idea, door, draft, poster, contact_id)
    named = contact.known_as(door=door, team=made.team, name=None)
    record(IdeaSubmitted(reply_due_on=due.isoformat()), idea_id=idea.id, by_name=named)
    touch(idea)
    return made


def _contact(idea: Idea, door: DoorKind, draft: VoiceDraft, poster: Poster | None, contact_id: UUID | None) -> Contact:
    hears = draft.way is not AnswerWay.NONE
    made = Contact(
        id=contact_id or new_id(),
        idea_id=idea.id,
        door=door,
        poster_id=poster.id if poster else None,
        team=poster.team if poster else None,
        name=draft.name.strip() or None,
        email=draft.email or None if draft.way is AnswerWay.EMAIL else None,
        may_show=draft.may_show,
        sent_key=draft.sent_key,
        made_at=now(),
        code_until=contact.code_ends(today(), contact.door_settings().code_days) if hears else None,
    )
    session().add(made)
    session().flush()
    if hears:
        contact.give_token(TokenKind.CLAIM, made.id)
    return made


def _thank(made: Contact) -> None:
    """Thank somebody by letter, and say by when a person replies where nobody has.

    Nothing of what they wrote goes to an address. Another address that they gave has a letter of its own.
    """
    idea, place = said_by(made), council.here()
    promised = idea.reply_due_on if idea.first_reply_on is None else None
    for key in contact.thanks_keys(made.id):
        written = post.write(
            "contact_thanks",
            to=post.Addressee(made.name or "", made.email or ""),
            kind=post.LetterKind.REPLY,
            key=key,
            subject=f"Thank you. It is with {place.name}",
            council_name=place.name,
            due=spoken(promised, today=today()) if promised else "",
            asked=open_question(idea) is not None,
            contact_id=str(made.id),
        )
        if written:
            return


def add_from_contact(*, made: Contact, words: str) -> Message:
    """Keep what a contact adds to their idea: the answer where a question is open. Raises Refused without words.

    Sent again after an answer that was lost, it is one.
    """
    idea = said_by(made)
    if not words.strip():
        raise Refused("Write something first", field="words")
    take_turn(f"contact {made.id}")
    before = _said_last(idea)
    if before and before.by_id is None and before.text == words.strip():
        return before
    asked = open_question(idea)
    said = say(idea, MessageKind.ANSWER if asked else MessageKind.COMMENT, words, None)
    event = QuestionAnswered() if asked else CommentWritten()
    by_name = contact.known_as(door=made.door, team=made.team, name=made.name)
    record(event, idea_id=idea.id, about_id=said.id, by_name=by_name)
    if asked:
        tell_asker(idea, asked, said)
    return said


def _said_last(idea: Idea) -> Message | None:
    """What was said last on an idea, by anybody."""
    asked = select(Message).where(Message.idea_id == idea.id)
    return session().scalars(asked.order_by(Message.at.desc(), Message.id.desc()).limit(1)).first()


def hear_by_email(*, made: Contact, email: str, thanks: bool = True) -> None:
    """Have a contact hear by letter from now on, beside their code; with `thanks` a first letter says so.

    An address that they gave before is let go of, with what waits to go there.
    """
    if made.email != email:
        contact.let_go_of_address(made)
        made.email, made.forgotten_at = email, None
        session().flush()
        if thanks:
            _thank(made)


def hear_by_code(*, made: Contact) -> None:
    """Have a contact hear by their code alone from now on: no letter goes to their address. Twice is once."""
    if made.email is not None:
        contact.let_go_of_address(made)


# --- what should not stand there --------------------------------------------------------------------------------------
def take_words_away(*, idea: Idea, by: UUID, title: str, problem: str, proposal: str) -> None:
    """Put other words in the place of those that should not stand there, and keep the old ones nowhere.

    Raises Refused without a title or a problem. Twice is once.
    """
    said = {"title": title.strip(), "problem": problem.strip() or AWAY, "proposal": proposal.strip()}
    if not said["title"]:
        raise Refused("Give it a few words that name nobody", field="title")
    changed = [name for name, words in said.items() if (getattr(idea, name) or "").strip() != words]
    told_before = scrub(idea, said, AWAY)
    if not changed and not told_before:
        return
    for name in changed:
        setattr(idea, name, said[name])
    idea.version += 1
    record(WordsTakenAway(fields=changed), idea_id=idea.id, by=by)
    touch(idea)


# --- told outside -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, kw_only=True)
class TellingDraft:
    """We asked, you said, we did, and how it stands now."""

    asked: str
    said: str
    did: str
    stands: str = ""


def tell_outside(*, idea: Idea, draft: TellingDraft, by: UUID) -> Telling:
    """Tell anybody what became of an idea, in words that a lead approves by this. Raises Refused.

    The words of somebody who did not agree to that are not quoted; nothing is told of what not everybody here sees.
    """
    source = contact.contact_of(idea.id)
    quoted = source is None or not source.may_show
    refuse_all(
        telling_faults(asked=draft.asked, said=draft.said, did=draft.did),
        _confidence_faults(idea),
        _quote_faults(idea, draft) if quoted else (),
    )
    made = Telling(
        idea_id=idea.id,
        asked=draft.asked.strip(),
        said=draft.said.strip(),
        did=draft.did.strip(),
        stands=draft.stands.strip() or None,
        on=today(),
        at=now(),
        by_id=by,
    )
    session().add(made)
    session().flush()
    record(TellingShown(did=made.did), idea_id=idea.id, about_id=made.id, by=by)
    touch(idea)
    return made


def _confidence_faults(idea: Idea) -> list[Refused]:
    if idea.open_to_all and idea.state in (*UNDECIDED, State.CLOSED):
        return []
    return [Refused("A confidential idea is told to nobody outside: open it first.")]


def _quote_faults(idea: Idea, draft: TellingDraft) -> list[Refused]:
    told = f"{draft.asked} {draft.said}"  # what was done may well be what was proposed
    if not any(contact.quotes(told, source) for source in (idea.problem or "", idea.proposal or "")):
        return []
    return [Refused("Nobody agreed that these words are shown: say it in words of your own", field="said")]


def withdraw_telling(*, idea: Idea, telling_id: UUID, by: UUID) -> None:
    """Tell something no longer. Twice is once. Raises NotFoundError."""
    found = session().scalar(select(Telling).where(Telling.id == telling_id, Telling.idea_id == idea.id))
    if found is None:
        raise NotFoundError(idea.ref)
    gone = update(Telling).where(Telling.id == found.id, Telling.withdrawn_at.is_(None))
    if session().execute(gone.values(withdrawn_at=now(), withdrawn_by_id=by)).rowcount:  # type: ignore[attr-defined]
        record(TellingWithdrawn(did=found.did), idea_id=idea.id, about_id=found.id, by=by)
        touch(idea)
