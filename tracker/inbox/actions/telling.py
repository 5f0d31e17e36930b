"""What people are to hear goes out: by a letter at once, or with the rest in a digest. Each thing once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from tracker import clock, council, fault, idea, post
from tracker.council import Colleague, Digest, NewsBy
from tracker.fault import FaultKind
from tracker.idea import Idea, Sight
from tracker.inbox.models import NewsItem
from tracker.inbox.rules import digest_may_go, sentence
from tracker.nudge.rules import tells_the_rest
from tracker.post import MailKind
from tracker.tenancy import current_council, rows, session

MOST = 500  # of one sweep: the next goes on
UntoldNews = tuple[NewsItem, str, str]

# Wishes whose day has come are fulfilled, and over; two sweeps at once fulfil each once.
_DUE = text("""
WITH fired AS (
 UPDATE lookout l SET fired_at = CAST(:now AS timestamptz)
  WHERE l.fired_at IS NULL AND l.on <= CAST(:today AS date) RETURNING l.council_id, l.id, l.idea_id, l.person_id, l.on)
INSERT INTO news_item (id, idea_id, person_id, about_id, kind, particulars, by, at)
SELECT gen_random_uuid(), fired.idea_id, fired.person_id, fired.id, 'day',
       jsonb_build_object('until', fired.on, 'asked', true), 'at_once', CAST(:now AS timestamptz) FROM fired
ON CONFLICT DO NOTHING""")


class WaitingNews(NamedTuple):
    """News that nobody told yet, by nothing but its names."""

    id: UUID
    kind: str
    ref: str


_WAITING = f"""
SELECT n.id, n.kind, i.ref FROM news_item n JOIN idea i ON i.id = n.idea_id
 WHERE n.told_at IS NULL AND n.at <= CAST(:now AS timestamptz) ORDER BY n.person_id, n.number LIMIT {MOST}"""  # noqa: S608 - made of constants only


def tell_news() -> int:
    """Write the letters of news that nobody was told yet, and return how many. Safe to run twice at once.

    What cannot be told is set aside and named. Digests go on working days, from seven in the morning.
    """
    session().execute(_DUE, {"now": clock.now(), "today": clock.today()})
    letters = list[int]()

    def tell(only: Sequence[WaitingNews] | None) -> None:
        letters.append(_tell(_untold(only)))

    faults = fault.work_out(tell, lambda: rows(WaitingNews, _WAITING, now=clock.now()))
    fault.keep(FaultKind.NEWS, {f"{one.kind}, {one.ref}": error for one, error in faults.items()})
    return sum(letters)


def _untold(only: Sequence[WaitingNews] | None) -> list[UntoldNews]:
    """News that waits, or some of it, person by person; what another sweep holds is left to it."""
    asked = (
        select(NewsItem, Idea.ref, Idea.title)
        .join(Idea, Idea.id == NewsItem.idea_id)
        .where(NewsItem.told_at.is_(None), NewsItem.at <= clock.now())
        .order_by(NewsItem.person_id, NewsItem.number)
        .limit(MOST)
        .with_for_update(of=NewsItem, skip_locked=True)
    )
    if only is not None:
        asked = asked.where(NewsItem.id.in_([one.id for one in only]))
    return [(item, ref, title) for item, ref, title in session().execute(asked)]


def _tell(untold: Sequence[UntoldNews]) -> int:
    """Tell each person theirs. Who left, or may not see an idea, hears no more of it."""
    here = {person.id: person for person in council.people()}
    seeing = idea.sights(Sight(item.idea_id, item.person_id) for item, _, _ in untold)
    place, count = council.here(), 0
    for person_id, mine in groupby(untold, key=lambda one: one[0].person_id):
        news = list(mine)
        _leave([item for item, _, _ in news if Sight(item.idea_id, person_id) not in seeing])
        news = [one for one in news if one[0].told_at is None]
        if not news:
            continue
        person = here[person_id]
        at_once = [one for one in news if one[0].by == NewsBy.AT_ONCE]
        count += sum(_write_one(person, one, place) for one in at_once)
        count += _write_digest(person, [one for one in news if one not in at_once], place)
    return count


def _leave(items: Collection[NewsItem]) -> None:
    for item in items:
        item.told_at = clock.now()


def _write_one(person: Colleague, news: UntoldNews, place: council.Council) -> bool:
    """Write one letter about one thing."""
    item, ref, title = news
    said, naming = _words(item), item.kind in {"named", "thanked"}
    asked, kind = bool(item.particulars.get("asked")), MailKind.NAMING if naming else MailKind.FOLLOWED
    _leave([item])
    if not asked and kind in person.stopped:
        return False
    written = post.write(
        "news",
        to=post.Addressee(person.name, person.email, person.id),
        kind=post.LetterKind.NOTICE,
        key=f"news:{item.id}",
        subject=f"{said}: {title}",
        ref=ref,
        title=title,
        sentence=said,
        message_id=item.particulars.get("message_id"),
        stops=None if asked else kind,
        asked=asked,
        naming=naming,
        council_name=place.name,
    )
    return written is not None


def _write_digest(person: Colleague, news: Sequence[UntoldNews], place: council.Council) -> bool:
    """Write what waits for somebody's digest, once a day, on the days that they chose; never, it is in their inbox."""
    day, moment = clock.today(), clock.now().astimezone(clock.LONDON)
    none = person.digest == Digest.NEVER or MailKind.DIGEST in person.stopped
    if none:
        _leave([item for item, _, _ in news])
    goes = digest_may_go(moment) and clock.is_working_day(day, place.nation)
    if none or not news or not goes or not tells_the_rest(person.digest, day, nation=place.nation):
        return False
    written = post.write(
        "news_digest",
        to=post.Addressee(person.name, person.email, person.id),
        kind=post.LetterKind.NOTICE,
        key=f"news:{current_council()}:{person.id}:{day}",
        subject=f"What happened to ideas that you follow in {place.name}",
        stops=MailKind.DIGEST,
        news=[{"ref": ref, "title": title, "sentence": _words(item)} for item, ref, title in news],
        council_name=place.name,
    )
    if written:
        _leave([item for item, _, _ in news])
    return written is not None


def _words(item: NewsItem) -> str:
    today = clock.today()
    words = council.vocabulary()
    return sentence(item.kind, item.particulars, words, day=lambda day: idea.spoken(day, today=today))
