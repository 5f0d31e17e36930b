"""What an adapter tells the origin that it learnt, and what that answers."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import Length

from tracker.collaborative import LONGEST_FEEDBACK, check_feedback
from tracker.web.forms import MindfulForm

LONG = Length(max=LONGEST_FEEDBACK)
THANKS = "Thank you: we have read it."


class FeedbackForm(MindfulForm):
    """What was learnt, beside how it went."""

    words = TextAreaField(
        "What did you learn that they should know?",
        description="What you would do otherwise, what their card should say, what they could take back from you.",
        validators=[LONG],
    )

    def rules(self) -> None:
        """What is told back says something."""
        check_feedback(self.words.data or "")


class AcknowledgeForm(FeedbackForm):
    """What the origin answers."""

    words = TextAreaField(
        "What do you answer?",
        description="That you read it is enough. Say too if you change something here because of it.",
        validators=[LONG],
    )
