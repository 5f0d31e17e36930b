"""A council's own questions, beside the built-in ones: how a policy keeps them, and what may be added. Pure functions.

One that a version of the policy held is never taken out of the next: it ends by not being asked. So its identifier is
never given to another, and what was answered to it can be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tracker.gate.rules.questions import Question
from tracker.gate.words import Gate, QuestionKind
from tracker.idea.words import Refused

PREFIX = "own-"
MOST_OWN = 30
KEPT = ("id", "gate", "corner", "kind", "text", "help")
ASKED_ALREADY = "This gate asks that already. Change its words, or how it is asked, above."
TOO_MANY = f"A council has at most {MOST_OWN} questions of its own. Change the words of one that ended instead."


@dataclass(frozen=True)
class OwnQuestion:
    """A question of a council's own before it is added: what is asked, under which corner, how it is answered."""

    text: str
    corner: str
    kind: QuestionKind
    help: str = ""


def is_own(question: Question) -> bool:
    """Whether a question is a council's own."""
    return question.id.startswith(PREFIX)


def own_questions(stored: Iterable[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Read the questions of a council's own from what a version of its policy keeps of them."""
    return tuple(
        Question(
            id=one["id"],
            gate=one["gate"],
            every_gate=False,
            since=None,
            fact="",
            corner=one["corner"],
            kind=QuestionKind(one["kind"]),
            needed=False,
            headline=one["text"],
            text=one["text"],
            help=one["help"],
            source="",
        )
        for one in stored
    )


def stored(question: Question) -> dict[str, str]:
    """What a version of the policy keeps of a question of the council's own."""
    return {name: str(getattr(question, name)) for name in KEPT}


def own_objections(text: str, *, known: Iterable[Question], own: int) -> Iterator[Refused]:
    """Why a question cannot be added to a gate: it asks that already, or the council has too many."""
    if own >= MOST_OWN:
        yield Refused(TOO_MANY, field="own_text")
    if _plain(text) in {_plain(question.text) for question in known}:
        yield Refused(ASKED_ALREADY, field="own_text")


def numbered(added: OwnQuestion, gate: Gate, *, own: Iterable[Question]) -> Question:
    """Give a question that is added to a gate an identifier that none of the council's own ever had."""
    last = max((int(question.id.removeprefix(PREFIX)) for question in own), default=0)
    kept = {**vars(added), "id": f"{PREFIX}{last + 1}", "gate": gate}
    return own_questions([kept])[0]


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip("?.!").casefold()
