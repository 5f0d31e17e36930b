"""Forms of needs and offers: one posted, one answered, an answer settled and written up, somebody who may be asked."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.clock import today
from tracker.idea import LONGEST_TEXT, refuse_all
from tracker.need import (
    LONGEST_NEED,
    SETTLING,
    NeedAnswerState,
    NeedDraft,
    NeedKind,
    NeedWay,
    answer_faults,
    need_faults,
    note_faults,
)
from tracker.web.days import DayField
from tracker.web.forms import Form, MindfulForm
from tracker.web.numbers import AmountField, WholeField
from tracker.web.wording import choices_of

LINE = Length(max=200)


class NeedForm(MindfulForm):
    """What a council looks for or can offer."""

    way = RadioField("Your council", choices=choices_of("need_way"), validators=[InputRequired("Choose one")])
    kind = SelectField("Kind", choices=choices_of("need_kind"), default=NeedKind.VISIT)
    title = StringField("What, in a few words", validators=[Length(max=LONGEST_NEED)])
    details = TextAreaField(
        "More about it",
        description="What you would like to see or can show, and for whom.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    on = DayField("Day, if it is fixed", description="Like 8 December 2026.")
    times = StringField("Time, or more days", description="Like 10am to 1pm; or 10 and 17 December.", validators=[LINE])
    place = StringField("Where", description="Or “by telephone”.", validators=[LINE])
    places = WholeField("Places", description="How many may come. Empty: as many as like.")
    needed_by = DayField("Needed by", description="Empty where it has time.")
    expenses = StringField(
        "Travel expenses", description="Like: fares paid by us, up to £60 a visit.", validators=[LINE]
    )
    named = BooleanField("Others may read my name, to ask me", default=False)

    def draft(self) -> NeedDraft:
        """What was written."""
        return NeedDraft(
            way=NeedWay(self.way.data) if self.way.data in set(NeedWay) else None,
            kind=NeedKind(self.kind.data) if self.kind.data in set(NeedKind) else None,
            title=self.title.data or "",
            details=self.details.data or "",
            on=self.on.data,
            times=self.times.data or "",
            place=self.place.data or "",
            places=self.places.data,
            needed_by=self.needed_by.data,
            expenses=self.expenses.data or "",
            named=bool(self.named.data),
        )

    def rules(self) -> None:
        """What a need or an offer must say."""
        refuse_all(one for one in need_faults(self.draft(), today=today()) if one.field != "way")


class NeedAnswerForm(MindfulForm):
    """What one's council answers to another's need or offer."""

    words = TextAreaField(
        "What do you ask, or what can you give?",
        description="Who would come, and when you hope to hear. They read your name and your council’s.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    people = WholeField("How many come?", description="Empty where nobody travels.")

    def rules(self) -> None:
        """What an answer must say."""
        refuse_all(answer_faults(words=self.words.data or "", people=self.people.data, places_left=None))


class SettleForm(Form):
    """What is said to an answer."""

    state = RadioField(
        "What do you say?", choices=choices_of("need_answer", *SETTLING), validators=[InputRequired("Choose one")]
    )
    reply = StringField(
        "In a sentence", description="Whom to ring, which day would do, or why not.", validators=[Length(max=500)]
    )

    @property
    def chosen(self) -> NeedAnswerState:
        """What was chosen; one that is none settles nothing."""
        said = self.state.data
        return NeedAnswerState(said) if said in set(SETTLING) else NeedAnswerState.ASKED


class VisitNoteForm(MindfulForm):
    """What came of something agreed."""

    words = TextAreaField(
        "What did you see, and what will you do with it?",
        description="Members of the collaborative read it, with your name.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    expenses = AmountField("Travel expenses", description="Like 38.40. Empty where there were none.")

    def rules(self) -> None:
        """What notes must say."""
        refuse_all(note_faults(words=self.words.data or "", expenses=self.expenses.data))


class HelperForm(Form):
    """What somebody may be asked about."""

    topics = StringField(
        "What can you be asked about?",
        description="In a few words. Members read them beside your name, until you take it back.",
        validators=[LINE],
    )
