"""The facts beside an idea: the track of its stages, the people, what it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from tracker import amendment, attachment, clock, idea, tag
from tracker.amendment import RecordKind
from tracker.attachment import FileLine
from tracker.council import Role
from tracker.idea import Idea, MoveEntry, Origin, Stage, State, Story
from tracker.value import Worth
from tracker.web.filters import ago_days, day, given_day
from tracker.web.people import absent
from tracker.web.recorded import WithdrawnLine, withdrawn_lines
from tracker.web.wording import called
from tracker.wording import capital


class TrackStep(NamedTuple):
    """One stage on the track of an idea: behind it, here or ahead (below 0, 0, above), and a note of when."""

    stage: Stage
    place: int
    note: str | None


def track(story: Story) -> list[TrackStep]:
    """The stages of an idea, with the days on which it came to them."""
    found = story.idea
    notes = {move.to_stage: f"from {given_day(move.on, short=True)}" for move in story.moves if _went_on(move)}
    if found.submitted_on:
        notes[Stage.LATENT] = f"sent {day(found.submitted_on, short=True)}"
    if found.state in {State.ACTIVE, State.TRIAGE} and found.stage_since and not found.historical:
        notes[found.stage] = f"since {day(found.stage_since, short=True)}, {ago_days(found.stage_since)}"
    here = found.stage.rank
    return [TrackStep(stage, place - here, notes.get(stage)) for place, stage in enumerate(Stage)]


def _went_on(move: MoveEntry) -> bool:
    return bool(move.on) and move.to_stage != move.from_stage


class FactEntry(NamedTuple):
    """One fact in a list beside an idea: what it is called and what it is; where what stood there before is told."""

    name: str
    words: object
    history: str | None = None


def people(story: Story) -> list[FactEntry]:
    """Who looks after an idea and who else is part of it, as far as it is known."""
    found, contact = story.idea, story.last_contact
    role, owner = found.submitted_by_role, _asked(story.owner, story, found.owner_id)
    return _known(
        (capital(called(Role.OWNER, "role")), owner or (None if found.historical else "Nobody yet")),
        ("Deputy", _asked(story.deputy, story, found.deputy_id)),
        (capital(called(Role.SPONSOR, "role")), _asked(story.sponsor, story, found.sponsor_id)),
        ("Author", story.author or (called(role, "submitter") if role and role != "unknown" else None)),
        ("Idea of", story.credited),
        ("Heard from", _heard_from(found)),
        ("Last contact", f"{day(contact)}, {ago_days(contact)}" if contact else None, _of_contact(story)),
        ("Followers", story.followers),
    )


def _asked(name: str | None, story: Story, person_id: UUID | None) -> str | None:
    """Somebody by name, and where they are away who is asked instead."""
    return f"{name}{absent(story.absences.get(person_id))}" if name and person_id else name


def _heard_from(found: Idea) -> str | None:
    """That a resident told it, or that it was seen elsewhere, in the words of who logged it."""
    if found.origin not in {Origin.RESIDENT, Origin.ELSEWHERE}:
        return None
    return capital(called(found.origin, "origin_line")) + (f": {found.origin_note}" if found.origin_note else "")


def _of_contact(story: Story) -> str | None:
    return f"/ideas/{story.idea.ref}/contacts/{story.contact_id}/history" if story.contact_id else None


def owner_page(found: Idea) -> str:
    """The address of the page on which an idea is given to somebody to look after."""
    return f"/ideas/{found.ref}/owner"


def about(story: Story, places: Sequence[str]) -> list[FactEntry]:
    """What an idea is, as far as it is said."""
    found = story.idea
    shielded = idea.is_shielded(found.shielded_until, day=clock.today())
    until = f"until {day(found.shielded_until)}" if shielded else None
    return _known(
        ("Where", ", ".join(places)),
        ("How big a change", capital(called(found.extent, "extent"))),
        ("Users", called(found.involvement, "involvement")),
        ("Known since", day(found.known_since)),
        ("Decided to act", day(found.decided_to_act_on)),
        ("Kind", called(found.innovation_type, "innovation_type")),
        ("Driven by", called(found.origin_driver, "origin_driver")),
        ("Tags", ", ".join(one.name for one in story.told(tag.TAGS))),
        ("Began", given_day(found.first_date)),
        ("Their number", found.their_number),
        ("Left out of reports", until, f"/ideas/{found.ref}/shield"),
        ("Changed", None if found.historical else day(found.changed_at)),
    )


class WithdrawnParts(NamedTuple):
    """What was withdrawn of an idea, by where it stood on its page."""

    worth: list[WithdrawnLine]
    money: list[WithdrawnLine]
    risks: list[WithdrawnLine]
    around: list[WithdrawnLine]


_WORTH = (RecordKind.CLAIM, RecordKind.EVIDENCE, RecordKind.BENEFIT)
_AROUND = (RecordKind.BLOCKER, RecordKind.POSTS, RecordKind.UNION, RecordKind.LINE)


def withdrawn_on(story: Story, *, whole: bool = False) -> WithdrawnParts:
    """What was withdrawn of an idea: shown where it stood, and counted nowhere.

    The `whole` of it has what stood on pages of its own too: periods, hours, and what the idea meets around it.
    """
    gone, ref = story.told(amendment.WITHDRAWN), story.idea.ref
    worth = withdrawn_lines(ref, gone, *_WORTH, *([RecordKind.PERIOD] if whole else []))
    money = withdrawn_lines(ref, gone, RecordKind.FUNDING, *([RecordKind.HOURS] if whole else []))
    around = withdrawn_lines(ref, gone, *_AROUND) if whole else []
    return WithdrawnParts(worth, money, withdrawn_lines(ref, gone, RecordKind.RISK), around)


class FilesBeside(NamedTuple):
    """The files of an idea: those of its records, by the record, and all others."""

    own: list[FileLine]
    of_evidence: dict[str, list[FileLine]]


def files_beside(story: Story, worth: Worth) -> FilesBeside:
    """The files of an idea, each where it belongs; those of a record that is no longer shown stand with the others."""
    files = story.told(attachment.FILES)
    shown = {str(record.id) for claim in worth.claims for record in claim.records} if files else set()
    of_evidence: dict[str, list[FileLine]] = {}
    for file in files:
        if file.evidence_id in shown:
            of_evidence.setdefault(str(file.evidence_id), []).append(file)
    return FilesBeside([file for file in files if file.evidence_id not in shown], of_evidence)


def _known(*facts: tuple[str, object] | tuple[str, object, str | None]) -> list[FactEntry]:
    found = (FactEntry(*fact) for fact in facts)
    return [fact for fact in found if fact.words]
