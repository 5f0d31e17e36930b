"""What cards are worth together: each gain and loss counted once (domain.md, "Value and evidence").

In one line of adaptations the same gain is told twice where two cards tell of one beneficiary, class, category and
unit for days that overlap: the one whose council gains, else the one nearest to where the line began, is counted.
Without a beneficiary the card's own council gains. Gains and losses, classes and units are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from tracker.portfolio.joint.words import CardFamily, CardOnDay, JointWorth, ToldTwice, WorthSum
from tracker.value import BenefitState

Kind = tuple[str | None, str | None, str | None, bool]


class _Figure(NamedTuple):
    """A gain in one period, as one card tells it."""

    card: CardOnDay
    place: int
    kind: Kind
    gainer: str
    first: date
    last: date
    told: Mapping[str, Any]
    about: Mapping[str, Any]
    depth: int

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """Which of two is counted: whose own gain it is, who began, who published first."""
        return self.gainer != _folded(self.card.council), self.depth, self.card.number, self.place


def rolled_up(cards: Sequence[CardOnDay], families: Iterable[CardFamily]) -> JointWorth:
    """Sum what cards tell of their gains and losses, each once; what is under question stands apart."""
    of = {one.card_id: one for one in families}
    telling = [card for card in cards if card.benefits]
    sums: dict[Kind, WorthSum] = {}
    lines: dict[tuple[object, ...], list[_Figure]] = {}
    for card in telling:
        for place, about in enumerate(card.benefits or ()):
            kind: Kind = (about["class"], about["category"], about["unit"], bool(about["loss"]))
            sums.setdefault(kind, WorthSum(*kind)).benefits += 1
            for figure in _figures(card, place, kind, about, of.get(card.id)):
                family = of[card.id].family if card.id in of else card.id
                lines.setdefault((family, figure.gainer, kind), []).append(figure)
    twice: list[ToldTwice] = []
    for line in lines.values():
        _count_once(line, sums[line[0].kind], twice)
    order = sorted(sums.values(), key=lambda one: [str(part or "") for part in _kind(one)])
    return JointWorth(order, len(telling), sorted(twice))


def _kind(one: WorthSum) -> Kind:
    return one.benefit_class, one.category, one.unit, one.loss


def _folded(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _figures(
    card: CardOnDay, place: int, kind: Kind, about: Mapping[str, Any], family: CardFamily | None
) -> Iterable[_Figure]:
    gainer = _folded(about["beneficiary"]) or _folded(card.council)
    for told in about["periods"]:
        first, last = date.fromisoformat(told["from"]), date.fromisoformat(told["until"])
        yield _Figure(card, place, kind, gainer, first, last, told, about, family.depth if family else 0)


def _count_once(line: Sequence[_Figure], into: WorthSum, twice: list[ToldTwice]) -> None:
    counted: list[_Figure] = []
    for figure in sorted(line, key=lambda one: (one.rank, one.first)):
        other = next((one for one in counted if one.card.id != figure.card.id and _overlap(one, figure)), None)
        if other is None:
            counted.append(figure)
            _add(figure, into)
        else:
            into.twice += _number(figure.told["came"])
            name = str(figure.about["description"] or "")
            twice.append(ToldTwice(figure.card.number, other.card.number, name))


def _overlap(one: _Figure, other: _Figure) -> bool:
    return one.first <= other.last and other.first <= one.last


def _add(figure: _Figure, into: WorthSum) -> None:
    came = _number(figure.told["came"])
    into.forecast += _number(figure.told["forecast"])
    if figure.about["state"] == BenefitState.UNDER_QUESTION:
        into.questioned += came
        return
    into.came += came
    into.checked += came if figure.told["checked"] else 0


def _number(figure: str | None) -> Decimal:
    return Decimal(figure or 0)
