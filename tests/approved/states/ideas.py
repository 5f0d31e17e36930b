"""Ideas in triage and after it: every outcome, joined, woken, confidential, talked about, kept current."""

from __future__ import annotations

from tests.approved.states.steps import State, look, sends
from tests.approved.visits import Visit


def triaged(outcome: str, ref: str = "KNW-36", **form: str) -> State:
    """An idea gets an outcome in triage."""
    act = sends("ruth", f"/ideas/{ref}/triage", outcome=outcome, words="Thank you.\nIt was weighed.", **form)
    return State(f"triage-{outcome}", [act, *look(f"/ideas/{ref}", "ruth", "amina"), *look("/", "amina")])


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
        "reopened",
        [
            sends("ruth", "/ideas/KNW-18/reopen", because="The new landlord asks for it."),
            *look("/ideas/KNW-18", "ruth"),
            *look("/", "amina"),
        ],
    ),
    State(
        "passed-on",
        [
            sends("adam", "/council/services/{service:Libraries}", senior_owner="Cora Lund"),
            *look("/council", "adam"),
            sends("ruth", "/ideas/KNW-36/triage", outcome="refer", words="It is theirs.", to_whom="libraries"),
            *look("/ideas/KNW-36", "ruth"),
        ],
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
IDEAS = [
    State(
        "confidential",
        [
            sends("dan", "/ideas/KNW-17/confidence", audience="confidential", people=["{person:cora}"]),
            *look("/ideas/KNW-17", "dan", "cora", "colin"),
            *look("/ideas/KNW-17/confidence", "dan"),
            *look("/portfolio/evidence", "ruth", "colin"),
            *look("/ideas", "colin"),
            *look("/ideas/KNW-17/publish", "ruth"),
            sends("dan", "/ideas/KNW-17/confidence", audience="everybody"),
        ],
    ),
    State(
        "logged",
        [
            sends(
                "cora",
                "/ideas/new",
                title="Bench by the stop",
                problem="No seat.\nNo roof.",
                proposal="A bench.",
                draft="y",
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
                    "involvement": {"involvement": "designs_with"},
                    "nothing": {"risk_of_nothing": "People go without.\nThey say so."},
                    "lesson": {"lesson": "Ask first.\nThen try.", "worked": "mixed"},
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
