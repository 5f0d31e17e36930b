"""Everything that health looks at can be recorded on a page: the best there is, 100, is reached at every stage.

Every fact goes through the form of its page, by who may record it. Each item says on which page that is and by whom.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.exceptions import NotFound

from tests import makers
from tests.browsing import Browser
from tests.reading import Page
from tracker import clock, gate, portfolio
from tracker.council import Role
from tracker.idea import Stage
from tracker.portfolio.models import Triangle
from tracker.portfolio.reference import every_item
from tracker.tenancy import session

SCORED = [stage for stage in Stage if stage is not Stage.LATENT]
SOON = f"{clock.today() + timedelta(days=300):%d/%m/%Y}"
OFFICES = ("finance", "hr", "it", "performance")
AT_GATES = {  # what the items of a stage look at stands at its next gate
    Stage.LATENT: {"q0-1a": "The law.", "q0-1b": "Wards.", "q0-1c": "Costs.", "q0-2a": "We tried.", "q0-2b": "No."},
    Stage.MOBILISE: {"q2-2a": "Two fitters.", "q2-2b": "One more by May."},
    Stage.MAINSTREAM: {"q3-1b": "Helen Marsh and Cllr Reid."},
}


class Recorder:
    """The people around one idea of ours, each at their own browser."""

    def __init__(
        self, world: makers.World, browse: Callable[[makers.Someone], Browser], stage: Stage, *, log: bool = False
    ) -> None:
        self.world, self.stage = world, stage
        self.by = {role: browse(person) for role, person in world.ours.people.items()}
        self.theirs = browse(world.theirs.owner)
        self.ref = self.logged() if log else makers.an_idea(world.ours, stage=stage)

    def logged(self) -> str:
        """An idea that its author sends and the lead sends on, each on their page."""
        said = {"title": "One visit for damp", "problem": "Two officers call.", "proposal": "One visit."}
        ref = self.by["contributor"].post("/ideas/new", said).headers["Location"].split("/")[2]
        goes_on = {"outcome": "gate", "owner_id": str(self.world.ours.owner.id), "words": "Tenants ask for it."}
        self.by["lead"].post(f"/ideas/{ref}/triage", goes_on)
        return ref

    def go(self) -> None:
        """The lead decides that it goes on, on the page of its gate."""
        go = {"word": "go", "because": "It was weighed.", "waiver_because": "The rest is for later."}
        self.by["lead"].post(self.at(f"/gates/{self.stage.next}/decision"), go)
        self.stage = self.stage.next or self.stage

    def at(self, path: str) -> str:
        return f"/ideas/{self.ref}{path}"

    def keep(self, part: str, **fields: str) -> None:
        """Save a part of "keep it current"."""
        sent = {f"{part}-{name}": told for name, told in fields.items()}
        self.by["owner"].post(self.at(f"/current/{part}"), sent)

    def everything(self) -> None:
        """Record everything that any item looks at, each on its page."""
        ours = self.world.ours
        self.keep("since", decided_to_act_on="1 May 2026", trigger="An inspection", trigger_date="2026-04")
        self.keep("sponsor", sponsor_id=str(ours.sponsor.id), on=f"{clock.today():%d/%m/%Y}")
        self.keep(
            "claim",
            indicator="days waiting",
            who_benefits="tenants",
            baseline="9",
            baseline_date="2025-04",
            target="3",
            comparison_group="y",
        )
        self.keep("money", needs="yes", instrument="mainstream_budget", funder="The council", end=SOON, granted="y")
        self.keep("partners", organisation="Age UK", what="Lent a van")
        self.keep("handover", deputy_id=str(ours.lead.id))
        self.keep("thanks", manager="the depot manager", thanks="given", how="A letter")
        self.keep("lesson", lesson="Ask the night shift.", worked="yes")
        self.answered()
        if self.stage is not Stage.LATENT:
            self.tried()

    def tried(self) -> None:
        """What comes once it is past its design gate."""
        self.seen_and_heard()
        self.signed()
        self.shared()
        self.asked()

    def answered(self) -> None:
        """The questions of the next gate."""
        if given := AT_GATES.get(self.stage):
            words = {f"{question}_words": told for question, told in given.items()}
            self.by["owner"].post(self.at(f"/gates/{self.stage.next}/answers"), words)

    def seen_and_heard(self) -> None:
        with self.world.ours.door():
            from tracker import value

            claim = str(value.worth_of(idea=makers.idea_of(self.ref)).claims[0].id)
        self.keep("evidence", claim_id=claim, kind="figure", value="3")
        for kind in ("public_feedback", "user_feedback", "agency_feedback"):
            self.keep("evidence", claim_id=claim, kind=kind, note="It is quicker.")
        self.by["sponsor"].get(self.at(""))

    def signed(self) -> None:
        for office in OFFICES:
            self.keep("sign_offs", office=office, person_id=str(self.world.ours.observer.id))
            self.by["observer"].post(self.at(f"/sign-offs/{office}"), {"word": "signed"})

    def shared(self) -> None:
        code = makers.a_collaborative(self.world.ours, self.world.theirs)
        full = {"publish": "y", "level": "full", "says": "tried"}
        self.by["lead"].post(self.at(f"/publish/{code}"), full)
        adapt = {"title": "Here", "fits_because": "Damp too.", "kept": "The visit", "changed": "Who", "dropped": "No"}
        taken = self.theirs.post(f"/collaboratives/{code}/cards/1/adapt", adapt).headers["Location"].rsplit("/", 1)[-1]
        self.theirs.post(f"/ideas/{taken}/adaptation", {"status": "worked", "result": "Fewer calls."})

    def asked(self) -> None:
        """What people are asked, each what is theirs to answer."""
        with self.world.ours.door():
            asked = {item.key: item.asked_of for item in portfolio.items_of(self.stage) if item.asked_of}
        for role in (Role.OWNER, Role.LEAD, Role.SPONSOR):
            if mine := {key: "4" for key, of in asked.items() if of == role}:
                self.by[str(role)].post(self.at("/health"), mine)

    def triangle(self) -> Any:
        """The triangle as the worker works it out of what changed."""
        with self.world.ours.door():
            portfolio.compute_changed()
            return portfolio.triangle_of(idea_id=makers.idea_of(self.ref).id)


def test_one_idea_is_led_from_latent_to_embedded_at_the_best_score_of_every_stage_through_pages_alone(world, browse):
    of_it = Recorder(world, browse, Stage.LATENT, log=True)
    of_it.everything()
    assert {reading.item.key: reading.value for reading in of_it.triangle().items if reading.value != 4} == {}
    for stage in SCORED:
        of_it.go()
        if stage is Stage.DESIGN:
            of_it.tried()
        else:
            of_it.asked()
        of_it.answered()
        found = of_it.triangle()
        assert (of_it.stage, found.stage) == (stage, stage)
        assert {reading.item.key: reading.value for reading in found.items if reading.value != 4} == {}
        assert (found.score, found.trust, found.weak_links) == (100, 100, {})
        page = of_it.by["contributor"].get(of_it.at("/health")).text
        assert "Health: 100" in page
    with world.ours.door():
        made = gate.decisions_on(makers.idea_of(of_it.ref).id)
        assert [(one.word, one.to_stage) for one in reversed(made)] == [("go", stage) for stage in SCORED]


def test_each_item_names_a_page_that_is_there_and_opens_for_who_keeps_the_idea(app, world, browse):
    pages = {item.page.partition("?")[0] for item in every_item()}
    rules = app.url_map.bind("seedbed.test")
    for page in pages:
        try:
            rules.match(f"/ideas/NOR-1/{page}", method="GET")
        except NotFound:
            pytest.fail(f"no page at {page}")
    assert all(item.by for item in every_item())
    ref = makers.an_idea(world.ours, stage=Stage.DESIGN)
    lead = browse(world.ours.lead)
    parts = {item.page.partition("part=")[2] for item in every_item()} - {""}
    for part in parts:
        assert f'<section class="keep keep--first" id="{part}">' in lead.get(f"/ideas/{ref}/current?part={part}").text


def test_each_item_leads_who_keeps_the_idea_to_its_page_and_nobody_else(world, browse):
    ref = makers.an_idea(world.ours, stage=Stage.MAINSTREAM)
    link = f'href="/ideas/{ref}/current?part=sign_offs#sign_offs"'
    assert browse(world.ours.owner).get(f"/ideas/{ref}/health").text.count(link) == len(OFFICES)
    assert link not in browse(world.ours.contributor).get(f"/ideas/{ref}/health").text


# --- the links --------------------------------------------------------------------------------------------------------
def weak(of_it: Recorder) -> set[str]:
    return set(of_it.triangle().weak_links)


def evidence(of_it: Recorder, value: str) -> None:
    with of_it.world.ours.door():
        from tracker import value as worth

        claim = str(worth.worth_of(idea=makers.idea_of(of_it.ref)).claims[0].id)
    of_it.keep("evidence", claim_id=claim, kind="figure", value=value)


@pytest.fixture
def tried(world, browse) -> Recorder:
    """An idea in mobilise with a sponsor, a claim and its first figure: nothing was ever said to the sponsor."""
    of_it = Recorder(world, browse, Stage.MOBILISE)
    of_it.keep("sponsor", sponsor_id=str(world.ours.sponsor.id))
    of_it.keep("claim", indicator="days waiting", baseline="9", baseline_date="2025-04", target="3")
    evidence(of_it, "5")
    return of_it


def test_the_three_links_are_mended_on_pages(tried):
    assert weak(tried) == {"authority_capacity", "value_authority"}
    tried.by["sponsor"].post(tried.at("/contact"), {"note": "A visit"})
    assert weak(tried) == {"value_authority"}
    tried.by["owner"].get(tried.at(""))
    assert weak(tried) == {"value_authority"}, "the owner is not the sponsor"
    tried.by["sponsor"].get(tried.at(""))
    assert weak(tried) == set()
    evidence(tried, "4")
    assert weak(tried) == {"value_authority"}, "the newest has not been seen"
    tried.by["owner"].post(tried.at("/contact"), {"note": "The figures", "evidence": "y"})
    assert weak(tried) == set()


def test_another_sponsor_has_seen_nothing_yet(world, tried):
    tried.by["sponsor"].get(tried.at(""))
    assert weak(tried) == {"authority_capacity"}
    other = makers.a_person(world.ours.id, Role.SPONSOR, name="Ivo Grant")
    tried.keep("sponsor", sponsor_id=str(other.id))
    assert weak(tried) == {"authority_capacity", "value_authority"}


def test_looking_at_the_evidence_is_no_work_on_the_idea(world, tried):
    with world.ours.door():
        before = makers.idea_of(tried.ref).changed_at
    tried.by["sponsor"].get(tried.at(""))
    tried.by["sponsor"].get(tried.at(""))
    with world.ours.door():
        found = makers.idea_of(tried.ref)
        assert found.changed_at == before
    page = tried.by["owner"].get(tried.at("")).text
    assert page.count("has seen the newest evidence") == 2, "beside the evidence, and once in the history"


def test_there_is_nothing_to_go_through_before_the_first_evidence(world, browse):
    of_it = Recorder(world, browse, Stage.DESIGN)
    of_it.keep("sponsor", sponsor_id=str(world.ours.sponsor.id))
    page = of_it.by["sponsor"].post(of_it.at("/contact"), {"evidence": "y"}, status=200).text
    assert "There was no evidence to go through yet" in page


# --- capacity ---------------------------------------------------------------------------------------------------------
def test_a_deputy_keeps_the_idea_and_hears_no_more_once_somebody_else_is_named(world, browse):
    other = makers.a_person(world.ours.id, Role.OWNER, name="Nia Rees")
    of_it = Recorder(world, browse, Stage.DESIGN)
    deputy = browse(other)
    deputy.get(of_it.at("/current"), status=403)
    of_it.keep("handover", deputy_id=str(other.id))
    deputy.get(of_it.at("/current"))
    assert "Nia Rees" in of_it.by["contributor"].get(of_it.at("")).text
    of_it.keep("handover", plan="In May", on=SOON)
    deputy.get(of_it.at("/current"), status=403)


def test_only_the_person_named_signs_and_is_asked_by_letter(world, browse):
    of_it = Recorder(world, browse, Stage.MAINSTREAM)
    of_it.keep("sign_offs", office="finance", person_id=str(world.ours.observer.id))
    for role in ("owner", "lead", "sponsor"):
        of_it.by[role].get(of_it.at("/sign-offs/finance"), status=403)
    of_it.by["observer"].get(of_it.at("/sign-offs/hr"), status=404)
    signer = of_it.by["observer"]
    assert (
        "Write down the conditions"
        in signer.post(of_it.at("/sign-offs/finance"), {"word": "with_conditions"}, status=200).text
    )
    signer.post(of_it.at("/sign-offs/finance"), {"word": "with_conditions", "note": "Until June"})
    readings = {reading.item.key: reading.value for reading in of_it.triangle().items}
    assert readings["finance"] == 2
    signer.post(of_it.at("/sign-offs/finance"), {"word": "signed"})
    assert {reading.item.key: reading.value for reading in of_it.triangle().items}["finance"] == 4
    with world.ours.door() as door:
        from sqlalchemy import text

        asked = door.execute(text("SELECT to_email, subject FROM letter WHERE template = 'sign_off_asked'")).all()
    assert [(to, of_it.ref in about) for to, about in asked] == [(world.ours.observer.email, True)]


def test_a_promise_of_a_partner_is_kept_or_not_and_a_partnership_ends(world, browse):
    of_it = Recorder(world, browse, Stage.MAINSTREAM)
    with clock.at(clock.today() - timedelta(days=100)):
        of_it.keep("partners", organisation="Age UK", what="A van on Mondays", due_on="1 May 2027")

    def partners() -> int | None:
        return {reading.item.key: reading.value for reading in of_it.triangle().items}["partners"]

    assert partners() == 2
    page = of_it.by["owner"].get(of_it.at("/current?part=partners")).text
    [promise] = re.findall(rf'"(/ideas/{of_it.ref}/commitments/[^"]+)"', page)[:1]
    of_it.by["owner"].post(promise, {"kept": "yes"})
    assert partners() == 4
    assert "They kept it" not in of_it.by["owner"].get(of_it.at("/current?part=partners")).text


def test_what_a_partner_did_or_kept_is_put_right_with_a_reason_and_taken_back(world, browse):
    of_it = Recorder(world, browse, Stage.MAINSTREAM)
    of_it.keep("partners", organisation="Age UK", what="A van on Mondays", due_on="1 May 2027")
    owner = of_it.by["owner"]
    [promise] = re.findall(r'"/ideas/[^"]+/commitments/([^"]+)"', owner.get(of_it.at("/current?part=partners")).text)[
        :1
    ]
    owner.post(of_it.at(f"/commitments/{promise}"), {"kept": "no"})
    at = of_it.at(f"/activities/{promise}")

    def partners() -> str:
        return Page(owner.get(of_it.at("/people")).text).under("partners").words

    assert "not kept" in partners()
    said = {"what": "A van on Mondays", "on": f"{clock.today():%d/%m/%Y}", "due_on": "1 May 2027", "kept": "yes"}
    assert "Say why it is changed" in owner.post(f"{at}/correct", said, status=200).text
    owner.post(f"{at}/correct", {**said, "because": "It came on Tuesday."})
    assert "kept" in partners()
    assert "not kept" not in partners()
    told = Page(owner.get(f"{at}/history").text).words
    assert "not kept" in told
    assert "It came on Tuesday." in told
    wrong = owner.post(f"{at}/correct", {**said, "due_on": "", "because": "None."}, status=200).text
    assert "Only a promise is kept or not" in wrong
    owner.post(f"{at}/withdraw", {"because": "It was another idea."})
    assert "Withdrawn by" in partners()
    owner.post(f"{at}/undo", {})
    assert "Withdrawn by" not in partners()


# --- never an older stage's -------------------------------------------------------------------------------------------
def test_a_triangle_of_the_stage_before_is_shown_nowhere(world, browse):
    of_it = Recorder(world, browse, Stage.DESIGN)
    of_it.everything()
    assert of_it.triangle().stage == Stage.DESIGN
    go = {"word": "go", "because": "It was weighed.", "waiver_because": "Small.", "seen": "1"}
    of_it.by["lead"].post(of_it.at("/gates/mobilise/decision"), go)
    for path in ("", "/health"):
        page = of_it.by["lead"].get(of_it.at(path)).text
        assert "It is done within a minute of a change" in page, path
        assert "Health: 1" not in page, path
    with world.ours.door():
        kept = session().query(Triangle).filter_by(idea_id=makers.idea_of(of_it.ref).id).one()
        assert kept.stage == Stage.DESIGN, "the worker has not come round"
    assert of_it.triangle().stage == Stage.MOBILISE
