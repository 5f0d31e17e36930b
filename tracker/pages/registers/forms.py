"""Forms about a spreadsheet: the file, what its headings and words mean, and why it is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from flask import request
from wtforms import FileField, SelectChoice, SelectField, StringField
from wtforms.validators import Length

from tracker import register
from tracker.idea import Refused, Stage
from tracker.register import (
    AS_WRITTEN,
    CLOSED,
    LEFT_OUT,
    OPEN,
    SCORES,
    ColumnSense,
    RegisterChoices,
    Repetition,
    RowSense,
)
from tracker.risk import RiskEnd
from tracker.value import BenefitClass
from tracker.web.fields import PressField
from tracker.web.forms import Form, MindfulForm
from tracker.web.numbers import whole
from tracker.web.wording import called, choices_of
from tracker.wording import capital

PRESSES = {
    "again": "Check again",
    "bring": "Bring them in",
    "without": "Bring in without them",
    "sheet": "Look at it",
    "afresh": "Start without a matching",
}
_ELSE = {AS_WRITTEN: "Not said", LEFT_OUT: "Leave these rows out"}
ASIDE = ("parked", "stopped", "declined")
HEADINGS = {"none": register.NO_HEADINGS, "column": register.IN_FIRST_COLUMN}  # where they stand on no line
MOST = 300  # letters of a word's name


class BringForm(Form):
    """A spreadsheet to bring."""

    file = FileField(
        "The spreadsheet",
        description=f"CSV, XLSX, XLS or ODS of any shape, at most {register.LARGEST // 1_000_000} megabytes.",
    )

    def rules(self) -> None:
        """A file is named, and is one."""
        if not getattr(self.file.data, "filename", ""):
            raise Refused("Choose the spreadsheet to bring", field="file")


class MatchForm(Form):
    """What the rows are, and what holds for all of them; what headings and words mean is read beside it."""

    press = PressField("What now", PRESSES)
    sheet = StringField("Sheet", validators=[Length(max=100)])
    heading = StringField("The headings are")
    headed = StringField("They were")
    rows = SelectField("Each row is", choices=choices_of("register_rows"), default=RowSense.IDEA)
    repeats = SelectField(
        "Rows with the same reference or title are", choices=choices_of("register_repeats"), default=Repetition.EACH
    )
    stage = SelectField("Where nothing says the stage, it is", choices=choices_of("stage"), default=Stage.LATENT)
    idea = StringField(
        "All rows that name no idea belong to",
        description="The reference or the title of one of your ideas. Leave it empty where a column names each.",
        validators=[Length(max=200)],
    )
    apart = SelectField(
        "What another list brought under the same reference or title is",
        choices=[
            SelectChoice("", "The same: such a row is here already"),
            SelectChoice("y", "Another thing: such a row comes in"),
        ],
        default="",
    )
    saving = SelectField(
        "Where nothing says what kind of saving, it is",
        choices=choices_of("benefit_class"),
        default=BenefitClass.CASH,
    )
    source = StringField(
        "If these are history: the report or file that tells them",
        description="Leave it empty for work of yours that goes on. With it, all rows are historical cases: never in"
        " triage, never nudged.",
        validators=[Length(max=200)],
    )

    def another_heading(self) -> int:
        """What was chosen of the headings in place of what held: their line, or that they are on none; 0 if nothing."""
        if self.heading.data == self.headed.data:
            return 0
        return HEADINGS.get(self.heading.data or "") or whole(self.heading.data, otherwise=0)

    def choices(self, before: RegisterChoices) -> RegisterChoices:
        """What was said, in place of what stood before."""
        return replace(
            before,
            rows=RowSense(self.rows.data),
            repeats=Repetition(self.repeats.data),
            stage=str(self.stage.data),
            source=(self.source.data or "").strip(),
            idea=" ".join((self.idea.data or "").split()),
            apart=self.apart.data == "y",
            saving=str(self.saving.data),
            columns={**before.columns, **dict(_columns(before))},
            words={**before.words, **_words(before)},
            down=_down(before),
            until={
                **before.until,
                **{key: value.strip()[:40] for key, value in _sent("until-") if value.isprintable()},
            },
        )


def _sent(beginning: str) -> Iterator[tuple[str, str]]:
    """Fields whose names begin so, by what follows, with what was sent."""
    for name, value in request.form.items():
        if name.startswith(beginning) and len(name) <= MOST and name.isprintable():
            yield name.removeprefix(beginning), value


def _columns(before: RegisterChoices) -> Iterator[tuple[str, ColumnSense]]:
    offered = set(ColumnSense)
    return ((key, ColumnSense(value)) for key, value in _sent("column-") if key in before.columns and value in offered)


def _down(before: RegisterChoices) -> frozenset[str]:
    """The columns in which an empty cell means the one above it; of those that were not asked about, as before."""
    said = {key: value == "y" for key, value in _sent("down-") if key in before.columns}
    return frozenset(key for key in before.columns if said.get(key, key in before.down))


def _words(before: RegisterChoices) -> Mapping[str, Mapping[str, str]]:
    words: dict[str, Mapping[str, str]] = {}
    for sense, offered in words_offered().items():
        said = {key: value for key, value in _sent(f"word-{sense}-") if value in offered}
        if said:
            words[sense] = {**before.words.get(sense, {}), **said}
    answers = islice(_sent("idea-"), register.MOST_STRANGERS)
    ideas = {key: " ".join(value.split())[:MOST] for key, value in answers if value.isprintable()}
    if ideas:
        words[ColumnSense.IDEA] = {**before.words.get(ColumnSense.IDEA, {}), **ideas}
    return words


def words_offered() -> dict[str, dict[str, str]]:
    """What a word of each closed list may mean here, in words."""
    steps = {str(step): str(step) for step in range(1, 6)} | {AS_WRITTEN: "Not said"}
    ours = {one.id: one.name for one in register.services()} | {
        AS_WRITTEN: "As they write it",
        LEFT_OUT: "Leave these rows out",
    }
    stages = {str(stage): capital(called(stage, "stage")) for stage in Stage}
    stages |= {outcome: capital(called(outcome, "outcome")) for outcome in ASIDE}
    stages |= {AS_WRITTEN: "No stage: kept as a note", LEFT_OUT: "Leave these rows out"}
    stands = {OPEN: "Open", CLOSED: "Closed, and nobody says how"}
    stands |= {str(end): f"Closed: {called(end, 'risk_end')}" for end in RiskEnd} | _ELSE
    gains = {str(kind): capital(called(kind, "benefit_class")) for kind in BenefitClass} | _ELSE
    more = {str(ColumnSense.RISK_STATE): stands, str(ColumnSense.SAVING_CLASS): gains}
    return {"stage": stages, "service": ours, **{str(sense): steps for sense in SCORES}, **more}


class UndoForm(MindfulForm):
    """Why what came in is taken back."""

    because = StringField("Why", description="It is kept in the council's record.", validators=[Length(max=300)])
    rest = PressField("Which", {"y": "The rest"})
