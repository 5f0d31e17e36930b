"""Words about amendments: of what there are some, what was done, and what of a row is shown."""

from __future__ import annotations

import enum


class RecordKind(enum.StrEnum):
    """What is recorded on an idea and can be corrected or withdrawn; each is named like its table."""

    CLAIM = "claim"
    EVIDENCE = "evidence"
    FUNDING = "funding"
    CONTACT = "sponsor_contact"
    RISK = "risk"
    BENEFIT = "benefit"
    THEORY = "theory"
    EVALUATION = "evaluation"
    ASSUMPTION = "assumption"
    LESSON = "lesson"
    SCALE_SUM = "scale_sum"
    MANUAL = "manual"
    LINK = "source_link"
    BLOCKER = "blocker"
    POSTS = "workforce_effect"
    UNION = "union_contact"
    LINE = "public_line"
    PERIOD = "benefit_period"
    HOURS = "hours_grant"
    ACTIVITY = "partner_activity"


class AmendmentAct(enum.StrEnum):
    """What was done to a row; `restored` brings back one that was withdrawn, `undone` what stood before.

    `checked`: somebody else looked at a figure; `moved`: a benefit stands otherwise; `questioned`: a decision that it
    rested on was reversed.
    """

    CORRECTED = "corrected"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    UNDONE = "undone"
    CHECKED = "checked"
    MOVED = "moved"
    QUESTIONED = "questioned"


# A check is another person's word, and how a benefit stands is said anew: neither is undone by who keeps the idea.
CAN_BE_UNDONE = frozenset(AmendmentAct) - {
    AmendmentAct.RESTORED,
    AmendmentAct.UNDONE,
    AmendmentAct.CHECKED,
    AmendmentAct.MOVED,
    AmendmentAct.QUESTIONED,
}


# What a person says of each kind, in the order in which it is shown.
FIELDS: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.CLAIM: (
        "indicator",
        "need",
        "who_benefits",
        "unit",
        "baseline",
        "baseline_date",
        "target",
        "target_on",
        "comparison_group",
        "comparator",
        "method",
        "method_because",
        "level_asked",
        "stated_change",
        "stated_in",
        "review_on",
    ),
    RecordKind.EVIDENCE: (
        "kind",
        "value",
        "value_date",
        "direction",
        "baseline",
        "baseline_date",
        "comparator",
        "level_stated",
        "note",
    ),
    RecordKind.FUNDING: ("instrument", "funder", "amount_gbp", "start", "end", "certainty", "note"),
    RecordKind.CONTACT: ("on", "how", "note"),
    RecordKind.RISK: (
        "description",
        "category",
        "cause",
        "likelihood",
        "impact",
        "mitigation",
        "accepted_because",
        "owner_id",
        "owner_given",
        "raised_given",
        "review_on",
        "closed_at",
        "closed_as",
    ),
    RecordKind.BENEFIT: (
        "description",
        "disbenefit",
        "category",
        "benefit_class",
        "beneficiary",
        "payer",
        "paid",
        "loser",
        "unit",
        "amount_gbp",
        "period",
        "confidence",
        "confidence_because",
        "state",
    ),
    RecordKind.BLOCKER: (
        "rule",
        "whose",
        "harm",
        "ask",
        "asked_of",
        "asked_on",
        "needed_by",
        "verdict",
        "answer",
        "answered_on",
    ),
    RecordKind.POSTS: ("post", "posts", "change", "grade_before", "grade_after", "changes_on", "note"),
    RecordKind.UNION: ("union_name", "told_on", "told", "answer"),
    RecordKind.LINE: ("line", "speaker", "if_asked"),
    RecordKind.THEORY: ("steps",),
    RecordKind.EVALUATION: ("evaluator", "since", "agreement", "agreement_note", "due_on", "reported_on", "note"),
    RecordKind.ASSUMPTION: ("believed", "test", "held"),
    RecordKind.LESSON: ("lesson", "worked", "may_be_shared"),
    RecordKind.SCALE_SUM: (
        "unit",
        "spent_least",
        "spent_most",
        "results",
        "wanted_least",
        "wanted_most",
        "assumptions",
    ),
    RecordKind.MANUAL: ("title", "place", "written_on"),
    RecordKind.LINK: ("title", "address", "looked_on"),
    RecordKind.PERIOD: (
        "starts_on",
        "ends_on",
        "forecast",
        "hoped",
        "actual",
        "came",
        "why",
        "source",
        "checked_word",
        "checked_figure",
        "checked_note",
    ),
    RecordKind.HOURS: ("granted_by", "granted_to", "hours_a_week", "since", "until", "used", "note"),
    RecordKind.ACTIVITY: ("what", "on", "due_on", "kept"),
}

# What follows from what is said, and is put back with it. What others do to a row, such as a reversal, stays.
FOLLOWING: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.EVIDENCE: ("value_on", "counts_from"),
    RecordKind.FUNDING: ("ends_on", "counts_from"),
    RecordKind.PERIOD: ("claimed_by_id", "claimed_on", "checked_by_id", "checked_on"),
    RecordKind.ACTIVITY: ("settled_on",),
}
SET_BY_OTHERS = frozenset({"state"})

# What names a row in a sentence: the first of these that it says.
TITLES: dict[RecordKind, tuple[str, ...]] = {
    RecordKind.CLAIM: ("indicator",),
    RecordKind.EVIDENCE: ("value", "note"),
    RecordKind.FUNDING: ("funder", "note"),
    RecordKind.CONTACT: ("note",),
    RecordKind.RISK: ("description", "category"),
    RecordKind.BENEFIT: ("description", "beneficiary"),
    RecordKind.BLOCKER: ("rule",),
    RecordKind.POSTS: ("post",),
    RecordKind.UNION: ("union_name",),
    RecordKind.LINE: ("line",),
    RecordKind.THEORY: (),
    RecordKind.EVALUATION: ("evaluator",),
    RecordKind.ASSUMPTION: ("believed",),
    RecordKind.LESSON: ("lesson",),
    RecordKind.SCALE_SUM: ("unit",),
    RecordKind.MANUAL: ("title",),
    RecordKind.LINK: ("title",),
    RecordKind.PERIOD: ("came", "hoped", "why"),
    RecordKind.HOURS: ("granted_to",),
    RecordKind.ACTIVITY: ("what",),
}
