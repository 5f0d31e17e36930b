"""An inbox: what is asked of a person, joined on one desk from all that they may do, and what they missed.

Home and inbox show the desk, and every page says how much stands on it: that is counted when home or inbox is opened,
with each act of the person, and by the worker when something changed or came of age.
"""

from tracker.inbox.actions.calendar import calendar_secret, end_calendar, make_calendar, whose_calendar
from tracker.inbox.actions.count import count_again, count_all, hear_of_changes, keep_count
from tracker.inbox.actions.lookouts import set_lookouts
from tracker.inbox.actions.news import hear_of_news
from tracker.inbox.actions.telling import tell_news
from tracker.inbox.models import CalendarAddress, Lookout, NewsItem
from tracker.inbox.queries import SHOWN, DeskQueries, NewsEntry, desk, for_me_query, lookouts_of, news, news_query
from tracker.inbox.queries.calendar import DueEntry, due_of
from tracker.inbox.rules import Wishes
from tracker.inbox.words import CoveredDesk, Desk, DueKind, LookoutKind, NewsKind

__all__ = [
    "SHOWN",
    "CalendarAddress",
    "CoveredDesk",
    "Desk",
    "DeskQueries",
    "DueEntry",
    "DueKind",
    "Lookout",
    "LookoutKind",
    "NewsEntry",
    "NewsItem",
    "NewsKind",
    "Wishes",
    "calendar_secret",
    "count_again",
    "count_all",
    "desk",
    "due_of",
    "end_calendar",
    "for_me_query",
    "hear_of_changes",
    "hear_of_news",
    "keep_count",
    "lookouts_of",
    "make_calendar",
    "news",
    "news_query",
    "set_lookouts",
    "tell_news",
    "whose_calendar",
]
