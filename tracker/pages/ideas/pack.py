"""The pack of an idea: the whole record of it on paper, to print from the browser or to have as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from flask import Response, abort

from config import printer
from tracker import (
    amendment,
    attachment,
    benefit,
    capacity,
    context,
    gate,
    hours,
    idea,
    lesson,
    place,
    risk,
    routine,
    study,
    tag,
    value,
)
from tracker.attachment import FileLine
from tracker.benefit import BenefitRecord
from tracker.capacity import CapacityRecord
from tracker.clock import now
from tracker.context import BlockerLine, ContextRecord
from tracker.council import Can
from tracker.gate import DecisionEntry, ReviewEntry
from tracker.hours import HoursEntry
from tracker.idea import EventEntry, Idea, State, Story
from tracker.lesson import AssumptionEntry, LessonEntry
from tracker.pages.ideas.facts import FactEntry, TrackStep, WithdrawnParts, about, people, track, withdrawn_on
from tracker.risk import RiskEntry
from tracker.routine import RoutineRecord
from tracker.study import StudyRecord
from tracker.tenancy import as_council
from tracker.value import BenefitState, Worth
from tracker.web import Screens, reader, render, see_other
from tracker.web.changed import change_in_words
from tracker.web.decided import CornerAnswers, answers_of, decision_heading, policy_name
from tracker.web.paper import pdf_answer

screens = Screens("pack", __name__)
ASIDES = (
    value.WORTH,
    benefit.BENEFITS,
    study.STUDY,
    lesson.ASSUMPTIONS,
    risk.OPEN_RISKS,
    risk.CLOSED_RISKS,
    context.BLOCKERS,
    context.POSTS,
    context.UNIONS,
    context.LINE,
    hours.HOURS,
    lesson.LESSONS,
    place.PLACES,
    tag.TAGS,
    capacity.CAPACITY,
    routine.ROUTINE,
    gate.REVIEWS,
    gate.DECISIONS,
    attachment.FILES,
    amendment.WITHDRAWN,
    idea.HISTORY,
)


class DecisionOnPaper(NamedTuple):
    """A decision as it goes on paper: its heading, the policy it was made under, the answers of that day."""

    made: DecisionEntry
    heading: str
    policy: str
    answers: Sequence[CornerAnswers]


@dataclass(frozen=True)
class IdeaPack:
    """Everything that is recorded of one idea, as it is handed to a committee or an auditor."""

    story: Story
    people: Sequence[FactEntry]
    about: Sequence[FactEntry]
    track: Sequence[TrackStep]
    worth: Worth
    benefits: Sequence[BenefitRecord]
    hours: Sequence[HoursEntry]
    blockers: Sequence[BlockerLine]
    context: ContextRecord
    study: StudyRecord
    assumptions: Sequence[AssumptionEntry]
    risks: Sequence[RiskEntry]
    closed_risks: Sequence[RiskEntry]
    capacity: CapacityRecord
    routine: RoutineRecord
    reviews: Sequence[ReviewEntry]
    decisions: Sequence[DecisionOnPaper]
    lessons: Sequence[LessonEntry]
    files: list[FileLine]
    withdrawn: WithdrawnParts
    history: Sequence[EventEntry]

    @property
    def idea(self) -> Idea:
        """The idea itself."""
        return self.story.idea


def packs_of(refs: Sequence[str]) -> list[IdeaPack]:
    """The packs of some ideas, in the order of their references: one statement. Who may not see one gets none of it.

    Of a draft there is nothing to hand to anybody.
    """
    found = idea.stories(refs=refs, reader=reader(), asides=ASIDES)
    return [_pack(story) for story in found if story.idea.state is not State.DRAFT]


def _pack(story: Story) -> IdeaPack:
    return IdeaPack(
        story=story,
        people=people(story),
        about=about(story, story.told(place.PLACES)),
        track=track(story),
        worth=story.told(value.WORTH),
        benefits=[one for one in story.told(benefit.BENEFITS) if one.state != BenefitState.WITHDRAWN],
        hours=story.told(hours.HOURS),
        blockers=story.told(context.BLOCKERS),
        context=_context(story),
        study=story.told(study.STUDY),
        assumptions=story.told(lesson.ASSUMPTIONS),
        risks=story.told(risk.OPEN_RISKS),
        closed_risks=story.told(risk.CLOSED_RISKS),
        capacity=story.told(capacity.CAPACITY),
        routine=story.told(routine.ROUTINE),
        reviews=story.told(gate.REVIEWS),
        decisions=[_on_paper(made) for made in story.told(gate.DECISIONS)],
        lessons=story.told(lesson.LESSONS),
        files=story.told(attachment.FILES),
        withdrawn=withdrawn_on(story, whole=True),
        history=story.told(idea.HISTORY),
    )


def _context(story: Story) -> ContextRecord:
    lines = story.told(context.LINE)
    return ContextRecord(story.told(context.POSTS), story.told(context.UNIONS), lines[0] if lines else None)


def _on_paper(made: DecisionEntry) -> DecisionOnPaper:
    return DecisionOnPaper(
        made,
        decision_heading(made.word, gate=made.gate, to_stage=made.to_stage),
        policy_name(made.policy_version, made.snapshot.get("policy_edition", 0)),
        answers_of(made.snapshot),
    )


def on_paper(packs: Sequence[IdeaPack]) -> dict[str, Any]:
    """What a page of packs is rendered with."""
    return {
        "packs": packs,
        "change_in_words": change_in_words,
        "asks_for_scrutiny": risk.asks_for_scrutiny,
        "in_hours": hours.in_hours,
        "printed_at": now(),
    }


def _of(ref: str) -> list[IdeaPack]:
    """The pack of one idea. Raises NotFoundError where its reader has none."""
    if found := packs_of([ref]):
        return found
    raise idea.NotFoundError(ref)


@screens.screen("/ideas/<ref>/pack", needs=Can.SEE_IDEAS)
def show(ref: str) -> Any:
    """Everything that is recorded of an idea, as it is handed to a committee."""
    return render("ideas/pack.html", **on_paper(_of(ref)), can_be_pdf=not printer.lacking())


@screens.screen("/ideas/<ref>/pack.pdf", needs=Can.SEE_IDEAS, door=False)
def pdf(ref: str) -> Any:
    """The same as a PDF."""
    return as_pdf(lambda: _of(ref), name=ref, title=ref) or see_other("pack.show", ref=ref)


def as_pdf(find: Callable[[], Sequence[IdeaPack]], *, name: str, title: str) -> Response | None:
    """Some packs as a PDF, made by a process of its own that has its time; no door is open meanwhile.

    None, with the reason said, where it could not be made.
    """
    here: UUID = reader().council_id or abort(404)
    with as_council(here):
        page = render("ideas/pack_on_paper.html", **on_paper(find()), title=title)
    return pdf_answer(page, name=name)
