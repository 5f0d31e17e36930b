"""The real things of a council, by kind: ideas in every state, cards, people, links, nudges and letters."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import select, text

from config.settings import settings
from local.servers import Addresses
from tests import makers
from tests.tracker.matrix import TOGETHER, SentFile
from tests.tracker.places import PASSWORD, Place, Thing
from tests.tracker.test_nudge_pages import last_working_day
from tracker import (
    amendment,
    attachment,
    benefit,
    capacity,
    clock,
    collaborative,
    contact,
    context,
    council,
    exchange,
    gate,
    grouping,
    guest,
    hours,
    idea,
    inbox,
    lesson,
    method,
    need,
    network,
    nudge,
    portfolio,
    post,
    register,
    risk,
    routine,
    study,
    tag,
    triage,
    value,
    view,
    voice,
)
from tracker import place as places
from tracker.council import Role
from tracker.db import new_id
from tracker.gate import DecisionDraft, Gate, Term, Word
from tracker.grouping import Grouping
from tracker.idea import Stage, State
from tracker.tenancy import directory, session
from tracker.view import ViewPage

_numbers = itertools.count(1)
ASSETS = Path(__file__).parents[2] / "assets" / "built"


def a_place(admin: psycopg.Connection[Any], *, first: int = 1) -> Place:
    """A council with everybody, each with a password; its references begin at a number."""
    side, partner = makers.a_side(), makers.a_side()
    place = Place(side, partner, admin, KINDS)
    place.asked("UPDATE council SET next_number = %s WHERE id = %s RETURNING 1", first, side.id)
    place.code = makers.a_collaborative(partner, side)
    place.guest_id = makers.a_guest(partner, place.code)
    place.people = {"author" if name == "contributor" else name: one for name, one in side.people.items()}
    for who, role in (("colleague", Role.CONTRIBUTOR), ("other owner", Role.OWNER), ("other sponsor", Role.SPONSOR)):
        place.people[who] = makers.a_person(side.id, role, name=f"Nia {who.title()}")
    return place


def a_whole_place(admin: psycopg.Connection[Any], database: Addresses, **place: Any) -> Place:
    """A council with things and everybody, an operator among them, who all sign in with a password."""
    made = a_place(admin, **place)
    made.people["operator"] = makers.an_operator(database)
    give_passwords(*made.people.values())
    return made


def give_passwords(*people: makers.Someone) -> None:
    """Let people sign in with a password."""
    with directory():
        for someone in people:
            council.choose_password(person_id=someone.id, password=PASSWORD)


# --- ideas ------------------------------------------------------------------------------------------------------------
def _sent(place: Place, title: str = "One visit for damp") -> idea.Idea:
    by = place.id("author")
    begun = idea.log_draft(by=by, title=title, problem="Two officers call.", proposal="One visit.")
    idea.submit(idea=begun, by=by)
    return begun


def _owned(place: Place, title: str = "One visit for damp") -> idea.Idea:
    found = _sent(place, title)
    idea.send_to_design_gate(idea=found, owner_id=place.id("owner"), because="Good.", by=place.id("lead"))
    idea.name_sponsor(idea=found, by=place.id("lead"), person_id=place.id("sponsor"))
    return found


def _ref(make: Callable[[Place], idea.Idea]) -> Callable[[Place], Thing]:
    def made(place: Place) -> Thing:
        with place.side.door():
            return {"ref": make(place).ref}

    return made


def _worked_on(place: Place) -> Thing:
    """An idea in design with its author, owner and sponsor, a colleague's condition and sign-off, a risk, a card."""
    lead = place.id("lead")
    with place.side.door():
        found = _owned(place)
        term = Term("Ask the tenants", place.id("colleague"), clock.today() + timedelta(days=30))
        draft = DecisionDraft(Word.CONDITIONAL, "Small.", waiver_because="Small.", terms=[term])
        made = gate.decide(idea=found, gate=Gate.DESIGN, draft=draft, by=lead)
        said = idea.comment(idea=found, words="We see this in the north too.", by=place.id("author"))
        raised = risk.raise_risk(
            idea=found, description="Nobody comes", likelihood=2, impact=2, mitigation="Ask", by=place.id("owner")
        )
        promised = capacity.add_activity(
            idea=found, organisation="Age UK", what="A van", due_on=clock.today(), by=place.id("owner")
        )
        blocked = context.note_blocker(idea=found, by=lead, **BLOCKER)
        capacity.name_signer(idea=found, office=capacity.Office.FINANCE, person_id=place.id("colleague"), by=lead)
        to = collaborative.get(place.code)
        full = collaborative.Choice(collaborative.Level.FULL, frozenset([collaborative.CardField.HEALTH]))
        health = portfolio.triangle_now(idea_id=found.id)
        collaborative.publish(idea=found, collaborative=to, choice=full, by=lead, health=health and health.frozen)
        return {
            "ref": found.ref,
            "number": made.number,
            "code": place.code,
            "message_id": said.id,
            "risk_id": raised.id,
            "blocker_id": blocked.id,
            "condition_id": gate.conditions_on(found.id)[0].id,
            "activity_id": promised.id,
            "partner_id": promised.partner_id,
            "office": "finance",
            "title": found.title,
        }


