"""How an idea comes by its reference: its council's prefix and next number, but none that a case bears already."""

from __future__ import annotations

from sqlalchemy import text

from tracker.tenancy import current_council, session

# The next number of the open council, taken where a condition holds: by itself or in a larger statement. Others wait.
NUMBER = (
    "UPDATE council c SET next_number = next_number + 1 WHERE c.id = :here AND {}"
    " RETURNING coalesce(c.prefix, upper(left(c.code, 3))) || '-' || (c.next_number - 1) AS ref"
)
_NEXT = text(NUMBER.format("true"))
_TAKEN = text("SELECT id FROM idea WHERE ref = :ref")
_SKIP = text(
    "UPDATE council c SET next_number = greatest(c.next_number, 1 +"
    " (SELECT max(substring(ref, '-([0-9]{1,9})$')::bigint) FROM idea"
    " WHERE ref LIKE coalesce(c.prefix, upper(left(c.code, 3))) || '-%')) WHERE c.id = :here"
)


def take_reference() -> str:
    """Take the council's next free number; one that a case bears is passed over."""
    while True:
        ref: str = session().scalars(_NEXT, {"here": current_council()}).one()
        # asked by itself: as part of the update the planner would read every reference of the council
        if session().scalar(_TAKEN, {"ref": ref}) is None:
            return ref
        pass_over_taken()


def pass_over_taken() -> None:
    """Go on behind the highest number that an idea of the council bears."""
    session().execute(_SKIP, {"here": current_council()})


_SOME = text(
    "UPDATE council c SET next_number = next_number + :count WHERE c.id = :here"
    " RETURNING coalesce(c.prefix, upper(left(c.code, 3))) AS prefix, c.next_number - :count AS first"
)
_ANY_TAKEN = text("SELECT ref FROM idea WHERE ref = ANY (CAST(:refs AS text[])) LIMIT 1")


def take_references(count: int) -> list[str]:
    """Take so many of the council's next free numbers, one behind the other."""
    if not count:
        return []
    prefix, first = session().execute(_SOME, {"here": current_council(), "count": count}).one()
    refs = [f"{prefix}-{first + n}" for n in range(count)]
    if session().scalar(_ANY_TAKEN, {"refs": refs}) is None:
        return refs
    pass_over_taken()
    return [take_reference() for _ in range(count)]
