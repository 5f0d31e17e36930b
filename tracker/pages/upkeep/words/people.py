"""The people on an idea, in the words of its pages; and what waits for whoever has it next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from tracker import council
from tracker.capacity import TeamEntry, TeamRole
from tracker.council import Role
from tracker.gate import Condition
from tracker.idea import Story
from tracker.nudge import NudgeEntry
from tracker.risk import RiskEntry
from tracker.value import Worth
from tracker.web.filters import day
from tracker.web.people import absent
from tracker.web.wording import called, worded
from tracker.wording import capital


class PlaceLine(NamedTuple):
    """A place on an idea, who has it, and what is said of them; `member_id` where they can be taken off the team."""

    place: str
    name: str
    about: str = ""
    member_id: UUID | None = None


def places_on(story: Story, team: Sequence[TeamEntry]) -> list[PlaceLine]:
    """Every place on an idea with who has it, also those that nobody has: they are to be filled."""
    found = story.idea
    lines = [
        _line(
            called(Role.OWNER, "role"), story.owner, found.owner_id, story, "Keeps it current, and asks for decisions."
        ),
        _line("Deputy", story.deputy, found.deputy_id, story, worded("May do what the {role.owner} may.")),
        _line(called(Role.SPONSOR, "role"), story.sponsor, found.sponsor_id, story, _spoke(story)),
    ]
    here = [one for one in team if one.left_on is None]
    for role in (TeamRole.CORPORATE_CONTACT, TeamRole.COMMISSIONER):
        named = next((one for one in here if one.role == role), None)
        otherwise = worded("Nobody yet: the {role.owner} is asked instead")
        place = capital(called(role, "team_role"))
        lines.append(PlaceLine(place, named.name, _about(named), named.id) if named else PlaceLine(place, otherwise))
    members = [one for one in here if one.role == TeamRole.MEMBER]
    lines += [PlaceLine("On the team", one.name, _about(one), one.id) for one in members]
    if story.author:
        lines.append(
            PlaceLine("Author", story.author, f"Said it on {day(found.submitted_on)}." if found.submitted_on else "")
        )
    return lines


def _line(place: str, name: str | None, person_id: UUID | None, story: Story, about: str) -> PlaceLine:
    away = absent(story.absences.get(person_id)) if person_id else ""
    return PlaceLine(capital(place), f"{name}{away}", about) if name else PlaceLine(capital(place), "Nobody yet")


def _spoke(story: Story) -> str:
    return f"Last in contact on {day(story.last_contact)}." if story.last_contact else "No contact is recorded yet."


def _about(one: TeamEntry) -> str:
    since = f"Since {day(one.since)}." if one.since else ""
    return f"{one.does.rstrip('.')}. {since}" if one.does else since


class PackLine(NamedTuple):
    """One thing that waits for whoever has an idea next: what, when or for whom, and where it is done."""

    words: str
    about: str
    href: str


@dataclass(frozen=True)
class HandoverPack:
    """What waits for whoever has an idea next."""

    conditions: Sequence[PackLine]
    asked: Sequence[PackLine]
    due: Sequence[PackLine]


def pack_of(
    *,
    conditions: Sequence[Condition],
    asked: Sequence[NudgeEntry],
    due: Mapping[str, str],
    worth: Worth,
    risks: Sequence[RiskEntry],
    ref: str,
) -> HandoverPack:
    """What is open on an idea, what is asked about it, and what is due on it, each with where it is done."""
    at = f"/ideas/{ref}"
    owners = council.names(one.owner_id for one in conditions)
    return HandoverPack(
        [
            PackLine(one.text, f"{owners[one.owner_id]}, by {day(one.due_on)}", f"{at}/conditions/{one.id}")
            for one in conditions
        ],
        [PackLine(one.rule.action, f"{one.fact} Asked of {one.person}.", one.way) for one in asked],
        [*_due(due, at), *_days(worth, risks, at, told=due)],
    )


def _due(due: Mapping[str, str], at: str) -> Iterable[PackLine]:
    for part, why in due.items():
        yield PackLine(capital(called(part, "current_part")), why, f"{at}/current?part={part}#{part}")


def _days(worth: Worth, risks: Sequence[RiskEntry], at: str, *, told: Collection[str]) -> Iterable[PackLine]:
    """Days that come: of targets to be measured, of risks to be looked at again, of money that ends where it is new."""
    for claim in worth.claims:
        if claim.target_on:
            yield PackLine(f"Measure: {claim.indicator}", f"Its target is for {day(claim.target_on)}.", f"{at}#worth")
    for risk in risks:
        if risk.review_on:
            yield PackLine(
                f"Look again: {risk.description}", f"On {day(risk.review_on)}.", f"{at}/risks/{risk.id}/review"
            )
    if worth.money_until and "money" not in told:
        yield PackLine("Money", f"What is granted ends on {day(worth.money_until)}.", f"{at}/current?part=money#money")
