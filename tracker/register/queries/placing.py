"""Which idea each row of a register is or hangs on: asked alike before anything comes in and when it does.

So what the page promises is what comes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from tracker.register.actions.plan import RowPlan, identities, names_an_idea
from tracker.register.queries.here import IdeaFound, ideas_as_they_are, ideas_known, ideas_named, ideas_numbered
from tracker.register.rules.differing import differences
from tracker.register.rules.reading import idea_key
from tracker.register.words import ColumnSense, RegisterChoices, RowFate, RowReading, RowSense, word_key

AT_ONCE = 5_000  # rows that are looked up together, where all of a file are


class RowPlacing:
    """The placing of some rows, and of more after them: a row may be another of an idea that stood above."""

    def __init__(self, choices: RegisterChoices) -> None:
        self.choices = choices
        self.stored: dict[str, IdeaFound] = {}
        self.numbered: dict[str, IdeaFound] = {}
        self._made: set[str] = set()
        self._waiting: set[str] = set()

    def place(self, plans: Sequence[RowPlan]) -> None:
        """Tell rows that are here already, that add to an idea, that make one, and that cannot come in."""
        for plan in plans:
            if plan.row.faults:
                plan.stay(RowFate.NOT, *plan.row.faults, *plan.row.waits)
        self._waiting |= {plan.row.identity for plan in plans if plan.row.waits and not plan.row.again}
        ready = [plan for plan in plans if plan.fate is RowFate.NEW]
        if self.choices.rows is RowSense.IDEA:
            self._place_ideas(ready)
        else:
            self._place_on_ideas(ready)
        for plan in ready:  # no word is waited for of a row that is here already
            if plan.fate is RowFate.NEW and plan.row.waits:
                plan.stay(RowFate.NOT, *plan.row.waits)
        _compare([plan for plan in ready if plan.fate is RowFate.HERE], self.choices.rows)

    def _place_ideas(self, ready: Sequence[RowPlan]) -> None:
        known = ideas_known(identities(ready))
        self.numbered = ideas_numbered(plan.row.number for plan in ready if names_an_idea(plan.row.number))
        for plan in ready:
            row = plan.row
            if here := known.get(row.identity):
                _came_before(plan, here)
            elif not row.again and (here := self._numbered(row)):
                plan.idea_id = here.id
                bears = f"{here.ref} is here already and bears this reference. What is here stays as it is."
                plan.stay(RowFate.HERE, plan.about("", "", bears))
            elif row.again:
                self._is_again(plan, known)
            elif not row.waits:
                plan.new_idea = True
                self._made.add(row.identity)

    def _numbered(self, row: RowReading) -> IdeaFound | None:
        """The idea here that bears the number of a row, unless that is another thing in another list."""
        return None if self.choices.apart else self.numbered.get(row.number.lower())

    def _is_again(self, plan: RowPlan, known: Mapping[str, IdeaFound]) -> None:
        """A row that adds to an idea: of these rows, of earlier ones, or not here at all."""
        key = idea_key(plan.row.identity)
        here = known.get(key) or self._numbered(plan.row)
        if key in self._made:
            plan.case = key
        elif here:
            plan.case, plan.idea_id = str(here.id), here.id
            self.stored[plan.case] = here
        else:
            plan.waits = key in self._waiting
            told = "The first row of its idea did not come in, so this one could not."
            plan.stay(RowFate.NOT, plan.about("", "", told))

    def _place_on_ideas(self, ready: Sequence[RowPlan]) -> None:
        """Find the idea that each row is on, by its reference, its number or its title."""
        known, named = ideas_known(identities(ready)), ideas_named({self._named_by(plan.row) for plan in ready})
        for plan in ready:
            if here := known.get(plan.row.identity):
                _came_before(plan, here)
                continue
            named_by = self._named_by(plan.row)
            found = named.get(" ".join(named_by.lower().split()), [])
            if len(found) == 1 and not found[0].source:
                plan.case, plan.idea_id = str(found[0].id), found[0].id
                self.stored[plan.case] = found[0]
            else:
                column = plan.row.said[ColumnSense.IDEA].heading if ColumnSense.IDEA in plan.row.said else ""
                plan.stay(RowFate.NOT, plan.about(column, plan.row.idea, not_on(named_by, found)))
                plan.stranger = True

    def _named_by(self, row: RowReading) -> str:
        """What names the idea of a row: what somebody said that their word means, else the word itself."""
        said = self.choices.words.get(ColumnSense.IDEA, {})
        return said.get(word_key(row.idea), "") or row.idea


def placed(readings: Iterable[RowReading], choices: RegisterChoices) -> Iterator[RowPlan]:
    """Give every row with what would become of it now, in their order; those that stay out are not asked about."""
    placing, left = RowPlacing(choices), iter(readings)
    while some := [RowPlan(row) for row in islice(left, AT_ONCE)]:
        placing.place([plan for plan in some if not plan.row.left_out])
        yield from some


def _came_before(plan: RowPlan, here: IdeaFound) -> None:
    plan.idea_id = here.id
    told = f"It came before, as {here.ref}. What is here stays as it is."
    plan.stay(RowFate.HERE, plan.about("", "", told))


def not_on(named: str, found: Sequence[IdeaFound]) -> str:
    """Why a row can be on none of the ideas that are called so."""
    if len(found) > 1:
        told = " and ".join(one.ref for one in found[:5])
        return f"“{named}” may be {told}: write the reference of the one you mean."
    if found:
        return f"{found[0].ref} is a case that a report tells: nothing is added to it."
    return f"No idea here is called “{named}”, by its reference, its number or its title."


def _compare(here: Sequence[RowPlan], rows: RowSense) -> None:
    """Say of rows that are here already where they say otherwise; one known by all that it says cannot."""
    worded = [plan for plan in here if idea_key(plan.row.identity) == plan.row.identity and plan.row.title]
    ideas = ideas_as_they_are({plan.idea_id for plan in worded if plan.idea_id}) if worded else {}
    for plan in worded:
        if plan.idea_id in ideas:
            plan.told += differences(plan.row, ideas[plan.idea_id], rows=rows)
