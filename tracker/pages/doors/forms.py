"""Forms at the doors: what somebody without an account says, and what a council sets and tells."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import request
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker import attachment, contact
from tracker.attachment import Upload
from tracker.contact import AnswerWay, DoorSettings
from tracker.council import PersonError, ServiceEntry, clean_email
from tracker.idea import LONGEST_TEXT, LONGEST_TITLE, Refused, refuse_all
from tracker.voice import TellingDraft, VoiceDraft
from tracker.web import form_key
from tracker.web.browser import FIELD, KEY
from tracker.web.fields import PressField
from tracker.web.forms import Form, MindfulForm, choices, identifier
from tracker.web.numbers import WholeField
from tracker.web.uploads import FilesField
from tracker.web.wording import choices_of

NEEDED = "Write what the problem is, and who has it"
LONGEST_NAME = 120
LARGEST = attachment.size_in_words(attachment.LARGEST_FILE)


def sent_key(door_id: UUID) -> str | None:
    """What names a form as it was sent at a door, so that it is kept once; changed since, it is another."""
    key = form_key.sent_key()
    if key is None:
        return None
    said = sorted((name, text) for name, text in request.form.items(multi=True) if name not in {FIELD, KEY})
    return hashlib.sha256(repr((key.word, door_id, said)).encode(errors="surrogatepass")).hexdigest()


def _email_faults(email: str | None) -> Iterator[Refused]:
    try:
        clean_email(email or "")
    except PersonError as why:
        yield Refused(str(why), field="email")


def _picture_faults(uploads: Sequence[Upload]) -> Iterator[Refused]:
    if any(attachment.kind_of(each) not in attachment.PICTURES for each in uploads):
        yield Refused("Choose a picture: a photo, or a picture of the screen", field="files")


class TeamForm(MindfulForm):
    """What somebody in a team says, and how they hear."""

    problem = TextAreaField(
        "What is the problem?",
        description="Who has it, and how often? Leave out people’s names.",
        validators=[DataRequired(NEEDED), Length(max=LONGEST_TEXT)],
    )
    proposal = TextAreaField("What could we try? (if you like)", validators=[Length(max=LONGEST_TEXT)])
    files = FilesField("A photo (if you like)", description=f"Not of people. Up to {LARGEST}.")
    way = RadioField(
        "How shall we tell you what became of it?", choices=choices_of("answer_way"), default=str(AnswerWay.CODE)
    )
    email = EmailField("Your email address", validators=[Length(max=254)])
    name = StringField(
        "Your name (if you like)",
        description="So that we can thank you. Your team is named in any case.",
        validators=[Length(max=LONGEST_NAME)],
    )

    def rules(self) -> None:
        """Whoever wants to hear by email gives an address; a photo is a picture."""
        refuse_all(
            _email_faults(self.email.data) if self.way.data == AnswerWay.EMAIL else (),
            self.files.faults() or _picture_faults(self.files.uploads),
        )

    def draft(self, door_id: UUID) -> VoiceDraft:
        """What was written, as the domain takes it."""
        way = AnswerWay(self.way.data)
        return VoiceDraft(
            problem=self.problem.data or "",
            proposal=self.proposal.data or "",
            name=self.name.data or "",
            email=clean_email(self.email.data or "") if way is AnswerWay.EMAIL else "",
            way=way,
            sent_key=sent_key(door_id),
        )


class ResidentForm(MindfulForm):
    """What a resident says."""

    minds_in = ("place",)
    problem = TextAreaField(
        "What is the problem, and who has it?",
        description="Leave out names, addresses and anything about your health.",
        validators=[DataRequired(NEEDED), Length(max=LONGEST_TEXT - LONGEST_TITLE)],
    )
    proposal = TextAreaField("What could we try? (if you like)", validators=[Length(max=LONGEST_TEXT)])
    place = StringField(
        "Where is it? (if you like)", description="A street, a ward or a building.", validators=[Length(max=100)]
    )
    email = EmailField(
        "Your email address",
        description="We send one letter to make sure it is yours; your idea is passed on when you press the link in it."
        " Then you get the answer there. Nobody but those who read your idea sees the address.",
        validators=[DataRequired("Enter an email address like name@example.com"), Length(max=254)],
    )
    may_show = BooleanField("You may show my words, without my name, among “you said”")

    def rules(self) -> None:
        """The address is one."""
        refuse_all(_email_faults(self.email.data) if self.email.data else ())


class CodeForm(Form):
    """A claim code."""

    code = StringField(
        "Your code",
        description="Like MOSS 47 KITE 82 FERN. Large or small letters, with or without blanks.",
        validators=[DataRequired("Type the code that you were given"), Length(max=200)],
    )


class MoreForm(MindfulForm):
    """What a contact adds, or how they want to hear from now on: at an address, at another, or by code alone."""

    press = PressField("What you want", ("add", "email", "out"))
    words = TextAreaField("Your words", validators=[Length(max=LONGEST_TEXT)])
    email = EmailField("Your email address", validators=[Length(max=254)])

    def rules(self) -> None:
        """An address is one, where that is what is sent; words are words."""
        if self.press.data == "email":
            refuse_all(_email_faults(self.email.data))
        elif self.press.data == "add" and not (self.words.data or "").strip():
            raise Refused("Write something first", field="words")


class ConfirmForm(Form):
    """One press: it is mine, pass it on."""


class PosterForm(Form):
    """A team and the sentence that it reads first."""

    team = StringField(
        "Which team?",
        description="As they call themselves, like Grounds team, Eastgate depot.",
        validators=[DataRequired("Say which team it is for"), Length(max=contact.LONGEST_TEAM)],
    )
    service = SelectField("Which service is it part of?", default="")
    line = StringField(
        "The sentence on the poster",
        description="In any language that the team reads.",
        default="What gets in the way of your work?",
        validators=[DataRequired("Write the sentence that people read first"), Length(max=contact.LONGEST_LINE)],
    )

    def offer(self, services: Sequence[ServiceEntry]) -> None:
        """Offer the council's services."""
        named = ((each.id, each.name) for each in services)
        self.service.choices = choices([("", "Several, or not sure"), *named])

    @property
    def said(self) -> dict[str, Any]:
        """What was written, as a poster takes it."""
        return {
            "team": self.team.data or "",
            "line": self.line.data or "",
            "service_id": identifier(self.service.data),
        }


