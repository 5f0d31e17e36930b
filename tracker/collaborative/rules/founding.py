"""What a collaborative says of itself, of whom it asks, what members note and how it closes. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from tracker.collaborative.words import ShelfKind
from tracker.idea.words import Refused, refuse_all
from tracker.study import address_fault

LONGEST = timedelta(days=366 * 5)  # a collaborative that runs longer is founded anew, with what it learned


def check_terms(*, name: str, shared_target: str, ends_on: date | None, today: date) -> None:
    """A collaborative says what it is called, what it is for and until when. Raises Refused with all that lacks."""
    refuse_all(_terms_faults(name, shared_target, ends_on, today))


def _terms_faults(name: str, shared_target: str, ends_on: date | None, today: date) -> Iterator[Refused]:
    if not name.strip():
        yield Refused("Give it a few words", field="name")
    if not shared_target.strip():
        yield Refused("Say what you want to reach together", field="shared_target")
    if ends_on is None:
        yield Refused("Say until when: a day like 18 December 2027", field="ends_on")
    elif not today < ends_on <= today + LONGEST:
        yield Refused("Choose a day to come, within five years", field="ends_on")


def check_founding(
    *, name: str, shared_target: str, ends_on: date | None, today: date, council_ids: Collection[object]
) -> None:
    """Whoever founds a collaborative says what it is, and asks another council at least. Raises Refused with it all."""
    refuse_all(_terms_faults(name, shared_target, ends_on, today), _asked_faults(council_ids))


def check_asked(council_ids: Collection[object]) -> None:
    """A collaborative is of several councils: one at least is asked. Raises Refused."""
    refuse_all(_asked_faults(council_ids))


def _asked_faults(council_ids: Collection[object]) -> Iterator[Refused]:
    if not council_ids:
        yield Refused("Choose at least one council to ask", field="councils")


def slug(name: str) -> str:
    """Make a word for an address out of a name: its letters and figures, at most 40, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return "-".join(re.findall("[a-z0-9]+", plain.casefold()))[:40].strip("-") or "together"


def check_note(*, kind: ShelfKind | None, title: str, address: str, on: date | None, today: date) -> None:
    """A note says what it is; a link leads somewhere, what was given has a day that is past. Raises Refused."""
    refuse_all(_note_faults(kind, title, address, on, today))


def _note_faults(kind: ShelfKind | None, title: str, address: str, on: date | None, today: date) -> Iterator[Refused]:
    if not title.strip():
        yield Refused("Say what it is", field="title")
    if address.strip() and (fault := address_fault(address.strip())):
        yield Refused(fault, field="address")
    elif kind is ShelfKind.LINK and not address.strip():
        yield Refused("Paste the address of the link", field="address")
    if kind is ShelfKind.GIVEN and on and on > today:
        yield Refused("What was given has a day that is past", field="on")


def check_closing(*, came_of_it: str, learned: str, goes_on: str) -> None:
    """A collaborative closes with a report: what came of its target, what was learned, what goes on. Raises Refused."""
    told = {"came_of_it": came_of_it, "learned": learned, "goes_on": goes_on}
    sentences = {
        "came_of_it": "Say what came of the shared target",
        "learned": "Say what the councils learned",
        "goes_on": "Say what goes on, and where",
    }
    refuse_all(Refused(sentences[name], field=name) for name, words in told.items() if not words.strip())
