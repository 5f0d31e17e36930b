"""The library: methods by purpose, stage and four factors; the plan of an idea; lessons that others used."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import makers
from tests.reading import Page
from tracker import clock, collaborative, gate, idea, lesson, method, tag
from tracker import place as places
from tracker.collaborative import CardField, Choice, Level
from tracker.council import Role
from tracker.gate import Gate, Word
from tracker.idea import Stage
from tracker.method import FitFactor, Purpose

STEP = {"phase": "Find out", "method": "action-research", "state": "planned", "note": "On two wards."}


def names(chosen) -> list[str]:
    return [one.method.name for one in chosen]


def test_every_method_of_the_sources_is_there_once_and_says_when_it_fits():
    found = method.methods()
    assert len(found) == 78
    assert [one.name for one in found.values()] == sorted((one.name for one in found.values()), key=str.casefold)
    for one in found.values():
        assert one.stages, one.key
        assert all(set(one.fits[factor]) <= set(method.FIT_ANSWERS[factor]) for factor in FitFactor), one.key
        assert all(one.fits[factor] for factor in FitFactor), one.key


def test_the_chooser_puts_first_what_no_answer_speaks_against_and_leaves_no_method_of_the_purpose_out():
    asked = {FitFactor.URGENCY: "months", FitFactor.KNOWN: "little"}
    found = method.choose(purpose=Purpose.EVALUATE, stage=Stage.MOBILISE, answers=asked)
    closest = ["Action research", "Parallel trials with one target", "User-defined outcome measures"]
    assert names(found.closest) == closest
    assert "Before and after cohort study with police data" in names(found.further)
    assert [one.name for one in found.elsewhere] == ["Independent evaluation by universities"]
    of_purpose = [one for one in method.methods().values() if one.purpose is Purpose.EVALUATE]
    assert len(found.closest) + len(found.further) + len(found.elsewhere) == len(of_purpose) == 7
    [first] = [one for one in found.further if one.method.key.startswith("before")]
    assert first.differs == [(FitFactor.URGENCY, "months"), (FitFactor.KNOWN, "little")]


def test_the_page_of_the_library_keeps_what_was_asked_and_says_that_it_is_advice(world, browse):
    reader = browse(world.ours.contributor)
    page = Page(reader.get("/library?purpose=evaluate&stage=mobilise&urgency=months&known=nonsense&q=wards").text)
    assert "No method of the library fits all of that." in page.words
    page = Page(reader.get("/library?purpose=evaluate&stage=mobilise&urgency=months&known=little").text)
    for told in (
        "Suits: change is due within months, and little is known about what works.",
        "Less so where change is due within months",
        "of 78, in alphabetical order",
        "never proof that a method will work",
        "no use known yet",
    ):
        assert told in page.words, told
    assert page.links["Action research"] == "/library/action-research"
    reader.get("/library/no-such-method", status=404)


def test_a_plan_takes_methods_skips_with_a_reason_and_keeps_what_was_said_and_withdrawn(world, browse):
    ours, owner = world.ours, browse(world.ours.owner)
    ref = makers.an_idea(ours, stage=Stage.MOBILISE)
    at = f"/ideas/{ref}/plan"
    wrong = owner.post(f"{at}/new", {**STEP, "phase": "", "state": "skipped"}, status=200).text
    assert ("Name the phase" in wrong, "Say why" in wrong, "On two wards." in wrong) == (True, True, True)
    owner.post(f"{at}/new", STEP, status=303)
    assert "stands in this phase already" in owner.post(f"{at}/new", STEP, status=200).text
    owner.post(f"{at}/new", {"phase": "Hand over", "state": "planned"}, status=303)
    change = Page(owner.get(at).text).links["Change Action research"]
    owner.post(change, {**STEP, "state": "done", "note": "The rota changed twice."}, status=303)
    skipped = {**STEP, "method": "community-wide-trial", "state": "skipped", "because": "Two wards are enough."}
    owner.post(f"{at}/new", skipped, status=303)
    told = Page(browse(ours.observer).get(at).text).words
    for words in (
        "Done. The rota changed twice.",
        "planned. On two wards.",
        "Skipped. “Two wards are enough.”",
        "Hand over Nothing is picked yet.",
    ):
        assert words in told, words
    uses = Page(browse(ours.contributor).get("/library/action-research").text).words
    assert "phase “Find out” One visit for damp Done" in uses
    counted = Page(browse(ours.contributor).get("/library?purpose=evaluate").text).words
    assert "used in 1 idea" in counted
    assert counted.count("used in 1") == 1, "what was skipped is not used"
    owner.post(change, {**STEP, "state": "withdrawn", "because": "It was the other idea."}, status=303)
    told = Page(owner.get(at).text).words
    assert "Withdrawn Find out: Action research “It was the other idea.”" in told
    assert "In no plan yet" in browse(ours.lead).get("/library/action-research").text
    owner.get(change, status=404)
    assert "Plan, phase “Find out”: Action research, withdrawn." in Page(owner.get(f"/ideas/{ref}").text).words


def test_who_may_not_see_an_idea_learns_nothing_of_its_plan_and_another_council_only_what_its_card_shows(world, browse):
    ours, theirs = world.ours, world.theirs
    secret, shown = makers.an_idea(ours, title="Under wraps"), makers.an_idea(ours, title="In the open")
    code = makers.a_collaborative(ours, theirs)
    with ours.door():
        for ref in (secret, shown):
            found = makers.idea_of(ref)
            method.say_step(idea=found, by=ours.owner.id, phase="Try", method="time-bank", note="In two halls")
            lesson.write_lesson(idea=found, by=ours.owner.id, lesson=f"Taught by {ref}.")
        makers.idea_of(secret).audience = idea.Audience.CONFIDENTIAL
    colleague = browse(makers.a_person(ours.id, Role.CONTRIBUTOR))
    page, count = colleague.get("/library/time-bank").text, Page(colleague.get("/library?purpose=engage").text).words
    assert ("In the open" in page, "Under wraps" in page, f"Taught by {secret}." in page) == (True, False, False)
    assert "used in 1 idea" in count
    other = browse(theirs.lead)
    assert "In no plan yet" in other.get("/library/time-bank").text
    assert "No card of another council" in other.get("/library/lessons/elsewhere").text
    with ours.door():
        choice = Choice(Level.FULL, frozenset({CardField.PLAN, CardField.LESSONS}))
        to = collaborative.get(code)
        card = collaborative.publish(idea=makers.idea_of(shown), collaborative=to, choice=choice, by=ours.lead.id)
        number = card.number
    page = other.get("/library/time-bank").text
    assert ("In the open" in page, "In two halls" in page, "Under wraps" in page) == (True, True, False)
    assert "In two halls" in other.get(f"/collaboratives/{code}/cards/{number}").text
    ref = makers.an_idea(theirs, title="Ours, then")
    use = Page(other.get("/library/lessons/elsewhere?q=taught").text).links[f"We used this: Taught by {shown}."]
    other.post(use, {"ref": ref}, status=303)
    assert "used here in 1 idea" in Page(other.get("/library/lessons/elsewhere").text).words
    with ours.door():
        [card] = collaborative.cards(collaborative.get(code))
        collaborative.withdraw(card=card, collaborative=collaborative.get(code), by=ours.lead.id, because="Enough")
    assert "In the open" not in other.get("/library/time-bank").text
    other.get(use, status=404)
    assert f"Taught by {shown}." in other.get(f"/ideas/{ref}/plan").text, "what was used stays with who used it"


def test_a_lesson_counts_once_for_each_idea_that_used_it_until_that_is_taken_back(world, browse):
    ours, lead = world.ours, browse(world.ours.lead)
    taught, other = makers.an_idea(ours, title="Taught"), makers.an_idea(ours, title="Learnt")
    stop = {"stop_reason": gate.StopReason("no_real_need"), "lesson": "Count them first."}
    makers.a_decision(ours, taught, Word.STOP, at=Gate.DESIGN, **stop)
    use = Page(lead.get("/library/lessons").text).links["We used this: Count them first."]
    assert "taught it itself" in lead.post(use, {"ref": taught}, status=200).text
    assert "No idea here has that number" in lead.post(use, {"ref": "NOR-999"}, status=200).text
    lead.post(use, {"ref": other.lower()}, status=303)
    assert "noted already" in lead.post(use, {"ref": other}, status=200).text
    assert "used in 1 other idea" in Page(browse(ours.contributor).get("/library/lessons").text).words
    plan = f"/ideas/{other}/plan"
    assert "“Count them first.”" in Page(lead.get(plan).text).words
    lead.post(use.replace("/library/lessons", f"{plan}/lessons").replace("/used", "/back"), {}, status=303)
    assert "used in 1" not in Page(lead.get("/library/lessons").text).words
    assert "None is noted." in lead.get(plan).text
    lead.post(use, {"ref": other}, status=303)


def test_who_else_works_on_this_is_told_by_place_and_tag_across_services_to_who_may_see_it(world, browse):
    ours = world.ours
    refs = {title: makers.an_idea(ours, title=title) for title in ("Damp", "Mould", "Chess", "Under wraps")}
    with ours.door():
        place = places.add_place(name="Mill Ward", by=ours.lead.id)
        for title in ("Damp", "Mould", "Under wraps"):
            places.set_places(idea=makers.idea_of(refs[title]), place_ids=[place.id], by=ours.owner.id)
        makers.idea_of(refs["Under wraps"]).audience = idea.Audience.CONFIDENTIAL
        tag.set_tags(idea=makers.idea_of(refs["Damp"]), names=["Cold homes"], by=ours.owner.id)
        tag.set_tags(idea=makers.idea_of(refs["Mould"]), names=["Cold homes"], by=ours.owner.id)
    told = Page(browse(makers.a_person(ours.id, Role.CONTRIBUTOR)).get(f"/ideas/{refs['Damp']}/plan").text).words
    assert "Both name Cold homes, Mill Ward." in told
    assert ("Mould" in told, "Chess" in told, "Under wraps" in told) == (True, False, False)


def test_a_stopped_idea_is_picked_up_elsewhere_with_lineage_where_its_council_agreed_and_no_longer(world, browse):
    ours, theirs = world.ours, world.theirs
    lead, other = browse(ours.lead), browse(theirs.lead)
    code, at = makers.a_collaborative(ours, theirs), "/library/stopped/elsewhere"
    refs = {title: makers.an_idea(ours, title=title) for title in ("Robot", "Taxi")}
    for title, ref in refs.items():
        stop = {"stop_reason": gate.StopReason("provider_failed"), "lesson": f"Ask about the {title} first."}
        makers.a_decision(ours, ref, Word.STOP, at=Gate.DESIGN, **stop)
    assert "lets a stopped idea be picked up yet" in other.get(at).text
    lead.post(f"/ideas/{refs['Robot']}/archive", {"given": "yes"}, status=303)
    page = Page(other.get(f"{at}?reason=provider_failed&q=robot").text)
    for told in ("Robot", "“Ask about the Robot first.”", "Provider failed", "in latent"):
        assert told in page.words, told
    assert "Taxi" not in Page(other.get(at).text).words
    assert "No stopped idea fits" in other.get(f"{at}?reason=no_leadership").text
    assert "Robot" not in Page(browse(makers.a_side().lead).get(at).text).words
    assert "No cards yet" in other.get(f"/collaboratives/{code}").text, "it is on no board"
    fit = {"title": "Robot, here", "fits_because": "Another firm.", "kept": "The cart", "changed": "The firm"}
    took = other.post(page.links["Pick up from here: Robot"], fit, status=303)
    ref = took.headers["Location"].rsplit("/", 1)[-1]
    assert "Robot" in Page(other.get(f"/ideas/{ref}/lineage").text).words
    assert "has taken Robot" in Page(lead.get("/collaboratives").text).words.replace("“", "").replace("”", "")
    assert f"Picked up by us: {ref}, trying" in Page(other.get(at).text).words
    with ours.door():
        gate.reopen(idea=makers.idea_of(refs["Robot"]), because="The firm is back.", by=ours.lead.id)
    assert "Robot" not in Page(other.get(at).text).words
    with theirs.door():
        assert collaborative.origin_of(makers.idea_of(ref)).number is None, "its card is taken back"
    lead.post(f"/ideas/{refs['Taxi']}/archive", {"given": "yes"}, status=303)
    assert "Taxi" in Page(other.get(at).text).words
    lead.post(f"/ideas/{refs['Taxi']}/archive", {"given": "no"}, status=303)
    assert "Taxi" not in Page(other.get(at).text).words


# --- an idea that was stopped, where its council works with others ----------------------------------------------------
STOPPED = {"stop_reason": gate.StopReason("provider_failed"), "lesson": "Ask about the firm first."}


def _closed(side, code: str) -> None:
    with side.door():
        told = {"came_of_it": "Little.", "learned": "Much.", "goes_on": "Nothing."}
        collaborative.close(collaborative=collaborative.get(code), by=side.lead.id, **told)


def _card(side, code: str, ref: str, choice: Choice | None = None) -> collaborative.Publication:
    """A card that a lead published, or as it stands now."""
    with side.door():
        found, to = makers.idea_of(ref), collaborative.get(code)
        if choice:
            collaborative.publish(idea=found, collaborative=to, choice=choice, by=side.lead.id, health={"score": 0.5})
        return collaborative.publication_in(found, to)


def test_an_idea_is_stopped_let_go_and_reopened_whatever_closed_its_council_is_in_besides(world, browse):
    ours, lead, other = world.ours, browse(world.ours.lead), browse(world.theirs.lead)
    ref, code, closed = makers.an_idea(ours), *(makers.a_collaborative(ours, world.theirs) for _ in range(2))
    _card(ours, closed, other_ref := makers.an_idea(ours), Choice(Level.FULL, frozenset({CardField.STOP})))
    _closed(ours, closed)
    for each in (ref, other_ref):
        stop = {"word": "stop", "because": "Enough.", "stop_reason": "provider_failed", "lesson": "Ask first."}
        lead.post(f"/ideas/{each}/gates/design/decision", {**stop, "archive_consent": "y"}, status=303)
        lead.post(f"/ideas/{each}/archive", {"given": "no"}, status=303)
        lead.post(f"/ideas/{each}/archive", {"given": "yes"}, status=303)
    assert _card(ours, closed, ref) is None, "nothing new comes into what is closed"
    assert _card(ours, code, ref).for_archive
    assert "stop" in _card(ours, closed, other_ref).shown
    assert "Provider failed" in Page(other.get("/library/stopped/elsewhere").text).words
    for each in (ref, other_ref):
        with ours.door():
            gate.reopen(idea=makers.idea_of(each), because="The firm is back.", by=ours.lead.id)
    assert "stop" not in _card(ours, closed, other_ref).shown
    assert _card(ours, code, ref) is None


@pytest.mark.parametrize("level", list(Level))
def test_a_card_that_a_lead_published_says_why_an_idea_was_stopped_while_it_may_be_taken_up_and_else_stays(
    world, browse, level
):
    ours, lead, other = world.ours, browse(world.ours.lead), browse(world.theirs.lead)
    elsewhere, code = "/library/stopped/elsewhere", makers.a_collaborative(ours, world.theirs)
    ref = makers.an_idea(ours)
    deputy = makers.a_person(ours.id, Role.LEAD, name="Dep Uty")
    waived = collaborative.Statement(proven=True, waiver="An audit says so.")
    chosen = frozenset({CardField.PROPOSAL, CardField.STOP, CardField.HEALTH})
    before = _card(ours, code, ref, Choice(level, chosen, ("One visit",), waived))
    makers.a_decision(ours, ref, Word.STOP, at=Gate.DESIGN, **STOPPED)
    assert "stop" not in _card(ours, code, ref).shown, "its council did not agree"
    assert "picked up yet" in Page(other.get(elsewhere).text).words
    with clock.at(clock.now() + timedelta(days=3)):
        browse(deputy).post(f"/ideas/{ref}/archive", {"given": "yes"}, status=303)
    card = _card(ours, code, ref)
    assert card.shown["stop"]["reason"] == "provider_failed"
    assert (card.level, card.by_id, card.parts, card.health) == (level, ours.lead.id, before.parts, before.health)
    assert card.shown["saying"] == before.shown["saying"]
    assert "“Ask about the firm first.”" in Page(other.get(elsewhere).text).words
    lead.post(f"/ideas/{ref}/archive", {"given": "no"}, status=303)
    assert "Ask about the firm" not in str(_card(ours, code, ref).shown)
    assert "picked up yet" in Page(other.get(elsewhere).text).words