def _thanked(place: Place) -> Thing:
    """An idea in design for which its author thanked somebody."""
    with place.side.door():
        found = _owned(place)
        said = capacity.say_thanks(idea=found, name="Ann Shaw, Highways", words="She rang.", by=place.id("author"))
        return {"ref": found.ref, "thank_you_id": said.id}


def _question(place: Place) -> Thing:
    """A question to the author of an idea in triage, with the secret of its letter's link."""
    with place.side.door():
        found = _sent(place)
        said = idea.ask_author(idea=found, question="Which wards?", by=place.id("lead"))
        session().flush()
        asked = select(post.Letter.particulars).where(post.Letter.key == f"author_question:{said.id}")
        return {"ref": found.ref, "token": session().scalars(asked).one()["token"]}


def _asked_for_later(place: Place) -> Thing:
    """A condition for which its owner asks for another date."""
    thing = _worked_on(place)
    with place.side.door():
        [condition] = gate.conditions_on(makers.idea_of(thing["ref"]).id)
        day = clock.today() + timedelta(days=60)
        gate.ask_for_date(condition=condition, wanted_on=day, because="They are away.", by=place.id("colleague"))
    return thing


def _tried(place: Place) -> idea.Idea:
    found, by = _owned(place), place.id("lead")
    idea.move(idea=found, to=Stage.MOBILISE, decision=idea.Move.ADVANCE, rationale="Yes.", by=by)
    return found


def _recorded(kind: str) -> Callable[[Place], Thing]:
    """An idea with one row of a kind that can be put right."""

    def made(place: Place) -> Thing:
        with place.side.door():
            found, by = _owned(place), place.id("owner")
            return {"ref": found.ref, "kind": kind, "row_id": RECORDED[kind](found, by)}

    return made


def _a_contact(found: idea.Idea, by: UUID) -> UUID:
    idea.record_contact(idea=found, on=clock.today(), by=by, note="A visit")
    return session().scalars(select(idea.SponsorContact.id).where(idea.SponsorContact.idea_id == found.id)).one()


def _evidence(found: idea.Idea, by: UUID) -> UUID:
    made = value.claim(idea=found, by=by, indicator="Days waiting", baseline="9", baseline_date="2020")
    return value.add_evidence(idea=found, by=by, claim_id=made.id, kind="figure", value="4").id


def _a_risk(found: idea.Idea, by: UUID) -> UUID:
    said = {"description": "Nobody comes", "likelihood": 2, "impact": 2, "mitigation": "Ask"}
    return risk.raise_risk(idea=found, by=by, **said).id


def _a_benefit(found: idea.Idea, by: UUID) -> UUID:
    said = {"category": value.BenefitCategory.OWN, "benefit_class": value.BenefitClass.CASH, "description": "Fuel"}
    return value.add_benefit(idea=found, by=by, **said).id


BLOCKER = {
    "rule": "Two signatures on every order",
    "whose": "Finance",
    "harm": "A repair waits nine days.",
    "ask": "One signature below fifty pounds",
    "asked_of": "The head of finance",
    "needed_by": clock.today() + timedelta(days=30),
}


def _period(found: idea.Idea, by: UUID) -> UUID:
    return _quarter(found, by).id


def _quarter(found: idea.Idea, by: UUID) -> benefit.BenefitPeriod:
    """A quarter of a benefit that its owner claims, with its figure."""
    of = amendment.standing(value.Benefit, idea=found, row_id=_a_benefit(found, by))
    days = {"starts_on": date(2020, 4, 1), "ends_on": date(2020, 6, 30)}
    return benefit.add_period(idea=found, benefit=of, by=by, **days, forecast=Decimal(10), actual=Decimal(9))


def _hours(found: idea.Idea, by: UUID) -> UUID:
    said = {"granted_to": "The warden", "granted_by": "Her head of service", "hours_a_week": Decimal("3.5")}
    return hours.grant_hours(idea=found, by=by, **said).id


RECORDED: dict[str, Callable[[idea.Idea, UUID], UUID]] = {
    "claims": lambda found, by: value.claim(idea=found, by=by, indicator="Days waiting", target="2").id,
    "evidence": _evidence,
    "funding": lambda found, by: value.add_funding(idea=found, by=by, funder="Health fund").id,
    "contacts": _a_contact,
    "risks": _a_risk,
    "benefits": _a_benefit,
    "blockers": lambda found, by: context.note_blocker(idea=found, by=by, **BLOCKER).id,
    "posts": lambda found, by: (
        context.note_posts(idea=found, by=by, post="Night warden", change=context.PostChange.ENDED).id
    ),
    "unions": lambda found, by: context.note_union(idea=found, by=by, union_name="Unison", told="Two posts end.").id,
    "lines": lambda found, by: (
        context.set_line(idea=found, by=by, line="A trial in two blocks.", speaker="Head of housing").id
    ),
    "periods": _period,
    "hours": _hours,
    "activities": lambda found, by: (
        capacity.add_activity(idea=found, by=by, organisation="Age Concern", what="Lent us the hall.").id
    ),
}


