"""What is typed of what an idea meets around it: where it is noted and where it is put right."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import clock, context
from tracker.amendment import RecordKind
from tracker.context import (
    AnswerParticulars,
    Blocker,
    BlockerParticulars,
    BlockerVerdict,
    LineParticulars,
    PostChange,
    PostParticulars,
    PublicLine,
    UnionContact,
    UnionParticulars,
    WorkforceEffect,
)
from tracker.idea import LONGEST_TEXT, Idea, refuse_all
from tracker.pages.upkeep.forms.correction import Correction
from tracker.web.begun import BegunForm
from tracker.web.days import DayField
from tracker.web.numbers import WholeField
from tracker.web.wording import choices_of

LIKE = "Like 18 December 2026"
SHORT, LONG = [Length(max=200)], [Length(max=LONGEST_TEXT)]


class BlockerFields(BegunForm):
    """A rule that stands in the way, and what is asked of whom about it."""

    minds_in: tuple[str, ...] = ("harm", "ask")
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
        refuse_all(context.blocker_faults(self.said))


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


class AnswerForm(AnswerFields):
    """The answer, as it is noted."""

    minds_in = ("answer",)
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

    minds_in = ("note",)
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

    minds_in = ("told", "answer")
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

    minds_in = ("line", "if_asked")
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


class BlockerCorrection(BlockerFields, AnswerFields, Correction):
    """A rule in the way, or its answer, is put right."""

    record_kind, model, page = RecordKind.BLOCKER, Blocker, "/blockers"
    anchor = "main"
    minds_in = ("harm", "ask", "answer")

    @staticmethod
    def begins(row: Blocker) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, BlockerFields, AnswerFields)

    def rules(self) -> None:
        """What is wrong with the rule or its answer is told at once."""
        refuse_all(context.correction_faults(self.said, self.answered, today=clock.today()))

    def save(self, found: Idea, row: Blocker, *, by: UUID) -> None:
        """Keep the rule and its answer."""
        why = self.because.data or ""
        context.correct_blocker(idea=found, blocker=row, by=by, because=why, answered=self.answered, **self.said)


class PostCorrection(PostFields, Correction):
    """Posts that change are put right."""

    record_kind, model, page = RecordKind.POSTS, WorkforceEffect, "/workforce"
    anchor = "main"

    @staticmethod
    def begins(row: WorkforceEffect) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, PostFields)

    def save(self, found: Idea, row: WorkforceEffect, *, by: UUID) -> None:
        """Keep what becomes of the posts."""
        context.correct_posts(idea=found, effect=row, by=by, because=self.because.data or "", **self.said)


class UnionCorrection(UnionFields, Correction):
    """What a union was told is put right."""

    record_kind, model, page = RecordKind.UNION, UnionContact, "/workforce"
    anchor = "main"

    @staticmethod
    def begins(row: UnionContact) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, UnionFields)

    def save(self, found: Idea, row: UnionContact, *, by: UUID) -> None:
        """Keep what it was told."""
        context.correct_union(idea=found, contact=row, by=by, because=self.because.data or "", **self.said)


class LineCorrection(LineFields, Correction):
    """The line for outside is put right."""

    record_kind, model, page = RecordKind.LINE, PublicLine, "/outside"
    anchor = "main"

    @staticmethod
    def begins(row: PublicLine) -> dict[str, Any]:
        """What stands in the row."""
        return _begins(row, LineFields)

    def save(self, found: Idea, row: PublicLine, *, by: UUID) -> None:  # noqa: ARG002 - there is one line of an idea
        """Keep the line."""
        context.set_line(idea=found, by=by, because=self.because.data or "", **self.said)


def _begins(row: Any, *forms: type[BegunForm]) -> dict[str, Any]:
    """What stands in a row of what the fields of some forms are about."""
    own = {name for form in forms for name in vars(form) if hasattr(type(row), name)}
    return {name: getattr(row, name) for name in own}


# Each kind by the word that stands for it in an address.
CONTEXT_CORRECTIONS: dict[str, type[Correction]] = {
    "blockers": BlockerCorrection,
    "posts": PostCorrection,
    "unions": UnionCorrection,
    "lines": LineCorrection,
}
