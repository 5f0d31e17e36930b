"""Reports of mail servers that a letter did not arrive (RFC 3464), read by Python's own email package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from typing import NamedTuple
from uuid import UUID

from tracker.post.carriers.carrier import ReturnedLetter
from tracker.post.rules import Fate, fate_of_all, fate_of_report

ATTEMPT = "Seedbed-Attempt"  # what a letter's own headers call the attempt, for whoever sends them back
ENVELOPE = "Original-Envelope-Id"  # what its envelope called it (RFC 3461 §4.4)
OUR_ID = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
OUR_ATTEMPT, OUR_MESSAGE = re.compile(rf"{OUR_ID}\.[0-9a-f]{{16}}"), re.compile(rf"<{OUR_ID}@")
STATES = b"message/delivery-status"
INTERNATIONAL = re.compile(rb"message/global-delivery-status", re.IGNORECASE)  # RFC 6533 §3: the same fields in UTF-8


class DeliveryReport(NamedTuple):
    """What a report says: of which letter, as which attempt (empty where it does not say), and how that ended."""

    id: UUID | None
    name: str
    fate: Fate | None
    reason: str
    address: str

    @property
    def returned(self) -> ReturnedLetter | None:
        """The letter that came back; None where the report names none of ours, or tells of no failure."""
        if self.id is None or self.fate is None:
            return None
        return ReturnedLetter(self.id, self.name, self.fate, self.reason, self.address)


def read_report(raw: bytes) -> DeliveryReport | None:
    """Read a report; None for any other message: an answer by a person or a machine, spam, or no message at all."""
    message = message_from_bytes(INTERNATIONAL.sub(STATES, raw))
    if message.get_content_type() != "multipart/report":
        return None
    parts = list(_parts_of(message))
    fields = [block for part in parts if part.get_content_type() == STATES.decode() for block in _parts_of(part)]
    ends = [block for block in fields if block["Action"]]
    if not ends:
        return None
    originals = list(_originals(parts))
    called = [_field(original, ATTEMPT) for original in originals] + [_field(block, ENVELOPE) for block in fields]
    attempt = next((found for one in called if (found := OUR_ATTEMPT.fullmatch(one))), None)
    names = (OUR_MESSAGE.match(_field(original, "Message-ID")) for original in originals)
    letter = attempt or next((found for found in names if found), None)
    fates = [fate_of_report(_word(end, "Action"), _word(end, "Status")) for end in ends]
    return DeliveryReport(
        id=UUID(letter[1]) if letter else None,
        name=attempt[0] if attempt else "",
        fate=fate_of_all(fates),
        reason=f"Came back: {_typed(ends[0], 'Diagnostic-Code') or _field(ends[0], 'Status')}",
        address=_typed(ends[0], "Final-Recipient"),
    )


def _parts_of(part: Message) -> Iterator[Message]:
    """The messages in a part: fields of the report and of each address (RFC 3464 §2.1), or what came back with it."""
    payload = part.get_payload()
    yield from (one for one in payload if isinstance(one, Message)) if isinstance(payload, list) else ()


def _originals(parts: list[Message]) -> Iterator[Message]:
    """The letter that came back, or its headers."""
    for part in parts:
        if part.get_content_type() == "text/rfc822-headers":
            words = part.get_payload(decode=True)
            yield message_from_string(words.decode(errors="replace") if isinstance(words, bytes) else "")
        elif part.get_content_type() in {"message/rfc822", "message/global", "message/global-headers"}:
            yield from _parts_of(part)


def _field(block: Message, name: str) -> str:
    """A field's words on one line."""
    return " ".join(str(block[name] or "").split())


def _word(block: Message, name: str) -> str:
    """A field's first word: a comment may follow."""
    return next(iter(_field(block, name).lower().split()), "")


def _typed(block: Message, name: str) -> str:
    """What a field says after the type of its words: `smtp; 550 nobody`, `rfc822; joan@northmoor.example`."""
    return _field(block, name).partition(";")[2].strip()
