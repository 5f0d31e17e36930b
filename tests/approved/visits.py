"""A visit: somebody at an address, or sending a form there; and the name that its answer is kept under.

`{nudge:no_sponsor/KNW-33}` in an address or a form stands for an identifier that every planting makes anew, found by
what is known of the thing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.approved.files import lines_of, name_of

NAMED = re.compile(r"\{(\w+):([^{}]+)\}")
SECRET = "SELECT words, substring(words FROM '/{0}/([\\w-]+)') FROM mail.letter WHERE who = %s AND words ~ '/{0}/'"
IDENTIFIERS = {
    "person": "SELECT id FROM person WHERE split_part(email, '.', 1) = %s",
    "idea": "SELECT id FROM idea WHERE ref = %s",
    "service": "SELECT id FROM service WHERE name = %s",
    "nudge": "SELECT n.id FROM nudge n JOIN idea i ON i.id = n.idea_id WHERE n.rule || '/' || i.ref = %s",
    "condition": "SELECT c.id FROM condition c JOIN idea i ON i.id = c.idea_id WHERE i.ref = %s",
    "message": "SELECT m.id FROM message m JOIN idea i ON i.id = m.idea_id WHERE i.ref = %s",
    "risk": "SELECT r.id FROM risk r JOIN idea i ON i.id = r.idea_id WHERE i.ref = %s",
    "claim": "SELECT c.id FROM claim c JOIN idea i ON i.id = c.idea_id WHERE i.ref = %s",
    "letter": "SELECT id FROM letter WHERE given_up_at IS NOT NULL AND split_part(to_email, '.', 1) = %s",
    "tie": "SELECT l.id FROM network_link l JOIN network_place p ON p.council_id = l.council_id"
    " AND p.key IN (l.one, l.other) WHERE l.times > 1 AND split_part(p.name, ' ', 1) = %s",
    "link": SECRET.format("n"),
    "invite": SECRET.format("invite"),
    "reset": SECRET.format("reset"),
}
Form = Mapping[str, Any]
Filling = Callable[[str], str]


@dataclass(frozen=True)
class Visit:
    """Somebody at an address; with a form, who sends it there, and what the answer is called."""

    who: str
    address: str
    form: Form | None = field(default=None, hash=False)
    called: str = ""

    @property
    def name(self) -> str:
        """What its answer is kept under: a folder for the first word of its address, a file for the rest and who."""
        path = self.address.strip("/").replace("{", "").replace("}", "") or "home"
        return f"pages/{re.split('[/?]', path)[0]}/{name_of(path, self.called, self.who)}"

    def page_of_its_form(self) -> Visit:
        """The page that its form stands on: of the same address, or of what the address is part of."""
        same = Visit(self.who, self.address)
        return same if same in plain() else Visit(self.who, self.address.rpartition("/")[0])


@functools.cache
def plain() -> list[Visit]:
    """The visits of visits.txt: a line says who looks at which address."""
    return [Visit(*line.split()) for line in lines_of(Path(__file__).parent / "visits.txt")]


def filling(admin: psycopg.Connection[tuple[object, ...]]) -> Filling:
    """Fill the identifiers of a town into addresses and forms; of several things, the one made first.

    Secrets are made up anew each time: of several letters, it is the one whose words come first.
    """

    def found(named: re.Match[str]) -> str:
        row = admin.execute(f"{IDENTIFIERS[named[1]]} ORDER BY 1".encode(), [named[2]]).fetchone()
        assert row, f"nothing in the town is {named[0]}"
        return str(row[-1])

    return lambda words: NAMED.sub(found, words)


def filled(form: Form, fill: Filling) -> Iterator[tuple[str, Any]]:
    """A form with identifiers in the place of their names."""
    for name, value in form.items():
        yield name, [fill(each) for each in value] if isinstance(value, list) else fill(value)
