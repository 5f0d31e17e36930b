"""Who may check what a benefit came to, and say how it stands: somebody else than who claimed it, where it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from tracker.benefit.rules import claimed_it, standings
from tracker.benefit.words import CheckWord
from tracker.council import Can, Reader
from tracker.idea import Idea, keeps
from tracker.value import BenefitState


class ClaimedThing(Protocol):
    """What somebody claimed."""

    @property
    def claimed_by_id(self) -> UUID | None: ...  # noqa: D102


class ClaimedBenefit(ClaimedThing, Protocol):
    """A benefit, as far as who claimed it and how it stands go."""

    @property
    def state(self) -> str: ...  # noqa: D102


class ClaimedFigure(ClaimedThing, Protocol):
    """A figure of a period: whether it came, who claimed it, and what a check of it said."""

    @property
    def has_come(self) -> bool: ...  # noqa: D102
    @property
    def checked_word(self) -> str | None: ...  # noqa: D102


def may_check(idea: Idea, reader: Reader) -> bool:
    """Who keeps ideas, decides or reads the portfolio may check figures that others claimed; none of a case."""
    return not idea.historical and (reader.can(Can.KEEP_CURRENT) or reader.can(Can.SEE_PORTFOLIO))


def checks(figure: ClaimedFigure, benefit: ClaimedThing, idea: Idea, reader: Reader) -> bool:
    """Whether a reader may check this figure: it came, and they claimed neither it nor the benefit."""
    own = claimed_it(reader.person_id, benefit_by=benefit.claimed_by_id, figure_by=figure.claimed_by_id)
    return figure.has_come and not own and may_check(idea, reader)


def offered_states(
    benefit: ClaimedBenefit, periods: Sequence[ClaimedFigure], idea: Idea, reader: Reader
) -> list[BenefitState]:
    """How a reader may say that a benefit stands now."""
    if not may_check(idea, reader):
        return []
    came = [one for one in periods if one.has_come]
    return standings(
        benefit.state,
        keeps=keeps(idea, reader),
        leads=reader.can(Can.DECIDE),
        claimed=reader.person_id in {benefit.claimed_by_id, *(one.claimed_by_id for one in came)},
        figures=len(came),
        unchecked=sum(one.checked_word != CheckWord.RIGHT for one in came),
    )
