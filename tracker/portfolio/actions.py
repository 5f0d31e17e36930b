"""What is done about health: computed by the worker, asked items answered by the named role, what services expect."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from uuid import UUID

from tracker import setting
from tracker.clock import now, today
from tracker.council import Service, SignedInReader
from tracker.history import record
from tracker.history.events.portfolio import ItemAnswered, OptionsStated, ReportWorded
from tracker.idea import Idea, Refused, add_up_counts, refuse_all, touch
from tracker.later import Job, ask
from tracker.ours import Value
from tracker.portfolio.measures import as_settings, measure_faults
from tracker.portfolio.models import ItemAnswer, OptionStatement, ReportWords
from tracker.portfolio.permissions import answers_item, speaks_for
from tracker.portfolio.profile.funnel import add_up_crossings
from tracker.portfolio.profile.snapshots import compute_snapshot
from tracker.portfolio.queries.outlook import latest_options
from tracker.portfolio.queries.report import latest_words
from tracker.portfolio.reference import items_of
from tracker.portfolio.rules import Quarter, quarter_of
from tracker.portfolio.standings import compute_standings
from tracker.portfolio.words import MOST, MOST_OPTIONS
from tracker.tenancy import current_council, session


def compute() -> None:
    """Compute how the council's ideas stand and today's snapshot of its profile, and add up what was counted since.

    Repeated, it writes only what changed.
    """
    compute_snapshot()
    add_up_counts()
    add_up_crossings()


def answer_item(*, me: SignedInReader, idea: Idea, key: str, value: int, note: str = "") -> ItemAnswer:
    """Answer an asked item of the idea's stage from 0 to 4; the newest answer stands. Raises Refused."""
    item = next((item for item in items_of(idea.stage) if item.key == key), None)
    if item is None or not answers_item(item, idea, me):
        raise Refused("This is for somebody else to answer.", field=key)
    if not 0 <= value <= MOST:
        raise Refused("Choose a number from 0 to 4.", field=key)
    answer = ItemAnswer(idea_id=idea.id, item=key, value=value, note=note.strip() or None, by_id=me.person_id, at=now())
    session().add(answer)
    record(ItemAnswered(item=item.text, value=value), idea_id=idea.id, by=me.person_id, by_name=me.name)
    touch(idea)
    compute_standings(only=idea.id)
    ask(Job.COMPUTE_HEALTH)
    return answer


def measures_faults(given: Mapping[str, int | None], because: str) -> Iterator[Refused]:
    """What is wrong with how health should be measured and why, each with its field."""
    yield from (Refused(fault.sentence, field=fault.field) for fault in measure_faults(given))
    yield from (Refused(sentence, field="because") for sentence in setting.reason_faults(because))


def set_measures(
    *, given: Mapping[str, int | None], because: str, by: UUID, besides: Mapping[str, Value | None] | None = None
) -> list[str]:
    """Have the open council's health be measured so from today on, by the name of each number; None is as it comes.

    Days that are over keep what they were measured by. `besides` are settings that are kept with the same reason.
    Returns the names of what changed. Raises Refused.
    """
    refuse_all(measures_faults(given, because))
    changed = setting.change(wanted={**as_settings(given), **(besides or {})}, because=because, by=by)
    if changed:
        ask(Job.COMPUTE_HEALTH)
    return changed


def write_report_words(*, quarter: Quarter, for_whom: str, asks: str, by: UUID) -> None:
    """Say for whom the report of a quarter is, and what is asked, a line each. The newest stands; twice is once.

    Raises Refused where it is for a quarter that has not begun.
    """
    if quarter > quarter_of(today()):
        raise Refused("That quarter has not begun.", field="asks")
    said = (for_whom.strip() or None, asks.strip() or None)
    before = latest_words(quarter=quarter)
    if before and (before.for_whom, before.asks) == said:
        return
    session().add(ReportWords(quarter_on=quarter.first, for_whom=said[0], asks=said[1], by_id=by, at=now()))
    record(ReportWorded(quarter=quarter.name), by=by)


def state_options(*, service_id: UUID, expected: int | None, because: str, me: SignedInReader) -> None:
    """Say how many live options a service expects in three to five years, None where nobody knows; the newest stands.

    Twice is once. Raises Refused where there is no such service, it is not theirs to say, or the number is none.
    """
    found = session().get(Service, (current_council(), service_id), with_for_update=True)
    if found is None or not speaks_for(found.senior_owner, me):
        raise Refused("Its senior owner says this, or a lead.", field="expected")
    if expected is not None and not 0 <= expected <= MOST_OPTIONS:
        raise Refused(f"Write a number from 0 to {MOST_OPTIONS}, or leave it empty.", field="expected")
    before = latest_options(service_id=service_id)
    words = because.strip() or None
    if before and (before.expected, before.because, found.live_options_wanted) == (expected, words, expected):
        return
    said = OptionStatement(service_id=service_id, expected=expected, because=words, by_id=me.person_id)
    said.counts_from = today()
    session().add(said)
    found.live_options_wanted = expected
    record(OptionsStated(service=found.name, expected=expected), about_id=service_id, by=me.person_id)
