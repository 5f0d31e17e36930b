"""Councils, whoever works there, and their browsers."""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode
from uuid import UUID

HOST = "127.0.0.1"
PATIENCE = 40.0  # seconds: longer than a page may take
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
WORDS = {
    "problem": "People ring three times because nobody can tell them who has their case.",
    "proposal": "Send one text that says who has it, and see who still rings.",
}


@dataclass(frozen=True)
class Place:
    """A council and somebody who works there."""

    council_id: UUID
    people: list[UUID]
    emails: list[str]


def places(councils: int, people: int) -> list[Place]:
    """Make councils with contributors."""
    from tracker import council  # noqa: PLC0415 - read once the servers are known
    from tracker.tenancy import directory  # noqa: PLC0415 - read once the servers are known

    found = []
    for n in range(councils):
        with directory():
            made = council.create(code=f"chaos-{n}", name=f"Council {n}", nation=None)
            staff = [
                council.add_person(
                    council_id=made.id,
                    email=f"person-{n}-{one}@example.org",
                    name=f"Person {one}",
                    roles=[council.Role.CONTRIBUTOR],
                )
                for one in range(people)
            ]
            found.append(Place(made.id, [one.id for one in staff], [one.email for one in staff]))
    return found


class Browser:
    """Somebody signed in, who logs ideas as a person does: opens the form, fills it in, sends it."""

    def __init__(self, port: int, person_id: UUID, council_id: UUID) -> None:
        from tracker import council  # noqa: PLC0415 - read once the servers are known
        from tracker.tenancy import directory  # noqa: PLC0415 - read once the servers are known

        with directory():
            token = council.start(person_id=person_id, council_id=council_id)
        self._port, self._headers = port, {"Host": f"{HOST}:{port}", "Cookie": f"seedbed={token}"}

    def log(self, title: str) -> bool:
        """Log an idea; say whether that was acknowledged. Raises OSError or HTTPException where nobody answered."""
        status, page = self._request("GET", "/ideas/new")
        if status != http.client.OK:
            return False
        form = dict(_hidden(field) for field in HIDDEN.findall(page)) | WORDS | {"title": title, "service": ""}
        form.pop("look", None)  # ideas like it were looked at while it was typed
        body = urlencode(form)
        status, _ = self._request("POST", "/ideas/new", body)
        return status == http.client.SEE_OTHER

    def _request(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE)
        sent = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        try:
            line.request(method, path, body=body, headers=self._headers | sent)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


def _hidden(field: str) -> tuple[str, str]:
    told = dict(ATTRIBUTE.findall(field))
    return told.get("name", ""), unescape(told.get("value", ""))
