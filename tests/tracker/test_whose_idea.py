"""What one may do with this idea where the matrix cannot say it: by a policy, by a lost role, by a name sent along."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tests import makers
from tests.tracker.addresses import address, methods, rules_of, values
from tests.tracker.matrix import MATRIX
from tests.tracker.places import Place, watched
from tests.tracker.things import a_place
from tracker import clock, council, gate, idea, lesson, portfolio, value
from tracker.council import Role
from tracker.idea import Stage
from tracker.tenancy import directory

IN_A_MONTH_DAY = clock.today() + timedelta(days=30)
IN_A_MONTH = f"{clock.today() + timedelta(days=30):%d/%m/%Y}"


@pytest.fixture
def place(database):
    """A council with everybody and real things."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin, watched(admin):
        yield a_place(admin)


def kept(place: Place, ref: str) -> idea.Idea:
    with place.side.door():
        return idea.get(ref=ref, reader=council.reader(place.id("author")))


def has_only(place: Place, who: str, *roles: Role) -> None:
    with place.side.door():
        council.set_roles(person_id=place.id(who), roles=roles, by=place.id("admin"))


# --- who keeps an idea ------------------------------------------------------------------------------------------------
def test_an_owner_who_may_no_longer_own_keeps_nothing(place: Place, browse):
    thing, adapted = place.thing("idea"), place.thing("adapted")
    has_only(place, "owner", Role.SPONSOR)
    before, owner, ref = place.traces(), browse(place.people["owner"]), thing["ref"]
    for path in ("current", "owner", "gates/mobilise/answers", "gates/mobilise/ask"):
        owner.get(f"/ideas/{ref}/{path}", status=403)
        owner.post(
            f"/ideas/{ref}/{path}", {"owner_id": str(place.id("other owner"))}, status=403 if path != "current" else 405
        )
    owner.post(f"/ideas/{ref}/current/extent", {"extent-extent": "radical"}, status=403)
    owner.post(f"/ideas/{ref}/conditions/{thing['condition_id']}", {"note": "Seen."}, status=403)
    owner.post(f"/ideas/{adapted['ref']}/adaptation", {"status": "worked", "result": "Yes."}, status=403)
    assert place.traces() == before
    for path, act in (
        (f"/ideas/{ref}", f"/ideas/{ref}/current?part=risk#risk"),
        (f"/ideas/{ref}/gates/mobilise", f"/ideas/{ref}/gates/mobilise/answers"),
        (f"/ideas/{adapted['ref']}/lineage", f"/ideas/{adapted['ref']}/adaptation"),
    ):
        assert act not in owner.get(path).text


def test_somebody_of_two_roles_may_what_either_may(place: Place, browse):
    ref = place.thing("idea")["ref"]
    has_only(place, "admin", Role.ADMIN, Role.OBSERVER)
    both = browse(place.people["admin"])
    both.get("/council")
    both.get("/portfolio")
    both.get(f"/ideas/{ref}/current", status=403)


def test_who_was_given_an_idea_keeps_it_from_then_on_and_who_had_it_no_longer(place: Place, browse):
    ref = place.fresh("idea")["ref"]
    owner, other = browse(place.people["owner"]), browse(place.people["other owner"])
    owner.post(f"/ideas/{ref}/owner", {"owner_id": str(place.id("other owner")), "note": "Over to you."})
    assert kept(place, ref).owner_id == place.id("other owner")
    owner.get(f"/ideas/{ref}/current", status=403)
    owner.get(f"/ideas/{ref}/owner", status=403)
    other.get(f"/ideas/{ref}/current")


