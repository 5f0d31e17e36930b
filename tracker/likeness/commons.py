"""What a process knows of the words that too many ideas of a council have: they say nothing, and are not asked for.

Each look-up tells which of its words were so common. They are learnt for some look-ups, and then asked for again.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from tracker.likeness.rules import IndexQuestion

LASTS = 200  # look-ups, after which all is asked for anew: a council's words change slowly
MOST_COUNCILS = 500


@dataclass
class CommonWords:
    """The common words of one council, and for how many look-ups they are known."""

    known: set[str] = field(default_factory=set)
    look_ups: int = 0

    def left(self, asked: IndexQuestion) -> IndexQuestion:
        """What is still to be asked for."""
        self.look_ups += 1
        if self.look_ups % LASTS == 0:
            self.known.clear()
        pairs = [pair for pair in zip(asked.queries, asked.weights, strict=True) if pair[0] not in self.known]
        return IndexQuestion([words for words, _ in pairs], [weight for _, weight in pairs])

    def learn(self, words: Iterable[str]) -> None:
        """Know some more."""
        self.known.update(words)


_councils: OrderedDict[UUID, CommonWords] = OrderedDict()


def common_words_of(council_id: UUID) -> CommonWords:
    """The common words of a council, as far as this process knows them."""
    found = _councils.setdefault(council_id, CommonWords())
    _councils.move_to_end(council_id)
    if len(_councils) > MOST_COUNCILS:
        _councils.popitem(last=False)
    return found