def _study(made: Callable[[idea.Idea, UUID], UUID]) -> Callable[[Place], Thing]:
    """An idea with one row of how it is known."""

    def of(place: Place) -> Thing:
        with place.side.door():
            found = _owned(place)
            return {"ref": found.ref, "row_id": made(found, place.id("owner"))}

    return of


def _claimed(place: Place) -> Thing:
    """An idea with a benefit that nothing came of yet."""
    with place.side.door():
        found = _owned(place)
        return {"ref": found.ref, "benefit_id": _a_benefit(found, place.id("owner"))}


def _figured(place: Place) -> Thing:
    """An idea with a benefit and a quarter of it, whose figure its owner claims."""
    with place.side.door():
        found = _owned(place)
        made = _quarter(found, place.id("owner"))
        return {"ref": found.ref, "benefit_id": made.benefit_id, "period_id": made.id}


def _recorded_case(place: Place) -> Thing:
    """A case from a report, with a claim that it tells of."""
    with place.side.door():
        found = _of_a_report(State.ACTIVE)
        made = value.Claim(idea_id=found.id, indicator="Days waiting", target="2")
        session().add(made)
        session().flush()
        return {"ref": found.ref, "kind": "claims", "row_id": made.id}


def _withdrawn(place: Place) -> Thing:
    made = _recorded("claims")(place)
    with place.side.door():
        found = makers.idea_of(made["ref"])
        row = amendment.standing(value.Claim, idea=found, row_id=made["row_id"])
        amendment.withdraw(row, idea=found, by=place.id("owner"), because="Another idea’s.")
    return made


def _draft(place: Place) -> idea.Idea:
    return idea.log_draft(by=place.id("author"), title="Not yet", problem="A problem.", proposal="A try.")


def _filed(place: Place) -> Thing:
    with place.side.door():
        found, sent = _sent(place), [attachment.Upload("lounge.txt", b"The lounge is loud.")]
        [file] = attachment.attach(idea=found, uploads=sent, by=place.id("author"))
        return {"ref": found.ref, "attachment_id": file.id}


def _parked(place: Place) -> idea.Idea:
    return _rests(place, _owned(place))


def _tried_and_parked(place: Place) -> idea.Idea:
    return _rests(place, _tried(place))


def _rests(place: Place, found: idea.Idea) -> idea.Idea:
    idea.park(idea=found, until=clock.today() + timedelta(days=90), because="Later.", by=place.id("lead"))
    return found


def _back(place: Place) -> idea.Idea:
    found = _parked(place)
    idea.wake(idea=found, by=place.id("lead"))
    return found


def _woken(place: Place) -> idea.Idea:
    """One that was tried and parked, and came back by itself."""
    found = _tried_and_parked(place)
    idea.wake(idea=found, by=None)
    return found


def _joined(place: Place) -> idea.Idea:
    found = _sent(place)
    idea.merge(idea=found, into=_owned(place), because="The same.", by=place.id("lead"))
    return found


def _stopped(place: Place) -> idea.Idea:
    found = _owned(place)
    draft = DecisionDraft(Word.STOP, "Enough.", stop_reason=gate.StopReason.NO_REAL_NEED, lesson="Ask first.")
    gate.decide(idea=found, gate=Gate.DESIGN, draft=draft, by=place.id("lead"))
    return found


def _embedded(place: Place) -> idea.Idea:
    """One that is part of everyday work."""
    found = _owned(place)
    for at in Gate:
        draft = DecisionDraft(Word.GO, "It was weighed.", waiver_because="Small.")
        gate.decide(idea=found, gate=at, draft=draft, by=place.id("lead"))
    return found


def _replacing(place: Place, kind: str) -> Thing:
    """An idea with an old service, or with an award."""
    with place.side.door():
        found, by = _owned(place), place.id("owner")
        day = clock.today()
        made: routine.OldService | routine.Recognition
        if kind == "stops":
            made = routine.name_old_service(idea=found, by=by, service="The day centre", ends_on=day)
        else:
            made = routine.note_recognition(idea=found, by=by, title="A prize", giver="The county", on=day)
        return {"ref": found.ref, "entry": kind, "row_id": made.id}


def _case(_place: Place) -> idea.Idea:
    """A case from a report, nobody's."""
    return _of_a_report(State.ACTIVE)


def _parked_case(_place: Place) -> idea.Idea:
    return _of_a_report(State.PARKED)


def _of_a_report(state: State) -> idea.Idea:
    made = idea.Idea(ref=f"OLD-{clock.now().timestamp()}", title="Of old", source="a report:1", stage=Stage.DESIGN)
    made.state, made.sponsor_name = state, "The mayor of then"
    session().add(made)
    session().flush()
    return made


def _need(place: Place, *, theirs: bool = False) -> Thing:
    """A need of ours, or of our partner, in the collaborative of the two."""
    side = place.partner if theirs else place.side
    with side.door():
        draft = need.NeedDraft(need.NeedWay.NEED, need.NeedKind.VISIT, "A day beside a trusted assessor")
        made = need.post(collaborative=collaborative.get(place.code), draft=draft, by=side.lead.id)
        return {"code": place.code, "posting_id": made.id}


