"""A made-up idea is told from its first day to today: every act on its own day, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from local.overlay.acts import Act, Scene
from local.overlay.people import Crew
from tracker import clock, idea
from tracker.idea import Idea

MADE_UP = "This idea is made up, for the demonstration."
FIRST_HOUR = 9


@dataclass(frozen=True)
class Told:
    """One idea: what its author wrote, when it was sent (None: still a draft) and what came after."""

    title: str
    problem: str
    proposal: str
    service: str
    sent: int | None
    acts: Sequence[Act | list[Act]] = ()
    by_owner: bool = False


@contextmanager
def so_long_ago(days: int, *, minute: int = 0) -> Iterator[None]:
    """Pin the clock to a morning some days ago; today is not pinned, so that nothing happens later than now."""
    if not days:
        yield
        return
    day = clock.today() - timedelta(days=days)
    moment = datetime.combine(day, time(FIRST_HOUR), clock.LONDON) + timedelta(minutes=minute)
    with clock.at(moment):
        yield


def tell(told: Told, crew: Crew, services: dict[str, UUID]) -> Idea:
    """Have an idea written, sent and worked on. Asked in its council's door."""
    author = crew.owner if told.by_owner else crew.contributor
    written = told.sent if told.sent is not None else 1
    with so_long_ago(written):
        made = idea.log_draft(
            by=author,
            title=told.title,
            problem=told.problem,
            proposal=f"{told.proposal}\n\n{MADE_UP}",
            service_id=services[told.service],
        )
        if told.sent is not None:
            idea.submit(idea=made, by=author)
    play(Scene(made, crew), told.acts)
    return made


def play(scene: Scene, acts: Iterable[Act | list[Act]]) -> None:
    """Do what was done, the oldest first; what was done on one day in the order told."""
    flat = [act for some in acts for act in (some if isinstance(some, list) else [some])]
    for minute, (ago, act) in enumerate(sorted(flat, key=lambda one: -one[0]), 1):
        with so_long_ago(ago, minute=minute):
            act(scene)
