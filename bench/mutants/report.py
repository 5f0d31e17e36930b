"""What a run of mutants came to: the survivors, counts by folder and by kind, and all of it as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from bench.mutants.mutant import Edit, Mutant
from bench.mutants.product import HOME
from bench.mutants.running import Outcome, Run

MAY_SURVIVE = 0.05
LAST = HOME / "last.json"
WIDTH = 160
AROUND = 60


def has_survived(run: Run) -> bool:
    """Say whether no test noticed."""
    return run.outcome is not Outcome.NOTICED


def is_enough(runs: Sequence[Run]) -> bool:
    """Say whether no more survived than may."""
    return sum(map(has_survived, runs)) <= MAY_SURVIVE * len(runs)


def line(run: Run) -> str:
    """One mutant on its way, for whoever waits."""
    return f"{run.outcome:16} {run.seconds:5.1f} s  {run.mutant.file}:{run.mutant.line} ({run.mutant.edit.kind})"


def told(mutant: Mutant) -> str:
    """A mutant as it is read: where, what kind, and the words before and after around what differs."""
    before, after = _around(mutant.before, mutant.after)
    return f"{mutant.file}:{mutant.line} ({mutant.edit.kind})\n  - {before}\n  + {after}"


def _around(before: str, after: str) -> tuple[str, str]:
    """Two lines cut to the part that differs, where they are long."""
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(min(before, after)))
    start = max(0, same - AROUND)
    lead = "… " if start else ""
    return (lead + " ".join(before[start:][:WIDTH].split()), lead + " ".join(after[start:][:WIDTH].split()))


def text(runs: Sequence[Run]) -> str:
    """The report: survivors with the tests they were run against, then counts."""
    survivors = [run for run in runs if has_survived(run)]
    parts = [f"{told(run.mutant)}\n  {_asked(run)}" for run in survivors]
    spent = sum(run.seconds for run in runs)
    parts += [
        _counts("folder", runs, lambda run: run.mutant.folder),
        _counts("kind", runs, lambda run: run.mutant.edit.kind),
    ]
    share = len(survivors) / len(runs) if runs else 0.0
    parts.append(
        f"{len(survivors)} of {len(runs)} survived: {share:.1%}, and {MAY_SURVIVE:.0%} may."
        f" {spent / max(1, len(runs)):.1f} seconds a mutant."
    )
    return "\n\n".join(parts)


def _asked(run: Run) -> str:
    if not run.tests:
        return "no test runs this line"
    more = f" and {len(run.tests) - 3} more" if len(run.tests) > 3 else ""  # noqa: PLR2004 - a taste of them
    return f"{run.by or 'not noticed'}; asked: {', '.join(run.tests[:3])}{more}"


def _counts(name: str, runs: Iterable[Run], group: object) -> str:
    everything, survivors = Counter[str](), Counter[str]()
    for run in runs:
        everything[group(run)] += 1  # type: ignore[operator]
        survivors[group(run)] += has_survived(run)  # type: ignore[operator]
    rows = [f"  {key:28} {survivors[key]:3} of {number:3} survived" for key, number in sorted(everything.items())]
    return "\n".join([f"By {name}:", *rows])


def keep(runs: Sequence[Run], *, seed: str) -> None:
    """Write all runs down, for a look at one and for --redo."""
    plain = [{**asdict(run), "seed": seed} for run in runs]
    LAST.write_text(json.dumps(plain, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def last_survivors() -> set[tuple[tuple[str, str, str], int]]:
    """The mutants that survived the last run, by their key and which of equal ones they are."""
    read = json.loads(LAST.read_text(encoding="utf-8"))
    mutants = [
        Mutant(**{**run["mutant"], "edit": Edit(*run["mutant"]["edit"])})
        for run in read
        if run["outcome"] != Outcome.NOTICED
    ]
    return {(mutant.key, mutant.occurrence) for mutant in mutants}