def _answered_need(place: Place, *, agreed: bool = False) -> Thing:
    """A need of ours that our partner answered."""
    found = _need(place)
    with place.partner.door():
        to = collaborative.get(place.code)
        asked = need.posting_in(to, found["posting_id"])
        made = need.answer(posting=asked, collaborative=to, words="Come.", people=None, by=place.partner.lead.id).id
    with place.side.door():
        to = collaborative.get(place.code)
        if agreed:
            row, posting = need.answer_to_us(to, made), need.posting_in(to, found["posting_id"])
            yes = need.NeedAnswerState.AGREED
            need.settle(found=row, posting=posting, collaborative=to, state=yes, reply="")
    return {"code": place.code, "answer_id": made}


def _plan_step(place: Place) -> Thing:
    found = _worked_on(place)
    with place.side.door():
        step = method.say_step(idea=makers.idea_of(found["ref"]), by=place.id("owner"), phase="See")
        return {**found, "step_id": step}


def _lesson(place: Place, *, used: bool = False) -> Thing:
    """A lesson of one idea, and another that may have used it."""
    taught, found = makers.an_idea(place.side), _worked_on(place)
    with place.side.door():
        words = "Ask the carers first."
        made, user = (
            lesson.write_lesson(idea=makers.idea_of(taught), by=place.id("lead"), lesson=words),
            place.id("owner"),
        )
        if used:
            lesson.use_lesson(idea=makers.idea_of(found["ref"]), lesson_id=made.id, words=words, by=user)
        return {**found, "lesson_id": made.id}


def _partners_card(place: Place) -> Thing:
    ref = makers.an_idea(place.partner)
    return {"code": place.code, "number": makers.a_card(place.partner, place.code, ref)}


def _adapted(place: Place) -> Thing:
    card = _partners_card(place)
    with place.side.door():
        shared = collaborative.get(place.code)
        fit = collaborative.Fit(fits_because="Damp too.", kept="The visit", changed="Who calls", dropped="Nothing")
        card_there = collaborative.card(shared, card["number"])
        taken = collaborative.adapt(card=card_there, collaborative=shared, fit=fit, by=place.id("owner"))
        return {"ref": taken.ref}


def _convened(place: Place) -> Thing:
    """A collaborative that the council convenes, with its partner; a third council could be asked."""
    code = makers.a_collaborative(place.side, place.partner)
    third = makers.a_side()
    return {"code": code, "partner_id": place.partner.id, "form": {"councils": [str(third.id)]}}


def _proposed(place: Place) -> Thing:
    """A collaborative that an operator proposes to the council."""
    by = place.id("operator") if "operator" in place.people else place.id("lead")
    told = {
        "name": f"Warm rooms {next(_numbers)}",
        "theme": "",
        "shared_target": "Halve the second visits",
        "words": "",
    }
    with directory() as door:
        until = clock.today() + timedelta(days=300)
        collaborative.propose(council_id=place.side.id, ends_on=until, by=by, **told)
        made = door.scalars(select(collaborative.CollaborativeProposal.id).order_by(text("at DESC, id DESC"))).first()
    return {"proposal_id": made, "proposed_id": made}


def _guest(place: Place) -> Thing:
    """A guest of a collaborative that the council convenes."""
    code, number = makers.a_collaborative(place.side, place.partner), next(_numbers)
    email = f"guest-{number}-{code}@charity.example.org"
    by = list(place.side.people.values())[number % len(place.side.people)].id  # nobody asks very many in a day
    return {"code": code, "email": email, "guest_id": makers.a_guest(place.side, code, email=email, by=by)}


def _guest_asked(place: Place) -> Thing:
    """Somebody who was asked to be a guest and has not answered."""
    found = _guest(place)
    place.asked("UPDATE guest SET accepted_at = NULL WHERE id = %s RETURNING 1", found["guest_id"])
    return {**found, "token": _sent_to(place, found["email"])}


def _guest_link(place: Place) -> Thing:
    """A guest who asked for a link to sign in."""
    found = _guest(place)
    with directory():
        guest.ask_for_link(email=found["email"], address=f"127.9.{next(_numbers)}.1")
    return {**found, "token": _sent_to(place, found["email"])}


def _sent_to(place: Place, email: str) -> str:
    guest.write_letters()
    [(link,)] = place.asked("SELECT particulars ->> 'link' FROM letter WHERE to_email = %s", email)
    return str(link).rpartition("/")[2]


def _asked_in(place: Place, convenor: makers.Side | None = None, other: makers.Side | None = None) -> Thing:
    """A council is asked into a collaborative, and has not answered."""
    convenor, other = convenor or place.side, other or makers.a_side()
    code = makers.a_collaborative(convenor)
    with convenor.door():
        to = collaborative.get(code)
        collaborative.invite(collaborative=to, council_ids=[other.id], by=convenor.lead.id)
        return {"code": code, "invitation_id": collaborative.waiting_in(to)[0].id}


def _noted(place: Place) -> Thing:
    """A note and a broker of the council in a collaborative."""
    code, lead = makers.a_collaborative(place.side, place.partner), place.id("lead")
    with place.side.door():
        to = collaborative.get(code)
        note = collaborative.note_down(
            collaborative=to, kind=collaborative.ShelfKind.RESEARCH, title="Damp in our flats", by=lead
        )
        broker = collaborative.name_broker(collaborative=to, person_id=place.id("owner"), theme="Damp", by=lead)
        session().flush()
        return {"code": code, "note_id": note.id, "broker_id": broker.id}


