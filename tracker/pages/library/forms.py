"""Forms of the library: what somebody says of their place, a step of a plan, and the idea that used a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from tracker import method
from tracker.idea import LONGEST_TEXT, LONGEST_TITLE, Idea, Refused, Stage, refuse_all
from tracker.method import FIT_ANSWERS, LONGEST_PHASE, FitFactor, MethodChoice, PlannedStep, Purpose, StepState
from tracker.web.forms import Form, MindfulForm, choices
from tracker.web.wording import choices_of


@dataclass(frozen=True)
class MethodQuestion:
    """What somebody looks for in the library; what is not understood was not said."""

    purpose: Purpose | None
    stage: Stage | None
    answers: Mapping[FitFactor, str]
    words: str

    @classmethod
    def read(cls, given: Mapping[str, str]) -> MethodQuestion:
        """Read it from an address."""
        purpose, stage = given.get("purpose"), given.get("stage")
        return cls(
            purpose=Purpose(purpose) if purpose in set(Purpose) else None,
            stage=Stage(stage) if stage in set(Stage) else None,
            answers={one: given[one] for one in FitFactor if given.get(one) in FIT_ANSWERS[one]},
            words=given.get("q", "").strip()[:LONGEST_TITLE],
        )

    @property
    def asked(self) -> bool:
        """Whether anything was said."""
        return bool(self.purpose or self.stage or self.answers or self.words)

    def choose(self) -> MethodChoice:
        """The methods that it finds."""
        return method.choose(purpose=self.purpose, stage=self.stage, answers=self.answers, words=self.words)


class PlanStepForm(MindfulForm):
    """A step of a plan: its phase, a method, how it stands, and why it is skipped."""

    phase = StringField(
        "Phase",
        description="As your team calls it, like See, Try, Find out or Hand over.",
        validators=[Length(max=LONGEST_PHASE)],
    )
    method = SelectField("Method", description="Or none yet: the phase stands there, empty.", default="")
    state = RadioField("How does it stand?", default=StepState.PLANNED)
    note = TextAreaField(
        "How, where and with whom; later, what came of it",
        description="One or two sentences. No names of residents.",
        validators=[Length(max=LONGEST_TEXT)],
    )
    because = StringField(
        "If it is skipped or withdrawn: why?",
        description="Skipping is fine. The reason helps the next team.",
        validators=[Length(max=500)],
    )

    @classmethod
    def of(cls, step: PlannedStep | None, *, chosen: str = "") -> PlanStepForm:
        """The form for a step as it stands, or for a new one."""
        given: dict[str, Any] = {"method": chosen}
        if step:
            now = step.now
            given = {"phase": now.phase, "method": now.method or "", "state": now.state, "note": now.note}
        form = cls(data=given)
        pairs = [("", "No method yet"), *((key, one.name) for key, one in method.methods().items())]
        form.method.choices = choices(pairs)
        offered = [one for one in StepState if step or one is not StepState.WITHDRAWN]
        form.state.choices = choices_of("step_state", *offered)()
        return form

    def save(self, found: Idea, *, by: UUID, step_id: UUID | None = None) -> None:
        """Keep what was said."""
        method.say_step(
            idea=found,
            by=by,
            phase=self.phase.data or "",
            method=self.method.data or "",
            state=StepState(self.state.data),
            note=self.note.data or "",
            because=self.because.data or "",
            step_id=step_id,
        )

    def rules(self) -> None:
        """What a step must say."""
        if (state := self.state.data) in set(StepState):
            phase, picked, because = self.phase.data or "", self.method.data or "", self.because.data or ""
            refuse_all(method.step_faults(phase=phase, method=picked, state=StepState(state), because=because))


class LessonUseForm(Form):
    """Which idea used a lesson."""

    ref = StringField("Which of your ideas used it? Its number", validators=[Length(max=40)])

    def offer(self, refs: Sequence[str]) -> None:
        """Say which ideas somebody keeps."""
        if refs:
            self.ref.description = "Like " + ", ".join(refs[:5]) + "."
            self.ref.data = self.ref.data or (refs[0] if len(refs) == 1 else None)

    @property
    def given(self) -> str:
        """The number. Raises Refused where there is none."""
        if not (said := (self.ref.data or "").strip().upper()):
            raise Refused("Write the number of the idea that used it", field="ref")
        return said
