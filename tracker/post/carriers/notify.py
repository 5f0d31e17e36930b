"""GOV.UK Notify: letters handed to its API. It can be asked, by a letter's reference, what it has taken already."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from typing import Any, Self
from uuid import UUID

import requests
from notifications_python_client.errors import APIError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from config.settings import settings
from tracker.post.carriers.carrier import Goes, Handover, ReturnedLetter, TakenError, UnreachableError
from tracker.post.outbox import OutboxLetter
from tracker.post.rules import Fate

PATIENCE = 3  # seconds, for one who only asks whether somebody is there
OUR_OWN_DOING = {401, 403, 404, 410}  # a key, a clock, a template or an address that is wrong: no letter's fault
TOO_MANY = 429
LOOKING = 30  # seconds, for one answer about many letters
# How letters end that do not arrive (docs.notifications.service.gov.uk, "Email status descriptions"): the address is
# wrong; the inbox took nothing for 72 hours, or nobody said anything for as long; Notify could not hand it on.
FAILURES = {
    "permanent-failure": Fate.REFUSED,
    "temporary-failure": Fate.DEFERRED,
    "technical-failure": Fate.DEFERRED,
}
LINK_IN_MARKDOWN = re.compile(r"\](?=\()")


class NotifyCarrier:
    """The API of GOV.UK Notify, asked for the letters' template before the first of them goes.

    The template has the subject `((subject))` and the text `((body))`; Notify makes the page of it. A letter's id is
    its reference at every attempt, so one whose end nobody saw is looked up before it goes again.
    """

    def __init__(self) -> None:
        self._client: NotificationsAPIClient | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.request_session.close()

    @property
    def where(self) -> str:
        """Name the service at Notify: the first half of its key."""
        return f"notify {settings().notify_url} {_client().service_id}"

    @property
    def led_by(self) -> str:
        """Name the settings that lead to it."""
        return "NOTIFY_KEY, NOTIFY_TEMPLATE or NOTIFY_URL"

    def answers(self) -> str:
        """Ask for the letters' template, which needs the key. Raises UnreachableError."""
        try:
            _client(seconds=PATIENCE).get_template(settings().notify_template)
        except APIError as why:
            told = f"{settings().notify_url} gave no template for letters ({_reason(why)})"
            raise UnreachableError(told) from why
        return settings().notify_url

    def already_there(self, letter: OutboxLetter) -> str:
        """Say as what Notify has the letter: it keeps what it took for a week. What failed there is not on its way."""
        found = _looked_for(self._ready, reference=str(letter.id))
        return next((str(one["id"]) for one in found if one.get("status") not in FAILURES), "")

    def carry(self, letter: OutboxLetter, goes: Goes) -> Handover:
        """Hand one letter in, and say what became of it."""
        try:
            client = self._ready()
        except APIError as why:
            return Handover(Fate.UNREACHED, _reason(why), cut=True)
        if not goes():
            raise TakenError
        try:
            taken = client.send_email_notification(
                email_address=letter.to_email,
                template_id=settings().notify_template,
                personalisation={"subject": letter.subject, "body": LINK_IN_MARKDOWN.sub("] ", letter.body or "")},
                reference=str(letter.id),
                one_click_unsubscribe_url=letter.stop_address,
            )
        except APIError as why:
            return self._judged(letter, why)
        except Exception as why:  # noqa: BLE001 - whatever broke, the words were on their way
            return Handover(Fate.PERHAPS, f"{type(why).__name__}: {why}", cut=True)
        return Handover(Fate.ACCEPTED, name=str(taken["id"]) if isinstance(taken, dict) and "id" in taken else None)

    def returned(self, *, seconds: float) -> Iterator[list[ReturnedLetter]]:
        """Yield the letters of a week that failed, the newest first, as Notify lists them: 250 in an answer.

        One question tells of them all, however many letters went: those that arrived are not asked for one by one.
        Raises UnreachableError.
        """
        ends, before = time.monotonic() + seconds, None
        self._client = client = _client(seconds=LOOKING)
        while time.monotonic() < ends and (found := _looked_for(lambda: client, status="failed", older_than=before)):
            yield [one for told in found if (one := _returned_letter(told))]
            before = str(found[-1]["id"])

    def _ready(self) -> NotificationsAPIClient:
        """Return a client that was answered once. Raises APIError."""
        if self._client is None:
            client = _client()
            client.get_template(settings().notify_template)
            self._client = client
        return self._client

    def _judged(self, letter: OutboxLetter, why: APIError) -> Handover:
        """Say what an answer means: what is wrong with the key or the template costs no letter a try."""
        if isinstance(why, InvalidResponse) or why.status_code >= 500:  # noqa: PLR2004 - RFC 9110 §15.6
            return self._looked_up(letter, why)
        if why.status_code in OUR_OWN_DOING:
            return Handover(Fate.UNREACHED, _reason(why), cut=True)
        if why.status_code == TOO_MANY:
            return Handover(Fate.DEFERRED, _reason(why), cut=True)
        return Handover(Fate.REFUSED, _reason(why))

    def _looked_up(self, letter: OutboxLetter, why: APIError) -> Handover:
        """An error of Notify's own may come after it took the letter: it is asked at once.

        Without any answer the letter may still be on its way: only a later look-up can tell.
        """
        unseen = Handover(Fate.PERHAPS, _reason(why), cut=True)
        if why.response is None:
            return unseen
        try:
            name = self.already_there(letter)
        except UnreachableError:
            return unseen
        return Handover(Fate.ACCEPTED, name=name) if name else Handover(Fate.DEFERRED, _reason(why))


def _looked_for(client: Callable[[], NotificationsAPIClient], **asked: str | None) -> list[dict[str, Any]]:
    """Return what Notify has of what is asked for, the newest first. Raises UnreachableError."""
    try:
        found: list[dict[str, Any]] = client().get_all_notifications(template_type="email", **asked)["notifications"]
        return [one for one in found if one["id"]]
    except APIError as why:
        raise UnreachableError(_reason(why)) from why
    except (KeyError, TypeError) as why:
        msg = "Notify answered a look-up with something else"
        raise UnreachableError(msg) from why


def _returned_letter(told: dict[str, Any]) -> ReturnedLetter | None:
    """Read one of a list of letters that failed; whoever else sends by the same service gives no reference of ours."""
    try:
        letter_id, fate = UUID(str(told.get("reference"))), FAILURES[told["status"]]
    except (ValueError, KeyError):
        return None
    return ReturnedLetter(letter_id, str(told["id"]), fate, f"Came back: {told['status']}, says Notify")


def _client(*, seconds: float | None = None) -> NotificationsAPIClient:
    set_to = settings()
    patience = seconds or (set_to.mail_timeout_seconds, set_to.mail_data_timeout_seconds)
    return NotificationsAPIClient(set_to.notify_key, base_url=set_to.notify_url, timeout=patience)


def _reason(why: APIError) -> str:
    """Say what went wrong as Notify said it, or by the kind of error where it said nothing."""
    if why.response is None and isinstance(why.__cause__, requests.RequestException):
        return f"{type(why.__cause__).__name__}: nobody answers at {settings().notify_url}"
    return f"Notify: {why}"
