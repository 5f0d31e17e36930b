"""What every part of "keep it current" is: a small form, with what it begins from and what saving it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from tracker.council import Colleague
from tracker.idea import Idea, Story
from tracker.value import Worth
from tracker.web.begun import BegunForm


class KeptPart(BegunForm):
    """One part of an idea that is kept current."""

    name: ClassVar[str]
    is_asked: ClassVar[bool] = True  # False: offered to who knows something more, never due
    offers: ClassVar[Callable[[], list[Colleague]] | None] = None  # whom it offers of the council, if anybody
    notice = ""  # what is said beside that it was saved

    @staticmethod
    def begins(story: Story, worth: Worth) -> dict[str, Any]:  # noqa: ARG004 - parts differ in what they need
        """What stands there now, as the form shows it."""
        return {}

    def stands(self, story: Story, worth: Worth) -> dict[str, Any]:
        """What stands there now of what this form is about."""
        return self.begins(story, worth)

    def offer(self, story: Story, worth: Worth, people: list[Colleague]) -> None:
        """Offer what can be chosen."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep what was written. Raises Refused."""
        raise NotImplementedError
