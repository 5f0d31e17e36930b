"""Every statement that finds ideas holds the clause of who sees them (tracker/idea/visible.py), or says why not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.shape.layout import ROOT, trees

CALLS = "select|exists|get|get_one|join|outerjoin|select_from"
FINDS_IDEAS = re.compile(
    rf"\b(?:FROM|JOIN) idea\b|(?<!def )\b(?:{CALLS})\((?:[^()]|\([^()]*\))*?\bIdea\b|\bideas = select\b", re.DOTALL
)
HOLDS_THE_CLAUSE = re.compile(r"\b(?:VISIBLE|SUBMITTED|OPEN|_FOR_EACH)\b|\bvisible_to\(")

AT_HAND = "an idea that was found for its reader before"
FIGURE = "a figure or what one is made of: it names no idea to anybody"
REASON = "whom a reason asks sees its idea: nudge/queries/reasons"
ITS_CALLERS = "whoever asks gives the clause"
OPEN_TO_ALL = "nothing is carried of an idea that is not open to all"
BROUGHT = "what its own spreadsheet brought, in the words of that"
WITHOUT_THE_CLAUSE = {
    "amendment/queries.py _WITHDRAWN_ON": AT_HAND,
    "collaborative/actions/publication.py refresh": "cards follow their ideas, whoever reads them",
    "collaborative/actions/carrying.py _questions": OPEN_TO_ALL,
    "collaborative/actions/carrying.py _answers": OPEN_TO_ALL,
    "collaborative/actions/carrying.py _bring_back": OPEN_TO_ALL,
    "collaborative/queries/notices.py _NOTICES": f"{ITS_CALLERS}; the worker writes to who sees it",
    "exchange/sheets/case.py CaseSheet.join": ITS_CALLERS,
    "exchange/sheets/ideas.py IdeasSheet.join": ITS_CALLERS,
    "exchange/rules/record.py RecordTable._sent": "the full record, for whoever runs the whole",
    "exchange/sheets/ideas.py _references": "which references are taken",
    "context/queries.py _LINES": "each list that is made of it holds the clause; the aside is of an idea at hand",
    "gate/queries/decisions.py locked": AT_HAND,
    "gate/queries/meeting.py _TABLE": "those of _SEEN, which holds the clause",
    "gate/queries/paper.py _OWNER": AT_HAND,
    "gate/queries/paper.py _WHOSE": AT_HAND,
    "gate/queries/policy.py _POLICIES": AT_HAND,
    "idea/queries/aside.py Aside.on": AT_HAND,
    "idea/actions/merge.py _CAME_WITH": "with which joined idea a follower came along",
    "idea/actions/merge.py _FROM_HERE": "whether somebody said the idea with which they came along",
    "idea/actions/merge.py _let_followers_go": "those that two joined ideas were joined into: nothing of them is shown",
    "idea/actions/merge.py undo_merge": "the other of two that were joined, named only where it is open",
    "idea/actions/reference.py _TAKEN": "whether a reference is taken",
    "idea/actions/reference.py _SKIP": "the highest reference that is taken",
    "idea/actions/turn.py _HOLD": "it is held, not shown, before it is found for its reader",
    "idea/actions/rest.py _DUE": "the worker wakes it; what is set aside is named to the operator by its reference",
    "idea/actions/rest.py _woken": "the worker wakes it, and its authors are told",
    "idea/queries/board.py _AGES": FIGURE,
    "idea/queries/listing.py _FIRST": "each list is narrowed by the clause of _WHERE",
    "idea/queries/listing.py _LED": "each list is narrowed by the clause of _WHERE",
    "idea/queries/listing.py _SEARCH": "each list is narrowed by the clause of _WHERE",
    "idea/queries/lookup.py by_id": AT_HAND,
    "idea/queries/particulars.py _PARTICULARS": AT_HAND,
    "idea/queries/lookup.py _PEOPLE_ON": "whoever is written to sees the idea: idea/actions/letters",
    "idea/queries/lookup.py _SAID": "whoever is written to sees the idea: idea/actions/letters",
    "idea/queries/triage.py _GLANCE": "those of _WAITING, which holds the clause",
    "inbox/queries/calendar.py _DUE": "each of its parts ends in the clause",
    "inbox/actions/news.py _FIRE": "ideas that are joined into one: nothing of them is shown",
    "inbox/actions/telling.py _WAITING": "what is set aside is named to the operator, by its reference alone",
    "inbox/actions/telling.py _untold": "whoever is told sees the idea: _tell",
    "nudge/actions/answer.py answer": AT_HAND,
    "nudge/actions/call.py answer_call": AT_HAND,
    "nudge/actions/find.py _settle_calls": "whether its asker still has a place on it: it is named to nobody",
    "nudge/actions/send.py _WAITING": "what is set aside is named to the operator, by its reference alone",
    "nudge/actions/send.py _due": REASON,
    "nudge/queries/planned.py _ASKED_ABOUT": "each of its two statements takes the clause, or what it hides",
    "nudge/queries/ways.py ways_of": AT_HAND,
    "nudge/watch/entry.py WatchEntry.statement": REASON,
    "portfolio/profile/queries.py IDEAS_ON_DAY": FIGURE,
    "portfolio/profile/queries.py _NAMED": "what is set aside is named to the operator, by its reference alone",
    "risk/queries/register.py _LINES": "each list that is made of it holds the clause",
    "portfolio/standings.py _NAMED": "what is set aside is named to the operator, by its reference alone",
    "portfolio/standings.py _STALE": FIGURE,
    "portfolio/standings.py _GONE": FIGURE,
    "search/queries.py _NARROWED": "narrowed by the clause among its conditions",
    "idea/actions/reference.py _ANY_TAKEN": "whether a reference is taken",
    "register/actions/owners.py give_owners": BROUGHT,
    "register/actions/undo.py _UNTOUCHED": BROUGHT,
    "register/actions/undo.py _LEFT_ALONE": BROUGHT,
    "register/queries/here.py ideas_known": BROUGHT,
    "register/queries/here.py ideas_numbered": "whether a number of theirs is taken, and by which reference",
    "register/queries/standing.py _OF_IDEA": BROUGHT,
    "register/queries/standing.py _COUNTED": BROUGHT,
    "register/queries/standing.py _STAGES": BROUGHT,
    "register/queries/standing.py _LEADS": BROUGHT,
    "upkeep/queries.py _RECORDS": AT_HAND,
    "voice/queries.py said_by": "who said it sees what they wrote",
}


def named(node: ast.stmt) -> str:
    """What a function or a constant is called; nothing for anything else."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0])
    return ast.unparse(node.target) if isinstance(node, ast.AnnAssign) else ""


def pieces(tree: ast.Module, text: str) -> Iterator[tuple[str, str]]:
    """Each function, method and constant of a module with its text."""
    for node in tree.body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        owner = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for one in inside:
            if name := named(one):
                yield owner + name, ast.get_source_segment(text, one) or ""


def test_every_statement_that_finds_ideas_holds_the_clause_or_says_why_not():
    found, without = 0, set()
    for path, tree in trees():
        if not path.is_relative_to(ROOT / "tracker"):
            continue
        for name, said in pieces(tree, path.read_text(encoding="utf-8")):
            if FINDS_IDEAS.search(said):
                found += 1
                if not HOLDS_THE_CLAUSE.search(said):
                    without.add(f"{path.relative_to(ROOT / 'tracker').as_posix()} {name}")
    assert without == set(WITHOUT_THE_CLAUSE)
    assert found > len(without)