def _closed_together(place: Place) -> Thing:
    code = makers.a_collaborative(place.side, place.partner)
    with place.side.door():
        told = {"came_of_it": "Half the visits.", "learned": "Go with a tenant.", "goes_on": "We keep it."}
        collaborative.close(collaborative=collaborative.get(code), **told, by=place.id("lead"))
    return {"code": code}


def _told_back(place: Place) -> Thing:
    """An idea of which the partner tells what it learnt."""
    with place.side.door():
        ref = _owned(place).ref
    taken = makers.an_adaptation(place.partner, place.code, makers.a_card(place.side, place.code, ref))
    with place.partner.door():
        told = collaborative.give_feedback(
            idea=makers.idea_of(taken), words="Scan before you fit.", by=place.partner.owner.id
        )
        return {"ref": ref, "number": told.number}


def _trial(place: Place) -> Thing:
    """A trial of both, in which each tries a variant, with a figure after its start."""
    number = makers.a_trial(place.partner, place.code)
    makers.a_variant(place.partner, place.code, number, name="By van", figures=[(60, "12")])
    mine = makers.a_variant(place.side, place.code, number, name="By taxi", figures=[(50, "20"), (20, "15")])
    return {"code": place.code, "number": number, "figure": mine[-1]}


def _looking(place: Place) -> Thing:
    """An idea, in a council that takes part in blinded looks."""
    with place.side.door():
        to = collaborative.get(place.code)
        collaborative.consent(collaborative=to, given=True, by=place.id("lead"))
        return {"ref": _sent(place).ref, "code": place.code}


def _sight(place: Place) -> Thing:
    """An idea that the partner asks to see, and does not say who it is."""
    with place.side.door():
        to = collaborative.get(place.code)
        ask = collaborative.BlindAsk(
            look_id=new_id(), asker_id=place.partner.id, idea_id=_sent(place).id, collaborative_id=to.id, at=clock.now()
        )
        session().add(ask)
        session().flush()
        return {"number": ask.number}


# --- people, links, letters, nudges -----------------------------------------------------------------------------------
def _member(place: Place) -> Thing:
    return {"person_id": makers.a_person(place.side.id, Role.OBSERVER, name="Rae Moss").id}


def _reset(place: Place) -> Thing:
    someone = makers.a_person(place.side.id, Role.OBSERVER, name="Rae Moss")
    with directory() as door:
        council.send_link(person=door.get_one(council.Person, someone.id))
    return _token(place, someone.email)


def _invitation(place: Place) -> Thing:
    """An invitation to somebody who has no account, with its identifier and the secret of its link."""
    email = f"kit-{next(_numbers)}@northmoor.example.org"
    with directory():
        council.invite(council_id=place.side.id, email=email, name="Kit Bell", roles=[Role.OWNER])
    [(made,)] = place.asked("SELECT id FROM invitation WHERE email = %s", email)
    return {"invitation_id": made, **_token(place, email)}


def _token(place: Place, email: str) -> Thing:
    [(link,)] = place.asked("SELECT particulars ->> 'link' FROM letter WHERE to_email = %s", email)
    return {"token": link.rpartition("/")[2]}


def _stop(place: Place) -> Thing:
    """The link in a letter that stops letters of its kind."""
    owner = post.StopLink(place.side.id, place.id("owner"), post.MailKind.NAMING)
    with place.side.door():
        council.stop_mail(person_id=owner.person_id, kind=owner.kind, stopped=False)
    return {"token": post.stop_secret(owner)}


def _calendar(place: Place) -> Thing:
    """The secret address of somebody's calendar."""
    with directory():
        return {"token": inbox.make_calendar(place.id("owner"))}


def _asked(place: Place) -> Thing:
    """A nudge to the owner of an idea that went quiet, with the secret of its link."""
    owner = place.id("owner")
    with clock.at(clock.today() - timedelta(days=200)), place.side.door():
        born = _owned(place)
        idea.move(idea=born, to=Stage.DESIGN, decision=idea.Move.ADVANCE, rationale="Yes.", by=place.id("lead"))
    away = "UPDATE letter SET kind = 'notice', mail_day = NULL, key = id::text WHERE kind = 'nudge' AND person_id = %s"
    place.asked(f"{away} RETURNING 1", owner)  # one letter a day: those of before are none today
    loud = "UPDATE membership SET quiet_nudges = '{}', stopped = '{}' WHERE person_id = %s RETURNING 1"
    place.asked(loud, owner)  # whatever the row of their own settings, or of a letter's last line, had chosen
    with place.side.door():
        council.end_cover(person_id=owner, by=owner)  # whoever the row of their own absence had asked in their place
    with clock.at(last_working_day()), place.side.door():
        nudge.find_due()
        nudge.send_due()
    first = "SELECT particulars -> 'first' ->> 'token' FROM letter WHERE kind = 'nudge' AND person_id = %s"
    [(token,)] = place.asked(first, owner)
    with directory():
        link = nudge.by_token(token)
    assert link
    return {"token": token, "nudge_id": link.nudge_id, "ref": born.ref}


