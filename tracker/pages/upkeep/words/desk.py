"""What a desk asks as a whole: how much, the first of all above, and the rest in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker import upkeep
from tracker.council import Can, SignedInReader
from tracker.inbox import Desk
from tracker.pages.upkeep.words.todos import Todo, TodoGroup
from tracker.pages.upkeep.words.todos import groups as groups_of
from tracker.web.filters import plural
from tracker.web.wording import vocabulary
from tracker.wording import capital, in_words

FIGURES_FROM = 10  # up to nine things are counted in words


@dataclass(frozen=True)
class Agenda:
    """What a desk asks: the one next action, and the rest in groups."""

    first: Todo | None
    groups: Sequence[TodoGroup]

    @property
    def every(self) -> list[Todo]:
        """Each thing that asks, the first of all first."""
        rest = [todo for group in self.groups for todo in group.todos]
        return [self.first, *rest] if self.first else rest


def agenda(desk: Desk, *, reader: SignedInReader, told: bool = True) -> Agenda:
    """What a desk asks. What is late comes first, else the first of the first group; it stands in no group besides.

    Without what other councils `told`, where that has a list of its own.
    """
    groups = [group for group in groups_of(desk, reader) if group.todos and (told or group.id != "told")]
    every = [todo for group in groups for todo in group.todos]
    first = next((todo for todo in every if todo.late), next(iter(every), None))
    rest = [group._replace(todos=[todo for todo in group.todos if todo is not first]) for group in groups]
    return Agenda(first, [group for group in rest if group.todos])


def heading(desk: Desk, *, reader: SignedInReader) -> str:
    """How much a desk asks, in one line."""
    count, leads = desk.count, reader.can(Can.TRIAGE)
    if not count:
        if leads:
            return "Nothing needs you"
        return "All current" if reader.can(Can.KEEP_CURRENT) else "Nothing is asked of you"
    if not leads and count == len(desk.needs):
        return f"{count} {'idea needs' if count == 1 else 'ideas need'} five minutes"
    number = capital(in_words(count)) if count < FIGURES_FROM else f"{count}"
    if not leads and count == len(desk.silent):
        return f"{number} {'team waits' if count == 1 else 'teams wait'} for a word from you"
    number = f"More than {count}" if desk.cut else number
    return f"{number} {'thing needs' if count == 1 else 'things need'} you"


def lede(desk: Desk, shown: Agenda, *, reader: SignedInReader) -> str:
    """What is to be known of it first, in a sentence."""
    late = desk.triage.late_count if desk.triage else 0
    if late:
        return f"{plural(late, 'first reply is', 'first replies are')} past the promise."
    if reader.can(Can.TRIAGE):
        return _lede_of_lead(shown)
    if desk.count == len(desk.silent) and (desk.silent or desk.in_touch):
        return f"A word every {upkeep.days().sponsor} days keeps an idea going."
    if desk.count:
        of_needs = desk.count == len(desk.needs)
        return (
            "Each takes about three minutes, part by part."
            if of_needs
            else "Each asks one thing. What is late comes first."
        )
    return _lede_of_nothing(reader)


def _lede_of_nothing(reader: SignedInReader) -> str:
    if reader.can(Can.KEEP_CURRENT):
        return "Nothing is asked of you. We ask when something has gone quiet."
    return vocabulary().filled("When you are named as the {role.sponsor} of an idea, it stands here.")


def _lede_of_lead(shown: Agenda) -> str:
    if any(todo.late for todo in shown.every):
        return "What is late comes first."
    return "No promise is broken." if shown.first else "Look at what moved."
