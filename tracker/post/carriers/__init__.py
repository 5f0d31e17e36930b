"""The ways that letters go, one module each, of one shape."""

from tracker.post.carriers.carrier import Carrier, Goes, Handover, TakenError, UnreachableError
from tracker.post.carriers.smtp import SmtpCarrier


def the_carrier() -> Carrier:
    """Return the carrier that the settings name: a mail server is the only one so far."""
    return SmtpCarrier()


__all__ = ["Carrier", "Goes", "Handover", "SmtpCarrier", "TakenError", "UnreachableError", "the_carrier"]