def _call(place: Place) -> Thing:
    """A call for help that the owner made from a nudge, and no lead has answered."""
    asked = _asked(place)
    with place.side.door():
        nudge.answer(nudge_id=asked["nudge_id"], by=place.id("owner"), reply=nudge.Reply.NEED_HELP, note="Whom to ask?")
    return asked


def _planned(place: Place) -> Thing:
    """What would go on the next working day: the promise on an idea that nobody answered is past."""
    with clock.at(clock.today() - timedelta(days=60)), place.side.door():
        born = _sent(place, "Key safes")
    day = clock.add_working_days(clock.today(), 1, "england")
    with place.side.door():
        reason = next(one.reason for one in nudge.plan(day=day) if one.reason.idea_id == born.id)
    return {"planned": {"rule": reason.rule.code, "subject": str(reason.subject_id)}}


# --- the desk of triage -----------------------------------------------------------------------------------------------
def _assessed(place: Place) -> Thing:
    """An idea in triage of which a colleague is asked what they think."""
    with place.side.door():
        found = _sent(place)
        triage.ask_assessors(idea=found, people=[place.id("colleague")], by=place.id("lead"))
        return {"ref": found.ref}


def _batch(place: Place) -> Thing:
    """An outcome that was given to two ideas at once, a moment ago."""
    lead = place.people["lead"]
    with place.side.door():
        refs = [_sent(place).ref for _ in range(2)]
        given = triage.give_to_several(
            refs=refs,
            outcome="improve",
            act=lambda found: idea.improve_instead(idea=found, because="It can be put right.", by=lead.id),
            by=lead.id,
            reader=lead.reader,
        )
        return {"batch_id": given.batch_id}


def _reply(place: Place) -> Thing:
    name = f"Thanks {next(_numbers)}"
    with place.side.door():
        return {"code": triage.keep_reply(by=place.id("lead"), name=name, words="Thank you."), "name": name}


def _visitor(place: Place) -> Thing:
    someone = makers.a_person(place.side.id, Role.OBSERVER, name="Rae Moss")
    give_passwords(someone)
    return {"email": someone.email}


def _invited(_place: Place) -> Thing:
    name = f"Kit {next(_numbers)}"
    email = f"{name.replace(' ', '-').lower()}@northmoor.example.org"
    return {"form": {"name": name, "email": email, "roles": ["owner"]}}


def _mail(_place: Place) -> Thing:
    """A letter in the demonstration's mailbox."""
    folder = settings().dev_mailbox
    assert folder
    page = "<!DOCTYPE html><html lang=en><title>Hello</title><h1>Hello</h1></html>"
    (folder / "a-letter.eml").write_text(f"Subject: Hello\nTo: a@example.org\nContent-Type: text/html\n\n{page}\n")
    return {"key": "a-letter"}


def _letter(place: Place, now_is: str = "given_up_at = now(), attempts = 8") -> Thing:
    with directory() as door:
        person = door.get_one(council.Person, place.id("observer"))
        council.send_link(person=person)
    [(made,)] = place.asked(
        f"UPDATE letter SET {now_is} WHERE id = (SELECT id FROM letter WHERE person_id = %s"  # noqa: S608 - constant
        " ORDER BY created_at DESC, id LIMIT 1) RETURNING id",
        place.id("observer"),
    )
    return {"letter_id": made}


def _letter_in_doubt(place: Place) -> Thing:
    return _letter(place, "doubts = 2, handed_at = now(), attempts = 2")


# --- doors without an account ----------------------------------------------------------------------------------------
def _poster(place: Place) -> Thing:
    with place.side.door():
        made = contact.make_poster(
            team="Grounds team", line="What is in the way?", service_id=None, by=place.id("lead")
        )
        return {"number": made.number, "token": contact.token_of(contact.TokenKind.POSTER, made.id)}


def _ended_poster(place: Place) -> Thing:
    made = _poster(place)
    with place.side.door():
        contact.end_poster(poster=contact.poster_numbered(made["number"]), by=place.id("lead"))
    return made


def _contact(place: Place) -> Thing:
    """Somebody without an account, their code, their idea, and what was told of it to anybody."""
    number = _poster(place)["number"]
    with place.side.door():
        poster = contact.the_poster(contact.posters(number=number)[0].id)
        draft = voice.VoiceDraft(problem="We walk back for every key.", name="Sam", way=contact.AnswerWay.CODE)
        made = voice.log_from_poster(poster=poster, draft=draft)
        found = voice.said_by(made)
        told = voice.TellingDraft(asked="What is in the way?", said="The keys.", did="A second board.")
        telling = voice.tell_outside(idea=found, draft=told, by=place.id("lead"))
        token = contact.token_of(contact.TokenKind.CLAIM, made.id)
        return {"ref": found.ref, "token": token, "telling_id": telling.id}


