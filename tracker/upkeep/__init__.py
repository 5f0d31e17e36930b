"""Upkeep: what has gone quiet or is due, of whom, since when."""

from tracker.upkeep.queries import parts_due

__all__ = ["parts_due"]
