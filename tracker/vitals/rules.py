"""What needs somebody, from the facts of an installation alone. Pure: the time is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from tracker import clock
from tracker.council import LONGEST_RUN, MOST_DEATHS, JobRunEntry
from tracker.later import RECURRING, Job, RecurringJob

LETTER_LATE = timedelta(minutes=10)
MOST_PLACES = 100  # told one by one
CLOCKS_AGREE_WITHIN = timedelta(minutes=1)
# Every kind of finding, for whoever counts them.
KINDS = (
    "silent",  # the worker
    "broker",
    "clock",
    "failed",
    "never",  # succeeded
    "late",
    "stuck",
    "deadly",  # ended its process so often that it is set aside
    "waiting",
    "given_up",
    "in_doubt",  # perhaps delivered: somebody decides
    "far",  # put off for longer than anybody chose
    "aside",
)


class CouncilFacts(NamedTuple):
    """Where a job is kept: a council, and since when it is one."""

    name: str
    since: datetime


class LetterFacts(NamedTuple):
    """The outbox in figures. `far` letters wait for more than a day; those in doubt are perhaps delivered.

    Of those given up some are `wordless`: they came back, and the secret of a link went from them.
    """

    waiting: int
    oldest: datetime | None
    sent_last_hour: int
    given_up: int
    far: int = 0
    furthest: datetime | None = None
    in_doubt: int = 0
    wordless: int = 0


class RowsAside(NamedTuple):
    """Rows of one kind that cannot be worked out and that sweeps leave alone: what they are, how many, which."""

    words: str
    number: int
    named: str
    since: datetime


@dataclass(frozen=True)
class Facts:
    """What is asked of an installation to say whether it is well; `queues` is what waits at the broker, by queue."""

    now: datetime
    database_ahead: timedelta
    broker_answers: bool
    runs: Sequence[JobRunEntry]
    places: Sequence[CouncilFacts]
    letters: LetterFacts
    aside: Sequence[RowsAside] = field(default_factory=tuple)
    queues: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class VitalFinding:
    """One thing that needs somebody: its kind, the part it is of, a title, what was found and how to mend it."""

    kind: str
    part: str
    title: str
    found: str
    mend: str


@dataclass(frozen=True)
class JobStanding:
    """How a recurring job is kept: over how many places, its newest and oldest success, and where it is not kept."""

    about: RecurringJob
    places: int
    newest: datetime | None
    oldest: datetime | None
    failing: list[JobRunEntry]
    late: list[JobRunEntry]
    never: list[str]
    stuck: list[JobRunEntry]
    deadly: list[JobRunEntry]
    ahead: list[JobRunEntry]

    @property
    def is_late(self) -> bool:
        """Whether somewhere its last success is too long ago, or it never had one."""
        return bool(self.late or self.never)


class CouncilRuns(NamedTuple):
    """When each job last succeeded in a council, in the order of the table of jobs, and the oldest of these."""

    council: str
    oldest: datetime | None
    jobs: Sequence[tuple[str, datetime | None]]


def by_council(facts: Facts) -> list[CouncilRuns]:
    """When each recurring job last succeeded, council by council, those first where that is longest ago."""
    ends = {(run.council, run.job): run.finished_at for run in facts.runs}
    each = [about for about in RECURRING if about.in_each_council]
    found = []
    for place in facts.places:
        jobs = [(about.words, ends.get((place.name, str(about.job)))) for about in each]
        known = [at for _, at in jobs if at]
        if known:
            found.append(CouncilRuns(place.name, min(known), jobs))
    return sorted(found, key=lambda place: (place.oldest or facts.now, place.council))[:MOST_PLACES]


def standings(facts: Facts) -> list[JobStanding]:
    """How each recurring job is kept."""
    return [_standing(about, facts) for about in RECURRING]


def _standing(about: RecurringJob, facts: Facts) -> JobStanding:
    mine = [run for run in facts.runs if run.job == about.job]
    ends = [run.finished_at for run in mine if run.finished_at]
    deadly = [run for run in mine if run.deaths >= MOST_DEATHS]
    return JobStanding(
        about=about,
        places=len(mine),
        newest=max(ends, default=None),
        oldest=min(ends, default=None),
        failing=[run for run in mine if run.detail and run not in deadly],
        late=[run for run in mine if run.finished_at and facts.now - run.finished_at > about.late_after],
        never=list(_never(about, mine, facts)),
        stuck=[run for run in mine if run.running_since and facts.now - run.running_since > LONGEST_RUN],
        deadly=deadly,
        ahead=[run for run in mine if _latest(run) > facts.now + CLOCKS_AGREE_WITHIN],
    )


def _latest(run: JobRunEntry) -> datetime:
    return max(moment for moment in (run.started_at, run.finished_at, run.running_since) if moment)


def _never(about: RecurringJob, runs: Sequence[JobRunEntry], facts: Facts) -> Iterator[str]:
    """Where a job never succeeded although there was time enough; of one that works nowhere in particular, "at all"."""
    done = {run.council for run in runs if run.finished_at}
    if not about.in_each_council:
        if None not in done:
            yield "at all"
        return
    for place in facts.places:
        if place.name not in done and facts.now - place.since > about.late_after:
            yield f"in {place.name}"


def findings(facts: Facts) -> list[VitalFinding]:
    """What needs somebody, the most urgent first; nothing where all is well."""
    kept = standings(facts)
    [heart] = [job for job in kept if job.about.job is Job.BEAT_HEART]
    found = [*_worker(heart), *_broker(facts), *_clocks(facts)]
    for job in kept:
        found += _of_job(job, is_alive=not heart.is_late)
    return [*found, *_letters(facts), *_aside(facts)]


def _worker(heart: JobStanding) -> Iterator[VitalFinding]:
    if not heart.is_late:
        return
    last = f"It was last alive on {_when(heart.newest)}." if heart.newest else "It has never run here."
    mend = (
        "Every page works meanwhile; letters and figures wait, and go when it is back. Start `seedbed worker` and"
        " `seedbed beat`, or read their log."
    )
    yield VitalFinding("silent", "worker", "The worker does not answer", last, mend)


def _broker(facts: Facts) -> Iterator[VitalFinding]:
    if not facts.broker_answers:
        mend = "Letters wait in the database and go when it is back. Start it again; there is nothing to repair."
        yield VitalFinding("broker", "broker", "The broker is away", "Every page still works.", mend)


def _clocks(facts: Facts) -> Iterator[VitalFinding]:
    apart = facts.database_ahead
    if abs(apart) > CLOCKS_AGREE_WITHIN:
        way = "ahead of" if apart > timedelta() else "behind"
        found = f"The database's clock is {_long(abs(apart))} {way} this machine's."
        yield VitalFinding("clock", "clock", "Two clocks disagree", found, "Have both machines keep time (NTP).")


def _of_job(job: JobStanding, *, is_alive: bool) -> Iterator[VitalFinding]:
    """What is wrong with one job; that it is late is no news while the worker is silent."""
    words, part = job.about.words, "jobs"
    log = (
        "It is tried again by itself. If it goes on, read the worker's log: it names the council and the kind of error."
    )
    if job.deadly:
        found = f"It ended the process that it ran in {_worst(job.deadly)} times in a row {_places(job.deadly)}."
        mend = "It is tried once an hour. Look for a lack of memory, or for a crash in the worker's log."
        yield VitalFinding("deadly", part, f"“{words}” is set aside", found, mend)
    if job.failing:
        found = f"It failed {_places(job.failing)}: {job.failing[0].detail}."
        yield VitalFinding("failed", part, f"“{words}” failed", found, log)
    if job.stuck:
        found = f"It began {_places(job.stuck)} on {_when(job.stuck[0].running_since)} and did not end."
        mend = "It is taken up again by itself. If it goes on, end the worker and start it again."
        yield VitalFinding("stuck", part, f"“{words}” is stuck", found, mend)
    if job.ahead:
        when = f"on {_when(_latest(job.ahead[0]))} {_places(job.ahead)}"
        found = f"It was last done {when}: a clock was wrong then, or is now."
        yield VitalFinding("clock", part, f"“{words}” was done in the future", found, "Set the clock right (NTP).")
    if is_alive and job.never:
        found = f"It was never done {_named(job.never)}."
        yield VitalFinding("never", part, f"“{words}” was never done", found, log)
    if is_alive and job.late:
        last = min(run.finished_at for run in job.late if run.finished_at)
        found = f"Promised {job.about.promised}, it was last done {_places(job.late)} on {_when(last)}."
        yield VitalFinding("late", part, f"“{words}” is late", found, log)


def _letters(facts: Facts) -> Iterator[VitalFinding]:
    letters, part = facts.letters, "letters"
    if letters.oldest and facts.now - letters.oldest > LETTER_LATE:
        mend = "If the worker is alive, the mail server refuses or is away: see “Letters that failed” at `/ops`."
        title = f"Letters have waited since {_day(letters.oldest)}"
        yield VitalFinding("waiting", part, title, "The oldest is more than ten minutes old.", mend)
    if letters.given_up:
        found = f"{_many(letters.given_up, 'letter')} will not be tried again by itself."
        mend = "Mend what the mail server complained of, then try them again: “Letters that failed” at `/ops`."
        yield VitalFinding("given_up", part, "Letters were given up", found, mend)
    if letters.in_doubt:
        found = f"Nobody saw whether the mail server took {_many(letters.in_doubt, 'letter')}."
        yield VitalFinding(
            "in_doubt", part, "Letters are perhaps delivered", found, "Decide at `/ops`: send again, or leave."
        )
    if letters.far:
        until = f" until {_when(letters.furthest)}" if letters.furthest else ""
        found = f"{_many(letters.far, 'letter')} would wait for more than a day,{until}: a clock was wrong."
        mend = "Set the clock right, then bring them forward: docs/operations.md, “Letters”."
        yield VitalFinding("far", part, "Letters wait for a far day", found, mend)


def _aside(facts: Facts) -> Iterator[VitalFinding]:
    for rows in facts.aside:
        found = f"{_many(rows.number, rows.words)}, since {_day(rows.since)}: {rows.named}."
        mend = "Put right what was typed there. Everything else goes on without it."
        yield VitalFinding("aside", "rows", f"{rows.words.capitalize()} set aside", found, mend)


def _worst(runs: Sequence[JobRunEntry]) -> int:
    return max(run.deaths for run in runs)


def _places(runs: Sequence[JobRunEntry]) -> str:
    return _named([f"in {run.council}" if run.council else "everywhere" for run in runs])


def _named(places: Sequence[str]) -> str:
    more = len(places) - 1
    return f"{places[0]} and {_many(more, 'more place')}" if more else places[0]


def _many(count: int, words: str) -> str:
    return f"{count:,} {words}{'' if count == 1 else 's'}"


def _long(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return _many(minutes, "minute") if minutes < 120 else _many(round(minutes / 60), "hour")  # noqa: PLR2004 - two hours


def _day(moment: datetime) -> str:
    there = moment.astimezone(clock.LONDON)
    return f"{there.day}\N{NO-BREAK SPACE}{there:%B %Y}"


def _when(moment: datetime | None) -> str:
    return f"{_day(moment)}, {moment.astimezone(clock.LONDON):%H:%M}" if moment else "some day"
