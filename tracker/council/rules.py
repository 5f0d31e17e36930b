"""What makes a password good enough, and when sign-in is made to wait. Pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta

SHORTEST_PASSWORD = 12
MOST_TRIES = 10
MOST_TRIES_FROM_ONE_ADDRESS = 100
TRIES_WINDOW = timedelta(minutes=5)
IDLE_AFTER = timedelta(hours=12)
ENDS_AFTER = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)
INVITATION_LASTS = timedelta(days=7)
RESET_LASTS = timedelta(hours=2)
FEWEST_LETTERS = 4


def password_fault(password: str, *, name: str = "", email: str = "") -> str | None:
    """Say what is wrong with a password, in a sentence that tells what to do; None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Choose a password of {SHORTEST_PASSWORD} characters or more. Three words that you remember will do."
    if len(set(password)) < FEWEST_LETTERS:
        return "Choose a password with more than a few different characters."
    easy = {part for part in (*name.lower().split(), email.lower().partition("@")[0]) if len(part) >= FEWEST_LETTERS}
    if any(part in password.lower() for part in easy):
        return "Choose a password without your name or email in it."
    return None


def must_wait(*, tries_here: int, tries_from_address: int) -> bool:
    """Whether sign-in waits: 10 failures of one account from one address, or 100 from one address, in 5 minutes."""
    return tries_here >= MOST_TRIES or tries_from_address >= MOST_TRIES_FROM_ONE_ADDRESS


def has_ended(*, started_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a signed-in browser has to sign in again: 12 hours unused, or 7 days old."""
    return now - seen_at > IDLE_AFTER or now - started_at > ENDS_AFTER


def prefix_for(code: str, given: str | None) -> str:
    """The letters that references of a council begin with: those given, else the first three of its code."""
    return given or "".join(letter for letter in code if letter.isalpha())[:3].upper() or "IDEA"
