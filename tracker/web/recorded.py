"""What is recorded on an idea as it reads: each thing that is said of a row, and what it said before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from tracker import amendment, council
from tracker.amendment import FIELDS, RecordHistory, RecordKind, WithdrawnEntry
from tracker.council import Names
from tracker.value import in_pounds
from tracker.web.filters import day, given_day, money
from tracker.web.wording import called
from tracker.wording import capital

_DATED = {
    "target_on",
    "on",
    "review_on",
    "closed_at",
    "asked_on",
    "needed_by",
    "answered_on",
    "changes_on",
    "told_on",
    "since",
    "due_on",
    "reported_on",
    "written_on",
    "looked_on",
    "starts_on",
    "ends_on",
    "until",
}
_COUNTED = {"forecast", "actual", "checked_figure", "hours_a_week"}
_AS_GIVEN = {"baseline_date", "value_date", "start", "end"}
_LISTS = {
    "agreement": "agreement",
    "benefit_class": "benefit_class",
    "certainty": "certainty",
    "change": "post_change",
    "checked_word": "figure_check",
    "closed_as": "risk_end",
    "confidence": "benefit_confidence",
    "direction": "direction",
    "held": "held",
    "impact": "impact",
    "instrument": "instrument",
    "kind": "evidence_kind",
    "level_asked": "level",
    "level_stated": "level",
    "likelihood": "likelihood",
    "state": "benefit_state",
    "verdict": "blocker_verdict",
    "worked": "worked",
    "used": "hours_use",
}
_CATEGORIES = {RecordKind.RISK: "risk_category", RecordKind.BENEFIT: "benefit_category"}
# What tells one row from the others, in a line.
_LINE = {
    RecordKind.CLAIM: ("indicator", "baseline", "target", "unit"),
    RecordKind.EVIDENCE: ("value", "note", "value_date"),
    RecordKind.FUNDING: ("amount_gbp", "funder", "instrument", "start", "end"),
    RecordKind.CONTACT: ("on", "note"),
    RecordKind.RISK: ("description", "category", "likelihood", "impact"),
    RecordKind.BENEFIT: ("beneficiary", "description", "amount_gbp", "period"),
    RecordKind.BLOCKER: ("rule", "whose", "ask"),
    RecordKind.POSTS: ("posts", "post", "change", "changes_on"),
    RecordKind.UNION: ("told_on", "union_name", "told"),
    RecordKind.LINE: ("line", "speaker"),
    RecordKind.THEORY: ("steps",),
    RecordKind.EVALUATION: ("evaluator", "since", "due_on"),
    RecordKind.ASSUMPTION: ("believed", "test"),
    RecordKind.LESSON: ("lesson", "worked"),
    RecordKind.SCALE_SUM: ("unit", "spent_least", "spent_most", "results"),
    RecordKind.MANUAL: ("title", "place"),
    RecordKind.LINK: ("title", "address"),
    RecordKind.PERIOD: ("starts_on", "ends_on", "forecast", "hoped", "actual", "came"),
    RecordKind.HOURS: ("granted_to", "hours_a_week", "granted_by", "until"),
    RecordKind.ACTIVITY: ("what", "on", "due_on", "kept"),
}
# A field that is called otherwise in one kind than in the others.
_CALLED = {RecordKind.ACTIVITY: {"on": "acted_on", "due_on": "promised_until"}}


class SaidField(NamedTuple):
    """One thing that is said of a row: what it is, what is said now, and what was said before, if that is told."""

    label: str
    words: str
    before: str | None = None


class Version(NamedTuple):
    """One change of a row as it is told: when, by whom, what was done and why, and what it changed."""

    at: datetime
    by: str
    done: str
    because: str | None
    fields: list[SaidField]


class WithdrawnLine(NamedTuple):
    """One row that was withdrawn: what it said, in a line, by whom it was taken back, when and why, and its history."""

    kind: RecordKind
    words: str
    by: str
    at: datetime
    because: str | None
    address: str


def words_of(kind: RecordKind, name: str, said: Any, names: Names | None = None) -> str:
    """What is said in a field, as people read it; empty where nothing is."""
    if said is None or said == "" or (said is False and name != "kept"):
        return ""
    if name == "owner_id":
        return names[UUID(str(said))] if names else council.FORMER
    if name == "category" or name in _LISTS:
        return called(said, _CATEGORIES[kind] if name == "category" else _LISTS[name])
    return _READING.get(name, _plainly)(said)


def _plainly(said: Any) -> str:
    return "yes" if said is True else str(said)


def _as_day(said: Any) -> date | datetime:
    if isinstance(said, date):
        return said
    return datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)


_READING: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys(_DATED, lambda said: day(_as_day(said))),
    "kept": lambda said: "kept" if said else "not kept",
    **dict.fromkeys(_AS_GIVEN, lambda said: given_day(str(said))),
    **dict.fromkeys(_COUNTED, lambda said: in_pounds(Decimal(str(said))).replace("£", "")),
    **dict.fromkeys(("amount_gbp", "spent_least", "spent_most"), lambda said: money(Decimal(str(said)))),
}


def line_of(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """A row in a line: what tells it from the others."""
    return " · ".join(filter(None, (words_of(kind, name, row.get(name)) for name in _LINE[kind])))


def heading_of(kind: RecordKind, row: Mapping[str, Any]) -> str:
    """What a row is and what it is called, at the head of its pages."""
    title = amendment.title_of(kind, row) or line_of(kind, row)
    return f"{capital(called(kind, 'record_kind'))}{f': {title}' if title else ''}"


def fields_of(kind: RecordKind, row: Mapping[str, Any], names: Names | None = None) -> list[SaidField]:
    """Everything that is said of a row."""
    told = ((name, words_of(kind, name, row.get(name), names)) for name in FIELDS[kind])
    return [SaidField(_label(kind, name), words) for name, words in told if words]


def _label(kind: RecordKind, name: str) -> str:
    return capital(called(_CALLED.get(kind, {}).get(name, name), "record_field"))


def versions_of(history: RecordHistory, names: Names) -> list[Version]:
    """Every change of a row, the newest first, each with what it changed and what stood there before."""
    told, after = [], history.now
    for entry in history.entries:
        fields = _changes(history.kind, entry.was, after, names) if entry.was and after else []
        done = called(entry.act, "amendment_act")
        told.append(Version(entry.at, entry.by, done, entry.because, fields))
        after = entry.was
    return told


def _changes(kind: RecordKind, was: Mapping[str, Any], now: Mapping[str, Any], names: Names) -> list[SaidField]:
    return [
        SaidField(
            _label(kind, name),
            words_of(kind, name, now.get(name), names) or "nothing",
            words_of(kind, name, was.get(name), names) or "nothing",
        )
        for name in amendment.changed_fields(kind, was, now)
    ]


def names_in(history: RecordHistory) -> Names:
    """What the people are called whom a row names or named."""
    rows = [history.now or {}, *(entry.was or {} for entry in history.entries)]
    return council.names(UUID(row["owner_id"]) for row in rows if row.get("owner_id"))


def withdrawn_lines(ref: str, entries: Iterable[WithdrawnEntry], *kinds: RecordKind) -> list[WithdrawnLine]:
    """What was withdrawn of some kinds, each in a line."""
    return [
        WithdrawnLine(
            one.kind,
            line_of(one.kind, one.was),
            one.by,
            one.at,
            one.because,
            f"/ideas/{ref}/{ADDRESSES[one.kind]}/{one.row_id}/history",
        )
        for one in entries
        if one.kind in kinds
    ]


# The word that stands for each kind in an address.
ADDRESSES = {
    RecordKind.CLAIM: "claims",
    RecordKind.EVIDENCE: "evidence",
    RecordKind.FUNDING: "funding",
    RecordKind.CONTACT: "contacts",
    RecordKind.RISK: "risks",
    RecordKind.BENEFIT: "benefits",
    RecordKind.BLOCKER: "blockers",
    RecordKind.POSTS: "posts",
    RecordKind.UNION: "unions",
    RecordKind.LINE: "lines",
    RecordKind.THEORY: "theory",
    RecordKind.EVALUATION: "evaluations",
    RecordKind.ASSUMPTION: "assumptions",
    RecordKind.LESSON: "lessons",
    RecordKind.SCALE_SUM: "sums",
    RecordKind.MANUAL: "manuals",
    RecordKind.LINK: "links",
    RecordKind.PERIOD: "periods",
    RecordKind.HOURS: "hours",
    RecordKind.ACTIVITY: "activities",
}
