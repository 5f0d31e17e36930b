"""The thread through the product, walked by the people it is made for, in a real browser."""

from __future__ import annotations

import re

import pytest

from bench.chaos.nudges import last_working_moment
from config.broker import jobs_by_broker
from config.settings import settings
from tests import makers
from tests.journeys.conftest import PASSWORD
from tracker import clock, council, idea, nudge
from tracker.later import Job
from tracker.tenancy import directory

pytestmark = pytest.mark.browser

DAMP = "Two officers call about one damp wall, months apart. Tenants wait."


def test_from_a_thought_on_a_phone_to_another_councils_adaptation(two_councils, visit, site):
    """Log, triage, design gate, keep it current, mobilise gate, board, health, publish, adapt, hear of it."""
    ours, theirs = two_councils.ours, two_councils.theirs
    code = makers.a_collaborative(ours, theirs)
    sam, priya, tom = visit(ours.contributor, phone=True), visit(ours.lead), visit(ours.owner)
    ref = _sam_logs_an_idea_on_a_phone(sam)
    _priya_asks_and_sam_answers(priya, sam, ours, ref, site)
    _priya_gives_it_an_owner(priya, sam, ours, ref, site)
    _tom_answers_and_asks_for_a_decision(tom, ref, "design")
    _priya_decides(priya, ref, "design", ours, site)
    _tom_keeps_it_current(tom, ours, ref)
    _tom_answers_and_asks_for_a_decision(tom, ref, "mobilise")
    _priya_decides(priya, ref, "mobilise", ours, site)
    _it_is_on_the_board_with_its_whole_history(priya, ref)
    _the_worker_computes_its_health(priya, ours, ref)
    _priya_publishes_it(priya, ref, code)
    their_ref = _another_council_adapts_it(visit(theirs.lead), ours, code)
    _the_origin_sees_it(priya, ref)
    _its_result_flows_back(visit(theirs.lead), priya, ref, their_ref)


def _sam_logs_an_idea_on_a_phone(sam) -> str:
    sam.follow("Log an idea")
    sam.page.get_by_label("What is the problem, and who has it?").fill(DAMP)
    sam.page.get_by_label("What could we try?").fill("One visit by one person who can order the repair.")
    sam.page.get_by_label("Give it a short name").fill("One visit for damp")
    sam.press("Keep it as a draft for now")
    sam.go("/")
    sam.follow("One visit for damp")
    sam.press("Send my idea")
    ref = re.search(r"[A-Z]+-\d+", sam.page.url).group()
    sam.says("Thank you")
    sam.go(f"/ideas/{ref}")
    return ref


def _priya_asks_and_sam_answers(priya, sam, ours, ref, site) -> None:
    priya.go("/triage")
    priya.says("One visit for damp")
    priya.page.get_by_label("Ask Sam a question").check()
    priya.page.get_by_label("Your words").fill("How many homes is it, a month?")
    priya.press("Send and open the next")
    assert site.letter_to(ours.contributor.email, "question", says="How many homes")
    sam.go(f"/ideas/{ref}")
    sam.page.get_by_label("Your words").fill("About forty.")
    sam.press("Send my answer")
    sam.says("About forty.")


def _priya_gives_it_an_owner(priya, sam, ours, ref, site) -> None:
    priya.go(f"/ideas/{ref}/triage")
    priya.says("About forty.")
    priya.page.get_by_label("Go to the design gate").check()
    priya.page.get_by_label("Owner", exact=True).select_option(label=ours.owner.name)
    priya.page.get_by_label("Your words").fill("Forty a month is worth trying.")
    priya.press("Send and open the next")
    priya.says("goes to its gate")
    assert site.letter_to(ours.contributor.email, "One visit for damp", says="Forty a month")
    assert site.letter_to(ours.owner.email, "", says="One visit for damp")
    sam.go("/")
    sam.says("One visit for damp")


def _tom_answers_and_asks_for_a_decision(tom, ref, stage) -> None:
    tom.go(f"/ideas/{ref}/gates/{stage}")
    tom.go(f"/ideas/{ref}/gates/{stage}/answers")
    for box in tom.page.locator("main textarea").all():
        box.fill("Tenants press for it, and the repairs team.")
    for met in tom.page.get_by_label("Met", exact=True).all():
        met.check()
    for avoided in tom.page.get_by_label("Avoided", exact=True).all():
        avoided.check()
    tom.press("Save, and ask for a decision")
    tom.press("Ask for a decision")
    tom.says("A decision is asked for")


def _priya_decides(priya, ref, stage, ours, site) -> None:
    priya.go("/")
    priya.says("One visit for damp")
    priya.go(f"/ideas/{ref}/gates/{stage}")
    priya.press("Record the decision")
    priya.says("There is a problem")
    priya.page.get_by_label("Go", exact=True).check()
    priya.page.get_by_label("Reasons").fill(f"The need is plain and the {stage} is cheap.")
    if (waiver := priya.page.get_by_label("Why it may go on although this is not met")).is_visible():
        waiver.fill("Small enough to learn on the way.")
    priya.press("Record the decision")
    priya.says(f"Go to {stage}")
    assert site.letter_to(ours.contributor.email, "", says=f"the {stage} is cheap")


