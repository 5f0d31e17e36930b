"""One idea with something of every kind, the newest in the middle: no figure of its triangle is right by chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.tracker.triangle_rows import DAY, LATE, NOON, Made

NEXT, LAST = DAY + timedelta(days=1), DAY - timedelta(days=1)


def at(ago: int, time: tuple[int, int] = NOON) -> datetime:
    return datetime(DAY.year, DAY.month, DAY.day, *time, tzinfo=UTC) - timedelta(days=ago)


def by_each(age_of_sponsor: int) -> list[Made]:
    """The sponsor on two days, and others after that."""
    mine = [{"by": "sponsor", "at": at(age_of_sponsor + n, LATE)} for n in (2, 0, 1)]
    return [*mine, *({"by": one, "at": at(0)} for one in ("owner", "lead", "left"))]


RICH: Made = {
    "columns": {
        **dict.fromkeys(("source", "shielded_until", "decided_to_act_on")),
        "stage": "mainstream",
        "state": "active",
        "extent": "radical",
        "involvement": "asked",
        "sponsor_name": None,
        "needs_no_money": True,
        "stage_since": DAY,
        "created_at": at(300),
        "changed_at": at(2),
        "trigger": "Cold",
        "trigger_date": "2026",
        "problem": "Damp",
        "proposal": "Dry",
    },
    "sponsor": "sponsor",
    "owner": "owner",
    "triangle": None,
    "contacts": [{"on": LAST, "counts_from": None}, {"on": DAY, "counts_from": DAY}, {"on": NEXT, "counts_from": NEXT}],
    "messages": by_each(4),
    "views": by_each(3),
    "decisions": by_each(5),
    "reviews": [{"on": LAST, "by": None}, {"on": NEXT, "by": "owner"}],
    "lessons": [
        {"may_be_shared": said, "counts_from": day} for said in (True, False, None, True) for day in (DAY, None)
    ],
    "deputy": "lead",
    "partners": [
        {"counts_from": day, "ended_on": gone, "acts": acts}
        for day, gone, acts in (
            (LAST, None, []),
            (DAY, NEXT, [{"on": NEXT, "due_on": None, "kept": None, "settled_on": None}]),
            (None, None, [{"on": LAST, "due_on": DAY, "kept": kept, "settled_on": NEXT} for kept in (False, None)]),
        )
    ],
    "handovers": [{"plan": "Then.", "on": LAST, "nobody": True}, {"plan": "Now.", "on": NEXT, "nobody": False}],
    "sign_offs": [
        {"office": office, "word": word}
        for office, word in (("hr", "signed"), ("finance", "refused"), ("hr", "refused"), ("finance", None))
    ],
    "thanks": [
        {"manager": manager, "thanks": thanks}
        for manager, thanks in (("The matron", "owed"), ("A foreman", "given"), ("the Matron", "given"))
    ],
    "conditions": [{"due_on": due, "met_on": met} for due in (LAST, DAY, NEXT) for met in (None, None, DAY)],
    "risks": [{"category": of, "closed": gone} for of in ("resistance", "money") for gone in (False, False, True)],
    "events": [
        {"by": one, "at": at(ago, LATE)}
        for one, ago in (("owner", 3), ("owner", 4), ("lead", 180), ("left", 181), (None, 0))
    ],
    "answers": [
        {"asked": ("design", "q0-1a"), "words": "Then.", "note": "Old"},
        {"asked": ("design", "q0-1a"), "words": "Now.", "note": "New"},
        {"asked": ("mobilise", "q0-1a"), "words": "Elsewhere.", "note": None},
    ],
    "item_answers": [{"item": "team", "value": 4}, {"item": "systems", "value": 3}, {"item": "team", "value": 1}],
    "claims": [
        {
            "who_benefits": "Tenants",
            "baseline": "9",
            "target": "2",
            "level_asked": 1,
            "comparison_group": False,
            "records": [
                {
                    "kind": kind,
                    "baseline": "8",
                    "baseline_date": None,
                    "direction": None,
                    "value": value,
                    "note": f"Note {n}",
                    "value_on": day,
                    "level_stated": stated,
                    "seen_by_sponsor_on": DAY if n else None,
                }
                for n, (kind, value, day, stated) in enumerate(
                    [("figure", "4", DAY, None), ("account", None, None, 5), ("figure", "6", LAST, 2)]
                )
            ],
        }
    ]
    * 2,
    "funding": [
        {"instrument": name, "certainty": how, "ends_on": day}
        for name, how, day in (("grant", "granted", None), ("loan", "indicative", NEXT), ("grant", "granted", DAY))
    ],
    "cards": [{"withdrawn": gone, "refreshed_at": at(ago, LATE)} for gone, ago in ((False, 4), (True, 0), (False, 2))],
    "taken_in": [{"begun_on": LAST, "settled_on": NEXT}],
    "elsewhere": [
        {"begun_on": begun, "settled_on": settled, "status": status}
        for begun, settled, status in (
            (LAST, None, "trying"),
            (LAST, DAY, "worked"),
            (LAST, DAY, "worked_in_part"),
            (LAST, LAST, "did_not_work"),
        )
    ],
}

# The same without a sponsor's acts, its newest contact one that always held; and those that are looked at no more.
QUIET: Made = {
    **RICH,
    **{name: [] for name in ("messages", "views", "decisions", "elsewhere", "cards")},
    "owner": None,
    "contacts": [{"on": DAY, "counts_from": None}, {"on": LAST, "counts_from": LAST}],
}


# One beside it with no row at all: whatever is told of this one is the other's, and the other's is not its own.
BARE: Made = {
    **{name: [] if isinstance(told, list) else told for name, told in RICH.items()},
    "sponsor": None,
    "owner": None,
}


def at_rest(state: str, *, source: str | None = None, score: int | None = None) -> Made:
    """The same in a state, or told by a report."""
    return {**RICH, "columns": {**RICH["columns"], "state": state, "source": source}, "triangle": score}


RESTING = [
    at_rest("closed"),
    at_rest("closed", score=50),
    at_rest("parked"),
    at_rest("draft"),
    at_rest("active", source="a report:1"),
    {**RICH, "columns": {**RICH["columns"], "stage": "latent"}},
]
