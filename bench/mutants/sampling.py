"""Which mutants are drawn: with one seed always the same, spread over all folders and over the kinds within each.

Each folder has a share by its number of lines, and at least AT_LEAST. Within it kinds take turns, so that what is rare
is drawn too. The order of a draw comes from the mutant's own words: a change elsewhere changes nothing here.
"""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from pathlib import Path

from bench.mutants.kinds import Product
from bench.mutants.mutant import Mutant

AT_LEAST = 2
EQUIVALENT = Path(__file__).parent / "equivalent.csv"
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Sample:
    """The mutants drawn, and what is listed as equivalent without standing anywhere any more."""

    mutants: list[Mutant]
    outdated: list[Key]


def equivalent(path: Path = EQUIVALENT) -> dict[Key, str]:
    """Mutants that change nothing that could be noticed, listed by hand, each with its reason."""
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["file"], row["before"], row["after"]): row["reason"] for row in csv.DictReader(file)}


def sample(product: Product, *, seed: str, count: int, only: str | None = None) -> Sample:
    """Draw so many mutants, or all there are; `only` narrows to a folder."""
    listed = equivalent()
    folders: dict[str, list[Mutant]] = defaultdict(list)
    known: set[Key] = set()
    for mutant in product.mutants:
        known.add(mutant.key)
        if mutant.key not in listed and (not only or mutant.file.startswith(only)):
            folders[mutant.folder].append(mutant)
    shares = quotas({name: _lines(product, mutants) for name, mutants in folders.items()}, count)
    turns = {name: _turns(product, folders[name], seed) for name in sorted(folders)}
    drawn = [mutant for name, turn in turns.items() for mutant in islice(turn, shares[name])]
    # What a small folder has not, the largest gives.
    for name in sorted(folders, key=lambda name: (-shares[name], name)):
        drawn += islice(turns[name], count - len(drawn))
    return Sample(drawn, sorted(listed.keys() - known))


def quotas(sizes: Mapping[str, int], count: int) -> dict[str, int]:
    """How many of each folder: the least for each, the rest by size, the largest remainders rounded up."""
    least = min(AT_LEAST, count // max(1, len(sizes)))
    rest, whole = count - least * len(sizes), sum(sizes.values())
    exact = {name: rest * size / whole for name, size in sizes.items()}
    shares = {name: least + int(share) for name, share in exact.items()}
    by_remainder = sorted(sizes, key=lambda name: (int(exact[name]) - exact[name], name))
    for name in by_remainder[: count - sum(shares.values())]:
        shares[name] += 1
    return shares


def _lines(product: Product, mutants: Sequence[Mutant]) -> int:
    return sum(product.texts[file].count("\n") for file in {mutant.file for mutant in mutants})


def _turns(product: Product, mutants: Sequence[Mutant], seed: str) -> Iterator[Mutant]:
    """Mutants of a folder in the order of their draw: kinds in turn, one of a line, and only what still parses."""
    kinds: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in sorted(mutants, key=lambda mutant: _lot(seed, *mutant.key, mutant.occurrence)):
        kinds[mutant.edit.kind].append(mutant)
    order = sorted(kinds, key=lambda kind: _lot(seed, mutants[0].folder, kind))
    lines: set[tuple[str, int]] = set()
    for mutant in filter(None, chain.from_iterable(zip_longest(*(kinds[kind] for kind in order)))):
        if (mutant.file, mutant.line) not in lines and product.holds(mutant):
            lines.add((mutant.file, mutant.line))
            yield mutant


def _lot(seed: str, *words: object) -> bytes:
    return hashlib.sha256("\0".join(map(str, (seed, *words))).encode()).digest()