@pytest.mark.parametrize("whom", ["neighbour", "nobody", "somebody who left", "somebody who may not own"])
def test_an_idea_is_given_to_nobody_who_could_not_keep_it(place: Place, browse, whom):
    ref = place.thing("idea")["ref"]
    left = makers.a_person(place.side.id, Role.OWNER, name="Rae Moss")
    with place.side.door():
        council.end_membership(person_id=left.id, by=place.id("admin"))
    chosen = {
        "neighbour": place.partner.owner.id,
        "nobody": uuid4(),
        "somebody who left": left.id,
        "somebody who may not own": place.id("observer"),
    }[whom]
    before = place.traces()
    browse(place.people["lead"]).post(f"/ideas/{ref}/owner", {"owner_id": str(chosen)}, status=422)
    assert place.traces() == before
    assert kept(place, ref).owner_id == place.id("owner")


# --- in touch ---------------------------------------------------------------------------------------------------------
def test_the_sponsor_of_this_idea_records_contact_and_not_once_another_is_named(place: Place, browse):
    ref = place.fresh("idea")["ref"]
    sponsor = browse(place.people["sponsor"])
    sponsor.post(f"/ideas/{ref}/contact", {"on": "", "note": "We met"})
    counted = "SELECT count(*) FROM sponsor_contact WHERE by_id = %s AND note = 'We met'"
    assert place.asked(counted, place.id("sponsor")) == [(1,)]
    lead = browse(place.people["lead"])
    lead.post(f"/ideas/{ref}/current/sponsor", {"sponsor-sponsor_id": str(place.id("other sponsor"))})
    assert kept(place, ref).sponsor_id == place.id("other sponsor")
    sponsor.post(f"/ideas/{ref}/contact", {"on": "", "note": "We met"}, status=403)
    browse(place.people["other sponsor"]).post(f"/ideas/{ref}/contact", {"on": "", "note": "Hello"})
    assert place.asked(counted, place.id("sponsor")) == [(1,)]


# --- deciding ---------------------------------------------------------------------------------------------------------
def test_where_the_policy_says_so_the_sponsor_of_this_idea_decides_and_no_other(place: Place, browse):
    ref = place.fresh("idea")["ref"]
    at, go = f"/ideas/{ref}/gates/mobilise", {"word": "go", "because": "Yes.", "waiver_because": "Small."}
    sponsor, other = browse(place.people["sponsor"]), browse(place.people["other sponsor"])
    assert f"{at}/decision" not in sponsor.get(at).text
    with place.side.door():
        gate.set_policy(rules={"sponsor_decides": True}, by=place.id("lead"))
        gate.move_to_newest_policy(idea=makers.idea_of(ref), by=place.id("lead"))
    assert f"{at}/decision" not in other.get(at).text
    other.post(f"{at}/decision", go, status=403)
    assert f"{at}/decision" in sponsor.get(at).text
    sponsor.post(f"{at}/decision", go)
    assert kept(place, ref).stage is Stage.MOBILISE
    with place.side.door():
        assert gate.decisions_on(kept_id(ref))[0].by_id == place.id("sponsor")


def kept_id(ref: str):
    return makers.idea_of(ref).id


def test_a_condition_is_met_once_by_who_owns_it_and_the_record_says_who(place: Place, browse):
    thing = place.fresh("idea")
    at = f"/ideas/{thing['ref']}/conditions/{thing['condition_id']}"
    colleague = browse(place.people["colleague"])
    colleague.post(at, {"note": " "}, status=200)
    colleague.post(at, {"note": "All nine were asked."})
    with place.side.door():
        [met] = gate.conditions_on(kept_id(thing["ref"]))
    assert (met.met_on, met.met_note) == (clock.today(), "All nine were asked.")
    assert "met already" in colleague.post(at, {"note": "Again."}, status=200).text
    page = browse(place.people["lead"]).get(f"/ideas/{thing['ref']}/decisions/{thing['number']}").text
    assert "All nine were asked." in page
    assert at not in page, "it is not asked for again"


@pytest.mark.parametrize("side", ["neighbour", "nobody"])
def test_a_condition_is_given_to_nobody_elsewhere(place: Place, browse, side):
    ref = place.fresh("idea")["ref"]
    owner = place.partner.owner.id if side == "neighbour" else uuid4()
    sent = {"word": "conditional_go", "because": "Yes.", "waiver_because": "Small."}
    term = {"conditions-0-text": "Ask", "conditions-0-owner_id": str(owner), "conditions-0-due_on": IN_A_MONTH}
    browse(place.people["lead"]).post(f"/ideas/{ref}/gates/mobilise/decision", sent | term, status=422)
    assert kept(place, ref).stage is Stage.DESIGN


