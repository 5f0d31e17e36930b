"""Telling people what was decided: author, owner, sponsor and followers hear at once, with why and what next.

Whoever is to meet a condition hears of it too, when it is set, when it falls away, and what became of another date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from tracker import council
from tracker.clock import spoken, today
from tracker.contact import TidingDraft
from tracker.council import Colleague
from tracker.gate.models import Condition, Decision, Extension
from tracker.gate.words import Word
from tracker.idea.actions.letters import tell_contacts
from tracker.idea.models import Idea
from tracker.idea.queries.lookup import authors_of, people_on_query
from tracker.idea.visible import those_who_see
from tracker.post import Addressee, LetterKind, write
from tracker.tenancy import together
from tracker.wording import Reading, Vocabulary, capital

NOBODY_YET = "{a role.owner} still to be named"
FELL_AWAY = "This is no longer asked of anybody: {}"


def in_short(word: Word, words: Vocabulary, *, conditions: int = 0, until: date | None = None) -> str:
    """Say a decision in the words that everybody understands."""
    count = "one condition" if conditions == 1 else f"{conditions} conditions"
    day = spoken(until, today=today()) if until else ""
    return capital(words.called(word, "decision", Reading.STAFF, conditions=count if conditions else "", until=day))


def what_next(made: Decision, words: Vocabulary, *, owner: str) -> list[str]:
    """Say what happens next after a decision, in one or two sentences."""
    stage = words.called(made.to_stage, "stage", Reading.STAFF)
    if made.word in (Word.GO, Word.CONDITIONAL):
        return [f"From today it is {stage}.", f"{owner} leads it, and will be asked how it goes."]
    if made.word is Word.HOLD and made.until:
        return [f"Nothing is lost: it stays where it is, and is decided again by {spoken(made.until, today=today())}."]
    if made.word is Word.REOPEN:
        return [f"It is taken up again where it was: {stage}.", f"{owner} leads it, and will be asked how it goes."]
    if made.word is Word.RETURN:
        return [f"It goes back a step: {stage}. That is normal, and nothing that was learnt is lost."]
    kept = ["What was learnt is kept for whoever meets the same problem."]
    return kept + (["Your council agreed that other councils may take it up."] if made.archive_consent else [])


def hearers(idea: Idea, *, but: UUID, also: Iterable[UUID] = ()) -> list[Addressee]:
    """Who hears of a decision: the author, the owner, the sponsor and the followers, not the person who made it."""
    return people_and_hearers(idea, but=but, also=also)[1]


def people_and_hearers(idea: Idea, *, but: UUID, also: Iterable[UUID] = ()) -> tuple[list[Colleague], list[Addressee]]:
    """The people of the council, and those of them who hear of a decision: see `hearers`."""
    everybody, on = council.people_query(), people_on_query(idea)
    found = together((everybody, on))
    people = found.of(everybody)
    told = those_who_see(idea, [*found.of(on), *also], people=people) - {but}
    return people, [Addressee(person.name, person.email, person.id) for person in people if person.id in told]


def tell(idea: Idea, made: Decision, conditions: Sequence[Condition], *, fallen: Sequence[Condition] = ()) -> None:
    """Write a letter to everybody who hears of a decision, those of its conditions and of what fell away among them."""
    place = council.here()
    names = council.names([made.by_id, *(one.owner_id for one in conditions)])
    leads = council.owner_name(idea.owner_id)
    words = Vocabulary(place.own_words)
    short = in_short(made.word, words, conditions=len(conditions), until=made.until)
    authors = {author.person_id for author in authors_of(idea=idea)}
    for to in hearers(idea, but=made.by_id, also=[one.owner_id for one in (*conditions, *fallen)]):
        write(
            "gate_decision",
            to=to,
            kind=LetterKind.DECISION,
            key=f"decision:{made.id}:{to.person_id}",
            subject=f"{short}: {idea.title}",
            council_name=place.name,
            idea={"ref": idea.ref, "title": idea.title},
            is_author=to.person_id in authors,
            short=short,
            because=made.because,
            conditions=[
                {"words": one.text, "owner": names.get(one.owner_id), "due": spoken(one.due_on, today=today())}
                for one in conditions
            ],
            what_next=what_next(made, words, owner=leads or capital(words.filled(NOBODY_YET)))
            + [FELL_AWAY.format(one.text) for one in fallen],
            decided_by=names.get(made.by_id),
            number=made.number,
        )
    next_step = " ".join(what_next(made, words, owner=leads or capital(words.filled(NOBODY_YET))))
    tell_contacts(idea, TidingDraft(headline=short, by=made.by_id, words=made.because, next_step=next_step))


def tell_of_date(idea: Idea, condition: Condition, asked: Extension) -> None:
    """Write to whoever asked for another date, and whoever is to meet the condition, what became of it."""
    place, by = council.here(), asked.answered_by_id
    told = those_who_see(idea, [asked.by_id, condition.owner_id]) - {by}
    for person in council.people():
        if person.id in told:
            write(
                "condition_date",
                to=Addressee(person.name, person.email, person.id),
                kind=LetterKind.DECISION,
                key=f"extension:{asked.id}:{person.id}",
                subject=f"{'Another date' if asked.granted else 'The date stays'}: {condition.text}",
                council_name=place.name,
                idea={"ref": idea.ref, "title": idea.title},
                condition={"id": str(condition.id), "words": condition.text},
                due=spoken(condition.due_on, today=today()),
                granted=asked.granted,
                answer=asked.answer,
                by=council.names([by]).get(by),
            )
