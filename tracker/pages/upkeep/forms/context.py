"""What is typed of what an idea meets around it: where it is noted and where it is put right."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import clock, context
from tracker.context import (
    AnswerParticulars,
    Blocker,
    BlockerParticulars,
    BlockerVerdict,
    LineParticulars,
    PostChange,
    PostParticulars,
    UnionParticulars,
)
from tracker.idea import LONGEST_TEXT, Idea, refuse_all
from tracker.web.begun import BegunForm
from tracker.web.days import DayField
from tracker.web.numbers import WholeField
from tracker.web.wording import choices_of

LIKE = "Like 18 December 2026"
SHORT, LONG = [Length(max=200)], [Length(max=LONGEST_TEXT)]


class BlockerFields(BegunForm):
    """A rule that stands in the way, and what is asked of whom about it."""

    rule = StringField(
        "Which rule stands in the way?", description="As you would say it to who keeps it.", validators=SHORT
    )
    whose = StringField(
        "Whose rule is it?", description="A law, a regulator, a partner, an office of our own.", validators=SHORT
    )
    harm = TextAreaField("What harm does it do here?", validators=LONG)
    ask = TextAreaField("What do you ask for?", validators=LONG)
    asked_of = StringField("Of whom?", description="By their office.", validators=SHORT)
    asked_on = DayField("Asked on", description=f"{LIKE}. Empty where nobody was asked yet.")
    needed_by = DayField("By when do you need the answer?", description=LIKE)

    @property
    def said(self) -> BlockerParticulars:
        """What was written, as a rule in the way takes it."""
        return {
            "rule": self.rule.data or "",
            "whose": self.whose.data or "",
            "harm": self.harm.data or "",
            "ask": self.ask.data or "",
            "asked_of": self.asked_of.data or "",
            "asked_on": self.asked_on.data,
            "needed_by": self.needed_by.data,
        }

    def rules(self) -> None:
        """What is missing is told beside each field."""
        super().rules()
        refuse_all(context.blocker_faults(self.said, today=clock.today()))


class BlockerForm(BlockerFields):
    """A rule in the way, as it is noted."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Note the rule."""
        context.note_blocker(idea=found, by=by, **self.said)


class AnswerFields(BegunForm):
    """What was answered about a rule in the way."""

    verdict = SelectField(
        "What became of it?", choices=choices_of("blocker_verdict", blank="No answer yet"), default=""
    )
    answer = TextAreaField("What did they answer?", validators=LONG)
    answered_on = DayField("Answered on", description=f"{LIKE}. Empty is today.")

    @property
    def answered(self) -> AnswerParticulars:
        """What was written of the answer."""
        verdict = BlockerVerdict(self.verdict.data) if self.verdict.data in set(BlockerVerdict) else None
        return {"verdict": verdict, "answer": self.answer.data or "", "answered_on": self.answered_on.data}


class BlockerAnswerForm(AnswerFields):
    """The answer, as it is noted."""

    asked_on: date | None = None

    def rules(self) -> None:
        """What is missing is told beside each field."""
        super().rules()
        refuse_all(context.answer_faults(self.answered, asked_on=self.asked_on, today=clock.today()))

    def save(self, found: Idea, blocker: Blocker, *, by: UUID) -> None:
        """Note the answer."""
        context.answer_blocker(idea=found, blocker=blocker, by=by, **self.answered)


class PostFields(BegunForm):
    """Posts that an idea changes."""

    post = StringField("Which post?", description="By its job, like night warden. No names.", validators=SHORT)
    posts = WholeField("How many of them?")
    change = SelectField("What becomes of it?", choices=choices_of("post_change", blank="Choose one"), default="")
    grade_before = StringField("Grade now", validators=[Length(max=60)])
    grade_after = StringField("Grade afterwards", validators=[Length(max=60)])
    changes_on = DayField("From when?", description=LIKE)
    note = TextAreaField("What else should be known?", validators=LONG)

    @property
    def said(self) -> PostParticulars:
        """What was written, as a change of posts takes it."""
        return {
            "post": self.post.data or "",
            "posts": self.posts.data,
            "change": PostChange(self.change.data) if self.change.data in set(PostChange) else None,
            "grade_before": self.grade_before.data or "",
            "grade_after": self.grade_after.data or "",
            "changes_on": self.changes_on.data,
            "note": self.note.data or "",
        }

    def rules(self) -> None:
        """What is missing is told beside each field."""
        super().rules()
        refuse_all(context.post_faults(self.said))


class PostForm(PostFields):
    """Posts that change, as they are noted."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Note the posts."""
        context.note_posts(idea=found, by=by, **self.said)


class UnionFields(BegunForm):
    """What a union was told."""

    union_name = StringField("Which union?", validators=SHORT)
    told_on = DayField("When were they told?", description=f"{LIKE}. Empty is today.")
    told = TextAreaField("What were they told?", validators=LONG)
    answer = TextAreaField("What did they say?", validators=LONG)

    @property
    def said(self) -> UnionParticulars:
        """What was written, as what a union was told takes it."""
        return {
            "union_name": self.union_name.data or "",
            "told_on": self.told_on.data,
            "told": self.told.data or "",
            "answer": self.answer.data or "",
        }

    def rules(self) -> None:
        """What is missing is told beside each field."""
        super().rules()
        refuse_all(context.union_faults(self.said, today=clock.today()))


class UnionForm(UnionFields):
    """What a union was told, as it is noted."""

    def save(self, found: Idea, *, by: UUID) -> None:
        """Note what it was told."""
        context.note_union(idea=found, by=by, **self.said)


class LineFields(BegunForm):
    """The line for outside, and who may speak."""

    minds_in = ("line",)
    line = StringField(
        "What may be said of it, in one line?",
        description="Say it as a trial, not a promise: what is tried, where, until when.",
        validators=[Length(max=context.LONGEST_LINE)],
    )
    speaker = StringField("Who may speak?", description="By their office, like head of housing.", validators=SHORT)
    if_asked = TextAreaField(
        "What is said where somebody asks more?",
        description="What is not decided yet, and when it is.",
        validators=LONG,
    )

    @property
    def said(self) -> LineParticulars:
        """What was written, as the line takes it."""
        return {
            "line": self.line.data or "",
            "speaker": self.speaker.data or "",
            "if_asked": self.if_asked.data or "",
        }

    def rules(self) -> None:
        """What is missing is told beside each field."""
        super().rules()
        refuse_all(context.line_faults(self.said))


class LineForm(LineFields):
    """The line, as it is set or set anew."""

    because = StringField(
        "Why is it changed?",
        description="Needed where something that stands here is said otherwise. It is kept with what stood here.",
        validators=[Length(max=500)],
    )

    def save(self, found: Idea, *, by: UUID) -> None:
        """Keep the line."""
        context.set_line(idea=found, by=by, because=self.because.data or "", **self.said)


# Each kind by the word that stands for it in an address.
