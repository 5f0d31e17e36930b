"""What councils share, how one is run, accounts, and what stands there when days have passed."""

from __future__ import annotations

from tests.approved.states.steps import Days, State, look, refused, sends
from tests.approved.visits import Visit

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
            sends(
                "jo", "/ideas/OLD-7/adaptation", status="did_not_work", why_not="resources", result="Nobody paid in."
            ),
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
            refused("visitor", "/forgotten", email="amina.yusuf@knowsley.example.org"),
        ],
    ),
    State(
        "too-many-tries",
        [
            refused("visitor", "/sign-in", email="dan.whitfield@knowsley.example.org", password=f"guess {n}")
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
        whole=True,
    )
    for days in (20, 120)
]