def _submission(place: Place) -> Thing:
    """What a resident has to confirm, at an open door; and an address of nobody yet."""
    opened = _open_doors(place)["form"]
    with place.side.door():
        days = {name: int(opened[name]) for name in ("contact_days", "code_days")}
        texts = dict.fromkeys(("ask_whom", "contact_centre", "report_link", "complaint_link"), "")
        contact.set_doors(choice=contact.DoorChoice(residents=True, **texts, **days), by=place.id("lead"))
        email = f"res-{next(_numbers)}@example.org"
        sent = {"proposal": "", "place": "", "email": email, "may_show": True, "sent_key": None}
        made = contact.submit_words(problem="No bench at the stop.", **sent)
        token = contact.token_of(contact.TokenKind.CONFIRMATION, made)
        return {"council_code": council.here().code, "token": token, "email": f"to-{email}"}


def _open_doors(_place: Place) -> Thing:
    days = str(30 + next(_numbers))
    return {"form": {"residents": "y", "ask_whom": "Priya Nair", "contact_days": days, "code_days": days}}


def _service(place: Place) -> Thing:
    with place.side.door():
        made, into = (council.add_service(name=f"Warm homes {next(_numbers)}", by=place.id("admin")) for _ in range(2))
        return {"service_id": made.id, "grouping_id": made.id, "kinds": "services", "into": into.id}


def _merged_service(place: Place) -> Thing:
    made = _service(place)
    with place.side.door():
        found = {"kind": Grouping.SERVICE, "grouping_id": made["grouping_id"]}
        grouping.merge_grouping(**found, into_id=made["into"], by=place.id("admin"))
    return made


def _place(place: Place) -> Thing:
    with place.side.door():
        made = places.add_place(name=f"Kirkby {next(_numbers)}", by=place.id("admin"))
        return {"grouping_id": made.id, "kinds": "places", "name": made.name}


def _dismissed_step(place: Place) -> Thing:
    with place.side.door():
        council.dismiss_step(step=council.FoundingStep.IMPORT, by=place.id("admin"))
    return {"step": "import"}


def _ended_place(place: Place) -> Thing:
    made = _place(place)
    with place.side.door():
        grouping.end_grouping(kind=Grouping.PLACE, grouping_id=made["grouping_id"], by=place.id("admin"))
    return made


def _export(place: Place) -> Thing:
    with place.side.door():
        made = exchange.ask_for_export(kind=exchange.ExportKind.COUNCIL, by=place.id("admin"), at_once=True)
    exchange.write_export(place.side.id, made, tell=False)
    return {"export_id": made}


def _linked(place: Place) -> Thing:
    """A link between who logged ideas, who keeps and who sponsors them."""
    with place.side.door():
        for title in ("One visit for damp", "Another for mould"):
            idea.comment(idea=_owned(place, title), words="We see this too.", by=place.id("colleague"))
        network.compute()
        reader = council.reader(place.id("lead"))
        [found, *_] = network.network_shown(reader=reader, filters=network.NetworkFilters()).links
    return {"link_id": found.id}


def _meeting(place: Place, *, days: int = 30) -> Thing:
    """A panel with somebody on it, its meeting in some days, and a decision that is asked of it."""
    lead = place.id("lead")
    with place.side.door():
        panel = gate.found_panel(name=f"Panel {next(_numbers)}", by=lead)
        gate.seat(panel=panel, person_id=lead)
        called = gate.call_meeting(panel=panel, on=clock.today() + timedelta(days), place="14:00", by=lead)
        found = _owned(place)
        gate.ask_for_decision(idea=found, gate=Gate.DESIGN, by=lead, panel_id=panel.id)
        asked = gate.pending_request(found.id)
        return {"panel_id": panel.id, "number": called.number, "request": asked.id, "panel": panel.name}


def _policy_draft(place: Place) -> Thing:
    with place.side.door():
        gate.keep_draft(policy=gate.newest_policy(), by=place.id("lead"))
    return {}


def _view(place: Place, *, ended: bool = False) -> Thing:
    with place.side.door():
        kept = view.save_view(page=ViewPage.LIST, asked={"stage": "latent"}, name="Young", by=place.id("author"))
        if ended:
            view.end_view(view=kept)
    return {"view_id": kept.id}


def _tag(place: Place, *, ended: bool = False) -> Thing:
    """A tag on an idea, and another that it could be joined into."""
    numbers, by = (next(_numbers), next(_numbers)), place.id("lead")
    with place.side.door():
        tag.set_tags(idea=_owned(place), names=[f"Winter {number}" for number in numbers], by=by)
        one, other = (each for each in tag.live_tags() if each.name in {f"Winter {number}" for number in numbers})
        if ended:
            tag.end_tag(tag=one, by=by)
    return {"tag_id": one.id, "other": str(other.id)}


def _alike(place: Place) -> Thing:
    """An idea, and another that looks like it."""
    with place.side.door():
        return {"ref": _sent(place).ref, "other": _owned(place).ref}


# --- spreadsheets -----------------------------------------------------------------------------------------------------
SPREADSHEET = "Ref,Project name,Status,Project lead\n{1}T-{0},One gate {0},In progress,Ann Elsewhere\nT-9{0},,Idea,\n"


def _spreadsheet(_: Place) -> Thing:
    """A file to send: each time as it would be read anew."""
    content = SPREADSHEET.format(next(_numbers), "").encode()
    return {"file": lambda: (SentFile(content), "projects.csv")}


