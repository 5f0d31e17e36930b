"""What is seldom: nothing worked out yet, a crowd, words over several lines, a newer policy, a plan for tomorrow."""

from __future__ import annotations

from tests.approved.states.steps import Days, Meanwhile, State, look, sends

COPIES = """INSERT INTO idea SELECT (jsonb_populate_record(NULL::idea, to_jsonb(i) || jsonb_build_object(
 'id', ('00000000-0000-7000-8000-' || lpad((n + {first})::text, 12, '0'))::uuid, 'ref', 'KNW-' || (n + {first}),
 'title', i.title || ' ' || n, 'position', i.position + n))).*
 FROM idea i, generate_series(1, {count}) n WHERE i.ref = '{ref}'"""


def copies(ref: str, count: int, *, first: int) -> Meanwhile:
    """So many ideas more that look like one of Knowsley's."""
    return Meanwhile(f"{count} ideas like {ref}", COPIES.format(ref=ref, count=count, first=first))


ODD = [
    State(
        "nothing-worked-out",
        [
            Meanwhile("nothing is worked out", "DELETE FROM triangle; DELETE FROM profile_snapshot"),
            *look("/portfolio", "ruth"),
            *look("/portfolio/mix", "ruth"),
            *look("/ideas/KNW-20/health", "dan", "amina"),
            *look("/ideas/KNW-20", "dan"),
            *look("/ideas/KNW-20/publish/warm-homes", "ruth"),
        ],
    ),
    State(
        "a-crowd",
        [
            copies("KNW-27", 60, first=1000),
            copies("KNW-25", 9, first=2000),
            copies("KNW-38", 9, first=3000),
            Days(0),
            *look("/", "ruth", "dan", "colin"),
            *look("/board", "ruth"),
            *look("/ideas", "amina"),
            *look("/portfolio/evidence", "ruth"),
            *look("/portfolio/evidence?page=2", "ruth"),
            *look("/portfolio/evidence?page=2&day=2026-11-24", "ruth"),
            copies("KNW-38", 201, first=4000),
            *look("/triage", "ruth"),
            *look("/", "ruth"),
        ],
        whole=True,
    ),
    State(
        "tomorrow-planned",
        [
            Days(6, works=False),
            *look("/portfolio/nudges", "ruth", "jo"),
            sends("ruth", "/portfolio/nudges/withhold", rule="idle", subject="{idea:KNW-23}", because="They are away."),
            sends("ruth", "/portfolio/nudges/withhold", rule="idle", subject="{idea:KNW-13}"),
            sends("ruth", "/portfolio/nudges/withhold", rule="idle", subject="{idea:KNW-23}"),
            *look("/portfolio/nudges", "ruth"),
        ],
    ),
    State(
        "a-newer-policy",
        [
            Meanwhile(
                "a policy is made",
                "INSERT INTO gate_policy (council_id, id, version, rules) SELECT council_id, id, 2, '{}' FROM idea"
                " WHERE ref = 'KNW-30'",
            ),
            *look("/ideas/KNW-30/gates/mobilise", "ruth", "dan"),
            sends("ruth", "/ideas/KNW-30/gates/mobilise/policy"),
            *look("/ideas/KNW-30", "ruth"),
        ],
    ),
    State(
        "a-colour",
        [
            Meanwhile("plum is chosen", "UPDATE council SET shown_brand = 'plum' WHERE code = 'knowsley'"),
            *look("/account/password", "dan"),
        ],
    ),
]
