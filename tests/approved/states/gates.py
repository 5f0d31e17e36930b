"""Gates and nudges: every decision and every answer."""

from __future__ import annotations

from tests.approved.states.steps import Days, State, look, refused, sends
from tests.approved.visits import Visit


def decided(word: str, **form: str) -> State:
    """A decision is made at a gate."""
    address = "/ideas/KNW-30/gates/mobilise"
    said = {"because": "It was weighed.\nIt is small.", "waiver_because": "Small enough to try.", "seen": "1"}
    act = Visit("ruth", f"{address}/decision", {"word": word, **said, **form})
    return State(f"decided-{word}", [act, *look("/ideas/KNW-30", "dan"), *look(address, "dan"), *look("/", "dan")])


def answered(reply: str, **form: str) -> State:
    """A nudge is answered."""
    act = Visit("dan", "/nudges/{nudge:idle/KNW-27}", {"reply": reply, **form})
    return State(
        f"nudge-{reply}",
        [
            act,
            *look("/nudges/{nudge:idle/KNW-27}", "dan"),
            *look("/ideas/KNW-27", "dan"),
            *look("/inbox", "dan"),
            *look("/portfolio/nudges", "ruth"),
        ],
    )


GATES = [
    decided("go"),
    decided(
        "conditional_go",
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
            refused("dan", "/nudges/{nudge:review_risk/KNW-20}/later", day="1 March 2020"),
            *look("/nudges/{nudge:idle/KNW-27}", "dan"),
            sends("dan", "/ideas/KNW-22/conditions/{condition:KNW-22}", note="It is met."),
            Days(1),
            *look("/nudges/{nudge:condition_due/KNW-22}", "dan"),
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
