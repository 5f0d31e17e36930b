"""The register of benefits across: what kind it is by whom it reaches, and who pays by who gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from tracker import benefit
from tracker.benefit import ALONG, NAMED, NOT_SAID, PairCell, RegisterSums
from tracker.value import BenefitCategory, BenefitClass
from tracker.web.filters import plural
from tracker.web.wording import called
from tracker.wording import capital


# --- kinds and pairs --------------------------------------------------------------------------------------------------
class Cell(NamedTuple):
    """A cell of a table across: how many benefits, the address of them, and what else there is to say."""

    benefits: int
    address: str
    words: str


class CrossRow(NamedTuple):
    """A row of a table across."""

    title: str
    cells: Sequence[Cell]


class CrossTable(NamedTuple):
    """A table across: what its columns are called, and its rows."""

    heads: Sequence[str]
    rows: Sequence[CrossRow]


def kind_rows(sums: RegisterSums) -> CrossTable:
    """Benefits by class and by whom they are for; what is not said has its place, where there is any."""
    classes: list[BenefitClass | None] = [*BenefitClass]
    whom: list[BenefitCategory | None] = [*BenefitCategory]
    classes += [None] if any(kind is None for kind, _ in sums.kinds) else []
    whom += [None] if any(category is None for _, category in sums.kinds) else []
    heads = [capital(called(one, "benefit_category")) if one else "Not said" for one in whom]
    rows = [
        CrossRow(
            capital(called(kind, "benefit_class")) if kind else "Not said",
            [_kind_cell(sums, kind, one) for one in whom],
        )
        for kind in classes
    ]
    return CrossTable(heads, rows)


def _kind_cell(sums: RegisterSums, kind: BenefitClass | None, whom: BenefitCategory | None) -> Cell:
    found = sums.kinds.get((kind, whom))
    if found is None:
        return Cell(0, "", "")
    address = f"?class={kind}&whom={whom}#register" if kind and whom else ""  # nothing narrows to what is not said
    units = f"counted in {', '.join(found.units)}" if found.units else ""
    return Cell(found.benefits, address, "; ".join(filter(None, (units, _besides(found)))))


def _besides(cell: benefit.KindCell | PairCell) -> str:
    losses = plural(cell.losses, "loss", "losses") if cell.losses else ""
    return ", ".join(filter(None, (losses, f"{cell.questioned} under question" if cell.questioned else "")))


def pair_rows(sums: RegisterSums) -> CrossTable:
    """Who pays, down, and who gains, across: those with most benefits, in alphabetical order, and all others."""
    payers = _most(sums.pairs, "payer")
    gainers = _most(sums.pairs, "gainer")
    cells: dict[tuple[str | None, str | None], list[PairCell]] = {}
    for one in sums.pairs:
        payer, gainer = _among(one.payer, payers), _among(one.gainer, gainers)
        cells.setdefault((payer, gainer), []).append(one)
    across = _sides(gainers, {gainer for _, gainer in cells})
    down = _sides(payers, {payer for payer, _ in cells})
    rows = [
        CrossRow(_side(payer), [_pair_cell(cells.get((payer, gainer), ()), payer, gainer) for gainer in across])
        for payer in down
    ]
    return CrossTable([f"{_side(gainer)}" for gainer in across], rows)


def _key(name: str) -> str:
    return name.strip().lower()


def _most(pairs: Sequence[PairCell], side: str) -> dict[str, str]:
    """The names of a side that most benefits have, by how they compare; nothing is one, too."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for one in pairs:
        name = getattr(one, side)
        names.setdefault(_key(name), name.strip())
        counts[_key(name)] = counts.get(_key(name), 0) + one.benefits
    most = sorted(counts, key=lambda key: (-counts[key], key))[:ALONG]
    return {key: names[key] for key in sorted(most, key=lambda key: (not key, key))}


def _among(name: str, most: Mapping[str, str]) -> str | None:
    """The name that stands for one in the table; None where it is among all others."""
    return most.get(_key(name))


def _sides(most: Mapping[str, str], there: set[str | None]) -> list[str | None]:
    return [*most.values(), *([None] if None in there else [])]


def _side(name: str | None) -> str:
    return "All others" if name is None else name or "Not said"


def _pair_cell(found: Sequence[PairCell], payer: str | None, gainer: str | None) -> Cell:
    if not found:
        return Cell(0, "", "")
    together = sum(one.benefits for one in found)
    named = "; ".join(word for one in found for word in one.named if word) if together <= NAMED else ""
    losses, questioned = sum(one.losses for one in found), sum(one.questioned for one in found)
    besides = _besides(found[0]._replace(losses=losses, questioned=questioned))
    exact = payer is not None and gainer is not None
    address = f"?{urlencode({'pays': payer or NOT_SAID, 'gains': gainer or NOT_SAID})}#register" if exact else ""
    return Cell(together, address, "; ".join(filter(None, (named, besides))))