# --- what is asked of whom --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "answered"),
    [
        ("idea", {"lead": {"structure"}, "sponsor": {"risk_accepted"}}),
        ("tried", {"lead": {"processes"}, "owner": {"team", "systems"}}),
    ],
)
def test_an_item_is_answered_by_the_person_of_this_idea_whom_it_asks_and_by_no_other(place, browse, kind, answered):
    asked = {item.key: "3" for stage in Stage for item in portfolio.items_of(stage)}
    for who in sorted(place.people):
        ref = place.fresh(kind)["ref"]
        browse(place.people[who]).post(f"/ideas/{ref}/health", asked, status=303 if who in answered else 200)
        with place.side.door():
            found = portfolio.answers_on(idea_id=kept_id(ref))
        assert set(found) == answered.get(who, set()), who
        assert {one.by_id for one in found.values()} <= {place.id(who)}


def test_evidence_is_recorded_on_a_claim_of_this_idea_alone(place: Place, browse):
    ours, another = place.fresh("idea")["ref"], place.fresh("idea")["ref"]
    with place.side.door():
        made = value.claim(idea=makers.idea_of(another), by=place.id("owner"), indicator="Visits")
    before = place.traces()
    sent = {"evidence-claim_id": str(made.id), "evidence-note": "Fewer visits.", "evidence-kind": "account"}
    browse(place.people["owner"]).post(f"/ideas/{ours}/current/evidence", sent, status=422)
    assert place.traces() == before


def test_the_reason_of_a_decision_is_taken_away_by_nobody(place: Place, browse):
    ref = place.fresh("idea")["ref"]
    with place.side.door():
        said = idea.story(ref=ref, reader=place.people["lead"].reader).messages
        outcome = next(one for one in said if one.kind == "outcome")
    lead = browse(place.people["lead"])
    lead.post(f"/ideas/{ref}/messages/{outcome.id}/redact", status=403)
    page = lead.get(f"/ideas/{ref}").text
    assert outcome.text in page
    assert f"/messages/{outcome.id}/redact" not in page


def test_the_author_is_asked_and_others_may_only_comment(place: Place, browse):
    ref = place.fresh("new")["ref"]
    with place.side.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Which street?", by=place.id("lead"))
    for who in ("author", "colleague", "owner", "lead"):
        page = browse(place.people[who]).get(f"/ideas/{ref}").text
        assert ("Send my answer" in page, "Add a comment" in page) == (
            (True, False) if who == "author" else (False, True)
        )
    browse(place.people["author"]).post(f"/ideas/{ref}/messages", {"words": "The high street.", "answer": "y"})
    with place.side.door():
        said = idea.story(ref=ref, reader=place.people["lead"].reader).messages
        assert [one.kind for one in said] == ["question", "answer"]


# --- a council's last admin, a person's own things --------------------------------------------------------------------
def test_what_one_may_is_asked_anew_with_every_page(place: Place, browse):
    lead = browse(place.people["lead"])
    lead.get("/triage")
    has_only(place, "lead", Role.OBSERVER)
    lead.get("/triage", status=403)
    with directory():
        assert council.places_of(place.id("lead"))[0].id == place.side.id


def test_the_last_contact_is_the_newest_day_whatever_was_told_last(world):
    side, ref = world.ours, makers.an_idea(world.ours, stage=Stage.MOBILISE)
    days = [clock.today() - timedelta(days=ago) for ago in (4, 2, 7)]
    with side.door():
        found = makers.idea_of(ref)
        idea.name_sponsor(idea=found, by=side.lead.id, person_id=side.sponsor.id)
        for day in days:
            idea.record_contact(idea=found, on=day, by=side.owner.id)
        assert found.last_contact == days[1]
        [row] = [row for row in idea.sponsored_by_query(reader=side.sponsor.reader).answer() if row.ref == ref]
        assert row.last_contact == days[1]