def _part(tom, ref, name):
    tom.go(f"/ideas/{ref}/current?part={name}")
    return tom.page.locator(f"form[action$='/current/{name}']")


def _tom_keeps_it_current(tom, ours, ref) -> None:
    form = _part(tom, ref, "sponsor")
    form.get_by_label("Who has the authority to act on it?").select_option(label=ours.sponsor.name)
    form.get_by_label("When did you last speak?").fill(clock.today().isoformat())
    tom.press("Save sponsor")
    form = _part(tom, ref, "claim")
    form.get_by_label("What should get better").fill("Visits for each case of damp")
    form.get_by_label("Who").first.fill("Tenants with damp")
    form.locator("[name=claim-baseline]").fill("2.4")
    form.locator("[name=claim-baseline_date]").fill(clock.today().isoformat())
    form.locator("[name=claim-target]").fill("1")
    tom.press("Save this claim")
    form = _part(tom, ref, "evidence")
    form.locator("[name=evidence-value]").fill("1.6")
    form.locator("[name=evidence-value_on]").fill(clock.today().isoformat())
    form.locator("[name=evidence-note]").fill("Counted from the repairs log.")
    tom.press("Save what I saw")
    form = _part(tom, ref, "risk")
    form.locator("[name=risk-description]").fill("The one person leaves.")
    form.locator("[name=risk-likelihood]").select_option("3")
    form.locator("[name=risk-impact]").select_option("3")
    form.locator("[name=risk-mitigation]").fill("Train a second.")
    tom.press("Save this risk")
    form = _part(tom, ref, "money")
    form.get_by_label("It needs no money").check()
    tom.press("Save the funding")
    form = _part(tom, ref, "extent")
    form.get_by_label("A better way of doing what we already do").check()
    tom.press("Save the size of change")
    form = _part(tom, ref, "involvement")
    form.get_by_label("They design it with us").check()
    tom.press("Save their part")
    tom.says("One visit for damp")


def _it_is_on_the_board_with_its_whole_history(priya, ref) -> None:
    priya.go("/board")
    priya.follow("One visit for damp")
    for words in ("Helen Marsh", "Visits for each case of damp", "The one person leaves", "Train a second"):
        priya.says(words)


def _the_worker_computes_its_health(priya, ours, ref) -> None:
    jobs_by_broker(settings())(Job.COMPUTE_HEALTH, ours.id, {})
    for _ in range(60):
        priya.page.goto(f"{priya.site.url}/portfolio")
        if "has not been worked out yet" not in priya.page.inner_text("main"):
            break
        priya.page.wait_for_timeout(500)
    priya.go("/portfolio")
    priya.says("Not enough to say")
    for part in ("mix", "runway", "evidence", "learning", "sponsorship", "flow", "involvement", "spread"):
        priya.go(f"/portfolio/{part}")
        if part in {"mix", "runway", "evidence", "sponsorship", "involvement"}:
            priya.says("One visit for damp")
    priya.go(f"/ideas/{ref}/health")
    priya.says("Authority")


def _priya_publishes_it(priya, ref, code) -> None:
    priya.go(f"/ideas/{ref}/publish/{code}")
    priya.page.get_by_label("Full", exact=True).check()
    priya.press("Publish the card")
    priya.go(f"/collaboratives/{code}")
    priya.says("One visit for damp")


def _another_council_adapts_it(nia, ours, code) -> str:
    nia.go("/collaboratives")
    nia.follow("Warm homes")
    nia.follow("One visit for damp")
    nia.says(ours.name)
    nia.follow("Adapt this")
    nia.page.locator("[name=kept]").fill("One visit")
    nia.page.locator("[name=changed]").fill("A housing officer goes, not a surveyor")
    nia.page.locator("[name=dropped]").fill("The repair order on the spot")
    nia.page.locator("[name=fits_because]").fill("Our flats are damp too.")
    nia.press("Take it in")
    return re.search(r"[A-Z]+-\d+", nia.page.url).group()


def _the_origin_sees_it(priya, ref) -> None:
    priya.go(f"/ideas/{ref}/lineage")
    priya.says("A housing officer goes, not a surveyor")
    priya.go("/collaboratives")
    priya.says("One visit for damp")


def _its_result_flows_back(nia, priya, ref, their_ref) -> None:
    nia.go(f"/ideas/{their_ref}/adaptation")
    nia.page.get_by_label("It worked in part").check()
    nia.page.locator("[name=result]").fill("Half the visits saved.")
    nia.press("Tell ")
    priya.go(f"/ideas/{ref}/lineage")
    priya.says("Half the visits saved.")


