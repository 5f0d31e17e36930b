"""What home says: what became of one's own ideas, and what waits for a lead."""

from tracker.pages.upkeep.words.lead import TodoGroup, waiting_groups
from tracker.pages.upkeep.words.own import OwnIdea, own_ideas

__all__ = ["OwnIdea", "TodoGroup", "own_ideas", "waiting_groups"]
