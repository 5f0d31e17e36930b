"""What home and inbox say: what a desk asks, and what became of one's own ideas."""

from tracker.pages.upkeep.words.desk import Agenda, Todo, TodoGroup, agenda, heading, lede
from tracker.pages.upkeep.words.own import OwnIdea, Shelf, own_ideas, shelves

__all__ = ["Agenda", "OwnIdea", "Shelf", "Todo", "TodoGroup", "agenda", "heading", "lede", "own_ideas", "shelves"]
