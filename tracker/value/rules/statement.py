"""What is said of a change outside, held against the recorded numbers. Pure functions."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

from tracker.value.rules import EXACT, LONGEST_NUMBER, Change, number_in

_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w]|\.\d)"
    r"\s*(%|per ?cent\b|percentage points?\b|points?\b|pp\b)?",
    re.IGNORECASE,
)
# Shares that are said in words, in per cent; they are round, and meant so.
_SHARES = (
    (r"\btwo[ -]thirds\b", Decimal("66.7")),
    (r"(?<!two)[ -]?\b(?:one|a)[ -]third\b", Decimal("33.3")),
    (r"\bthree[ -]quarters\b", Decimal(75)),
    (r"\b(?:one|a)[ -]quarter\b", Decimal(25)),
    (r"\b(?:one|a)[ -]fifth\b", Decimal(20)),
    (r"\b(?:one|a)[ -]tenth\b", Decimal(10)),
    (r"\b(?:half|halved|halves)\b", Decimal(50)),
    (r"\b(?:doubled?|twice)\b", Decimal(100)),
    (r"\b(?:trebled?|tripled?)\b", Decimal(200)),
)
ROUND = Decimal("2.5")  # per cent: "a third" is said of 31 to 35


def statement_differs(*, stated: str | None, baseline: str | None, value: str | None, computed: Change | None) -> bool:
    """Whether what is said of a change names some, and none of them is the one that the numbers give.

    A share ("24 per cent", "a third") is held against the computed change; of a percentage that is in points, so that
    a share of it differs. A bare number is held against what was added or taken away. Naming start and end again, or
    no number at all, states no change.
    """
    before, after = number_in(baseline), number_in(value)
    if computed is None or before is None or after is None:
        return False
    shares = [share for words, share in _SHARES if re.search(words, stated or "", re.IGNORECASE)]
    with localcontext(EXACT):
        agree = [not computed.in_points and abs(abs(computed.by) - share) <= ROUND for share in shares]
        for number, mark in _numbers(stated):
            if number not in {abs(before), abs(after)}:
                agree.append(_is(abs(computed.by), number) if mark else _is(abs(after - before), number))
    return bool(agree) and not any(agree)


def _numbers(stated: str | None) -> list[tuple[Decimal, bool]]:
    """The numbers that words name, and whether each is a share or in points."""
    found = [(number.replace(",", ""), bool(mark)) for number, mark in _NUMBER.findall(stated or "")]
    return [(Decimal(number), mark) for number, mark in found if len(number) <= LONGEST_NUMBER]


def _is(computed: Decimal, said: Decimal) -> bool:
    """Whether a number is the computed one, to the digits that are given."""
    places = Decimal(1).scaleb(min(0, int(said.as_tuple().exponent)))
    return computed.quantize(places, ROUND_HALF_UP) == said
