"""What home and inbox say: what a desk asks, and what became of one's own ideas."""

from tracker.pages.upkeep.words.desk import Agenda, agenda, heading, lede
from tracker.pages.upkeep.words.own import OwnIdea, Shelf, own_ideas, shelves
from tracker.pages.upkeep.words.todos import Todo, TodoGroup

__all__ = ["Agenda", "OwnIdea", "Shelf", "Todo", "TodoGroup", "agenda", "heading", "lede", "own_ideas", "shelves"]
