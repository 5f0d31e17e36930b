"""Needs and offers: what councils of a collaborative look for and can show each other, most of it in person.

A need or an offer is read by the members of its collaborative until it is ended, or its council leaves. Another council
answers; the one that posted says yes, no, or another day; what came of it is written up, with the fares.
"""

from tracker.need.actions import (
    answer,
    end,
    hear_of_goodbye,
    hear_of_leaving,
    offer_to_help,
    post,
    settle,
    stop_helping,
    write_up,
)
from tracker.need.models import Helper, Posting, PostingAnswer, VisitNote
from tracker.need.queries.answers import PostingAnswerRow, agreed_answer, answer_to_us, answers_to
from tracker.need.queries.matches import HelperRow, NeedMatch, StepAhead, WantedPosting
from tracker.need.queries.overview import NeedsAndOffers, needs_and_offers
from tracker.need.queries.postings import PostingPage, PostingRow, council_of, own_posting, places_left, posting_in
from tracker.need.rules import LONGEST_NEED, NeedDraft, answer_faults, need_faults, note_faults
from tracker.need.words import SETTLING, NeedAnswerState, NeedKind, NeedWay

__all__ = [
    "LONGEST_NEED",
    "SETTLING",
    "Helper",
    "HelperRow",
    "NeedAnswerState",
    "NeedDraft",
    "NeedKind",
    "NeedMatch",
    "NeedWay",
    "NeedsAndOffers",
    "Posting",
    "PostingAnswer",
    "PostingAnswerRow",
    "PostingPage",
    "PostingRow",
    "StepAhead",
    "VisitNote",
    "WantedPosting",
    "agreed_answer",
    "answer",
    "answer_faults",
    "answer_to_us",
    "answers_to",
    "council_of",
    "end",
    "hear_of_goodbye",
    "hear_of_leaving",
    "need_faults",
    "needs_and_offers",
    "note_faults",
    "offer_to_help",
    "own_posting",
    "places_left",
    "post",
    "posting_in",
    "settle",
    "stop_helping",
    "write_up",
]
