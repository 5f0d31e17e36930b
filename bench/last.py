"""The last kept run (last.json), and what got worse since, beyond what moves by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.bars import Line

LAST = Path(__file__).parent / "last.json"


def kept(path: Path = LAST) -> Mapping[str, Any] | None:
    """Return the last kept run; None where none is."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def keep(told: Mapping[str, object], path: Path = LAST) -> None:
    """Keep a run, for those to come to be compared with."""
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def worse(lines: Sequence[Line], before: Mapping[str, Any]) -> Iterator[str]:
    """Say what is held to a bar and got worse by more than it moves from run to run, each in a line."""
    known = {(line["page"], line["measure"]): line["held"] for line in before["lines"]}
    for line in lines:
        then, now = known.get((line.page, line.measure)), line.held
        if line.bar is None or then is None or now is None:
            continue
        allowed = then * (1 - line.slack if line.least else 1 + line.slack)
        if (now < allowed) if line.least else (now > allowed):
            yield f"{line.page}, {line.measure.strip()}: {then:.2f} before, {now:.2f} now (tolerance {line.slack:.0%})"
