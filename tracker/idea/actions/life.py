"""The life of an idea: its stage, its state, its dated facts. Each change adds a dated row; the idea keeps in step."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker.clock import may_be_named, now, today
from tracker.history import record
from tracker.history.events.idea import FactStated, IdeaSorted, KnownSinceStated, RiskOfNothingStated, TriggerStated
from tracker.idea.models import Idea, IdeaFact, IdeaState, StageMove
from tracker.idea.rules import check_return, counts_from
from tracker.idea.words import Extent, Fact, Involvement, Move, Outcome, Refused, Stage, State, refuse_all
from tracker.tenancy import Door, door, session

WORDS = {Fact.EXTENT: Extent, Fact.INVOLVEMENT: Involvement}


def touch(idea: Idea) -> None:
    """Note that an idea changed: it moves up in lists, and before the commit whoever listens for changes hears.

    Every act on an idea passes here. Raises Refused for a case that a report told: an import alone changes those.
    """
    if idea.historical:
        raise Refused("A report tells of this case: it is changed where it was told, and imported again.")
    idea.changed_at = now()
    look_again(idea)


def look_again(idea: Idea) -> None:
    """Have whoever listens for changes look at an idea again, which itself stays as it is."""
    door().info.setdefault("touched", set()).add(idea.id)


def take_touched(behind: Door) -> set[UUID]:
    """Return which ideas changed behind a door since this was last asked."""
    touched: set[UUID] = behind.info.pop("touched", set())
    return touched


def move(
    *,
    idea: Idea,
    to: Stage,
    decision: Move,
    rationale: str,
    by: UUID,
    decision_id: UUID | None = None,
    held_until: date | None = None,
) -> StageMove:
    """Move an idea to a stage by a decision; hold and stop keep the stage, a return goes back. Raises Refused.

    It is held until a day where that is decided, and by any other decision no longer.
    In another stage it is decided under the gate policy in force when it came there.
    """
    if decision is Move.RETURN:
        check_return(stage=idea.stage, to=to)
    if decision in {Move.HOLD, Move.STOP} and to is not idea.stage:
        raise Refused("To hold or to stop keeps the stage as it is.", field="to")
    made = StageMove(
        idea_id=idea.id,
        from_stage=idea.stage,
        to_stage=to,
        decision=decision,
        on=today(),
        counts_from=today(),
        recorded_at=now(),
        rationale=rationale,
        by_id=by,
        decision_id=decision_id,
    )
    session().add(made)
    if to is not idea.stage:
        idea.stage, idea.stage_since = to, today()
        idea.policy_version = idea.policy_since = None
    idea.held_until, idea.woken_on = held_until, None
    touch(idea)
    return made


def change_state(
    *,
    idea: Idea,
    state: State,
    by: UUID | None,
    on: date | None = None,
    outcome: Outcome | None = None,
    until: date | None = None,
    because: str | None = None,
    stop_reason: str | None = None,
) -> IdeaState:
    """Change the state beside the stage: in triage, active, parked until a date, closed with an outcome.

    Whatever held it or had brought it back is over with that.
    """
    made = note_state(idea, state, by=by, on=on)
    made.outcome, made.until, made.because, made.stop_reason = outcome, until, because, stop_reason
    idea.state, idea.outcome, idea.parked_until = state, outcome, until
    idea.held_until = idea.woken_on = None
    touch(idea)
    return made


def note_state(idea: Idea, state: State, *, by: UUID | None, on: date | None = None) -> IdeaState:
    """Add the dated row of a state, of an idea that is stored already."""
    made = IdeaState(
        idea_id=idea.id,
        state=state,
        on=on or today(),
        counts_from=counts_from(on, today()),
        recorded_at=now(),
        by_id=by,
    )
    session().add(made)
    return made


def set_fact(*, idea: Idea, fact: Fact, value: str | None, by: UUID, because: str = "") -> None:
    """State a dated fact: extent, how users take part, "yes" or "no" to needing no money, a date to be shielded until.

    Nothing is written where it stands so already. Raises Refused for a word that is not on the list.
    """
    value, because = (value or "").strip(), because.strip()
    column, kept = _column_and_value(fact, value)
    if getattr(idea, column) == kept:
        return
    setattr(idea, column, kept)
    stated = IdeaFact(idea_id=idea.id, fact=fact, value=value or None, because=because or None, by_id=by)
    stated.counts_from, stated.recorded_at = today(), now()
    session().add(stated)
    record(FactStated(fact=fact, value=value, because=because), idea_id=idea.id, by=by)
    touch(idea)


def _column_and_value(fact: Fact, value: str) -> tuple[str, object]:
    """The column of a fact and its value there. Raises Refused."""
    try:
        if fact is Fact.NEEDS_NO_MONEY:
            return "needs_no_money", value == "yes"
        if fact is Fact.SHIELDED_UNTIL:
            return "shielded_until", _named_day(value) if value else None
        return str(fact), WORDS[fact](value) if value else None
    except ValueError:
        raise Refused("Choose one of those listed.", field=str(fact)) from None


def _named_day(value: str) -> date:
    """A day that a record may name. Raises ValueError."""
    if not may_be_named(day := date.fromisoformat(value)):
        raise ValueError(value)
    return day


def state_risk_of_nothing(*, idea: Idea, words: str | None, by: UUID) -> None:
    """State the risk of doing nothing, as it was answered at a gate (gate.say_what_nothing_costs): it is kept once."""
    idea.risk_of_nothing = words
    record(RiskOfNothingStated(words=words or ""), idea_id=idea.id, by=by)
    touch(idea)


def say_since_when(*, idea: Idea, by: UUID, known_since: date | None, decided_to_act_on: date | None) -> None:
    """State since when a need was known and when somebody decided to act: known for years is the commonest state."""
    days = {"known_since": known_since, "decided_to_act_on": decided_to_act_on}
    refuse_all(
        Refused("Give a day that has been, not one to come", field=name)
        for name, day in days.items()
        if day and day > today()
    )
    if (idea.known_since, idea.decided_to_act_on) == (known_since, decided_to_act_on):
        return
    idea.known_since, idea.decided_to_act_on = known_since, decided_to_act_on
    stated = KnownSinceStated(
        known_since=known_since.isoformat() if known_since else None,
        decided_to_act_on=decided_to_act_on.isoformat() if decided_to_act_on else None,
    )
    record(stated, idea_id=idea.id, by=by)
    touch(idea)


def say_what_set_it_off(*, idea: Idea, by: UUID, trigger: str, trigger_date: str) -> None:
    """State what set an idea off, and when: a day, a month or a year, as given. Either may be empty."""
    said = (trigger.strip() or None, trigger_date.strip() or None)
    if (idea.trigger, idea.trigger_date) == said:
        return
    idea.trigger, idea.trigger_date = said
    idea.trigger_on = today()
    record(TriggerStated(trigger=idea.trigger, on=idea.trigger_date), idea_id=idea.id, by=by)
    touch(idea)


def sort(*, idea: Idea, by: UUID, innovation_type: str, origin_driver: str) -> None:
    """State of what kind an idea is and who drives it, by which lists are narrowed. Either may be empty."""
    said = (innovation_type.strip() or None, origin_driver.strip() or None)
    if (idea.innovation_type, idea.origin_driver) == said:
        return
    idea.innovation_type, idea.origin_driver = said
    stated = IdeaSorted(innovation_type=idea.innovation_type, origin_driver=idea.origin_driver)
    record(stated, idea_id=idea.id, by=by)
    touch(idea)
