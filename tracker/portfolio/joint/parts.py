"""The eight parts over the cards of a collaborative, each by what its council froze (domain.md, "Sharing").

A card counts while its health was frozen in the stage and state that it shows; the others are left out and counted.
The rules are those of a council's profile, but for flow: promises differ, so each wait is weighed by its own.
"""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction
from uuid import UUID

from tracker.portfolio.figures import half_up
from tracker.portfolio.joint.words import CardAdaptation, CardOnDay
from tracker.portfolio.profile.parts import PARTS
from tracker.portfolio.profile.rules import rounded, share
from tracker.portfolio.profile.words import Circumstances, CouncilOnDay, IdeaOnDay, PartItem, ProfilePart, Term, Verdict
from tracker.wording import BUILT_IN

WORKED = frozenset({"worked", "worked_in_part"})


def parts_over(cards: Sequence[CardOnDay], adaptations: Sequence[CardAdaptation], *, day: date) -> list[ProfilePart]:
    """Compute the parts over the cards that stand on a day, of what was made of them."""
    counted = sorted((card for card in cards if card.counts), key=lambda card: str(card.number))
    made = [one for one in adaptations if one.begun_on <= day]
    computed = {
        "mix": _mix(counted, day),
        "flow": _flow(counted, day),
        "spread": _spread(counted, made, day),
    }
    return [computed.get(name) or _share(name, counted, day) for name in PARTS]


def _share(name: str, cards: Collection[CardOnDay], day: date) -> ProfilePart:
    """Of the cards of which a part is asked, the share that counts; why is said by its group alone."""
    about = PARTS[name].with_days()
    asked = [card for card in cards if name in card.health["parts"]]
    verdicts = {str(card.number): bool(card.health["parts"][name]["counts"]) for card in asked}

    def verdict(idea: IdeaOnDay, _day: date) -> Verdict:
        counts = verdicts[idea.ref]
        return Verdict(counts, about.yes if counts else about.no)

    return share(name, day, [_idea(card) for card in asked], verdict)


def _idea(card: CardOnDay, made: Mapping[UUID, set[str]] | None = None) -> IdeaOnDay:
    """A card as the parts of a council look at an idea."""
    status = (made or {}).get(card.id, set())
    return IdeaOnDay(
        ref=str(card.number),
        historical=card.historical,
        stage=card.stage,
        state=card.state,
        extent=card.health["parts"].get("mix", {}).get("extent"),
        tried_elsewhere=bool(status),
        worked_elsewhere=bool(status & WORKED),
    )


def _over(ideas: Sequence[IdeaOnDay], day: date, *, taken_in: int = 0) -> CouncilOnDay:
    return CouncilOnDay(day, ideas, ideas, Circumstances(promise_days=0, nation=None, taken_in=taken_in))


def _mix(cards: Collection[CardOnDay], day: date) -> ProfilePart:
    part = PARTS["mix"].compute(_over([_idea(card) for card in cards if "mix" in card.health["parts"]], day))
    items = [PartItem(item.ref, item.counts, BUILT_IN.called(item.why, "extent")) for item in part.items]
    return ProfilePart(part.name, part.day, part.value, part.terms, items)


def _spread(cards: Collection[CardOnDay], made: Collection[CardAdaptation], day: date) -> ProfilePart:
    """As in a council: what worked elsewhere, and adaptations beside one for every ten active cards."""
    statuses: dict[UUID, set[str]] = {}
    for one in made:
        statuses.setdefault(one.card_id, set()).add(one.status)
    active = [_idea(card, statuses) for card in cards if card.health["active"]]
    return PARTS["spread"].compute(_over(active, day, taken_in=len(made)))


def _flow(cards: Collection[CardOnDay], day: date) -> ProfilePart:
    """100 × min(1, 1 ÷ median of waits, each in promises of its own council)."""
    items, waits = [], list[Fraction]()
    for card in cards:
        if (told := card.health["parts"].get("flow")) is None:
            continue
        if told["counts"]:
            waits.append(Fraction(told["wait"], told["promise"]))
        about = f"{told['wait']} working days, promised {told['promise']}" if told["counts"] else "within the promise"
        items.append(PartItem(str(card.number), bool(told["counts"]), about))
    median = statistics.median(waits) if waits else None
    exact = None if median is None else min(Fraction(100), 100 / median) if median else Fraction(100)
    terms: dict[str, Term] = {
        "denominator": len(items),
        "counted": len(waits),
        "median": None if median is None else half_up(median),
    }
    return ProfilePart("flow", day, rounded(exact, len(items)), terms, items)
