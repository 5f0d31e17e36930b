"""What is out of date on one idea, as its page and "keep it current" show it."""

from __future__ import annotations

from collections.abc import Sequence

from tracker import clock, idea, risk
from tracker.idea import Story
from tracker.risk import Risk
from tracker.value import Worth


def parts_due(story: Story, worth: Worth, risks: Sequence[Risk]) -> dict[str, str]:
    """Which parts of an idea are out of date, each with its reason, in the order in which they are shown."""
    found = story.idea
    due = {
        **worth.parts_due(extent=found.extent, needs_no_money=found.needs_no_money),
        **idea.parts_due(
            has_sponsor=bool(story.sponsor),
            last_contact=story.last_contact,
            extent=found.extent,
            involvement=found.involvement,
            risk_of_nothing=found.risk_of_nothing,
            today=clock.today(),
        ),
    }
    reviews = [each.review_on for each in risks if each.review_on]
    if reason := risk.part_due(open_risks=len(risks), next_review=min(reviews, default=None), today=clock.today()):
        due["risk"] = reason
    return due
