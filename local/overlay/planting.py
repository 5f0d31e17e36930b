"""The overlay is planted step by step, each in one transaction that notes it as done: again, it does nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from config.settings import settings
from local.overlay import doors, knowsley, knowsley_closed, knowsley_grown, needs, neighbours, seen, strands, tandem
from local.overlay.acts import Scene
from local.overlay.neighbours import Taken
from local.overlay.people import CODE, OPERATOR, PASSWORD, PERSONAS, PLACES, Crew, Persona, settle
from local.overlay.telling import MADE_UP, play, so_long_ago, tell
from migrations import operators
from tracker import clock, collaborative, council, idea, nudge, post
from tracker.collaborative import CardField, Choice, Fit, Level
from tracker.tenancy import as_council, directory

DONE = "overlay"
SETTLED_AGO = 950
LIVE_OPTIONS = 3
STORIES = {
    "knowsley": (knowsley_grown.SERVICES, (*knowsley_grown.IDEAS, *knowsley.IDEAS, *knowsley_closed.IDEAS)),
    "oldham": (neighbours.OLDHAM_SERVICES, neighbours.OLDHAM),
    "tower-hamlets": (neighbours.TOWER_HAMLETS_SERVICES, neighbours.TOWER_HAMLETS),
}


def is_planted() -> bool:
    """Whether everything of the overlay is there."""
    with directory():
        return _is_done(DONE)


def plant() -> tuple[Persona, ...]:
    """Plant the made-up people and ideas where they are not yet, and return the people. The real cases come first.

    Letters of the past count as sent long ago: nobody's mailbox is filled with them, but for the reminders of the last
    working day, so that they can be answered on any day.
    """
    with post.hush():
        crews = _people()
        _operator()
        _in(crews["knowsley"], f"{DONE}:strands", strands.noted)
        for code in PLACES:
            _in(crews[code], f"{DONE}:ideas:{code}", partial(_ideas, code))
        for number, taken in enumerate(neighbours.TAKEN):
            _in(crews[taken.place], f"{DONE}:taken:{number}", partial(_take, taken))
        for code, (ref, shared) in neighbours.CASES.items():
            _in(crews[code], f"{DONE}:case:{code}", partial(_case, ref, shared))
        _in(crews["knowsley"], f"{DONE}:tandem", tandem.begin)
        for code, tried in tandem.TRIED.items():
            _in(crews[code], f"{DONE}:tandem:{code}", partial(tandem.take_part, tried))
        _in(crews["knowsley"], f"{DONE}:doors", doors.open_doors)
        _in(crews["knowsley"], f"{DONE}:offered", needs.offered)
        _in(crews["oldham"], f"{DONE}:wanted", needs.wanted)
        for code in PLACES:
            _in(crews[code], f"{DONE}:seen:{code}", seen.agreed)
            _in(crews[code], f"{DONE}:told:{code}", _heard)
    _in(crews["oldham"], f"{DONE}:news", _news)
    for code in PLACES:
        _in(crews[code], f"{DONE}:nudged:{code}", _nudged)
    with directory():
        council.ran(DONE)
    return PERSONAS


def _is_done(step: str) -> bool:
    return council.last_run(step) is not None


def _people() -> dict[str, Crew]:
    """Make the people, each with the one password, as of long ago; asked again it only finds them."""
    with directory():
        if _is_done(f"{DONE}:people"):
            return settle()
        with so_long_ago(SETTLED_AGO):
            crews = settle()
        for person_id in {getattr(crew, name) for crew in crews.values() for name in ("contributor", "owner", "lead")}:
            council.choose_password(person_id=person_id, password=PASSWORD)
        if sponsor := crews["knowsley"].sponsor:
            council.choose_password(person_id=sponsor, password=PASSWORD)
        council.choose_password(person_id=council.person_of(email=OPERATOR.email), password=PASSWORD)
        council.ran(f"{DONE}:people")
        return crews


def _operator() -> None:
    """Let one of them run the platform, where we were told who owns the tables; twice is once."""
    if owner := settings().database_owner_url:
        operators.make(owner, email=OPERATOR.email)


def _in(crew: Crew, step: str, do: Callable[[Crew], None]) -> None:
    """Do one step in a council's door, once."""
    with as_council(crew.council_id):
        if not _is_done(step):
            do(crew)
            council.ran(step, council_id=crew.council_id)


def _ideas(code: str, crew: Crew) -> None:
    names, stories = STORIES[code]
    with so_long_ago(SETTLED_AGO):
        services = {name: _service(name, owner, crew) for name, owner in names.items()}
    for told in sorted(stories, key=lambda told: -(told.sent or 0)):
        tell(told, crew, services)


def _service(name: str, senior_owner: str, crew: Crew) -> UUID:
    made = council.add_service(name=name, senior_owner=f"{senior_owner} (made up)", by=crew.lead)
    made.live_options_wanted = LIVE_OPTIONS
    return made.id


def _take(taken: Taken, crew: Crew) -> None:
    """Take a card in on its day, work on it, and say what came of it."""
    shared = collaborative.get(CODE)
    card = next(card for card in collaborative.cards(shared) if card.title == taken.origin)
    fit = Fit(
        fits_because=taken.because,
        kept=taken.kept,
        changed=taken.changed,
        dropped=taken.dropped,
        weighed=taken.weighed,
        spoken_to=taken.spoken_to,
    )
    with so_long_ago(taken.ago):
        made = collaborative.adapt(card=card, collaborative=shared, fit=fit, by=crew.owner)
        made.proposal = f"{made.proposal}\n\n{MADE_UP}"
    play(Scene(made, crew), taken.acts)
    if taken.result:
        ago, status, words = taken.result
        with so_long_ago(ago):
            collaborative.report_result(idea=made, status=status, result=words, by=crew.owner)


def _case(ref: str, shared: str, crew: Crew) -> None:
    """A case that a report tells of stands in the collaborative that the report tells of, too."""
    chosen = frozenset({CardField.PROPOSAL, CardField.LESSONS, CardField.EVIDENCE})
    collaborative.publish(
        idea=idea.get(ref=ref, reader=council.reader(crew.lead)),
        collaborative=collaborative.get(shared),
        choice=Choice(level=Level.FULL, chosen=chosen),
        by=crew.lead,
    )


def _heard(crew: Crew) -> None:
    """What the others told of is heard already, save what comes today."""
    collaborative.tell_of_notices()
    collaborative.mark_seen(
        told.id for told in collaborative.unseen_notices(reader=council.reader(crew.lead), limit=100)
    )


def _news(crew: Crew) -> None:
    """One piece of news of this very day, so that a letter goes and something waits to be read."""
    title, status, words = neighbours.NEWS
    owner = council.reader(crew.owner)
    made = next(found for found in idea.owned_by(reader=owner) if found.title == title)
    collaborative.report_result(idea=idea.get(ref=made.ref, reader=owner), status=status, result=words, by=crew.owner)


def _nudged(_crew: Crew) -> None:
    """The reminders of the last working day before today: found, and written to their people."""
    nation, ago = council.here().nation, 1
    while not clock.is_working_day(clock.today() - timedelta(days=ago), nation):
        ago += 1
    with so_long_ago(ago):
        nudge.find_due()
        nudge.send_due()
