"""What a gate asks of its reader: to decide, to answer and ask, to wait; or nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.gate import EvidenceOnClaim, MeetingTable, Paper
from tracker.idea import State
from tracker.web.filters import day, plural
from tracker.web.wording import worded
from tracker.wording import capital

LONGEST_IN_A_LINE = 80


@dataclass(frozen=True)
class GateAsk:
    """The one thing that a gate asks: what, why, the button and a quieter way; without a why, that nothing is asked."""

    title: str
    why: str = ""
    act: str | None = None
    href: str | None = None
    other: tuple[str, str] | None = None


DECIDE = ("Go to the decision", "#decide")


def gate_ask(paper: Paper, *, at: str, decides: bool, keeps: bool, owner: str | None) -> GateAsk:
    """What the gate of an idea, at its address, asks of a reader who decides there, keeps the idea, or only reads."""
    if not paper.is_open:
        rests = ", or it is not being worked on." if paper.idea.state is not State.ACTIVE else "."
        return GateAsk(f"Nothing is asked here: this is not the gate that the idea stands at{rests}")
    if paper.request:
        return _requested(paper, at=at, decides=decides, keeps=keeps)
    if keeps:
        missing = len(paper.unmet)
        return GateAsk(
            "Answer what you know, then ask for a decision",
            f"{plural(missing, 'thing')} {'is' if missing == 1 else 'are'} not met yet. None of them stops a decision.",
            "Answer the questions",
            f"{at}/answers",
            DECIDE if decides else ("Ask for a decision", f"{at}/ask"),
        )
    who = owner or worded("Its {role.owner}")
    return GateAsk(f"Nothing is asked of you. {who} answers, {worded('the {role.lead}')} decides.")


def _requested(paper: Paper, *, at: str, decides: bool, keeps: bool) -> GateAsk:
    """A decision was asked for: it waits for who decides, and others read when they hear."""
    asked = paper.request
    if asked is None:
        raise LookupError(at)
    by = day(asked.due_on, weekday=True)
    if decides:
        who = paper.names.get(asked.by_id, worded("Its {role.owner}"))
        added = f"“{asked.note}”" if asked.note else "Nothing was added."
        return GateAsk(f"{who} asks for a decision by {by}", added, *DECIDE)
    why = f"A decision was asked for on {day(asked.at)}. You hear of it by email."
    return GateAsk(
        f"{worded('The {role.lead}')} decides by {by}", why, "Change an answer" if keeps else None, f"{at}/answers"
    )


def in_a_line(one: EvidenceOnClaim) -> str:
    """A record of evidence in a line: on what, what was seen, of which day."""
    seen = one.entry.value or one.entry.note or "on record"
    short = seen if len(seen) <= LONGEST_IN_A_LINE else f"{seen[: LONGEST_IN_A_LINE - 1].rstrip()}…"
    return f"{capital(one.indicator)}: {short}{f' ({day(one.entry.on)})' if one.entry.on else ''}"


def saved(changed: int, paper: Paper) -> str:
    """What is said when answers were saved: how many, and how many ticks do not count yet."""
    if not changed:
        return "Nothing changed."
    kept = f"{plural(changed, 'answer')} {'is' if changed == 1 else 'are'} saved."
    unshown = sum(item.stands == "unshown" for item in paper.items)
    if not unshown:
        return kept
    ticks = "One tick does" if unshown == 1 else f"{unshown} ticks do"
    return f"{kept} {ticks} not count yet: say how it can be seen, or point at evidence."


def table_heading(table: MeetingTable) -> str:
    """What a meeting is about, in a heading: how many decisions are on its table."""
    if not table.whole:
        return "Nothing to decide"
    which = "or more " if table.uncounted else ""
    if not table.waiting:
        return f"{capital(plural(table.whole, 'decision'))} {which}made"
    return f"{capital(plural(table.waiting, 'decision'))} {which}to make"
