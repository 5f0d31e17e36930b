"""What was measured, as lines of the table: medians of what moves with the machine, and what is the same on any."""

from __future__ import annotations

import gzip
import math
import statistics
from collections.abc import Callable, Iterator, Sequence

from bench import bars
from bench.bars import Line
from bench.data import Scale
from bench.kinds import OF_CARDS
from bench.rounds import Round
from bench.serving import WorkerMemory

# The share by which a figure moves from run to run on one machine though nothing changed.
CPU_SLACK, RATE_SLACK, TAIL_SLACK, GROWTH_SLACK = 0.10, 0.15, 0.30, 0.15
WEIGHT_SLACK, MEMORY_SLACK = 0.02, 0.05
KB = 1000


def of_rounds(page: str, rounds: Sequence[Round], scale: Scale) -> Iterator[Line]:
    """Medians over the repetitions, and the median of the ratio within each; one that is missed without any."""
    if not rounds:
        yield Line(page, "answers that failed", "", None, 1, 0)
        return

    def medians(of: Callable[[Round], tuple[float, float]]) -> tuple[float, float, float]:
        pairs = [of(one) for one in rounds]
        first, second = zip(*pairs, strict=True)
        ratio = statistics.median(ours / floor for floor, ours in pairs)
        return statistics.median(first), statistics.median(second), ratio

    floor, ours, ratio = medians(lambda one: (one.floor.cost.both, one.ours.cost.both))
    yield Line(page, "CPU per request, 1 client", "ms", floor, ours, bars.CPU[page], ratio, slack=CPU_SLACK)
    floor, ours, ratio = medians(lambda one: (one.floor.cost.web, one.ours.cost.web))
    yield Line(page, "  of which the web server", "ms", floor, ours, None, ratio)
    floor, ours, ratio = medians(lambda one: (one.floor.rate, one.ours.rate))
    yield Line(page, "requests a second, 16 clients", "", floor, ours, bars.RATE.get(page), ratio, True, RATE_SLACK)  # noqa: FBT003 - at least
    floor, ours, _ = medians(lambda one: (one.floor.tail, one.ours.tail))
    yield Line(page, "p95 / p50, 16 clients", "", floor, ours, bars.TAIL, slack=TAIL_SLACK)
    yield _growth(page, rounds, scale)


def _growth(page: str, rounds: Sequence[Round], scale: Scale) -> Line:
    """What a page costs in the large council over what it costs in others; as an exponent where its work may grow.

    A page of cards is held to what it costs where few of them stand.
    """
    if page in OF_CARDS and rounds[0].large:
        few = [(one.ours.cost.both, one.large.both) for one in rounds if one.large]
        ratio = statistics.median(ours / there for ours, there in few)
        there = statistics.median(there for _, there in few)
        return Line(
            page, f"CPU, {scale.shared:,} cards over few", "ms", there, None, bars.GROWTH, ratio, slack=GROWTH_SLACK
        )
    pairs = [(one.ours.cost.both, one.large.both) for one in rounds if one.large]
    if not pairs:
        return Line(page, f"answers that failed, {scale.large:,} ideas", "", None, 1, 0)
    large, ratio = (
        statistics.median(large for _, large in pairs),
        statistics.median(large / ours for ours, large in pairs),
    )
    if page in bars.EXPONENTS:
        exponent = math.log(ratio) / math.log(scale.large / scale.ideas)
        measure, bar, shown = f"exponent of growth to {scale.large:,} ideas", bars.EXPONENTS[page], exponent
    else:
        measure, bar, shown = f"CPU, {scale.large:,} over {scale.ideas:,} ideas", bars.GROWTH, ratio
    return Line(page, measure, "ms", None, large, bar, shown, slack=GROWTH_SLACK)


def of_statements(page: str, one: int, fifty: int, large: int | None) -> Iterator[Line]:
    """How many statements a page takes with one row of everything, with fifty, and in the large council."""
    yield Line(page, "SQL statements, 1 row", "", 1, one, bars.STATEMENTS[page])
    yield Line(page, "SQL statements, 50 rows", "", 1, fifty, one)
    yield Line(page, "SQL statements, large council", "", 1, large, one)


def of_weight(page: str, floor: bytes, ours: bytes, large: bytes | None) -> Iterator[Line]:
    """What a page weighs without the shared assets; in the large council it may show more, up to its limits."""

    def compressed(one: bytes) -> float:
        return len(gzip.compress(one, 6)) / KB

    yield Line(page, "page weight, plain", "kB", len(floor) / KB, len(ours) / KB)
    small, grown = compressed(ours), compressed(large) if large else None
    yield Line(page, "page weight, gzip", "kB", compressed(floor), small, bars.GZIP_KB, slack=WEIGHT_SLACK)
    yield Line(page, "  in the large council", "kB", None, grown, bars.GZIP_KB, slack=WEIGHT_SLACK)


def of_memory(floor: float | None, ours: float | None, worker: WorkerMemory, scale: Scale) -> Iterator[Line]:
    """What the processes hold: the web's after all of it, the worker's after computing health."""
    yield Line("memory", "web server, 2 workers", "MB", floor, ours, bars.WEB_MB, slack=MEMORY_SLACK)
    yield Line("memory", "worker, 2 processes", "MB", None, worker.tree, bars.WORKER_MB, slack=MEMORY_SLACK)
    most = f"one process, {scale.large:,} ideas"
    yield Line("memory", most, "MB", None, worker.process, bars.PROCESS_MB, slack=MEMORY_SLACK)
    if not worker.is_done:
        yield Line("memory", "health that the worker did not end", "", None, 1, 0)
