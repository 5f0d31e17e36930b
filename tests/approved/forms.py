"""Forms that are refused: each answer shows the form again, with what is wrong beside its field. Nothing is kept."""

from __future__ import annotations

from tests.approved.visits import Form, Visit

A_NAME = "Mrs Jean Hart of 14 Mill Lane, 0151 496 0123, rang again."
LONG = "A very long name for an idea that goes on and on, " * 4
PAST, FUTURE, NO_DAY = "1 March 2026", "1 March 2027", "soon"
GO = {"word": "go", "because": "It was weighed.", "seen": "0"}


def refused(who: str, address: str, called: str, **form: str | list[str]) -> Visit:
    """A form that is refused, and what its answer is called."""
    return Visit(who, address, form, called)


def parts(ref: str, **forms: Form) -> list[Visit]:
    """Forms of "keep it current", each by its part; `claim_2` is another of `claim`."""
    return [
        Visit("dan", f"/ideas/{ref}/current/{part.partition('_')[0]}", _of_part(part.partition("_")[0], form), part)
        for part, form in forms.items()
    ]


def _of_part(part: str, form: Form) -> Form:
    return {f"{part}-{name}": value for name, value in form.items()}


ACCOUNTS = [
    refused("visitor", "/sign-in", "empty"),
    refused("visitor", "/sign-in", "wrong", email="dan.whitfield@knowsley.example.org", password="not this one"),
    refused("visitor", "/sign-in?next=/board", "empty"),
    refused("visitor", "/forgotten", "empty"),
    refused("visitor", "/forgotten", "unknown", email="nobody@knowsley.example.org"),
    refused("visitor", "/invite/{invite:ines}", "empty"),
    refused("visitor", "/invite/{invite:ines}", "short", password="short"),
    refused("visitor", "/reset/{reset:dan}", "empty"),
    refused("visitor", "/reset/nothing", "sent", password="three more words"),
    refused("dan", "/account", "empty", name="", digest=""),
    refused("dan", "/account", "no-such-digest", name="Dan", digest="hourly"),
    refused("dan", "/account/password", "empty"),
    refused("dan", "/account/password", "wrong", current="not this one", password="three more words"),
    refused("dan", "/account/password", "short", current="three green shoots", password="short"),
    refused("farah@oldham", "/switch", "elsewhere", council="knowsley"),
]
COUNCIL = [
    refused("ruth", "/council/invite", "empty"),
    refused("ruth", "/council/invite", "no-address", name="Kit", email="kit", roles=["owner"]),
    refused("ruth", "/council/people/{person:dan}", "empty"),
    refused("jo", "/council/people/{person:jo}", "nobody-manages", roles=["lead"]),
    refused("ruth", "/council/words", "same", **{"role.owner": "lead", "stage.design": "x" * 80}),
]
IDEAS = [
    refused("amina", "/ideas/new", "empty"),
    refused("amina", "/ideas/new", "names", title="A call back", problem=A_NAME, proposal="Ring back."),
    refused("amina", "/ideas/new", "long", title=LONG, problem="A problem.", proposal="A try.", service="nothing"),
    refused("amina", "/ideas/KNW-40/edit", "empty"),
    refused("dan", "/ideas/KNW-20/edit", "empty", title="", problem="", proposal="", version="1"),
    refused("dan", "/ideas/KNW-20/edit", "changed-since", title="T", problem="P", proposal="Q", version="0"),
    refused("amina", "/ideas/KNW-38/edit", "names", title="T", problem=A_NAME, proposal="Q", version="1"),
    refused("amina", "/ideas/KNW-20/messages", "empty"),
    refused("amina", "/ideas/KNW-20/messages", "names", words=A_NAME),
    refused("amina", "/ideas/KNW-20/messages", "no-question", words="Here is the answer.", answer="y"),
    refused("dan", "/ideas/KNW-20/confidence", "stranger", audience="confidential", people=["{person:jo}"]),
    refused("amina", "/ideas/KNW-20/risks/{risk:KNW-20}/close", "not-hers"),
]
TRIAGE = [
    refused("ruth", "/ideas/KNW-36/triage", "empty"),
    *(
        refused("ruth", "/ideas/KNW-38/triage", outcome, outcome=outcome, words="Thank you for this.", **form)
        for outcome, form in (
            ("gate", {}),
            ("park", {"until": PAST}),
            ("refer", {}),
            ("merge", {"into": "KNW-9999"}),
        )
    ),
    refused("ruth", "/ideas/KNW-38/triage", "itself", outcome="merge", words="The same.", into="knw-38"),
    refused("ruth", "/ideas/KNW-26/triage", "no-day", outcome="park", words="Later.", until=NO_DAY),
    refused("ruth", "/ideas/KNW-20/owner", "empty"),
    refused("ruth", "/ideas/KNW-20/owner", "stranger", owner_id="{person:jo}"),
]
CURRENT = [
    *parts(
        "KNW-20",
        sponsor={"sponsor_id": "", "on": FUTURE},
        extent={},
        involvement={"involvement": "everybody"},
        nothing={},
        lesson={},
        lesson_names={"lesson": A_NAME, "worked": "yes"},
        since={"known_since": FUTURE},
        since_no_day={"known_since": NO_DAY},
        claim={},
        evidence={"note": A_NAME},
        evidence_empty={"claim_id": "{claim:KNW-20}"},
        risk={"review_on": NO_DAY},
        risk_unmended={"description": "Nobody comes", "likelihood": "5", "impact": "5"},
        money={},
        money_less={"needs": "yes", "amount_gbp": "-4", "funder": "The council"},
    ),
    *parts("KNW-35", evidence={"note": "Seen."}, money={"needs": "yes"}),
    refused("dan", "/ideas/KNW-20/current/weather", "no-part"),
    refused("colin", "/ideas/KNW-20/contact", "not-yet", on=FUTURE),
    refused("colin", "/ideas/KNW-20/contact", "no-day", on=NO_DAY),
]
GATES = [
    refused("dan", "/ideas/KNW-35/gates/design/ask", "no-day", note="Ready.", due_on=NO_DAY),
    refused("dan", "/ideas/KNW-35/gates/design/ask", "past", note="Ready.", due_on=PAST),
    refused("colin", "/ideas/KNW-30/gates/mobilise/view", "empty"),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "empty"),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "go", **GO),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "more", more="y", **{"conditions-0-text": "Ask first"}),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "conditional", **(GO | {"word": "conditional_go"})),
    refused(
        "ruth",
        "/ideas/KNW-30/gates/mobilise/decision",
        "condition-without-day",
        **(GO | {"word": "conditional_go", "conditions-0-text": "Ask first", "conditions-0-due_on": NO_DAY}),
    ),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "hold", word="hold", because="Wait."),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "return", word="return", because="Back."),
    refused("ruth", "/ideas/KNW-30/gates/mobilise/decision", "stop", word="stop", because=""),
    refused(
        "ruth",
        "/ideas/KNW-30/gates/mobilise/decision",
        "decided-since",
        **(GO | {"seen": "7", "waiver_because": "Small."}),
    ),
    refused("dan", "/ideas/KNW-22/conditions/{condition:KNW-22}", "empty"),
    refused("dan", "/ideas/KNW-20/claims/{claim:KNW-20}/correct", "without-reason", indicator="Heating calls"),
    refused("dan", "/ideas/KNW-20/claims/{claim:KNW-20}/withdraw", "empty"),
    refused("dan", "/ideas/KNW-20/risks/{risk:KNW-20}/review", "without-day", likelihood="2", impact="2"),
]
PORTFOLIO = [
    refused("dan", "/ideas/KNW-27/health", "long", E1_note="x" * 501),
    refused("dan", "/nudges/{nudge:idle/KNW-27}", "empty"),
    refused("dan", "/nudges/{nudge:idle/KNW-27}", "park", reply="park_it"),
    refused("dan", "/nudges/{nudge:idle/KNW-27}", "park-past", reply="park_it", until=PAST),
    refused("dan", "/nudges/{nudge:idle/KNW-27}", "hand-over", reply="hand_over"),
    refused("ruth", "/nudges/{nudge:no_sponsor/KNW-33}", "hand-over", reply="hand_over"),
    refused("visitor", "/n/{link:dan}", "park", reply="park_it"),
    refused("visitor", "/n/nothing", "sent", reply="still_going"),
]
SHARING = [
    refused("ruth", "/ideas/KNW-19/publish/warm-homes", "look", level="summary", says="tried"),
    refused(
        "ruth",
        "/ideas/KNW-19/publish/warm-homes",
        "look-full",
        level="full",
        says="proven",
        waiver="We saw it.",
        chosen=["proposal", "claims", "evidence", "lessons", "health", "risks", "contact"],
        parts="One visit\nTwo visits",
    ),
    refused(
        "ruth",
        "/ideas/KNW-19/publish/warm-homes",
        "too-many",
        publish="y",
        level="full",
        says="tried",
        chosen=["proposal"],
        parts="\n".join(f"Part {n}" for n in range(14)),
    ),
    refused("ruth", "/ideas/KNW-19/publish/warm-homes", "not-proven", publish="y", level="full", says="proven"),
    refused("ruth", "/ideas/KNW-16/publish/warm-homes/withdraw", "empty"),
    refused("dan", "/collaboratives/warm-homes/cards/5/adapt", "empty", title=""),
    refused("dan", "/ideas/KNW-42/adaptation", "empty"),
    refused("dan", "/ideas/KNW-42/adaptation", "no-why", status="did_not_work", result=""),
    refused("visitor", "/dev/components", "empty"),
]
FORMS = [*ACCOUNTS, *COUNCIL, *IDEAS, *TRIAGE, *CURRENT, *GATES, *PORTFOLIO, *SHARING]
