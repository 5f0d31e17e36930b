"""What a return undoes: the decisions that let an idea on and still stand (domain.md, "Gate decision")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from tracker.gate.words import ADVANCING, Word
from tracker.idea.words import Stage


class PastDecision(Protocol):
    """What a rule needs to know of a decision that was made."""

    @property
    def word(self) -> Word: ...  # noqa: D102
    @property
    def to_stage(self) -> str: ...  # noqa: D102


SomeMade = TypeVar("SomeMade", bound=PastDecision)


def standing(made: Iterable[SomeMade]) -> list[SomeMade]:
    """Return the decisions that let an idea on and still stand, oldest first: a return undoes those above its stage."""
    stack: list[SomeMade] = []
    for one in made:
        if one.word in ADVANCING:
            stack.append(one)
        elif one.word is Word.RETURN:
            stack = [kept for kept in stack if not _above(kept, Stage(one.to_stage))]
    return stack


def undone_by_return(made: Iterable[SomeMade], *, back_to: Stage) -> list[SomeMade]:
    """Return the standing decisions that a return to a stage reverses, newest first."""
    return [one for one in reversed(standing(made)) if _above(one, back_to)]


def _above(one: PastDecision, stage: Stage) -> bool:
    return Stage(one.to_stage).rank > stage.rank