def _register(place: Place) -> Thing:
    """A spreadsheet whose first row stands on a line that no other's does."""
    number = next(_numbers)
    content = SPREADSHEET.format(number, number * "\n").encode()
    with place.side.door():
        taken = register.take(file_name="projects.csv", content=content, by=place.id("lead"))
        return {"number": taken.number, "line": number + 2}


def _register_in(place: Place) -> Thing:
    """A spreadsheet of which a row came in."""
    made = _register(place)
    with place.side.door():
        found = register.register(made["number"])
        opened, check = register.look(found)
        register.begin(found, check, opened, by=place.id("lead"))
    register.bring_rows(place.side.id)
    return made


def _team(place: Place) -> Thing:
    """An idea with somebody on its team."""
    with place.side.door():
        found = _owned(place)
        named = capacity.name_member(
            idea=found, role=capacity.TeamRole.MEMBER, person_id=place.id("colleague"), by=place.id("owner")
        )
        return {"ref": found.ref, "member_id": named.id}


def _spare(place: Place) -> Thing:
    """Somebody who may be away, and an owner who may be asked instead."""
    return {"person_id": _member(place)["person_id"], "cover_id": makers.a_person(place.side.id, Role.OWNER).id}


def _covered(place: Place) -> Thing:
    """Somebody who is away, in whose place an owner is asked."""
    made, until = _spare(place), clock.today() + timedelta(days=3)
    with place.side.door():
        council.name_cover(person_id=made["person_id"], cover_id=made["cover_id"], until=until, by=place.id("admin"))
    return made


KINDS: dict[str, Callable[[Place], Thing]] = {
    "view": _view,
    "ended view": functools.partial(_view, ended=True),
    "tag": _tag,
    "alike": _alike,
    "ended tag": functools.partial(_tag, ended=True),
    "spreadsheet": _spreadsheet,
    "register": _register,
    "register in": _register_in,
    "": lambda _: {},
    "idea": _worked_on,
    "later": _asked_for_later,
    "new": _ref(_sent),
    "latent": _ref(_owned),
    "draft": _ref(_draft),
    "filed": _filed,
    "tried": _ref(_tried),
    "parked": _ref(_parked),
    "tried, parked": _ref(_tried_and_parked),
    "back": _ref(_back),
    "woken": _ref(_woken),
    "joined": _ref(_joined),
    "stopped": _ref(_stopped),
    "embedded": _ref(_embedded),
    "old service": functools.partial(_replacing, kind="stops"),
    "award": functools.partial(_replacing, kind="awards"),
    "case": _ref(_case),
    "parked case": _ref(_parked_case),
    **{f"recorded {kind}": _recorded(kind) for kind in RECORDED},
    "assumption": _study(lambda found, by: lesson.assume(idea=found, by=by, believed="People open the door").id),
    "link": _study(lambda found, by: study.add_link(idea=found, by=by, address="https://example.org/report").id),
    "claimed": _claimed,
    "figured": _figured,
    "withdrawn": _withdrawn,
    "recorded case": _recorded_case,
    "our need": _need,
    "their need": functools.partial(_need, theirs=True),
    "answered need": _answered_need,
    "agreed need": functools.partial(_answered_need, agreed=True),
    "method": lambda _: {"method_key": "action-research"},
    "plan step": _plan_step,
    "lesson": _lesson,
    "used lesson": functools.partial(_lesson, used=True),
    "adapted": _adapted,
    "told back": _told_back,
    "trial": _trial,
    "partner's card": _partners_card,
    "looking": _looking,
    "sight": _sight,
    "collaborative": _convened,
    "member of": lambda place: {"code": makers.a_collaborative(place.partner, place.side)},
    "another council": lambda place: {"form": TOGETHER | {"councils": [str(place.partner.id)]}},
    "asked in": _asked_in,
    "asked to join": lambda place: {"code": _asked_in(place, place.partner, place.side)["code"]},
    "noted": _noted,
    "closed together": _closed_together,
    "service": _service,
    "poster": _poster,
    "ended poster": _ended_poster,
    "contact": _contact,
    "submission": _submission,
    "open doors": _open_doors,
    "member": _member,
    "team": _team,
    "spare": _spare,
    "covered": _covered,
    "invitation": _invitation,
    "guest": _guest,
    "proposed": _proposed,
    "guest asked": _guest_asked,
    "guest link": _guest_link,
    "merged service": _merged_service,
    "step": lambda _: {"step": "places"},
    "dismissed step": _dismissed_step,
    "place": _place,
    "ended place": _ended_place,
    "export": _export,
    "reset": _reset,
    "nudge": _asked,
    "stop": _stop,
    "calendar": _calendar,
    "thanked": _thanked,
    "asked": _question,
    "call": _call,
    "planned": _planned,
    "assessed": _assessed,
    "batch": _batch,
    "reply": _reply,
    "visitor": _visitor,
    "invited": _invited,
    "mail": _mail,
    "asset": lambda _: {"filename": next(path.name for path in sorted(ASSETS.glob("*.css")))},
    "letter": _letter,
    "letter in doubt": _letter_in_doubt,
    "policy draft": _policy_draft,
    "linked": _linked,
    "meeting": _meeting,
    "held meeting": functools.partial(_meeting, days=0),
}
