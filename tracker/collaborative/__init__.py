"""Councils together: what one shares with the others of a collaborative, and what they make of it.

Sharing is publishing a card: chosen fields of one idea, kept in step, revocable. Another council adapts a card into its
own pipeline, saying what it kept, changed and dropped; its result flows back. Nothing else leaves a council.
"""

from tracker.collaborative.actions.adaptation import adapt, hear_of_decision, hear_of_reopening, report_result
from tracker.collaborative.actions.credit import hear_of_thanks, hear_of_thanks_taken_back
from tracker.collaborative.actions.membership import found, join, leave
from tracker.collaborative.actions.notices import mark_seen, tell_of_notices
from tracker.collaborative.actions.publication import (
    Choice,
    hear_of_audience,
    preview,
    publish,
    publishable,
    refresh,
    refresh_health,
    withdraw,
)
from tracker.collaborative.actions.referral import refer
from tracker.collaborative.models import (
    Adaptation,
    AdaptationCredit,
    AdoptionNote,
    Collaborative,
    Member,
    Notice,
    Publication,
)
from tracker.collaborative.permissions import reports_adaptation
from tracker.collaborative.queries.cards import (
    JOINED,
    SHARED,
    JoinedCollaborative,
    SharedCard,
    StandingCard,
    card,
    cards,
    get,
    members_of,
    mine,
    publication_in,
    publications_of,
)
from tracker.collaborative.queries.credits import CREDITS, CreditedThanks
from tracker.collaborative.queries.lineage import (
    Lineage,
    LineageStep,
    adaptations_from,
    lineage,
    origin_of,
    steps_in,
)
from tracker.collaborative.queries.notices import NoticeEntry, notices, unseen_notices, unseen_query, unsent_notices
from tracker.collaborative.queries.offer import OFFER, TriageOffer, triage_offer
from tracker.collaborative.rules import (
    Fit,
    PartFit,
    Statement,
    check_fit,
    check_result,
    health_differs,
    health_of_stage,
    parts_in,
)
from tracker.collaborative.words import AdaptationStatus, CardField, Evaluator, Level, NoticeKind, PartVerdict, WhyNot

__all__ = [
    "CREDITS",
    "JOINED",
    "OFFER",
    "SHARED",
    "Adaptation",
    "AdaptationCredit",
    "AdaptationStatus",
    "AdoptionNote",
    "CardField",
    "Choice",
    "Collaborative",
    "CreditedThanks",
    "Evaluator",
    "Fit",
    "JoinedCollaborative",
    "Level",
    "Lineage",
    "LineageStep",
    "Member",
    "Notice",
    "NoticeEntry",
    "NoticeKind",
    "PartFit",
    "PartVerdict",
    "Publication",
    "SharedCard",
    "StandingCard",
    "Statement",
    "TriageOffer",
    "WhyNot",
    "adapt",
    "adaptations_from",
    "card",
    "cards",
    "check_fit",
    "check_result",
    "found",
    "get",
    "health_differs",
    "health_of_stage",
    "hear_of_audience",
    "hear_of_decision",
    "hear_of_reopening",
    "hear_of_thanks",
    "hear_of_thanks_taken_back",
    "join",
    "leave",
    "lineage",
    "mark_seen",
    "members_of",
    "mine",
    "notices",
    "origin_of",
    "parts_in",
    "preview",
    "publication_in",
    "publications_of",
    "publish",
    "publishable",
    "refer",
    "refresh",
    "refresh_health",
    "report_result",
    "reports_adaptation",
    "steps_in",
    "tell_of_notices",
    "triage_offer",
    "unseen_notices",
    "unseen_query",
    "unsent_notices",
    "withdraw",
]
