"""States that the demonstration lacks, each reached by real acts through pages in a town of its own; who sees what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.approved.files import name_of
from tests.approved.visits import Visit


@dataclass(frozen=True)
class Days:
    """So many days pass, and the worker does on the last of them what it promises."""

    days: int


@dataclass(frozen=True)
class State:
    """What happens, in its order, and who looks at it then. An act is a form that leads on to another page."""

    name: str
    steps: Sequence[Visit | Days]

    def named(self) -> list[tuple[str, Visit | Days]]:
        """Every step, and what its answer is kept under."""
        return [(f"pages/after/{self.name}/{number:02}_{_words(step)}", step) for number, step in enumerate(self.steps)]


def _words(step: Visit | Days) -> str:
    if isinstance(step, Days):
        return f"letters-after-{step.days}-days"
    return name_of(step.address.strip("/").replace("{", "").replace("}", "") or "home", step.who)


def sends(who: str, address: str, **form: str | list[str]) -> Visit:
    """Somebody sends a form."""
    return Visit(who, address, form)


def look(address: str, *people: str) -> list[Visit]:
    """People look at an address."""
    return [Visit(who, address) for who in people]


def triaged(outcome: str, ref: str = "KNW-36", **form: str) -> State:
    """An idea gets an outcome in triage."""
    act = sends("ruth", f"/ideas/{ref}/triage", outcome=outcome, words="Thank you. It was weighed.", **form)
    return State(f"triage-{outcome}", [act, *look(f"/ideas/{ref}", "ruth", "amina"), *look("/", "amina")])


def decided(word: str, **form: str) -> State:
    """A decision is made at a gate."""
    address = "/ideas/KNW-30/gates/mobilise"
    said = {"because": "It was weighed.", "waiver_because": "Small enough to try.", "seen": "1"}
    act = Visit("ruth", f"{address}/decision", {"word": word, **said, **form})
    return State(f"decided-{word}", [act, *look("/ideas/KNW-30", "dan"), *look(address, "dan"), *look("/", "dan")])


def answered(reply: str, **form: str) -> State:
    """A nudge is answered."""
    act = Visit("dan", "/nudges/{nudge:idle/KNW-27}", {"reply": reply, **form})
    return State(
        f"nudge-{reply}",
        [act, *look("/ideas/KNW-27", "dan"), *look("/inbox", "dan", "ruth"), *look("/portfolio/nudges", "ruth")],
    )


TRIAGE = [
    triaged("gate", owner_id="{person:dan}"),
    triaged("improve"),
    triaged("resource"),
    triaged("park", until="1 March 2027"),
    triaged("refer", to_whom="The health board"),
    triaged("decline"),
    triaged("ask"),
    triaged("reply"),
    State(
        "merged",
        [
            sends("ruth", "/ideas/KNW-39/triage", outcome="merge", words="The same.", into="knw-36"),
            *look("/ideas/KNW-39", "dan", "ruth"),
            *look("/ideas/KNW-36", "amina"),
            *look("/", "dan"),
            sends("ruth", "/ideas/KNW-39/merge/undo"),
            *look("/ideas/KNW-36", "ruth"),
        ],
    ),
    State(
        "woken",
        [sends("ruth", "/ideas/KNW-26/wake"), *look("/ideas/KNW-26", "ruth", "amina"), *look("/triage", "ruth")],
    ),
    State(
        "question-answered",
        [
            sends("ruth", "/ideas/KNW-36/triage", outcome="ask", words="Which room is it?"),
            *look("/ideas/KNW-36", "amina"),
            *look("/inbox", "amina"),
            sends("amina", "/ideas/KNW-36/messages", words="The one upstairs.", answer="y"),
            *look("/ideas/KNW-36/triage", "ruth"),
        ],
    ),
    State(
        "nothing-waits",
        [
            *(sends("farah@tower-hamlets", "/ideas/TWH-7/triage", outcome="decline", words="Thank you.") for _ in "1"),
            *look("/triage", "farah@tower-hamlets"),
            *look("/", "farah@tower-hamlets"),
        ],
    ),
]
GATES = [
    decided("go"),
    decided(
        "conditional",
        **{
            "conditions-0-text": "Ask the tenants",
            "conditions-0-owner_id": "{person:dan}",
            "conditions-0-due_on": "1 March 2027",
        },
    ),
    decided("hold", until="1 March 2027"),
    decided("return", to_stage="latent"),
    decided("stop", stop_reason="no_real_need", lesson="Ask first.", archive_consent="y"),
    State(
        "asked-and-viewed",
        [
            sends("dan", "/ideas/KNW-27/gates/mobilise/answers", ask="y"),
            sends("dan", "/ideas/KNW-27/gates/mobilise/ask", note="It is ready.", due_on="18 December 2026"),
            sends("oona", "/ideas/KNW-27/gates/mobilise/view", leaning="hold", because="Not in winter."),
            *look("/ideas/KNW-27/gates/mobilise", "ruth", "amina"),
            *look("/ideas/KNW-27", "dan", "ruth"),
            *look("/", "ruth"),
        ],
    ),
    State(
        "condition-met",
        [
            sends("dan", "/ideas/KNW-22/conditions/{condition:KNW-22}", note="The list hangs in the hall."),
            *look("/ideas/KNW-22/decisions/2", "dan"),
        ],
    ),
]
NUDGES = [
    answered("still_going", note="We go on in spring."),
    answered("park_it", until="1 March 2027"),
    answered("hand_over", to="{person:olaf}"),
    answered("need_help"),
    State(
        "nudge-another-day",
        [
            sends("dan", "/nudges/{nudge:idle/KNW-27}/later", day="14 December 2026", because="On leave."),
            sends("dan", "/nudges/{nudge:review_risk/KNW-20}/later", day="1 March 2020"),
            *look("/inbox", "dan"),
            *look("/portfolio/nudges", "ruth"),
        ],
    ),
    State(
        "answered-by-link",
        [
            *look("/n/{link:dan}", "visitor"),
            sends("visitor", "/n/{link:dan}/later", day="14 December 2026", because="On leave."),
            sends("visitor", "/n/{link:colin}", reply="need_help", note="I know nobody there."),
            *look("/ideas/KNW-25", "ruth"),
        ],
    ),
    State("notices-read", [sends("ruth", "/collaboratives/notices"), *look("/", "ruth"), *look("/inbox", "ruth")]),
]
IDEAS = [
    State(
        "confidential",
        [
            sends("dan", "/ideas/KNW-17/confidence", keep="y", people=["{person:amina}"]),
            *look("/ideas/KNW-17", "dan", "amina", "colin"),
            *look("/ideas/KNW-17/confidence", "dan"),
            *look("/portfolio/evidence", "ruth", "colin"),
            *look("/ideas", "colin"),
            *look("/ideas/KNW-17/publish", "ruth"),
            sends("dan", "/ideas/KNW-17/confidence", open="y"),
        ],
    ),
    State(
        "logged",
        [
            sends(
                "cora", "/ideas/new", title="A bench by the stop", problem="No seat.", proposal="A bench.", draft="y"
            ),
            *look("/", "cora"),
            sends(
                "cora",
                "/ideas/KNW-43/edit",
                title="A bench by the stop",
                problem="No seat.",
                proposal="A bench.",
                version="1",
            ),
            *look("/ideas/KNW-43", "cora", "dan"),
            *look("/", "cora", "ruth"),
            sends("cora", "/ideas/KNW-43/edit", title="Two benches", problem="No seat.", proposal="Two.", version="1"),
        ],
    ),
    State(
        "talked",
        [
            sends("amina", "/ideas/KNW-20/messages", words="We see this in Kirkby too.\nEvery week."),
            sends("cora", "/ideas/KNW-20/follow", follow="yes"),
            *look("/inbox", "dan"),
            sends("ruth", "/ideas/KNW-20/messages/{message:KNW-20}/redact"),
            sends("cora", "/ideas/KNW-20/follow", follow="no"),
        ],
    ),
    State(
        "handed-over",
        [
            sends("dan", "/ideas/KNW-20/owner", owner_id="{person:olaf}", note="You know the fitters."),
            *look("/ideas/KNW-20", "olaf"),
            *look("/", "olaf"),
            *look("/inbox", "olaf"),
        ],
    ),
    State(
        "kept-current",
        [
            *(
                Visit("dan", f"/ideas/KNW-27/current/{part}", {f"{part}-{name}": value for name, value in form.items()})
                for part, form in {
                    "sponsor": {
                        "sponsor_id": "else",
                        "sponsor_name": "The mayor",
                        "on": "20 November 2026",
                        "note": "A visit",
                    },
                    "extent": {"extent": "radical"},
                    "involvement": {"involvement": "design"},
                    "nothing": {"risk_of_nothing": "People go without."},
                    "lesson": {"lesson": "Ask first.", "worked": "partly"},
                    "since": {"known_since": "1 March 2024", "decided_to_act_on": "1 April 2025"},
                    "claim": {
                        "indicator": "Calls",
                        "unit": "a week",
                        "baseline": "40",
                        "baseline_date": "2026-04",
                        "target": "10",
                        "target_on": "1 March 2027",
                    },
                    "evidence": {"claim_id": "{claim:KNW-27}", "kind": "figure", "value": "30", "note": "Counted."},
                    "risk": {
                        "description": "Nobody comes",
                        "likelihood": "4",
                        "impact": "4",
                        "mitigation": "Ask",
                        "review_on": "1 March 2027",
                    },
                    "money": {"needs": "yes", "funder": "The council", "amount_gbp": "1200.50", "end": "31 March 2027"},
                }.items()
            ),
            *look("/ideas/KNW-27", "dan"),
            sends("dan", "/ideas/KNW-27/risks/{risk:KNW-27}/close"),
            Visit("dan", "/ideas/KNW-27/current/evidence", {"evidence-holds": "y", "evidence-note": "Still so."}),
            Visit("dan", "/ideas/KNW-27/current/money", {"money-needs": "no"}),
            *look("/ideas/KNW-27", "ruth"),
        ],
    ),
]
SHARING = [
    State(
        "shared",
        [
            Visit(
                "ruth",
                "/ideas/KNW-19/publish/warm-homes",
                {
                    "publish": "y",
                    "level": "full",
                    "says": "proven",
                    "waiver": "We saw it.",
                    "chosen": ["proposal", "claims", "evidence", "lessons", "health", "risks", "contact"],
                    "parts": "One fund\nThree services",
                },
            ),
            *look("/ideas/KNW-19/publish", "ruth"),
            *look("/collaboratives/warm-homes", "jo"),
            *look("/collaboratives/warm-homes/cards/6", "jo"),
            *look("/collaboratives/warm-homes/cards/6/adapt", "jo"),
            Visit(
                "jo",
                "/collaboratives/warm-homes/cards/6/adapt",
                {
                    "title": "A winter fund, here",
                    "fits_because": "Winters are cold here too.",
                    "kept": "The fund",
                    "changed": "Two services",
                    "dropped": "The third",
                    "parts-0-does": "keep",
                    "parts-1-does": "drop",
                    "parts-1-why": "We have two",
                },
            ),
            *look("/ideas/OLD-7/lineage", "jo"),
            sends("jo", "/ideas/OLD-7/adaptation", status="did_not_work", why_not="money", result="Nobody paid in."),
            *look("/ideas/KNW-19/lineage", "ruth"),
            *look("/collaboratives/warm-homes/cards/6", "ruth"),
            sends("ruth", "/ideas/KNW-19/publish/warm-homes/withdraw", because="It changed."),
            *look("/ideas/KNW-19/publish", "ruth"),
            *look("/ideas/KNW-19", "ruth"),
            *look("/ideas/OLD-7/lineage", "jo"),
            *look("/collaboratives", "jo"),
        ],
    ),
]
COUNCIL = [
    State(
        "run",
        [
            sends(
                "ruth",
                "/council/invite",
                name="Kit Bell",
                email="kit.bell@knowsley.example.org",
                job_title="Planner",
                roles=["owner"],
            ),
            sends("ruth", "/council/services", name="Parks", senior_owner="The head of place"),
            sends("ruth", "/council/services", name=""),
            sends("ruth", "/council/services", name="Parks"),
            sends("ruth", "/council/promise", days="9"),
            sends("ruth", "/council/promise", days="99"),
            sends("ruth", "/council/people/{person:cora}", roles=["owner", "sponsor"]),
            sends("ruth", "/council/people/{person:cora}/end"),
            sends("ruth", "/council/people/{person:ruth}/end"),
        ],
    ),
    State(
        "own-words",
        [
            Visit("ruth", "/council/words", {"role.owner": "project lead", "stage.mobilise": "pilot"}),
            *look("/ideas/KNW-20", "dan"),
            *look("/board", "ruth"),
            *look("/council/permissions", "dan"),
        ],
    ),
    State(
        "account",
        [
            sends("farah@oldham", "/account", name="Farah B", digest="weekly"),
            sends("farah@oldham", "/switch", council="tower-hamlets"),
            sends("dan", "/account/password", current="three green shoots", password="three more words"),
            sends("amina", "/account/sign-out-everywhere"),
            sends("colin", "/sign-out"),
            sends(
                "visitor",
                "/sign-in?next=/board",
                email="colin.hartley@knowsley.example.org",
                password="three green shoots",
            ),
            sends("visitor", "/invite/{invite:ines}", password="three more words"),
            *look("/invite/{invite:ines}", "visitor"),
            sends("visitor", "/forgotten", email="amina.yusuf@knowsley.example.org"),
        ],
    ),
    State(
        "too-many-tries",
        [
            sends("visitor", "/sign-in", email="dan.whitfield@knowsley.example.org", password=f"guess {n}")
            for n in range(6)
        ],
    ),
]
LATER = [
    State(
        f"{days}-days-later",
        [
            Days(days),
            *look("/", "ruth", "dan", "colin", "amina"),
            *look("/inbox", "ruth", "dan"),
            *look("/triage", "ruth"),
            *look("/portfolio", "ruth"),
            *look("/portfolio/nudges", "ruth"),
            *look("/ideas/KNW-15", "dan"),
            *look("/ideas/KNW-22/gates/mainstream", "ruth"),
            *look("/n/{link:dan}", "visitor"),
            *look("/ops", "omar"),
        ],
    )
    for days in (20, 400)
]
STATES = [*TRIAGE, *GATES, *NUDGES, *IDEAS, *SHARING, *COUNCIL, *LATER]