class DoorsForm(Form):
    """What a council sets for its doors."""

    residents = BooleanField("Residents may tell us something at the address above")
    ask_whom = StringField(
        "Whom may people ask, and how?",
        description="Shown on posters and doors, like Priya Nair on 01632 960471.",
        validators=[Length(max=200)],
    )
    contact_centre = StringField(
        "How is the contact centre reached?",
        description="Shown where the residents’ door is closed.",
        validators=[Length(max=200)],
    )
    report_link = StringField("Where is something broken reported?", validators=[Length(max=contact.LONGEST_LINK)])
    complaint_link = StringField("Where is a complaint made?", validators=[Length(max=contact.LONGEST_LINK)])
    contact_days = WholeField("Days for which a name and an address are kept after the last answer")
    code_days = WholeField("Days for which a code works after the last answer")

    def rules(self) -> None:
        """Days and links are such."""
        days = {"contact_days": self.contact_days.data, "code_days": self.code_days.data}
        links = {"report_link": self.report_link.data or "", "complaint_link": self.complaint_link.data or ""}
        refuse_all(
            Refused(fault.sentence, field=fault.field) for fault in contact.settings_faults(days=days, links=links)
        )

    @property
    def choice(self) -> contact.DoorChoice:
        """What was chosen."""
        return contact.DoorChoice(
            residents=bool(self.residents.data),
            ask_whom=self.ask_whom.data or "",
            contact_centre=self.contact_centre.data or "",
            report_link=self.report_link.data or "",
            complaint_link=self.complaint_link.data or "",
            contact_days=self.contact_days.data,
            code_days=self.code_days.data,
        )


def doors_form(stands: DoorSettings) -> DoorsForm:
    """The form of a council's doors, as they stand."""
    names = ("residents", "ask_whom", "contact_centre", "report_link", "complaint_link", "contact_days", "code_days")
    return DoorsForm(data={name: getattr(stands, name) for name in names})


class RedactForm(Form):
    """Other words in the place of those that should not stand there."""

    title = StringField(
        "Its name", validators=[DataRequired("Give it a few words that name nobody"), Length(max=LONGEST_TITLE)]
    )
    problem = TextAreaField("The problem", validators=[Length(max=LONGEST_TEXT)])
    proposal = TextAreaField("The idea", validators=[Length(max=LONGEST_TEXT)])


class TellingForm(MindfulForm):
    """We asked, you said, we did."""

    asked = TextAreaField("We asked", validators=[DataRequired("Say what you asked"), Length(max=300)])
    said = TextAreaField("You said", validators=[DataRequired("Say what people said"), Length(max=500)])
    did = TextAreaField(
        "We did",
        description="Also what you did not do, and why.",
        validators=[DataRequired("Say what you did, or why you did not"), Length(max=500)],
    )
    stands = StringField(
        "How it stands now (if you like)",
        description="Like Being tried until February.",
        validators=[Length(max=200)],
    )

    @property
    def draft(self) -> TellingDraft:
        """What was written, as the domain takes it."""
        return TellingDraft(
            asked=self.asked.data or "",
            said=self.said.data or "",
            did=self.did.data or "",
            stands=self.stands.data or "",
        )
