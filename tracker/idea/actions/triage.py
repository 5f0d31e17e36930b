"""What becomes of an idea in triage. Each outcome thanks the author and says plainly what happens next and why."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tracker import council, post
from tracker.clock import spoken, today
from tracker.council import ServiceEntry
from tracker.history import Event, record
from tracker.history.events.triage import (
    DesignGateOpened,
    IdeaDeclined,
    IdeaImproved,
    IdeaParked,
    IdeaReferred,
    IdeaResourced,
)
from tracker.idea.actions.conversation import note_first_reply, say_outcome
from tracker.idea.actions.letters import tell_authors
from tracker.idea.actions.life import change_state
from tracker.idea.actions.people import assign_owner, follow
from tracker.idea.models import Idea, Message
from tracker.idea.rules import awaits_outcome, gate_faults, reason_faults, referral_faults, rest_faults
from tracker.idea.visible import those_who_see
from tracker.idea.words import UNDECIDED, Outcome, Refused, State, refuse_all
from tracker.wording import BUILT_IN


def send_to_design_gate(
    *, idea: Idea, owner_id: UUID | None, because: str, by: UUID, gate_by: date | None = None
) -> None:
    """Let an idea go to the design gate with an owner, by a day: it stays latent and becomes active. Raises Refused."""
    because = because.strip()
    check_open(idea)
    faults = [*gate_faults(owner_id=owner_id, gate_by=gate_by, today=today()), *reason_faults(because)]
    if faults or owner_id is None:
        raise Refused.of(faults)
    assign_owner(idea=idea, owner_id=owner_id, by=by, note=because)
    idea.decided_to_act_on = idea.decided_to_act_on or today()
    idea.gate_by = gate_by
    change_state(idea=idea, state=State.ACTIVE, by=by, because=because)
    when = f", by {spoken(gate_by, today=today())}" if gate_by else ""
    what_next = (
        f"It goes on to its design gate{when}: we now answer a few questions about who it helps and what it takes."
        " There is nothing that you have to fill in."
    )
    opened = DesignGateOpened(because=because, gate_by=gate_by.isoformat() if gate_by else None)
    _tell(idea, opened, because, by, next_step=what_next, headline="Your idea goes on")


def improve_instead(*, idea: Idea, because: str, by: UUID) -> None:
    """Close an idea as better put right straight away. A good result, and said so."""
    _close(idea, Outcome.IMPROVED, IdeaImproved, because, by, headline="Your idea is put right straight away")


def resource_instead(*, idea: Idea, because: str, by: UUID) -> None:
    """Close an idea as better given the means. A good result, and said so."""
    _close(idea, Outcome.RESOURCED, IdeaResourced, because, by, headline="Your idea is given the means")


def decline(*, idea: Idea, because: str, by: UUID) -> None:
    """Close an idea that does not go ahead, with the reason."""
    _close(idea, Outcome.DECLINED, IdeaDeclined, because, by, headline="Your idea is not going ahead")


def refer(*, idea: Idea, to_whom: str, because: str, by: UUID) -> Message:
    """Pass an idea on, with the reason; `to_whom` names who was told of it. Raises Refused."""
    check_open(idea)
    refuse_all(referral_faults(to_whom=to_whom), reason_faults(because))
    whom = to_whom.strip()
    change_state(
        idea=idea, state=State.CLOSED, by=by, outcome=Outcome.REFERRED, because=f"Passed to {whom}. {because.strip()}"
    )
    next_step = f"It is passed to {whom}, who can do something about it."
    referred = IdeaReferred(because=because.strip(), to_whom=whom)
    return _tell(idea, referred, because, by, next_step=next_step, headline="Your idea is passed on")


def refer_to_service(*, idea: Idea, service: ServiceEntry, because: str, by: UUID) -> None:
    """Pass an idea on to another service of the council: its senior owner has a letter, and follows it.

    Raises Refused where nobody here is named as that, and where they may not see the idea.
    """
    check_outcome(idea, because)
    owner = council.senior_owner_of(service)
    if owner is None:
        raise Refused(_nobody_of(service), field="passed_to")
    if not those_who_see(idea, [owner.id]):
        raise Refused(f"This idea is confidential: name {owner.name} on its page first.", field="passed_to")
    idea.service_id = service.id
    said = refer(idea=idea, to_whom=f"{owner.name}, {service.name}", because=because, by=by)
    follow(idea=idea, person_id=owner.id)
    if owner.id == by:
        return
    post.write(
        "idea_referred",
        to=post.Addressee(owner.name, owner.email, owner.id),
        kind=post.LetterKind.NOTICE,
        key=f"referred:{said.id}",
        subject=f"Passed on to {service.name}: {idea.title}",
        ref=idea.ref,
        title=idea.title,
        service=service.name,
        message_id=str(said.id),
        by=council.names([by])[by],
    )


def _nobody_of(service: ServiceEntry) -> str:
    if service.senior_owner:
        return (
            f"The senior owner of {service.name} is written as “{service.senior_owner}”, which is the name of nobody"
            " here: no letter can go. Write the name of a colleague there under Council, or say who was told of it."
        )
    return f"{service.name} has no senior owner here yet. Name one under Council, or say who was told of it."


def park(*, idea: Idea, until: date | None, because: str, by: UUID) -> None:
    """Set an idea aside until a day, with the reason; on that day it is looked at again. Raises Refused.

    At any stage: what was being worked on may rest, too.
    """
    if idea.state not in UNDECIDED or idea.historical:
        raise Refused("This idea is closed, or only a case from a report: there is nothing left to set aside.")
    faults = [*rest_faults(until=until, today=today()), *reason_faults(because)]
    if faults or until is None:
        raise Refused.of(faults)
    change_state(idea=idea, state=State.PARKED, by=by, outcome=Outcome.PARKED, until=until, because=because.strip())
    next_step = f"It waits until {spoken(until, today=today())}. We look at it again then, and tell you."
    parked = IdeaParked(because=because.strip(), until=until.isoformat())
    _tell(idea, parked, because, by, next_step=next_step, headline="Your idea waits")


Closing = type[IdeaImproved] | type[IdeaResourced] | type[IdeaDeclined]


def _close(idea: Idea, outcome: Outcome, closing: Closing, because: str, by: UUID, *, headline: str) -> None:
    check_outcome(idea, because)
    change_state(idea=idea, state=State.CLOSED, by=by, outcome=outcome, because=because.strip())
    next_step = BUILT_IN.called(outcome, "outcome_next")
    _tell(idea, closing(because=because.strip()), because, by, next_step=next_step, headline=headline)


def check_outcome(idea: Idea, because: str) -> None:
    """An outcome is for what triage decides, and has words that its author can use. Raises Refused."""
    check_open(idea)
    refuse_all(reason_faults(because))


def check_open(idea: Idea) -> None:
    """An outcome is for what triage decides. Raises Refused."""
    if not awaits_outcome(stage=idea.stage, state=idea.state, historical=idea.historical):
        raise Refused("There is nothing to decide in triage: what went on is decided at a gate, what waits is woken.")


def _tell(idea: Idea, event: Event, because: str, by: UUID, *, next_step: str, headline: str) -> Message:
    """Record what was decided, keep its words in the conversation and write to the authors."""
    said = say_outcome(idea, because, by)
    note_first_reply(idea, by=by)
    record(event, idea_id=idea.id, about_id=said.id, by=by)
    tell_authors(idea, said, template="triage_outcome", headline=headline, next_step=next_step)
    return said
