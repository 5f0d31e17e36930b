"""Run one trial or all, print what each counted, and exit with 1 where something was lost or came too often."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable

from bench.chaos import mail, nudges, poison, storm

COUNTS: dict[str, dict[str, int]] = {
    "nudges": {"nudges": 5000, "kills": 12, "clocks": 4, "restarts": 4, "processes": 2},
    "notify": {"nudges": 5000, "kills": 12, "clocks": 4, "restarts": 4, "processes": 2},
    "storm": {"posts": 400, "faults": 40, "clients": 2},
    "mail": {"letters": 90, "gaps": 3},
    "poison": {"ideas": 20, "letters": 20},
}
TRIALS: dict[str, Callable[[argparse.Namespace], bool]] = {
    "nudges": nudges.run,
    "notify": nudges.run_by_notify,
    "storm": storm.run,
    "mail": mail.run,
    "poison": poison.run,
}


def main() -> None:
    """Read what is asked, run it, and exit by the verdicts."""
    parser = argparse.ArgumentParser(
        prog="bench.chaos", description="Break things on purpose, and count what was lost and what came twice."
    )
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"{', '.join(TRIALS)}; none: all of them")
    parser.add_argument("--seed", type=int, help="the seed of an earlier run, to break the same at the same moments")
    for name, most in sorted({name: most for counts in COUNTS.values() for name, most in counts.items()}.items()):
        parser.add_argument(f"--{name}", type=int, help=f"such as {most}")
    asked = parser.parse_args()
    if unknown := set(asked.trials) - set(TRIALS):
        parser.error(f"no trial is called {', '.join(sorted(unknown))}: there are {', '.join(TRIALS)}")
    seed = asked.seed if asked.seed is not None else random.SystemRandom().randrange(10**6)
    wells = [_run(name, asked, seed) for name in asked.trials or TRIALS]
    sys.exit(0 if all(wells) else 1)


def _run(name: str, asked: argparse.Namespace, seed: int) -> bool:
    counts = {count: most for count, most in COUNTS[name].items() if getattr(asked, count) is None}
    print(f"{name}, seed {seed}", file=sys.stderr, flush=True)
    well = TRIALS[name](argparse.Namespace(**{**vars(asked), **counts, "seed": seed}))
    print(f"{name}: {'well' if well else 'NOT WELL'}", flush=True)
    return well


if __name__ == "__main__":
    main()
