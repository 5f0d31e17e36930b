"""The ways that letters go, one module each, of one shape."""

from config.settings import settings
from tracker.post.carriers.carrier import Carrier, Goes, Handover, ReturnedLetter, TakenError, UnreachableError
from tracker.post.carriers.report import read_report
from tracker.post.carriers.smtp import SmtpCarrier


def the_carrier() -> Carrier:
    """Return the carrier that the settings name: GOV.UK Notify where there is a key for it, else a mail server."""
    if not settings().notify_key:
        return SmtpCarrier()
    from tracker.post.carriers.notify import NotifyCarrier  # noqa: PLC0415 - who has a mail server loads no client

    return NotifyCarrier()


__all__ = [
    "Carrier",
    "Goes",
    "Handover",
    "ReturnedLetter",
    "SmtpCarrier",
    "TakenError",
    "UnreachableError",
    "read_report",
    "the_carrier",
]