# --- for the author, to a keeper, of a report -------------------------------------------------------------------------
def test_only_the_author_answers_for_the_author(place: Place, browse):
    ref = place.fresh("idea")["ref"]
    with place.side.door():
        idea.ask_author(idea=makers.idea_of(ref), question="Which streets?", by=place.id("lead"))
    for who in ("lead", "owner", "colleague"):
        page = browse(place.people[who]).post(f"/ideas/{ref}/messages", {"words": "All.", "answer": "y"}, status=200)
        assert "Its author alone answers a question to them" in page.text
        assert "All." in page.text, "what was written is kept"
    answered = "SELECT count(*) FROM message WHERE kind = 'answer' AND by_id = %s"
    browse(place.people["author"]).post(f"/ideas/{ref}/messages", {"words": "Two of them.", "answer": "y"})
    assert place.asked(answered, place.id("author")) == [(1,)]
    assert [place.asked(answered, place.id(who)) for who in ("lead", "owner", "colleague")] == [[(0,)]] * 3


@pytest.mark.parametrize("who", ["observer", "sponsor", "author", "admin"])
def test_an_idea_is_handed_to_nobody_who_may_not_keep_it_whatever_hands_it_over(place: Place, who):
    ref = place.fresh("idea")["ref"]
    with place.side.door():
        with pytest.raises(idea.Refused, match="may not keep ideas here") as told:
            idea.assign_owner(idea=makers.idea_of(ref), owner_id=place.id(who), by=place.id("lead"))
        assert told.value.field == "owner_id"
        assert makers.idea_of(ref).owner_id == place.id("owner")


TOLD_IN_A_REPORT = sorted(
    endpoint
    for endpoint, row in MATRIX.items()
    if not endpoint.startswith(("publications.", "nudges."))  # sharing it changes nothing of it, and it is never nudged
    and any(on.post for on in row.on)
)


def test_a_case_of_a_report_is_changed_by_no_form(app, place: Place, browse):
    case, lead, tried = place.thing("case"), browse(place.people["lead"]), 0
    for endpoint in TOLD_IN_A_REPORT:
        rules = [rule for rule in rules_of(app, endpoint) if "ref" in rule.arguments and "POST" in methods(rule)]
        for on, rule in itertools.product(MATRIX[endpoint].on, rules):
            thing = place.thing(on.thing) | {"ref": case["ref"]}
            send = dict(on.send(thing) if callable(on.send) else on.send)
            before = place.traces()
            answer = lead.client.post(
                address(app, rule, values(rule, thing | on.at)), data={"csrf_token": lead.token(), **send}
            )
            assert answer.status_code in {200, 303, 403, 404, 409, 422}, (endpoint, answer.status_code)
            assert place.traces() == before, endpoint
            tried += 1
    assert tried > len(TOLD_IN_A_REPORT) // 2


ACTS = {
    "idea.park": lambda case, by: idea.park(idea=case, until=IN_A_MONTH_DAY, because="Later.", by=by),
    "idea.name_sponsor": lambda case, by: idea.name_sponsor(idea=case, name="The mayor of now", by=by),
    "idea.assign_owner": lambda case, by: idea.assign_owner(idea=case, owner_id=by, by=by),
    "idea.comment": lambda case, by: idea.comment(idea=case, words="Is it so?", by=by),
    "lesson.write_lesson": lambda case, by: lesson.write_lesson(idea=case, lesson="Begin small", worked="yes", by=by),
}


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_case_of_a_report_is_changed_by_no_act(place: Place, act):
    ref, before = place.thing("case")["ref"], place.traces()
    with pytest.raises(idea.Refused, match="report"), place.side.door():
        ACTS[act](makers.idea_of(ref), place.id("lead"))
    assert place.traces() == before
