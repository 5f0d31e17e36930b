"""The decisions of some days, as a report lists them: of ideas that everybody may read by name, all of them counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from tracker.council import NAME
from tracker.gate.words import Gate, StopReason, Word
from tracker.idea import OPEN, SUBMITTED
from tracker.tenancy import Query

LISTED = 100


class DecidedLine(NamedTuple):
    """One decision; without a reference and a title where its idea is kept confidential. `day` is when it was made."""

    number: int
    day: date
    gate: Gate
    word: Word
    to_stage: str
    stop_reason: StopReason | None
    by: str | None
    reversed: bool
    ref: str | None
    title: str | None


class WordCount(NamedTuple):
    """How many decisions of one word were made."""

    word: Word
    decisions: int


_MADE = "d.on BETWEEN CAST(:start AS date) AND CAST(:until AS date)"
_DECIDED = f"""
SELECT d.number, d.on AS day, d.gate, d.word, d.to_stage, d.stop_reason, {NAME.format("d.by_id")} AS by,
       EXISTS (SELECT FROM reversal r WHERE r.council_id = d.council_id AND r.reversed_id = d.id) AS reversed,
       CASE WHEN i.told THEN i.ref END AS ref, CASE WHEN i.told THEN i.title END AS title
  FROM decision d
 CROSS JOIN LATERAL (SELECT idea.ref, idea.title, {OPEN.format("idea")} AS told FROM idea
                      WHERE idea.id = d.idea_id AND {SUBMITTED.format("idea")} LIMIT 1) AS i
 WHERE {_MADE} ORDER BY d.on, d.id LIMIT {LISTED}"""  # noqa: S608 - made of constants only
_COUNTED = f"SELECT d.word, count(*) AS decisions FROM decision d WHERE {_MADE} GROUP BY d.word"  # noqa: S608


def decided_query(*, start: date, until: date) -> Query[list[DecidedLine]]:
    """The decisions made from one day to another, at most a hundred, the first made first."""
    return Query(DecidedLine, _DECIDED, {"start": start, "until": until}, _lines)


def decided_count_query(*, start: date, until: date) -> Query[dict[Word, int]]:
    """How many decisions were made from one day to another, by their word, in the order of the words."""
    return Query(WordCount, _COUNTED, {"start": start, "until": until}, _by_word)


def _lines(found: Sequence[DecidedLine]) -> list[DecidedLine]:
    return [
        one._replace(
            gate=Gate(one.gate),
            word=Word(one.word),
            stop_reason=StopReason(one.stop_reason) if one.stop_reason else None,
        )
        for one in found
    ]


def _by_word(found: Sequence[WordCount]) -> dict[Word, int]:
    counted = {Word(one.word): one.decisions for one in found}
    return {word: counted[word] for word in Word if word in counted}
