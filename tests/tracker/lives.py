"""What must be true of ideas whatever was done to them, in whatever order: read from all rows of a council, plainly.

Each check restates a sentence of domain.md without the product's code. `wrongs` returns what does not hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import text

from tracker.tenancy import session

Row = Mapping[str, Any]
STAGES = ("latent", "design", "mobilise", "mainstream", "embedded")
GATE_AT = dict(zip(STAGES, ("design", "mobilise", "mainstream", "embed", "embed"), strict=True))
ON = {"go", "conditional_go"}
TABLES = {
    "ideas": "SELECT * FROM idea",
    "states": "SELECT * FROM idea_state ORDER BY number",
    "moves": "SELECT * FROM stage_move ORDER BY number",
    "decisions": "SELECT * FROM decision ORDER BY idea_id, number",
    "reversals": "SELECT * FROM reversal",
    "conditions": "SELECT * FROM condition",
    "extensions": "SELECT * FROM extension",
    "requests": "SELECT * FROM decision_request",
    "benefits": "SELECT * FROM benefit",
    "figures": "SELECT * FROM benefit_period",
    "joins": "SELECT * FROM idea_merge",
    "lessons": "SELECT * FROM lesson",
    "amendments": "SELECT * FROM amendment ORDER BY number",
    "members": "SELECT person_id, name, ended_at FROM membership",
    "followers": "SELECT idea_id, person_id FROM follower",
    "letters": "SELECT key FROM letter WHERE key LIKE 'decision:%'",
    "happened": "SELECT what, idea_id FROM event WHERE what IN ('gate_decided', 'idea_reopened')",
}
_PARTS = (f"coalesce((SELECT json_agg(t) FROM ({sql}) AS t), '[]') AS {name}" for name, sql in TABLES.items())  # noqa: S608 - constants
_ALL = text("SELECT " + ", ".join(_PARTS))


class Rows:
    """All rows of a council that tell of lives of ideas."""

    def __init__(self) -> None:
        self.all: dict[str, list[Row]] = dict(session().execute(_ALL).mappings().one())
        self._by_idea: dict[str, dict[str, list[Row]]] = {}

    def of(self, table: str, idea_id: str) -> list[Row]:
        """The rows of a table that are of one idea."""
        if table not in self._by_idea:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.all[table]:
                found[row["idea_id"]].append(row)
            self._by_idea[table] = found
        return self._by_idea[table].get(idea_id, [])

    def idea(self, ref: str) -> Row:
        """An idea by its reference."""
        return next(row for row in self.all["ideas"] if row["ref"] == ref)


def wrongs(rows: Rows) -> list[str]:
    """Everything that does not hold, each with the reference of its idea."""
    checks = (stages, decisions, words_of_decisions, reversals, conditions, requests, benefits, states, joins)
    own = [one for one in rows.all["ideas"] if one["state"] != "draft" and one["source"] is None]
    return [f"{one['ref']}: {wrong}" for one in own for check in checks for wrong in check(rows, one)]


def stages(rows: Rows, one: Row) -> Iterator[str]:
    """No stage without a decision: each move has one, and the last says where it stands."""
    made = {row["id"]: row for row in rows.of("decisions", one["id"])}
    at, moved = "latent", set()
    for move in rows.of("moves", one["id"]):
        by = made.get(move["decision_id"])
        if by is None or (by["from_stage"], by["to_stage"]) != (move["from_stage"], move["to_stage"]):
            yield f"moved to {move['to_stage']} without a decision"
        if move["from_stage"] != at:
            yield f"moved from {move['from_stage']} while it was in {at}"
        at = move["to_stage"]
        moved.add(move["decision_id"])
    if one["stage"] != at:
        yield f"stands in {one['stage']}, its moves lead to {at}"
    if lost := [row["number"] for row in made.values() if row["word"] != "reopen" and row["id"] not in moved]:
        yield f"decisions {lost} led nowhere"


def decisions(rows: Rows, one: Row) -> Iterator[str]:
    """Each has its number, a named person, reasons and what was known; the record tells of each."""
    made = rows.of("decisions", one["id"])
    names = {row["person_id"]: row["name"] for row in rows.all["members"]}
    if [row["number"] for row in made] != list(range(1, len(made) + 1)):
        yield "decisions are not numbered one after the other"
    if len(rows.of("happened", one["id"])) != len(made):
        yield "the record does not tell of each decision"
    for row in made:
        told = f"decision {row['number']} ({row['word']})"
        if not says_something(names.get(row["by_id"])):
            yield f"{told} has no named person"
        if not says_something(row["because"]):
            yield f"{told} has no reason"
        if row["waived"] and not says_something(row["waiver_because"]):
            yield f"{told} waives without a reason"
        if not row["snapshot"] or row["policy_version"] is None:
            yield f"{told} keeps nothing of what was known"


def words_of_decisions(rows: Rows, one: Row) -> Iterator[str]:
    """Each begins where the one before led, and leads where its word says; a stop has its reason and left a lesson."""
    at = "latent"
    for row in rows.of("decisions", one["id"]):
        told = f"decision {row['number']} ({row['word']})"
        if row["from_stage"] != at:
            yield f"{told} was made in {row['from_stage']}, the one before led to {at}"
        step, at = STAGES.index(row["to_stage"]) - STAGES.index(row["from_stage"]), row["to_stage"]
        if not (step == 1 if row["word"] in ON else step < 0 if row["word"] == "return" else step == 0):
            yield f"{told} led {step} stages on"
        if row["word"] == "stop" and not (row["stop_reason"] and rows.of("lessons", one["id"])):
            yield f"{told} has no reason of the list, or left no lesson"


def says_something(words: str | None) -> bool:
    """Whether there is a letter or a number in words."""
    return any(map(str.isalnum, words or ""))


def undone(made: Sequence[Row]) -> dict[str, list[str]]:
    """What each return reverses, restated: every decision that let it on above that stage, and was not reversed yet."""
    gone: set[str] = set()
    found: dict[str, list[str]] = {}
    for place, row in enumerate(made):
        if row["word"] == "return":
            stage = STAGES.index(row["to_stage"])
            above = [old["id"] for old in made[:place] if old["word"] in ON and STAGES.index(old["to_stage"]) > stage]
            found[row["id"]] = [each for each in above if each not in gone]
            gone.update(above)
    return found


def reversals(rows: Rows, one: Row) -> Iterator[str]:
    """A return links every decision that it reverses, once and no other."""
    made = rows.of("decisions", one["id"])
    known = {row["id"] for row in made}
    linked = {(row["decision_id"], row["reversed_id"]) for row in rows.all["reversals"] if row["decision_id"] in known}
    if linked != {(back, old) for back, below in undone(made).items() for old in below}:
        yield "its returns do not link what they reverse"


def conditions(rows: Rows, one: Row) -> Iterator[str]:
    """Those of a decision that was reversed fell away; another date waits only for one that is open."""
    reversed_ids = {row["reversed_id"] for row in rows.all["reversals"]}
    over = set()
    for row in rows.of("conditions", one["id"]):
        if row["met_on"] or row["fallen_on"]:
            over.add(row["id"])
        elif row["decision_id"] in reversed_ids:
            yield f"“{row['text']}” is asked for by a decision that was reversed"
        if row["fallen_on"] and row["decision_id"] not in reversed_ids:
            yield f"“{row['text']}” fell away with a decision that stands"
    waiting = [row["condition_id"] for row in rows.of("extensions", one["id"]) if row["answered_at"] is None]
    if over & set(waiting) or len(set(waiting)) < len(waiting):
        yield "another date waits that nobody can answer, or two do"


def requests(rows: Rows, one: Row) -> Iterator[str]:
    """What waits for a decision can be decided: one at most, at the gate that comes next, of an idea worked on."""
    waiting = [row for row in rows.of("requests", one["id"]) if row["decided_at"] is None]
    if len(waiting) > 1:
        yield "two requests for a decision wait"
    if any(one["state"] != "active" or row["gate"] != GATE_AT[one["stage"]] for row in waiting):
        yield f"a request waits that cannot be answered ({one['state']}, {one['stage']})"


def benefits(rows: Rows, one: Row) -> Iterator[str]:
    """None is verified by who claimed it; what rested on a decision that was reversed is under question."""
    made = {row["id"]: row for row in rows.of("decisions", one["id"])}
    linked = [(row["decision_id"], row["reversed_id"]) for row in rows.all["reversals"]]
    backs = [(made[back], made[old]) for back, old in linked if back in made]
    for row in rows.of("benefits", one["id"]):
        figures = [one for one in rows.of("figures", one["id"]) if one["benefit_id"] == row["id"]]
        came = [one for one in figures if one["actual"] is not None or one["came"]]
        if row["verified_by_id"] and row["verified_by_id"] in {
            row["claimed_by_id"],
            *(one["claimed_by_id"] for one in came),
        }:
            yield f"“{row['description']}” is verified by who claimed it"
        if row["state"] == "realised" and any(
            one["checked_word"] != "right" for one in came or [{"checked_word": None}]
        ):
            yield f"“{row['description']}” came, with a figure that nobody checked"
        if any(one["checked_by_id"] in {row["claimed_by_id"], one["claimed_by_id"]} - {None} for one in came):
            yield f"a figure of “{row['description']}” is checked by who claimed it"
        acts = rows.of("amendments", one["id"])
        stated = [moment(said["at"]) for said in acts if said["row_id"] == row["id"] and said["act"] == "moved"]
        since, place = max([moment(row["recorded_at"]), *stated]), (moment(row["recorded_at"]), row["id"])
        fell = any((moment(old["at"]), old["id"]) < place and moment(back["at"]) > since for back, old in backs)
        if fell and row["state"] not in {"under_question", "withdrawn"}:
            yield f"“{row['description']}” is {row['state']} though what it rests on was reversed"


def states(rows: Rows, one: Row) -> Iterator[str]:
    """Its state is that of its newest row; what belongs to a state stands with that state alone."""
    newest = rows.of("states", one["id"])[-1]
    if (one["state"], one["outcome"]) != (newest["state"], newest["outcome"]):
        yield f"is {one['state']} {one['outcome']}, its rows tell {newest['state']} {newest['outcome']}"
    if (one["state"] == "parked") is not (one["parked_until"] is not None):
        yield "is parked without a day, or waits for one though it is not"
    if one["state"] == "closed" and (one["outcome"] is None or one["outcome"] == "parked"):
        yield "is closed without an outcome"
    if one["state"] in {"triage", "active"} and one["outcome"] is not None:
        yield f"goes on, and has the outcome {one['outcome']}"
    if one["held_until"] and one["state"] != "active":
        yield f"is held while it is {one['state']}"
    if one["state"] == "triage" and one["stage"] != "latent":
        yield "is in triage beyond latent"
    for before, after in pairwise(row["state"] for row in rows.of("states", one["id"])):
        if before == after == "closed":
            yield "was closed twice"


def joins(rows: Rows, one: Row) -> Iterator[str]:
    """Joined into another means closed as merged, with a row that stands; no circle."""
    standing = [row["into_id"] for row in rows.of("joins", one["id"]) if row["undone_at"] is None]
    if standing != ([one["merged_into_id"]] if one["merged_into_id"] else []):
        yield "is joined otherwise than its rows tell"
    if (one["outcome"] == "merged") is not (one["merged_into_id"] is not None):
        yield "is closed as joined and is not, or the other way about"
    ideas, on, seen = {row["id"]: row for row in rows.all["ideas"]}, one, {one["id"]}
    while on["merged_into_id"]:
        on = ideas[on["merged_into_id"]]
        if on["id"] in seen:
            yield "is joined in a circle"
            return
        seen.add(on["id"])


def unheard(rows: Rows, known: set[str]) -> list[str]:
    """Who has no letter about a decision made since `known`: its authors, owner, sponsor and followers; whoever
    made it needs none."""
    keys = {row["key"] for row in rows.all["letters"]}
    left = {row["person_id"] for row in rows.all["members"] if row["ended_at"]}
    ideas = {row["id"]: row for row in rows.all["ideas"]}
    found = []
    for row in rows.all["decisions"]:
        if row["id"] not in known:
            one = ideas[row["idea_id"]]
            joined = [each["author_id"] for each in ideas.values() if each["merged_into_id"] == one["id"]]
            people = {one["author_id"], one["owner_id"], one["sponsor_id"], *joined}
            people |= {each["person_id"] for each in rows.of("followers", one["id"])}
            untold = [who for who in people - left - {row["by_id"], None} if f"decision:{row['id']}:{who}" not in keys]
            found += [f"{one['ref']}: {who} was not told of decision {row['number']}" for who in untold]
    return found


def moment(told: str) -> datetime:
    """A moment as JSON tells it."""
    return datetime.fromisoformat(told)
