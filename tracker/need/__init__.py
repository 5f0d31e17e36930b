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
from tracker.need.queries import (
    HelperRow,
    NeedMatch,
    PostingAnswerRow,
    PostingRow,
    StepAhead,
    ahead_of,
    answer_in,
    answers_in,
    helpers_in,
    matches_of,
    places_left,
    poster_of,
    posting_in,
    postings_in,
)
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
    "Posting",
    "PostingAnswer",
    "PostingAnswerRow",
    "PostingRow",
    "StepAhead",
    "VisitNote",
    "ahead_of",
    "answer",
    "answer_faults",
    "answer_in",
    "answers_in",
    "end",
    "hear_of_goodbye",
    "hear_of_leaving",
    "helpers_in",
    "matches_of",
    "need_faults",
    "note_faults",
    "offer_to_help",
    "places_left",
    "post",
    "poster_of",
    "posting_in",
    "postings_in",
    "settle",
    "stop_helping",
    "write_up",
]
