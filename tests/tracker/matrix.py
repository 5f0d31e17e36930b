"""Who may open what: every route of the product, by endpoint, with one exact status for each person and method.

A row says which roles the screen is for (or ANYONE, SIGNED_IN) and what it is tried on. Each `On` names a thing of
tests/tracker/things.py, whose identifiers fill the address, and what everybody gets: those named by their status, a
person who is not named 403, and somebody who is not signed in is led to sign in. `send` is a form that is in order.
A route without a row here fails the suite.
"""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

from tests.tracker.cast import (
    ADMIN,
    ALL,
    ALL_SIGNED_IN,
    ALL_WRITERS,
    ANYONE,
    AUTHOR,
    COLLEAGUE,
    EVERYONE,
    GUEST,
    GUESTS,
    KEEPERS,
    KEEPS,
    LEAD,
    NOBODY,
    OBSERVER,
    OPERATOR,
    OWNERS,
    READERS,
    RUNS,
    SEE_THE_WHOLE,
    SIGNED_IN,
    SPONSOR,
    WHOEVER,
    WRITERS,
    On,
    Row,
    row,
)
from tracker import clock, gate, portfolio
from tracker.gate import Gate, QuestionKind
from tracker.idea import Stage

IDEA = {"title": "Two visits for damp", "problem": "Two officers call.", "proposal": "One visit.", "version": "1"}
ADAPT = {"title": "Here", "fits_because": "Damp too.", "kept": "The visit", "changed": "Who", "dropped": "Nothing"}
TRIAL = {
    "title": "Damp in one visit",
    "target": "Half the days to a repair.",
    "indicator": "days to the repair",
    "unit": "days",
    "starts_on": "1 March 2026",
    "ends_on": "31 December 2026",
}
FOLLOWED_UP = {"baseline": "no", "value": "8", "on": f"{clock.today():%d/%m/%Y}"}
LATER = {"day": f"{clock.today() + timedelta(days=20):%d/%m/%Y}", "because": "They are on leave."}


def COVER(of):  # noqa: N802 - named like the other forms
    """Somebody else who is asked, until a day."""
    return {"cover_id": str(of["cover_id"]), "until": LATER["day"]}


GO = {"word": "go", "because": "It was weighed.", "waiver_because": "Small enough to try."}
QUESTION = next(one.id for one in gate.asked_at(Gate.MOBILISE) if one.kind is QuestionKind.QUESTION)
OWN_QUESTION = {"own_text": "Who pays?", "own_corner": "value", "own_kind": "question", "own_how": "asked"}
DRAFTED_POLICY = {"level": "0", "decides": "lead", "days": "10", **OWN_QUESTION} | {
    name: value
    for one in gate.asked_at(Gate.DESIGN)
    if not one.every_gate
    for name, value in ((f"how-{one.id}", "asked"), (f"text-{one.id}", one.text))
}
ANSWERS = {item.key: "3" for stage in Stage for item in portfolio.items_of(stage)}
SHIELDED = f"{clock.today() + timedelta(90):%d/%m/%Y}"
MIGHT_KEEP = OWNERS | SPONSOR | {"other sponsor"}
REVIEWED = {"q4-1a_words": "We talk about risk.", "improvement": "7", "innovation": "3", "lesson": "Name a deputy."}
WHY = {"because": "It was the other day."}
RISK = {"description": "Nobody comes at all", "likelihood": "2", "impact": "2", "mitigation": "Ask"}
BLOCKED = {
    "rule": "Two signatures on every order",
    "whose": "Finance",
    "harm": "A repair waits nine days.",
    "ask": "One signature",
    "asked_of": "The head of finance",
    "needed_by": LATER["day"],
}
POSTS = {"post": "Night warden", "change": "ended"}
UNION = {"union_name": "Unison", "told": "Two posts end."}
LINE = {"line": "A trial in two blocks.", "speaker": "Head of housing"}
TOGETHER = {
    "name": "Warm rooms",
    "shared_target": "Halve the second visits",
    "ends_on": f"{clock.today() + timedelta(days=300):%d/%m/%Y}",
}
NOTED = {"kind": "research", "title": "Damp, plainly told", "address": "https://example.org/damp"}
CLOSING = {"came_of_it": "Half the visits.", "learned": "Go with a tenant.", "goes_on": "We keep it."}
CHECK = OWNERS - {"owner"} | SPONSOR | OBSERVER | {"other sponsor"}  # all who may, but who claimed it
GAIN = {"description": "Fewer visits", "category": "own_organisation", "benefit_class": "cash_releasing"}
QUARTER = {"starts_on": "1 April 2020", "ends_on": "30 June 2020", "forecast": "10"}
HOURS = {"granted_to": "The warden", "granted_by": "Her head of service", "hours_a_week": "3.5"}
PUT_RIGHT = (
    ("claims", KEEPS, {"indicator": "Days waiting", "target": "1", **WHY}),
    ("evidence", KEEPS, {"value": "5", "kind": "figure", **WHY}),
    ("funding", KEEPS, {"funder": "Another fund", **WHY}),
    ("contacts", KEEPS | SPONSOR, {"on": f"{clock.today():%d/%m/%Y}", "note": "A call", **WHY}),
    ("risks", KEEPS, {**RISK, **WHY}),
    ("benefits", KEEPS, {**GAIN, "description": "Diesel", **WHY}),
    ("blockers", KEEPS, {**BLOCKED, "rule": "One signature", "verdict": "", **WHY}),
    ("posts", KEEPS, {**POSTS, "post": "Day warden", **WHY}),
    ("unions", KEEPS, {**UNION, "told": "One post ends.", **WHY}),
    ("lines", KEEPS, {**LINE, "line": "We try it.", **WHY}),
    ("periods", KEEPS, {**QUARTER, "actual": "12", **WHY}),
    ("hours", KEEPS, {**HOURS, "hours_a_week": "2", **WHY}),
    ("activities", KEEPS, {"what": "Lent us the hall twice.", **WHY}),
)


class SentFile(BytesIO):
    """A file that can be sent again: whoever closes it finds it open, at its beginning."""

    def close(self) -> None:
        self.seek(0)


A_FILE = {"files": (SentFile(b"The lounge is loud."), "lounge.txt")}
ASKED_GUEST = {"name": "Nia Rees", "body": "Age Concern", "email": "nia@charity.example.org"}
VOICE = {"problem": "Eleven gates, one key board.", "proposal": "A second board."}
POSTER = {"team": "Grounds team", "line": "What gets in the way of your work?"}
TELLING = {"asked": "What is it like to report a light?", "said": "I forget.", "did": "We try a button in the cab."}
REPORTED = {"quarter": "2020-q1"}
PAPER = row(ANYONE, On(get={200: WHOEVER}))

