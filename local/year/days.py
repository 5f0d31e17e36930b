"""The year, day by day: what the worker does in the morning, what the post brings, and what people do about it."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from local.year.habits import reply
from local.year.tally import Mailbag
from local.year.towns import Member, Town
from tracker import clock, council, idea, nudge, post
from tracker.idea import Idea, Refused, State
from tracker.nudge import Reply
from tracker.tenancy import as_council, current_council, directory, session

SPEAKS = 0.35  # times a working day that somebody in a council of a hundred ideas says something on one, unasked
REPLIES = 0.3  # of the ideas in triage without a reply, on a working day
HELPED_WITH = "I will ring you tomorrow, and bring somebody who has done it."
LINK = re.compile(r"/n/([\w-]{20,})")


class Year:
    """Councils that live through so many days together; with the worker's nudges, or without them."""

    def __init__(self, towns: list[Town], *, begins: date, days: int, seed: int, nudged: bool) -> None:
        self.towns, self._nudged, self._begins, self._days = towns, nudged, begins, days
        self._draw = random.Random(f"{seed}-{nudged}")  # noqa: S311 - a made-up year
        self.mailbag = Mailbag()
        self.links: list[str] = []
        self._waiting: dict[str, list[str]] = defaultdict(list)  # the links that lie with somebody, by their email

    def live(self, *, keep_house: Callable[[], None] = lambda: None) -> None:
        """Live through all of the days; the house of the database is kept after the first, the third and each tenth."""
        for n in range(self._days):
            day = self._begins + timedelta(days=n)
            if n in {1, 3} or n % 10 == 0:
                keep_house()
            self._morning(day)
            self._post(day)
            for town in self.towns:
                if clock.is_working_day(day, town.nation):
                    self._at_work(town, day)

    def _morning(self, day: date) -> None:
        """What the worker promises for each morning; nothing here knows what a working day is but the product."""
        moment = clock.start_of(day) + timedelta(hours=7, minutes=30)
        for town in self.towns:
            with clock.at(moment), as_council(town.id):
                idea.wake_due()
                if self._nudged and day.weekday() < clock.SATURDAY:
                    nudge.find_due()
                    nudge.send_due()

    def _post(self, day: date) -> None:
        self.mailbag.day = day
        post.deliver(seconds=600, carrier=self.mailbag)
        for letter in self.mailbag.take():
            if letter.kind == post.LetterKind.NUDGE:
                found = list(dict.fromkeys(LINK.findall(letter.words)))
                self.links += found
                self._waiting[letter.email] += found

    def _at_work(self, town: Town, day: date) -> None:
        """Who is at work answers what lies with them, if that is their habit, and somebody says something unasked."""
        answered = self._opened(town)
        with clock.at(clock.start_of(day) + timedelta(hours=15)), as_council(town.id):
            for one in town.owners:
                if one.leaves_on == day:
                    council.end_membership(person_id=one.id, by=town.leads[0].id)
            for one, nudges in answered:
                for nudge_id in nudges:
                    self._answer(one, nudge_id, day)
            self._lead(town, day)
            self._say_something(town)

    def _opened(self, town: Town) -> list[tuple[Member, list[UUID]]]:
        """Who opens the links of this council that lie with them today, and the nudges that they find there."""
        reading = [one for one in town.everybody if self._waiting.get(one.email) and one.habit.answers(self._draw)]
        if not reading:
            return []
        with directory():
            links = nudge.by_tokens(token for one in reading for token in self._waiting[one.email])
        opened = []
        for one in reading:
            tokens = self._waiting[one.email]
            here = [links[token] for token in tokens if token in links and links[token].council_id == town.id]
            self._waiting[one.email] = [
                token for token in tokens if token not in links or links[token].council_id != town.id
            ]
            opened.append((one, [link.nudge_id for link in here if link.good]))
        return opened

    def _answer(self, one: Member, nudge_id: UUID, day: date) -> None:
        said = reply(self._draw)
        until = day + timedelta(days=self._draw.randrange(20, 90)) if said is Reply.PARK_IT else None
        try:
            nudge.answer(nudge_id=nudge_id, by=one.id, reply=said, until=until)
        except Refused:  # it was answered or withdrawn meanwhile, or its idea rests already
            return

    def _lead(self, town: Town, day: date) -> None:
        """A lead answers calls for help, replies to authors, and gives ideas that are nobody's an owner."""
        lead = town.leads[0]
        reader = council.reader(lead.id)
        for call in nudge.help_wanted(reader=reader):
            nudge.answer_call(nudge_id=call.id, words=HELPED_WITH, by=lead.id)
        here = [one for one in town.owners if one.leaves_on is None or one.leaves_on > day]
        for found in self._some(Idea.state == State.TRIAGE, Idea.first_reply_on.is_(None)):
            if self._draw.random() < REPLIES:
                idea.reply(idea=found, words="Thank you. We look at it together on Monday.", by=lead.id)
        gone = [one.id for one in town.owners if one not in here]
        for found in self._some(Idea.owner_id.in_(gone), Idea.state == State.ACTIVE) if gone and self._nudged else []:
            idea.assign_owner(idea=found, owner_id=self._draw.choice(here).id, by=lead.id)

    def _say_something(self, town: Town) -> None:
        for found in self._some(Idea.state == State.ACTIVE) if self._draw.random() < SPEAKS else []:
            idea.comment(idea=found, words="We spoke about it with the team.", by=self._draw.choice(town.owners).id)
            return

    def _some(self, *where: ColumnElement[bool]) -> Iterable[Idea]:
        """Ideas of a kind, in any order; each is read once somebody takes it up."""
        found = [*session().scalars(select(Idea.id).where(*where).order_by(Idea.id).limit(200))]
        self._draw.shuffle(found)
        return (session().get_one(Idea, (current_council(), each)) for each in found)