def test_a_nudge_falls_due_goes_out_once_and_is_answered_with_one_press(two_councils, visit, site):
    ours = two_councils.ours
    with clock.at(makers.days_ago(40)):
        ref = makers.an_idea(ours, title="Shared van for repairs", stage=idea.Stage.DESIGN)
    for _ in range(2):
        _look_for_nudges(ours)
    letter = site.letter_to(ours.lead.email, "")
    anybody = visit(None, phone=True)
    anybody.go(re.search(r"http\S+/n/\S+", letter).group())
    anybody.says("Shared van for repairs")
    anybody.press("Still going")
    anybody.go(re.search(r"http\S+/n/\S+", letter).group())
    anybody.says("answered")
    assert site.letters_to(ours.lead.email) == 1
    priya = visit(ours.lead)
    priya.go(f"/ideas/{ref}")
    priya.go("/portfolio/nudges")
    priya.go("/inbox")


def _look_for_nudges(side) -> None:
    """Do what the worker does every hour, on the last working day: at a weekend nobody is nudged."""
    with clock.at(last_working_moment("england")), side.door():
        nudge.find_due()
        nudge.send_due()


def test_stop_with_a_lesson_hold_and_return_work_too(two_councils, visit):
    ours = two_councils.ours
    held = makers.an_idea(ours, title="Evening clinics", stage=idea.Stage.DESIGN)
    priya = visit(ours.lead)
    priya.go(f"/ideas/{held}/gates/mobilise")
    priya.page.get_by_label("Hold until a date").check()
    priya.page.get_by_role("textbox", name="Until").fill("not a day")
    priya.page.get_by_label("Reasons").fill("The budget is set in March.")
    priya.press("Record the decision")
    priya.says("There is a problem")
    assert priya.page.get_by_label("Reasons").input_value() == "The budget is set in March."
    priya.page.get_by_role("textbox", name="Until").fill(clock.today().replace(year=clock.today().year + 1).isoformat())
    priya.press("Record the decision")
    priya.says("Hold")
    priya.go(f"/ideas/{held}/gates/mobilise")
    priya.page.get_by_label("Return to an earlier stage").check()
    priya.page.get_by_label("Reasons").fill("The need changed.")
    priya.page.locator("[name=to_stage]").select_option("latent")
    priya.press("Record the decision")
    priya.says("Return to latent")
    stopped = makers.an_idea(ours, title="Text reminders", stage=idea.Stage.DESIGN)
    priya.go(f"/ideas/{stopped}/gates/mobilise")
    priya.page.get_by_label("Stop", exact=True).check()
    priya.page.locator("[name=stop_reason]").select_option("no_real_need")
    priya.page.locator("[name=lesson]").fill("Ask first how many miss a visit.")
    priya.page.get_by_label("Reasons").fill("Few visits are missed.")
    priya.press("Record the decision")
    priya.says("Stop")
    priya.go(f"/ideas/{stopped}")
    priya.says("Ask first how many miss a visit.")


def test_the_thread_begins_without_a_script_too(two_councils, visit):
    sam = visit(two_councils.ours.contributor, phone=True, script=False)
    page = sam.go("/ideas/new")
    page.get_by_label("What is the problem, and who has it?").fill(DAMP)
    page.get_by_label("What could we try?").fill("One visit.")
    page.get_by_label("Give it a short name").fill("One visit for damp")
    sam.press("Send my idea")
    sam.says("Thank you")


def test_what_is_typed_is_kept_over_a_dropped_connection_and_an_ended_sign_in(two_councils, visit):
    person = two_councils.ours.contributor
    sam = visit(person, phone=True)
    page = sam.go("/ideas/new")
    problem = page.get_by_label("What is the problem, and who has it?")
    problem.fill(DAMP)
    page.get_by_text("Saved at").wait_for()
    draft = page.url
    assert draft.endswith("/edit")
    sam.context.set_offline(True)
    problem.fill(f"{DAMP} Twice.")
    page.get_by_text("no connection").wait_for()
    sam.context.set_offline(False)
    page.get_by_text("Saved at").wait_for()
    with directory():
        council.sign_out_everywhere(person_id=person.id)
    problem.fill(f"{DAMP} Three times.")
    page.get_by_text("You are signed out").wait_for()
    page.close(run_before_unload=False)
    sam.faults.clear()  # what was not there is told to the console, too
    sam.page = sam.context.new_page()
    page = sam.go("/sign-in")
    page.get_by_label("Work email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    sam.press("Sign in")
    page = sam.go(draft)
    sam.says("Something you wrote here was not saved")
    sam.press("Put it back")
    assert page.get_by_label("What is the problem, and who has it?").input_value() == f"{DAMP} Three times."
    page.get_by_text("Saved at").wait_for()
    page.get_by_label("What could we try?").fill("One visit.")
    page.get_by_label("Give it a short name").fill("One visit for damp")
    page.get_by_label("Pictures or files").set_input_files({"name": "damp.txt", "mimeType": "", "buffer": b"Damp."})
    sam.press("Send my idea")
    sam.says("Thank you")
    page = sam.go("/ideas/new")
    assert not page.get_by_text("Something you wrote here was not saved").is_visible()
