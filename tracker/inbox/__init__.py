"""An inbox: what is asked of a person, joined on one desk from all that they may do, and what they missed.

Home and inbox show the desk, and every page says how much stands on it: that is counted when home or inbox is opened,
with each act of the person, and by the worker when something changed or came of age.
"""

from tracker.inbox.actions import count_again, count_all, hear_of_changes, keep_count
from tracker.inbox.queries import SHOWN, DeskQueries, desk, news, news_query
from tracker.inbox.words import Desk

__all__ = [
    "SHOWN",
    "Desk",
    "DeskQueries",
    "count_again",
    "count_all",
    "desk",
    "hear_of_changes",
    "keep_count",
    "news",
    "news_query",
]
