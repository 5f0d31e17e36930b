"""What follows from an attempt to carry a letter: it went, it waits, it is given up, or its operator decides."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.post.letters import LetterKind

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=4)
UNREACHED_WAIT = timedelta(seconds=10)
DEFERRED_FOR = timedelta(days=5)  # RFC 5321 §4.5.4.1: a sender gives up after four or five days
# How often a letter is tried that is refused for good: somebody waits for the first three, a nudge comes again anyway.
REFUSALS: dict[str, int] = {
    LetterKind.ACCOUNT: 3,
    LetterKind.DECISION: 3,
    LetterKind.REPLY: 3,
    LetterKind.NOTICE: 2,
    LetterKind.NUDGE: 1,
}
OTHER_REFUSALS = 2  # of a kind that a later version writes
MOST_LAPSES = 3


class Fate(enum.StrEnum):
    """What became of one attempt. `perhaps`: the words went, and whether they were accepted nobody saw."""

    ACCEPTED = "accepted"
    PERHAPS = "perhaps"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNFIT = "unfit"
    UNREACHED = "unreached"


@dataclass(frozen=True)
class NextStep:
    """What is to come: nothing more by itself, or another attempt after a wait."""

    gives_up: bool = False
    wait: timedelta = timedelta()


@dataclass(frozen=True)
class DeliveryAttempt:
    """What a step depends on: the kind of letter, which attempt this was, how often it was refused before, since when.

    `tried_since` is when the first attempt was judged by a mail server; none was before where it is empty.
    """

    kind: str
    number: int
    refusals: int
    tried_since: datetime | None


def next_step(fate: Fate, attempt: DeliveryAttempt, *, at: datetime, lease: timedelta) -> NextStep:
    """Say what follows from an attempt's end.

    Refused for now (4xx), it is tried again for five days, after waits that double up to four hours. Refused for good
    (5xx), or where it could not be made, it is given up after its kind's few tries. Nobody there costs it nothing.
    What is perhaps delivered rests for a lease: claiming allows it one repeat, then its operator decides.
    """
    if fate is Fate.ACCEPTED:
        return NextStep()
    if fate is Fate.UNREACHED:
        return NextStep(wait=UNREACHED_WAIT)
    if fate is Fate.PERHAPS:
        return NextStep(wait=lease)
    if fate is Fate.DEFERRED:
        over = attempt.tried_since is not None and at - attempt.tried_since >= DEFERRED_FOR
    else:
        over = attempt.refusals + 1 >= REFUSALS.get(attempt.kind, OTHER_REFUSALS)
    return NextStep(gives_up=over, wait=wait_after(attempt.number))


@dataclass(frozen=True)
class LetterReturn:
    """What is told of a letter that was taken: what became of it after all, and whether it can go once more.

    `is_ours` says that it is told of the very address that the letter went to: another's is a list's or a forwarder's.
    """

    fate: Fate
    has_words: bool = True
    is_ours: bool = True


def step_after_return(told: LetterReturn, attempt: DeliveryAttempt, *, at: datetime) -> NextStep:
    """Say what follows where a letter that was taken came back: the same as where it had been refused at once.

    It is given up at once where it cannot go again, because the secret of a link went from it, and where somebody else
    behind its address may have got it: no letter goes twice to who has it.
    """
    step = next_step(told.fate, attempt, at=at, lease=timedelta())
    return step if told.has_words and told.is_ours else NextStep(gives_up=True)


def fate_of_report(action: str, status: str) -> Fate | None:
    """Say what a report's words come to (RFC 3464 §2.3.3 and 2.3.4, RFC 3463 §3.1); None where they tell of no failure.

    `failed` with 5.x is for good, with 4.x a mail server's patience that ended: it did not arrive either way. `delayed`
    is on its way still, and whatever else was taken by somebody.
    """
    if action != "failed":
        return None
    return {"5": Fate.REFUSED, "4": Fate.DEFERRED}.get(status.partition(".")[0])


def fate_of_all(fates: Collection[Fate | None]) -> Fate | None:
    """Say what became of a letter by what became of it at each address: where one may have it, it did not fail."""
    if not fates or None in fates:
        return None
    return Fate.REFUSED if set(fates) == {Fate.REFUSED} else Fate.DEFERRED


def wait_after(number: int) -> timedelta:
    """Return how long a letter waits after its attempt of this number: twice as long each time, at most four hours."""
    doublings = min(max(number - 1, 0), 12)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