MATRIX: dict[str, Row] = {
    # --- without an account -------------------------------------------------------------------------------------------
    "static": row(ANYONE, On("asset", get={200: WHOEVER})),
    "papers.privacy": PAPER,
    "papers.accessibility": PAPER,
    "papers.cookies": PAPER,
    "operations.healthz": PAPER,
    "operations.readyz": PAPER,
    "metrics.show": row(
        ANYONE, On(get={404: WHOEVER})
    ),  # a program's, with a token that most installations have not set
    "gallery.show": row(ANYONE, On(get={200: WHOEVER}, post={200: WHOEVER})),
    "mailbox.listing": row(ANYONE, On("mail", get={200: WHOEVER})),
    "mailbox.show": row(ANYONE, On("mail", get={200: WHOEVER})),
    "mailbox.as_sent": row(ANYONE, On("mail", get={200: WHOEVER})),
    "sign_in.sign_in": row(
        ANYONE,
        On(
            "visitor",
            get={200: NOBODY, 303: ALL_SIGNED_IN},
            post={303: WHOEVER},
            send=lambda of: {"email": of["email"], "password": of["password"]},
            idle=WHOEVER,
        ),
    ),
    "sign_in.sign_out": row(ANYONE, On(post={303: WHOEVER}, idle=WHOEVER)),
    "sign_in.forgotten": row(
        ANYONE,
        On(
            "visitor",
            get={200: WHOEVER},
            post={200: WHOEVER},
            send=lambda of: {"email": of["email"]},
            stored=200,
        ),
    ),
    "invitation.show": row(
        ANYONE, On("invitation", get={200: WHOEVER}, post={303: WHOEVER}, send={"password": "three more words"})
    ),
    "invitation.decline": row(ANYONE, On("invitation", post={303: WHOEVER})),
    "sign_in.reset": row(
        ANYONE, On("reset", get={200: WHOEVER}, post={303: WHOEVER}, send={"password": "three more words"})
    ),
    "nudges.by_link": row(ANYONE, On("nudge", get={200: WHOEVER}, post={303: WHOEVER}, send={"reply": "still_going"})),
    "stopping.show": row(ANYONE, On("stop", get={200: WHOEVER}, post={303: WHOEVER}, send={"act": "stop"})),
    "calendar.feed": row(ANYONE, On("calendar", get={200: WHOEVER})),
    "question.by_link": row(
        ANYONE, On("asked", get={200: WHOEVER}, post={303: WHOEVER}, send={"words": "In the north."})
    ),
    "nudges.later_by_link": row(ANYONE, On("nudge", post={303: WHOEVER}, send=LATER)),
    "team.door": row(ANYONE, On("poster", get={200: WHOEVER}, post={303: WHOEVER}, send={**VOICE, "way": "code"})),
    "team.sent": row(ANYONE, On("poster", get={303: WHOEVER})),
    "code.look": row(
        ANYONE,
        On("contact", get={200: WHOEVER}, post={303: WHOEVER}, send=lambda of: {"code": of["token"]}, idle=WHOEVER),
    ),
    "code.show": row(
        ANYONE,
        On("contact", get={200: WHOEVER}, post={303: WHOEVER}, send={"press": "add", "words": "Every day, by now."}),
    ),
    "residents.door": row(
        ANYONE,
        On("submission", get={200: WHOEVER}, post={303: WHOEVER}, send=lambda of: {**VOICE, "email": of["email"]}),
    ),
    "residents.sent": row(ANYONE, On("submission", get={200: WHOEVER})),
    "residents.confirm": row(ANYONE, On("submission", get={200: WHOEVER}, post={303: WHOEVER})),
    "residents.told": row(ANYONE, On("submission", get={200: WHOEVER})),
    # --- guests of a collaborative ------------------------------------------------------------------------------------
    "guest_room.invitation": row(ANYONE, On("guest asked", get={200: WHOEVER}, post={303: WHOEVER})),
    "guest_room.decline": row(ANYONE, On("guest asked", post={303: WHOEVER})),
    "guest_room.link": row(ANYONE, On("guest link", get={200: WHOEVER}, post={303: WHOEVER})),
    "guest_room.sign_in": row(
        ANYONE,
        On("guest", get={200: WHOEVER}, post={200: WHOEVER}, send=lambda of: {"email": of["email"]}, stored=200),
    ),
    "guest_room.sign_out": row(ANYONE, On(post={303: WHOEVER}, idle=WHOEVER)),
    "guest_room.board": row(GUEST, On("partner's card", get={200: GUESTS})),
    "guest_room.cards": row(GUEST, On("partner's card", get={200: GUESTS})),
    "guest_room.card": row(GUEST, On("partner's card", get={200: GUESTS})),
    # --- whoever is signed in -----------------------------------------------------------------------------------------
    "account.show": row(
        SIGNED_IN,
        On(get={200: ALL_SIGNED_IN}, post={303: ALL_SIGNED_IN}, send={"name": "Nia Rees", "digest": "never"}),
    ),
    "account.password": row(
        SIGNED_IN,
        On(
            get={200: ALL_SIGNED_IN},
            post={303: ALL_SIGNED_IN},
            send=lambda of: {"current": of["password"], "password": "three more words"},
        ),
    ),
    "calendar.mine": row(SIGNED_IN, On(get={200: ALL_SIGNED_IN}, post={303: ALL_SIGNED_IN}, send={"act": "make"})),
    "account.sign_ins": row(SIGNED_IN, On(get={200: ALL_SIGNED_IN}, post={200: ALL_SIGNED_IN}, idle=WHOEVER)),
    "account.sign_out_everywhere": row(SIGNED_IN, On(post={303: ALL_SIGNED_IN}, idle=WHOEVER)),
    "account.switch": row(
        SIGNED_IN,
        On(
            get={200: ALL_SIGNED_IN},
            post={303: ALL, 404: RUNS},
            send=lambda of: {"council": of["side"].code},
            idle=WHOEVER,
        ),
        On(post={404: ALL_SIGNED_IN}, send=lambda of: {"council": of["place"].partner.code}),
    ),
    "account.words": row(SIGNED_IN, On(get={200: ALL_SIGNED_IN}, post={303: ALL_SIGNED_IN}, idle=WHOEVER)),
    "network.mine": row(
        SIGNED_IN, On(get={200: ALL, 303: RUNS}, post={303: ALL_SIGNED_IN}, send={"shown": "y"}, idle=RUNS)
    ),
    "cover.mine": row(
        SIGNED_IN, On("spare", get={200: ALL, 303: RUNS}, post={303: ALL_SIGNED_IN}, send=COVER, idle=RUNS)
    ),
    "cover.listing": row(LEAD | ADMIN, On("covered", get={200: LEAD | ADMIN})),
    "cover.show": row(LEAD | ADMIN, On("spare", get={200: LEAD | ADMIN}, post={303: LEAD | ADMIN}, send=COVER)),
    "cover.end": row(SIGNED_IN, On("covered", post={303: LEAD | ADMIN | RUNS, 403: ALL - LEAD - ADMIN}, idle=RUNS)),
    "people.news": row(
        SIGNED_IN,
        On(
            get={200: ALL, 303: RUNS},
            post={303: ALL_SIGNED_IN},
            send={"followed": "digest", "naming": "never"},
            idle=RUNS,
        ),
    ),
    "account.no_council": row(SIGNED_IN, On(get={200: ALL, 303: RUNS})),
    "council.permissions": row(SIGNED_IN, On(get={200: ALL_SIGNED_IN})),
    "home.home": row(SIGNED_IN, On(get={200: ALL, 303: RUNS})),
    "inbox.show": row(SIGNED_IN, On(get={200: ALL, 303: RUNS})),
    "nudges.show": row(
        SIGNED_IN,
        On(
            "nudge",
            get={200: {"owner"}, 404: ALL - {"owner"}, 303: RUNS},
            post={303: RUNS | {"owner"}, 404: ALL - {"owner"}},
            send={"reply": "still_going"},
            idle=RUNS,
        ),
    ),
    "nudges.later": row(
        SIGNED_IN,
        On(
            "nudge",
            post={303: RUNS | {"owner"}, 404: ALL - {"owner"}},
            send=LATER,
            idle=RUNS,
        ),
    ),
    # --- ideas --------------------------------------------------------------------------------------------------------
    "ideas.listing": row(EVERYONE, On(get={200: ALL})),
    "ideas.board": row(EVERYONE, On(get={200: ALL})),
    "search.show": row(EVERYONE, On(get={200: ALL})),
    "downloads.ideas_csv": row(EVERYONE, On(get={200: ALL})),
    "downloads.ideas_xlsx": row(EVERYONE, On(get={200: ALL})),
    "downloads.hits_csv": row(EVERYONE, On(get={200: ALL})),
    "downloads.hits_xlsx": row(EVERYONE, On(get={200: ALL})),
    "downloads.paper": row(EVERYONE, On(get={200: ALL})),
    "views.listing": row(EVERYONE, On(get={200: ALL})),
    "views.new": row(EVERYONE, On(get={200: ALL}, post={303: ALL}, send={"name": "Young"})),
    "views.show": row(EVERYONE, On("view", get={303: ALL}), On("ended view", get={404: ALL})),
    "views.edit": row(
        EVERYONE,
        On("view", get={200: AUTHOR, 403: ALL - AUTHOR}, post={303: AUTHOR, 403: ALL - AUTHOR}, send={"name": "Old"}),
    ),
    "views.end": row(EVERYONE, On("view", post={303: AUTHOR, 403: ALL - AUTHOR})),
    "views.restore": row(EVERYONE, On("ended view", post={303: AUTHOR, 403: ALL - AUTHOR})),
    "tags.sort": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"tags": "winter, bins"}),
        On("case", get={403: LEAD}, post={403: LEAD}, send={"tags": "winter"}),
    ),
    "tags.listing": row(LEAD, On(get={200: LEAD})),
    "tags.show": row(LEAD, On("tag", get={200: LEAD}, post={303: LEAD}, send={"name": "Frost"})),
    "tags.merge": row(LEAD, On("tag", post={303: LEAD}, send=lambda of: {"into": of["other"]})),
    "tags.end": row(LEAD, On("tag", post={303: LEAD})),
    "tags.restore": row(LEAD, On("ended tag", post={303: LEAD})),
    "ideas.new": row(WRITERS, On(get={200: ALL_WRITERS}, post={303: ALL_WRITERS}, send=IDEA)),
    "ideas.confidence": row(
        WRITERS,
        On("idea", get={200: KEEPS | AUTHOR}, post={303: KEEPS | AUTHOR}, send={"audience": "confidential"}),
        On("case", get={403: LEAD}, post={403: LEAD}, send={"audience": "confidential"}),
    ),
    "ideas.edit": row(
        WRITERS,
        On("latent", get={200: KEEPS | AUTHOR}, post={303: KEEPS | AUTHOR}, send=IDEA),
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=IDEA),
        On("case", get={403: ALL_WRITERS}, post={403: ALL_WRITERS}, send=IDEA),
        On(
            "draft",
            get={200: AUTHOR, 404: ALL_WRITERS - AUTHOR},
            post={303: AUTHOR, 404: ALL_WRITERS - AUTHOR},
            send=IDEA,
        ),
    ),
    "drafts.keep": row(WRITERS, On(post={303: ALL_WRITERS}, send=IDEA)),
    "alike.typed": row(WRITERS, On(post={200: ALL_WRITERS}, send=IDEA)),
    "drafts.join": row(WRITERS, On("idea", post={303: ALL_WRITERS}, send=IDEA)),
    "alike.mark": row(
        LEAD,
        On("alike", post={303: LEAD}, send=lambda of: {"other": of["other"], "mark": "apart"}),
        On("idea", post={404: LEAD}),
    ),
    "drafts.discard": row(
        WRITERS,
        On("draft", post={303: AUTHOR, 404: ALL_WRITERS - AUTHOR}),
        On("latent", post={403: ALL_WRITERS}),
    ),
    "drafts.places": row(
        WRITERS, On("latent", get={200: KEEPS | AUTHOR}, post={303: KEEPS | AUTHOR}, idle=KEEPS | AUTHOR)
    ),
    "files.listing": row(
        WRITERS,
        On("latent", get={200: KEEPS | AUTHOR}, post={303: KEEPS | AUTHOR}, send=A_FILE),
        On("draft", get={200: AUTHOR, 404: ALL_WRITERS - AUTHOR}),
        On("case", get={403: ALL_WRITERS}, post={403: ALL_WRITERS}, send=A_FILE),
    ),
    "files.show": row(EVERYONE, On("filed", get={200: ALL})),
    "files.remove": row(
        WRITERS,
        On("filed", get={200: LEAD | AUTHOR}, post={303: LEAD | AUTHOR}, send={"because": "It shows a face."}),
    ),
    "ideas.sent": row(
        WRITERS,
        On("new", get={200: AUTHOR, 404: ALL_WRITERS - AUTHOR}),
        On("draft", get={404: ALL_WRITERS}),
    ),
    "ideas.show": row(
        EVERYONE,
        On("idea", get={200: ALL}),
        On("draft", get={303: AUTHOR, 404: ALL - AUTHOR}),
        On("case", get={200: ALL}),
    ),
    "ideas.speak": row(
        WRITERS,
        On("idea", post={303: ALL_WRITERS}, send={"words": "We see this too."}),
        On("draft", post={404: ALL_WRITERS}, send={"words": "We see this too."}),
        On("case", post={403: ALL_WRITERS}, send={"words": "We see this too."}),
    ),
    "ideas.redact": row(WRITERS, On("idea", get={200: AUTHOR | LEAD}, post={303: AUTHOR | LEAD})),
    "talk.comment": row(
        WRITERS,
        On("idea", get={200: ALL_WRITERS}, post={303: ALL_WRITERS}, send={"words": "@Priya Nair, is this yours?"}),
        On("draft", get={404: ALL_WRITERS}, post={404: ALL_WRITERS}, send={"words": "We see this too."}),
        On("case", get={403: ALL_WRITERS}, post={403: ALL_WRITERS}, send={"words": "We see this too."}),
    ),
    "talk.edit": row(
        WRITERS, On("idea", get={200: AUTHOR}, post={303: AUTHOR}, send={"words": "We see this in the south too."})
    ),
    "talk.versions": row(EVERYONE, On("idea", get={200: ALL})),
    "people.followers": row(KEEPERS, On("idea", get={200: KEEPS}), On("case", get={403: KEEPS})),
    "people.lookouts": row(
        WRITERS,
        On("idea", get={200: ALL_WRITERS}, post={303: ALL_WRITERS}, send={"stage": "y", "on": "18 December 2040"}),
        On("draft", get={404: ALL_WRITERS}, post={404: ALL_WRITERS}, send={"stage": "y"}),
    ),
    "people.thanks": row(
        WRITERS,
        On(
            "idea",
            get={200: ALL_WRITERS},
            post={303: ALL_WRITERS},
            send={"name": "Ann Shaw, Highways", "words": "She rang everybody."},
        ),
        On("draft", get={404: ALL_WRITERS}, post={404: ALL_WRITERS}, send={"name": "Ann", "words": "She rang."}),
    ),
    "people.take_back": row(
        WRITERS,
        On(
            "thanked",
            get={200: AUTHOR | KEEPS, 404: ALL_WRITERS - AUTHOR - KEEPS},
            post={303: AUTHOR | KEEPS, 404: ALL_WRITERS - AUTHOR - KEEPS},
            send={"because": "It was Ben."},
        ),
    ),
    "ideas.follow": row(
        WRITERS,
        On("idea", post={303: ALL_WRITERS}, send={"follow": "yes"}, idle=AUTHOR | {"owner"}),
        On("case", post={403: ALL_WRITERS}, send={"follow": "yes"}),
    ),
    "portfolio.shield": row(
        EVERYONE,
        On("idea", get={200: ALL}, post={303: LEAD}, send={"until": SHIELDED, "act": "shield", **WHY}),
        On("case", get={200: ALL}, post={403: ALL}, send={"until": SHIELDED, "act": "shield", **WHY}),
    ),
    "portfolio.health": row(
        EVERYONE,
        On("idea", get={200: ALL}, post={303: LEAD | SPONSOR, 200: ALL - LEAD - SPONSOR}, send=ANSWERS),
        On("tried", get={200: ALL}, post={303: KEEPS, 200: ALL - KEEPS}, send=ANSWERS),
        On("case", get={200: ALL}, post={200: ALL}, send=ANSWERS),
    ),
    # --- triage -------------------------------------------------------------------------------------------------------
    "triage.desk": row(LEAD, On(get={200: LEAD})),
    "triage.decide": row(
        LEAD,
        On("new", get={200: LEAD}, post={303: LEAD}, send={"outcome": "reply", "words": "Thank you."}),
        On("parked", get={303: LEAD}, post={409: LEAD}, send={"outcome": "improve", "words": "Thank you."}),
        On("back", get={200: LEAD}, post={303: LEAD}, send={"outcome": "improve", "words": "Thank you."}),
        On(
            "idea",
            get={303: LEAD},
            post={409: LEAD},
            send={"outcome": "decline", "words": "Thank you."},
        ),
        On(
            "tried, parked",
            get={303: LEAD},
            post={409: LEAD},
            send={"outcome": "decline", "words": "Thank you."},
        ),
        On(
            "parked case",
            get={303: LEAD},
            post={409: LEAD},
            send={"outcome": "decline", "words": "Thank you."},
        ),
    ),
    "several.show": row(
        LEAD,
        On(
            "new",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda of: {"refs": [of["ref"]], "outcome": "improve", "words": "Thank you."},
        ),
    ),
    "several.undo": row(LEAD, On("batch", post={303: LEAD})),
    "replies.listing": row(LEAD | ADMIN, On(get={200: LEAD | ADMIN})),
    "replies.new": row(
        LEAD | ADMIN,
        On(
            "invited",
            get={200: LEAD | ADMIN},
            post={303: LEAD | ADMIN},
            send=lambda of: {"name": of["form"]["name"], "words": "Thank you, {author}."},
        ),
    ),
    "replies.show": row(
        LEAD | ADMIN,
        On(
            "reply",
            get={200: LEAD | ADMIN},
            post={303: LEAD | ADMIN},
            send=lambda of: {"name": of["name"], "words": "Thank you, {author}."},
        ),
    ),
    "replies.end": row(LEAD | ADMIN, On("reply", post={303: LEAD | ADMIN})),
    "assessors.ask": row(
        LEAD,
        On("new", get={200: LEAD}, post={303: LEAD}, send=lambda of: {"people": [str(of["place"].id("colleague"))]}),
        On("case", get={403: LEAD}, post={403: LEAD}),
    ),
    "assessors.assess": row(
        EVERYONE,
        On("assessed", get={200: LEAD | COLLEAGUE}, post={303: COLLEAGUE}, send={"need": "yes", "note": "It is."}),
        On("case", get={403: ALL}, post={403: ALL}),
    ),
    "triage.undo_merge": row(LEAD, On("joined", post={303: LEAD}), On("idea", post={303: LEAD}, idle=LEAD)),
    "triage.wake": row(
        LEAD,
        On("parked", post={303: LEAD}),
        On("idea", post={303: LEAD}, idle=LEAD),
        On("parked case", post={404: LEAD}),
    ),
    "triage.carry_on": row(LEAD, On("woken", post={303: LEAD}), On("idea", post={303: LEAD}, idle=LEAD)),
    "triage.unowned": row(LEAD, On(get={200: LEAD})),
    "triage.owner": row(
        KEEPERS,
        On(
            "idea",
            get={200: KEEPS},
            post={303: KEEPS},
            send=lambda of: {"owner_id": str(of["place"].id("other owner"))},
        ),
        On("new", get={200: LEAD}, post={303: LEAD}, send=lambda of: {"owner_id": str(of["place"].id("owner"))}),
        On("case", get={403: LEAD}, post={403: LEAD}, send=lambda of: {"owner_id": str(of["place"].id("owner"))}),
    ),
    "triage.hand_back": row(
        KEEPERS,
        On("idea", get={200: {"owner"}, 403: OWNERS - {"owner"}}, post={303: {"owner"}, 403: OWNERS - {"owner"}}),
    ),
    # --- keep it current ----------------------------------------------------------------------------------------------
    "current.show": row(
        KEEPERS,
        On("idea", get={200: KEEPS}),
        On("parked", get={200: KEEPS}),
        On("stopped", get={200: KEEPS}),
        On("new", get={404: LEAD}),
        On("case", get={403: LEAD}),
    ),
    "current.save": row(
        KEEPERS,
        On("idea", post={303: KEEPS}, send={"extent-extent": "radical"}),
        On("stopped", post={404: KEEPS}, send={"extent-extent": "radical"}),
        On(
            "stopped",
            post={303: KEEPS},
            send={"lesson-lesson": "Ask first.", "lesson-worked": "no"},
            at={"part": "lesson"},
        ),
        On("case", post={403: LEAD}, send={"extent-extent": "radical"}),
    ),
    "current.close_risk": row(KEEPERS, On("idea", get={200: KEEPS}, post={303: KEEPS})),
    # --- what an idea meets around it ---------------------------------------------------------------------------------
    "context.risks": row(EVERYONE, On("recorded risks", get={200: ALL}), On("case", get={200: ALL})),
    "context.blockers": row(EVERYONE, On("recorded blockers", get={200: ALL}), On("case", get={200: ALL})),
    "context.blocker": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=BLOCKED),
        On("stopped", get={404: KEEPS}, post={404: KEEPS}, send=BLOCKED),
        On("case", get={403: LEAD}, post={403: LEAD}, send=BLOCKED),
    ),
    "context.answer": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"verdict": "lifted", "answer": "Until March."}),
    ),
    "context.workforce": row(EVERYONE, On("recorded posts", get={200: ALL}), On("case", get={200: ALL})),
    "context.posts": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=POSTS),
        On("stopped", get={404: KEEPS}, post={404: KEEPS}, send=POSTS),
        On("case", get={403: LEAD}, post={403: LEAD}, send=POSTS),
    ),
    "context.union": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=UNION),
        On("stopped", get={404: KEEPS}, post={404: KEEPS}, send=UNION),
        On("case", get={403: LEAD}, post={403: LEAD}, send=UNION),
    ),
    "outside.show": row(EVERYONE, On("recorded lines", get={200: ALL}), On("case", get={200: ALL})),
    "outside.line": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=LINE),
        On("stopped", get={404: KEEPS}, post={404: KEEPS}, send=LINE),
        On("case", get={403: LEAD}, post={403: LEAD}, send=LINE),
    ),
    "outside.briefing": row(EVERYONE, On("idea", get={200: ALL}), On("case", get={200: ALL})),
    "members.show": row(EVERYONE, On("idea", get={200: ALL}), On("draft", get={404: ALL})),
    "members.name": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"role": "member", "name": "Ola Ray, the NHS trust"}),
        On("case", get={403: OWNERS}, post={403: OWNERS}, send={"role": "member", "name": "Ola Ray"}),
    ),
    "members.end": row(KEEPERS, On("team", post={303: KEEPS})),
    "members.pack": row(KEEPERS, On("idea", get={200: KEEPS})),
    "members.note": row(
        KEEPERS,
        On("idea", post={303: KEEPS}, send={"words": "Ring Ola first."}),
        On("case", post={403: OWNERS}, send={"words": "Ring Ola first."}),
    ),
    "capacity.settle": row(KEEPERS, On("idea", post={303: KEEPS}, send={"kept": "yes"})),
    "capacity.end": row(KEEPERS, On("idea", post={303: KEEPS})),
    "capacity.sign": row(
        EVERYONE, On("idea", get={200: COLLEAGUE}, post={303: COLLEAGUE}, send={"word": "signed", "note": ""})
    ),
    "current.contact": row(
        KEEPERS | {"sponsor"},
        On("idea", get={200: KEEPS | SPONSOR}, post={303: KEEPS | SPONSOR}, send={"note": "A visit"}),
        On("case", get={403: LEAD}, post={403: LEAD}, send={"note": "A visit"}),
    ),
    # --- what benefits came to, money and hours -----------------------------------------------------------------------
    "benefits.listing": row(EVERYONE, On("recorded benefits", get={200: ALL})),
    "benefits.new": row(
        KEEPERS,
        On("recorded benefits", get={200: KEEPS}, post={303: KEEPS}, send=GAIN),
        On("new", get={404: LEAD}, post={404: LEAD}, send=GAIN),
        On("case", get={403: LEAD}, post={403: LEAD}, send=GAIN),
    ),
    "benefits.show": row(EVERYONE, On("claimed", get={200: ALL}), On("figured", get={200: ALL})),
    "benefits.period": row(KEEPERS, On("claimed", get={200: KEEPS}, post={303: KEEPS}, send=QUARTER)),
    "benefits.check": row(
        KEEPERS | READERS,
        On(
            "figured",
            get={200: CHECK},
            post={303: CHECK},
            send={"word": "right", "note": "The ledger for June"},
        ),
    ),
    "benefits.state": row(
        KEEPERS | READERS,
        On(
            "figured",
            get={200: KEEPS},
            post={303: KEEPS},
            send={"state": "under_question", "because": "The office is about to move."},
        ),
    ),
    "money.show": row(EVERYONE, On("recorded hours", get={200: ALL}), On("recorded funding", get={200: ALL})),
    "money.grant": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=HOURS),
        On("new", get={404: LEAD}, post={404: LEAD}, send=HOURS),
        On("case", get={403: LEAD}, post={403: LEAD}, send=HOURS),
    ),
    # --- what is recorded, put right and taken back -------------------------------------------------------------------
    "records.correct": row(
        KEEPERS | {"sponsor"},
        *(On(f"recorded {kind}", get={200: may}, post={303: may}, send=said) for kind, may, said in PUT_RIGHT),
        On("withdrawn", get={404: MIGHT_KEEP}, post={404: MIGHT_KEEP}),
        On("recorded case", get={403: LEAD}, post={403: LEAD}),
    ),
    "records.withdraw": row(
        KEEPERS | {"sponsor"},
        *(
            On(f"recorded {kind}", get={200: may}, post={303: may}, send={"because": "It is another idea’s."})
            for kind, may, _ in PUT_RIGHT
        ),
        On("recorded case", get={403: LEAD}, post={403: LEAD}),
    ),
    "records.undo": row(
        KEEPERS | {"sponsor"},
        On("withdrawn", post={303: KEEPS}),
        On("recorded claims", post={404: KEEPS}),
        On("recorded case", post={403: LEAD}),
    ),
    "records.history": row(
        EVERYONE,
        *(On(f"recorded {kind}", get={200: ALL}) for kind, _, _ in PUT_RIGHT),
        On("withdrawn", get={200: ALL}),
        On("recorded case", get={200: ALL}),
    ),
    "records.review": row(
        KEEPERS,
        On(
            "recorded risks",
            get={200: KEEPS},
            post={303: KEEPS},
            send={"likelihood": "4", "impact": "4", "review_on": LATER["day"]},
        ),
        On("recorded case", get={403: LEAD}, post={403: LEAD}),
    ),
    # --- how it is known ----------------------------------------------------------------------------------------------
    "claims.listing": row(EVERYONE, On("recorded claims", get={200: ALL}), On("recorded case", get={200: ALL})),
    "claims.show": row(EVERYONE, On("recorded claims", get={200: ALL}), On("withdrawn", get={404: ALL})),
    "study.new": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"steps": "We ring.\nThey eat."}, at={"entry": "theory"}),
        On("stopped", get={200: KEEPS}, at={"entry": "evaluations"}),
        On("new", get={404: LEAD}, at={"entry": "claims"}),
        On("case", get={403: LEAD}, post={403: LEAD}, send={"believed": "They do"}, at={"entry": "assumptions"}),
    ),
    "study.finding": row(
        KEEPERS,
        On(
            "assumption",
            get={200: KEEPS},
            post={303: KEEPS},
            send={"test": "We rang twelve doors.", "held": "no", "lesson": "Nobody opens after five."},
        ),
    ),
    "study.look": row(KEEPERS, On("link", post={303: KEEPS})),
    "study.review": row(
        KEEPERS, On("recorded claims", get={200: KEEPS}, post={303: KEEPS}, send={"review_on": LATER["day"]})
    ),
    "study.files": row(
        KEEPERS, On("recorded claims", get={200: KEEPS}, post={303: KEEPS}, send={"papers": A_FILE["files"]})
    ),
    # --- what came through a door without an account, and what is told outside ---------------------------------------
    "voices.show": row(
        LEAD, On("contact", get={200: LEAD}, post={303: LEAD}, send=TELLING), On("case", get={403: LEAD})
    ),
    "voices.end": row(
        LEAD, On("contact", get={200: LEAD}, post={303: LEAD}), On("new", get={404: LEAD}, post={404: LEAD})
    ),
    "voices.redact": row(
        LEAD,
        On("contact", get={200: LEAD}, post={303: LEAD}, send={**IDEA, "problem": "Somebody calls."}),
        On("case", get={403: LEAD}, post={403: LEAD}, send=IDEA),
    ),
    "voices.withdraw": row(LEAD, On("contact", post={303: LEAD})),
    # --- gates --------------------------------------------------------------------------------------------------------
    "gates.show": row(EVERYONE, On("idea", get={200: ALL}), On("idea", get={200: ALL}, at={"stage": "embedded"})),
    "gates.decision": row(READERS, On("idea", get={200: LEAD}, post={303: LEAD}, send=GO)),
    "gates.answers": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send=lambda _: {f"{QUESTION}_words": "Tenants do."}),
        On("idea", get={404: KEEPS}, post={404: KEEPS}, at={"stage": "embedded"}),
        On("stopped", get={404: KEEPS}, post={404: KEEPS}, at={"stage": "design"}),
    ),
    "gates.ask": row(
        KEEPERS,
        On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"note": "It is ready."}),
        On("idea", get={404: KEEPS}, post={404: KEEPS}, at={"stage": "design"}),
    ),
    "gates.view": row(
        WRITERS | READERS,
        On(
            "idea",
            get={200: ALL_WRITERS | OBSERVER},
            post={303: ALL_WRITERS | OBSERVER},
            send={"leaning": "go", "because": "It is time."},
        ),
        On("idea", get={404: ALL_WRITERS | OBSERVER}, at={"stage": "embedded"}),
    ),
    "triage.close": row(LEAD, On("new", get={200: LEAD})),
    "meetings.listing": row(EVERYONE, On("meeting", get={200: ALL})),
    "meetings.new": row(
        LEAD,
        On(
            "meeting",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda thing: {"panel": str(thing["panel_id"]), "on": SHIELDED, "place": "14:00"},
        ),
    ),
    "meetings.new_panel": row(
        LEAD,
        On(
            "meeting",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda thing: {"name": f"{thing['panel']} of ours", "person": ""},
        ),
    ),
    "meetings.panel": row(
        LEAD,
        On(
            "meeting",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda thing: {"name": f"The {thing['panel']}", "person": ""},
        ),
    ),
    "meetings.unseat": row(LEAD, On("meeting", post={303: LEAD}, idle=WHOEVER)),
    "meetings.show": row(EVERYONE, On("meeting", get={200: ALL})),
    "meetings.change": row(
        LEAD, On("meeting", get={200: LEAD}, post={303: LEAD}, send={"on": SHIELDED, "place": "15:00", "act": "keep"})
    ),
    "meetings.items": row(
        LEAD, On("meeting", post={303: LEAD}, send=lambda thing: {"request": str(thing["request"]), "act": "off"})
    ),
    "meetings.letter": row(LEAD, On("meeting", post={303: LEAD})),
    "meetings.minutes": row(EVERYONE, On("meeting", get={200: ALL}), On("held meeting", get={200: ALL})),
    "meetings.write": row(
        LEAD, On("held meeting", get={200: LEAD}, post={303: LEAD}, send={"words": "Winter first.", "others": ""})
    ),
    "policy.show": row(LEAD, On(get={200: LEAD})),
    "policy.draft": row(LEAD, On("policy draft", post={303: LEAD}, send=DRAFTED_POLICY, at={"gate_name": "design"})),
    "policy.put_in_force": row(LEAD, On("policy draft", post={303: LEAD}, send={"because": "Ask the wards."})),
    "policy.drop": row(LEAD, On("policy draft", post={303: LEAD})),
    "policy.version": row(EVERYONE, On("policy draft", get={200: ALL}, at={"number": 0})),
    "gates.policy": row(LEAD, On("idea", post={303: LEAD}, idle=WHOEVER)),  # it is decided under the newest already
    "conditions.meet": row(
        EVERYONE,
        On("idea", get={200: LEAD | COLLEAGUE}, post={303: LEAD | COLLEAGUE}, send={"note": "They were asked."}),
    ),
    "conditions.date": row(
        EVERYONE,
        On(
            "idea",
            get={200: LEAD | COLLEAGUE},
            post={303: LEAD | COLLEAGUE},
            send={"wanted_on": f"{clock.today() + timedelta(days=50):%d/%m/%Y}", "because": "The lift is out."},
        ),
    ),
    "conditions.answer": row(LEAD, On("later", post={303: LEAD}, send={"answer": "grant"})),
    "answers.history": row(EVERYONE, On("idea", get={200: ALL})),
    "decisions.show": row(EVERYONE, On("idea", get={200: ALL})),
    "decisions.reopen": row(
        LEAD,
        On("stopped", get={200: LEAD}, post={303: LEAD}, send={"because": "They ask for it again."}),
        On("idea", get={303: LEAD}, post={409: LEAD}, send={"because": "They ask for it again."}),
        On("case", get={303: LEAD}, post={409: LEAD}, send={"because": "They ask for it again."}),
        On("joined", get={303: LEAD}, post={409: LEAD}, send={"because": "They ask for it again."}),
    ),
    # --- the whole ----------------------------------------------------------------------------------------------------
    "portfolio.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "network.show": row(READERS, On("linked", get={200: SEE_THE_WHOLE})),
    "network.link": row(READERS, On("linked", get={200: SEE_THE_WHOLE})),
    "risks.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "risks.csv": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "risks.xlsx": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "blockers.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "blockers.csv": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "blockers.xlsx": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "council_benefits.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "council_benefits.csv": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "council_benefits.xlsx": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "portfolio.part": row(READERS, On(get={200: SEE_THE_WHOLE}, at={"part": "mix"})),
    "reports.listing": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "reports.show": row(READERS, On(get={200: SEE_THE_WHOLE}, at=REPORTED)),
    "reports.pdf": row(READERS, On(get={200: SEE_THE_WHOLE}, at=REPORTED)),
    "reports.words": row(LEAD, On(get={200: LEAD}, post={303: LEAD}, send={"asks": "A new sponsor"}, at=REPORTED)),
    "moves.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "past.trends": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "past.stages": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "ahead.money": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "ahead.places": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "plain.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "outlook.show": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "outlook.service": row(
        READERS,
        On("service", get={200: SEE_THE_WHOLE}, post={303: LEAD}, send={"expected": "4", "because": "2 end."}),
    ),
    "nudges.planned": row(LEAD, On(get={200: LEAD})),
    "nudge_rules.show": row(
        LEAD,
        On(
            get={200: LEAD},
            post={303: LEAD},
            send={"no_sponsor__after": "30", "because": "It takes a month.", "act": "keep"},
        ),
    ),
    "nudge_asks.show": row(
        LEAD,
        On(
            "idea",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda of: {"person": str(of["place"].id("owner")), "words": "Does it still run?"},
        ),
        On("case", get={404: LEAD}, post={404: LEAD}, send={"words": "Does it still run?"}),
    ),
    "measures.show": row(LEAD, On(get={200: LEAD}, post={303: LEAD}, send={"days_sponsor": "45", **WHY})),
    "nudges.call": row(
        LEAD,
        On("call", get={200: LEAD}, post={303: LEAD}, send={"words": "Ask Joan in Finance."}),
        On("nudge", get={404: LEAD}, post={404: LEAD}),
    ),
    "nudges.withhold": row(
        LEAD, On("planned", post={303: LEAD}, send=lambda of: {**of["planned"], "because": "They are on leave."})
    ),
    # --- sharing ------------------------------------------------------------------------------------------------------
    "collaboratives.listing": row(EVERYONE, On(get={200: ALL})),
    "collaboratives.read": row(LEAD, On(post={303: LEAD}, idle=WHOEVER)),
    "collaboratives.show": row(EVERYONE, On("idea", get={200: ALL})),
    "figures.show": row(EVERYONE, On("collaborative", get={200: ALL})),
    "figures.part": row(EVERYONE, On("collaborative", get={200: ALL}, at={"part": "runway"})),
    "pipeline.cards": row(EVERYONE, On("collaborative", get={200: ALL})),
    "collaboratives.card": row(EVERYONE, On("partner's card", get={200: ALL})),
    "collaboratives.adapt": row(KEEPERS, On("partner's card", get={200: OWNERS}, post={303: OWNERS}, send=ADAPT)),
    "founding.new": row(LEAD, On("another council", get={200: LEAD}, post={303: LEAD}, send=lambda of: of["form"])),
    "founding.terms": row(LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=TOGETHER)),
    "founding.ask": row(LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=lambda of: of["form"])),
    "founding.back": row(LEAD, On("asked in", post={303: LEAD})),
    "founding.convenor": row(
        LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=lambda of: {"council": str(of["partner_id"])})
    ),
    "founding.close": row(LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=CLOSING)),
    "membership.members": row(EVERYONE, On("collaborative", get={200: ALL})),
    "membership.invitation": row(
        LEAD,
        On("asked to join", get={200: LEAD}, post={303: LEAD}, send={"answer": "agreed"}),
        On("collaborative", get={404: LEAD}, post={404: LEAD}, send={"answer": "agreed"}),
    ),
    "membership.leave": row(LEAD, On("member of", get={200: LEAD}, post={303: LEAD}, send={"because": "It ended."})),
    "membership.report": row(EVERYONE, On("closed together", get={200: ALL}), On("collaborative", get={404: ALL})),
    "proposed.show": row(LEAD, On("proposed", get={200: LEAD}, post={303: LEAD}, send={"answer": "agreed"})),
    "guests.listing": row(EVERYONE, On("guest", get={200: ALL})),
    "guests.new": row(LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=ASKED_GUEST)),
    "guests.end": row(LEAD, On("guest", post={303: LEAD})),
    "shelf.show": row(EVERYONE, On("noted", get={200: ALL})),
    "shelf.note": row(KEEPERS, On("collaborative", get={200: OWNERS}, post={303: OWNERS}, send=NOTED)),
    "shelf.take_off": row(KEEPERS, On("noted", post={303: OWNERS})),
    "shelf.brokers": row(
        LEAD,
        On(
            "collaborative",
            get={200: LEAD},
            post={303: LEAD},
            send=lambda of: {"person": str(of["side"].owner.id), "theme": "Damp"},
        ),
    ),
    "shelf.end": row(LEAD, On("noted", post={303: LEAD})),
    "elsewhere.consent": row(LEAD, On("collaborative", post={303: LEAD}, send={"given": "yes"})),
    "elsewhere.show": row(
        LEAD,
        On("looking", get={200: LEAD}, post={303: LEAD}, send=lambda of: {"act": "look", "code": of["code"]}),
        On("case", post={403: LEAD}, send={"act": "look"}),
    ),
    "elsewhere.answer": row(LEAD, On("sight", get={200: LEAD}, post={303: LEAD}, send={"answer": "agreed"})),
    "publications.choose": row(LEAD, On("idea", get={200: LEAD})),
    "publications.publish": row(
        LEAD, On("idea", get={200: LEAD}, post={303: LEAD}, send={"publish": "y", "level": "full", "says": "tried"})
    ),
    "publications.refresh": row(LEAD, On("idea", post={303: LEAD})),
    "publications.withdraw": row(LEAD, On("idea", get={200: LEAD}, post={303: LEAD}, send={"because": "It changed."})),
    "publications.result": row(
        KEEPERS,
        On("adapted", get={200: KEEPS}, post={303: KEEPS}, send={"status": "worked", "result": "Half the visits."}),
        On("idea", get={404: KEEPS}, post={404: KEEPS}),
    ),
    "feedback.give": row(
        KEEPERS,
        On("adapted", get={200: KEEPS}, post={303: KEEPS}, send={"words": "Scan before you fit."}),
        On("idea", get={404: KEEPS}, post={404: KEEPS}),
    ),
    "feedback.acknowledge": row(
        KEEPERS, On("told back", get={200: KEEPS}, post={303: KEEPS}, send={"words": "We scan now, too."})
    ),
    "publications.lineage": row(EVERYONE, On("idea", get={200: ALL}), On("adapted", get={200: ALL})),
    # --- trials -------------------------------------------------------------------------------------------------------
    "trials.listing": row(EVERYONE, On("trial", get={200: ALL})),
    "trials.new": row(LEAD, On("collaborative", get={200: LEAD}, post={303: LEAD}, send=TRIAL)),
    "trials.show": row(EVERYONE, On("trial", get={200: ALL})),
    "trials.variant": row(
        LEAD, On("trial", get={200: LEAD}, post={303: LEAD}, send={"name": "By taxi", "differs": "No van."})
    ),
    "trials.figure": row(KEEPERS, On("trial", get={200: OWNERS}, post={303: OWNERS}, send=FOLLOWED_UP)),
    "trials.withdraw": row(
        KEEPERS, On("trial", get={200: OWNERS}, post={303: OWNERS}, send={"because": "It was of another ward."})
    ),
    "trials.lesson": row(
        KEEPERS, On("trial", get={200: OWNERS}, post={303: OWNERS}, send={"words": "Ask the ward first."})
    ),
    # --- the council and the platform ---------------------------------------------------------------------------------
    "council.show": row(LEAD | ADMIN, On(get={200: LEAD | ADMIN})),
    "council.invite": row(ADMIN, On("invited", get={200: ADMIN}, post={303: ADMIN}, send=lambda of: of["form"])),
    "council.withdraw_invitation": row(ADMIN, On("invitation", post={303: ADMIN})),
    "nudge_asks.mine": row(
        SIGNED_IN,
        On(get={200: ALL, 303: RUNS}, post={303: ALL_SIGNED_IN}, send={"by_letter": ["money"]}, idle=RUNS),
    ),
    "council.elected": row(ADMIN, On("member", post={303: ADMIN}, send={"elected": "y"})),
    "council.person": row(ADMIN, On("member", get={200: ADMIN}, post={303: ADMIN}, send={"roles": ["owner"]})),
    "council.end": row(ADMIN, On("member", post={303: ADMIN})),
    "council.invite_again": row(ADMIN, On("invitation", post={303: ADMIN})),
    "council.dismiss_step": row(ADMIN, On("step", post={303: ADMIN})),
    "council.recall_step": row(ADMIN, On("dismissed step", post={303: ADMIN})),
    "groupings.services": row(ADMIN, On("invited", post={303: ADMIN}, send=lambda of: {"name": of["form"]["name"]})),
    "groupings.places": row(ADMIN, On("invited", post={303: ADMIN}, send=lambda of: {"names": of["form"]["name"]})),
    "groupings.show": row(
        ADMIN,
        On("service", get={200: ADMIN}, post={303: ADMIN}, send={"name": "Warm homes", "senior_owner": "Ola"}),
        On("place", get={200: ADMIN}, post={303: ADMIN}, send=lambda of: {"name": f"{of['name']} ward"}),
    ),
    "groupings.merge": row(ADMIN, On("service", post={303: ADMIN}, send=lambda of: {"into": of["into"]})),
    "groupings.part": row(ADMIN, On("merged service", post={303: ADMIN})),
    "groupings.end": row(ADMIN, On("place", post={303: ADMIN})),
    "groupings.resume": row(ADMIN, On("ended place", post={303: ADMIN})),
    "pack.show": row(EVERYONE, On("idea", get={200: ALL}), On("draft", get={404: ALL})),
    "pack.pdf": row(EVERYONE, On("idea", get={200: ALL}), On("draft", get={404: ALL})),
    "routine.show": row(
        EVERYONE, On("idea", get={200: ALL}), On("embedded", get={200: ALL}), On("draft", get={404: ALL})
    ),
    "routine.old_service": row(
        KEEPERS,
        On(
            "idea",
            get={200: KEEPS},
            post={303: KEEPS},
            send={"service": "The day centre", "ends_on": "18/12/2027", "owner_id": ""},
        ),
        On("stopped", get={404: KEEPS}),
    ),
    "routine.recognition": row(
        KEEPERS,
        On(
            "idea",
            get={200: KEEPS},
            post={303: KEEPS},
            send={"title": "Beacon award", "giver": "The council", "on": "18/12/2025"},
        ),
    ),
    "routine.withdraw": row(
        KEEPERS,
        On("old service", get={200: KEEPS}, post={303: KEEPS}, send=WHY),
        On("award", get={200: KEEPS}, post={303: KEEPS}, send=WHY),
    ),
    "routine.review": row(KEEPERS, On("embedded", get={200: KEEPS}, post={303: KEEPS}, send=REVIEWED)),
    "routine.grid": row(READERS, On(get={200: SEE_THE_WHOLE})),
    "needs.show": row(EVERYONE, On("collaborative", get={200: ALL})),
    "needs.new": row(
        KEEPERS,
        On(
            "collaborative",
            get={200: OWNERS},
            post={303: OWNERS},
            send={"way": "need", "kind": "visit", "title": "Rot"},
        ),
    ),
    "needs.posting": row(EVERYONE, On("their need", get={200: ALL})),
    "needs.answer": row(KEEPERS, On("their need", post={303: OWNERS}, send={"words": "We can show you."})),
    "needs.end": row(KEEPERS, On("our need", post={303: OWNERS})),
    "needs.settle": row(
        KEEPERS, On("answered need", get={200: OWNERS}, post={303: OWNERS}, send={"state": "agreed", "reply": "Come."})
    ),
    "needs.notes": row(
        KEEPERS, On("agreed need", get={200: OWNERS}, post={303: OWNERS}, send={"words": "Twelve beds."})
    ),
    "needs.people": row(EVERYONE, On("collaborative", post={303: ALL}, send={"topics": "Damp and mould"})),
    "library.methods": row(EVERYONE, On(get={200: ALL})),
    "library.show": row(EVERYONE, On("method", get={200: ALL})),
    "library.elsewhere": row(EVERYONE, On(get={200: ALL})),
    "library.used": row(
        KEEPERS,
        On("lesson", get={200: OWNERS}, post={200: {"other owner"}, 303: KEEPS}, send=lambda of: {"ref": of["ref"]}),
    ),
    "plans.show": row(EVERYONE, On("idea", get={200: ALL})),
    "plans.new": row(
        KEEPERS, On("idea", get={200: KEEPS}, post={303: KEEPS}, send={"phase": "Try", "state": "planned"})
    ),
    "plans.change": row(
        KEEPERS, On("plan step", get={200: KEEPS}, post={303: KEEPS}, send={"phase": "See", "state": "done"})
    ),
    "plans.take_back": row(KEEPERS, On("used lesson", post={303: KEEPS})),
    "library.stopped_elsewhere": row(EVERYONE, On(get={200: ALL})),
    "library.stopped": row(EVERYONE, On(get={200: ALL})),
    "library.lessons": row(EVERYONE, On(get={200: ALL})),
    "library.consent": row(LEAD, On("stopped", post={303: LEAD}, send={"given": "yes"})),
    "packs.choose": row(EVERYONE, On(get={200: ALL})),
    "packs.show": row(EVERYONE, On(get={200: ALL})),
    "packs.pdf": row(EVERYONE, On(get={303: ALL})),
    "export.whole": row(ADMIN | LEAD, On(get={200: ADMIN | LEAD}, post={303: ADMIN | LEAD})),
    "export.mine": row(SIGNED_IN, On(get={200: ALL, 303: RUNS}, post={303: ALL_SIGNED_IN}, idle=RUNS)),
    "export.file": row(SIGNED_IN, On("export", get={200: ADMIN, 404: ALL - ADMIN, 303: RUNS})),
    "council.promise": row(ADMIN, On(post={303: ADMIN}, send={"days": "9"})),
    "council.words": row(ADMIN, On(post={303: ADMIN}, send={"role.owner": "project lead"})),
    "registers.bring": row(
        LEAD | ADMIN,
        On("", get={200: LEAD | ADMIN}),
        On("spreadsheet", post={303: LEAD | ADMIN}, send=lambda of: {"file": of["file"]()}),
    ),
    "registers.template": row(LEAD | ADMIN, On(get={200: LEAD | ADMIN})),
    "registers.match": row(
        LEAD | ADMIN,
        On(
            "register",
            get={200: LEAD | ADMIN},
            post={303: LEAD | ADMIN},
            send={"press": "again", "rows": "idea", "repeats": "one", "stage": "design", "sheet": ""},
        ),
    ),
    "registers.show": row(LEAD | ADMIN, On("register in", get={200: LEAD | ADMIN})),
    "registers.rest": row(LEAD | ADMIN, On("register", get={200: LEAD | ADMIN})),
    "registers.file": row(LEAD | ADMIN, On("register", get={200: LEAD | ADMIN})),
    "registers.undo": row(
        LEAD | ADMIN, On("register in", post={303: LEAD | ADMIN}, send={"because": "The wrong file."})
    ),
    "registers.undo_row": row(LEAD | ADMIN, On("register in", post={303: LEAD | ADMIN})),
    "registers.owners": row(LEAD | ADMIN, On("register in", post={303: LEAD | ADMIN}, idle=WHOEVER)),  # nobody to give
    "registers.end": row(LEAD | ADMIN, On("register", post={303: LEAD | ADMIN})),
    "posters.listing": row(LEAD | ADMIN, On(get={200: LEAD | ADMIN}, post={303: LEAD | ADMIN}, send=POSTER)),
    "posters.show": row(
        LEAD | ADMIN,
        On(
            "poster", get={200: LEAD | ADMIN}, post={303: LEAD | ADMIN}, send={**POSTER, "line": "What is in your way?"}
        ),
    ),
    "posters.end": row(LEAD | ADMIN, On("poster", post={303: LEAD | ADMIN})),
    "posters.reopen": row(LEAD | ADMIN, On("ended poster", post={303: LEAD | ADMIN})),
    "posters.doors": row(
        LEAD | ADMIN, On("open doors", get={200: LEAD | ADMIN}, post={303: LEAD | ADMIN}, send=lambda of: of["form"])
    ),
    "posters.end_kept": row(
        LEAD | ADMIN, On("contact", get={200: LEAD | ADMIN}, post={303: LEAD | ADMIN}, at={"what": "codes"})
    ),
    "operations.show": row(OPERATOR, On(get={200: RUNS})),
    # a letter that never was is told like one: there is nothing to look at, and no council's to find
    "proposals.listing": row(OPERATOR, On("proposed", get={200: RUNS})),
    "proposals.new": row(
        OPERATOR,
        On(get={200: RUNS}, post={303: RUNS}, send=lambda of: {**TOGETHER, "council": str(of["side"].id)}),
    ),
    "proposals.back": row(OPERATOR, On("proposed", post={303: RUNS})),
    "operations.again": row(
        OPERATOR, On("letter", post={303: RUNS}, missing=303), On("letter in doubt", post={303: RUNS}, missing=303)
    ),
    "operations.all_again": row(OPERATOR, On("letter", post={303: RUNS})),
    "operations.leave": row(OPERATOR, On("letter in doubt", post={303: RUNS}, missing=303)),
}
