"""What follows from an attempt to carry a letter: it went, it waits, it is given up, or its operator decides."""

from __future__ import annotations

import enum
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


def wait_after(number: int) -> timedelta:
    """Return how long a letter waits after its attempt of this number: twice as long each time, at most four hours."""
    doublings = min(max(number - 1, 0), 12)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
