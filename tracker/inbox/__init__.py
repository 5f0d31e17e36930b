"""An inbox: what a person missed. What is asked of them is asked of the word that asks; the page joins it."""

from tracker.inbox.queries import news

__all__ = ["news"]
